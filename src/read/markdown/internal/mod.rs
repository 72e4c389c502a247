//! Blocks that are for readers inside: from a line `:::internal` to a line `:::`.
//!
//! They are found in the text itself, line by line, so that what a public edition leaves out does not depend on what else the
//! Markdown means. Where in doubt, more is internal, and somebody is told.

mod html;
mod line;
mod wrap;

use std::cell::OnceCell;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, MetadataBlockKind, Parser, Tag};

use super::COMMON;
use line::{Opening, Said};

pub(super) use wrap::events;

/// What stands for such a block in the stream of events; the dialect makes none of these itself.
pub const BLOCK: MetadataBlockKind = MetadataBlockKind::PlusesStyle;

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

/// What is odd about a mark, so that more may be internal than was meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Oddity {
    /// It may be meant as the beginning of a block.
    Doubtful,
    /// It closes nothing.
    Stray,
    /// It is an element of raw HTML.
    Html,
}

/// The internal blocks of a text whose Markdown begins at byte `start`, by where they begin; front matter is searched too.
/// Fences in fenced code are code.
pub fn fences(text: &str, start: usize) -> Vec<Fence> {
    read(text, start).0
}

/// The marks of such blocks that somebody should look at.
pub fn oddities(text: &str, start: usize) -> Vec<(Range<usize>, Oddity)> {
    read(text, start).1
}

fn read(text: &str, start: usize) -> (Vec<Fence>, Vec<(Range<usize>, Oddity)>) {
    let (is_possible, in_html) = (line::is_possible(text), html::is_possible(text));
    if !is_possible && !in_html {
        return (Vec::new(), Vec::new());
    }
    let mut reader = SectionReader { text, start, code: OnceCell::new(), ..SectionReader::default() };
    if is_possible {
        reader.lines();
    }
    if in_html {
        reader.html();
    }
    reader.found.sort_by_key(|fence| fence.range.start);
    reader.odd.sort_by_key(|(range, _)| range.start);
    (reader.found, reader.odd)
}

#[derive(Default)]
struct SectionReader<'t> {
    text: &'t str,
    start: usize,
    /// Found when somebody asks.
    code: OnceCell<Vec<Code>>,
    found: Vec<Fence>,
    odd: Vec<(Range<usize>, Oddity)>,
    open: Option<Open>,
    /// How many blocks of another kind are open.
    others: usize,
    /// The block in one line of its own that was met last: its title may be all that it was taken for.
    in_one_line: Option<usize>,
}

/// A block that has begun.
struct Open {
    start: usize,
    mark: Range<usize>,
    colons: usize,
    /// How many blocks are open inside of it.
    depth: usize,
}

impl SectionReader<'_> {
    fn lines(&mut self) {
        let mut at = 0;
        while at < self.text.len() {
            let begin = at;
            at += line_length(&self.text[begin..]);
            let bare = self.text[begin..at].trim_end_matches(['\n', '\r']);
            if !line::is_possible(bare) || line::read(bare, |_| false) == Said::Nothing {
                continue;
            }
            let said = line::read(bare, |at| self.is_code(begin + at));
            // In a block of code without an end nothing ends, although it hides no beginning.
            if let (Said::Closes(mark, _), Some(_)) = (&said, &self.open)
                && self.code_at(begin + mark.start).is_some()
            {
                continue;
            }
            self.said(said, begin, at);
        }
        if let Some(Open { start, mark, .. }) = self.open.take() {
            self.found.push(Fence { range: start..self.text.len(), opening: mark, closing: None });
        }
    }

    /// Takes in what the line from `begin` to `end` says.
    fn said(&mut self, said: Said, begin: usize, end: usize) {
        match (said, &mut self.open) {
            (Said::Nothing, _) => {}
            (Said::Opens(opening), Some(open)) => {
                if opening.closing.is_none() {
                    open.depth += 1 + opening.more;
                }
            }
            (Said::Opens(opening), None) => self.opens(opening, begin, end),
            (Said::Closes(mark, colons), Some(open)) => {
                if colons < open.colons.min(3) {
                    return;
                }
                if open.depth > 0 {
                    open.depth -= 1;
                } else if let Some(Open { start, mark: opening, .. }) = self.open.take() {
                    let closing = Some(begin + mark.start..begin + mark.end);
                    self.found.push(Fence { range: start..end, opening, closing });
                }
            }
            (Said::Closes(mark, 3..), None) => self.closes_other(begin + mark.start..begin + mark.end, end),
            (Said::Closes(..), None) => {}
            (Said::OpensOther, Some(open)) => open.depth += 1,
            (Said::OpensOther, None) => self.others += 1,
        }
    }

    fn opens(&mut self, opening: Opening, begin: usize, end: usize) {
        let Opening { start, mark, closing, leads, is_odd, more, colons } = opening;
        let mark = begin + mark.start..begin + mark.end;
        if is_odd {
            self.odd.push((mark.clone(), Oddity::Doubtful));
        }
        match closing {
            Some((closing, to)) => {
                if leads {
                    self.in_one_line = Some(self.found.len());
                    self.others = 0;
                }
                let closing = begin + closing.start..begin + closing.end;
                let range = begin + start..if leads { end } else { begin + to };
                self.found.push(Fence { range, opening: mark, closing: Some(closing) });
            }
            None => self.open = Some(Open { start: begin + start, mark, colons, depth: more }),
        }
    }

    /// A mark that ends a block of another kind, or none.
    fn closes_other(&mut self, mark: Range<usize>, end: usize) {
        if self.others > 0 {
            self.others -= 1;
        } else if let Some(position) = self.in_one_line.take() {
            // What was taken for a block in one line had a title, and was the beginning of this one.
            self.found.truncate(position + 1);
            let block = &mut self.found[position];
            self.odd.push((block.opening.clone(), Oddity::Doubtful));
            (block.range.end, block.closing) = (end, Some(mark));
        } else {
            self.odd.push((mark, Oddity::Stray));
        }
    }

    /// Elements of raw HTML that say that they are internal.
    fn html(&mut self) {
        let in_lines = self.found.len();
        for (opening, closing) in html::elements(self.text) {
            let before = self.found[..in_lines].partition_point(|fence| fence.range.start <= opening.start);
            let is_known = before > 0 && self.found[before - 1].range.contains(&opening.start);
            if is_known || self.is_code(opening.start) {
                continue;
            }
            self.odd.push((opening.clone(), Oddity::Html));
            let end = closing.as_ref().map_or(self.text.len(), |closing| closing.end);
            self.found.push(Fence { range: opening.start..end, opening, closing });
        }
    }

    fn is_code(&self, at: usize) -> bool {
        self.code_at(at).is_some_and(|code| code.is_whole)
    }

    fn code_at(&self, at: usize) -> Option<&Code> {
        let code = self.code.get_or_init(|| code(self.text, self.start));
        let before = code.partition_point(|code| code.range.start <= at);
        code[..before].last().filter(|code| code.range.contains(&at))
    }
}

