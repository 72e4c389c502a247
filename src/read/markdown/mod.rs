//! Markdown as a stream of events: one dialect, read in the same way by every stage.
//!
//! [`crate::read::parse`] reads facts from the stream, [`crate::site::body`] turns it into HTML. Both must see the same links in the
//! same order, so nothing else may call the Markdown parser.

pub mod blocks;
pub mod html_tables;
pub mod internal;
pub mod nesting;
pub mod rewrite;
mod text_tables;
pub mod unseen;

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, OffsetIter, Options, Parser, Tag};

use crate::core::model::Dialect;

/// GitHub's dialect with footnotes, heading attributes and wikilinks: what is common to all.
const COMMON: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_HEADING_ATTRIBUTES)
    .union(Options::ENABLE_GFM)
    .union(Options::ENABLE_WIKILINKS);

/// An event and the bytes that it came from, counted from the start of the whole file.
pub type Spanned<'a> = (Event<'a>, Range<usize>);

/// What the parser is told.
fn options(dialect: Dialect) -> Options {
    let mut options = COMMON;
    options.set(Options::ENABLE_MATH, dialect.math);
    options
}

/// The events of the Markdown that begins at byte `start` of `text`.
pub fn events(text: &str, start: usize, dialect: Dialect) -> Events<'_> {
    let fences = internal::fences(text, start);
    let source = if fences.is_empty() {
        Source::Whole(Box::new(Parser::new_ext(&text[start..], options(dialect)).into_offset_iter()))
    } else {
        Source::Fenced(internal::events(text, start, &fences, dialect))
    };
    Events { text, start, source, skip: 0..0 }
}

/// The definitions of references in the Markdown that begins at byte `start`, `[name]: address`: where each is, and where it
/// leads.
pub fn definitions(text: &str, start: usize) -> Vec<(Range<usize>, String)> {
    let parser = Parser::new_ext(&text[start..], COMMON);
    let definitions = parser.reference_definitions().iter();
    let mut found: Vec<_> = definitions
        .map(|(_, one)| (one.span.start + start..one.span.end + start, one.dest.to_string()))
        .collect();
    found.sort_by_key(|(range, _)| range.start);
    found
}

/// Whether a whole paragraph is a tag of a template engine (Liquid, ERB) or a fence of Quarto: an instruction to another
/// program, which says nothing to a reader.
pub fn is_template_tag(text: &str) -> bool {
    let text = text.trim();
    let wrapped = |open: &str, close: &str| text.starts_with(open) && text.ends_with(close);
    wrapped("{%", "%}")
        || wrapped("<%", "%>")
        || wrapped("{{<", ">}}")
        || text.starts_with(":::") && !text.contains(char::is_whitespace)
        || text.starts_with("::: {") && text.ends_with('}')
}

/// Iterator of [`events`].
pub struct Events<'a> {
    text: &'a str,
    start: usize,
    source: Source<'a>,
    /// Text in here belongs to a link that was already yielded.
    skip: Range<usize>,
}

/// Where events come from.
enum Source<'a> {
    /// Counted from where the Markdown begins.
    Whole(Box<OffsetIter<'a, pulldown_cmark::DefaultBrokenLinkCallback>>),
    /// With blocks for what is internal, which few texts have; counted from the start of the file.
    Fenced(std::vec::IntoIter<Spanned<'static>>),
}

impl<'a> Iterator for Events<'a> {
    type Item = Spanned<'a>;

    fn next(&mut self) -> Option<Spanned<'a>> {
        loop {
            let (event, range) = match &mut self.source {
                Source::Whole(parser) => {
                    let (event, range) = parser.next()?;
                    (event, range.start + self.start..range.end + self.start)
                }
                Source::Fenced(events) => events.next()?,
            };
            match event {
                Event::Text(text) if self.skip.contains(&range.start) => {
                    let cut = self.skip.end - range.start;
                    match text.get(cut..) {
                        Some(rest) if !rest.is_empty() => {
                            let rest = CowStr::from(rest.to_owned());
                            return Some((Event::Text(rest), self.skip.end..range.end));
                        }
                        _ => {}
                    }
                }
                Event::Start(Tag::Link { link_type: LinkType::WikiLink { .. }, title, id, dest_url }) => {
                    // `[[2]](#References)` is an ordinary link whose text is in brackets.
                    let (link_type, dest_url) = match self.inline_target(range.end) {
                        Some(target) => (LinkType::Inline, target),
                        None => (LinkType::WikiLink { has_pothole: false }, dest_url),
                    };
                    return Some((Event::Start(Tag::Link { link_type, dest_url, title, id }), range));
                }
                Event::Start(Tag::Link { link_type: LinkType::Email, dest_url, title, id }) => {
                    let dest_url = CowStr::from(format!("mailto:{dest_url}"));
                    let link = Tag::Link { link_type: LinkType::Email, dest_url, title, id };
                    return Some((Event::Start(link), range));
                }
                event => return Some((event, range)),
            }
        }
    }
}

impl<'a> Events<'a> {
    /// The target in a `(target)` that follows directly, which is then skipped as text.
    fn inline_target(&mut self, at: usize) -> Option<CowStr<'a>> {
        let inside = self.text[at..].strip_prefix('(')?;
        let end = inside.find([')', '\n'])?;
        let target = &inside[..end];
        if !inside[end..].starts_with(')') || target.contains(char::is_whitespace) {
            return None;
        }
        self.skip = at..at + end + 2;
        Some(CowStr::from(target))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_in_a_link_are_no_wikilink() {
        let text = "x [[2]](#References) y [[ADR-1]] z";
        let links: Vec<_> = events(text, 0, Dialect::default())
            .filter_map(|(event, _)| match event {
                Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                    Some((link_type, dest_url.to_string()))
                }
                _ => None,
            })
            .collect();
        assert_eq!(links[0], (LinkType::Inline, "#References".into()));
        assert!(matches!(links[1].0, LinkType::WikiLink { .. }));
        let words: String = events(text, 0, Dialect::default())
            .filter_map(
                |(event, _)| if let Event::Text(text) = event { Some(text.to_string()) } else { None },
            )
            .collect();
        assert_eq!(words, "x 2 y ADR-1 z");
    }
}
