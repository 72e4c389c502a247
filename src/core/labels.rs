//! Names as they are shown.

/// The name of a severity as it is shown: `SEV1` and `P0` in capitals, words such as `Critical` with one.
pub fn severity_label(name: &str) -> String {
    let is_code = name.chars().count() <= 5 && name.chars().any(|c| c.is_ascii_digit());
    if is_code { name.to_uppercase() } else { capitalised(&name.replace(['-', '_'], " ")) }
}

/// With the first letter in upper case.
pub fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_in_capitals_and_words_have_one() {
        let labels = ["sev1", "p0", "critical", "major", "very-low", ""].map(severity_label);
        assert_eq!(labels, ["SEV1", "P0", "Critical", "Major", "Very low", ""]);
    }
}
