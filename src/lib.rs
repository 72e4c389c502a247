//! Lookback turns a folder of Markdown post-mortems into a static site that remembers.
//!
//! The stages, in order; arrows point one way:
//!
//! ```text
//! content/ ─load→ SourceFile ─parse→ Document ─link→ Site ─render→ pages ─publish→ site/
//! ```
//!
//! [`read::parse`] and [`know::link`] are pure functions. [`read::load`] and [`site::publish`] touch the disk. [`build`] is the
//! one place where they all meet. Each room uses those below it alone; ARCHITECTURE.md has the map.

pub mod build;
pub mod core;
pub mod know;
pub mod read;
pub mod serve;
pub mod site;
pub mod store;
pub mod tools;
