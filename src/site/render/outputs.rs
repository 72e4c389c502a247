//! Where pages that are not made of one document are, and which of them a site has.

use crate::core::model::Record;
use crate::core::phrases::Phrases;
use crate::know::insight::Insight;
use crate::know::link::{Catalog, References, Site};

/// One of the four ways in which incidents are grouped by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CatalogKind {
    Services,
    Causes,
    Teams,
    Tags,
}

impl CatalogKind {
    pub const ALL: [Self; 4] = [Self::Services, Self::Causes, Self::Teams, Self::Tags];

    pub fn of(self, site: &Site) -> &Catalog {
        match self {
            Self::Services => &site.services,
            Self::Causes => &site.causes,
            Self::Teams => &site.teams,
            Self::Tags => &site.tags,
        }
    }

    /// Those that an incident names, as positions in the catalog.
    pub fn named(self, references: &References) -> &[usize] {
        match self {
            Self::Services => &references.services,
            Self::Causes => &references.causes,
            Self::Teams => &references.teams,
            Self::Tags => &references.tags,
        }
    }

    /// Heading of the list: `Services`.
    pub fn title(self, say: &Phrases) -> &str {
        say.text(match self {
            Self::Services => "services.title",
            Self::Causes => "causes.title",
            Self::Teams => "teams.title",
            Self::Tags => "tags.title",
        })
    }

    /// One of them as a label: `Service`.
    pub fn label(self, say: &Phrases) -> &str {
        say.text(match self {
            Self::Services => "services.one",
            Self::Causes => "causes.one",
            Self::Teams => "teams.one",
            Self::Tags => "tags.one",
        })
    }

    /// The key of a text that each of the four has.
    pub fn key(self, what: &str) -> String {
        format!("{}.{what}", self.output().trim_end_matches(".html"))
    }

    /// One of them: `service`.
    pub fn singular(self) -> &'static str {
        match self {
            Self::Services => "service",
            Self::Causes => "cause",
            Self::Teams => "team",
            Self::Tags => "tag",
        }
    }

    /// Path of the list, and its key in the menu with `.html`.
    pub fn output(self) -> &'static str {
        match self {
            Self::Services => "services.html",
            Self::Causes => "causes.html",
            Self::Teams => "teams.html",
            Self::Tags => "tags.html",
        }
    }
}

/// Paths of the pages that are not made from one document.
pub const INDEX: &str = "index.html";
pub const RECURRING: &str = "recurring.html";
pub const YEARS: &str = "years.html";
pub const PAGES: &str = "pages.html";
pub const CHANGES: &str = "changes.html";
pub const NOT_FOUND: &str = "404.html";
pub const SEARCH: &str = "search.html";
pub const FRONT: &str = "search/front.bin";
pub const SITEMAP: &str = "sitemap.xml";

/// Most addresses in a file of a sitemap, by the protocol.
pub const MOST_IN_SITEMAP: usize = 50_000;

/// How many parts a sitemap of so many addresses has; 0 where it is one file.
pub fn sitemap_parts(addresses: usize) -> usize {
    if addresses > MOST_IN_SITEMAP { addresses.div_ceil(MOST_IN_SITEMAP) } else { 0 }
}

/// Where a part of a sitemap is.
pub fn sitemap_part(part: usize) -> String {
    format!("sitemap-{}.xml", part + 1)
}

/// Services and causes always have their list; teams and tags only where there are any.
pub fn has_list(site: &Site, kind: CatalogKind) -> bool {
    matches!(kind, CatalogKind::Services | CatalogKind::Causes) || !kind.of(site).entries.is_empty()
}

/// Where there is nothing to count, there is nothing to say.
pub fn has_insights(insight: &Insight) -> bool {
    !insight.statistics.incidents.is_empty()
}

pub fn has_pages(site: &Site) -> bool {
    site.documents
        .iter()
        .enumerate()
        .any(|(id, document)| matches!(document.record, Record::Page(_)) && site.intro != Some(id))
}
