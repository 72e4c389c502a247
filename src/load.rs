//! Reads the content folder: which files there are, what each is, and their text.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use encoding_rs::WINDOWS_1252;
use globset::{Glob, GlobSet, GlobSetBuilder};
use rayon::prelude::*;
use regex::Regex;
use walkdir::WalkDir;

use crate::config::{Content, Loaded};
use crate::diagnostic::Diagnostic;
use crate::files::{self, Trace};
use crate::model::{Kind, SourceFile};

/// The content folder, read.
#[derive(Debug, Default)]
pub struct Folder {
    /// Sorted by path.
    pub sources: Vec<SourceFile>,
    /// Paths of those that were not read, for they are known already.
    pub known: Vec<String>,
    /// Paths of all other files, sorted: images and whatever else a page may link to.
    pub others: Vec<String>,
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads all that is in the content folder. A file that can't be read is reported and left out.
///
/// `skip` names folders that are not content although they may lie in it, such as the site itself.
#[must_use]
pub fn load(loaded: &Loaded, skip: &[PathBuf]) -> Folder {
    load_unless(loaded, skip, |_, _| false)
}

/// The same without what `is_known`, by its path below the content folder and by its file.
#[must_use]
pub fn load_unless(
    loaded: &Loaded,
    skip: &[PathBuf],
    is_known: impl Fn(&str, &Path) -> bool + Sync,
) -> Folder {
    let content = &loaded.config.content;
    let mut folder = Folder::default();
    let exclude = globs(&content.exclude);
    let mut paths = Vec::new();
    list(&loaded.content, skip, &exclude, &mut paths, &mut folder.diagnostics);
    let (sources, others): (Vec<_>, Vec<_>) = paths.into_iter().partition(|path| is_included(path, content));
    folder.others = others;
    let root = &loaded.content;
    if !loaded.config.html.unsafe_html {
        folder.others.retain(|path| !is_active_picture(root, path, &mut folder.diagnostics));
    }
    folder.others.sort();
    let read: Vec<_> = sources
        .into_par_iter()
        .map(
            |path| {
                if is_known(&path, &root.join(&path)) { Err(path) } else { Ok(read(root, path, content)) }
            },
        )
        .collect();
    for one in read {
        match one {
            Ok((source, _)) if source.as_ref().is_some_and(is_template_of_new) => {}
            Ok((source, found)) => {
                folder.sources.extend(source);
                folder.diagnostics.extend(found);
            }
            Err(path) => folder.known.push(path),
        }
    }
    folder.sources.sort_by(|a, b| a.path.cmp(&b.path));
    folder
}

/// What all files of the content folder look like from outside, sorted by path, without reading any of them; with what was
/// found odd about the folder.
#[must_use]
pub fn traces(loaded: &Loaded, skip: &[PathBuf]) -> (Vec<(String, Option<Trace>)>, Vec<Diagnostic>) {
    let (mut paths, mut found) = (Vec::new(), Vec::new());
    list(&loaded.content, skip, &globs(&loaded.config.content.exclude), &mut paths, &mut found);
    let traced = paths.into_par_iter().map(|path| {
        let trace = files::trace(&loaded.content.join(&path));
        (path, trace)
    });
    let mut traced: Vec<_> = traced.collect();
    traced.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    (traced, found)
}

/// Whether it is a template of `lookback new`: its placeholders are no text for readers, and no valid front matter.
fn is_template_of_new(source: &SourceFile) -> bool {
    source.path.starts_with("templates/") && source.text.contains("{{")
}

/// A post-mortem that is not in the folder, read as if it were.
#[derive(Debug, Clone)]
pub struct Draft {
    /// By which it goes, like a path below the content folder. A file that is listed under it stays as it is.
    pub path: String,
    pub bytes: Vec<u8>,
}

impl Folder {
    /// Takes in a draft; says whether it was not there already.
    pub fn add(&mut self, draft: Draft) -> bool {
        let Err(place) = self.sources.binary_search_by(|source| source.path.cmp(&draft.path)) else {
            return false;
        };
        let text = decode(draft.bytes, &draft.path, &mut self.diagnostics);
        self.sources
            .insert(place, SourceFile { path: draft.path, text: text.into(), kind: Kind::PostMortem });
        true
    }
}

/// A file as it was in an earlier commit, by its path below the content folder; `None` where it was no content.
#[must_use]
pub fn former(path: &str, bytes: Vec<u8>, content: &Content) -> Option<SourceFile> {
    let is_skipped =
        |part: &str| part.starts_with('.') || TOOL_FOLDERS.contains(&part) && !path.ends_with(part);
    if !is_included(path, content)
        || globs(&content.exclude).is_match(path)
        || path.split('/').any(is_skipped)
    {
        return None;
    }
    // What is odd about a former version is nobody's business now.
    let text = decode(bytes, path, &mut Vec::new());
    Some(SourceFile { path: path.to_owned(), text: text.into(), kind: classify(path) })
}

/// The patterns are known to be valid: the settings were checked.
fn globs(patterns: &[String]) -> GlobSet {
    let mut builder = GlobSetBuilder::new();
    for glob in patterns.iter().filter_map(|pattern| Glob::new(pattern).ok()) {
        builder.add(glob);
    }
    builder.build().unwrap_or_default()
}

/// Whether a file is Markdown by its ending.
fn is_included(path: &str, content: &Content) -> bool {
    let lower = path.to_lowercase();
    content.include.iter().any(|ending| {
        let ending = ending.to_lowercase();
        lower.ends_with(&ending) || !ending.starts_with('.') && lower.ends_with(&format!(".{ending}"))
    })
}

/// Folders of tools, which hold no post-mortems whatever is in them.
pub(crate) const TOOL_FOLDERS: &[&str] = &["node_modules", "target", "__pycache__", "venv"];

fn list(
    root: &Path,
    skip: &[PathBuf],
    exclude: &GlobSet,
    paths: &mut Vec<String>,
    found: &mut Vec<Diagnostic>,
) {
    let real_root = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    let walk = WalkDir::new(root).sort_by_file_name().into_iter().filter_entry(|entry| {
        let name = entry.file_name().to_string_lossy();
        let is_tool = entry.file_type().is_dir() && TOOL_FOLDERS.contains(&&*name);
        entry.depth() == 0
            || !(name.starts_with('.') || is_tool || skip.iter().any(|skipped| skipped == entry.path()))
    });
    for entry in walk {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let path = error.path().map_or_else(String::new, |path| relative(root, path));
                found.push(Diagnostic::error("unreadable-file", path, error.to_string()));
                continue;
            }
        };
        if entry.file_type().is_dir() {
            continue;
        }
        let path = relative(root, entry.path());
        if exclude.is_match(&path) {
            continue;
        }
        if entry.path_is_symlink() && !stays_inside(entry.path(), &real_root) {
            let message = "a symbolic link that leads to no file inside the content folder is not followed";
            found.push(
                Diagnostic::warning("link-outside", path, message).hint("Copy the file into the folder."),
            );
            continue;
        }
        if entry.path().to_str().is_none() {
            let message = "the file's name is not valid Unicode, so no address can be made of it";
            found.push(Diagnostic::error("unreadable-file", path, message).hint("Rename the file."));
            continue;
        }
        paths.push(path);
    }
}

