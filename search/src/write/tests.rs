//! What is packed can be read, chunk by chunk, and is the same each time.

mod kept;

use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;

use tantivy::postings::Postings;
use tantivy::schema::{IndexRecordOption, Term};
use tantivy::{DocSet, TERMINATED};

use super::*;
use crate::engine::Engine;
use crate::pack::{ChunkError, OpenError, Reader};
use crate::record::{Columns, FacetName, FacetTable, FacetValue, Kind, Record, Section};
use crate::request::Request;
use crate::response::Step;
use crate::schema::{TextField, facet_column};
use crate::write::segment::FacetTables;

const WORDS: [&str; 8] = ["cache", "queue", "timeout", "deploy", "router", "disk", "leader", "quota"];

fn records(count: usize) -> Vec<Record> {
    let record = |number: usize| {
        let word = |step: usize| WORDS[(number / step) % WORDS.len()];
        let text = format!("The {} of the {} failed, as in number{number}. ", word(1), word(8)).repeat(40);
        Record {
            kind: if number % 10 == 9 { Kind::Page } else { Kind::Incident },
            id: format!("2024/{number:04}"),
            path: format!("2024/{number:04}.md"),
            url: format!("2024/{number:04}.html"),
            title: format!("The {} and the {}", word(1), word(64)),
            summary: String::new(),
            sections: vec![Section { anchor: "impact".into(), heading: "Impact".into(), text }],
            identifiers: vec![format!("INC-{number}")],
        }
    };
    (0..count).map(record).collect()
}

fn columns(record: &Record) -> Columns {
    let number: u32 = record.id["2024/".len()..].parse().unwrap();
    let mut columns = Columns { date: Some(19_000 + number as i32), ..Columns::default() };
    columns.facets[FacetName::Service as usize] = vec![number % 3];
    columns
}

fn tables() -> FacetTables {
    let value = |name: &str| FacetValue {
        key: name.to_lowercase(),
        label: name.into(),
        aliases: Vec::new(),
        url: String::new(),
    };
    let mut tables = FacetTables::default();
    tables[FacetName::Service as usize] = FacetTable { values: ["Shop", "Mail", "Login"].map(value).into() };
    tables
}

fn packed(records: &[Record]) -> Pack {
    packed_with(records, usize::MAX)
}

/// With a table of rare codes.
fn packed_apart(records: &[Record]) -> Pack {
    packed_with(records, 1)
}

fn packed_with(records: &[Record], many_rare: usize) -> Pack {
    packed_of(records, many_rare, None)
}

fn packed_of(records: &[Record], many_rare: usize, kept: Option<&dyn Kept>) -> Pack {
    let key = |record| {
        let Record { path, kind, id, .. }: &Record = record;
        Key { path, kind: *kind, id }
    };
    let keys: Vec<Key<'_>> = records.iter().map(key).collect();
    let record = |position: usize| records[position].clone();
    let columns: Vec<Columns> = records.iter().map(columns).collect();
    let (columns, tables) = (&columns, &tables());
    let input = Input { keys: &keys, record: &record, columns, tables, kept, language: "en", content: "" };
    export::pack_with(&input, many_rare).unwrap()
}

fn files(pack: &Pack) -> BTreeMap<String, Vec<u8>> {
    pack.chunks.iter().map(|chunk| (chunk.name.to_string(), chunk.file.clone())).collect()
}

/// A reader with the core at hand.
fn reader(pack: &Pack) -> Reader {
    let mut reader = Reader::open(&serde_json::to_vec(&pack.manifest).unwrap()).unwrap();
    provide(&mut reader, pack, &pack.manifest.core);
    reader
}

fn provide(reader: &mut Reader, pack: &Pack, names: &[String]) {
    let files = files(pack);
    for name in names {
        reader.provide(name, &files[name]).unwrap();
    }
}

#[test]
fn the_same_records_give_the_same_bytes() {
    let mut records = records(700);
    let with = |threads: usize, records: &[Record]| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| packed_apart(records))
    };
    let one = with(1, &records);
    records.reverse();
    for threads in [1, 8] {
        let other = with(threads, &records);
        assert_eq!(one.manifest, other.manifest);
        assert!(files(&one) == files(&other) && one.sizes == other.sizes);
    }
    let names: BTreeSet<_> = one.chunks.iter().map(|chunk| chunk.name).collect();
    assert_eq!(names.len(), one.chunks.len());
}

