//! A small index to search in, and what is done to it.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use lookback_search::pack::{Layout, unseal};
use lookback_search::query::{What, duration, parse};
use lookback_search::request::Request;
use lookback_search::write::{FacetTables, Input, Key, Pack, pack};
use lookback_search::{Columns, Engine, FacetName, FacetTable, FacetValue, Record, Section};

use crate::{Signature, sign};

static PACK: LazyLock<Pack> = LazyLock::new(index);

/// Raw bytes of all chunks, by name.
static RAW: LazyLock<BTreeMap<String, Vec<u8>>> = LazyLock::new(|| {
    PACK.chunks.iter().map(|chunk| (chunk.name.to_string(), unseal(&chunk.file).unwrap())).collect()
});

thread_local! {
    static ENGINE: RefCell<Engine> = RefCell::new(
        Engine::open(&lookback::site::index::manifest(&PACK)).unwrap(),
    );
}

/// Any text is a query: reading it never panics, its places lie in it, and it can be answered. The first byte says how it is
/// asked.
pub fn query(data: &[u8]) -> Signature {
    let Some((flags, text)) = data.split_first() else { return 0 };
    let text = String::from_utf8_lossy(text);
    let typing = flags & 1 == 1;
    let query = parse(&text, typing, flags & 2 == 2);
    let atoms = || query.clauses.iter().flat_map(|clause| &clause.atoms).map(|atom| &atom.what);
    for what in atoms() {
        match what {
            What::Word(word, _) => assert!(text.get(word.place.clone()).is_some(), "{word:?}"),
            What::Facet(_, asked) => assert!(text.get(asked.place.clone()).is_some(), "{asked:?}"),
            What::Phrase(phrase, _) => assert!(phrase.elements.iter().all(|terms| !terms.is_empty())),
            What::Date(_) | What::Duration(_) => {}
        }
    }
    let _ = duration(&text);
    let mut request = request(&text);
    (request.typing, request.brief) = (typing, flags & 4 == 4);
    if flags & 8 == 8 {
        let text = text.to_string();
        (request.after, request.before, request.duration) = (text.clone(), text.clone(), text);
    }
    let fetch = |name: &str| Ok(sealed(&RAW[name]));
    let answer = ENGINE.with_borrow_mut(|engine| engine.answer(&request, fetch));
    let answer = answer.expect("a whole index answers");
    let shapes: Vec<_> = atoms().map(std::mem::discriminant).take(4).collect();
    sign((shapes, query.messages.len().min(3), answer.hits.len(), query.wordless))
}

/// A published index that is not what it should be is refused, or answers wrongly; reading it never panics.
///
/// The first byte says what is damaged: the manifest, which is then all of the rest, or what the chunks hold, of which the
/// rest is changes of four bytes. Chunks are sealed again, for their checksums would hide everything else. The files of
/// tantivy, which trusts what it wrote, stay as they are, and where they are.
pub fn manifest(data: &[u8]) -> Signature {
    let Some((what, rest)) = data.split_first() else { return 0 };
    if what % 2 == 0 {
        let _ = unseal(rest);
        return ask(rest, &RAW);
    }
    let mut chunks = RAW.clone();
    for change in rest.chunks_exact(4) {
        let (name, length) = &OURS[usize::from(change[0]) % OURS.len()];
        let at = usize::from(u16::from_le_bytes([change[1], change[2]])) % length;
        chunks.get_mut(name).expect("is a chunk")[at] = change[3];
    }
    let files = |raw: &[u8]| layout(raw).map(|layout| layout.files);
    let core = &PACK.manifest.core[0];
    if files(&chunks[core]).is_some_and(|changed| Some(changed) != files(&RAW[core])) {
        return 2;
    }
    ask(&lookback::site::index::manifest(&PACK), &chunks)
}

/// What a core says of where everything is.
fn layout(core: &[u8]) -> Option<Layout> {
    let (length, rest) = core.split_first_chunk::<4>()?;
    let layout = rest.get(..u32::from_le_bytes(*length) as usize)?;
    postcard::from_bytes(layout).ok()
}

