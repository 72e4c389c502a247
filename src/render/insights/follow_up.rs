//! What comes after an incident: when its post-mortem is published, and whether promises are kept in time.

use serde::Serialize;

use super::amount::{Amount, percent};
use crate::insight::actions::Filter;
use crate::insight::behind::Figure;
use crate::insight::statistics::Spread;
use crate::render::entry::share;
use crate::render::figures::behind;
use crate::render::renderer::Renderer;
use crate::render::{urls, words};

/// Days until post-mortems are published.
#[derive(Serialize)]
pub struct Published {
    note: String,
    row: Days,
    /// What it leaves out, in words.
    left_out: Option<String>,
    /// Post-mortems that are dated before their incident.
    before_incident: Vec<Titled>,
}

#[derive(Serialize)]
struct Titled {
    title: String,
    url: String,
}

/// A spread of days.
#[derive(Serialize)]
struct Days {
    name: &'static str,
    known: Amount,
    median: Option<Amount>,
    p75: Option<Amount>,
    p90: Option<Amount>,
    longest: Option<Amount>,
}

/// Whether promises are kept.
#[derive(Serialize)]
pub struct Promised {
    /// The share that was kept in time, in words.
    answer: String,
    rows: Vec<Kept>,
    /// What the share leaves out, in words.
    left_out: Option<String>,
    /// Ages, and times until done.
    days: Vec<Days>,
}

#[derive(Serialize)]
struct Kept {
    name: &'static str,
    count: Amount,
    /// In per cent of all that are judged.
    share: String,
    is_late: bool,
}

/// `None` where no post-mortem says when it was published.
pub fn published(renderer: &Renderer<'_>) -> Option<Published> {
    let publication = &renderer.insight.statistics.publication;
    if publication.lags.is_empty() && publication.before_incident.is_empty() {
        return None;
    }
    let site = renderer.site;
    let mut row = days("From incident to published", publication.spread);
    let url = behind(renderer, Figure::Publication, None);
    row.known = Amount::count(publication.lags.len(), url);
    let titled = |id: &usize| Titled {
        title: site.documents[*id].title.clone(),
        url: urls::from_root(&site.outputs[*id]),
    };
    let left_out = [
        (publication.imported, "that came into git with many others on one day"),
        (publication.not_recorded, "of which it is not recorded"),
    ];
    Some(Published {
        note: match publication.from_git {
            0 => "From the day of the incident".into(),
            count => format!("{} by what git knows", words::count(count)),
        },
        row,
        left_out: words::left_out(&left_out),
        before_incident: publication.before_incident.iter().map(titled).collect(),
    })
}

fn days(name: &'static str, spread: Option<Spread>) -> Days {
    let known = |days: Option<i64>| days.map(Amount::days);
    Days {
        name,
        known: Amount::count(spread.map_or(0, |spread| spread.count), None),
        median: known(spread.and_then(|spread| spread.median)),
        p75: known(spread.and_then(|spread| spread.p75)),
        p90: known(spread.and_then(|spread| spread.p90)),
        longest: known(spread.map(|spread| spread.largest)),
    }
}

/// `None` where nothing was promised.
pub fn promised(renderer: &Renderer<'_>) -> Option<Promised> {
    let promises = &renderer.insight.statistics.promises;
    if promises.all == 0 {
        return None;
    }
    let judged = promises.judged();
    let kept = |name, count, url, is_late| Kept {
        name,
        count: Amount::count(count, url),
        share: share(count, judged),
        is_late,
    };
    let actions = &renderer.insight.actions;
    let listed = |filter| actions.list(filter).map(|list| urls::from_root(&list.output));
    let behind = |figure| behind(renderer, figure, None);
    let (in_time, late) = (promises.in_time.len(), promises.late.len());
    let kept_in_time = kept("Done in time", in_time, behind(Figure::DoneInTime), false);
    let kept_late = kept("Done late", late, behind(Figure::DoneLate), false);
    let overdue = kept("Overdue and open", promises.overdue, listed(Filter::Late), true);
    let answer = if promises.can_be_judged() {
        format!(
            "{} of {} were done in time.",
            percent(in_time, judged),
            words::counted(judged, "action item that was due", "action items that were due")
        )
    } else {
        "Of too few action items is it known both when they were due and when they were done.".into()
    };
    let spreads = [
        ("Open ones, since the incident", promises.age, Filter::Open),
        ("Done ones, from the incident", promises.done_after, Filter::Done),
    ];
    Some(Promised {
        answer,
        rows: match judged {
            0 => Vec::new(),
            _ if promises.can_be_judged() => vec![kept_in_time, kept_late, overdue],
            _ => vec![overdue],
        },
        left_out: left_out(renderer),
        days: spreads
            .into_iter()
            .filter(|(_, spread, _)| spread.is_some())
            .map(|(name, spread, filter)| {
                let days = days(name, spread);
                Days { known: days.known.at(listed(filter)), ..days }
            })
            .collect(),
    })
}

fn left_out(renderer: &Renderer<'_>) -> Option<String> {
    let promises = &renderer.insight.statistics.promises;
    words::left_out(&[
        (promises.not_yet_due, "not yet due"),
        (promises.undated, "without a due date"),
        (promises.day_unknown, "done on a day that is not recorded"),
        (promises.dropped, "dropped"),
        (promises.implausible, "due or closed before their incident"),
    ])
}
