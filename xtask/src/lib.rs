//! What the chores share with the tests.
#![expect(clippy::disallowed_methods, reason = "works on files")]

pub mod corpus;
pub mod host;
pub mod map;
mod random;
pub mod relevance;
mod words;
