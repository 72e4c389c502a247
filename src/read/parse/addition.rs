//! New keys for front matter: how YAML and TOML write their values, and where in a file they go.

use super::front_matter::{self, Format};
use super::keys;
use crate::core::config::Config;
use crate::core::edit::Edit;

/// A value that is to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NewValue {
    /// A date or a time, which both formats write as it is.
    Time(String),
    Text(String),
    List(Vec<String>),
}

impl NewValue {
    /// As people read it.
    pub fn plain(&self) -> String {
        match self {
            Self::Time(text) | Self::Text(text) => text.clone(),
            Self::List(items) => items.join(", "),
        }
    }

    /// As YAML writes it, on one line.
    pub fn yaml(&self) -> String {
        self.written(yaml_text)
    }

    fn toml(&self) -> String {
        self.written(quoted)
    }

    fn written(&self, text: impl Fn(&str) -> String) -> String {
        match self {
            Self::Time(time) => time.clone(),
            Self::Text(value) => text(value),
            Self::List(items) => {
                format!("[{}]", items.iter().map(|item| text(item)).collect::<Vec<_>>().join(", "))
            }
        }
    }
}

/// Fields for which a file has a key, under whatever name and with whatever value, also none.
pub fn fields_with_a_key(text: &str, config: &Config) -> Vec<&'static str> {
    front_matter::keys(text).iter().filter_map(|key| keys::canonical(key, config)).collect()
}

/// The edit that adds keys at the end of the front matter of a file, which gets one in YAML where it has none.
///
/// TOML gets them before its first table. Whether the result can be read is for the caller to try.
pub fn addition(text: &str, fields: &[(&str, NewValue)]) -> Edit {
    let newline =
        if text.split_once('\n').is_some_and(|(first, _)| first.ends_with('\r')) { "\r\n" } else { "\n" };
    let lines = |sign: &str, write: fn(&NewValue) -> String| -> String {
        fields.iter().map(|(key, value)| format!("{key}{sign} {}{newline}", write(value))).collect()
    };
    match front_matter::block(text) {
        None => {
            let text = format!("---{newline}{}---{newline}{newline}", lines(":", NewValue::yaml));
            Edit { range: 0..0, text }
        }
        Some((Format::Yaml, range)) => Edit { range: range.end..range.end, text: lines(":", NewValue::yaml) },
        Some((Format::Toml, range)) => {
            let at = range.start + front_matter::first_table(&text[range]);
            Edit { range: at..at, text: lines(" =", NewValue::toml) }
        }
    }
}

/// A text as a YAML scalar: bare where every parser reads it as the same text, else in double quotes.
fn yaml_text(text: &str) -> String {
    let is_harmless =
        |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | '/' | '(' | ')' | '\'');
    // What YAML 1.1 takes for a truth value or nothing.
    const WORDS: &[&str] = &["y", "n", "yes", "no", "on", "off", "true", "false", "null"];
    let is_bare = text.starts_with(char::is_alphabetic)
        && text.chars().all(is_harmless)
        && !text.ends_with(' ')
        && !WORDS.contains(&text.to_lowercase().as_str());
    if is_bare { text.to_owned() } else { quoted(text) }
}

/// In double quotes, with the escapes that JSON, YAML and TOML share.
fn quoted(text: &str) -> String {
    let json = serde_json::Value::String(text.to_owned()).to_string();
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        // JSON lets these stand bare, which YAML or TOML does not.
        match u32::from(c) {
            code @ (0x7f..=0x9f | 0x2028 | 0x2029 | 0xfeff | 0xfffe | 0xffff) => {
                out.push_str(&format!("\\u{code:04x}"));
            }
            _ => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::edit::apply;

    #[test]
    fn any_text_is_read_as_it_was_written() {
        for text in [
            "Plain title",
            "yes",
            "No",
            "null",
            "12:30",
            "1.5",
            "0x1f",
            "- dash",
            "a: b",
            "a #b",
            "\"quoted\"",
            "it's",
            "back\\slash",
            "[list",
            "{map",
            "*star",
            "&and",
            "!bang",
            "%per",
            "@at",
            "`tick",
            "|",
            ">",
            "?",
            "~",
            "---",
            "決済 API の障害",
            "انقطاع",
            "💥",
            "a\u{7f}b\u{85}c\u{2028}d\u{feff}",
            "tab\there",
            " spaces ",
            "a, b",
            "é",
            "",
        ] {
            let value = NewValue::List(vec![text.to_owned(), "x".to_owned()]);
            for sign in [("---", ":"), ("+++", " =")] {
                let block = if sign.0 == "---" { value.yaml() } else { value.toml() };
                let file = format!("{}\nkey{} {block}\n{}\n", sign.0, sign.1, sign.0);
                let read = front_matter::fields(&file);
                assert_eq!(read["key"], serde_json::json!([text, "x"]), "{file}");
            }
            let one = format!("---\nkey: {}\n---\n", NewValue::Text(text.to_owned()).yaml());
            assert_eq!(front_matter::fields(&one)["key"], text, "{one}");
        }
    }

    fn added(text: &str) -> String {
        let fields = [("title", NewValue::Text("T".into())), ("date", NewValue::Time("2020-01-02".into()))];
        apply(text, &[addition(text, &fields)])
    }

    #[test]
    fn keys_go_to_the_end_of_what_is_there() {
        assert_eq!(added("Text.\n"), "---\ntitle: T\ndate: 2020-01-02\n---\n\nText.\n");
        assert_eq!(added("A\r\nB\r\n"), "---\r\ntitle: T\r\ndate: 2020-01-02\r\n---\r\n\r\nA\r\nB\r\n");
        assert_eq!(
            added("---\r\ntags: [x] # mine\r\n---\r\nText"),
            "---\r\ntags: [x] # mine\r\ntitle: T\r\ndate: 2020-01-02\r\n---\r\nText"
        );
        assert_eq!(
            added("+++\ntags = [\n  [\"x\"],\n]\n[extra]\na = 1\n+++\n"),
            "+++\ntags = [\n  [\"x\"],\n]\ntitle = \"T\"\ndate = 2020-01-02\n[extra]\na = 1\n+++\n"
        );
        assert_eq!(added("---\nNo end\n"), "---\ntitle: T\ndate: 2020-01-02\n---\n\n---\nNo end\n");
    }

    #[test]
    fn a_key_is_known_by_any_of_its_names() {
        let config = Config::default();
        assert_eq!(fields_with_a_key("---\nPriority:\nmine: 1\n---\n", &config), ["severity"]);
        assert!(fields_with_a_key("severity: x\n", &config).is_empty());
    }
}
