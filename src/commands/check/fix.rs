//! Mends what findings say how to mend, and nothing else in the file.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use lookback::core::diagnostic::Diagnostic;
use lookback::core::edit::{Edit, rewrite};
use lookback::core::plain::count;
use lookback::tools::report::Terminal;

use super::super::Failure;
use super::Checked;

/// How often files are looked at again: an edit may bring out another finding, such as a list that is a name too.
const ROUNDS: usize = 5;

/// Mends until nothing can be mended any more, and leaves in `checked` what is found then; says what was mended.
///
/// # Errors
/// When the files can't be checked again.
pub fn all(
    checked: &mut Checked,
    terminal: &Terminal,
    look: impl Fn() -> Result<Checked, Failure>,
) -> Result<Option<String>, Failure> {
    let mut mended = 0;
    let mut files = BTreeSet::new();
    let mut refused = Vec::new();
    for _ in 0..ROUNDS {
        let mut by_file: BTreeMap<&str, Vec<Edit>> = BTreeMap::new();
        for finding in checked.found.iter().filter(|finding| !is_refused(&refused, &finding.path)) {
            let Some(fix) = &finding.fix else { continue };
            let edits = by_file.entry(&finding.path).or_default();
            // Of two that overlap, the later one waits for the next round.
            if edits.iter().all(|other| !overlap(other, &fix.edit)) {
                edits.push(fix.edit.clone());
            }
        }
        if by_file.is_empty() {
            break;
        }
        for (path, edits) in by_file {
            let Some(text) = checked.texts.get(path) else { continue };
            match rewrite(Path::new(path), text, &edits) {
                Ok(()) => {
                    mended += edits.len();
                    files.insert(path.to_owned());
                }
                Err(error) => refused.push(
                    Diagnostic::error("cannot-write", path, format!("it is not mended: {error}"))
                        .hint("Save it as UTF-8, check its permissions, and try again."),
                ),
            }
        }
        *checked = look()?;
    }
    terminal.findings(&refused)?;
    checked.found.extend(refused);
    if mended == 0 {
        return Ok(None);
    }
    Ok(Some(format!("fixed {} in {}", count(mended, "finding"), count(files.len(), "file"))))
}

fn is_refused(refused: &[Diagnostic], path: &str) -> bool {
    refused.iter().any(|finding| finding.path == path)
}

fn overlap(one: &Edit, other: &Edit) -> bool {
    one.range.start < other.range.end && other.range.start < one.range.end
}
