//! What is known of each file as lines for people, and a table of how many files something is known of.

use std::io::{self, Write};

use super::record::{Answer, Cause, FileReport, Known, Summary};
use crate::core::plain::count;
use crate::core::plain::harmless;

/// Widest key, so that values stand below each other.
const KEY: usize = 15;

/// Prints the answer. `writes`: keys were written rather than only shown.
///
/// # Errors
/// When `out` can't be written to.
pub fn print(answer: &Answer, writes: bool, out: &mut dyn Write) -> io::Result<()> {
    for file in &answer.files {
        print_file(file, writes, out)?;
    }
    print_summary(&answer.summary, writes, out)
}

fn print_file(file: &FileReport, writes: bool, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{}", harmless(&file.path))?;
    if let Some(why) = &file.refused {
        return writeln!(out, "  left as it is: {}\n", harmless(why));
    }
    if let Some(to) = &file.copy_to {
        let verb = if file.written { "copied to" } else { "goes to" };
        writeln!(out, "  {verb} {}", harmless(to))?;
    }
    if !file.split.is_empty() {
        let verb = if file.written { "split into" } else { "goes into" };
        let incidents = count(file.split.len(), "incident");
        writeln!(out, "    {:KEY$} {incidents}, a file for each:", "tells of")?;
        for path in &file.split {
            writeln!(out, "    {verb:KEY$} {}", harmless(path))?;
        }
        if file.written {
            writeln!(out, "    then remove {}", harmless(&file.path))?;
        }
        return writeln!(out);
    }
    for fact in &file.facts {
        let sign = if fact.new { '+' } else { ' ' };
        let value = harmless(&plain(&fact.value));
        writeln!(out, "  {sign} {:KEY$} {value}  ({})", fact.key, where_found(fact))?;
    }
    let is_accepted = file.facts.iter().any(|fact| fact.key == "causes");
    for cause in &file.causes {
        let sign = if is_accepted { ' ' } else { '?' };
        writeln!(out, "  {sign} {:KEY$} {}  ({})", "cause", harmless(&cause.name), harmless(&why(cause)))?;
    }
    writeln!(
        out,
        "    {:KEY$} {}, {}",
        "in the text",
        if file.timeline == 1 {
            "1 timeline entry".to_owned()
        } else {
            format!("{} timeline entries", file.timeline)
        },
        count(file.action_items, "action item")
    )?;
    let unknown: Vec<&str> =
        file.unknown.iter().copied().filter(|key| *key != "causes" || file.causes.is_empty()).collect();
    if !unknown.is_empty() {
        writeln!(out, "    {:KEY$} {}", "not known", unknown.join(", "))?;
    }
    for doubt in &file.doubts {
        writeln!(out, "  ! {:KEY$} {}; write it yourself", doubt.key, doubt.why)?;
    }
    if !file.withheld.is_empty() {
        let keys = file.withheld.join(", ");
        writeln!(out, "    {:KEY$} {keys}: with it, other facts would be read differently", "left out")?;
    }
    if writes && !file.written {
        writeln!(out, "    nothing to write")?;
    }
    writeln!(out)
}

fn plain(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::Array(items) => {
            items.iter().filter_map(serde_json::Value::as_str).collect::<Vec<_>>().join(", ")
        }
        value => value.as_str().unwrap_or_default().to_owned(),
    }
}

fn where_found(fact: &Known) -> &'static str {
    match fact.origin {
        "front-matter" => "front matter",
        "heading" => "first heading",
        "file-name" => "name of the file",
        "timeline" => "timeline",
        "derived" => "from the times",
        _ if fact.key == "causes" => "suggested, and accepted",
        _ => "text",
    }
}

fn why(cause: &Cause) -> String {
    match (cause.reason, cause.line, &cause.quote) {
        ("stated", ..) => "the text names it as a category".to_owned(),
        ("tag", _, Some(tag)) => format!("tag {tag}"),
        ("title", ..) => "title".to_owned(),
        (_, Some(line), Some(quote)) => {
            let section = cause.section.as_ref().map(|section| format!("{section}, ")).unwrap_or_default();
            format!("{section}line {line}: “{quote}”")
        }
        _ => String::new(),
    }
}

fn print_summary(summary: &Summary, writes: bool, out: &mut dyn Write) -> io::Result<()> {
    let of = summary.files;
    writeln!(out, "Known of {}:", count(of, "file"))?;
    for (name, known) in [
        ("title", summary.title),
        ("date", summary.date),
        ("started_at", summary.started_at),
        ("resolved_at", summary.resolved_at),
        ("severity", summary.severity),
        ("status", summary.status),
        ("services", summary.services),
        ("timeline", summary.timeline),
        ("action items", summary.action_items),
        ("causes", summary.causes),
    ] {
        let remark = if name == "causes" { ", suggested or named" } else { "" };
        writeln!(out, "  {name:KEY$} {known:>5} of {of}{remark}")?;
    }
    if summary.refused > 0 {
        writeln!(out, "Left as they are: {}", count(summary.refused, "file"))?;
    }
    match (writes, summary.incomplete) {
        (true, _) => writeln!(out, "Written: {}", count(summary.written, "file")),
        (false, 0) => writeln!(out, "Nothing to write."),
        (false, files) => {
            writeln!(
                out,
                "`--write` adds the keys marked + to {}; the text stays as it is.",
                count(files, "file")
            )
        }
    }
}
