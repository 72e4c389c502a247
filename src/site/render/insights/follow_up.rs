//! What comes after an incident: when its post-mortem is published, and whether promises are kept in time.

use serde::Serialize;

use crate::core::phrases::Phrases;
use crate::know::insight::actions::Filter;
use crate::know::insight::behind::Figure;
use crate::know::insight::statistics::Spread;
use crate::site::render::amount::Amount;
use crate::site::render::bars::share;
use crate::site::render::figures::behind;
use crate::site::render::urls::{self, Href};
use crate::site::render::view::View;

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
    url: Href,
}

/// A spread of days.
#[derive(Serialize)]
struct Days {
    name: String,
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
    name: String,
    count: Amount,
    /// In per cent of all that are judged.
    share: String,
    is_late: bool,
}

/// `None` where no post-mortem says when it was published.
pub fn published(view: &View<'_>) -> Option<Published> {
    let publication = &view.insight.statistics.publication;
    if publication.lags.is_empty() && publication.before_incident.is_empty() {
        return None;
    }
    let (site, say) = (view.site, view.say);
    let mut row = days(say, "insights.published-row", publication.spread);
    let url = behind(view, Figure::Publication, None);
    row.known = Amount::count(say, publication.lags.len(), url);
    let titled = |id: &usize| Titled {
        title: site.documents[*id].title.clone(),
        url: urls::from_root(&site.outputs[*id]),
    };
    let left_out = [
        (publication.imported, "insights.published-imported"),
        (publication.not_recorded, "insights.published-unknown"),
    ];
    Some(Published {
        note: match publication.from_git {
            0 => say.text("insights.published-note").into(),
            count => say.counted("insights.published-git", count),
        },
        row,
        left_out: say.left_out(&left_out),
        before_incident: publication.before_incident.iter().map(titled).collect(),
    })
}

fn days(say: &Phrases, key: &str, spread: Option<Spread>) -> Days {
    let known = |days: Option<i64>| days.map(|days| Amount::days(say, days));
    Days {
        name: say.fill(key, &[]),
        known: Amount::count(say, spread.map_or(0, |spread| spread.count), None),
        median: known(spread.and_then(|spread| spread.median)),
        p75: known(spread.and_then(|spread| spread.p75)),
        p90: known(spread.and_then(|spread| spread.p90)),
        longest: known(spread.map(|spread| spread.largest)),
    }
}

/// `None` where nothing was promised.
pub fn promised(view: &View<'_>) -> Option<Promised> {
    let promises = &view.insight.statistics.action_counts;
    if promises.all == 0 {
        return None;
    }
    let (say, judged) = (view.say, promises.judged());
    let kept = |key: &str, count, url, is_late| Kept {
        name: say.fill(key, &[]),
        count: Amount::count(say, count, url),
        share: share(count, judged),
        is_late,
    };
    let actions = &view.insight.actions;
    let listed = |filter| actions.list(filter).map(|list| urls::from_root(&list.output));
    let behind = |figure| behind(view, figure, None);
    let (in_time, late) = (promises.in_time.len(), promises.late.len());
    let kept_in_time = kept("insights.kept-in-time", in_time, behind(Figure::DoneInTime), false);
    let kept_late = kept("insights.kept-late", late, behind(Figure::DoneLate), false);
    let overdue = kept("insights.overdue", promises.overdue, listed(Filter::Deferred), true);
    let answer = if promises.can_be_judged() {
        say.counted_with("insights.kept", judged, &[("share", &say.percent(in_time, judged))])
    } else {
        say.text("insights.kept-unknown").into()
    };
    let spreads = [
        ("insights.open-since", promises.age, Filter::Open),
        ("insights.done-from", promises.done_after, Filter::Done),
    ];
    Some(Promised {
        answer,
        rows: match judged {
            0 => Vec::new(),
            _ if promises.can_be_judged() => vec![kept_in_time, kept_late, overdue],
            _ => vec![overdue],
        },
        left_out: left_out(view),
        days: spreads
            .into_iter()
            .filter(|(_, spread, _)| spread.is_some())
            .map(|(key, spread, filter)| {
                let days = days(say, key, spread);
                Days { known: days.known.at(listed(filter)), ..days }
            })
            .collect(),
    })
}

fn left_out(view: &View<'_>) -> Option<String> {
    let promises = &view.insight.statistics.action_counts;
    view.say.left_out(&[
        (promises.not_yet_due, "insights.not-yet-due"),
        (promises.undated, "insights.without-due-date"),
        (promises.day_unknown, "insights.day-unknown"),
        (promises.dropped, "insights.dropped"),
        (promises.implausible, "insights.implausible-dates"),
    ])
}
