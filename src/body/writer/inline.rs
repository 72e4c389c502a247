//! Links, images and footnotes.

use super::Writer;
use crate::body::{escape, links};
use crate::link::Target;

impl<'a> Writer<'a> {
    pub(super) fn inline_tag(&mut self, start: &'static str, range: &std::ops::Range<usize>) {
        if range.end <= self.skip_before {
            self.skipped = 1;
        } else {
            self.out.push_str(start);
        }
    }

    pub(super) fn start_link(&mut self, written: &str, title: &str, range: &std::ops::Range<usize>) {
        let index = self.next_link;
        self.next_link += 1;
        if range.end <= self.skip_before {
            self.skipped = 1;
            return;
        }
        let target = self.target(index);
        // A link inside of a link is no link.
        let href = if self.open_links.contains(&true) {
            None
        } else {
            links::href(self.site, self.output, written.trim(), target)
        };
        match &href {
            Some(href) => {
                self.out.push_str("<a");
                self.attribute("href", href);
            }
            None => {
                self.out.push_str("<span");
                self.attribute("class", "broken");
                self.attribute("title", &format!("Leads nowhere: {written}"));
            }
        }
        if !title.is_empty() && href.is_some() {
            self.attribute("title", title);
        }
        self.out.push('>');
        self.open_links.push(href.is_some());
    }

    pub(super) fn target(&self, index: usize) -> &'a Target {
        self.site.resolved[self.id].get(index).unwrap_or(&Target::Broken)
    }

    pub(super) fn end_image(&mut self) {
        let index = self.next_link;
        self.next_link += 1;
        let Some((written, title)) = self.image.take() else { return };
        let alternative = std::mem::take(&mut self.image_text);
        match links::href(self.site, self.output, &written, self.target(index)) {
            Some(src) => {
                self.out.push_str("<img");
                self.attribute("src", &src);
                self.attribute("alt", &alternative);
                if !title.is_empty() {
                    self.attribute("title", &title);
                }
                self.attribute("loading", "lazy");
                self.out.push('>');
            }
            None => {
                self.out.push_str("<span");
                self.attribute("class", "broken");
                self.out.push('>');
                escape::push(&mut self.out, if alternative.is_empty() { "Image" } else { &alternative });
                self.out.push_str(" (image not found)</span>");
            }
        }
    }

    pub(super) fn footnote_reference(&mut self, label: &str) {
        let next = self.footnote_numbers.len() + 1;
        let number = *self.footnote_numbers.entry(label.to_owned()).or_insert(next);
        let uses = self.footnote_uses.entry(label.to_owned()).or_default();
        *uses += 1;
        let back = if *uses == 1 { format!("fr{number}") } else { format!("fr{number}-{uses}") };
        self.piece(format!(
            "<sup><a href=\"#fn{number}\" id=\"{back}\" aria-label=\"Footnote {number}\">{number}</a></sup>"
        ));
    }
}
