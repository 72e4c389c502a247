//! What the index holds of a record: text fields, and columns to filter, count and sort by.

use tantivy::schema::{
    Field, IndexRecordOption, NumericOptions, Schema, SchemaBuilder, TextFieldIndexing, TextOptions,
};

use crate::record::FacetName;
use crate::tokenizer;

/// A field of text. Terms are folded words as they stand in the text, not stems.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TextField {
    Title,
    Summary,
    Headings,
    /// Identifiers, and the names of services, causes, triggers, teams and tags.
    Names,
    Body,
}

impl TextField {
    pub const ALL: [Self; 5] = [Self::Title, Self::Summary, Self::Headings, Self::Names, Self::Body];
    pub const COUNT: usize = Self::ALL.len();

    /// As in `title:timeout`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Summary => "summary",
            Self::Headings => "headings",
            Self::Names => "names",
            Self::Body => "body",
        }
    }

    /// The field of the index; the order of [`Self::ALL`] is that of the schema.
    pub fn field(self) -> Field {
        Field::from_field_id(self as u32)
    }
}

/// The column of dates, days since 1970-01-01; at most one a record.
pub const DATE: &str = "date";
/// The column of durations in minutes; at most one a record.
pub const MINUTES: &str = "minutes";

/// The column with the positions of a record's values in the facet's table; any number a record, ascending.
pub fn facet_column(facet: FacetName) -> &'static str {
    match facet {
        FacetName::Kind => "facet_kind",
        FacetName::Severity => "facet_severity",
        FacetName::Status => "facet_status",
        FacetName::Service => "facet_service",
        FacetName::Cause => "facet_cause",
        FacetName::Trigger => "facet_trigger",
        FacetName::Team => "facet_team",
        FacetName::Tag => "facet_tag",
        FacetName::Year => "facet_year",
        FacetName::Language => "facet_language",
        FacetName::Owner => "facet_owner",
    }
}

/// The one schema; it is known to both sides and not published.
pub fn schema() -> Schema {
    let mut builder = Schema::builder();
    for text in TextField::ALL {
        add_text(&mut builder, text);
    }
    let column = NumericOptions::default().set_fast();
    builder.add_i64_field(DATE, column.clone());
    builder.add_u64_field(MINUTES, column.clone());
    for facet in FacetName::ALL {
        builder.add_u64_field(facet_column(facet), column.clone());
    }
    builder.build()
}

fn add_text(builder: &mut SchemaBuilder, text: TextField) {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(tokenizer::NAME)
        .set_index_option(IndexRecordOption::WithFreqsAndPositions)
        .set_fieldnorms(true);
    let field = builder.add_text_field(text.as_str(), TextOptions::default().set_indexing_options(indexing));
    debug_assert_eq!(field, text.field());
}
