//! Checks again whenever a file changes, until it is interrupted.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc;
use std::time::Duration;

use lookback::config;
use lookback::diagnostic::Diagnostic;
use lookback::report::{Terminal, shown};
use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecursiveMode, Watcher as _};

use super::super::Failure;
use super::Check;

/// How long nothing must change before it is looked at: editors write a file in several steps.
const QUIET: Duration = Duration::from_millis(200);
/// Of so many changes in a row the next look takes no heed: they might never end.
const MANY: usize = 256;

/// Checks at once, and after every change; a file or a setting that is wrong ends nothing.
///
/// # Errors
/// When there is nothing to watch, or it can't be watched.
pub fn run(check: &Check, terminal: &Terminal) -> Result<ExitCode, Failure> {
    // As the disk has it: changes are told by such paths.
    let root = resolved(check.root());
    let root = root.as_path();
    // Where the settings are wrong from the start, the folders that there mostly are.
    let loaded = config::load(root).ok();
    let content = loaded.as_ref().map_or_else(|| root.join("content"), |loaded| resolved(&loaded.content));
    let site = loaded.as_ref().map_or_else(|| root.join("site"), config::Loaded::site);
    let (send, changes) = mpsc::channel();
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
        // Nobody listens any more when the program ends.
        if !event.as_ref().is_ok_and(is_reading) {
            let _ = send.send(event);
        }
    })
    .map_err(|error| failed(root, &error))?;
    watcher.watch(root, RecursiveMode::NonRecursive).map_err(|error| failed(root, &error))?;
    for folder in [content.as_path(), &root.join("themes")].into_iter().filter(|folder| folder.is_dir()) {
        watcher.watch(folder, RecursiveMode::Recursive).map_err(|error| failed(folder, &error))?;
    }
    once(check, terminal)?;
    let ours = Ours { site: resolved(&site), root: root.to_owned() };
    let is_input = |event: notify::Result<Event>| match event {
        Ok(event) => event.paths.iter().any(|path| ours.is_input(path)),
        // Something was missed; what, nobody knows.
        Err(_) => true,
    };
    while let Ok(event) = changes.recv() {
        let mut is_about_input = is_input(event);
        for _ in 0..MANY {
            let Ok(event) = changes.recv_timeout(QUIET) else { break };
            is_about_input |= is_input(event);
        }
        if is_about_input {
            once(check, terminal)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Whether nothing was changed: a check reads every file, and must not be the reason for the next.
fn is_reading(event: &Event) -> bool {
    matches!(event.kind, EventKind::Access(kind) if kind != AccessKind::Close(AccessMode::Write))
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

/// Where what the program itself writes lies.
struct Ours {
    site: PathBuf,
    root: PathBuf,
}

impl Ours {
    /// Whether a change may matter: not to the site, and not to hidden files, among them those that are just being written.
    fn is_input(&self, path: &Path) -> bool {
        let below = path.strip_prefix(&self.root).unwrap_or(path);
        let is_hidden = below.components().any(|part| {
            let name = part.as_os_str().to_string_lossy();
            name.starts_with('.') && name.len() > 2
        });
        !is_hidden && !path.starts_with(&self.site)
    }
}

fn resolved(path: &Path) -> PathBuf {
    path.canonicalize().or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_owned())
}

fn failed(path: &Path, error: &notify::Error) -> Failure {
    let hint =
        "Run it without `--watch`. On Linux, `fs.inotify.max_user_watches` limits how much can be watched.";
    Diagnostic::error("cannot-watch", shown(path), format!("changes can't be watched: {error}"))
        .hint(hint)
        .into()
}
