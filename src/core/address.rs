//! Addresses: from content paths to pages, and from page to page.

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

/// What must not stand bare in the path of a URL.
const PATH: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'`')
    .add(b'{')
    .add(b'}')
    .add(b'\\')
    .add(b'|')
    .add(b'^')
    .add(b'[')
    .add(b']');

/// The address that leads from the page `from` to `to`, both output paths such as `2019/a b.html`.
///
/// Relative, so that the site works below any path and from disk; percent-encoded.
pub fn relative(from: &str, to: &str) -> String {
    let from_folders: Vec<&str> = from.split('/').collect();
    let from_folders = &from_folders[..from_folders.len() - 1];
    let to_parts: Vec<&str> = to.split('/').collect();
    let shared = from_folders.iter().zip(&to_parts[..to_parts.len() - 1]).take_while(|(a, b)| a == b).count();
    let mut path = "../".repeat(from_folders.len() - shared);
    path.push_str(&to_parts[shared..].join("/"));
    // A colon in the first part would read as a scheme.
    if path.split('/').next().is_some_and(|first| first.contains(':')) {
        path.insert_str(0, "./");
    }
    encode(&path)
}

/// Percent-encodes an output path.
pub fn encode(path: &str) -> String {
    utf8_percent_encode(path, PATH).to_string()
}

/// What must not stand bare anywhere in an address; `%` may, for what is encoded already stays as it is.
const ILLEGAL: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// Brackets may stand only around the numbers of a host.
const ILLEGAL_BEHIND_HOST: &AsciiSet = &ILLEGAL.add(b'[').add(b']');

/// An address of another site, as people paste it, in the form that HTML wants.
pub fn web(url: &str) -> String {
    let host = url.find("://").map_or(0, |at| at + 3);
    let path = url[host..].find(['/', '?', '#']).map_or(url.len(), |at| host + at);
    let (before, behind) = url.split_at(path);
    // A second `#` would begin nothing.
    let (behind, fragment) = behind.split_once('#').map_or((behind, None), |(path, rest)| (path, Some(rest)));
    let mut encoded = format!(
        "{}{}",
        utf8_percent_encode(before, ILLEGAL),
        utf8_percent_encode(behind, ILLEGAL_BEHIND_HOST)
    );
    if let Some(fragment) = fragment {
        encoded.push('#');
        encoded.push_str(&utf8_percent_encode(fragment, ILLEGAL_BEHIND_HOST).to_string().replace('#', "%23"));
    }
    encoded
}

/// The scheme of an absolute address, in lower case.
pub fn scheme(href: &str) -> Option<String> {
    if !href.contains(':') {
        return None;
    }
    // Browsers skip control characters and white space there.
    let plain: String = href.chars().filter(|c| !c.is_control() && !c.is_whitespace()).collect();
    let (scheme, _) = plain.split_once(':')?;
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '.' | '-'));
    is_scheme.then(|| scheme.to_ascii_lowercase())
}

/// Schemes that lead to another site, or a mail box, and run nothing.
pub const SCHEMES: [&str; 8] = ["http", "https", "mailto", "tel", "ftp", "irc", "ircs", "xmpp"];

/// Whether an address leads to another site, or a mail box, by a scheme that runs nothing.
pub fn is_external(href: &str) -> bool {
    scheme(href).map_or(href.starts_with("//"), |scheme| SCHEMES.contains(&scheme.as_str()))
}

/// Whether an address may be on a page: it leads to another site as above, or has no scheme.
pub fn is_safe(href: &str) -> bool {
    is_external(href) || scheme(href).is_none()
}

/// `../` as often as it takes to get from the page `from` to the root of the site; empty at the root.
pub fn root(from: &str) -> String {
    "../".repeat(from.matches('/').count())
}

