//! Tells when something changes that a site is made of: the settings, the content, a theme.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::config;
use crate::diagnostic::Diagnostic;
use crate::load::TOOL_FOLDERS;

/// When changes are told: editors write a file in several steps, and git writes many files in a row.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// How long nothing must change before it is told.
    pub quiet: Duration,
    /// How long that is waited for: changes might never end.
    pub most: Duration,
}

/// Where that lies which a site is made of. Paths are absolute and as the disk has them, for so changes are told.
#[derive(Debug)]
pub struct Inputs {
    root: PathBuf,
    content: PathBuf,
    /// Files of the settings that may lie anywhere, such as additional style sheets.
    files: Vec<PathBuf>,
    /// What the program itself writes.
    outputs: Vec<PathBuf>,
}

impl Inputs {
    /// Those of the knowledge base in `root`, as its settings say; where these are wrong, the folders that there mostly are.
    /// A site may also be written to `dest`.
    #[must_use]
    pub fn of(root: &Path, dest: Option<&Path>) -> Self {
        let loaded = config::load(root).ok();
        let site = loaded.as_ref().map_or_else(|| root.join("site"), config::Loaded::site);
        let html = loaded.as_ref().map(|loaded| &loaded.config.html);
        let named = html.into_iter().flat_map(|html| html.additional_css.iter().chain(&html.additional_js));
        Self {
            content: loaded
                .as_ref()
                .map_or_else(|| resolved(&root.join("content")), |it| resolved(&it.content)),
            files: named.map(|file| resolved(&root.join(file))).collect(),
            outputs: [Some(site.as_path()), dest].into_iter().flatten().map(resolved).collect(),
            root: resolved(root),
        }
    }

    /// Whether a change of a path may matter: not of the site, not of hidden files, among them those that are just being
    /// written, and not of what tools keep.
    fn has(&self, path: &Path) -> bool {
        if self.outputs.iter().any(|output| path.starts_with(output)) {
            return false;
        }
        let below =
            path.strip_prefix(&self.content).or_else(|_| path.strip_prefix(&self.root)).unwrap_or(path);
        let is_outside = below.is_absolute();
        is_outside
            || !below.components().any(|part| {
                let name = part.as_os_str().to_string_lossy();
                name.starts_with('.') && name.len() > 2 || TOOL_FOLDERS.contains(&&*name)
            })
    }

    /// The folders to watch, and whether with all below them. Also those above, to which a folder may come back.
    fn folders(&self) -> BTreeMap<PathBuf, RecursiveMode> {
        let themes = self.root.join("themes");
        let mut alone = vec![self.root.clone()];
        alone.extend(self.files.iter().filter_map(|file| file.parent()).map(Path::to_owned));
        let above = self.content.ancestors().skip(1);
        if self.content.starts_with(&self.root) {
            alone.extend(above.take_while(|folder| folder.starts_with(&self.root)).map(Path::to_owned));
        } else {
            alone.extend(above.take(1).map(Path::to_owned));
        }
        let mut folders: BTreeMap<_, _> =
            alone.into_iter().map(|folder| (folder, RecursiveMode::NonRecursive)).collect();
        folders.insert(self.content.clone(), RecursiveMode::Recursive);
        if !themes.starts_with(&self.content) {
            folders.insert(themes, RecursiveMode::Recursive);
        }
        let content = &self.content;
        folders.retain(|folder, _| folder == content || !folder.starts_with(content));
        folders
    }
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
    #[must_use]
    pub fn wait(&self, pace: Pace) -> bool {
        self.bell.recv().is_ok() && self.wait_for_end(pace)
    }

    /// The same, but at most for a while; `None` when that is over.
    #[must_use]
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
            !matches!(event.kind, EventKind::Modify(notify::event::ModifyKind::Metadata(_)))
                && (folders.iter().any(|folder| folder.starts_with(path))
                    || inputs.folders().contains_key(path))
        };
        if event.paths.iter().any(|path| is_replaced(path)) {
            self.is_stale.store(true, Ordering::Release);
        }
        if event.paths.iter().any(|path| inputs.has(path)) {
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

/// Whether nothing was changed: a build reads every file, and must not be the reason for the next.
fn is_reading(event: &Event) -> bool {
    matches!(event.kind, EventKind::Access(kind) if kind != AccessKind::Close(AccessMode::Write))
}

fn resolved(path: &Path) -> PathBuf {
    crate::publish::resolve(path)
}

fn failed(path: &Path, error: &notify::Error) -> Diagnostic {
    let hint = "On Linux, `fs.inotify.max_user_watches` limits how much can be watched.";
    let message = format!("changes can't be watched: {error}");
    Diagnostic::error("cannot-watch", path.display().to_string(), message).hint(hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inputs(root: &str, content: &str) -> Inputs {
        let root = PathBuf::from(root);
        let outputs = vec![root.join("site")];
        Inputs { content: PathBuf::from(content), files: vec![root.join("extra/a.css")], outputs, root }
    }

    #[test]
    fn sites_hidden_files_and_tools_are_no_inputs() {
        let inputs = inputs("/b", "/b/content");
        for path in ["/b/book.toml", "/b/content/2024/a.md", "/b/content", "/b/themes/x/a.css", "/b"] {
            assert!(inputs.has(Path::new(path)), "{path}");
        }
        for path in
            ["/b/site/a.html", "/b/.git/index", "/b/.lookback/x", "/b/content/.a.md.swp", "/b/target/x"]
        {
            assert!(!inputs.has(Path::new(path)), "{path}");
        }
    }

    #[test]
    fn what_is_hidden_above_the_content_does_not_matter() {
        let inputs = inputs("/home/.a/b", "/home/.c/content");
        assert!(inputs.has(Path::new("/home/.c/content/a.md")));
        assert!(inputs.has(Path::new("/home/.a/b/book.toml")));
    }

    #[test]
    fn folders_above_the_content_are_watched_alone_and_each_once() {
        let modes = |root, content| {
            let folders = inputs(root, content).folders();
            let shown = folders.iter().map(|(folder, mode)| {
                format!("{}{}", folder.display(), if *mode == RecursiveMode::Recursive { "/**" } else { "" })
            });
            shown.collect::<Vec<_>>()
        };
        assert_eq!(modes("/b", "/b/docs/pm"), ["/b", "/b/docs", "/b/docs/pm/**", "/b/extra", "/b/themes/**"]);
        assert_eq!(modes("/b", "/b"), ["/b/**"]);
        assert_eq!(modes("/b", "/c/pm"), ["/b", "/b/extra", "/b/themes/**", "/c", "/c/pm/**"]);
    }
}
