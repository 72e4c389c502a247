//! What is in the destination before anything is written: ours, nobody's, or somebody else's.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use rayon::prelude::*;
use rustc_hash::FxHashSet;

use super::error::{is_of_one_path, unwritable};
use super::{PublishError, ledger};
use crate::core::diagnostic::Diagnostic;
use crate::core::files::{FileError, about};

/// What may be done with one planned file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Ours, or in nobody's way; there may be a file.
    Ours,
    /// There is nothing yet.
    Absent,
    /// Not ours: must be left alone.
    Foreign,
}

/// What there is, for each planned file in the order planned.
#[derive(Debug)]
pub struct Survey<'a> {
    pub standings: Vec<Standing>,
    /// Folders right below the destination that are new, and were made where new folders are to be.
    pub new: BTreeSet<&'a str>,
    pub diagnostics: Vec<Diagnostic>,
}

/// State of a folder that planned files need.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Folder {
    /// Made just now, so that there is nothing in it.
    Fresh,
    Existing,
    Blocked,
}

/// Looks at the destination, and creates the folders that are missing: with all below them in `place`, where that is given, to be
/// moved once they are full. `is_old` says of each planned file whether it is ours already.
pub fn survey<'a>(
    dest: &Path,
    planned: &[&'a str],
    is_old: &[bool],
    place: Option<&Path>,
) -> Result<Survey<'a>, PublishError> {
    let mut diagnostics = Vec::new();
    let folders = folders(dest, planned, place.unwrap_or(dest), &mut diagnostics)?;
    let is_new = |(folder, state): &(&&'a str, &Folder)| **state == Folder::Fresh && !folder.contains('/');
    let new = folders.iter().filter(|_| place.is_some()).filter(is_new).map(|(folder, _)| *folder).collect();
    let standings = planned
        .par_iter()
        .zip(is_old)
        .map(|(output, is_old)| {
            // What is listed is safe.
            if !is_old && !ledger::is_safe(output) {
                return Standing::Foreign;
            }
            match folders[parent(output)] {
                Folder::Blocked => Standing::Foreign,
                Folder::Fresh => Standing::Absent,
                Folder::Existing if *is_old => Standing::Ours,
                Folder::Existing if fs::symlink_metadata(dest.join(output)).is_ok() => Standing::Foreign,
                Folder::Existing => Standing::Absent,
            }
        })
        .collect::<Vec<_>>();
    let foreign_ones = planned.iter().zip(&standings).filter(|(_, standing)| **standing == Standing::Foreign);
    for (output, _) in foreign_ones {
        if !ledger::is_safe(output) {
            let message = format!("`{output}` is not a path that can be published");
            diagnostics.push(Diagnostic::error("unsafe-output", *output, message));
        } else if folders[parent(output)] != Folder::Blocked {
            diagnostics.push(foreign(dest, output, "the page that belongs there was left out"));
        }
    }
    Ok(Survey { standings, new, diagnostics })
}

fn foreign(dest: &Path, output: &str, consequence: &str) -> Diagnostic {
    let path = dest.join(output).display().to_string();
    let message = format!("{path} was not written by Lookback, so it was not touched; {consequence}");
    Diagnostic::error("foreign-file", path, message)
        .hint("Move it out of the folder of the site, or rename what makes the page.")
}

/// The folder of an output path; the destination itself is the empty string.
pub fn parent(output: &str) -> &str {
    output.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The outermost folder of an output path, or the path itself where that is none.
pub fn top(output: &str) -> &str {
    output.split_once('/').map_or(output, |(folder, _)| folder)
}

/// All folders above an output path, the outermost first, without the destination itself.
pub fn ancestors(output: &str) -> impl Iterator<Item = &str> {
    output.match_indices('/').map(|(at, _)| &output[..at])
}

/// State of every folder that is needed, each looked at or created once.
fn folders<'a>(
    dest: &Path,
    planned: &[&'a str],
    place: &Path,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<BTreeMap<&'a str, Folder>, PublishError> {
    let mut parents = FxHashSet::default();
    for output in planned {
        if !parents.contains(parent(output)) && ledger::is_safe(output) {
            parents.insert(parent(output));
        }
    }
    // Sorted, so that a folder comes before those below it.
    let needed: BTreeSet<&str> = parents
        .iter()
        .filter(|folder| !folder.is_empty())
        .flat_map(|folder| ancestors(folder).chain([*folder]))
        .collect();
    let home = fs::canonicalize(dest).map_err(about("find", dest))?;
    let mut states = BTreeMap::from([("", Folder::Existing)]);
    for folder in needed {
        let above = states[parent(folder)];
        let state = match above {
            Folder::Blocked => Ok(above),
            // Nothing can be in it yet.
            Folder::Fresh if states[top(folder)] == Folder::Fresh => create(&place.join(folder)),
            Folder::Fresh => create(&dest.join(folder)),
            Folder::Existing => state(dest, &home, folder, place),
        };
        let state = match state {
            Err(error) if is_of_one_path(&error.source) => {
                diagnostics.push(unwritable(&dest.join(folder), &error.source));
                Folder::Blocked
            }
            state => {
                let state = state?;
                if state == Folder::Blocked && above != Folder::Blocked {
                    diagnostics.push(foreign(dest, folder, "nothing can be published below it"));
                }
                state
            }
        };
        states.insert(folder, state);
    }
    Ok(states)
}

/// State of a folder in one that was there before.
fn state(dest: &Path, home: &Path, folder: &str, place: &Path) -> Result<Folder, FileError> {
    let path = dest.join(folder);
    match fs::symlink_metadata(&path) {
        Ok(metadata) if metadata.is_dir() => Ok(Folder::Existing),
        // A link to a folder inside is as good as a folder; one that leads out would write elsewhere.
        Ok(metadata) if metadata.is_symlink() => {
            let inside =
                fs::canonicalize(&path).is_ok_and(|target| target.is_dir() && target.starts_with(home));
            Ok(if inside { Folder::Existing } else { Folder::Blocked })
        }
        Ok(_) => Ok(Folder::Blocked),
        // What lies deeper is in a folder that stays where it is.
        Err(error) if error.kind() == ErrorKind::NotFound && folder.contains('/') => create(&path),
        Err(error) if error.kind() == ErrorKind::NotFound => create(&place.join(folder)),
        Err(error) => Err(about("look at", &path)(error)),
    }
}

fn create(path: &Path) -> Result<Folder, FileError> {
    fs::create_dir(path).map_err(about("create", path))?;
    Ok(Folder::Fresh)
}