#[test]
fn another_record_makes_another_generation() {
    let records = records(20);
    let (few, more) = (packed(&records[..19]), packed(&records));
    assert_ne!(few.manifest.generation, more.manifest.generation);
    assert_eq!((more.manifest.records, more.manifest.incidents), (20, 18));
}

#[test]
fn opening_needs_the_core_alone() {
    let pack = packed(&records(600));
    let mut reader = Reader::open(&serde_json::to_vec(&pack.manifest).unwrap()).unwrap();
    assert_eq!(reader.wanted_core(), pack.manifest.core);
    assert!(reader.contents().is_none());
    provide(&mut reader, &pack, &pack.manifest.core);
    assert_eq!(reader.wanted_core(), [""; 0]);
    let contents = reader.contents().unwrap();
    assert_eq!(contents.tables[FacetName::Service as usize].values[2].label, "Login");
    let segment = contents.segment().unwrap();
    assert_eq!(segment.max_doc(), 600);
    let body = TextField::Body.field();
    let inverted = segment.inverted_index(body).unwrap();
    assert!(inverted.get_term_info(&Term::from_field_text(body, "quota")).unwrap().is_some());
    assert!(segment.get_fieldnorms_reader(body).unwrap().fieldnorm(0) > 300);
    let services = segment.fast_fields().u64(facet_column(FacetName::Service)).unwrap();
    assert!(services.first(599).is_some());
    assert_eq!(reader.take_missing(), [""; 0]);
}

#[test]
fn postings_and_texts_come_in_chunks() {
    let all = records(600);
    let pack = packed(&all);
    let mut reader = reader(&pack);
    let body = TextField::Body.field();
    let documents = |reader: &Reader| -> Option<Vec<(u32, usize)>> {
        let inverted = reader.contents()?.segment().ok()?.inverted_index(body).ok()?;
        let term = Term::from_field_text(body, "quota");
        let mut postings = inverted.read_postings(&term, IndexRecordOption::WithFreqsAndPositions).ok()??;
        let mut found = Vec::new();
        let mut positions = Vec::new();
        while postings.doc() != TERMINATED {
            postings.positions(&mut positions);
            found.push((postings.doc(), positions.len()));
            postings.advance();
        }
        Some(found)
    };
    let mut rounds = 0;
    let found = loop {
        if let Some(found) = documents(&reader) {
            break found;
        }
        let missing = reader.take_missing();
        assert!(!missing.is_empty());
        assert!(missing.iter().all(|name| !pack.manifest.core.contains(name)));
        provide(&mut reader, &pack, &missing);
        rounds += 1;
    };
    assert!((1..=2).contains(&rounds), "{rounds} rounds");

    for (document, count) in &found {
        // Neighbours share a chunk, so that it may be there already.
        if let Err(error) = reader.contents().unwrap().text(*document) {
            assert_eq!(error.kind(), ErrorKind::NotFound);
        }
        let missing = reader.take_missing();
        provide(&mut reader, &pack, &missing);
        let text = reader.contents().unwrap().text(*document).unwrap();
        assert_eq!(text.sections[0].text.matches("quota").count(), *count, "{}", text.id);
        reader.trim();
    }
    let expected = all.iter().filter(|record| record.sections[0].text.contains("quota")).count();
    assert_eq!(found.len(), expected);
    assert_eq!(reader.contents().unwrap().text(600).unwrap_err().kind(), ErrorKind::InvalidData);
}

