//! Where a text says what is not for readers outside: sections, labelled lines, lines of the timeline, action items.

mod actions;
mod labels;

use std::collections::BTreeSet;
use std::ops::Range;

use super::field::{ActionPart, Field};
use super::fields::Fields;
use super::keys::ROLES;
use super::sections::{self, Structure};
use super::vocabulary::Vocabulary;
use super::{Local, Parser, Zone, front_matter, timeline, title};
use crate::core::config::Config;
use crate::core::edit::Edit;
use crate::core::model::{MarkKind, Milestone, SourceFile};
use crate::read::markdown::blocks::{Block, Item, Outline, Row, outline};

/// What is withheld.
#[derive(Debug, Clone, Default)]
pub struct Withheld {
    /// With those that follow from others.
    fields: BTreeSet<Field>,
    /// Phases whose moments were named.
    phases: Vec<Milestone>,
    pub of_actions: BTreeSet<ActionPart>,
}

const PHASES: [Milestone; 5] = [
    Milestone::Start,
    Milestone::Detected,
    Milestone::Acknowledged,
    Milestone::Mitigated,
    Milestone::Resolved,
];

impl Withheld {
    pub fn new(named: &[Field], of_actions: BTreeSet<ActionPart>) -> Self {
        let phases = PHASES.into_iter().filter(|phase| named.contains(&Field::of_phase(*phase))).collect();
        let mut fields: BTreeSet<Field> = named.iter().copied().collect();
        if fields.contains(&Field::Date) {
            // A moment tells the day.
            fields.extend(PHASES.map(Field::of_phase));
        }
        if fields.contains(&Field::ResolvedAt) {
            fields.insert(Field::Resolved);
        }
        if fields.contains(&Field::Services) {
            fields.insert(Field::RootCauseServices);
        }
        if fields.contains(&Field::Roles) {
            fields.extend(ROLES.iter().map(|(_, role)| Field::Role(role)));
        }
        if fields.contains(&Field::Role("owner")) {
            fields.insert(Field::Owner);
        }
        if fields.contains(&Field::Owner) {
            fields.insert(Field::Role("owner"));
        }
        Self { fields, phases, of_actions }
    }

    pub fn has(&self, field: Field) -> bool {
        self.fields.contains(&field)
    }

    pub fn fields(&self) -> impl Iterator<Item = Field> + '_ {
        self.fields.iter().copied()
    }

    /// Whether the moment that begins a phase is withheld by itself, and not for the day that it tells.
    pub fn has_phase(&self, phase: Milestone) -> bool {
        self.phases.contains(&phase)
    }

    pub fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.of_actions.is_empty()
    }
}

impl Field {
    /// The moment at which a phase begins.
    pub fn of_phase(phase: Milestone) -> Self {
        match phase {
            Milestone::Start => Self::StartedAt,
            Milestone::Detected => Self::DetectedAt,
            Milestone::Acknowledged => Self::AcknowledgedAt,
            Milestone::Mitigated => Self::MitigatedAt,
            Milestone::Resolved => Self::ResolvedAt,
        }
    }
}

/// What the places are looked for in.
struct Withholder<'a> {
    text: &'a str,
    config: &'a Config,
    vocabulary: &'a Vocabulary,
    outline: &'a Outline,
    withheld: &'a Withheld,
    edits: Vec<Edit>,
}

impl Parser<'_> {
    /// The edits that take what is withheld out of the text of a post-mortem. They may leave what only the next call finds; where
    /// there are none, nothing is left.
    pub fn withhold(&self, source: &SourceFile, withheld: &Withheld) -> Vec<Edit> {
        if withheld.is_empty() {
            return Vec::new();
        }
        let mut front = front_matter::read(source, &mut Vec::new());
        let fields = Fields::new(&mut front, self.config);
        let outline = outline(&source.text, front.body_start, self.dialect());
        let title = title::find(source, &fields, &outline.blocks, &self.vocabulary);
        let title_offset = title.heading.map(|range| range.start);
        let structure = sections::divide(&outline.blocks, title_offset, &self.vocabulary);
        let (text, config) = (source.text.as_str(), self.config);
        let vocabulary = &self.vocabulary;
        let mut reader =
            Withholder { text, config, vocabulary, outline: &outline, withheld, edits: Vec::new() };
        reader.sections(&structure);
        reader.labels(&structure);
        reader.timeline(&structure, &self.zone);
        reader.actions(&structure);
        reader.edits
    }
}

