//! Names of services, causes, severities and statuses: other spellings of a known one, and what is probably misspelt.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

use super::front::{Key, Scalar};
use super::rules;
use crate::core::address::slug;
use crate::core::config::Config;
use crate::core::diagnostic::{Diagnostic, did_you_mean};
use crate::core::model::{Document, PostMortem};
use crate::know::link::{Catalog, DocumentId, Site};
use crate::read::parse::{SEVERITY_WORDS, canonical_key, severity_position, status_name};

/// `**Severity:** high`, `| Status | draft |`
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?im)^[\s>*+|-]*(?P<label>severity|incident severity|status|post-?mortem status)\s*(?:\*\*|__)?\s*[:|]\s*(?:\*\*|__)?\s*(?P<value>[A-Za-z][A-Za-z-]{2,20})\s*[*_]*\s*\|?\s*$")
        .expect("the pattern is valid")
});

/// Names in so many incidents are no slips of the pen.
const ESTABLISHED: usize = 3;

/// What is called how in a knowledge base.
pub struct Names<'s> {
    site: &'s Site,
    services: Known,
    causes: Known,
    /// The first document, by path, of each title of a day.
    titles: HashMap<(String, Option<Date>), DocumentId>,
}

/// Names of one catalog.
struct Known {
    /// The name to write, by the slug of each of its spellings; of those that somebody has written down.
    declared: HashMap<String, String>,
    /// By the slug of an entry that looks misspelt, what it is probably meant to be.
    meant: HashMap<String, String>,
    is_described: bool,
}

impl<'s> Names<'s> {
    pub fn new(site: &'s Site) -> Self {
        let mut titles = HashMap::new();
        for (id, document) in site.documents.iter().enumerate() {
            if let Some(facts) = document.post_mortem() {
                titles.entry((document.title.to_lowercase(), facts.date)).or_insert(id);
            }
        }
        Self {
            site,
            services: Known::new(site, &site.services, &site.config.fields.services),
            causes: Known::new(site, &site.causes, &site.config.fields.causes),
            titles,
        }
    }

    /// What is odd about the names in a post-mortem, and about its title.
    pub fn check(&self, id: DocumentId, entries: &[Key]) -> Vec<Diagnostic> {
        let document = &self.site.documents[id];
        let facts = self.site.post_mortem(id);
        let config = &self.site.config;
        let text = &document.source.text;
        let mut found = Vec::new();
        for entry in entries {
            let field = canonical_key(&text[entry.key.clone()], config);
            for scalar in &entry.scalars {
                found.extend(match field {
                    Some("services" | "root_cause_services") => {
                        self.services.check(document, scalar, "service")
                    }
                    Some("causes") => self.causes.check(document, scalar, "cause"),
                    Some("severity") => level(document, scalar, config),
                    Some("status") => status(document, scalar, config),
                    _ => None,
                });
            }
        }
        found.extend(labels(document, facts, config));
        found.extend(self.title(id, document, facts));
        found
    }

    /// Another post-mortem of the same day with the same title: mostly one that was copied.
    fn title(&self, id: DocumentId, document: &Document, facts: &PostMortem) -> Option<Diagnostic> {
        let first = self.titles.get(&(document.title.to_lowercase(), facts.date))?;
        if *first == id {
            return None;
        }
        let other = &self.site.documents[*first].source.path;
        let day = if facts.date.is_some() { "of the same day" } else { "which has no date either" };
        let message = format!("“{}” is also the title of {other}, {day}", document.title);
        let start = document.source.text.find(document.title.as_str()).unwrap_or(0);
        let end = if start == 0 { 0 } else { start + document.title.len() };
        let found = at(document, "duplicate-title", message, start..end);
        Some(found.hint("Give them titles that tell them apart, or remove the copy."))
    }
}

