//! Puts queries to `lookback search`.

use std::path::Path;
use std::process::{Command, Stdio};

use serde::Deserialize;

use super::DEPTH;
use super::corpus::Corpus;
use super::judged::Query;

#[derive(Deserialize)]
struct Response {
    hits: Vec<Hit>,
}

#[derive(Deserialize)]
struct Hit {
    path: String,
}

/// The paths that are found for each query; it has every feature, so that there is always an answer.
pub fn ask(binary: &Path, corpus: &Corpus, queries: &[Query]) -> Result<Vec<Option<Vec<String>>>, String> {
    queries.iter().map(|query| ask_one(binary, corpus, query).map(Some)).collect()
}

fn ask_one(binary: &Path, corpus: &Corpus, query: &Query) -> Result<Vec<String>, String> {
    // In the terminal a word is finished unless it says otherwise.
    let typing = if query.is_typing() { "*" } else { "" };
    let output = Command::new(binary)
        .args(["search", "--json", "--limit", &DEPTH.to_string(), "--root"])
        .arg(corpus.base())
        .arg("--")
        .arg(format!("{}{typing}", query.ask))
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("could not run {}: {error}", binary.display()))?;
    // 1 says that nothing was found.
    if !matches!(output.status.code(), Some(0 | 1)) {
        let errors = String::from_utf8_lossy(&output.stderr);
        return Err(format!("search for `{}` ended with {}:\n{errors}", query.ask, output.status));
    }
    let response: Response = serde_json::from_slice(&output.stdout)
        .map_err(|error| format!("the answer to `{}` is not as documented: {error}", query.ask))?;
    Ok(response.hits.into_iter().map(|hit| hit.path).collect())
}
