//! Facts that a text states with a label: "Date: …", "**Severity**: …", metadata tables, lists of statistics.

use super::field::Field;
use super::labelled::{self, Labelled};
use super::sections::Part;
use super::time;
use super::time::{Local, Stamp};
use super::timeline::{
    is_window, labelled as labelled_stamp, labelled_time, part_zone, phase_of_field, phase_of_label,
};
use super::vocabulary::{self, Label, Vocabulary};
use crate::core::config::Config;
use crate::core::model::{Doubt, Milestone, Moment, Origin, PostMortem, Role, SectionKind};

/// Fills facts that front matter left open with those that the text states.
pub fn fill(
    facts: &mut PostMortem,
    parts: &[Part<'_>],
    config: &Config,
    vocabulary: &Vocabulary,
    local: &Local,
) {
    // A moment may stand above the day to which it belongs.
    let mut moments = Vec::new();
    let mut unknown = None;
    for (position, part) in parts.iter().enumerate().filter(|(_, part)| has_facts(part)) {
        // Far down in the text "status: …" is part of a story.
        let is_head = position < 2 || is_above_facts(&part.heading, vocabulary);
        let labels = labelled::of_part(part, vocabulary);
        for block in labels.chunk_by(|one, next| one.block == next.block) {
            let timed: Vec<Timed> = block.iter().filter_map(|one| timed(one, vocabulary)).collect();
            // Two moments with their names are a list of them, wherever it is; and bold names may open sections.
            let is_opened = part.label > 0 && block[0].block == Some(0);
            if !timed.is_empty() && (is_head || is_opened || timed.len() >= 2) {
                moments.push((timed, part_zone(part)));
            }
        }
        for labelled in labels {
            stated_durations(facts, &labelled);
            if is_head || labelled.label == part.heading {
                if unknown.is_none() && vocabulary.label(&labelled.label).is_none() {
                    unknown = whole_date(&labelled, local);
                }
                fact(facts, &labelled, config, vocabulary, local);
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
    Phase(Milestone, Stamp),
    /// From the start to the end.
    Window(Stamp, Stamp),
}

fn timed(one: &Labelled, vocabulary: &Vocabulary) -> Option<Timed> {
    if !one.value.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    // Few values are times, so that this comes before the words of the label.
    let (_, stamp, _) = labelled_stamp(&one.label, &one.value)?;
    let is_window = is_window(&one.label);
    let phase = if is_window {
        None
    } else {
        phase_of_label(&one.label).or_else(|| phase_of_field(vocabulary.field(&one.label)?))
    };
    if let Some(phase) = phase {
        return Some(Timed::Phase(phase, stamp));
    }
    let until = stamp.until.clone().filter(|_| is_window)?;
    let end = Stamp { zone: stamp.zone.clone(), ..*until };
    Some(Timed::Window(stamp, end))
}

fn has_facts(part: &Part<'_>) -> bool {
    !matches!(part.kind, SectionKind::Timeline | SectionKind::ActionItems)
}

fn is_above_facts(heading: &str, vocabulary: &Vocabulary) -> bool {
    let plain = heading.to_lowercase();
    let words = [
        "stats",
        "statistic",
        "metadata",
        "meta data",
        "timing",
        "details",
        "at a glance",
        "facts",
        "overview",
    ];
    words.iter().any(|word| plain.contains(word)) || vocabulary.is_above_facts(heading)
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
pub fn moments_of_duration(label: &str) -> Option<[Field; 2]> {
    let is_duration = label.starts_with("time to ")
        || label.starts_with("mean time to ")
        || matches!(label, "ttd" | "ttr" | "ttm" | "mttd" | "mttr" | "mttm" | "downtime" | "total downtime")
        || label.contains("duration");
    let end = if !is_duration {
        return match vocabulary::built_in().label(label) {
            Some(Label::TimeTo(end)) => Some([Field::StartedAt, end]),
            _ => None,
        };
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

fn fact(
    facts: &mut PostMortem,
    labelled: &Labelled,
    config: &Config,
    vocabulary: &Vocabulary,
    local: &Local,
) {
    let value = labelled.value.trim();
    let is_empty = vocabulary.placeholder(value).is_some() || !value.contains(char::is_alphanumeric);
    let field = match vocabulary.label(&labelled.label) {
        Some(Label::Field(field)) if !is_empty => field,
        _ => return,
    };
    // "Mill, GranaryCause: Storm": lines that ran together are no list of names.
    let is_list = matches!(field, Field::Services | Field::Causes | Field::Teams | Field::Tags);
    if is_list && value.lines().any(|line| line.contains(',') && has_label(line)) {
        return;
    }
    match field {
        Field::Date => {
            if facts.date.is_none()
                && let Some((date, doubt)) = time::parse_day(value, None, local)
            {
                (facts.date, facts.date_origin, facts.date_doubt) = (Some(date), Some(Origin::Text), doubt);
            }
        }
        Field::Severity => severity(facts, value, config),
        Field::Status => status(facts, value, config),
        Field::Role(role) if !facts.roles.iter().any(|known| known.role == role) => {
            facts.roles.push(Role { role: role.to_owned(), names: listed(value) });
        }
        Field::Services if facts.services.is_empty() => facts.services = service_names(value),
        Field::Causes if facts.causes.is_empty() => facts.causes = listed(value),
        Field::Tags if facts.tags.is_empty() && value.len() < 80 => facts.tags = listed(value),
        Field::Teams if facts.teams.is_empty() && value.len() < 80 => facts.teams = listed(value),
        Field::Triggers if facts.triggers.is_empty() && value.len() < 80 => facts.triggers = listed(value),
        Field::RootCauseServices if facts.root_cause_services.is_empty() => {
            facts.root_cause_services = service_names(value);
        }
        Field::Detection
            if facts.detection.is_none()
                && value.len() < 80
                && labelled_time(&format!("x: {value}")).is_none() =>
        {
            facts.detection = Some(value.to_owned());
        }
        _ => {}
    }
}

/// A severity: one that is known, or else a short one as it is written.
fn severity(facts: &mut PostMortem, value: &str, config: &Config) {
    if facts.severity_text.is_some() {
        return;
    }
    let value = value.lines().next().unwrap_or_default().trim();
    let position = severity_in(value, config);
    // "SEV1 | SEV2 | SEV3" waits to be filled in.
    let is_name = value.split_whitespace().count() <= 4 && !value.contains(['|', '.', '?', '<', '{']);
    if position.is_some() || is_name {
        facts.severity = position;
        facts.severity_text = Some(value.to_owned());
    }
}

fn status(facts: &mut PostMortem, value: &str, config: &Config) {
    let first = first_of(value);
    if facts.status.is_none() {
        facts.status = [value, first].iter().find_map(|text| super::scales::status_name(text, config));
    }
    let is_over =
        value.to_lowercase().starts_with("resolved") || super::scales::incident_is_over(first) == Some(true);
    if facts.resolved.is_none() && is_over {
        facts.resolved = Some(true);
    }
}

/// What stands before a remark.
fn first_of(value: &str) -> &str {
    let remarks = [',', '(', '（', '–', '—', ';', '/', ':', '：', '|', '，', '\n'];
    let first = value.split(remarks).next().unwrap_or(value);
    let first = first.split_once(" - ").map_or(first, |(first, _)| first);
    first.trim_matches(|c: char| !c.is_alphanumeric())
}

/// Names of services, on one line or one a line; in a list, what is said of each is left out.
/// Whether a colon stands behind a word, as behind a label.
fn has_label(line: &str) -> bool {
    line.split(':').skip(1).any(|rest| rest.starts_with(char::is_whitespace))
}

fn service_names(value: &str) -> Vec<String> {
    let is_list = value.contains('\n');
    if !is_list && value.len() >= 120 {
        return Vec::new();
    }
    let names = value.lines().flat_map(|line| {
        let names = if is_list { line.split([':', '–', '—', '(']).next().unwrap_or(line) } else { line };
        let names = if is_list { names.split(" - ").next().unwrap_or(names) } else { names };
        names.split([',', ';', '、', '，', '；'])
    });
    names
        .map(|name| unlisted(name).trim_end_matches(['.', '。']).to_owned())
        .filter(|name| !name.is_empty() && name.split_whitespace().count() <= 5)
        .collect()
}

/// A name without the sign of an item before it.
fn unlisted(name: &str) -> &str {
    let name = name.trim();
    name.strip_prefix("- ").or_else(|| name.strip_prefix("• ")).unwrap_or(name).trim()
}

fn listed(value: &str) -> Vec<String> {
    let names = value.split([',', ';', '、', '，', '；', '\n']).map(unlisted).filter(|name| !name.is_empty());
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
                put(facts, Milestone::Start, Some(start));
                put(facts, Milestone::Resolved, Some(end));
            }
        }
    }
}

fn put(facts: &mut PostMortem, phase: Milestone, moment: Option<Moment>) {
    let Some(moment) = moment else { return };
    let times = &mut facts.times;
    let slot = match phase {
        Milestone::Start => &mut times.started,
        Milestone::Detected => &mut times.detected,
        Milestone::Acknowledged => &mut times.acknowledged,
        Milestone::Mitigated => &mut times.mitigated,
        Milestone::Resolved => &mut times.resolved,
    };
    slot.get_or_insert((moment, Origin::Text));
}

/// A severity in a value that may say more: "SEV2 (major)", "🔴 High – all users", "SEV-3（軽微）", "P0 事故".
fn severity_in(value: &str, config: &Config) -> Option<usize> {
    let first = first_of(value);
    let word = first.split_whitespace().next().unwrap_or_default();
    let latin = &word[..word.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).unwrap_or(word.len())];
    let spaced = first.split_whitespace().take(2).collect::<Vec<_>>().join(" ");
    [first, spaced.as_str(), word, latin]
        .into_iter()
        .filter(|text| !text.is_empty())
        .find_map(|text| super::scales::severity_position(text, config))
}
