//! `book.toml`: the settings of a knowledge base. Names are mdBook's where it has them.

pub mod attachments;
mod built;
mod check;
mod content;
mod invalid;
mod keys;
mod load;
mod locate;
mod names;
mod public;
mod recurrence;

pub use built::{FOLDER, LIST, is_site};
pub use check::{Check, Required, Review, RuleLevel};
pub use content::{Content, Included, TOOL_FOLDERS, is_passed_over, looks_like_markdown, looks_like_text};
pub use keys::{KEYS, Key};
pub use load::{FILE_NAME, Loaded, load, parse};
pub use locate::{above, locate};
pub use public::Public;
pub use recurrence::{Recurrence, Rule};

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};

use jiff::tz::TimeZone;
use serde::Deserialize;

use crate::core::model::SectionKind;

/// All settings, with defaults filled in and names checked.
#[derive(Debug, Clone)]
pub struct Config {
    pub book: Book,
    pub build_dir: String,
    pub html: Html,
    pub severity: Severity,
    pub status: Status,
    pub content: Content,
    pub fields: Fields,
    pub check: Check,
    pub review: Review,
    pub recurrence: Recurrence,
    pub changes: Changes,
    pub git: Git,
    /// Headings, beside those built in, by what they stand for.
    pub sections: BTreeMap<SectionKind, Vec<String>>,
    /// Further words that are understood, by table and by what they stand for.
    pub words: BTreeMap<String, BTreeMap<String, Vec<String>>>,
    pub statistics: Statistics,
    pub public: Public,
    /// Whether these are the settings of the edition for readers outside.
    pub is_public: bool,
    /// Zone of times that name none.
    pub timezone: TimeZone,
}

impl Hash for Config {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // The zone is the one that `[book]` names.
        let Self {
            book,
            build_dir,
            html,
            severity,
            status,
            content,
            fields,
            check,
            review,
            recurrence,
            changes,
            git,
            sections,
            words,
            statistics,
            public,
            is_public,
            timezone: _,
        } = self;
        (book, build_dir, html, severity, status, content, fields, check, review).hash(state);
        (recurrence, changes, git, sections, words, statistics, public, is_public).hash(state);
    }
}

/// `[book]`
#[derive(Debug, Clone, Hash, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct Book {
    pub title: String,
    pub description: String,
    pub authors: Vec<String>,
    /// BCP 47 tag.
    pub language: String,
    /// Folder of the content, relative to `book.toml`.
    pub src: String,
    /// IANA name.
    pub timezone: String,
    /// Whether dates in numbers have the day or the month first, where a text does not tell.
    pub date_order: Option<DateOrder>,
}

/// What stands first in a date in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateOrder {
    DayFirst,
    MonthFirst,
}

impl Default for Book {
    fn default() -> Self {
        Self {
            title: "Post-mortems".into(),
            description: String::new(),
            authors: Vec::new(),
            language: "en".into(),
            src: "content".into(),
            timezone: "UTC".into(),
            date_order: None,
        }
    }
}

/// `[output.html]`
#[derive(Debug, Clone, Hash, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct Html {
    /// Where the site will be, such as `https://example.org/incidents/`; needed only for the sitemap and redirects' canonical links.
    pub site_url: Option<String>,
    pub git_repository_url: Option<String>,
    /// `{path}` stands for the path of the file in the repository.
    pub edit_url_template: Option<String>,
    /// Files relative to `book.toml`.
    pub additional_css: Vec<String>,
    pub additional_js: Vec<String>,
    /// Publish HTML in Markdown as it is written, scripts included.
    pub unsafe_html: bool,
    /// Endings of files that are published where something links to them, beside those that are known.
    pub attachments: Vec<String>,
    /// A folder in `themes/` beside `book.toml` whose files replace those of the built-in theme.
    pub theme: Option<String>,
    /// Whether there are Atom feeds, which need a full `site-url`.
    pub feeds: bool,
    /// Whether the records of all post-mortems are in the site.
    pub data: bool,
    /// Whether every page of a document is there as Markdown too.
    pub markdown: bool,
    /// A copy of Mermaid's library, relative to `book.toml`, which draws the diagrams of the pages that have any.
    pub mermaid: Option<String>,
    /// Whether what stands between dollar signs is a formula.
    pub math: bool,
    /// Files at the root of the content that are published as they are, whether a page links to them or not.
    pub root_files: Vec<String>,
    pub search: Search,
}

