//! What a link leads to.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::OnceLock;

use percent_encoding::percent_decode_str;
use rayon::prelude::*;
use rustc_hash::{FxBuildHasher, FxHashMap};

use super::attachments::is_of_host;
use super::outputs::without_ending;
use super::site::{Catalog, DocumentId, Entry, Target};
use crate::core::address::{is_external, scheme, slug};
use crate::core::config::Config;
use crate::core::config::attachments::{self, Verdict};
use crate::core::diagnostic::Diagnostic;
use crate::core::model::{BodyLink, BodyLinkKind, Document, Kind, Record};
use crate::core::written::Values;

/// Everything that a link can lead to.
pub struct Resolver<'a> {
    documents: &'a [Document],
    config: &'a Config,
    known: ByName<'a>,
    others: HashSet<&'a str>,
    catalogs: [(&'a Catalog, &'a HashMap<String, usize>); 4],
    /// Anchors of the documents that a link with a fragment leads to.
    anchors: Vec<OnceLock<Anchors<'a>>>,
}

/// The anchors of a document.
#[derive(Clone)]
struct Anchors<'a> {
    exact: HashSet<&'a str>,
    /// By their lower case, the first in order of those that share one; made when a link needs it.
    loose: OnceLock<HashMap<String, &'a str>>,
}

impl<'a> Anchors<'a> {
    fn new(anchors: &'a [String]) -> Self {
        Self { exact: anchors.iter().map(String::as_str).collect(), loose: OnceLock::new() }
    }

    /// The anchor that is another one in lower case.
    fn loosely(&self, lower: &str) -> Option<&'a str> {
        let by_lower_case = || {
            let mut loose: HashMap<String, &str> = HashMap::with_capacity(self.exact.len());
            for anchor in &self.exact {
                let known = loose.entry(anchor.to_lowercase()).or_insert(anchor);
                *known = (*known).min(anchor);
            }
            loose
        };
        self.loose.get_or_init(by_lower_case).get(lower).copied()
    }
}

/// Documents by what they can be called.
pub struct ByName<'a> {
    by_path: FxHashMap<&'a str, DocumentId>,
    /// Paths in lower case, and without their endings.
    by_loose_path: FxHashMap<Cow<'a, str>, DocumentId>,
    /// Ids, slugs of titles and of file names; `None` where two documents share one.
    by_name: FxHashMap<Cow<'a, str>, Option<DocumentId>>,
}

impl<'a> ByName<'a> {
    /// The names and anchors of documents that have their ids.
    pub fn new(documents: &'a [Document], config: &Config) -> Self {
        let paths = || documents.iter().map(|document| document.source.path.as_str());
        let loose_paths = || {
            let mut by_loose_path = sized(2 * documents.len());
            for (id, path) in paths().enumerate() {
                for loose in [path, without_ending(path, config)] {
                    by_loose_path.entry(lowered(loose)).or_insert(id);
                }
            }
            by_loose_path
        };
        let (by_name, by_loose_path) = rayon::join(|| names(documents, config), loose_paths);
        Self { by_path: paths().zip(0..).collect(), by_loose_path, by_name }
    }
}

/// Stronger names first: an id is never shadowed by a title.
fn names<'a>(documents: &'a [Document], config: &Config) -> FxHashMap<Cow<'a, str>, Option<DocumentId>> {
    let mut by_name = sized(3 * documents.len());
    for (id, document) in documents.iter().enumerate() {
        if let Record::PostMortem(facts) = &document.record {
            by_name.entry(lowered(&facts.id)).or_insert(Some(id));
        }
    }
    let weaker = |document: &'a Document| {
        let plain = without_ending(&document.source.path, config);
        let stem = plain.rsplit('/').next().unwrap_or(plain);
        [slug(stem).into(), slug(&document.title).into(), lowered(stem)]
    };
    let all: Vec<[Cow<'a, str>; 3]> = documents.par_iter().map(weaker).collect();
    let mut weaker: FxHashMap<Cow<'a, str>, Option<DocumentId>> = sized(2 * documents.len());
    for (id, names) in all.into_iter().enumerate() {
        for name in names {
            weaker
                .entry(name)
                .and_modify(|known| *known = known.filter(|known| *known == id))
                .or_insert(Some(id));
        }
    }
    for (name, id) in weaker {
        by_name.entry(name).or_insert(id);
    }
    by_name
}

