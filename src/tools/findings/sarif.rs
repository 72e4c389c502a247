//! SARIF 2.1.0.

use std::io::{self, Write};

use serde_sarif::sarif::{
    ArtifactChange, ArtifactContent, ArtifactLocation, Fix, Location, Message, MultiformatMessageString,
    PhysicalLocation, Region, Replacement, ReportingDescriptor, Result as Finding, ResultLevel, Run, Sarif,
    Tool, ToolComponent,
};

use super::{fingerprints, forward};
use crate::core::diagnostic::{Diagnostic, Level};
use crate::tools::check::rules;

pub fn write(found: &[Diagnostic], out: &mut dyn Write) -> io::Result<()> {
    let mut names: Vec<&str> = found.iter().map(|finding| finding.rule).collect();
    names.sort_unstable();
    names.dedup();
    let driver = ToolComponent::builder()
        .name("lookback")
        .version(env!("CARGO_PKG_VERSION"))
        .rules(names.iter().map(|name| descriptor(name)).collect::<Vec<_>>())
        .build();
    let results: Vec<Finding> = found
        .iter()
        .zip(fingerprints(found))
        .map(|(finding, fingerprint)| {
            let rule = names.binary_search(&finding.rule).unwrap_or_default();
            result(finding, fingerprint, i64::try_from(rule).unwrap_or_default())
        })
        .collect();
    let run = Run::builder()
        .tool(Tool::builder().driver(driver).build())
        .results(results)
        // A column counts characters, not the units of UTF-16, which would be usual.
        .column_kind("unicodeCodePoints")
        .build();
    let sarif = Sarif::builder()
        .version("2.1.0")
        .schema("https://json.schemastore.org/sarif-2.1.0.json")
        .runs(vec![run])
        .build();
    serde_json::to_writer_pretty(&mut *out, &sarif)?;
    out.write_all(b"\n")
}

fn descriptor(name: &str) -> ReportingDescriptor {
    let Some(rule) = rules::find(name) else { return ReportingDescriptor::builder().id(name).build() };
    let text = |text: String| MultiformatMessageString::builder().text(text).build();
    ReportingDescriptor::builder()
        .id(name)
        .short_description(text(rule.what.clone()))
        .full_description(text(format!("{} {}", rule.what, rule.why)))
        .help(text(format!("{} {}", rule.why, rule.instead)))
        .build()
}

fn result(finding: &Diagnostic, fingerprint: String, rule: i64) -> Finding {
    let text = match &finding.hint {
        Some(hint) => format!("{}. {hint}", finding.message),
        None => finding.message.clone(),
    };
    let artifact = ArtifactLocation::builder().uri(uri(&forward(&finding.path))).build();
    let physical = match &finding.place {
        Some(place) => PhysicalLocation::builder()
            .artifact_location(artifact)
            .region(
                Region::builder()
                    .start_line(i64::try_from(place.line).unwrap_or(1))
                    .start_column(i64::try_from(place.column).unwrap_or(1))
                    .build(),
            )
            .build(),
        None => PhysicalLocation::builder().artifact_location(artifact).build(),
    };
    let fixes = finding.fix.as_ref().map(|one| vec![fix(&finding.path, one)]);
    let builder = Finding::builder()
        .rule_id(finding.rule)
        .rule_index(rule)
        .level(match finding.level {
            Level::Error => ResultLevel::Error,
            Level::Warning => ResultLevel::Warning,
        })
        .message(Message::builder().text(text).build())
        .locations(vec![Location::builder().physical_location(physical).build()])
        .partial_fingerprints(
            [("lookback/v1".to_owned(), fingerprint)]
                .into_iter()
                .collect::<std::collections::BTreeMap<_, _>>(),
        );
    match fixes {
        Some(fixes) => builder.fixes(fixes).build(),
        None => builder.build(),
    }
}

fn fix(path: &str, fix: &crate::core::diagnostic::Fix) -> Fix {
    let number = |number: usize| i64::try_from(number).unwrap_or(1);
    let region = Region::builder()
        .start_line(number(fix.start.0))
        .start_column(number(fix.start.1))
        .end_line(number(fix.end.0))
        .end_column(number(fix.end.1))
        .build();
    let content = ArtifactContent::builder().text(fix.edit.text.clone()).build();
    let replacement = Replacement::builder().deleted_region(region).inserted_content(content).build();
    let change = ArtifactChange::builder()
        .artifact_location(ArtifactLocation::builder().uri(uri(&forward(path))).build())
        .replacements(vec![replacement])
        .build();
    Fix::builder().artifact_changes(vec![change]).build()
}

/// A path as a relative reference.
fn uri(path: &str) -> String {
    crate::core::address::encode(path)
}
