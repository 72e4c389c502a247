//! Bare web addresses in text become links, as they do on GitHub.

use crate::core::escape;

/// Appends text, with links for the addresses in it.
pub fn push(out: &mut String, text: &str, open_link: impl Fn(&mut String, &str)) {
    let mut rest = text;
    while let Some(start) = next(rest) {
        let (before, from) = rest.split_at(start);
        let url = &from[..length(from)];
        escape::push(out, before);
        open_link(out, url);
        escape::push(out, url);
        out.push_str("</a>");
        rest = &from[url.len()..];
    }
    escape::push(out, rest);
}

/// Where the next address begins.
fn next(text: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(found) = text[from..].find("http") {
        let at = from + found;
        let tail = &text[at..];
        let host = tail.strip_prefix("https://").or_else(|| tail.strip_prefix("http://"));
        let is_new_word = !text[..at].ends_with(|c: char| c.is_alphanumeric());
        if is_new_word && host.is_some_and(|host| host.starts_with(|c: char| c.is_alphanumeric() || c == '['))
        {
            return Some(at);
        }
        from = at + 4;
    }
    None
}

/// How long the address is: up to white space, without punctuation that ends the sentence around it.
fn length(text: &str) -> usize {
    let end = text
        .find(|c: char| {
            c.is_whitespace() || matches!(c, '<' | '>' | '"' | '`' | '「' | '」' | '、' | '。' | '（' | '）')
        })
        .unwrap_or(text.len());
    let mut url = &text[..end];
    loop {
        let trimmed = url.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_']);
        let closes = |open, close| {
            trimmed.ends_with(close) && trimmed.matches(close).count() > trimmed.matches(open).count()
        };
        let trimmed =
            if closes('(', ')') || closes('[', ']') { &trimmed[..trimmed.len() - 1] } else { trimmed };
        if trimmed.len() == url.len() {
            return url.len();
        }
        url = trimmed;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn links(text: &str) -> String {
        let mut out = String::new();
        push(&mut out, text, |out, url| out.push_str(&format!("<a {url}>")));
        out
    }

    #[test]
    fn addresses_end_where_the_sentence_goes_on() {
        assert_eq!(links("see https://x.org/a_(b)."), "see <a https://x.org/a_(b)>https://x.org/a_(b)</a>.");
        assert_eq!(links("(http://x.org/?a=1&b)"), "(<a http://x.org/?a=1&b>http://x.org/?a=1&amp;b</a>)");
        assert_eq!(links("xhttp://a https:// no"), "xhttp://a https:// no");
    }
}
