//! The facts of an incident as cells: only what is known, each with how it is known.

use serde::Serialize;

use super::plan::CatalogKind;
use super::{urls, words};
use crate::charts::marks::capitalised;
use crate::link::{DocumentId, Reference, Site, Target, address};
use crate::model::{Duration, DurationSource, Field, Moment, PostMortem, Role};
use crate::phrases::Phrases;

/// Columns of the grid.
const COLUMNS: usize = 6;
/// Longer texts are listed below each other, not in a line.
const LINE: usize = 40;

/// One cell. `width` is in columns.
#[derive(Debug, Default, Serialize)]
pub struct Fact {
    pub label: String,
    pub width: usize,
    pub big: Option<String>,
    pub missing: bool,
    pub how: Option<String>,
    pub text: Option<String>,
    pub links: Vec<FactLink>,
    pub items: Vec<Item>,
}

#[derive(Debug, Serialize)]
pub struct FactLink {
    pub name: String,
    pub href: String,
    pub note: Option<String>,
}

/// A line of a cell that has several.
#[derive(Debug, Default, Serialize)]
pub struct Item {
    pub label: Option<String>,
    pub text: String,
    pub href: Option<String>,
}

/// All that is known of an incident. `from` is the page on which it stands.
pub fn facts(site: &Site, say: &Phrases, id: DocumentId, from: &str) -> Vec<Fact> {
    let (known, named) = (site.post_mortem(id), &site.references[id]);
    let mut facts = durations(say, known);
    facts.extend(impact(say, known));
    facts.extend(names(site, say, id, from, CatalogKind::Services));
    facts.extend(names(site, say, id, from, CatalogKind::Causes));
    facts.extend(texts(say, "fact.triggers", &known.triggers));
    facts.extend(
        known
            .detection
            .as_deref()
            .map(|text| Fact { text: Some(capitalised(text)), ..cell(say.text("fact.detected-by"), 2) }),
    );
    facts.extend(names(site, say, id, from, CatalogKind::Teams));
    facts.extend(names(site, say, id, from, CatalogKind::Tags));
    facts.extend(roles(say, known));
    facts.extend(texts(say, "fact.factors", &known.contributing_factors));
    facts.extend(unresolved(say.text("fact.recurrence-of"), &named.recurrence_of));
    facts.extend(unresolved(say.text("fact.related"), &named.related));
    facts.extend(sources(site, say, id, from));
    fill_rows(&mut facts);
    facts
}

/// Unknown front matter, as it was written.
pub fn other(say: &Phrases, known: &PostMortem) -> Vec<Item> {
    let shown = |field: &Field| Item {
        label: Some(words::label(&field.key)),
        text: words::value(say, &field.value),
        href: None,
    };
    known.extra.iter().map(shown).filter(|item| !item.text.is_empty()).collect()
}

fn cell(label: &str, width: usize) -> Fact {
    Fact { label: label.to_owned(), width, ..Fact::default() }
}

/// The three durations, if any of them is known.
fn durations(say: &Phrases, known: &PostMortem) -> Vec<Fact> {
    let all = [
        ("fact.time-to-detect", known.times.detect()),
        ("fact.time-to-mitigate", known.times.mitigate()),
        ("fact.time-to-resolve", known.times.resolve()),
    ];
    if all.iter().all(|(_, duration)| duration.is_none()) {
        return Vec::new();
    }
    let fact = |(key, duration): (&str, Option<Duration>)| Fact {
        missing: duration.is_none(),
        big: duration.as_ref().map(|duration| say.duration(duration.minutes)),
        how: duration.as_ref().map(|duration| how(say, duration)),
        ..cell(say.text(key), 1)
    };
    all.map(fact).into()
}

/// How a duration is known: `13:42 → 13:45 UTC`, with dates where the day changes.
fn how(say: &Phrases, duration: &Duration) -> String {
    let DurationSource::Computed { from, to } = &duration.source else {
        return say.text("fact.stated").to_owned();
    };
    let same_day = from.date() == to.date();
    let when = |moment: &Moment| {
        if same_day {
            moment.clock()
        } else {
            format!("{} {}", say.date("date.day-and-month", moment.date()), moment.clock())
        }
    };
    if from.offset == to.offset {
        format!("{} → {} {}", when(from), when(to), to.zone())
    } else {
        format!("{} {} → {} {}", when(from), from.zone(), when(to), to.zone())
    }
}

fn impact(say: &Phrases, known: &PostMortem) -> Option<Fact> {
    let impact = known.impact.as_ref()?;
    let fact = cell(say.text("fact.impact"), 3);
    let fact = match impact.as_object() {
        Some(map) => {
            let item = |(key, value): (&String, &serde_json::Value)| Item {
                label: (key != "description").then(|| words::label(key)),
                text: words::value(say, value),
                href: None,
            };
            Fact { items: map.iter().map(item).filter(|item| !item.text.is_empty()).collect(), ..fact }
        }
        None => Fact { text: Some(words::value(say, impact)).filter(|text| !text.is_empty()), ..fact },
    };
    (fact.text.is_some() || !fact.items.is_empty()).then_some(fact)
}

