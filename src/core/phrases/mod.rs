//! The words that a site says for itself, in one language, as the files of `i18n/` in the theme have them; **pure**.
//!
//! A text is a whole sentence, or as much of one as stands by itself, with placeholders by name: `{interval} later`. What
//! is counted has a form for each plural category of the language (CLDR), and `{n}` for the number. Texts are found by
//! keys, such as `home.latest`. A key without a text in the language has that of English, which has them all.

mod check;
mod file;
mod plural;
mod text;
mod values;

pub use check::{Fault, faults};
pub use file::{Entry, Unreadable, read};
pub use text::{Filled, Text};

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::core::escape;
use crate::core::fingerprint::Fingerprint;
use plural::Plurals;

/// The language that has every text.
pub const ENGLISH: &str = "en";
/// Its texts.
const SOURCE: &str = include_str!("../../../themes/default/i18n/en.toml");

static BUILT_IN: LazyLock<BTreeMap<String, Entry>> =
    LazyLock::new(|| read(SOURCE).expect("the built-in texts are valid").0);
static IN_ENGLISH: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(ENGLISH, Vec::new()));

/// All texts by key, in English.
pub fn english() -> &'static BTreeMap<String, Entry> {
    &BUILT_IN
}

/// The texts of a site in its language.
#[derive(Debug, Clone)]
pub struct Phrases {
    language: String,
    texts: Arc<FxHashMap<String, Known>>,
    plurals: Plurals,
    in_english: Plurals,
}

#[derive(Debug)]
struct Known {
    text: Text,
    /// Whether it says something else than English does.
    is_own: bool,
}

impl Phrases {
    /// The texts of a language; a later one of `files` counts for more, and all of them for more than English.
    pub fn new(language: &str, files: Vec<BTreeMap<String, Entry>>) -> Self {
        let mut texts: FxHashMap<String, Known> = FxHashMap::default();
        for (key, entry) in english() {
            texts.insert(key.clone(), Known { text: entry.text.clone(), is_own: false });
        }
        for (key, entry) in files.into_iter().flatten() {
            // Whatever else a file has, nothing asks for it, unless it is a template of the same theme.
            let is_own = english().get(&key).is_none_or(|known| known.text != entry.text);
            texts.insert(key, Known { text: entry.text, is_own });
        }
        Self {
            language: language.to_owned(),
            texts: Arc::new(texts),
            plurals: Plurals::new(language),
            in_english: Plurals::new(ENGLISH),
        }
    }

    /// Those that the program itself has in English, for what is not for the pages.
    pub fn in_english() -> &'static Self {
        &IN_ENGLISH
    }

    /// BCP 47 tag of the language.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// A text without placeholders; the key itself where there is none, which tests rule out for ours.
    pub fn text<'a>(&'a self, key: &'a str) -> &'a str {
        match self.texts.get(key).map(|known| &known.text) {
            Some(Text::One(filled)) => filled.whole(),
            _ => key,
        }
    }

    /// A text by a name that an author chose, such as that of a severity; `None` unless the language has a word for it.
    pub fn known(&self, group: &str, name: &str) -> Option<&str> {
        let plain = name.trim().to_lowercase().replace([' ', '_'], "-");
        let known = self.texts.get(&format!("{group}.{plain}")).filter(|known| known.is_own)?;
        match &known.text {
            Text::One(filled) => Some(filled.whole()),
            Text::Counted(_) => None,
        }
    }

    /// A text with its placeholders filled.
    pub fn fill(&self, key: &str, given: &[(&str, &str)]) -> String {
        self.filled(key, None, |name, out| put(out, given, name))
    }

    /// A text about a number, which is `{n}` in it.
    pub fn counted(&self, key: &str, number: usize) -> String {
        self.counted_with(key, number, &[])
    }

    /// The same with more placeholders.
    pub fn counted_with(&self, key: &str, number: usize, given: &[(&str, &str)]) -> String {
        self.filled(key, Some(number), |name, out| match name {
            "n" if !given.iter().any(|(known, _)| *known == "n") => {
                out.push_str(&self.count(number));
                true
            }
            _ => put(out, given, name),
        })
    }

    /// A text as HTML: what is put in is HTML already. `number` chooses the plural form, where there are several.
    pub fn html(&self, key: &str, number: Option<usize>, given: &[(&str, &str)]) -> String {
        let Some(form) = self.form(key, number) else { return escape::escaped(key) };
        form.write(escape::push, |name, out| put(out, given, name))
    }

    /// The pieces of a text, for what puts it together in its own way; `None` where there is no such text.
    pub fn form(&self, key: &str, number: Option<usize>) -> Option<&Filled> {
        match &self.texts.get(key)?.text {
            Text::One(filled) => Some(filled),
            Text::Counted(forms) => {
                let is_own = self.texts.get(key).is_some_and(|known| known.is_own);
                let plurals = if is_own { &self.plurals } else { &self.in_english };
                Some(forms.of(plurals.category(number.unwrap_or(0))))
            }
        }
    }

    fn filled(&self, key: &str, number: Option<usize>, put: impl Fn(&str, &mut String) -> bool) -> String {
        match self.form(key, number) {
            Some(form) => form.write(|out, text| out.push_str(text), put),
            None => key.to_owned(),
        }
    }

    /// All keys below some groups with what they say, sorted, for scripts.
    pub fn group(&self, groups: &[&str]) -> BTreeMap<&str, &Text> {
        let wanted = |key: &str| groups.iter().any(|group| key.starts_with(group));
        let all = self.texts.iter().filter(|(key, _)| wanted(key));
        all.map(|(key, known)| (key.as_str(), &known.text)).collect()
    }

    /// Whether there is a text of this key.
    pub fn has(&self, key: &str) -> bool {
        self.texts.contains_key(key)
    }

    /// All keys, sorted.
    pub fn keys(&self) -> Vec<&str> {
        let mut keys: Vec<&str> = self.texts.keys().map(String::as_str).collect();
        keys.sort_unstable();
        keys
    }

    /// Fingerprint of all texts.
    pub fn fingerprint(&self) -> Fingerprint {
        let mut all: Vec<(&str, &str, &str)> = Vec::with_capacity(self.texts.len());
        for (key, known) in &*self.texts {
            match &known.text {
                Text::One(text) => all.push((key, "", text.whole())),
                Text::Counted(forms) => {
                    all.extend(forms.by_name().map(|(name, form)| (key.as_str(), name, form.whole())));
                }
            }
        }
        all.sort_unstable();
        Fingerprint::of(&(&self.language, all))
    }

    /// A day within a sentence; HTML, which does not break in it.
    pub fn time(&self, day: Date) -> String {
        time(day, &self.long(day), None)
    }

    /// A day in a list or a table; HTML.
    pub fn time_in_lists(&self, day: Date) -> String {
        time(day, &self.day(day), None)
    }
}

