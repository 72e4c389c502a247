//! Records as CSV, for spreadsheets: lists are joined by `; `, what is deeper is counted or kept as JSON text.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::{Map, Value};

use super::Record;

/// A row; the fields are the columns.
#[derive(Debug, Default, Serialize)]
struct CsvRow<'a> {
    id: &'a str,
    path: &'a str,
    url: &'a str,
    title: &'a str,
    summary: Option<&'a str>,
    date: Option<String>,
    status: Option<&'a str>,
    severity: Option<&'a str>,
    kind: &'a str,
    near_miss: bool,
    visibility: &'a str,
    services: String,
    causes: String,
    triggers: String,
    contributing_factors: String,
    teams: String,
    tags: String,
    started_at: Option<&'a str>,
    detected_at: Option<&'a str>,
    acknowledged_at: Option<&'a str>,
    mitigated_at: Option<&'a str>,
    resolved_at: Option<&'a str>,
    detect_minutes: Option<i64>,
    mitigate_minutes: Option<i64>,
    resolve_minutes: Option<i64>,
    detection: Option<&'a str>,
    impact: String,
    /// `commander: Edge team; scribe: On-call`
    roles: String,
    language: &'a str,
    /// The kinds, in order.
    sections: String,
    timeline_entries: usize,
    action_items: usize,
    action_items_pending: usize,
    links: String,
    backlinks: String,
    /// JSON.
    extra: String,
}

/// Writes a head and a row for each record. Cells that a spreadsheet would take for formulas are guarded unless they are `raw`.
pub fn write<'a>(
    records: impl Iterator<Item = Record<'a>>,
    raw: bool,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record(columns()).map_err(into_io)?;
    for record in records {
        let row = serde_json::to_value(CsvRow::from(&record))?;
        let cells = row.as_object().into_iter().flat_map(Map::values).map(text);
        csv.write_record(cells.map(|cell| if raw { cell } else { guarded(cell) })).map_err(into_io)?;
    }
    csv.flush()
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        value => plain(value),
    }
}

/// A cell that no spreadsheet takes for a formula: what begins like one, and is no number, has an apostrophe before it.
pub(super) fn guarded(cell: String) -> String {
    let is_formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err();
    if is_formula { format!("'{cell}") } else { cell }
}

/// The reader that hung up must be told from other errors, so the kind has to survive.
pub(super) fn into_io(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// Names of the columns.
fn columns() -> Vec<String> {
    let none = serde_json::to_value(CsvRow::default()).unwrap_or_default();
    none.as_object().map(|row| row.keys().cloned().collect()).unwrap_or_default()
}

impl<'a> From<&'a Record<'a>> for CsvRow<'a> {
    fn from(record: &'a Record<'a>) -> Self {
        let pending = |status: &str| matches!(status, "open" | "in-progress");
        Self {
            id: record.id,
            path: record.path,
            url: &record.url,
            title: record.title,
            summary: record.summary,
            date: record.date.map(|date| date.to_string()),
            status: record.status,
            severity: record.severity,
            kind: record.kind,
            near_miss: record.near_miss,
            visibility: record.visibility,
            services: record.services.join(SEPARATOR),
            causes: record.causes.join(SEPARATOR),
            triggers: record.triggers.join(SEPARATOR),
            contributing_factors: record.contributing_factors.join(SEPARATOR),
            teams: record.teams.join(SEPARATOR),
            tags: record.tags.join(SEPARATOR),
            started_at: record.started_at.as_deref(),
            detected_at: record.detected_at.as_deref(),
            acknowledged_at: record.acknowledged_at.as_deref(),
            mitigated_at: record.mitigated_at.as_deref(),
            resolved_at: record.resolved_at.as_deref(),
            detect_minutes: record.durations.detect,
            mitigate_minutes: record.durations.mitigate,
            resolve_minutes: record.durations.resolve,
            detection: record.detection,
            impact: record.impact.map(plain).unwrap_or_default(),
            roles: roles(&record.roles),
            language: record.language,
            sections: join(record.sections.iter().map(|section| section.kind)),
            timeline_entries: record.timeline.len(),
            action_items: record.action_items.len(),
            action_items_pending: record.action_items.iter().filter(|item| pending(item.status)).count(),
            links: join(record.links.iter().map(|link| link.url.as_str())),
            backlinks: record.backlinks.join(SEPARATOR),
            extra: if record.extra.is_empty() {
                String::new()
            } else {
                Value::Object(record.extra.clone()).to_string()
            },
        }
    }
}

const SEPARATOR: &str = "; ";

fn join<'a>(parts: impl Iterator<Item = &'a str>) -> String {
    parts.collect::<Vec<_>>().join(SEPARATOR)
}

/// A string without its quotes, anything else as JSON.
fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn roles(roles: &Map<String, Value>) -> String {
    let named = roles.iter().map(|(role, names)| {
        let names = names.as_array().into_iter().flatten().map(plain).collect::<Vec<_>>();
        format!("{role}: {}", names.join(", "))
    });
    named.collect::<Vec<_>>().join(SEPARATOR)
}
