//! Divides a document into sections: by headings, and by bold text that serves as headings.

use std::collections::HashMap;

use super::field::Field;
use super::language::DocumentLanguage;
use super::time;
use super::vocabulary::Vocabulary;
use crate::core::model::{Heading, Section, SectionKind};
use crate::read::markdown::blocks::{Block, Inline, Item};

/// Blocks between one heading and the next.
#[derive(Debug)]
pub struct Part<'a> {
    /// What it is about: the section's own kind, or that of the section around it.
    pub kind: SectionKind,
    /// Further kinds that the heading names: "Summary and impact".
    pub also: Vec<SectionKind>,
    pub heading: String,
    pub blocks: Vec<&'a Block>,
    /// How much of the first paragraph is the bold text that opened the part, in bytes.
    pub label: usize,
    /// The heading that opened it, if one did: its level, its text, and whether that names the kind.
    pub opened: Option<Opened<'a>>,
}

/// A heading that opens a part.
#[derive(Debug, Clone, Copy)]
pub struct Opened<'a> {
    pub level: u8,
    pub inline: &'a Inline,
    pub offset: usize,
    pub names_kind: bool,
}

impl Part<'_> {
    pub fn is(&self, kind: SectionKind) -> bool {
        self.kind == kind || self.also.contains(&kind)
    }
}

/// The structure of a document.
#[derive(Debug, Default)]
pub struct Structure<'a> {
    pub parts: Vec<Part<'a>>,
    pub sections: Vec<Section>,
    pub headings: Vec<Heading>,
}

/// Divides the blocks of a document; the heading at `title_offset` is its title and opens nothing.
pub fn divide<'a>(
    blocks: &'a [Block],
    title_offset: Option<usize>,
    vocabulary: &Vocabulary,
) -> Structure<'a> {
    let mut divider = Divider {
        structure: Structure::default(),
        vocabulary,
        language: DocumentLanguage::new(blocks),
        levels: Vec::new(),
        ids: HashMap::new(),
        shown: Vec::new(),
    };
    divider.open(&[], SectionKind::Other, String::new(), 0);
    for block in blocks {
        divider.block(block, title_offset);
    }
    divider.structure
}

struct Divider<'a, 'v> {
    structure: Structure<'a>,
    vocabulary: &'v Vocabulary,
    language: DocumentLanguage<'a>,
    /// Open headings: level and what they are about.
    levels: Vec<(u8, SectionKind)>,
    /// Ids that are taken, each with the last number that was put behind it.
    ids: HashMap<String, usize>,
    /// Levels, as written, of the headings around the current place.
    shown: Vec<u8>,
}

