//! Finds action items in lists, task boxes and tables.

mod attributes;
mod columns;

pub use columns::names_column;

use attributes::{Attributes, leading_owner};
use columns::Columns;

use super::action_state;
use super::sections::Part;
use super::vocabulary;
use crate::core::model::{ActionItem, ActionState, Mark, MarkKind, SectionKind};
use crate::read::markdown::blocks::{Block, Inline, Item, RawLink, Row};

/// What was found, and where in the body it is.
#[derive(Debug, Default)]
pub struct Actions {
    pub items: Vec<ActionItem>,
    pub marks: Vec<Mark>,
    /// Dates that there are not, each behind an offset.
    pub impossible: Vec<(usize, String)>,
}

/// Finds the action items: all of the sections of that name; else every task with a box.
#[must_use]
pub fn find(parts: &[Part<'_>], links: &[RawLink]) -> Actions {
    let mut reader = Reader { links, actions: Actions::default(), only_tasks: false, kind: None };
    for part in parts.iter().filter(|part| part.kind == SectionKind::ActionItems) {
        reader.kind = kind_of_heading(&part.heading);
        part.blocks.iter().for_each(|block| reader.block(block));
    }
    if reader.actions.items.is_empty() {
        reader.only_tasks = true;
        reader.kind = None;
        // Boxes beside "Severity" or below "Checklist" are ticked by those who write, and nothing to be done.
        let others = parts.iter().filter(|part| !part.is(SectionKind::Supporting));
        others.flat_map(|part| &part.blocks).for_each(|block| reader.block(block));
    }
    reader.actions.marks.sort_by_key(|mark| mark.offset);
    reader.actions
}

struct Reader<'a> {
    links: &'a [RawLink],
    actions: Actions,
    only_tasks: bool,
    /// Type that the heading gives to what is below it.
    kind: Option<&'static str>,
}

