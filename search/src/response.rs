//! What is answered.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::record::{FacetName, Kind};

/// Either the answer, or what has to be read before it can be given.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// Names of chunks, all of which can be fetched at once.
    Need(Vec<String>),
    Done(Box<Response>),
}

/// The answer to a request.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Response {
    /// As it was asked.
    pub query: String,
    /// Number of all hits.
    pub total: usize,
    /// Whether nothing matched all words, so that hits match any of them.
    pub relaxed: bool,
    /// What the reader should know: an unknown service, a date that can't be read.
    pub messages: Vec<Message>,
    /// The query as it may have been meant.
    pub did_you_mean: Option<String>,
    pub hits: Vec<Hit>,
    /// By facet, the choices that have hits or are chosen, the most frequent first. The counts of a facet leave out its own
    /// filters, so that a second choice can be made.
    pub facets: BTreeMap<FacetName, Vec<Choice>>,
    /// By cause, service, trigger and year: what comes back in the hits, the most frequent first.
    pub groups: BTreeMap<FacetName, Vec<Group>>,
    /// Words as they stand in the hits, folded: what a page may highlight.
    pub terms: Vec<String>,
}

/// A remark on the query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Message {
    pub text: String,
    /// The query that the remark proposes instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instead: Option<String>,
}

/// One record that was found.
#[derive(Debug, Clone, Serialize)]
pub struct Hit {
    pub kind: Kind,
    pub id: String,
    pub path: String,
    /// Relative to the root of the site, with the anchor of the section that the snippet is from.
    pub url: String,
    pub title: String,
    /// ISO 8601.
    pub date: Option<String>,
    /// Keys and labels.
    pub severity: Option<Named>,
    pub status: Option<Named>,
    pub services: Vec<Named>,
    pub causes: Vec<Named>,
    /// Length of the incident.
    pub minutes: Option<u32>,
    /// Larger is better; comparable only within one answer.
    pub score: f32,
    /// The title with what matched marked.
    pub title_marked: Snippet,
    /// Absent where the request asks for none.
    pub snippet: Option<Snippet>,
}

/// A value of a facet as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Named {
    pub key: String,
    pub label: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub url: String,
}

/// Text in pieces; every second one, beginning with the second, matched. `["…the ", "rule", " reached…"]`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Snippet(pub Vec<String>);

/// A choice of a facet, with the number of hits that it would leave.
#[derive(Debug, Clone, Serialize)]
pub struct Choice {
    #[serde(flatten)]
    pub value: Named,
    pub count: usize,
    pub chosen: bool,
}

/// Hits that share a cause, service, trigger or year.
#[derive(Debug, Clone, Serialize)]
pub struct Group {
    #[serde(flatten)]
    pub value: Named,
    pub count: usize,
    /// ISO 8601; of the hits that have a date.
    pub first: Option<String>,
    pub last: Option<String>,
    /// Median of the days between one dated hit and the next; `None` with fewer than two.
    pub median_days: Option<u32>,
}
