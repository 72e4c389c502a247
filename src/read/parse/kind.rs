//! What kind of event a post-mortem is about, where it is none of those that nobody wanted: planned work, a drill, a near miss.
//!
//! An incident that is taken for planned work is missing from every figure, so that only what can hardly mean anything else is.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use serde::Deserialize;

use crate::core::model::{IncidentKind, Origin};

#[derive(Default, Deserialize)]
struct Words {
    values: Values,
    titles: Titles,
}

#[derive(Default, Deserialize)]
struct Values {
    incident: Vec<String>,
    near_miss: Vec<String>,
    maintenance: Vec<String>,
    drill: Vec<String>,
    weak: Vec<String>,
}

#[derive(Default, Deserialize)]
struct Titles {
    near_miss: Vec<String>,
    maintenance: Vec<String>,
    drill: Vec<String>,
    maintenance_parts: Vec<String>,
    drill_parts: Vec<String>,
    maintenance_ends: Vec<String>,
    things: Vec<String>,
    drill_ends: Vec<String>,
    work_begins: Vec<String>,
    work_ends: Vec<String>,
    work: Vec<String>,
    ahead: Vec<String>,
    failures: HashSet<String>,
}

static WORDS: LazyLock<Words> =
    LazyLock::new(|| toml::from_str(include_str!("kind.toml")).unwrap_or_default());

/// The kind that a whole value names.
pub fn of_value(text: &str) -> Option<IncidentKind> {
    KINDS.get(plain(text).as_str()).copied()
}

/// The kind for each value.
static KINDS: LazyLock<HashMap<&'static str, IncidentKind>> = LazyLock::new(|| {
    let values = &WORDS.values;
    let lists = [
        (IncidentKind::Incident, &values.incident),
        (IncidentKind::NearMiss, &values.near_miss),
        (IncidentKind::Maintenance, &values.maintenance),
        (IncidentKind::Drill, &values.drill),
    ];
    lists.into_iter().flat_map(|(kind, words)| words.iter().map(move |word| (word.as_str(), kind))).collect()
});

/// A word of each phrase that speaks for another kind than an incident: most titles hold none, and are looked at no further.
static HINTS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let words = &WORDS.titles;
    let lists = [
        &words.near_miss,
        &words.maintenance,
        &words.drill,
        &words.maintenance_ends,
        &words.drill_ends,
        &words.work_begins,
        &words.work_ends,
        &words.work,
        &WORDS.values.drill,
    ];
    lists.into_iter().flatten().filter_map(|phrase| phrase.split(' ').max_by_key(|word| word.len())).collect()
});

/// Whether a value says what kind of text it is, and so leaves open what the text is about.
pub fn is_of_text(text: &str) -> bool {
    matches!(plain(text).as_str(), "post mortem" | "postmortem")
}

/// Every value that is understood.
pub fn words() -> impl Iterator<Item = &'static str> {
    let values = &WORDS.values;
    let all = values.incident.iter().chain(&values.near_miss).chain(&values.maintenance).chain(&values.drill);
    all.map(String::as_str)
}

/// What tells the kind of a text whose front matter does not.
#[derive(Debug, Clone, Copy)]
pub struct Told<'t> {
    pub title: &'t str,
    pub path: &'t str,
    pub tags: &'t [String],
    /// The Markdown, of which the beginning counts.
    pub text: &'t str,
}

/// Position in the text, in bytes, where it says whether work is still to come.
const BEGINNING: usize = 1000;