/// Answers a query, and counts the rounds of chunks.
fn answered(pack: &Pack, query: &str, typing: bool) -> (Vec<String>, usize) {
    let mut engine = Engine::open(&serde_json::to_vec(&pack.manifest).unwrap()).unwrap();
    let files = files(pack);
    let request = Request { query: query.into(), typing, limit: 50, snippets: true, ..Request::default() };
    let mut rounds = 0;
    loop {
        match engine.run(&request).unwrap() {
            Step::Done(response) => {
                return (response.hits.into_iter().map(|hit| hit.id).collect(), rounds);
            }
            Step::Need(names) => {
                // The first are the core.
                rounds += usize::from(!pack.manifest.core.contains(&names[0]));
                names.iter().for_each(|name| engine.provide(name, &files[name]).unwrap());
            }
        }
    }
}

#[test]
fn rare_codes_are_found_as_if_they_were_in_the_dictionaries() {
    let mut all = records(400);
    for (number, record) in all.iter_mut().enumerate() {
        record.sections[0].text += &format!(
            " Host web-{number}.eu-1 ran rev{:08x}; see mail#{number} in v1.{number}.2.",
            number * 7_919
        );
    }
    let (together, apart) = (packed(&all), packed_apart(&all));
    assert_eq!(together.sizes.rare, (0, 0));
    assert!(apart.sizes.rare.0 > 1 && apart.sizes.core.1 < together.sizes.core.1);
    for query in [
        "number17",
        "INC-33",
        "web-250",
        "web-250.eu-1",
        "\"web 250\"",
        "queue web-12",
        "rev00001eef",
        "mail#7",
        "v1.77.2",
        "1.77",
        "-number17 INC-17",
        "web-12 OR web-13",
        "body:number40",
        "title:number40",
        "1.5.2 1.6.2",
        "nothing99",
        "number1* queue",
        "web-399x",
        "rev0*",
    ] {
        for typing in [false, true] {
            let (mut expected, _) = answered(&together, query, typing);
            let (mut found, rounds) = answered(&apart, query, typing);
            if query.ends_with('*') {
                // Of beginnings that very many codes have, the first ones are looked at.
                assert!(!found.is_empty(), "{query}");
            } else {
                if typing {
                    // Beginnings of two figures are left out, which lowers what goes on behind them.
                    expected.sort();
                    found.sort();
                }
                assert_eq!(found, expected, "{query} {typing}");
            }
            assert!(rounds <= 2, "{query} took {rounds} rounds");
        }
    }
}

#[test]
fn every_text_is_kept_in_the_order_of_the_documents() {
    let all = records(300);
    let pack = packed(&all);
    let mut reader = reader(&pack);
    let every: Vec<String> = pack.chunks.iter().map(|chunk| chunk.name.to_string()).collect();
    provide(&mut reader, &pack, &every);
    let contents = reader.contents().unwrap();
    let ids: BTreeSet<String> = (0..300).map(|document| contents.text(document).unwrap().id).collect();
    assert_eq!(ids, all.iter().map(|record| record.id.clone()).collect());
}

#[test]
fn a_list_is_the_same_from_headings_read_ahead_as_from_texts() {
    let pack = packed(&records(600));
    let files = files(&pack);
    let open = || {
        let mut engine = Engine::open(&serde_json::to_vec(&pack.manifest).unwrap()).unwrap();
        for name in engine.core() {
            engine.provide(&name, &files[&name]).unwrap();
        }
        engine
    };
    let ask = |engine: &mut Engine| {
        let request = Request { query: "router".into(), limit: 9, brief: true, ..Request::default() };
        let mut read = Vec::new();
        let answer = engine.answer(&request, |name| {
            read.push(name.to_owned());
            Ok(files[name].clone())
        });
        (serde_json::to_string(&answer.unwrap()).unwrap(), read)
    };
    let mut ready = open();
    assert!(Engine::open(&serde_json::to_vec(&pack.manifest).unwrap()).unwrap().ahead().is_empty());
    let ahead = ready.ahead();
    assert_eq!(ahead.len(), pack.sizes.headings.0);
    for name in &ahead {
        ready.provide(name, &files[name]).unwrap();
    }
    assert!(ready.ahead().is_empty());
    let (with_texts, read) = ask(&mut open());
    let (with_headings, less) = ask(&mut ready);
    assert!(with_texts.contains("The router and the"));
    assert_eq!(with_texts, with_headings);
    assert!(less.len() < read.len() && less.iter().all(|name| read.contains(name)), "{read:?} {less:?}");
}

