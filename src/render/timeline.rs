//! The timeline of an incident: the drawn band, and the list of the entries that the body does not show.

use serde::Serialize;
use tera::Value;

use super::words;
use crate::charts::band::{self, Event, Span, Stretch};
use crate::model::{Moment, PostMortem, Precision};

/// The band as the template sees it.
#[derive(Serialize)]
pub struct Drawn {
    svg: Value,
    phases: Vec<Phase>,
    note: String,
}

#[derive(Serialize)]
struct Phase {
    class: &'static str,
    text: String,
}

/// One line of the list.
#[derive(Serialize)]
pub struct Line<'a> {
    number: usize,
    class: &'static str,
    datetime: Option<String>,
    /// Named where it changes.
    day: Option<String>,
    clock: String,
    /// From the start: `+3 min`.
    offset: String,
    /// The phase that begins here: `Undetected, 3 min`.
    phase: Option<String>,
    text: &'a str,
}

pub fn drawn(known: &PostMortem) -> Option<Drawn> {
    let events: Vec<Event<'_>> = known
        .timeline
        .iter()
        .enumerate()
        .filter_map(|(index, entry)| {
            Some(Event { number: index + 1, at: entry.at?, text: &entry.text, phase: entry.phase })
        })
        .collect();
    let band = band::band(&known.times, &events)?;
    let phases = band.spans.iter().map(|span| Phase {
        class: span.stretch.class(),
        text: format!("{} {}", span.stretch.words(), words::duration((span.to - span.from) / 60)),
    });
    let mut note = format!("Times in {}.", band.zone);
    let mut say = |text: String| {
        note.push(' ');
        note.push_str(&text);
    };
    let plural = |count| if count == 1 { "entry" } else { "entries" };
    if band.earlier > 0 {
        say(format!("{} {} earlier, not drawn.", band.earlier, plural(band.earlier)));
    }
    if band.later > 0 {
        say(format!("{} {} later, not drawn.", band.later, plural(band.later)));
    }
    if band.unnumbered > 0 {
        say(format!("{} {} without a number for want of room.", band.unnumbered, plural(band.unnumbered)));
    }
    if !events.is_empty() {
        say("Numbers lead to the lines of the timeline.".into());
    }
    Some(Drawn { phases: phases.collect(), note, svg: Value::safe_string(&band.svg) })
}

/// The entries that stand in front matter only.
pub fn lines(known: &PostMortem) -> Vec<Line<'_>> {
    let spans = band::spans(&known.times);
    let start = spans.first().map(|span| span.from);
    let mut last_day = known.date;
    let mut begun: Vec<Stretch> = Vec::new();
    let mut lines = Vec::new();
    for (index, entry) in known.timeline.iter().enumerate().filter(|(_, entry)| !entry.in_body) {
        let at = entry.at;
        let second = at.map(|at| at.timestamp.as_second());
        let span = second.and_then(|at| span_at(&spans, at));
        let opens = span.filter(|span| !begun.contains(&span.stretch));
        begun.extend(opens.map(|span| span.stretch));
        let day = at.map(Moment::date).filter(|day| last_day != Some(*day));
        last_day = at.map(Moment::date).or(last_day);
        let shows_clock = at.filter(|at| at.precision != Precision::Day);
        lines.push(Line {
            number: index + 1,
            class: second.map_or("pre", |at| class(&spans, at)),
            datetime: at.map(|at| if shows_clock.is_some() { at.rfc3339() } else { at.date().to_string() }),
            day: day.map(|day| words::day_and_month(day)).filter(|_| shows_clock.is_some()),
            clock: match (shows_clock, at) {
                (Some(at), _) => at.clock(),
                (None, Some(at)) => words::day_and_month(at.date()),
                (None, None) => entry.label.clone(),
            },
            offset: match (start, second, shows_clock) {
                (Some(start), Some(at), Some(_)) => offset((at - start).div_euclid(60)),
                _ => String::new(),
            },
            phase: opens.map(|span| {
                format!("{}, {}", span.stretch.words(), words::duration((span.to - span.from) / 60))
            }),
            text: &entry.text,
        });
    }
    lines
}

/// The phase during which something happened; at a border the later one.
fn span_at(spans: &[Span], at: i64) -> Option<&Span> {
    spans.iter().rev().find(|span| at >= span.from && (at < span.to || span.to == span.from))
}

fn class(spans: &[Span], at: i64) -> &'static str {
    match spans.iter().rev().find(|span| at >= span.from && at <= span.to).map(|span| span.stretch) {
        Some(Stretch::Undetected) => "u",
        Some(Stretch::Investigating | Stretch::Unmitigated) => "i",
        Some(Stretch::Mitigated) => "mt",
        None => "pre",
    }
}

/// Minutes from the start: `start`, `+3 min`, `−11 min`, `+2 h 05`.
fn offset(minutes: i64) -> String {
    match minutes {
        0 => "start".into(),
        1.. => format!("+{}", words::duration(minutes)),
        _ => format!("−{}", words::duration(-minutes)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_count_from_the_start() {
        assert_eq!([0, 3, -11, 125].map(offset), ["start", "+3 min", "−11 min", "+2 h 05"]);
    }
}
