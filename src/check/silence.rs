//! Findings that an author has looked at and lets be, with the reason: `<!-- lookback-allow RULE: reason -->`.
//!
//! The comment holds for its own line and for the block below it; `lookback-allow-file` for the whole file. In front
//! matter it is a comment of YAML or TOML, `# lookback-allow RULE: reason`, for the same line and the next.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::rules;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::model::Document;

static COMMENT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:<!--|#)[ \t]*lookback-allow(-file)?[ \t]+([A-Za-z0-9_-]+)[ \t]*(?::[ \t]*([^\n]*?))?[ \t]*(?:-->|\r?\n|$)")
        .expect("the pattern is valid")
});

/// One comment.
#[derive(Debug)]
struct Silence {
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
        let (name, message, hint) = if !is_known(rule) {
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
    if !text.contains("lookback-allow") {
        return Vec::new();
    }
    let read = |captures: regex::Captures<'_>| {
        let whole = captures.get(0)?;
        let is_html = whole.as_str().starts_with("<!--");
        // A comment of YAML in the text is text.
        if is_html != (whole.start() >= body) {
            return None;
        }
        let line = text[..whole.start()].matches('\n').count() + 1;
        let lines = match (captures.get(1), is_html) {
            (Some(_), _) => 1..usize::MAX,
            (None, false) => line..line + 2,
            (None, true) => line..line + 1 + block_below(&text[whole.end()..]),
        };
        Some(Silence {
            rule: captures[2].to_owned(),
            has_reason: captures.get(3).is_some_and(|reason| !reason.as_str().trim().is_empty()),
            lines,
            place: whole.start()..whole.end(),
            is_used: false,
        })
    };
    COMMENT.captures_iter(text).filter_map(read).collect()
}

/// How many lines the block below a comment reaches down, blank lines before it included.
fn block_below(rest: &str) -> usize {
    let mut lines = rest.split('\n').skip(1);
    let mut count = 0;
    let mut is_inside = false;
    for line in lines.by_ref() {
        let is_blank = line.trim().is_empty();
        if is_blank && is_inside {
            break;
        }
        is_inside |= !is_blank;
        count += 1;
    }
    count
}
