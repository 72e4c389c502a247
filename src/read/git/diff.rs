//! The output of `git diff --raw --patch -z` as data: which files differ, and which lines of each are new.

use std::collections::HashMap;
use std::io::{self, BufRead};
use std::ops::Range;

/// A file that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Below the folder, with `/`: where the file is now, or was before it was removed.
    pub path: String,
    pub what: What,
    /// Lines, from 1, that are new or have other words: half-open, in order. Empty where lines were only taken out.
    pub lines: Vec<Range<usize>>,
}

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    Added,
    Changed,
    /// Moved from this path, and perhaps changed.
    Renamed {
        from: String,
    },
    Removed,
}

impl Change {
    /// A file all of whose lines are new.
    pub fn added(path: String) -> Self {
        Self { path, what: What::Added, lines: whole() }
    }

    /// Whether a line, from 1, is new or has other words.
    pub fn has_line(&self, line: usize) -> bool {
        self.lines.iter().any(|lines| lines.contains(&line))
    }
}

/// All lines that a file may have.
fn whole() -> Vec<Range<usize>> {
    std::iter::once(1..usize::MAX).collect()
}

/// Takes in what git prints: records of files up to an empty one, then the patch.
///
/// # Errors
/// When it is something else.
pub fn parse(mut out: impl BufRead) -> io::Result<Vec<Change>> {
    let mut changes = files(&mut out)?;
    let mut lines = patch(&mut out)?;
    for change in &mut changes {
        match (&change.what, lines.remove(&change.path)) {
            (What::Removed, _) => {}
            (What::Added, _) => change.lines = whole(),
            (_, Some(Patch::Lines(lines))) => change.lines = lines,
            // Git takes it for binary, as `.gitattributes` can say of any file: nothing tells which lines are old.
            (_, Some(Patch::Binary)) => change.lines = whole(),
            // Moved as it was, or other permissions.
            (_, None) => {}
        }
    }
    changes.sort_by(|a, b| a.path.cmp(&b.path));
    // A file in the middle of a merge is listed twice.
    changes.dedup_by(|later, first| later.path == first.path);
    Ok(changes)
}

/// `:modes blobs status\0path\0`, and of a moved one the old path before the new one.
fn files(out: &mut impl BufRead) -> io::Result<Vec<Change>> {
    let mut changes = Vec::new();
    while let Some(record) = token(out)?.filter(|record| !record.is_empty()) {
        let status = record.rsplit(' ').next().filter(|_| record.starts_with(':'));
        let status = status.ok_or(io::ErrorKind::InvalidData)?;
        let path = token(out)?.ok_or(io::ErrorKind::InvalidData)?;
        let (path, what) = match status.chars().next() {
            Some('A') => (path, What::Added),
            Some('D') => (path, What::Removed),
            Some('R') => (token(out)?.ok_or(io::ErrorKind::InvalidData)?, What::Renamed { from: path }),
            _ => (path, What::Changed),
        };
        changes.push(Change { path, what, lines: Vec::new() });
    }
    Ok(changes)
}

/// What the patch says of one file.
#[derive(Debug, PartialEq, Eq)]
enum Patch {
    Lines(Vec<Range<usize>>),
    Binary,
}

/// New lines by the path of the file. A patch has no context, so that the head of a hunk says how many lines follow, and
/// no line of a document can be taken for one of the patch.
fn patch(out: &mut impl BufRead) -> io::Result<HashMap<String, Patch>> {
    let mut seen = HashMap::new();
    let mut path = None;
    while let Some(line) = line(out)? {
        if line.starts_with("diff --git ") {
            path = None;
        } else if let Some(name) = line.strip_prefix("+++ ") {
            path = new_path(name);
        } else if let Some(both) =
            line.strip_prefix("Binary files ").and_then(|rest| rest.strip_suffix(" differ"))
        {
            // The last ` and ` may be a part of the path; each that could be it is marked.
            for (at, _) in both.match_indices(" and ") {
                if let Some(path) = new_path(&both[at + " and ".len()..]) {
                    seen.insert(path, Patch::Binary);
                }
            }
        } else if let Some(head) = line.strip_prefix("@@ ") {
            let (old, new) = hunk(head).ok_or(io::ErrorKind::InvalidData)?;
            for _ in 0..old + new.len() {
                skip_line(out)?;
            }
            if let Some(path) = &path
                && let Patch::Lines(lines) =
                    seen.entry(path.clone()).or_insert_with(|| Patch::Lines(Vec::new()))
                && !new.is_empty()
            {
                lines.push(new);
            }
        }
    }
    Ok(seen)
}

/// The number of lines that are gone, and the lines that are new, of a header such as `-1,2 +3,4 @@ …`.
fn hunk(head: &str) -> Option<(usize, Range<usize>)> {
    let (old, rest) = head.strip_prefix('-')?.split_once(" +")?;
    let (new, _) = rest.split_once(" @@")?;
    let span = |text: &str| -> Option<(usize, usize)> {
        let (start, count) = text.split_once(',').unwrap_or((text, "1"));
        Some((start.parse().ok()?, count.parse().ok()?))
    };
    let ((_, gone), (start, count)) = (span(old)?, span(new)?);
    Some((gone, start..start.checked_add(count)?))
}

/// The path of `b/path`, which git quotes where it holds something odd; `None` for no file.
fn new_path(name: &str) -> Option<String> {
    // Behind a path with a space git puts a tab.
    let name = name.strip_suffix('\t').unwrap_or(name);
    let name = match name.strip_prefix('"') {
        Some(quoted) => unquoted(quoted.strip_suffix('"')?)?,
        None => name.to_owned(),
    };
    name.strip_prefix("b/").map(str::to_owned)
}

