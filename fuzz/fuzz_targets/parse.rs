//! Any text is a document: parsing, joining and drawing it never panics, and nothing that runs comes out.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use lookback::body::{self, Highlighter};
use lookback::config::Config;
use lookback::link::link;
use lookback::model::{Kind, SourceFile};
use lookback::parse::Parser;
use lookback::phrases::Phrases;

static CONFIG: LazyLock<Config> = LazyLock::new(Config::default);
static PARSER: LazyLock<Parser<'static>> = LazyLock::new(|| Parser::new(&CONFIG));
static ANY: LazyLock<scraper::Selector> = LazyLock::new(|| scraper::Selector::parse("*").unwrap());
static HIGHLIGHTER: LazyLock<Highlighter> = LazyLock::new(Highlighter::new);

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data).replace('\0', "\u{fffd}");
    let kind = match data.first() {
        Some(b'S') => Kind::Service,
        Some(b'P') => Kind::Page,
        _ => Kind::PostMortem,
    };
    let source = SourceFile { path: "2024/2024-01-02-x.md".into(), text: text.into(), kind };
    let (document, found) = PARSER.parse(source);
    for diagnostic in found.iter().filter_map(|found| found.place.as_ref()) {
        assert!(diagnostic.excerpt.is_char_boundary(diagnostic.marked.start));
        assert!(diagnostic.excerpt.is_char_boundary(diagnostic.marked.end));
    }
    let text_length = document.source.text.len();
    assert!(document.body.start <= text_length);
    assert!(document.body.marks.iter().all(|mark| mark.offset <= text_length));
    let (site, _) = link(CONFIG.clone(), vec![document], &[]);
    let html = body::html(&site, 0, &HIGHLIGHTER, Phrases::in_english());
    let read = scraper::Html::parse_fragment(&html);
    for element in read.select(&ANY).map(|element| element.value()) {
        assert!(!matches!(element.name(), "script" | "style" | "iframe" | "form" | "object"), "{html}");
        for (name, value) in element.attrs() {
            assert!(!name.starts_with("on") && name != "style", "{html}");
            assert!(!value.trim_start().to_lowercase().starts_with("javascript:"), "{html}");
        }
    }
});