impl<'a> Divider<'a, '_> {
    fn block(&mut self, block: &'a Block, title_offset: Option<usize>) {
        match block {
            Block::Heading { range, .. } if Some(range.start) == title_offset => {}
            Block::Heading { level, inline, id, range } => {
                self.heading(*level, inline, id.as_deref(), range.start, block)
            }
            Block::Paragraph { inline, .. } => {
                if let Some((kind, label)) = self.bold_label(inline) {
                    self.bold_section(kind, inline, label);
                }
                self.keep(block);
            }
            Block::List { items, .. } => self.list(items, block),
            Block::Quote { blocks } | Block::Footnote { blocks, .. } => {
                self.nested_headings(blocks);
                self.keep(block);
            }
            _ => self.keep(block),
        }
    }

    fn heading(&mut self, level: u8, inline: &'a Inline, id: Option<&str>, offset: usize, block: &'a Block) {
        let text = inline.text.trim();
        let shown_level = self.shown_level(level);
        let id = self.unique_id(id.unwrap_or_default(), text);
        self.structure.headings.push(Heading { offset, level: shown_level, id: id.clone() });
        // "### 21:30" is a line of the timeline, whatever its level.
        let in_timeline = self.levels.last().is_some_and(|(_, kind)| *kind == SectionKind::Timeline);
        if is_time_heading(text, in_timeline) {
            self.keep(block);
            return;
        }
        let kinds = self.kinds_of_heading(text);
        let own = kinds.first().copied().unwrap_or(SectionKind::Other);
        while self.levels.last().is_some_and(|(open, _)| *open >= level) {
            self.levels.pop();
        }
        let around = self.levels.last().map_or(SectionKind::Other, |(_, kind)| *kind);
        // Below "Action items", "Monitoring" and "Mitigation" say what kind of action follows.
        let is_type = around == SectionKind::ActionItems
            && matches!(own, SectionKind::Detection | SectionKind::Resolution | SectionKind::RootCause);
        let kind = if own == SectionKind::Other || is_type { around } else { own };
        self.levels.push((level, kind));
        self.structure.sections.push(Section {
            kind: own,
            also: kinds.get(1..).unwrap_or_default().to_vec(),
            heading: text.to_owned(),
            level,
            shown_level,
            id,
            offset,
            is_heading: true,
        });
        self.open(&kinds, kind, text.to_owned(), 0);
        if let Some(part) = self.structure.parts.last_mut() {
            part.opened = Some(Opened { level, inline, offset, names_kind: own == kind && !is_type });
        }
    }

    /// What a heading is about. The name of a fact ("Severity", "Root cause category") stands above that alone.
    fn kinds_of_heading(&self, text: &str) -> Vec<SectionKind> {
        let kinds = self.vocabulary.kinds_of(text, &self.language);
        let is_fact = kinds.is_empty() && self.vocabulary.field(text).is_some_and(Field::is_fact);
        if is_fact { vec![SectionKind::Supporting] } else { kinds }
    }

    /// Bold text at the start of a paragraph that names a kind of section, alone or before a colon, and its length.
    fn bold_label(&self, inline: &Inline) -> Option<(SectionKind, usize)> {
        let bold = inline.leading_bold()?;
        let rest = &inline.text[bold.len()..];
        let opens = rest.trim().is_empty()
            || bold.trim_end().ends_with([':', '：'])
            || rest.trim_start().starts_with([':', '：']);
        let kind = opens.then(|| self.vocabulary.kind_of_label(bold, &self.language)).flatten()?;
        let colon = rest.len() - rest.trim_start_matches([':', '：', ' ', '\n']).len();
        Some((kind, bold.len() + colon))
    }

    fn bold_section(&mut self, kind: SectionKind, inline: &Inline, label: usize) {
        let heading = inline.text[..label].trim().trim_end_matches([':', '：']).trim().to_owned();
        let level = self.levels.last().map_or(2, |(level, _)| (level + 1).min(6));
        let shown_level = u8::try_from(self.shown.len() + 2).unwrap_or(6).min(6);
        let id = self.unique_id("", &heading);
        let offset = inline.range.start;
        self.structure.sections.push(Section {
            kind,
            also: Vec::new(),
            heading: heading.clone(),
            level,
            shown_level,
            id,
            offset,
            is_heading: false,
        });
        self.open(&[kind], kind, heading, label);
    }

    /// A list whose items are opened by bold names of sections is a list of sections.
    fn list(&mut self, items: &'a [Item], block: &'a Block) {
        let label_of = |item: &'a Item| match item.blocks.first() {
            Some(Block::Paragraph { inline, .. }) => {
                self.bold_label(inline).map(|(kind, label)| (kind, inline, label))
            }
            _ => None,
        };
        let labels: Vec<_> = items.iter().map(label_of).collect();
        if labels.iter().flatten().count() < 2 {
            for item in items {
                self.nested_headings(&item.blocks);
            }
            self.keep(block);
            return;
        }
        for (item, label) in items.iter().zip(labels) {
            if let Some((kind, inline, label)) = label {
                self.bold_section(kind, inline, label);
                // The item, not its text, is what carries the anchor.
                if let Some(section) = self.structure.sections.last_mut() {
                    section.offset = item.range.start;
                }
            }
            item.blocks.iter().for_each(|block| self.keep(block));
        }
    }

    /// Headings inside of other blocks are shown, but divide nothing.
    fn nested_headings(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Heading { level, inline, id, range } => {
                    let id = self.unique_id(id.as_deref().unwrap_or_default(), inline.text.trim());
                    let level = self.shown_level(*level);
                    self.structure.headings.push(Heading { offset: range.start, level, id });
                }
                Block::Quote { blocks } | Block::Footnote { blocks, .. } => self.nested_headings(blocks),
                Block::List { items, .. } => items.iter().for_each(|item| self.nested_headings(&item.blocks)),
                _ => {}
            }
        }
    }

    fn shown_level(&mut self, level: u8) -> u8 {
        while self.shown.last().is_some_and(|open| *open >= level) {
            self.shown.pop();
        }
        self.shown.push(level);
        u8::try_from(self.shown.len() + 1).unwrap_or(6).min(6)
    }

    /// Opens a part. Where its heading names several kinds, it is first of all the one that lines are read from.
    fn open(&mut self, kinds: &[SectionKind], kind: SectionKind, heading: String, label: usize) {
        let read =
            [SectionKind::ActionItems, SectionKind::Timeline].into_iter().find(|one| kinds.contains(one));
        let kind = read.filter(|_| kinds.len() > 1).unwrap_or(kind);
        let also = kinds.iter().copied().filter(|other| kinds.len() > 1 && *other != kind).collect();
        self.structure.parts.push(Part { kind, also, heading, blocks: Vec::new(), label, opened: None });
    }

    fn keep(&mut self, block: &'a Block) {
        if let Some(part) = self.structure.parts.last_mut() {
            part.blocks.push(block);
        }
    }

    fn unique_id(&mut self, wanted: &str, text: &str) -> String {
        let base = if wanted.is_empty() { github_slug(text) } else { wanted.to_owned() };
        let base = if base.is_empty() { "section".to_owned() } else { base };
        let base = if is_generated(&base) { format!("x-{base}") } else { base };
        let Some(mut number) = self.ids.get(&base).copied() else {
            self.ids.insert(base.clone(), 0);
            return base;
        };
        let id = loop {
            number += 1;
            let id = format!("{base}-{number}");
            if !self.ids.contains_key(&id) {
                break id;
            }
        };
        self.ids.insert(base, number);
        self.ids.insert(id.clone(), 0);
        id
    }
}

