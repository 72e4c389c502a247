//! The manual's page on what templates are given is made from what they are given, and is up to date.
//!
//! `cargo xtask contexts` writes it anew. A name that nobody has explained in `contexts/meanings.toml` is a failure, and so
//! is an explanation of what there is not.
#![expect(clippy::disallowed_methods, reason = "tests write files, and look at them")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use crate::support::Base;
use crate::support::repository::{git, git_on};
use lookback::site::render::Shape;
use serde::Deserialize;

const PAGE: &str = "content/pages/manual/contexts.md";
const HEAD: &str = "---
title: What templates are given
weight: 11
summary: Every name that a template can use, with its kind and what it means. Made from the program itself.
---

[Themes](themes.md) explains how templates are changed. Here is what each of them can use. A `?` means that a name can hold
nothing, or not be there at all: in `{% if … %}` that counts as false. HTML is inserted as it is; all else is escaped. `list[].name` is
what each thing in a list has.

To see the values of one page, put `{{ __tera_context }}` into its template.
";

#[derive(Deserialize)]
struct Meanings {
    kind: Vec<Kind>,
    meanings: BTreeMap<String, String>,
}

/// An object that stands in many places.
#[derive(Deserialize)]
struct Kind {
    name: String,
    has: Vec<String>,
}

/// Writes the tables, and keeps account of what was explained.
struct Writer<'m> {
    meanings: &'m Meanings,
    /// The shape of each kind, over all places.
    kinds: BTreeMap<&'m str, Shape>,
    used: BTreeSet<String>,
    unknown: BTreeSet<String>,
}

impl<'m> Writer<'m> {
    fn kind_of(&self, shape: &Shape) -> Option<&'m str> {
        let kinds = self.meanings.kind.iter();
        let mut fitting = kinds.filter(|kind| kind.has.iter().all(|name| shape.fields.contains_key(name)));
        fitting.next().map(|kind| kind.name.as_str())
    }

    /// Gathers the objects of kinds with a section of their own.
    fn gather(&mut self, shape: &Shape) {
        if let Some(kind) = self.kind_of(shape) {
            self.kinds.entry(kind).or_default().join(shape);
        }
        shape.fields.values().chain(shape.item.as_deref()).for_each(|inner| self.gather(inner));
    }

    fn meaning(&mut self, template: &str, parent: &str, name: &str, path: &str) -> String {
        let keys = [format!("{template}:{path}"), format!("{parent}.{name}"), name.to_owned()];
        match keys.iter().find_map(|key| self.meanings.meanings.get_key_value(key)) {
            Some((key, meaning)) => {
                self.used.insert(key.clone());
                meaning.clone()
            }
            None => {
                self.unknown.insert(format!("{template}: {path}"));
                String::new()
            }
        }
    }

    /// The kind of a value in words, with a link where it has a section.
    fn words(&self, shape: &Shape) -> String {
        let linked = |shape: &Shape| {
            let kind = self.kind_of(shape)?;
            Some(format!("[{}](#{})", kind.to_lowercase(), kind.to_lowercase().replace(' ', "-")))
        };
        let mut words: Vec<String> = Vec::new();
        for kind in &shape.kinds {
            words.push(match *kind {
                "names" => linked(shape).unwrap_or_else(|| "names".into()),
                "list" => match shape.item.as_deref() {
                    Some(item) if item.kinds.is_empty() => "list".into(),
                    Some(item) => format!("list: {}", self.words(item)),
                    None => "list".into(),
                },
                other => other.to_owned(),
            });
        }
        if words.is_empty() { "–".into() } else { words.join(" or ") }
    }

    fn rows(&mut self, out: &mut String, template: &str, prefix: &str, parent: &str, shape: &Shape) {
        for (name, field) in &shape.fields {
            let path = format!("{prefix}{name}");
            let meaning = self.meaning(template, parent, name, &path);
            let optional = if field.seen < shape.seen { " ?" } else { "" };
            let _ = writeln!(out, "| `{path}`{optional} | {} | {meaning} |", self.words(field));
            let mut inner = (field, path);
            while let Some(item) = inner.0.item.as_deref() {
                inner = (item, inner.1 + "[]");
            }
            if self.kind_of(inner.0).is_none() {
                self.rows(out, template, &format!("{}.", inner.1), name, inner.0);
            }
        }
    }

    fn section(&mut self, out: &mut String, heading: &str, template: &str, shape: &Shape) {
        let _ = write!(out, "\n{heading}\n\n| Name | Kind | Meaning |\n|---|---|---|\n");
        self.rows(out, template, "", "", shape);
    }
}

/// What templates are given over knowledge bases that together have everything.
fn shapes() -> BTreeMap<&'static str, Shape> {
    let day = "2031-06-01".parse().ok();
    let sample = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all: BTreeMap<&'static str, Shape> = BTreeMap::new();
    let rich = rich();
    for root in [sample, rich.root(), Base::small().root()] {
        for (template, shape) in lookback::build::shapes(root, day).unwrap() {
            all.entry(template).or_default().join(&shape);
        }
    }
    all
}

