//! Figures for other programs and for people: as JSON, and as tables of text.
//!
//! The JSON is a contract: `schema.json` states it, and a test holds the output against it.

mod record;
mod table;

use std::io::{self, Write};

use jiff::civil::Date;

use crate::core::model::IncidentKind;
use crate::know::insight::statistics::{Dimension, Group, Statistics};
use crate::know::link::{DocumentId, Site};

/// JSON Schema (draft 2020-12) of the figures.
pub const SCHEMA: &str = include_str!("schema.json");

/// What is counted, and as of which day.
#[derive(Debug, Clone)]
pub struct Scope {
    pub today: Date,
    /// Incidents of this day and later.
    pub since: Option<Date>,
    /// Incidents of this day and earlier.
    pub until: Option<Date>,
    /// The kinds of event that count; none stands for all but planned work and drills.
    pub kinds: Vec<IncidentKind>,
}

impl Scope {
    /// The incidents that it holds, in the order of [`Site::by_date`]; undated ones only where it has no limits.
    pub fn incidents(&self, site: &Site) -> Vec<DocumentId> {
        let holds = |id: &DocumentId| match site.post_mortem(*id).date {
            Some(date) => {
                self.since.is_none_or(|since| date >= since) && self.until.is_none_or(|until| date <= until)
            }
            None => self.since.is_none() && self.until.is_none(),
        };
        let is_of_kind = |id: &DocumentId| {
            let known = site.post_mortem(*id);
            if self.kinds.is_empty() { !known.is_planned() } else { self.kinds.contains(&known.kind) }
        };
        site.by_date.iter().copied().filter(is_of_kind).filter(holds).collect()
    }
}

/// How figures are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Json,
    /// For people.
    Table,
}

/// Writes all figures.
///
/// # Errors
/// When `out` can't be written to.
pub fn write(
    site: &Site,
    statistics: &Statistics,
    scope: &Scope,
    format: Format,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        Format::Json => json(&record::Whole::new(site, statistics, scope), out),
        Format::Table => out.write_all(table::whole(site, statistics, scope).as_bytes()),
    }
}

/// Writes the figures of each group.
///
/// # Errors
/// When `out` can't be written to.
pub fn write_groups(
    site: &Site,
    dimension: Dimension,
    groups: &[Group],
    scope: &Scope,
    format: Format,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        Format::Json => json(&record::Grouped::new(site, dimension, groups, scope), out),
        Format::Table => out.write_all(table::groups(dimension, groups, scope).as_bytes()),
    }
}

fn json(record: &impl serde::Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, record)?;
    out.write_all(b"\n")
}
