//! Why a site could not be written, and what to do about it.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::core::diagnostic::Diagnostic;
use crate::core::files::FileError;

/// What stops a build before or while it writes.
///
/// Whatever the reason, each file in the destination is either as it was or complete and new.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// Writing there would put something at risk that is not ours.
    #[error("{} {reason}", path.display())]
    Refused { path: PathBuf, reason: &'static str, hint: &'static str },
    #[error("another build has been writing to {} for more than {seconds} seconds", path.display())]
    Busy { path: PathBuf, seconds: u64 },
    /// What was made would not be what anybody has written.
    #[error("files of the content were changed while they were read")]
    Changed,
    #[error(transparent)]
    File(#[from] FileError),
}

impl PublishError {
    /// What the reader of the message can do.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Refused { hint, .. } => Some(hint),
            Self::Changed => Some("Build again."),
            Self::Busy { .. } => Some("Wait until it has ended, or build into another folder with `-d`."),
            Self::File(error) => match error.source.kind() {
                ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Some(
                    "Free some space and build again. What is in the folder works: \
                     some pages are new, the others are those of the last build.",
                ),
                ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
                    Some("Make the folder writable, or build into another one with `-d`.")
                }
                _ => None,
            },
        }
    }

    fn path(&self) -> String {
        match self {
            Self::Refused { path, .. } | Self::Busy { path, .. } => path.display().to_string(),
            Self::Changed => String::new(),
            Self::File(error) => error.path.display().to_string(),
        }
    }
}

/// Whether it went wrong for what a path is, and would not for another path: the rest of the site can be written.
pub fn is_of_one_path(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        ErrorKind::InvalidFilename
            | ErrorKind::NotADirectory
            | ErrorKind::IsADirectory
            | ErrorKind::InvalidInput
    )
}

/// What is said of such a path.
pub fn unwritable(path: &Path, error: &io::Error) -> Diagnostic {
    let shown = path.display().to_string();
    Diagnostic::error(
        "unwritable-file",
        shown,
        format!("the file was left out, for it can't be written: {error}"),
    )
    .hint("Rename what makes it, or build into a folder with a shorter path.")
}

impl From<PublishError> for Diagnostic {
    fn from(error: PublishError) -> Self {
        let found = Self::error("cannot-publish", error.path(), error.to_string());
        match error.hint() {
            Some(hint) => found.hint(hint),
            None => found,
        }
    }
}
