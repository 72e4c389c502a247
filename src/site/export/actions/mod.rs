//! Action items as data for other programs, and as text for people.
//!
//! The records are a contract, as those of post-mortems are: `action.schema.json` states it.

mod markdown;
mod record;
mod table;

pub use record::Record;

use std::io::{self, Write};

use serde::Serializer;

use super::table::{guarded, into_io};
use crate::know::insight::actions::{Actions, TrackedActionId};
use crate::know::link::Site;
use crate::site::calendar::calendar;

/// JSON Schema (draft 2020-12) of one record.
pub const SCHEMA: &str = include_str!("action.schema.json");

/// How action items are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Columns for people.
    Table,
    /// One array, indented.
    Json,
    /// One row a record; what a spreadsheet would take for a formula is guarded.
    Csv,
    /// The same with all cells as they are.
    RawCsv,
    /// A calendar of those that are open and have a due date.
    Ics,
    /// A list with boxes, to be pasted into a message or a ticket.
    Markdown,
}

/// Writes some action items in the order given.
///
/// # Errors
/// When `out` can't be written to.
pub fn write(
    site: &Site,
    actions: &Actions,
    items: &[TrackedActionId],
    format: Format,
    out: &mut dyn Write,
) -> io::Result<()> {
    let records = || items.iter().map(|id| Record::new(site, actions, *id));
    match format {
        Format::Table => out.write_all(table::table(site, actions, items).as_bytes()),
        Format::Json => {
            let mut json = serde_json::Serializer::pretty(&mut *out);
            json.collect_seq(records())?;
            out.write_all(b"\n")
        }
        Format::Csv | Format::RawCsv => {
            let cell = |cell| if format == Format::RawCsv { cell } else { guarded(cell) };
            let mut csv = csv::WriterBuilder::new().has_headers(false).from_writer(out);
            csv.write_record(record::COLUMNS).map_err(into_io)?;
            for record in records() {
                csv.write_record(record.row().map(cell)).map_err(into_io)?;
            }
            csv.flush()
        }
        Format::Ics => out.write_all(calendar(site, actions, items).as_bytes()),
        Format::Markdown => out.write_all(markdown::list(site, actions, items).as_bytes()),
    }
}
