//! Changes to Markdown as text: where links lead.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::{definitions, events};
use crate::core::address::is_external;
use crate::core::edit::Edit;
use crate::core::model::Dialect;

/// What becomes of a link or an image.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// It stays as it was written.
    Keep,
    /// It leads here.
    To(String),
    /// Its text stays, and is no link.
    Unlink,
}

/// A link that has begun.
struct Open<'a> {
    range: Range<usize>,
    change: Change,
    is_image: bool,
    title: pulldown_cmark::CowStr<'a>,
    /// What stands inside of it.
    inside: Option<Range<usize>>,
}

/// The edits that change the Markdown links of the body that begins at byte `start` of `text`. `decide` is asked for each in
/// the order of the stream, by its number, which is its place in `Body::links`.
///
/// Definitions of references to places inside the knowledge base go: each such link gets its address in place.
pub fn links(text: &str, start: usize, dialect: Dialect, decide: impl Fn(usize) -> Change) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut open: Vec<Open<'_>> = Vec::new();
    let mut number = 0;
    for (event, range) in events(text, start, dialect) {
        match event {
            Event::Start(Tag::Link { link_type, title, .. }) => {
                let range = whole(text, range, link_type);
                let change = decide(number);
                open.push(Open { range, change, is_image: false, title, inside: None });
                number += 1;
            }
            Event::Start(Tag::Image { title, .. }) => {
                open.push(Open { range, change: decide(number), is_image: true, title, inside: None });
                number += 1;
            }
            Event::End(TagEnd::Link | TagEnd::Image) => {
                if let Some(one) = open.pop() {
                    widen(&mut open, &one.range);
                    edits.extend(of_one(one));
                }
            }
            Event::Text(_) | Event::Code(_) | Event::InlineHtml(_) | Event::Start(_) | Event::End(_) => {
                widen(&mut open, &range);
            }
            _ => {}
        }
    }
    let ours = definitions(text, start).into_iter().filter(|(_, leads_to)| !is_external(leads_to));
    edits.extend(ours.map(|(range, _)| Edit { range, text: String::new() }));
    edits
}

/// `[[2]](#References)` is read as a link of its brackets; what it leads to follows.
fn whole(text: &str, range: Range<usize>, link_type: LinkType) -> Range<usize> {
    let is_bracketed = link_type == LinkType::Inline && text[range.clone()].starts_with("[[");
    let behind = text[range.end..].starts_with('(').then(|| text[range.end..].find(')')).flatten();
    match behind.filter(|_| is_bracketed) {
        Some(end) => range.start..range.end + end + 1,
        None => range,
    }
}

fn widen(open: &mut [Open<'_>], range: &Range<usize>) {
    let Some(one) = open.last_mut() else { return };
    let inside = one.inside.get_or_insert_with(|| range.clone());
    inside.start = inside.start.min(range.start);
    inside.end = inside.end.max(range.end);
}

fn of_one(one: Open<'_>) -> Vec<Edit> {
    let nothing = one.range.end..one.range.end;
    let inside = one.inside.unwrap_or(nothing);
    let inside = inside.start.max(one.range.start)..inside.end.min(one.range.end);
    let (before, behind) = (one.range.start..inside.start, inside.end..one.range.end);
    let edit = |range, text: &str| Edit { range, text: text.to_owned() };
    match one.change {
        Change::Keep => Vec::new(),
        Change::Unlink => vec![edit(before, ""), edit(behind, "")],
        Change::To(address) => {
            let title = if one.title.is_empty() {
                String::new()
            } else {
                format!(" \"{}\"", one.title.replace('\\', "\\\\").replace('"', "\\\""))
            };
            let opening = if one.is_image { "![" } else { "[" };
            vec![edit(before, opening), edit(behind, &format!("]({}{title})", destination(&address)))]
        }
    }
}

/// An address as the destination of a link.
pub fn destination(address: &str) -> String {
    if address.contains(['(', ')', ' ']) { format!("<{address}>") } else { address.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::edit::apply;

    #[test]
    fn links_get_new_addresses_whatever_their_form() {
        let text = "---\nx: 1\n---\n[a *b*](c.md \"T\") [[wiki]] [[w|shown]] ![alt](i.png) [![n](j.png)](k.md) [r][ref] [[2]](d.md) <https://e.org>\n\n[ref]: f.md\n[out]: https://e.org/x\n";
        let edits = links(text, 13, Dialect::default(), |number| match number {
            7 => Change::Keep,
            number => Change::To(format!("{number}")),
        });
        assert_eq!(
            apply(text, &edits).lines().nth(3).unwrap(),
            "[a *b*](0 \"T\") [wiki](1) [shown](2) ![alt](3) [![n](5)](4) [r](6) [[2]](d.md) [https://e.org](8)"
        );
        assert!(
            !apply(text, &edits).contains("f.md") && apply(text, &edits).contains("[out]: https://e.org/x")
        );
        let gone = apply(text, &links(text, 13, Dialect::default(), |_| Change::Unlink));
        assert_eq!(gone.lines().nth(3).unwrap(), "a *b* wiki shown alt n r 2 https://e.org");
    }
}
