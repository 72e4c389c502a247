//! The list of the files in the destination that are ours: `.lookback/files`.

use std::borrow::Cow;
use std::path::Path;

use super::{PublishError, write::Writer};
use crate::core::files::{about, read};

/// Name of the list, in the folder of the bookkeeping.
pub use crate::core::config::LIST as FILE;

/// Output paths of our files, sorted, each once.
#[derive(Debug, Default)]
pub struct Ledger(Vec<String>);

impl Ledger {
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn contains(&self, output: &str) -> bool {
        self.0.binary_search_by(|one| one.as_str().cmp(output)).is_ok()
    }

    /// Those of `sorted` that are not in it.
    pub fn lacks<'a>(&self, sorted: impl Iterator<Item = &'a String>) -> Vec<&'a String> {
        let mut own = self.0.iter().peekable();
        let is_missing = |output: &&String| {
            while own.next_if(|one| one < output).is_some() {}
            own.peek() != Some(output)
        };
        sorted.filter(is_missing).collect()
    }
}

impl FromIterator<String> for Ledger {
    fn from_iter<I: IntoIterator<Item = String>>(outputs: I) -> Self {
        let mut outputs: Vec<String> = outputs.into_iter().collect();
        // Mostly they are sorted already.
        outputs.sort();
        outputs.dedup();
        Self(outputs)
    }
}

impl Extend<String> for Ledger {
    fn extend<I: IntoIterator<Item = String>>(&mut self, outputs: I) {
        *self = std::mem::take(&mut self.0).into_iter().chain(outputs).collect();
    }
}

/// Two sorted lists as one.
pub fn merged<'a>(
    one: impl Iterator<Item = &'a str>,
    other: impl Iterator<Item = &'a str>,
) -> impl Iterator<Item = &'a str> {
    let (mut one, mut other) = (one.peekable(), other.peekable());
    std::iter::from_fn(move || match (one.peek(), other.peek()) {
        (Some(first), Some(second)) if second < first => other.next(),
        (Some(_), _) => one.next(),
        (None, _) => other.next(),
    })
}

/// Reads the list. A line that could lead out of the destination is ignored: the list may have been copied from
/// anywhere, and what it names is deleted once it is no longer planned.
pub fn load(path: &Path) -> Result<Ledger, PublishError> {
    let bytes = match read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.is_not_found() => return Ok(Ledger::default()),
        Err(error) => return Err(error.into()),
    };
    let text = String::from_utf8_lossy(&bytes);
    Ok(text.lines().map(unescape).filter(|path| is_safe(path)).collect())
}

/// Replaces the list, where it differs.
pub fn save<'a>(
    sorted: impl Iterator<Item = &'a str>,
    path: &Path,
    writer: &Writer,
) -> Result<(), PublishError> {
    let mut text = String::new();
    for output in sorted {
        text.push_str(&escape(output));
        text.push('\n');
    }
    if std::fs::read(path).is_ok_and(|old| old == text.as_bytes()) {
        return Ok(());
    }
    writer.replace(path, text.as_bytes()).map_err(|error| about("write", path)(error).into())
}

/// Whether an output path stays below the destination and out of our bookkeeping.
pub fn is_safe(output: &str) -> bool {
    let mut parts = output.split('/');
    parts.all(|part| !matches!(part, "" | "." | "..") && !part.contains('\0'))
        && output.split('/').next() != Some(super::FOLDER)
        && !(cfg!(windows) && output.contains(['\\', ':']))
}

fn escape(path: &str) -> Cow<'_, str> {
    if !path.contains(['\\', '\n', '\r']) {
        return Cow::Borrowed(path);
    }
    path.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r").into()
}

fn unescape(line: &str) -> String {
    if !line.contains('\\') {
        return line.to_owned();
    }
    let mut path = String::with_capacity(line.len());
    let mut chars = line.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n') => path.push('\n'),
                Some('r') => path.push('\r'),
                Some(other) => path.push(other),
                None => path.push('\\'),
            },
            c => path.push(c),
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_survive_the_list() {
        for name in ["2019/a b.html", "odd\\name\nwith a break.html", "決済.html", "\\n"] {
            assert_eq!(unescape(&escape(name)), name);
            assert!(!escape(name).contains('\n'));
        }
    }

    #[test]
    fn lists_stay_sorted() {
        let own: Ledger = ["c", "a", "c"].map(String::from).into_iter().collect();
        assert_eq!(Vec::from_iter(own.iter()), ["a", "c"]);
        assert!(own.contains("c") && !own.contains("b"));
        let others = ["a", "b", "c", "d"].map(String::from);
        assert_eq!(own.lacks(others.iter()), ["b", "d"]);
        assert_eq!(Vec::from_iter(merged(own.iter(), ["b", "d"].into_iter())), ["a", "b", "c", "d"]);
    }

    #[test]
    fn a_list_from_elsewhere_cannot_reach_out() {
        for path in ["../x", "/etc/passwd", "a/../../x", "", "a//b", ".lookback/files", "."] {
            assert!(!is_safe(path), "{path}");
        }
        assert!(is_safe("a/.well-known/b..c.html"));
    }
}
