//! Which page is where: addresses follow the content's paths and never depend on each other, except to stay apart.

use std::borrow::Cow;
use std::fmt;

use rustc_hash::FxHashMap;

use super::names::{cut, is_too_long, shortened, suffixed};
use super::reserved;
use crate::core::config::Config;
use crate::core::diagnostic::Diagnostic;
use crate::core::hash::hash;
use crate::core::model::{Document, Kind};

/// Longest slug, in bytes; file systems allow 255 for a name.
const SLUG: usize = 120;

/// Who has an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Owner {
    /// A page that is made of many files.
    Lookback,
    /// The page of a file, by its path.
    Page(String),
    /// A file that is published as it is, by its path.
    File(String),
    /// The page that leads on from an old address to that of a file.
    Redirect(String),
}

impl fmt::Display for Owner {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lookback => write!(out, "a page that Lookback makes"),
            Self::Page(path) | Self::File(path) => write!(out, "{path}"),
            Self::Redirect(path) => write!(out, "an alias of {path}"),
        }
    }
}

/// Addresses that are taken. Compared without regard to case, for many disks and hosts make no difference.
#[derive(Debug)]
pub struct Outputs {
    files: FxHashMap<String, Owner>,
    /// The folders of these files, each with who needs it first.
    folders: FxHashMap<String, Owner>,
    /// Whether a folder is called like a file beside a page.
    has_odd_folders: bool,
    /// Whether pages of files have their Markdown beside them.
    has_twins: bool,
}

impl Outputs {
    pub fn new(config: &Config) -> Self {
        let ours = |names: &[&str]| names.iter().map(|name| ((*name).to_owned(), Owner::Lookback)).collect();
        Self {
            files: ours(reserved::FILES),
            folders: ours(reserved::FOLDERS),
            has_odd_folders: false,
            has_twins: config.html.markdown,
        }
    }

    /// Takes an address, or the next free one like it; with who has it otherwise.
    pub fn take(&mut self, wanted: &str, owner: Owner) -> (String, Option<Owner>) {
        let mut other = None;
        let mut output = Cow::Borrowed(wanted);
        if reserved::is_pattern(&lowered(wanted)) {
            output = moved(&output, 0).into();
            other = Some(Owner::Lookback);
        }
        while let Some((folder, above)) = self.blocked(&lowered(&output)) {
            output = moved(&output, folder).into();
            other = other.or(Some(above));
        }
        if let Some(before) = self.in_place(&lowered(&output)) {
            other = other.or(Some(before));
            let mut next = (2..).map(|number| numbered(&output, number));
            let free = next.find(|next| self.in_place(&lowered(next)).is_none());
            output = free.unwrap_or_else(|| unreachable!("there are more numbers than files")).into();
        }
        self.add(&output, owner);
        (output.into_owned(), other)
    }

    /// Takes an address that nobody has.
    pub fn add(&mut self, output: &str, owner: Owner) {
        let key = lowered(output).into_owned();
        let mut folder = key.as_str();
        while let Some((above, _)) = folder.rsplit_once('/') {
            if self.folders.contains_key(above) {
                break;
            }
            self.has_odd_folders |= above.ends_with(".md") || above.ends_with(".xml");
            self.folders.insert(above.to_owned(), owner.clone());
            folder = above;
        }
        self.files.insert(key, owner);
    }

    /// Who has an address, or one for which it would be in the way: that of a folder above it, or of a file below it.
    pub fn owner(&self, output: &str) -> Option<Owner> {
        let key = lowered(output);
        let reserved = || reserved::is_pattern(&key).then_some(Owner::Lookback);
        let above = || self.blocked(&key).map(|(_, owner)| owner);
        self.in_place(&key).or_else(reserved).or_else(|| self.beside(&key)).or_else(above)
    }

    /// Who has a file of this name, a folder, or a page that needs a file beside it where there is a folder.
    fn in_place(&self, key: &str) -> Option<Owner> {
        let taken = self.files.get(key).or_else(|| self.folders.get(key)).cloned();
        let beside = || {
            let stem = key.strip_suffix(".html").filter(|_| self.has_odd_folders)?;
            [".md", ".xml"].iter().find_map(|ending| self.folders.get(&format!("{stem}{ending}")).cloned())
        };
        taken.or_else(beside)
    }

    /// The outermost folder of a file that is the name of another file: how many are above it, and whose file that is.
    fn blocked(&self, key: &str) -> Option<(usize, Owner)> {
        let mut folders = key.match_indices('/').map(|(at, _)| &key[..at]).enumerate();
        folders.find_map(|(above, folder)| {
            // A folder that is there already is not the name of a file.
            if self.folders.contains_key(folder) {
                return None;
            }
            let owner = self.files.get(folder).cloned().or_else(|| self.beside(folder))?;
            Some((above, owner))
        })
    }

    /// Whose page a file would be beside, as its Markdown, its feed, or the folder in which it goes on.
    fn beside(&self, key: &str) -> Option<Owner> {
        let page = |stem: &str| {
            let page = format!("{stem}.html");
            let owner =
                self.files.get(&page).filter(|owner| matches!(owner, Owner::Lookback | Owner::Page(_)))?;
            Some((reserved::has_feed(&page), owner.clone()))
        };
        if let Some((has_feed, owner)) = key.strip_suffix(".md").and_then(page) {
            return Some(owner).filter(|owner| self.has_twins && (has_feed || *owner != Owner::Lookback));
        }
        let stem = key.strip_suffix(".xml").unwrap_or(key);
        page(stem).filter(|(has_feed, _)| *has_feed).map(|(_, owner)| owner)
    }
}