/// Whether a file is an SVG with a program in it, which would run when somebody opens the picture by itself.
fn is_active_picture(root: &Path, path: &str, found: &mut Vec<Diagnostic>) -> bool {
    if !path.to_lowercase().ends_with(".svg") {
        return false;
    }
    static ACTIVE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r#"(?i)<(?:[a-z]+:)?script|<foreignobject|\son[a-z]+\s*=|javascript:|<!entity"#)
            .expect("the pattern is valid")
    });
    let Ok(bytes) = files::read(&root.join(path)) else { return false };
    let text = String::from_utf8_lossy(&bytes);
    let Some(hit) = ACTIVE.find(&text) else { return false };
    let message = "a picture with a program in it is not published";
    let hint = "Export it again as plain SVG, without scripts and event handlers.";
    found.push(Diagnostic::warning("unsafe-file", path, message).at(&text, hit.range()).hint(hint));
    true
}

fn stays_inside(link: &Path, real_root: &Path) -> bool {
    link.canonicalize().is_ok_and(|target| target.starts_with(real_root) && target.is_file())
}

fn relative(root: &Path, path: &Path) -> String {
    let below = path.strip_prefix(root).unwrap_or(path);
    below.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

fn read(root: &Path, path: String, content: &Content) -> (Option<SourceFile>, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let full = root.join(&path);
    let limit = content.max_file_megabytes.saturating_mul(1_000_000);
    let size = std::fs::metadata(&full).map_or(0, |metadata| metadata.len());
    if size > limit {
        let message = format!("the file has {} MB and is left out", size / 1_000_000);
        let hint = format!(
            "Nobody reads that much: move logs and dumps into files of their own. The limit, {} MB, is `max-file-megabytes` in `[content]`.",
            content.max_file_megabytes
        );
        found.push(Diagnostic::error("file-too-large", path, message).hint(hint));
        return (None, found);
    }
    let bytes = match files::read(&full) {
        Ok(bytes) => bytes,
        Err(error) => {
            found.push(Diagnostic::error("unreadable-file", path, error.to_string()));
            return (None, found);
        }
    };
    let text = decode(bytes, &path, &mut found);
    let kind = classify(&path);
    (Some(SourceFile { path, text: text.into(), kind }), found)
}

/// Reads one file of the content folder; `None` where it can't be read.
#[must_use]
pub fn one(loaded: &Loaded, path: &str) -> Option<SourceFile> {
    read(&loaded.content, path.to_owned(), &loaded.config.content).0
}

/// Reads the text of a file again that was read before; one that is gone by now has none.
pub fn reread(loaded: &Loaded, source: &mut SourceFile) {
    if let Ok(bytes) = files::read(&loaded.content.join(&source.path)) {
        source.text = decode(bytes, &source.path, &mut Vec::new()).into();
    }
}

/// Text of a file: UTF-8, UTF-16 with a byte order mark, and for want of a better guess Windows' Latin-1.
fn decode(bytes: Vec<u8>, path: &str, found: &mut Vec<Diagnostic>) -> String {
    if let Some((encoding, _)) = encoding_rs::Encoding::for_bom(&bytes) {
        return clean(encoding.decode(&bytes).0.into_owned(), path, found);
    }
    match String::from_utf8(bytes) {
        Ok(text) => clean(text, path, found),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let bytes = error.into_bytes();
            let text = WINDOWS_1252.decode_without_bom_handling(&bytes).0.into_owned();
            // Up to the first odd byte both readings agree unless there were letters outside ASCII before it.
            let at = text.char_indices().nth(valid).map_or(0, |(at, _)| at);
            let message = "the file is not UTF-8; it is read as Latin-1 (Windows-1252)";
            found.push(
                Diagnostic::warning("not-utf8", path, message)
                    .at(&text, at..at + 1)
                    .hint("Save it as UTF-8."),
            );
            clean(text, path, found)
        }
    }
}

