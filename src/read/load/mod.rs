//! Reads the content folder: which files there are, what each is, and their text.

mod kind;
mod listing;
mod picture;

pub use kind::{classify, kind_of};
pub use listing::Listing;

use std::path::{Path, PathBuf};

use encoding_rs::WINDOWS_1252;
use rayon::prelude::*;

use crate::core::config::{Content, Loaded, is_passed_over};
use crate::core::diagnostic::Diagnostic;
use crate::core::files::{self, Trace};
use crate::core::model::{Kind, SourceFile};
use listing::{globs, is_included};

/// The content folder, read.
#[derive(Debug, Default)]
pub struct Folder {
    /// Sorted by path.
    pub sources: Vec<SourceFile>,
    /// Paths of those that were not read, for they are known already; sorted.
    pub known: Vec<String>,
    /// Paths of all other files, sorted: images and whatever else a page may link to.
    pub others: Vec<String>,
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads all that is in the content folder. A file that can't be read is reported and left out.
///
/// `skip` names folders that are not content although they may lie in it, such as the site itself.
pub fn load(loaded: &Loaded, skip: &[PathBuf]) -> Folder {
    load_unless(loaded, &Listing::new(loaded, skip), |_, _| false)
}

/// Reads what was listed, without what `is_known` by its path and by what it looks like.
pub fn load_unless(
    loaded: &Loaded,
    listing: &Listing,
    is_known: impl Fn(&str, Trace) -> bool + Sync,
) -> Folder {
    let content = &loaded.config.content;
    let mut folder = Folder { diagnostics: listing.diagnostics.clone(), ..Folder::default() };
    let (sources, others): (Vec<_>, Vec<_>) =
        listing.traces.iter().partition(|(path, _)| is_included(path, content));
    folder.others = others.into_iter().map(|(path, _)| path.clone()).collect();
    let root = &loaded.content;
    if !loaded.config.html.unsafe_html {
        let looked_at = std::mem::take(&mut folder.others).into_par_iter().map(|path| {
            let (is_published, found) = picture::look(root, &path);
            (is_published.then_some(path), found)
        });
        let (others, found): (Vec<_>, Vec<_>) = looked_at.unzip();
        folder.others = others.into_iter().flatten().collect();
        folder.diagnostics.extend(found.into_iter().flatten());
    }
    let read = sources.into_par_iter().map(|(path, trace)| match trace {
        Some(trace) if is_known(path, *trace) => Err(path.clone()),
        _ => Ok(read(root, path.clone(), content)),
    });
    for one in read.collect::<Vec<_>>() {
        match one {
            Ok((source, _)) if source.as_ref().is_some_and(is_template_of_new) => {}
            Ok((source, found)) => {
                folder.sources.extend(source);
                folder.diagnostics.extend(found);
            }
            Err(path) => folder.known.push(path),
        }
    }
    folder
}

/// Whether it is a template of `lookback new`: its placeholders are no text for readers, and no valid front matter.
fn is_template_of_new(source: &SourceFile) -> bool {
    source.path.starts_with("templates/") && source.text.contains("{{")
}

/// A post-mortem that is not in the folder, read as if it were.
#[derive(Debug, Clone)]
pub struct Draft {
    /// By which it goes, like a path below the content folder. A file that is listed under it stays as it is.
    pub path: String,
    pub bytes: Vec<u8>,
}

impl Folder {
    /// Takes in a draft; says whether it was not there already.
    pub fn add(&mut self, draft: Draft) -> bool {
        let Err(place) = self.sources.binary_search_by(|source| source.path.cmp(&draft.path)) else {
            return false;
        };
        let text = decode(draft.bytes, &draft.path, &mut self.diagnostics);
        self.sources
            .insert(place, SourceFile { path: draft.path, text: text.into(), kind: Kind::PostMortem });
        true
    }
}

/// A file as it was in an earlier commit, by its path below the content folder; `None` where it was no content.
pub fn former(path: &str, bytes: Vec<u8>, content: &Content) -> Option<SourceFile> {
    if !is_included(path, content) || globs(&content.exclude).is_match(path) || is_passed_over(path) {
        return None;
    }
    // What is odd about a former version is nobody's business now.
    let text = decode(bytes, path, &mut Vec::new());
    let kind = kind_of(path, &text);
    Some(SourceFile { path: path.to_owned(), text: text.into(), kind })
}

fn read(root: &Path, path: String, content: &Content) -> (Option<SourceFile>, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let full = root.join(&path);
    let limit = content.max_file_megabytes.saturating_mul(1_000_000);
    let size = std::fs::metadata(&full).map_or(0, |metadata| metadata.len());
    if size > limit {
        let message = format!("the file has {} MB and is left out", size / 1_000_000);
        let hint = format!(
            "Nobody reads that much: move logs and dumps into files of their own. The limit, {} MB, is `max-file-megabytes` in `[content]`.",
            content.max_file_megabytes
        );
        found.push(Diagnostic::error("file-too-large", path, message).hint(hint));
        return (None, found);
    }
    let bytes = match files::read(&full) {
        Ok(bytes) => bytes,
        Err(error) => {
            found.push(Diagnostic::error("unreadable-file", path, error.to_string()));
            return (None, found);
        }
    };
    let text = decode(bytes, &path, &mut found);
    let kind = kind_of(&path, &text);
    (Some(SourceFile { path, text: text.into(), kind }), found)
}

/// Reads one file of the content folder; `None` where it can't be read.
pub fn one(loaded: &Loaded, path: &str) -> Option<SourceFile> {
    read(&loaded.content, path.to_owned(), &loaded.config.content).0
}

/// Reads the text of a file again that was read before; one that is gone by now has none.
pub fn reread(content: &Path, path: &str) -> String {
    let bytes = files::read(&content.join(path)).unwrap_or_default();
    decode(bytes, path, &mut Vec::new())
}

/// Text of a file: UTF-8, UTF-16 with a byte order mark, and for want of a better guess Windows' Latin-1.
fn decode(bytes: Vec<u8>, path: &str, found: &mut Vec<Diagnostic>) -> String {
    if let Some((encoding, _)) = encoding_rs::Encoding::for_bom(&bytes) {
        return clean(encoding.decode(&bytes).0.into_owned(), path, found);
    }
    match String::from_utf8(bytes) {
        Ok(text) => clean(text, path, found),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let bytes = error.into_bytes();
            let text = WINDOWS_1252.decode_without_bom_handling(&bytes).0.into_owned();
            // Up to the first odd byte both readings agree unless there were letters outside ASCII before it.
            let at = text.char_indices().nth(valid).map_or(0, |(at, _)| at);
            let message = "the file is not UTF-8; it is read as Latin-1 (Windows-1252)";
            found.push(
                Diagnostic::warning("not-utf8", path, message)
                    .at(&text, at..at + 1)
                    .hint("Save it as UTF-8."),
            );
            clean(text, path, found)
        }
    }
}

/// Replaces NUL, which HTML can't hold.
fn clean(text: String, path: &str, found: &mut Vec<Diagnostic>) -> String {
    let Some(at) = text.find('\0') else { return text };
    let text = text.replace('\0', "\u{fffd}");
    let message = "the file holds NUL bytes; they are shown as �";
    found.push(
        Diagnostic::warning("nul-byte", path, message)
            .at(&text, at..at + 3)
            .hint("Remove them; the file may be damaged."),
    );
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_encodings_are_read() {
        let mut found = Vec::new();
        assert_eq!(decode(b"caf\xe9".to_vec(), "x", &mut found), "café");
        assert_eq!(found[0].rule, "not-utf8");
        assert_eq!(decode(b"\xef\xbb\xbfx".to_vec(), "x", &mut found), "x");
        assert_eq!(decode(b"\xff\xfex\0".to_vec(), "x", &mut found), "x");
        assert_eq!(decode(b"a\0b".to_vec(), "x", &mut found), "a\u{fffd}b");
    }
}
