//! From the Markdown of a document to the HTML of its page.
//!
//! Links lead where [`crate::link`] found that they lead; timelines, action items and "whys" are drawn where
//! [`crate::parse`] marked them. Nothing that an author wrote is dropped.

mod autolink;
mod escape;
mod highlight;
mod inline;
mod links;
pub mod marks;
pub mod phases;
mod sanitise;
mod timeline;
mod writer;

pub use escape::{attribute, text as escape_text};
pub use highlight::Highlighter;
pub use inline::inline;
pub use links::href;
pub use timeline::draw as timeline;

use crate::link::{DocumentId, Site};

/// How the source of a diagram begins.
const DIAGRAM: &str = "<pre class=\"mermaid\"";

/// A body as HTML, with what its table of contents needs.
#[derive(Debug, Default)]
pub struct Rendered {
    pub html: String,
    pub toc: Vec<TocEntry>,
    /// Whether there is a diagram to draw.
    pub has_diagrams: bool,
}

/// A line of the table of contents.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct TocEntry {
    pub id: String,
    pub text: String,
    /// 2 or 3.
    pub level: u8,
}

/// The body of a document, for the page at the document's own address.
#[must_use]
pub fn render(site: &Site, id: DocumentId, highlighter: &Highlighter) -> Rendered {
    let sections = &site.documents[id].body.sections;
    let toc = sections
        .iter()
        .filter(|section| section.shown_level <= 3)
        .map(|section| TocEntry {
            id: section.id.clone(),
            text: section.heading.clone(),
            level: section.shown_level,
        })
        .collect();
    let html = writer::write(site, id, highlighter);
    let has_diagrams = html.contains(DIAGRAM);
    Rendered { html, toc, has_diagrams }
}
