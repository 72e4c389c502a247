//! Post-mortems as data for other programs: one record each, as JSON, NDJSON or CSV.
//!
//! [`statistics`] are their figures. The records are a contract: `post-mortem.schema.json` states it, and a test holds every export against it.

pub mod actions;
mod columns;
mod fingerprint;
mod record;
pub mod similar;
pub mod statistics;
mod table;

pub use record::Record;
pub(crate) use record::{severity, url};

use std::io::{self, Write};

use rayon::prelude::*;
use serde::Serializer;

use crate::core::fingerprint::Fingerprint;
use crate::core::model::{IncidentKind, PostMortem};
use crate::know::link::{DocumentId, Site};

/// Records that are held in memory on their way.
const AT_ONCE: usize = 1024;

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
    /// One row a record; what is nested is joined or counted, and what a spreadsheet would take for a formula is guarded.
    Csv,
    /// The same with all cells as they are.
    RawCsv,
}

/// Writes a record for every post-mortem, by path.
///
/// # Errors
/// When `out` can't be written to.
pub fn write(site: &Site, kinds: &[IncidentKind], format: Format, out: &mut dyn Write) -> io::Result<()> {
    let chosen = post_mortems(site, kinds);
    let records = chosen.iter().map(|id| Record::new(site, *id));
    match format {
        Format::Json => {
            let mut json = serde_json::Serializer::pretty(&mut *out);
            json.collect_seq(records)?;
            out.write_all(b"\n")
        }
        Format::JsonLines => {
            out.write_all(b"[")?;
            lines(site, &chosen, b"\n", b",\n", out)?;
            out.write_all(b"\n]\n")
        }
        Format::Ndjson => {
            lines(site, &chosen, b"", b"\n", out)?;
            out.write_all(if chosen.is_empty() { b"" } else { b"\n" })
        }
        Format::Csv => table::write(records, false, out),
        Format::RawCsv => table::write(records, true, out),
    }
}

/// The records on a line each, made on all cores; `first` stands before the first, `between` before any other.
fn lines(
    site: &Site,
    chosen: &[DocumentId],
    first: &[u8],
    between: &[u8],
    out: &mut dyn Write,
) -> io::Result<()> {
    let line = |id: &DocumentId| serde_json::to_vec(&Record::new(site, *id));
    let mut before = first;
    for part in chosen.chunks(AT_ONCE) {
        let lines: Vec<serde_json::Result<Vec<u8>>> = part.par_iter().map(line).collect();
        for line in lines {
            out.write_all(before)?;
            out.write_all(&line?)?;
            before = between;
        }
    }
    Ok(())
}

/// The fingerprint of everything that the record of a document depends on, but for the settings; and of the same without the section that
/// summarises it. Most edits of a text change none of it.
pub fn fingerprints(site: &Site, id: DocumentId) -> (Fingerprint, Fingerprint) {
    let rest = fingerprint::of(site, id);
    let section = site.documents[id].post_mortem().map(|known| &known.summary_section);
    (Fingerprint::of(&(rest, section)), rest)
}

/// Those of some kinds, or of all where none is named, by path.
fn post_mortems(site: &Site, kinds: &[IncidentKind]) -> Vec<DocumentId> {
    let is_chosen = |known: &PostMortem| kinds.is_empty() || kinds.contains(&known.kind);
    (0..site.documents.len()).filter(|id| site.documents[*id].post_mortem().is_some_and(is_chosen)).collect()
}
