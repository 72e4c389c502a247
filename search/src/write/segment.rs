//! Records → one segment of the index, in memory.

use std::collections::BTreeMap;

use tantivy::directory::{OwnedBytes, RamDirectory};
use tantivy::index::SegmentComponent;
use tantivy::indexer::SingleSegmentIndexWriter;
use tantivy::store::Compressor;
use tantivy::tokenizer::TokenizerManager;
use tantivy::{Directory, Index, IndexSettings, SegmentReader, TantivyDocument};

use crate::record::{Columns, FacetName, FacetTable, Record};
use crate::schema::{TextField, schema};
use crate::tokenizer::{self, Words};

/// From this the writer takes the size of its table of terms, in bytes; both grow with what is indexed. A shard has some ten
/// thousand terms: a larger table would only be cleared, and missed by the processor's caches, for nothing.
const MEMORY_BUDGET: usize = 1_000_000;

/// Facets whose names are words that a record is found by.
const NAMING: [FacetName; 5] =
    [FacetName::Service, FacetName::Cause, FacetName::Trigger, FacetName::Team, FacetName::Tag];

/// Tables of all facets, in the order of [`FacetName::ALL`].
pub type FacetTables = [FacetTable; FacetName::COUNT];

/// Words of all text fields of some records, and where they are.
pub struct Segment {
    pub reader: SegmentReader,
    /// The files with terms and posting lists, by ending.
    pub files: BTreeMap<&'static str, OwnedBytes>,
}

/// Indexes `records` in their order, from document 0. The same records give the same postings; only the name of the
/// segment is random.
///
/// # Errors
/// As tantivy's; in memory there is none to be expected.
pub fn build(records: &[Record]) -> tantivy::Result<Segment> {
    let tokenizers = TokenizerManager::default();
    tokenizers.register(tokenizer::NAME, Words::default());
    let settings = IndexSettings { docstore_compression: Compressor::None, ..IndexSettings::default() };
    let directory = RamDirectory::create();
    let mut writer: SingleSegmentIndexWriter = Index::builder()
        .schema(schema())
        .settings(settings)
        .tokenizers(tokenizers)
        .single_segment_index_writer(directory.clone(), MEMORY_BUDGET)?;
    for record in records {
        writer.add_document(document(record))?;
    }
    let segments = writer.finalize()?.searchable_segments()?;
    let segment = segments.first().ok_or_else(|| {
        tantivy::TantivyError::InternalError("an index of no segment was written".to_owned())
    })?;
    let mut files = BTreeMap::new();
    for (component, ending) in [
        (SegmentComponent::Postings, "idx"),
        (SegmentComponent::Positions, "pos"),
        (SegmentComponent::Terms, "term"),
    ] {
        files.insert(ending, directory.open_read(&segment.relative_path(component))?.read_bytes()?);
    }
    Ok(Segment { reader: SegmentReader::open(segment)?, files })
}

/// Words that a record is found by, beside its own: the names of what it belongs to.
///
/// # Panics
/// If the record names a value that is not in its facet's table.
pub fn names(columns: &Columns, tables: &FacetTables) -> Vec<String> {
    let of = |facet: FacetName| {
        let values = &columns.facets[facet as usize];
        values.iter().map(move |value| &tables[facet as usize].values[*value as usize])
    };
    let values = NAMING.into_iter().flat_map(of);
    values.flat_map(|value| std::iter::once(&value.label).chain(&value.aliases).cloned()).collect()
}

fn document(record: &Record) -> TantivyDocument {
    let mut document = TantivyDocument::default();
    let mut add = |field: TextField, text: &str| {
        if !text.is_empty() {
            document.add_text(field.field(), text);
        }
    };
    add(TextField::Title, &record.title);
    add(TextField::Summary, &record.summary);
    for section in &record.sections {
        add(TextField::Headings, &section.heading);
        add(TextField::Body, &section.text);
    }
    for identifier in &record.identifiers {
        add(TextField::Names, identifier);
    }
    document
}

#[cfg(test)]
mod tests {
    use tantivy::DocSet;
    use tantivy::postings::Postings;
    use tantivy::schema::{IndexRecordOption, Term};

    use super::*;
    use crate::record::{FacetValue, Kind, Section};

    fn value(key: &str, label: &str, aliases: &[&str]) -> FacetValue {
        let aliases = aliases.iter().map(|&alias| alias.to_owned()).collect();
        FacetValue { key: key.to_owned(), label: label.to_owned(), aliases, url: String::new() }
    }

    fn record(id: &str, identifiers: Vec<String>) -> Record {
        Record {
            kind: Kind::Incident,
            id: id.to_owned(),
            path: format!("{id}.md"),
            url: format!("{id}.html"),
            title: "Checkout's queue".to_owned(),
            summary: String::new(),
            sections: vec![
                Section { anchor: String::new(), heading: String::new(), text: "One two".to_owned() },
                Section { anchor: "a".to_owned(), heading: "Impact".to_owned(), text: "three".to_owned() },
            ],
            identifiers,
        }
    }

    #[test]
    fn records_become_documents_in_their_order() -> tantivy::Result<()> {
        let mut tables = FacetTables::default();
        tables[FacetName::Service as usize].values =
            vec![value("api", "API", &["front door"]), value("queue", "Queue", &[])];
        let mut columns = Columns::default();
        columns.facets[FacetName::Service as usize] = vec![0, 1];
        let names = names(&columns, &tables);
        assert_eq!(names, ["API", "front door", "Queue"]);
        let reader = build(&[record("first", vec![]), record("second", names)])?.reader;
        assert_eq!(reader.max_doc(), 2);

        let names = TextField::Names.field();
        let inverted = reader.inverted_index(names)?;
        let door = Term::from_field_text(names, "door");
        let mut postings = inverted.read_postings(&door, IndexRecordOption::WithFreqs)?.expect("an alias");
        assert_eq!((postings.doc(), postings.term_freq()), (1, 1));
        assert_eq!(postings.advance(), tantivy::TERMINATED);

        let body = TextField::Body.field();
        let mut positions = Vec::new();
        let three = Term::from_field_text(body, "three");
        let mut postings = reader
            .inverted_index(body)?
            .read_postings(&three, IndexRecordOption::WithFreqsAndPositions)?
            .expect("a word of the second section");
        postings.positions(&mut positions);
        assert_eq!(positions, [3], "no phrase crosses from one section to the next");
        Ok(())
    }
}
