//! Finds action items in lists, task boxes and tables.

use jiff::civil::Date;

use super::sections::Part;
use super::{action_state, time};
use crate::markdown::blocks::{Block, Inline, Item, RawLink, Row};
use crate::model::{ActionItem, ActionState, Mark, MarkKind, SectionKind};

/// What was found, and where in the body it is.
#[derive(Debug, Default)]
pub struct Actions {
    pub items: Vec<ActionItem>,
    pub marks: Vec<Mark>,
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
        parts.iter().flat_map(|part| &part.blocks).for_each(|block| reader.block(block));
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
            let action = self.action(inline, item.task);
            self.push(action, item.range.start);
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

    fn push(&mut self, action: ActionItem, offset: usize) {
        let index = self.actions.items.len();
        self.actions.marks.push(Mark { offset, kind: MarkKind::Action { index } });
        self.actions.items.push(action);
    }

    fn action(&self, inline: &Inline, task: Option<bool>) -> ActionItem {
        let text = inline.text.trim();
        let mut attributes = Attributes::default();
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
            kind: attributes.kind.or_else(|| self.kind.map(str::to_owned)),
            priority: attributes.priority,
            owner: attributes.owner.or(owner_in_front),
            due: attributes.due,
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
            let mut action = self.action(inline, None);
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
            action.due = cell(columns.due).as_deref().and_then(time::parse_date).or(action.due);
            action.url = action.url.or_else(|| row.cells.iter().find_map(|cell| self.first_url(cell)));
            self.push(action, row.range.start);
        }
        if self.actions.items.len() > before {
            let kind = MarkKind::ActionTable { state_column: columns.state };
            self.actions.marks.push(Mark { offset, kind });
        }
    }
}

/// Which column of a table is what.
#[derive(Debug, Default)]
struct Columns {
    title: Option<usize>,
    kind: Option<usize>,
    owner: Option<usize>,
    due: Option<usize>,
    state: Option<usize>,
    priority: Option<usize>,
}

impl Columns {
    fn new(head: &[Inline], rows: &[Row]) -> Self {
        let names: Vec<String> = head.iter().map(|cell| cell.text.trim().to_lowercase()).collect();
        let mut taken = vec![false; names.len()];
        let mut find = |words: &[&str]| {
            let at = (0..names.len())
                .find(|at| !taken[*at] && words.iter().any(|word| names[*at].contains(word)))?;
            taken[at] = true;
            Some(at)
        };
        let kind = find(&["type", "category", "種類", "分类", "类型"]);
        let owner = find(&["owner", "assignee", "responsible", "who", "担当", "负责人", "lead"]);
        let due = find(&["due", "deadline", "eta", "when", "期限", "截止", "target date"]);
        let state = find(&["status", "state", "done", "progress", "状態", "ステータス", "状态"]);
        let priority = find(&["priority", "prio", "優先", "优先"]);
        let title = find(&[
            "action",
            "item",
            "task",
            "title",
            "description",
            "what",
            "remediation",
            "アクション",
            "内容",
            "措施",
        ]);
        let longest = || {
            let length = |column: usize| -> usize {
                rows.iter().filter_map(|row| row.cells.get(column)).map(|cell| cell.text.len()).sum()
            };
            (0..names.len()).filter(|at| !taken[*at]).max_by_key(|at| (length(*at), usize::MAX - at))
        };
        // A column "Action item" of numbers is not what is to be done.
        let title = title.or_else(longest);
        Self { title, kind, owner, due, state, priority }
    }
}

/// What stands in parentheses or behind the text of an action: `(owner: Edge team, due: 2021-05-30)`, `@edge`.
#[derive(Debug, Default)]
struct Attributes {
    owner: Option<String>,
    due: Option<Date>,
    kind: Option<String>,
    priority: Option<String>,
    state: Option<ActionState>,
}

