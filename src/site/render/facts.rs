//! The facts of an incident as cells: only what is known, each with how it is known.

use serde::Serialize;

use super::outputs::CatalogKind;
use super::{urls, words};
use crate::core::address;
use crate::core::labels::capitalised;
use crate::core::model::{Duration, DurationSource, Field, Moment, Origin, PostMortem, Role};
use crate::core::phrases::Phrases;
use crate::know::link::{DocumentId, Reference, Site};

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
    pub items: Vec<CellLine>,
}

#[derive(Debug, Serialize)]
pub struct FactLink {
    pub name: String,
    pub href: String,
    pub note: Option<String>,
}

/// A line of a cell that has several.
#[derive(Debug, Default, Serialize)]
pub struct CellLine {
    pub label: Option<String>,
    pub text: String,
    pub href: Option<String>,
}

/// What the facts of an incident name elsewhere.
#[derive(Debug, Hash)]
pub struct Named<'s> {
    /// By kind of catalog.
    entries: [Vec<Name<'s>>; 4],
    /// What is called a return or related, and was not found: as written.
    recurrence_of: Vec<&'s str>,
    related: Vec<&'s str>,
    /// Where the links of the front matter lead.
    sources: Vec<Option<String>>,
}

/// A name of a catalog.
#[derive(Debug, Hash)]
struct Name<'s> {
    name: &'s str,
    output: &'s str,
    /// Whether the cause lies in it.
    is_root: bool,
}

/// Looks up what the facts of an incident name.
pub fn named(site: &Site, id: DocumentId) -> Named<'_> {
    let references = &site.references[id];
    let entries = |kind: CatalogKind| {
        let is_root =
            |at: &usize| kind == CatalogKind::Services && references.root_cause_services.contains(at);
        let name = |at: &usize| {
            let entry = &kind.of(site).entries[*at];
            Name { name: &entry.name, output: &entry.output, is_root: is_root(at) }
        };
        kind.named(references).iter().map(name).collect()
    };
    let links = site.post_mortem(id).links.iter().zip(&site.front_links[id]);
    Named {
        entries: CatalogKind::ALL.map(entries),
        recurrence_of: unresolved(&references.recurrence_of),
        related: unresolved(&references.related),
        sources: links
            .map(|(link, target)| urls::front(site, &site.outputs[id], &link.url, target))
            .collect(),
    }
}

/// References to other documents that could not be found. The others are in the margin.
fn unresolved(list: &[Reference]) -> Vec<&str> {
    list.iter().filter(|reference| reference.id.is_none()).map(|reference| reference.text.as_str()).collect()
}

/// All that is known of an incident. `from` is the page on which it stands.
pub fn facts(say: &Phrases, known: &PostMortem, named: &Named<'_>, from: &str) -> Vec<Fact> {
    let names = |kind| names(say, kind, &named.entries[kind as usize], from);
    let mut facts = durations(say, known);
    facts.extend(impact(say, known));
    facts.extend(names(CatalogKind::Services));
    facts.extend(names(CatalogKind::Causes).or_else(|| no_cause(say, known)));
    facts.extend(texts(say, "fact.triggers", &known.triggers));
    facts.extend(
        known
            .detection
            .as_deref()
            .map(|text| Fact { text: Some(capitalised(text)), ..cell(say.text("fact.detected-by"), 2) }),
    );
    facts.extend(names(CatalogKind::Teams));
    facts.extend(names(CatalogKind::Tags));
    facts.extend(roles(say, known));
    facts.extend(texts(say, "fact.factors", &known.contributing_factors));
    facts.extend(not_found(say.text("fact.recurrence-of"), &named.recurrence_of));
    facts.extend(not_found(say.text("fact.related"), &named.related));
    facts.extend(sources(say, known, &named.sources));
    fill_rows(&mut facts);
    facts
}

/// Unknown front matter, as it was written.
pub fn other(say: &Phrases, known: &PostMortem) -> Vec<CellLine> {
    let shown = |field: &Field| CellLine {
        label: Some(words::label(&field.key)),
        text: words::value(say, &field.value),
        href: None,
    };
    known.extra.iter().map(shown).filter(|item| !item.text.is_empty()).collect()
}