/// Bytes of the first line, with what ends it.
fn line_length(text: &str) -> usize {
    match text.find(['\n', '\r']) {
        Some(end) if text[end..].starts_with("\r\n") => end + 2,
        Some(end) => end + 1,
        None => text.len(),
    }
}

/// A fenced block of code, or code in a line.
struct Code {
    range: Range<usize>,
    /// Whether it has an end; a block without one may be none.
    is_whole: bool,
}

/// Where code is. What would be code over several lines may be none.
fn code(text: &str, start: usize) -> Vec<Code> {
    Parser::new_ext(&text[start..], COMMON)
        .into_offset_iter()
        .map(|(event, range)| (event, range.start + start..range.end + start))
        .filter_map(|(event, range)| {
            let is_whole = match event {
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) => is_closed(&text[range.clone()]),
                Event::Code(_) if !text[range.clone()].contains(['\n', '\r']) => true,
                _ => return None,
            };
            Some(Code { range, is_whole })
        })
        .collect()
}

/// Whether a fenced block of code ends with a fence.
fn is_closed(block: &str) -> bool {
    let mark = block.chars().next().unwrap_or('`');
    let mut lines = block.trim_end().lines();
    let opening = lines.next().map_or(0, |line| line.chars().take_while(|c| *c == mark).count());
    let last = lines.next_back().unwrap_or_default().trim_start_matches([' ', '\t', '>']).trim_end();
    last.chars().count() >= opening && last.chars().all(|c| c == mark)
}

#[cfg(test)]
mod tests {
    use pulldown_cmark::TagEnd;

    use super::*;
    use crate::core::model::Dialect;

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
            ("| a |\n|-|\n| :::internal |\n| x |\n| ::: |\n| b |", "| a |\n|-|\n| | b |"),
            ("::: internal ::::::\nx\n::::::\nb", "b"),
            ("::: {.note .internal} :::\nx\n:::\nb", "b"),
            ("[^1]: :::internal\n    x\n    :::\nb", "b"),
            ("a\r:::internal\rx\r:::\rb", "a\rb"),
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
            "<p class=\"internally\">x</p>\n",
            "`<i class=\"internal\">`\n",
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
    fn in_doubt_more_is_internal_and_somebody_is_told() {
        use Oddity::{Doubtful, Html, Stray};
        for (text, expected, odd) in [
            (":::internal Notes ::: draft\nx\n:::\nb", "b", vec![Doubtful]),
            (":::internal Notes :::\nx\n:::\nb", "b", vec![Doubtful]),
            ("a :::internal b :::internal\nx\n:::\ny", "a ", vec![Doubtful]),
            ("See ::: for internal notes.\nb", "See \nb", vec![Doubtful]),
            ("::internal\nx\n::\nb", "b", vec![Doubtful]),
            // Neither a block of code nor code in a line that may be none.
            ("```\n:::internal\nx\n:::\n", "```\n", vec![]),
            ("A ` b\n:::internal\nx\n:::\nc ` d", "A ` b\nc ` d", vec![]),
            ("a\n:::\nb", "a\n:::\nb", vec![Stray]),
            (":::note\na\n:::\n:::\nb", ":::note\na\n:::\n:::\nb", vec![Stray]),
            ("a <div class=\"internal\">x</div> b", "a  b", vec![Html]),
            ("a\n\n<div class=internal>\n\nx", "a\n\n", vec![Html]),
        ] {
            assert_eq!(left(text), expected, "{text}");
            let kinds: Vec<Oddity> = oddities(text, 0).into_iter().map(|(_, kind)| kind).collect();
            assert_eq!(kinds, odd, "{text}");
        }
    }

    #[test]
    fn only_what_is_whole_is_wrapped() {
        let text = ":::internal\n- x\n:::\n- b\n";
        let events: Vec<_> =
            crate::read::markdown::events(text, 0, Dialect::default()).map(|(event, _)| event).collect();
        let place = |wanted: &Event<'_>| events.iter().position(|event| event == wanted).unwrap();
        let (start, end) =
            (Event::Start(Tag::MetadataBlock(BLOCK)), Event::End(TagEnd::MetadataBlock(BLOCK)));
        assert!(place(&start) < place(&Event::Text("x".into())), "{events:?}");
        assert!(place(&end) < place(&Event::Text("b".into())), "{events:?}");
        assert_eq!(events.iter().filter(|event| **event == start).count(), 1);
    }
}
