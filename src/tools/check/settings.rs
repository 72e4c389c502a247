//! What is odd about `[check]` and `[review]`: names of nothing, which would silently do nothing.

use super::rules;
use crate::core::config::{Config, FILE_NAME};
use crate::core::diagnostic::{Diagnostic, did_you_mean};
use crate::core::model::SectionKind;

/// Rules, severities, sections and patterns in the settings that there are not; `text` is that of `book.toml`.
pub fn check(config: &Config, text: &str) -> Vec<Diagnostic> {
    let check = &config.check;
    let mut found = Vec::new();
    let names = check.levels.keys().chain(check.folders.values().flat_map(|levels| levels.keys()));
    for name in names.filter(|name| rules::find(name).is_none()) {
        let near = did_you_mean(name, rules::all().iter().map(|rule| rule.name.as_str()));
        let message = format!("there is no rule `{name}`");
        found.push(odd(text, name, message, near, "`lookback check --list` shows all rules."));
    }
    let levels = &config.severity.levels;
    let is_level = |name: &String| levels.contains(name);
    let severities = check.required.keys().chain(config.review.severity.as_ref());
    for name in severities.filter(|name| !is_level(name)) {
        let near = did_you_mean(name, levels.iter().map(String::as_str));
        let hint = format!("Known: `{}`.", levels.join("`, `"));
        found.push(odd(text, name, format!("`{name}` is not a severity"), near, &hint));
    }
    let sections = check.required.values().flat_map(|required| &required.sections);
    for name in sections.filter(|name| SectionKind::from_name(name).is_none()) {
        let near = did_you_mean(name, SectionKind::ALL.map(SectionKind::name));
        let message = format!("`{name}` is not a kind of section");
        found.push(odd(text, name, message, near, "The manual lists all kinds."));
    }
    for pattern in check.folders.keys().filter(|pattern| globset::Glob::new(pattern).is_err()) {
        let message = format!("`{pattern}` is not a pattern of paths");
        let hint = "`*` stands for any name, `**` for any folders, `[ab]` for one of these letters.";
        found.push(odd(text, pattern, message, None, hint));
    }
    if let Some(length) = &config.review.longer_than
        && crate::read::parse::parse_duration(length).is_none()
    {
        let message = format!("`{length}` is not a length of time");
        found.push(odd(text, length, message, None, "Write `4h` or `90 min`."));
    }
    found
}

fn odd(text: &str, name: &str, message: String, near: Option<&str>, hint: &str) -> Diagnostic {
    let hint = near.map_or_else(|| hint.to_owned(), |near| format!("Did you mean `{near}`?"));
    let found = Diagnostic::warning(rules::name("odd-check-setting"), FILE_NAME, message).hint(hint);
    // In the tables of checks, not where something else has the same name.
    let from = text.find("[check").or_else(|| text.find("[review")).unwrap_or(0);
    match text[from..].find(name) {
        Some(start) => found.at(text, from + start..from + start + name.len()),
        None => found,
    }
}
