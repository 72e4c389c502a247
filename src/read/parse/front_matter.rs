//! Front matter, YAML between `---` or TOML between `+++`, as plain values. The one module that knows `serde_yaml`.

use std::ops::Range;

use serde_json::{Map, Value};

use super::flow;
use crate::core::diagnostic::{Diagnostic, did_you_mean};
use crate::core::model::SourceFile;

/// Front matter as it was written, keys in order.
#[derive(Debug, Default)]
pub struct FrontMatter {
    pub fields: Map<String, Value>,
    /// Of front matter that is not valid: what is said again under a key that was there, and keys whose values can't be read.
    pub repeated: Vec<(String, Value)>,
    /// Whether it is not valid.
    pub is_broken: bool,
    /// Bytes of the file between the fences.
    pub range: Range<usize>,
    /// Where the body begins.
    pub body_start: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Yaml,
    Toml,
}

/// Reads the front matter of a file. What can't be read is reported; all keys that can be read are kept.
pub fn read(source: &SourceFile, found: &mut Vec<Diagnostic>) -> FrontMatter {
    let text = &source.text;
    let Some((format, range, body_start)) = split(text) else {
        return FrontMatter::default();
    };
    let block = &text[range.clone()];
    let before = found.len();
    let mut repeated = Vec::new();
    let fields = match format {
        Format::Yaml => match (flow::too_deep(block), yaml(block)) {
            (_, Ok(fields)) => fields,
            (Some(at), _) => {
                found.push(too_deep(source, range.start + at));
                let (fields, others) = rescue(block);
                repeated = others;
                fields
            }
            (None, Err(error)) => {
                found.push(yaml_diagnostic(source, &range, &error));
                let (fields, others) = rescue(block);
                repeated = others;
                fields
            }
        },
        Format::Toml => match block.parse::<toml::Table>() {
            Ok(table) => from_table(table),
            Err(error) => {
                let message = error.message().lines().next().unwrap_or("not valid TOML").to_owned();
                let at = error
                    .span()
                    .map_or(range.clone(), |span| range.start + span.start..range.start + span.end);
                found.push(
                    Diagnostic::error(
                        "invalid-front-matter",
                        &source.path,
                        format!("the front matter is not valid TOML: {message}"),
                    )
                    .at(text, at)
                    .hint("Text needs quotes in TOML; lists are written `[\"a\", \"b\"]`."),
                );
                Map::new()
            }
        },
    };
    FrontMatter { fields, repeated, is_broken: found.len() > before, range, body_start }
}

impl FrontMatter {
    /// Where a key is written in the file: the key itself, else the start of the front matter.
    #[must_use]
    pub fn place_of(&self, text: &str, key: &str) -> Range<usize> {
        self.places_of(text, key).next().unwrap_or(self.range.start..self.range.start)
    }

    /// Every line that begins with a key.
    pub fn places_of<'t>(&self, text: &'t str, key: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
        let mut at = self.range.start;
        text[self.range.clone()].split_inclusive('\n').filter_map(move |line| {
            let plain = line.trim_start_matches(['"', '\'']);
            let start = at + (line.len() - plain.len());
            at += line.len();
            let rest = plain.strip_prefix(key)?.trim_start_matches(['"', '\'', ' ']);
            rest.starts_with([':', '=']).then(|| start..start + key.len())
        })
    }

    /// Where a value is written: behind its key if it can be found there, else the key.
    #[must_use]
    pub fn place_of_value(&self, text: &str, key: &str, value: &str) -> Range<usize> {
        let key = self.place_of(text, key);
        let first = value.lines().next().unwrap_or_default();
        match text[key.end..self.range.end.max(key.end)].find(first) {
            Some(offset) if !first.is_empty() => key.end + offset..key.end + offset + first.len(),
            _ => key,
        }
    }
}

/// The format of the front matter of a file, and its bytes between the fences.
pub fn block(text: &str) -> Option<(Format, Range<usize>)> {
    split(text).map(|(format, range, _)| (format, range))
}

/// The keys of the front matter of a file, as far as it can be read.
pub fn keys(text: &str) -> Vec<String> {
    fields(text).into_iter().map(|(key, _)| key).collect()
}

/// The front matter of a file that is valid; what can be read of one that is not.
pub fn fields(text: &str) -> Map<String, Value> {
    match block(text) {
        Some((Format::Yaml, range)) => yaml(&text[range.clone()]).unwrap_or_else(|_| rescue(&text[range]).0),
        Some((Format::Toml, range)) => from_table(text[range].parse().unwrap_or_default()),
        None => Map::new(),
    }
}

/// Where the first table of a block of TOML begins, or the block ends: keys before it belong to no table.
pub fn first_table(block: &str) -> usize {
    let mut at = 0;
    for line in block.split_inclusive('\n') {
        // In the middle of an array or a text, what is before the line is not whole.
        if line.trim_start().starts_with('[') && block[..at].parse::<toml::Table>().is_ok() {
            return at;
        }
        at += line.len();
    }
    at
}