/// The chunks that are changed, each with how many of its first bytes: the layout and the tables of the core, and those
/// that tantivy does not read.
static OURS: LazyLock<Vec<(String, usize)>> = LazyLock::new(|| {
    let core = &PACK.manifest.core[0];
    let raw = &RAW[core];
    let length = u32::from_le_bytes(raw[..4].try_into().unwrap()) as usize;
    let layout = layout(raw).expect("a core has a layout");
    let others = layout.rare.len() + layout.headings.len() + layout.groups.len();
    let mut ours = vec![(core.clone(), 4 + length + layout.tables as usize)];
    let names = layout.names[layout.names.len() - others..].iter().map(ToString::to_string);
    ours.extend(names.map(|name| (name.clone(), RAW[&name].len())));
    ours
});

fn ask(manifest: &[u8], chunks: &BTreeMap<String, Vec<u8>>) -> Signature {
    let Ok(mut engine) = Engine::open(manifest) else { return 1 };
    let fetch =
        |name: &str| chunks.get(name).map(|raw| sealed(raw)).ok_or(std::io::ErrorKind::NotFound.into());
    let asked = ["", "cache", "INC-3 \"cache failed\"", "service:shop time*"];
    let answers = asked.map(|query| match engine.answer(&request(query), fetch) {
        Ok(answer) => answer.hits.len().to_string(),
        Err(error) => error.to_string(),
    });
    for name in engine.ahead() {
        let _ = fetch(&name).map(|file| engine.provide(&name, &file));
    }
    sign(answers)
}

/// A chunk with a right header.
fn sealed(raw: &[u8]) -> Vec<u8> {
    let mut file = b"LBK1\0".to_vec();
    file.extend((raw.len() as u32).to_le_bytes());
    file.extend(crc32fast::hash(raw).to_le_bytes());
    file.extend(raw);
    file
}

/// A request with everything that costs bytes.
fn request(query: &str) -> Request {
    Request { query: query.into(), limit: 10, snippets: true, ..Request::default() }
}

/// An index of a few records.
fn index() -> Pack {
    let records: Vec<Record> = (0..12).map(record).collect();
    let keys: Vec<Key<'_>> =
        records.iter().map(|record| Key { path: &record.path, kind: record.kind, id: &record.id }).collect();
    let columns: Vec<Columns> = (0..12).map(columns).collect();
    let mut tables = FacetTables::default();
    let values = ["Shop", "Mail", "Login"].map(|name| FacetValue {
        key: name.to_lowercase(),
        label: name.into(),
        aliases: vec![format!("old {name}")],
        url: String::new(),
    });
    tables[FacetName::Service as usize] = FacetTable { values: values.into() };
    let (record, columns, tables) = (&|at: usize| records[at].clone(), &columns, &tables);
    let input = Input { keys: &keys, record, columns, tables, kept: None, language: "en", content: "" };
    pack(&input).expect("an index in memory can be made")
}

fn record(number: usize) -> Record {
    let word = ["cache", "queue", "timeout", "deploy", "leader-election"][number % 5];
    Record {
        kind: lookback_search::Kind::Incident,
        id: format!("2024/{number:02}"),
        path: format!("2024/{number:02}.md"),
        url: format!("2024/{number:02}.html"),
        title: format!("The {word} of 東京都 failed v1.{number}"),
        summary: "Checkout was down.".into(),
        sections: vec![Section {
            anchor: "impact".into(),
            heading: "Impact".into(),
            text: format!("The {word} failed at 10:0{}, OOMKilled by INC-{number}. ", number % 10).repeat(9),
        }],
        identifiers: vec![format!("INC-{number}")],
    }
}

fn columns(number: usize) -> Columns {
    let at = i32::try_from(number).expect("is small");
    let mut columns =
        Columns { date: Some(19_000 + at), minutes: Some(at.unsigned_abs()), ..Columns::default() };
    columns.facets[FacetName::Service as usize] = vec![at.unsigned_abs() % 3];
    columns
}
