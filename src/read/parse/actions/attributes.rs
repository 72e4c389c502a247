//! Owners, due dates and states that stand in the text of an action item.

use jiff::civil::Date;

use super::brackets::{pairs, parts};
use super::days::whole_date;
use super::draft::Draft;
use super::owners::{handle, is_capitalised, is_handle, several};
use super::parts::Position;
use super::states::leading_word;
use super::words::{behind, is_party, words};
use crate::core::model::ActionState;
use crate::read::parse::vocabulary::Vocabulary;
use crate::read::parse::{action_state, time};

/// What stands in parentheses or beside the text of an action: `(owner: Edge team, due: 2021-05-30)`, `@edge`.
#[derive(Debug)]
pub struct Attributes<'v> {
    pub vocabulary: &'v Vocabulary,
    /// Day of the incident, near which dates without a year are.
    pub incident: Option<Date>,
    pub owners: Vec<String>,
    pub due: Option<Date>,
    /// Day on which it was done or dropped.
    pub closed: Option<Date>,
    pub kind: Option<String>,
    pub priority: Option<String>,
    pub state: Option<ActionState>,
    pub url: Option<String>,
    /// Dates that there are not.
    pub impossible: Vec<String>,
    /// Whether a date stood behind a dash at the end, without a word: then what stands before it may be who.
    is_signed: bool,
}

/// What divides a tail from the text, and whether it is a dash.
const DIVIDERS: [(&str, bool); 4] = [(" – ", true), (" — ", true), (" - ", true), (", ", false)];

impl<'v> Attributes<'v> {
    pub fn new(incident: Option<Date>, vocabulary: &'v Vocabulary) -> Self {
        Self {
            vocabulary,
            incident,
            owners: Vec::new(),
            due: None,
            closed: None,
            kind: None,
            priority: None,
            state: None,
            url: None,
            impossible: Vec::new(),
            is_signed: false,
        }
    }

    pub fn owner(&mut self) -> Option<String> {
        let mut seen: Vec<String> = Vec::new();
        for owner in self.owners.drain(..) {
            if !seen.contains(&owner) {
                seen.push(owner);
            }
        }
        (!seen.is_empty()).then(|| seen.join(", "))
    }

    /// Takes all attributes out of a text.
    pub fn take_from(&mut self, draft: &mut Draft) {
        self.own_lines(draft);
        self.leading_state(draft);
        self.groups(draft);
        self.signed_dates(draft);
        self.mention(draft);
        while self.tail(draft) || self.trailing_date(draft) || self.trailing_state(draft) {}
        self.leading_state(draft);
        self.leading_owner(draft);
        if self.owners.is_empty() {
            self.owners.extend(handle(draft.plain()));
        }
    }

    /// Lines below the first that hold nothing else: "Owner: Ana".
    fn own_lines(&mut self, draft: &mut Draft) {
        let starts: Vec<usize> = draft.plain().match_indices('\n').map(|(at, _)| at).collect();
        for at in starts.into_iter().rev() {
            let end =
                draft.plain()[at + 1..].find('\n').map_or(draft.plain().len(), |length| at + 1 + length);
            if self.line(&draft.text()[at + 1..end]) {
                draft.cut(at..end);
            }
        }
    }

    /// Reads a line of its own, if all of it is attributes.
    pub fn line(&mut self, text: &str) -> bool {
        text.len() < 300 && self.read(text, Position::Line)
    }

    /// "DONE: x", "[DONE] x", "✅ x", "TODO x"
    fn leading_state(&mut self, draft: &mut Draft) {
        let text = draft.plain();
        let found = action_state::leading_sign(text).or_else(|| leading_word(text));
        if let Some((state, length)) = found.filter(|(_, length)| *length < text.len()) {
            self.state = self.state.or(Some(state));
            let rest = text[length..].trim_start_matches([':', ']', ' ', '-', '–', '—']);
            let end = text.len() - rest.len();
            draft.cut(0..end);
        }
    }