/// Replaces NUL, which HTML can't hold.
fn clean(text: String, path: &str, found: &mut Vec<Diagnostic>) -> String {
    let Some(at) = text.find('\0') else { return text };
    let text = text.replace('\0', "\u{fffd}");
    let message = "the file holds NUL bytes; they are shown as �";
    found.push(
        Diagnostic::warning("nul-byte", path, message)
            .at(&text, at..at + 3)
            .hint("Remove them; the file may be damaged."),
    );
    text
}

/// What a file is, by its place and its name.
#[must_use]
pub fn classify(path: &str) -> Kind {
    let (folder, name) = path
        .split_once('/')
        .map_or(("", path), |(first, rest)| (first, rest.rsplit('/').next().unwrap_or(rest)));
    let stem = name.split('.').next().unwrap_or(name).to_lowercase();
    let is_front = matches!(stem.as_str(), "readme" | "index" | "_index");
    let in_templates = path.split('/').any(|part| matches!(part, "templates" | "_templates" | "template"));
    match folder {
        "pages" => Kind::Page,
        _ if in_templates => Kind::Page,
        _ if is_front => Kind::Page,
        "services" => Kind::Service,
        "causes" => Kind::Cause,
        "teams" => Kind::Team,
        _ if is_about_the_folder(&stem) => Kind::Page,
        _ => Kind::PostMortem,
    }
}

/// Files that every repository has, and templates.
fn is_about_the_folder(stem: &str) -> bool {
    const USUAL: &[&str] = &[
        "contributing",
        "changelog",
        "license",
        "licence",
        "code_of_conduct",
        "security",
        "summary",
        "todo",
        "codeowners",
    ];
    const OF_TEMPLATES: &[&str] = &[
        "template",
        "templates",
        "incident",
        "report",
        "postmortem",
        "postmortems",
        "post",
        "mortem",
        "rca",
        "review",
        "example",
    ];
    let words: Vec<&str> =
        stem.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let says_template = words.contains(&"template") || words.contains(&"templates");
    USUAL.contains(&stem)
        || words.last() == Some(&"template")
        || says_template
            && (words.iter().all(|word| OF_TEMPLATES.contains(word))
                || stem.starts_with("postmortem-template"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_told_apart_by_place_and_name() {
        for (path, kind) in [
            ("2019/2019-07-02-regex.md", Kind::PostMortem),
            ("x.md", Kind::PostMortem),
            ("services/edge.md", Kind::Service),
            ("causes/dns.md", Kind::Cause),
            ("teams/edge.md", Kind::Team),
            ("pages/manual/start.md", Kind::Page),
            ("incidents/README.md", Kind::Page),
            ("incidents/index.qmd", Kind::Page),
            ("PMyyyy-nnn - Postmortem template.md", Kind::Page),
            ("template-incident-report.md", Kind::Page),
            ("templates/short.md", Kind::Page),
            ("templates.md", Kind::Page),
            ("2020/template-engine-crash.md", Kind::PostMortem),
            ("postmortem-template-srebook.md", Kind::Page),
            ("2020/2020-01-01-template-engine.md", Kind::PostMortem),
        ] {
            assert_eq!(classify(path), kind, "{path}");
        }
    }

    #[test]
    fn other_encodings_are_read() {
        let mut found = Vec::new();
        assert_eq!(decode(b"caf\xe9".to_vec(), "x", &mut found), "café");
        assert_eq!(found[0].rule, "not-utf8");
        assert_eq!(decode(b"\xef\xbb\xbfx".to_vec(), "x", &mut found), "x");
        assert_eq!(decode(b"\xff\xfex\0".to_vec(), "x", &mut found), "x");
        assert_eq!(decode(b"a\0b".to_vec(), "x", &mut found), "a\u{fffd}b");
    }
}