#[test]
fn an_edit_changes_few_texts() {
    let mut all = records(600);
    let before = files(&packed(&all));
    all[300].sections[0].text.push_str("One more sentence.");
    all.remove(17);
    let after = packed(&all);
    let texts = after.chunks.len() - after.sizes.texts.0;
    let new = after.chunks[texts..].iter().filter(|chunk| !before.contains_key(&chunk.name.to_string()));
    assert!(new.count() <= 4);
}

#[test]
fn what_is_not_the_chunk_is_refused_and_can_be_provided_again() {
    let pack = packed(&records(600));
    let files = files(&pack);
    let mut reader = Reader::open(&serde_json::to_vec(&pack.manifest).unwrap()).unwrap();
    let (first, other) = (&pack.manifest.core[0], pack.chunks.last().unwrap().name.to_string());
    assert_eq!(reader.provide(first, b"<!doctype html><title>404"), Err(ChunkError::Damaged));
    assert_eq!(reader.provide(first, &files[first][..1_000]), Err(ChunkError::Damaged));
    assert_eq!(reader.provide(&other, &files[&other]), Err(ChunkError::Foreign), "the core comes first");
    provide(&mut reader, &pack, &pack.manifest.core);
    for name in ["", "search", "000000000000", "../../etc/pa"] {
        assert_eq!(reader.provide(name, &files[&other]), Err(ChunkError::Foreign));
    }
    let mut altered = files[&other].clone();
    *altered.last_mut().unwrap() ^= 1;
    altered[20] ^= 1;
    assert_eq!(reader.provide(&other, &altered), Err(ChunkError::Damaged));
    assert_eq!(reader.provide(&other, &files[&other]), Ok(()));
    assert_eq!(reader.provide(first, &files[first]), Ok(()), "once more does no harm");
}

#[test]
fn a_core_that_is_not_what_it_should_be_can_be_provided_again() {
    let pack = packed(&records(20));
    let (files, manifest) = (files(&pack), serde_json::to_vec(&pack.manifest).unwrap());
    let name = &pack.manifest.core[0];
    // Whole and unaltered, and no core.
    let other = super::seal::seal(b"no core");
    let mut engine = Engine::open(&manifest).unwrap();
    for _ in 0..2 {
        assert_eq!(engine.provide(name, &other), Err(ChunkError::Damaged));
        assert_eq!(engine.core(), pack.manifest.core);
    }
    engine.provide(name, &files[name]).unwrap();
    assert!(engine.core().is_empty());
}

#[test]
fn a_manifest_that_names_a_chunk_twice_is_refused() {
    let mut pack = packed(&records(20));
    pack.manifest.core.push(pack.manifest.core[0].clone());
    let error = Reader::open(&serde_json::to_vec(&pack.manifest).unwrap()).unwrap_err();
    assert!(error.to_string().contains("named twice"), "{error}");
}

#[test]
fn a_core_of_other_records_is_damaged() {
    let mut pack = packed(&records(20));
    pack.manifest.records += 1;
    let mut engine = Engine::open(&serde_json::to_vec(&pack.manifest).unwrap()).unwrap();
    let name = &pack.manifest.core[0];
    assert_eq!(engine.provide(name, &files(&pack)[name]), Err(ChunkError::Damaged));
}

#[test]
fn a_manifest_that_names_nothing_is_damaged() {
    let mut manifest = packed(&records(3)).manifest;
    manifest.core = vec!["not a name".into()];
    let text = serde_json::to_vec(&manifest).unwrap();
    assert_eq!(Reader::open(&text).unwrap_err(), OpenError::Damaged);
    manifest.core.clear();
    let text = serde_json::to_vec(&manifest).unwrap();
    assert_eq!(Reader::open(&text).unwrap_err(), OpenError::Damaged);
}

#[test]
fn nothing_can_be_packed() {
    let pack = packed(&[]);
    let reader = reader(&pack);
    let contents = reader.contents().unwrap();
    assert_eq!((contents.records(), contents.segment().unwrap().max_doc()), (0, 0));
    assert!(contents.text(0).is_err());
}
