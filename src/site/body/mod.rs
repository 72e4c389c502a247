//! From the Markdown of a document to the HTML of its page.
//!
//! Links lead where [`crate::know::link`] found that they lead; timelines, action items and "whys" are drawn where
//! [`crate::read::parse`] marked them. Nothing that an author wrote is dropped.

mod autolink;
mod highlight;
mod inline;
mod links;
pub mod marks;
mod sanitise;
mod timeline;
mod writer;

pub use highlight::Highlighter;
pub use inline::inline;
pub use links::href;
pub use timeline::draw as timeline;

use std::hash::Hash;

use crate::core::fingerprint::{Fingerprint, FingerprintHasher};
use crate::core::model::{Document, Section};
use crate::core::phrases::Phrases;
use crate::know::link::{DocumentId, Site, Target};

/// How the source of a diagram begins.
const DIAGRAM: &str = "<pre class=\"mermaid\"";

/// A line of the table of contents.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct TocEntry {
    pub id: String,
    pub text: String,
    /// 2 or 3.
    pub level: u8,
}

/// The HTML of a body for readers elsewhere: addresses are whole, below `base`, which ends with a slash; code has no colours.
pub fn render_for_elsewhere(site: &Site, say: &Phrases, id: DocumentId, base: &str) -> String {
    writer::write(site, id, &Highlighter::off(), say, Some(base))
}

/// The body of a document as HTML, for the page at the document's own address; `say` is what it is in that is not of the author.
pub fn html(site: &Site, id: DocumentId, highlighter: &Highlighter, say: &Phrases) -> String {
    writer::write(site, id, highlighter, say, None)
}

/// Whether the HTML of a body has a diagram to draw.
pub fn has_diagrams(html: &str) -> bool {
    html.contains(DIAGRAM)
}

/// The fingerprint of everything that [`html`], and what is made from the document alone, depends on, but for the settings and the words of the
/// site. What was parsed depends on path and text.
pub fn fingerprint(site: &Site, id: DocumentId) -> Fingerprint {
    let source = &site.documents[id].source;
    let mut hasher = FingerprintHasher::default();
    // An id may be taken by another document.
    let own = site.documents[id].post_mortem().map(|known| &known.id);
    (&source.path, &source.text, own, &site.outputs[id]).hash(&mut hasher);
    if site.config.is_public {
        // What was parsed is not all there any more.
        Fingerprint::of_stored(&site.documents[id].record).hash(&mut hasher);
    }
    for target in &site.resolved[id] {
        std::mem::discriminant(target).hash(&mut hasher);
        match target {
            Target::Document { id, fragment } => (&site.outputs[*id], fragment).hash(&mut hasher),
            Target::Page { output } | Target::Attachment { output } => output.hash(&mut hasher),
            Target::Fragment(fragment) => fragment.hash(&mut hasher),
            Target::External | Target::Broken => {}
        }
    }
    hasher.fingerprint()
}

/// The sections of a body that a table of contents lists.
pub fn toc(document: &Document) -> Vec<TocEntry> {
    let shown = document.body.sections.iter().filter(|section| section.shown_level <= 3);
    let entry = |section: &Section| TocEntry {
        id: section.id.clone(),
        text: section.heading.clone(),
        level: section.shown_level,
    };
    shown.map(entry).collect()
}
