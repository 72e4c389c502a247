//! Reading `book.toml`: all its faults in one go, each with its place.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use jiff::tz::TimeZone;
use serde::Deserialize;
use toml::de::{DeTable, DeValue};

use super::attachments;
use super::invalid::value_error;
use super::keys::{KEYS, names_below};
use super::{
    Book, Changes, Check, Config, Content, Fields, Git, Html, Included, Public, Recurrence, Review, Severity,
    Statistics, Status, content, names,
};
use crate::core::diagnostic::{Diagnostic, did_you_mean};
use crate::core::model::{SectionKind, Text};

/// A knowledge base on disk: where it is and how it is set up.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The folder of `book.toml`, or the one that was named where there is none.
    pub root: PathBuf,
    /// The folder of the Markdown.
    pub content: PathBuf,
    pub config: Config,
    /// Text of `book.toml`; empty where there is none.
    pub text: String,
}

impl Loaded {
    /// The folder that the site is written to, unless another is named.
    pub fn site(&self) -> PathBuf {
        let config = &self.config;
        self.root.join(if config.is_public { &config.public.build_dir } else { &config.build_dir })
    }

    /// The folders that either edition is written to.
    pub fn sites(&self) -> [PathBuf; 2] {
        [&self.config.build_dir, &self.config.public.build_dir].map(|folder| self.root.join(folder))
    }

    /// The same knowledge base for readers outside.
    #[must_use]
    pub fn for_public(mut self) -> Self {
        self.config.turn_public();
        self
    }
}

/// Name of the file of settings.
pub const FILE_NAME: &str = "book.toml";

