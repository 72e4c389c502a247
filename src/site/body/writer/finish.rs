//! The end of a body: footnotes, and sanitising where there is raw HTML.

use std::collections::{HashMap, HashSet};

use super::Writer;
use crate::core::model::BodyLinkKind;
use crate::site::body::sanitise;

impl Writer<'_> {
    pub(super) fn finish(mut self) -> String {
        self.flush();
        while !self.open.is_empty() {
            self.close();
        }
        self.write_footnotes();
        if self.raw.is_some() { sanitise::whole(&self.out) } else { self.out }
    }

    pub(super) fn write_footnotes(&mut self) {
        if self.footnotes.is_empty() {
            return;
        }
        let mut notes = std::mem::take(&mut self.footnotes);
        // Notes that nothing refers to come last.
        notes.sort_by_key(|(label, _)| self.footnote_numbers.get(label).copied().unwrap_or(usize::MAX));
        self.out.push_str("<section");
        self.attribute("class", "fn");
        let label = self.say.text("body.footnotes");
        self.attribute("aria-label", label);
        self.out.push_str("><ol>");
        for (label, html) in notes {
            self.out.push_str("<li");
            let number = self.footnote_numbers.get(&label).copied();
            if let Some(number) = number {
                self.attribute("id", &format!("fn{number}"));
            }
            self.out.push('>');
            self.out.push_str(html.trim_end());
            if let Some(number) = number {
                let label = crate::core::escape::escaped(self.say.text("body.back-to-text"));
                self.out.push_str(&format!(" <a href=\"#fr{number}\" aria-label=\"{label}\">↩</a>"));
            }
            self.out.push_str("</li>");
        }
        self.out.push_str("</ol></section>\n");
    }

    /// What relative addresses in raw HTML become.
    pub(super) fn raw_hrefs(&self) -> HashMap<String, String> {
        let links = self.body.links.iter().zip(&self.site.resolved[self.id]).skip(self.body.markdown_links);
        links
            .filter(|(link, _)| link.kind != BodyLinkKind::Wiki)
            .filter_map(|(link, target)| Some((link.href.clone(), self.href(&link.href, target)?)))
            .collect()
    }

    /// Ids that an author's HTML must not take.
    pub(super) fn own_ids(&self) -> HashSet<String> {
        let mut ids: HashSet<String> = self.body.headings.iter().map(|heading| heading.id.clone()).collect();
        ids.extend(self.body.sections.iter().map(|section| section.id.clone()));
        ids
    }
}
