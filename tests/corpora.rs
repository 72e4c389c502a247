//! Real repositories of post-mortems build, whatever is in them, and their sites hold together.
//!
//! They lie in `../shared/corpora`, beside the checkout. Where they do not, the tests say so and pass, unless `CI` is set.
#![expect(clippy::disallowed_macros, reason = "says what was skipped")]

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use percent_encoding::percent_decode_str;
use scraper::{Html, Selector};
use serde_json::Value;
use support::program;

/// The folders of the corpora, sorted.
fn corpora() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        assert!(std::env::var_os("CI").is_none(), "there is no {}", folder.display());
        eprintln!("skipped: there is no {}", folder.display());
        return Vec::new();
    };
    let paths = entries.map(|entry| entry.unwrap().path());
    let mut folders = paths.filter(|path| path.is_dir()).collect::<Vec<_>>();
    folders.sort();
    assert!(!folders.is_empty(), "{} is empty", folder.display());
    folders
}

/// The sample knowledge base and all corpora.
fn everything() -> Vec<PathBuf> {
    let mut all = vec![PathBuf::from(env!("CARGO_MANIFEST_DIR"))];
    all.extend(corpora());
    all
}

fn build(root: &Path, dest: &Path, threads: &str) {
    let output = program().arg("build").arg(root).arg("-d").arg(dest).args(["--threads", threads]).output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{}:\n{errors}", root.display());
    assert!(!errors.contains("panicked"), "{}:\n{errors}", root.display());
}

fn export(root: &Path) -> Vec<Value> {
    let output = program().arg("export").arg(root).output().unwrap();
    assert!(output.status.success(), "{}", root.display());
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn every_post_mortem_has_a_page_and_no_link_is_broken() {
    for root in everything() {
        let temp = tempfile::tempdir().unwrap();
        build(&root, temp.path(), "2");
        let site = Site::read(temp.path());
        for record in export(&root) {
            let url = record["url"].as_str().unwrap();
            let path = percent_decode_str(url).decode_utf8().unwrap();
            assert!(site.pages.contains_key(&*path), "{}: no page {path}", root.display());
        }
        let broken = site.broken_links();
        assert!(broken.is_empty(), "{}: {} broken links:\n{}", root.display(), broken.len(), broken.join("\n"));
    }
}

#[test]
fn every_record_follows_the_schema() {
    let schema = program().args(["export", "--schema"]).output().unwrap();
    let validator = jsonschema::draft202012::new(&serde_json::from_slice(&schema.stdout).unwrap()).unwrap();
    for root in everything() {
        for record in export(&root) {
            let problems = validator.iter_errors(&record).map(|error| error.to_string()).collect::<Vec<_>>();
            assert!(problems.is_empty(), "{}: {}: {problems:?}", root.display(), record["path"]);
        }
    }
}

#[test]
fn two_builds_are_the_same_with_one_thread_and_with_eight() {
    for root in everything() {
        let (one, eight) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        build(&root, one.path(), "1");
        build(&root, eight.path(), "8");
        assert!(support::files(one.path()) == support::files(eight.path()), "{} differs", root.display());
    }
}

/// What is in a site, and where its pages lead.
struct Site {
    files: BTreeSet<String>,
    pages: BTreeMap<String, Page>,
}

struct Page {
    ids: BTreeSet<String>,
    /// Values of `href` and `src`.
    links: Vec<String>,
}

impl Site {
    fn read(folder: &Path) -> Self {
        let files = support::files(folder);
        let html = files.iter().filter(|(path, _)| path.ends_with(".html"));
        let pages = html.map(|(path, bytes)| (path.clone(), Page::read(std::str::from_utf8(bytes).unwrap())));
        let pages = pages.collect();
        Self { files: files.into_keys().collect(), pages }
    }

    fn broken_links(&self) -> Vec<String> {
        let mut broken = Vec::new();
        for (path, page) in &self.pages {
            let wrong = page.links.iter().filter(|link| !self.leads_somewhere(path, link));
            broken.extend(wrong.map(|link| format!("{path}: {link}")));
        }
        broken
    }

    fn leads_somewhere(&self, from: &str, link: &str) -> bool {
        let has_scheme = link.split_once(':').is_some_and(|(scheme, _)| {
            !scheme.is_empty() && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
        });
        if has_scheme || link.starts_with("//") {
            return true;
        }
        let (path, fragment) = link.split_once('#').unwrap_or((link, ""));
        let path = path.split('?').next().unwrap_or(path);
        let path = percent_decode_str(path).decode_utf8_lossy();
        let target = if path.is_empty() { Some(from.to_owned()) } else { join(from, &path) };
        let Some(target) = target.filter(|target| self.files.contains(target)) else { return false };
        let fragment = percent_decode_str(fragment).decode_utf8_lossy();
        fragment.is_empty() || self.pages.get(&target).is_none_or(|page| page.ids.contains(&*fragment))
    }
}

impl Page {
    fn read(text: &str) -> Self {
        let html = Html::parse_document(text);
        let values = |selector: &str, name: &str| {
            let selector = Selector::parse(selector).unwrap();
            let values = html.select(&selector).filter_map(|element| element.attr(name));
            values.map(str::to_owned).collect::<Vec<_>>()
        };
        let mut links = values("[href]", "href");
        links.extend(values("[src]", "src"));
        Self { ids: values("[id]", "id").into_iter().collect(), links }
    }
}

/// Where `link` leads from the page `from`; `None` where it leads out of the site.
fn join(from: &str, link: &str) -> Option<String> {
    let mut parts = from.split('/').collect::<Vec<_>>();
    parts.pop();
    for part in link.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}