/// Reads the settings of the knowledge base in `root`.
///
/// A folder without `book.toml` has default settings; if it also has no `content`, its own files are the content.
///
/// # Errors
/// All that is wrong with the file.
pub fn load(root: &Path) -> Result<Loaded, Vec<Diagnostic>> {
    let path = root.join(FILE_NAME);
    let shown = path.display().to_string();
    let text = match crate::core::files::read_text(&path) {
        Ok(text) => Some(text),
        Err(error) if error.is_not_found() => None,
        Err(error) => return Err(vec![Diagnostic::error("unreadable-settings", shown, error.to_string())]),
    };
    let config = parse(text.as_deref().unwrap_or_default(), &shown)?;
    let mut content = root.join(&config.book.src);
    if text.is_none() && !content.is_dir() {
        content = root.to_owned();
    }
    if !content.is_dir() {
        let hint = match text {
            Some(_) => "Create it, or set `src` in `[book]` to the folder that holds the post-mortems.",
            None => "Name a folder of Markdown files, or run `lookback init` to start one.",
        };
        let message = format!("there is no folder {}", content.display());
        return Err(vec![Diagnostic::error("no-content", shown, message).hint(hint)]);
    }
    if crate::core::config::is_site(&content) {
        let shown = content.display().to_string();
        let hint = "Name the folder of the knowledge base that it was made of.";
        let message = format!("{shown} holds a site that was built, not post-mortems");
        return Err(vec![Diagnostic::error("built-site", shown, message).hint(hint)]);
    }
    Ok(Loaded { root: root.to_owned(), content, config, text: text.unwrap_or_default() })
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct BookFile {
    book: Book,
    build: Build,
    output: Output,
    severity: Severity,
    status: Status,
    content: Content,
    fields: Fields,
    check: Check,
    review: Review,
    recurrence: Recurrence,
    sections: BTreeMap<String, Vec<String>>,
    words: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    statistics: Statistics,
    changes: Changes,
    git: Git,
    public: Public,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
struct Build {
    build_dir: String,
}

impl Default for Build {
    fn default() -> Self {
        Self { build_dir: "site".into() }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Output {
    html: Html,
}

/// Endings that can't be published by a setting of their own.
fn odd_attachments(text: &Text, path: &str, html: &Html) -> Vec<Diagnostic> {
    let odd = |ending: &String| {
        let (message, hint) = if attachments::is_running(ending) && !html.unsafe_html {
            (
                format!("files that end with `{ending}` could run in the browsers of readers"),
                "Pack them in a zip. Only `unsafe-html` publishes them.",
            )
        } else if !attachments::is_ending(ending) {
            (
                format!("`{ending}` is not an ending of a file's name"),
                "Write what follows the last dot, such as `pbf`.",
            )
        } else {
            return None;
        };
        Some(value_error(text, path, ending, message).hint(hint))
    };
    html.attachments.iter().filter_map(odd).collect()
}

/// Reads settings from the text of `book.toml`; `path` is only for messages.
///
/// # Errors
/// Every unknown key, value of a wrong type, and unusable value.
pub fn parse(text: &str, path: &str) -> Result<Config, Vec<Diagnostic>> {
    let mut found = Vec::new();
    let text = &Text::from(text);
    match DeTable::parse(text) {
        Ok(table) => unknown_keys(text, path, table.get_ref(), "", &mut found),
        Err(error) => return Err(vec![toml_error(text, path, &error)]),
    }
    let file: BookFile = match toml::from_str(text) {
        Ok(file) => file,
        Err(error) => {
            found.push(toml_error(text, path, &error));
            return Err(found);
        }
    };
    let timezone = TimeZone::get(&file.book.timezone).unwrap_or_else(|_| {
        let message = format!("`{}` is not a time zone", file.book.timezone);
        let hint = "Use a name of the IANA database, such as `Europe/Berlin` or `UTC`.";
        found.push(value_error(text, path, &file.book.timezone, message).hint(hint));
        TimeZone::UTC
    });
    if file.severity.levels.is_empty() {
        found.push(value_error(text, path, "levels", "`levels` names no severity".into()));
    }
    if file.status.values.is_empty() {
        found.push(value_error(text, path, "values", "`values` names no status".into()));
    }
    if file.recurrence.minimum < 2 {
        found.push(value_error(
            text,
            path,
            "minimum",
            "`minimum` is below 2: one incident repeats nothing".into(),
        ));
    }
    // `./site` is `site`.
    let parts = |folder: &str| -> PathBuf {
        Path::new(folder).components().filter(|part| *part != Component::CurDir).collect()
    };
    if parts(&file.build.build_dir) == parts(&file.public.build_dir) {
        let folder = &file.public.build_dir;
        let message = format!("both editions would be written to `{folder}`");
        let hint = "Give `build-dir` in `[public]` a folder of its own.";
        found.push(value_error(text, path, folder, message).hint(hint));
    }
    found.extend(patterns(&file.content, text, path));
    found.extend(names::faults(text, path, &file.output.html, &file.public));
    found.extend(odd_attachments(text, path, &file.output.html));
    // An alias of something that does not exist would silently do nothing.
    let known =
        |aliases: &BTreeMap<String, String>, names: &[String], what: &str, found: &mut Vec<Diagnostic>| {
            for name in aliases.values().filter(|name| !names.contains(name)) {
                let message = format!("`{name}` is not a {what}");
                found.push(
                    value_error(text, path, name, message)
                        .hint(suggestion(name, names.iter().map(String::as_str))),
                );
            }
        };
    known(&file.fields.severities, &file.severity.levels, "severity", &mut found);
    known(&file.fields.statuses, &file.status.values, "status", &mut found);
    let mut sections = BTreeMap::new();
    for (name, headings) in file.sections {
        match SectionKind::from_name(&name.replace('-', "_")) {
            Some(kind) => {
                sections.insert(kind, headings);
            }
            None => {
                let known = SectionKind::ALL.map(SectionKind::name);
                let message = format!("`{name}` is not a kind of section");
                found.push(value_error(text, path, &name, message).hint(suggestion(&name, known)));
            }
        }
    }
    if !found.is_empty() {
        return Err(found);
    }
    Ok(Config {
        book: file.book,
        build_dir: file.build.build_dir,
        html: file.output.html,
        severity: file.severity,
        status: file.status,
        content: Content { included: Included::new(&file.content.include), ..file.content },
        fields: file.fields,
        check: file.check,
        review: file.review,
        recurrence: file.recurrence,
        changes: file.changes,
        git: file.git,
        sections,
        words: file.words,
        statistics: file.statistics,
        public: file.public,
        is_public: false,
        timezone,
    })
}

impl Default for Config {
    fn default() -> Self {
        parse("", FILE_NAME).expect("the defaults are valid")
    }
}

/// What is wrong with the patterns of `[content]`.
fn patterns(settings: &Content, text: &Text, path: &str) -> Vec<Diagnostic> {
    let included = settings.include.iter().map(|entry| (entry, content::fault_of_included(entry)));
    let excluded = settings.exclude.iter().map(|entry| (entry, content::fault_of_glob(entry)));
    let faults = included.chain(excluded).filter_map(|(entry, fault)| Some((entry, fault?)));
    let quoted = |entry: &String| {
        let written = [format!("\"{entry}\""), format!("'{entry}'")];
        written.into_iter().find(|one| text.contains(one.as_str())).unwrap_or_else(|| entry.clone())
    };
    let mut found: Vec<Diagnostic> = faults
        .map(|(entry, (message, hint))| value_error(text, path, &quoted(entry), message).hint(hint))
        .collect();
    if settings.include.is_empty() {
        let hint = "Leave it out, and Markdown is read by its usual endings.";
        found.push(value_error(text, path, "include", "`include` names no file".into()).hint(hint));
    }
    found
}

fn unknown_keys(text: &Text, path: &str, table: &DeTable<'_>, prefix: &str, found: &mut Vec<Diagnostic>) {
    for (key, value) in table {
        let name = key.get_ref();
        let full = if prefix.is_empty() { name.to_string() } else { format!("{prefix}.{name}") };
        if KEYS.iter().any(|key| key.accepts(&full)) {
            continue;
        }
        match value.get_ref() {
            DeValue::Table(inner) if KEYS.iter().any(|key| key.is_below(&full)) => {
                unknown_keys(text, path, inner, &full, found);
            }
            _ => {
                let message = format!("unknown key `{full}`");
                let hint = suggestion(name, names_below(prefix));
                found.push(
                    Diagnostic::error("unknown-setting", path, message).at(text, key.span()).hint(hint),
                );
            }
        }
    }
}

fn suggestion<'a>(word: &str, known: impl IntoIterator<Item = &'a str> + Clone) -> String {
    if let Some(near) = did_you_mean(word, known.clone()) {
        return format!("Did you mean `{near}`?");
    }
    let mut names: Vec<&str> = known.into_iter().collect();
    names.sort_unstable();
    names.dedup();
    format!("Known here: `{}`.", names.join("`, `"))
}

fn toml_error(text: &Text, path: &str, error: &toml::de::Error) -> Diagnostic {
    let message = error.message().lines().next().unwrap_or("not valid TOML").to_owned();
    let found = Diagnostic::error("invalid-settings", path, message);
    match error.span() {
        Some(span) => found.at(text, span),
        None => found,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::config::Offline;

    #[test]
    fn no_settings_are_good_settings() {
        let config = parse("", "book.toml").unwrap();
        assert_eq!(config.severity.levels[0], "sev1");
        assert_eq!(config.build_dir, "site");
    }

    #[test]
    fn all_unknown_keys_are_reported_with_their_places() {
        let text = "[book]\ntitel = \"x\"\n[output.html]\nsite-url = \"/\"\nunsave-html = true\n[serverity]\nlevels = []\n";
        let found = parse(text, "book.toml").unwrap_err();
        let lines: Vec<_> = found.iter().map(|one| one.place.as_ref().map(|place| place.line)).collect();
        assert!(
            lines.contains(&Some(2)) && lines.contains(&Some(5)) && lines.contains(&Some(6)),
            "{found:#?}"
        );
        assert!(found[0].hint.as_deref().unwrap().contains('`'));
    }

    #[test]
    fn what_would_silently_do_nothing_is_an_error() {
        let text = "[content]\nexclude = [\"[z\"]\n[fields.severities]\nbad = \"sev77\"\n";
        let found = parse(text, "b").unwrap_err();
        let lines: Vec<_> =
            found.iter().filter_map(|one| one.place.as_ref()).map(|place| place.line).collect();
        assert_eq!(lines, [2, 4]);
    }

    #[test]
    fn searching_from_disk_is_chosen_by_a_flag_or_a_word() {
        let parse = |value: &str| {
            let text = format!("[output.html.search]\noffline = {value}\n");
            parse(&text, "book.toml").map(|config| config.html.search.offline)
        };
        assert_eq!(parse("true").unwrap(), Offline::Always);
        assert_eq!(parse("false").unwrap(), Offline::Never);
        assert_eq!(parse("\"auto\"").unwrap(), Offline::Auto);
        for wrong in ["\"always\"", "3"] {
            let found = parse(wrong).unwrap_err();
            assert_eq!(found[0].place.as_ref().map(|place| place.line), Some(2), "{found:#?}");
            assert!(found[0].message.contains("expected true, false or \"auto\""), "{found:#?}");
        }
    }

    #[test]
    fn a_wrong_type_or_zone_is_an_error() {
        assert!(parse("[book]\nauthors = 3\n", "b").is_err());
        let found = parse("[book]\ntimezone = \"Mars/Olympus\"\n", "b").unwrap_err();
        assert_eq!(found[0].place.as_ref().unwrap().line, 2);
    }
}
