//! How deep elements are nested in raw HTML. Whoever reads HTML as a browser does goes through all that is open at every tag,
//! so what is nested without end is shown as text instead.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

/// Most elements that are open in each other.
const DEPTH: usize = 100;

/// Most of those that browsers open again in every paragraph until they are closed.
const FORMATTING_DEPTH: usize = 16;

const FORMATTING: &[&str] =
    &["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

/// Elements that hold nothing, and those that the next of their kind closes: they are no deeper than what is around them.
const FLAT: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr", "p", "li", "dt", "dd", "td", "th", "tr", "thead", "tbody", "tfoot", "caption", "colgroup",
    "option", "optgroup", "rp", "rt",
];

/// What is open at a place of a document, as far as its raw HTML goes.
#[derive(Default)]
pub struct Nesting {
    open: HashMap<String, Open>,
    depth: usize,
    formatting: usize,
}

/// Elements of one name.
#[derive(Default)]
struct Open {
    kept: usize,
    /// Deeper than is kept.
    beyond: usize,
}

/// A tag: where it begins, and whether it ends an element.
struct Tag<'h> {
    at: usize,
    name: Cow<'h, str>,
    is_end: bool,
}

impl Nesting {
    /// The next piece of HTML, in which tags that are too deep have become text.
    pub fn limited<'h>(&mut self, html: &'h str) -> Cow<'h, str> {
        let deep = self.beyond(html);
        if deep.is_empty() {
            return Cow::Borrowed(html);
        }
        let mut out = String::with_capacity(html.len() + 4 * deep.len());
        let mut done = 0;
        for at in deep {
            out.push_str(&html[done..at]);
            out.push_str("&lt;");
            done = at + 1;
        }
        Cow::Owned(out + &html[done..])
    }

    /// Where the tags of the next piece of HTML are that are too deep.
    fn beyond(&mut self, html: &str) -> Vec<usize> {
        let tags = tags(html).filter(|tag| !FLAT.contains(&&*tag.name));
        tags.filter(|tag| self.is_beyond(tag)).map(|tag| tag.at).collect()
    }

    fn is_beyond(&mut self, tag: &Tag<'_>) -> bool {
        let is_formatting = FORMATTING.contains(&&*tag.name);
        if !self.open.contains_key(&*tag.name) {
            self.open.insert(tag.name.clone().into_owned(), Open::default());
        }
        let Some(open) = self.open.get_mut(&*tag.name) else { return false };
        if tag.is_end {
            if open.beyond > 0 {
                open.beyond -= 1;
                return true;
            }
            // One that closes nothing makes nothing flatter.
            if open.kept > 0 {
                open.kept -= 1;
                self.depth -= 1;
                self.formatting -= usize::from(is_formatting);
            }
            return false;
        }
        if self.depth >= DEPTH || is_formatting && self.formatting >= FORMATTING_DEPTH {
            open.beyond += 1;
            return true;
        }
        open.kept += 1;
        self.depth += 1;
        self.formatting += usize::from(is_formatting);
        false
    }
}

/// The place in `text` of the first tag that is nested too deep in its raw HTML, of which each piece comes with its place.
pub fn too_deep(text: &str, html: &[(String, Range<usize>)]) -> Option<Range<usize>> {
    let mut nesting = Nesting::default();
    html.iter().find_map(|(piece, range)| {
        let at = *nesting.beyond(piece).first()?;
        // In a quote or a list the marks of its lines are missing in the piece.
        let start = if text.get(range.clone()) == Some(piece) { range.start + at } else { range.start };
        Some(start..start + 1)
    })
}

/// All that may be a tag, also in comments and values, and where nothing closes it: rather more than there are.
fn tags(html: &str) -> impl Iterator<Item = Tag<'_>> {
    html.match_indices('<').filter_map(|(at, _)| {
        let behind = &html[at + 1..];
        let name = behind.strip_prefix('/').unwrap_or(behind);
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let end = name.bytes().position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>'));
        let name = &name[..end.unwrap_or(name.len())];
        let lower = name.bytes().any(|byte| byte.is_ascii_uppercase()).then(|| name.to_ascii_lowercase());
        let name = lower.map_or(Cow::Borrowed(name), Cow::Owned);
        Some(Tag { at, name, is_end: behind.starts_with('/') })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many tags become text.
    fn gone(html: &str) -> usize {
        Nesting::default().limited(html).matches("&lt;").count()
    }

    #[test]
    fn what_is_too_deep_is_text_with_its_end() {
        let deep = |name: &str, count: usize| {
            format!("{}x{}", format!("<{name} data-x>").repeat(count), format!("</{name}>").repeat(count))
        };
        assert_eq!(gone(&deep("div", DEPTH)), 0);
        assert_eq!(gone(&deep("div", DEPTH + 7)), 14);
        assert_eq!(gone(&deep("X-Widget", DEPTH + 1)), 2);
        assert_eq!(gone(&deep("b", FORMATTING_DEPTH + 1)), 2);
        assert_eq!(gone(&deep("b", FORMATTING_DEPTH).repeat(50)), 0);
        assert_eq!(gone(&"<div></p></span>".repeat(DEPTH + 1)), 1);
        assert_eq!(gone(&"<<div>b>".repeat(DEPTH + 1)), 1);
        assert_eq!(gone(&"<div ".repeat(DEPTH + 1)), 1);
    }

    #[test]
    fn what_is_side_by_side_stays() {
        for flat in [
            "<p>".repeat(500),
            "<li>a".repeat(500),
            "<br><hr/><IMG src=\"a.png\">".repeat(500),
            "<DIV><b>a</B></div>".repeat(500),
            "<table><tr><td>a<td>b<tr><td>c</table>".repeat(500),
            "a < b <3 <!-- <- </ >".repeat(500),
        ] {
            assert_eq!(gone(&flat), 0, "{flat}");
        }
    }

    #[test]
    fn pieces_are_counted_together() {
        let pieces: Vec<(String, Range<usize>)> =
            (0..200).map(|at| ("<div>".into(), at * 5..at * 5 + 5)).collect();
        let text = "<div>".repeat(200);
        assert_eq!(too_deep(&text, &pieces), Some(DEPTH * 5..DEPTH * 5 + 1));
        assert_eq!(too_deep(&text, &pieces[..DEPTH]), None);
        assert_eq!(too_deep(&text, &[(text.clone(), 0..text.len())]), Some(DEPTH * 5..DEPTH * 5 + 1));
        assert_eq!(too_deep("> a", &[(text.clone(), 0..3)]), Some(0..1));
    }
}
