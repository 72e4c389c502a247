//! What the head of a column calls what is in it.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::read::parse::field::ActionPart;
use crate::read::parse::vocabulary::{ActionColumn, TimelineColumn, Vocabulary};

/// What a column may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Holds {
    Time,
    /// How long after the beginning.
    Elapsed,
    Zone,
    Phase,
    Event,
    Owner,
    Due,
    Closed,
    State,
    /// Whether it is done.
    Flag,
    Priority,
    Kind,
    Title,
    Ticket,
    Note,
}

#[derive(Deserialize)]
struct Listed {
    names: Vec<String>,
    weak: Vec<String>,
}

static NAMES: LazyLock<HashMap<Holds, Listed>> = LazyLock::new(|| {
    toml::from_str(include_str!("columns.toml")).expect("the names of columns are valid; a test reads them")
});

/// How well a name fits: by words within, its first or last words, all of it where that says little, or all of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    Within,
    AtEdge,
    Weak,
    Whole,
}

/// The head of a column, ready to be compared.
#[derive(Debug, Clone, Default)]
pub struct Name {
    /// Words with a space around each.
    words: String,
    /// The same without what stands in parentheses.
    bare: String,
    /// What it names in a table of action items, in another language or to the knowledge base.
    action: Option<ActionColumn>,
    /// The same in a timeline.
    timeline: Option<TimelineColumn>,
}

impl Name {
    pub fn new(head: &str, vocabulary: &Vocabulary) -> Self {
        let mut bare = String::new();
        let mut depth = 0_usize;
        for c in head.chars() {
            match c {
                '(' | '[' | '（' => depth += 1,
                ')' | ']' | '）' => depth = depth.saturating_sub(1),
                c if depth == 0 => bare.push(c),
                _ => {}
            }
        }
        let name = Self { words: words(head), bare: words(&bare), ..Self::default() };
        // A name that is listed here is no word of another language: "Time" is a team in Portuguese.
        if name.is_empty() || NAMES.keys().any(|holds| name.grade(*holds).is_some()) {
            return name;
        }
        let bare = name.bare.trim();
        Self { action: vocabulary.action_column(bare), timeline: vocabulary.timeline_column(bare), ..name }
    }

    pub fn is_empty(&self) -> bool {
        self.words.trim().is_empty()
    }

    /// How well it fits, and which of the listed names it is.
    pub fn grade(&self, holds: Holds) -> Option<(Grade, usize)> {
        let listed = &NAMES[&holds];
        let strong = listed.names.iter().enumerate().filter_map(|(at, name)| Some((self.compare(name)?, at)));
        let best = strong.max_by_key(|(grade, at)| (*grade, usize::MAX - at));
        let is_weak = |name: &&String| self.compare(name) == Some(Grade::Whole);
        let weak = listed.weak.iter().find(is_weak).map(|_| (Grade::Weak, listed.names.len()));
        let best = match (best, weak) {
            (Some((Grade::Whole, _)), _) | (_, None) => best,
            (_, weak) => weak,
        };
        best.or_else(|| self.is_translated(holds).then_some((Grade::Whole, listed.names.len())))
    }

    /// Whether it is the name of such a column in another language.
    fn is_translated(&self, holds: Holds) -> bool {
        let action = match self.action {
            Some(ActionColumn::Action) => holds == Holds::Title,
            Some(ActionColumn::State) => holds == Holds::State,
            Some(ActionColumn::Part(part)) => match part {
                ActionPart::Owner => holds == Holds::Owner,
                ActionPart::Due => holds == Holds::Due,
                ActionPart::Closed => holds == Holds::Closed,
                ActionPart::Priority => holds == Holds::Priority,
                ActionPart::Kind => holds == Holds::Kind,
                ActionPart::Url => holds == Holds::Ticket,
            },
            Some(ActionColumn::Number) | None => false,
        };
        let timeline = match self.timeline {
            Some(TimelineColumn::Date | TimelineColumn::Time) => holds == Holds::Time,
            Some(TimelineColumn::Event) => holds == Holds::Event,
            Some(TimelineColumn::Phase) => holds == Holds::Phase,
            Some(TimelineColumn::Actor) => holds == Holds::Owner,
            None => false,
        };
        action || timeline
    }

    pub fn is(&self, holds: Holds) -> bool {
        self.grade(holds).is_some()
    }

    fn compare(&self, name: &str) -> Option<Grade> {
        let is_spaced = name.chars().all(|c| (c as u32) < 0x2e80);
        let (words, bare) = (self.words.as_str(), self.bare.as_str());
        if !is_spaced {
            let whole = words.trim();
            return words.contains(name).then_some(if whole == name {
                Grade::Whole
            } else if whole.starts_with(name) || whole.ends_with(name) {
                Grade::AtEdge
            } else {
                Grade::Within
            });
        }
        let at = find_words(words, name)?;
        Some(if bare.trim() == name || words.trim() == name {
            Grade::Whole
        } else if at == 0 || words.trim().ends_with(name) {
            Grade::AtEdge
        } else {
            Grade::Within
        })
    }
}

/// Where in words with a space around each these words begin.
fn find_words(words: &str, wanted: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(found) = words[from..].find(wanted) {
        let at = from + found;
        let is_whole = words[..at].ends_with(' ') && words[at + wanted.len()..].starts_with(' ');
        if is_whole {
            return Some(at - 1);
        }
        from = at + words[at..].chars().next().map_or(1, char::len_utf8);
    }
    None
}

/// Lower case, each word between spaces.
fn words(text: &str) -> String {
    let mut out = String::from(" ");
    for c in text.chars().flat_map(char::to_lowercase) {
        match c {
            c if c.is_alphanumeric() => out.push(c),
            '\'' | '’' => {}
            _ if !out.ends_with(' ') => out.push(' '),
            _ => {}
        }
    }
    if !out.ends_with(' ') {
        out.push(' ');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::parse::vocabulary;

    #[test]
    fn names_are_compared_by_whole_words() {
        let words = vocabulary::built_in();
        let grade = |head: &str, holds| Name::new(head, &words).grade(holds).map(|(grade, _)| grade);
        assert_eq!(grade("Responsável", Holds::Owner), Some(Grade::Whole));
        assert_eq!(grade("Prazo", Holds::Due), Some(Grade::Whole));
        assert_eq!(grade("Kiedy", Holds::Time), Some(Grade::Whole));
        assert_eq!(grade("Time", Holds::Owner), None);
        assert_eq!(grade("Due date", Holds::Due), Some(Grade::Whole));
        assert_eq!(grade("**ETA** (UTC)", Holds::Due), Some(Grade::Whole));
        assert_eq!(grade("Planned ETA", Holds::Due), Some(Grade::AtEdge));
        assert_eq!(grade("Type (Mitigate/ Prevent)", Holds::Kind), Some(Grade::Whole));
        assert_eq!(grade("担当者", Holds::Owner), Some(Grade::Whole));
        for (head, holds) in [
            ("Details", Holds::Due),
            ("Update", Holds::Time),
            ("Lead time", Holds::Owner),
            ("Done by", Holds::State),
            ("Downtime", Holds::Time),
            ("Showing", Holds::Owner),
        ] {
            assert_eq!(grade(head, holds), None, "{head}");
        }
    }
}
