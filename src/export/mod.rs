//! Post-mortems as data for other programs: one record each, as JSON, NDJSON or CSV.
//!
//! [`statistics`] are their figures. The records are a contract: `post-mortem.schema.json` states it, and a test holds every export against it.

pub mod actions;
mod columns;
mod print;
mod record;
pub mod similar;
pub mod statistics;
mod table;

pub use record::Record;
pub(crate) use record::{severity, url};

use std::io::{self, Write};

use rayon::prelude::*;
use serde::Serializer;

use crate::fingerprint::Fingerprint;
use crate::link::{DocumentId, Site};

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
    match format {
        _ if site.by_date.is_empty() => at_once(site, format),
        Format::JsonLines => joined(site, b"[\n", b",\n", b"\n]\n"),
        Format::Ndjson => joined(site, b"", b"\n", b"\n"),
        Format::Json | Format::Csv => at_once(site, format),
    }
}

/// The records on a line each, made on all cores.
fn joined(site: &Site, start: &[u8], between: &[u8], end: &[u8]) -> Vec<u8> {
    let line = |id: &DocumentId| serde_json::to_vec(&Record::new(site, *id)).unwrap_or_default();
    let lines: Vec<Vec<u8>> = post_mortems(site).par_iter().map(line).collect();
    let size: usize = lines.iter().map(|line| line.len() + between.len()).sum();
    let mut bytes = Vec::with_capacity(start.len() + size + end.len());
    bytes.extend_from_slice(start);
    for (place, line) in lines.into_iter().enumerate() {
        if place > 0 {
            bytes.extend_from_slice(between);
        }
        bytes.extend_from_slice(&line);
    }
    bytes.extend_from_slice(end);
    bytes
}

fn at_once(site: &Site, format: Format) -> Vec<u8> {
    let mut bytes = Vec::new();
    match write(site, format, &mut bytes) {
        Ok(()) => bytes,
        // Nothing that is written to memory fails.
        Err(_) => Vec::new(),
    }
}

/// Of everything that the records depend on, but for the settings. Most edits of a text change none of it.
#[must_use]
pub fn fingerprint(site: &Site) -> Fingerprint {
    Fingerprint::of(&post_mortems(site).into_par_iter().map(|id| print::of(site, id)).collect::<Vec<_>>())
}

/// By path.
fn post_mortems(site: &Site) -> Vec<DocumentId> {
    (0..site.documents.len()).filter(|id| site.documents[*id].is_post_mortem()).collect()
}

fn records(site: &Site) -> impl Iterator<Item = Record<'_>> {
    post_mortems(site).into_iter().map(|id| Record::new(site, id))
}
