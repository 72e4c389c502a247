//! The linked knowledge base: what the pages are made of.

use crate::core::config::Config;
use crate::core::model::{Document, History, PostMortem, Repository};

/// Position of a document in [`Site::documents`].
pub type DocumentId = usize;

/// Everything that was read, joined.
#[derive(Debug)]
pub struct Site {
    pub config: Config,
    /// Sorted by path.
    pub documents: Vec<Document>,
    /// For each document, the path of its page below the site's root, `/`-separated, not percent-encoded.
    pub outputs: Vec<String>,
    /// For each document, what each of `body.links` leads to, in the same order.
    pub resolved: Vec<Vec<Target>>,
    /// For each document, what each of the links in its front matter leads to, in the same order.
    pub front_links: Vec<Vec<Target>>,
    /// For each document, who links to it, the newest first, each once.
    pub backlinks: Vec<Vec<Backlink>>,
    /// For each document, what it names in the catalogs; empty for all but post-mortems.
    pub references: Vec<References>,
    /// Post-mortems, the newest first; undated ones at the end, by path.
    pub by_date: Vec<DocumentId>,
    /// Those of them that count in figures: without planned work and drills.
    pub counted: Vec<DocumentId>,
    pub services: Catalog,
    pub causes: Catalog,
    pub teams: Catalog,
    pub tags: Catalog,
    /// Newest first; undated post-mortems are in the last one, which has `year: None`.
    pub years: Vec<Year>,
    /// Files beside the Markdown that pages show or link to, sorted by their output path.
    pub attachments: Vec<Attachment>,
    /// Redirect pages, sorted by `from`.
    pub redirects: Vec<Redirect>,
    /// `index.md` at the root of the content: introduces the first page of the site.
    pub intro: Option<DocumentId>,
    /// What git knows of the files; `None` where it was not asked, or knows nothing.
    pub repository: Option<Repository>,
}

impl Site {
    /// The facts of a document that is known to be a post-mortem.
    ///
    /// # Panics
    /// When it is not one, which is a fault in the program.
    pub fn post_mortem(&self, id: DocumentId) -> &PostMortem {
        let document = &self.documents[id];
        document.post_mortem().unwrap_or_else(|| panic!("{} is not a post-mortem", document.source.path))
    }

    /// The other names of an entry of a catalog, as its description has them.
    pub fn aliases(&self, entry: &Entry) -> &[String] {
        let description = entry.description.and_then(|id| self.documents[id].description());
        description.map_or(&[], |description| &description.aliases)
    }

    /// What git knows of the file of a document.
    pub fn history(&self, id: DocumentId) -> Option<&History> {
        self.repository.as_ref()?.files.get(&self.documents[id].source.path)
    }
}

/// What a link in a body leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Another site, a mail address: kept as written.
    External,
    /// A document's page, with the anchor where the link has one that exists.
    Document { id: DocumentId, fragment: Option<String> },
    /// The page of a service, cause, team or tag without a description file, or a listing: its output path.
    Page { output: String },
    /// A place on the same page.
    Fragment(String),
    /// A file that is copied: its output path.
    Attachment { output: String },
    /// Leads nowhere, or out of the folder: shown as plain text.
    Broken,
}

/// A document that links to this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Backlink {
    pub from: DocumentId,
    /// Text of the link.
    pub text: String,
}

/// What a post-mortem names, as positions in [`Catalog::entries`], in the order written, each once.
#[derive(Debug, Clone, Default)]
pub struct References {
    pub services: Vec<usize>,
    pub causes: Vec<usize>,
    pub teams: Vec<usize>,
    pub tags: Vec<usize>,
    /// Positions in the services of those that the cause lies in.
    pub root_cause_services: Vec<usize>,
    /// What `related` names, with the document where there is one.
    pub related: Vec<Reference>,
    pub recurrence_of: Vec<Reference>,
    pub not_recurrence_of: Vec<Reference>,
}

impl References {
    /// The causes that a service is held against here.
    pub fn causes_of(&self, service: usize) -> &[usize] {
        if paired(&self.services).contains(&service) { paired(&self.causes) } else { &[] }
    }
}

/// Names of a kind in one document that are held against those of another kind at most: of a thousand services and a
/// thousand causes there would be a million pairs.
pub const PAIRED: usize = 200;

/// Those of the names of a document that are held against names of another kind.
pub fn paired(names: &[usize]) -> &[usize] {
    &names[..names.len().min(PAIRED)]
}

/// A name in front matter that stands for another document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    pub text: String,
    pub id: Option<DocumentId>,
}

/// All services (or causes, teams, tags), sorted by name without regard to case.
#[derive(Debug, Default)]
pub struct Catalog {
    pub entries: Vec<Entry>,
}

impl Catalog {
    /// How many a post-mortem names; others are only described.
    pub fn named(&self) -> usize {
        self.entries.iter().filter(|entry| !entry.incidents.is_empty() || !entry.planned.is_empty()).count()
    }

    /// Some entries and all that they are part of, each once, by position.
    pub fn and_above(&self, entries: &[usize]) -> Vec<usize> {
        let up = |at: &usize| std::iter::successors(Some(*at), |at| self.entries[*at].parent);
        let mut all: Vec<usize> = entries.iter().flat_map(up).collect();
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// One service, cause, team or tag.
#[derive(Debug, Clone)]
pub struct Entry {
    /// The name that is shown: from its description file, else the spelling used most often.
    pub name: String,
    /// Last part of its address.
    pub slug: String,
    /// Path of its page: `services/checkout-api.html`.
    pub output: String,
    pub description: Option<DocumentId>,
    /// Post-mortems of incidents that name it, the newest first.
    pub incidents: Vec<DocumentId>,
    /// Planned work and drills that name it, the newest first; they are in no count.
    pub planned: Vec<DocumentId>,
    /// The entry that it is part of, a position in the same catalog. No entry is above itself.
    pub parent: Option<usize>,
    /// Entries that are part of it, by name.
    pub children: Vec<usize>,
    /// Post-mortems that name it or anything below it, the newest first; empty where there are no children.
    pub below: Vec<DocumentId>,
}

impl Entry {
    /// Post-mortems that name it or anything below it, the newest first.
    pub fn all(&self) -> &[DocumentId] {
        if self.children.is_empty() { &self.incidents } else { &self.below }
    }
}

/// The post-mortems of one year.
#[derive(Debug, Clone)]
pub struct Year {
    pub year: Option<i16>,
    pub output: String,
    /// Newest first.
    pub incidents: Vec<DocumentId>,
}

/// A file that is copied as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Path below the content folder.
    pub source: String,
    pub output: String,
}

/// A page at an old address that leads to the new one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirect {
    pub from: String,
    pub to: String,
}