/// An output path with another name for the folder below so many others; of a file in no folder, for itself.
fn moved(output: &str, folder: usize) -> String {
    let mut parts: Vec<Cow<'_, str>> = output.split('/').map(Cow::Borrowed).collect();
    if parts.len() == 1 {
        return numbered(output, 2);
    }
    parts[folder] = suffixed(&parts[folder], "-2", "").into();
    parts.join("/")
}

/// An output path with a number behind the stem of its name.
fn numbered(output: &str, number: usize) -> String {
    let (folder, name) = output.split_at(output.rfind('/').map_or(0, |slash| slash + 1));
    let (stem, ending) = name.split_at(name.rfind('.').unwrap_or(name.len()));
    format!("{folder}{}", suffixed(stem, &format!("-{number}"), ending))
}

/// A path in lower case, as most are.
fn lowered(path: &str) -> Cow<'_, str> {
    let is_lower = path.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    if is_lower { Cow::Borrowed(path) } else { Cow::Owned(path.to_lowercase()) }
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
        let mut wanted = format!("{}.html", without_ending(path, config));
        if is_too_long(&wanted) {
            let short = shortened(&wanted);
            let message =
                format!("no file system takes the address of its page, which has {} bytes", wanted.len());
            let hint = format!("It is published as `{short}`. Give the file a shorter name.");
            found.push(Diagnostic::warning("long-name", path, message).hint(hint));
            wanted = short;
        }
        let (output, other) = outputs.take(&wanted, Owner::Page(path.clone()));
        if let Some(other) = other {
            let message = format!("its page `{wanted}` is already that of {other}, or in its way");
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
pub fn is_intro(document: &Document) -> bool {
    let path = document.source.path.to_lowercase();
    document.source.kind == Kind::Page
        && !path.contains('/')
        && matches!(path.split('.').next(), Some("index" | "_index"))
}

/// A content path without the ending by which it was included.
pub fn without_ending<'p>(path: &'p str, config: &Config) -> &'p str {
    config.content.included.without_ending(path)
}

/// A slug short enough for a file name.
pub fn file_slug(slug: &str) -> &str {
    cut(slug, SLUG)
}

/// The same with what tells it apart from others that begin so.
pub fn unique_file_slug(slug: &str) -> Cow<'_, str> {
    if slug.len() <= SLUG {
        return Cow::Borrowed(slug);
    }
    Cow::Owned(format!("{}-{:08x}", file_slug(slug), hash(slug.as_bytes()) >> 32))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outputs(pages: &[&str]) -> Outputs {
        let mut outputs = Outputs::new(&Config::default());
        pages.iter().for_each(|page| outputs.add(page, Owner::Page((*page).to_owned())));
        outputs
    }

    #[track_caller]
    fn gives(outputs: &mut Outputs, wanted: &str, given: &str) {
        let (output, other) = outputs.take(wanted, Owner::Page("a.md".into()));
        assert_eq!((output.as_str(), other.is_some()), (given, wanted != given));
    }

    #[test]
    fn pages_of_our_own_keep_their_addresses() {
        let mut outputs = outputs(&[]);
        for (wanted, given) in [
            ("recurring.html", "recurring-2.html"),
            ("Recurring/causes/dns.html", "Recurring-2/causes/dns.html"),
            ("recurring/2020-01-01.html", "recurring/2020-01-01.html"),
            ("services/dns/page-2.html", "services-2/dns/page-2.html"),
            ("2024/page-2.html", "2024/page-2.html"),
            ("years/2024.html", "years-2/2024.html"),
            ("search.html/x.html", "search.html-2/x.html"),
        ] {
            gives(&mut outputs, wanted, given);
        }
    }

    #[test]
    fn no_file_has_the_name_of_a_folder() {
        let mut outputs = outputs(&["a.html", "B.html/x.html", "c.md/x.html", "İ.html"]);
        for (wanted, given) in [
            ("A.html/y.html", "A.html-2/y.html"),
            ("b.html", "b-2.html"),
            // Its Markdown would be called like the folder.
            ("c.html", "c-2.html"),
            ("a.md/x.html", "a.md-2/x.html"),
            ("d/a.html/y.html", "d/a.html/y.html"),
            ("İ.html/é.html", "İ.html-2/é.html"),
        ] {
            gives(&mut outputs, wanted, given);
        }
    }

    #[test]
    fn what_is_left_is_neither_a_page_nor_beside_one() {
        let mut outputs = outputs(&["2024/a.html"]);
        outputs.add("services/mail.html", Owner::Lookback);
        for taken in [
            "2024/A.md",
            "services/mail.xml",
            "services/mail",
            "services/mail.md",
            "services",
            "llms.txt/x",
            "2024",
        ] {
            assert!(outputs.owner(taken).is_some(), "{taken}");
        }
        for free in
            ["2024/a.xml", "2024/a.png", "2024/a", "services/mail.png", "assets/x.png", "llms.txt.png"]
        {
            assert_eq!(outputs.owner(free), None, "{free}");
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
