//! Action items in columns, for a terminal.

use unicode_width::UnicodeWidthStr;

use crate::core::model::ActionState;
use crate::core::plain::count;
use crate::know::insight::actions::{Actions, TrackedActionId};
use crate::know::link::Site;
use crate::site::export::columns::cut;

/// Columns that longer owners and titles are cut to.
const OWNER: usize = 24;
const TITLE: usize = 72;

/// The table with its head, and a line that counts.
pub fn table(site: &Site, actions: &Actions, items: &[TrackedActionId]) -> String {
    let mut rows = vec![["DUE", "STATE", "OWNER", "ACTION", "FROM"].map(str::to_owned)];
    for id in items {
        let (tracked, item) = (&actions.all[*id], actions.item(site, *id));
        let due = tracked.due.map_or_else(|| "–".to_owned(), |due| due.to_string());
        let state = match (tracked.late, tracked.state) {
            (Some(late), _) => format!("{late} d late"),
            (None, ActionState::InProgress) => "in progress".to_owned(),
            (None, state) => state.name().to_owned(),
        };
        let owner = actions.owner(*id).map_or("–", |owner| owner.name.as_str());
        let path = &site.documents[tracked.document].source.path;
        rows.push([due, state, cut(owner, OWNER), cut(&item.title, TITLE), cut(path, usize::MAX)]);
    }
    let width = |column: usize| rows.iter().map(|row| row[column].width()).max().unwrap_or(0);
    let widths = [width(0), width(1), width(2), width(3), 0];
    let mut out = String::new();
    for row in &rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(widths) {
            line.push_str(cell);
            line.push_str(&" ".repeat((width + 2).saturating_sub(cell.width())));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    let late = items.iter().filter(|id| actions.all[**id].late.is_some()).count();
    out.push_str(&format!("{}, {late} late on {}\n", count(items.len(), "action item"), actions.today));
    out
}
