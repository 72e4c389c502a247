//! What a change breaks in files that it leaves alone: links and references to a file that is no longer where it was.

use crate::core::diagnostic::Diagnostic;
use crate::read::git::{Change, What};

/// Rules about what leads nowhere.
const POINTING: [&str; 2] = ["broken-link", "unknown-reference"];

/// Names of the files that a change has taken away or moved, without folder and ending.
#[derive(Debug, Default)]
pub struct Gone(Vec<String>);

impl Gone {
    pub fn new(changes: &[Change]) -> Self {
        let gone = changes.iter().filter_map(|change| match &change.what {
            What::Removed => Some(change.path.as_str()),
            What::Renamed { from } => Some(from.as_str()),
            What::Added | What::Changed => None,
        });
        let stem = |path: &str| {
            let name = path.rsplit('/').next().unwrap_or(path);
            name.split('.').next().unwrap_or(name).to_owned()
        };
        Self(gone.map(stem).filter(|stem| !stem.is_empty()).collect())
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a finding is about something that leads to one of them.
    pub fn broke(&self, finding: &Diagnostic) -> bool {
        let pointed = finding.place.as_ref().map_or("", |place| &place.excerpt[place.marked.clone()]);
        let says = |name: &String| finding.message.contains(name.as_str()) || pointed.contains(name.as_str());
        POINTING.contains(&finding.rule) && self.0.iter().any(says)
    }
}
