//! What a heading stands for.

use super::{Grammar, Language, Languages, Vocabulary, normalise};
use crate::core::model::SectionKind;
use crate::read::parse::language::DocumentLanguage;

/// More words than these are a sentence, and no name of a section.
const SENTENCE: usize = 9;

/// Most characters of a heading without spaces that counts by how it ends.
const COMPOUND: usize = 12;

/// Single words that name a section wherever they begin or end a heading.
const STRONG: &[&str] = &[
    "timeline",
    "summary",
    "impact",
    "detection",
    "resolution",
    "lessons",
    "actions",
    "mitigation",
    "recovery",
    "remediation",
];

/// Single words that name a section alone, and in a longer heading say nothing: "Netspace after the incident".
const ALONE: &[&str] = &[
    "incident",
    "инцидент",
    "інцидент",
    "olay",
    "sorun",
    "hendelsen",
    "hændelsen",
    "incidenten",
    "问题",
    "問題",
];

/// What begins a question, of which the last word says nothing: "为什么测试没发现".
const QUESTIONS: &[&str] = &["为什么", "為什麼", "如何", "怎么", "怎麼", "なぜ"];

/// Nouns that make something else of what stands before them: the "history" of follow-ups is none of them.
const HEADS: &[&str] = &[
    "history",
    "category",
    "categories",
    "type",
    "types",
    "template",
    "templates",
    "meeting",
    "questions",
    "guidelines",
    "checklist",
];

impl Vocabulary {
    /// What a heading stands for: one kind of section, several ("Summary and impact"), or none.
    pub fn kinds_of(&self, heading: &str, language: &DocumentLanguage<'_>) -> Vec<SectionKind> {
        let plain = normalise(heading);
        if plain.is_empty() {
            return Vec::new();
        }
        if let Some((kind, languages)) = self.tables.sections.find(&plain, || language.get()) {
            return if is_foreign_word(&plain, languages, language) { Vec::new() } else { vec![kind] };
        }
        let words: Vec<&str> = plain.split(' ').collect();
        if words.len() > SENTENCE {
            return self.first_of_sentence(heading, words[0]).into_iter().collect();
        }
        let kinds = self.joined(heading, language);
        if kinds.is_empty() { self.by_its_ends(&words, language).into_iter().collect() } else { kinds }
    }

    /// What bold text stands for when it serves as a heading: only whole phrases count, for prose is bold too.
    pub fn kind_of_label(&self, label: &str, language: &DocumentLanguage<'_>) -> Option<SectionKind> {
        let plain = normalise(label);
        let (kind, languages) = self.tables.sections.find(&plain, || language.get())?;
        if is_foreign_word(&plain, languages, language) {
            return None;
        }
        // "**Data:**" is a date in Italian.
        let is_foreign = || language.get().is_some_and(|language| !languages.has(language));
        let is_label = |language: Language| {
            self.tables.labels.find(&plain, || Some(language)).is_some_and(|(_, found)| found.has(language))
        };
        (!(is_foreign() && language.get().is_some_and(is_label))).then_some(kind)
    }

    /// "Timeline (all times PST) 01/16/2024 - 02/28/2024": a name that more follows.
    fn first_of_sentence(&self, heading: &str, first: &str) -> Option<SectionKind> {
        let is_named = STRONG.contains(&first) && heading.contains(|c: char| c.is_ascii_digit() || c == '(');
        is_named.then(|| self.tables.sections.find(first, || None)).flatten().map(|(kind, _)| kind)
    }

    /// The kinds of a heading that joins several names, each of which must be known.
    fn joined(&self, heading: &str, language: &DocumentLanguage<'_>) -> Vec<SectionKind> {
        let heading = without_groups(heading);
        for pieces in [self.at_signs(&heading), self.at_words(&heading), at_characters(&heading)] {
            let mut kinds = Vec::new();
            for piece in &pieces {
                let plain = normalise(piece);
                let words: Vec<&str> = plain.split(' ').collect();
                let whole = self.tables.sections.find(&plain, || language.get()).map(|(kind, _)| kind);
                let found = whole.or_else(|| {
                    (2..=4).contains(&words.len()).then(|| self.by_its_ends(&words, language)).flatten()
                });
                match found {
                    Some(kind) if kinds.contains(&kind) => {}
                    Some(kind) => kinds.push(kind),
                    None => {
                        kinds.clear();
                        break;
                    }
                }
            }
            if pieces.len() > 1 && !kinds.is_empty() {
                return kinds;
            }
        }
        Vec::new()
    }

