//! Where a report leads: to files in the repository, or to pages of the site.

use crate::core::address::encode;
use crate::know::link::{DocumentId, Site};

/// How addresses are made.
#[derive(Debug, Clone, Default)]
pub struct Links {
    /// Where files of the repository can be seen, with `/` at its end; empty for links that are relative to its root.
    files: String,
    /// From the root of the repository to the content folder, with `/` at its end where it is not empty.
    prefix: String,
}

impl Links {
    /// `files` is the address below which files of the repository can be seen.
    pub fn new(files: Option<&str>, prefix: String) -> Self {
        let files =
            files.map_or_else(String::new, |files| format!("{}/", files.trim().trim_end_matches('/')));
        Self { files, prefix }
    }

    /// A file below the content folder, and perhaps a line of it.
    pub fn file(&self, path: &str, line: Option<usize>) -> String {
        let line = line.map_or_else(String::new, |line| format!("#L{line}"));
        format!("{}{}{line}", self.files, encode(&format!("{}{path}", self.prefix)))
    }

    /// A document: its page, where it is known where the site is and the page is there already; else its file.
    pub fn document(&self, site: &Site, id: DocumentId, is_published: bool) -> String {
        match &site.config.html.site_url {
            Some(base) if is_published => {
                format!("{}/{}", base.trim_end_matches('/'), encode(&site.outputs[id]))
            }
            _ => self.file(&site.documents[id].source.path, None),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_relative_unless_it_is_known_where_they_can_be_seen() {
        let relative = Links::new(None, "kb/content/".into());
        assert_eq!(relative.file("a b.md", Some(3)), "kb/content/a%20b.md#L3");
        let whole = Links::new(Some("https://example.org/o/r/blob/main/"), String::new());
        assert_eq!(whole.file("a.md", None), "https://example.org/o/r/blob/main/a.md");
    }
}
