//! Action items, and parts of them: owners, dates, addresses.

use std::ops::Range;

use super::Withholder;
use crate::core::model::{ActionItem, MarkKind, SectionKind};
use crate::read::markdown::blocks::{Block, Inline, Row};
use crate::read::parse::field::{ActionPart, Field};
use crate::read::parse::sections::Structure;
use crate::read::parse::{actions, table, time};

/// Words before a colon that say what follows, for every part and for the states.
const KEYS: [(Option<ActionPart>, &[&str]); 7] = [
    (
        Some(ActionPart::Owner),
        &["owner", "owners", "assignee", "assignees", "by", "who", "responsible", "担当", "负责人"],
    ),
    (Some(ActionPart::Due), &["due", "deadline", "eta", "期限", "截止"]),
    (Some(ActionPart::Closed), &["done", "closed", "completed", "dropped"]),
    (Some(ActionPart::Priority), &["priority", "prio"]),
    (Some(ActionPart::Kind), &["type", "kind"]),
    (Some(ActionPart::Url), &["url", "link", "ticket", "issue"]),
    (None, &["status", "state"]),
];

/// Words before a date.
const DATED: [(ActionPart, &[&str]); 2] = [
    (ActionPart::Due, &["due", "by", "until", "eta", "deadline"]),
    (ActionPart::Closed, &["done", "closed", "completed", "dropped"]),
];

/// What divides one detail from the next.
const DIVIDES: [char; 9] = [',', ';', '、', '–', '—', '-', '(', '[', '（'];

