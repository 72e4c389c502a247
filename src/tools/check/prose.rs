//! The sentences of a document, with where they are: what the rules about wording read.
//!
//! Code, links, quotations, struck and quoted text are blanked out, so that no rule speaks about what the author only
//! cites. Blanked text keeps its length, which keeps every place right.

use std::ops::Range;

use crate::core::model::{Dialect, Document};
use crate::read::markdown::blocks::{Block, Inline, outline};

/// One sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sentence {
    /// What is cited is blanked out.
    pub text: String,
    /// For each byte of `text`, where it is in the file: pieces as (start in `text`, start in the file).
    places: Vec<(usize, usize)>,
}

impl Sentence {
    /// Where a range of the text is in the file.
    pub fn source(&self, range: &Range<usize>) -> Range<usize> {
        let of = |at: usize| {
            let piece = self.places.iter().rev().find(|(text, _)| *text <= at);
            piece.map_or(0, |(text, source)| source + at - text)
        };
        let start = of(range.start);
        start..of(range.end.saturating_sub(1).max(range.start)) + 1
    }
}

/// What a body says, read once for all rules.
#[derive(Debug, Default)]
pub struct Prose {
    /// In order; headings are none.
    pub sentences: Vec<Sentence>,
    pub headings: Vec<Sentence>,
}

impl Prose {
    pub fn of(document: &Document) -> Self {
        let mut prose = Self::default();
        for block in &outline(&document.source.text, document.body.start, document.body.dialect).blocks {
            if let Block::Heading { inline, .. } = block {
                split(inline, &mut prose.headings);
            } else {
                collect(block, &mut prose.sentences);
            }
        }
        prose
    }
}

/// All sentences of a body, in order. Headings are none.
pub fn sentences(document: &Document) -> Vec<Sentence> {
    of_markdown(&document.source.text, document.body.start, document.body.dialect)
}

/// The sentences of Markdown from `start` on.
pub fn of_markdown(text: &str, start: usize, dialect: Dialect) -> Vec<Sentence> {
    let mut found = Vec::new();
    for block in &outline(text, start, dialect).blocks {
        collect(block, &mut found);
    }
    found
}

/// Where code stands in a body.
pub fn code(document: &Document) -> Vec<Range<usize>> {
    fn inside(blocks: &[Block], found: &mut Vec<Range<usize>>) {
        for block in blocks {
            match block {
                Block::Code { range } => found.push(range.clone()),
                Block::List { items, .. } => items.iter().for_each(|item| inside(&item.blocks, found)),
                Block::Quote { blocks } | Block::Footnote { blocks, .. } => inside(blocks, found),
                _ => {}
            }
        }
    }
    let mut found = Vec::new();
    inside(&outline(&document.source.text, document.body.start, document.body.dialect).blocks, &mut found);
    found
}

fn collect(block: &Block, found: &mut Vec<Sentence>) {
    match block {
        Block::Paragraph { inline, .. } => split(inline, found),
        Block::List { items, .. } => {
            items.iter().flat_map(|item| &item.blocks).for_each(|block| collect(block, found));
        }
        Block::Table { rows, is_html: false, .. } => {
            rows.iter().flat_map(|row| &row.cells).for_each(|cell| split(cell, found));
        }
        Block::Footnote { blocks, .. } => blocks.iter().for_each(|block| collect(block, found)),
        // Nobody knows where in HTML a sentence stands.
        Block::Table { .. }
        | Block::Quote { .. }
        | Block::Heading { .. }
        | Block::Code { .. }
        | Block::Html { .. }
        | Block::Rule => {}
    }
}

fn split(inline: &Inline, found: &mut Vec<Sentence>) {
    let text = without_citations(inline);
    let mut start = 0;
    for end in ends(&text) {
        push(inline, &text, start..end, found);
        start = end;
    }
}

fn push(inline: &Inline, text: &str, range: Range<usize>, found: &mut Vec<Sentence>) {
    let part = &text[range.clone()];
    let trimmed = part.trim();
    if trimmed.is_empty() {
        return;
    }
    let start = range.start + (part.len() - part.trim_start().len());
    let end = start + trimmed.len();
    let mut places = vec![(0, inline.source_of(start))];
    // Pieces are in order; a paragraph of thousands of lines has as many.
    let first = inline.pieces.partition_point(|piece| piece.text.start <= start);
    let inside = inline.pieces[first..].iter().take_while(|piece| piece.text.start < end);
    places.extend(inside.map(|piece| (piece.text.start - start, piece.source)));
    found.push(Sentence { text: trimmed.to_owned(), places });
}

/// The text with code, links and what stands in quotation marks replaced by spaces of the same length.
fn without_citations(inline: &Inline) -> String {
    let mut cited: Vec<Range<usize>> = Vec::new();
    cited.extend(
        inline.pieces.iter().filter(|piece| piece.code || piece.struck).map(|piece| piece.text.clone()),
    );
    cited.extend(inline.links.iter().map(|(_, range)| range.clone()));
    cited.extend(quotations(&inline.text));
    let mut bytes = inline.text.clone().into_bytes();
    for range in cited {
        if let Some(part) = bytes.get_mut(range) {
            part.fill(b' ');
        }
    }
    // What is cited begins and ends between characters.
    String::from_utf8(bytes).unwrap_or_else(|_| inline.text.clone())
}