impl Told<'_> {
    /// The kind, if it is another than an incident, and what told it.
    pub fn kind(self) -> Option<(IncidentKind, Origin)> {
        let words = &WORDS.titles;
        let title = Spaced::of(self.title);
        let name = self.path.rsplit('/').next().unwrap_or_default();
        let is_hint = |text: &str| text.split(' ').any(|word| HINTS.contains(word));
        let of_tags = self.tags.iter().find_map(|tag| self.of_tag(tag));
        if self.title.is_ascii() && of_tags.is_none() && !is_hint(&title.0) && !is_hint(&plain(name)) {
            return None;
        }
        if title.has(&words.near_miss) {
            return Some((IncidentKind::NearMiss, Origin::Heading));
        }
        let parts: Vec<Spaced> = parts(self.title).map(Spaced::of).collect();
        // A drill in which something fails is one all the same, if its title begins so.
        if parts.len() > 1 && parts[0].is_one_of(&WORDS.values.drill) {
            return Some((IncidentKind::Drill, Origin::Heading));
        }
        let names_failure = Spaced::of(&without_addresses(self.title)).names_one(&words.failures);
        if names_failure && !title.has(&WORDS.values.planned_failures()) {
            return of_tags.filter(|(kind, _)| *kind == IncidentKind::NearMiss);
        }
        if title.has(&words.drill)
            || contains(self.title, &words.drill_parts)
            || parts.iter().any(|part| part.is_drill())
        {
            return Some((IncidentKind::Drill, Origin::Heading));
        }
        if title.has(&words.maintenance)
            || contains(self.title, &words.maintenance_parts)
            || parts.iter().any(Spaced::is_maintenance)
        {
            return Some((IncidentKind::Maintenance, Origin::Heading));
        }
        of_tags.or_else(|| self.of_name()).or_else(|| self.of_work(&parts, &title))
    }

    fn of_tag(self, tag: &str) -> Option<(IncidentKind, Origin)> {
        let kind = of_value(tag).filter(|kind| *kind != IncidentKind::Incident)?;
        let is_weak = WORDS.values.weak.iter().any(|word| *word == plain(tag));
        (!is_weak).then_some((kind, Origin::FrontMatter))
    }

    /// The name of the file.
    fn of_name(self) -> Option<(IncidentKind, Origin)> {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        let name = Spaced::of(name.split_once(".md").map_or(name, |(stem, _)| stem));
        let words = &WORDS.titles;
        let is_work = name.has(&words.maintenance) || name.ends_or_begins(&words.maintenance_ends);
        (is_work && !name.names_one(&words.failures)).then_some((IncidentKind::Maintenance, Origin::FileName))
    }

    /// Work that is named in the title, and that the text says is to come.
    fn of_work(self, parts: &[Spaced], title: &Spaced) -> Option<(IncidentKind, Origin)> {
        let words = &WORDS.titles;
        let names_work = title.has(&words.work)
            || parts.iter().any(|part| part.begins(&words.work_begins) || part.ends(&words.work_ends));
        if !names_work {
            return None;
        }
        let mut end = self.text.len().min(BEGINNING);
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        Spaced::of(&self.text[..end]).has(&words.ahead).then_some((IncidentKind::Maintenance, Origin::Text))
    }
}

impl Values {
    /// Names of planned work with a word for a failure in them.
    fn planned_failures(&self) -> Vec<String> {
        self.maintenance.iter().filter(|name| name.ends_with(" outage")).cloned().collect()
    }
}

/// The parts of a title between signs, without what is in brackets at its end.
fn parts(title: &str) -> impl Iterator<Item = &str> {
    title
        .split([':', '–', '—', '|', '(', ')', '[', ']', '：', '（', '）', ';'])
        .flat_map(|part| part.split(" - "))
        .filter(|part| part.contains(char::is_alphanumeric))
}

/// A title without what is an address or a name of a machine: `issues.example.org` tells of no issues.
fn without_addresses(title: &str) -> String {
    let is_address = |word: &&str| {
        let inner = word.trim_matches(|c: char| !c.is_alphanumeric());
        inner.contains('.') && !inner.contains("..") || inner.matches('-').count() > 1
    };
    title.split_whitespace().filter(|word| !is_address(word)).collect::<Vec<_>>().join(" ")
}

fn contains(text: &str, parts: &[String]) -> bool {
    !text.is_ascii() && parts.iter().any(|part| text.contains(part.as_str()))
}