/// Languages that stand before the ending of translated files.
const LANGUAGES: [&str; 28] = [
    "ar", "cs", "da", "de", "el", "en", "es", "fa", "fi", "fr", "he", "hi", "hu", "id", "it", "ja", "ko",
    "nb", "nl", "no", "pl", "pt", "ro", "ru", "sv", "tr", "uk", "zh",
];

/// The name of a file without its ending, and without the language of a translation before that: `index.de.md`. Dots of
/// versions stay: `v2.0-rollback.md`.
pub fn stem(name: &str) -> &str {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let is_language = |tag: &str| {
        let language = tag.split(['-', '_']).next().unwrap_or_default();
        LANGUAGES.contains(&language.to_ascii_lowercase().as_str()) && tag.len() <= 7
    };
    match stem.rsplit_once('.') {
        Some((before, tag)) if !before.is_empty() && is_language(tag) => before,
        _ if stem.is_empty() => name,
        _ => stem,
    }
}

/// A name in the form in which two spellings of it are the same: lower case, words joined by hyphens.
///
/// Letters and digits of every script are kept; all else separates.
pub fn slug(name: &str) -> String {
    let mut slug = String::with_capacity(name.len());
    for c in name.chars() {
        match c {
            // Nearly all names are of these, and there are many names.
            'a'..='z' | '0'..='9' => slug.push(c),
            'A'..='Z' => slug.push(c.to_ascii_lowercase()),
            // C, C++ and C# are three things.
            '+' | '#' if slug.ends_with(char::is_alphanumeric) => {
                slug.push_str(if c == '+' { "-plus" } else { "-sharp" });
            }
            _ if c.is_ascii() => separate(&mut slug),
            _ => c
                .to_lowercase()
                .for_each(|c| if c.is_alphanumeric() { slug.push(c) } else { separate(&mut slug) }),
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

fn separate(slug: &mut String) {
    if !slug.is_empty() && !slug.ends_with('-') {
        slug.push('-');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_relative_and_encoded() {
        assert_eq!(relative("index.html", "2019/a b.html"), "2019/a%20b.html");
        assert_eq!(relative("2019/a.html", "2019/b.html"), "b.html");
        assert_eq!(relative("2019/x/a.html", "services/b.html"), "../../services/b.html");
        assert_eq!(relative("a.html", "b:c.html"), "./b:c.html");
    }

    #[test]
    fn pasted_addresses_are_mended() {
        assert_eq!(web("https://x.org/a b[1]?q=%20#c#d"), "https://x.org/a%20b%5B1%5D?q=%20#c%23d");
        assert_eq!(web("http://[::1]/a"), "http://[::1]/a");
    }

    #[test]
    fn schemes_can_not_be_hidden() {
        assert_eq!(scheme("java\nscript:alert(1)").as_deref(), Some("javascript"));
        assert_eq!(scheme(" JAVASCRIPT:alert(1)").as_deref(), Some("javascript"));
        assert_eq!(scheme("a/b:c"), None);
        assert_eq!(scheme("page.md"), None);
    }

    #[test]
    fn spellings_share_a_slug() {
        assert_eq!(slug("Kafka (EU)"), "kafka-eu");
        assert_eq!(slug("  kafka_eu "), "kafka-eu");
        assert_eq!(slug("決済 API"), "決済-api");
        assert_eq!(slug("C++"), "c-plus-plus");
        assert_eq!(slug("C#"), "c-sharp");
        assert_eq!(slug("É+ İ"), "é-plus-i");
        assert_eq!(slug("***"), "");
    }

    #[test]
    fn names_of_files_lose_their_ending_and_nothing_else() {
        for (name, expected) in [
            ("2026-03-14-v2.0-rollback.md", "2026-03-14-v2.0-rollback"),
            ("node.js.md", "node.js"),
            ("index.de.md", "index"),
            ("outage.zh-CN.md", "outage"),
            ("README", "README"),
            (".md", ".md"),
        ] {
            assert_eq!(stem(name), expected);
        }
    }
}
