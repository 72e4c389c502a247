//! Words and marks that say which phase of an incident begins.

use super::words::{ACTIVITIES, BEGINS, COMPLETE, ENDS, NOT, NOTICED, OVER, STEMS, WINDOWS};
use crate::core::model::Milestone;
use crate::read::parse::field::Field;
use crate::read::parse::time::{self, Stamp};
use crate::read::parse::{vocabulary, zone};

/// `First detected: 2023-06-06 10:26`: what it is, the time, and the time as written.
pub fn labelled_time(text: &str) -> Option<(String, Stamp, String)> {
    let (name, value) = text.split_once([':', '：'])?;
    labelled(name, value)
}

/// The same of a label and what stands behind it: `Started (PST)`, `14:05`.
pub fn labelled(name: &str, value: &str) -> Option<(String, Stamp, String)> {
    let name = name.trim().trim_matches('*').trim();
    if name.is_empty() || name.len() > 60 || name.ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let value = value.trim();
    let mut stamp = time::leading(value)?;
    let tail = value[stamp.end..].trim();
    let is_remark = value[stamp.label..].trim_start().starts_with(['(', '（', ',', ';', '–', '—']);
    if tail.len() >= 24 && !is_remark {
        return None;
    }
    let mut plain = name;
    if let Some((before, inside)) = name.split_once(['(', '（'])
        && let Some(zone) = zone::mentioned(&format!("({inside}"))
    {
        stamp.zone.get_or_insert(zone);
        plain = before.trim();
    }
    Some((plain.to_owned(), stamp.clone(), value[..stamp.label].to_owned()))
}

/// The phase that a label such as "First detected" or "Incident end" stands for.
pub fn phase_of_label(label: &str) -> Option<Milestone> {
    let plain = label.to_lowercase();
    if ["time to", "duration", "window", "downtime"].iter().any(|word| plain.contains(word)) {
        return None;
    }
    let is_one = |words: &[&str]| {
        plain.split(|c: char| !c.is_alphanumeric()).any(|word| words.contains(&word))
            || words.iter().any(|word| !word.is_ascii() && plain.contains(word))
    };
    let (begins, ends) = (is_one(BEGINS), is_one(ENDS));
    let is_activity = is_one(ACTIVITIES);
    if is_activity && (begins || ends || is_one(COMPLETE)) {
        // Only the end of a recovery is that of the incident.
        let is_recovery = plain.contains("recover") || plain.contains("restor");
        return (is_recovery && !begins).then_some(Milestone::Resolved);
    }
    if let Some((phase, _)) = STEMS.iter().find(|(_, stems)| stems.iter().any(|stem| plain.contains(stem))) {
        return Some(*phase);
    }
    match (begins, ends) {
        (true, false) => Some(Milestone::Start),
        (false, true) => Some(Milestone::Resolved),
        _ => phase_of_field(vocabulary::built_in().field(label)?),
    }
}

/// The phase that begins with a moment.
pub fn phase_of_field(field: Field) -> Option<Milestone> {
    match field {
        Field::StartedAt => Some(Milestone::Start),
        Field::DetectedAt => Some(Milestone::Detected),
        Field::AcknowledgedAt => Some(Milestone::Acknowledged),
        Field::MitigatedAt => Some(Milestone::Mitigated),
        Field::ResolvedAt => Some(Milestone::Resolved),
        _ => None,
    }
}

/// Whether a label names the time from the start to the end: "When", "Outage window".
pub fn is_window(label: &str) -> bool {
    let plain = label.trim().to_lowercase();
    let plain = plain.split_once(['(', '（']).map_or(plain.as_str(), |(before, _)| before.trim());
    WINDOWS.contains(&plain)
}

/// The phase that one of the first or of the last lines of a timeline tells of, in words.
pub fn phase_in_words(text: &str, is_first: bool) -> Option<Milestone> {
    let lower = text.get(..text.len().min(160)).unwrap_or(text).to_lowercase();
    let words = if is_first { NOTICED } else { OVER };
    let at = words.iter().find_map(|word| lower.find(word))?;
    let is_denied = NOT.iter().any(|word| lower[..at].contains(word));
    (!is_denied && !lower.contains('?')).then_some(if is_first {
        Milestone::Detected
    } else {
        Milestone::Resolved
    })
}

/// A mark such as `[start]` or `[detected]` at the start of a text, and what follows it; `known` tells the other words that
/// are marks.
pub fn phase_mark(text: &str, known: impl FnOnce(&str) -> Option<Milestone>) -> (Option<Milestone>, &str) {
    let trimmed = text.trim_start();
    let Some((mark, rest)) = trimmed.strip_prefix('[').and_then(|inside| inside.split_once(']')) else {
        return (None, trimmed);
    };
    let phase = match mark.trim().to_lowercase().as_str() {
        "start" | "started" | "impact" => Milestone::Start,
        "detected" | "detect" => Milestone::Detected,
        "acknowledged" | "ack" => Milestone::Acknowledged,
        "mitigated" => Milestone::Mitigated,
        "resolved" | "end" => Milestone::Resolved,
        other => match known(other) {
            Some(phase) => phase,
            None => return (None, trimmed),
        },
    };
    (Some(phase), rest.trim_start_matches([' ', ':', '-', '–', '—']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_name_phases() {
        assert_eq!(
            phase_mark(" [detected]  First page.", |_| None),
            (Some(Milestone::Detected), "First page.")
        );
        assert_eq!(phase_mark("[link] x", |_| None), (None, "[link] x"));
    }

    #[test]
    fn labels_name_phases_of_the_incident_alone() {
        for (label, phase) in [
            ("Impact started", Some(Milestone::Start)),
            ("Outage start", Some(Milestone::Start)),
            ("Incident began", Some(Milestone::Start)),
            ("Started", Some(Milestone::Start)),
            ("発生", Some(Milestone::Start)),
            ("Beginn", Some(Milestone::Start)),
            ("Investigation started", None),
            ("Recovery started", None),
            ("Rollback began", None),
            ("Mitigation start", None),
            ("Deploy finished", None),
            ("First detected", Some(Milestone::Detected)),
            ("検知", Some(Milestone::Detected)),
            ("Mitigated", Some(Milestone::Mitigated)),
            ("Impact end", Some(Milestone::Resolved)),
            ("Recovery", Some(Milestone::Resolved)),
            ("Recovery completed", Some(Milestone::Resolved)),
            ("Repaired", Some(Milestone::Resolved)),
            ("復旧", Some(Milestone::Resolved)),
            ("Time to detect", None),
            ("Outage start/end", None),
            ("Weekend", None),
            ("Startup region", None),
        ] {
            assert_eq!(phase_of_label(label), phase, "{label}");
        }
    }

    #[test]
    fn words_of_the_first_and_the_last_lines_tell_of_phases() {
        for (text, is_first, phase) in [
            ("First alert for the mill", true, Some(Milestone::Detected)),
            ("The on-call engineer was paged", true, Some(Milestone::Detected)),
            ("The alert did not fire, nobody had noticed", true, None),
            ("All clear", false, Some(Milestone::Resolved)),
            ("Traffic is back to normal", false, Some(Milestone::Resolved)),
            ("Not yet back to normal", false, None),
            ("All clear?", false, None),
            ("Deployed the fix", false, None),
        ] {
            assert_eq!(phase_in_words(text, is_first), phase, "{text}");
        }
    }
}
