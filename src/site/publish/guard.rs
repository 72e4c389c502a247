//! Where a site may be written: never over the content, never over somebody's files.

use std::fs;
use std::path::{Component, Path, PathBuf};

use super::{FOLDER, PublishError, ledger};
use crate::core::files::about;

/// Checks that a site may be written to `dest`, which need not exist.
///
/// `protected` are the folders that must survive: the knowledge base and its content.
pub fn check(dest: &Path, protected: &[&Path]) -> Result<(), PublishError> {
    let resolved = resolve(dest);
    if protected.iter().any(|folder| resolve(folder).starts_with(&resolved)) {
        return Err(refused(
            dest,
            "holds the knowledge base itself, so no site can be written there",
            "Name a folder of its own with `-d`, such as `-d site`.",
        ));
    }
    let metadata = match fs::metadata(dest) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(about("look at", dest)(error).into()),
    };
    if !metadata.is_dir() {
        return Err(refused(dest, "is a file, not a folder", "Name a folder with `-d`."));
    }
    let own = dest.join(FOLDER);
    if fs::symlink_metadata(&own).is_ok_and(|metadata| !metadata.is_dir()) {
        return Err(refused(
            &own,
            "is not a folder, so the list of our files can't be kept there",
            "Remove it, or build into another folder with `-d`.",
        ));
    }
    let list = own.join(ledger::FILE);
    if list.is_dir() {
        return Err(refused(
            &list,
            "is a folder, so the list of our files can't be kept there",
            "Remove it, or build into another folder with `-d`.",
        ));
    }
    if list.is_file() || is_empty_but_for_dot_files(dest)? {
        return Ok(());
    }
    Err(refused(
        dest,
        "has files in it that Lookback did not write",
        "Empty the folder if nothing in it is needed, or build into another one with `-d`.",
    ))
}

fn refused(path: &Path, reason: &'static str, hint: &'static str) -> PublishError {
    PublishError::Refused { path: path.to_owned(), reason, hint }
}

/// A fresh clone of a `gh-pages` branch holds `.git` and perhaps `.nojekyll`: that is empty enough.
fn is_empty_but_for_dot_files(dest: &Path) -> Result<bool, PublishError> {
    for entry in fs::read_dir(dest).map_err(about("list", dest))? {
        let entry = entry.map_err(about("list", dest))?;
        if !entry.file_name().as_encoded_bytes().starts_with(b".") {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Absolute, with the symbolic links of the part that exists followed.
pub fn resolve(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let existing =
        absolute.ancestors().find_map(|ancestor| Some((ancestor, fs::canonicalize(ancestor).ok()?)));
    let Some((ancestor, mut resolved)) = existing else { return absolute };
    let rest = absolute.strip_prefix(ancestor).unwrap_or(Path::new(""));
    for part in rest.components() {
        match part {
            Component::ParentDir => {
                resolved.pop();
            }
            part => resolved.push(part),
        }
    }
    resolved
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(result: Result<(), PublishError>) -> String {
        result.unwrap_err().to_string()
    }

    #[test]
    fn the_knowledge_base_is_safe() {
        let temp = tempfile::tempdir().unwrap();
        let (root, content) = (temp.path().join("base"), temp.path().join("base/content"));
        fs::create_dir_all(&content).unwrap();
        for dest in [temp.path(), &root, &content, &root.join("new/../content")] {
            assert!(reason(check(dest, &[&root, &content])).contains("knowledge base"), "{}", dest.display());
        }
        assert!(check(&root.join("site"), &[&root, &content]).is_ok());
    }

    #[test]
    fn a_folder_with_files_is_refused_and_one_with_dot_files_is_not() {
        let temp = tempfile::tempdir().unwrap();
        fs::create_dir(temp.path().join(".git")).unwrap();
        assert!(check(temp.path(), &[]).is_ok());
        fs::write(temp.path().join("thesis.doc"), "").unwrap();
        assert!(reason(check(temp.path(), &[])).contains("did not write"));
        assert!(reason(check(&temp.path().join("thesis.doc"), &[])).contains("is a file"));
    }
}
