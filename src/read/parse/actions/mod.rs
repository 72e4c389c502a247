//! Finds action items in lists, task boxes, tables, headings and lines with a box.

mod attributes;
mod brackets;
mod columns;
mod days;
mod draft;
mod headings;
mod owners;
mod parts;
mod rows;
mod states;
mod words;

pub use columns::names_column;

use jiff::civil::Date;

use attributes::Attributes;
use draft::Draft;
use words::{names, words};

use super::action_state;
use super::sections::Part;
use super::vocabulary::Vocabulary;
use super::{table, vocabulary};
use crate::core::model::{ActionItem, ActionState, Mark, MarkKind, SectionKind};
use crate::read::markdown::blocks::{Block, Inline, Item, RawLink};

/// What was found, and where in the body it is.
#[derive(Debug, Default)]
pub struct Actions {
    pub items: Vec<ActionItem>,
    pub marks: Vec<Mark>,
    /// Dates that there are not, each behind an offset.
    pub impossible: Vec<(usize, String)>,
}

/// Finds the action items: all of the sections of that name; else every task with a box. `incident` is the day of the
/// incident.
pub fn find(
    parts: &[Part<'_>],
    links: &[RawLink],
    incident: Option<Date>,
    vocabulary: &Vocabulary,
) -> Actions {
    let mut reader = ActionReader {
        vocabulary,
        links,
        incident,
        actions: Actions::default(),
        only_tasks: false,
        kind: None,
        state: None,
        around: None,
    };
    for part in parts.iter().filter(|part| part.kind == SectionKind::ActionItems) {
        if !names(&part.heading, &words().choices.past) {
            reader.part(part);
        }
    }
    if reader.actions.items.is_empty() {
        reader.only_tasks = true;
        (reader.kind, reader.state) = (None, None);
        // Boxes beside "Severity" or below "Checklist" are ticked by those who write, and nothing to be done.
        let is_other = |part: &&Part<'_>| {
            !part.is(SectionKind::Supporting) && !names(&part.heading, &words().choices.headings)
        };
        for part in parts.iter().filter(is_other) {
            reader.boxes(part);
        }
    }
    reader.actions.marks.sort_by_key(|mark| mark.offset);
    reader.actions
}

struct ActionReader<'a> {
    vocabulary: &'a Vocabulary,
    links: &'a [RawLink],
    incident: Option<Date>,
    actions: Actions,
    only_tasks: bool,
    /// Type that the heading gives to what is below it.
    kind: Option<&'static str>,
    /// State that the heading gives to what is below it and says nothing else.
    state: Option<ActionState>,
    /// Level of the heading that is itself the item that is being read.
    around: Option<u8>,
}

impl<'a> ActionReader<'a> {
    fn part(&mut self, part: &Part<'_>) {
        self.kind = kind_of_heading(&part.heading);
        self.state = state_of_heading(&part.heading);
        if let Some(opened) = part.opened {
            if self.around.is_some_and(|level| level < opened.level) {
                return;
            }
            self.around = None;
            if headings::is_item(part) {
                self.around = Some(opened.level);
                self.heading(part, opened.inline, opened.offset);
                return;
            }
        }
        part.blocks.iter().for_each(|block| self.block(block));
    }

    /// Boxes of a part that need not be about action items.
    fn boxes(&mut self, part: &Part<'_>) {
        let mut is_choice = false;
        for block in &part.blocks {
            match block {
                Block::Paragraph { inline, .. } => {
                    is_choice = inline.text.len() < 80 && names(&inline.text, &words().choices.headings);
                }
                Block::List { items, .. } if is_choice || headings::is_choice(part.kind, items) => {}
                block => self.block(block),
            }
        }
    }

    /// A heading that is itself an item, with what stands below it.
    fn heading(&mut self, part: &Part<'_>, inline: &Inline, offset: usize) {
        let mut attributes = Attributes::new(self.incident, self.vocabulary);
        for block in &part.blocks {
            headings::details(block, &mut attributes);
        }
        let title = headings::unnumbered(inline);
        let mut action = self.action(title.as_ref().unwrap_or(inline), None, &mut attributes);
        action.url = action.url.or_else(|| part.blocks.iter().find_map(|block| self.url_below(block)));
        self.push(action, offset, attributes.impossible);
    }

