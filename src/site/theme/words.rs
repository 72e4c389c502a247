//! The words of the site: which files of `i18n/` say them, how templates and scripts come by them, and what is odd about them.

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::civil::Date;
use tera::{Kwargs, State, Tera, TeraResult, Value};

use super::Source;
use super::layers::{BUILT_IN, Files, built_in};
use crate::core::diagnostic::{Diagnostic, did_you_mean};
use crate::core::escape;
use crate::core::phrases::{self, ENGLISH, Entry, Phrases, Text, Unreadable};

/// Where the files are in a theme.
const FOLDER: &str = "i18n/";

/// What the search in the page says, by the beginnings of keys.
const OF_SEARCH: [&str; 11] = [
    "count.incidents",
    "count.pages",
    "date.",
    "list.",
    "duration.",
    "interval.",
    "number.group",
    "rows.",
    "search.",
    "severity.",
    "status.",
];

/// The words of a site, and the files that say them.
#[derive(Debug)]
pub(super) struct Words {
    pub phrases: Phrases,
    /// Those of the theme, without the ones that are as they were built in.
    own: Vec<OwnFile>,
}

#[derive(Debug)]
struct OwnFile {
    /// As a person would look for it.
    path: String,
    language: String,
    text: String,
    entries: BTreeMap<String, Entry>,
    unreadable: Vec<Unreadable>,
}

/// Takes the files of `i18n/` out of a theme, and chooses those of a language. `zh-Hant-TW` is looked for as that, as `zh-Hant`
/// and as `zh`; where there is none of them, the words are English.
pub(super) fn take(files: &mut Files, language: &str, problems: &mut Vec<Diagnostic>) -> Words {
    let mut own = Vec::new();
    let built_in = built_in(BUILT_IN[0]);
    let paths: Vec<String> = files.keys().filter(|path| path.starts_with(FOLDER)).cloned().collect();
    for path in paths {
        let Some((shown, bytes)) = files.remove(&path) else { continue };
        let Some(name) = path.strip_prefix(FOLDER).and_then(|name| name.strip_suffix(".toml")) else {
            continue;
        };
        if built_in.get(&path).is_some_and(|known| *known == &*bytes) {
            continue;
        }
        let text = String::from_utf8_lossy(&bytes).into_owned();
        match phrases::read(&text) {
            Ok((entries, unreadable)) => {
                own.push(OwnFile { path: shown, language: name.to_owned(), text, entries, unreadable });
            }
            Err(error) => problems.push(invalid(shown, &text, &error)),
        }
    }
    let tags = tags(language);
    let texts_of = |tag: &str| -> Vec<BTreeMap<String, Entry>> {
        let own = own.iter().filter(|file| file.language.eq_ignore_ascii_case(tag));
        built_in_texts(tag).into_iter().chain(own.map(|file| file.entries.clone())).collect()
    };
    let is_said = tags.iter().any(|tag| !texts_of(tag).is_empty()) || tags.iter().any(|tag| tag == ENGLISH);
    // What a language lacks is said in the English of the theme.
    let mut texts = texts_of(ENGLISH);
    let others = tags.iter().rev().filter(|tag| !tag.eq_ignore_ascii_case(ENGLISH));
    texts.extend(others.flat_map(|tag| texts_of(tag)));
    let language = if is_said { language } else { ENGLISH };
    Words { phrases: Phrases::new(language, texts), own }
}

/// A tag and those that it is a variety of: `zh-Hant-TW`, `zh-Hant`, `zh`.
fn tags(language: &str) -> Vec<String> {
    let parts: Vec<&str> = language.trim().split(['-', '_']).collect();
    (1..=parts.len()).rev().map(|length| parts[..length].join("-")).collect()
}

/// The texts of a language that the program has; English has its own way in.
fn built_in_texts(tag: &str) -> Option<BTreeMap<String, Entry>> {
    if tag.eq_ignore_ascii_case(ENGLISH) {
        return None;
    }
    let path = format!("{FOLDER}{}.toml", tag.to_lowercase());
    let files = built_in(BUILT_IN[0]);
    let text = std::str::from_utf8(files.get(&path)?).ok()?;
    phrases::read(text).ok().map(|(entries, _)| entries)
}

