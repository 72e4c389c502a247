//! What the chores share with the tests.
#![expect(clippy::disallowed_methods, reason = "works on files")]

pub mod host;
pub mod relevance;
