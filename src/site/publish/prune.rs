//! Removes files of ours that are no longer part of the site, and folders that become empty by it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use rustc_hash::FxHashSet;

use super::PublishError;
use super::survey::{ancestors, parent};
use crate::core::files::about;

/// Stale files that stand where the new site needs something else: a file where it has a folder, a file in a folder
/// where it has a file, or the same name in other letter case, which some file systems take for the same file.
pub fn in_the_way<'a>(stale: &[&'a str], planned: &[&str]) -> Vec<&'a str> {
    if stale.is_empty() {
        return Vec::new();
    }
    // What is planned is far more.
    let folders: FxHashSet<&str> = stale.iter().flat_map(|path| ancestors(path)).collect();
    let folded: FxHashSet<Cow<'_, str>> = stale.iter().map(|path| lowered(path)).collect();
    let files: FxHashSet<&str> = stale.iter().copied().collect();
    let (mut as_folders, mut as_files) = (FxHashSet::<&str>::default(), FxHashSet::<&str>::default());
    let mut as_others: FxHashSet<Cow<'_, str>> = FxHashSet::default();
    for output in planned {
        as_folders.extend(ancestors(output).filter(|folder| files.contains(folder)));
        as_files.extend(folders.get(output));
        as_others.extend(Some(lowered(output)).filter(|output| folded.contains(output)));
    }
    let clashes = |path: &str| {
        as_folders.contains(path)
            || ancestors(path).any(|folder| as_files.contains(folder))
            || as_others.contains(&lowered(path))
    };
    stale.iter().copied().filter(|path| clashes(path)).collect()
}

/// A path in lower case, as most are.
fn lowered(path: &str) -> Cow<'_, str> {
    let is_lower = path.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    if is_lower { Cow::Borrowed(path) } else { Cow::Owned(path.to_lowercase()) }
}

/// Removes `stale` files below `dest`, then the folders that are empty without them. Returns how many files there were.
pub fn prune(dest: &Path, stale: &[&str]) -> Result<usize, PublishError> {
    if stale.is_empty() {
        return Ok(0);
    }
    let home = fs::canonicalize(dest).map_err(about("find", dest))?;
    // A folder that has been replaced by a link would lead the removal out of the site.
    let mut inside = BTreeMap::new();
    let mut removed = 0;
    for output in stale {
        let folder = parent(output);
        let reachable = *inside.entry(folder).or_insert_with(|| {
            fs::canonicalize(dest.join(folder)).is_ok_and(|folder| folder.starts_with(&home))
        });
        if !reachable {
            continue;
        }
        let path = dest.join(output);
        match fs::remove_file(&path) {
            Ok(()) => removed += 1,
            Err(error) if is_gone(error.kind()) => {}
            Err(error) => return Err(about("remove", &path)(error).into()),
        }
    }
    let folders: BTreeSet<&str> = stale.iter().flat_map(|output| ancestors(output)).collect();
    // The innermost first. A folder that is not empty refuses to go, which is what we want.
    for folder in folders.into_iter().rev() {
        let path = dest.join(folder);
        if fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_dir()) {
            let _ = fs::remove_dir(path);
        }
    }
    Ok(removed)
}

/// Already removed, or replaced by a folder or below a file, which then is not ours.
fn is_gone(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::IsADirectory | ErrorKind::InvalidFilename
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_new_site_needs_room_for_is_in_the_way() {
        let stale = ["a", "b/x.html", "c.html", "D.html"];
        assert_eq!(in_the_way(&stale, &["a/y.html", "b", "d.html"]), ["a", "b/x.html", "D.html"]);
    }
}
