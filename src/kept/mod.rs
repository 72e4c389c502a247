//! `.lookback/`, the folder beside the content of what can be made again: it can be removed at any time.

mod pieces;

pub use pieces::{Piece, Pieces};

use std::path::{Path, PathBuf};

use crate::files::{self, FileError};
use crate::fingerprint::Fingerprint;

/// Of the running program: what another one has made is made anew.
#[must_use]
pub fn program() -> Fingerprint {
    let stamp = std::env::current_exe().ok().and_then(|path| files::stamp(&path));
    Fingerprint::of(&(env!("CARGO_PKG_VERSION"), stamp))
}

/// The folder of the knowledge base in `root`.
#[must_use]
pub fn folder(root: &Path) -> PathBuf {
    root.join(".lookback")
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
