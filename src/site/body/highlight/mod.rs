//! Colours code by a grammar of its language, as classes of the style sheet.

mod lines;

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::LazyLock;

use syntect::parsing::{ParseState, Scope, ScopeStack, ScopeStackOp, SyntaxReference, SyntaxSet};

use crate::core::escape;
use lines::Lines;

/// Longest block that is coloured, in bytes: more is a dump, not something to read.
const LONGEST: usize = 100_000;

/// Colours code. Has no state of its own: grammars are loaded by each thread when its first block needs them.
#[derive(Debug, Default)]
pub struct Highlighter {
    is_off: bool,
}

thread_local! {
    // A set of its own for each thread: the regular expressions of a shared one are a bottleneck (measured: a tenth
    // of a build of 10,000 post-mortems on two cores).
    static SYNTAXES: SyntaxSet = two_face::syntax::extra_newlines();
    static LINES: RefCell<Lines> = RefCell::default();
}

/// Starts of scope names, and the class that stands for them; the first that fits wins.
const CLASSES: &[(&str, &str)] = &[
    ("comment", "hc"),
    ("string", "hs"),
    ("constant.character.escape", "hn"),
    ("constant.numeric", "hn"),
    ("constant.language", "hn"),
    ("constant", "hn"),
    ("entity.name.tag", "hk"),
    ("entity.name.function", "hf"),
    ("support.function", "hf"),
    ("variable.function", "hf"),
    ("entity.name", "ht"),
    ("entity.other.attribute-name", "ht"),
    ("support.type", "ht"),
    ("support.class", "ht"),
    ("storage", "hk"),
    ("keyword.operator", "ho"),
    ("keyword", "hk"),
    ("markup.deleted", "hd"),
    ("markup.inserted", "hi"),
    ("markup.heading", "ht"),
    ("meta.diff.header", "hc"),
    ("variable.parameter", "hv"),
    ("variable.other", "hv"),
];

static SCOPES: LazyLock<Vec<(Scope, &str)>> = LazyLock::new(|| {
    CLASSES.iter().filter_map(|(name, class)| Scope::new(name).ok().map(|scope| (scope, *class))).collect()
});

impl Highlighter {
    pub fn new() -> Self {
        Self::default()
    }

    /// Colours nothing: for readers that have no style sheet of ours.
    pub fn off() -> Self {
        Self { is_off: true }
    }

    /// Appends `code` as HTML, coloured if its language is known.
    pub fn push(&self, out: &mut String, code: &str, language: &str) {
        if self.is_off || language.is_empty() || is_plain(language) || code.len() > LONGEST {
            escape::push(out, code);
            return;
        }
        let start = out.len();
        let done = SYNTAXES.with(|syntaxes| {
            find(syntaxes, language).is_some_and(|syntax| colour(out, code, syntax, syntaxes))
        });
        if !done {
            out.truncate(start);
            escape::push(out, code);
        }
    }
}

fn is_plain(language: &str) -> bool {
    matches!(
        language,
        "text" | "txt" | "plain" | "plaintext" | "log" | "logs" | "output" | "none" | "mermaid" | "ascii"
    )
}

fn find<'s>(syntaxes: &'s SyntaxSet, language: &str) -> Option<&'s SyntaxReference> {
    let token = match language {
        "console" | "shell-session" | "terminal" | "shell" | "zsh" => "sh",
        "golang" => "go",
        "yml" => "yaml",
        "jsonc" | "json5" => "json",
        "promql" | "hcl" => "tf",
        other => other,
    };
    syntaxes.find_syntax_by_token(token)
}

/// Whether the grammar could read it all.
fn colour(out: &mut String, code: &str, syntax: &SyntaxReference, syntaxes: &SyntaxSet) -> bool {
    let mut state = ParseState::new(syntax);
    let mut stack = Stack::default();
    let mut open: Option<&str> = None;
    for line in code.split_inclusive('\n') {
        let changes = LINES.with_borrow_mut(|lines| lines.parse(&mut state, line, syntaxes));
        let Some(changes) = changes else { return false };
        let mut done = 0;
        for (at, change) in &*changes {
            push_piece(out, &line[done..*at], stack.class(), &mut open);
            done = *at;
            if !stack.apply(change) {
                return false;
            }
        }
        push_piece(out, &line[done..], stack.class(), &mut open);
    }
    if open.is_some() {
        out.push_str("</span>");
    }
    true
}

/// Appends text of one class, in the same element as the text before it if that has the same one.
fn push_piece(out: &mut String, text: &str, class: Option<&'static str>, open: &mut Option<&'static str>) {
    if text.is_empty() {
        return;
    }
    // White space looks the same in every class.
    if *open != class && !text.trim().is_empty() {
        if open.is_some() {
            out.push_str("</span>");
        }
        if let Some(class) = class {
            out.push_str("<span class=\"");
            out.push_str(class);
            out.push_str("\">");
        }
        *open = class;
    }
    escape::push(out, text);
}

/// The scopes around the current place, and the class of each level.
#[derive(Default)]
struct Stack {
    scopes: ScopeStack,
    known: HashMap<Scope, Option<&'static str>>,
}

impl Stack {
    fn apply(&mut self, change: &ScopeStackOp) -> bool {
        self.scopes.apply(change).is_ok()
    }

    /// The class of the innermost scope that has one.
    fn class(&mut self) -> Option<&'static str> {
        let known = &mut self.known;
        self.scopes.as_slice().iter().rev().find_map(|scope| {
            *known.entry(*scope).or_insert_with(|| {
                SCOPES.iter().find(|(prefix, _)| prefix.is_prefix_of(*scope)).map(|(_, class)| *class)
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_coloured_and_escaped() {
        let mut out = String::new();
        Highlighter::new().push(&mut out, "a: \"<b>\" # c\n", "yaml");
        assert!(
            out.contains("<span class=\"hs\">")
                && out.contains("&lt;b&gt;")
                && out.contains("<span class=\"hc\"># c"),
            "{out}"
        );
    }

    #[test]
    fn unknown_languages_are_text() {
        let mut out = String::new();
        Highlighter::new().push(&mut out, "a < b", "klingon");
        assert_eq!(out, "a &lt; b");
    }
}
