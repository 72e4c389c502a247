//! Reads lines with times from lists, tables, headings and paragraphs.

use jiff::civil::Date;

use super::Timeline;
use super::clock::{Clock, is_descending};
use super::phase::{labelled_time, phase_mark, phase_of_label};
use crate::core::model::{Mark, MarkKind, Phase, TimelineEntry};
use crate::read::markdown::blocks::{Block, Inline, Item, Row};
use crate::read::parse::table;
use crate::read::parse::time::{self, Order, Stamp};
use crate::read::parse::zone::Zone;

/// Longest text that is kept of an entry, in bytes; the body has it all.
const TEXT: usize = 600;

/// An entry whose moment is not yet worked out.
#[derive(Debug)]
pub struct Raw {
    pub stamp: Option<Stamp>,
    pub label: String,
    pub text: String,
    pub phase: Option<Phase>,
    pub mark: Option<(usize, RawMark)>,
}

#[derive(Debug, Clone, Copy)]
pub enum RawMark {
    /// The block is the entry; its text begins here.
    Entry(usize),
    Anchor,
}

pub struct Reader {
    pub zone: Zone,
    pub raw: Vec<Raw>,
    /// List and table marks.
    pub marks: Vec<Mark>,
}

impl Reader {
    pub fn new(zone: Zone) -> Self {
        Self { zone, raw: Vec::new(), marks: Vec::new() }
    }

    pub fn block(&mut self, block: &Block, next: Option<&Block>) {
        match block {
            Block::Heading { inline, range, .. } => self.heading(inline, range.start, next),
            Block::Paragraph { inline, .. } => self.paragraph(inline),
            Block::List { items, range, .. } => self.list(items, range.start),
            Block::Table { head, rows, range, is_html } => self.table(head, rows, range.start, *is_html),
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
            Some(block) if rest.is_empty() => text_of(block),
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
            let rest = inline.text[..].get(stamp.label..).unwrap_or_default().trim();
            if rest.is_empty() || rest.starts_with('(') && rest.ends_with(')') {
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

    fn table(&mut self, head: &[Inline], rows: &[Row], offset: usize, is_html: bool) {
        let Some(table) = table::timeline::lines(head, rows, &self.zone) else { return };
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
            self.raw.push(Raw { stamp, label: line.label, text, phase: line.phase, mark });
        }
        if all_timed && table.is_plain && !is_html {
            let kind = MarkKind::TimelineTable { text_column: table.text_column };
            self.marks.push(Mark { offset, kind });
        }
    }

    /// Works out the moments and hands everything over.
    pub fn finish(mut self, date: Option<Date>, timeline: &mut Timeline) {
        let mut stamps: Vec<&mut Stamp> = self.raw.iter_mut().filter_map(|raw| raw.stamp.as_mut()).collect();
        settle_order(&mut stamps, date);
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

/// Dates in numbers of one timeline have month and day in one order: as those that allow no other, else in the order that
/// is nearer to the date of the incident.
pub fn settle_order(stamps: &mut [&mut Stamp], date: Option<Date>) {
    let has = |order: Order| stamps.iter().any(|stamp| stamp.order == order);
    let is_nearer = || {
        let Some(date) = date else { return false };
        let days = |other: Date| (other - date).get_days().abs();
        let both = stamps.iter().filter_map(|stamp| match (stamp.date, stamp.order) {
            (Some(date), Order::Either(other)) => Some((days(date), days(other))),
            _ => None,
        });
        let (day_first, month_first) = both.fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
        month_first < day_first
    };
    let is_month_first = match (has(Order::DayFirst), has(Order::MonthFirst)) {
        (true, _) => false,
        (false, true) => true,
        (false, false) => is_nearer(),
    };
    for stamp in stamps {
        if let (true, Order::Either(other)) = (is_month_first, stamp.order) {
            stamp.date = Some(other);
        }
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
