//! An answer as other programs see it. The order of the fields is that of the output.
//!
//! It is a contract: `answer.schema.json` states it, and a test holds real answers against it.

use std::collections::BTreeMap;

use lookback_search::response::{Choice, Group, Hit, Named, Snippet};
use lookback_search::{FacetName, Kind, Response};
use serde::Serialize;

use crate::core::config::Config;

/// JSON Schema (draft 2020-12) of an answer.
pub const SCHEMA: &str = include_str!("answer.schema.json");

#[derive(Debug, Serialize)]
pub struct Answer<'a> {
    query: &'a str,
    total: usize,
    /// Number of hits before the first that is listed.
    offset: usize,
    relaxed: bool,
    messages: Vec<&'a str>,
    did_you_mean: Option<&'a str>,
    hits: Vec<OneHit<'a>>,
    facets: BTreeMap<FacetName, Vec<OneChoice<'a>>>,
    groups: BTreeMap<FacetName, Vec<OneGroup<'a>>>,
    terms: &'a [String],
}

#[derive(Debug, Serialize)]
struct OneHit<'a> {
    kind: Kind,
    id: &'a str,
    path: &'a str,
    url: String,
    title: &'a str,
    date: Option<&'a str>,
    severity: Option<&'a str>,
    status: Option<&'a str>,
    services: Vec<&'a str>,
    causes: Vec<&'a str>,
    minutes: Option<u32>,
    score: f32,
    snippet: Option<String>,
    title_marked: &'a Snippet,
    snippet_marked: Option<&'a Snippet>,
}

#[derive(Debug, Serialize)]
struct OneChoice<'a> {
    key: &'a str,
    label: &'a str,
    url: Option<String>,
    count: usize,
    chosen: bool,
}

#[derive(Debug, Serialize)]
struct OneGroup<'a> {
    key: &'a str,
    label: &'a str,
    url: Option<String>,
    count: usize,
    first: Option<&'a str>,
    last: Option<&'a str>,
    median_days: Option<u32>,
}

impl<'a> Answer<'a> {
    /// `offset` is that of the request.
    pub fn new(response: &'a Response, offset: usize, config: &Config) -> Self {
        let choices = |(facet, choices): (&FacetName, &'a Vec<Choice>)| {
            (*facet, choices.iter().map(|choice| OneChoice::new(choice, config)).collect())
        };
        let groups = |(facet, groups): (&FacetName, &'a Vec<Group>)| {
            (*facet, groups.iter().map(|group| OneGroup::new(group, config)).collect())
        };
        Self {
            query: &response.query,
            total: response.total,
            offset,
            relaxed: response.relaxed,
            messages: response.messages.iter().map(|message| message.text.as_str()).collect(),
            did_you_mean: response.did_you_mean.as_deref(),
            hits: response.hits.iter().map(|hit| OneHit::new(hit, config)).collect(),
            facets: response.facets.iter().map(choices).collect(),
            groups: response.groups.iter().map(groups).collect(),
            terms: &response.terms,
        }
    }
}

impl<'a> OneHit<'a> {
    fn new(hit: &'a Hit, config: &Config) -> Self {
        Self {
            kind: hit.kind,
            id: &hit.id,
            path: &hit.path,
            url: url(config, &hit.url),
            title: &hit.title,
            date: hit.date.as_deref(),
            severity: hit.severity.as_ref().map(|severity| severity.key.as_str()),
            status: hit.status.as_ref().map(|status| status.key.as_str()),
            services: labels(&hit.services),
            causes: labels(&hit.causes),
            minutes: hit.minutes,
            score: hit.score,
            snippet: hit.snippet.as_ref().map(|snippet| snippet.0.concat()),
            title_marked: &hit.title_marked,
            snippet_marked: hit.snippet.as_ref(),
        }
    }
}

impl<'a> OneChoice<'a> {
    fn new(choice: &'a Choice, config: &Config) -> Self {
        let Choice { value, count, chosen } = choice;
        Self {
            key: &value.key,
            label: &value.label,
            url: page(config, value),
            count: *count,
            chosen: *chosen,
        }
    }
}

impl<'a> OneGroup<'a> {
    fn new(group: &'a Group, config: &Config) -> Self {
        Self {
            key: &group.value.key,
            label: &group.value.label,
            url: page(config, &group.value),
            count: group.count,
            first: group.first.as_deref(),
            last: group.last.as_deref(),
            median_days: group.median_days,
        }
    }
}

fn labels(named: &[Named]) -> Vec<&str> {
    named.iter().map(|one| one.label.as_str()).collect()
}

fn page(config: &Config, named: &Named) -> Option<String> {
    (!named.url.is_empty()).then(|| url(config, &named.url))
}

/// Whole where it is known where the site will be, else relative to its root.
fn url(config: &Config, url: &str) -> String {
    match &config.html.site_url {
        Some(base) => format!("{}/{}", base.trim_end_matches('/'), url.trim_start_matches("./")),
        None => url.to_owned(),
    }
}