impl Default for Html {
    fn default() -> Self {
        Self {
            site_url: None,
            git_repository_url: None,
            edit_url_template: None,
            additional_css: Vec::new(),
            additional_js: Vec::new(),
            unsafe_html: false,
            attachments: Vec::new(),
            mermaid: None,
            math: false,
            root_files: Vec::new(),
            theme: None,
            feeds: true,
            data: true,
            markdown: true,
            search: Search::default(),
        }
    }
}

/// `[output.html.search]`
#[derive(Debug, Clone, Hash, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct Search {
    /// Whether the site can be searched.
    pub enable: bool,
    pub offline: Offline,
}

impl Default for Search {
    fn default() -> Self {
        Self { enable: true, offline: Offline::Auto }
    }
}

/// Whether the site can be searched when it is opened from disk, which takes a second copy of the index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(try_from = "OfflineValue")]
pub enum Offline {
    Always,
    Never,
    /// While the index is small.
    Auto,
}

/// `true`, `false` or `"auto"`.
#[derive(Deserialize)]
#[serde(untagged, expecting = "expected true, false or \"auto\"")]
enum OfflineValue {
    Fixed(bool),
    Named(String),
}

impl TryFrom<OfflineValue> for Offline {
    type Error = String;

    fn try_from(value: OfflineValue) -> Result<Self, String> {
        match value {
            OfflineValue::Fixed(true) => Ok(Self::Always),
            OfflineValue::Fixed(false) => Ok(Self::Never),
            OfflineValue::Named(name) if name == "auto" => Ok(Self::Auto),
            OfflineValue::Named(name) => Err(format!("expected true, false or \"auto\", found {name:?}")),
        }
    }
}

/// `[severity]`
#[derive(Debug, Clone, Hash, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct Severity {
    /// The worst first.
    pub levels: Vec<String>,
}

impl Default for Severity {
    fn default() -> Self {
        Self { levels: ["sev1", "sev2", "sev3", "sev4", "sev5"].map(String::from).to_vec() }
    }
}

/// `[status]`
#[derive(Debug, Clone, Hash, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct Status {
    /// From first to last; the last one means that the post-mortem is finished.
    pub values: Vec<String>,
}

impl Default for Status {
    fn default() -> Self {
        Self { values: ["draft", "in-review", "final"].map(String::from).to_vec() }
    }
}

/// `[fields]`: other names, and what they stand for.
#[derive(Debug, Clone, Default, Hash, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct Fields {
    /// Front-matter keys.
    pub keys: BTreeMap<String, String>,
    pub severities: BTreeMap<String, String>,
    pub statuses: BTreeMap<String, String>,
    pub services: BTreeMap<String, String>,
    pub causes: BTreeMap<String, String>,
}

/// `[statistics]`
#[derive(Debug, Clone, Hash, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct Statistics {
    /// Incidents that last longer are taken for a slip of the pen, and are not counted in lengths.
    pub longest_days: u32,
}

impl Default for Statistics {
    fn default() -> Self {
        Self { longest_days: 30 }
    }
}

/// `[changes]`
#[derive(Debug, Clone, Hash, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct Changes {
    /// How far back "lately" reaches.
    pub days: u16,
}

impl Default for Changes {
    fn default() -> Self {
        Self { days: 30 }
    }
}

/// `[git]`
#[derive(Debug, Clone, Hash, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct Git {
    /// Whether git is asked for the history of files.
    pub enable: bool,
    /// Whether the names of those who wrote in a post-mortem stand on its page.
    pub contributors: bool,
}

impl Default for Git {
    fn default() -> Self {
        Self { enable: true, contributors: false }
    }
}
