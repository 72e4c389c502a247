//! Atom feeds (RFC 4287): of all post-mortems, and of those of each service, cause and team.
//!
//! A feed has whole addresses, so there are feeds only where the settings say where the site will be.

mod atom;
mod uuid;

use jiff::civil::Date;

use super::outputs::CatalogKind;
use super::urls;
use crate::core::phrases::Phrases;
use crate::know::link::{DocumentId, Entry, Site};

pub use atom::write;

/// Post-mortems in the feed of all, and in any other, of which there are many, each with whole texts.
const ALL: usize = 50;
const OF_ONE: usize = 10;
/// Path of the feed of all.
const OUTPUT: &str = "feed.xml";
/// What can be followed alone; a tag says too little of why one would.
const KINDS: [CatalogKind; 3] = [CatalogKind::Services, CatalogKind::Causes, CatalogKind::Teams];

/// One feed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Feed {
    All,
    /// The feed of one service, cause or team, by its position in the catalog.
    Of(CatalogKind, usize),
}

/// A post-mortem as news: the day on which it could be read, and that of its last change.
#[derive(Debug, Clone, Copy)]
struct News {
    id: DocumentId,
    published: Date,
    updated: Date,
}

impl Feed {
    /// All feeds that have something in them; none where it is not known where the site will be.
    pub fn all(site: &Site) -> Vec<Self> {
        let mut all = vec![Self::All];
        for kind in KINDS {
            all.extend((0..kind.of(site).entries.len()).map(|index| Self::Of(kind, index)));
        }
        all.retain(|feed| feed.exists(site));
        all
    }

    /// Whether there is such a feed.
    pub fn exists(self, site: &Site) -> bool {
        let can_be = site.config.html.feeds && urls::base(&site.config).is_some();
        let is_kind = match self {
            Self::All => true,
            Self::Of(kind, _) => KINDS.contains(&kind),
        };
        can_be && is_kind && self.incidents(site).iter().any(|id| news(site, *id).is_some())
    }

    /// What it is called.
    pub fn title(self, site: &Site, say: &Phrases) -> String {
        let book = site.config.book.title.as_str();
        match self.entry(site) {
            None => book.to_owned(),
            Some(entry) => say.fill("frame.feed-of", &[("book", book), ("name", &entry.name)]),
        }
    }

    /// Where it is, below the root of the site.
    pub fn output(self, site: &Site) -> String {
        match self.entry(site) {
            None => OUTPUT.to_owned(),
            Some(entry) => urls::with_ending(&entry.output, "xml"),
        }
    }

    fn entry(self, site: &Site) -> Option<&Entry> {
        match self {
            Self::All => None,
            Self::Of(kind, index) => Some(&kind.of(site).entries[index]),
        }
    }

    fn incidents(self, site: &Site) -> &[DocumentId] {
        self.entry(site).map_or(&site.by_date, Entry::all)
    }

    /// What stands in it, the newest first: an old incident whose post-mortem was written lately is news.
    fn news(self, site: &Site) -> Vec<News> {
        let mut news: Vec<News> = self.incidents(site).iter().filter_map(|id| news(site, *id)).collect();
        // Stable: of one day, the later incident comes first.
        news.sort_by_key(|one| std::cmp::Reverse(one.published));
        news.truncate(if self == Self::All { ALL } else { OF_ONE });
        news
    }
}

/// `None` for a post-mortem of which no day is known: it can't be placed among others.
fn news(site: &Site, id: DocumentId) -> Option<News> {
    let (known, history) = (site.post_mortem(id), site.history(id));
    let published = known.published.or_else(|| history?.created).or(known.date)?;
    let changed = history.and_then(|history| history.changed).unwrap_or(published);
    Some(News { id, published, updated: changed.max(published) })
}