/// Format, the bytes between the fences, and where the body begins.
pub(super) fn split(text: &str) -> Option<(Format, Range<usize>, usize)> {
    let first_end = text.find('\n')?;
    let (format, fences): (_, &[&str]) = match text[..first_end].trim_end() {
        "---" => (Format::Yaml, &["---", "..."]),
        "+++" => (Format::Toml, &["+++"]),
        _ => return None,
    };
    let start = first_end + 1;
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if fences.contains(&line.trim_end()) {
            return Some((format, start..at, at + line.len()));
        }
        at += line.len();
    }
    None
}

fn yaml(block: &str) -> Result<Map<String, Value>, serde_yaml::Error> {
    if block.trim().is_empty() {
        return Ok(Map::new());
    }
    match value(block)? {
        serde_yaml::Value::Mapping(mapping) => Ok(from_mapping(mapping)),
        serde_yaml::Value::Null => Ok(Map::new()),
        _ => {
            let error = <serde_yaml::Error as serde::de::Error>::custom("expected `key: value` lines");
            Err(error)
        }
    }
}

/// The one way to the library.
fn value(block: &str) -> Result<serde_yaml::Value, serde_yaml::Error> {
    if flow::too_deep(block).is_some() {
        return Err(serde::de::Error::custom("nested too deeply"));
    }
    serde_yaml::from_str(block)
}

/// What can be read of broken YAML: every top-level key whose own lines are valid; and what is said again under a key, or can't be
/// read.
fn rescue(block: &str) -> (Map<String, Value>, Vec<(String, Value)>) {
    let (mut fields, mut repeated) = (Map::new(), Vec::new());
    let mut add = |key: String, value: Value| match fields.get(&key) {
        Some(_) => repeated.push((key, value)),
        None => _ = fields.insert(key, value),
    };
    let mut unread: Vec<String> = Vec::new();
    let mut entry = String::new();
    let mut flush = |entry: &mut String| {
        // A block that shares anchors with another can't be read alone, and neither can a bomb of them.
        if let Ok(read) = yaml(entry) {
            read.into_iter().for_each(|(key, value)| add(key, value));
        } else if let Some((key, value)) = entry.trim_end().split_once(':')
            && !value.contains('\n')
            && !key.trim().is_empty()
            && !value.trim().starts_with(['&', '*', '[', '{', '|', '>'])
        {
            add(key.trim().to_owned(), Value::String(value.trim().to_owned()));
        } else if let Some((key, items)) = lines_of_list(entry) {
            add(key, Value::Array(items));
        } else if let Some((key, _)) = entry.split_once(':') {
            unread.push(key.trim_matches(['"', '\'', ' ', '?', '\n', '\r']).to_owned());
        }
        entry.clear();
    };
    for line in block.split_inclusive('\n') {
        if !line.starts_with([' ', '\t', '-', '#', '\n', '\r']) {
            flush(&mut entry);
        }
        entry.push_str(line);
    }
    flush(&mut entry);
    repeated.extend(unread.into_iter().map(|key| (key, Value::Null)));
    (fields, repeated)
}

/// `key:` with simple `- item` lines, of which those that are valid by themselves are kept.
fn lines_of_list(entry: &str) -> Option<(String, Vec<Value>)> {
    let (first, rest) = entry.split_once('\n')?;
    let key = first.trim().strip_suffix(':')?;
    let items: Vec<Value> = rest
        .lines()
        .filter_map(|line| line.trim().strip_prefix("- "))
        .filter(|item| !item.contains(['&', '*']))
        .filter_map(|item| value(item).ok())
        .map(from_yaml)
        .filter(|value| value.is_string() || value.is_number())
        .collect();
    (!items.is_empty()).then(|| (key.to_owned(), items))
}

fn too_deep(source: &SourceFile, at: usize) -> Diagnostic {
    let message = "lists or maps in brackets are nested too deeply to be read";
    Diagnostic::error("invalid-front-matter", &source.path, message).at(&source.text, at..at + 1).hint(
        "Close what `[` or `{` opens, or write it on lines of its own. The keys that could be read are used.",
    )
}

fn yaml_diagnostic(source: &SourceFile, range: &Range<usize>, error: &serde_yaml::Error) -> Diagnostic {
    let whole = error.to_string();
    // The position is printed by us; the library's counts from the fence.
    let message = whole.split(" at line ").next().unwrap_or(&whole);
    let found = Diagnostic::error(
        "invalid-front-matter",
        &source.path,
        format!("the front matter is not valid YAML: {message}"),
    );
    let hint = if message.contains("repetition limit") {
        "Anchors and aliases that multiply are not read; write the values out."
    } else if message.contains("expected ',' or ']'") || message.contains("expected ',' or '}'") {
        "What `[` or `{` opens has to be closed by `]` or `}`: `tags: [dns, cache]`. Text that begins with one of them needs quotes."
    } else if message.contains("duplicate entry") {
        "Each key may be there only once."
    } else {
        "Quote text that holds `: `, `#`, or begins with one of `% @ & * ! | > { [`. The keys that could be read are used."
    };
    let at = error.location().map_or(range.start, |place| (range.start + place.index()).min(range.end));
    let end = source.text[at..range.end.max(at)].find('\n').map_or(range.end.max(at), |length| at + length);
    found.at(&source.text, at..end).hint(hint)
}

