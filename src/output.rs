//! What the site consists of, as data: the meeting point of rendering and publishing.

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

/// What a job made.
#[derive(Debug)]
pub enum Produced {
    Bytes(Vec<u8>),
    /// The bytes of another file, which need not be held in memory.
    CopyOf(PathBuf),
    /// It would be what it was made into before.
    AsBefore,
}

/// What a job made, and what of.
#[derive(Debug)]
pub struct Made {
    pub produced: Produced,
    /// The same fingerprint, the same bytes; `None` where that is not known.
    pub of: Option<Fingerprint>,
}

impl Made {
    /// Bytes that have to be made to be known.
    #[must_use]
    pub fn bytes(bytes: Vec<u8>) -> Self {
        Self { produced: Produced::Bytes(bytes), of: None }
    }
}
