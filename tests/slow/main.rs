//! What takes long: random changes, killed builds, growth, and whole corpora.

#[path = "../support/mod.rs"]
mod support;

mod corpora;
mod faults;
mod growth;
mod incremental;
