//! What a site is made of, and which changes of it matter.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use notify::RecursiveMode;

use super::identity::{self, Identity};
use crate::core::config::{self, FILE_NAME, Included, is_passed_over};

/// Where that lies which a site is made of. Paths are absolute and as the disk has them, for so changes are told.
#[derive(Debug)]
pub struct Inputs {
    pub(super) root: PathBuf,
    content: PathBuf,
    /// Files of the settings that may lie anywhere, such as additional style sheets.
    files: Vec<PathBuf>,
    /// What is written by the program itself.
    outputs: Vec<PathBuf>,
    /// The site that the changes are for, in which the files lie that are published as they are.
    site: Option<PathBuf>,
    /// By which files are read.
    included: Included,
    /// Files to which this very program says what it does.
    told: Vec<Identity>,
}

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It was there before and holds something else.
    Bytes,
    /// It may be new, or gone.
    Any,
}

impl Inputs {
    /// Those of the knowledge base in `root`, as its settings say; where these are wrong, the folders that there mostly are.
    /// A site may also be written to `dest`.
    pub fn of(root: &Path, dest: Option<&Path>) -> Self {
        let loaded = config::load(root).ok();
        let sites = loaded.as_ref().map_or_else(|| vec![root.join("site")], |loaded| loaded.sites().to_vec());
        let html = loaded.as_ref().map(|loaded| &loaded.config.html);
        let named = html
            .into_iter()
            .flat_map(|html| html.additional_css.iter().chain(&html.additional_js).chain(&html.mermaid));
        Self {
            content: loaded
                .as_ref()
                .map_or_else(|| resolved(&root.join("content")), |it| resolved(&it.content)),
            files: named.map(|file| resolved(&root.join(file))).collect(),
            outputs: sites.iter().map(PathBuf::as_path).chain(dest).map(resolved).collect(),
            site: dest.map(resolved),
            included: loaded.as_ref().map(|it| it.config.content.included.clone()).unwrap_or_default(),
            told: identity::of_outputs(),
            root: resolved(root),
        }
    }

    /// Whether a change of a path may matter: of the settings and what they name, of themes and of content. Not of the site
    /// nor of anything else that lies beside these.
    pub(super) fn has(&self, path: &Path, change: Change) -> bool {
        if self.outputs.iter().any(|output| path.starts_with(output)) {
            return false;
        }
        let (settings, themes) = (self.root.join(FILE_NAME), self.themes());
        let mut named = self.files.iter().chain([&settings, &self.content, &themes]);
        // One of the folders above may have been moved away, or put back.
        if path.starts_with(&themes) || named.any(|one| one.starts_with(path)) {
            return !identity::is_one_of(path, &self.told);
        }
        let Ok(below) = path.strip_prefix(&self.content) else { return false };
        let below = below.to_string_lossy().replace('\\', "/");
        !is_passed_over(&below)
            && !self.is_in_site(path)
            && (change == Change::Any || self.is_shown(&below))
            && !identity::is_one_of(path, &self.told)
    }

    fn themes(&self) -> PathBuf {
        self.root.join("themes")
    }

    /// Whether a file, by its path in the content, is in a site that was built, which is no content.
    fn is_in_site(&self, path: &Path) -> bool {
        let folders = path.ancestors().skip(1).take_while(|folder| folder.starts_with(&self.content));
        folders.into_iter().any(crate::core::config::is_site)
    }

    /// Whether anything that is made shows what is in a file, by its path below the content: all that is read, and of other
    /// files those that are published as they are, or are looked into before.
    fn is_shown(&self, below: &str) -> bool {
        let is_published = |site: &PathBuf| site.join(below).exists();
        self.included.has(below) || is_picture(below) || self.site.as_ref().is_some_and(is_published)
    }

