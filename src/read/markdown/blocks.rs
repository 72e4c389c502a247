//! The blocks of a document as a shallow tree of plain text: what facts are read from.
//!
//! Lives only while one file is parsed. Formatting is dropped; what stays is where each piece of text came from, what
//! was bold, and where the links are.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::{Spanned, events, html_tables, text_tables};
use crate::core::model::Dialect;

/// Deepest nesting that is kept; blocks further inside count as belonging to the deepest one.
const DEPTH: usize = 24;

/// One block.
#[derive(Debug, Clone)]
pub enum Block {
    Heading {
        level: u8,
        inline: Inline,
        id: Option<String>,
        range: Range<usize>,
    },
    Paragraph {
        inline: Inline,
        range: Range<usize>,
    },
    List {
        ordered: bool,
        items: Vec<Item>,
        range: Range<usize>,
    },
    /// What is written in HTML has one range for all of its rows and cells.
    Table {
        head: Vec<Inline>,
        rows: Vec<Row>,
        range: Range<usize>,
        is_html: bool,
    },
    Quote {
        blocks: Vec<Block>,
    },
    Code {
        range: Range<usize>,
    },
    Html {
        text: String,
        range: Range<usize>,
    },
    Rule,
    Footnote {
        label: String,
        blocks: Vec<Block>,
    },
}

/// An item of a list.
#[derive(Debug, Clone, Default)]
pub struct Item {
    /// Whether the box of a task is ticked.
    pub task: Option<bool>,
    pub blocks: Vec<Block>,
    pub range: Range<usize>,
}

/// A row of a table, without its head.
#[derive(Debug, Clone, Default)]
pub struct Row {
    pub cells: Vec<Inline>,
    pub range: Range<usize>,
}

/// Text inside a block.
#[derive(Debug, Clone, Default)]
pub struct Inline {
    /// Plain text; a line break in the source is a space, a hard one a line feed.
    pub text: String,
    /// Pieces of `text`, in order, with where they come from.
    pub pieces: Vec<Piece>,
    /// Offsets in `text` at which a new line of the source begins.
    pub lines: Vec<usize>,
    /// Positions in the document's list of links, with the bytes of `text` that they cover.
    pub links: Vec<(usize, Range<usize>)>,
    /// The first address of another site that a link in HTML leads to.
    pub url: Option<String>,
    /// Where the block begins and ends in the source.
    pub range: Range<usize>,
}

/// A run of text with one source and one style.
#[derive(Debug, Clone)]
pub struct Piece {
    /// Bytes of [`Inline::text`].
    pub text: Range<usize>,
    /// Where it starts in the source.
    pub source: usize,
    pub bold: bool,
    pub code: bool,
    pub struck: bool,
}

impl Inline {
    /// Where in the source the byte `at` of the text is; the end of the block for what is past the text.
    pub fn source_of(&self, at: usize) -> usize {
        for piece in &self.pieces {
            if at < piece.text.end {
                return piece.source + at.saturating_sub(piece.text.start);
            }
        }
        self.range.end
    }

    /// The bold text at the very start, if there is any.
    pub fn leading_bold(&self) -> Option<&str> {
        let first = self.pieces.iter().position(|piece| !self.text[piece.text.clone()].trim().is_empty())?;
        let end = self.pieces[first..].iter().take_while(|piece| piece.bold).last()?.text.end;
        Some(&self.text[..end])
    }

    /// Whether all of the text is struck through.
    pub fn is_struck(&self) -> bool {
        let mut visible = self.pieces.iter().filter(|piece| !self.text[piece.text.clone()].trim().is_empty());
        visible.clone().next().is_some() && visible.all(|piece| piece.struck)
    }
}

/// A link or an image, in the order of the stream.
#[derive(Debug, Clone)]
pub struct RawLink {
    pub href: String,
    pub text: String,
    pub is_image: bool,
    pub is_wiki: bool,
    pub range: Range<usize>,
}

