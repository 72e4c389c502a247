//! Internal blocks in the stream of events.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::{BLOCK, Fence};
use crate::core::model::Dialect;
use crate::read::markdown::{Spanned, options};

/// The events of a text with internal blocks: the marks are no text, and what is between them is in a block of its own.
pub fn events(
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
        let before = fences.partition_point(|fence| fence.range.start <= range.start);
        let inside = fences[..before].last().filter(|fence| end <= fence.range.end);
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
