//! What no page shows: comments and instructions to programs, elements whose content browsers don't draw, tags of templates.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Tag};

use super::{events, is_template_tag};
use crate::core::model::Dialect;

/// Elements that are taken out of a page with all that is in them.
const ELEMENTS: [&str; 8] = ["script", "style", "template", "noscript", "iframe", "object", "svg", "math"];

/// How comments and instructions begin, and how they end.
const INSTRUCTIONS: [(&str, &str); 4] = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>"), ("<!", ">")];

/// Where the comments and the instructions of the Markdown are that begins at byte `start`: they speak to authors and programs.
pub fn instructions(text: &str, start: usize, dialect: Dialect) -> Vec<Range<usize>> {
    if !text[start..].contains("<!") && !text[start..].contains("<?") {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut done = start;
    for range in raw_html(text, start, dialect) {
        let mut at = range.start.max(done);
        while let Some((begin, end)) = instruction(text, at..range.end) {
            found.push(begin..end);
            (at, done) = (end, end);
        }
    }
    found
}

/// The first comment or instruction that begins in a range.
fn instruction(text: &str, range: Range<usize>) -> Option<(usize, usize)> {
    let html = text.get(range.clone())?;
    let begins = |at: &usize| INSTRUCTIONS.iter().find(|(opening, _)| html[*at..].starts_with(opening));
    let at = html.match_indices('<').map(|(at, _)| at).find(|at| begins(at).is_some())?;
    let (opening, closing) = begins(&at)?;
    let (begin, inside) = (range.start + at, range.start + at + opening.len());
    // One that is never closed takes the rest, as a browser would have it.
    let end = text[inside..].find(closing).map_or(text.len(), |end| inside + end + closing.len());
    Some((begin, end))
}

/// All that is not seen; `has_scripts` tells whether the site publishes scripts and the like as they are.
pub fn ranges(text: &str, start: usize, dialect: Dialect, has_scripts: bool) -> Vec<Range<usize>> {
    let mut found = instructions(text, start, dialect);
    if !has_scripts {
        found.extend(elements(text, start, dialect));
    }
    found.extend(template_tags(text, start, dialect));
    found
}

fn raw_html(text: &str, start: usize, dialect: Dialect) -> impl Iterator<Item = Range<usize>> {
    events(text, start, dialect)
        .filter(|(event, _)| matches!(event, Event::Html(_) | Event::InlineHtml(_)))
        .map(|(_, range)| range)
}

/// Elements with all that is in them; one that is never closed takes the rest.
fn elements(text: &str, start: usize, dialect: Dialect) -> Vec<Range<usize>> {
    let is_possible = |name: &str| {
        let tags = text[start..].match_indices('<');
        tags.filter_map(|(at, _)| text[start + at + 1..].get(..name.len()))
            .any(|tag| tag.eq_ignore_ascii_case(name))
    };
    if !text[start..].contains('<') || !ELEMENTS.iter().any(|name| is_possible(name)) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut open: Option<(usize, &str, usize)> = None;
    for range in raw_html(text, start, dialect) {
        for (at, _) in text[range.clone()].match_indices('<') {
            let begin = range.start + at;
            let Some((name, is_end)) = element(&text[begin + 1..]) else { continue };
            let end = text[begin..].find('>').map_or(text.len(), |end| begin + end + 1);
            match &mut open {
                None if is_end => {}
                None if text[..end].ends_with("/>") && matches!(name, "svg" | "math") => {
                    found.push(begin..end)
                }
                None => open = Some((begin, name, 0)),
                Some((_, outer, _)) if *outer != name => {}
                // These hold no elements.
                Some(_) if !is_end && matches!(name, "script" | "style") => {}
                Some((_, _, depth)) if !is_end => *depth += 1,
                Some((from, _, 0)) => {
                    found.push(*from..end);
                    open = None;
                }
                Some((_, _, depth)) => *depth -= 1,
            }
        }
    }
    found.extend(open.map(|(from, ..)| from..text.len()));
    found
}

/// The element whose tag goes on with `tag`, and whether it ends there.
fn element(tag: &str) -> Option<(&'static str, bool)> {
    let (is_end, name) = tag.strip_prefix('/').map_or((false, tag), |name| (true, name));
    let length = name.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(name.len());
    let name = ELEMENTS.iter().find(|known| known.eq_ignore_ascii_case(&name[..length]))?;
    Some((name, is_end))
}

/// Blocks that are tags of a template engine, and what stands between `{% comment %}` and `{% endcomment %}`.
fn template_tags(text: &str, start: usize, dialect: Dialect) -> Vec<Range<usize>> {
    let body = &text[start..];
    if !["{%", "<%", "{{<", ":::"].iter().any(|opening| body.contains(opening)) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut code = Vec::new();
    for (event, range) in events(text, start, dialect) {
        match event {
            Event::Start(Tag::Paragraph | Tag::HtmlBlock) if is_template_tag(&text[range.clone()]) => {
                found.push(range);
            }
            Event::Code(_) | Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) => code.push(range),
            _ => {}
        }
    }
    let is_code = |at: usize| {
        let before = code.partition_point(|code: &Range<usize>| code.start <= at);
        before > 0 && code[before - 1].contains(&at)
    };
    let mut open = None;
    for (at, _) in body.match_indices("{%").map(|(at, tag)| (start + at, tag)) {
        let word = text[at + 2..].trim_start_matches(['-', ' ']);
        let name = &word[..word.find(|c: char| !c.is_alphanumeric()).unwrap_or(word.len())];
        match (open, name) {
            (None, "comment") if !is_code(at) => open = Some(at),
            (Some(from), "endcomment") => {
                let end = text[at..].find("%}").map_or(text.len(), |end| at + end + 2);
                found.push(from..end);
                open = None;
            }
            _ => {}
        }
    }
    found.extend(open.map(|from| from..text.len()));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(text: &str) -> String {
        let edits: Vec<_> = ranges(text, 0, Dialect::default(), false)
            .into_iter()
            .map(|range| crate::core::edit::Edit { range, text: String::new() })
            .collect();
        crate::core::edit::apply(text, &edits)
    }

    #[test]
    fn instructions_are_found_but_not_in_code() {
        let text = "a <!-- x --> b `<!-- y -->`\n\n<!-- z\nz -->\n\n```\n<!-- c -->\n```\n\n<div>\n<!-- d -->\n</div>\n";
        let found: Vec<&str> =
            instructions(text, 0, Dialect::default()).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["<!-- x -->", "<!-- z\nz -->", "<!-- d -->"]);
        assert_eq!(left("a <?x-test if (1 > 0) y ?> b <![CDATA[ c > d ]]> e <!X f> g"), "a  b  e  g");
    }

    #[test]
    fn what_is_in_unseen_elements_goes() {
        for (text, expected) in [
            ("a <template>b **c**</template> d", "a  d"),
            ("a\n\n<Template>\n\nb\n\n</TEMPLATE>\nc\n", "a\n\n\nc\n"),
            ("a <template><template>b</template>c</template> d", "a  d"),
            ("a <style>b", "a "),
            ("a <svg/> b <svg>c</svg>", "a  b "),
            ("a <x-template>b</x-template> `<style>` c", "a <x-template>b</x-template> `<style>` c"),
        ] {
            assert_eq!(left(text), expected, "{text}");
        }
    }

    #[test]
    fn tags_of_templates_go_with_their_comments() {
        assert_eq!(left("a\n\n{% include x %}\n\nb\n"), "a\n\n\nb\n");
        assert_eq!(left("a {% comment %} b {%- endcomment %} c"), "a  c");
        assert_eq!(left("a {%- comment -%}\n\nb"), "a ");
        assert_eq!(left("`{% comment %}` {% x %} b"), "`{% comment %}` {% x %} b");
    }
}
