//! Lookback turns a folder of Markdown post-mortems into a static site that remembers.
//!
//! The stages, in order; arrows point one way:
//!
//! ```text
//! content/ ─load→ SourceFile ─parse→ Document ─link→ Site ─render→ pages ─publish→ site/
//! ```
//!
//! [`parse`] and [`link`] are pure functions. [`load`] and [`publish`] touch the disk. [`build`] is the one
//! place where they all meet.

pub mod adopt;
pub mod ask;
pub mod body;
pub mod build;
pub mod cache;
pub mod calendar;
pub mod charts;
pub mod check;
pub mod config;
pub mod diagnostic;
pub mod draft;
pub mod edit;
pub mod export;
pub mod files;
pub mod findings;
pub mod fingerprint;
pub mod git;
mod hash;
pub mod index;
pub mod insight;
mod kept;
mod lines;
pub mod link;
pub mod listing;
pub mod load;
pub mod markdown;
pub mod math;
pub mod model;
pub mod output;
pub mod parse;
pub mod phrases;
pub mod progress;
pub mod public;
pub mod publish;
pub mod render;
pub mod report;
pub mod review;
pub mod schema;
pub mod serve;
pub mod svg;
pub mod theme;
pub mod today;
pub mod watch;
mod written;
