//! `[content]`: which files are read.

use std::hash::{Hash, Hasher};

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use serde::Deserialize;

/// Endings of Markdown, as they are read where nothing is set.
const USUAL: [&str; 4] = [".md", ".markdown", ".qmd", ".html.md.erb"];

/// Folders of tools, which hold no post-mortems whatever is in them.
pub const TOOL_FOLDERS: &[&str] = &["node_modules", "target", "__pycache__", "venv"];

/// Whether a file, by its path below the content folder, is hidden or in a folder of a tool, and so no content whatever is
/// set.
pub fn is_passed_over(path: &str) -> bool {
    let mut parts = path.split('/').peekable();
    std::iter::from_fn(|| Some((parts.next()?, parts.peek().is_some())))
        .any(|(part, is_folder)| part.starts_with('.') || is_folder && TOOL_FOLDERS.contains(&part))
}

/// `[content]`
#[derive(Debug, Clone, Hash, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct Content {
    /// What is read: endings, and globs relative to the content folder.
    pub include: Vec<String>,
    /// Globs, relative to the content folder, of what is left out.
    pub exclude: Vec<String>,
    /// Largest file that is read, in megabytes.
    pub max_file_megabytes: u64,
    /// What `include` comes to.
    #[serde(skip)]
    pub included: Included,
}

impl Default for Content {
    fn default() -> Self {
        Self {
            include: USUAL.map(String::from).to_vec(),
            exclude: Vec::new(),
            max_file_megabytes: 8,
            included: Included::default(),
        }
    }
}

/// Which files are read, by their paths.
#[derive(Debug, Clone)]
pub struct Included {
    /// In lower case, with their dots.
    endings: Vec<String>,
    globs: GlobSet,
    /// What is no part of a name, the endings of `globs` among them.
    cut: Vec<String>,
}

impl Hash for Included {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // What the patterns are is in `include`.
        let Self { endings, globs: _, cut } = self;
        (endings, cut).hash(state);
    }
}

impl Default for Included {
    fn default() -> Self {
        Self::new(&USUAL.map(String::from))
    }
}

impl Included {
    /// What the entries of `include` match; those that are no patterns are passed over, for the settings were checked.
    pub fn new(entries: &[String]) -> Self {
        let (globs, endings): (Vec<&String>, Vec<&String>) = entries.iter().partition(|entry| is_glob(entry));
        let endings: Vec<String> = endings
            .into_iter()
            .map(|ending| format!(".{}", ending.trim_start_matches('.').to_lowercase()))
            .collect();
        let mut cut = endings.clone();
        if !globs.is_empty() {
            cut.extend(globs.iter().flat_map(|glob| tails(&glob.to_lowercase())));
            cut.extend(USUAL.map(String::from));
        }
        let mut set = GlobSetBuilder::new();
        for glob in globs {
            // Endings make no difference between upper and lower case either.
            if let Ok(glob) = GlobBuilder::new(glob).case_insensitive(true).build() {
                set.add(glob);
            }
        }
        Self { endings, globs: set.build().unwrap_or_default(), cut }
    }

    /// Whether a file is read, by its path below the content folder.
    pub fn has(&self, path: &str) -> bool {
        let lower = path.to_lowercase();
        self.endings.iter().any(|ending| lower.ends_with(ending.as_str())) || self.globs.is_match(path)
    }

    /// A path without the ending by which it was included.
    pub fn without_ending<'p>(&self, path: &'p str) -> &'p str {
        let stem = |ending: &String| {
            let (stem, tail) = path.split_at_checked(path.len().checked_sub(ending.len())?)?;
            tail.eq_ignore_ascii_case(ending).then_some(stem)
        };
        self.cut.iter().filter_map(stem).min_by_key(|stem| stem.len()).unwrap_or(path)
    }
}

/// Whether Markdown mostly ends so.
pub fn looks_like_markdown(path: &str) -> bool {
    let lower = path.to_lowercase();
    USUAL.iter().any(|ending| lower.ends_with(ending))
}

/// Whether it ends as texts do that people write post-mortems in, and that are no Markdown by their names.
pub fn looks_like_text(path: &str) -> bool {
    const ENDINGS: [&str; 19] = [
        ".mdx",
        ".mdown",
        ".mkd",
        ".mkdn",
        ".rmd",
        ".rst",
        ".adoc",
        ".asciidoc",
        ".org",
        ".textile",
        ".wiki",
        ".mediawiki",
        ".creole",
        ".docx",
        ".doc",
        ".odt",
        ".rtf",
        ".gdoc",
        ".ipynb",
    ];
    let lower = path.to_lowercase();
    ENDINGS.iter().any(|ending| lower.ends_with(ending))
}

