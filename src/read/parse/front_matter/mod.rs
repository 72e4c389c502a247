//! Front matter, YAML between `---` or TOML between `+++`, as plain values.

mod fence;
mod toml;
mod yaml;

use std::ops::Range;

use serde_json::{Map, Value};

pub use fence::Format;

use super::flow;
use crate::core::diagnostic::{Diagnostic, did_you_mean};
use crate::core::model::SourceFile;

/// Front matter as it was written, keys in order.
#[derive(Debug, Default)]
pub struct FrontMatter {
    pub fields: Map<String, Value>,
    /// Front matter that is not valid: what is said again under a key that was there, and keys whose values can't be read.
    pub repeated: Vec<(String, Value)>,
    /// Whether it is not valid.
    pub is_broken: bool,
    /// Bytes of the file between the fences.
    pub range: Range<usize>,
    /// Where the body begins.
    pub body_start: usize,
}

/// Reads the front matter of a file. What can't be read is reported; all keys that can be read are kept.
pub fn read(source: &SourceFile, found: &mut Vec<Diagnostic>) -> FrontMatter {
    let text = &source.text;
    let Some(fenced) = fence::find(text) else {
        let unclosed = fence::unclosed(text).map(|unclosed| not_closed(source, unclosed));
        let is_broken = unclosed.is_some();
        found.extend(unclosed);
        return FrontMatter { is_broken, ..FrontMatter::default() };
    };
    found.extend((fenced.start > 0).then(|| late(source, fenced.start, fenced.format)));
    let range = fenced.range;
    let block = &text[range.clone()];
    let before = found.len();
    let mut repeated = Vec::new();
    let fields = match fenced.format {
        Format::Yaml => match (flow::too_deep(block), yaml::fields(block)) {
            (_, Ok(fields)) => fields,
            (too_deep, Err(fault)) => {
                found.push(match too_deep {
                    Some(at) => nested_too_deep(source, range.start + at),
                    None => yaml_diagnostic(source, &range, &fault),
                });
                let (fields, others) = rescue(block);
                repeated = others;
                fields
            }
        },
        Format::Toml => match toml::fields(block) {
            Ok(fields) => fields,
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
    FrontMatter { fields, repeated, is_broken: found.len() > before, range, body_start: fenced.body_start }
}

impl FrontMatter {
    /// Where a key is written in the file: the key itself, else the start of the front matter.
    pub fn place_of(&self, text: &str, key: &str) -> Range<usize> {
        self.places_of(text, key).next().unwrap_or(self.range.start..self.range.start)
    }

    /// Every line that begins with a key.
    pub fn places_of<'t>(&self, text: &'t str, key: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
        let mut at = self.range.start;
        text[self.range.clone()].split_inclusive('\n').filter_map(move |line| {
            let plain = line.trim_start_matches(['"', '\'', ':']);
            let start = at + (line.len() - plain.len());
            at += line.len();
            let rest = plain.strip_prefix(key)?.trim_start_matches(['"', '\'', ' ']);
            rest.starts_with([':', '=']).then(|| start..start + key.len())
        })
    }

    /// Where a value is written: behind its key if it can be found there, else the key.
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
    fence::find(text).map(|fenced| (fenced.format, fenced.range))
}

/// Where the Markdown of a file begins, behind its front matter.
pub fn body_start(text: &str) -> usize {
    fence::find(text).map_or(0, |fenced| fenced.body_start)
}

/// The keys of the front matter of a file, as far as it can be read.
pub fn keys(text: &str) -> Vec<String> {
    fields(text).into_iter().map(|(key, _)| key).collect()
}

/// The front matter of a file that is valid; what can be read of one that is not.
pub fn fields(text: &str) -> Map<String, Value> {
    match block(text) {
        Some((Format::Yaml, range)) => {
            yaml::fields(&text[range.clone()]).unwrap_or_else(|_| rescue(&text[range]).0)
        }
        Some((Format::Toml, range)) => toml::fields(&text[range]).unwrap_or_default(),
        None => Map::new(),
    }
}

/// Where the first table of a block of TOML begins, or the block ends: keys before it belong to no table.
pub fn first_table(block: &str) -> usize {
    let mut at = 0;
    for line in block.split_inclusive('\n') {
        // In the middle of an array or a text, what is before the line is not whole.
        if line.trim_start().starts_with('[') && toml::is_valid(&block[..at]) {
            return at;
        }
        at += line.len();
    }
    at
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
        if let Ok(read) = yaml::fields(entry) {
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
        .filter_map(|item| yaml::value(item).ok())
        .filter(|value| value.is_string() || value.is_number())
        .collect();
    (!items.is_empty()).then(|| (key.to_owned(), items))
}

fn nested_too_deep(source: &SourceFile, at: usize) -> Diagnostic {
    let message = "lists or maps in brackets are nested too deeply to be read";
    Diagnostic::error("invalid-front-matter", &source.path, message).at(&source.text, at..at + 1).hint(
        "Close what `[` or `{` opens, or write it on lines of its own. The keys that could be read are used.",
    )
}

/// Front matter that nothing ends, which is read as text.
fn not_closed(source: &SourceFile, (format, opening, end): (Format, Range<usize>, usize)) -> Diagnostic {
    let (text, fence) = (&source.text, format.fence());
    let line = text[..end].matches('\n').count();
    let message = format!("the front matter that begins here has no second `{fence}`, and is read as text");
    Diagnostic::error("unclosed-front-matter", &source.path, message)
        .at(text, opening)
        .hint(format!("Write `{fence}` on a line of its own below line {line}."))
}

/// Front matter below empty lines, where other programs don't look for it.
fn late(source: &SourceFile, start: usize, format: Format) -> Diagnostic {
    let fence = format.fence();
    let message =
        format!("front matter belongs at the very top; there are empty lines before this `{fence}`");
    Diagnostic::warning("late-front-matter", &source.path, message)
        .at(&source.text, start..start + fence.len())
        .hint("Remove the empty lines. It is read all the same, which other programs may not do.")
}

fn yaml_diagnostic(source: &SourceFile, range: &Range<usize>, fault: &yaml::Fault) -> Diagnostic {
    let message = &fault.message;
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
    let at = fault.at.map_or(range.start, |at| (range.start + at).min(range.end));
    let end = source.text[at..range.end.max(at)].find('\n').map_or(range.end.max(at), |length| at + length);
    found.at(&source.text, at..end).hint(hint)
}

/// ` Did you mean …?`, as a hint.
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
