//! Copying a post-mortem from elsewhere into the knowledge base, with the pictures and files that it shows or links to.

use std::path::{Component, Path, PathBuf};

use lookback::core::config::is_passed_over;
use lookback::core::diagnostic::Diagnostic;
use lookback::core::edit::{Edit, Refused, apply};
use lookback::core::files::{self, FileError};
use lookback::core::model::{BodyLinkKind, Document};
use lookback::tools::report::shown;

use super::refusal;
use super::sources::Source;

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Copied {
    Now,
    /// It is there already, with its text.
    Before,
    /// It would be copied.
    NotYet,
}

const MARK: &[u8] = b"\xef\xbb\xbf";

/// Copies a file with `edits`; a file that is there is never replaced.
pub fn copy(
    source: &Source<'_>,
    to: &Path,
    text: &str,
    edits: &[Edit],
    write: bool,
) -> Result<Copied, Diagnostic> {
    let bytes = files::read(&source.path).map_err(failed)?;
    let (mark, read) = bytes.strip_prefix(MARK).map_or((&[][..], &bytes[..]), |text| (MARK, text));
    if read != text.as_bytes() {
        return Err(refusal(&source.path, &Refused::Different));
    }
    let new = [mark, apply(text, edits).as_bytes()].concat();
    let document = source.incident().0;
    match files::read(to) {
        Ok(there)
            if there == new
                || there == bytes
                || is_adopted(&there, &document.source.text[document.body.start..]) =>
        {
            return Ok(Copied::Before);
        }
        Ok(_) => return Err(taken(to)),
        Err(error) if error.is_not_found() => {}
        Err(error) => return Err(failed(error)),
    }
    if !write {
        return Ok(Copied::NotYet);
    }
    let attached = attached(source, document, to);
    if let Some(folder) = to.parent() {
        files::create_folder(folder).map_err(failed)?;
    }
    if !files::write_new(to, &new).map_err(failed)? {
        return Err(taken(to));
    }
    for (from, to) in attached {
        let bytes = files::read(&from).map_err(failed)?;
        if let Some(folder) = to.parent() {
            files::create_folder(folder).map_err(failed)?;
        }
        files::write_new(&to, &bytes).map_err(failed)?;
    }
    Ok(Copied::Now)
}

/// Whether a file has this body behind front matter.
fn is_adopted(there: &[u8], body: &str) -> bool {
    let there = there.strip_prefix(MARK).unwrap_or(there);
    !body.trim().is_empty() && there.ends_with(body.as_bytes()) && there.starts_with(b"---")
}

/// Files beside it that it shows or links to, other than Markdown, and where they go. Those outside of the folder are
/// left: nobody named them.
fn attached(source: &Source<'_>, document: &Document, to: &Path) -> Vec<(PathBuf, PathBuf)> {
    let (Some(beside), Some(new)) = (source.path.parent(), to.parent()) else { return Vec::new() };
    let Ok(folder) = source.folder.canonicalize() else { return Vec::new() };
    let links = document.body.links.iter().filter(|link| link.kind != BodyLinkKind::Wiki);
    let targets = links.filter_map(|link| {
        let path = link.href.split(['#', '?']).next().unwrap_or_default();
        let path = percent_encoding::percent_decode_str(path).decode_utf8().ok()?.into_owned();
        let is_plain = !path.is_empty() && !path.contains("://") && !path.starts_with('/');
        is_plain.then(|| PathBuf::from(path))
    });
    let found = targets.filter_map(|path| {
        let from = beside.join(&path);
        // What a link leads to has to be content itself: a plain name must not stand for what is hidden.
        let is_inside = from.canonicalize().is_ok_and(|real| {
            let below = real.strip_prefix(&folder).map(|below| below.to_string_lossy().replace('\\', "/"));
            below.is_ok_and(|below| !is_passed_over(&below)) && real.is_file()
        });
        let is_text = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("md"));
        // The place that it has from the file, which must not lead out of the content.
        let below = source.path.strip_prefix(&source.folder).ok()?.parent()?.join(&path);
        (is_inside && !is_text && depth(&below)?).then(|| (from, new.join(&path)))
    });
    found.collect()
}

/// Whether a path stays below the folder that it begins in.
fn depth(path: &Path) -> Option<bool> {
    let mut depth = 0_usize;
    for part in path.components() {
        match part {
            Component::Normal(_) => depth += 1,
            Component::ParentDir => depth = depth.checked_sub(1)?,
            Component::CurDir => {}
            _ => return None,
        }
    }
    Some(depth > 0)
}

pub(super) fn taken(to: &Path) -> Diagnostic {
    let message = format!("{} is there already, with another text", shown(to));
    Diagnostic::error("exists", shown(to), message).hint("Rename one of the two.")
}

pub(super) fn failed(error: FileError) -> Diagnostic {
    Diagnostic::error("cannot-write", error.path.display().to_string(), error.to_string())
}
