//! Findings as other programs read them: a file for each format.

mod github;
mod gitlab;
mod json;
mod junit;
mod sarif;

use std::io::{self, Write};

use crate::core::diagnostic::Diagnostic;

/// JSON Schema (draft 2020-12) of the findings as JSON.
pub const SCHEMA: &str = include_str!("findings.schema.json");

/// Who reads them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Any program: [`SCHEMA`].
    Json,
    /// Static Analysis Results Interchange Format 2.1.0.
    Sarif,
    /// Workflow commands of GitHub Actions, which become annotations.
    Github,
    /// The code quality report of GitLab.
    Gitlab,
    /// `JUnit`'s XML.
    Junit,
}

/// Writes findings; `files` is how many files were looked at.
///
/// # Errors
/// When `out` can't be written to.
pub fn write(found: &[Diagnostic], files: usize, format: Format, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Json => json::write(found, files, out),
        Format::Sarif => sarif::write(found, out),
        Format::Github => github::write(found, out),
        Format::Gitlab => gitlab::write(found, out),
        Format::Junit => junit::write(found, out),
    }
}

/// The path with `/` between its parts, as addresses and other machines have it.
fn forward(path: &str) -> String {
    let path = path.replace('\\', "/");
    path.strip_prefix("./").map_or(path.clone(), str::to_owned)
}

/// What a finding is recognised by when lines above it have changed: its file, rule and words.
fn fingerprint(finding: &Diagnostic, nth: usize) -> String {
    let excerpt = finding.place.as_ref().map_or("", |place| place.excerpt.trim());
    let text = format!("{}\n{}\n{}\n{excerpt}\n{nth}", forward(&finding.path), finding.rule, finding.message);
    format!("{:016x}", crate::core::hash::hash(text.as_bytes()))
}

/// The fingerprint of each finding; those that would be alike are numbered.
fn fingerprints(found: &[Diagnostic]) -> Vec<String> {
    let mut seen = std::collections::HashMap::new();
    found
        .iter()
        .map(|finding| {
            let nth: &mut usize = seen.entry(fingerprint(finding, 0)).or_default();
            *nth += 1;
            fingerprint(finding, *nth)
        })
        .collect()
}
