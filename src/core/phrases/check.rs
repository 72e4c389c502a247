//! What is odd about a file of texts, held against English.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::file::{Entry, Unreadable};
use super::text::Text;
use crate::core::diagnostic::did_you_mean;

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// In bytes of the file; `None` for what is not in it.
    pub span: Option<Range<usize>>,
    pub message: String,
    pub hint: Option<String>,
}

/// Holds a file against `english`. `is_known` tells of a key whether the language has a text for it elsewhere, so that it need
/// not be in this file; texts of templates of the same theme are known as well.
pub fn faults(
    english: &BTreeMap<String, Entry>,
    file: &BTreeMap<String, Entry>,
    unreadable: &[Unreadable],
    is_known: impl Fn(&str) -> bool,
) -> Vec<Fault> {
    let mut found: Vec<Fault> = unreadable
        .iter()
        .map(|one| Fault { span: Some(one.span.clone()), message: one.message.clone(), hint: None })
        .collect();
    for (key, entry) in file {
        match english.get(key) {
            Some(known) => found.extend(placeholders(key, entry, &known.text)),
            None => found.extend((!is_known(key)).then(|| unknown(english, key, entry))),
        }
    }
    let said = |key: &str| file.contains_key(key) || unreadable.iter().any(|one| one.key == key);
    let missing: Vec<&str> =
        english.keys().map(String::as_str).filter(|key| !said(key) && !is_known(key)).collect();
    if !missing.is_empty() {
        let keys = if missing.len() == 1 { "text is" } else { "texts are" };
        found.push(Fault {
            span: None,
            message: format!(
                "{} {keys} not here, and said in English: `{}`",
                missing.len(),
                missing.join("`, `")
            ),
            hint: None,
        });
    }
    found
}

fn unknown(english: &BTreeMap<String, Entry>, key: &str, entry: &Entry) -> Fault {
    let near = did_you_mean(key, english.keys().map(String::as_str));
    Fault {
        span: Some(entry.span.clone()),
        message: format!("nothing says `{key}`"),
        hint: near.map(|near| format!("Did you mean `{near}`?")),
    }
}

/// Placeholders that the text can't have, and those that it lacks in every form.
fn placeholders(key: &str, entry: &Entry, english: &Text) -> Option<Fault> {
    let names = |text: &Text| -> BTreeSet<String> {
        text.forms().iter().flat_map(|form| form.names().map(str::to_owned)).collect()
    };
    // Days and lengths may be told in any of these ways.
    let is_day = ["date.day", "date.long", "date.short", "date.month", "date.quarter"];
    let all = if is_day.iter().any(|day| key.starts_with(day)) {
        super::values::DATE.map(str::to_owned).into()
    } else if key.starts_with("duration.") {
        super::values::DURATION.map(str::to_owned).into()
    } else {
        names(english)
    };
    let own = names(&entry.text);
    let odd: Vec<String> = own.difference(&all).map(|name| format!("`{{{name}}}`")).collect();
    let known: Vec<String> = all.iter().map(|name| format!("`{{{name}}}`")).collect();
    let span = Some(entry.span.clone());
    if !odd.is_empty() {
        let hint = if known.is_empty() {
            "It has none.".to_owned()
        } else {
            format!("It has {}.", known.join(", "))
        };
        let message = format!("`{key}` has no placeholder {}", odd.join(", "));
        return Some(Fault { span, message, hint: Some(hint) });
    }
    let is_optional = key.starts_with("date.") || key.starts_with("duration.");
    let lacks: Vec<String> = all.difference(&own).map(|name| format!("`{{{name}}}`")).collect();
    (!lacks.is_empty() && !is_optional).then(|| Fault {
        span,
        message: format!("`{key}` leaves out {}", lacks.join(", ")),
        hint: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::phrases::read;

    #[test]
    fn what_differs_from_english_is_found() {
        let english =
            read("a = \"{n} of {all}\"\nb = { one = \"{n} day\", other = \"{n} days\" }\nc = \"C\"\n")
                .unwrap()
                .0;
        let (file, unreadable) =
            read("a = \"{x} von {all}\"\nb = { one = \"ein Tag\", other = \"{n} Tage\" }\nbb = \"B\"\nown = \"O\"\n").unwrap();
        let found = faults(&english, &file, &unreadable, |key| key == "own");
        let said: Vec<&str> = found.iter().map(|fault| fault.message.as_str()).collect();
        assert_eq!(
            said,
            [
                "`a` has no placeholder `{x}`",
                "nothing says `bb`",
                "1 text is not here, and said in English: `c`"
            ]
        );
        assert_eq!(found[0].hint.as_deref(), Some("It has `{all}`, `{n}`."));
    }
}
