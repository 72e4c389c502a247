//! Making a file of each incident in a file that tells of several, beside it, or where it goes.

use lookback::core::diagnostic::Diagnostic;
use lookback::core::files;
use lookback::tools::adopt::FileReport;
use lookback::tools::report::shown;
use lookback::tools::several::SplitIncident;

use super::copy::{failed, taken};
use super::sources::Source;

/// Writes the files, if that is wanted; one that is there is never replaced, and the old file stays.
pub fn split(source: &Source<'_>, parts: &[SplitIncident], write: bool) -> Result<FileReport, Diagnostic> {
    let document = source.incident().0;
    let place = source.copy_to.as_ref().unwrap_or(&source.path);
    let folder = place.parent().unwrap_or(place);
    let mut file = FileReport { path: source.shown(), ..FileReport::default() };
    for part in parts {
        let to = folder.join(part.file_name());
        file.split.push(shown(&to));
        if !write {
            continue;
        }
        files::create_folder(folder).map_err(failed)?;
        if !files::write_new(&to, part.text(document).as_bytes()).map_err(failed)? {
            return Err(taken(&to));
        }
        file.written = true;
    }
    Ok(file)
}
