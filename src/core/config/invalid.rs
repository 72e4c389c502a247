//! What is said of a value of the settings that can't be used.

use crate::core::diagnostic::Diagnostic;
use crate::core::model::Text;

/// Points at the first place where `value` is written.
pub(super) fn value_error(text: &Text, path: &str, value: &str, message: String) -> Diagnostic {
    let found = Diagnostic::error("invalid-settings", path, message);
    match text.find(value) {
        Some(start) => found.at(text, start..start + value.len()),
        None => found,
    }
}
