//! Finds the lines of a timeline in lists, tables, headings and paragraphs.

use jiff::civil::{Date, DateTime};

use super::sections::Part;
use super::time::{self, Stamp};
use super::zone::{self, Zone};
use crate::markdown::blocks::{Block, Inline, Item, Row};
use crate::model::{Mark, MarkKind, Moment, Phase, SectionKind, TimelineEntry};

/// What was found: the entries, and where in the body they are.
#[derive(Debug, Default)]
pub struct Timeline {
    pub entries: Vec<TimelineEntry>,
    pub marks: Vec<Mark>,
}

/// Longest text that is kept of an entry, in bytes; the body has it all.
const TEXT: usize = 600;

/// Finds the timeline. `date` is that of the incident, `zone` that of times that name none.
#[must_use]
pub fn find(parts: &[Part<'_>], date: Option<Date>, zone: &Zone) -> Timeline {
    let mut timeline = Timeline::default();
    for part in parts.iter().filter(|part| part.kind == SectionKind::Timeline) {
        let mut reader = Reader::new(part_zone(part).unwrap_or_else(|| zone.clone()));
        for (position, block) in part.blocks.iter().enumerate() {
            reader.block(block, part.blocks.get(position + 1).copied());
        }
        // "Timeline, 01/16/2024 to 02/28/2024" says where to begin.
        reader.finish(super::dates::in_text(&part.heading).or(date), &mut timeline);
    }
    if timeline.entries.is_empty() {
        find_unnamed(parts, date, zone, &mut timeline);
    }
    timeline.marks.sort_by_key(|mark| mark.offset);
    timeline
}

/// The timeline of front matter: times as written, with what happened.
#[must_use]
pub fn of_lines(lines: Vec<(String, String)>, date: Option<Date>, zone: &Zone) -> Vec<TimelineEntry> {
    let mut reader = Reader::new(zone.clone());
    for (label, text) in lines {
        let (phase, text) = phase_mark(&text);
        let text = text.to_owned();
        let mark = Some((0, RawMark::Anchor));
        reader.raw.push(Raw { stamp: time::leading(&label), label, text, phase, mark });
    }
    let mut timeline = Timeline::default();
    reader.finish(date, &mut timeline);
    timeline.entries.iter_mut().for_each(|entry| entry.in_body = false);
    timeline.entries
}

/// Without a section of that name, a list or table is a timeline when nearly all of it begins with times of day.
fn find_unnamed(parts: &[Part<'_>], date: Option<Date>, zone: &Zone, timeline: &mut Timeline) {
    for part in parts {
        if matches!(part.kind, SectionKind::ActionItems | SectionKind::Supporting) {
            continue;
        }
        let part_zone = part_zone(part);
        for block in &part.blocks {
            let lines = match block {
                Block::List { items, .. } => items.len(),
                Block::Table { rows, .. } => rows.len(),
                _ => 0,
            };
            if lines < 3 {
                continue;
            }
            let mut reader = Reader::new(part_zone.clone().unwrap_or_else(|| zone.clone()));
            reader.block(block, None);
            let timed = reader
                .raw
                .iter()
                .filter(|raw| raw.stamp.as_ref().is_some_and(|stamp| stamp.time.is_some()))
                .count();
            if timed * 5 >= lines * 4 {
                reader.finish(date, timeline);
            }
        }
    }
}

/// The zone that the heading or the first short paragraph of a part names.
fn part_zone(part: &Part<'_>) -> Option<Zone> {
    let paragraph = part.blocks.iter().find_map(|block| match block {
        Block::Paragraph { inline, .. }
            if inline.text.len() < 160 && inline.text.to_lowercase().contains("time") =>
        {
            Some(inline.text.as_str())
        }
        _ => None,
    });
    zone::mentioned(&part.heading).or_else(|| paragraph.and_then(zone::mentioned))
}

/// An entry whose moment is not yet worked out.
#[derive(Debug)]
struct Raw {
    stamp: Option<Stamp>,
    label: String,
    text: String,
    phase: Option<Phase>,
    mark: Option<(usize, RawMark)>,
}

#[derive(Debug, Clone, Copy)]
enum RawMark {
    /// The block is the entry; its text begins here.
    Entry(usize),
    Anchor,
}

struct Reader {
    zone: Zone,
    raw: Vec<Raw>,
    /// List and table marks.
    marks: Vec<Mark>,
}

impl Reader {
    fn new(zone: Zone) -> Self {
        Self { zone, raw: Vec::new(), marks: Vec::new() }
    }

    fn block(&mut self, block: &Block, next: Option<&Block>) {
        match block {
            Block::Heading { inline, range, .. } => self.heading(inline, range.start, next),
            Block::Paragraph { inline, .. } => self.paragraph(inline),
            Block::List { items, range, .. } => self.list(items, range.start),
            Block::Table { head, rows, range } => self.table(head, rows, range.start),
            _ => {}
        }
    }

    fn heading(&mut self, inline: &Inline, offset: usize, next: Option<&Block>) {
        let Some(stamp) = time::leading(&inline.text) else { return };
        let rest = inline.text[stamp.end..].trim();
        // A bare date above lines that have times of their own only says which day they are of.
        let is_day = stamp.time.is_none()
            && rest.is_empty()
            && matches!(next, Some(Block::List { .. } | Block::Table { .. }));
        let text = match next {
            Some(Block::Paragraph { inline, .. }) if rest.is_empty() => first_text(inline.text.trim()),
            _ => first_text(rest),
        };
        let label = inline.text[..stamp.label].trim().to_owned();
        let mark = (!is_day).then_some((offset, RawMark::Anchor));
        self.raw.push(Raw { stamp: Some(stamp), label, text, phase: None, mark });
    }

    /// Lines that begin with a time; lines that do not go on with the one before.
    fn paragraph(&mut self, inline: &Inline) {
        if let Some(stamp) =
            time::leading(&inline.text).filter(|stamp| stamp.time.is_none() && stamp.has_date())
        {
            // A day by itself, with its lines below it.
            if inline.text[stamp.end..].trim().is_empty() {
                self.raw.push(Raw {
                    stamp: Some(stamp),
                    label: String::new(),
                    text: String::new(),
                    phase: None,
                    mark: None,
                });
                return;
            }
        }
        let mut starts = vec![0];
        starts.extend(&inline.lines);
        starts.push(inline.text.len());
        let mut open = false;
        for line in starts.windows(2) {
            let text = &inline.text[line[0]..line[1]];
            match time::leading(text)
                .filter(|stamp| stamp.time.is_some() || stamp.has_date() && stamp.end < text.len())
            {
                Some(stamp) => {
                    let lead = text.len() - text.trim_start().len();
                    let offset = inline.source_of(line[0] + lead);
                    let label = text[..stamp.label].trim().to_owned();
                    let (phase, rest) = phase_mark(text[stamp.end..].trim());
                    let text = first_text(rest);
                    self.raw.push(Raw {
                        stamp: Some(stamp),
                        label,
                        text,
                        phase,
                        mark: Some((offset, RawMark::Anchor)),
                    });
                    open = true;
                }
                None if open => {
                    if let Some(raw) = self.raw.last_mut()
                        && raw.text.len() < TEXT
                    {
                        raw.text = first_text(format!("{} {}", raw.text, text.trim()).trim());
                    }
                }
                // The text below a heading that is a time belongs to that heading.
                None => return,
            }
        }
    }

    fn list(&mut self, items: &[Item], offset: usize) {
        let before = self.raw.len();
        let mut all_timed = true;
        let mut any_timed = false;
        for item in items {
            let timed = self.item(item);
            all_timed &= timed;
            any_timed |= timed;
        }
        if !any_timed {
            // Nothing here is a line of a timeline, unless lists inside are.
            let nested: Vec<Raw> = self.raw.drain(before..).filter(|raw| raw.stamp.is_some()).collect();
            self.raw.extend(nested);
        } else if all_timed && self.raw.len() - before == items.len() {
            self.marks.push(Mark { offset, kind: MarkKind::TimelineList });
        }
    }

    /// Whether the item itself is a line with a time.
    fn item(&mut self, item: &Item) -> bool {
        let Some(Block::Paragraph { inline, .. }) = item.blocks.first() else {
            self.nested(item);
            return false;
        };
        let text = &inline.text;
        let offset = item.range.start;
        if let Some(stamp) = time::leading(text) {
            let rest_at = stamp.end;
            let (phase, rest) = phase_mark(&text[rest_at..]);
            let text_at = text.len() - rest.len();
            let nested_lists = item.blocks.iter().any(|block| matches!(block, Block::List { .. }));
            if stamp.time.is_none() && rest.trim().is_empty() && nested_lists {
                // A day, with its lines below it.
                let label = text[..stamp.label].trim().to_owned();
                self.raw.push(Raw {
                    stamp: Some(stamp),
                    label,
                    text: String::new(),
                    phase: None,
                    mark: None,
                });
                self.nested(item);
                return false;
            }
            let label = text[..stamp.label].trim().to_owned();
            let own = if rest.trim().is_empty() { nested_text(item) } else { first_text(rest.trim()) };
            let mark = Some((offset, RawMark::Entry(inline.source_of(text_at))));
            self.raw.push(Raw { stamp: Some(stamp), label, text: own, phase, mark });
            return true;
        }
        if let Some((name, stamp, label)) = labelled_time(text) {
            let phase = phase_of_label(&name);
            let mark = Some((offset, RawMark::Anchor));
            self.raw.push(Raw { stamp: Some(stamp), label, text: name, phase, mark });
            return false;
        }
        let before = self.raw.len();
        self.nested(item);
        if self.raw.len() == before {
            let mark = Some((offset, RawMark::Anchor));
            let text = first_text(text.trim());
            self.raw.push(Raw { stamp: None, label: String::new(), text, phase: None, mark });
        }
        false
    }

    fn nested(&mut self, item: &Item) {
        for block in &item.blocks {
            if let Block::List { items, range, .. } = block {
                self.list(items, range.start);
            }
        }
    }

    fn table(&mut self, head: &[Inline], rows: &[Row], offset: usize) {
        let columns = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
        let times: Vec<usize> = (0..columns).filter(|column| is_time_column(head, rows, *column)).collect();
        let Some(text_column) = text_column(head, rows, &times) else { return };
        if times.is_empty() {
            return;
        }
        let zone =
            times.iter().find_map(|column| head.get(*column).and_then(|cell| zone::mentioned(&cell.text)));
        let mut all_timed = true;
        for row in rows {
            let cell = |column: usize| row.cells.get(column).map_or("", |cell| cell.text.trim());
            let label = times
                .iter()
                .map(|column| cell(*column))
                .filter(|text| !text.is_empty())
                .collect::<Vec<_>>()
                .join(" ");
            let (phase, text) = phase_mark(cell(text_column));
            if label.is_empty() && text.is_empty() {
                continue;
            }
            let mut stamp = time::leading(&label);
            if let (Some(stamp), Some(zone)) = (&mut stamp, &zone) {
                stamp.zone.get_or_insert_with(|| zone.clone());
            }
            all_timed &= stamp.is_some();
            let mark = Some((row.range.start, RawMark::Entry(row.range.start)));
            self.raw.push(Raw { stamp, label, text: first_text(text), phase, mark });
        }
        if all_timed && times.len() + 1 == columns {
            self.marks.push(Mark { offset, kind: MarkKind::TimelineTable { text_column } });
        }
    }

    /// Works out the moments and hands everything over.
    fn finish(self, date: Option<Date>, timeline: &mut Timeline) {
        let mut clock = Clock { date, last: None, is_descending: is_descending(&self.raw), zone: self.zone };
        timeline.marks.extend(self.marks);
        for raw in self.raw {
            let at = raw.stamp.as_ref().and_then(|stamp| clock.moment(stamp));
            let Some((offset, mark)) = raw.mark else { continue };
            let index = timeline.entries.len();
            let kind = match mark {
                RawMark::Entry(text_start) => MarkKind::TimelineEntry { index, text_start },
                RawMark::Anchor => MarkKind::TimelineAnchor { index },
            };
            timeline.marks.push(Mark { offset, kind });
            timeline.entries.push(TimelineEntry {
                at,
                label: raw.label,
                text: raw.text,
                phase: raw.phase,
                in_body: true,
            });
        }
    }
}

/// Completes times with the date of the entry before.
struct Clock {
    date: Option<Date>,
    last: Option<DateTime>,
    is_descending: bool,
    zone: Zone,
}

/// A time of day that jumps back by more than this belongs to the next day; smaller steps back are disorder.
const ROLL_OVER_HOURS: f64 = 6.0;

impl Clock {
    fn moment(&mut self, stamp: &Stamp) -> Option<Moment> {
        let mut moment = stamp.moment(self.date, &self.zone)?;
        if let Some(last) = self.last
            && stamp.time.is_some()
        {
            let hours = hours_between(last, moment.civil());
            let days = if stamp.has_date() {
                0
            } else if !self.is_descending && hours < -ROLL_OVER_HOURS {
                1
            } else if self.is_descending && hours > ROLL_OVER_HOURS {
                -1
            } else {
                0
            };
            if days != 0 {
                let day = jiff::Span::new().days(days);
                let date = moment.date().checked_add(day).ok()?;
                moment = stamp.moment(Some(date), &self.zone)?;
            }
            // "Dec 31" is followed by "Jan 1" of the next year.
            if stamp.month_day.is_some() && stamp.date.is_none() && hours < -24.0 * 300.0 {
                let next_year = Date::new(moment.date().year() + 1, 1, 1).ok()?;
                moment = stamp.moment(Some(next_year), &self.zone)?;
            }
        }
        self.date = Some(moment.date());
        if stamp.time.is_some() {
            self.last = Some(moment.civil());
        } else {
            self.last = None;
        }
        Some(moment)
    }
}

fn hours_between(from: DateTime, to: DateTime) -> f64 {
    to.duration_since(from).as_secs_f64() / 3600.0
}

/// Whether the lines are told newest first.
fn is_descending(raw: &[Raw]) -> bool {
    let keys: Vec<_> = raw
        .iter()
        .filter_map(|raw| raw.stamp.as_ref())
        .filter_map(|stamp| stamp.time.map(|time| (stamp.date, time)))
        .collect();
    let (mut up, mut down) = (0, 0);
    for pair in keys.windows(2) {
        match pair[0].cmp(&pair[1]) {
            std::cmp::Ordering::Less => up += 1,
            std::cmp::Ordering::Greater => down += 1,
            std::cmp::Ordering::Equal => {}
        }
    }
    down > up && down >= 2
}

fn is_time_column(head: &[Inline], rows: &[Row], column: usize) -> bool {
    let name = head.get(column).map(|cell| cell.text.to_lowercase()).unwrap_or_default();
    let named =
        ["time", "date", "when", "day", "utc", "時刻", "日時", "时间"].iter().any(|word| name.contains(word))
            && !["to ", "duration", "spent"].iter().any(|word| name.contains(word));
    let cells: Vec<&str> = rows
        .iter()
        .filter_map(|row| row.cells.get(column))
        .map(|cell| cell.text.trim())
        .filter(|text| !text.is_empty())
        .collect();
    let timed = cells
        .iter()
        .filter(|text| time::leading(text).is_some_and(|stamp| text[stamp.end..].len() < 12))
        .count();
    !cells.is_empty() && (timed * 5 >= cells.len() * 3 || named && cells.iter().all(|text| text.len() < 24))
}

/// The column that tells what happened: named so, else the one with the longest text.
fn text_column(head: &[Inline], rows: &[Row], times: &[usize]) -> Option<usize> {
    let columns = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let others: Vec<usize> = (0..columns).filter(|column| !times.contains(column)).collect();
    let named = others.iter().copied().find(|column| {
        let name = head.get(*column).map(|cell| cell.text.to_lowercase()).unwrap_or_default();
        ["event", "description", "what", "action", "detail", "内容", "出来事", "事件"]
            .iter()
            .any(|word| name.contains(word))
    });
    let length = |column: &usize| -> usize {
        rows.iter().filter_map(|row| row.cells.get(*column)).map(|cell| cell.text.len()).sum()
    };
    named.or_else(|| others.iter().copied().max_by_key(|column| (length(column), usize::MAX - column)))
}

/// `First detected: 2023-06-06 10:26`: what it is, the time, and the time as written.
pub(super) fn labelled_time(text: &str) -> Option<(String, Stamp, String)> {
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
        None
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
        _ => return (None, trimmed),
    };
    (Some(phase), rest.trim_start_matches([' ', ':', '-', '–', '—']))
}

fn nested_text(item: &Item) -> String {
    item.blocks
        .iter()
        .skip(1)
        .find_map(|block| match block {
            Block::Paragraph { inline, .. } => Some(first_text(inline.text.trim())),
            Block::List { items, .. } => items.iter().find_map(|item| match item.blocks.first() {
                Some(Block::Paragraph { inline, .. }) => Some(first_text(inline.text.trim())),
                _ => None,
            }),
            _ => None,
        })
        .unwrap_or_default()
}

/// At most [`TEXT`] bytes, cut between words.
fn first_text(text: &str) -> String {
    if text.len() <= TEXT {
        return text.to_owned();
    }
    let mut end = TEXT;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let end = text[..end].rfind(char::is_whitespace).unwrap_or(end);
    format!("{}…", text[..end].trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::blocks::outline;
    use crate::parse::sections::divide;
    use crate::parse::vocabulary::Vocabulary;
    use jiff::tz::Offset;
    use std::collections::BTreeMap;

    fn entries(text: &str) -> Vec<(String, String)> {
        let outline = outline(text, 0);
        let structure = divide(&outline.blocks, None, &Vocabulary::new(&BTreeMap::new()));
        let date = jiff::civil::date(2020, 2, 28);
        let timeline = find(&structure.parts, Some(date), &Zone::Fixed(Offset::UTC));
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
        let outline = outline("## Timeline\n- First detected: 2023-06-06 10:26\n- Resolved: 11:00\n", 0);
        let structure = divide(&outline.blocks, None, &Vocabulary::new(&BTreeMap::new()));
        let found = find(&structure.parts, None, &Zone::Fixed(Offset::UTC));
        assert_eq!(found.entries[0].phase, Some(Phase::Detected));
        assert_eq!(found.entries[1].at.unwrap().rfc3339(), "2023-06-06T11:00:00Z");
    }

    #[test]
    fn lines_of_front_matter_roll_over_too() {
        let lines = [("23:50", "[start] a"), ("00:10", "[resolved] b"), ("??:??", "c")];
        let lines = lines.map(|(at, text)| (at.to_owned(), text.to_owned())).to_vec();
        let date = Some(jiff::civil::date(2020, 2, 28));
        let found = of_lines(lines, date, &Zone::Fixed(Offset::UTC));
        assert_eq!(found[1].at.unwrap().rfc3339(), "2020-02-29T00:10:00Z");
        assert_eq!(found[1].phase, Some(Phase::Resolved));
        assert_eq!(found[2].at, None);
    }

    #[test]
    fn marks_name_phases() {
        assert_eq!(phase_mark(" [detected]  First page."), (Some(Phase::Detected), "First page."));
        assert_eq!(phase_mark("[link] x"), (None, "[link] x"));
    }
}
