//! Where values of front matter stand, for messages.

use std::ops::Range;

use crate::core::written::Values;

/// The values of the first of `fields` that begins a line; else those in all of the text.
pub fn values<'t>(text: &'t str, fields: &[&str]) -> Values<'t> {
    Values::behind(text, fields.iter().find_map(|field| behind(text, field)).unwrap_or(0))
}

/// The place of `value` behind the first of `fields` that begins a line; else the first place of it at all; else the
/// beginning.
pub fn of_value(text: &str, fields: &[&str], value: &str) -> Range<usize> {
    values(text, fields).find(value).unwrap_or(0..0)
}

/// The name of a field where it begins a line; else the beginning.
pub fn of_field(text: &str, field: &str) -> Range<usize> {
    let line = behind(text, field).and_then(|at| text[..at].rfind('\n'));
    line.map_or(0..0, |line| line + 1..line + 1 + field.len())
}

/// Behind a field that begins a line, where its sign is.
fn behind(text: &str, field: &str) -> Option<usize> {
    let starts = text.match_indices(field).map(|(at, _)| at);
    starts.filter(|at| text[..*at].ends_with('\n')).find_map(|at| {
        let rest = &text[at + field.len()..];
        let value_at =
            rest.trim_start_matches(' ').starts_with([':', '=']).then(|| rest.find([':', '=']))??;
        Some(at + field.len() + value_at)
    })
}

#[cfg(test)]
mod tests {
    use super::{of_field, of_value};

    #[test]
    fn a_value_is_found_behind_its_field_and_not_within_it() {
        let text = "---\nnot_recurrence_of: x\nrecurrence_of : f\n---\n";
        let place = |fields: &[&str], value| &text[of_value(text, fields, value).start..];
        assert!(place(&["recurrence_of"], "f").starts_with("f\n---"));
        assert!(place(&["repeat_of", "not_recurrence_of"], "x").starts_with("x\n"));
        assert!(place(&["parent"], "x").starts_with("x\n"));
        assert_eq!(of_value(text, &["parent"], "nowhere"), 0..0);
        assert_eq!(of_field(text, "recurrence_of"), 25..38);
        assert_eq!(of_field(text, "parent"), 0..0);
    }
}
