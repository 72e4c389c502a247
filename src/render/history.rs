//! What git knows of a post-mortem, for its page.

use jiff::civil::Date;
use serde::Serialize;

use super::{urls, words};
use crate::link::{DocumentId, Site};

/// The life of a file.
#[derive(Serialize)]
pub struct Shown<'a> {
    lines: Vec<Line>,
    /// By name; empty unless they are to be shown.
    contributors: &'a [String],
    /// Where all changes are listed.
    url: Option<String>,
}

#[derive(Serialize)]
struct Line {
    date: String,
    text: String,
}

/// `None` where git knows nothing of the file.
pub fn history(site: &Site, id: DocumentId) -> Option<Shown<'_>> {
    let (repository, history) = (site.repository.as_ref()?, site.history(id)?);
    let published = site.post_mortem(id).published;
    let since_draft = |date: Date| {
        let created = history.created.filter(|created| *created < date)?;
        Some(format!(", {} after the first draft", words::interval(created, date)))
    };
    let mut lines: Vec<(Date, String)> = Vec::new();
    if let Some(created) = history.created {
        lines.push((created, "First draft".to_owned()));
    }
    // The review ends with either; one of them says how long it took.
    if let Some(date) = published {
        lines.push((date, format!("Published{}", since_draft(date).unwrap_or_default())));
    }
    if let Some(date) = history.finished.filter(|date| history.created.is_none_or(|created| created < *date))
    {
        let took = since_draft(date).filter(|_| published.is_none());
        lines.push((date, format!("Became final{}", took.unwrap_or_default())));
    }
    if let Some(changed) = history.changed {
        lines.push((changed, "Last changed".to_owned()));
    }
    // The newest first; of one day, the end before the beginning.
    lines.reverse();
    lines.sort_by_key(|(date, _)| std::cmp::Reverse(*date));
    let path = format!("{}{}", repository.prefix, site.documents[id].source.path);
    Some(Shown {
        lines: lines.into_iter().map(|(date, text)| Line { date: date.to_string(), text }).collect(),
        contributors: &history.contributors,
        url: urls::history(&site.config, &path),
    })
}
