//! Reads lines with times from lists, tables, headings and paragraphs.

use jiff::civil::Date;

use super::Timeline;
use super::clock::{Clock, settle_folds};
use super::phase::{labelled_time, phase_mark, phase_of_label};
use crate::core::model::{Doubt, Mark, MarkKind, Milestone, Moment, TimelineEntry};
use crate::read::markdown::blocks::{Block, Inline, Item, Row};
use crate::read::parse::table;
use crate::read::parse::time::{self, DateOrder, Local, Order, Stamp};
use crate::read::parse::vocabulary::Vocabulary;
use crate::read::parse::zone::Zone;

/// Longest text that is kept of an entry, in bytes; the body has it all.
const TEXT: usize = 600;

/// An entry whose moment is not yet worked out, or a place from which on others count.
#[derive(Debug, Default)]
pub struct Raw {
    pub stamp: Option<Stamp>,
    pub label: String,
    pub text: String,
    pub phase: Option<Milestone>,
    pub mark: Option<(usize, RawMark)>,
    /// Another part of the timeline begins, with what counts in it.
    pub part: Option<Local>,
}

impl Raw {
    /// A day above lines that have times of their own.
    fn day(stamp: Stamp) -> Self {
        Self { stamp: Some(stamp), ..Self::default() }
    }

    pub fn is_day(&self) -> bool {
        self.mark.is_none() && self.part.is_none() && self.stamp.is_some()
    }
}

#[derive(Debug, Clone, Copy)]
pub enum RawMark {
    /// The block is the entry; its text begins here.
    Entry(usize),
    Anchor,
}

pub struct TimelineReader<'v> {
    vocabulary: &'v Vocabulary,
    /// The zone of times that name none.
    zone: Zone,
    pub raw: Vec<Raw>,
    /// List and table marks.
    pub marks: Vec<Mark>,
}

impl<'v> TimelineReader<'v> {
    pub fn new(zone: &Zone, vocabulary: &'v Vocabulary) -> Self {
        Self { vocabulary, zone: zone.clone(), raw: Vec::new(), marks: Vec::new() }
    }

    /// Begins a part, on the day that its heading names.
    pub fn part(&mut self, day: Option<Stamp>, local: Local) {
        self.zone = local.zone.clone();
        self.raw.push(Raw { stamp: day, part: Some(local), ..Raw::default() });
    }

