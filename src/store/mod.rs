//! Results of earlier runs, in `.lookback/` beside the content, which can be removed at any time; may use `core` alone.
//!
//! There is one rule for what is believed: a file ends with a sum, and with a fingerprint of all that it was made with: the
//! program, what its room is opened `with`, and its own name. So a file that another program, other settings or another
//! edition has left is as good as none, and what is under a wrong name or damaged is never read.
//! What can't be read or written is no error: then it is made again.

pub mod cache;
mod table;

pub use table::{Piece, Table};

use std::hash::Hash;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::core::config::{FOLDER, Loaded};
use crate::core::files::{self, FileError};
use crate::core::fingerprint::Fingerprint;
use crate::core::model::Changed;

/// Bytes behind the contents of a file: what it was made with, a sum, and the name of the format.
const END: usize = 16 + 4 + 8;
/// Name and version of the format.
const FORMAT: &[u8; 8] = b"lookbk8\n";
/// Bytes of it that all formats have.
const NAME: usize = 4;

/// What is kept for one edition of a knowledge base.
#[derive(Debug, Clone)]
pub struct Store {
    /// `None` where nothing is to be kept.
    root: Option<PathBuf>,
    is_public: bool,
    changed: Changed,
}

impl Store {
    /// The fingerprint of the knowledge base that was loaded.
    pub fn of(loaded: &Loaded) -> Self {
        Self {
            root: Some(loaded.root.clone()),
            is_public: loaded.config.is_public,
            changed: Changed::default(),
        }
    }

    /// One that has nothing, and keeps nothing.
    pub fn none() -> Self {
        Self { root: None, is_public: false, changed: Changed::default() }
    }

    /// Told by the texts of this run when one of them is not the one that is known. From then on nothing is kept, for it could
    /// be made of what nobody wrote.
    pub fn changed(&self) -> &Changed {
        &self.changed
    }

    /// The place for one kind of thing, which is made `with` something besides the program.
    pub fn room(&self, name: &str, with: &(impl Hash + ?Sized)) -> Room {
        let name = if self.is_public { format!("{name}-public") } else { name.to_owned() };
        let opened = self.root.as_deref().and_then(|root| opened(root, &name).ok());
        let (folder, began) = opened.unzip();
        Room {
            with: Fingerprint::of(&(program(), name, Fingerprint::of(with))),
            folder,
            began: began.flatten(),
            is_damaged: AtomicBool::new(false),
            changed: self.changed.clone(),
        }
    }
}

/// A folder for one kind of thing.
#[derive(Debug)]
pub struct Room {
    /// `None` where nothing can be kept.
    folder: Option<PathBuf>,
    with: Fingerprint,
    began: Option<i128>,
    is_damaged: AtomicBool,
    changed: Changed,
}

impl Room {
    /// What time it was by the clock of the file system when the room was opened; `None` where there is no telling.
    pub fn began(&self) -> Option<i128> {
        self.began
    }

    /// Told by texts that are not what they are known as.
    pub fn changed(&self) -> &Changed {
        &self.changed
    }

    /// Where a file is kept; `None` where nothing can be kept.
    pub fn path(&self, name: &str) -> Option<PathBuf> {
        Some(self.folder.as_ref()?.join(name))
    }

    /// What a file is understood as; `None` where there is none, or where it can't be believed.
    pub fn read<T>(&self, name: &str, understand: impl FnOnce(Vec<u8>) -> Option<T>) -> Option<T> {
        let (path, mut bytes) = (self.path(name)?, Vec::new());
        if files::read_into(&path, &mut bytes).is_err() {
            if files::is_folder(&path) {
                self.is_damaged.store(true, Ordering::Relaxed);
            }
            return None;
        }
        let understood = match self.opened(name, bytes) {
            Sealed::Whole(bytes) => understand(bytes),
            Sealed::Other => return None,
            Sealed::Damaged => None,
        };
        self.is_damaged.fetch_or(understood.is_none(), Ordering::Relaxed);
        understood
    }

    /// Keeps a file with these parts as its contents; says whether that could be done.
    pub fn write(&self, name: &str, parts: &[&[u8]]) -> bool {
        let Some(path) = self.path(name).filter(|_| !self.changed.is_told()) else { return false };
        let mut sum = crc32fast::Hasher::new();
        parts.iter().for_each(|part| sum.update(part));
        let end = [&self.of_file(name)[..], &sum.finalize().to_le_bytes(), FORMAT].concat();
        let parts: Vec<&[u8]> = parts.iter().copied().chain([end.as_slice()]).collect();
        let is_cleared = !files::is_folder(&path) || files::remove_folder(&path).is_ok();
        is_cleared && files::replace_with(&path, &parts).is_ok()
    }

    /// Names of all files that are kept.
    pub fn names(&self) -> Vec<String> {
        let mut names = self.folder.as_deref().map(files::names_in).unwrap_or_default();
        names.retain(|name| name != CLOCK);
        names
    }

    /// Removes what is not to be kept.
    pub fn retain(&self, is_kept: impl Fn(&str) -> bool) {
        for path in self.names().iter().filter(|name| !is_kept(name)).filter_map(|name| self.path(name)) {
            let _ = files::remove(&path);
        }
    }

    /// What a person should know about what was kept.
    pub fn note(&self) -> Option<String> {
        let folder = self.folder.as_ref().filter(|_| self.is_damaged.load(Ordering::Relaxed))?;
        Some(format!("what was kept in {} is damaged, so that it is made anew", folder.display()))
    }

