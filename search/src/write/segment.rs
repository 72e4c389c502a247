//! Records → one segment of the index, in memory.

use tantivy::directory::RamDirectory;
use tantivy::indexer::SingleSegmentIndexWriter;
use tantivy::schema::{Field, Schema};
use tantivy::store::Compressor;
use tantivy::tokenizer::TokenizerManager;
use tantivy::{Index, IndexSettings, TantivyDocument};

use crate::record::{FacetName, FacetTable, Record};
use crate::schema::{DATE, MINUTES, TextField, facet_column, schema};
use crate::tokenizer::{self, Words};

/// What the writer asks for at least; its memory grows with what is indexed, and is only counted against this.
const MEMORY_BUDGET: usize = 15_000_000;

/// Facets whose names are words that a record is found by.
const NAMING: [FacetName; 5] =
    [FacetName::Service, FacetName::Cause, FacetName::Trigger, FacetName::Team, FacetName::Tag];

/// Tables of all facets, in the order of [`FacetName::ALL`].
pub type FacetTables = [FacetTable; FacetName::COUNT];

/// Indexes `records` in their order, from document 0. The same records give the same postings; only the name of the
/// segment is random.
///
/// # Errors
/// As tantivy's; in memory there is none to be expected.
///
/// # Panics
/// If a record names a value that is not in its facet's table.
pub fn build(records: &[Record], tables: &FacetTables) -> tantivy::Result<Index> {
    let columns = Columns::of(&schema());
    let tokenizers = TokenizerManager::default();
    tokenizers.register(tokenizer::NAME, Words::default());
    let settings = IndexSettings { docstore_compression: Compressor::None, ..IndexSettings::default() };
    let mut writer: SingleSegmentIndexWriter = Index::builder()
        .schema(schema())
        .settings(settings)
        .tokenizers(tokenizers)
        .single_segment_index_writer(RamDirectory::create(), MEMORY_BUDGET)?;
    for record in records {
        writer.add_document(document(record, tables, &columns))?;
    }
    writer.finalize()
}

/// The fields that are columns.
struct Columns {
    date: Field,
    minutes: Field,
    facets: [Field; FacetName::COUNT],
}

impl Columns {
    fn of(schema: &Schema) -> Self {
        let field = |name| schema.get_field(name).expect("the schema has all columns");
        Self {
            date: field(DATE),
            minutes: field(MINUTES),
            facets: FacetName::ALL.map(|facet| field(facet_column(facet))),
        }
    }
}

fn document(record: &Record, tables: &FacetTables, columns: &Columns) -> TantivyDocument {
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
    for facet in NAMING {
        for &value in &record.facets[facet as usize] {
            let value = &tables[facet as usize].values[value as usize];
            add(TextField::Names, &value.label);
            for alias in &value.aliases {
                add(TextField::Names, alias);
            }
        }
    }
    if let Some(date) = record.date {
        document.add_i64(columns.date, i64::from(date));
    }
    if let Some(minutes) = record.minutes {
        document.add_u64(columns.minutes, u64::from(minutes));
    }
    for (&field, values) in columns.facets.iter().zip(&record.facets) {
        for &value in values {
            document.add_u64(field, u64::from(value));
        }
    }
    document
}

#[cfg(test)]
mod tests {
    use tantivy::postings::Postings;
    use tantivy::schema::{IndexRecordOption, Term};
    use tantivy::{DocSet, SegmentReader};

    use super::*;
    use crate::record::{FacetValue, Kind, Section};

    fn value(key: &str, label: &str, aliases: &[&str]) -> FacetValue {
        let aliases = aliases.iter().map(|&alias| alias.to_owned()).collect();
        FacetValue { key: key.to_owned(), label: label.to_owned(), aliases, url: String::new() }
    }

    fn record(id: &str, services: Vec<u32>) -> Record {
        let mut facets: [Vec<u32>; FacetName::COUNT] = Default::default();
        facets[FacetName::Service as usize] = services;
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
            identifiers: vec![id.to_owned()],
            facets,
            date: Some(-3),
            minutes: None,
        }
    }

    #[test]
    fn records_become_documents_in_their_order() -> tantivy::Result<()> {
        let mut tables = FacetTables::default();
        tables[FacetName::Service as usize].values =
            vec![value("api", "API", &["front door"]), value("queue", "Queue", &[])];
        let index = build(&[record("first", vec![]), record("second", vec![0, 1])], &tables)?;
        let segments = index.searchable_segments()?;
        let reader = SegmentReader::open(&segments[0])?;
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

        let services = reader.fast_fields().u64(facet_column(FacetName::Service))?;
        assert_eq!(services.values_for_doc(1).collect::<Vec<_>>(), [0, 1]);
        assert_eq!(services.values_for_doc(0).count(), 0);
        assert_eq!(reader.fast_fields().i64(DATE)?.first(0), Some(-3));
        Ok(())
    }
}
