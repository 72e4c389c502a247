//! Owners, due dates and states that stand in the text of an action item.

use jiff::civil::Date;

use crate::core::model::ActionState;
use crate::read::markdown::blocks::Inline;
use crate::read::parse::{action_state, time};

/// What stands in parentheses or behind the text of an action: `(owner: Edge team, due: 2021-05-30)`, `@edge`.
#[derive(Debug, Default)]
pub struct Attributes {
    pub owner: Option<String>,
    pub due: Option<Date>,
    /// Day on which it was done or dropped.
    pub closed: Option<Date>,
    pub kind: Option<String>,
    pub priority: Option<String>,
    pub state: Option<ActionState>,
    /// Dates that there are not.
    pub impossible: Vec<String>,
}

impl Attributes {
    /// The text without the attributes at its end, and the state that its first or last words give.
    pub fn take_from(&mut self, text: &str) -> (String, Option<ActionState>) {
        let mut title = text.trim();
        let without = self.take_groups(title);
        title = without.trim();
        // "Raise the limit – Owner: Payments – Due: 15 Mar 2025 – Done"
        while let Some((before, tail)) = [" – ", " — ", " - ", ", "]
            .iter()
            .filter_map(|mark| Some((title.rsplit_once(*mark)?, *mark)))
            // Behind a comma anything can stand, so that only what has a name is taken from there.
            .filter(|((_, tail), mark)| *mark != ", " || tail.contains(':') || tail.starts_with("due "))
            .map(|(parts, _)| parts)
            .max_by_key(|(before, _)| before.len())
        {
            if !self.read(tail.trim_end_matches('.')) {
                break;
            }
            title = before.trim_end();
        }
        let mut worded = action_state::from_sign(&title.chars().take(2).collect::<String>());
        if worded.is_some() {
            title = title.trim_start_matches(|c: char| !c.is_alphanumeric());
        } else if let Some(state) =
            title.chars().last().and_then(|sign| action_state::from_sign(&sign.to_string()))
        {
            worded = Some(state);
            title = title.trim_end_matches(|c: char| {
                !c.is_alphanumeric() && c.is_ascii() || !c.is_ascii() && !c.is_alphanumeric()
            });
        }
        // "DONE: x", "[DONE] x", "TODO x"
        let plain = title.trim_start_matches('[');
        let end = plain.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(plain.len());
        let word = &plain[..end];
        let follows = plain[end..].starts_with([':', ']', ' ', '-']);
        if word.len() > 2
            && word.chars().all(|c| c.is_ascii_uppercase())
            && follows
            && let Some(state) = action_state::from_words(word)
        {
            worded = worded.or(Some(state));
            title = plain[end..].trim_start_matches([':', ']', ' ', '-']);
        }
        if self.owner.is_none() {
            self.owner = handle(title);
        }
        (title.trim().to_owned(), worded)
    }

    /// The text without what stands in parentheses and is attributes.
    fn take_groups(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(open) = rest.find(['(', '[', '（']) {
            let opening = rest[open..].chars().next().map_or(1, char::len_utf8);
            let Some(length) = rest[open + opening..].find([')', ']', '）']) else { break };
            let inside = &rest[open + opening..open + opening + length];
            let closing = rest[open + opening + length..].chars().next().map_or(1, char::len_utf8);
            let end = open + opening + length + closing;
            if self.read(inside) {
                out.push_str(rest[..open].trim_end());
                out.push_str(if out.is_empty() { "" } else { " " });
                rest = rest[end..].trim_start();
            } else {
                out.push_str(&rest[..end]);
                rest = &rest[end..];
            }
        }
        out.push_str(rest);
        out
    }

    /// A date; one that there is not is noted, and one in other words ("next week") is none.
    pub fn date(&mut self, text: &str) -> Option<Date> {
        let date = time::parse_date(text);
        if date.is_none() && time::is_numeric(text) {
            self.impossible.push(text.to_owned());
        }
        date
    }

