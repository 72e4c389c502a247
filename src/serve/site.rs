//! What is served: the built site, with its pages dressed for the preview.

use std::path::PathBuf;
use std::sync::{PoisonError, RwLock};

use axum::http::StatusCode;

use super::answer::{self, Sent};
use super::folder::{Folder, Found};
use super::kind::kind;
use super::page::{self, Version};
use crate::core::files;

const HTML: &str = "text/html; charset=utf-8";

/// Shown while nothing has been built yet.
const WAITING: &str = include_str!("live/waiting.html");

/// The site in a folder.
#[derive(Debug)]
pub struct Served {
    folder: Folder,
    /// The path at which the settings say that the site will be, with slashes around it; empty where they don't.
    base: RwLock<String>,
}

/// What an address leads to.
#[derive(Debug)]
pub enum Reply {
    Sent(Sent),
    /// The address of the folder, as opposed to that of a file.
    AddSlash,
}

impl Served {
    pub fn new(path: PathBuf) -> Self {
        Self { folder: Folder::new(path), base: RwLock::default() }
    }

    /// Serves the site at this path as well, for so the page of what is not there links to it.
    pub fn serve_also_at(&self, base: Option<String>) {
        *self.base.write().unwrap_or_else(PoisonError::into_inner) = base.unwrap_or_default();
    }

    fn find(&self, path: &str) -> Found {
        match self.folder.find(path) {
            Found::Nothing => {}
            found => return found,
        }
        let base = self.base.read().unwrap_or_else(PoisonError::into_inner);
        if base.len() > 1 && path == base.trim_end_matches('/') {
            return Found::Folder;
        }
        let below = path.strip_prefix(base.as_str()).filter(|_| base.len() > 1);
        below.map_or(Found::Nothing, |below| self.folder.find(&format!("/{below}")))
    }

    /// What is sent for the path of an address, percent-encoded.
    pub fn get(&self, path: &str) -> Reply {
        match self.find(path) {
            Found::Folder => return Reply::AddSlash,
            Found::File(file, name) => {
                let kind = kind(&name);
                let page = if kind == HTML { files::read_text(&file).ok() } else { None };
                if let Some(html) = page {
                    return Reply::Sent(self.dressed(StatusCode::OK, path, &html));
                }
                // One that has just vanished counts as not there.
                if let Ok(sent) = Folder::open(&file).and_then(|file| Sent::file(file, kind)) {
                    return Reply::Sent(sent);
                }
            }
            Found::Nothing => {}
        }
        let (status, html) = self.substitute();
        Reply::Sent(self.dressed(status, path, &html))
    }

    /// The version of the page that an address leads to; `None` where it is no page.
    pub fn version(&self, path: &str) -> Option<Version> {
        match self.find(path) {
            Found::Folder => None,
            Found::File(file, name) => {
                let html = (kind(&name) == HTML).then(|| files::read_text(&file).ok())??;
                Some(self.version_of(path, &html))
            }
            Found::Nothing => Some(self.version_of(path, &self.substitute().1)),
        }
    }

    /// The page in the place of one that is not there.
    fn substitute(&self) -> (StatusCode, String) {
        match self.folder.not_found().and_then(|file| files::read_text(&file).ok()) {
            Some(html) => (StatusCode::NOT_FOUND, page::rooted(&html).into_owned()),
            None => (StatusCode::SERVICE_UNAVAILABLE, WAITING.to_owned()),
        }
    }

    fn dressed(&self, status: StatusCode, path: &str, html: &str) -> Sent {
        let is_waiting = status == StatusCode::SERVICE_UNAVAILABLE;
        Sent::bytes(status, HTML, page::with_script(html, &self.version_of(path, html), is_waiting))
    }

    fn version_of(&self, path: &str, html: &str) -> Version {
        Version::of(html, |address| match self.find(&absolute(path, address)?) {
            Found::File(file, _) => answer::state(&file),
            _ => None,
        })
    }
}

/// The path that an address on the page at `path` leads to, percent-encoded; `None` where it leads elsewhere.
fn absolute(path: &str, address: &str) -> Option<String> {
    let address = address.split(['?', '#']).next().filter(|address| !address.is_empty())?;
    if address.starts_with("//") || address.split('/').next().is_some_and(|first| first.contains(':')) {
        return None;
    }
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let whole = if address.starts_with('/') { address.to_owned() } else { format!("{folder}/{address}") };
    let mut parts = Vec::new();
    for part in whole.split('/').skip(1) {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    Some(format!("/{}", parts.join("/")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_resolved_against_their_page() {
        assert_eq!(absolute("/2024/a.html", "../img/b.png").as_deref(), Some("/img/b.png"));
        assert_eq!(absolute("/a.html", "b%20c.png?x#y").as_deref(), Some("/b%20c.png"));
        assert_eq!(absolute("/x/", "./b.png").as_deref(), Some("/x/b.png"));
        assert_eq!(absolute("/x/a.html", "/b.png").as_deref(), Some("/b.png"));
        for elsewhere in
            ["https://example.org/a.png", "//example.org/a.png", "data:image/png;base64,AA/A", ""]
        {
            assert_eq!(absolute("/a.html", elsewhere), None, "{elsewhere}");
        }
    }
}