/// Everything that one pass over the Markdown yields.
#[derive(Debug, Default)]
pub struct Outline {
    pub dialect: Dialect,
    pub blocks: Vec<Block>,
    pub links: Vec<RawLink>,
    /// Raw HTML, a block or a tag, and where it is.
    pub html: Vec<(String, Range<usize>)>,
    /// Formulas without their marks, and where each is, marks included.
    pub formulas: Vec<(String, Range<usize>)>,
    /// Tables in HTML that are not read, and why.
    pub unread: Vec<(Range<usize>, &'static str)>,
    /// Whether something was nested deeper than is kept.
    pub too_deep: Option<Range<usize>>,
}

/// Reads the blocks of the Markdown that begins at byte `start` of `text`.
pub fn outline(text: &str, start: usize, dialect: Dialect) -> Outline {
    let mut builder = Builder { source: text, ..Builder::default() };
    builder.outline.dialect = dialect;
    for event in events(text, start, dialect) {
        builder.event(event);
    }
    while !builder.open.is_empty() {
        builder.close();
    }
    let blocks = std::mem::take(&mut builder.outline.blocks);
    builder.outline.blocks = builder.joined(blocks);
    builder.outline
}

/// A container that has been started and not yet ended.
enum Open {
    List { ordered: bool, items: Vec<Item>, range: Range<usize> },
    Item(Item),
    Quote(Vec<Block>),
    Footnote { label: String, blocks: Vec<Block> },
    Table { head: Vec<Inline>, rows: Vec<Row>, in_head: bool, range: Range<usize> },
}

#[derive(Default)]
struct Builder<'t> {
    source: &'t str,
    outline: Outline,
    open: Vec<Open>,
    /// How many containers beyond [`DEPTH`] are open.
    ignored: usize,
    inline: Option<Inline>,
    /// What the inline text will become.
    heading: Option<(u8, Option<String>)>,
    html: Option<(String, Range<usize>)>,
    bold: usize,
    struck: usize,
    link_stack: Vec<(usize, usize)>,
    in_code: bool,
}

