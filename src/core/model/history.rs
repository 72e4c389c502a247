//! What a repository knows of the files of a knowledge base.

use std::collections::BTreeMap;

use jiff::civil::Date;

/// The repository that the content lies in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Repository {
    /// Path of the content folder in it, with `/` at the end; empty where the content is all of it.
    pub prefix: String,
    /// Whether older commits were cut off, so that nothing is known of what they did.
    pub is_shallow: bool,
    /// By the path below the content folder.
    pub files: BTreeMap<String, History>,
}

/// The life of one file. Days are in the zone of the knowledge base, as the authors of the commits dated them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct History {
    /// Day of the first commit; `None` where it was cut off.
    pub created: Option<Date>,
    /// Day of the last one.
    pub changed: Option<Date>,
    /// Day of the commit that gave it the last of `[status] values`, where its front matter has that now.
    pub finished: Option<Date>,
    /// Whoever wrote in it, by name; empty unless `[git] contributors` is on.
    pub contributors: Vec<String>,
}
