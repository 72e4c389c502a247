//! What the site consists of, as data: the meeting point of rendering and publishing.

use std::path::PathBuf;

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
}
