//! A file of the index as it is published.

/// Folder of the index in the site.
pub const FOLDER: &str = "search";

/// A file of the site.
#[derive(Debug)]
pub struct SiteFile {
    /// Path below the site's root.
    pub output: String,
    pub bytes: Vec<u8>,
}