fn is_glob(entry: &str) -> bool {
    entry.contains(['*', '?', '[', ']', '{', '}', '/', '\\'])
}

/// How the names that a glob fits end: `.md` and `.txt` of `**/*.{md,txt}`; nothing where that is open.
fn tails(glob: &str) -> Vec<String> {
    let name = glob.rsplit('/').next().unwrap_or(glob);
    let names = match (name.strip_suffix('}'), name.rfind('{')) {
        (Some(inner), Some(open)) => {
            inner[open + 1..].split(',').map(|one| format!("{}{one}", &name[..open])).collect()
        }
        _ => vec![name.to_owned()],
    };
    let tail = |name: &String| {
        let plain = name.rsplit(['*', '?', '[', ']', '{', '}']).next().unwrap_or_default();
        plain.find('.').map(|dot| plain[dot..].to_owned()).filter(|tail| tail.len() > 1)
    };
    names.iter().filter_map(tail).collect()
}

/// What is wrong with an entry of `include`, and what to write instead.
pub(super) fn fault_of_included(entry: &str) -> Option<(String, &'static str)> {
    if is_glob(entry) {
        return fault_of_glob(entry);
    }
    if entry.contains(char::is_alphanumeric) {
        return None;
    }
    let hint = "Write an ending (`.md`) or a pattern of paths (`incidents/**/*.md`).";
    Some((format!("`{entry}` is neither the ending of a file nor a pattern of paths"), hint))
}

/// What is wrong with a glob, and what to write instead.
pub(super) fn fault_of_glob(glob: &str) -> Option<(String, &'static str)> {
    if let Err(error) = globset::Glob::new(glob) {
        let hint = "`*` stands for any name, `**` for any folders, `[ab]` for one of these letters.";
        return Some((format!("`{glob}` is not a pattern of paths: {}", error.kind()), hint));
    }
    if glob.starts_with(['/', '\\'])
        || glob.starts_with("./")
        || glob.starts_with("../")
        || glob.ends_with('/')
    {
        let hint = "Paths begin below the content folder, without `/` or `./`; a folder with all that is in it is `drafts/**`.";
        return Some((format!("`{glob}` fits no file"), hint));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn included(entries: &[&str]) -> Included {
        Included::new(&entries.iter().map(|entry| (*entry).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn endings_and_globs_both_say_what_is_read() {
        for (entries, path, is_read) in [
            (&[".md"][..], "a/b.MD", true),
            (&["md"], "a/b.md", true),
            (&["md"], "amd", false),
            (&[".md"], "b.md.txt", false),
            (&["*.md"], "2024/03/a.md", true),
            (&["**/*.md"], "a.md", true),
            (&["**/*.md"], "a.MD", true),
            (&["incidents/**"], "incidents/2024/a.txt", true),
            (&["incidents/**"], "other/a.md", false),
            (&["**/pm-*.{md,txt}", ".qmd"], "x/pm-1.txt", true),
            (&["**/pm-*.{md,txt}", ".qmd"], "x/notes.txt", false),
            (&["**/pm-*.{md,txt}", ".qmd"], "x/notes.qmd", true),
        ] {
            assert_eq!(included(entries).has(path), is_read, "{entries:?} {path}");
        }
    }

    #[test]
    fn the_ending_goes_however_a_file_was_included() {
        for (entries, path, plain) in [
            (&[".md", ".html.md.erb"][..], "b.HTML.md.erb", "b"),
            (&["md"], "émd", "émd"),
            (&["**/*.md"], "a/b.md", "a/b"),
            (&["*.md"], "a/b.MD", "a/b"),
            (&["**/*.{txt,rst}"], "a/b.rst", "a/b"),
            (&["**/*-pm.txt"], "a/b-pm.txt", "a/b-pm"),
            (&["incidents/**"], "incidents/b.html.md.erb", "incidents/b"),
            (&["incidents/**"], "incidents/v1.2", "incidents/v1.2"),
        ] {
            assert_eq!(included(entries).without_ending(path), plain, "{entries:?}");
        }
    }

    #[test]
    fn what_would_fit_nothing_or_everything_is_a_fault() {
        for entry in ["", " ", ".", "[z", "{a", "/incidents/**", "./*.md", "incidents/"] {
            assert!(fault_of_included(entry).is_some(), "{entry:?}");
        }
        for entry in [".md", "md", "*", "**", "**/*.md", "incidents/**", "[ab].md"] {
            assert!(fault_of_included(entry).is_none(), "{entry:?}");
        }
    }
}
