//! One build at a time in one folder.

use std::fs::{File, TryLockError};
use std::io::ErrorKind;
use std::path::Path;
use std::time::{Duration, Instant};

use super::PublishError;
use crate::core::files::about;

/// How long a build waits for another one.
const PATIENCE: Duration = Duration::from_secs(10);
const PAUSE: Duration = Duration::from_millis(50);

/// Held while it lives. The system lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub struct Lock(#[expect(dead_code, reason = "held, not read")] File);

impl Lock {
    pub fn take(path: &Path, dest: &Path) -> Result<Self, PublishError> {
        Self::take_within(path, dest, PATIENCE)
    }

    fn take_within(path: &Path, dest: &Path, patience: Duration) -> Result<Self, PublishError> {
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(path)
            .map_err(about("open", path))?;
        let since = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self(file)),
                // Some network file systems know no locks; a build there is better than none.
                Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => {
                    return Ok(Self(file));
                }
                Err(TryLockError::Error(error)) => return Err(about("lock", path)(error).into()),
                Err(TryLockError::WouldBlock) if since.elapsed() < patience => std::thread::sleep(PAUSE),
                Err(TryLockError::WouldBlock) => {
                    return Err(PublishError::Busy { path: dest.to_owned(), seconds: patience.as_secs() });
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_waits_and_then_gives_up() {
        let temp = tempfile::tempdir().unwrap();
        let path = temp.path().join("lock");
        let first = Lock::take(&path, temp.path()).unwrap();
        let second = Lock::take_within(&path, temp.path(), Duration::from_millis(60));
        assert!(matches!(second, Err(PublishError::Busy { .. })));
        drop(first);
        assert!(Lock::take(&path, temp.path()).is_ok());
    }
}