fn names(site: &Site, say: &Phrases, id: DocumentId, from: &str, kind: CatalogKind) -> Option<Fact> {
    let references = &site.references[id];
    let entries = kind.named(references);
    let label = say.counted(&kind.key("fact"), entries.len());
    let link = |index: &usize| {
        let entry = &kind.of(site).entries[*index];
        let is_root = kind == CatalogKind::Services
            && entries.len() > 1
            && references.root_cause_services.contains(index);
        FactLink {
            name: entry.name.clone(),
            href: address::relative(from, &entry.output),
            note: is_root.then(|| say.text("fact.root-cause").to_owned()),
        }
    };
    let width = if entries.len() > 4 { 3 } else { 2 };
    (!entries.is_empty()).then(|| Fact { links: entries.iter().map(link).collect(), ..cell(&label, width) })
}

/// Short texts in a line, long ones below each other.
fn texts(say: &Phrases, key: &str, list: &[String]) -> Option<Fact> {
    let (label, long) = (say.counted(key, list.len()), list.iter().any(|text| text.len() > LINE));
    if list.is_empty() {
        None
    } else if list.len() > 1 && long {
        let items = list.iter().map(|text| Item { text: text.clone(), ..Item::default() }).collect();
        Some(Fact { items, ..cell(&label, 3) })
    } else {
        Some(Fact { text: Some(say.comma(list)), ..cell(&label, if long { 3 } else { 2 }) })
    }
}

fn roles(say: &Phrases, known: &PostMortem) -> Option<Fact> {
    let named = known.roles.iter().filter(|role| !role.names.is_empty());
    let role = |role: &Role| {
        let name = say.known("role", &role.role).map(str::to_owned);
        let name = name.unwrap_or_else(|| capitalised(&role.role.replace(['_', '-'], " ")));
        say.fill("list.labelled", &[("label", &name), ("text", &say.comma(&role.names))])
    };
    let text = named.map(role).collect::<Vec<_>>().join(" · ");
    (!text.is_empty()).then(|| Fact { text: Some(text), ..cell(say.text("fact.roles"), 3) })
}

/// References to other documents that could not be found: as written. The others are in the margin.
fn unresolved(label: &str, list: &[Reference]) -> Option<Fact> {
    let item = |reference: &Reference| Item {
        text: reference.text.clone(),
        href: urls::external(&reference.text),
        label: None,
    };
    let items: Vec<Item> = list.iter().filter(|reference| reference.id.is_none()).map(item).collect();
    (!items.is_empty()).then(|| Fact { items, ..cell(label, 3) })
}

/// Links of the front matter.
fn sources(site: &Site, say: &Phrases, id: DocumentId, from: &str) -> Option<Fact> {
    let links = &site.post_mortem(id).links;
    let item = |(link, target): (&crate::model::Link, &Target)| Item {
        text: link.title.clone().unwrap_or_else(|| link.url.clone()),
        href: urls::front(site, from, &link.url, target),
        label: None,
    };
    let items: Vec<Item> = links.iter().zip(&site.front_links[id]).map(item).collect();
    let label = &say.counted("fact.sources", items.len());
    (!items.is_empty()).then(|| Fact { items, ..cell(label, 3) })
}

/// Widens the last cell of each row so that rows are full and their rules meet.
fn fill_rows(facts: &mut [Fact]) {
    let mut used = 0;
    for index in 0..facts.len() {
        used += facts[index].width;
        let next = facts.get(index + 1).map_or(COLUMNS, |next| next.width);
        if used + next > COLUMNS {
            facts[index].width += COLUMNS - used;
            used = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn widths(list: &[usize]) -> Vec<usize> {
        let mut facts: Vec<Fact> = list.iter().map(|width| cell("", *width)).collect();
        fill_rows(&mut facts);
        facts.iter().map(|fact| fact.width).collect()
    }

    #[test]
    fn every_row_is_filled() {
        assert_eq!(widths(&[1, 1, 1, 3, 2, 2, 2, 3, 3]), [1, 1, 1, 3, 2, 2, 2, 3, 3]);
        assert_eq!(widths(&[1, 1, 1, 2, 2]), [1, 1, 1, 3, 6]);
        assert_eq!(widths(&[2, 3, 2]), [2, 4, 6]);
        assert_eq!(widths(&[1, 1, 1]), [1, 1, 4]);
        assert_eq!(widths(&[]), [0; 0]);
    }

    #[test]
    fn durations_are_shown_when_one_is_known() {
        let mut known = PostMortem::default();
        assert!(durations(Phrases::in_english(), &known).is_empty());
        known.times.stated_resolve = Some(90);
        let facts = durations(Phrases::in_english(), &known);
        assert_eq!(facts.iter().map(|fact| fact.missing).collect::<Vec<_>>(), [true, true, false]);
        assert_eq!(facts[2].big.as_deref(), Some("1 h 30"));
        assert_eq!(facts[2].how.as_deref(), Some("as stated in the text"));
    }

    #[test]
    fn an_impact_may_be_a_text_or_a_map() {
        let impacts = serde_json::json!({"description": "All down", "data_loss": null, "users": 12});
        let mut known = PostMortem { impact: Some(impacts), ..PostMortem::default() };
        let fact = impact(Phrases::in_english(), &known).unwrap();
        assert_eq!(fact.items.len(), 2);
        assert_eq!((fact.items[0].label.as_deref(), fact.items[1].label.as_deref()), (None, Some("Users")));
        known.impact = Some(serde_json::json!("  "));
        assert!(impact(Phrases::in_english(), &known).is_none());
    }
}
