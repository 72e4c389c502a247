//! Names of files and folders in the settings that must stay where such files and folders are.

use std::path::{Component, Path};

use super::invalid::value_error;
use super::{Html, Public};
use crate::core::diagnostic::Diagnostic;
use crate::core::model::Text;

/// Whether a theme can be called so: a folder in `themes/`, and no other.
fn is_theme(name: &str) -> bool {
    let mut parts = Path::new(name).components().peekable();
    parts.peek().is_some() && !name.contains('\\') && parts.all(|part| matches!(part, Component::Normal(_)))
}

/// Whether it is the name of a file right below the content folder that the content can have: none that is hidden.
fn is_root_file(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with('.')
        && !name.contains(['/', '\\'])
        && !name.contains(char::is_control)
}

/// What is wrong with the names in `[output.html]` and `[public]`.
pub(super) fn faults(text: &Text, path: &str, html: &Html, public: &Public) -> Vec<Diagnostic> {
    let theme = html.theme.iter().filter(|name| !is_theme(name)).map(|name| {
        let message = format!("`theme = \"{name}\"` names no folder in `themes/`");
        value_error(text, path, "theme", message)
            .hint("A theme is a folder in `themes/` beside book.toml: write its name alone.")
    });
    let root_files = html.root_files.iter().chain(&public.root_files);
    let root_files = root_files.filter(|name| !is_root_file(name)).map(|name| {
        let message = format!("`{name}` in `root-files` is no name of a file at the root of the content");
        value_error(text, path, name, message)
            .hint("Write names without folders, such as `\"robots.txt\"`. Hidden files are never published.")
    });
    theme.chain(root_files).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_where_they_belong() {
        for name in ["ours", "ours/dark", "..ours", "ours."] {
            assert!(is_theme(name), "{name}");
        }
        for name in ["", ".", "..", "../content", "ours/../..", "/etc", "..\\content", "./../x"] {
            assert!(!is_theme(name), "{name}");
        }
        for name in ["CNAME", "robots.txt", "_headers"] {
            assert!(is_root_file(name), "{name}");
        }
        for name in ["", ".htaccess", "..", "a/b", "a\\b", "a\n"] {
            assert!(!is_root_file(name), "{name}");
        }
    }
}