    fn phase_mark<'t>(&self, text: &'t str) -> (Option<Milestone>, &'t str) {
        phase_mark(text, |word| self.vocabulary.phase(word))
    }

    pub fn block(&mut self, block: &Block, next: Option<&Block>) {
        match block {
            Block::Heading { inline, range, .. } => self.heading(inline, range.start, next),
            Block::Paragraph { inline, .. } => self.paragraph(inline, next),
            Block::List { items, range, .. } => self.list(items, range.start),
            Block::Table { head, rows, range, is_html } => self.table(head, rows, range.start, *is_html),
            _ => {}
        }
    }

    fn heading(&mut self, inline: &Inline, offset: usize, next: Option<&Block>) {
        if let Some(stamp) = time::relative_day(&inline.text) {
            self.raw.push(Raw::day(stamp));
            return;
        }
        let Some(stamp) = time::leading(&inline.text) else { return };
        let (phase, rest) = self.phase_mark(inline.text[stamp.end..].trim());
        // A bare date above lines that have times of their own only says which day they are of.
        let is_day = stamp.time.is_none()
            && rest.is_empty()
            && match next {
                Some(Block::List { .. } | Block::Table { .. } | Block::Heading { .. }) => true,
                Some(Block::Paragraph { inline, .. }) => {
                    time::leading(&inline.text).is_some_and(|stamp| stamp.time.is_some())
                }
                _ => false,
            };
        let text = match next {
            Some(block) if rest.is_empty() => text_of(block),
            _ => first_text(rest),
        };
        let label = inline.text[..stamp.label].trim().to_owned();
        let mark = (!is_day).then_some((offset, RawMark::Anchor));
        self.raw.push(Raw { stamp: Some(stamp), label, text, phase, mark, part: None });
    }

    /// Lines that begin with a time; lines that do not go on with the one before.
    fn paragraph(&mut self, inline: &Inline, next: Option<&Block>) {
        if let Some(stamp) = day_alone(&inline.text) {
            self.raw.push(Raw::day(stamp));
            return;
        }
        let mut starts = vec![0];
        starts.extend(&inline.lines);
        starts.push(inline.text.len());
        let mut open = false;
        for line in starts.windows(2) {
            let text = &inline.text[line[0]..line[1]];
            match time::leading(text).filter(|stamp| {
                stamp.time.is_some() || stamp.elapsed.is_some() || stamp.has_date() && stamp.end < text.len()
            }) {
                Some(stamp) => {
                    let lead = text.len() - text.trim_start().len();
                    let offset = inline.source_of(line[0] + lead);
                    let label = text[..stamp.label].trim().to_owned();
                    let alone = text[stamp.end..].trim().is_empty() && line[1] == inline.text.len();
                    let below = next.filter(|_| alone).and_then(untimed).unwrap_or_default();
                    let (phase, rest) = self.phase_mark(if alone { below } else { text[stamp.end..].trim() });
                    let text = first_text(rest.trim());
                    self.raw.push(Raw {
                        stamp: Some(stamp),
                        label,
                        text,
                        phase,
                        mark: Some((offset, RawMark::Anchor)),
                        part: None,
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
        let nested_lists = item.blocks.iter().any(|block| matches!(block, Block::List { .. }));
        if let Some(stamp) = time::relative_day(text).filter(|_| nested_lists) {
            self.raw.push(Raw::day(stamp));
            self.nested(item);
            return false;
        }
        if let Some(stamp) = time::leading(text) {
            let rest_at = stamp.end;
            let (phase, rest) = self.phase_mark(&text[rest_at..]);
            let text_at = text.len() - rest.len();
            if stamp.time.is_none() && stamp.elapsed.is_none() && rest.trim().is_empty() && nested_lists {
                // A day, with its lines below it.
                let label = text[..stamp.label].trim().to_owned();
                self.raw.push(Raw { stamp: Some(stamp), label, ..Raw::default() });
                self.nested(item);
                return false;
            }
            let label = text[..stamp.label].trim().to_owned();
            let own = if rest.trim().is_empty() { nested_text(item) } else { first_text(rest.trim()) };
            let mark = Some((offset, RawMark::Entry(inline.source_of(text_at))));
            self.raw.push(Raw { stamp: Some(stamp), label, text: own, phase, mark, part: None });
            return true;
        }
        if let Some((name, stamp, label)) = labelled_time(text) {
            let phase = phase_of_label(&name);
            let mark = Some((offset, RawMark::Anchor));
            self.raw.push(Raw { stamp: Some(stamp), label, text: name, phase, mark, part: None });
            return false;
        }
        let before = self.raw.len();
        self.nested(item);
        if self.raw.len() == before {
            let mark = Some((offset, RawMark::Anchor));
            let text = first_text(text.trim());
            self.raw.push(Raw { text, mark, ..Raw::default() });
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

    fn table(&mut self, head: &[Inline], rows: &[Row], offset: usize, is_html: bool) {
        let Some(table) = table::timeline::lines(head, rows, &self.zone, self.vocabulary) else { return };
        let mut all_timed = true;
        for line in table.lines {
            let mut stamp = time::leading(&line.label);
            if let (Some(stamp), Some(zone)) = (&mut stamp, &table.zone) {
                stamp.zone.get_or_insert_with(|| zone.clone());
            }
            all_timed &= stamp.is_some();
            let start = line.range.start;
            let mark = match (line.is_day, is_html) {
                (true, _) => None,
                (false, true) => Some((start, RawMark::Anchor)),
                (false, false) => Some((start, RawMark::Entry(start))),
            };
            let text = first_text(&line.text);
            self.raw.push(Raw { stamp, label: line.label, text, phase: line.phase, mark, part: None });
        }
        if all_timed && table.is_plain && !is_html {
            let kind = MarkKind::TimelineTable { text_column: table.text_column };
            self.marks.push(Mark { offset, kind });
        }
    }

    /// Works out the moments and hands everything over. `start` is where the incident began, where that is known.
    pub fn finish(
        mut self,
        date: Option<Date>,
        start: Option<Moment>,
        local: &Local,
        timeline: &mut Timeline,
    ) {
        let mut stamps: Vec<&mut Stamp> = self.raw.iter_mut().filter_map(|raw| raw.stamp.as_mut()).collect();
        settle_order(&mut stamps, date, local.order);
        let start = start.or_else(|| start_of(&self.raw, date, local));
        let local = &with_zone_of_entries(&self.raw, local);
        let mut clock = Clock::new(date, start, &self.raw, local.clone());
        timeline.marks.extend(self.marks);
        let first = timeline.entries.len();
        for raw in self.raw {
            if let Some(part) = raw.part {
                clock.part(raw.stamp.as_ref(), if part.is_stated { part } else { local.clone() });
                continue;
            }
            let Some((offset, mark)) = raw.mark else {
                if let Some(stamp) = &raw.stamp {
                    clock.day(stamp);
                }
                continue;
            };
            let at = raw.stamp.as_ref().and_then(|stamp| clock.moment(stamp));
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
        let entries = &mut timeline.entries[first..];
        if entries.iter().any(|entry| entry.at.is_some_and(|at| at.doubt == Some(Doubt::Fold))) {
            let mut moments: Vec<Option<Moment>> = entries.iter().map(|entry| entry.at).collect();
            settle_folds(&mut moments);
            entries.iter_mut().zip(moments).for_each(|(entry, at)| entry.at = at);
        }
    }
}

/// Where nothing but the first lines says a zone, and all that do say the same, others are in it, too.
fn with_zone_of_entries(raw: &[Raw], local: &Local) -> Local {
    let timed = || raw.iter().filter_map(|raw| raw.stamp.as_ref()).filter(|stamp| stamp.time.is_some());
    let Some(zone) = timed().next().and_then(|stamp| stamp.zone.clone()).filter(|_| !local.is_stated) else {
        return local.clone();
    };
    let first = format!("{zone:?}");
    let is_one = timed().filter_map(|stamp| stamp.zone.as_ref()).all(|zone| format!("{zone:?}") == first);
    Local { zone: if is_one { zone } else { local.zone.clone() }, ..local.clone() }
}

/// The moment of the line that is marked as the start, from which others may count.
fn start_of(raw: &[Raw], date: Option<Date>, local: &Local) -> Option<Moment> {
    let counts = raw.iter().any(|raw| raw.stamp.as_ref().is_some_and(|stamp| stamp.elapsed.is_some()));
    let timed = |raw: &&Raw| raw.stamp.as_ref().is_some_and(|stamp| stamp.time.is_some());
    let marked = || raw.iter().filter(timed).find(|raw| raw.phase == Some(Milestone::Start));
    let start = counts.then(marked).flatten()?;
    start.stamp.as_ref()?.moment(date, local)
}

/// The text of a paragraph that has no time of its own.
fn untimed(block: &Block) -> Option<&str> {
    let Block::Paragraph { inline, .. } = block else { return None };
    time::leading(&inline.text).is_none().then_some(inline.text.trim())
}

/// A paragraph that is a day by itself, with its lines below it: "2026-02-04:", "On 4 February 2026", "Tuesday".
fn day_alone(text: &str) -> Option<Stamp> {
    if text.len() > 80 {
        return None;
    }
    if let Some(stamp) = time::relative_day(text) {
        return Some(stamp);
    }
    let stamp = time::leading(text).filter(|stamp| stamp.time.is_none() && stamp.has_date())?;
    let rest = text.get(stamp.label..).unwrap_or_default().trim().trim_matches([':', '：', '.', '*', ' ']);
    let in_brackets = rest.starts_with(['(', '（']) && rest.ends_with([')', '）']);
    (rest.is_empty() || in_brackets).then_some(stamp)
}

/// Dates in numbers of one timeline have month and day in one order: as those that allow no other, else as in the document,
/// else in the order that is nearer to the date of the incident; that is doubtful unless the other is far from it.
pub fn settle_order(stamps: &mut [&mut Stamp], date: Option<Date>, order: DateOrder) {
    let has = |order: Order| stamps.iter().any(|stamp| stamp.order == order);
    let either = stamps.iter().filter_map(|stamp| match (stamp.date, stamp.order) {
        (Some(date), Order::Either(other)) => Some((date, other)),
        _ => None,
    });
    let count = i32::try_from(either.clone().count()).unwrap_or(i32::MAX);
    if count == 0 {
        return;
    }
    let (is_month_first, is_settled) = match (has(Order::DayFirst), has(Order::MonthFirst), order) {
        (true, false, _) | (false, false, DateOrder::DayFirst) => (false, true),
        (false, true, _) | (false, false, DateOrder::MonthFirst) => (true, true),
        (both, ..) => {
            let days = |other: Date| date.map_or(0, |date| (other - date).get_days().abs());
            let (day_first, month_first) =
                either.fold((0, 0), |sum, one| (sum.0 + days(one.0), sum.1 + days(one.1)));
            let (near, far) = (day_first.min(month_first) / count, day_first.max(month_first) / count);
            (!both && month_first < day_first, !both && time::is_nearer_by_far(near, far))
        }
    };
    for stamp in stamps {
        let Order::Either(other) = stamp.order else { continue };
        if is_month_first {
            stamp.date = Some(other);
        }
        stamp.doubt = (!is_settled).then_some(Doubt::Order);
        stamp.order = Order::Plain;
    }
}

fn nested_text(item: &Item) -> String {
    item.blocks.iter().skip(1).map(text_of).find(|text| !text.is_empty()).unwrap_or_default()
}

/// The first words of a block.
fn text_of(block: &Block) -> String {
    match block {
        Block::Paragraph { inline, .. } => first_text(inline.text.trim()),
        Block::List { items, .. } => items
            .iter()
            .flat_map(|item| &item.blocks)
            .map(text_of)
            .find(|text| !text.is_empty())
            .unwrap_or_default(),
        Block::Quote { blocks } => {
            blocks.iter().map(text_of).find(|text| !text.is_empty()).unwrap_or_default()
        }
        _ => String::new(),
    }
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