fn invalid(shown: String, text: &str, error: &toml::de::Error) -> Diagnostic {
    let message = error.message().lines().next().unwrap_or("not valid TOML").to_owned();
    let found = Diagnostic::error("invalid-words", shown, message);
    let found = match error.span() {
        Some(span) => found.at(text, span),
        None => found,
    };
    found.hint("A file of texts is TOML: `lookback theme eject` writes the built-in ones to `i18n/`.")
}

impl Words {
    /// What is odd about the files of the theme. Texts that a template asks for may be there beside the built-in ones.
    pub(super) fn faults(&self, templates: &BTreeMap<String, Source>) -> Vec<Diagnostic> {
        let is_asked = |key: &str| {
            let (double, single) = (format!("\"{key}\""), format!("'{key}'"));
            templates.values().any(|one| one.text.contains(&double) || one.text.contains(&single))
        };
        let mut found = Vec::new();
        for file in &self.own {
            let known: Vec<BTreeMap<String, Entry>> =
                tags(&file.language).iter().filter_map(|tag| built_in_texts(tag)).collect();
            let is_english = file.language.eq_ignore_ascii_case(ENGLISH);
            let is_known = |key: &str| {
                is_english && phrases::english().contains_key(key)
                    || known.iter().any(|texts| texts.contains_key(key))
                    || is_asked(key)
            };
            for fault in phrases::faults(phrases::english(), &file.entries, &file.unreadable, is_known) {
                let one = Diagnostic::warning("odd-words", file.path.clone(), fault.message);
                let one = match fault.span {
                    Some(span) => one.at(&file.text, span),
                    None => one,
                };
                found.push(match fault.hint {
                    Some(hint) => one.hint(hint),
                    None => one,
                });
            }
        }
        found
    }
}

/// Says that a site speaks English for want of words in the language of its settings; `text` is what these say.
pub(super) fn foreign(phrases: &Phrases, language: &str, path: &str, text: &str) -> Option<Diagnostic> {
    if phrases.language() == language {
        return None;
    }
    let message = format!("there are no words in `{language}`, so the site speaks English");
    let hint = format!(
        "Write `{FOLDER}{language}.toml` in the folder of your theme; `lookback theme eject` writes `{FOLDER}en.toml` to begin with."
    );
    let found = Diagnostic::warning("no-words", path, message).hint(hint);
    Some(match place(text, language) {
        Some(span) => found.at(text, span),
        None => found,
    })
}

/// Where settings name a language.
fn place(text: &str, language: &str) -> Option<Range<usize>> {
    let quoted = [format!("\"{language}\""), format!("'{language}'")];
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with("language")
            && let Some((at, quoted)) = quoted.iter().find_map(|quoted| Some((line.find(quoted)?, quoted)))
        {
            return Some(start + at..start + at + quoted.len());
        }
        start += line.len();
    }
    None
}

/// Gives templates their words: the functions `t` and `time`, and the filter `day`.
pub(super) fn teach(tera: &mut Tera, phrases: &Phrases) {
    let say = phrases.clone();
    tera.register_function("t", move |given: Kwargs, _: &State| t(&say, &given));
    let say = phrases.clone();
    tera.register_function("time", move |given: Kwargs, _: &State| -> TeraResult<Value> {
        let day = given.must_get::<&str>("day")?;
        let class = given.get::<&str>("class")?.filter(|class| class.chars().all(is_plain));
        let is_long = given.get::<bool>("long")?.unwrap_or(false);
        Ok(match day.parse::<Date>() {
            Ok(date) => {
                let text = if is_long { say.long(date) } else { say.day(date) };
                Value::safe_string(&phrases::time(date, &text, class))
            }
            Err(_) => Value::from(day),
        })
    });
    let say = phrases.clone();
    let is_iso = say.day(Date::constant(2001, 2, 3)) == "2001-02-03";
    tera.register_filter("day", move |value: &Value, _: Kwargs, _: &State| -> Value {
        match value.as_str().filter(|_| !is_iso).and_then(|text| text.parse::<Date>().ok()) {
            Some(date) => Value::from(say.day(date)),
            // What is no day stays what it is.
            None => value.clone(),
        }
    });
}

