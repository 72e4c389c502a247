//! Files beside the Markdown that are published as they are: those that pages link to, and those that the settings name.

use std::collections::{BTreeMap, BTreeSet};

use super::outputs::{Outputs, Owner};
use super::site::{Attachment, Target};
use crate::core::config::Config;
use crate::core::diagnostic::Diagnostic;
use crate::core::model::{BodyLink, Document};

/// Files at the root of a site that mean something to hosts, browsers and those who ask for proof of whose site it is.
const OF_HOSTS: &[&str] = &[
    "cname",
    "ads.txt",
    "app-ads.txt",
    "browserconfig.xml",
    "clientaccesspolicy.xml",
    "crossdomain.xml",
    "favicon.ico",
    "firebase.json",
    "humans.txt",
    "manifest.json",
    "manifest.webmanifest",
    "netlify.toml",
    "now.json",
    "render.yaml",
    "robots.txt",
    "security.txt",
    "serve.json",
    "service-worker.js",
    "site.webmanifest",
    "sw.js",
    "vercel.json",
    "wrangler.toml",
];

/// Files that hosts obey in any folder.
const OF_HOSTS_ANYWHERE: &[&str] = &["staticwebapp.config.json", "web.config"];

/// Turns links to files that can't be published into text; gives all that are.
pub fn settle(
    documents: &[Document],
    targets: &mut [Vec<Target>],
    (config, others): (&Config, &[String]),
    outputs: &mut Outputs,
    found: &mut Vec<Diagnostic>,
) -> Vec<Attachment> {
    let named: BTreeSet<&str> = config.html.root_files.iter().map(String::as_str).collect();
    let mut faults: BTreeMap<String, Option<Fault>> = BTreeMap::new();
    let judge = |path: &str| Fault::of(path, named.contains(path), outputs);
    for (document, targets) in documents.iter().zip(targets) {
        for (link, target) in document.body.links.iter().zip(targets) {
            let Target::Attachment { output } = &*target else { continue };
            let fault = match faults.get(output) {
                Some(known) => known,
                None => faults.entry(output.clone()).or_insert_with(|| judge(output)),
            };
            if let Some(fault) = fault {
                found.push(fault.told(document, link, output));
                *target = Target::Broken;
            }
        }
    }
    let is_there = |name: &&&str| others.binary_search_by(|one| one.as_str().cmp(name)).is_ok();
    for name in named.iter().filter(is_there) {
        faults.entry((*name).to_owned()).or_insert_with(|| judge(name));
    }
    let fine = faults.into_iter().filter(|(_, fault)| fault.is_none());
    let attachments: Vec<Attachment> =
        fine.map(|(path, _)| Attachment { source: path.clone(), output: path }).collect();
    attachments.iter().for_each(|one| outputs.add(&one.output, Owner::File(one.source.clone())));
    attachments
}

/// Why a file is not published.
enum Fault {
    /// It would tell the host or the browser what to do.
    OfHost,
    Taken(Owner),
}

impl Fault {
    fn of(path: &str, is_named: bool, outputs: &Outputs) -> Option<Self> {
        if !is_named && is_of_host(path) {
            return Some(Self::OfHost);
        }
        outputs.owner(path).map(Self::Taken)
    }

    fn told(&self, document: &Document, link: &BodyLink, path: &str) -> Diagnostic {
        let source = &document.source;
        let found = match self {
            Self::OfHost => {
                let message =
                    format!("`{path}` would tell the host of the site what to do, so it is not published");
                let hint =
                    "Rename it. If it is meant for the host, name it in `root-files` of `[output.html]`.";
                Diagnostic::error("host-file", &source.path, message).hint(hint)
            }
            Self::Taken(owner) => {
                let message =
                    format!("the place of `{path}` in the site is that of {owner}, so it is not published");
                let hint = "Rename it, or its folder; the text is shown without the link.";
                Diagnostic::error("output-collision", &source.path, message).hint(hint)
            }
        };
        found.at(&source.text, link.range.clone())
    }
}

/// Whether a host, or a browser, gives a file of this path a meaning of its own.
pub(super) fn is_of_host(path: &str) -> bool {
    let key = path.to_lowercase();
    let name = key.rsplit('/').next().unwrap_or(&key);
    // Services that search the web take an `.html` of such a name for proof of who owns the site.
    let is_proof = name.starts_with("google") && name.ends_with(".html") || name == "bingsiteauth.xml";
    let is_at_root = name.len() == key.len();
    OF_HOSTS_ANYWHERE.contains(&name)
        || is_at_root && (name.starts_with('_') || is_proof || OF_HOSTS.contains(&name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_told_nothing_by_files_of_authors() {
        for path in ["CNAME", "_headers", "_worker.js", "robots.TXT", "google1a.html", "a/web.config"] {
            assert!(is_of_host(path), "{path}");
        }
        for path in ["a/CNAME", "a/_headers", "LICENSE", "notes.txt", "2024/manifest.json", "robots.png"] {
            assert!(!is_of_host(path), "{path}");
        }
    }
}
