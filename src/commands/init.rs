//! `lookback init`: starts a knowledge base.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use lookback::diagnostic::Diagnostic;
use lookback::files::{FileError, create_folder, write_new};
use lookback::report::{Terminal, shown};

use super::Failure;

/// Start a knowledge base
///
/// Writes the settings and a small example: a post-mortem, the service, the cause and the team that it names, and a page.
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
    ("content/causes/certificate-expiry.md", include_str!("init/cause.md")),
    ("content/teams/payments.md", include_str!("init/team.md")),
    ("content/pages/severity.md", include_str!("init/severity.md")),
];

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
        terminal.say(&format!("\nNext: {}", self.next_command()))?;
        Ok(ExitCode::SUCCESS)
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
