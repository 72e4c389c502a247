//! Reads the parts of what stands in brackets, behind a dash or on a line of its own: `owner: Ana`, `due 2026-03-01`, `done`.

use std::borrow::Cow;

use super::attributes::Attributes;
use super::brackets::parts;
use super::days::{beginning_date, whole_date};
use super::owners::{is_handle, is_name, is_unknown, several};
use super::states::told;
use super::words::{Key, behind, key, words};
use crate::read::parse::field::ActionPart;
use crate::read::parse::vocabulary::ActionColumn;
use crate::read::parse::{action_state, time};

/// Where a piece of text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Position {
    /// In brackets within the text.
    Inside,
    /// In brackets at the start or the end, or behind a dash there.
    Edge,
    /// Behind a comma at the end.
    Comma,
    /// On a line of its own.
    Line,
}

/// What a part was taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Taken {
    No,
    Owner,
    Other,
}

/// Parts in which a year stays with its day: "due: Mar 16, 2026".
fn with_years(parts: Vec<&str>) -> Vec<Cow<'_, str>> {
    let mut joined: Vec<Cow<'_, str>> = Vec::with_capacity(parts.len());
    for part in parts {
        let year = part.trim();
        let is_year =
            year.len() == 4 && year.starts_with(['1', '2']) && year.bytes().all(|c| c.is_ascii_digit());
        let is_day = |text: &str| {
            text.trim_end_matches(['s', 't', 'n', 'd', 'r', 'h']).ends_with(|c: char| c.is_ascii_digit())
        };
        match joined.last_mut().filter(|last| is_year && is_day(last.trim_end())) {
            Some(last) => *last = Cow::Owned(format!("{last},{part}")),
            None => joined.push(Cow::Borrowed(part)),
        }
    }
    joined
}

impl Attributes<'_> {
    /// Reads parts with commas between; whether there was one.
    pub fn read(&mut self, text: &str, place: Position) -> bool {
        let all = with_years(parts(text, &[',', ';', '、', '，', '\n']));
        let mut last = Taken::No;
        let mut any = false;
        for part in &all {
            let part = part.trim();
            let mut taken = self.keyed(part);
            if taken == Taken::No && last == Taken::Owner && is_name(part) {
                self.own(part);
                taken = Taken::Owner;
            }
            if taken == Taken::No && place != Position::Line {
                taken = self.bare(part, place, all.len() == 1 || any);
            }
            last = taken;
            any |= taken != Taken::No;
            // A line that says anything else first is prose.
            if !any && place == Position::Line {
                return false;
            }
        }
        any
    }

    /// `key: value`
    fn keyed(&mut self, part: &str) -> Taken {
        let Some((word, value)) = part.split_once([':', '：', '=']) else { return Taken::No };
        let value = value.trim_start_matches(':').trim().trim_start_matches(['*', '_']).trim();
        let Some(key) = key(word).or_else(|| self.translated(word)) else { return Taken::No };
        if value.is_empty() || value.starts_with("//") {
            return Taken::No;
        }
        match key {
            Key::Owner if word.trim().eq_ignore_ascii_case("by") && time::parse_date(value).is_some() => {
                self.due = self.date(value);
            }
            Key::Owner => {
                if !is_unknown(value) {
                    self.own(value);
                }
                return Taken::Owner;
            }
            Key::Due => self.due = self.date(value),
            Key::Kind => self.kind = Some(value.to_lowercase()),
            Key::Priority => self.priority = Some(value.to_owned()),
            Key::State => {
                let state = self.vocabulary.action_state(value).or_else(|| action_state::from_words(value));
                self.state = state.or(self.state);
            }
            Key::Closed => match self.date(value) {
                Some(date) => self.close(&word.trim().to_lowercase(), date),
                None => return Taken::No,
            },
            Key::Url => {
                let is_address = value.starts_with("http");
                self.url = self.url.take().or_else(|| is_address.then(|| value.to_owned()));
                return if is_address { Taken::Other } else { Taken::No };
            }
            Key::Other => return Taken::No,
        }
        Taken::Other
    }

    /// What a key is in another language, or to the knowledge base: the name of a column in a table of action items.
    fn translated(&self, word: &str) -> Option<Key> {
        Some(match self.vocabulary.action_column(word)? {
            ActionColumn::State => Key::State,
            ActionColumn::Part(part) => match part {
                ActionPart::Owner => Key::Owner,
                ActionPart::Due => Key::Due,
                ActionPart::Closed => Key::Closed,
                ActionPart::Priority => Key::Priority,
                ActionPart::Kind => Key::Kind,
                ActionPart::Url => Key::Url,
            },
            ActionColumn::Action | ActionColumn::Number => return None,
        })
    }

    /// A part without a key.
    fn bare(&mut self, part: &str, place: Position, is_alone: bool) -> Taken {
        let before = &words().before;
        let after = |rest: &str| rest.trim_start_matches("by ").trim_start_matches("on ").to_owned();
        if let Some(date) =
            behind(part, &before.date).and_then(|(_, rest)| beginning_date(&after(rest), self.incident))
        {
            self.due = Some(date);
            return Taken::Other;
        }
        if let Some((ending, date)) = behind(part, &before.end).and_then(|(ending, rest)| {
            Some((ending.to_lowercase(), beginning_date(&after(rest), self.incident)?))
        }) {
            self.close(&ending, date);
            return Taken::Other;
        }
        if place == Position::Comma {
            return Taken::No;
        }
        if let Some((_, name)) = behind(part, &before.name)
            && name.split_whitespace().count() <= 4
            && !name.is_empty()
        {
            self.own(name);
            return Taken::Owner;
        }
        if let Some(name) = part.strip_prefix(['@', '~']).filter(|name| is_handle(name)) {
            self.owners.push(name.to_owned());
            return Taken::Owner;
        }
        if place != Position::Edge {
            return Taken::No;
        }
        if let Some(state) = action_state::exactly(part).or_else(|| told(part)) {
            self.state = Some(state);
            return Taken::Other;
        }
        if let Some(date) = whole_date(part, self.incident).filter(|_| is_alone && self.due.is_none()) {
            self.due = Some(date);
            return Taken::Other;
        }
        match several(part).filter(|_| is_alone) {
            Some(owners) => {
                self.owners.extend(owners);
                Taken::Owner
            }
            None => Taken::No,
        }
    }
}
