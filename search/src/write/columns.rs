//! The files with one value, or some, of each record: columns, and the lengths of texts.

use std::io::{self, Write};
use std::sync::OnceLock;

use tantivy::columnar::{ColumnType, ColumnarWriter};
use tantivy::directory::OwnedBytes;

use super::files::{closed, written};
use crate::record::{Columns, FacetName};
use crate::schema::{DATE, MINUTES, TextField, facet_column};

/// The file of the columns, of the records in order.
pub fn columns<'c>(records: impl ExactSizeIterator<Item = &'c Columns>) -> io::Result<OwnedBytes> {
    let mut writer = ColumnarWriter::default();
    writer.record_column_type(DATE, ColumnType::I64, false);
    writer.record_column_type(MINUTES, ColumnType::U64, false);
    for facet in FacetName::ALL {
        writer.record_column_type(facet_column(facet), ColumnType::U64, false);
    }
    let count = u32::try_from(records.len()).expect("there are fewer than four billion records");
    for (number, record) in (0..).zip(records) {
        if let Some(date) = record.date {
            writer.record_numerical(number, DATE, i64::from(date));
        }
        if let Some(minutes) = record.minutes {
            writer.record_numerical(number, MINUTES, u64::from(minutes));
        }
        for (facet, values) in FacetName::ALL.into_iter().zip(&record.facets) {
            for &value in values {
                writer.record_numerical(number, facet_column(facet), u64::from(value));
            }
        }
    }
    let mut bytes = Vec::new();
    writer.serialize(count, None, &mut bytes)?;
    Ok(closed(bytes))
}

/// The file of the columns of no records. It is the same each time, and tantivy takes megabytes to write any.
pub fn none() -> io::Result<OwnedBytes> {
    static NONE: OnceLock<OwnedBytes> = OnceLock::new();
    if let Some(none) = NONE.get() {
        return Ok(none.clone());
    }
    let none = columns([].into_iter())?;
    Ok(NONE.get_or_init(|| none).clone())
}

/// The file of the lengths, given by field: for each record the number of words, as tantivy shortens it to a byte.
pub fn lengths(fields: impl Iterator<Item = Vec<u8>>) -> io::Result<OwnedBytes> {
    written(0, |file| {
        TextField::ALL
            .into_iter()
            .zip(fields)
            .try_for_each(|(text, lengths)| file.for_field(text.field()).write_all(&lengths))
    })
}
