//! Front matter as lines: where each key and each plain value is written, to the byte.
//!
//! Facts come from [`crate::read::parse`]; this is for rules about how something is written, and for edits. What is written in
//! a way that is hard to change without harm (blocks, maps, anchors, escapes) has no scalars here.

use std::ops::Range;

use crate::read::parse::normalised_key;

/// One key at the top level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// Bytes of the key, without quotes.
    pub key: Range<usize>,
    /// In the form in which keys are compared.
    pub name: String,
    /// The single value, or the items of a list.
    pub scalars: Vec<Scalar>,
    pub is_list: bool,
}

/// A value that is text, a number or a date, on one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scalar {
    /// Inside of the quotes.
    pub range: Range<usize>,
    pub quote: Option<char>,
}

impl Scalar {
    /// `new` as it has to be written in the place of this one; `None` where that would take more than quotes.
    pub fn written(&self, new: &str) -> Option<String> {
        let is_harmless = !new.is_empty() && !new.contains(['"', '\'', '\\', '\n', '\r']);
        match self.quote {
            _ if !is_harmless => None,
            Some(_) => Some(new.to_owned()),
            None if is_plain(new) => Some(new.to_owned()),
            None => Some(format!("\"{new}\"")),
        }
    }
}

/// Whether YAML takes a text for itself without quotes, in a list too.
pub fn is_plain(text: &str) -> bool {
    let lower = text.to_lowercase();
    text.starts_with(char::is_alphanumeric)
        && text.ends_with(|char: char| char.is_alphanumeric() || char == ')')
        && text.chars().all(|char| char.is_alphanumeric() || " -_./()+&'@".contains(char))
        && !matches!(lower.as_str(), "true" | "false" | "yes" | "no" | "on" | "off" | "null" | "y" | "n")
}

/// The keys of the front matter of a file whose body begins at `body`.
pub fn entries(text: &str, body: usize) -> Vec<Key> {
    let front = &text[..body];
    let Some(first) = front.find('\n') else { return Vec::new() };
    let separator = if front.starts_with("+++") { '=' } else { ':' };
    let mut entries: Vec<Key> = Vec::new();
    let mut at = first + 1;
    let mut is_block = false;
    for line in front[at..].split_inclusive('\n') {
        let start = at;
        at += line.len();
        let line = line.trim_end();
        if matches!(line, "---" | "..." | "+++") || separator == '=' && line.starts_with('[') {
            break;
        }
        if line.is_empty() || line.trim_start().starts_with('#') {
            continue;
        }
        if let Some((entry, is_open)) = entry(text, line, start, separator) {
            entries.push(entry);
            is_block = is_open && separator == ':';
            continue;
        }
        let Some(last) = entries.last_mut() else { continue };
        let item = line.trim_start().strip_prefix("- ").map(|item| (item, start + line.len() - item.len()));
        match item.filter(|_| is_block).and_then(|(item, at)| scalar(item, at, Inside::Item)) {
            Some((scalar, rest)) if is_rest(rest) => {
                last.is_list = true;
                last.scalars.push(scalar);
            }
            // It goes on in a way that is not understood here.
            _ => {
                last.scalars.clear();
                is_block = false;
            }
        }
    }
    entries
}

/// A line with a key; with whether its value is on the lines below.
fn entry(text: &str, line: &str, start: usize, separator: char) -> Option<(Key, bool)> {
    let quote = line.chars().next().filter(|char| matches!(char, '"' | '\''));
    let (key, rest_at) = match quote {
        Some(quote) => {
            let end = line[1..].find(quote)? + 1;
            (1..end, end + 1)
        }
        None if line.starts_with(|char: char| char.is_alphanumeric() || char == '_') => {
            let end = line.find(separator)?;
            (0..line[..end].trim_end().len(), end)
        }
        None => return None,
    };
    let behind = &line[rest_at..];
    let value = behind.trim_start().strip_prefix(separator)?;
    if separator == ':' && !value.is_empty() && !value.starts_with([' ', '\t']) {
        return None;
    }
    let name = normalised_key(&line[key.clone()]);
    let mut entry =
        Key { key: start + key.start..start + key.end, name, scalars: Vec::new(), is_list: false };
    let value_text = value.trim_start();
    let value_at = start + line.len() - value_text.len();
    debug_assert!(text[value_at..].starts_with(value_text));
    if value_text.is_empty() || value_text.starts_with('#') {
        return Some((entry, true));
    }
    if let Some(inside) = value_text.strip_prefix('[') {
        if let Some(scalars) = flow_list(inside, value_at + 1) {
            (entry.scalars, entry.is_list) = (scalars, true);
        }
    } else if let Some((scalar, rest)) = scalar(value_text, value_at, Inside::Line)
        && is_rest(rest)
    {
        entry.scalars.push(scalar);
    }
    Some((entry, false))
}

