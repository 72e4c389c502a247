//! An index that is open for queries: what is touched by every one of them is held decoded.

mod columns;
mod norms;

use std::sync::Arc;

use tantivy::postings::TermInfo;
use tantivy::schema::Field;
use tantivy::{InvertedIndexReader, SegmentReader};

pub use columns::Columns;

use crate::dictionary::Typos;
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
    fields: [TextIndex; TextField::COUNT],
}

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
            fields,
        })
    }

    pub fn text(&self, field: TextField) -> &TextIndex {
        &self.fields[field as usize]
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

    /// Where the postings of a term are.
    ///
    /// # Errors
    /// When the dictionary is damaged.
    pub fn find(&self, term: &str) -> std::io::Result<Option<TermInfo>> {
        self.inverted.terms().get(term.as_bytes())
    }
}
