//! `lookback init`: starts a knowledge base.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use include_dir::{Dir, include_dir};
use lookback::diagnostic::Diagnostic;
use lookback::files::{FileError, create_folder, write_new};
use lookback::report::{Terminal, shown};

use super::Failure;

/// Start a knowledge base
///
/// Writes the settings, a small example (a post-mortem, the service and the team that it names, a page), and a tree of
/// common causes with what has helped against each.
/// Replace them with your own. A file that exists is never overwritten.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  lookback init             in this folder
  lookback init incidents   in the folder `incidents`, which is created")]
pub struct Init {
    /// Folder to start in
    #[arg(default_value = ".")]
    dir: PathBuf,
}

/// Everything that is written: path and text.
const FILES: &[(&str, &str)] = &[
    (lookback::config::FILE_NAME, include_str!("init/book.toml")),
    (".gitignore", include_str!("init/gitignore")),
    ("content/2026/2026-03-09-expired-certificate.md", include_str!("init/post-mortem.md")),
    ("content/services/checkout-api.md", include_str!("init/service.md")),
    ("content/teams/payments.md", include_str!("init/team.md")),
    ("content/pages/severity.md", include_str!("init/severity.md")),
];

/// A tree of common causes and triggers, each with what it is, how to recognise it and what has helped.
static CAUSES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/commands/init/causes");

/// Where they go.
const CAUSES_FOLDER: &str = "content/causes";

impl Init {
    pub fn run(self, terminal: &Terminal) -> Result<ExitCode, Failure> {
        let settings = self.dir.join(lookback::config::FILE_NAME);
        if settings.exists() {
            let shown = settings.display().to_string();
            let found = Diagnostic::error("exists", shown.clone(), format!("{shown} exists already")).hint(
                "This is a knowledge base: add Markdown files to its content and run `lookback build`.",
            );
            return Err(found.into());
        }
        for (path, text) in FILES {
            let path = self.dir.join(path);
            let made = write(&path, text).map_err(failed)?;
            terminal.say(&format!("{} {}", if made { "made" } else { "kept" }, shown(&path)))?;
        }
        terminal.say(&self.write_causes().map_err(failed)?)?;
        terminal.say(&format!("\nNext: {}", self.next_command()))?;
        Ok(ExitCode::SUCCESS)
    }

    /// Says in a line what was made of the many files.
    fn write_causes(&self) -> Result<String, FileError> {
        let folder = self.dir.join(CAUSES_FOLDER);
        let (mut made, mut kept) = (0, 0);
        for file in CAUSES.files() {
            let is_made = write(&folder.join(file.path()), file.contents_utf8().unwrap_or_default())?;
            *(if is_made { &mut made } else { &mut kept }) += 1;
        }
        let kept = if kept == 0 { String::new() } else { format!(", {kept} kept") };
        Ok(format!("made {}: {made} common causes{kept}", shown(&folder)))
    }

    fn next_command(&self) -> String {
        match shown(&self.dir).as_str() {
            "" | "." => "lookback build".into(),
            dir if dir.contains(char::is_whitespace) => format!("lookback build '{dir}'"),
            dir => format!("lookback build {dir}"),
        }
    }
}

fn write(path: &Path, text: &str) -> Result<bool, FileError> {
    if let Some(folder) = path.parent() {
        create_folder(folder)?;
    }
    write_new(path, text.as_bytes())
}

fn failed(error: FileError) -> Failure {
    let path = error.path.display().to_string();
    Diagnostic::error("cannot-write", path, error.to_string()).into()
}
