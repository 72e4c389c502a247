//! An index that is open for queries: what is touched by every one of them is held decoded.

mod columns;
mod norms;

use std::io;
use std::sync::Arc;

use tantivy::postings::TermInfo;
use tantivy::schema::Field;
use tantivy::{InvertedIndexReader, SegmentReader};

pub use columns::Columns;

use crate::dictionary::Typos;
use crate::pack::{Occurrences, RareTerms, is_code};
use crate::record::{FacetName, FacetTable};
use crate::schema::TextField;
use crate::stem::Stems;
use norms::Norms;

/// A segment with its columns, tables and dictionaries.
pub struct Opened {
    pub docs: u32,
    pub columns: Columns,
    /// In the order of [`FacetName::ALL`].
    pub tables: [FacetTable; FacetName::COUNT],
    pub stems: Stems,
    pub typos: Typos,
    pub rare: RareTerms,
    fields: [TextIndex; TextField::COUNT],
}

/// What is known of a term in a field.
#[derive(Debug, Clone)]
pub enum Entry {
    /// Where its postings are.
    Listed(TermInfo),
    /// All postings of a rare code.
    Short(Occurrences),
}

impl Entry {
    /// The number of documents.
    pub fn frequency(&self) -> u32 {
        match self {
            Self::Listed(info) => info.doc_freq,
            Self::Short(list) => list.len() as u32,
        }
    }

    /// How many bytes of positions would have to be read.
    pub fn position_bytes(&self) -> usize {
        match self {
            Self::Listed(info) => info.positions_range.len(),
            Self::Short(_) => 0,
        }
    }
}

/// What is known of a term, in the order of [`TextField::ALL`].
pub type Entries = [Option<Entry>; TextField::COUNT];

/// Postings and lengths of one text field.
pub struct TextIndex {
    pub inverted: Arc<InvertedIndexReader>,
    norms: Norms,
}

impl Opened {
    /// Reads what every query needs. `language` is the BCP 47 tag of most texts; it decides on stemming.
    ///
    /// # Errors
    /// As tantivy's, when something is missing or does not fit the schema.
    pub fn new(
        segment: &SegmentReader,
        rare: RareTerms,
        tables: [FacetTable; FacetName::COUNT],
        language: &str,
    ) -> tantivy::Result<Self> {
        let mut fields = Vec::with_capacity(TextField::COUNT);
        for text in TextField::ALL {
            fields.push(TextIndex::new(segment, text.field())?);
        }
        let fields = fields.try_into().unwrap_or_else(|_| unreachable!("one for each field"));
        let columns = Columns::new(segment, &tables)?;
        Ok(Self {
            docs: segment.max_doc(),
            columns,
            tables,
            stems: Stems::of(language),
            typos: Typos::default(),
            rare,
            fields,
        })
    }

    pub fn text(&self, field: TextField) -> &TextIndex {
        &self.fields[field as usize]
    }

    /// What is known of a term in `fields`; nothing where no record has it.
    ///
    /// # Errors
    /// When a dictionary is damaged, or the chunk of a rare code is missing.
    pub fn find(&self, term: &str, fields: &[TextField]) -> io::Result<Option<Entries>> {
        let mut entries: Entries = [const { None }; TextField::COUNT];
        for &field in fields {
            let info = self.text(field).inverted.terms().get(term.as_bytes())?;
            entries[field as usize] = info.map(Entry::Listed);
        }
        if is_code(term) && !self.is_listed(term)? {
            let lists = self.rare.find(term)?.map(|found| found.lists).unwrap_or_default();
            for (number, list) in lists {
                if fields.iter().any(|&field| field as u8 == number) {
                    entries[usize::from(number)] = Some(Entry::Short(list));
                }
            }
        }
        Ok(entries.iter().any(Option::is_some).then_some(entries))
    }

    /// Whether the dictionary of any field has a term; then the table of rare codes has not.
    pub fn is_listed(&self, term: &str) -> io::Result<bool> {
        for index in &self.fields {
            if index.inverted.terms().term_ord(term.as_bytes())?.is_some() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    pub fn table(&self, facet: FacetName) -> &FacetTable {
        &self.tables[facet as usize]
    }
}

impl TextIndex {
    fn new(segment: &SegmentReader, field: Field) -> tantivy::Result<Self> {
        let inverted = segment.inverted_index(field)?;
        let norms = Norms::new(segment, field, inverted.total_num_tokens())?;
        Ok(Self { inverted, norms })
    }

    /// Length of the field in this document relative to the average; 1 is average.
    pub fn relative_length(&self, doc: u32) -> f32 {
        self.norms.relative_length(doc)
    }
}