    fn opened(&self, name: &str, mut bytes: Vec<u8>) -> Sealed {
        let Some((contents, end)) = bytes.split_last_chunk::<END>() else { return Sealed::Damaged };
        let (with, rest) = end.split_at(16);
        let (sum, format) = rest.split_at(4);
        if format[..NAME] != FORMAT[..NAME] {
            return Sealed::Damaged;
        }
        if format != FORMAT || with != self.of_file(name) {
            return Sealed::Other;
        }
        if sum != crc32fast::hash(contents).to_le_bytes() {
            return Sealed::Damaged;
        }
        let length = contents.len();
        bytes.truncate(length);
        Sealed::Whole(bytes)
    }

    fn of_file(&self, name: &str) -> [u8; 16] {
        Fingerprint::of(&(self.with, name)).bytes()
    }
}

/// What the bytes of a file are.
enum Sealed {
    Whole(Vec<u8>),
    /// What another program has left, or what was made with something else.
    Other,
    Damaged,
}

/// Name of the file in each room by which the clock of its file system is read.
const CLOCK: &str = "clock";

/// Says to tools that back up and search folders that this one can be made again.
const TAG: &[u8] = b"Signature: 8a477f597d28d172789f06886806bc55\n\
    # This file says that Lookback can make the folder again: see https://bford.info/cachedir/\n";

/// The fingerprint of the running program: what another one has made is made anew.
fn program() -> Fingerprint {
    let stamp = std::env::current_exe().ok().and_then(|path| files::stamp(&path));
    Fingerprint::of(&(env!("CARGO_PKG_VERSION"), stamp))
}

/// The folder of the knowledge base in `root`.
pub fn folder(root: &Path) -> PathBuf {
    root.join(FOLDER)
}

/// Makes the folder where it is missing, out of the sight of git and of backups.
///
/// # Errors
/// When it can't be written, or leads elsewhere: a repository could have such a link, and name any folder in it.
pub fn prepare(folder: &Path) -> Result<(), FileError> {
    files::refuse_link(folder)?;
    files::create_folder(folder)?;
    files::write_new(&folder.join("CACHEDIR.TAG"), TAG)?;
    files::write_new(&folder.join(".gitignore"), b"*\n").map(drop)
}

/// A room, and what time it is there: what can't be written now must not be believed, for it could not be removed.
fn opened(root: &Path, name: &str) -> Result<(PathBuf, Option<i128>), FileError> {
    let folder = folder(root);
    prepare(&folder)?;
    let room = folder.join(name);
    files::refuse_link(&room)?;
    files::create_folder(&room)?;
    let clock = room.join(CLOCK);
    files::write(&clock, b"")?;
    Ok((room, files::stamp(&clock).map(|stamp| stamp.modified)))
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the tests damage files")]
mod tests {
    use std::fs;

    use super::*;

    fn room(base: &Path, name: &str, with: &str) -> Room {
        let store = Store { root: Some(base.to_owned()), ..Store::none() };
        store.room(name, with)
    }

    #[test]
    fn only_what_was_written_so_is_believed() {
        let base = tempfile::tempdir().unwrap();
        let open = |name: &str, with: &str| room(base.path(), name, with);
        let is = |room: &Room, name: &str| (room.read(name, Some), room.note().is_some());
        let one = open("one", "settings");
        assert_eq!(is(&one, "a"), (None, false));
        assert!(one.write("a", &[b"one", b"", b" two"]));
        assert_eq!(is(&one, "a"), (Some(b"one two".to_vec()), false));
        assert_eq!(is(&open("one", "other settings"), "a"), (None, false));
        let path = one.path("a").unwrap();
        let whole = fs::read(&path).unwrap();
        for (place, name) in [(one.path("b"), "b"), (open("other", "settings").path("a"), "a")] {
            fs::write(place.unwrap(), &whole).unwrap();
            let room = if name == "a" { open("other", "settings") } else { open("one", "settings") };
            assert_eq!(is(&room, name), (None, false), "{name}");
        }
        for length in [0, 3, END, whole.len() - 1] {
            fs::write(&path, &whole[..length]).unwrap();
            assert_eq!(is(&open("one", "settings"), "a"), (None, true), "{length}");
        }
        let mut altered = whole;
        altered[1] ^= 1;
        fs::write(&path, altered).unwrap();
        assert_eq!(is(&open("one", "settings"), "a"), (None, true));
        // A folder in the place of a file is damage, and makes room.
        fs::remove_file(&path).unwrap();
        fs::create_dir_all(path.join("deeper")).unwrap();
        assert_eq!(is(&open("one", "settings"), "a"), (None, true));
        assert!(one.write("a", &[b"one"]));
        assert_eq!(is(&open("one", "settings"), "a"), (Some(b"one".to_vec()), false));
    }

    #[test]
    fn nothing_is_kept_where_nothing_is_to_be_kept_or_a_text_has_changed() {
        let base = tempfile::tempdir().unwrap();
        assert!(!Store::none().room("one", "").write("a", &[b"x"]));
        let room = room(base.path(), "one", "");
        room.changed().tell();
        assert!(!room.write("a", &[b"x"]));
        assert_eq!(room.read("a", Some), None);
    }

    #[test]
    fn the_folder_is_out_of_the_sight_of_git_and_of_backups() {
        let base = tempfile::tempdir().unwrap();
        room(base.path(), "one", "");
        let read = |name: &str| fs::read_to_string(folder(base.path()).join(name)).unwrap();
        assert_eq!(read(".gitignore"), "*\n");
        assert!(read("CACHEDIR.TAG").starts_with("Signature: 8a477f597d28d172789f06886806bc55\n"));
    }
}