    /// What stands in brackets and is attributes.
    fn groups(&mut self, draft: &mut Draft) {
        let mut skipped = 0;
        while let Some(range) = pairs(draft.plain()).into_iter().nth(skipped) {
            let plain = draft.plain();
            let opening = plain[range.clone()].chars().next().map_or(1, char::len_utf8);
            let closing = plain[range.clone()].chars().next_back().map_or(1, char::len_utf8);
            let inside = range.start + opening..range.end - closing;
            // Behind it there may be an address where it is tracked.
            let mut rest = plain[range.end..].split_whitespace().filter(|word| !word.contains("://"));
            let ends = rest.all(|word| !word.contains(char::is_alphanumeric) || word.starts_with('#'))
                || plain[range.end..].trim_start().starts_with(['(', '[', '–', '—']);
            let begins = !plain[..range.start].contains(char::is_alphanumeric);
            let place = if begins || ends { Position::Edge } else { Position::Inside };
            let is_code = draft.text()[range.clone()] != plain[range.clone()]
                && plain[inside.clone()].chars().all(|c| c == 'x');
            if !is_code && self.read(&draft.text()[inside], place) {
                draft.cut(range);
            } else {
                skipped += 1;
            }
            if skipped > 64 {
                break;
            }
        }
    }

    /// Dates behind the signs of task plugins: `📅 2026-03-01`, `✅ 2026-03-02`.
    fn signed_dates(&mut self, draft: &mut Draft) {
        if draft.plain().is_ascii() {
            return;
        }
        const SIGNS: [&str; 9] = ["📅", "🗓", "📆", "✅", "❌", "⏳", "🛫", "➕", "🏁"];
        for sign in SIGNS {
            let Some(at) = draft.plain().find(sign) else { continue };
            let rest = &draft.plain()[at + sign.len()..];
            let rest = rest.trim_start_matches(['\u{fe0f}', ' ']);
            let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
            let Some(date) = whole_date(&rest[..length], self.incident) else { continue };
            match sign {
                "✅" => self.close("done", date),
                "❌" => self.close("dropped", date),
                "📅" | "🗓" | "📆" => self.due = Some(date),
                _ => {}
            }
            let end = draft.plain().len() - rest.len() + length;
            draft.cut(at..end);
        }
    }

    /// Mentions of people and days: "@Hall team @March 20, 2026".
    fn mention(&mut self, draft: &mut Draft) {
        while let Some(at) = draft.plain().rfind('@').filter(|at| draft.plain()[..*at].ends_with(' ')) {
            let rest = draft.plain()[at + 1..].trim_end_matches('.').to_owned();
            if let Some(date) = whole_date(&rest, self.incident) {
                self.due = Some(date);
            } else if rest.contains(' ') && is_party(&rest) {
                self.owners.push(rest);
            } else {
                break;
            }
            draft.cut(at..draft.plain().len());
        }
    }

    /// "Raise the limit – Owner: Payments – Due: 15 Mar 2025 – Done"
    fn tail(&mut self, draft: &mut Draft) -> bool {
        let plain = draft.plain();
        let found = DIVIDERS.iter().filter_map(|(mark, is_dash)| {
            let at = plain.rfind(mark)?;
            (!plain[..at].trim().is_empty()).then_some((at, at + mark.len(), *is_dash))
        });
        let Some((at, from, is_dash)) = found.max_by_key(|(at, ..)| *at) else { return false };
        let tail = draft.text()[from..].trim_end_matches('.').to_owned();
        let place = if is_dash { Position::Edge } else { Position::Comma };
        let is_who = is_dash && self.is_signed && self.owners.is_empty() && is_capitalised(&tail);
        if is_who {
            self.own(&tail);
        }
        let is_read = is_who || self.read(&tail, place);
        self.is_signed |= is_read && is_dash && whole_date(&tail, self.incident).is_some();
        if is_read {
            draft.cut(at..draft.plain().len());
        }
        is_read
    }

