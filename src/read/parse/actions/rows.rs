//! Reads the rows of a table of action items.

use super::attributes::Attributes;
use super::columns::Columns;
use super::{ActionReader, is_placeholder};
use crate::core::model::{ActionState, Mark, MarkKind};
use crate::read::markdown::blocks::{Inline, Row};
use crate::read::parse::{action_state, table};

impl ActionReader<'_> {
    pub(super) fn table(&mut self, head: &[Inline], rows: &[Row], offset: usize) {
        let columns = Columns::new(head, rows, self.vocabulary);
        let Some(title) = columns.title else { return };
        let before = self.actions.items.len();
        for row in rows {
            if self.actions.items.len() > before
                && let Some(more) = table::goes_on(row, title)
            {
                let last = self.actions.items.last_mut().map(|action| &mut action.title);
                last.into_iter().for_each(|title| *title = format!("{title} {more}"));
                continue;
            }
            let text = row.cells.get(title).map_or("", |cell| cell.text.trim());
            if !is_placeholder(text) {
                self.row(row, title, &columns);
            }
        }
        if self.actions.items.len() > before {
            let kind = MarkKind::ActionTable { state_column: columns.state };
            self.actions.marks.push(Mark { offset, kind });
        }
    }

    fn row(&mut self, row: &Row, title: usize, columns: &Columns) {
        let written = |column: Option<usize>| row.cells.get(column?).map(|cell| cell.text.trim());
        let cell = |column| written(column).filter(|text| !is_placeholder(text));
        let Some(inline) = row.cells.get(title) else { return };
        let mut attributes = Attributes::new(self.incident, self.vocabulary);
        let mut action = self.action(inline, None, &mut attributes);
        let state_of = if columns.is_flag { action_state::from_flag } else { action_state::from_words };
        let stated = written(columns.state)
            .and_then(|text| self.vocabulary.action_state(text).or_else(|| state_of(text)));
        // "Bug 5554825 DONE": the state has no column of its own.
        let beside = || row.cells.iter().find_map(state_beside);
        if let Some(state) = stated.or_else(|| if action.state_stated { None } else { beside() }) {
            (action.state, action.state_stated) = (state, true);
        }
        action.kind = cell(columns.kind).map(str::to_lowercase).or(action.kind);
        if let Some(text) = cell(columns.owner) {
            attributes.owners.clear();
            attributes.own(text);
            action.owner = attributes.owner().or(action.owner);
        }
        action.priority = cell(columns.priority).map(str::to_owned).or(action.priority);
        action.due = cell(columns.due).and_then(|text| attributes.date(text)).or(action.due);
        action.closed = cell(columns.closed).and_then(|text| attributes.date(text)).or(action.closed);
        action.url = action.url.or_else(|| row.cells.iter().find_map(|cell| self.first_url(cell)));
        self.push(action, row.range.start, attributes.impossible);
    }
}

/// The state that stands in capitals behind the name of a ticket.
fn state_beside(cell: &Inline) -> Option<ActionState> {
    let mut words = cell.text.split_whitespace().rev();
    let last = words.next()?.trim_matches(|c: char| !c.is_alphanumeric());
    let is_loud = last.len() > 3 && last.chars().all(|c| c.is_ascii_uppercase());
    let is_ticket = |word: &str| {
        word.contains(|c: char| c.is_ascii_digit())
            || ["bug", "issue", "ticket", "pr", "task"].iter().any(|name| word.eq_ignore_ascii_case(name))
    };
    (is_loud && words.all(is_ticket)).then(|| action_state::exactly(last)).flatten()
}