impl Withholder<'_> {
    fn cut(&mut self, range: Range<usize>) {
        if !range.is_empty() {
            self.edits.push(Edit { range, text: String::new() });
        }
    }

    /// Cuts whole lines.
    fn cut_lines(&mut self, range: Range<usize>) {
        let end = self.text[range.end..].find('\n').map_or(self.text.len(), |at| range.end + at + 1);
        let end = if self.text[..range.end].ends_with('\n') { range.end } else { end };
        self.cut(self.line_start(range.start)..end);
    }

    fn line_start(&self, at: usize) -> usize {
        self.text[..at].rfind('\n').map_or(0, |end| end + 1)
    }

    /// Puts a dash in the place of what is withheld; whether it is not there already.
    fn dash(&mut self, range: Range<usize>) -> bool {
        let says = self.text[range.clone()].contains(char::is_alphanumeric);
        if says {
            self.edits.push(Edit { range, text: "–".into() });
        }
        says
    }

    /// Sections that say more of a field, and those whose heading names one.
    fn sections(&mut self, structure: &Structure<'_>) {
        for (number, section) in structure.sections.iter().enumerate() {
            // The first part is what stands before all sections.
            let Some(part) = structure.parts.get(number + 1) else { break };
            let kinds = std::iter::once(part.kind).chain(part.also.iter().copied());
            let of_kind = kinds.filter_map(Field::of_section).any(|field| self.withheld.has(field));
            if of_kind || self.is_withheld_label(&section.heading) {
                let next = structure.sections.get(number + 1);
                self.cut(section.offset..next.map_or(self.text.len(), |next| next.offset));
            }
        }
    }

    /// Lines of the timeline, wherever they stand; and those with which a phase begins.
    fn timeline(&mut self, structure: &Structure<'_>, zone: &Zone) {
        let all = self.withheld.has(Field::Timeline);
        if !all && self.withheld.phases.is_empty() {
            return;
        }
        let found = timeline::find(
            &structure.parts,
            timeline::Around::default(),
            &Local::plain(zone.clone()),
            self.vocabulary,
        );
        for mark in &found.marks {
            let entry = match mark.kind {
                MarkKind::TimelineEntry { index, .. } | MarkKind::TimelineAnchor { index } => {
                    found.entries.get(index)
                }
                _ => None,
            };
            let phase = entry.and_then(|entry| entry.phase);
            let is_phase = phase.is_some_and(|phase| self.withheld.has_phase(phase));
            if is_phase || all && entry.is_some() {
                self.cut_block(&structure.parts, mark.offset);
            }
        }
    }

    /// Cuts the item or the row that begins at an offset, or the block that it lies in.
    fn cut_block(&mut self, parts: &[sections::Part<'_>], at: usize) {
        let smallest = |block: &&Block| range_of(block).is_some_and(|range| range.contains(&at));
        let block = parts.iter().flat_map(|part| &part.blocks).copied().find(smallest);
        match block.and_then(|block| piece(block, at)) {
            Some(range) => self.cut_lines(range),
            // Unknown places can't be cut finer.
            None => self.cut_lines(at..at),
        }
    }
}

/// The item of a list, the row of a table, or else the block that holds a byte.
fn piece(block: &Block, at: usize) -> Option<Range<usize>> {
    let inside = |blocks: &[Block]| {
        let block = blocks.iter().find(|block| range_of(block).is_some_and(|range| range.contains(&at)))?;
        piece(block, at)
    };
    match block {
        Block::List { items, .. } => {
            let item: &Item = items.iter().find(|item| item.range.contains(&at))?;
            let nested = item.blocks.iter().any(|block| matches!(block, Block::List { .. }));
            let below = if nested && at > item.range.start { inside(&item.blocks) } else { None };
            Some(below.unwrap_or_else(|| item.range.clone()))
        }
        Block::Table { rows, range, .. } => {
            let row: Option<&Row> = rows.iter().find(|row| row.range.contains(&at));
            Some(row.map_or_else(|| range.clone(), |row| row.range.clone()))
        }
        Block::Quote { blocks } | Block::Footnote { blocks, .. } => inside(blocks),
        block => range_of(block),
    }
}

fn range_of(block: &Block) -> Option<Range<usize>> {
    match block {
        Block::Heading { range, .. }
        | Block::Paragraph { range, .. }
        | Block::List { range, .. }
        | Block::Table { range, .. }
        | Block::Code { range }
        | Block::Html { range, .. } => Some(range.clone()),
        Block::Quote { blocks } | Block::Footnote { blocks, .. } => {
            let start = blocks.iter().find_map(range_of)?.start;
            Some(start..blocks.iter().rev().find_map(range_of)?.end)
        }
        Block::Rule => None,
    }
}
