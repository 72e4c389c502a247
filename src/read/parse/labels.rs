//! Facts that a text states with a label: "Date: …", "**Severity**: …", metadata tables, lists of statistics.

use super::field::Field;
use super::sections::Part;
use super::time;
use super::time::{Local, Stamp};
use super::timeline::{is_window, labelled, labelled_time, part_zone, phase_of_label};
use crate::core::config::Config;
use crate::core::model::{Doubt, Moment, Origin, Phase, PostMortem, Role, SectionKind};
use crate::read::markdown::blocks::{Block, Inline};

/// A label and what follows it.
struct Labelled {
    label: String,
    value: String,
}

/// Fills facts that front matter left open with those that the text states.
pub fn fill(facts: &mut PostMortem, parts: &[Part<'_>], config: &Config, local: &Local) {
    // A moment may stand above the day to which it belongs.
    let mut moments = Vec::new();
    let mut unknown = None;
    for (position, part) in parts.iter().enumerate() {
        if matches!(part.kind, SectionKind::Timeline | SectionKind::ActionItems) {
            continue;
        }
        // Far down in the text "status: …" is part of a story.
        let is_head = position < 2 || is_metadata(&part.heading);
        for (index, block) in part.blocks.iter().enumerate() {
            let labels = labels_of(block);
            let timed = labels.iter().filter_map(timed).collect::<Vec<_>>();
            // Two moments with their names are a list of them, wherever it is; and bold names may open sections.
            let is_opened = part.label > 0 && index == 0;
            if !timed.is_empty() && (is_head || is_opened || timed.len() >= 2) {
                moments.push((timed, part_zone(part)));
            }
            for labelled in labels {
                stated_durations(facts, &labelled);
                if is_head {
                    if unknown.is_none() && field_of(&labelled.label.to_lowercase()).is_none() {
                        unknown = whole_date(&labelled, local);
                    }
                    fact(facts, &labelled, config, local);
                }
            }
        }
    }
    for (timed, zone) in moments {
        let local = local.with(zone);
        timed.into_iter().for_each(|timed| moment(facts, &timed, &local));
    }
    // Under a name that nobody knows a date is one where there is no other.
    if facts.date.is_none()
        && facts.times.started.is_none()
        && let Some((date, doubt)) = unknown
    {
        (facts.date, facts.date_origin, facts.date_doubt) = (Some(date), Some(Origin::Words), doubt);
    }
}

/// A value that is nothing but a date, under a label that may be that of the incident.
fn whole_date(labelled: &Labelled, local: &Local) -> Option<(jiff::civil::Date, Option<Doubt>)> {
    if labelled.value.len() > 24 || !labelled.value.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let stamp = time::leading(&labelled.value)?;
    if super::dates::is_other_day(&format!("{} ", labelled.label))
        || phase_of_label(&labelled.label).is_some()
    {
        return None;
    }
    (stamp.end == labelled.value.len()).then(|| time::parse_day(&labelled.value, None, local)).flatten()
}

/// A label of moments, with what it stands for.
enum Timed {
    Phase(Phase, Stamp),
    /// From the start to the end.
    Window(Stamp, Stamp),
}

fn timed(one: &Labelled) -> Option<Timed> {
    if !one.value.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    // Few values are times, so that this comes before the words of the label.
    let (_, stamp, _) = labelled(&one.label, &one.value)?;
    let is_window = is_window(&one.label);
    let phase = if is_window { None } else { phase_of_label(&one.label) };
    if let Some(phase) = phase {
        return Some(Timed::Phase(phase, stamp));
    }
    let until = stamp.until.clone().filter(|_| is_window)?;
    let end = Stamp { zone: stamp.zone.clone(), ..*until };
    Some(Timed::Window(stamp, end))
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
        || matches!(label, "ttd" | "ttr" | "ttm" | "mttd" | "mttr" | "mttm" | "downtime" | "total downtime")
        || label.contains("duration");
    let end = if !is_duration {
        return None;
    } else if label.contains("detect") || label.ends_with("ttd") {
        Field::DetectedAt
    } else if label.contains("mitigat") || label.ends_with("ttm") {
        Field::MitigatedAt
    } else if ["resol", "recover", "restor", "repair", "fix", "ttr"].iter().any(|word| label.contains(word))
        || matches!(
            label,
            "duration"
                | "incident duration"
                | "outage duration"
                | "total duration"
                | "duration of outage"
                | "impact duration"
                | "downtime"
                | "total downtime"
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

fn fact(facts: &mut PostMortem, labelled: &Labelled, config: &Config, local: &Local) {
    let value = labelled.value.trim();
    match field_of(&labelled.label.to_lowercase()) {
        Some(Field::Date) => {
            if facts.date.is_none()
                && let Some((date, doubt)) = time::parse_day(value, None, local)
            {
                (facts.date, facts.date_origin, facts.date_doubt) = (Some(date), Some(Origin::Text), doubt);
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
        Some(Field::Role(role))
            if !facts.roles.iter().any(|known| known.role == role) && !is_empty_value(value) =>
        {
            facts.roles.push(Role { role: role.to_owned(), names: listed(value) });
        }
        Some(Field::Services) if facts.services.is_empty() && value.len() < 120 && !is_empty_value(value) => {
            facts.services = value
                .split([',', ';', '、'])
                .map(|name| name.trim().trim_end_matches('.').to_owned())
                .filter(|name| !name.is_empty() && name.split_whitespace().count() <= 5)
                .collect();
        }
        Some(Field::Causes) if facts.causes.is_empty() && !is_empty_value(value) => {
            facts.causes = listed(value);
        }
        Some(Field::Tags) if facts.tags.is_empty() && value.len() < 80 && !is_empty_value(value) => {
            facts.tags = listed(value);
        }
        Some(Field::Detection)
            if facts.detection.is_none()
                && value.len() < 80
                && labelled_time(&format!("x: {value}")).is_none() =>
        {
            facts.detection = Some(value.to_owned());
        }
        _ => {}
    }
}

fn listed(value: &str) -> Vec<String> {
    let names = value.split([',', ';']).map(str::trim).filter(|name| !name.is_empty());
    names.map(str::to_owned).collect()
}

/// "Incident start: 2021-05-30 08:13 UTC"
fn moment(facts: &mut PostMortem, timed: &Timed, local: &Local) {
    let date = facts.date;
    match timed {
        Timed::Phase(phase, stamp) => put(facts, *phase, stamp.moment(date, local)),
        Timed::Window(from, until) => {
            let Some(start) = from.moment(date, local) else { return };
            let Some(mut end) = until.moment(Some(start.date()), local) else { return };
            // "23:50–00:20"
            if end.timestamp < start.timestamp && !until.has_date() {
                let next = super::zone::shifted(start.date(), 1);
                let Some(later) = until.moment(next, local) else { return };
                end = later;
            }
            if facts.times.started.is_none_or(|(known, _)| known.timestamp == start.timestamp) {
                put(facts, Phase::Start, Some(start));
                put(facts, Phase::Resolved, Some(end));
            }
        }
    }
}

fn put(facts: &mut PostMortem, phase: Phase, moment: Option<Moment>) {
    let Some(moment) = moment else { return };
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
