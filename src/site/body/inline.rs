//! Short Markdown, such as a summary in front matter, as HTML without blocks.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::autolink;
use crate::core::escape;
use crate::core::model::Dialect;
use crate::read::markdown::events;
use crate::read::math;

/// Emphasis, code and web links of a text of one or more paragraphs; everything else as plain text.
pub fn inline(markdown: &str, dialect: Dialect) -> String {
    let mut out = String::with_capacity(markdown.len() + 16);
    let mut links: Vec<bool> = Vec::new();
    for (event, _) in events(markdown, 0, dialect) {
        match event {
            Event::Text(text) if links.contains(&true) => escape::push(&mut out, &text),
            Event::Text(text) => autolink::push(&mut out, &text, open_link),
            Event::Html(html) | Event::InlineHtml(html) => escape::push(&mut out, &html),
            Event::Code(code) => {
                out.push_str("<code>");
                escape::push(&mut out, &code);
                out.push_str("</code>");
            }
            Event::InlineMath(formula) | Event::DisplayMath(formula) => {
                math::push(&mut out, &formula, math::Place::Text);
            }
            Event::SoftBreak | Event::HardBreak | Event::Rule => out.push(' '),
            Event::Start(Tag::Emphasis) => out.push_str("<em>"),
            Event::End(TagEnd::Emphasis) => out.push_str("</em>"),
            Event::Start(Tag::Strong) => out.push_str("<strong>"),
            Event::End(TagEnd::Strong) => out.push_str("</strong>"),
            Event::Start(Tag::Link { dest_url, .. }) => {
                let is_web = dest_url.starts_with("https://") || dest_url.starts_with("http://");
                if is_web {
                    open_link(&mut out, &dest_url);
                }
                links.push(is_web);
            }
            Event::End(TagEnd::Link) if links.pop() == Some(true) => {
                out.push_str("</a>");
            }
            Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::Heading(_)) if !out.ends_with(' ') => {
                out.push(' ')
            }
            _ => {}
        }
    }
    out.truncate(out.trim_end().len());
    out
}

fn open_link(out: &mut String, url: &str) {
    out.push_str("<a");
    out.push_str(&escape::attribute("href", &crate::core::address::web(url)));
    out.push('>');
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inline_of(markdown: &str) -> String {
        inline(markdown, Dialect::default())
    }

    #[test]
    fn only_inline_markup_survives() {
        assert_eq!(inline_of("A **b** `c<d`\n\n- e"), "A <strong>b</strong> <code>c&lt;d</code> e");
        assert_eq!(
            inline_of("[x](javascript:alert) [y](https://y.org)"),
            "x <a href=\"https://y.org\">y</a>"
        );
        assert_eq!(inline_of("<script>alert(1)</script>"), "&lt;script&gt;alert(1)&lt;/script&gt;");
    }
}
