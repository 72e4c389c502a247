//! Links, images and footnotes.

use pulldown_cmark::{Event, Tag};

use super::Writer;
use crate::core::escape;
use crate::know::link::Target;
use crate::site::body::links;

/// An image that has begun.
pub(super) struct Image {
    /// Its place among the links of the body.
    index: usize,
    written: String,
    title: String,
    alternative: String,
    /// How many elements are open inside of it.
    depth: usize,
}

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
        let href = if self.open_links.contains(&true) { None } else { self.href(written.trim(), target) };
        match &href {
            Some(href) => {
                self.out.push_str("<a");
                self.attribute("href", href);
            }
            None => {
                self.out.push_str("<span");
                self.attribute("class", "broken");
                let said = self.say.fill("body.leads-nowhere", &[("address", written)]);
                self.attribute("title", &said);
            }
        }
        if !title.is_empty() && href.is_some() {
            self.attribute("title", title);
        }
        self.out.push('>');
        self.open_links.push(href.is_some());
    }

    /// What to write as the address of a link.
    pub(super) fn href(&self, written: &str, target: &Target) -> Option<String> {
        match self.base {
            Some(base) => links::absolute(self.site, base, self.output, written, target),
            None => links::href(self.site, self.output, written, target),
        }
    }

    pub(super) fn target(&self, index: usize) -> &'a Target {
        self.site.resolved[self.id].get(index).unwrap_or(&Target::Broken)
    }

    pub(super) fn start_image(&mut self, written: &str, title: &str) {
        // Counted where it begins, as parsing does: links can stand in the alternative text.
        let index = self.next_link;
        self.next_link += 1;
        self.image = Some(Image {
            index,
            written: written.trim().to_owned(),
            title: title.to_owned(),
            alternative: String::new(),
            depth: 0,
        });
    }

    /// What stands inside of an image is text and nothing else.
    pub(super) fn in_image(&mut self, event: &Event<'_>) {
        let Some(image) = &mut self.image else { return };
        match event {
            Event::Text(text) | Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                image.alternative.push_str(text);
            }
            Event::SoftBreak | Event::HardBreak => image.alternative.push(' '),
            Event::Start(tag) => {
                if matches!(tag, Tag::Link { .. } | Tag::Image { .. }) {
                    self.next_link += 1;
                }
                image.depth += 1;
            }
            Event::End(_) if image.depth > 0 => image.depth -= 1,
            Event::End(_) => self.end_image(),
            _ => {}
        }
    }

    fn end_image(&mut self) {
        let Some(Image { index, written, title, alternative, .. }) = self.image.take() else { return };
        match self.href(&written, self.target(index)) {
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
                let image = if alternative.is_empty() { self.say.text("body.image") } else { &alternative };
                escape::push(&mut self.out, &self.say.fill("body.image-not-found", &[("image", image)]));
                self.out.push_str("</span>");
            }
        }
    }

    pub(super) fn footnote_reference(&mut self, label: &str) {
        let next = self.footnote_numbers.len() + 1;
        let number = *self.footnote_numbers.entry(label.to_owned()).or_insert(next);
        let uses = self.footnote_uses.entry(label.to_owned()).or_default();
        *uses += 1;
        let back = if *uses == 1 { format!("fr{number}") } else { format!("fr{number}-{uses}") };
        let label = escape::escaped(&self.say.fill("body.footnote", &[("n", &number.to_string())]));
        self.out.push_str(&format!(
            "<sup><a href=\"#fn{number}\" id=\"{back}\" aria-label=\"{label}\">{number}</a></sup>"
        ));
    }
}