/// Takes back the escapes of C that git writes.
fn unquoted(text: &str) -> Option<String> {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        if byte != b'\\' {
            out.push(byte);
            continue;
        }
        out.push(match bytes.next()? {
            b'a' => 7,
            b'b' => 8,
            b't' => b'\t',
            b'n' => b'\n',
            b'v' => 11,
            b'f' => 12,
            b'r' => b'\r',
            first @ b'0'..=b'3' => {
                let digits = [first, bytes.next()?, bytes.next()?];
                u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 8).ok()?
            }
            other => other,
        });
    }
    Some(String::from_utf8_lossy(&out).into_owned())
}

/// Text up to the next NUL.
fn token(out: &mut impl BufRead) -> io::Result<Option<String>> {
    read_until(out, 0)
}

fn line(out: &mut impl BufRead) -> io::Result<Option<String>> {
    read_until(out, b'\n')
}

/// Paths that are no Unicode match no document, so it does not matter what becomes of them.
fn read_until(out: &mut impl BufRead, end: u8) -> io::Result<Option<String>> {
    let mut bytes = Vec::new();
    if out.read_until(end, &mut bytes)? == 0 {
        return Ok(None);
    }
    if bytes.last() == Some(&end) {
        bytes.pop();
    }
    Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
}

/// Goes past a line of a hunk, and what git says about a line end that is not there.
fn skip_line(out: &mut impl BufRead) -> io::Result<()> {
    out.skip_until(b'\n')?;
    if out.fill_buf()?.first() == Some(&b'\\') {
        out.skip_until(b'\n')?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `lines` are from the first to the one behind the last.
    fn change(path: &str, what: What, lines: &[(usize, usize)]) -> Change {
        Change { path: path.into(), what, lines: lines.iter().map(|(start, end)| *start..*end).collect() }
    }

    #[test]
    fn files_and_their_new_lines_are_found() {
        let out = "\
:100644 100644 aa 00 M\0a.md\0:000000 100644 00 00 A\0new.md\0:100644 000000 aa 00 D\0gone.md\0\
:100644 100644 aa 00 R085\0old name.md\0new name.md\0\0\
diff --git a/a.md b/a.md
index d68dd40..bd2b3e3 100644
--- a/a.md
+++ b/a.md
@@ -2 +2 @@ a
-b
+B
@@ -4,0 +5,2 @@ d
+e
+f
\\ No newline at end of file
@@ -9,3 +11,0 @@ g
-h
-i
-j
diff --git a/new.md b/new.md
--- /dev/null
+++ b/new.md
@@ -0,0 +1 @@
+one
diff --git a/gone.md b/gone.md
--- a/gone.md
+++ /dev/null
@@ -1 +0,0 @@
-one
diff --git a/old name.md b/new name.md
--- a/old name.md\t
+++ b/new name.md\t
@@ -6,0 +7 @@
+n
";
        assert_eq!(
            parse(out.as_bytes()).unwrap(),
            [
                change("a.md", What::Changed, &[(2, 3), (5, 7)]),
                change("gone.md", What::Removed, &[]),
                change("new name.md", What::Renamed { from: "old name.md".into() }, &[(7, 8)]),
                change("new.md", What::Added, &[(1, usize::MAX)]),
            ]
        );
    }

    #[test]
    fn no_line_of_a_document_is_taken_for_the_patch() {
        let out = "\
:100644 100644 aa 00 M\0a.md\0:100644 100644 aa 00 M\0b.md\0\0\
diff --git a/a.md b/a.md
--- a/a.md
+++ b/a.md
@@ -1,2 +1,3 @@
--- a/b.md
-diff --git a/b.md b/b.md
+++ b/b.md
+@@ -1 +1,900 @@
+Binary files a/b.md and b/b.md differ
\\ No newline at end of file
diff --git a/b.md b/b.md
--- a/b.md
+++ b/b.md
@@ -4 +4 @@
-x
+y
";
        let changes = parse(out.as_bytes()).unwrap();
        assert_eq!(changes[0], change("a.md", What::Changed, &[(1, 4)]));
        assert_eq!(changes[1], change("b.md", What::Changed, &[(4, 5)]));
    }

    #[test]
    fn what_git_takes_for_binary_is_new_as_a_whole() {
        let out = "\
:100644 100644 aa 00 M\0x and y.md\0:100644 100755 aa 00 M\0same.md\0\0\
diff --git a/x and y.md b/x and y.md
Binary files a/x and y.md and b/x and y.md differ
diff --git a/same.md b/same.md
old mode 100644
new mode 100755
";
        let changes = parse(out.as_bytes()).unwrap();
        assert!(!changes[0].has_line(1));
        assert!(changes[1].has_line(1) && changes[1].has_line(9_000));
    }

    #[test]
    fn odd_paths_are_read() {
        assert_eq!(new_path(r#""b/we\nird \"é\\ \303\251.md""#).as_deref(), Some("we\nird \"é\\ é.md"));
        assert_eq!(new_path("/dev/null"), None);
        assert_eq!(new_path("\"b/half\\"), None);
    }

    #[test]
    fn what_is_no_difference_is_an_error() {
        assert!(parse("nonsense\0a.md\0".as_bytes()).is_err());
        assert!(parse(":1 1 a b M".as_bytes()).is_err());
        assert_eq!(parse("".as_bytes()).unwrap(), []);
    }
}
