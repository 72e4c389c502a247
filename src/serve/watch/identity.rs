//! Which file is which, whatever it is called: what this program says may go to a file of the knowledge base, and must not be
//! the reason to say something.

use std::path::Path;

/// What tells a file from all others of the machine.
pub type Identity = (u64, u64);

/// The files that standard output and standard error go to; none where the system has no numbers for files.
#[cfg(unix)]
pub fn of_outputs() -> Vec<Identity> {
    use std::os::fd::AsFd as _;
    let (out, errors) = (std::io::stdout(), std::io::stderr());
    let ends = [out.as_fd().try_clone_to_owned(), errors.as_fd().try_clone_to_owned()];
    let data = ends.into_iter().flatten().filter_map(|end| std::fs::File::from(end).metadata().ok());
    data.filter(std::fs::Metadata::is_file).map(|data| of(&data)).collect()
}

#[cfg(not(unix))]
pub fn of_outputs() -> Vec<Identity> {
    Vec::new()
}

/// Whether a path leads to one of these files.
#[cfg(unix)]
pub fn is_one_of(path: &Path, files: &[Identity]) -> bool {
    !files.is_empty() && std::fs::metadata(path).is_ok_and(|data| files.contains(&of(&data)))
}

#[cfg(not(unix))]
pub fn is_one_of(_: &Path, _: &[Identity]) -> bool {
    false
}

#[cfg(unix)]
fn of(data: &std::fs::Metadata) -> Identity {
    use std::os::unix::fs::MetadataExt as _;
    (data.dev(), data.ino())
}
