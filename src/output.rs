//! What the site consists of, as data: the meeting point of rendering and publishing.

use std::fmt;
use std::io::{self, Write};
use std::path::PathBuf;

use crate::fingerprint::Fingerprint;

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
    /// It would be what it was made into before.
    AsBefore,
}

/// What a job made, and what of.
#[derive(Debug)]
pub struct Made<'p> {
    pub produced: Produced<'p>,
    /// The same fingerprint, the same bytes; `None` where that is not known.
    pub of: Option<Fingerprint>,
}

impl fmt::Debug for Produced<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bytes(bytes) => write!(out, "Bytes({})", bytes.len()),
            Self::Stream(_) => write!(out, "Stream"),
            Self::CopyOf(path) => write!(out, "CopyOf({})", path.display()),
            Self::AsBefore => write!(out, "AsBefore"),
        }
    }
}

impl Made<'_> {
    /// Bytes that have to be made to be known.
    #[must_use]
    pub fn bytes(bytes: Vec<u8>) -> Self {
        Self { produced: Produced::Bytes(bytes), of: None }
    }
}