/// Ids that a page gives itself: `t12` for lines of the timeline, `a3` for action items, `fn1` and `fr1` for footnotes,
/// and those of the theme, which begin with `lb-`.
pub fn is_generated(id: &str) -> bool {
    let is_number = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit());
    id.starts_with("lb-")
        || ["t", "a", "fn", "fr"].iter().any(|start| id.strip_prefix(start).is_some_and(is_number))
}

/// Whether a heading is a time. Within a timeline a bare date counts too, and text may follow.
fn is_time_heading(text: &str, in_timeline: bool) -> bool {
    match time::leading(text) {
        Some(stamp) if in_timeline => stamp.time.is_some() || stamp.has_date() || stamp.is_unknown,
        Some(stamp) => stamp.time.is_some() && text[stamp.end..].trim().is_empty(),
        None => false,
    }
}

/// The anchor that GitHub gives a heading: lower case, spaces as hyphens, punctuation dropped.
pub fn github_slug(text: &str) -> String {
    text.trim()
        .chars()
        .flat_map(char::to_lowercase)
        .filter_map(|c| match c {
            ' ' => Some('-'),
            '-' | '_' => Some(c),
            c if c.is_alphanumeric() => Some(c),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::model::Dialect;
    use crate::read::markdown::blocks::outline;
    use std::collections::BTreeMap;

    fn sections(text: &str) -> Vec<(SectionKind, String, u8)> {
        let vocabulary = Vocabulary::new(&BTreeMap::new());
        let outline = outline(text, 0, Dialect::default());
        let structure = divide(&outline.blocks, None, &vocabulary);
        structure
            .sections
            .into_iter()
            .map(|section| (section.kind, section.id, section.shown_level))
            .collect()
    }

    #[test]
    fn headings_of_every_kind_open_sections() {
        use SectionKind::{ActionItems, Impact, RootCause, Summary};
        let found = sections(
            "Summary\n=======\na\n\n### Impact ###\nb\n\n**Root cause**\n\nc\n\n## Action items ##\n",
        );
        assert_eq!(
            found,
            [
                (Summary, "summary".into(), 2),
                (Impact, "impact".into(), 3),
                (RootCause, "root-cause".into(), 4),
                (ActionItems, "action-items".into(), 3)
            ]
        );
    }

    #[test]
    fn bold_list_items_open_sections() {
        let found = sections("- **Summary**: a\n- **Impact**:\n  - b\n- **Fix**\n  - c\n");
        let kinds: Vec<_> = found.iter().map(|(kind, ..)| *kind).collect();
        assert_eq!(kinds, [SectionKind::Summary, SectionKind::Impact, SectionKind::Resolution]);
    }

    #[test]
    fn times_are_no_sections() {
        let found = sections("## Timeline\n### 2018-02-28 21:21\na\n### 21:30 then\nb\n## Impact\n");
        assert_eq!(found.len(), 2);
    }

    #[test]
    fn ids_are_unique_and_do_not_meet_those_of_the_page() {
        let found = sections("# Main\n# Main\n# T1\n# Lb-main\n# Zoë's day!\n");
        let ids: Vec<_> = found.into_iter().map(|(_, id, _)| id).collect();
        assert_eq!(ids, ["main", "main-1", "x-t1", "x-lb-main", "zoës-day"]);
    }
}
