//! What stands under `category`: causes in one knowledge base, sections of a blog in another. Only all files together say which.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use serde::Deserialize;

use crate::core::address;
use crate::core::config::Config;
use crate::core::model::{Document, Kind};
use crate::read::parse::canonical_key;

#[derive(Default, Deserialize)]
struct Words {
    texts: HashSet<String>,
    words: HashSet<String>,
    parts: Vec<String>,
}

static WORDS: LazyLock<Words> =
    LazyLock::new(|| toml::from_str(include_str!("categories.toml")).unwrap_or_default());

/// So many different categories are few, whatever the number of files.
const FEW: usize = 12;

/// Puts the categories of each post-mortem among its causes, where those of all look like causes, else among its tags.
pub fn settle(documents: &mut [Document], config: &Config) {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for facts in documents.iter().filter_map(Document::post_mortem) {
        facts.categories.iter().for_each(|name| *counts.entry(plain(name)).or_default() += 1);
    }
    if counts.is_empty() {
        return;
    }
    let are_causes = are_causes(&counts, &known(documents, config));
    let hides_tags = config.is_public
        && config.public.fields.iter().any(|name| canonical_key(name, config) == Some("tags"));
    for document in
        documents.iter_mut().filter(|one| one.post_mortem().is_some_and(|facts| !facts.categories.is_empty()))
    {
        document.change_facts(|facts| {
            for name in &facts.categories {
                let is_cause = are_causes && !WORDS.texts.contains(&plain(name));
                let into = if is_cause { &mut facts.causes } else { &mut facts.tags };
                let is_hidden = !is_cause && hides_tags;
                if !is_hidden && !into.iter().any(|known| known.eq_ignore_ascii_case(name)) {
                    into.push(name.clone());
                }
            }
            facts.cause_unknown &= facts.causes.is_empty();
        });
    }
}

/// Names that are causes without doubt: described, stated as such, or named by the settings.
fn known(documents: &[Document], config: &Config) -> HashSet<String> {
    let mut known: HashSet<String> =
        config.fields.causes.iter().flat_map(|(alias, name)| [plain(alias), plain(name)]).collect();
    for document in documents {
        if document.source.kind == Kind::Cause {
            let stem = document.source.path.rsplit('/').next().map(address::stem);
            known.extend(stem.map(plain));
            known.insert(plain(&document.title));
            known.extend(
                document.description().into_iter().flat_map(|one| &one.aliases).map(|alias| plain(alias)),
            );
        }
        known.extend(
            document.post_mortem().into_iter().flat_map(|facts| &facts.causes).map(|name| plain(name)),
        );
    }
    known
}

/// Whether categories, each with how often it is named, are few, and at least every other time one is named it looks like a
/// cause.
fn are_causes(counts: &HashMap<String, usize>, known: &HashSet<String>) -> bool {
    let all: usize = counts.values().sum();
    let causes: usize = counts
        .iter()
        .filter(|(name, _)| known.contains(*name) || looks_like_cause(name))
        .map(|(_, count)| count)
        .sum();
    counts.len() <= FEW.max(all / 4) && causes * 2 >= all
}

fn looks_like_cause(name: &str) -> bool {
    !WORDS.texts.contains(name)
        && (name.split(' ').any(|word| WORDS.words.contains(word))
            || !name.is_ascii() && WORDS.parts.iter().any(|part| name.contains(part.as_str())))
}

/// In lower case, its words with single spaces between them.
fn plain(name: &str) -> String {
    let lower = name.to_lowercase();
    lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn causes_are_told_from_sections_of_a_blog() {
        for (names, is_cause) in [
            (&["automation", "cascading-failure", "cloud", "hardware", "time", "undescriptive"][..], true),
            (&["Config errors", "Hardware/Power failures", "Conflicts", "Uncategorized"], true),
            (&["dns"], true),
            (&["設定ミス", "証明書切れ"], true),
            (&["announcements"], false),
            (&["engineering", "news", "security"], false),
            (&["Post-mortems"], false),
            (&["Mill", "Hall", "Store"], false),
            (&["お知らせ"], false),
        ] {
            let counts: HashMap<String, usize> = names.iter().map(|name| (plain(name), 1)).collect();
            assert_eq!(are_causes(&counts, &HashSet::new()), is_cause, "{names:?}");
        }
        // What is described as a cause is one.
        let counts = HashMap::from([("belt".to_owned(), 3), ("news".to_owned(), 1)]);
        assert!(are_causes(&counts, &HashSet::from(["belt".to_owned()])));
        // A category for nearly every file says what a file is about.
        let counts: HashMap<String, usize> = (0..40).map(|number| (format!("dns {number}"), 1)).collect();
        assert!(!are_causes(&counts, &HashSet::new()));
    }
}
