//! Puts queries to Pagefind, which indexes the pages of the post-mortems from the site that Lookback builds.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::Serialize;
use serde_json::json;

use super::corpus::{Corpus, Document};
use super::judged::Query;
use super::{DEPTH, workspace};

/// A query in the form that Pagefind has for it.
#[derive(Debug, PartialEq, Serialize)]
struct Question {
    /// `None`: all that passes the filters.
    words: Option<String>,
    filters: BTreeMap<String, String>,
}

/// The paths that are found for each query; `None` where Pagefind has no such feature.
pub fn ask(corpus: &Corpus, queries: &[Query]) -> Result<Vec<Option<Vec<String>>>, String> {
    let questions: Vec<_> = queries.iter().map(|query| question(&query.ask)).collect();
    let pages = corpus.scratch("pages");
    copy_pages(corpus, &pages)?;
    let input = json!({
        "pages": pages,
        "index": corpus.scratch("pagefind"),
        "depth": DEPTH,
        "queries": questions.iter().flatten().collect::<Vec<_>>(),
    });
    let paths: HashMap<_, _> =
        corpus.documents.iter().map(|document| (decoded(&document.url), document.path.clone())).collect();
    let mut answers = run(&input.to_string())?.into_iter();
    let mut take = || -> Vec<String> {
        let urls = answers.next().unwrap_or_default();
        urls.iter().filter_map(|url| paths.get(url).cloned()).collect()
    };
    Ok(questions.iter().map(|question| question.as_ref().map(|_| take())).collect())
}

/// Translates from Lookback's query language. There are words, one phrase alone, and filters; no `-`, `OR` or ranges.
fn question(ask: &str) -> Option<Question> {
    let mut words = Vec::new();
    let mut filters = BTreeMap::new();
    for token in tokens(ask) {
        match token.split_once(':') {
            _ if token == "OR" || token.starts_with('-') => return None,
            Some(("after" | "before" | "date" | "duration", _)) => return None,
            Some((field @ ("service" | "cause" | "tag" | "severity"), value)) => {
                filters.insert(field.to_owned(), value.trim_matches('"').to_owned());
            }
            _ => words.push(token),
        }
    }
    // A phrase among other words is read as its words, which is the best that can be asked.
    if words.len() > 1 {
        words = words.into_iter().map(|word| word.replace('"', "")).collect();
    }
    let words = (!words.is_empty()).then(|| words.join(" "));
    Some(Question { words, filters })
}

/// Splits at spaces outside of quotes.
fn tokens(ask: &str) -> Vec<String> {
    let mut quoted = false;
    let pieces = ask.split(|character: char| {
        quoted ^= character == '"';
        !quoted && character.is_whitespace()
    });
    pieces.filter(|piece| !piece.is_empty()).map(str::to_owned).collect()
}

/// Copies the pages of post-mortems, and says in them what is text and what can be filtered by.
fn copy_pages(corpus: &Corpus, to: &Path) -> Result<(), String> {
    for document in &corpus.documents {
        let name = decoded(&document.url);
        let failed = |error: std::io::Error| format!("could not copy the page {name}: {error}");
        let target = to.join(&name);
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder).map_err(failed)?;
        }
        let page = fs::read_to_string(corpus.site().join(&name)).map_err(failed)?;
        fs::write(&target, annotate(&page, document)).map_err(failed)?;
    }
    Ok(())
}

/// Marks the text of a page: the main part without what it says of others.
fn annotate(page: &str, document: &Document) -> String {
    let one = |name: &'static str, value: &String| {
        let value = value.replace('&', "&amp;").replace('"', "&quot;");
        format!("<meta data-pagefind-filter=\"{name}[content]\" content=\"{value}\">")
    };
    let services = document.services.iter().map(|value| one("service", value));
    let causes = document.causes.iter().map(|value| one("cause", value));
    let tags = document.tags.iter().map(|value| one("tag", value));
    let severity = document.severity.iter().map(|value| one("severity", value));
    let filters: String = services.chain(causes).chain(tags).chain(severity).collect();
    page.replacen("</head>", &format!("{filters}</head>"), 1)
        .replacen("<main ", "<main data-pagefind-body ", 1)
        .replace("<aside ", "<aside data-pagefind-ignore ")
}

fn decoded(url: &str) -> String {
    let mut bytes = Vec::with_capacity(url.len());
    let mut rest = url.as_bytes();
    while let [first, others @ ..] = rest {
        let code = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
        match (first, others.get(..2).and_then(code)) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &others[2..];
            }
            _ => {
                bytes.push(*first);
                rest = others;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Runs the script; the addresses of the pages for each question.
fn run(input: &str) -> Result<Vec<Vec<String>>, String> {
    let folder = workspace().join("xtask/pagefind");
    install(&folder)?;
    let failed = |error: std::io::Error| format!("could not run node: {error}");
    let mut child = Command::new("node")
        .arg(folder.join("ask.mjs"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(input.as_bytes()).map_err(failed)?;
    }
    let output = child.wait_with_output().map_err(failed)?;
    if !output.status.success() {
        return Err(format!("xtask/pagefind/ask.mjs ended with {}", output.status));
    }
    serde_json::from_slice(&output.stdout).map_err(|error| format!("the answers of Pagefind: {error}"))
}

fn install(folder: &PathBuf) -> Result<(), String> {
    if folder.join("node_modules/pagefind").is_dir() {
        return Ok(());
    }
    let status = Command::new("npm")
        .args(["install", "--no-audit", "--no-fund", "--silent"])
        .current_dir(folder)
        .status()
        .map_err(|error| format!("could not run npm: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("npm install ended with {status}")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(words: &str, filters: &[(&str, &str)]) -> Option<Question> {
        let filters = filters.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Some(Question { words: (!words.is_empty()).then(|| words.to_owned()), filters })
    }

    #[test]
    fn queries_keep_what_pagefind_can_do() {
        assert_eq!(question("std::io http://x"), asked("std::io http://x", &[]));
        assert_eq!(question("\"two words\""), asked("\"two words\"", &[]));
        assert_eq!(question("\"two words\" more"), asked("two words more", &[]));
        assert_eq!(question("service:\"Amazon S3\" outage"), asked("outage", &[("service", "Amazon S3")]));
        assert_eq!(question("tag:urgent"), asked("", &[("tag", "urgent")]));
    }

    #[test]
    fn what_pagefind_cannot_do_is_no_question() {
        for ask in ["a -b", "a OR b", "a after:2024", "a duration:>2h"] {
            assert_eq!(question(ask), None, "{ask}");
        }
    }

    #[test]
    fn addresses_are_decoded() {
        assert_eq!(decoded("PM1%20-%20a.html"), "PM1 - a.html");
        assert_eq!(decoded("100%.html"), "100%.html");
    }
}
