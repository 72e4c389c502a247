//! A piece of authors' HTML as what of it may be on a page.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

use super::lists::{DROPPED, TAGS, is_known};
use crate::core::address;
use crate::read::markdown::html_tables::reading_on;

/// What one body's pieces of HTML have in common.
pub struct Raw {
    /// What each relative address becomes; one that is missing is dropped.
    hrefs: HashMap<String, String>,
    /// Ids that are taken, by us or by an earlier piece.
    ids: HashSet<String>,
    /// An element that is not shown, and that a piece has left open: its name, and where in the text it began.
    unclosed: Option<(String, usize)>,
}

impl Raw {
    pub fn new(hrefs: HashMap<String, String>, ids: HashSet<String>) -> Self {
        Self { hrefs, ids, unclosed: None }
    }

    /// Appends what may be shown of a piece.
    pub fn push(&mut self, out: &mut String, html: &str) {
        let sink = Sink(RefCell::new(Piece { raw: self, out, inside: None }));
        let tokenizer = Tokenizer::new(sink, TokenizerOpts::default());
        let input = BufferQueue::default();
        input.push_back(StrTendril::from(html));
        let _ = tokenizer.feed(&input);
        tokenizer.end();
        let Piece { raw, inside, .. } = tokenizer.sink.0.into_inner();
        if let Some(Inside { name, start, .. }) = inside {
            raw.unclosed = Some((name, start));
        }
    }

    /// Nothing that an earlier piece has left open reaches into the next block.
    pub fn end_block(&mut self) {
        self.unclosed = None;
    }

    /// The value of an attribute, if authors may have it.
    fn value(&mut self, tag: &str, attribute: &str, value: &str) -> Option<String> {
        if !is_known(tag, attribute) {
            return None;
        }
        let is_fine = match attribute {
            "id" | "name" => {
                !value.is_empty()
                    && !crate::read::parse::is_generated_id(value)
                    && !value.contains(char::is_whitespace)
                    && self.ids.insert(value.to_owned())
            }
            "href" | "src" => {
                let value = value.trim();
                return match address::is_external(value) {
                    true => Some(address::web(value)),
                    false => self.hrefs.get(value).cloned(),
                };
            }
            "width" | "height" | "colspan" | "rowspan" | "start" | "span" => {
                let is_number =
                    !value.is_empty() && value.len() < 6 && value.chars().all(|c| c.is_ascii_digit());
                is_number && (tag == "img" || value != "0")
            }
            "dir" => matches!(value, "ltr" | "rtl" | "auto"),
            _ => true,
        };
        is_fine.then(|| value.to_owned())
    }
}

/// A piece that is being read.
struct Piece<'r> {
    raw: &'r mut Raw,
    out: &'r mut String,
    inside: Option<Inside>,
}

/// An element that is not shown.
struct Inside {
    name: String,
    /// How often it is open.
    depth: usize,
    /// How long the text was where it began.
    start: usize,
}

impl Piece<'_> {
    fn tag(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        let name: &str = &tag.name;
        let is_start = tag.kind == TagKind::StartTag;
        if let Some(inside) = &mut self.inside {
            if inside.name == name {
                inside.depth = if is_start { inside.depth + 1 } else { inside.depth - 1 };
                if inside.depth == 0 {
                    self.inside = None;
                }
            }
        } else if DROPPED.contains(&name) {
            self.dropped(name, is_start);
        } else if TAGS.contains(&name) {
            if is_start { self.start(tag) } else { self.out.extend(["</", name, ">"]) }
        }
        if is_start { reading_on(name) } else { TokenSinkResult::Continue }
    }

    fn dropped(&mut self, name: &str, is_start: bool) {
        if is_start {
            self.inside = Some(Inside { name: name.to_owned(), depth: 1, start: self.out.len() });
        } else if let Some((_, start)) = self.raw.unclosed.take_if(|(unclosed, _)| unclosed == name) {
            self.out.truncate(start);
        }
    }

    fn start(&mut self, tag: &Tag) {
        let name: &str = &tag.name;
        let start = self.out.len();
        self.out.push('<');
        self.out.push_str(name);
        let mut has_source = false;
        for attribute in &tag.attrs {
            let key: &str = &attribute.name.local;
            if let Some(value) = self.raw.value(name, key, &attribute.value) {
                has_source |= key == "src";
                self.out.push_str(&crate::core::escape::attribute(key, &value));
            }
        }
        self.out.push('>');
        // A picture that leads nowhere is what it would have shown.
        if name == "img" && !has_source {
            self.out.truncate(start);
            let alternative = tag.attrs.iter().find(|attribute| &*attribute.name.local == "alt");
            crate::core::escape::push(self.out, alternative.map_or("", |attribute| &attribute.value));
        }
    }
}

struct Sink<'r>(RefCell<Piece<'r>>);

impl TokenSink for Sink<'_> {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let mut piece = self.0.borrow_mut();
        match token {
            Token::TagToken(tag) => return piece.tag(&tag),
            Token::CharacterTokens(text) if piece.inside.is_none() => {
                crate::core::escape::push(piece.out, &text)
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}
