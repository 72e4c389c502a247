//! The code quality report of GitLab.

use std::io::{self, Write};

use serde::Serialize;

use super::{fingerprints, forward};
use crate::core::diagnostic::{Diagnostic, Level};

#[derive(Serialize)]
struct Issue<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
}

pub fn write(found: &[Diagnostic], out: &mut dyn Write) -> io::Result<()> {
    let issues = found.iter().zip(fingerprints(found)).map(|(finding, fingerprint)| Issue {
        description: match &finding.hint {
            Some(hint) => format!("{}. {hint}", finding.message),
            None => finding.message.clone(),
        },
        check_name: finding.rule,
        fingerprint,
        severity: match finding.level {
            Level::Error => "major",
            Level::Warning => "minor",
        },
        location: Location {
            path: forward(&finding.path),
            lines: Lines { begin: finding.place.as_ref().map_or(1, |place| place.line) },
        },
    });
    serde_json::to_writer_pretty(&mut *out, &issues.collect::<Vec<_>>())?;
    out.write_all(b"\n")
}
