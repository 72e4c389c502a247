//! Takes out of raw HTML what could run, track or break the page.
//!
//! Authors' HTML is read where it enters ([`raw`]), piece by piece and before it is beside anything of ours: of each piece,
//! allowed elements with allowed attributes are written anew, whole, and nothing else. What an author can't have (`class`,
//! `role`, an address that nobody judged) is gone from then on, so that nothing has to tell our attributes from theirs:
//! there is no mark that somebody could write as well. A tag or a quote that a piece leaves open ends with it, and so can't
//! reach what we write behind it.
//!
//! Which elements hold which is only known of a whole body. So what has been put together is read once more as a browser
//! would read it, and written from the list of what we and authors use ([`whole`]).

mod lists;
mod raw;

use std::borrow::Cow;
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};

use crate::core::address;
pub use raw::Raw;

static WHOLE: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder
        .tags(lists::TAGS.iter().chain(lists::MATH).copied().collect())
        .generic_attributes(lists::WHOLE.iter().copied().collect())
        .url_schemes(address::SCHEMES.into())
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None)
        .attribute_filter(|_, attribute, value| {
            let is_address = matches!(attribute, "href" | "src");
            (!is_address || address::is_safe(value)).then_some(Cow::Borrowed(value))
        });
    builder
});

/// A body with authors' HTML in it, after [`Raw`] has read that, with each element ended where it has to end.
pub fn whole(html: &str) -> String {
    WHOLE.clean(html).to_string()
}

#[cfg(test)]
mod tests {
    use std::collections::{HashMap, HashSet};

    use super::*;

    fn plain(html: &str) -> String {
        let hrefs = HashMap::from([("a.png".into(), "../a.png".into())]);
        let mut out = String::new();
        Raw::new(hrefs, HashSet::from(["x".into()])).push(&mut out, html);
        whole(&out)
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
            ("<svg><svg></svg>b</svg>a", "a"),
            ("<noscript><p title=\"</noscript><b>a</b>\">", "<b>a</b>\"&gt;"),
            ("<textarea><b>a</b></textarea>c", "&lt;b&gt;a&lt;/b&gt;c"),
            ("<img src=\"a.png\" width=\"10\">", "<img src=\"../a.png\" width=\"10\">"),
            ("<b id=x>1</b><b id=y>2</b><b id=y>3</b>", "<b>1</b><b id=\"y\">2</b><b>3</b>"),
            ("<a href=\"data:text/html,x\">a</a>", "<a>a</a>"),
            ("<math><mi href=x>a</mi></math>", ""),
            ("<x-widget data-x=1>a</x-widget>", "a"),
        ] {
            assert_eq!(plain(html), clean, "{html}");
        }
    }

    #[test]
    fn private_characters_are_text_like_any_other() {
        for mark in ["\u{e000}", "\u{e001}", "&#xE000;", "&#57344;", "&#xe001"] {
            let html =
                format!("<b class=\"{mark}box\" role='{mark}x'>a{mark};</b><a href=\"{mark}x-test:a\">b</a>");
            let clean = plain(&html);
            let (bold, rest) = clean.split_once("</b>").unwrap();
            assert!(bold.starts_with("<b>a") && bold.contains(['\u{e000}', '\u{e001}']), "{clean}");
            assert_eq!(rest, "<a>b</a>", "{mark}");
        }
    }

    #[test]
    fn what_a_piece_leaves_open_ends_with_it() {
        for html in ["<div title=\"", "<div title='a", "<div ", "<div title=\"a\"", "<!-- ", "</div", "<"] {
            let mut out = String::new();
            Raw::new(HashMap::new(), HashSet::new()).push(&mut out, html);
            out.push_str("<p class=\"ours\">a</p>");
            let clean = whole(&out);
            assert!(clean.ends_with("<p class=\"ours\">a</p>"), "{html}: {clean}");
        }
    }
}
