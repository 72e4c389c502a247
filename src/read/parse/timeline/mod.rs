//! Finds the lines of a timeline in lists, tables, headings and paragraphs.

mod clock;
mod phase;
mod reader;
mod words;

pub use phase::{
    is_window, labelled, labelled_time, phase_in_words, phase_mark, phase_of_field, phase_of_label,
};

use jiff::civil::Date;

use super::sections::Part;
use super::time;
use super::time::{Local, Stamp};
use super::vocabulary::Vocabulary;
use super::zone::{self, Zone};
use crate::core::model::{Mark, Moment, SectionKind, TimelineEntry};
use crate::read::markdown::blocks::Block;
use reader::{Raw, RawMark, TimelineReader, settle_order};

/// What was found: the entries, and where in the body they are.
#[derive(Debug, Default)]
pub struct Timeline {
    pub entries: Vec<TimelineEntry>,
    pub marks: Vec<Mark>,
}

/// What is known of an incident before its timeline is read.
#[derive(Debug, Clone, Copy, Default)]
pub struct Around {
    pub date: Option<Date>,
    pub start: Option<Moment>,
}

/// Finds the timeline. `local` says what counts where it says nothing.
pub fn find(parts: &[Part<'_>], around: Around, local: &Local, vocabulary: &Vocabulary) -> Timeline {
    let mut timeline = Timeline::default();
    let mut reader = TimelineReader::new(&local.zone, vocabulary);
    // Below a heading alone, "Detection" and "Resolution" are parts of the timeline as long as their lines have times.
    let mut is_open = false;
    for part in parts {
        is_open = if part.kind == SectionKind::Timeline {
            part.blocks.is_empty() || is_open && is_timed(part, local, vocabulary)
        } else {
            is_open && is_timed(part, local, vocabulary)
        };
        if part.kind != SectionKind::Timeline && !is_open {
            continue;
        }
        reader.part(day_of_heading(&part.heading, around.date, local), local.with(part_zone(part)));
        for (position, block) in part.blocks.iter().enumerate() {
            let next = part.blocks[position + 1..].iter().find(|block| !is_blank(block));
            reader.block(block, next.copied());
        }
    }
    reader.finish(around.date, around.start, local, &mut timeline);
    if timeline.entries.is_empty() {
        find_unnamed(parts, around, local, vocabulary, &mut timeline);
    }
    timeline.marks.sort_by_key(|mark| mark.offset);
    timeline
}

/// Whether a paragraph has signs alone, as tables that were broken leave them.
fn is_blank(block: &Block) -> bool {
    matches!(block, Block::Paragraph { inline, .. } if !inline.text.contains(char::is_alphanumeric))
}

/// Whether nearly all of a part are lists or tables of which lines begin with times.
fn is_timed(part: &Part<'_>, local: &Local, vocabulary: &Vocabulary) -> bool {
    let mut lines = 0;
    let mut reader = TimelineReader::new(&local.zone, vocabulary);
    for block in &part.blocks {
        lines += match block {
            Block::List { items, .. } => items.len(),
            Block::Table { rows, .. } => rows.len(),
            _ => 1,
        };
        reader.block(block, None);
    }
    lines > 0 && timed(&reader) * 5 >= lines * 4
}

fn timed(reader: &TimelineReader<'_>) -> usize {
    reader.raw.iter().filter(|raw| raw.stamp.as_ref().is_some_and(|stamp| stamp.time.is_some())).count()
}

/// The day that a heading names, or the first of several: "Timeline, 01/16/2024 to 02/28/2024", "Day 2", "Tuesday".
fn day_of_heading(heading: &str, date: Option<Date>, local: &Local) -> Option<Stamp> {
    if let Some(stamp) = time::leading_day(heading) {
        return Some(stamp);
    }
    let mut stamps = super::dates::stamps_in(heading);
    settle_order(&mut stamps.iter_mut().collect::<Vec<_>>(), date, local.order);
    stamps.into_iter().next().map(|stamp| Stamp { time: None, zone: None, ..stamp })
}

/// The timeline of front matter: times as written, with what happened.
pub fn of_lines(
    lines: Vec<(String, String)>,
    around: Around,
    local: &Local,
    vocabulary: &Vocabulary,
) -> Vec<TimelineEntry> {
    let mut reader = TimelineReader::new(&local.zone, vocabulary);
    for (label, text) in lines {
        let (phase, text) = phase_mark(&text, |word| vocabulary.phase(word));
        let text = text.to_owned();
        let mark = Some((0, RawMark::Anchor));
        reader.raw.push(Raw { stamp: time::leading(&label), label, text, phase, mark, part: None });
    }
    let mut timeline = Timeline::default();
    reader.finish(around.date, around.start, local, &mut timeline);
    timeline.entries.iter_mut().for_each(|entry| entry.in_body = false);
    timeline.entries
}

/// Without a section of that name, a list or table is a timeline when nearly all of it begins with times of day.
fn find_unnamed(
    parts: &[Part<'_>],
    around: Around,
    local: &Local,
    vocabulary: &Vocabulary,
    timeline: &mut Timeline,
) {
    for part in parts {
        if matches!(part.kind, SectionKind::ActionItems | SectionKind::Supporting) {
            continue;
        }
        let part_local = local.with(part_zone(part));
        for block in &part.blocks {
            let lines = match block {
                Block::List { items, .. } => items.len(),
                Block::Table { rows, .. } => rows.len(),
                _ => 0,
            };
            if lines < 3 {
                continue;
            }
            let mut reader = TimelineReader::new(&local.zone, vocabulary);
            reader.block(block, None);
            if timed(&reader) * 5 >= lines * 4 {
                reader.finish(around.date, around.start, &part_local, timeline);
            }
        }
    }
}

/// The zone that the heading or the first sentence about times of a part names.
pub fn part_zone(part: &Part<'_>) -> Option<Zone> {
    zone::mentioned(&part.heading).or_else(|| part.blocks.iter().find_map(|block| zone_stated(block)))
}

/// The zone that a paragraph or a quote states.
pub fn zone_stated(block: &Block) -> Option<Zone> {
    match block {
        Block::Paragraph { inline, .. } => zone::stated(&inline.text),
        Block::Quote { blocks } => blocks.iter().find_map(zone_stated),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::model::Dialect;
    use crate::core::model::{Milestone, Moment};
    use crate::read::markdown::blocks::outline;
    use crate::read::parse::sections::divide;
    use std::collections::BTreeMap;

    fn entries(text: &str) -> Vec<(String, String)> {
        let outline = outline(text, 0, Dialect::default());
        let vocabulary = Vocabulary::new(&BTreeMap::new());
        let structure = divide(&outline.blocks, None, &vocabulary);
        let around = Around { date: Some(jiff::civil::date(2020, 2, 28)), start: None };
        let timeline = find(&structure.parts, around, &Local::UTC, &vocabulary);
        timeline
            .entries
            .into_iter()
            .map(|entry| (entry.at.map_or("-".into(), Moment::rfc3339), entry.text))
            .collect()
    }

    fn times(text: &str) -> Vec<String> {
        entries(text).into_iter().map(|(at, _)| at).collect()
    }

    #[test]
    fn month_and_day_are_in_one_order() {
        let days =
            |text: &str| entries(text).into_iter().map(|(at, _)| at[..10].to_owned()).collect::<Vec<_>>();
        let timeline = |heading: &str, days: [&str; 2]| {
            format!("## Timeline{heading}\n\n- {} 10:00 Found.\n- {} 11:00 Mended.\n", days[0], days[1])
        };
        let month_first = ["2020-02-03", "2020-02-20"];
        assert_eq!(days(&timeline("", ["02/03/2020", "02/20/2020"])), month_first);
        assert_eq!(days(&timeline("", ["03/02/2020", "20/02/2020"])), month_first);
        // Nothing tells but the date of the incident, the 28th of February.
        assert_eq!(days(&timeline("", ["02/03/2020", "03/04/2020"])), ["2020-02-03", "2020-03-04"]);
        assert_eq!(days("## Timeline 03/01/2020 - 03/20/2020\n\n- 10:00 A\n- 11:00 B\n")[0], "2020-03-01");
    }

    #[test]
    fn lists_roll_over_at_midnight() {
        let found = times("## Timeline\n- 23:50 a\n- 00:10 b\n- **00:30:** c\n");
        assert_eq!(found, ["2020-02-28T23:50:00Z", "2020-02-29T00:10:00Z", "2020-02-29T00:30:00Z"]);
    }

    #[test]
    fn lists_can_be_told_newest_first() {
        let found = times("## Timeline\n- 00:30 c\n- 00:10 b\n- 23:50 a\n- 23:10 a\n");
        assert_eq!(found[2], "2020-02-27T23:50:00Z");
    }

    #[test]
    fn tables_headings_and_paragraphs() {
        let found = entries(
            "## Timeline\n\n| Day | Date | Time (PST) | Event |\n|-|-|-|-|\n| Thur | Jan 20 | 22:40 | out |\n",
        );
        assert_eq!(found, [("2020-01-20T22:40:00-08:00".into(), "out".into())]);
        let found =
            entries("## Timeline (times in BST)\n### 2018-02-28 21:21 ##\nFirst.\n\n### 21:30\n\nSecond.\n");
        assert_eq!(found[0], ("2018-02-28T21:21:00+01:00".into(), "First.".into()));
        assert_eq!(found[1].0, "2018-02-28T21:30:00+01:00");
        let found = entries("## Timeline\n2018-08-22, 03:26pm: first\nnoticed it\n\n03:40pm: second\n");
        assert_eq!(found[0], ("2018-08-22T15:26:00Z".into(), "first noticed it".into()));
        assert_eq!(found[1].0, "2018-08-22T15:40:00Z");
    }

    #[test]
    fn times_alone_between_rules() {
        let found =
            entries("# Timeline\n\n---\n\n09:30:00 GMT\n\n---\n\nFixed\n\n09:00:00 GMT\n---\nBroken\n");
        assert_eq!(found.len(), 2, "{found:?}");
    }

    #[test]
    fn a_list_of_times_needs_no_heading() {
        assert_eq!(times("Text\n\n* 10:00 a\n* 10:05 b\n* 10:10 c\n").len(), 3);
        assert_eq!(times("Text\n\n* 10 a\n* 5 b\n* 7 c\n").len(), 0);
    }

    #[test]
    fn labels_give_phases() {
        let outline = outline(
            "## Timeline\n- First detected: 2023-06-06 10:26\n- Resolved: 11:00\n",
            0,
            Dialect::default(),
        );
        let vocabulary = Vocabulary::new(&BTreeMap::new());
        let structure = divide(&outline.blocks, None, &vocabulary);
        let found = find(&structure.parts, Around::default(), &Local::UTC, &vocabulary);
        assert_eq!(found.entries[0].phase, Some(Milestone::Detected));
        assert_eq!(found.entries[1].at.unwrap().rfc3339(), "2023-06-06T11:00:00Z");
    }

    #[test]
    fn lines_of_front_matter_roll_over_too() {
        let lines = [("23:50", "[start] a"), ("00:10", "[resolved] b"), ("??:??", "c")];
        let lines = lines.map(|(at, text)| (at.to_owned(), text.to_owned())).to_vec();
        let around = Around { date: Some(jiff::civil::date(2020, 2, 28)), start: None };
        let found = of_lines(lines, around, &Local::UTC, &Vocabulary::new(&BTreeMap::new()));
        assert_eq!(found[1].at.unwrap().rfc3339(), "2020-02-29T00:10:00Z");
        assert_eq!(found[1].phase, Some(Milestone::Resolved));
        assert_eq!(found[2].at, None);
    }
}
