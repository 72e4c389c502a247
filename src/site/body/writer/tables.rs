//! Tables, and tables that are drawn as timelines.

use pulldown_cmark::Alignment;

use super::Writer;
use crate::core::model::MarkKind;
use crate::site::body::marks;
use crate::site::body::timeline::Lines;

/// A table that is being written.
pub(super) struct Table {
    pub alignments: Vec<Alignment>,
    pub column: usize,
    pub in_head: bool,
    /// Drawn as a timeline: the column of its text.
    pub timeline: Option<usize>,
    /// The column that holds states of action items.
    pub states: Option<usize>,
    pub action: Option<usize>,
    /// How the open cell ends.
    pub cell_end: &'static str,
}

pub(super) fn no_table() -> Table {
    Table {
        alignments: Vec::new(),
        column: 0,
        in_head: false,
        timeline: None,
        states: None,
        action: None,
        cell_end: "",
    }
}

impl Writer<'_> {
    pub(super) fn start_table(&mut self, alignments: Vec<Alignment>, offset: usize) {
        let marks = self.mark_at(offset);
        let timeline = marks.iter().find_map(|mark| match mark {
            MarkKind::TimelineTable { text_column } => Some(*text_column),
            _ => None,
        });
        let states = marks.iter().find_map(|mark| match mark {
            MarkKind::ActionTable { state_column } => *state_column,
            _ => None,
        });
        if let (Some(_), Some(facts)) = (timeline, self.facts) {
            let lines = Lines::new(self.say, facts);
            self.out.push_str("<ol");
            self.attribute("class", lines.class());
            self.lines = Some(lines);
            self.out.push_str(">\n");
        } else {
            self.out.push_str("<div");
            self.attribute("class", "scroll");
            self.attribute("tabindex", "0");
            self.out.push_str("><table>");
        }
        self.table = Some(Table {
            alignments,
            column: 0,
            in_head: false,
            timeline,
            states,
            action: None,
            cell_end: "",
        });
    }

    pub(super) fn start_row(&mut self, offset: usize) {
        let marks = self.mark_at(offset);
        let entry = marks.iter().find_map(|mark| match mark {
            MarkKind::TimelineEntry { index, .. } => Some(*index),
            _ => None,
        });
        let action = marks.iter().find_map(|mark| match mark {
            MarkKind::Action { index } => Some(*index),
            _ => None,
        });
        let Some(table) = &mut self.table else { return };
        table.column = 0;
        table.action = action;
        if table.timeline.is_some() {
            match (entry.and_then(|index| Some((index, self.facts?.timeline.get(index)?))), &mut self.lines) {
                (Some((index, entry)), Some(lines)) => lines.open(&mut self.out, index, entry),
                _ => self.out.push_str("<li class=\"none\"><div class=\"tx\">"),
            }
            return;
        }
        self.out.push_str("<tr");
        if let Some(index) = entry {
            self.attribute("id", &format!("t{}", index + 1));
        } else if let Some(index) = action {
            self.attribute("id", &format!("a{}", index + 1));
        }
        self.out.push('>');
    }

    pub(super) fn start_cell(&mut self, range: std::ops::Range<usize>) {
        let Some(table) = &self.table else { return };
        let column = table.column;
        if let Some(text_column) = table.timeline {
            if table.in_head || column != text_column {
                self.skipped = 1;
                self.table.iter_mut().for_each(|table| table.column += 1);
            } else if let Some(phase) = self.text[range.clone()].find('[') {
                // The mark of a phase is shown as the phase.
                let cell = self.text[range.clone()].trim();
                let (mark, rest) = crate::read::parse::phase_mark(cell, &self.site.config);
                if mark.is_some() && phase < 2 {
                    self.skip_before = range.end
                        - (self.text[range.clone()].len() - self.text[range.clone()].trim_end().len())
                        - rest.len();
                }
            }
            return;
        }
        let class = match table.alignments.get(column) {
            Some(Alignment::Right) => "num",
            Some(Alignment::Center) => "mid",
            _ => "",
        };
        let is_empty = self.text[range.clone()].trim().is_empty();
        let in_head = table.in_head && !is_empty;
        let state = table.action.filter(|_| table.states == Some(column) && !table.in_head);
        if let Some(table) = &mut self.table {
            table.cell_end = if in_head { "</th>" } else { "</td>" };
        }
        self.out.push_str(if in_head { "<th" } else { "<td" });
        if in_head {
            self.attribute("scope", "col");
        }
        if !class.is_empty() {
            self.attribute("class", class);
        }
        self.out.push('>');
        // The state is shown as its sign and, where the author used other words, those.
        if let Some(action) =
            state.and_then(|index| self.facts?.action_items.get(index)).filter(|action| action.state_stated)
        {
            let written = self.text[range].trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
            let sign = marks::state(self.say, action.state);
            if written == action.state.name().replace('-', " ")
                || written == action.state.name()
                || written.is_empty()
            {
                self.out.push_str(&sign);
                self.skip_before = usize::MAX;
            } else {
                self.out.push_str(&(sign + " "));
            }
        }
    }

    pub(super) fn end_cell(&mut self) {
        let Some(table) = &mut self.table else { return };
        table.column += 1;
        if self.skip_before == usize::MAX {
            self.skip_before = 0;
        }
        if table.timeline.is_some() {
            return;
        }
        self.out.push_str(table.cell_end);
    }
}
