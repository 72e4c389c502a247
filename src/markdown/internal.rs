//! Blocks that are for readers inside: from a line `:::internal` to a line `:::`.
//!
//! They are found in the text itself, line by line, so that what a public edition leaves out does not depend on what else the
//! Markdown means. Where in doubt, more is internal.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, MetadataBlockKind, Parser, Tag, TagEnd};

use super::{COMMON, Spanned, options};
use crate::model::Dialect;

/// What stands for such a block in the stream of events; the dialect makes none of these itself.
pub const BLOCK: MetadataBlockKind = MetadataBlockKind::PlusesStyle;
const WORD: &str = "internal";

/// A block that is internal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fence {
    /// All that is internal, fences included: what a public edition leaves out.
    pub range: Range<usize>,
    /// The mark that opens it.
    pub opening: Range<usize>,
    /// The mark that closes it; `None` where there is none, and the rest of the text is internal.
    pub closing: Option<Range<usize>>,
}

/// The internal blocks of a text whose Markdown begins at byte `start`; front matter is searched too. Fences in fenced code
/// are code.
#[must_use]
pub fn fences(text: &str, start: usize) -> Vec<Fence> {
    if !text.contains(":::") || !text.to_ascii_lowercase().contains(WORD) {
        return Vec::new();
    }
    let code = fenced_code(text, start);
    let mut found = Vec::new();
    let mut open: Option<(usize, Range<usize>, usize)> = None;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let (begin, end) = (at, at + line.len());
        at = end;
        let bare = line.trim_end_matches(['\n', '\r']);
        let first = begin + prefix(bare);
        if code.iter().any(|block| block.start <= first && begin < block.end) {
            continue;
        }
        let rest = &text[first..begin + bare.len()];
        match &mut open {
            None => {
                let Some(mark) = opening(bare).map(|mark| mark.start + begin..mark.end + begin) else {
                    continue;
                };
                let cut = if mark.start == first { begin } else { mark.start };
                // All in one line: `:::internal like this :::`.
                let same_line = text[mark.end..begin + bare.len()].rfind(":::").map(|at| mark.end + at);
                match same_line {
                    Some(close) => {
                        let behind = text[close..begin + bare.len()].trim_start_matches(':');
                        let close_end = begin + bare.len() - behind.len();
                        let is_whole = cut == begin && behind.trim().is_empty();
                        let range = cut..if is_whole { end } else { close_end };
                        found.push(Fence { range, opening: mark, closing: Some(close..close_end) });
                    }
                    None => open = Some((cut, mark, 0)),
                }
            }
            Some((cut, mark, depth)) if is_closing(rest) => {
                if *depth > 0 {
                    *depth -= 1;
                    continue;
                }
                let closing = first..first + rest.trim_end().len();
                found.push(Fence { range: *cut..end, opening: mark.clone(), closing: Some(closing) });
                open = None;
            }
            // Another block of Pandoc's, which ends with a fence of its own.
            Some((_, _, depth)) if rest.starts_with(":::") => *depth += 1,
            Some(_) => {}
        }
    }
    if let Some((cut, mark, _)) = open {
        found.push(Fence { range: cut..text.len(), opening: mark, closing: None });
    }
    found
}

/// Length of what stands before the first word of a line: white space, marks of quotes and of list items.
fn prefix(line: &str) -> usize {
    let mut rest = line;
    loop {
        let before = rest.len();
        rest = rest.trim_start_matches([' ', '\t', '>']);
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let mark = match rest.as_bytes().get(digits) {
            Some(b'.' | b')') if digits > 0 => digits + 1,
            Some(b'-' | b'*' | b'+') if digits == 0 => 1,
            _ => 0,
        };
        if mark > 0 && rest[mark..].starts_with([' ', '\t']) {
            rest = &rest[mark..];
        }
        if rest.len() == before {
            return line.len() - rest.len();
        }
    }
}

/// Where a line opens a block: three colons or more, then the word, as `:::internal`, `::: internal` or `::: {.internal}`.
fn opening(line: &str) -> Option<Range<usize>> {
    let mut from = 0;
    while let Some(start) = line[from..].find(":::").map(|at| from + at) {
        let behind = line[start..].trim_start_matches(':');
        let word = behind.trim_start_matches([' ', '\t', '{', '.']);
        let named = word.get(..WORD.len()).is_some_and(|name| name.eq_ignore_ascii_case(WORD));
        let ends =
            named && !word[WORD.len()..].starts_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '_'));
        // In running text it is code that speaks of it.
        if ends && !line[..start].ends_with('`') {
            let mut end = line.len() - word.len() + WORD.len();
            end += usize::from(line[end..].starts_with('}'));
            return Some(start..end);
        }
        from = line.len() - behind.len();
    }
    None
}

fn is_closing(rest: &str) -> bool {
    let rest = rest.trim_end();
    rest.len() >= 3 && rest.bytes().all(|byte| byte == b':')
}

/// Where the fenced blocks of code are.
fn fenced_code(text: &str, start: usize) -> Vec<Range<usize>> {
    Parser::new_ext(&text[start..], COMMON)
        .into_offset_iter()
        .filter(|(event, _)| matches!(event, Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_)))))
        .map(|(_, range)| range.start + start..range.end + start)
        .collect()
}