    /// The folders to watch, and whether with all below them. Also those above, to which a folder may come back.
    pub(super) fn folders(&self) -> BTreeMap<PathBuf, RecursiveMode> {
        let themes = self.themes();
        let mut alone = vec![self.root.clone()];
        alone.extend(self.files.iter().filter_map(|file| file.parent()).map(Path::to_owned));
        let above = self.content.ancestors().skip(1);
        if self.content.starts_with(&self.root) {
            alone.extend(above.take_while(|folder| folder.starts_with(&self.root)).map(Path::to_owned));
        } else {
            alone.extend(above.take(1).map(Path::to_owned));
        }
        let mut folders: BTreeMap<_, _> =
            alone.into_iter().map(|folder| (folder, RecursiveMode::NonRecursive)).collect();
        folders.insert(self.content.clone(), RecursiveMode::Recursive);
        if !themes.starts_with(&self.content) {
            folders.insert(themes, RecursiveMode::Recursive);
        }
        let content = &self.content;
        folders.retain(|folder, _| folder == content || !folder.starts_with(content));
        folders
    }
}

/// Pictures that are looked into before they are published.
fn is_picture(path: &str) -> bool {
    let lower = path.to_lowercase();
    [".svg", ".svgz"].iter().any(|ending| lower.ends_with(ending))
}

fn resolved(path: &Path) -> PathBuf {
    crate::site::publish::resolve(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inputs(root: &str, content: &str) -> Inputs {
        let root = PathBuf::from(root);
        let outputs = vec![root.join("site")];
        Inputs {
            content: PathBuf::from(content),
            files: vec![root.join("extra/a.css")],
            outputs,
            site: None,
            included: Included::default(),
            told: Vec::new(),
            root,
        }
    }

    #[test]
    fn sites_hidden_files_and_tools_are_no_inputs() {
        let inputs = inputs("/b", "/b/content");
        for path in ["/b/book.toml", "/b/content/2024/a.md", "/b/content", "/b/themes/x/a.css", "/b"] {
            assert!(inputs.has(Path::new(path), Change::Any), "{path}");
        }
        for path in [
            "/b/site/a.html",
            "/b/.git/index",
            "/b/.lookback/x",
            "/b/content/.a.md.swp",
            "/b/target/x",
            "/b/serve.log",
            "/b/README.md",
            "/b/extra/b.css",
        ] {
            assert!(!inputs.has(Path::new(path), Change::Any), "{path}");
        }
    }

    #[test]
    fn what_nobody_sees_of_a_file_does_not_matter() {
        let inputs = inputs("/b", "/b");
        for (path, change, matters) in [
            ("/b/serve.log", Change::Bytes, false),
            ("/b/serve.log", Change::Any, true),
            ("/b/a.md", Change::Bytes, true),
            ("/b/img/a.SVG", Change::Bytes, true),
            ("/b/book.toml", Change::Bytes, true),
        ] {
            assert_eq!(inputs.has(Path::new(path), change), matters, "{path} {change:?}");
        }
    }

    #[test]
    fn what_is_hidden_above_the_content_does_not_matter() {
        let inputs = inputs("/home/.a/b", "/home/.c/content");
        assert!(inputs.has(Path::new("/home/.c/content/a.md"), Change::Any));
        assert!(inputs.has(Path::new("/home/.a/b/book.toml"), Change::Any));
    }

    #[test]
    fn folders_above_the_content_are_watched_alone_and_each_once() {
        let modes = |root, content| {
            let folders = inputs(root, content).folders();
            let shown = folders.iter().map(|(folder, mode)| {
                format!("{}{}", folder.display(), if *mode == RecursiveMode::Recursive { "/**" } else { "" })
            });
            shown.collect::<Vec<_>>()
        };
        assert_eq!(modes("/b", "/b/docs/pm"), ["/b", "/b/docs", "/b/docs/pm/**", "/b/extra", "/b/themes/**"]);
        assert_eq!(modes("/b", "/b"), ["/b/**"]);
        assert_eq!(modes("/b", "/c/pm"), ["/b", "/b/extra", "/b/themes/**", "/c", "/c/pm/**"]);
    }
}