impl Reader<'_> {
    fn block(&mut self, block: &Block) {
        match block {
            Block::List { items, range, .. } => self.list(items, range.start),
            Block::Table { head, rows, range } if !self.only_tasks => self.table(head, rows, range.start),
            Block::Paragraph { inline, .. } if !self.only_tasks => {
                // "Prevent:" above a list.
                let label = inline.text.trim();
                if label.len() < 60
                    && (label.ends_with(':')
                        || inline.leading_bold().is_some_and(|bold| bold.trim() == label))
                {
                    self.kind = kind_of_heading(label);
                }
            }
            _ => {}
        }
    }

    fn list(&mut self, items: &[Item], offset: usize) {
        let before = self.actions.items.len();
        let mut own = 0;
        for item in items {
            own += usize::from(self.item(item));
        }
        if own > 0 && self.actions.items.len() > before {
            self.actions.marks.push(Mark { offset, kind: MarkKind::ActionList });
        }
    }

    /// Whether the item itself is an action, rather than a heading for the ones inside.
    fn item(&mut self, item: &Item) -> bool {
        let nested: Vec<_> = item.blocks.iter().filter(|block| matches!(block, Block::List { .. })).collect();
        let Some(Block::Paragraph { inline, .. }) = item.blocks.first() else {
            nested.into_iter().for_each(|block| self.block(block));
            return false;
        };
        let text = inline.text.trim();
        let is_group = !nested.is_empty() && item.task.is_none() && is_group_label(inline);
        let is_action = !is_group && !is_placeholder(text) && (item.task.is_some() || !self.only_tasks);
        if is_action {
            let mut attributes = Attributes::default();
            let action = self.action(inline, item.task, &mut attributes);
            self.push(action, item.range.start, attributes.impossible);
        }
        let around = self.kind;
        if is_group {
            self.kind = kind_of_heading(text).or(around);
        }
        // Details of an action are no actions, unless they have boxes of their own.
        let has_boxes = nested.iter().any(|block| matches!(block, Block::List { items, .. } if items.iter().any(|item| item.task.is_some())));
        if is_group || has_boxes || !is_action {
            nested.into_iter().for_each(|block| self.block(block));
        }
        self.kind = around;
        is_action
    }

    fn push(&mut self, action: ActionItem, offset: usize, impossible: Vec<String>) {
        self.actions.impossible.extend(impossible.into_iter().map(|date| (offset, date)));
        let index = self.actions.items.len();
        self.actions.marks.push(Mark { offset, kind: MarkKind::Action { index } });
        self.actions.items.push(action);
    }

    fn action(&self, inline: &Inline, task: Option<bool>, attributes: &mut Attributes) -> ActionItem {
        let text = inline.text.trim();
        let (title, worded) = attributes.take_from(text);
        let struck = inline.is_struck().then_some(ActionState::Dropped);
        let boxed = task.map(|done| if done { ActionState::Done } else { ActionState::Open });
        let state = match (boxed, attributes.state.or(worded).or(struck)) {
            // An empty box beside "in progress" says less than the words do.
            (Some(ActionState::Open) | None, Some(state)) => Some(state),
            (boxed, _) => boxed,
        };
        let (owner_in_front, title) = leading_owner(&title, inline);
        ActionItem {
            title: title.to_owned(),
            kind: attributes.kind.take().or_else(|| self.kind.map(str::to_owned)),
            priority: attributes.priority.take(),
            owner: attributes.owner.take().or(owner_in_front),
            due: attributes.due,
            closed: attributes.closed,
            state: state.unwrap_or_default(),
            state_stated: state.is_some(),
            url: self.first_url(inline),
            in_body: true,
        }
    }

    fn first_url(&self, inline: &Inline) -> Option<String> {
        let of_links = inline.links.iter().map(|(index, _)| self.links[*index].href.as_str());
        of_links.filter(|href| href.starts_with("http")).map(str::to_owned).next().or_else(|| {
            let start = inline.text.find("https://").or_else(|| inline.text.find("http://"))?;
            let url = inline.text[start..].split_whitespace().next()?;
            Some(url.trim_end_matches(['.', ',', ')', ';']).to_owned())
        })
    }

    fn table(&mut self, head: &[Inline], rows: &[Row], offset: usize) {
        let columns = Columns::new(head, rows);
        let Some(title) = columns.title else { return };
        let before = self.actions.items.len();
        for row in rows {
            let cell = |column: Option<usize>| {
                let text = row.cells.get(column?).map(|cell| cell.text.trim())?;
                (!is_placeholder(text)).then(|| text.to_owned())
            };
            let Some(inline) = row.cells.get(title).filter(|cell| !is_placeholder(cell.text.trim())) else {
                continue;
            };
            let mut attributes = Attributes::default();
            let mut action = self.action(inline, None, &mut attributes);
            if let Some(state) = cell(columns.state).as_deref().and_then(action_state::from_words) {
                (action.state, action.state_stated) = (state, true);
            }
            // "Bug 5554825 DONE": the state has no column of its own.
            if !action.state_stated
                && let Some(state) = row.cells.iter().find_map(|cell| shouted_state(&cell.text))
            {
                (action.state, action.state_stated) = (state, true);
            }
            action.kind = cell(columns.kind).map(|kind| kind.to_lowercase()).or(action.kind);
            action.owner = cell(columns.owner).or(action.owner);
            action.priority = cell(columns.priority).or(action.priority);
            action.due = cell(columns.due).and_then(|text| attributes.date(&text)).or(action.due);
            action.closed = cell(columns.closed).and_then(|text| attributes.date(&text)).or(action.closed);
            action.url = action.url.or_else(|| row.cells.iter().find_map(|cell| self.first_url(cell)));
            self.push(action, row.range.start, attributes.impossible);
        }
        if self.actions.items.len() > before {
            let kind = MarkKind::ActionTable { state_column: columns.state };
            self.actions.marks.push(Mark { offset, kind });
        }
    }
}

/// Whether the text of an item only announces the items inside it.
fn is_group_label(inline: &Inline) -> bool {
    let text = inline.text.trim();
    let is_bold = inline
        .leading_bold()
        .is_some_and(|bold| bold.trim().trim_end_matches(':') == text.trim_end_matches(':'));
    text.ends_with([':', '：'])
        || is_bold
        || kind_of_heading(text).is_some() && text.split_whitespace().count() <= 2
}

/// The state that the last word of a text names in capitals.
fn shouted_state(text: &str) -> Option<ActionState> {
    let last = text.split_whitespace().next_back()?.trim_matches(|c: char| !c.is_alphanumeric());
    let is_loud = last.len() > 3 && last.chars().all(|c| c.is_ascii_uppercase());
    is_loud.then(|| action_state::from_words(last)).flatten()
}

/// Whether it says only that there is nothing.
fn is_placeholder(text: &str) -> bool {
    let plain = text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    matches!(
        plain.as_str(),
        "" | "tbd"
            | "none"
            | "n/a"
            | "na"
            | "todo"
            | "no action items"
            | "nothing"
            | "none yet"
            | "なし"
            | "无"
    ) || vocabulary::built_in().placeholder(text).is_some()
}

