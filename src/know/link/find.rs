//! A post-mortem by what a person calls it.

use super::outputs::without_ending;
use super::site::{DocumentId, Site};
use crate::core::address::slug;

impl Site {
    /// The post-mortem of an id, in any letter case; else of a path, with or without its ending; else of a file name or a
    /// title, if only one has it.
    pub fn find(&self, name: &str) -> Option<DocumentId> {
        let name = name.trim();
        let plain = without_ending(name, &self.config);
        let path = |id: &DocumentId| self.documents[*id].source.path.as_str();
        let by_id = |id: &DocumentId| self.post_mortem(*id).id.eq_ignore_ascii_case(name);
        let by_path = |id: &DocumentId| path(id) == name || without_ending(path(id), &self.config) == plain;
        let wanted = slug(plain);
        let by_name = |id: &DocumentId| {
            let stem = without_ending(path(id), &self.config).rsplit('/').next().unwrap_or_default();
            !wanted.is_empty() && (slug(stem) == wanted || slug(&self.documents[*id].title) == slug(name))
        };
        let incidents = || {
            let all = self.documents.iter().enumerate();
            all.filter(|(_, document)| document.is_post_mortem()).map(|(id, _)| id)
        };
        let named = || {
            let mut named = incidents().filter(by_name);
            named.next().filter(|_| named.next().is_none())
        };
        incidents().find(by_id).or_else(|| incidents().find(by_path)).or_else(named)
    }
}
