//! What was read of a history before: the log is the same as long as the repository is in the same state, and what a version of
//! a file says never changes.

use std::collections::HashMap;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::log::File;
use crate::core::config::Loaded;
use crate::core::fingerprint::Fingerprint;
use crate::store::kept::{self, Found, Seal};

/// Where it is kept in `.lookback/`.
const ROOM: &str = "history";
const NAME: &str = "log";

/// A history as it was read, kept from one run to the next.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Memory {
    /// Of the repository.
    pub state: String,
    /// What commits did with each file, by the path that it has now.
    pub files: HashMap<String, File>,
    /// Whether a version of a file, by the name of its content, says that it is final.
    pub finals: HashMap<String, bool>,
}

/// The place where it is kept.
#[derive(Debug)]
pub struct Place {
    file: PathBuf,
    seal: Seal,
}

impl Place {
    /// Of a knowledge base; `None` where nothing can be kept.
    #[must_use]
    pub fn of(loaded: &Loaded) -> Option<Self> {
        let room = kept::room(&loaded.root, ROOM).ok()?;
        let of = Fingerprint::of(&(kept::program(), &loaded.text));
        Some(Self { file: room.join(NAME), seal: Seal { format: b"looklg1\n", of } })
    }

    /// What is kept; nothing where it can't be read.
    #[must_use]
    pub fn read(&self) -> Memory {
        match self.seal.read(&self.file).read_as(|bytes| postcard::from_bytes(&bytes).ok()) {
            Found::Contents(memory) => memory,
            Found::Nothing | Found::Damaged => Memory::default(),
        }
    }

    /// What can't be kept is read again.
    pub fn keep(&self, memory: &Memory) {
        if let Ok(bytes) = postcard::to_stdvec(memory) {
            let _ = self.seal.write(&self.file, &[&bytes]);
        }
    }
}