    fn url_below(&self, block: &Block) -> Option<String> {
        match block {
            Block::Paragraph { inline, .. } => self.first_url(inline),
            Block::List { items, .. } => {
                items.iter().flat_map(|item| &item.blocks).find_map(|block| self.url_below(block))
            }
            _ => None,
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::List { items, range, .. } => self.list(items, range.start),
            Block::Table { head, rows, range, .. } if !self.only_tasks => {
                let (head, rows) = table::divided(head, rows, self.vocabulary);
                self.table(head, rows, range.start);
            }
            Block::Paragraph { inline, .. } if !self.only_tasks => {
                if self.box_lines(inline) {
                    return;
                }
                // "Prevent:" above a list.
                let label = inline.text.trim();
                if label.len() < 60
                    && (label.ends_with(':')
                        || inline.leading_bold().is_some_and(|bold| bold.trim() == label))
                {
                    self.kind = kind_of_heading(label);
                    self.state = state_of_heading(label);
                }
            }
            _ => {}
        }
    }

    /// Lines that begin with a box: "☐ Oil the wheel".
    fn box_lines(&mut self, inline: &Inline) -> bool {
        let mut starts = vec![0];
        starts.extend(&inline.lines);
        starts.push(inline.text.len());
        let starts: Vec<usize> = {
            let is_item =
                |start: &usize| *start == inline.text.len() || box_state(&inline.text[*start..]).is_some();
            starts.into_iter().filter(is_item).collect()
        };
        if starts.len() < 2 || starts[0] != 0 {
            return false;
        }
        for pair in starts.windows(2) {
            let line = part_of(inline, pair[0]..pair[1]);
            let mut attributes = Attributes::new(self.incident, self.vocabulary);
            let action = self.action(&line, None, &mut attributes);
            self.push(action, inline.source_of(pair[0]), attributes.impossible);
        }
        true
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
        let task = item.task.or_else(|| box_state(text).map(|state| state == ActionState::Done));
        let is_described = nested.iter().any(|block| headings::is_description(block));
        let is_group = !nested.is_empty() && !is_described && task.is_none() && is_group_label(inline);
        let is_action = !is_group && !is_placeholder(text) && (task.is_some() || !self.only_tasks);
        if is_action {
            let mut attributes = Attributes::new(self.incident, self.vocabulary);
            item.blocks.iter().skip(1).for_each(|block| headings::details(block, &mut attributes));
            let mut action = self.action(inline, item.task, &mut attributes);
            let nested = nested.iter().filter(|_| is_described);
            action.url = action.url.or_else(|| nested.into_iter().find_map(|block| self.url_below(block)));
            self.push(action, item.range.start, attributes.impossible);
        }
        let around = (self.kind, self.state);
        if is_group {
            self.kind = kind_of_heading(text).or(self.kind);
            self.state = state_of_heading(text).or(self.state);
        }
        // Details of an action are no actions, unless they have boxes of their own.
        let has_boxes = nested.iter().any(|block| matches!(block, Block::List { items, .. } if items.iter().any(|item| item.task.is_some())));
        if is_group || has_boxes || !is_action {
            nested.into_iter().for_each(|block| self.block(block));
        }
        (self.kind, self.state) = around;
        is_action
    }

    fn push(&mut self, action: ActionItem, offset: usize, impossible: Vec<String>) {
        self.actions.impossible.extend(impossible.into_iter().map(|date| (offset, date)));
        let index = self.actions.items.len();
        self.actions.marks.push(Mark { offset, kind: MarkKind::Action { index } });
        self.actions.items.push(action);
    }

    /// What a text says, over what `attributes` have from elsewhere.
    fn action(&self, inline: &Inline, task: Option<bool>, attributes: &mut Attributes<'_>) -> ActionItem {
        let mut draft = Draft::new(inline);
        let struck = inline.is_struck().then_some(ActionState::Dropped);
        if let Some(owner) = bracketed_owner(inline, &mut draft) {
            attributes.owners.push(owner);
        }
        attributes.take_from(&mut draft);
        let boxed = task.map(|done| if done { ActionState::Done } else { ActionState::Open });
        let state = match (boxed, attributes.state.or(struck)) {
            // An empty box beside "in progress" says less than the words do.
            (Some(ActionState::Open) | None, Some(state)) => Some(state),
            (boxed, _) => boxed.or(self.state),
        };
        ActionItem {
            title: draft.text().split_whitespace().collect::<Vec<_>>().join(" "),
            kind: attributes.kind.take().or_else(|| self.kind.map(str::to_owned)),
            priority: attributes.priority.take(),
            owner: attributes.owner(),
            due: attributes.due,
            closed: attributes.closed,
            state: state.unwrap_or_default(),
            state_stated: state.is_some(),
            url: attributes.url.take().or_else(|| self.first_url(inline)),
            in_body: true,
        }
    }

