//! A new post-mortem: what is known of it, from which template, under which name and in which folder. Pure.

mod names;
mod place;
mod template;

pub use names::{Names, Spelling};
pub use place::place;
pub use template::{BUILT_IN, Template, by_severity};

use jiff::civil::Date;

/// What is known of an incident when its post-mortem is begun.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    pub title: String,
    pub date: Date,
    /// As `[severity] levels` writes it.
    pub severity: Option<String>,
    /// The first of `[status] values`.
    pub status: Option<String>,
    pub services: Vec<String>,
    pub causes: Vec<String>,
}
