//! What the site consists of, as data: the meeting point of rendering and publishing.

use std::fmt;
use std::io::{self, Write};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::core::fingerprint::Fingerprint;

/// One file of the site, and the job that makes its bytes.
#[derive(Debug, Clone)]
pub struct Planned<J> {
    /// Path below the site's root, with `/` between its parts.
    pub output: String,
    pub stage: Stage,
    pub job: J,
}

/// When a file is written. Ordered: what is referred to comes before what refers to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Style sheets, scripts, images.
    Asset,
    Page,
    /// The few files through which readers and machines come in.
    Entry,
}

/// Writes a file from its beginning to its end.
pub type Stream<'p> = Box<dyn FnOnce(&mut dyn Write) -> io::Result<()> + 'p>;

/// What a job made.
pub enum Produced<'p> {
    Bytes(Vec<u8>),
    /// What is too large to be held in memory as a whole.
    Stream(Stream<'p>),
    /// The bytes of another file, which need not be held in memory.
    CopyOf(PathBuf),
    /// What a function makes of the bytes of another file.
    MadeOf(PathBuf, fn(&[u8]) -> Vec<u8>),
    /// It would be what it was made into before.
    AsBefore,
}

/// What a file is made of: the same fingerprint, the same bytes; `None` where that is not known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    pub of: Option<Fingerprint>,
    /// Of more than the file is made of, and found out sooner.
    pub gist: Option<Fingerprint>,
}

/// What a job made, and what of.
#[derive(Debug)]
pub struct Made<'p> {
    pub produced: Produced<'p>,
    pub from: Origin,
}

impl fmt::Debug for Produced<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bytes(bytes) => write!(out, "Bytes({})", bytes.len()),
            Self::Stream(_) => write!(out, "Stream"),
            Self::CopyOf(path) => write!(out, "CopyOf({})", path.display()),
            Self::MadeOf(path, _) => write!(out, "MadeOf({})", path.display()),
            Self::AsBefore => write!(out, "AsBefore"),
        }
    }
}

impl From<Fingerprint> for Origin {
    fn from(of: Fingerprint) -> Self {
        Self { of: Some(of), gist: None }
    }
}

impl<'p> Made<'p> {
    /// What has to be made to be known.
    #[must_use]
    pub fn unknown(produced: Produced<'p>) -> Self {
        Self { produced, from: Origin::default() }
    }

    /// What is made `of` something, unless what is there was made of the same `before`.
    #[must_use]
    pub fn unless(before: Option<Fingerprint>, of: Fingerprint, make: impl FnOnce() -> Produced<'p>) -> Self {
        let produced = if before == Some(of) { Produced::AsBefore } else { make() };
        Self { produced, from: of.into() }
    }
}
