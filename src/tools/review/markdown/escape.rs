//! Text of authors in a comment on a forge: it can't bring markup, call people, or point to issues.

use crate::core::plain::harmless;

/// Joins two words without being seen. Behind a sign that begins a reference, it keeps a forge from taking it for one;
/// an escape would not, for references are looked for when escapes are gone.
const JOINER: char = '\u{2060}';
/// Hexadecimal digits from which on a word is taken for the name of a commit.
const HASH: usize = 7;

/// Text on one line, as it is.
pub fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    escape(&one_line(text), &mut out);
    out
}

/// A message of Lookback's own, which quotes authors within backticks: what is between two stays code, in which a forge
/// finds neither markup nor references; all else is text.
pub fn message(message: &str) -> String {
    let line = one_line(message);
    let mut out = String::with_capacity(line.len() + line.len() / 8);
    let mut rest = line.as_str();
    while let Some((before, quoted)) = rest.split_once('`') {
        escape(before, &mut out);
        match quoted.split_once('`') {
            Some((code, behind)) if !code.trim().is_empty() => {
                // Two codes would be one, and a dollar in front would make it a formula.
                if out.ends_with(['`', '$']) {
                    out.push(JOINER);
                }
                out.push('`');
                out.push_str(code);
                out.push('`');
                rest = behind;
            }
            _ => {
                out.push_str("\\`");
                rest = quoted;
            }
        }
    }
    escape(rest, &mut out);
    out
}

