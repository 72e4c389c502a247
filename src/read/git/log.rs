//! The log of the content folder as records, from the newest commit to the oldest.

use std::collections::{BTreeSet, HashMap};
use std::io::{self, BufRead};

use serde::{Deserialize, Serialize};

use super::program::{Git, Problem};

/// Begins the line of a commit, which no path and no name holds.
const COMMIT: u8 = 1;

/// The files that commits changed.
#[derive(Debug, Default)]
pub struct Log {
    /// By the path that the file has now.
    files: HashMap<String, FileHistory>,
    /// Where a file that had this path is now.
    moved: HashMap<String, String>,
}

/// What commits did with one file.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileHistory {
    /// From the newest to the oldest; not what deleted it.
    pub versions: Vec<Version>,
    /// Whether older commits are cut off, so that the oldest version here need not be its first.
    pub is_cut: bool,
    pub contributors: BTreeSet<String>,
}

/// A file as one commit left it.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// When its author made it, in seconds since 1970.
    pub time: i64,
    /// Name of its content.
    pub blob: String,
}

impl FileHistory {
    /// When it was first committed. Clocks of authors differ, so that the oldest commit need not have the smallest time.
    pub fn created(&self) -> Option<i64> {
        let first = self.versions.iter().map(|version| version.time).min();
        first.filter(|_| !self.is_cut)
    }

    pub fn changed(&self) -> Option<i64> {
        self.versions.iter().map(|version| version.time).max()
    }

    /// Names of the contents that it had.
    pub fn blobs(&self) -> impl Iterator<Item = &str> {
        self.versions.iter().map(|version| version.blob.as_str())
    }
}

/// Reads the log of git's folder.
///
/// # Errors
/// Git fails or takes too long.
pub fn read(git: &Git, is_shallow: bool, with_names: bool) -> Result<Log, Problem> {
    let format = if with_names { "--format=%x01%at %p%x00%aN" } else { "--format=%x01%at %p%x00" };
    let arguments = [
        "log",
        "-z",
        "--raw",
        "--no-abbrev",
        "--find-renames=50%",
        "-l1000",
        "--relative",
        "--no-ext-diff",
        "--no-textconv",
        "--no-color",
        "--no-show-signature",
        "--encoding=UTF-8",
        format,
        "--",
        ".",
    ];
    git.run(&arguments, None, move |out| Log::parse(out, is_shallow))
}

/// The commit whose files follow.
struct Commit {
    time: i64,
    name: String,
    /// Whether its parents are cut off, so that it seems to have written everything.
    is_cut: bool,
}

impl Log {
    /// Takes in what `git log -z --raw` prints: for each commit `\x01time parents\0name\0`, then for each file
    /// `:modes blobs status\0path\0`, and of a moved one the old path before the new one.
    fn parse(mut out: impl BufRead, is_shallow: bool) -> io::Result<Self> {
        let mut log = Self::default();
        let mut commit = Commit { time: 0, name: String::new(), is_cut: false };
        while let Some(token) = next(&mut out)? {
            let token = token.strip_prefix('\n').unwrap_or(&token);
            if let Some(line) = token.strip_prefix(char::from(COMMIT)) {
                let (time, parents) = line.split_once(' ').unwrap_or((line, ""));
                let name = next(&mut out)?.unwrap_or_default();
                let time = time.parse().map_err(|_| io::ErrorKind::InvalidData)?;
                commit = Commit { time, name, is_cut: is_shallow && parents.is_empty() };
            } else if let Some(raw) = token.strip_prefix(':') {
                let mut fields = raw.split(' ').skip(3);
                let (Some(blob), Some(status)) = (fields.next(), fields.next()) else {
                    return Err(io::ErrorKind::InvalidData.into());
                };
                let path = next(&mut out)?.unwrap_or_default();
                let new = if status.starts_with('R') { next(&mut out)? } else { None };
                log.add(&commit, blob, status, path, new);
            }
        }
        Ok(log)
    }

    /// Notes a change; `new` is where `path` was moved to.
    fn add(&mut self, commit: &Commit, blob: &str, status: &str, path: String, new: Option<String>) {
        let after = new.as_ref().unwrap_or(&path);
        let now = self.moved.get(after).unwrap_or(after).clone();
        let file = self.files.entry(now.clone()).or_default();
        if commit.is_cut {
            file.is_cut = true;
        } else if !status.starts_with('D') {
            file.versions.push(Version { time: commit.time, blob: blob.to_owned() });
            if !commit.name.is_empty() {
                file.contributors.insert(commit.name.clone());
            }
        }
        if new.is_some() {
            self.moved.insert(path, now);
        }
    }

    /// The files by the paths that they have now.
    pub fn into_files(self) -> HashMap<String, FileHistory> {
        self.files
    }
}

/// Text up to the next NUL; paths that are no Unicode match no document, so it does not matter what becomes of them.
fn next(out: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut token = Vec::new();
    if out.read_until(0, &mut token)? == 0 {
        return Ok(None);
    }
    if token.last() == Some(&0) {
        token.pop();
    }
    Ok(Some(String::from_utf8_lossy(&token).into_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOG: &str = "\
\x01400 aa bb\0Merger\0\
\x01300 aa\0Ann\0\n:100644 100644 b1 b2 R090\0old.md\0new.md\0\
\x01200 aa\0Bob\0\n:100644 100644 b0 b1 M\0old.md\0:100644 000000 c1 00 D\0gone.md\0\
\x01100 \0Ann\0\n:000000 100644 00 b0 A\0old.md\0:000000 100644 00 c1 A\0gone.md\0";

    fn times(file: &FileHistory) -> Vec<i64> {
        file.versions.iter().map(|version| version.time).collect()
    }

    #[test]
    fn a_file_is_followed_to_where_it_was_before() {
        let files = Log::parse(LOG.as_bytes(), false).unwrap().into_files();
        let file = &files["new.md"];
        assert_eq!(
            (times(file), file.created(), file.changed()),
            (vec![300, 200, 100], Some(100), Some(300))
        );
        assert_eq!(file.versions[1].blob, "b1");
        assert_eq!(file.contributors.iter().collect::<Vec<_>>(), ["Ann", "Bob"]);
        assert_eq!(times(&files["gone.md"]), [100]);
        assert!(!files.contains_key("old.md"));
    }

    #[test]
    fn where_history_is_cut_off_nothing_is_said_of_before() {
        let files = Log::parse(LOG.as_bytes(), true).unwrap().into_files();
        let file = &files["new.md"];
        assert_eq!((times(file), file.created(), file.changed()), (vec![300, 200], None, Some(300)));
        assert_eq!(files["gone.md"].changed(), None);
    }

    #[test]
    fn what_is_no_log_is_an_error() {
        assert!(Log::parse("\x01never aa\0Ann\0".as_bytes(), false).is_err());
        assert!(Log::parse(":100644".as_bytes(), false).is_err());
    }
}
