//! Findings as the pages of a preview show them.

use std::collections::HashSet;
use std::path::Path;

use serde::Serialize;

use crate::core::config::Loaded;
use crate::core::diagnostic::{Diagnostic, Level};
use crate::core::plain::printable;

/// Most errors that a page is told of.
const LIMIT: usize = 100;

/// A rule whose findings leave pages without their content, so that they count as a build that failed.
const TEMPLATE: &str = "template-error";

/// A finding, ready to be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    rule: &'static str,
    message: String,
    hint: Option<String>,
    path: String,
    place: Option<FaultLine>,
    /// Path below the site of the page that it is about, where it is about one.
    #[serde(skip)]
    page: Option<String>,
}

/// Where it is: line and column from 1, and the line in three parts, of which the one in the middle is meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct FaultLine {
    line: usize,
    column: usize,
    before: String,
    marked: String,
    after: String,
}

/// How the last build went, for pages.
#[derive(Debug, Default)]
pub struct Told {
    /// Why there is no newer site; empty where there is.
    pub failures: Vec<Fault>,
    /// What is wrong with files of an otherwise good site.
    pub errors: Vec<Fault>,
}

#[derive(Serialize)]
struct ForPage<'a> {
    failures: &'a [Fault],
    /// Errors about the page itself, then others.
    here: Vec<&'a Fault>,
    elsewhere: Vec<&'a Fault>,
    /// How many more there are.
    more: usize,
}

impl Told {
    /// The build that failed with these findings; what was wrong with files before is not known to be mended.
    pub fn failed(found: &[Diagnostic], before: &Self) -> Self {
        Self {
            failures: found.iter().map(|one| Fault::of(one, None)).collect(),
            errors: before.errors.clone(),
        }
    }

    /// A build with these findings.
    pub fn built(found: &[Diagnostic], loaded: Option<&Loaded>) -> Self {
        let errors = found.iter().filter(|one| one.level == Level::Error);
        let (broken, odd): (Vec<_>, Vec<_>) = errors.partition(|one| one.rule == TEMPLATE);
        let mut places = HashSet::new();
        // The same fault of a template is found on page after page.
        let broken = broken.into_iter().filter(|one| {
            places.insert((one.path.as_str(), one.place.as_ref().map(|place| (place.line, place.column))))
        });
        Self {
            failures: broken.map(|one| Fault::of(one, None)).collect(),
            errors: odd.into_iter().map(|one| Fault::of(one, loaded)).collect(),
        }
    }

    /// As JSON, for the page at a path below the site.
    pub fn for_page(&self, page: &str) -> String {
        let (mut here, mut elsewhere): (Vec<_>, Vec<_>) =
            self.errors.iter().partition(|fault| fault.page.as_deref() == Some(page));
        let all = here.len() + elsewhere.len();
        here.truncate(LIMIT);
        elsewhere.truncate(LIMIT - here.len());
        let more = all - here.len() - elsewhere.len();
        let failures = &self.failures[..self.failures.len().min(LIMIT)];
        serde_json::to_string(&ForPage { failures, here, elsewhere, more }).unwrap_or_default()
    }
}

impl Fault {
    fn of(found: &Diagnostic, loaded: Option<&Loaded>) -> Self {
        let place = found.place.as_ref().map(|place| FaultLine {
            line: place.line,
            column: place.column,
            before: printable(&place.excerpt[..place.marked.start]),
            marked: printable(&place.excerpt[place.marked.clone()]),
            after: printable(&place.excerpt[place.marked.end..]),
        });
        Self {
            rule: found.rule,
            message: printable(&found.message),
            hint: found.hint.as_deref().map(printable),
            path: printable(found.path.strip_prefix("./").unwrap_or(&found.path)),
            place,
            page: loaded.and_then(|loaded| page_of(&found.path, loaded)),
        }
    }
}

/// The page of a file of the content: its path with another ending.
fn page_of(path: &str, loaded: &Loaded) -> Option<String> {
    let below = Path::new(path).strip_prefix(&loaded.content).ok()?.to_string_lossy().replace('\\', "/");
    let stem = loaded.config.content.included.without_ending(&below);
    if stem == below {
        return None;
    }
    Some(format!("{stem}.html"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn loaded() -> Loaded {
        Loaded {
            root: "kb".into(),
            content: "kb/content".into(),
            config: crate::core::config::Config::default(),
            text: String::new(),
        }
    }

    #[test]
    fn the_faults_of_a_page_are_told_apart() {
        let found = [
            Diagnostic::error("bad-yaml", "kb/content/2024/a.md", "A").at("x: [\n", 3..4).hint("Close it."),
            Diagnostic::error("bad-yaml", "kb/content/b.html.md.erb", "B"),
            Diagnostic::warning("w", "kb/content/2024/a.md", "W"),
        ];
        let told = Told::built(&found, Some(&loaded()));
        let json = |page: &str| serde_json::from_str::<serde_json::Value>(&told.for_page(page)).unwrap();
        let page = json("2024/a.html");
        assert_eq!(page["here"][0]["message"], "A");
        assert_eq!(page["here"][0]["place"]["before"], "x: ");
        assert_eq!(page["here"][0]["place"]["marked"], "[");
        assert_eq!(page["elsewhere"][0]["message"], "B");
        assert_eq!(json("b.html")["here"][0]["message"], "B");
        assert_eq!(json("c.html")["elsewhere"].as_array().unwrap().len(), 2);
    }

    #[test]
    fn a_fault_of_a_template_is_told_once() {
        let one = |page: &str| {
            Diagnostic::error("template-error", "themes/x/a.html", format!("m (making {page})"))
                .at("abc", 1..2)
        };
        let told = Told::built(&[one("a.html"), one("b.html")], None);
        assert_eq!((told.failures.len(), told.errors.len()), (1, 0));
    }
}
