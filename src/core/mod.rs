//! What every stage speaks of: the model of an incident, settings, findings, files, and the small helpers that several stages borrow.

pub mod address;
pub mod config;
pub mod diagnostic;
pub mod edit;
pub mod escape;
pub mod files;
pub mod fingerprint;
pub(crate) mod hash;
pub mod labels;
pub(crate) mod lines;
pub mod model;
pub mod output;
pub mod phases;
pub mod phrases;
pub mod plain;
pub mod progress;
pub mod today;
pub(crate) mod written;
