//! The date of an incident where front matter does not give it.

use jiff::civil::Date;

use super::time;
use crate::core::model::{Origin, PostMortem};

/// Takes the date from the start, the file's path or the title, in this order.
pub fn infer(facts: &mut PostMortem, path: &str, title: &str) {
    let started = facts.times.started.map(|(moment, _)| (moment.date(), Origin::Derived));
    let found = started
        .or_else(|| in_path(path).map(|date| (date, Origin::FileName)))
        .or_else(|| in_text(title).map(|date| (date, Origin::Heading)));
    if let Some((date, origin)) = found {
        (facts.date, facts.date_origin) = (Some(date), Some(origin));
    }
}

/// Takes the date from the first moment that is known, when nothing else gave it.
pub fn derive(facts: &mut PostMortem) {
    let times = &facts.times;
    let stated = [times.started, times.detected, times.mitigated, times.resolved]
        .into_iter()
        .flatten()
        .map(|(moment, _)| moment.date())
        .next();
    let found = stated.map(|date| (date, Origin::Derived)).or_else(|| {
        let first = facts.timeline.iter().filter_map(|entry| entry.at).map(|at| at.date()).min();
        first.map(|date| (date, Origin::Timeline))
    });
    if let Some((date, origin)) = found {
        (facts.date, facts.date_origin) = (Some(date), Some(origin));
    }
}

/// The date in a path: whole in the file's name or a folder's, or spread over them (`2023-04/04-25-x.md`).
fn in_path(path: &str) -> Option<Date> {
    let mut parts: Vec<&str> = path.split('/').collect();
    let name = parts.pop()?;
    time::date_in_name(name)
        .or_else(|| parts.iter().rev().find_map(|folder| time::date_in_name(folder)))
        .or_else(|| spread(&parts, name))
        // A text in a folder of its own.
        .or_else(|| parts.pop().and_then(|folder| spread(&parts, folder)))
}

/// Whether the folder of a file is named after a day, which is then that of the file.
#[must_use]
pub fn dated_folder(path: &str) -> bool {
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    let Some(folder) = parts.pop() else { return false };
    time::date_in_name(folder).is_some() || spread(&parts, folder).is_some()
}

/// A year (and month) among the folders, with the month and day that the name begins with.
fn spread(folders: &[&str], name: &str) -> Option<Date> {
    let year: i16 = folders.iter().rev().find_map(|folder| {
        let digits = folder.get(..4).filter(|digits| digits.chars().all(|c| c.is_ascii_digit()))?;
        let is_year = folder.len() == 4 || folder.as_bytes()[4] == b'-';
        digits.parse().ok().filter(|year| is_year && (1970..=2100).contains(year))
    })?;
    let mut numbers = name
        .splitn(3, ['-', '_', ' '])
        .map(|part| if part.len() == 2 { part.parse::<i8>().ok() } else { None });
    Date::new(year, numbers.next()??, numbers.next()??).ok()
}

/// Whether the month and day of a path are those that its name begins with.
fn spread_in(path: &str) -> bool {
    let mut parts: Vec<&str> = path.split('/').collect();
    let name = parts.pop().unwrap_or_default();
    parts.iter().all(|folder| time::date_in_name(folder).is_none()) && spread(&parts, name).is_some()
}

/// The first date in a text.
#[must_use]
pub fn in_text(text: &str) -> Option<Date> {
    dated(text).next().and_then(|stamp| stamp.date)
}

/// All dates in a text, in order.
#[must_use]
pub fn stamps_in(text: &str) -> Vec<time::Stamp> {
    dated(text).collect()
}

fn dated(text: &str) -> impl Iterator<Item = time::Stamp> + '_ {
    let starts = text
        .char_indices()
        .filter(|(at, c)| c.is_alphanumeric() && !text[..*at].ends_with(char::is_alphanumeric));
    starts.filter_map(|(at, _)| time::leading(&text[at..]).filter(|stamp| stamp.date.is_some()))
}

/// A file's name without the date at its start.
#[must_use]
pub fn without_date<'s>(path: &str, stem: &'s str) -> &'s str {
    let Some(date) = time::date_in_name(stem) else {
        // `2023-04/04-25-x.md`
        return if in_path(path).is_some() && spread_in(path) { stem.get(6..).unwrap_or(stem) } else { stem };
    };
    let rest = stem.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '_' | '.' | ' '));
    let used = &stem[..stem.len() - rest.len()];
    if time::date_in_name(used.trim_end_matches(['-', '_', ' ', '.'])) == Some(date) { rest } else { stem }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_paths() {
        for (path, date) in [
            ("2021-05/2021-05-26-website-outage.md", Some("2021-05-26")),
            ("2023-04/04-25-User_Account_Compromise.md", Some("2023-04-25")),
            ("incidents/2019-05-30/report.md", Some("2019-05-30")),
            ("PM2022-002 - Logs.md", None),
        ] {
            assert_eq!(in_path(path).map(|date| date.to_string()).as_deref(), date, "{path}");
        }
    }

    #[test]
    fn dates_in_titles() {
        assert_eq!(in_text("incident date: 2019-02-20, kubectl logs").unwrap().to_string(), "2019-02-20");
        assert_eq!(in_text("Decide is down (28/02/2024)").unwrap().to_string(), "2024-02-28");
        assert!(in_text("Version 1.2.3 breaks").is_none());
    }

    #[test]
    fn names_without_their_dates() {
        assert_eq!(without_date("x.md", "2021-05-26-website-outage"), "website-outage");
        assert_eq!(without_date("x.md", "2019-05-30"), "");
        assert_eq!(without_date("x.md", "404-errors"), "404-errors");
        assert_eq!(without_date("2023-04/04-25-account.md", "04-25-account"), "account");
    }
}
