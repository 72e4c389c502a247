//! Parts of the ledger, each on pages of its own.

use super::super::action_items::{Group, Link};
use super::super::renderer::Renderer;
use super::super::{plan, urls};
use super::pack;
use crate::core::phrases::Phrases;
use crate::know::insight::Insight;
use crate::know::link::{Entry, Site};

/// Which chains are shown. Causes and services are positions in the catalogs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Filter {
    All,
    /// Those in which an action item was not done when it came back.
    LeftOpen,
    Cause(usize),
    Service(usize),
}

/// Causes, and services, that can be chosen; the lists of all are pages of their own.
const CHOICES: usize = 12;
/// A cause or service with fewer chains than this has no page in the ledger: its own page shows them all.
const LEAST: usize = 2;

/// What the links to all parts say; found once, since there are as many pages as names.
pub struct Choices {
    /// Chains with something left open.
    left_open: usize,
    /// Entries with pages of their own, those with most chains first, and how many these are.
    causes: Vec<(usize, usize)>,
    services: Vec<(usize, usize)>,
}

impl Choices {
    pub fn new(insight: &Insight) -> Self {
        let ledger = &insight.recurrence;
        Self {
            left_open: Filter::LeftOpen.chains(insight).len(),
            causes: ranked(&ledger.by_cause),
            services: ranked(&ledger.by_service),
        }
    }
}

impl Filter {
    /// Every part that has chains, the whole first.
    pub fn all(insight: &Insight) -> Vec<Self> {
        if insight.recurrence.chains.is_empty() {
            return Vec::new();
        }
        let mut all = vec![Self::All];
        if insight.recurrence.chains.iter().any(|chain| !chain.left_open.is_empty()) {
            all.push(Self::LeftOpen);
        }
        all.extend(ranked(&insight.recurrence.by_cause).into_iter().map(|(at, _)| Self::Cause(at)));
        all.extend(ranked(&insight.recurrence.by_service).into_iter().map(|(at, _)| Self::Service(at)));
        all
    }

    /// The chains, as positions in the ledger, the dearest first.
    pub fn chains(self, insight: &Insight) -> Vec<usize> {
        let ledger = &insight.recurrence;
        match self {
            Self::All => (0..ledger.chains.len()).collect(),
            Self::LeftOpen => {
                let has = |at: &usize| !ledger.chains[*at].left_open.is_empty();
                (0..ledger.chains.len()).filter(has).collect()
            }
            Self::Cause(at) => ledger.by_cause[at].clone(),
            Self::Service(at) => ledger.by_service[at].clone(),
        }
    }

    /// How many pages they take.
    pub fn pages(self, insight: &Insight) -> usize {
        pack::count(&insight.recurrence, &self.chains(insight))
    }

    /// Path of its first page.
    pub fn output(self, site: &Site) -> String {
        match self {
            Self::All => plan::RECURRING.into(),
            Self::LeftOpen => "recurring/left-open.html".into(),
            Self::Cause(at) => format!("recurring/{}", site.causes.entries[at].output),
            Self::Service(at) => format!("recurring/{}", site.services.entries[at].output),
        }
    }

    pub fn title(self, site: &Site, say: &Phrases) -> String {
        match self {
            Self::All => say.text("recurring.title").into(),
            Self::LeftOpen => say.text("recurring.left-open-title").into(),
            Self::Cause(at) => say.fill("recurring.title-of", &[("name", &site.causes.entries[at].name)]),
            Self::Service(at) => say.fill("recurring.title-of", &[("name", &site.services.entries[at].name)]),
        }
    }

    /// The links to all parts, with this one as the current; empty where there is nothing to choose.
    pub fn links(self, renderer: &Renderer<'_>) -> Vec<Group> {
        let (site, insight, say) = (renderer.site, renderer.insight, renderer.say);
        let ledger = &insight.recurrence;
        let link = |filter: Self, name: &str, count: usize| Link {
            name: name.to_owned(),
            url: urls::from_root(&filter.output(site)),
            count: Some(say.count(count)),
            is_current: filter == self,
        };
        let mut show = vec![link(Self::All, say.text("recurring.show-all"), ledger.chains.len())];
        let choices = &renderer.parts;
        let open = choices.left_open;
        if open > 0 {
            show.push(link(Self::LeftOpen, say.text("recurring.show-left-open"), open));
        }
        let mut groups = vec![Group { label: say.text("recurring.show").to_owned(), links: show }];
        let mut add = |key: &'static str,
                       entries: &[Entry],
                       ranked: &[(usize, usize)],
                       make: fn(usize) -> Self,
                       output: &str| {
            let is_shown =
                |(place, (at, _)): &(usize, &(usize, usize))| *place < CHOICES || make(*at) == self;
            let shown = ranked.iter().enumerate().filter(is_shown);
            let mut links: Vec<Link> =
                shown.map(|(_, (at, count))| link(make(*at), &entries[*at].name, *count)).collect();
            if ranked.len() > CHOICES {
                let count = Some(say.count(entries.len()));
                links.push(Link {
                    name: say.text("recurring.show-all").into(),
                    url: urls::from_root(output),
                    count,
                    is_current: false,
                });
            }
            if !links.is_empty() {
                groups.push(Group { label: say.text(key).to_owned(), links });
            }
        };
        add("recurring.cause", &site.causes.entries, &choices.causes, Self::Cause, "causes.html");
        add("recurring.service", &site.services.entries, &choices.services, Self::Service, "services.html");
        if groups.len() == 1 && groups[0].links.len() == 1 {
            groups.clear();
        }
        groups
    }
}

/// Entries with chains enough for a page, those with most first, and how many these are.
fn ranked(by_entry: &[Vec<usize>]) -> Vec<(usize, usize)> {
    let counted = by_entry.iter().enumerate().map(|(at, chains)| (at, chains.len()));
    let mut ranked: Vec<(usize, usize)> = counted.filter(|(_, count)| *count >= LEAST).collect();
    ranked.sort_by_key(|(at, count)| (std::cmp::Reverse(*count), *at));
    ranked
}