    fn first_url(&self, inline: &Inline) -> Option<String> {
        let of_links = inline.links.iter().map(|(index, _)| self.links[*index].href.as_str());
        of_links
            .filter(|href| href.starts_with("http"))
            .map(str::to_owned)
            .next()
            .or_else(|| {
                let start = inline.text.find("https://").or_else(|| inline.text.find("http://"))?;
                let url = inline.text[start..].split_whitespace().next()?;
                Some(bare_url(url).to_owned())
            })
            .or_else(|| inline.url.clone())
    }
}

/// An address without what ends the sentence around it; brackets within belong to it.
fn bare_url(url: &str) -> &str {
    let url = url.trim_end_matches(['.', ',', ';']);
    let is_closed = url.matches('(').count() >= url.matches(')').count();
    if is_closed { url } else { url.trim_end_matches([')', '.', ',', ';']) }
}

/// A part of a text as a text of its own.
fn part_of(inline: &Inline, range: std::ops::Range<usize>) -> Inline {
    let moved = |at: usize| at.clamp(range.start, range.end) - range.start;
    let pieces =
        inline.pieces.iter().filter(|piece| piece.text.start < range.end && range.start < piece.text.end);
    let links = inline.links.iter().filter(|(_, link)| link.start < range.end && range.start < link.end);
    Inline {
        text: inline.text[range.clone()].to_owned(),
        pieces: pieces
            .map(|piece| {
                let mut piece = piece.clone();
                piece.source += range.start.saturating_sub(piece.text.start);
                piece.text = moved(piece.text.start)..moved(piece.text.end);
                piece
            })
            .collect(),
        lines: Vec::new(),
        links: links.map(|(index, link)| (*index, moved(link.start)..moved(link.end))).collect(),
        url: inline.url.clone(),
        range: inline.range.clone(),
    }
}

/// The state of the box that a text begins with.
fn box_state(text: &str) -> Option<ActionState> {
    let text = text.trim_start();
    let is_box = text.starts_with(['☐', '☑', '☒', '🗹', '⬜', '🔲', '▢', '◻'])
        || text.starts_with('[') && text[1..].contains(']');
    let (state, length) = is_box.then(|| action_state::leading_sign(text)).flatten()?;
    text[length..].starts_with(char::is_whitespace).then_some(state)
}

/// `**[Platform]** text`: who it is for.
fn bracketed_owner(inline: &Inline, draft: &mut Draft) -> Option<String> {
    let bold = inline.leading_bold().map(str::trim).unwrap_or_default();
    let name = bold.strip_prefix('[').and_then(|inside| inside.strip_suffix(']'))?;
    let rest = draft.text().strip_prefix(bold)?;
    if rest.trim().is_empty()
        || action_state::exactly(name).is_some()
        || action_state::exactly(bold).is_some()
    {
        return None;
    }
    let end = draft.text().len() - rest.trim_start_matches([':', ' ', '-', '–']).len();
    draft.cut(0..end);
    Some(name.to_owned())
}

/// Whether the text of an item only announces the items inside it.
fn is_group_label(inline: &Inline) -> bool {
    let text = inline.text.trim();
    let is_bold = inline
        .leading_bold()
        .is_some_and(|bold| bold.trim().trim_end_matches(':') == text.trim_end_matches(':'));
    text.ends_with([':', '：'])
        || is_bold
        || (kind_of_heading(text).is_some() || state_of_heading(text).is_some())
            && text.split_whitespace().count() <= 2
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

/// The state that a heading names for all that is below it: "Completed", "In progress:", "Done items (3)".
fn state_of_heading(heading: &str) -> Option<ActionState> {
    let name = heading.split(['(', '（']).next().unwrap_or_default().trim().trim_end_matches([':', '：']);
    let lower = name.to_lowercase();
    let bare = ["action items", "actions", "items", "tasks"].iter().find_map(|noun| lower.strip_suffix(noun));
    action_state::exactly(name).or_else(|| action_state::exactly(bare?))
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
mod tests;
