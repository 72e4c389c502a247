//! One post-mortem of a change: its facts, what came before it, what is like it.

use std::cmp::Reverse;

use jiff::civil::Date;
use serde::Serialize;

use super::difference::{Difference, severity};
use super::{Became, Finding, Input, NewName, became, before, difference, findings, questions};
use crate::core::model::PostMortem;
use crate::know::insight::days;
use crate::know::insight::recurrence::{Before, Ledger, Standing};
use crate::know::insight::similar::{self, Suggestion, sentence, told};
use crate::know::link::{DocumentId, Site};
use crate::read::git::{Change, What};
use crate::site::render::words::interval;

/// Earlier returns, and similar incidents, that are told of each.
const EARLIER: usize = 3;
const SIMILAR: usize = 3;
/// Open action items that are told of each similar incident.
const MOST_ACTIONS: usize = 2;

/// A post-mortem that was added or changed.
#[derive(Debug, Serialize)]
pub struct Incident {
    /// Below the content folder.
    pub path: String,
    pub title: String,
    pub url: String,
    pub change: Became,
    /// Where it was before it was moved.
    pub from: Option<String>,
    pub facts: Facts,
    /// What the change does to facts that were there.
    pub differences: Vec<Difference>,
    pub findings: Vec<Finding>,
    /// Earlier incidents that it is a return of.
    pub earlier: Vec<Earlier>,
    /// What these promised and what is still to be done, or was decided against.
    pub left_open: Vec<EarlierAction>,
    pub similar: Vec<Similar>,
    /// What a reviewer should ask.
    pub questions: Vec<String>,
}

/// What is known of it.
#[derive(Debug, Serialize)]
pub struct Facts {
    pub date: Option<Date>,
    pub severity: Option<String>,
    /// Position in `[severity] levels`, 0 being the worst.
    pub rank: Option<usize>,
    pub status: Option<String>,
    pub services: Vec<String>,
    pub causes: Vec<String>,
    /// Whole minutes since the start.
    pub detect: Option<i64>,
    pub mitigate: Option<i64>,
    pub resolve: Option<i64>,
    pub actions: usize,
    /// Those still to be done.
    pub open: usize,
}

/// An earlier incident of a chain.
#[derive(Debug, Serialize)]
pub struct Earlier {
    pub title: String,
    pub url: String,
    pub date: Option<Date>,
    pub severity: Option<String>,
    /// How long before: `4 months`.
    pub interval: Option<String>,
    pub why: &'static str,
    /// Action items of it: all, and those that are still to be done.
    pub actions: usize,
    pub open: usize,
}

/// An action item of an earlier or similar incident.
#[derive(Debug, Serialize)]
pub struct EarlierAction {
    pub title: String,
    pub owner: Option<String>,
    pub due: Option<Date>,
    /// Days past the due date.
    pub late: Option<i64>,
    /// `open`, `dropped`, or `done` where that was after the return.
    pub standing: &'static str,
    /// The incident that it comes from.
    pub from: String,
    pub url: String,
}

/// An incident that has something in common with it.
#[derive(Debug, Serialize)]
pub struct Similar {
    pub title: String,
    pub url: String,
    pub date: Option<Date>,
    pub severity: Option<String>,
    pub why: String,
    /// What it promised and what is still to be done.
    pub open: Vec<EarlierAction>,
}

impl Incident {
    /// What matters most comes first: errors, then what came back, then what is new, then by severity.
    pub(super) fn rank(&self) -> (bool, bool, Became, usize, String) {
        let is_sound = self.findings.iter().all(|finding| finding.level != "error");
        let rank = self.facts.rank.unwrap_or(usize::MAX);
        (is_sound, self.earlier.is_empty(), self.change, rank, self.path.clone())
    }
}

/// All that were added or changed, in no order.
pub fn all(input: &Input<'_>, touched: &[(DocumentId, &Change)], new_names: &[NewName]) -> Vec<Incident> {
    let site = input.site;
    let incidents: Vec<(DocumentId, &Change, Vec<Difference>)> = touched
        .iter()
        .filter(|(id, _)| site.documents[*id].is_post_mortem())
        .map(|(id, change)| {
            let old = before(input, change);
            let differences = old.map(|old| difference::between(old, &site.documents[*id], &site.config));
            (*id, *change, differences.unwrap_or_default())
        })
        .collect();
    // Who mends a word in an old post-mortem is not told again what it was like.
    let compared: Vec<DocumentId> = incidents
        .iter()
        .filter(|(_, change, differences)| change.what == What::Added || changes_relations(differences))
        .map(|(id, ..)| *id)
        .collect();
    // Either takes most of the time there is in a large knowledge base; so what is told twice is taken out afterwards.
    let (ledger, mut similar) = rayon::join(
        || Ledger::new(site),
        || similar::of(site, &compared, SIMILAR + 2 * EARLIER, |_| Vec::new()),
    );
    for (id, similar) in compared.iter().zip(&mut similar) {
        let around = around(site, &ledger, *id);
        similar.retain(|one| !around.earlier.iter().chain(&around.later).any(|told| told.id == one.id));
        similar.truncate(SIMILAR);
    }
    let teller = Teller { input, ledger: &ledger, touched };
    incidents
        .into_iter()
        .map(|(id, change, differences)| {
            let position = compared.iter().position(|other| *other == id);
            let similar = position.map(|position| similar[position].as_slice());
            let mut incident = teller.incident(id, change, differences, similar);
            incident.questions = questions::of(input, id, &incident, new_names);
            incident
        })
        .collect()
}

