//! File-system helpers that put the path into every error.
#![expect(clippy::disallowed_methods, reason = "these helpers are what the others use instead")]

use std::fmt;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

/// An I/O error and what it was about.
#[derive(Debug)]
pub struct FileError {
    pub action: &'static str,
    pub path: PathBuf,
    pub source: io::Error,
}

impl fmt::Display for FileError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "could not {} {}: {}", self.action, self.path.display(), self.source)
    }
}

impl std::error::Error for FileError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}

impl FileError {
    pub fn is_not_found(&self) -> bool {
        self.source.kind() == io::ErrorKind::NotFound
    }
}

/// Turns an [`io::Error`] into a [`FileError`].
pub fn about(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> FileError {
    let path = path.to_owned();
    move |source| FileError { action, path, source }
}

/// Refuses what would have to be waited for: a pipe has no bytes until somebody writes, a device may have no end.
fn refuse_special(path: &Path) -> io::Result<()> {
    let kind = std::fs::metadata(path)?.file_type();
    // Of a folder the system says it better.
    if kind.is_file() || kind.is_dir() {
        return Ok(());
    }
    Err(io::Error::other("it is no file but a pipe, a socket or a device"))
}

/// # Errors
/// When the file can't be read.
pub fn read(path: &Path) -> Result<Vec<u8>, FileError> {
    refuse_special(path).and_then(|()| std::fs::read(path)).map_err(about("read", path))
}

/// Reads a file in place of what is in `bytes`, so that the memory of one can serve many.
///
/// # Errors
/// When the file can't be read.
pub fn read_into(path: &Path, bytes: &mut Vec<u8>) -> Result<(), FileError> {
    let mut read = || -> io::Result<()> {
        bytes.clear();
        let mut file = std::fs::File::open(path)?;
        bytes.reserve(file.metadata().map_or(0, |metadata| metadata.len() as usize));
        file.read_to_end(bytes).map(drop)
    };
    read().map_err(about("read", path))
}

/// # Errors
/// When the file can't be read or is not UTF-8.
pub fn read_text(path: &Path) -> Result<String, FileError> {
    refuse_special(path).and_then(|()| std::fs::read_to_string(path)).map_err(about("read", path))
}

/// # Errors
/// When the folder can't be made.
pub fn create_folder(path: &Path) -> Result<(), FileError> {
    std::fs::create_dir_all(path).map_err(about("create", path))
}

/// # Errors
/// When the file can't be written.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    std::fs::write(path, bytes).map_err(about("write", path))
}

/// # Errors
/// When a path is a symbolic link.
pub fn refuse_link(path: &Path) -> Result<(), FileError> {
    if path.is_symlink() {
        return Err(about("write", path)(io::Error::other("it is a symbolic link")));
    }
    Ok(())
}

/// Writes a file in one step: whoever reads it meanwhile sees the old one or the new one.
///
/// # Errors
/// When the file can't be written.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), FileError> {
    replace_with(path, &[bytes])
}

/// As [`replace`], with parts that follow one another.
///
/// # Errors
/// As those of [`replace`].
pub fn replace_with(path: &Path, parts: &[&[u8]]) -> Result<(), FileError> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.new", std::process::id()));
    let temporary = path.with_file_name(name);
    let written = std::fs::File::create(&temporary)
        .and_then(|mut file| parts.iter().try_for_each(|part| file.write_all(part)));
    written.map_err(about("write", &temporary)).inspect_err(|_| {
        let _ = std::fs::remove_file(&temporary);
    })?;
    std::fs::rename(&temporary, path).map_err(about("replace", path)).inspect_err(|_| {
        let _ = std::fs::remove_file(&temporary);
    })
}

/// What a file looks like from outside. It changes when the file is written, but for writes within one tick of the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Stamp {
    bytes: u64,
    /// Nanoseconds since 1970.
    pub modified: i128,
}

/// Nanoseconds within which two changes of a file can have one time: the coarsest file systems count in two seconds.
pub const TICK: i128 = 2_000_000_000;

impl Stamp {
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    pub fn is_empty(&self) -> bool {
        self.bytes == 0
    }

    /// Whether the file could not have been written again, after `now`, without looking different. By the clock of its
    /// file system.
    pub fn is_settled(&self, now: i128) -> bool {
        self.modified + TICK < now
    }
}

/// The stamp of a file; `None` where there is no file, or no telling when it was written.
pub fn stamp(path: &Path) -> Option<Stamp> {
    stamp_of(&std::fs::metadata(path).ok()?)
}

/// The stamp of a file that is itself in that place, not behind a link.
pub fn stamp_in_place(path: &Path) -> Option<Stamp> {
    stamp_of(&std::fs::symlink_metadata(path).ok().filter(std::fs::Metadata::is_file)?)
}

/// What a file looks like from outside, with what nobody can set back: when it was changed in any way, and which it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Trace {
    stamp: Stamp,
    /// Nanoseconds since 1970, and the number of the file, where the system has them.
    changed: Option<(i128, u64)>,
}

impl Trace {
    /// As [`Stamp::is_settled`].
    pub fn is_settled(&self, now: i128) -> bool {
        self.stamp.is_settled(now) && self.changed.is_none_or(|(changed, _)| changed + TICK < now)
    }
}

/// The trace of a file; `None` where there is no file, or no telling when it was written.
pub fn trace(path: &Path) -> Option<Trace> {
    let data = std::fs::metadata(path).ok()?;
    Some(Trace { stamp: stamp_of(&data)?, changed: changed(&data) })
}

#[cfg(unix)]
fn changed(data: &std::fs::Metadata) -> Option<(i128, u64)> {
    use std::os::unix::fs::MetadataExt;
    Some((i128::from(data.ctime()) * 1_000_000_000 + i128::from(data.ctime_nsec()), data.ino()))
}

#[cfg(not(unix))]
fn changed(_: &std::fs::Metadata) -> Option<(i128, u64)> {
    None
}

fn stamp_of(data: &std::fs::Metadata) -> Option<Stamp> {
    let modified = jiff::Timestamp::try_from(data.modified().ok()?).ok()?.as_nanosecond();
    Some(Stamp { bytes: data.len(), modified })
}

/// Writes a file unless there is one already; says whether it did.
///
/// # Errors
/// When the file can't be written.
pub fn write_new(path: &Path, bytes: &[u8]) -> Result<bool, FileError> {
    match std::fs::File::create_new(path) {
        Ok(mut file) => file.write_all(bytes).map_err(about("write", path)).map(|()| true),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(about("write", path)(error)),
    }
}

/// Names of all that is in a folder; none where it can't be listed.
pub fn names_in(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

/// Whether there is a folder in that place itself, not behind a link.
pub fn is_folder(path: &Path) -> bool {
    std::fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_dir())
}

/// Removes a folder with all that is in it.
///
/// # Errors
/// When something of it can't be removed.
pub fn remove_folder(path: &Path) -> Result<(), FileError> {
    std::fs::remove_dir_all(path).map_err(about("remove", path))
}

/// # Errors
/// When the file can't be removed.
pub fn remove(path: &Path) -> Result<(), FileError> {
    std::fs::remove_file(path).map_err(about("remove", path))
}

/// Names of the Markdown files in a folder, sorted; none where there is no folder.
///
/// # Errors
/// When the folder can't be listed.
pub fn markdown_in(folder: &Path) -> Result<Vec<String>, FileError> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(about("read", folder)(error)),
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(about("read", folder))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.ends_with(".md") && !name.starts_with('.') && entry.path().is_file() {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}
