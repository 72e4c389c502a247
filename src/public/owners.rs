//! Takes the owners of action items out of texts.

use std::ops::Range;

use crate::edit::{Edit, apply};
use crate::model::{Document, MarkKind};
use crate::parse::Parser;

/// The same document without them: what names an owner becomes a dash, and where that is not enough, because the name is in
/// pieces, the line goes.
#[must_use]
pub fn hide(document: Document, parser: &Parser<'_>) -> Document {
    let document = again(document, parser, |text, at, owner| {
        let block = &text[at.clone()];
        let hit = |found: usize| at.start + found..at.start + found + owner.len();
        let dash = |(found, _)| Edit { range: hit(found), text: "–".into() };
        block.match_indices(owner).map(dash).collect()
    });
    again(document, parser, |text, at, _| {
        let start = text[..at.start].rfind('\n').map_or(0, |end| end + 1);
        let end = text[at.start..].find('\n').map_or(text.len(), |end| at.start + end + 1);
        vec![Edit { range: start..end, text: String::new() }]
    })
}

/// Makes the edits for every action item in the text that has an owner, from the text, where the item is, and the owner.
fn again(
    document: Document,
    parser: &Parser<'_>,
    edit: impl Fn(&str, Range<usize>, &str) -> Vec<Edit>,
) -> Document {
    let Some(facts) = document.post_mortem() else { return document };
    let (text, marks) = (document.source.text.as_str(), &document.body.marks);
    let mut edits = Vec::new();
    for (position, mark) in marks.iter().enumerate() {
        let MarkKind::Action { index } = mark.kind else { continue };
        let owner = facts.action_items.get(index).and_then(|item| item.owner.as_deref());
        let Some(owner) = owner.filter(|owner| owner.contains(char::is_alphanumeric)) else { continue };
        let next = marks[position + 1..].iter().map(|next| next.offset).find(|next| *next > mark.offset);
        let rest = &text[mark.offset..next.unwrap_or(text.len())];
        let length = rest.find("\n\n").unwrap_or(rest.len());
        edits.extend(edit(text, mark.offset..mark.offset + length, owner));
    }
    if edits.is_empty() {
        return document;
    }
    let mut source = document.source;
    source.text = apply(&source.text, &edits).into();
    parser.parse(source).0
}
