//! What the site consists of, as data: the meeting point of rendering and publishing.

use std::collections::BTreeMap;
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

/// What a file is made of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// Fingerprint of all: the same fingerprint, the same bytes; `None` where that is not known.
    pub of: Option<Fingerprint>,
    /// Fingerprint of what it shares with no other file, where it is the page of a post-mortem.
    pub own: Option<Own>,
}

/// What the page of a post-mortem is made of, and no other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Own {
    /// Fingerprint of its text, and of where its links lead.
    pub text: u64,
    /// Fingerprint of the list of similar incidents.
    pub similar: u64,
}

/// What all pages of a site are made of, but for the texts of post-mortems.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Common {
    pub settings: Fingerprint,
    /// What the site says for itself.
    pub words: Fingerprint,
    /// What every page shows.
    pub frame: Fingerprint,
    pub templates: BTreeMap<String, Fingerprint>,
    /// All that is known of the documents.
    pub facts: Fingerprint,
}

/// Why a file was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    New,
    Touched,
    Settings,
    Words,
    Frame,
    Template,
    Text,
    Similar,
    Shown,
    Contents,
    Unknown,
}

impl Change {
    /// What has changed, for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::New => "it was not there",
            Self::Touched => "it was not as the last build had left it",
            Self::Settings => "the settings",
            Self::Words => "the words of the site",
            Self::Frame => "what every page shows",
            Self::Template => "its template",
            Self::Text => "its own text",
            Self::Similar => "what is similar",
            Self::Shown => "what it shows of other files",
            Self::Contents => "what is in it",
            Self::Unknown => "there is no telling, so that it is compared",
        }
    }
}

/// What a job made, and what of.
#[derive(Debug)]
pub struct Made<'p> {
    pub produced: Produced<'p>,
    pub from: Origin,
    /// Why it was made, where that is known.
    pub changes: Vec<Change>,
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
        Self { of: Some(of), own: None }
    }
}

impl<'p> Made<'p> {
    /// What has to be made to be known.
    pub fn unknown(produced: Produced<'p>) -> Self {
        Self { produced, from: Origin::default(), changes: vec![Change::Unknown] }
    }

    /// What is made `of` something, unless what is there was made of the same `before`.
    pub fn unless(before: Option<Fingerprint>, of: Fingerprint, make: impl FnOnce() -> Produced<'p>) -> Self {
        if before == Some(of) {
            return Self::as_before(of.into());
        }
        Self { produced: make(), from: of.into(), changes: vec![Change::Contents] }
    }

    /// What need not be made.
    pub fn as_before(from: Origin) -> Self {
        Self { produced: Produced::AsBefore, from, changes: Vec::new() }
    }
}
