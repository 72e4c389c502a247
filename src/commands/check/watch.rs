//! Checks again whenever a file changes, until it is interrupted.

use std::process::ExitCode;
use std::time::Duration;

use lookback::serve::watch::{Inputs, Pace, Watch};
use lookback::tools::report::Terminal;

use super::super::Failure;
use super::Check;

const PACE: Pace = Pace { quiet: Duration::from_millis(200), most: Duration::from_secs(2) };

/// Checks at once, and after every change; a file or a setting that is wrong ends nothing.
///
/// # Errors
/// When there is nothing to watch, or it can't be watched.
pub fn run(check: &Check, terminal: &Terminal) -> Result<ExitCode, Failure> {
    let inputs = || Inputs::of(check.root(), None);
    let mut watch = Watch::start(inputs())?;
    once(check, terminal)?;
    while watch.wait(PACE) {
        watch.renew(inputs())?;
        once(check, terminal)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// One check, of which nothing but a closed output is an end.
fn once(check: &Check, terminal: &Terminal) -> Result<(), Failure> {
    match check.once(terminal) {
        Ok(_) => {}
        Err(Failure::Findings(findings)) => terminal.findings(&findings)?,
        Err(other) => return Err(other),
    }
    terminal.note("Waiting for changes; Ctrl-C ends.")?;
    Ok(())
}
