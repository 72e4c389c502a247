//! Elements of raw HTML whose class says that they are internal, as Pandoc writes its blocks.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

/// Whether there can be any in a text.
pub fn is_possible(text: &str) -> bool {
    let any = |words: [&str; 3]| words.iter().any(|word| text.contains(word));
    text.contains('<') && any(["class", "CLASS", "Class"]) && any(["internal", "Internal", "INTERNAL"])
}

/// The start tag of each such element, and its end tag; `None` where there is none.
pub fn elements(text: &str) -> Vec<(Range<usize>, Option<Range<usize>>)> {
    static START: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"(?i)<([a-z][a-z0-9-]*)\s(?:[^<>]*[\s"'])?class\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)'|([^\s<>"']+))[^<>]*>"#)
            .expect("the pattern is valid")
    });
    let is_internal = |class: &str| class.split_whitespace().any(|one| one.eq_ignore_ascii_case("internal"));
    let mut found = Vec::new();
    let mut done = 0;
    for tag in START.captures_iter(text) {
        let Some(range) = tag.get(0).map(|tag| tag.range()) else { continue };
        let class = [2, 3, 4].into_iter().find_map(|group| tag.get(group));
        if range.start < done || !class.is_some_and(|class| is_internal(class.as_str())) {
            continue;
        }
        let end = end_tag(&text[range.end..], &tag[1]);
        let end = end.map(|end| range.end + end.start..range.end + end.end);
        done = end.as_ref().map_or(text.len(), |end| end.end);
        found.push((range, end));
    }
    found
}

/// The tag that ends an element whose start tag stands before `text`.
fn end_tag(text: &str, name: &str) -> Option<Range<usize>> {
    let mut depth = 0usize;
    for (at, _) in text.match_indices('<') {
        let tag = &text[at + 1..];
        let (is_end, rest) = tag.strip_prefix('/').map_or((false, tag), |rest| (true, rest));
        let is_it = rest.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
            && !rest[name.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '-');
        if !is_it {
            continue;
        }
        match (is_end, depth) {
            (false, _) => depth += 1,
            (true, 0) => return Some(at..at + 1 + tag.find('>').map_or(tag.len(), |end| end + 1)),
            (true, _) => depth -= 1,
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::elements;

    #[test]
    fn elements_go_from_tag_to_tag() {
        let text = "a <DIV id=x class=\"note internal\">b <div>c</div> d</div> e <p class='internally'>f</p> <span class=internal>";
        let found: Vec<_> = elements(text)
            .into_iter()
            .map(|(start, end)| (&text[start], end.map(|end| &text[end])))
            .collect();
        assert_eq!(
            found,
            [("<DIV id=x class=\"note internal\">", Some("</div>")), ("<span class=internal>", None)]
        );
        assert!(text[elements(text)[0].1.clone().unwrap().end..].starts_with(" e"));
    }
}
