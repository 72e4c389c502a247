//! How front matter is written: keys, lists, dates. Most of it can be mended without a change of meaning.

use std::sync::LazyLock;

use regex::Regex;

use super::front::{Key, Scalar, is_plain};
use super::rules;
use crate::core::config::Config;
use crate::core::diagnostic::Diagnostic;
use crate::core::model::{Document, Moment, PostMortem, Precision};
use crate::read::parse::{FIELDS, canonical_key, normalised_key, parse_date, parse_moment};

/// A date as it should be written, with or without a time.
static ISO: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?\s?(?:[Zz]|[+-]\d\d:?\d\d)?)?$")
        .expect("the pattern is valid")
});
/// Day and month in numbers, either of which may be meant by the first.
static AMBIGUOUS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(\d{1,2})([-/.])(\d{1,2})[-/.](?:\d{4}|\d{2})\b").expect("the pattern is valid")
});

/// Fields that hold a day.
const DAYS: &[&str] = &["date", "published"];
/// Fields that hold a time.
const MOMENTS: &[&str] = &["started_at", "detected_at", "acknowledged_at", "mitigated_at", "resolved_at"];
/// Fields that hold a list of names.
const LISTS: &[&str] = &["services", "root_cause_services", "causes", "triggers", "teams", "tags"];

/// What is odd about the way that front matter is written.
pub fn check(document: &Document, facts: &PostMortem, entries: &[Key], config: &Config) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for entry in entries {
        match canonical_key(&document.source.text[entry.key.clone()], config) {
            Some(field) => {
                found.extend(key_form(document, entry, field, entries, config));
                found.extend(list_form(document, entry, field));
                if let [scalar] = entry.scalars.as_slice() {
                    found.extend(date_form(document, scalar, field, config));
                }
            }
            None => found.extend(unknown(document, facts, entry, entries, config)),
        }
    }
    found
}

/// `Severity:` and `started-at:` are understood, and are two spellings more to search for.
fn key_form(
    document: &Document,
    entry: &Key,
    field: &str,
    entries: &[Key],
    config: &Config,
) -> Option<Diagnostic> {
    let text = &document.source.text;
    let written = &text[entry.key.clone()];
    if entry.name != field || written == field {
        return None;
    }
    let found = at(document, "key-form", format!("`{written}` is written `{field}`"), entry.key.clone());
    if let Some(other) = rivals(text, entry, field, entries, config).next() {
        return Some(found.hint(format!("`{other}` says the same. Keep one of the two.")));
    }
    Some(found.hint(format!("Write `{field}`.")).mended_by(text, entry.key.clone(), field))
}

/// Other keys that stand for a field, or seem to: with two of them, a correct name would be there twice.
fn rivals<'t>(
    text: &'t str,
    entry: &'t Key,
    field: &'t str,
    entries: &'t [Key],
    config: &'t Config,
) -> impl Iterator<Item = &'t str> {
    let others = entries.iter().filter(move |other| other.key != entry.key);
    others.map(|other| (&text[other.key.clone()], other)).filter_map(move |(written, other)| {
        let named = canonical_key(written, config).or_else(|| canonical_key(meant(&other.name)?, config));
        (named == canonical_key(field, config)).then_some(written)
    })
}

/// `services: a, b` is understood as two; a name with a comma would not be.
fn list_form(document: &Document, entry: &Key, field: &str) -> Option<Diagnostic> {
    let text = &document.source.text;
    let [scalar] = entry.scalars.as_slice() else { return None };
    let value = &text[scalar.range.clone()];
    if entry.is_list || !LISTS.contains(&field) || !value.contains([',', ';']) {
        return None;
    }
    let names: Vec<&str> = value.split([',', ';']).map(str::trim).filter(|name| !name.is_empty()).collect();
    let written = |name: &&str| if is_plain(name) { (*name).to_owned() } else { format!("\"{name}\"") };
    let quoted = |name: &&str| format!("\"{name}\"");
    let is_toml = text.starts_with("+++");
    let list: Vec<String> =
        if is_toml { names.iter().map(quoted).collect() } else { names.iter().map(written).collect() };
    let list = format!("[{}]", list.join(", "));
    let message = format!("several {} in one text", field.replace('_', " "));
    let found = at(document, "list-form", message, scalar.range.clone()).hint(format!("Write `{list}`."));
    if value.contains(['"', '\'', '\\']) {
        return Some(found);
    }
    let around = usize::from(scalar.quote.is_some());
    Some(found.mended_by(text, scalar.range.start - around..scalar.range.end + around, list))
}

