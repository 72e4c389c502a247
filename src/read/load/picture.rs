//! Looks at the pictures that are published anew rather than copied.

use std::path::Path;

use crate::core::diagnostic::Diagnostic;
use crate::core::files;
use crate::read::svg::{self, Dropped, Fault};

/// Parts of a picture that are named; the others are counted.
const NAMED: usize = 3;

/// Whether a file can be published, as far as it is a picture in SVG, and what is to be said of it.
pub(super) fn look(root: &Path, path: &str) -> (bool, Option<Diagnostic>) {
    if !svg::is_svg(path) {
        return (true, None);
    }
    let bytes = match files::read(&root.join(path)) {
        Ok(bytes) => bytes,
        Err(error) => return (false, Some(Diagnostic::error("unreadable-file", path, error.to_string()))),
    };
    let text = match svg::text(&bytes) {
        Ok(text) => text,
        Err(fault) => return (false, Some(withheld(path, "", &fault))),
    };
    match svg::clean(&text) {
        Ok(picture) => {
            (true, picture.dropped.first().map(|first| partly(path, &text, first, &picture.dropped)))
        }
        Err(fault) => (false, Some(withheld(path, &text, &fault))),
    }
}

fn withheld(path: &str, text: &str, fault: &Fault) -> Diagnostic {
    let message = format!("the picture is not published, for it {}", fault.reason);
    let found = Diagnostic::warning("unsafe-file", path, message);
    let found = if text.is_empty() { found } else { found.at(text, range(text, fault.at)) };
    found.hint("Export it again as plain SVG in UTF-8, or as PNG.")
}

fn partly(path: &str, text: &str, first: &Dropped, all: &[Dropped]) -> Diagnostic {
    let names: Vec<&str> = all.iter().take(NAMED).map(|dropped| dropped.what.as_str()).collect();
    let others = match all.len().saturating_sub(NAMED) {
        0 => String::new(),
        count => format!(" and {count} more"),
    };
    let message = format!("the picture is published without {}{others}", names.join(", "));
    Diagnostic::warning("unsafe-file", path, message).at(text, range(text, first.at)).hint(
        "Only what draws is published, and nothing that runs or is loaded from elsewhere. If something is missing, export it again as plain SVG, or as PNG.",
    )
}

/// The first line from a byte on, of which a part is shown.
fn range(text: &str, at: usize) -> std::ops::Range<usize> {
    const SHOWN: usize = 60;
    let Some(rest) = text.get(at..) else { return 0..0 };
    let length = rest
        .char_indices()
        .take(SHOWN)
        .take_while(|(_, c)| *c != '\n')
        .map(|(at, c)| at + c.len_utf8())
        .last();
    at..at + length.unwrap_or(0)
}
