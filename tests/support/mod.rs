//! A knowledge base in a folder that goes away: put files in, run the real program, look at what came out.
//!
//! Every step returns the fixture, so that a test reads as a story:
//!
//! ```ignore
//! Base::new().file("content/a.md", "# A").build().ok().page("a.html", |page| page.has("h1", "A"));
//! ```
#![allow(
    dead_code,
    clippy::disallowed_methods,
    clippy::wrong_self_convention,
    reason = "each test program uses a part of it, on folders of its own, as a chain"
)]

pub mod canaries;
pub mod parity;
pub mod repository;
pub mod walk;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use scraper::{Html, Selector};
use tempfile::TempDir;

/// A knowledge base and what the last run of the program said.
pub struct Base {
    temp: TempDir,
    last: Option<Output>,
}

/// The program.
pub fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_lookback"));
    command.stdin(Stdio::null()).env_remove("NO_COLOR").env("RUST_BACKTRACE", "0");
    command
}

impl Base {
    /// An empty folder.
    pub fn new() -> Self {
        Self { temp: tempfile::tempdir().unwrap(), last: None }
    }

    /// A small knowledge base without faults.
    pub fn small() -> Self {
        Self::new()
            .file("book.toml", "[book]\ntitle = \"Small\"\n")
            .file(
                "content/2024/2024-01-02-cache.md",
                "---\ntitle: The cache was cold\ndate: 2024-01-02\nseverity: sev2\nservices: [Shop]\ncauses: [deploy]\n---\n\n\
                 ## Summary\n\nIt was cold.\n\n## Timeline\n\n- 10:00 [start] Deploy.\n- 10:07 [detected] Alert.\n- 10:30 [resolved] Rolled back.\n",
            )
            .file(
                "content/2024/2024-03-04-queue.md",
                "---\ntitle: The queue was full\ndate: 2024-03-04\nseverity: sev3\nservices: [Mail]\ncauses: [capacity limit]\n---\n\n\
                 ## Summary\n\nLike [the other](2024-01-02-cache.md).\n",
            )
    }

    pub fn root(&self) -> &Path {
        self.temp.path()
    }

    pub fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    /// Writes a file, and the folders above it.
    pub fn file(self, path: &str, text: impl AsRef<[u8]>) -> Self {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    pub fn without(self, path: &str) -> Self {
        let path = self.path(path);
        if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }.unwrap();
        self
    }

    /// Runs the program in the folder.
    pub fn run(self, arguments: &[&str]) -> Self {
        self.run_with(arguments, |_| {})
    }

    pub fn run_with(mut self, arguments: &[&str], change: impl FnOnce(&mut Command)) -> Self {
        let mut command = program();
        command.current_dir(self.root()).args(arguments);
        change(&mut command);
        self.last = Some(command.output().unwrap());
        self
    }

    pub fn build(self) -> Self {
        self.run(&["build", "-v"])
    }

    fn last(&self) -> &Output {
        self.last.as_ref().expect("nothing was run")
    }

    pub fn stdout(&self) -> String {
        String::from_utf8(self.last().stdout.clone()).unwrap()
    }

    pub fn stderr(&self) -> String {
        String::from_utf8(self.last().stderr.clone()).unwrap()
    }

    #[track_caller]
    pub fn exits(self, code: i32) -> Self {
        let (out, errors) = (self.stdout(), self.stderr());
        assert_eq!(
            self.last().status.code(),
            Some(code),
            "standard output:\n{out}\nstandard error:\n{errors}"
        );
        self
    }

    #[track_caller]
    pub fn ok(self) -> Self {
        self.exits(0)
    }

    /// Standard output has this in it.
    #[track_caller]
    pub fn says(self, text: &str) -> Self {
        let out = self.stdout();
        assert!(out.contains(text), "{text:?} is not in standard output:\n{out}");
        self
    }

    /// Standard error has this in it.
    #[track_caller]
    pub fn warns(self, text: &str) -> Self {
        let errors = self.stderr();
        assert!(errors.contains(text), "{text:?} is not in standard error:\n{errors}");
        self
    }