fn cell(label: &str, width: usize) -> Fact {
    Fact { label: label.to_owned(), width, ..Fact::default() }
}

/// The three durations, if any of them is known, or would be if its times were not doubtful.
fn durations(say: &Phrases, known: &PostMortem) -> Vec<Fact> {
    let times = &known.times;
    let all = [
        ("fact.time-to-detect", times.detect(), times.detected),
        ("fact.time-to-mitigate", times.mitigate(), times.mitigated),
        ("fact.time-to-resolve", times.resolve(), times.resolved),
    ];
    let is_doubtful = |end: Option<(Moment, Origin)>| {
        times.started.zip(end).is_some_and(|((from, _), (to, _))| from.doubt.or(to.doubt).is_some())
    };
    if all.iter().all(|(_, duration, end)| duration.is_none() && !is_doubtful(*end)) {
        return Vec::new();
    }
    all.map(|(key, duration, end)| {
        let how = match &duration {
            Some(duration) => Some(how(say, duration, end)),
            None => is_doubtful(end).then(|| say.text("fact.doubtful").to_owned()),
        };
        Fact {
            missing: duration.is_none(),
            big: duration.map(|duration| say.duration(duration.minutes)),
            how,
            ..cell(say.text(key), 1)
        }
    })
    .into()
}

/// How a duration is known: `13:42 → 13:45 UTC`, with dates where the day changes.
fn how(say: &Phrases, duration: &Duration, end: Option<(Moment, Origin)>) -> String {
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
    let shown = if from.offset == to.offset {
        format!("{} → {} {}", when(from), when(to), to.zone())
    } else {
        format!("{} {} → {} {}", when(from), from.zone(), when(to), to.zone())
    };
    match end {
        Some((_, Origin::Words)) => format!("{shown}, {}", say.text("fact.inferred")),
        _ => shown,
    }
}

fn impact(say: &Phrases, known: &PostMortem) -> Option<Fact> {
    let impact = known.impact.as_ref()?;
    let fact = cell(say.text("fact.impact"), 3);
    let fact = match impact.as_object() {
        Some(map) => {
            let item = |(key, value): (&String, &serde_json::Value)| CellLine {
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

/// That no cause is known, where the post-mortem says so.
fn no_cause(say: &Phrases, known: &PostMortem) -> Option<Fact> {
    let label = say.counted(&CatalogKind::Causes.key("fact"), 1);
    let text = say.text("fact.not-known").to_owned();
    known.cause_unknown.then(|| Fact { text: Some(text), ..cell(&label, 2) })
}

fn names(say: &Phrases, kind: CatalogKind, entries: &[Name<'_>], from: &str) -> Option<Fact> {
    let label = say.counted(&kind.key("fact"), entries.len());
    let link = |one: &Name<'_>| FactLink {
        name: one.name.to_owned(),
        href: address::relative(from, one.output),
        note: (one.is_root && entries.len() > 1).then(|| say.text("fact.root-cause").to_owned()),
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
        let items = list.iter().map(|text| CellLine { text: text.clone(), ..CellLine::default() }).collect();
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

/// References that lead nowhere: as written.
fn not_found(label: &str, list: &[&str]) -> Option<Fact> {
    let item = |text: &&str| CellLine { text: (*text).to_owned(), href: urls::external(text), label: None };
    (!list.is_empty()).then(|| Fact { items: list.iter().map(item).collect(), ..cell(label, 3) })
}

/// Links of the front matter.
fn sources(say: &Phrases, known: &PostMortem, addresses: &[Option<String>]) -> Option<Fact> {
    let item = |(link, href): (&crate::core::model::Link, &Option<String>)| CellLine {
        text: link.title.clone().unwrap_or_else(|| link.url.clone()),
        href: href.clone(),
        label: None,
    };
    let items: Vec<CellLine> = known.links.iter().zip(addresses).map(item).collect();
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