impl Attributes {
    /// The text without the attributes at its end, and the state that its first or last words give.
    fn take_from(&mut self, text: &str) -> (String, Option<ActionState>) {
        let mut title = text.trim();
        let without = self.take_groups(title);
        title = without.trim();
        // "Raise the limit – Owner: Payments – Due: 15 Mar 2025 – Done"
        while let Some((before, tail)) = [" – ", " — ", " - "]
            .iter()
            .filter_map(|dash| title.rsplit_once(*dash))
            .max_by_key(|(before, _)| before.len())
        {
            if !self.read(tail.trim_end_matches('.')) {
                break;
            }
            title = before.trim_end();
        }
        let mut worded = action_state::from_sign(&title.chars().take(2).collect::<String>());
        if worded.is_some() {
            title = title.trim_start_matches(|c: char| !c.is_alphanumeric());
        } else if let Some(state) =
            title.chars().last().and_then(|sign| action_state::from_sign(&sign.to_string()))
        {
            worded = Some(state);
            title = title.trim_end_matches(|c: char| {
                !c.is_alphanumeric() && c.is_ascii() || !c.is_ascii() && !c.is_alphanumeric()
            });
        }
        // "DONE: x", "[DONE] x", "TODO x"
        let plain = title.trim_start_matches('[');
        let end = plain.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(plain.len());
        let word = &plain[..end];
        let follows = plain[end..].starts_with([':', ']', ' ', '-']);
        if word.len() > 2
            && word.chars().all(|c| c.is_ascii_uppercase())
            && follows
            && let Some(state) = action_state::from_words(word)
        {
            worded = worded.or(Some(state));
            title = plain[end..].trim_start_matches([':', ']', ' ', '-']);
        }
        if self.owner.is_none() {
            self.owner = handle(title);
        }
        (title.trim().to_owned(), worded)
    }

    /// The text without what stands in parentheses and is attributes.
    fn take_groups(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(open) = rest.find(['(', '[', '（']) {
            let opening = rest[open..].chars().next().map_or(1, char::len_utf8);
            let Some(length) = rest[open + opening..].find([')', ']', '）']) else { break };
            let inside = &rest[open + opening..open + opening + length];
            let closing = rest[open + opening + length..].chars().next().map_or(1, char::len_utf8);
            let end = open + opening + length + closing;
            if self.read(inside) {
                out.push_str(rest[..open].trim_end());
                out.push_str(if out.is_empty() { "" } else { " " });
                rest = rest[end..].trim_start();
            } else {
                out.push_str(&rest[..end]);
                rest = &rest[end..];
            }
        }
        out.push_str(rest);
        out
    }

    /// Reads `key: value` pairs with commas between; whether there was one.
    fn read(&mut self, inside: &str) -> bool {
        let mut any = false;
        for part in inside.split([',', ';', '、']) {
            let part = part.trim();
            if let Some((key, value)) = part.split_once([':', '：', '=']) {
                let value = value.trim().to_owned();
                if value.is_empty() {
                    continue;
                }
                match key.trim().to_lowercase().as_str() {
                    "owner" | "assignee" | "by" | "who" | "担当" => self.owner = Some(value),
                    "due" | "deadline" | "eta" | "期限" => self.due = time::parse_date(&value),
                    "type" | "kind" => self.kind = Some(value.to_lowercase()),
                    "priority" | "prio" => self.priority = Some(value),
                    "status" | "state" => self.state = action_state::from_words(&value),
                    _ => continue,
                }
                any = true;
            } else if let Some(date) = part.strip_prefix("due ").and_then(time::parse_date) {
                self.due = Some(date);
                any = true;
            } else if let Some(owner) =
                part.strip_prefix("owner ").filter(|owner| owner.split_whitespace().count() <= 4)
            {
                self.owner = Some(owner.to_owned());
                any = true;
            } else if part.split_whitespace().count() <= 2
                && let Some(state) = action_state::from_words(part).filter(|_| !part.is_empty())
            {
                self.state = Some(state);
                any = true;
            } else if part.starts_with('@') && !part.contains(' ') {
                self.owner = Some(part[1..].to_owned());
                any = true;
            }
        }
        any
    }
}

/// `@name` at the end or the start of a text; elsewhere it may be an address or a package.
fn handle(text: &str) -> Option<String> {
    let is_handle = |word: &&str| {
        word.strip_prefix('@').is_some_and(|name| {
            !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c))
        })
    };
    let mut words = text.split_whitespace();
    let last = words.next_back().filter(is_handle);
    last.or_else(|| words.next().filter(is_handle)).map(|word| word[1..].to_owned())
}

/// `**[Platform]** text`: who it is for, and the rest.
fn leading_owner<'t>(title: &'t str, inline: &Inline) -> (Option<String>, &'t str) {
    let bold = inline.leading_bold().map(str::trim).unwrap_or_default();
    let name = bold.strip_prefix('[').and_then(|inside| inside.strip_suffix(']'));
    match (name, title.strip_prefix(bold)) {
        (Some(name), Some(rest)) if !rest.trim().is_empty() => {
            (Some(name.to_owned()), rest.trim_start_matches([':', ' ', '-', '–']))
        }
        _ => (None, title),
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
    )
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
    use crate::markdown::blocks::outline;
    use crate::parse::sections::divide;
    use crate::parse::vocabulary::Vocabulary;
    use std::collections::BTreeMap;

    fn actions(text: &str) -> Vec<ActionItem> {
        let outline = outline(text, 0);
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
