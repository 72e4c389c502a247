//! Raw HTML → the text that a reader sees.

/// Elements whose content nobody reads.
const UNSEEN: [&str; 3] = ["script", "style", "template"];

/// Elements inside of a line; all others begin a line of their own.
const INLINE: [&str; 24] = [
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "em", "font", "i", "ins", "kbd", "mark", "q", "s",
    "samp", "small", "span", "strong", "sub", "sup", "u", "var",
];

/// Appends the text of `html`, without tags and comments. Lenient: what is no tag is text.
pub fn push_text(out: &mut String, html: &str) {
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        push_decoded(out, &rest[..at]);
        let tag = &rest[at..];
        let Some(length) = tag_length(tag) else {
            out.push('<');
            rest = &tag[1..];
            continue;
        };
        rest = &tag[length..];
        let name = tag_name(tag);
        if let Some(unseen) = UNSEEN.iter().find(|unseen| **unseen == name) {
            rest = behind(rest, unseen);
        } else if name == "img" {
            push_decoded(out, alternative_text(&tag[..length]));
        } else if !INLINE.contains(&name.as_str()) && !tag.starts_with("<!") {
            out.push('\n');
        }
    }
    push_decoded(out, rest);
}

/// Bytes of the tag or comment that `text` begins with; `None` where it is none. One that is not closed goes to the end.
fn tag_length(text: &str) -> Option<usize> {
    let to = |end: Option<usize>, length: usize| Some(end.map_or(text.len(), |end| end + length));
    if text.starts_with("<!--") {
        return to(text.find("-->"), 3);
    }
    let begins_tag = |c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?');
    if !text[1..].starts_with(begins_tag) {
        return None;
    }
    let mut quote = None;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (None, '>') => return Some(at + 1),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
    }
    Some(text.len())
}

fn tag_name(tag: &str) -> String {
    let name = tag.trim_start_matches(['<', '/']);
    let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    name[..end].to_ascii_lowercase()
}

/// What follows the end tag of an element.
fn behind<'t>(text: &'t str, name: &str) -> &'t str {
    let end = text.match_indices("</").find(|(at, _)| tag_name(&text[*at..]) == name);
    end.map_or("", |(at, _)| &text[at + tag_length(&text[at..]).unwrap_or(0)..])
}

fn alternative_text(tag: &str) -> &str {
    let Some((_, value)) = tag.split_once("alt=") else { return "" };
    let mut quoted = value.chars();
    match quoted.next() {
        Some(quote @ ('"' | '\'')) => quoted.as_str().split(quote).next().unwrap_or_default(),
        _ => value.split([' ', '>']).next().unwrap_or_default(),
    }
}

/// Appends text in which references such as `&amp;` and `&#x2014;` stand for characters.
fn push_decoded(out: &mut String, text: &str) {
    /// Bytes of the longest reference that is looked for.
    const LONGEST: usize = 10;
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let reference = rest.bytes().take(LONGEST).position(|byte| byte == b';').map(|end| &rest[..end]);
        match reference.and_then(|reference| Some((character(reference)?, reference.len()))) {
            Some((character, length)) => {
                out.push(character);
                rest = &rest[length + 1..];
            }
            None => out.push('&'),
        }
    }
    out.push_str(rest);
}

fn character(reference: &str) -> Option<char> {
    if let Some(number) = reference.strip_prefix('#') {
        let number = match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16),
            None => number.parse(),
        };
        return number.ok().and_then(char::from_u32);
    }
    let known = match reference {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        _ => return None,
    };
    Some(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reader_sees_text_alone() {
        for (html, text) in [
            ("<p>One <b>two</b>three</p>", "\nOne twothree\n"),
            ("a<!-- no <b> --> b", "a b"),
            ("<script>let x = '<p>';</script>end", "end"),
            ("<STYLE>p{}</STYLE >x<style>never closed", "x"),
            ("<img src='a.png' alt=\"A &amp; B\">", "A & B"),
            ("<a title='>'>x</a>", "x"),
            ("5 < 6 && 7 <8> &lt;&#9731;&#x2603;&nbsp;&unknown; &", "5 < 6 && 7 <8> <☃☃ &unknown; &"),
            ("<div", "\n"),
            ("&é;<é", "&é;<é"),
        ] {
            let mut out = String::new();
            push_text(&mut out, html);
            assert_eq!(out, text, "{html}");
        }
    }
}
