//! One incident among its returns: what came before it, what came after, and what had been promised.

use super::actions::LeftOpen;
use super::rules::Reason;
use super::{Chain, Ledger};
use crate::know::link::{DocumentId, Site};

/// Incidents before it that are looked at for promises, in each chain.
const LOOKED_AT: usize = 20;

/// What the ledger says of one incident.
#[derive(Debug, Default)]
pub struct Before {
    /// Earlier ones, each once: what the incident's author names, then the strongest reason, then the nearest.
    pub earlier: Vec<Neighbour>,
    /// Later ones, each once, the nearest first.
    pub later: Vec<Neighbour>,
    /// Others of its chains that can't be put before or behind it: one of the two has no date.
    pub undated: usize,
    /// Its place in each of its chains, the strongest first.
    pub places: Vec<ChainPlace>,
    /// What earlier ones had promised and not done when it happened, the newest promise first.
    pub left_open: Vec<LeftOpen>,
}

/// Another incident of a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Neighbour {
    pub id: DocumentId,
    /// Position in [`Ledger::chains`].
    pub chain: usize,
    /// Whether `recurrence_of` of one of the two names the other.
    pub linked: bool,
}

/// Where an incident stands in a chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChainPlace {
    /// Position in [`Ledger::chains`].
    pub chain: usize,
    /// From 1; `None` for an undated incident.
    pub number: Option<usize>,
}

impl Ledger {
    /// What is known of the incidents before and after `id`, at most `most` of each.
    pub fn before(&self, site: &Site, id: DocumentId, most: usize) -> Before {
        let (mut before, looked_at) = self.walk(site, id, most);
        before.left_open = self.unkept(id, looked_at);
        before
    }

    /// The same without what had been promised.
    pub fn around(&self, site: &Site, id: DocumentId, most: usize) -> Before {
        self.walk(site, id, most).0
    }

    /// With the incidents that are looked at for promises.
    fn walk(&self, site: &Site, id: DocumentId, most: usize) -> (Before, Vec<DocumentId>) {
        let mut before = Before::default();
        let names = |one: DocumentId, other: DocumentId| {
            site.references[one].recurrence_of.iter().any(|reference| reference.id == Some(other))
        };
        // What an author names comes before, whatever the dates do not say.
        let mut named: Vec<Neighbour> = Vec::new();
        let mut looked_at: Vec<DocumentId> = Vec::new();
        for position in &self.of[id] {
            let chain = &self.chains[*position];
            let place = chain.incidents[..chain.dated].iter().position(|other| *other == id);
            before.places.push(ChainPlace { chain: *position, number: place.map(|place| place + 1) });
            let (earlier, later) = around(chain, place);
            let neighbour = |other: &DocumentId| Neighbour {
                id: *other,
                chain: *position,
                linked: names(id, *other) || names(*other, id),
            };
            add(&mut before.earlier, earlier.iter().rev().map(neighbour), most);
            add(&mut before.later, later.iter().map(neighbour), most);
            looked_at.extend(earlier.iter().rev().take(LOOKED_AT));
            if !site.references[id].recurrence_of.is_empty() {
                let others = chain.incidents.iter().filter(|other| **other != id);
                let linked = others
                    .filter(|other| names(id, **other) && !earlier.contains(other) && !later.contains(other));
                named.extend(linked.map(neighbour));
            }
            let all = chain.incidents.len();
            let apart = if place.is_some() { all - chain.dated } else { all - 1 };
            before.undated = before.undated.max(apart);
        }
        named.extend(&before.earlier);
        named.dedup_by_key(|neighbour| neighbour.id);
        before.earlier = named;
        before.earlier.sort_by_key(|neighbour| !neighbour.linked);
        before.earlier.truncate(most);
        (before, looked_at)
    }

    fn unkept(&self, id: DocumentId, mut earlier: Vec<DocumentId>) -> Vec<LeftOpen> {
        earlier.sort_unstable_by_key(|from| (std::cmp::Reverse(self.promised.day(*from)), *from));
        earlier.dedup();
        let mut found: Vec<LeftOpen> = earlier
            .iter()
            .flat_map(|from| {
                self.promised.unkept(*from, id).map(|(index, standing)| LeftOpen {
                    from: *from,
                    index,
                    repeat: id,
                    standing,
                    times: 1,
                })
            })
            .collect();
        // Stable: of those that stand alike, the newest promise first.
        found.sort_by_key(|one| one.standing);
        found
    }

    /// The strongest reason for which two neighbours stand together.
    pub fn reason(&self, neighbour: &Neighbour) -> &Reason {
        if neighbour.linked { &Reason::Linked } else { &self.chains[neighbour.chain].reasons[0] }
    }

    /// The same in words.
    pub fn why(&self, neighbour: &Neighbour) -> &'static str {
        match self.reason(neighbour) {
            Reason::Linked if neighbour.linked => "linked by the author",
            Reason::Linked => "linked by way of others",
            Reason::CauseAndService { .. } => "same cause, same service",
            Reason::Trigger(_) => "same trigger",
            Reason::Title(_) => "same title",
        }
    }
}

/// The dated incidents of a chain before and behind a place in it.
fn around(chain: &Chain, place: Option<usize>) -> (&[DocumentId], &[DocumentId]) {
    match place {
        Some(place) => (&chain.incidents[..place], &chain.incidents[place + 1..chain.dated]),
        None => (&[], &[]),
    }
}

fn add(list: &mut Vec<Neighbour>, more: impl Iterator<Item = Neighbour>, most: usize) {
    for neighbour in more.take(most) {
        if !list.iter().any(|one| one.id == neighbour.id) {
            list.push(neighbour);
        }
    }
}
