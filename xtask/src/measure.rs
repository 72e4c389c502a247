//! Runs a program and tells what it took.

use std::io::Read;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use wait4::Wait4;

/// What one run took.
#[derive(Debug, Clone)]
pub struct Cost {
    pub wall: Duration,
    /// User and system time, of all threads.
    pub cpu: Duration,
    /// Largest resident memory, in bytes. Linux counts from that of this process on, so this one must stay small.
    pub peak: u64,
    pub stdout: String,
}

/// Runs `command` to its end.
pub fn run(command: &mut Command) -> Result<Cost, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let failed = |error: std::io::Error| format!("could not run {name}: {error}");
    let since = Instant::now();
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().map_err(failed)?;
    let mut stdout = String::new();
    if let Some(mut pipe) = child.stdout.take() {
        pipe.read_to_string(&mut stdout).map_err(failed)?;
    }
    let used = child.wait4().map_err(failed)?;
    let wall = since.elapsed();
    if !used.status.success() {
        return Err(format!("{name} ended with {}", used.status));
    }
    Ok(Cost { wall, cpu: used.rusage.utime + used.rusage.stime, peak: used.rusage.maxrss, stdout })
}

/// The run that took the median time of several; `command` prepares the run of a number, which is not measured.
pub fn median(runs: usize, command: impl Fn(usize) -> Result<Command, String>) -> Result<Cost, String> {
    let mut costs = (0..runs)
        .map(|number| command(number).and_then(|mut one| run(&mut one)))
        .collect::<Result<Vec<_>, _>>()?;
    costs.sort_by_key(|cost| cost.wall);
    Ok(costs.swap_remove(runs / 2))
}
