//! Which files there are in the content folder, and what they look like from outside.

use std::path::{Path, PathBuf};

use globset::{Glob, GlobSet, GlobSetBuilder};
use rayon::prelude::*;
use walkdir::WalkDir;

use crate::config::{Content, Loaded};
use crate::diagnostic::Diagnostic;
use crate::files::{self, Trace};

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
    #[must_use]
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
    #[must_use]
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

/// Whether a file is Markdown by its ending.
pub(super) fn is_included(path: &str, content: &Content) -> bool {
    let lower = path.to_lowercase();
    content.include.iter().any(|ending| {
        let ending = ending.to_lowercase();
        lower.ends_with(&ending) || !ending.starts_with('.') && lower.ends_with(&format!(".{ending}"))
    })
}

/// Folders of tools, which hold no post-mortems whatever is in them.
pub(crate) const TOOL_FOLDERS: &[&str] = &["node_modules", "target", "__pycache__", "venv"];

fn list(
    root: &Path,
    skip: &[PathBuf],
    exclude: &GlobSet,
    paths: &mut Vec<String>,
    found: &mut Vec<Diagnostic>,
) {
    let real_root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    let walk = WalkDir::new(root).sort_by_file_name().into_iter().filter_entry(|entry| {
        let name = entry.file_name().to_string_lossy();
        let is_tool = entry.file_type().is_dir() && TOOL_FOLDERS.contains(&&*name);
        entry.depth() == 0
            || !(name.starts_with('.') || is_tool || skip.iter().any(|skipped| skipped == entry.path()))
    });
    for entry in walk {
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
        if entry.path_is_symlink() && !stays_inside(entry.path(), &real_root) {
            let message = "a symbolic link that leads to no file inside the content folder is not followed";
            found.push(
                Diagnostic::warning("link-outside", path, message).hint("Copy the file into the folder."),
            );
            continue;
        }
        if entry.path().to_str().is_none() {
            let message = "the file's name is not valid Unicode, so no address can be made of it";
            found.push(Diagnostic::error("unreadable-file", path, message).hint("Rename the file."));
            continue;
        }
        paths.push(path);
    }
}

fn stays_inside(link: &Path, real_root: &Path) -> bool {
    link.canonicalize().is_ok_and(|target| target.starts_with(real_root) && target.is_file())
}

fn relative(root: &Path, path: &Path) -> String {
    let below = path.strip_prefix(root).unwrap_or(path);
    below.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}
