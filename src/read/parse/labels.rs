//! Facts that a text states with a label: "Date: …", "**Severity**: …", metadata tables, lists of statistics.

use super::field::Field;
use super::sections::Part;
use super::time;
use super::timeline::labelled_time;
use super::zone::Zone;
use crate::core::config::Config;
use crate::core::model::{Origin, Phase, PostMortem, Role, SectionKind};
use crate::read::markdown::blocks::{Block, Inline};

/// A label and what follows it.
struct Labelled {
    label: String,
    value: String,
}

/// Fills facts that front matter left open with those that the text states.
pub fn fill(facts: &mut PostMortem, parts: &[Part<'_>], config: &Config, zone: &Zone) {
    for (position, part) in parts.iter().enumerate() {
        if matches!(part.kind, SectionKind::Timeline | SectionKind::ActionItems) {
            continue;
        }
        // Far down in the text "status: …" is part of a story.
        let is_head = position < 2 || is_metadata(&part.heading);
        for labelled in part.blocks.iter().flat_map(|block| labels_of(block)) {
            stated_durations(facts, &labelled);
            if is_head {
                fact(facts, &labelled, config, zone);
            }
        }
    }
}

fn is_metadata(heading: &str) -> bool {
    let plain = heading.to_lowercase();
    [
        "stats",
        "statistic",
        "metadata",
        "meta data",
        "timing",
        "details",
        "at a glance",
        "facts",
        "メタデータ",
        "overview",
        "issue summary",
        "incident summary",
    ]
    .iter()
    .any(|word| plain.contains(word))
}

fn labels_of(block: &Block) -> Vec<Labelled> {
    match block {
        Block::List { items, .. } => items
            .iter()
            .filter_map(|item| match item.blocks.first() {
                Some(Block::Paragraph { inline, .. }) => split(&inline.text),
                _ => None,
            })
            .collect(),
        Block::Paragraph { inline, .. } => lines(inline).filter_map(split).collect(),
        Block::Table { head, rows, .. } => {
            let mut pairs = Vec::new();
            let is_pair = |cells: &[Inline]| cells.len() == 2;
            let mut add = |cells: &[Inline]| {
                let label = cells[0].text.trim().trim_end_matches([':', '：']).to_owned();
                pairs.push(Labelled { label, value: cells[1].text.trim().to_owned() });
            };
            if is_pair(head) {
                add(head);
            }
            rows.iter().filter(|row| is_pair(&row.cells)).for_each(|row| add(&row.cells));
            // One row below the names of the fields.
            if head.len() > 2 && rows.len() == 1 {
                for (name, cell) in head.iter().zip(&rows[0].cells) {
                    pairs.push(Labelled {
                        label: name.text.trim().to_owned(),
                        value: cell.text.trim().to_owned(),
                    });
                }
            }
            pairs
        }
        Block::Quote { blocks } => blocks.iter().flat_map(labels_of).collect(),
        _ => Vec::new(),
    }
}

fn lines(inline: &Inline) -> impl Iterator<Item = &str> {
    let mut starts = vec![0];
    starts.extend(&inline.lines);
    starts.push(inline.text.len());
    let ranges: Vec<_> = starts.windows(2).map(|pair| pair[0]..pair[1]).collect();
    ranges.into_iter().map(|range| &inline.text[range])
}

fn split(text: &str) -> Option<Labelled> {
    let (label, value) = text.trim().split_once([':', '：'])?;
    let (label, value) = (label.trim(), value.trim());
    let plausible = !label.is_empty() && label.len() <= 40 && !value.is_empty() && value.len() <= 200;
    plausible.then(|| Labelled { label: label.to_owned(), value: value.to_owned() })
}

/// "Time to detection: 53 minutes"
fn stated_durations(facts: &mut PostMortem, labelled: &Labelled) {
    let times = &mut facts.times;
    let slot = match moments_of_duration(&labelled.label.to_lowercase()) {
        Some([_, Field::DetectedAt]) => &mut times.stated_detect,
        Some([_, Field::MitigatedAt]) => &mut times.stated_mitigate,
        Some(_) => &mut times.stated_resolve,
        None => return,
    };
    if slot.is_none() {
        *slot = time::parse_duration(&labelled.value);
    }
}

/// The moments between which the duration lies that a label, in lower case, names.
#[must_use]
pub fn moments_of_duration(label: &str) -> Option<[Field; 2]> {
    let is_duration = label.starts_with("time to ")
        || label.starts_with("mean time to ")
        || matches!(label, "ttd" | "ttr" | "ttm")
        || label.contains("duration");
    let end = if !is_duration {
        return None;
    } else if label.contains("detect") || label == "ttd" {
        Field::DetectedAt
    } else if label.contains("mitigat") || label == "ttm" {
        Field::MitigatedAt
    } else if ["resol", "recover", "restor", "repair", "fix", "ttr"].iter().any(|word| label.contains(word))
        || matches!(
            label,
            "duration" | "incident duration" | "outage duration" | "total duration" | "duration of outage"
        )
    {
        Field::ResolvedAt
    } else {
        return None;
    };
    Some([Field::StartedAt, end])
}

/// The field that a label, in lower case, names, other than a moment.
#[must_use]
pub fn field_of(label: &str) -> Option<Field> {
    Some(match label {
        "date" | "incident date" | "date of incident" | "dates" | "when" | "発生日" | "日付" | "日期"
        | "发生时间" | "発生日時" => Field::Date,
        "severity" | "priority" | "incident severity" | "sev" | "impact level" | "重大度" | "严重程度" => {
            Field::Severity
        }
        "status" | "postmortem status" | "post-mortem status" | "ステータス" | "状态" => Field::Status,
        "author" | "authors" => Field::Role("author"),
        "owner" => Field::Role("owner"),
        "incident commander" | "commander" => Field::Role("commander"),
        "scribe" => Field::Role("scribe"),
        "facilitator" => Field::Role("facilitator"),
        "lead" | "incident lead" => Field::Role("lead"),
        "affected services" | "services affected" | "services" | "service" | "affected service"
        | "affected systems" | "影響サービス" => Field::Services,
        "root cause category" | "cause category" => Field::Causes,
        "category" | "categories" => Field::Tags,
        "detection" | "detected by" | "detection method" | "how detected" => Field::Detection,
        _ => return None,
    })
}

fn fact(facts: &mut PostMortem, labelled: &Labelled, config: &Config, zone: &Zone) {
    let value = labelled.value.trim();
    match field_of(&labelled.label.to_lowercase()) {
        Some(Field::Date) => {
            if facts.date.is_none()
                && let Some(date) = time::parse_date(value)
            {
                (facts.date, facts.date_origin) = (Some(date), Some(Origin::Text));
            }
        }
        Some(Field::Severity) => {
            if facts.severity_text.is_none()
                && let Some(position) = severity_in(value, config)
            {
                facts.severity = Some(position);
                facts.severity_text = Some(value.to_owned());
            }
        }
        Some(Field::Status) => {
            if facts.status.is_none() {
                facts.status = super::scales::status_name(value, config);
            }
            if facts.resolved.is_none() && value.to_lowercase().starts_with("resolved") {
                facts.resolved = Some(true);
            }
        }
        Some(Field::Role(role)) => {
            if !facts.roles.iter().any(|known| known.role == role) && !is_empty_value(value) {
                facts.roles.push(Role { role: role.to_owned(), names: listed(value) });
            }
        }
        Some(Field::Services) => {
            if facts.services.is_empty() && value.len() < 120 && !is_empty_value(value) {
                facts.services = value
                    .split([',', ';', '、'])
                    .map(|name| name.trim().trim_end_matches('.').to_owned())
                    .filter(|name| !name.is_empty() && name.split_whitespace().count() <= 5)
                    .collect();
            }
        }
        Some(Field::Causes) => {
            if facts.causes.is_empty() && !is_empty_value(value) {
                facts.causes = listed(value);
            }
        }
        Some(Field::Tags) => {
            if facts.tags.is_empty() && value.len() < 80 && !is_empty_value(value) {
                facts.tags = listed(value);
            }
        }
        Some(Field::Detection) => {
            if facts.detection.is_none()
                && value.len() < 80
                && labelled_time(&format!("x: {value}")).is_none()
            {
                facts.detection = Some(value.to_owned());
            }
        }
        _ => moment(facts, labelled, zone),
    }
}

fn listed(value: &str) -> Vec<String> {
    let names = value.split([',', ';']).map(str::trim).filter(|name| !name.is_empty());
    names.map(str::to_owned).collect()
}

/// "Incident start: 2021-05-30 08:13 UTC"
fn moment(facts: &mut PostMortem, labelled: &Labelled, zone: &Zone) {
    let Some(phase) = super::timeline::phase_of_label(&labelled.label) else { return };
    let text = format!("{}: {}", labelled.label, labelled.value);
    let Some((_, stamp, _)) = labelled_time(&text) else { return };
    let Some(moment) = stamp.moment(facts.date, zone) else { return };
    let times = &mut facts.times;
    let slot = match phase {
        Phase::Start => &mut times.started,
        Phase::Detected => &mut times.detected,
        Phase::Acknowledged => &mut times.acknowledged,
        Phase::Mitigated => &mut times.mitigated,
        Phase::Resolved => &mut times.resolved,
    };
    slot.get_or_insert((moment, Origin::Text));
}

/// A severity in a value that may say more: "SEV2 (major)", "High – all users".
fn severity_in(value: &str, config: &Config) -> Option<usize> {
    let first = value.split([',', '(', '–', '—', ';', '/']).next().unwrap_or(value).trim();
    super::scales::severity_position(first, config).or_else(|| {
        first.split_whitespace().next().and_then(|word| super::scales::severity_position(word, config))
    })
}

fn is_empty_value(value: &str) -> bool {
    matches!(value.to_lowercase().as_str(), "tbd" | "n/a" | "none" | "-" | "–" | "?" | "unknown" | "todo")
}
