//! What an author waits for: the page of a file that was just edited, before all that depends on it is made anew.
//!
//! It is rendered into what the last build knew. So everything else on it, and on all other pages, is as it was, until the
//! build that follows puts it right.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use crate::core::address::is_external;
use crate::core::config::Loaded;
use crate::core::diagnostic::Level;
use crate::core::files;
use crate::core::model::{Body, BodyLink, BodyLinkKind, Changed, Document, PostMortem, Record};
use crate::core::output::{Origin, Produced};
use crate::know::insight::Insight;
use crate::know::link::{DocumentId, Site, Target};
use crate::read::load::{self, Listing};
use crate::read::parse::Parser;
use crate::site::render::{Job, Renderer};
use crate::site::theme::Theme;

use super::content::skipped;

/// More files than this are not shown before the rest: an author edits one at a time.
const MOST: usize = 4;

/// What a build knew.
#[derive(Debug)]
pub struct Last {
    pub(super) loaded: Loaded,
    pub(super) dest: PathBuf,
    /// What the files of the content looked like before they were read.
    pub(super) listing: Arc<Listing>,
    pub(super) site: Site,
    pub(super) insight: Insight,
    pub(super) theme: Theme,
    /// Told by texts that are not what they were known as.
    pub(super) changed: Changed,
}

impl Last {
    /// Writes the pages of documents that were edited since; says how many. None where more has changed than some texts.
    pub fn refresh(&mut self) -> usize {
        let Some((changed, listing)) = self.changed() else { return 0 };
        self.listing = Arc::new(listing);
        let read: Vec<Document> = changed.iter().filter_map(|path| self.read(path)).collect();
        let jobs: Vec<(DocumentId, Job)> =
            read.into_iter().filter_map(|document| self.take_in(document)).collect();
        if jobs.is_empty() {
            return 0;
        }
        let Ok(renderer) = Renderer::new(&self.site, &self.insight, &self.theme) else { return 0 };
        let write = |(id, job): &(DocumentId, Job)| {
            let made = renderer.render(job, Origin::default()).ok().filter(|_| !self.changed.is_told())?;
            match made.produced {
                Produced::Bytes(bytes) => {
                    files::replace(&self.dest.join(&self.site.outputs[*id]), &bytes).ok()
                }
                Produced::Stream(_) | Produced::CopyOf(_) | Produced::MadeOf(..) | Produced::AsBefore => None,
            }
        };
        jobs.iter().filter_map(write).count()
    }

    /// The few files that look different now, if there are no others than before; and what all look like.
    fn changed(&self) -> Option<(Vec<String>, Listing)> {
        let listing = Listing::new(&self.loaded, &skipped(&self.loaded, std::slice::from_ref(&self.dest)));
        let (now, then) = (&listing.traces, &self.listing.traces);
        let are_the_same = now.iter().map(|(path, _)| path).eq(then.iter().map(|(path, _)| path));
        let pairs = now.iter().zip(then).filter(|((_, now), (_, then))| now != then);
        let changed: Vec<String> = pairs.map(|((path, _), _)| path.clone()).collect();
        (are_the_same && (1..=MOST).contains(&changed.len())).then_some((changed, listing))
    }

    /// A document as it is now; `None` where something is wrong with it, which the build is to tell.
    fn read(&self, path: &str) -> Option<Document> {
        let source = load::one(&self.loaded, path)?;
        let (document, found) = Parser::new(&self.loaded.config).parse(source);
        found.iter().all(|one| one.level != Level::Error).then_some(document)
    }

    /// Puts a document in the place of what it was, where the rest can be left as it is.
    fn take_in(&mut self, mut document: Document) -> Option<(DocumentId, Job)> {
        let path = &document.source.path;
        let id = self.site.documents.binary_search_by(|one| one.source.path.cmp(path)).ok()?;
        let old = &self.site.documents[id];
        let job = match (&mut document.record, &old.record) {
            (Record::PostMortem(new), Record::PostMortem(old)) if is_like(new, old) => {
                new.id.clone_from(&old.id);
                new.id_stated = old.id_stated;
                Job::PostMortem(id)
            }
            (Record::Page(_), Record::Page(_)) if self.site.intro != Some(id) => Job::Page(id),
            _ => return None,
        };
        self.site.resolved[id] = resolved(&document.body, &old.body, &self.site.resolved[id]);
        self.site.documents[id] = document;
        Some((id, job))
    }
}

/// Whether all that was found out about the old facts can be said of the new ones.
fn is_like(new: &PostMortem, old: &PostMortem) -> bool {
    new.action_items.len() >= old.action_items.len() && new.links.len() == old.links.len()
}

/// What the links of a body lead to, as far as that is known without all others.
fn resolved(new: &Body, old: &Body, targets: &[Target]) -> Vec<Target> {
    let known: HashMap<(&str, BodyLinkKind), &Target> = old
        .links
        .iter()
        .zip(targets)
        .map(|(link, target)| ((link.href.as_str(), link.kind), target))
        .collect();
    let target = |link: &BodyLink| match known.get(&(link.href.as_str(), link.kind)) {
        Some(target) => (*target).clone(),
        None if is_external(&link.href) => Target::External,
        None => Target::Broken,
    };
    new.links.iter().map(target).collect()
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the test writes the files of a knowledge base")]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;
    use crate::build::{Options, build_and_keep, know};
    use crate::core::progress::Progress;

    fn post_mortem(text: &str) -> String {
        format!(
            "---\ntitle: One\ndate: 2024-01-02\n---\n\n{text} See [two](two.md).\n\n## Action items\n\n- [ ] Mend it\n"
        )
    }

    fn built(root: &Path) -> Last {
        let options = Options {
            root,
            dest: None,
            threads: None,
            today: None,
            public: false,
            allow_empty: false,
            no_cache: false,
        };
        let last = build_and_keep(&options, &Progress::new(false)).unwrap().1;
        last.or_else(|| know(&options, &Progress::new(false))).unwrap()
    }

    #[test]
    fn an_edit_is_shown_before_the_rest_and_the_build_puts_it_right() {
        let base = tempfile::tempdir().unwrap();
        let content = base.path().join("content");
        fs::create_dir(&content).unwrap();
        let put = |name: &str, text: &str| fs::write(content.join(name), text).unwrap();
        let read = |name: &str| fs::read_to_string(base.path().join("site").join(name)).unwrap();
        put("one.md", &post_mortem("Before."));
        put("two.md", "---\ntitle: Two\ndate: 2024-01-01\n---\n\nText.\n");
        let mut last = built(base.path());
        assert_eq!(last.refresh(), 0);

        put("one.md", &post_mortem("After, and longer."));
        assert_eq!(last.refresh(), 1);
        let glanced = read("one.html");
        assert!(glanced.contains("After, and longer.") && glanced.contains("href=\"two.html\""));
        assert_eq!(last.refresh(), 0);
        let mut last = built(base.path());
        assert_eq!(read("one.html"), glanced);

        // What others depend on is left to the build: a file that is new, broken, or promises less.
        put("three.md", "---\ntitle: Three\n---\n");
        assert_eq!(last.refresh(), 0);
        let mut last = built(base.path());
        put("one.md", &post_mortem("No more.").replace("- [ ] Mend it\n", ""));
        assert_eq!(last.refresh(), 0);
        let mut last = built(base.path());
        put("one.md", "---\ntitle: [\n---\n");
        assert_eq!(last.refresh(), 0);
    }
}
