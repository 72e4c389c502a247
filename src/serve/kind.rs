//! What a file is, for a browser.

use mime_guess::mime::{APPLICATION, Mime, TEXT};

/// The type of a file by its name, as a header has it.
pub fn kind(name: &str) -> String {
    let kind = match name.rsplit('.').next() {
        // What the list of types does not have, or has under a name that is out of use.
        Some("ndjson") => "application/x-ndjson".to_owned(),
        Some("mjs") => "text/javascript".to_owned(),
        _ => mime_guess::from_path(name).first_or_octet_stream().to_string(),
    };
    if is_text(&kind) { format!("{kind}; charset=utf-8") } else { kind }
}

/// Whether hosts compress such: text, and what has not been compressed already.
pub fn is_compressed(kind: &str) -> bool {
    is_text(kind) || kind.starts_with("image/svg+xml") || kind.starts_with("application/wasm")
}

fn is_text(kind: &str) -> bool {
    let Ok(kind) = kind.parse::<Mime>() else { return false };
    let ends = ["json", "xml", "javascript", "manifest"];
    kind.type_() == TEXT
        || kind.type_() == APPLICATION && ends.iter().any(|end| kind.essence_str().ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_a_site_have_their_types() {
        for (name, expected) in [
            ("a.html", "text/html; charset=utf-8"),
            ("a.css", "text/css; charset=utf-8"),
            ("a.js", "text/javascript; charset=utf-8"),
            ("a.mjs", "text/javascript; charset=utf-8"),
            ("a.json", "application/json; charset=utf-8"),
            ("a.ndjson", "application/x-ndjson; charset=utf-8"),
            ("a.md", "text/markdown; charset=utf-8"),
            ("a.csv", "text/csv; charset=utf-8"),
            ("a.ics", "text/calendar; charset=utf-8"),
            ("a.xml", "text/xml; charset=utf-8"),
            ("a.svg", "image/svg+xml"),
            ("a.wasm", "application/wasm"),
            ("a.png", "image/png"),
            ("a.pack", "application/octet-stream"),
        ] {
            assert_eq!(kind(name), expected, "{name}");
        }
        assert!(
            ["a.html", "a.svg", "a.wasm", "a.ics", "a.xml"].iter().all(|name| is_compressed(&kind(name)))
        );
        assert!(!["a.png", "a.pack", "a.woff2"].iter().any(|name| is_compressed(&kind(name))));
    }
}