/// A template with its plain texts in the place of `{{ t(key="…") }}`, so that they need not be looked up for each page.
pub(super) fn written_in(template: &str, phrases: &Phrases) -> String {
    const START: &str = "{{ t(key=\"";
    const END: &str = "\") }}";
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, behind)) = rest.split_once(START) {
        out.push_str(before);
        let known = behind.split_once(END).filter(|(key, _)| !key.contains('"') && phrases.has(key));
        // Braces would mean something in a template.
        match known.filter(|(key, _)| !phrases.text(key).contains('{')) {
            Some((key, after)) => {
                escape::push(&mut out, phrases.text(key));
                rest = after;
            }
            None => {
                out.push_str(START);
                rest = behind;
            }
        }
    }
    out.push_str(rest);
    out
}

/// What may stand in a class.
fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | ' ')
}

/// `t(key="…")`, with `n` for what is counted, and more for other placeholders. Where anything that is put in is HTML, so is
/// what comes out.
fn t(say: &Phrases, given: &Kwargs) -> TeraResult<Value> {
    let key = given.must_get::<&str>("key")?;
    if !say.has(key) {
        let near = did_you_mean(key, say.keys());
        let near = near.map(|near| format!(". Did you mean `{near}`?")).unwrap_or_default();
        return Err(tera::Error::message(format!("There is no text `{key}`{near}")));
    }
    let others = || given.iter().filter(|(name, _)| name.as_str() != Some("key"));
    if others().next().is_none() {
        return Ok(Value::normal_string(say.text(key)));
    }
    let is_html = others().any(|(_, value)| value.as_str().is_some() && value.is_safe());
    let number = given.get::<&Value>("n")?.and_then(Value::as_i128).and_then(|n| usize::try_from(n).ok());
    let mut values: Vec<(&str, String)> = Vec::new();
    for (name, value) in others() {
        let Some(name) = name.as_str() else { continue };
        let text = match (name, number, value.as_str()) {
            ("n", Some(number), _) => say.count(number),
            (_, _, Some(text)) if is_html && !value.is_safe() => {
                let mut escaped = String::with_capacity(text.len());
                escape::push(&mut escaped, text);
                escaped
            }
            _ => value.to_string(),
        };
        values.push((name, text));
    }
    let values: Vec<(&str, &str)> = values.iter().map(|(name, text)| (*name, text.as_str())).collect();
    if is_html {
        return Ok(Value::safe_string(&say.html(key, number, &values)));
    }
    Ok(Value::from(match number {
        Some(number) => say.counted_with(key, number, &values),
        None => say.fill(key, &values),
    }))
}

/// What the script of every page begins with: `lookbackWords`.
pub(super) fn of_pages(phrases: &Phrases) -> String {
    format!("globalThis.lookbackWords={};\n", json(phrases, &["script."]))
}

/// The same for the script that draws diagrams.
pub(super) fn of_diagrams(phrases: &Phrases) -> String {
    format!("globalThis.lookbackDiagramWords={};\n", json(phrases, &["diagram."]))
}

/// What the scripts of the search begin with, inside of the function that holds them.
pub(super) fn of_search(phrases: &Phrases) -> String {
    format!("const WORDS = {};\n", json(phrases, &OF_SEARCH))
}

