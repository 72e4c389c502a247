//! Which page is where: addresses follow the content's paths and never depend on each other, except to stay apart.

use std::collections::HashMap;

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::model::{Document, Kind};

/// Pages that Lookback itself makes.
const GENERATED: &[&str] = &[
    "index.html",
    "404.html",
    "services.html",
    "causes.html",
    "teams.html",
    "tags.html",
    "years.html",
    "pages.html",
    "search.html",
    "recurring.html",
    "insights.html",
    "matrix.html",
    "sitemap.xml",
    "changes.html",
    "actions.html",
    "actions.ics",
    "actions/open.html",
    "actions/late.html",
    "actions/soon.html",
    "actions/in-progress.html",
    "actions/done.html",
    "actions/dropped.html",
    "actions/all.html",
    "actions/no-owner.html",
    "actions/no-date.html",
    "actions/odd-dates.html",
    "actions/owners.html",
    "actions/services.html",
    "actions/types.html",
    "actions/ideas.html",
];

/// How the addresses of further pages that Lookback itself makes begin.
const GENERATED_BELOW: &[&str] =
    &["recurring/causes/", "recurring/services/", "recurring/left-open", "recurring/page-"];
/// The first part of addresses of lists, which go on at `…/page-2.html`.
const LISTS: &[&str] =
    &["services", "causes", "teams", "tags", "years", "recurring", "insights", "matrix", "actions"];
/// Who has these addresses.
const GENERATOR: &str = "a page that Lookback makes";

/// Longest slug, in bytes; file systems allow 255 for a name.
const SLUG: usize = 120;

/// Addresses that are taken. Compared without regard to case, for many disks and hosts make no difference.
#[derive(Debug, Default)]
pub struct Outputs {
    taken: HashMap<String, String>,
}

impl Outputs {
    #[must_use]
    pub fn new() -> Self {
        let taken = GENERATED.iter().map(|output| ((*output).to_owned(), GENERATOR.to_owned()));
        Self { taken: taken.collect() }
    }

    /// Takes an address, or the next free one like it; with who has it otherwise.
    pub fn take(&mut self, wanted: &str, owner: &str) -> (String, Option<String>) {
        let key = wanted.to_lowercase();
        if let Some((folder, rest)) = wanted.split_once('/')
            && (GENERATED_BELOW.iter().any(|below| key.starts_with(below)) || is_page_of_list(&key))
        {
            let (output, other) = self.take(&format!("{folder}-2/{rest}"), owner);
            return (output, other.or_else(|| Some(GENERATOR.to_owned())));
        }
        let Some(other) = self.taken.get(&key).cloned() else {
            self.taken.insert(key, owner.to_owned());
            return (wanted.to_owned(), None);
        };
        let (stem, ending) = wanted.rsplit_once('.').unwrap_or((wanted, ""));
        for number in 2.. {
            let next = format!("{stem}-{number}.{ending}");
            if let std::collections::hash_map::Entry::Vacant(e) = self.taken.entry(next.to_lowercase()) {
                e.insert(owner.to_owned());
                return (next, Some(other));
            }
        }
        unreachable!("there are more numbers than files")
    }

    #[must_use]
    pub fn owner(&self, output: &str) -> Option<&str> {
        self.taken.get(&output.to_lowercase()).map(String::as_str)
    }
}

/// Whether a list may go on there: `services/dns/page-2.html`.
fn is_page_of_list(key: &str) -> bool {
    let Some((folder, name)) = key.rsplit_once('/') else { return false };
    let number = name.strip_prefix("page-").and_then(|rest| rest.strip_suffix(".html"));
    LISTS.contains(&folder.split('/').next().unwrap_or(folder))
        && number.is_some_and(|number| !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()))
}

/// The address of every document, in the same order; where two want one, the later by path gets a number.
pub fn of_documents(
    documents: &[Document],
    config: &Config,
    outputs: &mut Outputs,
    found: &mut Vec<Diagnostic>,
) -> Vec<String> {
    let mut give = |document: &Document| {
        let path = &document.source.path;
        if is_intro(document) {
            return "index.html".to_owned();
        }
        let wanted = format!("{}.html", without_ending(path, config));
        let (output, other) = outputs.take(&wanted, path);
        if let Some(other) = other {
            let message = format!("its page `{wanted}` is already that of {other}");
            let hint = format!(
                "It is published as `{output}`. Rename one of the two; letter case makes no difference."
            );
            found.push(Diagnostic::error("output-collision", path, message).hint(hint));
        }
        output
    };
    documents.iter().map(&mut give).collect()
}

/// Whether it introduces the site's first page.
#[must_use]
pub fn is_intro(document: &Document) -> bool {
    let path = document.source.path.to_lowercase();
    document.source.kind == Kind::Page
        && !path.contains('/')
        && matches!(path.split('.').next(), Some("index" | "_index"))
}

/// A content path without the ending by which it was included.
#[must_use]
pub fn without_ending<'p>(path: &'p str, config: &Config) -> &'p str {
    config.content.included.without_ending(path)
}

/// A slug short enough for a file name.
#[must_use]
pub fn file_slug(slug: &str) -> &str {
    let mut end = slug.len().min(SLUG);
    while !slug.is_char_boundary(end) {
        end -= 1;
    }
    &slug[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_of_our_own_keep_their_addresses() {
        let mut outputs = Outputs::new();
        for (wanted, given) in [
            ("recurring.html", "recurring-2.html"),
            ("Recurring/causes/dns.html", "Recurring-2/causes/dns.html"),
            ("recurring/2020-01-01.html", "recurring/2020-01-01.html"),
            ("services/dns/page-2.html", "services-2/dns/page-2.html"),
            ("2024/page-2.html", "2024/page-2.html"),
        ] {
            let (output, other) = outputs.take(wanted, "a.md");
            assert_eq!((output.as_str(), other.is_some()), (given, wanted != given));
        }
    }

    #[test]
    fn endings_go_whatever_stands_before_them() {
        let config = Config::default();
        for (path, plain) in [
            ("a/b.md", "a/b"),
            ("b.HTML.md.erb", "b"),
            ("é.qmd", "é"),
            ("aéqmd", "aéqmd"),
            ("émd", "émd"),
            ("b.md.txt", "b.md.txt"),
        ] {
            assert_eq!(without_ending(path, &config), plain, "{path}");
        }
    }
}
