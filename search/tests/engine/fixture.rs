//! Records in a few lines, and an engine over them.

use std::collections::BTreeMap;

use lookback_search::write::{Input, Key, Pack, names, pack};
use lookback_search::{
    Columns, Engine, FacetName, FacetTable, FacetValue, Kind, Record, Request, Response, Section, Step,
};

/// A record whose facets are still names.
pub struct Draft {
    record: Record,
    columns: Columns,
    facets: Vec<(FacetName, String)>,
}

pub fn incident(id: &str, title: &str) -> Draft {
    Draft::new(Kind::Incident, id, title)
}

impl Draft {
    pub fn new(kind: Kind, id: &str, title: &str) -> Self {
        let record = Record {
            kind,
            id: id.to_owned(),
            path: format!("{id}.md"),
            url: format!("{id}.html"),
            title: title.to_owned(),
            summary: String::new(),
            sections: Vec::new(),
            identifiers: vec![id.to_owned()],
        };
        Self {
            record,
            columns: Columns::default(),
            facets: vec![(FacetName::Kind, kind.as_str().to_owned())],
        }
    }

    pub fn facet(mut self, facet: FacetName, value: &str) -> Self {
        self.facets.push((facet, value.to_owned()));
        self
    }

    pub fn service(self, name: &str) -> Self {
        self.facet(FacetName::Service, name)
    }

    pub fn cause(self, name: &str) -> Self {
        self.facet(FacetName::Cause, name)
    }

    pub fn severity(self, name: &str) -> Self {
        self.facet(FacetName::Severity, name)
    }

    /// Days since 1970-01-01, and the year that it is in.
    pub fn on(mut self, days: i32, year: &str) -> Self {
        self.columns.date = Some(days);
        self.facet(FacetName::Year, year)
    }

    pub fn minutes(mut self, minutes: u32) -> Self {
        self.columns.minutes = Some(minutes);
        self
    }

    pub fn summary(mut self, text: &str) -> Self {
        self.record.summary = text.to_owned();
        self
    }

    pub fn section(mut self, heading: &str, text: &str) -> Self {
        let anchor = heading.to_lowercase().replace(' ', "-");
        self.record.sections.push(Section { anchor, heading: heading.to_owned(), text: text.to_owned() });
        self
    }

    pub fn text(self, text: &str) -> Self {
        self.section("", text)
    }
}

/// The first severity is the worst; other tables are in alphabetical order. The service "Login" is also "sign-in".
fn tables(drafts: &[Draft]) -> [FacetTable; FacetName::COUNT] {
    let mut tables: [FacetTable; FacetName::COUNT] = Default::default();
    for facet in FacetName::ALL {
        let mut names: Vec<&String> = drafts
            .iter()
            .flat_map(|d| &d.facets)
            .filter(|(of, _)| *of == facet)
            .map(|(_, name)| name)
            .collect();
        names.sort();
        names.dedup();
        tables[facet as usize].values = names
            .into_iter()
            .map(|label| FacetValue {
                key: label.to_lowercase().replace(' ', "-"),
                label: label.clone(),
                aliases: if label == "Login" { vec!["sign-in".to_owned()] } else { Vec::new() },
                url: String::new(),
            })
            .collect();
    }
    tables
}

pub fn publish(drafts: Vec<Draft>, language: &str) -> Pack {
    let tables = tables(&drafts);
    let (records, columns): (Vec<Record>, Vec<Columns>) = drafts
        .into_iter()
        .map(|draft| {
            let (mut record, mut columns) = (draft.record, draft.columns);
            for (facet, name) in draft.facets {
                let values = &tables[facet as usize].values;
                let value = values.iter().position(|value| value.label == name).expect("in the table");
                columns.facets[facet as usize].push(value as u32);
            }
            columns.facets.iter_mut().for_each(|values| values.sort_unstable());
            record.identifiers.extend(names(&columns, &tables));
            (record, columns)
        })
        .unzip();
    let keys: Vec<Key<'_>> =
        records.iter().map(|record| Key { path: &record.path, kind: record.kind, id: &record.id }).collect();
    let record = |position: usize| records[position].clone();
    let (columns, tables) = (&columns, &tables);
    pack(&Input { keys: &keys, record: &record, columns, tables, kept: None, language, content: "" })
        .expect("records are packed")
}

/// An engine, and the chunks it may ask for.
pub struct Site {
    engine: Engine,
    chunks: BTreeMap<String, Vec<u8>>,
    /// How often chunks were asked for since the last look.
    pub rounds: usize,
}

impl Site {
    pub fn new(drafts: Vec<Draft>) -> Self {
        Self::in_language(drafts, "en")
    }

    pub fn in_language(drafts: Vec<Draft>, language: &str) -> Self {
        let pack = publish(drafts, language);
        let manifest = serde_json::to_vec(&pack.manifest).expect("a manifest is JSON");
        let engine = Engine::open(&manifest).expect("the manifest is right");
        let chunks = pack.chunks.into_iter().map(|chunk| (chunk.name.to_string(), chunk.file)).collect();
        Self { engine, chunks, rounds: 0 }
    }

    pub fn run(&mut self, request: &Request) -> Response {
        self.rounds = 0;
        loop {
            match self.engine.run(request).expect("the index is whole") {
                Step::Done(response) => return *response,
                Step::Need(names) => {
                    assert!(!names.is_empty(), "something is needed");
                    self.rounds += 1;
                    for name in names {
                        self.engine.provide(&name, &self.chunks[&name]).expect("the chunk is whole");
                    }
                }
            }
        }
    }

    pub fn ask(&mut self, query: &str) -> Response {
        self.run(&request(query))
    }

    /// Ids of the hits, in their order.
    pub fn ids(&mut self, query: &str) -> Vec<String> {
        ids(&self.ask(query))
    }

    /// Ids of the hits while the last word is being typed.
    pub fn typed(&mut self, query: &str) -> Vec<String> {
        ids(&self.run(&Request { typing: true, ..request(query) }))
    }
}

pub fn request(query: &str) -> Request {
    Request { query: query.to_owned(), limit: 20, snippets: true, ..Request::default() }
}

pub fn ids(response: &Response) -> Vec<String> {
    response.hits.iter().map(|hit| hit.id.clone()).collect()
}
