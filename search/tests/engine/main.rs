//! The engine over published records: what the query language promises, as a host sees it.

mod counts;
mod filters;
mod fixture;
mod hostile;
mod identifiers;
mod phrases;
mod ranking;
mod snippets;
mod words;
