//! Moments that lines of the timeline give: those that are marked, and those whose words say so.

use super::timeline;
use crate::core::model::{Milestone, Moment, Origin, PostMortem, Precision, Times};

/// How many of the first and of the last lines are looked at for words.
const LINES: usize = 2;

/// Takes the moments that lines of the timeline are marked with; and where nothing marks or names them, detection from the
/// words of the first lines and the end from those of the last.
pub fn take(facts: &mut PostMortem) {
    for entry in &facts.timeline {
        let (Some(phase), Some(at)) = (entry.phase, entry.at) else { continue };
        slot(&mut facts.times, phase).get_or_insert((at, Origin::Timeline));
    }
    if facts.times.resolved.is_some() && facts.resolved.is_none() {
        facts.resolved = Some(true);
    }
    in_words(facts);
}

fn slot(times: &mut Times, phase: Milestone) -> &mut Option<(Moment, Origin)> {
    match phase {
        Milestone::Start => &mut times.started,
        Milestone::Detected => &mut times.detected,
        Milestone::Acknowledged => &mut times.acknowledged,
        Milestone::Mitigated => &mut times.mitigated,
        Milestone::Resolved => &mut times.resolved,
    }
}

fn in_words(facts: &mut PostMortem) {
    if facts.timeline.len() < 2 || facts.times.detected.is_some() && facts.times.resolved.is_some() {
        return;
    }
    let mut lines: Vec<(Moment, &str)> = facts
        .timeline
        .iter()
        .filter_map(|entry| {
            Some((entry.at.filter(|at| at.precision != Precision::Day)?, entry.text.as_str()))
        })
        .collect();
    lines.sort_by_key(|(at, _)| at.timestamp);
    let named = |line: &(Moment, &str), is_first| timeline::phase_in_words(line.1, is_first).map(|_| line.0);
    let detected = lines.iter().take(LINES).find_map(|line| named(line, true));
    let resolved = lines.iter().rev().take(LINES).find_map(|line| named(line, false));
    let times = &mut facts.times;
    let is_behind =
        |at: &Moment, start: Option<(Moment, Origin)>| start.is_none_or(|(start, _)| !at.is_before(start));
    if times.detected.is_none()
        && times.resolved.is_none_or(|(end, _)| detected.is_none_or(|at| !end.is_before(at)))
    {
        times.detected = detected.filter(|at| is_behind(at, times.started)).map(|at| (at, Origin::Words));
    }
    if times.resolved.is_none() {
        let at = resolved.filter(|at| is_behind(at, times.started) && is_behind(at, times.detected));
        times.resolved = at.map(|at| (at, Origin::Words));
    }
}