fn sized<K, V>(count: usize) -> FxHashMap<K, V> {
    FxHashMap::with_capacity_and_hasher(count, FxBuildHasher)
}

/// A text in lower case, as most are.
fn lowered(text: &str) -> Cow<'_, str> {
    let is_lower = text.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    if is_lower { Cow::Borrowed(text) } else { Cow::Owned(text.to_lowercase()) }
}

/// Where a link leads, or why it leads nowhere.
enum Outcome {
    Found(Target),
    /// The page is there, the anchor is not.
    NoAnchor(Target),
    Missing,
    Outside,
    Unsafe,
    /// A file that could run, for it has this ending.
    Program(String),
    /// A file of a kind that is not published.
    Unpublished(String),
}

impl<'a> Resolver<'a> {
    pub fn new(
        documents: &'a [Document],
        others: &'a [String],
        config: &'a Config,
        known: ByName<'a>,
        catalogs: [(&'a Catalog, &'a HashMap<String, usize>); 4],
    ) -> Self {
        Self {
            documents,
            config,
            known,
            others: others.iter().map(String::as_str).collect(),
            catalogs,
            anchors: vec![OnceLock::new(); documents.len()],
        }
    }

    /// What each link of a document leads to.
    pub fn links(&self, id: DocumentId, found: &mut Vec<Diagnostic>) -> Vec<Target> {
        let document = &self.documents[id];
        document.body.links.iter().map(|link| self.link(id, document, link, found)).collect()
    }

    /// What each link in the front matter of a document leads to.
    pub fn front_links(
        &self,
        id: DocumentId,
        document: &Document,
        found: &mut Vec<Diagnostic>,
    ) -> Vec<Target> {
        let links = match &document.record {
            Record::PostMortem(facts) => &facts.links,
            Record::Description(description) => &description.links,
            Record::Page(_) => return Vec::new(),
        };
        let mut places = None;
        let link = |url: &str| {
            let places = &mut places;
            let text = &document.source.text;
            let range = || places.get_or_insert_with(|| Values::behind(text, 0)).find(url).unwrap_or(0..0);
            settle(document, "link", url, range, self.href(id, document, url), found)
        };
        links.iter().map(|one| one.url.as_str()).map(link).collect()
    }

    fn link(
        &self,
        id: DocumentId,
        document: &Document,
        link: &BodyLink,
        found: &mut Vec<Diagnostic>,
    ) -> Target {
        let outcome = match link.kind {
            BodyLinkKind::Wiki => self.wiki(&link.href),
            BodyLinkKind::Link => self.href(id, document, &link.href),
            BodyLinkKind::Image => match self.href(id, document, &link.href) {
                Outcome::Found(target @ (Target::External | Target::Attachment { .. })) => {
                    Outcome::Found(target)
                }
                Outcome::Found(_) | Outcome::NoAnchor(_) | Outcome::Missing => Outcome::Missing,
                refused => refused,
            },
        };
        let what = match link.kind {
            BodyLinkKind::Image => "image",
            BodyLinkKind::Wiki => "wikilink",
            BodyLinkKind::Link => "link",
        };
        settle(document, what, &link.href, || link.range.clone(), outcome, found)
    }

    fn href(&self, from: DocumentId, document: &Document, href: &str) -> Outcome {
        if is_external(href) {
            return Outcome::Found(Target::External);
        }
        if scheme(href).is_some() {
            return Outcome::Unsafe;
        }
        let (path, fragment) =
            href.split_once('#').map_or((href, None), |(path, fragment)| (path, Some(fragment)));
        let path = path.split('?').next().unwrap_or(path);
        let path = percent_decode_str(path).decode_utf8_lossy();
        if path.is_empty() {
            return match fragment {
                None | Some("" | "top") => Outcome::Found(Target::Fragment(String::new())),
                Some(fragment) => match self.anchor(from, fragment) {
                    Some(fragment) => Outcome::Found(Target::Fragment(fragment)),
                    None => Outcome::NoAnchor(Target::Broken),
                },
            };
        }
        let folder = document.source.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let Some(joined) = join(folder, &path) else { return Outcome::Outside };
        self.path(&joined, fragment)
    }

