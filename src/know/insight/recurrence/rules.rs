//! Which incidents belong together, rule by rule; nothing is weighed or joined here.

use std::collections::{BTreeMap, HashMap};

use super::title;
use crate::core::address::slug;
use crate::core::config::Rule;
use crate::know::link::{DocumentId, Site, paired};

/// What made a group: the rule, and what its incidents share. Ordered, the strongest first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// Their authors say so.
    Linked,
    /// Positions in the catalogs.
    CauseAndService { cause: usize, service: usize },
    /// The trigger, as the newest of them writes it.
    Trigger(String),
    /// The title, without what differs.
    Title(String),
}

/// Incidents of one rule, the oldest first, undated ones behind; at least two.
#[derive(Debug)]
pub struct Group {
    pub reason: Reason,
    pub incidents: Vec<DocumentId>,
}

/// The groups of every rule in force. `incidents` are all there are, the oldest first.
pub fn groups(site: &Site, incidents: &[DocumentId]) -> Vec<Group> {
    let mut groups = Vec::new();
    for rule in &site.config.recurrence.by {
        match rule {
            Rule::Linked => groups.extend(linked(site, incidents)),
            Rule::CauseAndService => groups.extend(by_cause_and_service(site, incidents)),
            Rule::Trigger => groups.extend(by_trigger(site, incidents)),
            Rule::Title => groups.extend(by_title(site, incidents)),
        }
    }
    groups.retain(|group| group.incidents.len() > 1);
    groups
}

/// The services that the cause of an incident lies in: those that it names as such, else all; not more than are paired.
pub fn services_at_fault(site: &Site, id: DocumentId) -> &[usize] {
    let named = &site.references[id];
    let services =
        if named.root_cause_services.is_empty() { &named.services } else { &named.root_cause_services };
    paired(services)
}

/// The causes of an incident, each once; with those above them if the settings say so.
fn causes(site: &Site, id: DocumentId) -> Vec<usize> {
    let own = paired(&site.references[id].causes);
    if !site.config.recurrence.parents {
        return own.to_vec();
    }
    site.causes.and_above(own)
}

fn by_cause_and_service(site: &Site, incidents: &[DocumentId]) -> impl Iterator<Item = Group> {
    let mut cells: BTreeMap<(usize, usize), Vec<DocumentId>> = BTreeMap::new();
    for id in incidents {
        for cause in causes(site, *id) {
            for service in services_at_fault(site, *id) {
                cells.entry((cause, *service)).or_default().push(*id);
            }
        }
    }
    cells.into_iter().map(|((cause, service), incidents)| Group {
        reason: Reason::CauseAndService { cause, service },
        incidents,
    })
}

/// Everything that is connected by `recurrence_of`, in whichever direction.
fn linked(site: &Site, incidents: &[DocumentId]) -> impl Iterator<Item = Group> {
    // For each document, one that it is connected with; following these ends at the one that stands for all.
    let mut leads: Vec<DocumentId> = (0..site.documents.len()).collect();
    fn end(leads: &mut [DocumentId], mut at: DocumentId) -> DocumentId {
        while leads[at] != at {
            leads[at] = leads[leads[at]];
            at = leads[at];
        }
        at
    }
    for id in incidents {
        for other in site.references[*id].recurrence_of.iter().filter_map(|reference| reference.id) {
            let (one, other) = (end(&mut leads, *id), end(&mut leads, other));
            leads[one.max(other)] = one.min(other);
        }
    }
    let mut connected: BTreeMap<DocumentId, Vec<DocumentId>> = BTreeMap::new();
    for id in incidents {
        connected.entry(end(&mut leads, *id)).or_default().push(*id);
    }
    connected.into_values().map(|incidents| Group { reason: Reason::Linked, incidents })
}

fn by_trigger(site: &Site, incidents: &[DocumentId]) -> impl Iterator<Item = Group> {
    let most = site.config.recurrence.trigger_max;
    let mut triggers: BTreeMap<String, (String, Vec<DocumentId>)> = BTreeMap::new();
    for id in incidents {
        for trigger in &site.post_mortem(*id).triggers {
            let (name, named) = triggers.entry(slug(trigger)).or_default();
            if named.last() != Some(id) {
                named.push(*id);
            }
            trigger.trim().clone_into(name);
        }
    }
    let rare = triggers.into_iter().filter(move |(slug, (_, named))| !slug.is_empty() && named.len() <= most);
    rare.map(|(_, (name, incidents))| Group { reason: Reason::Trigger(name), incidents })
}

fn by_title(site: &Site, incidents: &[DocumentId]) -> impl Iterator<Item = Group> {
    let mut titles: BTreeMap<String, Vec<DocumentId>> = BTreeMap::new();
    for id in incidents {
        if let Some(key) = title::key(&site.documents[*id].title, &site.config.recurrence.planned) {
            titles.entry(key).or_default().push(*id);
        }
    }
    let mut counts: HashMap<String, usize> = HashMap::new();
    for (key, named) in &titles {
        for word in title::words(key) {
            *counts.entry(word.to_owned()).or_default() += named.len();
        }
    }
    let most = title::most_common(incidents.len());
    // "Incident disclosure 2025-12-01": what so many titles say tells no incident from another.
    let says_something =
        |key: &str| title::words(key).any(|word| counts.get(word).is_some_and(|count| *count <= most));
    titles.retain(|key, _| says_something(key));
    titles.into_iter().map(|(title, incidents)| Group { reason: Reason::Title(title), incidents })
}