    /// Takes in the day of an ending, and the state that the word for it says.
    fn close(&mut self, ending: &str, date: Date) {
        self.closed = Some(date);
        self.state = self.state.or_else(|| action_state::from_words(ending));
    }

    /// Reads `key: value` pairs with commas between; whether there was one.
    fn read(&mut self, inside: &str) -> bool {
        let mut any = false;
        for part in inside.split([',', ';', '、']) {
            let part = part.trim();
            if let Some((key, value)) = part.split_once([':', '：', '=']) {
                let value = value.trim().to_owned();
                if value.is_empty() {
                    continue;
                }
                match key.trim().to_lowercase().as_str() {
                    "owner" | "assignee" | "by" | "who" | "担当" => self.owner = Some(value),
                    "due" | "deadline" | "eta" | "期限" => self.due = self.date(&value),
                    "type" | "kind" => self.kind = Some(value.to_lowercase()),
                    "priority" | "prio" => self.priority = Some(value),
                    "status" | "state" => self.state = action_state::from_words(&value),
                    ending @ ("done" | "closed" | "completed" | "dropped") => match self.date(&value) {
                        Some(date) => self.close(ending, date),
                        None => continue,
                    },
                    _ => continue,
                }
                any = true;
            } else if let Some(date) = due_on(part) {
                self.due = Some(date);
                any = true;
            } else if let Some((ending, date)) = part
                .split_once(' ')
                .filter(|(ending, _)| {
                    matches!(ending.to_lowercase().as_str(), "done" | "closed" | "completed" | "dropped")
                })
                .and_then(|(ending, date)| Some((ending, time::parse_date(date.trim_start_matches("on "))?)))
            {
                self.close(&ending.to_lowercase(), date);
                any = true;
            } else if let Some(owner) =
                part.strip_prefix("owner ").filter(|owner| owner.split_whitespace().count() <= 4)
            {
                self.owner = Some(owner.to_owned());
                any = true;
            } else if part.split_whitespace().count() <= 2
                && let Some(state) = action_state::from_words(part).filter(|_| !part.is_empty())
            {
                self.state = Some(state);
                any = true;
            } else if part.starts_with('@') && !part.contains(' ') {
                self.owner = Some(part[1..].to_owned());
                any = true;
            }
        }
        any
    }
}

/// `due 2026-06-30`, `by 30 June 2026`, `ETA 2026-06-30`.
fn due_on(text: &str) -> Option<Date> {
    let (word, date) = text.split_once(' ')?;
    let is_due = matches!(word.to_lowercase().as_str(), "due" | "by" | "until" | "eta" | "deadline");
    is_due.then(|| time::parse_date(date.trim_start_matches("by ").trim_start_matches("on "))).flatten()
}

/// `@name` at the end or the start of a text; elsewhere it may be an address or a package.
fn handle(text: &str) -> Option<String> {
    let is_handle = |word: &&str| {
        word.strip_prefix('@').is_some_and(|name| {
            !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c))
        })
    };
    // An address behind it is where it is tracked.
    let mut words = text.split_whitespace().filter(|word| !word.contains("://"));
    let last = words.next_back().filter(is_handle);
    last.or_else(|| words.next().filter(is_handle)).map(|word| word[1..].to_owned())
}

/// `**[Platform]** text`: who it is for, and the rest.
pub fn leading_owner<'t>(title: &'t str, inline: &Inline) -> (Option<String>, &'t str) {
    let bold = inline.leading_bold().map(str::trim).unwrap_or_default();
    let name = bold.strip_prefix('[').and_then(|inside| inside.strip_suffix(']'));
    match (name, title.strip_prefix(bold)) {
        (Some(name), Some(rest)) if !rest.trim().is_empty() => {
            (Some(name.to_owned()), rest.trim_start_matches([':', ' ', '-', '–']))
        }
        _ => (None, title),
    }
}