    /// Parts between signs and between words for "and".
    fn at_signs<'h>(&self, heading: &'h str) -> Vec<&'h str> {
        let signs = ['&', '/', '+', ',', ';', '、', '，', '・', '|', '／', '＆'];
        heading
            .split(signs)
            .flat_map(|piece| self.at_words(piece))
            .filter(|piece| !piece.trim().is_empty())
            .collect()
    }

    fn at_words<'h>(&self, heading: &'h str) -> Vec<&'h str> {
        let mut pieces = Vec::new();
        let (mut start, mut at) = (0, 0);
        for word in heading.split_inclusive(' ') {
            let plain = word.trim().to_lowercase();
            if at > 0 && self.grammar(&plain, Grammar::And) != Languages::default() {
                pieces.push(&heading[start..at]);
                start = at + word.len();
            }
            at += word.len();
        }
        pieces.push(&heading[start..]);
        pieces
    }

    /// The kind of the longest known phrase that the words begin or end with.
    fn by_its_ends(&self, words: &[&str], language: &DocumentLanguage<'_>) -> Option<SectionKind> {
        if let [word] = words {
            return self.by_its_last_characters(word);
        }
        let is_something_else = words.last().is_some_and(|last| HEADS.contains(last));
        for length in (1..=self.tables.sections.longest.min(words.len())).rev() {
            let (first, last) = (&words[..length], &words[words.len() - length..]);
            for (phrase, is_first) in [(first, true), (last, false)] {
                if is_first && is_something_else {
                    continue;
                }
                if let Some(kind) = self.end(phrase, is_first, words, language) {
                    return Some(kind);
                }
            }
        }
        None
    }

    fn end(
        &self,
        phrase: &[&str],
        is_first: bool,
        words: &[&str],
        language: &DocumentLanguage<'_>,
    ) -> Option<SectionKind> {
        let is_single = phrase.len() == 1;
        if is_single && ALONE.contains(&phrase[0]) {
            return None;
        }
        // A single short word ("fix", "data", "scope") says little in a longer heading.
        let is_led = || is_first && self.grammar(words[1], Grammar::Of) != Languages::default();
        if is_single && words.len() > 3 && !STRONG.contains(&phrase[0]) && !is_led() {
            return None;
        }
        let joined = phrase.join(" ");
        let (kind, languages) = self.tables.sections.find(&joined, || language.get())?;
        // Words of one language are others in another.
        let is_foreign = !languages.has(Language::ENGLISH)
            && joined.is_ascii()
            && language.get().is_none_or(|language| !languages.has(language));
        let is_led_by_own = !is_single || words.len() <= 3 || STRONG.contains(&phrase[0]) || {
            let of = self.grammar(words[1], Grammar::Of);
            languages.iter().any(|language| of.has(language))
        };
        (!is_foreign && is_led_by_own).then_some(kind)
    }

    /// "用户影响": without spaces, the noun that says what it is comes last.
    fn by_its_last_characters(&self, word: &str) -> Option<SectionKind> {
        let starts: Vec<usize> = word.char_indices().map(|(at, _)| at).collect();
        let is_wide = word.chars().all(|c| u32::from(c) >= 0x3040);
        let is_question = QUESTIONS.iter().any(|question| word.starts_with(question));
        if !is_wide || is_question || starts.len() > COMPOUND {
            return None;
        }
        let tails = starts.iter().skip(1).take(starts.len().saturating_sub(2)).map(|at| &word[*at..]);
        let found = tails.map(|tail| (tail, self.tables.sections.find(tail, || None)));
        let (_, kind) = found
            .filter_map(|(tail, found)| Some((tail, found?.0)))
            .next()
            .filter(|(tail, _)| !ALONE.contains(tail))?;
        Some(kind)
    }
}

/// "Note" is a word of English, which stands above many things, and one of Italian.
fn is_foreign_word(plain: &str, languages: Languages, language: &DocumentLanguage<'_>) -> bool {
    plain.is_ascii()
        && !plain.contains(' ')
        && !languages.has(Language::ENGLISH)
        && language.get() == Some(Language::ENGLISH)
}

/// Without what stands in parentheses.
fn without_groups(heading: &str) -> String {
    let mut depth = 0_usize;
    let mut plain = String::with_capacity(heading.len());
    for c in heading.chars() {
        match c {
            '(' | '[' | '（' | '【' => depth += 1,
            ')' | ']' | '）' | '】' => depth = depth.saturating_sub(1),
            c if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    plain
}

/// Both sides of the last character that joins words without a space: "原因と対策", "원인과 조치".
fn at_characters(heading: &str) -> Vec<&str> {
    let mut joins = heading.char_indices().filter(|(at, c)| {
        let behind = &heading[at + c.len_utf8()..];
        match c {
            'と' | '与' | '和' | '與' | '及' => true,
            '과' | '와' => behind.starts_with(' '),
            _ => false,
        }
    });
    match joins.next_back() {
        Some((at, c)) => vec![&heading[..at], &heading[at + c.len_utf8()..]],
        None => vec![heading],
    }
}
