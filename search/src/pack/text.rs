//! Texts of records, as hits and snippets need them: neighbours share a chunk. A list needs their headings alone, a
//! thousand of which share one.

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

/// What a list shows of a record, beside what the columns tell.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading<'a> {
    pub kind: Kind,
    pub url: &'a str,
    pub title: &'a str,
}

impl Heading<'_> {
    /// The heading at one place of a raw chunk, as a text of which no more is known.
    pub fn decode(raw: &[u8], place: usize) -> Option<Text> {
        let headings: Vec<Heading<'_>> = postcard::from_bytes(raw).ok()?;
        headings.get(place).map(|heading| Text {
            kind: heading.kind,
            id: String::new(),
            path: String::new(),
            url: heading.url.to_owned(),
            title: heading.title.to_owned(),
            summary: String::new(),
            sections: Vec::new(),
        })
    }
}

/// The text at one place of a raw text chunk; `None` where the chunk is not what it should be.
pub fn decode(raw: &[u8], place: usize) -> Option<Text> {
    let mut texts: Vec<Text> = postcard::from_bytes(raw).ok()?;
    (place < texts.len()).then(|| texts.swap_remove(place))
}
