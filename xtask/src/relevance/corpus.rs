//! A corpus in a folder of its own, with the site that the program makes of it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::Deserialize;
use tempfile::TempDir;

/// A post-mortem, as the program exports it.
#[derive(Debug, Deserialize)]
pub struct Document {
    pub path: String,
    /// Relative to the root of the site, percent-encoded.
    pub url: String,
    pub services: Vec<String>,
    pub causes: Vec<String>,
    pub tags: Vec<String>,
    pub severity: Option<String>,
}

/// A copy of a corpus, for searching may write beside the content.
pub struct Corpus {
    folder: TempDir,
    pub documents: Vec<Document>,
}

impl Corpus {
    /// Copies one of the corpora, or all of them side by side, and builds the site.
    pub fn prepare(corpora: &Path, name: Option<&str>, binary: &Path) -> Result<Self, String> {
        let folder = tempfile::tempdir().map_err(|error| format!("no temporary folder: {error}"))?;
        let content = folder.path().join("base");
        match name {
            Some(name) => copy(&corpora.join(name), &content)?,
            None => copy(corpora, &content)?,
        }
        let mut corpus = Self { folder, documents: Vec::new() };
        said_by(Command::new(binary).args(["build", "--quiet", "-d"]).arg(corpus.site()).arg(&content))?;
        let records = said_by(Command::new(binary).args(["export", "--format", "ndjson"]).arg(&content))?;
        corpus.documents = records
            .lines()
            .map(serde_json::from_str)
            .collect::<Result<_, _>>()
            .map_err(|error| format!("could not read the exported records: {error}"))?;
        Ok(corpus)
    }

    /// The knowledge base.
    pub fn base(&self) -> PathBuf {
        self.folder.path().join("base")
    }

    pub fn site(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    /// A folder for what an engine needs.
    pub fn scratch(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn paths(&self) -> Vec<&str> {
        self.documents.iter().map(|document| document.path.as_str()).collect()
    }
}

/// Runs `command`, which has to end with 0; what it wrote to stdout.
fn said_by(command: &mut Command) -> Result<String, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let failed = |error: std::io::Error| format!("could not run {name}: {error}");
    let output = command.stdin(Stdio::null()).output().map_err(failed)?;
    if !output.status.success() {
        return Err(format!(
            "{name} ended with {}:\n{}",
            output.status,
            String::from_utf8_lossy(&output.stderr)
        ));
    }
    String::from_utf8(output.stdout).map_err(|error| format!("{name}: {error}"))
}

/// Copies a folder with all that is in it.
fn copy(from: &Path, to: &Path) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("could not copy {}: {error}", from.display());
    fs::create_dir_all(to).map_err(failed)?;
    for entry in fs::read_dir(from).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let target = to.join(entry.file_name());
        if entry.file_type().map_err(failed)?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::write(&target, fs::read(entry.path()).map_err(failed)?).map_err(failed)?;
        }
    }
    Ok(())
}
