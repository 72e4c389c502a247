//! How deep lists and maps in brackets are nested in a block of YAML, found out before it is parsed: the parser looks at all
//! that is open again at every word, so that it takes minutes for what is nested ten thousand deep.

/// Deepest nesting that is parsed; values that are deeper could not be read anyway.
const DEPTH: usize = 128;

/// Most opening brackets times bytes. Brackets in texts can make nesting look flat that is deep, which then takes a few seconds.
const WORK: usize = 2_000_000_000;

/// Where a block of YAML is nested too deep to be parsed, if it is.
pub fn too_deep(block: &str) -> Option<usize> {
    let bytes = block.as_bytes();
    let openings = bytes.iter().filter(|byte| matches!(byte, b'[' | b'{')).count();
    if openings <= DEPTH {
        return None;
    }
    let mut depth = 0usize;
    let mut quote = None;
    let mut at = 0;
    while let Some(byte) = bytes.get(at).copied() {
        match (quote, byte) {
            (Some(b'"'), b'\\') => at += 1,
            // `''` is a quote within the text.
            (Some(b'\''), b'\'') if bytes.get(at + 1) == Some(&b'\'') => at += 1,
            (Some(open), _) if byte == open => quote = None,
            (None, b'"' | b'\'') if begins_value(&bytes[..at]) => quote = Some(byte),
            (None, b'#') if at == 0 || bytes[at - 1].is_ascii_whitespace() => {
                at += bytes[at..].iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len());
            }
            (None, b'[' | b'{') => {
                depth += 1;
                if depth > DEPTH {
                    return Some(at);
                }
            }
            (None, b']' | b'}') => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += 1;
    }
    let is_much = openings.saturating_mul(bytes.len()) > WORK;
    is_much.then(|| block.find(['[', '{']).unwrap_or(0))
}

/// Whether a quote behind `before` opens a text: elsewhere it is a character like any other.
fn begins_value(before: &[u8]) -> bool {
    match before.last() {
        Some(b' ' | b'\t') => {
            let solid = before.iter().rev().take(80).find(|byte| !matches!(byte, b' ' | b'\t'));
            solid.is_none_or(|byte| b"\n\r:,-?[{".contains(byte))
        }
        Some(byte) => b"\n\r,[{".contains(byte),
        None => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deep_nesting_is_told_from_much_that_is_flat() {
        let deep = format!("x: {}1{}", "[{a: ".repeat(70), "}]".repeat(70));
        assert!(too_deep(&deep).is_some());
        assert_eq!(too_deep(&format!("x: {}", "[".repeat(129))), Some(3 + 128));
        let quoted = format!("x: [{}]", "[\"]\", ']', # ]\n".repeat(200));
        assert!(too_deep(&quoted).is_some());
        for flat in [
            "- {title: a, tags: [b, 'c']}\n".repeat(500),
            format!("x: {}{}", "[".repeat(100), "]".repeat(100)),
            format!("x: [{}]", r#""[ \" [", '[ '' [', "#.repeat(300)),
            "- it's [a] don't {b}\n".repeat(500),
            "# [\n".repeat(500),
        ] {
            assert_eq!(too_deep(&flat), None, "{}", &flat[..30]);
        }
    }
}
