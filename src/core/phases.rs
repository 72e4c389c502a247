//! The phases of an incident: undetected, being investigated, mitigated but not resolved.

use crate::core::model::{Moment, Times};
use crate::core::phrases::Phrases;

/// A phase, in the order in which they follow each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    Before,
    Undetected,
    /// It is not known when it was detected.
    UnderWay,
    Investigating,
    Mitigated,
    After,
}

impl Phase {
    /// Class of the style sheet.
    pub fn class(self) -> &'static str {
        match self {
            Self::Before => "pre",
            Self::Undetected => "u",
            Self::UnderWay | Self::Investigating => "i",
            Self::Mitigated => "mt",
            Self::After => "post",
        }
    }

    pub fn name(self, say: &Phrases) -> &str {
        say.text(match self {
            Self::Before => "timeline.before",
            Self::Undetected => "timeline.undetected",
            Self::UnderWay => "timeline.under-way",
            Self::Investigating => "timeline.investigating",
            Self::Mitigated => "timeline.mitigated",
            Self::After => "timeline.after",
        })
    }
}

/// Where each phase begins and ends, in order; phases of no length or of unknown limits are left out.
pub fn spans(times: &Times) -> Vec<(Phase, Moment, Moment)> {
    let moment = |field: &Option<(Moment, crate::core::model::Origin)>| field.map(|(moment, _)| moment);
    let (start, detected) = (moment(&times.started), moment(&times.detected));
    let (mitigated, resolved) = (moment(&times.mitigated), moment(&times.resolved));
    let Some(start) = start else { return Vec::new() };
    let mut spans = Vec::new();
    let mut from = start;
    let is_later = |moment: Moment| moment.timestamp >= start.timestamp;
    let mut phase = if detected.is_some_and(is_later) { Phase::Undetected } else { Phase::UnderWay };
    for (end, next) in
        [(detected, Phase::Investigating), (mitigated, Phase::Mitigated), (resolved, Phase::After)]
    {
        let Some(end) = end.filter(|end| end.timestamp >= from.timestamp) else { continue };
        if end.timestamp > from.timestamp {
            spans.push((phase, from, end));
        }
        (from, phase) = (end, next);
    }
    spans
}

/// The phase that a moment lies in.
pub fn at(spans: &[(Phase, Moment, Moment)], moment: Moment) -> Phase {
    let Some((_, first, _)) = spans.first() else { return Phase::UnderWay };
    if moment.timestamp < first.timestamp {
        return Phase::Before;
    }
    let inside = spans
        .iter()
        .rev()
        .find(|(_, from, to)| moment.timestamp >= from.timestamp && moment.timestamp < to.timestamp);
    match (inside, spans.last()) {
        (Some((phase, ..)), _) => *phase,
        // The last moment of the last phase still belongs to it.
        (None, Some((phase, _, to))) if moment.timestamp == to.timestamp => *phase,
        _ => Phase::After,
    }
}

/// A length in minutes as people say it in English: `27 min`, `1 h 10`, `2 d 4 h`.
pub fn length(minutes: i64) -> String {
    Phrases::in_english().length(minutes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_short() {
        for (minutes, text) in [
            (0, "0 min"),
            (27, "27 min"),
            (70, "1 h 10"),
            (120, "2 h"),
            (3120, "2 d 4 h"),
            (-5, "−5 min"),
            (30_000, "20 d"),
        ] {
            assert_eq!(length(minutes), text);
        }
    }
}
