//! Links to parts of a list, in rows above it.

use serde::Serialize;

use super::urls::Href;

/// A row of filters.
#[derive(Debug, Serialize)]
pub struct Group {
    pub label: String,
    pub links: Vec<Link>,
}

/// A link to a part of a list.
#[derive(Debug, Serialize)]
pub struct Link {
    pub name: String,
    pub url: Href,
    /// How many there are; `None` for a page that lists names.
    pub count: Option<String>,
    pub is_current: bool,
}