impl Withholder<'_> {
    pub(super) fn actions(&mut self, structure: &Structure<'_>) {
        let all = self.withheld.has(Field::ActionItems);
        if !all && self.withheld.of_actions.is_empty() {
            return;
        }
        if !all {
            for part in &structure.parts {
                let is_section = part.kind == SectionKind::ActionItems;
                part.blocks.iter().for_each(|block| self.of_actions(block, is_section));
            }
            if !self.edits.is_empty() {
                return;
            }
        }
        // What is in pieces goes whole.
        let found = actions::find(&structure.parts, &self.outline.links, None, self.vocabulary);
        for mark in &found.marks {
            let MarkKind::Action { index } = mark.kind else { continue };
            if all || found.items.get(index).is_some_and(|item| self.is_left(item)) {
                self.cut_block(&structure.parts, mark.offset);
            }
        }
    }

    /// Whether an item still says what is withheld. The type may be that of the heading.
    fn is_left(&self, item: &ActionItem) -> bool {
        let says =
            |text: &Option<String>| text.as_ref().is_some_and(|text| text.contains(char::is_alphanumeric));
        self.withheld.of_actions.iter().any(|part| match part {
            ActionPart::Owner => says(&item.owner),
            ActionPart::Due => item.due.is_some(),
            ActionPart::Closed => item.closed.is_some(),
            ActionPart::Priority => says(&item.priority),
            ActionPart::Url => says(&item.url),
            ActionPart::Kind => false,
        })
    }

    fn of_actions(&mut self, block: &Block, is_action: bool) {
        match block {
            Block::List { items, .. } => {
                for item in items {
                    let is_action = is_action || item.task.is_some();
                    item.blocks.iter().for_each(|block| self.of_actions(block, is_action));
                }
            }
            Block::Table { head, rows, range, is_html } => {
                let (head, rows) = table::divided(head, rows, self.vocabulary);
                let is_meant = |name: &Inline| self.is_part(&name.text, is_action);
                let mut names = head.iter().chain(rows.iter().filter_map(|row| row.cells.first()));
                if *is_html && names.any(is_meant) {
                    // What stands where in HTML is not known.
                    self.cut_lines(range.clone());
                } else if !is_html {
                    self.action_table(head, rows, is_action);
                }
            }
            Block::Paragraph { inline, .. } if is_action => self.details(inline),
            Block::Quote { blocks } | Block::Footnote { blocks, .. } => {
                blocks.iter().for_each(|block| self.of_actions(block, is_action));
            }
            _ => {}
        }
    }

    /// Whether a column of that name holds a part that is withheld.
    fn is_part(&self, name: &str, is_action: bool) -> bool {
        let name = name.trim().to_lowercase();
        self.withheld
            .of_actions
            .iter()
            .any(|part| actions::names_column(*part, &name, is_action, self.vocabulary))
    }

    fn action_table(&mut self, head: &[Inline], rows: &[Row], is_action: bool) {
        // "Owner" and who it is, side by side.
        for cells in rows.iter().map(|row| row.cells.as_slice()).chain([head]) {
            if let [name, value] = cells
                && is_action
                && self.is_part(&name.text, false)
            {
                self.dash(value.range.clone());
            }
        }
        for (column, name) in head.iter().enumerate() {
            if self.is_part(&name.text, is_action) {
                for cell in rows.iter().filter_map(|row| row.cells.get(column)) {
                    self.dash(cell.range.clone());
                }
            } else if is_action {
                rows.iter().filter_map(|row| row.cells.get(column)).for_each(|cell| self.details(cell));
            }
        }
    }

    /// Puts dashes in the place of details that the text of an item gives.
    fn details(&mut self, inline: &Inline) {
        let mut hidden: Vec<Range<usize>> = Vec::new();
        for part in &self.withheld.of_actions {
            hidden.extend(named(&inline.text, *part));
            match part {
                ActionPart::Owner => hidden.extend(handles(inline)),
                ActionPart::Url => hidden.extend(addresses(inline, self.outline)),
                _ => {}
            }
        }
        for range in hidden {
            match self.source(inline, &range) {
                Some(source) => _ = self.dash(source),
                // A name in pieces: marks would be left of it.
                None => self.cut_lines(inline.range.clone()),
            }
        }
    }

    /// Where a part of the plain text stands, with the links that it lies in; `None` where it is in pieces.
    fn source(&self, inline: &Inline, range: &Range<usize>) -> Option<Range<usize>> {
        let text = &inline.text[range.clone()];
        let start = range.start + (text.len() - text.trim_start().len());
        let end = range.end - (text.len() - text.trim_end().len());
        let touched: Vec<_> =
            inline.pieces.iter().filter(|piece| piece.text.start < end && start < piece.text.end).collect();
        let (first, last) = (touched.first()?, touched.last()?);
        let style = |at: usize| (touched[at].bold, touched[at].code, touched[at].struck);
        if (1..touched.len()).any(|at| style(at) != style(0)) {
            return None;
        }
        let from = first.source + start.saturating_sub(first.text.start);
        let mut source = from..last.source + (end - last.text.start).min(last.text.len());
        for (index, inside) in &inline.links {
            if inside.start < end && start < inside.end.max(inside.start + 1) {
                let link = &self.outline.links[*index].range;
                source = source.start.min(link.start)..source.end.max(link.end);
            }
        }
        Some(source)
    }
}

/// The values behind the words for a part, in a plain text.
fn named(text: &str, part: ActionPart) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    // How many brackets are open, counted to where.
    let (mut depth, mut counted) = (0usize, 0);
    for (at, word) in words(text) {
        if found.last().is_some_and(|value| at < value.end) {
            continue;
        }
        depth = text[counted..at].chars().fold(depth, |depth, c| match c {
            '(' | '[' | '（' => depth + 1,
            ')' | ']' | '）' => depth.saturating_sub(1),
            _ => depth,
        });
        counted = at;
        let end_of_value = |value| end_of_value(text, value, depth > 0);
        let lower = word.to_lowercase();
        let rest = &text[at + word.len()..];
        let behind = rest.trim_start();
        let value = text.len() - behind.len();
        let is_key = KEYS.iter().any(|(of, keys)| *of == Some(part) && keys.contains(&lower.as_str()));
        if is_key && behind.starts_with([':', '：', '=']) {
            let sign = behind.chars().next().map_or(1, char::len_utf8);
            found.push(value + sign..end_of_value(value + sign));
            continue;
        }
        let leads = text[..at].trim_end().chars().next_back().is_none_or(|c| DIVIDES.contains(&c));
        if part == ActionPart::Owner && lower == "owner" && leads && !rest.trim().is_empty() {
            found.push(value..end_of_value(value));
        }
        let is_dated = DATED.iter().any(|(of, words)| *of == part && words.contains(&lower.as_str()));
        if is_dated && !rest.is_empty() {
            let end = end_of_value(value);
            let date = text[value..end].trim().trim_start_matches("by ").trim_start_matches("on ");
            if time::parse_date(date).is_some() {
                found.push(value..end);
            }
        }
    }
    found
}

