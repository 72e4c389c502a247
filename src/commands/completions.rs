//! `lookback completions`: completion of arguments in a shell.

use std::process::ExitCode;

use clap::{Args, CommandFactory};
use clap_complete::Shell;
use lookback::tools::report::Terminal;

use super::{Cli, Failure};

/// Print a script that completes arguments in a shell
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  lookback completions bash > ~/.local/share/bash-completion/completions/lookback
  lookback completions zsh > ~/.zfunc/_lookback
  lookback completions fish > ~/.config/fish/completions/lookback.fish")]
pub struct Completions {
    /// The shell
    shell: Shell,
}

impl Completions {
    pub fn run(self, terminal: &Terminal) -> Result<ExitCode, Failure> {
        // Made in memory first, because the generator panics where it can't write.
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "lookback", &mut script);
        terminal.data(|out| out.write_all(&script))?;
        Ok(ExitCode::SUCCESS)
    }
}
