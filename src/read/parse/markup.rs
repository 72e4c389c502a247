//! Markdown and HTML in values of front matter, which people copy there from pages and converters leave there: gone, but for
//! what it says.

use std::borrow::Cow;

/// Elements of which only the text counts. Others may be no HTML: `Vec<T>`.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "code", "del", "em", "font", "i", "ins", "kbd", "mark", "ol", "p", "s", "small",
    "span", "strong", "sub", "sup", "td", "u", "ul", "div", "li",
];

/// Elements that begin a new line.
const BREAKS: &[&str] = &["br", "li", "p", "div", "ul", "ol"];

/// The lines of a value, whether they are written as such or as HTML, each without the sign of a list.
pub fn lines(text: &str) -> Vec<&str> {
    if !text.contains(['\n', '<']) && !text.starts_with(['-', '*', '•']) {
        return vec![text];
    }
    let mut lines = Vec::new();
    let mut start = 0;
    for (at, end, tag) in tags(text) {
        if BREAKS.contains(&tag.name.as_str()) {
            lines.push(&text[start..at]);
            start = end;
        }
    }
    lines.push(&text[start..]);
    let is_list = lines.len() > 1 || text.trim().contains('\n');
    let lines = lines.into_iter().flat_map(str::lines).map(|line| without_bullet(line.trim(), is_list));
    lines.filter(|line| !line.is_empty()).collect()
}

fn without_bullet(line: &str, is_list: bool) -> &str {
    if let Some(rest) = ["- ", "* ", "+ ", "• "].iter().find_map(|sign| line.strip_prefix(sign)) {
        return rest.trim_start();
    }
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    match rest.strip_prefix(". ").or_else(|| rest.strip_prefix(") ")) {
        Some(rest) if is_list && line.starts_with(|c: char| c.is_ascii_digit()) => rest.trim_start(),
        _ => line,
    }
}

/// A text without elements, without what its links lead to, and without signs of emphasis around it.
pub fn plain(text: &str) -> Cow<'_, str> {
    let mut plain = Cow::Borrowed(text);
    if text.contains('<') {
        plain = Cow::Owned(without_elements(text));
    }
    if plain.contains("](") {
        plain = Cow::Owned(without_links(&plain));
    }
    let inner = ["**", "__", "`"].iter().find_map(|sign| {
        let inner = plain.trim().strip_prefix(sign)?.strip_suffix(sign)?;
        (!inner.is_empty() && !inner.contains(sign) && (*sign == "`" || !inner.contains('_')))
            .then_some(inner)
    });
    match inner.map(str::to_owned) {
        Some(inner) => Cow::Owned(inner),
        None => plain,
    }
}

struct Tag {
    /// In lower case.
    name: String,
    is_end: bool,
}

/// What looks like tags, with where each begins and ends.
fn tags(text: &str) -> Vec<(usize, usize, Tag)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = text[from..].find('<').map(|at| from + at) {
        from = at + 1;
        let inner = &text[at + 1..];
        let is_end = inner.starts_with('/');
        let inner = inner.trim_start_matches('/');
        let name: String = inner.chars().take_while(char::is_ascii_alphanumeric).collect();
        let rest = &inner[name.len()..];
        let goes_on = rest.starts_with(|c: char| c == '>' || c == '/' || c.is_whitespace());
        if let Some(close) = rest.find('>').filter(|_| goes_on && !name.is_empty()) {
            let end = text.len() - rest.len() + close + 1;
            found.push((at, end, Tag { name: name.to_lowercase(), is_end }));
            from = end;
        }
    }
    found
}

/// Elements that are closed, and breaks, as the text in them.
fn without_elements(text: &str) -> String {
    let all = tags(text);
    let goes = |tag: &Tag| {
        let has = |is_end: bool| all.iter().any(|(_, _, one)| one.name == tag.name && one.is_end == is_end);
        tag.name == "br" || INLINE.contains(&tag.name.as_str()) && has(true) && has(false)
    };
    let mut out = String::with_capacity(text.len());
    let mut start = 0;
    for (at, end, tag) in &all {
        if goes(tag) {
            out.push_str(&text[start..*at]);
            if BREAKS.contains(&tag.name.as_str()) {
                out.push(' ');
            }
            start = *end;
        }
    }
    out.push_str(&text[start..]);
    out.trim().to_owned()
}

/// `[text](address)` as its text.
fn without_links(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(middle) = rest.find("](") {
        let (before, after) = (&rest[..middle], &rest[middle + 2..]);
        let Some((open, close)) = before.rfind('[').zip(end_of_address(after)) else {
            out.push_str(&rest[..middle + 2]);
            rest = after;
            continue;
        };
        out.push_str(before[..open].trim_end_matches('!'));
        out.push_str(&before[open + 1..]);
        rest = &after[close + 1..];
    }
    out.push_str(rest);
    out
}

/// Where the bracket closes behind an address, which may hold pairs of them.
fn end_of_address(text: &str) -> Option<usize> {
    let mut depth = 0;
    text.char_indices().find_map(|(at, c)| match c {
        '(' => {
            depth += 1;
            None
        }
        ')' if depth == 0 => Some(at),
        ')' => {
            depth -= 1;
            None
        }
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_goes_and_what_it_says_stays() {
        for (written, read) in [
            ("<mark style=\"background: red\">SEV2</mark>", "SEV2"),
            ("<MARK>SEV2</MARK>", "SEV2"),
            ("<span class=\"x\"><b>Final</b></span>", "Final"),
            ("[SEV-2](https://example.org/a_(b))", "SEV-2"),
            ("![logo](x.png) Mill", "logo Mill"),
            ("**SEV2**", "SEV2"),
            ("Vec<T>", "Vec<T>"),
            ("a <b and c> d", "a <b and c> d"),
            ("<b>bold", "<b>bold"),
            ("__main_loop__", "__main_loop__"),
            ("a[0](b", "a[0](b"),
            ("x < y", "x < y"),
        ] {
            assert_eq!(plain(written), read, "{written}");
        }
    }

    #[test]
    fn lines_are_told_however_they_are_written() {
        assert_eq!(lines("- A <br>- B"), ["A", "B"]);
        assert_eq!(lines("A<BR />B"), ["A", "B"]);
        assert_eq!(lines("* A\n* B\n"), ["A", "B"]);
        assert_eq!(lines("<p>A</p><p>B</p>"), ["A", "B"]);
        assert_eq!(lines("3. floor"), ["3. floor"]);
        assert_eq!(lines("-x"), ["-x"]);
        assert_eq!(lines("a <br b"), ["a <br b"]);
    }
}
