//! Old addresses (`aliases:`) that lead to the new ones.

use super::outputs::Outputs;
use super::resolve::join;
use super::site::Redirect;
use crate::diagnostic::Diagnostic;
use crate::model::Document;
use crate::written::Values;

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
            let mut at = || {
                let places = places.get_or_insert_with(|| Values::behind(&document.source.text, 0));
                places.find(alias).unwrap_or(0..0)
            };
            let Some(from) = page_path(alias) else {
                let message = format!("the alias `{alias}` is no address inside the site");
                let hint = "Write a path below the root of the site, such as `old/name.html`.";
                found.push(
                    Diagnostic::warning("bad-alias", path, message)
                        .at(&document.source.text, at())
                        .hint(hint),
                );
                continue;
            };
            if let Some(owner) = outputs.owner(&from) {
                if from != *to {
                    let message = format!("the alias `{from}` is already the address of {owner}");
                    let hint = "That page stays; remove the alias.";
                    found.push(
                        Diagnostic::warning("output-collision", path, message)
                            .at(&document.source.text, at())
                            .hint(hint),
                    );
                }
                continue;
            }
            outputs.take(&from, path);
            redirects.push(Redirect { from, to: to.clone() });
        }
    }
    redirects.sort_by(|a, b| a.from.cmp(&b.from));
    redirects
}

/// The file at which a browser that asks for `alias` arrives.
fn page_path(alias: &str) -> Option<String> {
    if alias.contains("://") || alias.contains(['?', '#', '\\', ':']) {
        return None;
    }
    let is_folder = alias.ends_with('/');
    let path = join("", alias).filter(|path| !path.is_empty())?;
    if is_folder {
        Some(format!("{path}/index.html"))
    } else if path.ends_with(".html") || path.ends_with(".htm") {
        Some(path)
    } else {
        Some(format!("{path}.html"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aliases_become_files() {
        assert_eq!(page_path("/old/place/").as_deref(), Some("old/place/index.html"));
        assert_eq!(page_path("old").as_deref(), Some("old.html"));
        assert_eq!(page_path("../x"), None);
        assert_eq!(page_path("https://x.org/"), None);
    }
}