    /// Nothing was found: standard error is empty.
    #[track_caller]
    pub fn silent(self) -> Self {
        assert_eq!(self.stderr(), "");
        self
    }

    /// Looks at a page of the site.
    #[track_caller]
    pub fn page(self, path: &str, look: impl FnOnce(Page)) -> Self {
        look(Page { html: Html::parse_document(&self.read(&format!("site/{path}"))), path: path.into() });
        self
    }

    #[track_caller]
    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    #[track_caller]
    pub fn exists(self, path: &str) -> Self {
        assert!(self.path(path).exists(), "there is no {path}");
        self
    }

    #[track_caller]
    pub fn is_gone(self, path: &str) -> Self {
        assert!(!self.path(path).exists(), "{path} is still there");
        self
    }

    /// Every file below a folder with its bytes.
    pub fn files(&self, folder: &str) -> BTreeMap<String, Vec<u8>> {
        files(&self.path(folder))
    }
}

/// Every file below a folder, by its path there, with its bytes.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = walkdir::WalkDir::new(folder).into_iter().map(Result::unwrap);
    let files = entries.filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).unwrap().to_string_lossy();
            let path = path.replace(std::path::MAIN_SEPARATOR, "/");
            (path, fs::read(entry.path()).unwrap())
        })
        .collect()
}

/// What an author has written, in a folder of its own: without the site, and without what builds have kept.
pub fn copied(from: &Path) -> TempDir {
    let to = tempfile::tempdir().unwrap();
    let is_written = |entry: &walkdir::DirEntry| {
        entry.depth() != 1 || entry.file_name() != "site" && entry.file_name() != ".lookback"
    };
    for entry in walkdir::WalkDir::new(from).min_depth(1).into_iter().filter_entry(is_written) {
        let entry = entry.unwrap();
        let path = to.path().join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(path).unwrap();
        } else {
            fs::copy(entry.path(), path).unwrap();
        }
    }
    to
}

/// One page, parsed as a browser would.
pub struct Page {
    html: Html,
    path: String,
}

impl Page {
    /// Text of every element that matches, with white space joined.
    pub fn texts(&self, selector: &str) -> Vec<String> {
        let selector = Selector::parse(selector).unwrap();
        let text = |element: scraper::ElementRef| {
            element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
        };
        self.html.select(&selector).map(text).collect()
    }

    /// Value of an attribute of every element that matches and has it.
    pub fn attributes(&self, selector: &str, name: &str) -> Vec<String> {
        let selector = Selector::parse(selector).unwrap();
        self.html.select(&selector).filter_map(|element| element.attr(name)).map(str::to_owned).collect()
    }

    /// Numbers that are marked up as such, in every element that matches.
    pub fn values(&self, selector: &str) -> Vec<i64> {
        let values = self.attributes(&format!("{selector} data"), "value");
        values.iter().map(|value| value.parse().unwrap()).collect()
    }

    /// Numbers in the cells of the rows of the table, of those that match, at a position; a dash is none.
    pub fn rows(&self, table: &str, position: usize) -> Vec<Vec<Option<i64>>> {
        let [table, row, cell, data] =
            [table, "tbody tr", "td", "data"].map(|selector| Selector::parse(selector).unwrap());
        let number = |cell: scraper::ElementRef| {
            let data = cell.select(&data).next()?;
            Some(data.attr("value").unwrap().parse().unwrap())
        };
        let table = self.html.select(&table).nth(position).unwrap();
        table.select(&row).map(|row| row.select(&cell).map(number).collect()).collect()
    }

    /// Some element that matches holds this text.
    #[track_caller]
    pub fn has(&self, selector: &str, text: &str) {
        let texts = self.texts(selector);
        assert!(texts.iter().any(|found| found.contains(text)), "{}: {selector} is {texts:?}", self.path);
    }

    #[track_caller]
    pub fn has_no(&self, selector: &str) {
        let texts = self.texts(selector);
        assert!(texts.is_empty(), "{}: {selector} is {texts:?}", self.path);
    }
}