/// A knowledge base with what the sample has not: a history, addresses, lists of many pages, dates that are missing.
fn rich() -> Base {
    let mut base = Base::new()
        .file(
            "book.toml",
            "[book]\ntitle = \"Rich\"\n[output.html]\nsite-url = \"https://example.org/\"\nmermaid = \"m.js\"\ngit-repository-url = \"https://example.org/r\"\nedit-url-template = \"https://example.org/edit/{path}\"\n[git]\ncontributors = true\n",
        )
        .file("m.js", "globalThis.mermaid = {};\n")
        .file("content/index.md", "# Welcome\n\nHello.\n")
        .file("content/undated.md", "---\ntitle: Nobody knows when\nservices: [Shop]\ncauses: [deploy]\nlanguage: ar\n---\n\nText.\n")
        .file("content/works.md", "---\ntitle: New belts\nkind: maintenance\ndate: 2025-03-04\nservices: [Shop]\ncauses: [deploy]\n---\n\nText.\n");
    for number in 0..260 {
        let (year, month, day) = (2018 + number % 12, 1 + number % 12, 1 + number % 27);
        let text = format!(
            "---\ntitle: Incident {number}\ndate: {year}-{month:02}-{day:02}\nseverity: sev{}\nservices: [Shop, Service {}]\ncauses: [deploy, Cause {}]\nstatus: final\npublished: {}-01-01\n---\n\n## Timeline\n\n- 10:00 [start] Deploy.\n- 10:0{} [detected] Alert.\n- 1{}:30 [resolved] Rolled back.\n\n## Action items\n\n- [ ] [Check the certificate of every host {number}](https://example.org/1), owner: Team {}, due: 2031-01-0{}\n- [x] Write the runbook, due: 2001-01-01\n",
            1 + number % 4,
            number % 40,
            number % 30,
            year + 1,
            number % 9,
            1 + number % 9,
            number % 60,
            1 + number % 9,
        );
        base = base.file(&format!("content/{year}/{number}.md"), text);
    }
    git(base.root(), &["init", "-q"]);
    git(base.root(), &["add", "."]);
    git_on(base.root(), "2031-05-20", "Ann", &["commit", "-q", "-m", "Begin"]);
    base
}

fn written() -> String {
    let meanings: Meanings = toml::from_str(include_str!("contexts/meanings.toml")).unwrap();
    let shapes = shapes();
    let mut writer = Writer {
        meanings: &meanings,
        kinds: BTreeMap::new(),
        used: BTreeSet::new(),
        unknown: BTreeSet::new(),
    };
    shapes.values().for_each(|shape| writer.gather(shape));
    let mut out = HEAD.to_owned();
    // What the templates of all pages are given, and what each of them is given by its own page.
    let templates: Vec<_> = shapes.iter().filter(|(name, _)| !name.is_empty()).collect();
    let mut common = shapes[""].clone();
    for name in templates[0].1.fields.keys() {
        let everywhere: Vec<_> = templates.iter().filter_map(|(_, shape)| shape.fields.get(name)).collect();
        if everywhere.len() == templates.len() {
            let field = common.fields.entry(name.clone()).or_default();
            everywhere.iter().for_each(|shape| field.join(shape));
            field.seen = if templates.iter().all(|(_, shape)| shape.fields[name].seen == shape.seen) {
                common.seen
            } else {
                0
            };
        }
    }
    writer.section(&mut out, "## All templates", "", &common);
    for (template, shape) in templates {
        let mut own = shape.clone();
        own.fields.retain(|name, _| !common.fields.contains_key(name));
        writer.section(&mut out, &format!("## `{template}`"), template, &own);
    }
    out.push_str("\n## What stands in many places\n");
    for (kind, shape) in writer.kinds.clone() {
        let _ = write!(out, "\n### {kind}\n\n| Name | Kind | Meaning |\n|---|---|---|\n");
        writer.rows(&mut out, kind, "", kind, &shape);
    }
    assert!(writer.unknown.is_empty(), "not explained in meanings.toml: {:#?}", writer.unknown);
    let idle: Vec<_> = meanings.meanings.keys().filter(|key| !writer.used.contains(*key)).collect();
    assert!(idle.is_empty(), "explained in meanings.toml, and nowhere to be found: {idle:?}");
    out
}

#[test]
fn the_reference_of_contexts_is_up_to_date() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join(PAGE);
    let written = written();
    if std::env::var_os("LOOKBACK_WRITE").is_some() {
        std::fs::write(&page, &written).unwrap();
    }
    let there = std::fs::read_to_string(&page).unwrap_or_default();
    let differs = there.lines().zip(written.lines()).position(|(there, here)| there != here);
    assert!(
        there == written,
        "{PAGE} is not up to date, first in line {differs:?}: run `cargo xtask contexts`"
    );
}
