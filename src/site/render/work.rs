//! What there is to do for a job, before anything dear is done.

use std::path::PathBuf;

use super::context::Context;
use super::outputs::CatalogKind;
use crate::core::fingerprint::Fingerprint;
use crate::core::output::{Made, Produced};
use crate::know::link::DocumentId;
use crate::site::export::Format;

/// What there is to do for a job.
pub enum Work {
    Page(Page),
    /// The page of a post-mortem.
    Incident(DocumentId),
    /// Position in [`Theme::assets`].
    Asset(usize),
    Calendar,
    /// The Markdown of a document.
    Twin(DocumentId),
    /// The Markdown of an entry of a catalog, by its position.
    EntryTwin(CatalogKind, usize),
    /// The records of all post-mortems.
    Data(Format),
    Bytes(Vec<u8>),
    /// A file of the content folder.
    Copy(PathBuf),
    /// A picture of the content folder, without what is not published of it.
    Picture(PathBuf),
}

/// A page that is yet to be put through its template.
pub struct Page {
    pub template: &'static str,
    pub output: String,
    pub context: Context,
}

impl Work {
    pub fn page(template: &'static str, output: &str, context: Context) -> Self {
        Self::Page(Page { template, output: output.to_owned(), context })
    }
}

/// Bytes, unless what is there was made `of` the same.
pub fn unless(
    before: Option<Fingerprint>,
    of: Fingerprint,
    write: impl FnOnce() -> Vec<u8>,
) -> Made<'static> {
    Made::unless(before, of, || Produced::Bytes(write()))
}
