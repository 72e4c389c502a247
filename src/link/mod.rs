//! Joins the documents: names with their description files, links with their pages, neighbours in time.

pub mod address;
mod site;

pub use site::{Attachment, Backlink, Catalog, DocumentId, Entry, Redirect, References, Site, Target, Year};
