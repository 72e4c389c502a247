//! Text, and the anchors that stand in the middle of it.

use pulldown_cmark::{Event, Tag};

use super::Writer;
use crate::core::address::web;
use crate::core::escape;
use crate::core::model::MarkKind;
use crate::site::body::autolink;

impl<'a> Writer<'a> {
    /// Passes over an event of what is not shown.
    pub(super) fn skip(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(tag) => {
                // Links inside of it still count.
                if matches!(tag, Tag::Link { .. } | Tag::Image { .. }) {
                    self.next_link += 1;
                }
                self.skipped += 1;
            }
            Event::End(_) => self.skipped -= 1,
            _ => {}
        }
    }

    pub(super) fn text_event(&mut self, text: &str, start: usize) {
        if let Some((_, code)) = &mut self.code {
            code.push_str(text);
            return;
        }
        let end = start + text.len();
        let shown = match self.skip_before.checked_sub(start) {
            Some(cut) if end <= self.skip_before || !text.is_char_boundary(cut.min(text.len())) => {
                if end <= self.skip_before { "" } else { text }
            }
            Some(cut) => &text[cut..],
            None => text,
        };
        if shown.is_empty() {
            return;
        }
        if self.is_marked_inline(start, end) {
            self.flush();
            self.inline_marks(start);
        }
        self.pending.push_str(shown);
    }

    /// Writes the text that has been collected.
    pub(super) fn flush(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let text = std::mem::take(&mut self.pending);
        let mut rest = text.as_str();
        if self.asks {
            self.asks = false;
            if let Some(end) =
                rest.find(['?', '？']).map(|at| at + rest[at..].chars().next().map_or(1, char::len_utf8))
            {
                self.out.push_str("<b>");
                escape::push(&mut self.out, rest[..end].trim_start());
                self.out.push_str("</b>");
                rest = rest[end..].trim_start();
            }
        }
        if self.open_links.contains(&true) || self.heading_end.is_some() {
            escape::push(&mut self.out, rest);
        } else {
            autolink::push(&mut self.out, rest, |out, url| {
                out.push_str("<a href=\"");
                escape::push(out, &web(url));
                out.push_str("\">");
            });
        }
        self.pending = text;
        self.pending.clear();
    }

    pub(super) fn mark_at(&mut self, offset: usize) -> Vec<&'a MarkKind> {
        let marks = &self.body.marks;
        while self.next_mark < marks.len() && marks[self.next_mark].offset < offset {
            self.next_mark += 1;
        }
        marks[self.next_mark..]
            .iter()
            .take_while(|mark| mark.offset == offset)
            .map(|mark| &mark.kind)
            .collect()
    }

    pub(super) fn is_marked_inline(&self, start: usize, end: usize) -> bool {
        // Rows of a table have their marks themselves.
        self.facts.is_some()
            && self.table.is_none()
            && self.body.marks.iter().skip(self.next_mark).take_while(|mark| mark.offset < end).any(|mark| {
                mark.offset >= start
                    && matches!(mark.kind, MarkKind::TimelineAnchor { .. } | MarkKind::Action { .. })
            })
    }

    /// Anchors for lines of a timeline that begin in the middle of a paragraph.
    pub(super) fn inline_marks(&mut self, offset: usize) {
        let is_near = |mark: &crate::core::model::Mark| mark.offset <= offset;
        if self.table.is_none() && self.body.marks.get(self.next_mark).is_some_and(is_near) {
            self.anchors(offset);
        }
    }

    /// Anchors for the lines of a timeline and the action items that a block holds which is not drawn as such.
    pub(super) fn anchors(&mut self, offset: usize) {
        for kind in self.mark_at(offset) {
            let id = match kind {
                MarkKind::TimelineAnchor { index } => format!("t{}", index + 1),
                MarkKind::Action { index } => format!("a{}", index + 1),
                _ => continue,
            };
            self.out.push_str("<span");
            self.attribute("id", &id);
            self.out.push_str("></span>");
        }
    }
}