fn plain(text: &str) -> String {
    let lower = text.to_lowercase();
    lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A text in lower case, with a space before and behind each of its words.
struct Spaced(String);

impl Spaced {
    fn of(text: &str) -> Self {
        Self(format!(" {} ", plain(text)))
    }

    fn has(&self, phrases: &[String]) -> bool {
        phrases.iter().any(|phrase| {
            self.0
                .match_indices(phrase.as_str())
                .any(|(at, _)| self.0[..at].ends_with(' ') && self.0[at + phrase.len()..].starts_with(' '))
        })
    }

    fn names_one(&self, words: &HashSet<String>) -> bool {
        self.0.split(' ').any(|word| words.contains(word))
    }

    fn is_one_of(&self, phrases: &[String]) -> bool {
        phrases.iter().any(|phrase| self.0.trim() == phrase)
    }

    fn begins(&self, words: &[String]) -> bool {
        self.0.split_whitespace().next().is_some_and(|first| words.iter().any(|word| word == first))
    }

    fn ends(&self, words: &[String]) -> bool {
        self.0.split_whitespace().next_back().is_some_and(|last| words.iter().any(|word| word == last))
    }

    fn ends_or_begins(&self, words: &[String]) -> bool {
        self.0.split_whitespace().any(|one| words.iter().any(|word| word == one))
    }

    fn is_maintenance(&self) -> bool {
        let words = &WORDS.titles;
        let next = self.0.split_whitespace().nth(1);
        let is_thing = next.is_some_and(|next| words.things.iter().any(|thing| thing == next));
        self.ends(&words.maintenance_ends) || self.begins(&words.maintenance_ends) && !is_thing
    }

    fn is_drill(&self) -> bool {
        let words = &WORDS.titles;
        self.is_one_of(&WORDS.values.drill)
            || self.ends(&words.drill_ends) && self.0.split_whitespace().count() > 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(title: &str, path: &str, text: &str) -> Option<IncidentKind> {
        Told { title, path, tags: &[], text }.kind().map(|(kind, _)| kind)
    }

    #[test]
    fn values_name_kinds_in_any_spelling() {
        for (text, kind) in [
            ("maintenance", Some(IncidentKind::Maintenance)),
            ("Planned-Work", Some(IncidentKind::Maintenance)),
            ("Game Day", Some(IncidentKind::Drill)),
            ("near_miss", Some(IncidentKind::NearMiss)),
            ("Incident", Some(IncidentKind::Incident)),
            ("Geplante Wartung", Some(IncidentKind::Maintenance)),
            ("メンテナンス", Some(IncidentKind::Maintenance)),
            ("article", None),
            ("", None),
        ] {
            assert_eq!(of_value(text), kind, "{text}");
        }
    }

    #[test]
    fn planned_work_is_told_from_what_fails_in_it() {
        use IncidentKind::{Drill, Maintenance, NearMiss};
        for (title, text, kind) in [
            ("Maintenance on the mill", "", Some(Maintenance)),
            ("Scheduled maintenance of the hall's lights", "", Some(Maintenance)),
            ("Mill maintenance (belt)", "", Some(Maintenance)),
            ("Planned outage of the store", "", Some(Maintenance)),
            ("Kubernetes Maintenance: ingress", "", Some(Maintenance)),
            ("Geplante Wartung der Mühle", "", Some(Maintenance)),
            ("Migration of the mill to the hall", "We will move it on Monday.", Some(Maintenance)),
            ("Mill upgrade to 1.30", "The upgrade is scheduled for noon.", Some(Maintenance)),
            ("Mill-hall-issues maintenance", "", Some(Maintenance)),
            ("issues.example.org (Mill) upgrade", "It will be moved.", Some(Maintenance)),
            ("Game day: the mill's belt fails", "", Some(Drill)),
            ("Fire drill in the hall", "", Some(Drill)),
            ("Failover drill 3", "", Some(Drill)),
            ("Near miss: nobody watched the disk", "", Some(NearMiss)),
            ("The certificate of the mill, a near-miss", "", Some(NearMiss)),
            ("Outage during scheduled maintenance", "", None),
            ("Maintenance script deleted the archive", "", None),
            ("Maintenance mode for everyone", "", None),
            ("Mill down after maintenance", "", None),
            ("Unplanned maintenance", "", None),
            ("Mill upgrade", "The new version could not read the old files.", None),
            ("Upgrade broke the mill", "We will test it.", None),
            ("Drill press stopped", "", None),
            ("The mill stopped", "maintenance will be done", None),
        ] {
            assert_eq!(told(title, "a.md", text), kind, "{title}");
        }
    }

    #[test]
    fn names_of_files_and_tags_tell_too() {
        assert_eq!(
            told("Mill restart", "2024-01-02-maintenance-mill.md", ""),
            Some(IncidentKind::Maintenance)
        );
        assert_eq!(told("Mill unreachable", "2024-01-02-maintenance-mill.md", ""), None);
        assert_eq!(told("Mill", "maintenance-outage.md", ""), None);
        let told = |tag: &str| Told { title: "Mill", path: "a.md", tags: &[tag.to_owned()], text: "" }.kind();
        assert_eq!(told("planned maintenance"), Some((IncidentKind::Maintenance, Origin::FrontMatter)));
        assert_eq!(told("game-day"), Some((IncidentKind::Drill, Origin::FrontMatter)));
        assert_eq!(told("maintenance"), None);
    }
}
