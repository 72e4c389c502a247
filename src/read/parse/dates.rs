//! The date of an incident where front matter does not give it.

use jiff::civil::Date;

use super::time::{self, DateOrder, Local};
use crate::core::model::{Doubt, Origin, PostMortem};

/// Takes the date from the start, the file's path or the title, in this order.
pub fn infer(facts: &mut PostMortem, path: &str, title: &str, local: &Local) {
    let started =
        facts.times.started.map(|(moment, _)| (moment.date(), order_doubt(moment.doubt), Origin::Derived));
    let found = started
        .or_else(|| of_path(path, local.order).map(|(date, doubt)| (date, doubt, Origin::FileName)))
        .or_else(|| in_text(title, local).map(|(date, doubt)| (date, doubt, Origin::Heading)));
    take(facts, found);
}

/// Takes the date from the first moment that is known, or from the first words, when nothing else gave it.
pub fn derive(facts: &mut PostMortem, first_words: Option<&str>, local: &Local) {
    let times = &facts.times;
    let stated = [times.started, times.detected, times.mitigated, times.resolved].into_iter().flatten();
    // What the words of a line tell is later than the first line.
    let stated = stated.into_iter().find(|(_, origin)| *origin != Origin::Words);
    let stated = stated.map(|(moment, _)| (moment.date(), order_doubt(moment.doubt), Origin::Derived));
    let found = stated
        .or_else(|| {
            let moments = facts.timeline.iter().filter_map(|entry| entry.at);
            let first = moments.min_by_key(|at| at.date())?;
            Some((first.date(), order_doubt(first.doubt), Origin::Timeline))
        })
        .or_else(|| {
            let (date, doubt) = in_words(first_words?, local)?;
            Some((date, doubt, Origin::Words))
        });
    take(facts, found);
}

fn take(facts: &mut PostMortem, found: Option<(Date, Option<Doubt>, Origin)>) {
    if let Some((date, doubt, origin)) = found {
        (facts.date, facts.date_doubt, facts.date_origin) = (Some(date), doubt, Some(origin));
    }
}

/// The doubt that matters to the day of a moment: only that about the order of day and month.
fn order_doubt(doubt: Option<Doubt>) -> Option<Doubt> {
    doubt.filter(|doubt| matches!(doubt, Doubt::Order | Doubt::Day))
}

