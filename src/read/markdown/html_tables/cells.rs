//! Reads the rows and cells of tables from the tokens of HTML.

use std::cell::RefCell;
use std::ops::Range;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

use super::grid::{Cell, Grid};
use crate::read::markdown::blocks::{Block, Inline, Piece};

/// Elements that stand on lines of their own.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "li",
    "ul",
    "ol",
    "dl",
    "dt",
    "dd",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "pre",
    "blockquote",
    "section",
];

/// Elements whose text nobody sees.
const UNSEEN: &[&str] = &["script", "style", "template", "noscript", "title", "textarea", "iframe"];

/// How the text of an element is read, as in a browser that runs scripts.
pub fn reading_on(name: &str) -> TokenSinkResult<()> {
    match name {
        "script" => TokenSinkResult::RawData(RawKind::ScriptData),
        "style" | "xmp" | "iframe" | "noembed" | "noframes" | "noscript" => {
            TokenSinkResult::RawData(RawKind::Rawtext)
        }
        "title" | "textarea" => TokenSinkResult::RawData(RawKind::Rcdata),
        "plaintext" => TokenSinkResult::Plaintext,
        _ => TokenSinkResult::Continue,
    }
}

/// Reads one run of blocks, from the first `<table>` to the last `</table>`.
pub struct TableReader {
    tokenizer: Tokenizer<Sink>,
}

impl TableReader {
    pub fn new(range: Range<usize>) -> Self {
        let state = State { range, ..State::default() };
        Self { tokenizer: Tokenizer::new(Sink(RefCell::new(state)), TokenizerOpts::default()) }
    }

    pub fn html(&self, html: &str) {
        let input = BufferQueue::default();
        input.push_back(StrTendril::from(html));
        let _ = self.tokenizer.feed(&input);
    }

    /// What Markdown made of a part of a cell.
    pub fn block(&self, block: &Block) {
        self.tokenizer.sink.0.borrow_mut().block(block);
    }

    pub fn finish(self) -> Result<Vec<Block>, &'static str> {
        self.tokenizer.end();
        let state = self.tokenizer.sink.0.into_inner();
        match state.odd {
            Some(reason) => Err(reason),
            None => Ok(state.tables),
        }
    }
}

struct Sink(RefCell<State>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let mut state = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) => return state.tag(&tag),
            Token::CharacterTokens(text) => state.text(&text),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

#[derive(Default)]
struct State {
    /// Where the tables stand.
    range: Range<usize>,
    tables: Vec<Block>,
    depth: usize,
    grid: Grid,
    cell: Option<Cell>,
    in_head: bool,
    bold: usize,
    struck: usize,
    code: usize,
    unseen: Option<String>,
    /// Why the tables are not read.
    odd: Option<&'static str>,
}

impl State {
    fn tag(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        let name: &str = &tag.name;
        let is_start = tag.kind == TagKind::StartTag;
        if let Some(unseen) = &self.unseen {
            if unseen == name && !is_start {
                self.unseen = None;
            }
            return TokenSinkResult::Continue;
        }
        if is_start && UNSEEN.contains(&name) && !tag.self_closing {
            self.unseen = Some(name.to_owned());
            return reading_on(name);
        }
        match (name, is_start) {
            ("table", true) => self.open_table(),
            ("table", false) => self.close_table(),
            _ if self.depth == 0 => {}
            ("thead", _) => {
                self.end_row();
                self.in_head = is_start;
            }
            ("tbody" | "tfoot", _) => {
                self.end_row();
                self.in_head = false;
            }
            ("tr", _) => self.end_row(),
            ("td" | "th", true) => {
                self.end_cell();
                self.cell = Some(Cell::new(tag, self.range.clone()));
            }
            ("td" | "th", false) => self.end_cell(),
            _ => self.inside(tag, name, is_start),
        }
        if is_start { reading_on(name) } else { TokenSinkResult::Continue }
    }

    fn open_table(&mut self) {
        self.depth += 1;
        if self.depth == 1 {
            self.grid = Grid::default();
        } else {
            self.odd = Some("there is a table in it");
        }
    }

    fn close_table(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        if self.depth > 0 {
            return;
        }
        self.end_row();
        self.in_head = false;
        match std::mem::take(&mut self.grid).table(self.range.clone()) {
            Ok(table) => self.tables.extend(table),
            Err(reason) => self.odd = Some(reason),
        }
    }

