//! `lookback init`: starts a knowledge base.

mod origin;

use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use include_dir::{Dir, include_dir};
use lookback::core::diagnostic::Diagnostic;
use lookback::core::files::{FileError, create_folder, write_new};
use lookback::tools::report::{Terminal, shown};

use super::Failure;
use origin::{Origin, PLACEHOLDER};

/// Start a knowledge base
///
/// Writes the settings, a small example (a post-mortem, the service and the team that it names, a page), and a tree of
/// common causes with what has helped against each.
/// Replace them with your own. A file that exists is never overwritten. `--ci` and `--pre-commit` add files to a knowledge
/// base that there is, too.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  lookback init             in this folder
  lookback init incidents   in the folder `incidents`, which is created
  lookback init --ci github --from tools/lookback
                            with workflows for pull requests and for the site")]
pub struct Init {
    /// Folder to start in
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// Write what checks, reviews and publishes on this forge; DIR has to be the root of the repository
    #[arg(long, value_name = "FORGE")]
    ci: Option<Forge>,
    /// Where CI gets this program: ADDRESS@COMMIT of its git repository, or below DIR a folder with its source, or the
    /// program itself. It is asked for in a terminal; left open, the jobs fail and say where to fill it in
    #[arg(long, value_name = "SOURCE", requires = "ci")]
    from: Option<String>,
    /// Write the settings of pre-commit that check what is committed
    #[arg(long)]
    pre_commit: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Forge {
    /// A workflow of GitHub Actions
    Github,
    /// A pipeline of GitLab CI
    Gitlab,
}

/// Everything that is written: path and text.
const FILES: &[(&str, &str)] = &[
    (lookback::core::config::FILE_NAME, include_str!("init/book.toml")),
    (".gitignore", include_str!("init/gitignore")),
    ("content/2026/2026-03-09-expired-certificate.md", include_str!("init/post-mortem.md")),
    ("content/services/checkout-api.md", include_str!("init/service.md")),
    ("content/teams/payments.md", include_str!("init/team.md")),
    ("content/pages/severity.md", include_str!("init/severity.md")),
];

const GITHUB: (&str, &str) = (".github/workflows/post-mortems.yml", include_str!("init/ci/github.yml"));
const GITLAB: (&str, &str) = (".gitlab-ci.yml", include_str!("init/ci/gitlab.yml"));
const PRE_COMMIT: (&str, &str) = (".pre-commit-config.yaml", include_str!("init/ci/pre-commit.yaml"));

/// A tree of common causes and triggers, each with what it is, how to recognise it and what has helped.
static CAUSES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/commands/init/causes");

/// Where they go.
const CAUSES_FOLDER: &str = "content/causes";

impl Init {
    pub fn run(self, terminal: &Terminal) -> Result<ExitCode, Failure> {
        let settings = self.dir.join(lookback::core::config::FILE_NAME);
        let automation = self.automation();
        if settings.exists() && automation.is_empty() {
            let shown = settings.display().to_string();
            let found = Diagnostic::error("exists", shown.clone(), format!("{shown} exists already")).hint(
                "This is a knowledge base: add Markdown files to its content and run `lookback build`.",
            );
            return Err(found.into());
        }
        let origin = self.origin()?;
        let is_new = !settings.exists();
        let files = if is_new { FILES } else { &[] };
        for (path, text) in files.iter().chain(&automation) {
            let path = self.dir.join(path);
            let made = write(&path, &text.replace(PLACEHOLDER, &origin.variable())).map_err(failed)?;
            terminal.say(&format!("{} {}", if made { "made" } else { "kept" }, shown(&path)))?;
        }
        if self.ci.is_some() && origin == Origin::Unknown {
            terminal.note(
                "CI does not know yet where to get this program: write it at `LOOKBACK:` in the file for CI.",
            )?;
        }
        if !is_new {
            return Ok(ExitCode::SUCCESS);
        }
        terminal.say(&self.write_causes().map_err(failed)?)?;
        terminal.say(&format!("\nNext: {}", self.next_command()))?;
        Ok(ExitCode::SUCCESS)
    }

    /// Where CI gets this program: as the arguments say, or a person who is there to be asked.
    fn origin(&self) -> Result<Origin, Failure> {
        match &self.from {
            Some(text) => Ok(Origin::read(text, &self.dir)?),
            None if self.ci.is_some() && io::stdin().is_terminal() && io::stderr().is_terminal() => {
                // Who gives up here is not asked again, and the files are written.
                Ok(Origin::ask(&self.dir).unwrap_or(Origin::Unknown))
            }
            None => Ok(Origin::Unknown),
        }
    }

    /// What was asked for beside the knowledge base.
    fn automation(&self) -> Vec<(&'static str, &'static str)> {
        let forge = self.ci.map(|forge| match forge {
            Forge::Github => GITHUB,
            Forge::Gitlab => GITLAB,
        });
        forge.into_iter().chain(self.pre_commit.then_some(PRE_COMMIT)).collect()
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