    fn path(&self, path: &str, fragment: Option<&str>) -> Outcome {
        if let Some(id) = self.document_at(path) {
            return self.with_fragment(id, fragment);
        }
        if self.others.contains(path) {
            let found = || Outcome::Found(Target::Attachment { output: path.to_owned() });
            let is_named = self.config.html.root_files.iter().any(|name| name == path);
            return match attachments::judge(path, &self.config.html) {
                Verdict::Published => found(),
                // Of these the settings say whether they are published, whatever their kind.
                _ if is_named => found(),
                Verdict::Unknown(_) if is_of_host(path) => found(),
                Verdict::Runs(ending) => Outcome::Program(ending),
                Verdict::Unknown(ending) => Outcome::Unpublished(ending),
            };
        }
        let listing = match path.trim_end_matches('/') {
            "" | "index.html" => Some("index.html"),
            "services" | "services.html" if !self.catalogs[0].0.entries.is_empty() => Some("services.html"),
            "causes" | "causes.html" if !self.catalogs[1].0.entries.is_empty() => Some("causes.html"),
            _ => None,
        };
        match listing {
            Some(output) => Outcome::Found(Target::Page { output: output.to_owned() }),
            None => Outcome::Missing,
        }
    }

    /// The document at a path: as it is, with an ending added, as the page it becomes, or the front of a folder.
    fn document_at(&self, path: &str) -> Option<DocumentId> {
        if let Some(id) = self.known.by_path.get(path) {
            return Some(*id);
        }
        let path = path.trim_end_matches('/');
        let loose = path.to_lowercase();
        // The page that it becomes, or the same name with another ending of Markdown.
        let plain = loose.strip_suffix(".html").unwrap_or_else(|| without_ending(&loose, self.config));
        let fronts = ["readme", "index", "_index"].map(|front| format!("{plain}/{front}"));
        let front =
            || fronts.iter().find_map(|front| self.known.by_loose_path.get(front.trim_start_matches('/')));
        self.known
            .by_loose_path
            .get(&*loose)
            .or_else(|| self.known.by_loose_path.get(plain))
            .or_else(front)
            .copied()
    }

    fn with_fragment(&self, id: DocumentId, fragment: Option<&str>) -> Outcome {
        if let Some(entry) = self.entry_instead(id) {
            return Outcome::Found(Target::Page { output: entry.output.clone() });
        }
        let Some(fragment) = fragment.filter(|fragment| !fragment.is_empty()) else {
            return Outcome::Found(Target::Document { id, fragment: None });
        };
        match self.anchor(id, fragment) {
            Some(fragment) => Outcome::Found(Target::Document { id, fragment: Some(fragment) }),
            None => Outcome::NoAnchor(Target::Document { id, fragment: None }),
        }
    }

    /// The entry of a description file that has no page of its own, because another describes the same.
    fn entry_instead(&self, id: DocumentId) -> Option<&'a Entry> {
        let document = &self.documents[id];
        let catalog = match document.source.kind {
            Kind::Service => 0,
            Kind::Cause => 1,
            Kind::Team => 2,
            Kind::PostMortem | Kind::Page => return None,
        };
        let (catalog, positions) = self.catalogs[catalog];
        let entry = positions.get(&slug(&document.title)).map(|at| &catalog.entries[*at])?;
        (entry.description != Some(id)).then_some(entry)
    }

    /// The anchor as it is on the page, for one in any letter case.
    fn anchor(&self, id: DocumentId, fragment: &str) -> Option<String> {
        let anchors = self.anchors[id].get_or_init(|| Anchors::new(&self.documents[id].body.anchors));
        let decoded = percent_decode_str(fragment).decode_utf8_lossy();
        if anchors.exact.contains(&*decoded) {
            return Some(decoded.into_owned());
        }
        anchors.loosely(&decoded.to_lowercase()).map(str::to_owned)
    }

    /// `[[target]]`: an id, a file name, a title; else a service, cause, team or tag.
    fn wiki(&self, target: &str) -> Outcome {
        let (name, fragment) =
            target.split_once('#').map_or((target, None), |(name, fragment)| (name, Some(fragment)));
        if let Some(id) = self.named(name) {
            return self.with_fragment(id, fragment);
        }
        let key = slug(name);
        let entry = self
            .catalogs
            .iter()
            .find_map(|(catalog, positions)| positions.get(&key).map(|at| &catalog.entries[*at]));
        match entry {
            Some(entry) => Outcome::Found(Target::Page { output: entry.output.clone() }),
            None => Outcome::Missing,
        }
    }

    /// The document that a name in a wikilink or in front matter stands for: an id, a path, a file name or a title.
    pub fn named(&self, name: &str) -> Option<DocumentId> {
        let name = name.trim();
        let exact = self.known.by_name.get(&*lowered(name)).copied().flatten();
        exact
            .or_else(|| self.document_at(name.trim_start_matches("./").trim_start_matches('/')))
            .or_else(|| self.known.by_name.get(&*slug(name)).copied().flatten())
    }

    /// The same for a name in the front matter of a document, where it can also be a path relative to it.
    pub fn named_in(&self, document: &Document, name: &str) -> Option<DocumentId> {
        let folder = document.source.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let relative = || join(folder, name.trim()).and_then(|path| self.document_at(&path));
        if name.contains('/') {
            relative().or_else(|| self.named(name))
        } else {
            self.named(name).or_else(relative)
        }
    }
}

