//! Old addresses (`aliases:`) that lead to the new ones.

use super::names::{is_hidden, is_too_long};
use super::outputs::{Outputs, Owner};
use super::resolve::join;
use super::site::Redirect;
use crate::core::diagnostic::Diagnostic;
use crate::core::model::Document;
use crate::core::written::Values;

/// The redirects of all documents, sorted by the old address.
pub fn collect(
    documents: &[Document],
    addresses: &[String],
    outputs: &mut Outputs,
    found: &mut Vec<Diagnostic>,
) -> Vec<Redirect> {
    let mut redirects = Vec::new();
    for (document, to) in documents.iter().zip(addresses) {
        let mut places = None;
        for alias in &document.redirects {
            let path = &document.source.path;
            let mut warn = |rule, message: String, hint: &str| {
                let places = places.get_or_insert_with(|| Values::behind(&document.source.text, 0));
                let at = places.find(alias).unwrap_or(0..0);
                found.push(Diagnostic::warning(rule, path, message).at(&document.source.text, at).hint(hint));
            };
            let from = match page_path(alias) {
                Ok(from) => from,
                Err((why, hint)) => {
                    warn("bad-alias", format!("the alias `{}` {why}", shown(alias)), hint);
                    continue;
                }
            };
            if let Some(owner) = outputs.owner(&from) {
                if from != *to {
                    let message =
                        format!("the alias `{from}` is already the address of {owner}, or in its way");
                    warn("output-collision", message, "That page stays; remove the alias.");
                }
                continue;
            }
            outputs.add(&from, Owner::Redirect(path.clone()));
            redirects.push(Redirect { from, to: to.clone() });
        }
    }
    redirects.sort_by(|a, b| a.from.cmp(&b.from));
    redirects
}

/// Why there can be no page at an alias, and what can be done.
type Fault = (&'static str, &'static str);

const OUTSIDE: Fault =
    ("is no address inside the site", "Write a path below the root of the site, such as `old/name.html`.");
const HIDDEN: Fault = (
    "is hidden: hosts and tools take what begins with a dot for theirs",
    "Write a path without names that begin with a dot. Only `.well-known` may.",
);
const LONG: Fault = ("is longer than what a file can be called", "Remove it: no page can have been there.");

/// The file at which a browser that asks for `alias` arrives.
fn page_path(alias: &str) -> Result<String, Fault> {
    if alias.contains("://") || alias.contains(['?', '#', '\\', ':']) || alias.contains(char::is_control) {
        return Err(OUTSIDE);
    }
    let is_folder = alias.ends_with('/');
    let path = join("", alias).filter(|path| !path.is_empty()).ok_or(OUTSIDE)?;
    let path = if is_folder {
        format!("{path}/index.html")
    } else if path.ends_with(".html") || path.ends_with(".htm") {
        path
    } else {
        format!("{path}.html")
    };
    match (is_hidden(&path), is_too_long(&path)) {
        (true, _) => Err(HIDDEN),
        (_, true) => Err(LONG),
        _ => Ok(path),
    }
}

/// An alias in a message, which nobody reads to the end where it is long.
fn shown(alias: &str) -> String {
    const MOST: usize = 80;
    let short: String = alias.chars().take(MOST).collect();
    if short.len() < alias.len() { short + "…" } else { short }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aliases_become_files() {
        assert_eq!(page_path("/old/place/").as_deref(), Ok("old/place/index.html"));
        assert_eq!(page_path("old").as_deref(), Ok("old.html"));
        assert_eq!(page_path(".well-known/old").as_deref(), Ok(".well-known/old.html"));
        assert_eq!(page_path("a.b/..c").map_err(|(why, _)| why), Err(HIDDEN.0));
        for (alias, fault) in [
            ("../x", OUTSIDE),
            ("https://x.org/", OUTSIDE),
            ("a\0b", OUTSIDE),
            (".git/hooks/x.html", HIDDEN),
            ("a/.github/workflows/", HIDDEN),
            (&"x".repeat(251), LONG),
        ] {
            assert_eq!(page_path(alias), Err(fault), "{alias}");
        }
        assert!(page_path(&"x".repeat(250)).is_ok());
    }
}
