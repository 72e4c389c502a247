//! What is known of the files of a knowledge base from earlier runs, and texts that are read when they are wanted.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::Path;
use std::sync::Arc;

use crate::core::config::Loaded;
use crate::core::fingerprint::Fingerprint;
use crate::core::model::{Document, SourceFile, Text};
use crate::read::load::{Listing, reread};
use crate::store::cache::Cache;

/// What is known from earlier runs.
#[derive(Debug)]
pub struct Known {
    pub cache: Cache,
    /// What the files looked like before any was read.
    pub listing: Arc<Listing>,
    /// What becomes of a run that wants a text which is not the one that is known.
    pub if_changed: IfChanged,
}

/// When the texts of files are read whose facts are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Texts {
    AtOnce,
    WhenWanted,
}

/// What is done where a text has changed between the look at its file and the moment in which it is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IfChanged {
    /// It is taken for empty: it is only wanted to tell the line of a finding.
    Empty,
    /// The run ends, to begin anew.
    Abandon,
}

/// What ends a run whose texts have changed since it looked at their files: it unwinds as a panic would, but says nothing.
#[derive(Debug)]
struct TextChanged;

/// Runs something that may want texts; `None` where one has changed meanwhile.
pub fn unless_changed<T>(run: impl FnOnce() -> T) -> Option<T> {
    match catch_unwind(AssertUnwindSafe(run)) {
        Ok(done) => Some(done),
        Err(fault) if fault.is::<TextChanged>() => None,
        Err(fault) => resume_unwind(fault),
    }
}

impl Known {
    /// Documents that need not be parsed, and the files that have to be.
    pub fn recall(
        &mut self,
        loaded: &Loaded,
        sources: Vec<SourceFile>,
        not_read: &[String],
    ) -> (Vec<Document>, Vec<SourceFile>) {
        let (content, if_changed) = (Arc::<Path>::from(loaded.content.as_path()), self.if_changed);
        let text = |path: &str, print: Fingerprint| {
            let (content, path) = (Arc::clone(&content), path.to_owned());
            Text::promised(print, move || match reread(&content, &path) {
                text if Fingerprint::of_bytes(text.as_bytes()) == print => text,
                _ if if_changed == IfChanged::Abandon => resume_unwind(Box::new(TextChanged)),
                _ => String::new(),
            })
        };
        let mut known = self.cache.take(not_read, text);
        let (read, sources) = self.cache.recall(sources);
        known.extend(read);
        (known, sources)
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the tests write the files of a knowledge base")]
mod tests {
    use std::fs;
    use std::thread::sleep;
    use std::time::Duration;

    use super::*;
    use crate::build::content::Content;
    use crate::core::config;
    use crate::core::files::TICK;
    use crate::core::progress::Progress;
    use crate::know::link::Site;

    fn joined(root: &Path, texts: Texts, meanwhile: impl FnOnce()) -> Site {
        let loaded = config::load(root).unwrap();
        let listing = Arc::new(Listing::new(&loaded, &[]));
        let content = Content::again(loaded.clone(), &listing, Cache::open(&loaded), texts);
        meanwhile();
        content.join(&Progress::new(false)).0
    }

    #[test]
    fn a_text_that_changes_before_it_is_wanted_is_never_taken_for_the_one_that_is_known() {
        let base = tempfile::tempdir().unwrap();
        let (root, file) = (base.path(), base.path().join("content/a.md"));
        fs::create_dir(root.join("content")).unwrap();
        fs::write(&file, "---\ntitle: A\n---\n\nBefore.\n").unwrap();
        sleep(Duration::from_nanos(TICK as u64 + 100_000_000));
        joined(root, Texts::AtOnce, || {});
        let text = |site: &Site| site.documents[0].source.text.as_str().to_owned();
        let known = joined(root, Texts::WhenWanted, || {});
        assert!(unless_changed(|| text(&known)).unwrap().contains("Before."));

        let change = || fs::write(&file, "---\ntitle: A\n---\n\nAfter.\n").unwrap();
        let waiting = joined(root, Texts::WhenWanted, || {});
        let read = joined(root, Texts::AtOnce, change);
        assert!(text(&read).contains("Before."));
        assert_eq!(unless_changed(|| text(&waiting)), None);
    }
}
