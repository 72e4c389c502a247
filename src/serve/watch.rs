//! Tells when something changes that a site is made of: the settings, the content, a theme.

mod identity;
mod inputs;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, ModifyKind};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::core::diagnostic::Diagnostic;
use inputs::Change;
pub use inputs::Inputs;

/// When changes are told: editors write a file in several steps, and git writes many files in a row.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// How long nothing must change before it is told.
    pub quiet: Duration,
    /// How long that is waited for: changes might never end.
    pub most: Duration,
}

/// Watches until it is dropped. However much changes, it keeps no more than that something did.
#[derive(Debug)]
pub struct Watch {
    watcher: RecommendedWatcher,
    watched: BTreeMap<PathBuf, RecursiveMode>,
    heard: Arc<Heard>,
    bell: Receiver<()>,
}

/// What the thread that hears of changes shares with the one that waits for them.
#[derive(Debug)]
struct Heard {
    inputs: RwLock<Inputs>,
    /// The folders that are watched, to tell when one of them has been replaced by another of its name.
    folders: RwLock<Vec<PathBuf>>,
    is_stale: AtomicBool,
}

impl Watch {
    /// Begins to watch.
    ///
    /// # Errors
    /// When the system has no way to watch, or refuses.
    pub fn start(inputs: Inputs) -> Result<Self, Diagnostic> {
        let (ring, bell) = sync_channel(1);
        let root = inputs.root.clone();
        let heard = Arc::new(Heard {
            inputs: RwLock::new(inputs),
            folders: RwLock::default(),
            is_stale: AtomicBool::new(false),
        });
        let hears = Arc::clone(&heard);
        let watcher = notify::recommended_watcher(move |event| hears.hear(&event, &ring))
            .map_err(|error| failed(&root, &error))?;
        let mut watch = Self { watcher, watched: BTreeMap::new(), heard, bell };
        watch.follow()?;
        Ok(watch)
    }

    /// Waits until something changes, and until that has come to an end. False where nothing will ever change again.
    pub fn wait(&self, pace: Pace) -> bool {
        self.bell.recv().is_ok() && self.wait_for_end(pace)
    }

    /// The same, but at most for a while; `None` when that is over.
    pub fn wait_at_most(&self, most: Duration, pace: Pace) -> Option<bool> {
        match self.bell.recv_timeout(most) {
            Ok(()) => Some(self.wait_for_end(pace)),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => Some(false),
        }
    }

    /// Has everything watched anew, for what is watched may be gone.
    pub fn doubt(&self) {
        self.heard.is_stale.store(true, Ordering::Release);
    }

    fn wait_for_end(&self, pace: Pace) -> bool {
        let until = Instant::now() + pace.most;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() || self.bell.recv_timeout(pace.quiet.min(left)).is_err() {
                return true;
            }
        }
    }

    /// Watches what the settings name by now, and folders that were replaced. To be called before anything is read.
    ///
    /// # Errors
    /// When the system refuses; what it does not refuse is watched.
    pub fn renew(&mut self, inputs: Inputs) -> Result<(), Diagnostic> {
        *self.heard.inputs.write().unwrap_or_else(PoisonError::into_inner) = inputs;
        if self.heard.is_stale.swap(false, Ordering::AcqRel) {
            for folder in std::mem::take(&mut self.watched).keys() {
                // It may be gone, and its watch with it.
                let _ = self.watcher.unwatch(folder);
            }
        }
        self.follow()
    }

    /// Watches the folders of the inputs that are there, and no others.
    fn follow(&mut self) -> Result<(), Diagnostic> {
        let wanted = self.heard.inputs.read().unwrap_or_else(PoisonError::into_inner).folders();
        let mut result = Ok(());
        let gone = self.watched.iter().filter(|(folder, mode)| wanted.get(*folder) != Some(mode));
        for folder in gone.map(|(folder, _)| folder.clone()).collect::<Vec<_>>() {
            let _ = self.watcher.unwatch(&folder);
            self.watched.remove(&folder);
        }
        for (folder, mode) in wanted {
            if self.watched.contains_key(&folder) || !folder.is_dir() {
                continue;
            }
            match self.watcher.watch(&folder, mode) {
                Ok(()) => drop(self.watched.insert(folder, mode)),
                // It has just vanished; the folder above tells when it comes back.
                Err(_) if !folder.is_dir() => {}
                Err(error) => result = Err(failed(&folder, &error)),
            }
        }
        *self.heard.folders.write().unwrap_or_else(PoisonError::into_inner) =
            self.watched.keys().cloned().collect();
        result
    }
}

impl Heard {
    fn hear(&self, event: &notify::Result<Event>, ring: &SyncSender<()>) {
        let Ok(event) = event else { return self.missed(ring) };
        if event.need_rescan() {
            return self.missed(ring);
        }
        if is_reading(event) {
            return;
        }
        let folders = self.folders.read().unwrap_or_else(PoisonError::into_inner);
        let inputs = self.inputs.read().unwrap_or_else(PoisonError::into_inner);
        // A folder that is watched was moved, removed or put back, or one above it.
        let is_replaced = |path: &Path| {
            !matches!(event.kind, EventKind::Modify(ModifyKind::Metadata(_)))
                && (folders.iter().any(|folder| folder.starts_with(path))
                    || inputs.folders().contains_key(path))
        };
        if event.paths.iter().any(|path| is_replaced(path)) {
            self.is_stale.store(true, Ordering::Release);
        }
        let change = if is_of_bytes(event) { Change::Bytes } else { Change::Any };
        if event.paths.iter().any(|path| inputs.has(path, change)) {
            // Full: it is known already that something has changed.
            let _ = ring.try_send(());
        }
    }

    /// Something was missed; what, nobody knows.
    fn missed(&self, ring: &SyncSender<()>) {
        self.is_stale.store(true, Ordering::Release);
        let _ = ring.try_send(());
    }
}

/// Whether a file was written that was there before.
fn is_of_bytes(event: &Event) -> bool {
    matches!(event.kind, EventKind::Modify(ModifyKind::Data(_)) | EventKind::Access(_))
}

/// Whether nothing was changed: a build reads every file, and must not be the reason for the next.
fn is_reading(event: &Event) -> bool {
    matches!(event.kind, EventKind::Access(kind) if kind != AccessKind::Close(AccessMode::Write))
}

fn failed(path: &Path, error: &notify::Error) -> Diagnostic {
    let hint = "On Linux, `fs.inotify.max_user_watches` limits how much can be watched.";
    let message = format!("changes can't be watched: {error}");
    Diagnostic::error("cannot-watch", path.display().to_string(), message).hint(hint)
}
