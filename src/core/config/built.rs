//! What tells a site that was built from content.

use std::path::Path;

/// Name of the folder: beside content of what is kept, in a site that was built of what is known about its files.
pub const FOLDER: &str = ".lookback";
/// In that of a site, the list of the files that are ours.
pub const LIST: &str = "files";

/// Whether a folder holds a site that was built, which is never content.
pub fn is_site(folder: &Path) -> bool {
    folder.join(FOLDER).join(LIST).is_file()
}