/// What stands in quotation marks on the same line, the marks included. An apostrophe is none.
fn quotations(text: &str) -> Vec<Range<usize>> {
    const PAIRS: [(char, char); 6] =
        [('"', '"'), ('“', '”'), ('«', '»'), ('„', '“'), ('\'', '\''), ('‘', '’')];
    // In bytes. Without a limit, a line of nothing but opening marks would be gone through once for each.
    const LONGEST: usize = 1000;
    let mut found = Vec::new();
    let mut from = 0;
    while let Some((open, close)) = text[from..].char_indices().find_map(|(at, char)| {
        let close = PAIRS.iter().find(|(open, _)| *open == char)?.1;
        let is_apostrophe = char == '\'' && text[..from + at].ends_with(char::is_alphanumeric);
        (!is_apostrophe).then_some((from + at, close))
    }) {
        let behind = open + text[open..].chars().next().map_or(1, char::len_utf8);
        let mut limit = text.len().min(behind + LONGEST);
        while !text.is_char_boundary(limit) {
            limit -= 1;
        }
        match closing(&text[behind..limit], close) {
            Some(length) => {
                let end = behind + length + close.len_utf8();
                found.push(open..end);
                from = end;
            }
            _ => from = behind,
        }
    }
    found
}

/// Where a quotation is closed on its line. An apostrophe looks like the end of one, but letters go on behind it.
fn closing(text: &str, close: char) -> Option<usize> {
    let line = &text[..text.find('\n').unwrap_or(text.len())];
    line.match_indices(close).map(|(at, _)| at).find(|at| {
        !matches!(close, '\'' | '’') || !line[at + close.len_utf8()..].starts_with(char::is_alphanumeric)
    })
}

/// Where sentences end: behind a full stop with a space and a capital after it, and at line ends that are meant.
fn ends(text: &str) -> Vec<usize> {
    let mut ends = Vec::new();
    for (at, char) in text.char_indices() {
        let behind = at + char.len_utf8();
        let is_end = match char {
            '\n' | '。' | '！' | '？' => true,
            '.' | '!' | '?' => {
                let mut rest = text[behind..].chars();
                rest.next().is_some_and(char::is_whitespace)
                    && rest.find(|char| !char.is_whitespace()).is_none_or(|char| !char.is_lowercase())
                    && !is_abbreviation(&text[..at])
            }
            _ => false,
        };
        if is_end {
            ends.push(behind);
        }
    }
    ends.push(text.len());
    ends
}

/// Whether a full stop here belongs to a word: `e.g.`, `approx.`, an initial.
fn is_abbreviation(before: &str) -> bool {
    let word = before.rsplit(|char: char| char.is_whitespace() || char == '(').next().unwrap_or_default();
    let is_initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    is_initial
        || matches!(
            word.to_lowercase().as_str(),
            "e.g" | "i.e" | "etc" | "approx" | "vs" | "cf" | "ca" | "no" | "mr" | "mrs" | "dr" | "st"
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::model::{Body, Kind, Origin, PageInfo, Record, SourceFile};

    fn texts(markdown: &str) -> Vec<String> {
        let document = Document {
            source: SourceFile { path: "a.md".into(), text: markdown.into(), kind: Kind::Page },
            title: String::new(),
            title_origin: Origin::FileName,
            body: Body::default(),
            record: Record::Page(PageInfo::default()),
            redirects: Vec::new(),
            facts: None,
        };
        let found = sentences(&document);
        for sentence in &found {
            let word = sentence.text.split_whitespace().last().unwrap();
            let at = sentence.text.rfind(word).unwrap();
            let range = sentence.source(&(at..at + word.len()));
            assert_eq!(&markdown[range], word, "the place of {word:?} in {:?}", sentence.text);
        }
        found.into_iter().map(|sentence| sentence.text).collect()
    }

    #[test]
    fn a_text_is_cut_into_sentences_that_know_where_they_are() {
        assert_eq!(
            texts(
                "# Head\n\nIt broke, e.g. twice. Nobody\nsaw **it** at 10.5 s. Then\n\n- one\n- two. Three\n"
            ),
            ["It broke, e.g. twice.", "Nobody saw it at 10.5 s.", "Then", "one", "two.", "Three"]
        );
    }

    #[test]
    fn what_is_cited_is_blank() {
        let found = texts("The \"human error\" of `should have` and [failed to](x.md) end\n\n> he forgot\n");
        assert_eq!(found.len(), 1);
        assert!(!found[0].contains("human") && !found[0].contains("should") && !found[0].contains("failed"));
        assert!(found[0].starts_with("The ") && found[0].ends_with(" end"));
    }

    #[test]
    fn single_marks_quote_too() {
        let found = texts("It says 'human error', and ‘it wasn’t us’, which the engineers' list denies\n");
        assert!(
            !found[0].contains("human") && !found[0].contains("us") && found[0].contains("engineers' list")
        );
    }

    #[test]
    fn an_apostrophe_opens_no_quotation() {
        assert_eq!(texts("It wasn't ours, and it didn't fail"), ["It wasn't ours, and it didn't fail"]);
    }
}
