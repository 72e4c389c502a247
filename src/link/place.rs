//! Where a value of front matter stands, for messages.

use std::ops::Range;

/// The place of `value` behind the first of `fields` that begins a line; else the first place of it at all; else the
/// beginning.
pub fn of_value(text: &str, fields: &[&str], value: &str) -> Range<usize> {
    let behind = fields.iter().find_map(|field| {
        let starts = text.match_indices(field).map(|(at, _)| at);
        starts.filter(|at| text[..*at].ends_with('\n')).find_map(|at| {
            let rest = &text[at + field.len()..];
            let value_at =
                rest.trim_start_matches(' ').starts_with([':', '=']).then(|| rest.find([':', '=']))??;
            Some(at + field.len() + value_at)
        })
    });
    let found = |from: usize| text[from..].find(value).map(|at| from + at..from + at + value.len());
    behind.and_then(found).or_else(|| found(0)).unwrap_or(0..0)
}

#[cfg(test)]
mod tests {
    use super::of_value;

    #[test]
    fn a_value_is_found_behind_its_field_and_not_within_it() {
        let text = "---\nnot_recurrence_of: x\nrecurrence_of : f\n---\n";
        let place = |fields: &[&str], value| &text[of_value(text, fields, value).start..];
        assert!(place(&["recurrence_of"], "f").starts_with("f\n---"));
        assert!(place(&["repeat_of", "not_recurrence_of"], "x").starts_with("x\n"));
        assert!(place(&["parent"], "x").starts_with("x\n"));
        assert_eq!(of_value(text, &["parent"], "nowhere"), 0..0);
    }
}
