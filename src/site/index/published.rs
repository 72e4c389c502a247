//! The files of an index in the site.

use lookback_search::write::Pack;

use super::offline;
use super::site_file::{FOLDER, SiteFile};
use crate::core::config::Offline;
use crate::core::output::Stage;

/// Name in the folder of the file through which a reader comes in.
pub const MANIFEST: &str = "manifest.json";

/// Bytes of all chunks up to which `offline = "auto"` makes a copy for reading from disk.
const SMALL: usize = 24 << 20;

/// Whether an index gets a copy for reading from disk.
pub fn has_copy(pack: &Pack, offline: Offline) -> bool {
    match offline {
        Offline::Always => true,
        Offline::Never => false,
        Offline::Auto => pack.sizes.sum() <= SMALL,
    }
}

/// All files of an index that are not published already, with a copy for reading from disk if it is `with_copy`.
pub fn files(pack: Pack, with_copy: bool) -> Vec<SiteFile> {
    let mut files = if with_copy { offline::copy(&pack) } else { Vec::new() };
    files.push(SiteFile { output: format!("{FOLDER}/{MANIFEST}"), bytes: manifest(&pack) });
    files.extend(
        pack.chunks
            .into_iter()
            .map(|chunk| SiteFile { output: chunk_output(&chunk.name.to_string()), bytes: chunk.file }),
    );
    files
}

/// When a file of an index is written: what names others comes after them.
pub fn stage(output: &str) -> Stage {
    let is_manifest = output.strip_prefix(FOLDER).and_then(|name| name.strip_prefix('/')) == Some(MANIFEST);
    if is_manifest || offline::lists_copy(output) { Stage::Entry } else { Stage::Asset }
}

/// Text of the manifest.
pub fn manifest(pack: &Pack) -> Vec<u8> {
    serde_json::to_vec(&pack.manifest).expect("plain data can be encoded")
}

/// Output path of a chunk.
pub fn chunk_output(name: &str) -> String {
    format!("{FOLDER}/{}", chunk_file(name))
}

/// File name of a chunk.
pub fn chunk_file(name: &str) -> String {
    format!("{name}.bin")
}
