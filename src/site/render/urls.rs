//! Addresses as pages write them.

use std::fmt;

use serde::Serialize;

use crate::core::address;
use crate::core::config::Config;
use crate::know::link::{Site, Target};

/// The address of a page from the root of the site, as pages write it. Only [`from_root`] makes one, of an output path, and
/// no output path is made of it: so it is percent-encoded, and once.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Href(String);

impl Href {
    /// A place on that page.
    pub fn at(self, id: &str) -> Self {
        Self(format!("{}#{}", self.0, address::encode(id)))
    }
}

impl fmt::Display for Href {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

/// The address of an output path; a page puts its way to the root of the site before it.
pub fn from_root(output: &str) -> Href {
    let encoded = address::encode(output);
    // A colon in the first part would read as a scheme.
    let is_scheme = encoded.split('/').next().is_some_and(|first| first.contains(':'));
    Href(if is_scheme { format!("./{encoded}") } else { encoded })
}

/// `url` if it leads to a web page or a mail box; anything else (a script, a file) is not linked.
pub fn external(url: &str) -> Option<String> {
    let url = url.trim();
    let scheme = url.split_once(':')?.0.to_ascii_lowercase();
    let rest = &url[scheme.len() + 1..];
    let known = match scheme.as_str() {
        "http" | "https" => rest.starts_with("//") && rest.len() > 2,
        "mailto" => rest.contains('@'),
        _ => false,
    };
    known.then(|| address::web(url))
}

/// The address on the page `from` of a link in front matter; one to a script or to nowhere is not linked.
pub fn front(site: &Site, from: &str, written: &str, target: &Target) -> Option<String> {
    match target {
        Target::External => external(written),
        target => crate::site::body::href(site, from, written, target),
    }
}

/// Where the file `path`, below the content folder, can be edited.
pub fn edit(config: &Config, path: &str) -> Option<String> {
    let template = config.html.edit_url_template.as_ref()?;
    let folder = config.book.src.trim_start_matches("./").trim_matches('/');
    let path = if folder.is_empty() || folder == "." { path.to_owned() } else { format!("{folder}/{path}") };
    external(&template.replace("{path}", &address::encode(&path)))
}

/// Where the history of the file `path` of the repository can be seen, in the manner of its host.
pub fn history(config: &Config, path: &str) -> Option<String> {
    let repository = config.html.git_repository_url.as_deref()?.trim().trim_end_matches('/');
    let repository = repository.strip_suffix(".git").unwrap_or(repository);
    let host = repository.split_once("://")?.1.split('/').next().unwrap_or_default();
    // GitLab's way; GitHub's, which others take as well.
    let commits = if host.contains("gitlab") { "-/commits" } else { "commits" };
    external(&format!("{repository}/{commits}/HEAD/{}", address::encode(path)))
}

/// Where the site will be, with a slash at the end; only if the settings give a full address.
pub fn base(config: &Config) -> Option<String> {
    let url = config.html.site_url.as_deref()?.trim();
    let full = url.starts_with("https://") || url.starts_with("http://");
    full.then(|| format!("{}/", address::web(url.trim_end_matches('/'))))
}

/// The path under which the site will be, with slashes around it: `/incidents/`.
pub fn base_path(config: &Config) -> Option<String> {
    let url = config.html.site_url.as_deref()?.trim();
    let path = match url.split_once("://") {
        Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
        None => url,
    };
    let path = path.trim_matches('/');
    Some(if path.is_empty() { "/".into() } else { format!("/{path}/") })
}

#[derive(Serialize)]
pub struct Step {
    pub name: String,
    pub url: Href,
}

/// `2019/a.html` with another ending.
pub fn with_ending(output: &str, ending: &str) -> String {
    format!("{}.{ending}", output.strip_suffix(".html").unwrap_or(output))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_web_and_mail_are_linked() {
        assert_eq!(external(" https://example.org/a b ").as_deref(), Some("https://example.org/a%20b"));
        assert_eq!(external("http://[::1]/[x]").as_deref(), Some("http://[::1]/%5Bx%5D"));
        assert_eq!(external("mailto:a@example.org").as_deref(), Some("mailto:a@example.org"));
        for bad in ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "x", "https:", "//x"] {
            assert_eq!(external(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_history_is_where_the_host_has_it() {
        let mut config = Config::default();
        assert_eq!(history(&config, "a.md"), None);
        for (repository, expected) in [
            ("https://github.com/o/r.git", "https://github.com/o/r/commits/HEAD/content/a%20b.md"),
            (
                "https://gitlab.example.org/o/r/",
                "https://gitlab.example.org/o/r/-/commits/HEAD/content/a%20b.md",
            ),
        ] {
            config.html.git_repository_url = Some(repository.into());
            assert_eq!(history(&config, "content/a b.md").as_deref(), Some(expected));
        }
        config.html.git_repository_url = Some("git@example.org:o/r".into());
        assert_eq!(history(&config, "a.md"), None);
    }

    #[test]
    fn the_edit_address_has_the_path_in_the_repository() {
        let mut config = Config::default();
        assert_eq!(edit(&config, "2019/a.md"), None);
        config.html.edit_url_template = Some("https://example.org/edit/main/{path}".into());
        assert_eq!(
            edit(&config, "2019/a b.md").unwrap(),
            "https://example.org/edit/main/content/2019/a%20b.md"
        );
    }

    fn with(url: &str) -> Config {
        let mut config = Config::default();
        config.html.site_url = Some(url.into());
        config
    }

    #[test]
    fn the_base_is_a_full_address_and_its_path_always_has_slashes() {
        assert_eq!(base(&with("https://example.org/a")).as_deref(), Some("https://example.org/a/"));
        assert_eq!(base(&with("/a/")), None);
        assert_eq!(base_path(&with("https://example.org")).as_deref(), Some("/"));
        assert_eq!(base_path(&with("https://example.org/a/b")).as_deref(), Some("/a/b/"));
        assert_eq!(base_path(&with("a")).as_deref(), Some("/a/"));
        assert_eq!(base_path(&Config::default()), None);
    }
}
