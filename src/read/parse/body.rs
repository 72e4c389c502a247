//! What is kept of a body: its links, anchors and marks, its language and its first words.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::language;
use super::sections::{Part, Structure};
use crate::core::model::{Body, BodyLink, BodyLinkKind, Mark, MarkKind};
use crate::read::markdown::blocks::{Block, Outline};

/// Longest lead that is kept, in bytes.
const LEAD: usize = 400;

/// Puts a body together from what was found in it.
pub fn assemble(
    text: &str,
    start: usize,
    outline: &Outline,
    structure: Structure<'_>,
    mut marks: Vec<Mark>,
) -> Body {
    mark_whys(&structure, &mut marks);
    marks.sort_by_key(|mark| mark.offset);
    let markdown = &text[start..];
    let lead = structure.parts.iter().find_map(first_prose).map(|text| shorten(&text));
    let mut anchors: Vec<String> = structure.headings.iter().map(|heading| heading.id.clone()).collect();
    anchors.extend(
        structure.sections.iter().filter(|section| !section.is_heading).map(|section| section.id.clone()),
    );
    anchors.extend(outline.html.iter().flat_map(|(html, _)| html_ids(html)));
    Body {
        start,
        dialect: outline.dialect,
        title_heading: None,
        anchors: anchors.into(),
        sections: structure.sections,
        headings: structure.headings.into(),
        markdown_links: outline.links.len(),
        links: outline
            .links
            .iter()
            .map(|link| BodyLink {
                href: link.href.clone(),
                text: link.text.clone(),
                kind: match (link.is_image, link.is_wiki) {
                    (true, _) => BodyLinkKind::Image,
                    (_, true) => BodyLinkKind::Wiki,
                    _ => BodyLinkKind::Link,
                },
                range: link.range.clone(),
            })
            .chain(outline.html.iter().flat_map(html_links))
            .collect(),
        marks: marks.into(),
        language: language::by_script(markdown).map(str::to_owned),
        words: language::count_words(markdown),
        lead,
        has_html: outline.html.iter().any(|(html, _)| !is_comment(html)),
    }
}

/// Anchors for sections that are opened by bold text.
pub fn section_anchors(structure: &Structure<'_>) -> Vec<Mark> {
    let sections = structure.sections.iter().enumerate().filter(|(_, section)| !section.is_heading);
    sections
        .map(|(index, section)| Mark { offset: section.offset, kind: MarkKind::SectionAnchor { index } })
        .collect()
}

/// Numbered lists of "why" questions.
fn mark_whys(structure: &Structure<'_>, marks: &mut Vec<Mark>) {
    for part in &structure.parts {
        let heading = part.heading.to_lowercase();
        let is_named = ["five whys", "5 whys", "five why", "5 why", "なぜなぜ"]
            .iter()
            .any(|name| heading.contains(name));
        for block in &part.blocks {
            let Block::List { ordered: true, items, range } = block else { continue };
            let asks = items.iter().filter(|item| match item.blocks.first() {
                Some(Block::Paragraph { inline, .. }) => {
                    let text = inline.text.trim_start();
                    text.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("why"))
                        || text.starts_with("なぜ")
                }
                _ => false,
            });
            if items.len() >= 2 && (is_named || asks.count() == items.len()) {
                marks.push(Mark { offset: range.start, kind: MarkKind::Whys });
            }
        }
    }
}

/// The first paragraph of prose in a part, without the bold text that opened it.
pub fn first_prose(part: &Part<'_>) -> Option<String> {
    part.blocks.iter().enumerate().find_map(|(position, block)| {
        let label = if position == 0 { part.label } else { 0 };
        let text = prose(block)?.get(label..)?.trim();
        (!text.is_empty()).then(|| text.split_whitespace().collect::<Vec<_>>().join(" "))
    })
}

/// The text of a paragraph that says something: no tag of a template engine, no image alone.
pub fn prose(block: &Block) -> Option<&str> {
    match block {
        Block::Paragraph { inline, .. } => {
            let text = inline.text.trim();
            (text.chars().any(char::is_alphanumeric) && !crate::read::markdown::is_template_tag(text))
                .then_some(inline.text.as_str())
        }
        _ => None,
    }
}

fn is_comment(html: &str) -> bool {
    let html = html.trim();
    html.is_empty() || html.starts_with("<!--") && html.ends_with("-->") && html.matches("<!--").count() == 1
}

/// Links and images in raw HTML.
fn html_links((html, range): &(String, Range<usize>)) -> Vec<BodyLink> {
    static LINK: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"(?i)<(a|img)\b[^>]*?\s(?:href|src)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))"#)
            .expect("the pattern is valid")
    });
    LINK.captures_iter(html)
        .filter_map(|captures| {
            let href = captures.get(2).or(captures.get(3)).or(captures.get(4))?.as_str().trim();
            let is_image = captures[1].eq_ignore_ascii_case("img");
            let kind = if is_image { BodyLinkKind::Image } else { BodyLinkKind::Link };
            let start = range.start + captures.get(0)?.start();
            let range = start..(start + captures[0].len()).min(range.end);
            Some(BodyLink { href: href.replace("&amp;", "&"), text: String::new(), kind, range })
        })
        .collect()
}

/// Values of `id` and `name` in raw HTML.
fn html_ids(html: &str) -> impl Iterator<Item = String> {
    static ID: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"(?i)<[a-z][^>]*?\s(?:id|name)\s*=\s*["']?([^"'\s>]+)"#).expect("the pattern is valid")
    });
    ID.captures_iter(html).map(|captures| captures[1].to_owned())
}

fn shorten(text: &str) -> String {
    if text.len() <= LEAD {
        return text.to_owned();
    }
    let mut end = LEAD;
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let sentence = text[..end].rfind(". ").map(|at| at + 1).filter(|at| *at > LEAD / 3);
    match sentence {
        Some(at) => text[..at].to_owned(),
        None => format!("{}…", text[..text[..end].rfind(' ').unwrap_or(end)].trim_end_matches([',', ' '])),
    }
}
