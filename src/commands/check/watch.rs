//! Checks again whenever a file changes, until it is interrupted.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc;
use std::time::Duration;

use lookback::config;
use lookback::diagnostic::Diagnostic;
use lookback::report::{Terminal, shown};
use notify::RecursiveMode;
use notify_debouncer_mini::{DebounceEventResult, new_debouncer};

use super::super::Failure;
use super::Check;

/// How long nothing must change before it is looked at: editors write a file in several steps.
const QUIET: Duration = Duration::from_millis(200);

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
    let mut debouncer = new_debouncer(QUIET, move |events: DebounceEventResult| {
        // Nobody listens any more when the program ends.
        let _ = send.send(events);
    })
    .map_err(|error| failed(root, &error))?;
    let watcher = debouncer.watcher();
    watcher.watch(root, RecursiveMode::NonRecursive).map_err(|error| failed(root, &error))?;
    for folder in [content.as_path(), &root.join("themes")].into_iter().filter(|folder| folder.is_dir()) {
        watcher.watch(folder, RecursiveMode::Recursive).map_err(|error| failed(folder, &error))?;
    }
    once(check, terminal)?;
    let ours = Ours { site: resolved(&site), root: root.to_owned() };
    while let Ok(events) = changes.recv() {
        let is_about_input = match &events {
            Ok(events) => events.iter().any(|event| ours.is_input(&event.path)),
            // Something was missed; what, nobody knows.
            Err(_) => true,
        };
        if is_about_input {
            once(check, terminal)?;
        }
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