    /// "Oil the wheel by 2026-03-01", "Oil the wheel due: 1 March 2026"
    fn trailing_date(&mut self, draft: &mut Draft) -> bool {
        let plain = draft.plain().trim_end_matches('.');
        // A date and the words for it are short.
        let from = plain.char_indices().rev().take(48).last().map_or(0, |(at, _)| at);
        let starts = plain[from..].match_indices([' ', '\n']).map(|(at, _)| from + at);
        for at in starts {
            if let Some((_, rest)) = behind(&plain[at + 1..], &words().before.date)
                && let Some(date) =
                    whole_date(rest.trim_start_matches("by ").trim_start_matches("on "), self.incident)
            {
                self.due = Some(date);
                draft.cut(at..draft.plain().len());
                return true;
            }
        }
        false
    }

    /// "Oil the wheel ✅", "Bug 5554825 **DONE**", "Oil the wheel. DONE"
    fn trailing_state(&mut self, draft: &mut Draft) -> bool {
        let plain = draft.plain();
        if let Some((state, at)) = action_state::trailing_sign(plain).filter(|(_, at)| *at > 0) {
            self.state = self.state.or(Some(state));
            draft.cut(at..draft.plain().len());
            return true;
        }
        let bold = draft.bold_tail();
        let word = plain.rfind(' ').map(|at| at + 1..plain.len());
        let behind_sentence = word.filter(|word| {
            let is_loud = plain[word.clone()].chars().all(|c| c.is_ascii_uppercase() || c == '.');
            is_loud && plain[..word.start].trim_end().ends_with(['.', '!', ';', ':'])
        });
        let is_state = |range: &std::ops::Range<usize>| action_state::exactly(&plain[range.clone()]);
        let Some(range) = bold.or(behind_sentence) else { return false };
        let Some(state) = is_state(&range) else { return false };
        // "Reconcile orders that are **cancelled**" goes on.
        let is_loud = plain[range.clone()].chars().all(|c| !c.is_lowercase());
        if !is_loud {
            return false;
        }
        self.state = self.state.or(Some(state));
        draft.cut(range);
        true
    }

    /// "@ana: oil the wheel", "**Ana** – oil the wheel", "Mill team — buy a belt"
    fn leading_owner(&mut self, draft: &mut Draft) {
        let plain = draft.plain();
        let found =
            [": ", " – ", " — ", " - "].iter().filter_map(|mark| Some((plain.find(mark)?, mark.len())));
        let Some((at, length)) = found.min() else { return };
        let name = plain[..at].trim();
        let handle = name.strip_prefix('@').filter(|name| is_handle(name));
        let is_bold = draft.bold_head().is_some_and(|bold| bold.trim().trim_end_matches(':') == name);
        let owners = match handle {
            None if self.is_signed && self.owners.is_empty() && is_bold && is_capitalised(name) => {
                vec![name.to_owned()]
            }
            Some(handle) => vec![handle.to_owned()],
            None if self.owners.is_empty() => several(name).unwrap_or_default(),
            None => return,
        };
        if !owners.is_empty() {
            self.owners.extend(owners);
            draft.cut(0..at + length);
        }
    }

    /// A date; one that there is not is noted, and one in other words ("next week") is none.
    pub fn date(&mut self, text: &str) -> Option<Date> {
        let date = time::parse_date(text).or_else(|| whole_date(text, self.incident));
        if date.is_none() && time::is_numeric(text) {
            self.impossible.push(text.to_owned());
        }
        date
    }

    /// Takes in the owners that a cell or a value names.
    pub fn own(&mut self, text: &str) {
        for part in parts(text, &[',', ';', '、', '\n', '，']) {
            let part = part.trim();
            if let Some(owners) = several(part) {
                self.owners.extend(owners);
            } else if part.contains(" / ") {
                self.owners
                    .extend(part.split(" / ").map(|name| name.trim().trim_start_matches('@').to_owned()));
            } else {
                let part = part.trim_matches(['[', ']']);
                // HackMD signs names like that: "[name=Ana]".
                let part = part.strip_prefix("name=").unwrap_or(part).trim_start_matches(['~', '@']);
                self.owners.extend((!part.is_empty()).then(|| part.to_owned()));
            }
        }
    }

    /// Takes in the day of an ending, and the state that the word for it says.
    pub fn close(&mut self, ending: &str, date: Date) {
        self.closed = Some(date);
        self.state = self.state.or_else(|| action_state::from_words(ending));
    }
}
