//! `.lookback/`, the folder beside the content of what can be made again: it can be removed at any time.

mod pieces;
mod sealed;

pub use pieces::{Piece, Pieces};
pub use sealed::{Found, Seal};

use std::path::{Path, PathBuf};

use crate::core::config::FOLDER;
use crate::core::files::{self, FileError};
use crate::core::fingerprint::Fingerprint;

/// Of the running program: what another one has made is made anew.
#[must_use]
pub fn program() -> Fingerprint {
    let stamp = std::env::current_exe().ok().and_then(|path| files::stamp(&path));
    Fingerprint::of(&(env!("CARGO_PKG_VERSION"), stamp))
}

/// The folder of the knowledge base in `root`.
#[must_use]
pub fn folder(root: &Path) -> PathBuf {
    root.join(FOLDER)
}

/// Makes the folder where it is missing, out of the sight of git.
///
/// # Errors
/// When it can't be written, or leads elsewhere: a repository could have such a link, and name any folder in it.
pub fn prepare(kept: &Path) -> Result<(), FileError> {
    files::refuse_link(kept)?;
    files::create_folder(kept)?;
    files::write_new(&kept.join(".gitignore"), b"*\n").map(drop)
}

/// A folder of its own for one kind of thing, made where it is missing.
///
/// # Errors
/// As those of [`prepare`].
pub fn room(root: &Path, name: &str) -> Result<PathBuf, FileError> {
    let folder = folder(root);
    prepare(&folder)?;
    let room = folder.join(name);
    files::refuse_link(&room)?;
    files::create_folder(&room)?;
    Ok(room)
}

/// What time it is by the clock of the file system of such a folder; `None` where there is no telling.
///
/// # Errors
/// When it can't be written there: a folder that was writable once may be so no more.
pub fn time_in(room: &Path) -> Result<Option<i128>, FileError> {
    let clock = room.join("clock");
    files::write(&clock, b"")?;
    Ok(files::stamp(&clock).map(|stamp| stamp.modified))
}

/// What a person should know about a folder in which something is damaged.
#[must_use]
pub fn damaged(room: &Path) -> String {
    format!("what was kept in {} is damaged, so that it is made anew", room.display())
}