/// The type of action that a heading names.
fn kind_of_heading(heading: &str) -> Option<&'static str> {
    let plain = heading.to_lowercase();
    [
        (&["mitigat", "緩和"][..], "mitigate"),
        (&["prevent", "予防", "再発防止", "预防"], "prevent"),
        (&["detect", "monitor", "alert", "検知", "监控"], "detect"),
        (&["process", "プロセス", "流程"], "process"),
        (&["investigat", "調査", "调查"], "investigate"),
        (&["repair", "修復", "修复"], "repair"),
    ]
    .iter()
    .filter(|_| !(plain.contains("prevent") && plain.contains("correct")))
    .find(|(words, _)| words.iter().any(|word| plain.contains(word)))
    .map(|(_, kind)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::model::Dialect;
    use crate::read::markdown::blocks::outline;
    use crate::read::parse::sections::divide;
    use crate::read::parse::vocabulary::Vocabulary;
    use std::collections::BTreeMap;

    fn actions(text: &str) -> Vec<ActionItem> {
        let outline = outline(text, 0, Dialect::default());
        let structure = divide(&outline.blocks, None, &Vocabulary::new(&BTreeMap::new()));
        find(&structure.parts, &outline.links).items
    }

    #[test]
    fn tables_name_their_columns() {
        let found = actions(
            "## Action items\n\n|**Action Item**|**Type**|**Owner**|**Status**|\n|-|-|-|-|\n|Revert to `vfs` |mitigate|olivier|**DONE**|\n|Add a limit||TBD|open|\n",
        );
        assert_eq!(found[0].title, "Revert to vfs");
        assert_eq!(found[0].kind.as_deref(), Some("mitigate"));
        assert_eq!(found[0].owner.as_deref(), Some("olivier"));
        assert_eq!(found[0].state, ActionState::Done);
        assert_eq!(found[1].owner, None);
    }

    #[test]
    fn boxes_owners_and_links() {
        let found = actions(
            "## Action items\n- [x] **[Platform]** rotate `pki-agent`\n- [x] **AI-P1** `recap_jobs`\n- Set limits <https://x.org/90>\n- #2127\n- [ ] Add a limit (owner: Edge team, due: 2019-08-01)\n- Watch it @edge\n- ~~No longer needed~~\n",
        );
        assert_eq!(
            (found[0].owner.as_deref(), found[0].title.as_str()),
            (Some("Platform"), "rotate pki-agent")
        );
        assert_eq!(found[0].state, ActionState::Done);
        assert_eq!(found[1].title, "AI-P1 recap_jobs");
        assert_eq!(found[2].url.as_deref(), Some("https://x.org/90"));
        assert_eq!(found[3].title, "#2127");
        assert_eq!(found[4].owner.as_deref(), Some("Edge team"));
        assert_eq!(found[4].due.unwrap().to_string(), "2019-08-01");
        assert_eq!(found[4].title, "Add a limit");
        assert_eq!(found[5].owner.as_deref(), Some("edge"));
        assert_eq!(found[6].state, ActionState::Dropped);
    }

    #[test]
    fn attributes_stand_anywhere() {
        let found = actions(
            "## Action items\n- [ ] Fix it (owner: SRE, due: 2025-03-21) https://t.example.org/1\n- (owner: Identity) Update ✅\n- **Raise the limit** – Owner: Payments – Due: 15 Mar 2025 – Done\n- Keep (as it is) the rest (owner SRE, due 2025-03-21)\n\n| Action | Bug |\n|-|-|\n| Watch | Bug 5554825 **DONE** |\n",
        );
        assert_eq!(
            (found[0].owner.as_deref(), found[0].title.as_str()),
            (Some("SRE"), "Fix it https://t.example.org/1")
        );
        assert_eq!((found[1].owner.as_deref(), found[1].state), (Some("Identity"), ActionState::Done));
        assert_eq!((found[2].owner.as_deref(), found[2].state), (Some("Payments"), ActionState::Done));
        assert_eq!(
            (found[2].due.unwrap().to_string(), found[2].title.as_str()),
            ("2025-03-15".into(), "Raise the limit")
        );
        assert_eq!(
            (found[3].owner.as_deref(), found[3].title.as_str()),
            (Some("SRE"), "Keep (as it is) the rest")
        );
        assert_eq!(found[4].state, ActionState::Done);
    }

    #[test]
    fn headings_below_name_the_type() {
        let found = actions("## Action items\n### Monitoring\n- Watch it\n### What went well\n- All of it\n");
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].kind.as_deref(), Some("detect"));
    }

    #[test]
    fn groups_are_no_actions_and_details_neither() {
        let found = actions(
            "## Action items\n### Prevent\n- **Alerts**\n  - Add one\n- Write it down\n  - with an example\n- TBD\n",
        );
        let titles: Vec<_> = found.iter().map(|action| action.title.as_str()).collect();
        assert_eq!(titles, ["Add one", "Write it down"]);
        assert_eq!(found[1].kind.as_deref(), Some("prevent"));
    }

    #[test]
    fn boxes_count_anywhere_when_there_is_no_section() {
        let found = actions("## Notes\n- plain\n- [ ] do it\n");
        assert_eq!(found.len(), 1);
    }
}
