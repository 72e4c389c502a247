//! Pages on the way out: what a browser shows of one, as a version, and the script that keeps it up to date. The files
//! themselves stay as they are published.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::{Captures, Regex};
use sha2::{Digest, Sha256};

/// Below this address lies what the preview itself sends.
pub const RESERVED: &str = "/-/lookback/";

/// What a browser shows of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// Stands for the page and its pictures and scripts, style sheets put aside.
    content: String,
    /// Addresses of the style sheets, as the page writes them, in order. Their names change with what is in them.
    pub styles: Vec<String>,
}

/// What has changed between two versions.
#[derive(Debug, PartialEq, Eq)]
pub enum Change {
    None,
    Styles,
    Content,
}

impl Version {
    /// The version of a page. `state` tells of a file that the page shows, by its address as it is written there, what
    /// changes with it.
    pub fn of(html: &str, mut state: impl FnMut(&str) -> Option<String>) -> Self {
        let mut styles = Vec::new();
        let rest = LINK.replace_all(html, |tag: &Captures<'_>| {
            let tag = &tag[0];
            let address = HREF.captures(tag).map(|found| found[1].to_owned());
            match address.filter(|_| is_style(tag)) {
                Some(address) => {
                    styles.push(address);
                    "<link>".to_owned()
                }
                None => tag.to_owned(),
            }
        });
        let mut hash = Sha256::new();
        hash.update(rest.as_bytes());
        for shown in SOURCE.captures_iter(html) {
            if let Some(state) = state(&shown[1]) {
                hash.update(state.as_bytes());
            }
        }
        Self { content: short(hash), styles }
    }

    /// As a page is told of its own version.
    pub fn name(&self) -> String {
        let mut hash = Sha256::new();
        for style in &self.styles {
            hash.update(style.as_bytes());
            hash.update([0]);
        }
        format!("{}.{}", self.content, short(hash))
    }

    /// What has changed since the version with this name.
    pub fn since(&self, name: &str) -> Change {
        if name == self.name() {
            Change::None
        } else if name.split('.').next() == Some(&self.content) {
            Change::Styles
        } else {
            Change::Content
        }
    }
}

static LINK: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?is)<link\b[^>]*>"));
static HREF: LazyLock<Regex> = LazyLock::new(|| pattern(r#"(?is)\bhref\s*=\s*"([^"]*)""#));
static STYLE: LazyLock<Regex> = LazyLock::new(|| pattern(r#"(?is)\brel\s*=\s*["']?stylesheet\b"#));
static SOURCE: LazyLock<Regex> = LazyLock::new(|| pattern(r#"(?is)\bsrc\s*=\s*"([^"]*)""#));
static BODY_END: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)</body\s*>"));
static HEAD: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)<head\s*>"));

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the pattern is valid")
}

fn is_style(tag: &str) -> bool {
    STYLE.is_match(tag)
}

/// The first 16 digits: enough to tell pages apart that nobody forges.
fn short(hash: Sha256) -> String {
    hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

/// The page with the script at the end of its body; whether it stands in for a site that has never been built.
pub fn with_script(html: &str, version: &Version, is_waiting: bool) -> String {
    let waiting = if is_waiting { " data-waiting" } else { "" };
    let script = format!(
        "<script src=\"{RESERVED}live.js\" data-version=\"{}\"{waiting} defer></script>\n",
        version.name()
    );
    let at = BODY_END.find_iter(html).last().map_or(html.len(), |end| end.start());
    format!("{}{script}{}", &html[..at], &html[at..])
}

/// The page for addresses that lead nowhere, whose relative links start at the root of the site wherever it is shown.
pub fn rooted(html: &str) -> Cow<'_, str> {
    HEAD.replace(html, "$0\n<base href=\"/\">")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<html><head>\n<link rel=\"stylesheet\" href=\"../assets/a-1.css\">\n<link rel=\"icon\" href=\"i.svg\">\n\
        </head><body><p>One.</p><img src=\"a.png\"></body></html>\n";

    fn version(html: &str) -> Version {
        Version::of(html, |_| None)
    }

    #[test]
    fn style_sheets_change_apart_from_the_rest() {
        let before = version(PAGE);
        assert_eq!(before.styles, ["../assets/a-1.css"]);
        assert_eq!(before.since(&before.name()), Change::None);
        assert_eq!(version(&PAGE.replace("a-1.css", "a-2.css")).since(&before.name()), Change::Styles);
        assert_eq!(version(&PAGE.replace("One", "Two")).since(&before.name()), Change::Content);
        assert_eq!(version(&PAGE.replace("i.svg", "j.svg")).since(&before.name()), Change::Content);
        assert_eq!(before.since(""), Change::Content);
    }

    #[test]
    fn a_picture_that_changes_is_a_change_of_its_page() {
        let with = |state: &str| Version::of(PAGE, |address| (address == "a.png").then(|| state.to_owned()));
        assert_eq!(with("1").since(&with("2").name()), Change::Content);
    }

    #[test]
    fn the_script_stands_at_the_end_of_any_page() {
        let dressed = with_script(PAGE, &version(PAGE), false);
        assert!(dressed.ends_with("defer></script>\n</body></html>\n"), "{dressed}");
        assert!(with_script("", &version(""), false).starts_with("<script"));
        assert!(
            with_script("</BODY > é </body>é", &version(""), true)
                .ends_with("data-waiting defer></script>\n</body>é")
        );
    }
}