/// What came before an incident. One of the same day is another report of it, or a copy, unless its author says that it
/// came back, or the two began at different times.
fn around(site: &Site, ledger: &Ledger, id: DocumentId) -> Before {
    let started = |known: &PostMortem| known.times.started.map(|(moment, _)| moment.timestamp);
    let own = site.post_mortem(id);
    let same_day = site.by_date.iter().filter(|other| site.post_mortem(**other).date == own.date).count();
    let mut around = ledger.before(site, id, EARLIER + same_day);
    let is_before = |other: DocumentId| {
        let other = site.post_mortem(other);
        let began = started(own).zip(started(other));
        own.date.is_none() || own.date != other.date || began.is_some_and(|(own, other)| other < own)
    };
    around.earlier.retain(|one| one.linked || is_before(one.id));
    around.earlier.truncate(EARLIER);
    let linked: Vec<DocumentId> = around.earlier.iter().filter(|one| one.linked).map(|one| one.id).collect();
    around.left_open.retain(|one| linked.contains(&one.from) || is_before(one.from));
    around
}

/// Whether an incident may be in another company than before.
fn changes_relations(differences: &[Difference]) -> bool {
    differences.iter().any(|one| matches!(one.what, "title" | "date" | "services" | "causes"))
}

struct Teller<'a> {
    input: &'a Input<'a>,
    ledger: &'a Ledger,
    touched: &'a [(DocumentId, &'a Change)],
}

impl Teller<'_> {
    /// `similar` is `None` where the incident's company is not told.
    fn incident(
        &self,
        id: DocumentId,
        change: &Change,
        differences: Vec<Difference>,
        similar: Option<&[Suggestion]>,
    ) -> Incident {
        let site = self.input.site;
        let document = &site.documents[id];
        let around = similar.map(|_| around(site, self.ledger, id)).unwrap_or_default();
        let mut left_open: Vec<EarlierAction> = around
            .left_open
            .iter()
            .map(|one| self.tracked(one.from, one.index, Some(one.standing)))
            .collect();
        left_open.sort_by_key(|tracked| (tracked.standing != "open", Reverse(tracked.late)));
        Incident {
            path: change.path.clone(),
            title: document.title.clone(),
            url: self.input.links.file(&change.path, None),
            change: became(change),
            from: match &change.what {
                What::Renamed { from } => Some(from.clone()),
                _ => None,
            },
            facts: self.facts(id),
            differences,
            findings: findings(self.input, change),
            earlier: around
                .earlier
                .iter()
                .map(|one| self.earlier(id, one.id, self.ledger.why(one)))
                .collect(),
            left_open,
            similar: similar.unwrap_or_default().iter().map(|one| self.similar(one)).collect(),
            questions: Vec::new(),
        }
    }

    fn facts(&self, id: DocumentId) -> Facts {
        let site = self.input.site;
        let (known, names) = (site.post_mortem(id), &site.references[id]);
        let named = |catalog: &crate::know::link::Catalog, at: &[usize]| {
            at.iter().map(|at| catalog.entries[*at].name.clone()).collect()
        };
        let minutes =
            |duration: Option<crate::core::model::Duration>| duration.map(|duration| duration.minutes);
        Facts {
            date: known.date,
            severity: severity(known, &site.config),
            rank: known.severity,
            status: known.status.clone(),
            services: named(&site.services, &names.services),
            causes: named(&site.causes, &names.causes),
            detect: minutes(known.times.detect()),
            mitigate: minutes(known.times.mitigate()),
            resolve: minutes(known.times.resolve()),
            actions: known.action_items.len(),
            open: known.action_items.iter().filter(|item| item.state.is_pending()).count(),
        }
    }

    /// The address of an incident, which has a page only if it was there before.
    fn url(&self, id: DocumentId) -> String {
        let is_new = self.touched.iter().any(|(other, change)| *other == id && change.what != What::Changed);
        self.input.links.document(self.input.site, id, !is_new)
    }

    fn earlier(&self, own: DocumentId, id: DocumentId, why: &'static str) -> Earlier {
        let site = self.input.site;
        let known = site.post_mortem(id);
        let dates = site.post_mortem(own).date.zip(known.date);
        Earlier {
            title: site.documents[id].title.clone(),
            url: self.url(id),
            date: known.date,
            severity: severity(known, &site.config),
            interval: dates.filter(|(own, date)| own != date).map(|(own, date)| interval(own, date)),
            why,
            actions: known.action_items.len(),
            open: known.action_items.iter().filter(|item| item.state.is_pending()).count(),
        }
    }

    fn tracked(&self, from: DocumentId, index: usize, standing: Option<Standing>) -> EarlierAction {
        let site = self.input.site;
        let item = &site.post_mortem(from).action_items[index];
        let due = item.due.filter(|due| item.state.is_pending() && *due < self.input.today);
        EarlierAction {
            title: item.title.clone(),
            owner: item.owner.clone(),
            due: item.due,
            late: due.map(|due| days(due, self.input.today)),
            standing: match standing {
                _ if item.state.is_pending() => "open",
                Some(Standing::Dropped(_)) => "dropped",
                Some(Standing::Open) | None => "done",
            },
            from: site.documents[from].title.clone(),
            url: self.url(from),
        }
    }

    fn similar(&self, one: &Suggestion) -> Similar {
        let site = self.input.site;
        let known = site.post_mortem(one.id);
        let pending = known.action_items.iter().enumerate().filter(|(_, item)| item.state.is_pending());
        Similar {
            title: site.documents[one.id].title.clone(),
            url: self.url(one.id),
            date: known.date,
            severity: severity(known, &site.config),
            why: sentence(&told(site, &one.reasons), |told| told.label.clone()),
            open: pending.take(MOST_ACTIONS).map(|(index, _)| self.tracked(one.id, index, None)).collect(),
        }
    }
}
