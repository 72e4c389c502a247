//! What a file of the site is, as data.

use super::action_items;
use super::feeds::Feed;
use super::outputs::CatalogKind;
use super::recurring::Filter;
use crate::know::insight::matrix::Order;
use crate::know::link::DocumentId;
use crate::site::export::Format;

/// How one file of the site is made. Numbers of pages count from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Job {
    Index,
    PostMortem(DocumentId),
    /// A free page.
    Page(DocumentId),
    /// The list of all services (causes, teams, tags).
    Catalog(CatalogKind, usize),
    /// One service (cause, team, tag), by its position in the catalog, and the page of its incidents.
    Entry(CatalogKind, usize, usize),
    /// The ledger of what came back, or a part of it.
    Recurring(Filter, usize),
    Years,
    Year(usize, usize),
    /// Something about action items.
    Actions(action_items::Page),
    /// What happened in the knowledge base lately.
    Changes,
    /// The list of free pages.
    Pages,
    Insights,
    /// What stands behind a figure, by its position in [`Insight::behind`].
    Behind(usize, usize),
    Matrix(Order, usize),
    /// Incidents of a service by cause, by the position of its row in the matrix.
    ByCause(usize, usize),
    NotFound,
    Search,
    /// What a search shows before its engine is there.
    Front,
    Redirect(usize),
    Sitemap,
    /// A part of it, where there are many.
    SitemapPart(usize),
    Feed(Feed),
    /// The records of all post-mortems.
    Data(Format),
    /// The Markdown beside the page of a post-mortem or a free page.
    Twin(DocumentId),
    /// The Markdown beside the page of a service, cause, team or tag.
    EntryTwin(CatalogKind, usize),
    /// The list of what is there as Markdown.
    Twins,
    /// Position in [`Theme::assets`].
    Asset(usize),
    /// Position in [`Site::attachments`].
    Attachment(usize),
}

impl Job {
    /// Whether a file is a page that a sitemap names.
    pub fn is_page(self) -> bool {
        !matches!(
            self,
            Self::Asset(_)
                | Self::Attachment(_)
                | Self::NotFound
                | Self::Search
                | Self::Front
                | Self::Redirect(_)
                | Self::Sitemap
                | Self::SitemapPart(_)
                | Self::Feed(_)
                | Self::Data(_)
                | Self::Twin(_)
                | Self::EntryTwin(..)
                | Self::Twins
                | Self::Actions(action_items::Page::Calendar)
        )
    }
}
