//! Findings that an author has looked at and lets be, with the reason: `<!-- lookback-allow RULE: reason -->`.
//!
//! The comment holds for its own line and for the block below it; `lookback-allow-file` for the whole file. In front
//! matter it is a comment of YAML or TOML, `# lookback-allow RULE: reason`, for the same line and the next.

use std::ops::Range;
use std::sync::LazyLock;

use pulldown_cmark::Event;
use regex::Regex;

use super::rules;
use crate::core::diagnostic::{Diagnostic, did_you_mean};
use crate::core::model::{Dialect, Document};
use crate::read::markdown::events;

/// In the text, over as many lines as it needs.
static COMMENT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?s)<!--[ \t\r\n]*(?P<word>lookback-al[a-z-]*)(?P<rest>[^a-z-].*?|)-->")
        .expect("the pattern is valid")
});
/// In front matter, to the end of its line.
static IN_FRONT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"#[ \t]*(?P<word>lookback-al[a-z-]*)(?P<rest>[^a-z\n-][^\n]*|)")
        .expect("the pattern is valid")
});
/// `RULE: reason`, `RULE, RULE: reason`.
static CONTENT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?s)^\s+(?P<rules>[A-Za-z0-9_-]+(?:\s*,\s*[A-Za-z0-9_-]+)*)\s*(?::(?P<reason>.*))?$")
        .expect("the pattern is valid")
});

/// One comment.
#[derive(Debug)]
struct Silence {
    /// Empty where the comment can't be read.
    rule: String,
    has_reason: bool,
    /// Lines, from 1, that it holds for.
    lines: Range<usize>,
    place: Range<usize>,
    is_used: bool,
}

/// Takes out the findings of one document that are silenced, and adds what is odd about the comments themselves.
///
/// `is_known` says whether there is a rule of that name.
pub fn apply(document: &Document, found: &mut Vec<Diagnostic>, is_known: impl Fn(&str) -> bool) {
    let text = &document.source.text;
    let mut silences = read(text, document.body.start);
    if silences.is_empty() {
        return;
    }
    found.retain(|finding| {
        let line = finding.place.as_ref().map_or(1, |place| place.line);
        let holds = |silence: &&mut Silence| silence.rule == finding.rule && silence.lines.contains(&line);
        match silences.iter_mut().find(holds) {
            Some(silence) => {
                silence.is_used = true;
                // Without a reason nobody can tell later whether it still holds.
                !silence.has_reason
            }
            None => true,
        }
    });
    for silence in silences {
        let rule = &silence.rule;
        let (name, message, hint) = if rule.is_empty() {
            (
                "unknown-rule",
                "this comment allows nothing, for it can't be read".to_owned(),
                "Write `lookback-allow RULE: reason`, or `lookback-allow-file RULE: reason`.".to_owned(),
            )
        } else if !is_known(rule) {
            let near = did_you_mean(rule, rules::all().iter().map(|rule| rule.name.as_str()));
            let hint = near.map_or_else(
                || "`lookback check --list` shows all rules.".to_owned(),
                |near| format!("Did you mean `{near}`?"),
            );
            ("unknown-rule", format!("there is no rule `{rule}` to allow"), hint)
        } else if !silence.has_reason {
            (
                "silence-without-reason",
                format!("`{rule}` is allowed here without a reason"),
                "Write it behind a colon: `lookback-allow RULE: reason`.".to_owned(),
            )
        } else if !silence.is_used {
            (
                "unused-silence",
                format!("`{rule}` is allowed here, and does not occur"),
                "Remove the comment.".to_owned(),
            )
        } else {
            continue;
        };
        let finding = Diagnostic::warning(rules::name(name), &document.source.path, message);
        found.push(finding.at(text, silence.place).hint(hint));
    }
}

fn read(text: &str, body: usize) -> Vec<Silence> {
    if !text.contains("lookback-al") {
        return Vec::new();
    }
    let mut all = Vec::new();
    let front = &text[..body];
    for captures in IN_FRONT.captures_iter(front) {
        let Some(whole) = captures.get(0) else { continue };
        let line = text[..whole.start()].matches('\n').count() + 1;
        all.extend(silences(&captures, whole.range(), line..line + 2));
    }
    // What is shown as code, or quoted, is no comment.
    for html in comments(text, body) {
        for captures in COMMENT.captures_iter(&text[html.clone()]) {
            let Some(whole) = captures.get(0) else { continue };
            let place = html.start + whole.start()..html.start + whole.end();
            let line = text[..place.start].matches('\n').count() + 1;
            let below =
                whole.as_str().matches('\n').count() + block_below(&text[..place.start], &text[place.end..]);
            all.extend(silences(&captures, place, line..line + 1 + below));
        }
    }
    all
}

/// One for each rule that a comment names.
fn silences(captures: &regex::Captures<'_>, place: Range<usize>, lines: Range<usize>) -> Vec<Silence> {
    let is_file = &captures["word"] == "lookback-allow-file";
    let content = CONTENT.captures(captures["rest"].trim_end());
    let content = content.filter(|_| is_file || &captures["word"] == "lookback-allow");
    let (rules, reason) = content.as_ref().map_or(("", "-"), |content| {
        (
            content.name("rules").map_or("", |rules| rules.as_str()),
            content.name("reason").map_or("", |reason| reason.as_str()),
        )
    });
    let silence = |rule: &str| Silence {
        rule: rule.trim().to_owned(),
        has_reason: !reason.trim().is_empty(),
        lines: if is_file { 1..usize::MAX } else { lines.clone() },
        place: place.clone(),
        is_used: false,
    };
    rules.split(',').map(silence).collect()
}

/// Where raw HTML is, neighbours joined.
fn comments(text: &str, body: usize) -> Vec<Range<usize>> {
    let mut all: Vec<Range<usize>> = Vec::new();
    for (event, range) in events(text, body, Dialect::default()) {
        if matches!(event, Event::Html(_) | Event::InlineHtml(_)) {
            match all.last_mut() {
                Some(last) if last.end == range.start => last.end = range.end,
                _ => all.push(range),
            }
        }
    }
    all
}

/// How many lines the block below a comment reaches down, blank lines before it included. A comment within a paragraph
/// or an item holds to its end.
fn block_below(before: &str, rest: &str) -> usize {
    let mut lines = rest.split('\n');
    let in_front = before.rsplit('\n').next().unwrap_or(before);
    let is_within =
        lines.next().is_some_and(|line| !line.trim().is_empty()) || in_front.contains(char::is_alphabetic);
    let mut is_inside = is_within;
    let mut count = 0;
    for line in lines {
        let line = line.trim();
        let begins_item =
            line.starts_with(['-', '*', '+', '|']) || line.starts_with(|c: char| c.is_ascii_digit());
        if line.is_empty() && is_inside || is_within && begins_item {
            break;
        }
        is_inside |= !line.is_empty();
        count += 1;
    }
    count
}
