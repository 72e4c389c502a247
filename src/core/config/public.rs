//! `[public]`: the edition for readers outside.

use serde::Deserialize;

use super::Config;

/// `[public]`. What is not set is that of the site for readers inside, but for its address and its repository.
#[derive(Debug, Clone, Hash, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct Public {
    pub title: Option<String>,
    pub description: Option<String>,
    pub site_url: Option<String>,
    /// Folder that it is written to, relative to `book.toml`.
    pub build_dir: String,
    /// Front-matter fields that are left out; `action_items.owner` is a part of one.
    pub fields: Vec<String>,
    /// Whether it shows what git knows, and links to the repository.
    pub git: bool,
    /// Files at the root of the content that are published as they are.
    pub root_files: Vec<String>,
}

impl Default for Public {
    fn default() -> Self {
        Self {
            title: None,
            description: None,
            site_url: None,
            build_dir: "site-public".into(),
            fields: Vec::new(),
            git: false,
            root_files: Vec::new(),
        }
    }
}

impl Config {
    /// The settings of the edition for readers outside.
    pub(super) fn turn_public(&mut self) {
        self.is_public = true;
        self.book.title = self.public.title.clone().unwrap_or_else(|| self.book.title.clone());
        self.book.description =
            self.public.description.clone().unwrap_or_else(|| self.book.description.clone());
        self.book.authors.clear();
        // That of the other edition is nobody's business.
        self.html.site_url.clone_from(&self.public.site_url);
        self.html.root_files.clone_from(&self.public.root_files);
        if !self.public.git {
            self.git.enable = false;
            self.html.git_repository_url = None;
            self.html.edit_url_template = None;
        }
    }
}
