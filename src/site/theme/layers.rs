//! Which files a theme consists of: the built-in one, overlaid by another built-in one or by those of `themes/<name>/`.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};
use serde::Deserialize;

use super::search;
use crate::core::diagnostic::Diagnostic;
use crate::core::files;

/// Themes that are part of the program, by name. The first is what all others overlay.
pub const BUILT_IN: [&str; 2] = ["default", "plain"];
static DEFAULT: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/default");
static PLAIN: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/themes/plain");

/// What a theme says of itself.
const ABOUT: &str = "theme.toml";

/// For each file, by its path in the theme: how a person would look for it, and its bytes.
pub(super) type Files = BTreeMap<String, (String, Cow<'static, [u8]>)>;

/// `theme.toml`
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct About {
    /// What is not taken from the built-in theme.
    without: Vec<Part>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Part {
    Styles,
    /// The search of the page as well.
    Scripts,
}

impl Part {
    fn holds(self, path: &str) -> bool {
        match self {
            Self::Styles => path.starts_with("static/css/"),
            Self::Scripts => path.starts_with(search::ENGINE) || path.ends_with(".js"),
        }
    }
}

/// The files of a theme that is part of the program by their paths in it: `templates/index.html`, `static/css/base.css`.
/// None for a name that is none of [`BUILT_IN`].
pub fn built_in(name: &str) -> BTreeMap<String, &'static [u8]> {
    fn collect(dir: &'static Dir<'static>, found: &mut BTreeMap<String, &'static [u8]>) {
        for file in dir.files() {
            found.insert(file.path().to_string_lossy().replace('\\', "/"), file.contents());
        }
        for dir in dir.dirs() {
            collect(dir, found);
        }
    }
    let mut found = BTreeMap::new();
    match name {
        "default" => collect(&DEFAULT, &mut found),
        "plain" => collect(&PLAIN, &mut found),
        _ => {}
    }
    found
}

/// What `lookback theme eject` writes: the files of a built-in theme that a theme can replace, and where each goes below
/// `dest`.
pub fn eject(name: &str, dest: &Path) -> Vec<(PathBuf, &'static [u8])> {
    let files = built_in(name).into_iter().filter(|(path, _)| !path.starts_with(search::ENGINE));
    files.map(|(path, bytes)| (dest.join(path), bytes)).collect()
}

/// All files of the theme of a name, in the knowledge base in `root`.
pub(super) fn files(root: &Path, name: Option<&str>, problems: &mut Vec<Diagnostic>) -> Files {
    let own = |name: &str| {
        let files = built_in(name).into_iter();
        files
            .map(|(path, bytes)| {
                (path.clone(), (format!("built-in theme {name}, {path}"), Cow::Borrowed(bytes)))
            })
            .collect::<Files>()
    };
    let mut files = own(BUILT_IN[0]);
    let Some(name) = name else { return files };
    let folder = root.join("themes").join(name);
    let is_built_in = BUILT_IN.contains(&name);
    if is_built_in {
        put_over(&mut files, own(name), problems);
    }
    // A theme of that name beside book.toml changes the built-in one.
    if folder.is_dir() || !is_built_in {
        let read = read(&folder, name, problems);
        put_over(&mut files, read, problems);
    }
    files
}

/// Takes out what a theme does not want, and puts its own files over what is left.
fn put_over(files: &mut Files, mut theme: Files, problems: &mut Vec<Diagnostic>) {
    if let Some((shown, bytes)) = theme.remove(ABOUT) {
        let text = String::from_utf8_lossy(&bytes);
        match toml::from_str::<About>(&text) {
            Ok(about) => files.retain(|path, _| !about.without.iter().any(|part| part.holds(path))),
            Err(error) => {
                let message = error.message().lines().next().unwrap_or("not valid TOML").to_owned();
                let found = Diagnostic::error("invalid-theme", shown, message);
                let found = match error.span() {
                    Some(span) => found.at(&text, span),
                    None => found,
                };
                problems.push(
                    found.hint("It has one key: `without = [\"styles\", \"scripts\"]`, or one of the two."),
                );
            }
        }
    }
    files.append(&mut theme);
}

/// The files of a theme in a folder.
fn read(folder: &Path, name: &str, problems: &mut Vec<Diagnostic>) -> Files {
    let mut files = Files::new();
    let shown = folder.display().to_string();
    if !folder.is_dir() {
        let message = format!("there is no theme `{name}`");
        let hint = "Run `lookback theme eject` to start one from the built-in theme, or leave `theme` unset.";
        problems.push(Diagnostic::error("missing-theme", shown, message).hint(hint));
        return files;
    }
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                problems.push(Diagnostic::error("unreadable-theme", &shown, error.to_string()));
                continue;
            }
        };
        if !entry.file_type().is_file() {
            continue;
        }
        let path = entry.path();
        let below = path.strip_prefix(folder).unwrap_or(path).to_string_lossy().replace('\\', "/");
        match files::read(path) {
            // An engine that was copied once would not read the index of a later version.
            Ok(_) if below.starts_with(search::ENGINE) => {}
            Ok(bytes) => {
                files.insert(below, (path.display().to_string(), Cow::Owned(bytes)));
            }
            Err(error) => problems.push(Diagnostic::error("unreadable-theme", &shown, error.to_string())),
        }
    }
    files
}

/// The text of a built-in template.
pub(super) fn built_in_template(name: &str) -> Option<String> {
    let file = DEFAULT.get_file(format!("templates/{name}"))?;
    file.contents_utf8().map(str::to_owned)
}
