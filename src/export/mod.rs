//! Post-mortems as data for other programs: one record each, as JSON, NDJSON or CSV.
//!
//! [`statistics`] are their figures. The records are a contract: `post-mortem.schema.json` states it, and a test holds every export against it.

pub mod actions;
mod columns;
mod record;
pub mod similar;
pub mod statistics;
mod table;

pub use record::Record;
pub(crate) use record::{severity, url};

use std::io::{self, Write};

use serde::Serializer;

use crate::link::Site;

/// JSON Schema (draft 2020-12) of one record.
pub const SCHEMA: &str = include_str!("post-mortem.schema.json");

/// How records are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// One array, indented.
    Json,
    /// One array, a record on each line.
    JsonLines,
    /// One record a line.
    Ndjson,
    /// One row a record; what is nested is joined or counted.
    Csv,
}

/// Writes a record for every post-mortem, by path.
///
/// # Errors
/// When `out` can't be written to.
pub fn write(site: &Site, format: Format, out: &mut dyn Write) -> io::Result<()> {
    let records = records(site);
    match format {
        Format::Json => {
            let mut json = serde_json::Serializer::pretty(&mut *out);
            json.collect_seq(records)?;
            out.write_all(b"\n")
        }
        Format::JsonLines => {
            out.write_all(b"[")?;
            for (position, record) in records.enumerate() {
                out.write_all(if position == 0 { b"\n" } else { b",\n" })?;
                serde_json::to_writer(&mut *out, &record)?;
            }
            out.write_all(b"\n]\n")
        }
        Format::Ndjson => {
            for record in records {
                serde_json::to_writer(&mut *out, &record)?;
                out.write_all(b"\n")?;
            }
            Ok(())
        }
        Format::Csv => table::write(records, out),
    }
}

/// The same as bytes.
#[must_use]
pub fn bytes(site: &Site, format: Format) -> Vec<u8> {
    let mut bytes = Vec::new();
    match write(site, format, &mut bytes) {
        Ok(()) => bytes,
        // Nothing that is written to memory fails.
        Err(_) => Vec::new(),
    }
}

fn records(site: &Site) -> impl Iterator<Item = Record<'_>> {
    let post_mortems = site.documents.iter().enumerate();
    post_mortems.filter(|(_, document)| document.is_post_mortem()).map(|(id, _)| Record::new(site, id))
}