/// Where a value ends: at the bracket that closes what its key stands in, or before the next key.
fn end_of_value(text: &str, value: usize, is_inside: bool) -> usize {
    let mut open = 0usize;
    for (at, c) in text[value..].char_indices().map(|(at, c)| (value + at, c)) {
        match c {
            '(' | '[' | '（' => open += 1,
            ')' | ']' | '）' if open > 0 => open -= 1,
            ')' | ']' | '）' if is_inside => return at,
            c if open == 0 && DIVIDES.contains(&c) && begins_detail(&text[at + c.len_utf8()..]) => return at,
            _ => {}
        }
    }
    text.len()
}

/// Whether a text begins with a word for a part or a state.
fn begins_detail(text: &str) -> bool {
    let Some((at, word)) = words(text).next() else { return false };
    if !text[..at].trim().is_empty() {
        return false;
    }
    let lower = word.to_lowercase();
    let is_key = KEYS.iter().any(|(_, keys)| keys.contains(&lower.as_str()));
    let behind = text[at + word.len()..].trim_start();
    is_key && behind.starts_with([':', '：', '='])
        || DATED.iter().any(|(_, words)| words.contains(&lower.as_str()))
            && behind.starts_with(|c: char| c.is_ascii_digit())
}

fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let starts = text.char_indices().filter(|(at, c)| {
        c.is_alphanumeric()
            && !text[..*at].ends_with(|before: char| before.is_alphanumeric() || before == '_')
    });
    starts.map(|(at, _)| {
        let rest = &text[at..];
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        (at, &rest[..end])
    })
}

/// `@name` anywhere, and `[Team]` in bold in front.
fn handles(inline: &Inline) -> Vec<Range<usize>> {
    let text = &inline.text;
    let signs = text.match_indices('@').map(|(at, _)| at);
    let mut found: Vec<Range<usize>> = signs
        .filter(|at| !text[..*at].ends_with(|c: char| c.is_alphanumeric()))
        .map(|at| {
            let length = text[at + 1..].find(|c: char| !c.is_alphanumeric() && !"-_.".contains(c));
            at..length.map_or(text.len(), |length| at + 1 + length)
        })
        .collect();
    if let Some(bold) = inline.leading_bold() {
        let name = bold.trim();
        if name.starts_with('[') && name.ends_with(']') {
            let start = bold.len() - bold.trim_start().len();
            found.push(start..start + name.len());
        }
    }
    found
}

/// Addresses of other sites: links, and bare ones.
fn addresses(inline: &Inline, outline: &crate::read::markdown::blocks::Outline) -> Vec<Range<usize>> {
    let links = inline.links.iter().filter(|(index, _)| outline.links[*index].href.contains("://"));
    let mut found: Vec<Range<usize>> = links.map(|(_, range)| range.clone()).collect();
    for scheme in ["https://", "http://"] {
        found.extend(inline.text.match_indices(scheme).map(|(at, _)| {
            let length = inline.text[at..].find(char::is_whitespace);
            at..length.map_or(inline.text.len(), |length| at + length)
        }));
    }
    found
}