/// What a scalar stands in, which decides what ends it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Line,
    /// An item of a block list: `key: value` would be a map.
    Item,
    FlowList,
}

/// The scalar at the start of a text, and what is behind it.
fn scalar(text: &str, at: usize, inside: Inside) -> Option<(Scalar, &str)> {
    let first = text.chars().next()?;
    if matches!(first, '"' | '\'') {
        let end = text[1..].find(first)? + 1;
        let value = &text[1..end];
        // A doubled quote or a backslash stands for something else.
        let is_whole = !value.contains('\\') && !text[end + 1..].starts_with(first);
        return is_whole.then(|| (Scalar { range: at + 1..at + end, quote: Some(first) }, &text[end + 1..]));
    }
    if "|>&*{[!%@`?".contains(first) {
        return None;
    }
    let comment = text.find(" #").unwrap_or(text.len());
    let end = match inside {
        Inside::FlowList => text.find([',', ']'])?,
        _ => comment,
    };
    let value = text[..end].trim_end();
    if value.is_empty() || inside == Inside::Item && (value.contains(": ") || value.ends_with(':')) {
        return None;
    }
    Some((Scalar { range: at..at + value.len(), quote: None }, &text[end..]))
}

/// The items of a list in brackets that ends on its line.
fn flow_list(inside: &str, at: usize) -> Option<Vec<Scalar>> {
    let mut scalars = Vec::new();
    let mut rest = inside;
    loop {
        rest = rest.trim_start();
        if let Some(behind) = rest.strip_prefix(']') {
            return is_rest(behind).then_some(scalars);
        }
        let (found, behind) = scalar(rest, at + inside.len() - rest.len(), Inside::FlowList)?;
        scalars.push(found);
        let behind = behind.trim_start();
        rest = behind.strip_prefix(',').unwrap_or(behind);
        if rest.len() == behind.len() && !rest.starts_with(']') {
            return None;
        }
    }
}

/// Whether nothing but a comment follows.
fn is_rest(text: &str) -> bool {
    let text = text.trim_start();
    text.is_empty() || text.starts_with('#')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(String, Vec<String>, bool)> {
        let body = text.rfind("---\n").or_else(|| text.rfind("+++\n")).unwrap() + 4;
        let entries = entries(text, body);
        let shown = |entry: Key| {
            let scalars = entry.scalars.iter().map(|scalar| text[scalar.range.clone()].to_owned()).collect();
            assert_eq!(normalised_key(&text[entry.key.clone()]), entry.name);
            (entry.name, scalars, entry.is_list)
        };
        entries.into_iter().map(shown).collect()
    }

    fn one(name: &str, scalars: &[&str], is_list: bool) -> (String, Vec<String>, bool) {
        (name.into(), scalars.iter().map(|one| (*one).to_owned()).collect(), is_list)
    }

    #[test]
    fn scalars_and_lists_are_found() {
        let text = "---\r\ntitle: \"A: b\"  # why\r\nStart-Time: 2021-05-30T8:13:00Z # x\r\nservices: [a, 'b c',\"d\"]\r\ncauses:\r\n- x\r\n  - y z # c\r\nempty:\r\n---\n";
        assert_eq!(
            read(text),
            [
                one("title", &["A: b"], false),
                one("start_time", &["2021-05-30T8:13:00Z"], false),
                one("services", &["a", "b c", "d"], true),
                one("causes", &["x", "y z"], true),
                one("empty", &[], false),
            ]
        );
    }

    #[test]
    fn what_is_hard_to_change_has_no_scalars() {
        let text = "---\na: |\n  x: y\nb: {c: d}\ne:\n- f: g\nh: one\n  two\ni: 'it''s'\nj: [k, {l: m}]\nn: [o,\n  p]\nq: &r s\n---\n";
        assert!(read(text).iter().all(|(_, scalars, _)| scalars.is_empty()), "{:?}", read(text));
        assert_eq!(read(text).len(), 8);
    }

    #[test]
    fn toml_is_read_up_to_its_first_table() {
        let text = "+++\ntitle = 'A'\ndate = 2021-05-30\ntags = [\"x\", \"y\"]\n[extra]\nz = 1\n+++\n";
        assert_eq!(
            read(text),
            [
                one("title", &["A"], false),
                one("date", &["2021-05-30"], false),
                one("tags", &["x", "y"], true)
            ]
        );
    }

    #[test]
    fn names_are_quoted_where_they_have_to_be() {
        let plain = Scalar { range: 0..0, quote: None };
        assert_eq!(plain.written("Checkout API").as_deref(), Some("Checkout API"));
        assert_eq!(plain.written("a: b").as_deref(), Some("\"a: b\""));
        assert_eq!(plain.written("no").as_deref(), Some("\"no\""));
        assert_eq!(plain.written("a\"b"), None);
        assert_eq!(Scalar { range: 0..0, quote: Some('"') }.written("a: b").as_deref(), Some("a: b"));
    }
}
