//! The manifest: the one file with a fixed name, which says what to read first.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Version of the published form and of what the index holds. Raised whenever an older engine would misread it.
pub const FORMAT: u32 = 3;

/// Contents of `manifest.json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// [`FORMAT`]
    pub format: u32,
    /// Hash over everything that is published: two indexes of the same generation are the same.
    pub generation: String,
    /// What the index was made from, in the words of who made it: tells whether it is still up to date.
    pub content: String,
    /// BCP 47 tag of the knowledge base, which decides how words are stemmed.
    pub language: String,
    /// Number of records of all kinds.
    pub records: u32,
    pub incidents: u32,
    /// Names of the chunks that every query needs, in order.
    pub core: Vec<String>,
}

/// Why an index can't be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OpenError {
    /// Not a manifest.
    Damaged,
    /// Written by a version of another format, which is told.
    Format(u32),
    /// The parts do not fit together.
    Inconsistent(String),
}

impl fmt::Display for OpenError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Damaged => write!(out, "the manifest of the search index is damaged"),
            Self::Format(found) => write!(
                out,
                "the search index has format {found}, and this engine reads format {FORMAT}: \
                 reload the page, or build the site again"
            ),
            Self::Inconsistent(how) => write!(out, "the search index is damaged: {how}"),
        }
    }
}

impl std::error::Error for OpenError {}

impl Manifest {
    /// Reads the text of `manifest.json`.
    ///
    /// # Errors
    /// When it is no manifest, or one of another format.
    pub fn parse(text: &[u8]) -> Result<Self, OpenError> {
        // A manifest of another format need not have the same fields.
        #[derive(Deserialize)]
        struct Version {
            format: u32,
        }
        match serde_json::from_slice::<Version>(text) {
            Err(_) => Err(OpenError::Damaged),
            Ok(Version { format }) if format != FORMAT => Err(OpenError::Format(format)),
            Ok(_) => serde_json::from_slice(text).map_err(|_| OpenError::Damaged),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_format_is_told_from_damage() {
        let manifest = Manifest {
            format: FORMAT,
            generation: "0".into(),
            content: String::new(),
            language: "en".into(),
            records: 2,
            incidents: 1,
            core: vec!["00ff12ab9c07".into()],
        };
        let text = serde_json::to_vec(&manifest).unwrap();
        assert_eq!(Manifest::parse(&text), Ok(manifest));
        assert_eq!(Manifest::parse(br#"{"format": 7, "other": []}"#), Err(OpenError::Format(7)));
        assert!(OpenError::Format(7).to_string().contains("reload"));
        let cut = &text[..text.len() - 1];
        let bare = format!("{{\"format\": {FORMAT}}}");
        for damaged in [b"".as_slice(), b"<!doctype html><title>404", b"[]", bare.as_bytes(), cut] {
            assert_eq!(Manifest::parse(damaged), Err(OpenError::Damaged));
        }
    }
}
