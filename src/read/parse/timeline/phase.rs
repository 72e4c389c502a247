//! Words and marks that say which phase of an incident begins.

use crate::core::model::Phase;
use crate::read::parse::field::Field;
use crate::read::parse::time::{self, Stamp};
use crate::read::parse::vocabulary;

/// `First detected: 2023-06-06 10:26`: what it is, the time, and the time as written.
pub fn labelled_time(text: &str) -> Option<(String, Stamp, String)> {
    let (name, value) = text.split_once([':', '：'])?;
    let name = name.trim();
    if name.is_empty() || name.len() > 40 || name.ends_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let value = value.trim();
    let stamp = time::leading(value)?;
    let tail = value[stamp.end..].trim();
    (tail.len() < 24).then(|| (name.to_owned(), stamp.clone(), value[..stamp.label].to_owned()))
}

/// The phase that a label such as "First detected" or "Incident end" stands for.
#[must_use]
pub fn phase_of_label(label: &str) -> Option<Phase> {
    let plain = label.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| plain.contains(word));
    if has(&["time to", "duration", "window"]) {
        None
    } else if has(&[
        "resolv",
        "resolution",
        "recover",
        "restored",
        "fixed",
        "incident end",
        "ended",
        "end time",
        "all clear",
    ]) || plain == "end"
    {
        Some(Phase::Resolved)
    } else if has(&["mitigat", "stabili"]) {
        Some(Phase::Mitigated)
    } else if has(&["acknowledg"]) {
        Some(Phase::Acknowledged)
    } else if has(&["detect", "discover", "noticed", "first alert"]) {
        Some(Phase::Detected)
    } else if has(&["incident start", "started", "start time", "began", "impact start"])
        || plain == "start"
        || plain == "begin"
    {
        Some(Phase::Start)
    } else {
        match vocabulary::built_in().field(label)? {
            Field::StartedAt => Some(Phase::Start),
            Field::DetectedAt => Some(Phase::Detected),
            Field::AcknowledgedAt => Some(Phase::Acknowledged),
            Field::MitigatedAt => Some(Phase::Mitigated),
            Field::ResolvedAt => Some(Phase::Resolved),
            _ => None,
        }
    }
}

/// A mark such as `[start]` or `[detected]` at the start of a text, and what follows it.
#[must_use]
pub fn phase_mark(text: &str) -> (Option<Phase>, &str) {
    let trimmed = text.trim_start();
    let Some((mark, rest)) = trimmed.strip_prefix('[').and_then(|inside| inside.split_once(']')) else {
        return (None, trimmed);
    };
    let phase = match mark.trim().to_lowercase().as_str() {
        "start" | "started" | "impact" => Phase::Start,
        "detected" | "detect" => Phase::Detected,
        "acknowledged" | "ack" => Phase::Acknowledged,
        "mitigated" => Phase::Mitigated,
        "resolved" | "end" => Phase::Resolved,
        other => match vocabulary::built_in().phase(other) {
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
        assert_eq!(phase_mark(" [detected]  First page."), (Some(Phase::Detected), "First page."));
        assert_eq!(phase_mark("[link] x"), (None, "[link] x"));
    }
}
