//! What files held in an earlier commit, and which commit to compare with when nobody says.

use std::io::{self, BufRead, Read};
use std::path::Path;

use super::program::Git;
use crate::core::diagnostic::Diagnostic;

/// Branches that others are made from, where the repository does not name its own.
const USUAL: [&str; 4] = ["origin/main", "origin/master", "main", "master"];

/// The branch that the repository of a content folder comes from: that of `origin`, else the first usual one there is.
pub fn default_base(content: &Path) -> Option<String> {
    let git = Git::new(content);
    let named = git.text(&["rev-parse", "--abbrev-ref", "--verify", "--quiet", "origin/HEAD"]).ok();
    let named =
        named.map(|name| name.trim().to_owned()).filter(|name| !name.is_empty() && name != "origin/HEAD");
    let exists = |name: &&&str| {
        let commit = format!("{name}^{{commit}}");
        git.text(&["rev-parse", "--verify", "--quiet", "--end-of-options", &commit]).is_ok()
    };
    named.or_else(|| USUAL.iter().find(exists).map(|name| (*name).to_owned()))
}

/// Full name of the commit that is checked out; `None` where there is none.
pub fn head(content: &Path) -> Option<String> {
    let commit = Git::new(content).text(&["rev-parse", "--verify", "--quiet", "HEAD"]).ok()?;
    Some(commit.trim().to_owned())
}

/// The path of the content folder below the root of its repository: empty, or with `/` at its end.
pub fn prefix(content: &Path) -> String {
    let prefix = Git::new(content).text(&["rev-parse", "--show-prefix"]).unwrap_or_default();
    prefix.trim_end_matches(['\n', '\r']).to_owned()
}

/// What files, by their paths below the content folder, held in a commit; `None` for one that was not there.
///
/// # Errors
/// Git fails or takes too long.
pub fn contents(content: &Path, commit: &str, paths: &[&str]) -> Result<Vec<Option<Vec<u8>>>, Diagnostic> {
    if paths.is_empty() {
        return Ok(Vec::new());
    }
    // A line feed in a path would end the question; git answers to the rest that it is missing, so nothing is shifted.
    let asked: String =
        paths.iter().map(|path| format!("{commit}:./{}\n", path.replace('\n', "?"))).collect();
    let count = paths.len();
    let take = move |mut out: io::BufReader<std::process::ChildStdout>| -> io::Result<Vec<Option<Vec<u8>>>> {
        (0..count).map(|_| answer(&mut out)).collect()
    };
    Git::new(content).run(&["cat-file", "--batch", "--buffer"], Some(asked.into_bytes()), take).map_err(
        |_| {
            Diagnostic::error("unknown-revision", commit, "git could not read what the files held before")
                .hint("In a partial clone, fetch what it lacks first: `git fetch --refetch`.")
        },
    )
}

/// One answer of `git cat-file --batch`: `name type size`, a line end, the content, a line end; or `… missing`.
fn answer(out: &mut impl BufRead) -> io::Result<Option<Vec<u8>>> {
    let mut head = Vec::new();
    out.read_until(b'\n', &mut head)?;
    let head = String::from_utf8_lossy(&head);
    let mut words = head.trim_end().rsplit(' ');
    let (last, kind) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let Ok(size) = last.parse::<u64>() else {
        return if head.ends_with('\n') { Ok(None) } else { Err(io::ErrorKind::UnexpectedEof.into()) };
    };
    let mut bytes = Vec::new();
    if out.by_ref().take(size + 1).read_to_end(&mut bytes)? as u64 != size + 1 {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    bytes.pop();
    // A folder, or a commit of another repository, has the path of a file that is new.
    Ok((kind == "blob").then_some(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_told_apart() {
        let mut out = "aa blob 3\na\nb\nx:./gone.md missing\nbb tree 1\nx\ncc blob 9\na".as_bytes();
        assert_eq!(answer(&mut out).unwrap().as_deref(), Some(b"a\nb".as_slice()));
        assert_eq!(answer(&mut out).unwrap(), None);
        assert_eq!(answer(&mut out).unwrap(), None);
        assert!(answer(&mut out).is_err());
        assert!(answer(&mut out).is_err());
    }
}
