//! The body of a twin: the Markdown as it was written, with links that lead to twins.

use super::address_of;
use crate::core::address;
use crate::core::edit::{Edit, apply};
use crate::core::model::BodyLink;
use crate::know::link::{DocumentId, Site, Target};
use crate::read::markdown::rewrite::{self, Change};
use crate::read::markdown::unseen;

pub use crate::read::markdown::rewrite::destination;

/// Appends the body of a document for the twin at `output`, without its title and without comments.
pub fn body(out: &mut String, site: &Site, id: DocumentId, output: &str) {
    let document = &site.documents[id];
    let (text, body) = (document.source.text.as_str(), &document.body);
    let mut edits: Vec<Edit> = Vec::new();
    let mut cut = |range| edits.push(Edit { range, text: String::new() });
    body.title_heading.iter().cloned().for_each(&mut cut);
    unseen::instructions(text, body.start, body.dialect).into_iter().for_each(&mut cut);
    let target = |number: usize| site.resolved[id].get(number).unwrap_or(&Target::Broken);
    edits.extend(rewrite::links(text, body.start, body.dialect, |number| {
        change(site, output, target(number))
    }));
    for (number, link) in body.links.iter().enumerate().skip(body.markdown_links) {
        edits.extend(in_html(text, link, change(site, output, target(number))));
    }
    // What stands before the body is told in the head of the twin.
    edits.push(Edit { range: 0..body.start, text: String::new() });
    let text = apply(text, &edits);
    let text = text.trim_matches(['\n', '\r', ' ']);
    if !text.is_empty() {
        out.push_str(text);
        out.push('\n');
    }
}

/// What becomes of a link to `target` on the page at `output`.
pub fn change(site: &Site, output: &str, target: &Target) -> Change {
    match target {
        Target::External | Target::Fragment(_) => Change::Keep,
        Target::Document { id, fragment } => {
            let mut to = address_of(site, output, &site.outputs[*id]);
            if let Some(fragment) = fragment {
                to.push('#');
                to.push_str(&address::encode(fragment));
            }
            Change::To(to)
        }
        Target::Page { output: to } => Change::To(address_of(site, output, to)),
        Target::Attachment { output: to } => Change::To(address::relative(output, to)),
        Target::Broken => Change::Unlink,
    }
}

/// The same for a link in raw HTML.
fn in_html(text: &str, link: &BodyLink, change: Change) -> Option<Edit> {
    let tag = text.get(link.range.clone())?;
    let start = link.range.start + tag.rfind(&link.href)?;
    let to = match change {
        Change::Keep => return None,
        Change::To(address) => address,
        Change::Unlink => "#".to_owned(),
    };
    Some(Edit { range: start..start + link.href.len(), text: to })
}

/// A text that is no Markdown, so that it reads the same as Markdown.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '#') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn a_text_is_no_markup() {
        assert_eq!(escaped("a_b [c]\n <d>"), "a\\_b \\[c\\] \\<d>");
    }
}