impl Builder<'_> {
    fn event(&mut self, (event, range): Spanned<'_>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.in_code => drop(text),
            Event::Text(text) => self.text(&text, range.start, false),
            Event::Code(code) => {
                let ticks = (range.len().saturating_sub(code.len())) / 2;
                self.text(&code, range.start + ticks, true);
            }
            Event::SoftBreak => self.line_break(' ', range),
            Event::HardBreak => self.line_break('\n', range),
            Event::Html(html) => {
                if let Some((text, _)) = &mut self.html {
                    text.push_str(&html);
                }
            }
            Event::InlineHtml(html) => {
                if html.starts_with("<br") {
                    self.line_break('\n', range.clone());
                }
                self.outline.html.push((html.into_string(), range));
            }
            Event::Rule => self.block(Block::Rule),
            Event::TaskListMarker(done) => {
                let item = self.open.iter_mut().rev().find_map(|open| match open {
                    Open::Item(item) => Some(item),
                    _ => None,
                });
                if let Some(item) = item {
                    item.task = Some(done);
                }
            }
            Event::InlineMath(formula) => self.formula(&formula, "$", range),
            Event::DisplayMath(formula) => self.formula(&formula, "$$", range),
            Event::FootnoteReference(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Paragraph => self.begin_inline(range),
            Tag::Heading { level, id, .. } => {
                self.begin_inline(range);
                self.heading = Some((level as u8, id.map(|id| id.to_string())));
            }
            Tag::HtmlBlock => self.html = Some((String::new(), range)),
            Tag::CodeBlock(_) => {
                self.flush_inline();
                self.in_code = true;
                self.block(Block::Code { range });
            }
            Tag::List(first) => self.push(Open::List { ordered: first.is_some(), items: Vec::new(), range }),
            Tag::Item => self.push(Open::Item(Item { range, ..Item::default() })),
            Tag::BlockQuote(_) => self.push_deep(Open::Quote(Vec::new()), range),
            Tag::FootnoteDefinition(label) => {
                self.push_deep(Open::Footnote { label: label.to_string(), blocks: Vec::new() }, range);
            }
            Tag::Table(_) => {
                self.push(Open::Table { head: Vec::new(), rows: Vec::new(), in_head: false, range });
            }
            Tag::TableHead => {
                if let Some(Open::Table { in_head, .. }) = self.open.last_mut() {
                    *in_head = true;
                }
            }
            Tag::TableRow => {
                if let Some(Open::Table { in_head, rows, .. }) = self.open.last_mut() {
                    *in_head = false;
                    rows.push(Row { cells: Vec::new(), range });
                }
            }
            Tag::TableCell => self.begin_inline(range),
            Tag::Strong => self.bold += 1,
            Tag::Strikethrough => self.struck += 1,
            Tag::Link { link_type, dest_url, .. } => {
                let is_wiki = matches!(link_type, pulldown_cmark::LinkType::WikiLink { .. });
                self.begin_link(&dest_url, false, is_wiki, range);
            }
            Tag::Image { dest_url, .. } => self.begin_link(&dest_url, true, false, range),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) => self.flush_inline(),
            TagEnd::HtmlBlock => {
                if let Some((text, range)) = self.html.take() {
                    self.outline.html.push((text.clone(), range.clone()));
                    self.block(Block::Html { text, range });
                }
            }
            TagEnd::CodeBlock => self.in_code = false,
            TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::BlockQuote(_)
            | TagEnd::FootnoteDefinition
            | TagEnd::Table => {
                self.flush_inline();
                if self.ignored > 0 {
                    self.ignored -= 1;
                } else {
                    self.close();
                }
            }
            TagEnd::TableCell => {
                if let (Some(inline), Some(Open::Table { head, rows, in_head, .. })) =
                    (self.inline.take(), self.open.last_mut())
                {
                    match rows.last_mut() {
                        Some(row) if !*in_head => row.cells.push(inline),
                        _ => head.push(inline),
                    }
                }
            }
            TagEnd::Strong => self.bold = self.bold.saturating_sub(1),
            TagEnd::Strikethrough => self.struck = self.struck.saturating_sub(1),
            TagEnd::Link | TagEnd::Image => self.end_link(),
            _ => {}
        }
    }

    fn begin_inline(&mut self, range: Range<usize>) {
        self.flush_inline();
        self.inline = Some(Inline { range, ..Inline::default() });
    }

    /// Ends the text that is being collected and makes a block of it.
    fn flush_inline(&mut self) {
        let Some(inline) = self.inline.take() else { return };
        let range = inline.range.clone();
        match self.heading.take() {
            Some((level, id)) => self.block(Block::Heading { level, inline, id, range }),
            None if inline.text.trim().is_empty() && inline.links.is_empty() => {}
            None => self.block(Block::Paragraph { inline, range }),
        }
    }

    fn text(&mut self, text: &str, source: usize, code: bool) {
        let (bold, struck) = (self.bold > 0, self.struck > 0);
        let inline = self.current(source);
        let start = inline.text.len();
        inline.text.push_str(text);
        inline.pieces.push(Piece { text: start..inline.text.len(), source, bold, code, struck });
        inline.range.end = inline.range.end.max(source + text.len());
    }

    /// In plain text a formula stands as it was written.
    fn formula(&mut self, formula: &str, mark: &str, range: Range<usize>) {
        self.text(&format!("{mark}{formula}{mark}"), range.start, true);
        self.outline.formulas.push((formula.to_owned(), range));
    }

    fn line_break(&mut self, with: char, range: Range<usize>) {
        let inline = self.current(range.start);
        inline.text.push(with);
        inline.lines.push(inline.text.len());
    }

    /// The text being collected; tight list items have no paragraph of their own.
    fn current(&mut self, source: usize) -> &mut Inline {
        self.inline.get_or_insert_with(|| Inline { range: source..source, ..Inline::default() })
    }

    fn begin_link(&mut self, href: &str, is_image: bool, is_wiki: bool, range: Range<usize>) {
        let start = self.current(range.start).text.len();
        self.link_stack.push((self.outline.links.len(), start));
        let href = href.trim().to_owned();
        self.outline.links.push(RawLink { href, text: String::new(), is_image, is_wiki, range });
    }

    fn end_link(&mut self) {
        let (Some((index, start)), Some(inline)) = (self.link_stack.pop(), &mut self.inline) else { return };
        let start = start.min(inline.text.len());
        self.outline.links[index].text = inline.text[start..].trim().to_owned();
        inline.links.push((index, start..inline.text.len()));
    }

    fn push(&mut self, open: Open) {
        let range = match &open {
            Open::List { range, .. } | Open::Table { range, .. } => range.clone(),
            Open::Item(item) => item.range.clone(),
            _ => 0..0,
        };
        self.push_deep(open, range);
    }

    fn push_deep(&mut self, open: Open, range: Range<usize>) {
        self.flush_inline();
        if self.ignored > 0 || self.open.len() >= DEPTH {
            self.ignored += 1;
            self.outline.too_deep.get_or_insert(range);
        } else {
            self.open.push(open);
        }
    }

    fn close(&mut self) {
        match self.open.pop() {
            Some(Open::List { ordered, items, range }) => self.block(Block::List { ordered, items, range }),
            Some(Open::Item(mut item)) => {
                item.blocks = self.joined(item.blocks);
                if let Some(Open::List { items, .. }) = self.open.last_mut() {
                    items.push(item);
                }
            }
            Some(Open::Quote(blocks)) => {
                let blocks = self.joined(blocks);
                self.block(Block::Quote { blocks });
            }
            Some(Open::Footnote { label, blocks }) => {
                let blocks = self.joined(blocks);
                self.block(Block::Footnote { label, blocks });
            }
            Some(Open::Table { head, rows, range, .. }) => {
                self.block(Block::Table { head, rows, range, is_html: false });
            }
            None => {}
        }
    }

    fn joined(&mut self, blocks: Vec<Block>) -> Vec<Block> {
        let blocks = text_tables::joined(blocks, self.source, self.outline.dialect);
        html_tables::joined(blocks, self.source, &mut self.outline.unread)
    }

    fn block(&mut self, block: Block) {
        let blocks = self.open.iter_mut().rev().find_map(|open| match open {
            Open::Item(item) => Some(&mut item.blocks),
            Open::Quote(blocks) | Open::Footnote { blocks, .. } => Some(blocks),
            Open::List { .. } | Open::Table { .. } => None,
        });
        blocks.unwrap_or(&mut self.outline.blocks).push(block);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_keep_their_text_their_boxes_and_their_children() {
        let outline = outline("- [x] **One** [a](b)\n  - two\n", 0, Dialect::default());
        let Block::List { items, .. } = &outline.blocks[0] else { panic!() };
        assert_eq!(items[0].task, Some(true));
        let Block::Paragraph { inline, .. } = &items[0].blocks[0] else { panic!() };
        assert_eq!(inline.text.trim(), "One a");
        assert_eq!(inline.leading_bold().map(str::trim), Some("One"));
        assert_eq!(outline.links[0].text, "a");
        assert!(matches!(items[0].blocks[1], Block::List { .. }));
    }

    #[test]
    fn text_knows_where_it_came_from() {
        let text = "13:24 **a** `b`";
        let outline = outline(text, 0, Dialect::default());
        let Block::Paragraph { inline, .. } = &outline.blocks[0] else { panic!() };
        assert_eq!(inline.text, "13:24 a b");
        assert_eq!(&text[inline.source_of(6)..][..1], "a");
        assert_eq!(&text[inline.source_of(8)..][..1], "b");
    }

    #[test]
    fn deep_nesting_is_flattened_and_reported() {
        let outline = outline(&("> ".repeat(5000) + "x"), 0, Dialect::default());
        assert!(outline.too_deep.is_some());
    }
}
