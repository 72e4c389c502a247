//! Links that lead to the site itself by its full address, which can't be checked and break when it moves; and links that a
//! public edition loses.

use std::collections::HashMap;

use super::rules;
use crate::core::diagnostic::Diagnostic;
use crate::core::model::{Document, Visibility};
use crate::know::link::{DocumentId, Site, Target};
use crate::know::public::may_be_public;
use crate::read::markdown::internal;

/// The pages of a site by their address.
pub struct Links<'s> {
    site: &'s Site,
    /// Address of the site, with `/` at its end; `None` where the settings do not say.
    base: Option<String>,
    pages: HashMap<&'s str, DocumentId>,
}

impl<'s> Links<'s> {
    pub fn new(site: &'s Site) -> Self {
        let base = site.config.html.site_url.as_ref().filter(|url| url.contains("://"));
        let base = base.map(|url| format!("{}/", without_scheme(url).trim_end_matches('/')));
        let pages = site.outputs.iter().enumerate().map(|(id, output)| (output.as_str(), id));
        Self { site, pages: if base.is_some() { pages.collect() } else { HashMap::new() }, base }
    }

    /// What is odd about the links of a document.
    pub fn check(&self, id: DocumentId) -> Vec<Diagnostic> {
        let mut found = self.to_site(id);
        found.extend(self.to_internal(id));
        found
    }

    /// Links of a public post-mortem to what a public edition leaves out. What is internal itself is left out with its links.
    fn to_internal(&self, id: DocumentId) -> Vec<Diagnostic> {
        let Document { source, body, .. } = &self.site.documents[id];
        if !self.site.documents[id].post_mortem().is_some_and(|known| known.visibility == Visibility::Public)
        {
            return Vec::new();
        }
        let fences = internal::fences(&source.text, body.start);
        let is_inside = |at: usize| fences.iter().any(|fence| fence.range.contains(&at));
        let hint = "A public edition shows its words without the link. Make the other one public too, or put it between `:::internal` and `:::`.";
        let targets = body.links.iter().zip(&self.site.resolved[id]);
        let lost = targets.filter_map(|(link, target)| match target {
            Target::Document { id: to, .. } if !may_be_public(&self.site.documents[*to]) => Some((link, *to)),
            _ => None,
        });
        lost.filter(|(link, _)| !is_inside(link.range.start))
            .map(|(link, to)| {
                let message =
                    format!("this leads to `{}`, which is not public", self.site.documents[to].source.path);
                Diagnostic::warning(rules::name("link-to-internal"), &source.path, message)
                    .at(&source.text, link.range.clone())
                    .hint(hint)
            })
            .collect()
    }

    /// Links of a document that lead to the site itself.
    fn to_site(&self, id: DocumentId) -> Vec<Diagnostic> {
        let Some(base) = &self.base else { return Vec::new() };
        let source = &self.site.documents[id].source;
        let mut found = Vec::new();
        for link in &self.site.documents[id].body.links {
            if !link.href.contains("://") {
                continue;
            }
            let address = without_scheme(&link.href);
            let Some(path) =
                address.strip_prefix(base.as_str()).or((address == base.trim_end_matches('/')).then_some(""))
            else {
                continue;
            };
            let page = path.split(['#', '?']).next().unwrap_or(path);
            let page = percent_encoding::percent_decode_str(page).decode_utf8_lossy();
            let hint = match self.pages.get(&*page) {
                Some(other) => {
                    let to = relative(&source.path, &self.site.documents[*other].source.path);
                    format!("Write the path of the file, which is checked: `{to}`.")
                }
                None => "Write the path of the file that it leads to, relative to this one.".to_owned(),
            };
            let message = "this link leads to the site itself by its full address";
            found.push(
                Diagnostic::warning(rules::name("link-to-site"), &source.path, message)
                    .at(&source.text, link.range.clone())
                    .hint(hint),
            );
        }
        found
    }
}

/// `https://example.org/x` and `http://EXAMPLE.org/x` lead to the same; a path may differ by letter case.
fn without_scheme(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    format!("{}{path}", host.to_lowercase())
}

/// The path of a file as it is written in another.
fn relative(from: &str, to: &str) -> String {
    let folders: Vec<&str> = from.split('/').collect();
    let target: Vec<&str> = to.split('/').collect();
    let most = (folders.len() - 1).min(target.len() - 1);
    let shared = (0..most).take_while(|at| folders[*at] == target[*at]).count();
    let up = "../".repeat(folders.len() - 1 - shared);
    format!("{up}{}", target[shared..].join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_relative_to_the_file() {
        assert_eq!(relative("2024/a.md", "2024/b.md"), "b.md");
        assert_eq!(relative("2024/a.md", "services/x.md"), "../services/x.md");
        assert_eq!(relative("a.md", "2024/b.md"), "2024/b.md");
        assert_eq!(without_scheme("HTTPS://Example.org/A"), "example.org/A");
    }
}
