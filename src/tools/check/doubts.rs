//! Times and dates of which two readings are possible, with what would settle them.

use std::ops::Range;

use super::contradictions::{at, entry_place};
use super::front::Key;
use crate::core::config::Config;
use crate::core::diagnostic::Diagnostic;
use crate::core::model::{Document, Doubt, Moment, Origin, PostMortem};
use crate::read::parse::{canonical_key, doubtful_zone};

/// What is doubtful about the times and the date of a post-mortem: a doubt about the whole file once, others where they are.
pub fn check(document: &Document, facts: &PostMortem, entries: &[Key], config: &Config) -> Vec<Diagnostic> {
    let times = &facts.times;
    let fields = [
        ("started_at", times.started),
        ("detected_at", times.detected),
        ("acknowledged_at", times.acknowledged),
        ("mitigated_at", times.mitigated),
        ("resolved_at", times.resolved),
    ];
    let fields: Vec<_> = fields.into_iter().filter_map(|(name, time)| Some((name, time?))).collect();
    let lines = || facts.timeline.iter().enumerate().filter_map(|(index, entry)| Some((index, entry.at?)));
    let has = |doubt| {
        facts.date_doubt == Some(doubt)
            || fields.iter().any(|(_, (at, _))| at.doubt == Some(doubt))
            || lines().any(|(_, at)| at.doubt == Some(doubt))
    };
    let mut found = Vec::new();
    if has(Doubt::Zone) {
        found.push(zone(document));
    }
    if has(Doubt::Order) {
        found.push(order(
            document,
            facts
                .date
                .into_iter()
                .chain(fields.iter().map(|(_, (at, _))| at.date()))
                .chain(lines().map(|(_, at)| at.date())),
        ));
    }
    for (index, moment) in lines() {
        found.extend(time(document, moment, || entry_place(document, facts, index)));
    }
    for (name, (moment, origin)) in fields {
        if origin != Origin::FrontMatter {
            continue;
        }
        let place = || {
            let written = entries
                .iter()
                .find(|entry| canonical_key(&document.source.text[entry.key.clone()], config) == Some(name))
                .and_then(|entry| entry.scalars.first());
            written.map_or(0..0, |scalar| scalar.range.clone())
        };
        found.extend(time(document, moment, place));
    }
    found
}

fn zone(document: &Document) -> Diagnostic {
    let text = &document.source.text;
    let written = doubtful_zone(text);
    let (place, message) = match written {
        Some(range) => {
            let name = &text[range.clone()];
            (
                range.clone(),
                format!("`{name}` is the name of several time zones, and nothing tells which is meant"),
            )
        }
        None => {
            let start = text.find("(+").or_else(|| text.find("(-")).or_else(|| text.find("(−")).unwrap_or(0);
            let end = text[start..].find(')').map_or(start, |end| start + end + 1);
            (
                start..end,
                format!("`{}` may be an offset from UTC or a time that has passed", &text[start..end]),
            )
        }
    };
    at(document, "doubtful-zone", message, place).hint(
        "Write the offset behind the time, as in `14:05 +01:00`, name the zone in front matter (`timezone: Europe/London`), or set `[book] timezone`.",
    )
}

/// At the first date in numbers that can be read in two ways as one of those that are known.
fn order(document: &Document, dates: impl Iterator<Item = jiff::civil::Date>) -> Diagnostic {
    let text = &document.source.text;
    let mut place = 0..0;
    'dates: for date in dates {
        let (year, month, day) = (date.year(), date.month(), date.day());
        for (one, two) in [(day, month), (month, day)] {
            for written in [
                format!("{one:02}/{two:02}/{year}"),
                format!("{one}/{two}/{year}"),
                format!("{one:02}-{two:02}-{year}"),
                format!("{one}/{two}/{:02}", year % 100),
                format!("{one:02}/{two:02}/{:02}", year % 100),
                format!("{one:02}/{two:02}"),
                format!("{one}/{two}"),
            ] {
                if let Some(start) = text.find(&written) {
                    place = start..start + written.len();
                    break 'dates;
                }
            }
        }
    }
    let written = if place.is_empty() { "the date in the name of the file" } else { &text[place.clone()] };
    let message =
        format!("`{written}` may have the day or the month first, and nothing in the file tells which");
    at(document, "doubtful-date-order", message, place).hint(
        "Write it as `2021-05-30`. One date with a day beyond the 12th, or the day of the incident in the name of the file or as `date`, settles all of the file; `[book] date-order` in book.toml settles all files.",
    )
}

fn time(document: &Document, moment: Moment, place: impl FnOnce() -> Range<usize>) -> Option<Diagnostic> {
    let clock = moment.clock();
    let (message, hint) = match moment.doubt? {
        Doubt::Fold => (
            format!(
                "clocks showed {clock} twice on {}, and nothing tells which time is meant",
                moment.date()
            ),
            "Write the offset behind the time, as in `02:30 +01:00`.",
        ),
        Doubt::Gap => (
            format!("clocks never showed this time on {}; it is taken for {clock}", moment.date()),
            "Correct the time, or write its offset: `02:30 +01:00`.",
        ),
        Doubt::Day => (
            format!("nothing tells on which day {clock} was; it is taken for {}", moment.date()),
            "Write the day before the time, as in `2021-05-30 14:05`.",
        ),
        Doubt::Zone | Doubt::Order => return None,
    };
    Some(at(document, "doubtful-time", message, place()).hint(hint))
}
