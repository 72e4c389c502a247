//! Queries with the files that a person would accept, read from TOML.

use std::fmt;
use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::Set;

/// What makes a query of its kind hard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// Words as they stand in the text.
    Keywords,
    /// Words in quotes.
    Phrase,
    /// Letters swapped, dropped or doubled.
    Typo,
    /// A code, a name of a host, a version, a function: whole.
    Identifier,
    /// A part of one.
    Part,
    /// A last word that is unfinished.
    Prefix,
    /// Other forms of the words than the text has.
    Inflected,
    /// As people ask.
    Question,
    /// `-word`
    Negation,
    /// `a OR b`
    Or,
    /// `service:…`
    Filter,
    /// `after:…`, `duration:…`
    Date,
}

impl Kind {
    pub const ALL: [Self; 12] = [
        Self::Keywords,
        Self::Phrase,
        Self::Typo,
        Self::Identifier,
        Self::Part,
        Self::Prefix,
        Self::Inflected,
        Self::Question,
        Self::Negation,
        Self::Or,
        Self::Filter,
        Self::Date,
    ];
}

impl fmt::Display for Kind {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.pad(&format!("{self:?}").to_lowercase())
    }
}

/// A query that was judged.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Query {
    /// In Lookback's query language.
    pub ask: String,
    pub kind: Kind,
    /// What a person would want first; in the file a part of the path, here the path.
    pub best: Vec<String>,
    /// What a person would accept as well.
    #[serde(default)]
    pub also: Vec<String>,
    /// What may not be found at all.
    #[serde(default)]
    pub never: Vec<String>,
    /// Why the judgement is so, where it isn't obvious.
    #[serde(default)]
    pub why: String,
    /// Never to be tuned on.
    #[serde(default)]
    pub held_out: bool,
}

impl Query {
    /// Whether the last word is unfinished.
    pub fn is_typing(&self) -> bool {
        self.kind == Kind::Prefix
    }

    pub fn is_in(&self, set: Set) -> bool {
        match set {
            Set::Tune => !self.held_out,
            Set::HeldOut => self.held_out,
            Set::All => true,
        }
    }
}

/// The queries of one corpus.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Judged {
    #[serde(skip)]
    pub name: String,
    /// The folder among the corpora; none: all of them together.
    pub folder: Option<String>,
    query: Vec<Query>,
}

/// All files of queries, by name.
pub fn read_all(folder: &Path) -> Result<Vec<Judged>, String> {
    let failed = |error: std::io::Error| format!("could not read {}: {error}", folder.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        let text = fs::read_to_string(&path)
            .map_err(|error| format!("could not read {}: {error}", path.display()))?;
        let mut file: Judged =
            toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
        file.name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        files.push(file);
    }
    files.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(files)
}

impl Judged {
    /// The queries with whole paths in place of parts, each of which has to be found in exactly one of `paths`.
    pub fn resolve(&self, paths: &[&str]) -> Result<Vec<Query>, String> {
        let resolve = |ask: &str, part: &String| {
            let found: Vec<_> = paths.iter().filter(|path| path.contains(part.as_str())).collect();
            match found[..] {
                [path] => Ok((*path).to_owned()),
                _ => Err(format!("{}: `{ask}`: {} paths have `{part}`", self.name, found.len())),
            }
        };
        let resolve_all = |ask: &str, parts: &[String]| {
            parts.iter().map(|part| resolve(ask, part)).collect::<Result<Vec<_>, String>>()
        };
        self.query
            .iter()
            .map(|query| {
                let mut query = query.clone();
                query.best = resolve_all(&query.ask, &query.best)?;
                query.also = resolve_all(&query.ask, &query.also)?;
                query.never = resolve_all(&query.ask, &query.never)?;
                Ok(query)
            })
            .collect()
    }
}