fn one_line(text: &str) -> String {
    harmless(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Adds a part of a line to `out`, as text.
fn escape(part: &str, out: &mut String) {
    let mut chars = part.chars().peekable();
    let mut word = String::new();
    while let Some(c) = chars.next() {
        let is_hash = if word.is_empty() && c.is_ascii_hexdigit() {
            let ahead = chars.clone().take_while(|c| c.is_alphanumeric());
            let (length, is_hex) =
                ahead.fold((1, true), |(length, is_hex), c| (length + 1, is_hex && c.is_ascii_hexdigit()));
            is_hex && length >= HASH
        } else {
            false
        };
        // `www.` makes a link by itself, with whatever follows.
        let ahead = chars.clone().take(3);
        if matches!(c, 'w' | 'W') && ahead.map(|c| c.to_ascii_lowercase()).eq("ww.".chars()) {
            out.push(c);
            out.push(JOINER);
            word.push(c);
            continue;
        }
        if is_hash {
            let behind = std::iter::from_fn(|| chars.next_if(|c| c.is_alphanumeric()));
            for (at, c) in std::iter::once(c).chain(behind).enumerate() {
                if at > 0 && at % (HASH - 1) == 0 {
                    out.push(JOINER);
                }
                out.push(c);
                word.push(c);
            }
            continue;
        }
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '~' | '$' => {
                out.push('\\');
                out.push(c);
            }
            // These begin a block, and nothing elsewhere.
            '#' | '-' | '+' | '=' | ':' | '/' if out.is_empty() => {
                out.push('\\');
                out.push(c);
            }
            c => out.push(c),
        }
        let begins_reference = match c {
            '@' | '#' | '!' | '$' | '%' | '~' | '&' | '^' | '[' => {
                chars.peek().is_some_and(|next| next.is_alphanumeric() || matches!(next, '"' | '_' | '@'))
            }
            // `GH-12`, `https://…/issues/12`
            '-' => word.eq_ignore_ascii_case("gh"),
            ':' => chars.peek() == Some(&'/') || word.eq_ignore_ascii_case("mailto"),
            _ => false,
        };
        if begins_reference {
            out.push(JOINER);
        }
        if c.is_alphanumeric() {
            word.push(c);
        } else {
            word.clear();
        }
    }
}

/// An address as the target of a link: of the author's choice are file names only, and they are percent-encoded.
pub fn target(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for c in url.chars() {
        match c {
            '(' => out.push_str("%28"),
            ')' => out.push_str("%29"),
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '"' => out.push_str("%22"),
            '\\' => out.push_str("%5C"),
            c if c.is_whitespace() || c.is_control() => out.push_str("%20"),
            c => out.push(c),
        }
    }
    out
}

/// A link whose text is an author's.
pub fn link(label: &str, url: &str) -> String {
    format!("[{}]({})", text(label), target(url))
}

#[cfg(test)]
mod tests {
    use super::*;
    use pulldown_cmark::{Event, Options, Parser};

    #[test]
    fn nothing_but_text_comes_out() {
        for hostile in [
            "**bold** _it_ `code` ~~gone~~",
            "<script>alert(1)</script> <!-- x --> <details>",
            "[link](https://example.org) ![x](y) [[wiki]] [^1]",
            "a | b | c",
            "line\n\n# heading\n- item\n> quote\n/close",
            "&lt;b&gt; \\<b>",
            "| --- |\u{202e}",
        ] {
            let written = format!("- {}", text(hostile));
            assert_eq!(written.lines().count(), 1, "{written}");
            for event in Parser::new_ext(&written, Options::all()) {
                let is_text = match &event {
                    Event::Text(_) => true,
                    Event::Start(tag) => {
                        matches!(tag, pulldown_cmark::Tag::List(_) | pulldown_cmark::Tag::Item)
                    }
                    Event::End(_) => true,
                    _ => false,
                };
                assert!(is_text, "{hostile}: {event:?}");
            }
        }
    }

    #[test]
    fn text_reads_as_it_was_written() {
        let written = "a_b *c* <d> 1 & 2: e-f (g) #h! 100 %";
        let read: String = Parser::new(&text(written))
            .filter_map(|event| match event {
                Event::Text(text) => Some(text.to_string()),
                _ => None,
            })
            .collect();
        assert_eq!(read.replace(JOINER, ""), written);
    }

    #[test]
    fn nobody_is_called_and_nothing_is_referred_to() {
        let plain = |written: &str| text(written).replace('\\', "");
        for (written, sign) in [
            ("@ann", "@"),
            ("mail@example.org", "@"),
            ("fixes #12", "#"),
            ("owner/repo#12", "#"),
            ("!7", "!"),
            ("$3", "$"),
            ("%1", "%"),
            ("~\"bug\"", "~"),
            ("GH-12", "GH-"),
            ("www.example.org", "w"),
            ("_WWW.example.org_", "_W"),
            ("日本www.example.org", "日本w"),
            ("https://example.org/issues/1", "https:"),
        ] {
            assert!(plain(written).contains(&format!("{sign}{JOINER}")), "{written}: {}", plain(written));
        }
        for written in ["www.example.org", "(www.example.org)", "*Www.example.org", "wwww.example.org"] {
            assert!(!text(written).to_lowercase().contains("www."), "{written}");
            assert_eq!(text(written).replace(['\\', JOINER], ""), written);
        }
        assert_eq!(text("ww. www, wwwx. the www"), "ww. www, wwwx. the www");
        assert_eq!(text("sub-second and 50 % of 3"), "sub-second and 50 % of 3");
    }

    #[test]
    fn names_of_commits_are_split() {
        let hash = "0123456789abcdef0123456789abcdef01234567";
        for written in [hash, "revert 1a2b3c4", "deadbeef..1234567", "x/y_abcdef0123"] {
            let longest = text(written).split(|c: char| !c.is_ascii_hexdigit()).map(str::len).max();
            assert!(longest.unwrap() < HASH, "{written}: {}", text(written));
            assert_eq!(text(written).replace(['\\', JOINER], ""), written);
        }
        assert_eq!(text("decade 123456 facade1x9"), "decade 123456 facade1x9");
    }

    #[test]
    fn what_a_message_quotes_stays_code_and_nothing_else_does() {
        assert_eq!(message("Write `(due: 2026-06-30)` behind it"), "Write `(due: 2026-06-30)` behind it");
        assert_eq!(message("`a_b: <b>` names *no* page"), "`a_b: <b>` names \\*no\\* page");
        for hostile in [
            "`a`b` @ann <b>",
            "``x``",
            "``` fence",
            "`a``b`",
            "$`x^2`$ `",
            "`a\nb` **c** `<script>` ` `",
            "` [x](y) \\` <i>",
        ] {
            for event in Parser::new_ext(&message(hostile), Options::all()) {
                let is_harmless = match &event {
                    Event::Text(_) | Event::Code(_) | Event::End(_) => true,
                    Event::Start(tag) => matches!(tag, pulldown_cmark::Tag::Paragraph),
                    _ => false,
                };
                assert!(is_harmless, "{hostile}: {event:?} in {}", message(hostile));
            }
        }
    }

    #[test]
    fn a_file_name_stays_in_its_link() {
        let written = link("x](y)", "a(b) c\".md");
        assert_eq!(
            Parser::new(&written)
                .filter(|event| matches!(event, Event::Start(pulldown_cmark::Tag::Link { .. })))
                .count(),
            1
        );
    }
}