    fn end_cell(&mut self) {
        (self.bold, self.struck, self.code) = (0, 0, 0);
        if let Some(cell) = self.cell.take() {
            self.grid.push(cell);
        }
    }

    fn end_row(&mut self) {
        self.end_cell();
        self.grid.end_row(self.in_head);
    }

    /// A tag inside of a cell.
    fn inside(&mut self, tag: &Tag, name: &str, is_start: bool) {
        let count = |open: usize| if is_start { open + 1 } else { open.saturating_sub(1) };
        let value = |key: &str| {
            let found = tag.attrs.iter().find(|attribute| &*attribute.name.local == key);
            found.map(|attribute| attribute.value.to_string())
        };
        match name {
            "b" | "strong" => self.bold = count(self.bold),
            "s" | "del" | "strike" => self.struck = count(self.struck),
            "code" | "tt" | "kbd" | "samp" => self.code = count(self.code),
            "br" => self.new_line(true),
            "input" if value("type").is_some_and(|kind| kind.eq_ignore_ascii_case("checkbox")) => {
                self.text(if value("checked").is_some() { "☑ " } else { "☐ " });
            }
            "img" => self.text(&value("alt").unwrap_or_default()),
            // Confluence writes dates so.
            "time" if is_start && tag.self_closing => self.text(&value("datetime").unwrap_or_default()),
            "a" if is_start => {
                if let (Some(href), Some(cell)) = (value("href"), &mut self.cell)
                    && href.trim().starts_with("http")
                {
                    cell.inline.url.get_or_insert_with(|| href.trim().to_owned());
                }
            }
            name if BLOCKS.contains(&name) => self.new_line(false),
            _ => {}
        }
    }

    /// Begins a new line, unless one has just begun and `always` is not wanted.
    fn new_line(&mut self, always: bool) {
        let Some(cell) = &mut self.cell else { return };
        let inline = &mut cell.inline;
        let kept = inline.text.trim_end_matches(' ').len();
        inline.text.truncate(kept);
        if let Some(piece) = inline.pieces.last_mut() {
            piece.text.end = piece.text.end.min(kept);
        }
        if inline.text.is_empty() || !always && inline.text.ends_with('\n') {
            return;
        }
        inline.text.push('\n');
        inline.lines.push(inline.text.len());
    }

    fn text(&mut self, text: &str) {
        if self.unseen.is_some() {
            return;
        }
        let (bold, struck, code) = (self.bold > 0, self.struck > 0, self.code > 0);
        let source = self.range.start;
        let Some(cell) = &mut self.cell else { return };
        let inline = &mut cell.inline;
        let start = inline.text.len();
        for c in text.chars() {
            let is_space = c.is_ascii_whitespace() || c == '\u{a0}';
            if !is_space {
                inline.text.push(c);
            } else if !inline.text.is_empty() && !inline.text.ends_with([' ', '\n']) {
                inline.text.push(' ');
            }
        }
        if inline.text.len() > start {
            inline.pieces.push(Piece { text: start..inline.text.len(), source, bold, code, struck });
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph { inline, .. } | Block::Heading { inline, .. } => {
                self.new_line(false);
                if let Some(cell) = &mut self.cell {
                    append(&mut cell.inline, inline);
                }
                self.new_line(false);
            }
            Block::List { items, .. } => {
                for item in items {
                    self.new_line(false);
                    if let Some(done) = item.task {
                        self.text(if done { "☑ " } else { "☐ " });
                    }
                    item.blocks.iter().for_each(|block| self.block(block));
                }
            }
            Block::Quote { blocks } | Block::Footnote { blocks, .. } => {
                blocks.iter().for_each(|block| self.block(block));
            }
            Block::Table { .. } if self.depth > 0 => self.odd = Some("there is a table in it"),
            _ => {}
        }
    }
}

/// Appends a text with all that is known of it.
fn append(to: &mut Inline, other: &Inline) {
    let by = to.text.len();
    to.text.push_str(&other.text);
    to.lines.extend(other.lines.iter().map(|line| line + by));
    to.links.extend(other.links.iter().map(|(index, range)| (*index, range.start + by..range.end + by)));
    let moved = |piece: &Piece| Piece { text: piece.text.start + by..piece.text.end + by, ..piece.clone() };
    to.pieces.extend(other.pieces.iter().map(moved));
}
