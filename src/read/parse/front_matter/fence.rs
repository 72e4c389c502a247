//! Where front matter begins and ends: between two lines of `---` or `+++` at the top, and only if what is between them is some.

use std::ops::Range;

use super::super::keys;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Yaml,
    Toml,
}

impl Format {
    fn opening(line: &str) -> Option<Self> {
        match line.trim_end() {
            "---" => Some(Self::Yaml),
            "+++" => Some(Self::Toml),
            _ => None,
        }
    }

    fn is_closed_by(self, line: &str) -> bool {
        match self {
            Self::Yaml => matches!(line.trim_end(), "---" | "..."),
            Self::Toml => line.trim_end() == "+++",
        }
    }

    /// As its fences are written.
    pub fn fence(self) -> &'static str {
        match self {
            Self::Yaml => "---",
            Self::Toml => "+++",
        }
    }

    /// The key at the start of a line that is not indented.
    fn key(self, line: &str) -> Option<&str> {
        let (key, rest) = line.split_once(match self {
            Self::Yaml => ':',
            Self::Toml => '=',
        })?;
        // Ruby writes `:key:`.
        if key.is_empty() {
            return self.key(rest);
        }
        let is_key = !key.starts_with([' ', '\t', '-', '#', '*', '>', '|', '[', '<'])
            && (self == Self::Toml || rest.is_empty() || rest.starts_with(char::is_whitespace));
        is_key.then(|| key.trim_matches(['"', '\'', ' ']))
    }
}

/// Front matter in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fenced {
    pub format: Format,
    /// Where the first fence begins: behind the empty lines above it.
    pub start: usize,
    /// What is between the fences.
    pub range: Range<usize>,
    /// Where the body begins.
    pub body_start: usize,
}

/// Finds the front matter of a text.
pub fn find(text: &str) -> Option<Fenced> {
    let (format, opening) = opening(text)?;
    let mut at = opening.end;
    for line in text[opening.end..].split_inclusive('\n') {
        if format.is_closed_by(line) {
            let range = opening.end..at;
            let is_some = format == Format::Toml || is_front_matter(&text[range.clone()]);
            return is_some.then(|| Fenced {
                format,
                start: opening.start,
                range,
                body_start: at + line.len(),
            });
        }
        at += line.len();
    }
    None
}

/// The first line that is not empty, if it opens front matter and is not the last.
fn opening(text: &str) -> Option<(Format, Range<usize>)> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if !line.trim().is_empty() {
            let format = Format::opening(line).filter(|_| line.ends_with('\n'))?;
            return Some((format, at..at + line.len()));
        }
        at += line.len();
    }
    None
}

/// Whether what stands between two fences is front matter, and not text between two rules.
fn is_front_matter(block: &str) -> bool {
    let is_set_off = block.lines().next().is_some_and(|line| line.trim().is_empty());
    let mut lines = block.lines().filter(|line| !line.trim().is_empty()).peekable();
    if lines.peek().is_none() {
        return true;
    }
    if !is_set_off {
        // Comments alone are front matter in which nothing is said yet.
        return lines.clone().any(|line| Format::Yaml.key(line).is_some() || line.starts_with(['{', '?']))
            || lines.all(|line| line.starts_with('#'));
    }
    let keys: Vec<&str> = lines.clone().filter_map(word).collect();
    let is_part = |line: &str| word(line).is_some() || line.starts_with([' ', '\t', '-', '#', '}', ']']);
    lines.all(is_part) && (keys.len() > 1 || keys.iter().any(|key| keys::is_usual(key)))
}

/// A key of one word.
fn word(line: &str) -> Option<&str> {
    Format::Yaml.key(line).filter(|key| !key.contains(char::is_whitespace))
}

/// Front matter that is opened and never closed: its first fence, and where its last key ends.
pub fn unclosed(text: &str) -> Option<(Format, Range<usize>, usize)> {
    let (format, opening) = opening(text)?;
    if text[opening.end..].split_inclusive('\n').any(|line| format.is_closed_by(line)) {
        return None;
    }
    let (mut at, mut end) = (opening.end, None);
    for line in text[opening.end..].split_inclusive('\n') {
        let key = format.key(line).filter(|key| !key.contains(char::is_whitespace));
        let goes_on = line.starts_with([' ', '\t', '-', '#', '[']) || line.trim().is_empty();
        at += line.len();
        match (key, goes_on) {
            (Some(_), _) => end = Some(at),
            // What is indented below a key belongs to it.
            (None, true) if end.is_some() && line.starts_with([' ', '\t', '-']) => end = Some(at),
            (None, true) => {}
            (None, false) => break,
        }
    }
    let fence = opening.start..opening.start + format.fence().len();
    end.map(|end| (format, fence, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_is_told_from_text_between_rules() {
        for (text, is_some) in [
            ("---\ntitle: A\n---\n", true),
            ("---\n---\n", true),
            ("\n  \n---\ntitle: A\n---\n", true),
            ("---\n# title: A\n---\n", true),
            ("---\n\ntitle: A\n\n---\n", true),
            ("---\n\nmine: 1\nyours: 2\n---\n", true),
            ("---\n:date: 2026-02-13\n---\n", true),
            ("---\n{title: A}\n---\n", true),
            ("+++\ntitle = 'A'\n+++\n", true),
            ("---\n\nThe mill stopped at noon.\n\n---\n", false),
            ("---\n\nNote: this page is old.\n\n---\n", false),
            ("---\n\n# Mill stopped\n\nAt noon: a bang.\n\n---\n", false),
            ("---\nThe mill stopped.\n---\n", false),
            ("---\n- one\n- two\n---\n", false),
            ("Text.\n\n---\ntitle: A\n---\n", false),
            ("---\ntitle: A\n", false),
            ("---", false),
        ] {
            assert_eq!(find(text).is_some(), is_some, "{text:?}");
        }
    }

    #[test]
    fn front_matter_without_an_end_is_known_by_its_keys() {
        for (text, end) in [
            ("---\ntitle: A\ntags:\n  - x\n\n# Heading\n", Some("---\ntitle: A\ntags:\n  - x\n".len())),
            ("\n---\ndate: 2026-02-13\nText.\n", Some("\n---\ndate: 2026-02-13\n".len())),
            ("+++\ntitle = 'A'\n\nText.\n", Some("+++\ntitle = 'A'\n".len())),
            ("---\nNo end\n", None),
            ("---\n\nThe mill: it stopped.\n", None),
            ("---\ntitle: A\n---\n", None),
            ("Text.\n---\ntitle: A\n", None),
        ] {
            assert_eq!(unclosed(text).map(|(_, _, end)| end), end, "{text:?}");
        }
    }
}
