//! Files that end with what tells whether they can be believed: what they were made with, a sum, and what they are.

use std::path::Path;

use crate::core::files::{self, FileError};
use crate::core::fingerprint::Fingerprint;

/// Bytes behind the contents: a fingerprint, a sum, and the name of the format.
const END: usize = 16 + 4 + 8;
/// Bytes of the name of a format that stay the same from one version of it to the next.
const NAME: usize = 6;

/// What such a file has to be to be believed.
#[derive(Debug, Clone, Copy)]
pub struct Seal {
    /// Name and version of the format.
    pub format: &'static [u8; 8],
    /// What the contents were made with: the program, the settings.
    pub of: Fingerprint,
}

/// What is in the place of a file.
#[derive(Debug)]
pub enum Found<T> {
    Contents(T),
    /// Nothing, or what another program or other settings have left.
    Nothing,
    Damaged,
}

impl<T> Found<T> {
    /// The contents understood as something else; what can't be understood is damaged.
    pub fn read_as<U>(self, read: impl FnOnce(T) -> Option<U>) -> Found<U> {
        match self {
            Self::Contents(contents) => read(contents).map_or(Found::Damaged, Found::Contents),
            Self::Nothing => Found::Nothing,
            Self::Damaged => Found::Damaged,
        }
    }
}

impl Seal {
    /// Reads a file.
    #[must_use]
    pub fn read(&self, path: &Path) -> Found<Vec<u8>> {
        let mut bytes = Vec::new();
        self.read_into(path, &mut bytes).read_as(|()| Some(bytes))
    }

    /// Reads a file in place of what is in `bytes`.
    #[must_use]
    pub fn read_into(&self, path: &Path, bytes: &mut Vec<u8>) -> Found<()> {
        if files::read_into(path, bytes).is_err() {
            return if files::is_folder(path) { Found::Damaged } else { Found::Nothing };
        }
        let Some((contents, end)) = bytes.split_last_chunk::<END>() else { return Found::Damaged };
        let (of, rest) = end.split_at(16);
        let (sum, format) = rest.split_at(4);
        if format[..NAME] != self.format[..NAME] {
            return Found::Damaged;
        }
        if format != self.format || of != self.of_file(path).bytes() {
            return Found::Nothing;
        }
        if sum != crc32fast::hash(contents).to_le_bytes() {
            return Found::Damaged;
        }
        let length = contents.len();
        bytes.truncate(length);
        Found::Contents(())
    }

    /// Replaces a file by one with the parts as contents.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn write(&self, path: &Path, parts: &[&[u8]]) -> Result<(), FileError> {
        let mut sum = crc32fast::Hasher::new();
        parts.iter().for_each(|part| sum.update(part));
        let end = [&self.of_file(path).bytes()[..], &sum.finalize().to_le_bytes(), self.format].concat();
        let parts: Vec<&[u8]> = parts.iter().copied().chain([end.as_slice()]).collect();
        if files::is_folder(path) {
            files::remove_folder(path)?;
        }
        files::replace_with(path, &parts)
    }

    /// What the contents of one file were made with. Its name and that of its folder belong to it: under another one it would
    /// be taken for what it is not.
    fn of_file(&self, path: &Path) -> Fingerprint {
        Fingerprint::of(&(self.of, path.parent().and_then(Path::file_name), path.file_name()))
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "the tests damage files")]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn only_what_was_written_so_is_believed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        let seal = Seal { format: b"lookxx1\n", of: Fingerprint::of("settings") };
        assert!(matches!(seal.read(&path), Found::Nothing));
        seal.write(&path, &[b"one", b"", b" two"]).unwrap();
        assert!(matches!(seal.read(&path), Found::Contents(bytes) if bytes == b"one two"));
        let others =
            [Seal { of: Fingerprint::of("other settings"), ..seal }, Seal { format: b"lookxx2\n", ..seal }];
        assert!(others.iter().all(|other| matches!(other.read(&path), Found::Nothing)));
        let whole = fs::read(&path).unwrap();
        for length in [0, 3, END, whole.len() - 1] {
            fs::write(&path, &whole[..length]).unwrap();
            assert!(matches!(seal.read(&path), Found::Damaged), "{length}");
        }
        let mut altered = whole.clone();
        altered[1] ^= 1;
        fs::write(&path, altered).unwrap();
        assert!(matches!(seal.read(&path), Found::Damaged));
        let others = [folder.path().join("b"), folder.path().join("other/a")];
        fs::create_dir(folder.path().join("other")).unwrap();
        for other in others {
            fs::write(&other, &whole).unwrap();
            assert!(matches!(seal.read(&other), Found::Nothing), "{}", other.display());
        }
    }

    #[test]
    fn a_folder_in_the_place_of_a_file_is_damage_and_makes_room() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        let seal = Seal { format: b"lookxx1\n", of: Fingerprint::of("settings") };
        fs::create_dir_all(path.join("deeper")).unwrap();
        assert!(matches!(seal.read(&path), Found::Damaged));
        seal.write(&path, &[b"one"]).unwrap();
        assert!(matches!(seal.read(&path), Found::Contents(bytes) if bytes == b"one"));
    }
}