fn from_mapping(mapping: serde_yaml::Mapping) -> Map<String, Value> {
    mapping.into_iter().filter_map(|(key, value)| Some((scalar(&key)?, from_yaml(value)))).collect()
}

fn scalar(value: &serde_yaml::Value) -> Option<String> {
    match value {
        serde_yaml::Value::String(text) => Some(text.clone()),
        serde_yaml::Value::Number(number) => Some(number.to_string()),
        serde_yaml::Value::Bool(yes) => Some(yes.to_string()),
        _ => None,
    }
}

fn from_yaml(value: serde_yaml::Value) -> Value {
    match value {
        serde_yaml::Value::Null => Value::Null,
        serde_yaml::Value::Bool(yes) => Value::Bool(yes),
        serde_yaml::Value::Number(number) => {
            if let Some(whole) = number.as_i64() {
                whole.into()
            } else if let Some(whole) = number.as_u64() {
                whole.into()
            } else {
                let float = number.as_f64().and_then(serde_json::Number::from_f64);
                float.map_or_else(|| Value::String(number.to_string()), Value::Number)
            }
        }
        serde_yaml::Value::String(text) => Value::String(text),
        serde_yaml::Value::Sequence(items) => Value::Array(items.into_iter().map(from_yaml).collect()),
        serde_yaml::Value::Mapping(mapping) => Value::Object(from_mapping(mapping)),
        serde_yaml::Value::Tagged(tagged) => from_yaml(tagged.value),
    }
}

fn from_table(table: toml::Table) -> Map<String, Value> {
    table.into_iter().map(|(key, value)| (key, from_toml(value))).collect()
}

fn from_toml(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(whole) => whole.into(),
        toml::Value::Float(float) => serde_json::Number::from_f64(float)
            .map_or_else(|| Value::String(float.to_string()), Value::Number),
        toml::Value::Boolean(yes) => Value::Bool(yes),
        toml::Value::Datetime(at) => Value::String(at.to_string()),
        toml::Value::Array(items) => Value::Array(items.into_iter().map(from_toml).collect()),
        toml::Value::Table(table) => Value::Object(from_table(table)),
    }
}

/// ` Did you mean …?`, as a hint.
#[must_use]
pub fn near<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<String> {
    did_you_mean(word, known).map(|near| format!("Did you mean `{near}`?"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::model::Kind;

    fn front(text: &str) -> (FrontMatter, Vec<Diagnostic>) {
        let source = SourceFile { path: "x.md".into(), text: text.into(), kind: Kind::PostMortem };
        let mut found = Vec::new();
        (read(&source, &mut found), found)
    }

    #[test]
    fn yaml_and_toml_give_the_same() {
        let (yaml, none) = front("---\ntitle: A\ntags: [x, y]\ndate: 2020-01-02\n---\nbody\n");
        assert!(none.is_empty());
        let (toml, none) = front("+++\ntitle = 'A'\ntags = ['x', 'y']\ndate = 2020-01-02\n+++\nbody\n");
        assert!(none.is_empty());
        assert_eq!(yaml.fields["title"], toml.fields["title"]);
        assert_eq!(yaml.fields["tags"], toml.fields["tags"]);
        assert_eq!(yaml.fields["date"], toml.fields["date"]);
        assert_eq!(yaml.body_start, 47);
    }

    #[test]
    fn a_rule_at_the_top_is_no_front_matter() {
        let (none, found) = front("---\nNo end\n");
        assert!(none.fields.is_empty() && found.is_empty() && none.body_start == 0);
    }

    #[test]
    fn broken_yaml_keeps_what_is_whole() {
        let (front, found) = front("---\ntitle: Fine\nkeywords:\n- a\n- %\n- b\ndate: 2020-01-02\n---\n");
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].place.as_ref().unwrap().line, 5, "{found:?}");
        assert_eq!(front.fields["title"], "Fine");
        assert_eq!(front.fields["date"], "2020-01-02");
        assert_eq!(front.fields["keywords"], serde_json::json!(["a", "b"]));
    }

    #[test]
    fn an_alias_bomb_is_refused() {
        let mut text = String::from("---\ntitle: Bomb\na0: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for level in 1..12 {
            let previous = format!("*a{}", level - 1);
            text += &format!("a{level}: &a{level} [{}]\n", [previous.as_str(); 9].join(", "));
        }
        let (front, found) = front(&(text + "---\n"));
        assert_eq!(found.len(), 1);
        assert_eq!(front.fields["title"], "Bomb");
    }

    #[test]
    fn places_are_those_of_the_file() {
        let text = "---\ntitle: A\nseverity: wild\n---\n";
        let (front, _) = front(text);
        assert_eq!(&text[front.place_of(text, "severity")], "severity");
        assert_eq!(&text[front.place_of_value(text, "severity", "wild")], "wild");
    }
}
