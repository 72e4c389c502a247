//! Which files there are in the content folder, and what they look like from outside.

use std::path::{Path, PathBuf};

use globset::{Glob, GlobSet, GlobSetBuilder};
use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use crate::core::config::{Content, Loaded, TOOL_FOLDERS, is_passed_over};
use crate::core::diagnostic::Diagnostic;
use crate::core::files::{self, Trace};

/// What is in the content folder, before any file of it is read.
#[derive(Debug, Clone, Default)]
pub struct Listing {
    /// Each file, by its path below the content folder, sorted.
    pub traces: Vec<(String, Option<Trace>)>,
    /// What is odd about the folder.
    pub diagnostics: Vec<Diagnostic>,
}

impl Listing {
    /// Lists what is in the content folder; `skip` names folders that are not content although they may lie in it, such as
    /// the site itself.
    pub fn new(loaded: &Loaded, skip: &[PathBuf]) -> Self {
        let (mut paths, mut diagnostics) = (Vec::new(), Vec::new());
        list(&loaded.content, skip, &globs(&loaded.config.content.exclude), &mut paths, &mut diagnostics);
        let traced = paths.into_par_iter().map(|path| {
            let trace = files::trace(&loaded.content.join(&path));
            (path, trace)
        });
        let mut traces: Vec<_> = traced.collect();
        traces.sort_unstable_by(|a, b| a.0.cmp(&b.0));
        Self { traces, diagnostics }
    }

    /// What a file looked like.
    pub fn trace(&self, path: &str) -> Option<Trace> {
        let place = self.traces.binary_search_by(|(one, _)| one.as_str().cmp(path)).ok()?;
        self.traces[place].1
    }
}

/// The patterns are known to be valid: the settings were checked.
pub(super) fn globs(patterns: &[String]) -> GlobSet {
    let mut builder = GlobSetBuilder::new();
    for glob in patterns.iter().filter_map(|pattern| Glob::new(pattern).ok()) {
        builder.add(glob);
    }
    builder.build().unwrap_or_default()
}

/// Whether a file is read.
pub(super) fn is_included(path: &str, content: &Content) -> bool {
    content.included.has(path)
}

/// Where files are looked for.
struct Roots<'a> {
    root: &'a Path,
    real_root: PathBuf,
    /// Folders that are no content, as they are listed.
    skip: &'a [PathBuf],
    exclude: &'a GlobSet,
}

fn list(
    root: &Path,
    skip: &[PathBuf],
    exclude: &GlobSet,
    paths: &mut Vec<String>,
    found: &mut Vec<Diagnostic>,
) {
    let real_root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    let place = Roots { root, real_root, skip, exclude };
    let mut sites: Vec<PathBuf> = Vec::new();
    for entry in place.walk(&mut sites) {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error.path().map_or_else(String::new, |path| relative(root, path));
                found.push(Diagnostic::error("unreadable-file", path, error.to_string()));
                continue;
            }
        };
        if entry.file_type().is_dir() {
            continue;
        }
        let path = relative(root, entry.path());
        if exclude.is_match(&path) {
            continue;
        }
        match place.refused(&entry, &path) {
            Some(refused) => found.push(refused),
            None => paths.push(path),
        }
    }
    let sites = sites.iter().map(|site| relative(root, site));
    found.extend(
        sites
            .filter(|site| !exclude.is_match(format!("{site}/{}", crate::core::config::FOLDER)))
            .map(built_site),
    );
}

impl Roots<'_> {
    /// All that may be content; of folders that hold built sites, which are added to `sites`, nothing is.
    fn walk<'w>(
        &'w self,
        sites: &'w mut Vec<PathBuf>,
    ) -> impl Iterator<Item = walkdir::Result<DirEntry>> + 'w {
        let is_ours = |entry: &DirEntry| entry.file_name() == crate::core::config::FOLDER;
        // What tells a site comes before what is in it.
        let order = move |a: &DirEntry, b: &DirEntry| {
            is_ours(b).cmp(&is_ours(a)).then_with(|| a.file_name().cmp(b.file_name()))
        };
        WalkDir::new(self.root).sort_by(order).into_iter().filter_entry(move |entry| {
            if entry.depth() == 0 {
                return true;
            }
            if let Some(folder) = entry.path().parent().filter(|_| is_ours(entry))
                && crate::core::config::is_site(folder)
            {
                sites.push(folder.to_owned());
            }
            let name = entry.file_name().to_string_lossy();
            let is_tool = entry.file_type().is_dir() && TOOL_FOLDERS.contains(&&*name);
            !(name.starts_with('.')
                || is_tool
                || self.skip.iter().any(|skipped| skipped == entry.path())
                || sites.last().is_some_and(|site| entry.path().starts_with(site)))
        })
    }

    /// Why something that is no folder is left out; `None` where it is not.
    fn refused(&self, entry: &DirEntry, path: &str) -> Option<Diagnostic> {
        let is_link = entry.path_is_symlink();
        if let Some(refused) = is_link.then(|| self.refused_link(entry.path(), path)).flatten() {
            return Some(refused);
        }
        if !is_link && !entry.file_type().is_file() {
            let message = "it is no file but a pipe, a socket or a device, and is not opened";
            let hint = "Remove it, or name it in `exclude` of `[content]`.";
            return Some(Diagnostic::error("unreadable-file", path, message).hint(hint));
        }
        if entry.path().to_str().is_none() {
            let message = "the file's name is not valid Unicode, so no address can be made of it";
            return Some(Diagnostic::error("unreadable-file", path, message).hint("Rename the file."));
        }
        None
    }

    /// Why a symbolic link is not followed: what it leads to has to be content itself.
    fn refused_link(&self, link: &Path, path: &str) -> Option<Diagnostic> {
        let Some(target) = stays_inside(link, &self.real_root) else {
            let message = "a symbolic link that leads to no file inside the content folder is not followed";
            let found = Diagnostic::warning("link-outside", path, message);
            return Some(found.hint("Copy the file into the folder."));
        };
        let below = relative(&self.real_root, &target);
        let listed = self.root.join(&below);
        let mut folders = target.ancestors().skip(1).take_while(|folder| folder.starts_with(&self.real_root));
        let is_content = !is_passed_over(&below)
            && !self.exclude.is_match(&below)
            && !self.skip.iter().any(|skipped| listed.starts_with(skipped))
            && !folders.any(crate::core::config::is_site);
        let message =
            "a symbolic link to a file that is hidden, excluded, of a tool or of a site is not followed";
        let hint = "Copy the file to where it may be published, or remove the link.";
        (!is_content).then(|| Diagnostic::warning("link-to-hidden", path, message).hint(hint))
    }
}

fn built_site(path: String) -> Diagnostic {
    let message = "a site that was built is no content: nothing below this folder is read";
    let hint = format!("Remove the folder, or add `\"{path}/**\"` to `exclude` of `[content]`.");
    Diagnostic::warning("built-site", path, message).hint(hint)
}

/// The file that a link leads to, as the disk has it, if that is below the root.
fn stays_inside(link: &Path, real_root: &Path) -> Option<PathBuf> {
    link.canonicalize().ok().filter(|target| target.starts_with(real_root) && target.is_file())
}

fn relative(root: &Path, path: &Path) -> String {
    let below = path.strip_prefix(root).unwrap_or(path);
    below.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}
