//! The one place where the stages meet: content in, site out.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::diagnostic::Diagnostic;
use crate::link::Site;
use crate::progress::Progress;

/// What to build, and where to.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// Folder of the knowledge base.
    pub root: &'a Path,
    /// Instead of `build-dir`.
    pub dest: Option<&'a Path>,
    pub threads: Option<usize>,
}

/// What a build made.
#[derive(Debug)]
pub struct Built {
    pub dest: PathBuf,
    pub post_mortems: usize,
    pub services: usize,
    pub causes: usize,
    pub written: usize,
    pub unchanged: usize,
    pub removed: usize,
    pub diagnostics: Vec<Diagnostic>,
    /// Stages in order, with the time that each took.
    pub timings: Vec<(&'static str, Duration)>,
}
/// x
/// # Errors
/// x
pub fn build(_options: &Options<'_>, _progress: &Progress) -> Result<Built, Vec<Diagnostic>> {
    Err(Vec::new())
}
/// x
/// # Errors
/// x
pub fn read(_root: &Path, _progress: &Progress) -> Result<(Site, Vec<Diagnostic>), Vec<Diagnostic>> {
    Err(Vec::new())
}
