//! Findings for any program.

use std::io::{self, Write};

use serde::Serialize;

use super::{fingerprints, forward};
use crate::core::diagnostic::{Diagnostic, Level};

#[derive(Serialize)]
struct Report<'a> {
    files: usize,
    errors: usize,
    warnings: usize,
    findings: Vec<Finding<'a>>,
}

#[derive(Serialize)]
struct Finding<'a> {
    rule: &'a str,
    level: &'static str,
    path: String,
    line: Option<usize>,
    column: Option<usize>,
    message: &'a str,
    hint: Option<&'a str>,
    excerpt: Option<&'a str>,
    fingerprint: String,
    fix: Option<Fix<'a>>,
}

/// What is to be replaced, by lines and columns from 1, columns in characters, and with what.
#[derive(Serialize)]
struct Fix<'a> {
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    text: &'a str,
}

pub fn write(found: &[Diagnostic], files: usize, out: &mut dyn Write) -> io::Result<()> {
    let of = |level| found.iter().filter(|finding| finding.level == level).count();
    let findings = found.iter().zip(fingerprints(found)).map(|(finding, fingerprint)| Finding {
        rule: finding.rule,
        level: match finding.level {
            Level::Error => "error",
            Level::Warning => "warning",
        },
        path: forward(&finding.path),
        line: finding.place.as_ref().map(|place| place.line),
        column: finding.place.as_ref().map(|place| place.column),
        message: &finding.message,
        hint: finding.hint.as_deref(),
        excerpt: finding.place.as_ref().map(|place| place.excerpt.as_str()),
        fingerprint,
        fix: finding.fix.as_ref().map(|fix| Fix {
            line: fix.start.0,
            column: fix.start.1,
            end_line: fix.end.0,
            end_column: fix.end.1,
            text: &fix.edit.text,
        }),
    });
    let report = Report {
        files,
        errors: of(Level::Error),
        warnings: of(Level::Warning),
        findings: findings.collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &report)?;
    out.write_all(b"\n")
}
