//! What git knows of a post-mortem, for its page.

use jiff::civil::Date;
use serde::Serialize;

use super::urls;
use crate::core::config::Config;
use crate::core::model::{History, PostMortem};
use crate::core::phrases::Phrases;
use crate::know::link::{DocumentId, Site};

/// The life of a file.
#[derive(Serialize)]
pub struct Shown<'a> {
    lines: Vec<Revision>,
    /// By name; empty unless they are to be shown.
    contributors: &'a [String],
    /// Where all changes are listed.
    url: Option<String>,
}

#[derive(Serialize)]
struct Revision {
    date: String,
    text: String,
}

/// What git says of a file.
#[derive(Clone, Copy, Hash)]
pub struct HistoryInputs<'s> {
    history: &'s History,
    /// Path of the content below the root of the repository.
    prefix: &'s str,
}

/// `None` where git knows nothing of the file.
pub fn inputs(site: &Site, id: DocumentId) -> Option<HistoryInputs<'_>> {
    let repository = site.repository.as_ref()?;
    site.history(id).map(|history| HistoryInputs { history, prefix: &repository.prefix })
}

/// The history of the file at `path` of the content.
pub fn view<'s>(
    config: &Config,
    say: &Phrases,
    known: &PostMortem,
    path: &str,
    HistoryInputs { history, prefix }: HistoryInputs<'s>,
) -> Shown<'s> {
    let published = known.published;
    let since_draft = |date: Date| {
        let created = history.created.filter(|created| *created < date)?;
        Some(say.interval_after(created, date))
    };
    let mut lines: Vec<(Date, String)> = Vec::new();
    if let Some(created) = history.created {
        lines.push((created, say.text("history.first-draft").to_owned()));
    }
    // The review ends with either; one of them says how long it took.
    if let Some(date) = published {
        lines.push((
            date,
            match since_draft(date) {
                Some(interval) => say.fill("history.published-after", &[("interval", &interval)]),
                None => say.text("history.published").to_owned(),
            },
        ));
    }
    if let Some(date) = history.finished.filter(|date| history.created.is_none_or(|created| created < *date))
    {
        let took = since_draft(date).filter(|_| published.is_none());
        lines.push((
            date,
            match took {
                Some(interval) => say.fill("history.final-after", &[("interval", &interval)]),
                None => say.text("history.final").to_owned(),
            },
        ));
    }
    if let Some(changed) = history.changed {
        lines.push((changed, say.text("history.changed").to_owned()));
    }
    // The newest first; of one day, the end before the beginning.
    lines.reverse();
    lines.sort_by_key(|(date, _)| std::cmp::Reverse(*date));
    Shown {
        lines: lines.into_iter().map(|(date, text)| Revision { date: date.to_string(), text }).collect(),
        contributors: &history.contributors,
        url: urls::history(config, &format!("{prefix}{path}")),
    }
}
