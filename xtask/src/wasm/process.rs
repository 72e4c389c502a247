//! Runs the programs that the build of the engine needs.

use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// Runs `command` to its end; what it prints goes to the terminal.
pub fn run(command: &mut Command) -> Result<(), String> {
    let name = name(command);
    let status =
        command.stdin(Stdio::null()).status().map_err(|error| format!("could not run {name}: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("{name} ended with {status}")) }
}

/// What `command` prints, without the line break at its end.
pub fn output(command: &mut Command) -> Result<String, String> {
    let name = name(command);
    let output =
        command.stdin(Stdio::null()).output().map_err(|error| format!("could not run {name}: {error}"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!("{name} ended with {}: {}", output.status, said.trim_end()));
    }
    String::from_utf8(output.stdout)
        .map(|text| text.trim_end().to_owned())
        .map_err(|_| format!("{name} printed something else than text"))
}

/// Whether `command` succeeds within `limit`; it is ended when it does not.
pub fn succeeds_within(limit: Duration, command: &mut Command) -> bool {
    let Ok(mut child) = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()
    else {
        return false;
    };
    let since = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) => return status.success(),
            Ok(None) if since.elapsed() < limit => sleep(Duration::from_millis(100)),
            _ => {
                // It may have ended by itself meanwhile; either way it is gone then.
                let _ = child.kill();
                let _ = child.wait();
                return false;
            }
        }
    }
}

fn name(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}