/// A day as HTML. What programs read is said only where the text itself does not tell them.
pub fn time(day: Date, text: &str, class: Option<&str>) -> String {
    let iso = day.to_string();
    let class = class.map(|class| format!(" class=\"{class}\"")).unwrap_or_default();
    if text == iso {
        return format!("<time{class}>{iso}</time>");
    }
    let mut out = format!("<time{class} datetime=\"{iso}\">");
    escape::push(&mut out, text);
    out.push_str("</time>");
    out
}

/// Puts what is given under a name; false where nothing is.
fn put(out: &mut String, given: &[(&str, &str)], name: &str) -> bool {
    match given.iter().find(|(known, _)| *known == name) {
        Some((_, value)) => {
            out.push_str(value);
            true
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phrases(language: &str, text: &str) -> Phrases {
        Phrases::new(language, vec![read(text).unwrap().0])
    }

    #[test]
    fn every_plural_category_of_a_language_can_be_told_apart_by_data_alone() {
        let polish = phrases(
            "pl",
            "[count]\nincidents = { one = \"{n} incydent\", few = \"{n} incydenty\", many = \"{n} incydentów\", other = \"{n} incydentu\" }\n",
        );
        let said = [1, 3, 5, 22, 112].map(|n| polish.counted("count.incidents", n));
        assert_eq!(said, ["1 incydent", "3 incydenty", "5 incydentów", "22 incydenty", "112 incydentów"]);
        // What has no text is English, also in how it counts.
        assert_eq!(polish.counted("count.days", 1), "1 day");
        assert_eq!(polish.counted("count.days", 3), "3 days");
    }

    #[test]
    fn html_is_escaped_but_for_what_is_put_in() {
        let odd = phrases("xx", "[actions]\nfrom = \"<from> {incident} & {other}\"\n");
        assert_eq!(
            odd.html("actions.from", None, &[("incident", "<b>x</b>")]),
            "&lt;from&gt; <b>x</b> &amp; {other}"
        );
        assert_eq!(odd.text("no.such-key"), "no.such-key");
    }

    #[test]
    fn names_of_authors_have_words_only_where_a_language_has_them() {
        let english = Phrases::in_english();
        assert_eq!(english.known("severity", "critical"), None);
        let german = phrases("de", "[severity]\ncritical = \"Kritisch\"\n");
        assert_eq!(german.known("severity", "Critical"), Some("Kritisch"));
        assert_eq!(german.known("severity", "sev1"), None);
    }
}
