//! Real repositories for tests, whatever the settings of whoever runs them.

use std::path::Path;
use std::process::{Command, Stdio};

/// Runs git in a folder, and gives what it prints.
#[track_caller]
pub fn git(folder: &Path, arguments: &[&str]) -> String {
    run(folder, "Ann", None, arguments)
}

/// Runs git in a folder, on a day, as somebody.
#[track_caller]
pub fn git_on(folder: &Path, day: &str, name: &str, arguments: &[&str]) {
    run(folder, name, Some(day), arguments);
}

#[track_caller]
fn run(folder: &Path, name: &str, day: Option<&str>, arguments: &[&str]) -> String {
    let mut command = Command::new("git");
    for setting in [
        "init.defaultBranch=main",
        "commit.gpgSign=false",
        "core.hooksPath=/dev/null",
        "protocol.file.allow=always",
    ] {
        command.args(["-c", setting]);
    }
    if let Some(day) = day {
        let date = format!("{day}T12:00:00+00:00");
        command.env("GIT_AUTHOR_DATE", &date).env("GIT_COMMITTER_DATE", &date);
    }
    let output = command
        .current_dir(folder)
        .args(arguments)
        .envs([("GIT_AUTHOR_NAME", name), ("GIT_COMMITTER_NAME", name)])
        .envs([("GIT_AUTHOR_EMAIL", "a@example.org"), ("GIT_COMMITTER_EMAIL", "a@example.org")])
        .envs([("GIT_CONFIG_GLOBAL", "/dev/null"), ("GIT_CONFIG_SYSTEM", "/dev/null")])
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}
