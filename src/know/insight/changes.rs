//! What happened in the knowledge base lately, and what happened on days like today in earlier years.

use std::cmp::Reverse;

use jiff::ToSpan;
use jiff::civil::Date;

use super::actions::{Actions, Filter, TrackedActionId};
use super::days;
use super::recurrence::{Ledger, Standing};
use crate::know::link::{DocumentId, Site};

/// Days before and after today's that count as the same in another year.
const NEAR: i64 = 3;

/// How it is known that a post-mortem is new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Newness {
    /// Its front matter says when it was published.
    Published,
    /// It was first committed then.
    Committed,
    /// Nothing but the day of the incident is known.
    Happened,
}

/// A post-mortem that is new, since when, and how that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct New {
    pub id: DocumentId,
    pub date: Date,
    pub how: Newness,
}

/// An incident that had happened before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Return {
    pub id: DocumentId,
    /// Day of the last one before it; `None` where none of them has a date.
    pub last: Option<Date>,
    /// What earlier ones had promised and was still to be done when it came back.
    pub left_open: usize,
}

/// The last days of a knowledge base.
#[derive(Debug, Clone, Default)]
pub struct Changes {
    /// First of these days.
    pub since: Date,
    /// Last of them: the day of the build.
    pub until: Date,
    /// The newest first.
    pub new: Vec<New>,
    /// Post-mortems that became final, and when; the newest first.
    pub finished: Vec<(DocumentId, Date)>,
    /// Incidents that repeat earlier ones; the newest first.
    pub recurred: Vec<Return>,
    /// Action items that were done; the latest first.
    pub kept: Vec<TrackedActionId>,
    /// Incidents of earlier years around this day, and how many years ago; the latest first.
    pub anniversaries: Vec<(DocumentId, i16)>,
}

impl Changes {
    /// What happened in the last days up to `today`.
    pub fn new(site: &Site, ledger: &Ledger, actions: &Actions, today: Date) -> Self {
        let since = today.checked_sub(i64::from(site.config.changes.days).days()).unwrap_or(Date::MIN);
        let is_lately = |date: &Date| (since..=today).contains(date);
        let mut new: Vec<New> = site.by_date.iter().filter_map(|id| newness(site, *id)).collect();
        new.retain(|one| is_lately(&one.date));
        // Stable, so that the order by incident remains within a day.
        new.sort_by_key(|one| Reverse(one.date));
        let finished = |id: &DocumentId| Some((*id, site.history(*id)?.finished?));
        let mut finished: Vec<(DocumentId, Date)> = site.by_date.iter().filter_map(finished).collect();
        finished.retain(|(_, date)| is_lately(date));
        finished.sort_by_key(|(_, date)| Reverse(*date));
        let date = |id: &DocumentId| site.post_mortem(*id).date;
        let lately = site.counted.iter().copied().filter(|id| date(id).is_some_and(|date| is_lately(&date)));
        let was_closed_lately =
            |id: &TrackedActionId| actions.all[*id].closed.is_some_and(|date| is_lately(&date));
        let mut anniversaries: Vec<(DocumentId, i16)> =
            site.counted.iter().filter_map(|id| Some((*id, years_ago(date(id)?, today)?))).collect();
        anniversaries.sort_by_key(|(_, years)| *years);
        Self {
            since,
            until: today,
            new,
            finished,
            recurred: lately.filter_map(|id| returned(site, ledger, id)).collect(),
            kept: actions.items(Filter::Done).iter().copied().filter(was_closed_lately).collect(),
            anniversaries,
        }
    }

    /// Whether nothing happened; anniversaries aside.
    pub fn is_quiet(&self) -> bool {
        self.new.is_empty() && self.finished.is_empty() && self.recurred.is_empty() && self.kept.is_empty()
    }
}

/// Since when a post-mortem is there: the day on which it was published, else committed, else that of its incident.
fn newness(site: &Site, id: DocumentId) -> Option<New> {
    let facts = site.post_mortem(id);
    let committed = site.history(id).and_then(|history| history.created);
    let (date, how) = match (facts.published, committed, facts.date) {
        (Some(date), ..) => (date, Newness::Published),
        (None, Some(date), _) => (date, Newness::Committed),
        (None, None, Some(date)) => (date, Newness::Happened),
        (None, None, None) => return None,
    };
    Some(New { id, date, how })
}