/// Texts by key; those with plural forms as objects.
fn json(phrases: &Phrases, groups: &[&str]) -> String {
    let mut all = serde_json::Map::new();
    for (key, text) in phrases.group(groups) {
        let value = match text {
            Text::One(text) => text.whole().into(),
            Text::Counted(forms) => {
                let mut map = serde_json::Map::new();
                for (name, form) in forms.by_name() {
                    map.insert(name.to_owned(), form.whole().into());
                }
                map.into()
            }
        };
        all.insert(key.to_owned(), value);
    }
    serde_json::Value::Object(all).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(language: &str, own: &[(&str, &str)]) -> (Words, Vec<Diagnostic>) {
        let mut files: Files = own
            .iter()
            .map(|(name, text)| {
                let bytes = text.as_bytes().to_vec().into();
                (format!("i18n/{name}.toml"), (format!("themes/ours/i18n/{name}.toml"), bytes))
            })
            .collect();
        let mut problems = Vec::new();
        let words = take(&mut files, language, &mut problems);
        assert!(files.is_empty());
        (words, problems)
    }

    #[test]
    fn a_language_is_looked_for_as_its_varieties_and_what_it_lacks_is_english() {
        let say = |language: &str, own: &[(&str, &str)], key: &str| {
            let words = taken(language, own).0;
            (words.phrases.language().to_owned(), words.phrases.text(key).to_owned())
        };
        let tuple = |language: &str, text: &str| (language.to_owned(), text.to_owned());
        assert_eq!(say("fr", &[], "nav.years"), tuple("en", "Years"));
        let ours = [("fr", "[nav]\nyears = \"Années\"\n")];
        assert_eq!(say("fr-CA", &ours, "nav.years"), tuple("fr-CA", "Années"));
        assert_eq!(say("fr-CA", &ours, "nav.tags"), tuple("fr-CA", "Tags"));
        assert_eq!(
            say("en-GB", &[("en", "[nav]\ntags = \"Labels\"\n")], "nav.tags"),
            tuple("en-GB", "Labels")
        );
        // A file of the theme changes single texts of a language that is built in.
        let words = taken("de-AT", &[("de", "[nav]\nyears = \"Jahrgänge\"\n")]).0.phrases;
        assert_eq!(words.text("nav.years"), "Jahrgänge");
        assert_ne!(words.text("nav.causes"), "Causes");
    }

    #[test]
    fn files_that_do_not_fit_are_told_with_their_place() {
        let (words, problems) =
            taken("fr", &[("fr", "[nav]\nyears = \"{n} années\"\nyeers = \"x\"\n"), ("it", "[")]);
        assert_eq!((problems.len(), problems[0].rule), (1, "invalid-words"));
        let faults = words.faults(&BTreeMap::new());
        assert_eq!(faults.len(), 3, "{faults:#?}");
        assert_eq!(faults[0].place.as_ref().map(|place| place.line), Some(2));
        assert_eq!(faults[1].hint.as_deref(), Some("Did you mean `nav.years`?"));
        // What the program has in a language need not be said again.
        assert!(taken("de", &[("de", "[nav]\nyears = \"Jahre\"\n")]).0.faults(&BTreeMap::new()).is_empty());
        let settings = "[book]\nlanguage = \"fr\"\n";
        let told = foreign(&taken("fr", &[]).0.phrases, "fr", "book.toml", settings).unwrap();
        assert_eq!(told.place.map(|place| (place.line, place.column)), Some((2, 12)));
        assert!(foreign(&words.phrases, "fr", "book.toml", settings).is_none());
    }

    #[test]
    fn plain_texts_are_written_into_templates_once() {
        let phrases =
            taken("xx", &[("xx", "[nav]\nyears = \"<Y> & {odd}\"\ntags = \"<T> & t\"\n")]).0.phrases;
        let template = "{{ t(key=\"nav.tags\") }}|{{ t(key=\"nav.years\") }}|{{ t(key=\"count.days\", n=2) }}|{{ t(key=\"no.key\") }}";
        assert_eq!(
            written_in(template, &phrases),
            "&lt;T&gt; &amp; t|{{ t(key=\"nav.years\") }}|{{ t(key=\"count.days\", n=2) }}|{{ t(key=\"no.key\") }}"
        );
    }

    #[test]
    fn templates_have_words_by_key() {
        let mut tera = Tera::default();
        teach(&mut tera, &Phrases::in_english().clone());
        let mut context = tera::Context::new();
        context.insert("title", "A & B");
        let say =
            |template: &str| tera.render_str(template, &context, true).map_err(|error| error.to_string());
        assert_eq!(say("{{ t(key=\"nav.years\") }}").unwrap(), "Years");
        assert_eq!(
            say("{{ t(key=\"count.days\", n=1) }}, {{ t(key=\"count.days\", n=1200) }}").unwrap(),
            "1 day, 1,200 days"
        );
        assert_eq!(say("{{ t(key=\"actions.all-about\", name=title) }}").unwrap(), "All about A &amp; B");
        assert_eq!(
            say("{% set who %}<i>x</i>{% endset %}{{ t(key=\"list.and\", list=title, last=who) }}").unwrap(),
            "A &amp; B and <i>x</i>"
        );
        assert_eq!(
            say("{{ t(key=\"date.as-of\", day=time(day=\"2024-03-12\", long=true)) }}").unwrap(),
            "As of <time>2024-03-12</time>"
        );
        assert!(say("{{ t(key=\"nav.yeers\") }}").unwrap_err().contains("Did you mean `nav.years`?"));
    }
}
