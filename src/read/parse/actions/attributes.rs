//! Owners, due dates and states that stand in the text of an action item.

use jiff::civil::Date;

use super::brackets::{pairs, parts};
use super::draft::Draft;
use super::words::{Key, behind, is_party, key, words};
use crate::core::model::ActionState;
use crate::read::parse::{action_state, time};

/// What stands in parentheses or beside the text of an action: `(owner: Edge team, due: 2021-05-30)`, `@edge`.
#[derive(Debug, Default)]
pub struct Attributes {
    /// Day of the incident, near which dates without a year are.
    incident: Option<Date>,
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

/// Where a piece of text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
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

const BOTH: [(&str, bool); 4] = [(" – ", true), (" — ", true), (" - ", true), (", ", false)];

impl Attributes {
    #[must_use]
    pub fn new(incident: Option<Date>) -> Self {
        Self { incident, ..Self::default() }
    }

    #[must_use]
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
            if self.line(&draft.text()[at + 1..end].to_owned()) {
                draft.cut(at..end);
            }
        }
    }

    /// Reads a line of its own, if all of it is attributes.
    pub fn line(&mut self, text: &str) -> bool {
        text.len() < 300 && self.read(text, Place::Line)
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
            let place = if begins || ends { Place::Edge } else { Place::Inside };
            let is_code = draft.text()[range.clone()] != plain[range.clone()]
                && plain[inside.clone()].chars().all(|c| c == 'x');
            if !is_code && self.read(&draft.text()[inside].to_owned(), place) {
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
        let found = BOTH.iter().filter_map(|(mark, is_dash)| {
            let at = plain.rfind(mark)?;
            (!plain[..at].trim().is_empty()).then_some((at, at + mark.len(), *is_dash))
        });
        let Some((at, from, is_dash)) = found.max_by_key(|(at, ..)| *at) else { return false };
        let tail = draft.text()[from..].trim_end_matches('.').to_owned();
        let place = if is_dash { Place::Edge } else { Place::Comma };
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
                let part = part.trim_matches(['[', ']']).trim_start_matches(['~', '@']);
                self.owners.extend((!part.is_empty()).then(|| part.to_owned()));
            }
        }
    }

    /// Takes in the day of an ending, and the state that the word for it says.
    fn close(&mut self, ending: &str, date: Date) {
        self.closed = Some(date);
        self.state = self.state.or_else(|| action_state::from_words(ending));
    }

    /// Reads parts with commas between; whether there was one.
    fn read(&mut self, text: &str, place: Place) -> bool {
        let all = parts(text, &[',', ';', '、', '，', '\n']);
        let mut last = Taken::No;
        let mut any = false;
        for part in &all {
            let part = part.trim();
            let mut taken = self.keyed(part);
            if taken == Taken::No && last == Taken::Owner && is_name(part) {
                self.own(part);
                taken = Taken::Owner;
            }
            if taken == Taken::No && place != Place::Line {
                taken = self.bare(part, place, all.len() == 1 || any);
            }
            last = taken;
            any |= taken != Taken::No;
            // A line that says anything else first is prose.
            if !any && place == Place::Line {
                return false;
            }
        }
        any
    }

    /// `key: value`
    fn keyed(&mut self, part: &str) -> Taken {
        let Some((word, value)) = part.split_once([':', '：', '=']) else { return Taken::No };
        let value = value.trim_start_matches(':').trim().trim_start_matches(['*', '_']).trim();
        let Some(key) = key(word) else { return Taken::No };
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
            Key::State => self.state = action_state::from_words(value).or(self.state),
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

    /// A part without a key.
    fn bare(&mut self, part: &str, place: Place, is_alone: bool) -> Taken {
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
        if place == Place::Comma {
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
        if place != Place::Edge {
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

/// "Done during the day", "fixed in #123": a word for an ending, and when or where it came.
fn told(text: &str) -> Option<ActionState> {
    let (word, rest) = text.split_once(' ')?;
    let state = action_state::exactly(word).filter(|state| *state == ActionState::Done)?;
    let next = rest.split_whitespace().next()?.to_lowercase();
    let is_done =
        ["done", "completed", "finished", "erledigt"].iter().any(|done| word.eq_ignore_ascii_case(done));
    let is_when = [
        "during",
        "on",
        "in",
        "at",
        "by",
        "before",
        "after",
        "since",
        "today",
        "yesterday",
        "with",
        "via",
        "as",
        "am",
    ]
    .contains(&next.as_str());
    (is_when && (is_done || rest.contains(|c: char| c.is_ascii_digit()))).then_some(state)
}

/// A state in capitals at the start, or in front of a colon or a dash: "TODO x", "Done: x".
fn leading_word(text: &str) -> Option<(ActionState, usize)> {
    let plain = text.trim_start_matches('[');
    let skipped = text.len() - plain.len();
    let end = plain.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(plain.len());
    let word = &plain[..end];
    let is_loud = word.len() > 2 && word.chars().all(|c| c.is_ascii_uppercase());
    if is_loud
        && plain[end..].starts_with([':', ']', ' ', '-'])
        && let Some(state) = action_state::exactly(word)
    {
        return Some((state, skipped + end));
    }
    let marks = [": ", " – ", " — ", " - ", "] "];
    let at = marks.iter().filter_map(|mark| plain.find(mark)).min()?;
    let state = action_state::exactly(&plain[..at])?;
    Some((state, skipped + at))
}

/// The names of several people or teams, or of one.
fn several(text: &str) -> Option<Vec<String>> {
    let mut names: Vec<&str> = vec![text.trim()];
    for divider in [" & ", " and ", " und ", " + ", " / ", "/"] {
        names = names.into_iter().flat_map(|name| name.split(divider)).map(str::trim).collect();
    }
    let is_one = |name: &&str| is_party(name) || name.strip_prefix('@').is_some_and(is_handle);
    let whole = is_party(text).then(|| vec![text.trim().to_owned()]);
    let all = names.iter().all(|name| is_one(&name)) && names.len() > 1;
    let owners = names.into_iter().map(|name| name.trim_start_matches('@').to_owned());
    if all { Some(owners.collect()) } else { whole }
}

/// A text that is a date and nothing else, in the year that is nearest behind the incident where it names none.
#[must_use]
pub fn whole_date(text: &str, incident: Option<Date>) -> Option<Date> {
    let text = text.trim();
    let stamp = time::leading(text)?;
    if stamp.end < text.len() || !stamp.has_date() {
        return None;
    }
    beginning_date(text, incident)
}

/// The date that a text begins with.
fn beginning_date(text: &str, incident: Option<Date>) -> Option<Date> {
    let stamp = time::leading(text.trim())?;
    if stamp.date.is_some() {
        return stamp.date;
    }
    let ((month, day), incident) = (stamp.month_day.filter(|_| !stamp.is_ambiguous)?, incident?);
    let of = |year: i16| Date::new(year, month, day).ok();
    let this = of(incident.year())?;
    // What is promised lies ahead, but for what was done at once.
    if (incident - this).get_days() > 60 { of(incident.year() + 1) } else { Some(this) }
}

fn is_unknown(value: &str) -> bool {
    matches!(
        value.to_lowercase().as_str(),
        "tbd" | "n/a" | "none" | "-" | "–" | "?" | "unassigned" | "nobody"
    )
}

/// Whether a part behind an owner is one more: a few words that are nothing else.
fn is_name(text: &str) -> bool {
    let words = text.split_whitespace().count();
    (1..=3).contains(&words)
        && !text.contains([':', '='])
        && action_state::exactly(text).is_none()
        && time::leading(text).is_none()
        && behind(text, &words_before()).is_none()
}

fn words_before() -> Vec<String> {
    let before = &words().before;
    before.date.iter().chain(&before.end).cloned().collect()
}

/// One or two words that begin as names do.
fn is_capitalised(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    (1..=2).contains(&words.len())
        && words
            .iter()
            .all(|word| word.starts_with(char::is_uppercase) && word.chars().all(char::is_alphabetic))
}

fn is_handle(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "-_.".contains(c))
}

/// `@name` at the end or the start of a text; elsewhere it may be an address or a package.
fn handle(text: &str) -> Option<String> {
    let is_mention = |word: &&str| word.strip_prefix('@').is_some_and(is_handle);
    // An address behind it is where it is tracked.
    let mut words = text.split_whitespace().filter(|word| !word.contains("://"));
    let last = words.next_back().filter(is_mention);
    last.or_else(|| words.next().filter(is_mention)).map(|word| word[1..].to_owned())
}
