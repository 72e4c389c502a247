//! What is done to the text of a file.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use lookback::core::config::Config;
use lookback::core::diagnostic::Diagnostic;
use lookback::core::edit::apply;
use lookback::core::model::{Dialect, Kind, SourceFile};
use lookback::core::phrases::Phrases;
use lookback::know::link::link;
use lookback::know::public::cut;
use lookback::read::markdown::{events, internal};
use lookback::read::parse::{NewValue, Parser, addition, body_start, fields_with_a_key};
use lookback::site::body::{self, Highlighter};

use crate::{Signature, sign};

static CONFIG: LazyLock<Config> = LazyLock::new(Config::default);
static PARSER: LazyLock<Parser<'static>> = LazyLock::new(|| Parser::new(&CONFIG));
static ANY: LazyLock<scraper::Selector> = LazyLock::new(|| scraper::Selector::parse("*").unwrap());
static HIGHLIGHTER: LazyLock<Highlighter> = LazyLock::new(Highlighter::new);

/// Any text is a document: parsing, joining and drawing it never panics, and nothing that runs comes out.
pub fn parse(data: &[u8]) -> Signature {
    let mut source = source(data);
    source.kind = match data.first() {
        Some(b'S') => Kind::Service,
        Some(b'P') => Kind::Page,
        _ => Kind::PostMortem,
    };
    let (document, found) = PARSER.parse(source);
    check_places(&found);
    let length = document.source.text.len();
    assert!(document.body.start <= length);
    assert!(document.body.marks.iter().all(|mark| mark.offset <= length));
    let facts = document.post_mortem();
    let facts = facts.map(|facts| (facts.timeline.len().min(3), facts.action_items.len().min(3)));
    let (site, joined) = link(CONFIG.clone(), vec![document], &[]);
    check_places(&joined);
    // The front of a folder that says nothing is no document.
    if site.documents.is_empty() {
        return 0;
    }
    let html = body::html(&site, 0, &HIGHLIGHTER, Phrases::in_english());
    let mut names = BTreeSet::new();
    let read = scraper::Html::parse_fragment(&html);
    for element in read.select(&ANY).map(|element| element.value()) {
        names.insert(element.name());
        assert!(!matches!(element.name(), "script" | "style" | "iframe" | "form" | "object"), "{html}");
        for (name, value) in element.attrs() {
            assert!(!name.starts_with("on") && name != "style", "{html}");
            assert!(!value.trim_start().to_lowercase().starts_with("javascript:"), "{html}");
        }
    }
    sign((names, facts, rules(&found), rules(&joined)))
}

/// Any front matter is read, as it is and with a key that is added to it. The first byte chooses its format.
pub fn front_matter(data: &[u8]) -> Signature {
    let Some((first, block)) = data.split_first() else { return 0 };
    let fence = if first & 1 == 0 { "---" } else { "+++" };
    let whole = [fence.as_bytes(), b"\n", block, b"\n", fence.as_bytes(), b"\n\nText.\n"].concat();
    let mut source = source(&whole);
    source.kind = match first >> 1 & 3 {
        0 => Kind::Service,
        1 => Kind::Page,
        _ => Kind::PostMortem,
    };
    let text = source.text.to_string();
    let (document, found) = PARSER.parse(source);
    check_places(&found);
    assert!(document.body.start <= text.len());
    let _ = PARSER.status_of(&text);
    let has = fields_with_a_key(&text, &CONFIG);
    if !has.contains(&"trigger") {
        let value = NewValue::Text("a: \"b\" # c".into());
        let longer = apply(&text, &[addition(&text, &[("trigger", value)])]);
        check_places(&PARSER.parse(self::source(longer.as_bytes())).1);
    }
    let (_, joined) = link(CONFIG.clone(), vec![document], &[]);
    check_places(&joined);
    sign((has, rules(&found), rules(&joined)))
}

/// Internal blocks are found in any text, and nothing of them is left once they are cut out.
pub fn internal(data: &[u8]) -> Signature {
    let source = source(data);
    let text = source.text.to_string();
    let fences = internal::fences(&text, body_start(&text));
    let mut end = 0;
    for fence in &fences {
        assert!(text.get(fence.range.clone()).is_some() && fence.range.start >= end, "{fence:?}");
        end = fence.range.end;
    }
    let length = events(&text, body_start(&text), Dialect::default()).map(|(_, range)| range.end).max();
    assert!(length.unwrap_or_default() <= text.len());
    let mut sources = [source];
    let mut found: Vec<Diagnostic> = Vec::new();
    let cuts = cut(&mut sources, &CONFIG);
    cuts.restore(&mut found);
    check_places(&found);
    let left = sources[0].text.to_string();
    let again = internal::fences(&left, body_start(&left));
    assert!(again.is_empty(), "{text:?} is cut to {left:?}, which has {again:?}");
    let closed = fences.iter().filter(|fence| fence.closing.is_some()).count();
    sign((fences.len().min(4), closed.min(4), rules(&found), text.len() == left.len()))
}

/// A post-mortem of any bytes.
fn source(data: &[u8]) -> SourceFile {
    let text = String::from_utf8_lossy(data).replace('\0', "\u{fffd}");
    SourceFile { path: "2024/2024-01-02-x.md".into(), text: text.into(), kind: Kind::PostMortem }
}

/// All places have to lie between characters.
fn check_places(found: &[Diagnostic]) {
    for place in found.iter().filter_map(|found| found.place.as_ref()) {
        assert!(place.excerpt.get(place.marked.clone()).is_some(), "{place:?}");
    }
}

fn rules(found: &[Diagnostic]) -> BTreeSet<&'static str> {
    found.iter().map(|one| one.rule).collect()
}
