//! Lines of code that were parsed before: manifests, settings and commands are much the same from one post-mortem to the next.

use std::rc::Rc;

use rustc_hash::FxHashMap;
use syntect::parsing::{ParseState, ScopeStackOp, SyntaxSet};

/// Where in a line the scopes change, and how.
pub type Changes = Rc<[(usize, ScopeStackOp)]>;

/// Longest line that is remembered, in bytes.
const LONGEST: usize = 200;

/// Lines that are remembered at most, some megabytes; then all are forgotten.
const MOST: usize = 4_000;

/// What was made of lines in the states in which the grammar met them.
#[derive(Default)]
pub struct Lines {
    known: FxHashMap<Box<str>, Vec<CodeLine>>,
    count: usize,
}

struct CodeLine {
    before: ParseState,
    after: ParseState,
    changes: Changes,
}

impl Lines {
    /// Parses the next line; `None` if the grammar could not.
    pub fn parse(&mut self, state: &mut ParseState, line: &str, syntaxes: &SyntaxSet) -> Option<Changes> {
        if let Some(known) = self.known.get(line).and_then(|all| all.iter().find(|one| one.before == *state))
        {
            state.clone_from(&known.after);
            return Some(Rc::clone(&known.changes));
        }
        let before = (line.len() <= LONGEST).then(|| state.clone());
        let changes: Changes = state.parse_line(line, syntaxes).ok()?.into();
        if let Some(before) = before {
            self.remember(line, CodeLine { before, after: state.clone(), changes: Rc::clone(&changes) });
        }
        Some(changes)
    }

    fn remember(&mut self, text: &str, line: CodeLine) {
        if self.count == MOST {
            *self = Self::default();
        }
        self.count += 1;
        self.known.entry(text.into()).or_default().push(line);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_parsed_again_where_it_means_something_else() {
        let syntaxes = two_face::syntax::extra_newlines();
        let yaml = ParseState::new(syntaxes.find_syntax_by_token("yaml").expect("a grammar"));
        let text = ["a: |\n", "  b: 1\n", "c:\n", "  b: 1\n", "  b: 1\n"];
        let (mut state, mut lines) = (yaml.clone(), Lines::default());
        let mut with_memory = || text.map(|line| lines.parse(&mut state, line, &syntaxes).expect("YAML"));
        let found = with_memory();
        let mut state = yaml;
        let without = text.map(|line| Changes::from(state.parse_line(line, &syntaxes).expect("YAML")));
        assert_eq!(found, without);
        assert_ne!(found[1], found[3], "a line of a text, and a line of settings");
        assert_eq!(found[3], found[4]);
    }

    #[test]
    fn what_is_remembered_does_not_grow_without_end() {
        let syntaxes = two_face::syntax::extra_newlines();
        let mut state = ParseState::new(syntaxes.find_syntax_by_token("yaml").expect("a grammar"));
        let mut lines = Lines::default();
        for number in 0..MOST + 10 {
            lines.parse(&mut state, &format!("a{number}: 1\n"), &syntaxes).expect("YAML");
        }
        assert_eq!((lines.count, lines.known.len()), (10, 10));
        lines.parse(&mut state, &"a".repeat(LONGEST + 1), &syntaxes).expect("YAML");
        assert_eq!(lines.count, 10);
    }
}
