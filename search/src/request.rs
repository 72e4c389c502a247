//! What is asked.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::record::FacetName;

/// A search. Filters here and filters in the query language (`service:checkout`) mean the same and add up.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Request {
    /// In the query language; any text is valid. Empty: everything, the newest first.
    pub query: String,
    /// For each facet the keys of which one has to hold.
    pub filters: BTreeMap<FacetName, Vec<String>>,
    /// As in `after:`: `2024`, `2024-03`, `2024-03-09`; that day or later. Empty: no bound.
    pub after: String,
    /// As in `before:`: before that day, month or year begins.
    pub before: String,
    /// As in `duration:`: `>2h`, `<=90m`, `1h..2h`.
    pub duration: String,
    pub sort: Sort,
    /// The first hits that are left out.
    pub offset: usize,
    /// Number of hits that are returned.
    pub limit: usize,
    /// Whether the last word may be unfinished.
    pub typing: bool,
    /// Whether hits come with snippets, which need more bytes.
    pub snippets: bool,
    /// Whether all that is wanted is a list: of facets only the kinds are counted then, nothing is grouped, and hits have
    /// neither an id, a path nor a snippet.
    pub brief: bool,
    /// The facet whose groups are returned whole; of the others come the ten largest.
    pub group_by: Option<FacetName>,
}

/// The order of hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sort {
    /// The best match first; without words, the newest.
    #[default]
    Relevance,
    Newest,
    Oldest,
    Longest,
    /// The worst severity first, then the newest.
    Severity,
}
