//! From documents to knowledge: joins them, finds what recurs and what is alike, and cuts what is internal; pure.

pub mod insight;
pub mod link;
pub mod public;
