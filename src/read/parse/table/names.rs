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

/// What a phrase names, and its place among the names of that; `None` where it says little.
type Meaning = (Holds, Option<usize>);

/// The listed names by phrase, so that a head is asked for what it has, and not for all that there is.
struct Names {
    spaced: HashMap<String, Vec<Meaning>>,
    /// Phrases of languages that are written without spaces, which stand within words.
    unspaced: Vec<(String, Meaning)>,
    /// How many names each kind of column has.
    counts: HashMap<Holds, usize>,
    /// Number of words in the longest phrase.
    longest: usize,
}

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let listed: HashMap<Holds, Listed> = toml::from_str(include_str!("columns.toml"))
        .expect("the names of columns are valid; a test reads them");
    let counts = listed.iter().map(|(holds, listed)| (*holds, listed.names.len())).collect();
    let mut names = Names { spaced: HashMap::new(), unspaced: Vec::new(), counts, longest: 1 };
    for (holds, Listed { names: strong, weak }) in listed {
        let strong = strong.into_iter().enumerate().map(|(at, name)| (name, Some(at)));
        for (name, at) in strong.chain(weak.into_iter().map(|name| (name, None))) {
            if name.chars().all(|c| (c as u32) < 0x2e80) {
                names.longest = names.longest.max(name.split(' ').count());
                names.spaced.entry(name).or_default().push((holds, at));
            } else {
                names.unspaced.push((name, (holds, at)));
            }
        }
    }
    names
});

/// How well a name fits: by words within, its first or last words, all of it where that says little, or all of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    Within,
    AtEdge,
    Weak,
    Whole,
}

/// The head of a column, compared with all names.
#[derive(Debug, Clone, Default)]
pub struct Name {
    is_empty: bool,
    /// What listed names it has, and how well they fit.
    found: Vec<(Meaning, Grade)>,
    /// What it names in a table of action items, in another language or to the knowledge base.
    action: Option<ActionColumn>,
    /// The same in a timeline.
    timeline: Option<TimelineColumn>,
}

impl Name {
    pub fn new(head: &str, vocabulary: &Vocabulary) -> Self {
        let (whole, bare) = (words(head), words(&without_parentheses(head)));
        let (whole, bare) = (whole.trim(), bare.trim());
        let found = listed(whole, bare);
        let name = Self { is_empty: whole.is_empty(), found, ..Self::default() };
        // A name that is listed is no word of another language: "Time" is a team in Portuguese.
        if name.is_empty || !name.found.is_empty() {
            return name;
        }
        Self { action: vocabulary.action_column(bare), timeline: vocabulary.timeline_column(bare), ..name }
    }

    pub fn is_empty(&self) -> bool {
        self.is_empty
    }

    pub fn is(&self, holds: Holds) -> bool {
        self.grade(holds).is_some()
    }

    /// How well it fits, and which of the listed names it is.
    pub fn grade(&self, holds: Holds) -> Option<(Grade, usize)> {
        let of_kind = || self.found.iter().filter(|((found, _), _)| *found == holds);
        let strong = of_kind().filter_map(|((_, at), grade)| Some((*grade, (*at)?)));
        let best = strong.max_by_key(|(grade, at)| (*grade, usize::MAX - at));
        let last = NAMES.counts.get(&holds).copied().unwrap_or(0);
        let is_weak = of_kind().any(|((_, at), grade)| at.is_none() && *grade == Grade::Whole);
        let best = match best {
            Some((Grade::Whole, _)) => best,
            _ if is_weak => Some((Grade::Weak, last)),
            _ => best,
        };
        best.or_else(|| self.is_translated(holds).then_some((Grade::Whole, last)))
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
}

fn without_parentheses(head: &str) -> String {
    let mut depth = 0_usize;
    let mut bare = String::with_capacity(head.len());
    for c in head.chars() {
        match c {
            '(' | '[' | '（' => depth += 1,
            ')' | ']' | '）' => depth = depth.saturating_sub(1),
            c if depth == 0 => bare.push(c),
            _ => {}
        }
    }
    bare
}

/// The listed names in a head: its words in a row, as many as the longest of these has.
fn listed(whole: &str, bare: &str) -> Vec<(Meaning, Grade)> {
    let names = &*NAMES;
    let grade = |name: &str, is_edge: bool| match name == whole || name == bare {
        true => Grade::Whole,
        false if is_edge => Grade::AtEdge,
        false => Grade::Within,
    };
    let mut found = Vec::new();
    let mut starts = vec![0];
    starts.extend(whole.match_indices(' ').map(|(at, _)| at + 1));
    for (number, start) in starts.iter().enumerate() {
        for next in starts[number + 1..].iter().copied().chain([whole.len() + 1]).take(names.longest) {
            let phrase = whole.get(*start..next - 1).unwrap_or_default();
            let is_edge = *start == 0 || next > whole.len();
            let meanings = names.spaced.get(phrase).into_iter().flatten();
            found.extend(meanings.map(|meaning| (*meaning, grade(phrase, is_edge))));
        }
    }
    if !whole.is_ascii() {
        let unspaced = names.unspaced.iter().filter(|(name, _)| whole.contains(name.as_str()));
        found.extend(unspaced.map(|(name, meaning)| {
            (*meaning, grade(name, whole.starts_with(name.as_str()) || whole.ends_with(name.as_str())))
        }));
    }
    found
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
