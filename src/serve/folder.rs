//! From the path of a request to a file of the site, and to no other file.
#![expect(clippy::disallowed_methods, reason = "files are sent in pieces")]

use std::fs::File;
use std::io;
use std::path::{Component, Path, PathBuf};

use percent_encoding::percent_decode_str;

/// A folder that is served.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
}

/// What a path leads to.
#[derive(Debug, PartialEq, Eq)]
pub enum Found {
    /// A file, and its path below the folder.
    File(PathBuf, String),
    /// A folder that was asked for without a slash at the end, by which links in its pages would lead elsewhere.
    Folder,
    Nothing,
}

impl Folder {
    pub fn new(path: PathBuf) -> Self {
        Self { path }
    }

    /// Looks for the path of an address, percent-encoded, with a slash at its start.
    pub fn find(&self, path: &str) -> Found {
        let Some(below) = below(path) else { return Found::Nothing };
        let Ok(folder) = self.path.canonicalize() else { return Found::Nothing };
        let Some(mut file) = inside(&folder, &below) else { return Found::Nothing };
        let mut name = below;
        if file.is_dir() {
            let is_page = name.is_empty() || name.ends_with('/');
            let index = format!("{name}{}index.html", if is_page { "" } else { "/" });
            file = match inside(&folder, &index) {
                Some(file) => file,
                None => return Found::Nothing,
            };
            if !is_page {
                return Found::Folder;
            }
            name = index;
        } else if name.ends_with('/') {
            return Found::Nothing;
        }
        if file.is_file() { Found::File(file, name) } else { Found::Nothing }
    }

    /// The page for addresses that lead nowhere.
    pub fn not_found(&self) -> Option<PathBuf> {
        inside(&self.path.canonicalize().ok()?, "404.html").filter(|file| file.is_file())
    }

    /// Opens a file that was found.
    ///
    /// # Errors
    /// When it has gone meanwhile, or can't be read.
    pub fn open(file: &Path) -> io::Result<File> {
        File::open(file)
    }
}

/// What a path leads to in a folder, as the disk has it. Links that lead out of the folder, or to what is hidden in it, are not
/// followed.
fn inside(folder: &Path, below: &str) -> Option<PathBuf> {
    let found = folder.join(below).canonicalize().ok()?;
    let is_open = |part: Component<'_>| !is_hidden(&part.as_os_str().to_string_lossy());
    found.strip_prefix(folder).is_ok_and(|below| below.components().all(is_open)).then_some(found)
}

/// Whether no host should give what has this name, such as `.git`; one folder is meant to be seen.
fn is_hidden(name: &str) -> bool {
    name.starts_with('.') && name != ".well-known"
}

/// The path below the folder, decoded; `None` where it is no plain path, or leads to what is hidden.
fn below(path: &str) -> Option<String> {
    let path = percent_decode_str(path.strip_prefix('/')?).decode_utf8().ok()?.into_owned();
    let is_plain = Path::new(&path).components().all(|part| matches!(part, Component::Normal(_)));
    let is_odd = path.contains(['\0', '\\']) || path.starts_with('/') || path.contains("//");
    let is_hidden = path.split('/').any(is_hidden);
    (is_plain && !is_odd && !is_hidden).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_paths_lead_below_the_folder() {
        assert_eq!(below("/").as_deref(), Some(""));
        assert_eq!(below("/.well-known/security.txt").as_deref(), Some(".well-known/security.txt"));
        assert_eq!(below("/a%20b/c.html").as_deref(), Some("a b/c.html"));
        for path in [
            "",
            "a",
            "//a",
            "/../a",
            "/%2e%2e/a",
            "/a/..%2fb",
            "/a/./b",
            "/a%00",
            "/a%5cb",
            "/%ff",
            "/.lookback/files",
            "/.git/config",
            "/a/.env",
            "/.well-known/.env",
            "/%2fetc/passwd",
            "/a//b",
        ] {
            assert_eq!(below(path), None, "{path}");
        }
    }
}