/// The date in a path, with month and day as elsewhere in the document.
pub fn of_path(path: &str, order: DateOrder) -> Option<(Date, Option<Doubt>)> {
    let date = in_path(path)?;
    let other =
        path.rsplit('/').find_map(|part| time::either_in_name(part).filter(|(first, _)| *first == date));
    Some(match (other, order) {
        (Some((_, other)), DateOrder::MonthFirst) => (other, None),
        (Some(_), DateOrder::Unknown) => (date, Some(Doubt::Order)),
        _ => (date, None),
    })
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
pub fn dated_folder(path: &str) -> bool {
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    let Some(folder) = parts.pop() else { return false };
    time::date_in_name(folder).is_some() || spread(&parts, folder).is_some()
}

/// A year (and month) among the folders, with the month and day that the name begins with: `2023-04/04-25-x.md`,
/// `2026/02/03-x.md`, `2026/20 August.md`.
fn spread(folders: &[&str], name: &str) -> Option<Date> {
    let at = folders.iter().rposition(|folder| {
        let is_number = folder.get(..4).is_some_and(|digits| digits.bytes().all(|b| b.is_ascii_digit()));
        let is_year = is_number && (folder.len() == 4 || folder.as_bytes()[4] == b'-');
        is_year && (1970..=2100).contains(&folder[..4].parse().unwrap_or(0))
    })?;
    let year: i16 = folders[at][..4].parse().ok()?;
    let two = |part: &str| if part.len() == 2 { part.parse::<i8>().ok() } else { None };
    let mut numbers = name.splitn(3, ['-', '_', ' ', '.']).map(two);
    let (first, second) = (numbers.next().flatten(), numbers.next().flatten());
    if let Some(date) = first.zip(second).and_then(|(month, day)| Date::new(year, month, day).ok()) {
        return Some(date);
    }
    let month = folders.get(at + 1).and_then(|folder| two(folder));
    if let Some(date) = month.zip(first).and_then(|(month, day)| Date::new(year, month, day).ok()) {
        return Some(date);
    }
    let (month, day) = time::leading(name.trim_end_matches(".md"))?.month_day?;
    Date::new(year, month, day).ok()
}

/// Whether the month and day of a path are those that its name begins with.
fn spread_in(path: &str) -> bool {
    let mut parts: Vec<&str> = path.split('/').collect();
    let name = parts.pop().unwrap_or_default();
    parts.iter().all(|folder| time::date_in_name(folder).is_none()) && spread(&parts, name).is_some()
}

/// The first date in a text, the first day of several: "3–5 February 2026".
pub fn in_text(text: &str, local: &Local) -> Option<(Date, Option<Doubt>)> {
    if let Some(date) = time::first_of_days(text) {
        return Some((date, None));
    }
    dated(text).next().and_then(|stamp| stamp.day(None, local.order))
}

/// Words before a day on which something else was than the incident.
const OTHER_DAYS: &[&str] = &[
    "publish", "updat", "creat", "review", "due", "writ", "modif", "version", "last ", "audit", "posted",
    "审计", "更新", "作成",
];

/// Whether what stands before a day says that it is not that of the incident.
pub fn is_other_day(before: &str) -> bool {
    let before = before.to_lowercase();
    OTHER_DAYS.iter().any(|word| before.contains(word))
}

/// The first date in a sentence, unless it is said of something else.
fn in_words(text: &str, local: &Local) -> Option<(Date, Option<Doubt>)> {
    let text = text.get(..text.len().min(400)).unwrap_or(text);
    let starts = text
        .char_indices()
        .filter(|(at, c)| c.is_alphanumeric() && !text[..*at].ends_with(char::is_alphanumeric));
    let mut stamps = starts.filter_map(|(at, _)| Some((at, time::leading(&text[at..])?)));
    let (at, stamp) = stamps.find(|(_, stamp)| stamp.date.is_some())?;
    if is_other_day(&text[..at]) {
        return None;
    }
    stamp.day(None, local.order)
}

/// All dates in a text, in order.
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
            ("2026_02_03_mill.md", Some("2026-02-03")),
            ("2026/02/03-mill.md", Some("2026-02-03")),
            ("2026/20 August.md", Some("2026-08-20")),
            ("2026/mill 2.md", None),
            ("PM2022-002 - Logs.md", None),
        ] {
            assert_eq!(in_path(path).map(|date| date.to_string()).as_deref(), date, "{path}");
        }
    }

    #[test]
    fn dates_in_titles() {
        let read = |text| in_text(text, &Local::UTC).map(|(date, doubt)| (date.to_string(), doubt));
        for (text, date, doubt) in [
            ("incident date: 2019-02-20, kubectl logs", "2019-02-20", None),
            ("Decide is down (28/02/2024)", "2024-02-28", None),
            ("Decide is down (02/03/2024)", "2024-03-02", Some(Doubt::Order)),
            ("The mill stood still, Feb 28 – Mar 2, 2026", "2026-02-28", None),
            ("3–5 February 2026: no flour", "2026-02-03", None),
            ("December 30 - January 2, 2026", "2025-12-30", None),
            ("February 3-5, 2026", "2026-02-03", None),
            ("令和7年3月4日の障害", "2025-03-04", None),
        ] {
            assert_eq!(read(text), Some((date.to_owned(), doubt)), "{text}");
        }
        assert!(read("Version 1.2.3 breaks").is_none());
        assert!(read("Builds 3-5 of 2026").is_none());
    }

    #[test]
    fn names_without_their_dates() {
        assert_eq!(without_date("x.md", "2021-05-26-website-outage"), "website-outage");
        assert_eq!(without_date("x.md", "2019-05-30"), "");
        assert_eq!(without_date("x.md", "404-errors"), "404-errors");
        assert_eq!(without_date("2023-04/04-25-account.md", "04-25-account"), "account");
    }
}
