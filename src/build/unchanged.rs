//! Whether anything has changed since the last build. Mostly nothing has, and then no file need be read.

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::content::skipped;
use crate::config::Loaded;
use crate::diagnostic::Diagnostic;
use crate::files::Trace;
use crate::fingerprint::Fingerprint;
use crate::git;
use crate::load;
use crate::publish::Destination;
use crate::theme::Theme;

/// What is said of a build.
#[derive(Debug, Serialize, Deserialize)]
pub struct Said {
    pub post_mortems: usize,
    pub services: usize,
    pub causes: usize,
    pub diagnostics: Vec<Diagnostic>,
}

/// What the files of the content look like, without reading any of them.
pub type Traces = Vec<(String, Option<Trace>)>;

/// Of all that a site is made of; `None` where a file could have been changed without looking different, for it was written
/// just now. With it what the files of the content look like.
///
/// What was found depends on how the folders were named, so that the names belong to it.
pub fn fingerprint(
    root: &Path,
    loaded: &Loaded,
    destination: &Destination,
    dest: &PathBuf,
    theme: &Theme,
    today: Date,
) -> (Option<Fingerprint>, Traces) {
    let (traces, found) = load::traces(loaded, &skipped(loaded, std::slice::from_ref(dest)));
    let is_settled = destination.began().is_some_and(|began| {
        traces.iter().all(|(_, trace)| trace.is_some_and(|trace| trace.is_settled(began)))
    });
    let found: Vec<(&String, &str, &String)> =
        found.iter().map(|found| (&found.path, found.rule, &found.message)).collect();
    let state = git::state(&loaded.content, &loaded.config);
    let of = Fingerprint::of(&(
        (root, dest, &loaded.text, loaded.config.is_public, theme.fingerprint(), state),
        (&traces, found, today.to_string()),
    ));
    (is_settled.then_some(of), traces)
}

impl Said {
    pub fn read(bytes: &[u8]) -> Option<Self> {
        postcard::from_bytes(bytes).ok()
    }

    pub fn bytes(&self) -> Vec<u8> {
        postcard::to_stdvec(self).unwrap_or_default()
    }
}
