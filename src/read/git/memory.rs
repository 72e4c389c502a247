//! What was read of a history before: the log is the same as long as the repository is in the same state, and what a version of
//! a file says never changes.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::log::FileHistory;
use crate::core::config::Loaded;
use crate::store::{Room, Store};

/// Name of its file.
const NAME: &str = "log";

/// A history as it was read, kept from one run to the next.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Memory {
    /// State of the repository.
    pub state: String,
    /// What commits did with each file, by the path that it has now.
    pub files: HashMap<String, FileHistory>,
    /// Whether a version of a file, by the name of its content, says that it is final.
    pub finals: HashMap<String, bool>,
}

/// Where it is kept.
pub fn room(store: &Store, loaded: &Loaded) -> Room {
    store.room("history", &loaded.text)
}

impl Memory {
    /// What is kept; nothing where it can't be read.
    pub fn read(room: &Room) -> Self {
        room.read(NAME, |bytes| postcard::from_bytes(&bytes).ok()).unwrap_or_default()
    }

    /// What can't be kept is read again.
    pub fn keep(&self, room: &Room) {
        if let Ok(bytes) = postcard::to_stdvec(self) {
            room.write(NAME, &[&bytes]);
        }
    }
}
