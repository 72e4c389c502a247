//! Takes out of raw HTML what could run, track or break the page.
//!
//! The whole body of a document that holds raw HTML is read as a browser would read it and written anew from a list of
//! allowed elements and attributes. What Lookback itself wrote carries a mark that authors can't type by accident, so
//! that their `class` and `id` are told from ours; finished pieces (signs, coloured code) stay outside altogether.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

use ammonia::{Builder, UrlRelative};

/// Marks the value of an attribute as ours.
pub const OURS: char = '\u{e000}';

/// Encloses the number of a piece that is put back afterwards.
pub const PIECE: char = '\u{e001}';

/// Elements that authors may use, beside those that Markdown makes.
const TAGS: &[&str] = &[
    "a",
    "abbr",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "u",
    "ul",
    "var",
    "wbr",
];

/// Sanitises a body. `hrefs` says what each relative address in raw HTML becomes; one that is missing is dropped.
/// `ids` are those that Lookback gives on this page.
#[must_use]
pub fn clean(html: &str, hrefs: HashMap<String, String>, ids: HashSet<String>) -> String {
    let seen = Mutex::new(ids);
    let hrefs = Arc::new(hrefs);
    let mut builder = Builder::empty();
    builder
        .tags(TAGS.iter().copied().collect())
        .clean_content_tags(
            ["script", "style", "template", "noscript", "iframe", "object", "svg", "math"].into(),
        )
        .generic_attributes(["class", "id", "title", "lang", "dir", "tabindex", "role", "aria-label"].into())
        .tag_attributes(HashMap::from([
            ("a", ["href", "name"].into()),
            ("img", ["src", "alt", "width", "height", "loading"].into()),
            ("td", ["colspan", "rowspan"].into()),
            ("th", ["colspan", "rowspan", "scope"].into()),
            ("ol", ["start", "reversed"].into()),
            ("time", ["datetime"].into()),
            ("details", ["open"].into()),
            ("col", ["span"].into()),
            ("colgroup", ["span"].into()),
        ]))
        .url_schemes(["http", "https", "mailto", "tel", "ftp", "irc", "ircs", "xmpp"].into())
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None)
        .attribute_filter(move |element, attribute, value| filter(&seen, &hrefs, element, attribute, value));
    without_empty_images(&builder.clean(html).to_string())
}

/// Takes out images whose address was dropped; their alternative text stays.
fn without_empty_images(html: &str) -> String {
    let mut parts = html.split("<img");
    let mut out = String::with_capacity(html.len());
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let end = part.find('>').unwrap_or(part.len());
        if part[..end].contains(" src=\"") {
            out.push_str("<img");
            out.push_str(part);
        } else {
            let alternative = part[..end].split_once(" alt=\"").and_then(|(_, rest)| rest.split('"').next());
            out.push_str(alternative.unwrap_or_default());
            out.push_str(part.get(end + 1..).unwrap_or_default());
        }
    }
    out
}

fn filter<'v>(
    seen: &Mutex<HashSet<String>>,
    hrefs: &HashMap<String, String>,
    element: &str,
    attribute: &str,
    value: &'v str,
) -> Option<Cow<'v, str>> {
    if let Some(ours) = value.strip_prefix(OURS) {
        return Some(Cow::Borrowed(ours));
    }
    match attribute {
        "class" | "role" | "aria-label" | "tabindex" | "loading" | "scope" => None,
        "id" | "name" => {
            let is_new = !value.is_empty()
                && !crate::parse::is_generated_id(value)
                && !value.contains(char::is_whitespace)
                && seen.lock().unwrap_or_else(PoisonError::into_inner).insert(value.to_owned());
            is_new.then_some(Cow::Borrowed(value))
        }
        "href" | "src" if is_absolute(value) => Some(Cow::Owned(crate::link::address::web(value))),
        "href" | "src" => hrefs.get(value.trim()).map(|href| Cow::Owned(href.clone())),
        "width" | "height" | "colspan" | "rowspan" | "start" | "span" => {
            let is_number = !value.is_empty() && value.len() < 6 && value.chars().all(|c| c.is_ascii_digit());
            (is_number && (element == "img" || value != "0")).then_some(Cow::Borrowed(value))
        }
        "dir" => matches!(value, "ltr" | "rtl" | "auto").then_some(Cow::Borrowed(value)),
        _ => Some(Cow::Borrowed(value)),
    }
}

fn is_absolute(url: &str) -> bool {
    url.contains(':')
        && url
            .split(':')
            .next()
            .is_some_and(|scheme| scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c)))
        || url.starts_with("//")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(html: &str) -> String {
        clean(html, HashMap::from([("a.png".into(), "../a.png".into())]), HashSet::from(["x".into()]))
    }

    #[test]
    fn nothing_that_runs_survives() {
        for (html, clean) in [
            ("<script>alert(1)</script>a", "a"),
            ("<img src=x onerror=alert(1) alt=\"a > b\">", "a &gt; b"),
            ("<a href=\"javascript:alert(1)\">a</a>", "<a>a</a>"),
            ("<a href=\" java\nscript:alert(1)\">a</a>", "<a>a</a>"),
            ("<p style=\"position:fixed\" class=\"box\">a</p>", "<p>a</p>"),
            ("<iframe src=\"https://x.org\"></iframe>a", "a"),
            ("<form action=x><input name=q></form>", ""),
            ("<svg><script>alert(1)</script></svg>", ""),
            ("<img src=\"a.png\" width=\"10\">", "<img src=\"../a.png\" width=\"10\">"),
            ("<b id=x>1</b><b id=y>2</b><b id=y>3</b>", "<b>1</b><b id=\"y\">2</b><b>3</b>"),
            ("<a href=\"data:text/html,x\">a</a>", "<a>a</a>"),
        ] {
            assert_eq!(plain(html), clean, "{html}");
        }
    }

    #[test]
    fn what_is_ours_is_kept() {
        assert_eq!(
            plain(&format!("<p class=\"{OURS}box\" id=\"{OURS}x\">a</p>")),
            "<p class=\"box\" id=\"x\">a</p>"
        );
    }
}
