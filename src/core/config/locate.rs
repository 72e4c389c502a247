//! Which folder is the knowledge base: the one that is named, or one above it, as other tools find their settings.

use std::path::{Component, Path, PathBuf};

use walkdir::WalkDir;

use super::content::TOOL_FOLDERS;
use super::load::{FILE_NAME, load};
use crate::core::diagnostic::Diagnostic;

/// Where book.toml stands above a folder, at most at the root of its repository.
pub fn above(folder: &Path) -> Option<PathBuf> {
    let folder = folder.canonicalize().ok()?;
    for one in folder.ancestors() {
        if has_settings(one) {
            return Some(one.to_owned());
        }
        // A submodule has a file of that name.
        if one.join(".git").exists() {
            break;
        }
    }
    None
}

/// The folder of the knowledge base that is meant by `named`: itself, or one above it. A folder that was named and has no
/// settings is taken for a part only where the content holds it; the current one always is.
///
/// A folder without settings, neither here nor above, is one by itself, unless a folder in it has some. `command` is what a
/// person types to name another, with `DIR` in its place.
///
/// # Errors
/// Where only folders below have settings.
pub fn locate(named: &Path, command: &str) -> Result<PathBuf, Diagnostic> {
    if named.file_name().is_some_and(|name| name == FILE_NAME) && named.is_file() {
        let folder = named.parent().filter(|folder| !folder.as_os_str().is_empty());
        return Ok(folder.unwrap_or(Path::new(".")).to_owned());
    }
    if named.join(FILE_NAME).exists() {
        return Ok(named.to_owned());
    }
    let is_here = named.components().all(|part| part == Component::CurDir);
    if let Some(base) = above(named).filter(|base| is_here || is_part(named, base)) {
        return Ok(as_typed(&base));
    }
    if named.join("content").is_dir() {
        return Ok(named.to_owned());
    }
    let below = below(named);
    let Some(first) = below.first() else { return Ok(named.to_owned()) };
    let shown: Vec<String> = below.iter().map(|folder| format!("`{}`", shown(folder))).collect();
    let message = format!("{FILE_NAME} is not in this folder, but in {}", shown.join(", "));
    let command = command.replace("DIR", &quoted(first));
    let hint = format!("Type `{command}`. Where this folder is meant, put an empty {FILE_NAME} into it.");
    Err(Diagnostic::error("no-content", named.display().to_string(), message).hint(hint))
}

/// Whether a folder is in the content of a knowledge base, or the other way round.
fn is_part(folder: &Path, base: &Path) -> bool {
    let content = load(base).map_or_else(|_| base.join("content"), |loaded| loaded.content);
    let (Ok(folder), Ok(content)) = (folder.canonicalize(), content.canonicalize()) else { return false };
    folder.starts_with(&content) || content.starts_with(&folder)
}

/// Whether a folder has settings of ours: mdBook's have the same name.
fn has_settings(folder: &Path) -> bool {
    let is_of_mdbook = || folder.join("src/SUMMARY.md").is_file() && !folder.join("content").is_dir();
    folder.join(FILE_NAME).is_file() && !is_of_mdbook()
}

/// Folders with settings in a folder, or one deeper.
fn below(folder: &Path) -> Vec<PathBuf> {
    let walk = WalkDir::new(folder).min_depth(1).max_depth(2).into_iter().filter_entry(|entry| {
        // Of files there may be thousands, and none has to be looked at.
        entry.file_type().is_dir() && {
            let name = entry.file_name().to_string_lossy();
            entry.depth() == 0 || !name.starts_with('.') && !TOOL_FOLDERS.contains(&&*name)
        }
    });
    let folders = walk.flatten().filter(|entry| has_settings(entry.path()));
    let mut found: Vec<PathBuf> = folders.map(|entry| plain(entry.path())).collect();
    found.sort();
    found
}

/// A folder, which is absolute, as a person would name it from the current one.
fn as_typed(folder: &Path) -> PathBuf {
    let Ok(here) = Path::new(".").canonicalize() else { return folder.to_owned() };
    if let Ok(deeper) = here.strip_prefix(folder) {
        let up: PathBuf = deeper.components().map(|_| Component::ParentDir).collect();
        return if up.as_os_str().is_empty() { PathBuf::from(".") } else { up };
    }
    folder.strip_prefix(&here).map_or_else(|_| folder.to_owned(), Path::to_owned)
}

fn plain(folder: &Path) -> PathBuf {
    folder.components().filter(|part| *part != Component::CurDir).collect()
}

fn shown(folder: &Path) -> String {
    folder.display().to_string()
}

fn quoted(folder: &Path) -> String {
    let shown = shown(folder);
    if shown.contains(char::is_whitespace) { format!("'{shown}'") } else { shown }
}