/// What an incident repeats: by a chain of the ledger, or because it says so.
fn returned(site: &Site, ledger: &Ledger, id: DocumentId) -> Option<Return> {
    let in_chain = |chain: &usize| {
        let chain = &ledger.chains[*chain];
        let place = chain.incidents[..chain.dated].iter().position(|other| *other == id)?;
        chain.incidents[..place].last().copied()
    };
    let is_other = |other: &DocumentId| *other != id && site.documents[*other].is_post_mortem();
    let named = site.references[id].recurrence_of.iter().filter_map(|reference| reference.id);
    let earlier: Vec<DocumentId> =
        ledger.of[id].iter().filter_map(in_chain).chain(named.filter(is_other)).collect();
    if earlier.is_empty() {
        return None;
    }
    let date = |id: &DocumentId| site.post_mortem(*id).date;
    let last = earlier.iter().filter_map(date).filter(|last| date(&id).is_some_and(|own| *last <= own)).max();
    let before = ledger.before(site, id, 0);
    let left_open = before.left_open.iter().filter(|one| one.standing == Standing::Open).count();
    Some(Return { id, last, left_open })
}

/// How many years before a day near `today` a date lies; `None` for this year's and for other days.
fn years_ago(date: Date, today: Date) -> Option<i16> {
    // Days at the turn of the year may be nearer to the anniversary of the year beside theirs.
    (-1..=1).find_map(|shift| {
        let years = today.year() - date.year() + shift;
        // 29 February counts as the 28th where there is none.
        let anniversary = today.checked_sub(years.years()).ok()?;
        (years > 0 && days(anniversary, date).abs() <= NEAR).then_some(years)
    })
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::core::model::{History, Repository};
    use crate::know::insight::{Insight, sample};

    #[test]
    fn days_like_today_are_found_over_the_turn_of_the_year() {
        let today = date(2024, 1, 1);
        assert_eq!(years_ago(date(2022, 12, 30), today), Some(1));
        assert_eq!(years_ago(date(2023, 12, 30), today), None);
        assert_eq!(years_ago(date(2023, 1, 4), today), Some(1));
        assert_eq!(years_ago(date(2019, 1, 5), today), None);
        assert_eq!(years_ago(date(2012, 2, 29), date(2023, 3, 3)), Some(11));
        assert_eq!(years_ago(date(2023, 3, 1), date(2024, 2, 29)), Some(1));
    }

    #[test]
    fn what_is_new_is_known_in_three_ways() {
        let mut site = sample::site(&[
            ("a.md", "---\ndate: 2024-04-01\npublished: 2024-05-20\n---\nText.\n"),
            ("b.md", "---\ndate: 2024-04-02\nstatus: final\n---\nText.\n"),
            (
                "c.md",
                "---\ndate: 2024-05-30\nrecurrence_of: a.md\n---\n\n## Action items\n\n- [x] Mend it (done: 2024-05-31)\n",
            ),
            ("d.md", "---\ndate: 2023-06-03\n---\nText.\n"),
        ]);
        let history = History {
            created: Some(date(2024, 5, 25)),
            finished: Some(date(2024, 5, 28)),
            ..History::default()
        };
        site.repository =
            Some(Repository { files: [("b.md".to_owned(), history)].into(), ..Repository::default() });
        let changes = Insight::new(&site, date(2024, 6, 1)).changes;
        let new: Vec<_> = changes.new.iter().map(|one| (one.id, one.how)).collect();
        assert_eq!(new, [(2, Newness::Happened), (1, Newness::Committed), (0, Newness::Published)]);
        let recurred: Vec<_> = changes.recurred.iter().map(|one| one.id).collect();
        assert_eq!(changes.finished, [(1, date(2024, 5, 28))]);
        assert_eq!((recurred, changes.kept.len()), (vec![2], 1));
        assert_eq!(changes.anniversaries, [(3, 1)]);
        assert_eq!(changes.since, date(2024, 5, 2));
        assert!(Insight::new(&site, date(2025, 6, 1)).changes.is_quiet());
    }
}