/// The events of a text with internal blocks: the marks are no text, and what is between them is in a block of its own.
pub(super) fn events(
    text: &str,
    start: usize,
    fences: &[Fence],
    dialect: Dialect,
) -> std::vec::IntoIter<Spanned<'static>> {
    let mut bytes = text.as_bytes().to_vec();
    for mark in fences.iter().flat_map(|fence| std::iter::once(&fence.opening).chain(&fence.closing)) {
        bytes[mark.clone()].fill(b' ');
    }
    // Whole marks were replaced by as many bytes, so the text is as valid as it was.
    let masked = String::from_utf8_lossy(&bytes);
    let events = Parser::new_ext(&masked[start..], options(dialect))
        .into_offset_iter()
        .map(|(event, range)| (event.into_static(), range.start + start..range.end + start));
    wrap(&masked, events, fences).into_iter()
}

/// Puts blocks that lie in a fence as a whole into a block of their own, next to each other in one.
fn wrap(
    text: &str,
    events: impl Iterator<Item = Spanned<'static>>,
    fences: &[Fence],
) -> Vec<Spanned<'static>> {
    let mut out: Vec<Spanned<'static>> = Vec::new();
    let mut depth = 0usize;
    // How deep the block that is open stands, and where its fence ends.
    let mut open: Option<(usize, usize)> = None;
    for (event, range) in events {
        let is_end = matches!(event, Event::End(_));
        if let Some((at, end)) = open
            && depth == at
            && (is_end || range.start >= end)
        {
            out.push((Event::End(TagEnd::MetadataBlock(BLOCK)), range.start..range.start));
            open = None;
        }
        let end = range.start + text[range.clone()].trim_end().len();
        let inside = fences.iter().find(|fence| fence.range.start <= range.start && end <= fence.range.end);
        if let (None, Some(fence), true) = (open, inside, is_block(&event)) {
            out.push((Event::Start(Tag::MetadataBlock(BLOCK)), range.clone()));
            open = Some((depth, fence.range.end));
        }
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        out.push((event, range));
    }
    if open.is_some() {
        out.push((Event::End(TagEnd::MetadataBlock(BLOCK)), text.len()..text.len()));
    }
    out
}

fn is_block(event: &Event<'_>) -> bool {
    match event {
        Event::Rule => true,
        Event::Start(tag) => matches!(
            tag,
            Tag::Paragraph
                | Tag::Heading { .. }
                | Tag::BlockQuote(_)
                | Tag::CodeBlock(_)
                | Tag::HtmlBlock
                | Tag::List(_)
                | Tag::Table(_)
        ),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(text: &str) -> String {
        let mut out = String::new();
        let mut done = 0;
        for fence in fences(text, 0) {
            out.push_str(&text[done..fence.range.start]);
            done = fence.range.end;
        }
        out + &text[done..]
    }

    #[test]
    fn blocks_are_found_in_every_form() {
        for (text, expected) in [
            ("a\n:::internal\nx\n:::\nb\n", "a\nb\n"),
            ("a\r\n::: internal Notes\r\nx\r\n:::\r\nb", "a\r\nb"),
            ("::: {.internal}\nx\n:::::\nb", "b"),
            (":::Internal\nx\n:::note\ny\n:::\nz\n:::\nb", "b"),
            ("- a\n  :::internal\n  x\n  :::\n- b", "- a\n- b"),
            ("- :::internal\n  x\n  :::\n- b", "- b"),
            ("> a\n> :::internal\n> x\n> :::\n> b", "> a\n> b"),
            ("a :::internal x ::: b", "a  b"),
            (":::internal x :::\nb", "b"),
            ("a :::internal\nx\n:::\nb", "a b"),
            ("a\n:::internal\nx", "a\n"),
            ("| a |\n|-|\n:::internal\n| x |\n:::\n| b |", "| a |\n|-|\n| b |"),
        ] {
            assert_eq!(left(text), expected, "{text}");
        }
    }

    #[test]
    fn code_and_other_blocks_are_none() {
        for text in [
            "```\n:::internal\nx\n:::\n```\n",
            "- a\n  ~~~md\n  :::internal\n  ~~~\n",
            ":::internally\nx\n:::\n",
            ":::note\nx\n:::\n",
            "Write `:::internal` before it.\n",
        ] {
            assert_eq!(fences(text, 0), [], "{text}");
        }
    }

    #[test]
    fn a_code_block_hides_no_end() {
        // The fence of the code is open, so the mark is code, and all is internal.
        assert_eq!(left("a\n:::internal\n```\nx\n:::\nb\n"), "a\n");
        assert_eq!(left("a\n:::internal\n```\n:::\n```\n:::\nb\n"), "a\nb\n");
    }

    #[test]
    fn only_what_is_whole_is_wrapped() {
        let text = ":::internal\n- x\n:::\n- b\n";
        let events: Vec<_> =
            crate::markdown::events(text, 0, Dialect::default()).map(|(event, _)| event).collect();
        let place = |wanted: &Event<'_>| events.iter().position(|event| event == wanted).unwrap();
        let (start, end) =
            (Event::Start(Tag::MetadataBlock(BLOCK)), Event::End(TagEnd::MetadataBlock(BLOCK)));
        assert!(place(&start) < place(&Event::Text("x".into())), "{events:?}");
        assert!(place(&end) < place(&Event::Text("b".into())), "{events:?}");
        assert_eq!(events.iter().filter(|event| **event == start).count(), 1);
    }
}