/// The target of an outcome; where it is none, or not all of one, that is reported.
fn settle(
    document: &Document,
    what: &str,
    href: &str,
    range: impl FnOnce() -> Range<usize>,
    outcome: Outcome,
    found: &mut Vec<Diagnostic>,
) -> Target {
    let (rule, message, hint, target): (_, _, Cow<'static, str>, _) = match outcome {
        Outcome::Found(target) => return target,
        Outcome::NoAnchor(target) => (
            "broken-anchor",
            format!("the page has no place called `#{}`", href.rsplit('#').next().unwrap_or_default()),
            "It leads to the top of the page. Headings are named as on GitHub: lower case, hyphens for spaces.".into(),
            target,
        ),
        Outcome::Missing if what == "wikilink" => (
            "broken-link",
            format!("nothing is called `{href}`"),
            "Write the id, the file name or the title of a page, or the name of a service, cause, team or tag.".into(),
            Target::Broken,
        ),
        Outcome::Missing => (
            "broken-link",
            format!("this {what} leads nowhere: there is no `{href}`"),
            "Write the path of a file relative to this one; the text is shown without the link.".into(),
            Target::Broken,
        ),
        Outcome::Outside => (
            "link-outside",
            format!("this {what} leads out of the content folder: `{href}`"),
            "Only files inside the folder are published; the text is shown without the link.".into(),
            Target::Broken,
        ),
        Outcome::Unsafe => (
            "unsafe-link",
            format!("a {what} of this kind is not published: `{}`", shorten(href)),
            "Use a web or mail address, or the path of a file that holds no program.".into(),
            Target::Broken,
        ),
        Outcome::Program(ending) => (
            "unsafe-link",
            format!("a file that browsers or hosts could run is not published: `{}`", shorten(href)),
            format!("Pack it in a zip, or give it a name without the ending `{ending}`, also in the middle.").into(),
            Target::Broken,
        ),
        Outcome::Unpublished(ending) if ending.is_empty() => (
            "unpublished-file",
            format!("a file without an ending is not published: `{}`", shorten(href)),
            "Give it one that tells what it is, such as `.txt`, or pack it in a zip.".into(),
            Target::Broken,
        ),
        Outcome::Unpublished(ending) => (
            "unpublished-file",
            format!("files of this kind are not published: `{}`", shorten(href)),
            format!("Pack it in a zip, or name `{ending}` in `attachments` in `[output.html]` of book.toml.").into(),
            Target::Broken,
        ),
    };
    let source = &document.source;
    found.push(Diagnostic::warning(rule, &source.path, message).at(&source.text, range()).hint(hint));
    target
}

/// A path relative to `folder`, or from the root if it begins with a slash; `None` when it leads out.
pub fn join(folder: &str, path: &str) -> Option<String> {
    let base = if path.starts_with('/') { "" } else { folder };
    let mut parts: Vec<&str> = base.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

fn shorten(text: &str) -> String {
    if text.chars().count() <= 60 { text.to_owned() } else { text.chars().take(60).chain(['…']).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_never_leave_the_folder() {
        assert_eq!(join("a/b", "../c.md").as_deref(), Some("a/c.md"));
        assert_eq!(join("a", "/c.md").as_deref(), Some("c.md"));
        assert_eq!(join("a", "../../etc/passwd"), None);
        assert_eq!(join("", "..\\..\\x"), None);
    }
}
