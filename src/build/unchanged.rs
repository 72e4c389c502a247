//! Whether anything has changed since the last build. Mostly nothing has, and then no file need be read.

use std::path::Path;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::core::config::Loaded;
use crate::core::diagnostic::Diagnostic;
use crate::core::fingerprint::Fingerprint;
use crate::read::git;
use crate::read::load::Listing;
use crate::site::publish::Destination;
use crate::site::theme::Theme;

/// What is said of a build.
#[derive(Debug, Serialize, Deserialize)]
pub struct Said {
    pub post_mortems: usize,
    pub services: usize,
    pub causes: usize,
    pub diagnostics: Vec<Diagnostic>,
}

/// The fingerprint of all that a site is made of; `None` where a file could have been changed without looking different, for it was written
/// just now.
///
/// What was found depends on how the folders were named, so that the names belong to it.
pub fn fingerprint(
    (root, dest): (&Path, &Path),
    loaded: &Loaded,
    listing: &Listing,
    destination: &Destination,
    theme: &Theme,
    today: Date,
) -> Option<Fingerprint> {
    let began = destination.began()?;
    let Listing { traces, diagnostics } = listing;
    if !traces.iter().all(|(_, trace)| trace.is_some_and(|trace| trace.is_settled(began))) {
        return None;
    }
    let found: Vec<(&String, &str, &String)> =
        diagnostics.iter().map(|found| (&found.path, found.rule, &found.message)).collect();
    let state = git::state(&loaded.content, &loaded.config);
    Some(Fingerprint::of(&(
        (root, dest, &loaded.text, loaded.config.is_public, theme.fingerprint(), state),
        (traces, found, today),
    )))
}

impl Said {
    pub fn read(bytes: &[u8]) -> Option<Self> {
        postcard::from_bytes(bytes).ok()
    }

    pub fn bytes(&self) -> Vec<u8> {
        postcard::to_stdvec(self).unwrap_or_default()
    }
}