impl Known {
    fn new(site: &Site, catalog: &Catalog, configured: &BTreeMap<String, String>) -> Self {
        let mut declared = HashMap::new();
        let mut is_described = false;
        for (alias, name) in configured {
            declared.insert(slug(alias), name.clone());
            declared.insert(slug(name), name.clone());
        }
        for entry in &catalog.entries {
            if entry.description.is_none() {
                continue;
            }
            is_described = true;
            for alias in site.aliases(entry) {
                declared.insert(slug(alias), entry.name.clone());
            }
            declared.insert(slug(&entry.name), entry.name.clone());
        }
        let meant = misspelt(catalog, &declared);
        Self { declared, meant, is_described }
    }

    fn check(&self, document: &Document, scalar: &Scalar, what: &str) -> Option<Diagnostic> {
        let text = &document.source.text;
        let written = &text[scalar.range.clone()];
        let key = slug(written);
        if let Some(name) = self.declared.get(&key) {
            return (name != written).then(|| other_name(document, scalar, name));
        }
        let (rule, message, hint) = match self.meant.get(&key) {
            Some(name) => (
                if what == "service" { "unknown-service" } else { "unknown-cause" },
                format!("`{written}` is almost the name of another {what}"),
                format!(
                    "Did you mean `{name}`? If both are right, describe `{written}` in a file of its own."
                ),
            ),
            None if self.is_described => (
                if what == "service" { "undescribed-service" } else { "undescribed-cause" },
                format!("`{written}` is not a {what} that is described"),
                format!("Describe it in `{what}s/{key}.md`, or take one that is described."),
            ),
            None => return None,
        };
        Some(at(document, rule, message, scalar.range.clone()).hint(hint))
    }
}

/// Entries that nobody has described, few incidents name, and whose name is almost that of another.
fn misspelt(catalog: &Catalog, declared: &HashMap<String, String>) -> HashMap<String, String> {
    // By first letter and length: a slip of the pen rarely changes the first letter, and never the length by much.
    let mut known: HashMap<(char, usize), Vec<(&str, &str)>> = HashMap::new();
    let declared_names = declared.iter().map(|(key, name)| (key.as_str(), name.as_str()));
    let used = catalog.entries.iter().filter(|entry| entry.incidents.len() >= ESTABLISHED);
    for (key, name) in declared_names.chain(used.map(|entry| (entry.slug.as_str(), entry.name.as_str()))) {
        if let Some(first) = key.chars().next() {
            known.entry((first, key.chars().count())).or_default().push((key, name));
        }
    }
    let mut found = HashMap::new();
    for entry in &catalog.entries {
        if entry.description.is_some()
            || entry.incidents.len() >= ESTABLISHED
            || declared.contains_key(&entry.slug)
        {
            continue;
        }
        let length = entry.slug.chars().count();
        let (Some(first), Some(allowed)) = (entry.slug.chars().next(), slips(length)) else { continue };
        let near = (length - allowed..=length + allowed)
            .filter_map(|length| known.get(&(first, length)))
            .flatten()
            .filter(|(key, _)| digits(key) == digits(&entry.slug) && !is_form_of(key, &entry.slug))
            .map(|(key, name)| (strsim::osa_distance(key, &entry.slug), *name))
            .filter(|(distance, _)| (1..=allowed).contains(distance))
            .min();
        if let Some((_, name)) = near {
            found.insert(entry.slug.clone(), name.to_owned());
        }
    }
    found
}

/// How many letters of a name of that length may be wrong; none of a short one.
fn slips(length: usize) -> Option<usize> {
    match length {
        0..5 => None,
        5..12 => Some(1),
        _ => Some(2),
    }
}

/// `web-1` and `web-2` are two things.
fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// `api-a` and `api-b`, `amazon-rds` and `amazon-ebs`: a short word that differs is another one.
fn is_form_of(a: &str, b: &str) -> bool {
    const SHORT: usize = 5;
    let (a, b): (Vec<&str>, Vec<&str>) = (a.split('-').collect(), b.split('-').collect());
    let length = |word: &&str| word.chars().count();
    a.len() == b.len()
        && a.iter().zip(&b).any(|(one, other)| one != other && length(one).min(length(other)) < SHORT)
}

