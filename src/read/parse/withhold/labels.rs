//! Lines, items, rows and columns with a label that names what is withheld: "**Commander**: Ann".

use std::ops::Range;

use super::Withholder;
use crate::core::model::SectionKind;
use crate::read::markdown::blocks::{Block, Inline, Item, Row};
use crate::read::parse::field::Field;
use crate::read::parse::sections::Structure;
use crate::read::parse::vocabulary::Label;
use crate::read::parse::{labelled, labels, table, timeline};

/// Longest label, in bytes.
const LONGEST: usize = 60;

impl Withholder<'_> {
    pub(super) fn labels(&mut self, structure: &Structure<'_>) {
        if self.withheld.fields().next().is_none() {
            return;
        }
        for part in &structure.parts {
            // There, labels are those of single lines and actions.
            if !matches!(part.kind, SectionKind::Timeline | SectionKind::ActionItems) {
                self.labelled_blocks(part.blocks.iter().copied());
            }
        }
    }

    /// Whether a label names what is withheld.
    pub(super) fn is_withheld_label(&self, label: &str) -> bool {
        let label = label.trim().trim_end_matches([':', '：']).trim();
        if label.is_empty() || label.len() > LONGEST {
            return false;
        }
        let by_key = Field::of_key(label, self.config);
        let (by_label, moment) = match self.vocabulary.label(label) {
            Some(Label::Field(field)) => (Some(field), None),
            Some(Label::TimeTo(moment)) => (None, Some(moment)),
            _ => (None, None),
        };
        let by_phase = timeline::phase_of_label(label).map(Field::of_phase);
        let named = [by_key, by_label, by_phase, moment, moment.and(Some(Field::StartedAt))];
        named.into_iter().flatten().any(|field| self.withheld.has(field))
            || timeline::is_window(label)
                && [Field::StartedAt, Field::ResolvedAt].into_iter().any(|moment| self.withheld.has(moment))
            || labels::moments_of_duration(&label.to_lowercase())
                .is_some_and(|moments| moments.into_iter().any(|moment| self.withheld.has(moment)))
    }

    fn label_of(&self, text: &str) -> bool {
        text.split_once([':', '：']).is_some_and(|(label, _)| self.is_withheld_label(label))
    }

    /// Whether a line has such a label, or is one whose value stands below.
    fn is_labelled(&self, inline: &Inline, line: Range<usize>) -> bool {
        let text = &inline.text[line.clone()];
        self.label_of(text)
            || self.is_withheld_label(text)
            || labelled::in_line(inline, line, self.vocabulary)
                .iter()
                .any(|labelled| self.is_withheld_label(&labelled.label))
    }

    fn labelled_blocks<'b>(&mut self, blocks: impl Iterator<Item = &'b Block>) {
        // "Responders:" above a list.
        let mut announced = false;
        for block in blocks {
            let is_announced = std::mem::take(&mut announced);
            match block {
                Block::List { range, .. } | Block::Table { range, .. } if is_announced => {
                    self.cut_lines(range.clone());
                }
                Block::List { items, .. } => items.iter().for_each(|item| self.labelled_item(item)),
                Block::Paragraph { inline, range } => {
                    self.labelled_lines(inline, range);
                    announced = self.is_withheld_label(&inline.text);
                }
                Block::Table { head, rows, range, is_html } => {
                    let (head, rows) = table::divided(head, rows, self.vocabulary);
                    if !is_html {
                        self.labelled_cells(head, rows);
                    } else if self.has_label(head, rows) {
                        // What stands where in HTML is not known.
                        self.cut_lines(range.clone());
                    }
                }
                Block::Quote { blocks } | Block::Footnote { blocks, .. } => {
                    self.labelled_blocks(blocks.iter());
                }
                Block::Heading { .. } | Block::Code { .. } | Block::Html { .. } | Block::Rule => {}
            }
        }
    }

    fn labelled_item(&mut self, item: &Item) {
        if let Some(Block::Paragraph { inline, .. }) = item.blocks.first()
            && self.is_labelled(inline, 0..inline.text.len())
        {
            self.cut_lines(item.range.clone());
        } else {
            self.labelled_blocks(item.blocks.iter());
        }
    }

    /// A line with such a label, and those below it that have none.
    fn labelled_lines(&mut self, inline: &Inline, range: &Range<usize>) {
        let starts: Vec<usize> = std::iter::once(0).chain(inline.lines.iter().copied()).collect();
        let mut is_cut = false;
        for (number, start) in starts.iter().enumerate() {
            let end = starts.get(number + 1).copied().unwrap_or(inline.text.len());
            let line = &inline.text[*start..end];
            is_cut = self.is_labelled(inline, *start..end)
                || is_cut && line.split_once([':', '：']).is_none_or(|(label, _)| label.len() > LONGEST);
            if !is_cut {
                continue;
            }
            let from = if number == 0 { range.start } else { inline.source_of(*start) };
            match starts.get(number + 1) {
                Some(next) => {
                    let to = inline.source_of(*next);
                    // Hard breaks and marks of containers stay with what follows.
                    let to = if self.line_start(to) > from { self.line_start(to) } else { to };
                    let from =
                        if self.line_start(from) >= range.start { self.line_start(from) } else { from };
                    self.cut(from..to);
                }
                None => {
                    let from =
                        if self.line_start(from) >= range.start { self.line_start(from) } else { from };
                    self.cut(from..range.end.max(from));
                }
            }
        }
    }

    fn has_label(&self, head: &[Inline], rows: &[Row]) -> bool {
        let first = rows.iter().filter_map(|row| row.cells.first());
        head.iter().chain(first).any(|cell| self.is_withheld_label(&cell.text))
    }

    /// Rows of a label and a value; columns below a label.
    fn labelled_cells(&mut self, head: &[Inline], rows: &[Row]) {
        for row in rows.iter().filter(|row| matches!(row.cells.len(), 2 | 4)) {
            if row.cells.chunks(2).any(|pair| self.is_withheld_label(&pair[0].text)) {
                self.cut_lines(row.range.clone());
            }
        }
        if matches!(head.len(), 2 | 4) {
            for pair in head.chunks(2) {
                if self.is_withheld_label(&pair[0].text) {
                    self.dash(pair[1].range.clone());
                }
            }
        }
        for (column, name) in head.iter().enumerate() {
            if self.is_withheld_label(&name.text) {
                for cell in rows.iter().filter_map(|row| row.cells.get(column)) {
                    self.dash(cell.range.clone());
                }
            }
        }
    }
}
