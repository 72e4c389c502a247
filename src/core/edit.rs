//! Changes to a file of an author that leave every other byte as it is.
#![expect(clippy::disallowed_methods, reason = "a file is replaced whole, with the permissions that it had")]

use std::fmt;
use std::ops::Range;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::core::files::{self, FileError};

/// What is to be put in the place of some bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit {
    /// Bytes of the text as it was read, hence without a byte order mark; empty to put something in.
    pub range: Range<usize>,
    pub text: String,
}

/// Why a file stayed as it was.
#[derive(Debug)]
pub enum Refused {
    /// The file is not what was read: changed since, or in another encoding than UTF-8.
    Different,
    File(FileError),
}

impl fmt::Display for Refused {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Different => out.write_str("it has changed since it was read, or is not UTF-8"),
            Self::File(error) => error.fmt(out),
        }
    }
}

impl std::error::Error for Refused {}

/// The text with all edits made; of two that overlap, the later one is left out.
pub fn apply(text: &str, edits: &[Edit]) -> String {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let (mut out, mut done) = (String::with_capacity(text.len()), 0);
    for edit in edits {
        if edit.range.start < done {
            continue;
        }
        out.push_str(&text[done..edit.range.start]);
        out.push_str(&edit.text);
        done = edit.range.end;
    }
    out.push_str(&text[done..]);
    out
}

/// Makes edits in a file whose text was `seen`. It is replaced in one step, so that it is whole at any moment.
///
/// # Errors
/// When the file is not what was seen, or can't be written.
pub fn rewrite(path: &Path, seen: &str, edits: &[Edit]) -> Result<(), Refused> {
    const MARK: &[u8] = b"\xef\xbb\xbf";
    let bytes = files::read(path).map_err(Refused::File)?;
    let (mark, text) = bytes.strip_prefix(MARK).map_or((&[][..], &bytes[..]), |text| (MARK, text));
    if text != seen.as_bytes() {
        return Err(Refused::Different);
    }
    let new = [mark, apply(seen, edits).as_bytes()].concat();
    // Behind a symbolic link is the file that is meant.
    let path = path.canonicalize().map_err(|error| Refused::File(files::about("read", path)(error)))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let temporary = path.with_file_name(format!(".{name}.lookback-{}", std::process::id()));
    let replaced = files::write(&temporary, &new).and_then(|()| {
        let like = |error| files::about("write", &path)(error);
        let permissions = std::fs::metadata(&path).map_err(like)?.permissions();
        std::fs::set_permissions(&temporary, permissions).map_err(like)?;
        std::fs::rename(&temporary, &path).map_err(like)
    });
    if replaced.is_err() {
        let _ = std::fs::remove_file(&temporary);
    }
    replaced.map_err(Refused::File)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(range: Range<usize>, text: &str) -> Edit {
        Edit { range, text: text.to_owned() }
    }

    #[test]
    fn edits_are_made_in_the_order_of_their_places() {
        assert_eq!(apply("abcdef", &[edit(4..5, "E"), edit(0..1, ""), edit(2..2, "-")]), "b-cdEf");
        assert_eq!(apply("abcdef", &[edit(0..3, "x"), edit(2..4, "y")]), "xdef");
    }

    #[test]
    fn all_other_bytes_stay() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        std::fs::write(&path, b"\xef\xbb\xbfone\r\ntwo \r\n").unwrap();
        rewrite(&path, "one\r\ntwo \r\n", &[edit(5..8, "2")]).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"\xef\xbb\xbfone\r\n2 \r\n");
        assert!(matches!(rewrite(&path, "other", &[]), Err(Refused::Different)));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
