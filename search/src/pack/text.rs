//! Texts of records, as hits and snippets need them: neighbours share a chunk.

use serde::{Deserialize, Serialize};

use crate::record::{Kind, Section};

/// What is kept of a record to be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    pub kind: Kind,
    pub id: String,
    pub path: String,
    pub url: String,
    pub title: String,
    pub summary: String,
    pub sections: Vec<Section>,
}

/// The text at one place of a raw text chunk; `None` where the chunk is not what it should be.
pub fn decode(raw: &[u8], place: usize) -> Option<Text> {
    let mut texts: Vec<Text> = postcard::from_bytes(raw).ok()?;
    (place < texts.len()).then(|| texts.swap_remove(place))
}