/// A name that is understood as another.
fn other_name(document: &Document, scalar: &Scalar, name: &str) -> Diagnostic {
    let text = &document.source.text;
    let written = &text[scalar.range.clone()];
    let message = format!("`{written}` is another name for `{name}`");
    let found = at(document, "other-name", message, scalar.range.clone()).hint(format!("Write `{name}`."));
    match scalar.written(name) {
        Some(new) => found.mended_by(text, scalar.range.clone(), new),
        None => found,
    }
}

/// A severity in another spelling, or in a word for it.
fn level(document: &Document, scalar: &Scalar, config: &Config) -> Option<Diagnostic> {
    let written = &document.source.text[scalar.range.clone()];
    let name = &config.severity.levels[severity_position(written, config)?];
    if name == written {
        return None;
    }
    let is_declared = config.fields.severities.keys().any(|alias| squeezed(alias) == squeezed(written));
    Some(word(other_name(document, scalar, name), is_declared || squeezed(name) == squeezed(written)))
}

fn status(document: &Document, scalar: &Scalar, config: &Config) -> Option<Diagnostic> {
    let written = &document.source.text[scalar.range.clone()];
    let name = status_name(written, config)?;
    if name == written {
        return None;
    }
    let is_declared = config.fields.statuses.keys().any(|alias| squeezed(alias) == squeezed(written));
    Some(word(other_name(document, scalar, &name), is_declared || squeezed(&name) == squeezed(written)))
}

/// Words that everybody may use for a level are another matter than spellings of its name.
fn word(found: Diagnostic, is_spelling: bool) -> Diagnostic {
    if is_spelling { found } else { Diagnostic { rule: rules::name("other-word"), ..found } }
}

fn squeezed(text: &str) -> String {
    text.to_lowercase().replace([' ', '-', '_', '.'], "")
}

/// Severities and statuses in the text that are misspelt; those of front matter are told where they are read.
fn labels(document: &Document, facts: &PostMortem, config: &Config) -> Vec<Diagnostic> {
    let body = &document.body;
    let text = &document.source.text;
    // Further down, "status: …" is a part of the story.
    let end = body.sections.iter().filter(|section| section.is_heading).nth(2);
    let end = end.map_or(text.len(), |section| section.offset).max(body.start);
    let mut found = Vec::new();
    for hit in LABEL.captures_iter(&text[body.start..end]) {
        let (Some(label), Some(value)) = (hit.name("label"), hit.name("value")) else { continue };
        let is_severity = label.as_str().to_lowercase().ends_with("severity");
        let word = value.as_str();
        let is_known = if is_severity {
            facts.severity.is_some() || severity_position(word, config).is_some()
        } else {
            facts.status.is_some() || status_name(word, config).is_some()
        };
        if is_known {
            continue;
        }
        let (rule, what, near) = if is_severity {
            let levels = config.severity.levels.iter().map(String::as_str);
            let words = levels.chain(SEVERITY_WORDS.iter().map(|(word, _)| *word));
            ("unknown-severity", "severity", did_you_mean(word, words))
        } else {
            ("unknown-status", "status", did_you_mean(word, config.status.values.iter().map(String::as_str)))
        };
        let Some(near) = near else { continue };
        let place: Range<usize> = body.start + value.start()..body.start + value.end();
        let message = format!("`{word}` is not a {what}");
        found.push(at(document, rule, message, place).hint(format!("Did you mean `{near}`?")));
    }
    found
}

fn at(document: &Document, rule: &str, message: String, place: Range<usize>) -> Diagnostic {
    Diagnostic::warning(rules::name(rule), &document.source.path, message).at(&document.source.text, place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_short_endings_tell_names_apart() {
        assert_ne!(digits("web-1"), digits("web-2"));
        assert!(is_form_of("region-a", "region-b") && is_form_of("amazon-rds", "amazon-ebs"));
        assert!(!is_form_of("checkout-api", "chekout-api"));
        assert_eq!((slips(4), slips(11), slips(12)), (None, Some(1), Some(2)));
    }
}
