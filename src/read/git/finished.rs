//! When post-mortems became final: found among the versions of a file by bisection, so that few have to be read.

use std::collections::{BTreeMap, HashMap};
use std::io::{self, BufRead, Read};
use std::process::ChildStdout;

use super::log::{FileHistory, Version};
use super::program::Git;
use crate::core::config::Config;
use crate::core::model::{Document, Record};
use crate::read::parse::Parser;

/// How many files are looked into: those that were changed last. Each version that is read costs up to a millisecond.
const MOST: usize = 500;

/// A file that is final now, and the versions of which one was the first to be.
struct Search<'a> {
    path: &'a str,
    /// From the newest to the oldest.
    versions: &'a [Version],
    /// All versions before this position are final.
    from: usize,
    /// None is from this position on.
    to: usize,
}

impl Search<'_> {
    fn middle(&self) -> usize {
        usize::midpoint(self.from, self.to)
    }

    /// The version that has to be known next.
    fn asks(&self) -> &str {
        &self.versions[self.middle()].blob
    }
}

/// The time of the commit that made each final document final, by path. Those whose text, rather than front matter,
/// says that they are final are left out: a whole text would have to be understood for each version. Of more than
/// [`MOST`], those that were not changed for the longest time are left out too.
///
/// A status is taken to be reached once; of one that went back and forth, one of the times is found.
///
/// `finals` are versions, by the names of their contents, of which it is known whether they are final; those that had to be
/// read are added.
pub fn find(
    git: &Git,
    files: &HashMap<String, FileHistory>,
    documents: &[Document],
    config: &Config,
    finals: &mut HashMap<String, bool>,
) -> BTreeMap<String, i64> {
    let parser = Parser::new(config);
    let last = config.status.values.last();
    let is_final = |text: &str| parser.status_of(text).as_ref() == last;
    let mut searches: Vec<Search<'_>> = Vec::new();
    for document in documents {
        let Record::PostMortem(facts) = &document.record else { continue };
        let source = &document.source;
        if facts.status.as_ref() != last || !facts.status_stated {
            continue;
        }
        let Some(file) = files.get(&source.path).filter(|file| !file.versions.is_empty()) else { continue };
        searches.push(Search {
            path: &source.path,
            versions: &file.versions,
            from: 0,
            to: file.versions.len(),
        });
    }
    // By commits alone, so that the same commit gives the same result; by path where two are as old.
    searches.sort_by_key(|search| (std::cmp::Reverse(files[search.path].changed()), search.path));
    searches.truncate(MOST);
    // All searches go on together, so that each round needs one git.
    while searches.iter().any(|search| search.from < search.to) {
        let open = searches.iter().filter(|search| search.from < search.to);
        let asked: Vec<&str> = open.map(Search::asks).filter(|blob| !finals.contains_key(*blob)).collect();
        if !asked.is_empty() {
            let Some(answers) = contents(git, &asked) else { return BTreeMap::new() };
            let answers = asked.iter().zip(&answers);
            finals.extend(answers.map(|(blob, text)| ((*blob).to_owned(), is_final(text))));
        }
        for search in searches.iter_mut().filter(|search| search.from < search.to) {
            let middle = search.middle();
            let is_final = finals.get(search.asks()).is_some_and(|is_final| *is_final);
            if is_final { search.from = middle + 1 } else { search.to = middle }
        }
    }
    let known = |search: &Search<'_>| {
        // Final in the oldest version that is left: where older ones are cut off, it may have been before.
        let is_first = search.from == search.versions.len();
        let first = search.versions.get(search.from.checked_sub(1)?)?;
        (!is_first || !files[search.path].is_cut).then(|| (search.path.to_owned(), first.time))
    };
    searches.iter().filter_map(known).collect()
}

/// The contents with these names, in the same order; `None` where git does not give them.
fn contents(git: &Git, blobs: &[&str]) -> Option<Vec<String>> {
    let input = blobs.iter().flat_map(|blob| [blob.as_bytes(), b"\n"].concat()).collect();
    let count = blobs.len();
    let take = move |mut out: io::BufReader<ChildStdout>| -> io::Result<Vec<String>> {
        (0..count).map(|_| content(&mut out)).collect()
    };
    git.run(&["cat-file", "--batch", "--buffer"], Some(input), take).ok()
}

/// One answer of `git cat-file --batch`: `name type size`, a line end, the content, a line end.
fn content(out: &mut impl BufRead) -> io::Result<String> {
    let mut head = String::new();
    out.read_line(&mut head)?;
    let size = head.trim_end().rsplit(' ').next().and_then(|size| size.parse::<u64>().ok());
    let size = size.ok_or(io::ErrorKind::InvalidData)?;
    let mut content = Vec::new();
    out.by_ref().take(size + 1).read_to_end(&mut content)?;
    content.pop();
    Ok(String::from_utf8_lossy(&content).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contents_are_told_apart_by_their_sizes() {
        let mut out = "aa blob 5\na\nb\nc\nbb blob 0\n\ncc missing\n".as_bytes();
        assert_eq!(content(&mut out).unwrap(), "a\nb\nc");
        assert_eq!(content(&mut out).unwrap(), "");
        assert!(content(&mut out).is_err());
    }
}
