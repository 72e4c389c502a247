//! The search in the page: what its scripts are told, and the page of all results.

use serde::Serialize;

use super::context::Context;
use super::outputs;
use super::view::View;
use crate::core::address;
use crate::core::config::Config;
use crate::site::theme;

/// Addresses from the root of the site, and what only the settings know; templates write both into the page.
#[derive(Serialize)]
pub struct Globals {
    url: &'static str,
    client: String,
    highlighter: String,
    /// Keys of the severities, the worst first, joined by spaces: the order decides which sign each has.
    severities: String,
}

impl Globals {
    pub fn new(config: &Config, search: &theme::Search) -> Self {
        let keys: Vec<String> = config.severity.levels.iter().map(|level| address::slug(level)).collect();
        Self {
            url: outputs::SEARCH,
            client: address::encode(&search.client),
            highlighter: address::encode(&search.highlighter),
            severities: keys.join(" "),
        }
    }
}

pub fn page(view: &View<'_>) -> Context {
    view.context(outputs::SEARCH, "search", view.say.text("search.title"))
}