/// A date that is understood, and that not everybody reads as the same day.
fn date_form(document: &Document, scalar: &Scalar, field: &str, config: &Config) -> Option<Diagnostic> {
    let text = &document.source.text;
    let value = &text[scalar.range.clone()];
    let is_day = DAYS.contains(&field);
    if !is_day && !MOMENTS.contains(&field) || ISO.is_match(value) {
        return None;
    }
    let new = if let Some(moment) = parse_moment(value, config) {
        written(moment)
    } else if is_day {
        parse_date(value).map(|date| date.to_string()).filter(|_| !value.contains(':'))?
    } else {
        return None;
    };
    if let Some(parts) = AMBIGUOUS.captures(value)
        && parts[1].parse::<u8>().is_ok_and(|first| first <= 12)
        && parts[3].parse::<u8>().is_ok_and(|second| second <= 12)
        && parts[1] != parts[3]
    {
        let message = format!("`{value}` is read as {new}; others read the month first");
        let found = at(document, "date-form", message, scalar.range.clone());
        return Some(found.hint(format!("Write `{new}`, if that is what is meant.")));
    }
    let message = format!("`{value}` is not the form in which dates are written");
    let found = at(document, "date-form", message, scalar.range.clone()).hint(format!("Write `{new}`."));
    // What is written has to be read as the same; parts of seconds would be lost.
    let is_same = match (parse_moment(value, config), parse_moment(&new, config)) {
        (Some(before), Some(after)) => {
            before.timestamp == after.timestamp && before.precision == after.precision
        }
        (None, None) => parse_date(value) == parse_date(&new),
        (None, Some(after)) => after.precision == Precision::Day,
        (Some(_), None) => false,
    };
    let has_fraction = value.split(':').nth(2).is_some_and(|seconds| seconds.contains('.'));
    let is_bare_toml = text.starts_with("+++") && scalar.quote.is_none();
    if is_same && !has_fraction && !is_bare_toml {
        return Some(found.mended_by(text, scalar.range.clone(), new));
    }
    Some(found)
}

/// A moment as precisely as it was given.
fn written(moment: Moment) -> String {
    let whole = moment.rfc3339();
    let (clock, zone) = whole.split_at("2021-05-30T08:13:00".len().min(whole.len()));
    let zone = if moment.zone_stated { zone } else { "" };
    match moment.precision {
        Precision::Day => moment.date().to_string(),
        Precision::Minute => format!("{}{zone}", clock.strip_suffix(":00").unwrap_or(clock)),
        Precision::Second => format!("{clock}{zone}"),
    }
}

/// A key that nothing is known of: a slip of the pen, or a field of one's own.
fn unknown(
    document: &Document,
    facts: &PostMortem,
    entry: &Key,
    entries: &[Key],
    config: &Config,
) -> Option<Diagnostic> {
    let text = &document.source.text;
    let written = &text[entry.key.clone()];
    // Keys of other programs and names of roles are no fields, and not unknown either.
    if !facts.extra.iter().any(|extra| extra.key == written) {
        return None;
    }
    let message = format!("`{written}` is not a field that Lookback knows");
    let Some(field) = meant(&entry.name) else {
        let hint = "It is shown as it is. Correct it, or let it be: fields of your own are welcome.";
        return Some(at(document, "extra-key", message, entry.key.clone()).hint(hint));
    };
    let found = at(document, "unknown-key", message, entry.key.clone())
        .hint(format!("Did you mean `{field}`? As it is, it counts for nothing."));
    let is_free = rivals(text, entry, field, entries, config).next().is_none();
    Some(if is_free { found.mended_by(text, entry.key.clone(), field) } else { found })
}

/// The field whose name, or another name for it, is misspelt here. Short words are too near to each other to tell.
fn meant(key: &str) -> Option<&'static str> {
    let length = key.chars().count();
    let allowed = match length {
        0..6 => return None,
        6..9 => 1,
        _ => 2,
    };
    let names = FIELDS.iter().flat_map(|(name, aliases)| std::iter::once(name).chain(aliases.iter()));
    let near = |name: &&'static str| {
        name.chars().count() >= 5 && strsim::osa_distance(key, &normalised_key(name)) <= allowed
    };
    names.copied().filter(near).min_by_key(|name| strsim::osa_distance(key, name))
}

fn at(document: &Document, rule: &str, message: String, place: std::ops::Range<usize>) -> Diagnostic {
    Diagnostic::warning(rules::name(rule), &document.source.path, message).at(&document.source.text, place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_misses_are_told_from_other_words() {
        assert_eq!(meant("severty"), Some("severity"));
        assert_eq!(meant("contributing_factros"), Some("contributing_factors"));
        for other in ["stage", "region", "customer", "reporter", "runbook", "slack_channel", "environment"] {
            assert_eq!(meant(other), None, "{other}");
        }
    }

    #[test]
    fn moments_keep_their_precision() {
        let config = Config::default();
        for (text, expected) in [
            ("2025-09-17T7:30:00-00:00", "2025-09-17T07:30:00Z"),
            ("14 June 2022 10:00", "2022-06-14T10:00"),
            ("2021/5/30", "2021-05-30"),
        ] {
            assert_eq!(written(parse_moment(text, &config).unwrap()), expected, "{text}");
        }
    }
}
