//! `lookback theme`: the look of a site.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use lookback::build::check_theme;
use lookback::core::diagnostic::Diagnostic;
use lookback::core::files::{FileError, create_folder, write_new};
use lookback::core::plain::count;
use lookback::core::progress::Progress;
use lookback::site::theme;
use lookback::tools::report::{Terminal, shown};

use super::Failure;

/// Change the look of the site
#[derive(Debug, Args)]
pub struct Theme {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Eject(Eject),
    Check(Check),
}

/// Copy the built-in templates and styles into a knowledge base
///
/// They go to `themes/NAME/` beside book.toml, and are used once book.toml says so. Delete what you do not change: a file
/// that is not there is taken from the built-in theme, so that it keeps up with new versions.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  lookback theme eject
  lookback theme eject incidents --name ours
  lookback theme eject --from plain --name small")]
struct Eject {
    /// Folder of the knowledge base
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// The built-in theme to copy: `default`, or `plain`, which has no script and one small style sheet
    #[arg(long, default_value = "default", value_parser = theme::BUILT_IN)]
    from: String,
    /// Name of the new theme
    #[arg(long, default_value = "custom", value_parser = name)]
    name: String,
}

/// Look for faults in the templates of a theme
///
/// Makes every page of the knowledge base and writes none. Each fault comes with its place and with the names that the
/// template could have used there. Templates that no page is made with are named: nothing is known of these.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  lookback theme check
  lookback theme check incidents --theme plain")]
struct Check {
    /// Folder of the knowledge base
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// Another theme than that of book.toml
    #[arg(long, value_name = "NAME", value_parser = name)]
    theme: Option<String>,
}

impl Check {
    fn run(self, terminal: &Terminal) -> Result<ExitCode, Failure> {
        let progress = Progress::new(terminal.shows_progress());
        let checked =
            check_theme(&super::base(&self.dir, "theme check DIR")?, self.theme.as_deref(), None, &progress);
        progress.finish();
        let checked = checked?;
        terminal.findings(&checked.diagnostics)?;
        if !checked.unused.is_empty() {
            let names = checked.unused.join("`, `");
            terminal.say(&format!("note: nothing here is made with `{names}`"))?;
        }
        let faults = match checked.diagnostics.len() {
            0 => "no fault".to_owned(),
            faults => count(faults, "fault"),
        };
        terminal.say(&format!("{} made, {faults}", count(checked.files, "file")))?;
        Ok(if checked.diagnostics.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

fn name(name: &str) -> Result<String, String> {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    if !name.is_empty() && !name.starts_with('.') && name.chars().all(plain) {
        Ok(name.to_owned())
    } else {
        Err("a name has letters, digits, hyphens".into())
    }
}

impl Theme {
    pub fn run(self, terminal: &Terminal) -> Result<ExitCode, Failure> {
        match self.command {
            Command::Eject(command) => command.run(terminal),
            Command::Check(command) => command.run(terminal),
        }
    }
}

impl Eject {
    fn run(self, terminal: &Terminal) -> Result<ExitCode, Failure> {
        let folder = super::base(&self.dir, "theme eject DIR")?.join("themes").join(&self.name);
        let shown = shown(&folder);
        if folder.exists() {
            let message = format!("{shown} exists already, and was not touched");
            let found = Diagnostic::error("exists", shown.clone(), message)
                .hint("Choose another name with `--name`, or remove the folder.");
            return Err(found.into());
        }
        let mut written = 0;
        for (path, bytes) in theme::eject(&self.from, &folder) {
            create_folder(path.parent().unwrap_or(&folder))
                .and_then(|()| write_new(&path, bytes))
                .map_err(failed)?;
            written += 1;
        }
        terminal.say(&format!("{} → {shown}/", count(written, "file")))?;
        let settings =
            format!("\nTo use it, put this into book.toml:\n\n[output.html]\ntheme = \"{}\"", self.name);
        terminal.say(&settings)?;
        Ok(ExitCode::SUCCESS)
    }
}

fn failed(error: FileError) -> Failure {
    let path = error.path.display().to_string();
    Diagnostic::error("cannot-write", path, error.to_string()).into()
}
