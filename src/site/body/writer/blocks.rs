//! Paragraphs, headings, quotes, lists and code.

use pulldown_cmark::BlockQuoteKind;

use super::{Open, Writer};
use crate::core::escape;
use crate::core::model::{ActionState, MarkKind};
use crate::read::markdown::is_template_tag;
use crate::site::body::timeline::Lines;
use crate::site::body::{DIAGRAM, marks};

impl Writer<'_> {
    pub(super) fn paragraph(&mut self, range: std::ops::Range<usize>) {
        let is_title = self.body.title_heading.as_ref().is_some_and(|title| title.start == range.start);
        if is_title || is_template_tag(&self.text[range.clone()]) {
            self.skipped = 1;
            return;
        }
        let marks = self.mark_at(range.start);
        self.out.push_str("<p");
        if let Some(id) = self.section_id(&marks) {
            self.attribute("id", &id);
        }
        self.out.push('>');
    }

    pub(super) fn section_id(&self, marks: &[&MarkKind]) -> Option<String> {
        marks.iter().find_map(|mark| match mark {
            MarkKind::SectionAnchor { index } => {
                self.body.sections.get(*index).map(|section| section.id.clone())
            }
            _ => None,
        })
    }

    pub(super) fn heading(&mut self, range: std::ops::Range<usize>) {
        if self.body.title_heading.as_ref().is_some_and(|title| title.start == range.start) {
            self.skipped = 1;
            return;
        }
        let headings = &self.body.headings;
        while self.next_heading < headings.len() && headings[self.next_heading].offset < range.start {
            self.next_heading += 1;
        }
        let Some(heading) = headings.get(self.next_heading).filter(|heading| heading.offset == range.start)
        else {
            // Nested deeper than is read.
            self.out.push_str("<p><strong>");
            self.heading_end = Some(("</strong></p>\n", String::new()));
            return;
        };
        let (start, end) = match heading.level {
            0..=2 => ("<h2", "</h2>\n"),
            3 => ("<h3", "</h3>\n"),
            4 => ("<h4", "</h4>\n"),
            5 => ("<h5", "</h5>\n"),
            _ => ("<h6", "</h6>\n"),
        };
        self.out.push_str(start);
        self.attribute("id", &heading.id);
        self.out.push('>');
        self.anchors(range.start);
        self.heading_end = Some((end, heading.id.clone()));
    }

    pub(super) fn end_heading(&mut self) {
        let Some((end, id)) = self.heading_end.take() else { return };
        // Elsewhere nobody copies links to headings.
        if !id.is_empty() && self.base.is_none() {
            let href = escape::escaped(&crate::core::address::encode(&id));
            let label = escape::escaped(self.say.text("body.link-to-heading"));
            self.out.push_str(&format!("<a class=\"hash\" href=\"#{href}\" aria-label=\"{label}\">#</a>"));
        }
        self.out.push_str(end);
    }

    pub(super) fn quote(&mut self, kind: Option<BlockQuoteKind>) {
        if self.is_too_deep() {
            return;
        }
        self.out.push_str("<blockquote");
        let (class, key) = match kind {
            Some(BlockQuoteKind::Note) => ("note", "body.note"),
            Some(BlockQuoteKind::Tip) => ("note", "body.tip"),
            Some(BlockQuoteKind::Important) => ("note", "body.important"),
            Some(BlockQuoteKind::Warning) => ("note err", "body.warning"),
            Some(BlockQuoteKind::Caution) => ("note err", "body.caution"),
            None => ("", ""),
        };
        if class.is_empty() {
            self.out.push('>');
        } else {
            self.attribute("class", class);
            let name = escape::escaped(self.say.text(key));
            self.out.push_str(&format!("><p><strong>{name}</strong></p>"));
        }
        self.open.push(Open::Tag("</blockquote>\n"));
    }

    /// What only readers inside can see.
    pub(super) fn internal(&mut self) {
        if self.is_too_deep() {
            return;
        }
        self.out.push_str("<div");
        self.attribute("class", "internal");
        let name = escape::escaped(self.say.text("body.internal"));
        self.out.push_str(&format!("><p><strong>{name}</strong></p>\n"));
        self.open.push(Open::Tag("</div>\n"));
    }

    pub(super) fn list(&mut self, first: Option<u64>, offset: usize) {
        if self.is_too_deep() {
            return;
        }
        let marks = self.mark_at(offset);
        let has = |kind: &MarkKind| marks.contains(&kind);
        if let (true, Some(facts)) = (has(&MarkKind::TimelineList), self.facts) {
            let lines = Lines::new(self.say, facts);
            self.out.push_str("<ol");
            self.attribute("class", lines.class());
            self.lines = Some(lines);
            self.out.push_str(">\n");
            self.open.push(Open::Timeline);
            return;
        }
        let (start, end) = if first.is_some() { ("<ol", "</ol>\n") } else { ("<ul", "</ul>\n") };
        self.out.push_str(start);
        if has(&MarkKind::Whys) {
            self.attribute("class", "why");
        } else if has(&MarkKind::ActionList) {
            self.attribute("class", "todo");
        } else if let Some(number) = first.filter(|number| *number != 1) {
            self.attribute("start", &number.to_string());
        }
        self.out.push_str(">\n");
        self.asks = false;
        self.open.push(if has(&MarkKind::Whys) { Open::Whys } else { Open::Tag(end) });
    }

    pub(super) fn item(&mut self, offset: usize) {
        if self.is_too_deep() {
            return;
        }
        let marks = self.mark_at(offset);
        let in_timeline = matches!(self.open.last(), Some(Open::Timeline));
        for mark in &marks {
            match (mark, self.facts) {
                (MarkKind::TimelineEntry { index, text_start }, Some(facts)) => {
                    let Some(entry) = facts.timeline.get(*index) else { continue };
                    if in_timeline && let Some(lines) = &mut self.lines {
                        lines.open(&mut self.out, *index, entry);
                        self.skip_before = *text_start;
                        self.open.push(Open::TimelineLine);
                        return;
                    }
                    self.out.push_str("<li");
                    self.attribute("id", &format!("t{}", index + 1));
                    self.out.push('>');
                    self.open.push(Open::Tag("</li>\n"));
                    return;
                }
                (MarkKind::TimelineAnchor { index }, _) => {
                    self.out.push_str("<li");
                    self.attribute("id", &format!("t{}", index + 1));
                    self.out.push('>');
                    self.open.push(Open::Tag("</li>\n"));
                    return;
                }
                (MarkKind::Action { index }, Some(facts)) => {
                    let Some(action) = facts.action_items.get(*index) else { continue };
                    self.out.push_str("<li");
                    self.attribute("id", &format!("a{}", index + 1));
                    self.attribute("class", action.state.name());
                    self.out.push('>');
                    self.out.push_str(&marks::state(self.say, action.state));
                    self.out.push(' ');
                    self.signed = true;
                    self.open.push(Open::Tag("</li>\n"));
                    return;
                }
                _ => {}
            }
        }
        self.signed = false;
        self.out.push_str("<li");
        if let Some(id) = self.section_id(&marks) {
            self.attribute("id", &id);
        }
        self.out.push('>');
        self.asks = matches!(self.open.last(), Some(Open::Whys));
        self.open.push(Open::Tag("</li>\n"));
    }

    pub(super) fn task(&mut self, done: bool) {
        if !std::mem::take(&mut self.signed) {
            let state = if done { ActionState::Done } else { ActionState::Open };
            self.out.push_str(&marks::state(self.say, state));
            self.out.push(' ');
        }
    }

    pub(super) fn end_code(&mut self) {
        let Some((language, code)) = self.code.take() else { return };
        self.out.push_str("<div class=\"code\">");
        self.out.push_str(if language == "mermaid" { DIAGRAM } else { "<pre" });
        self.out.push_str(" tabindex=\"0\"><code>");
        self.highlighter.push(&mut self.out, &code, &language);
        self.out.push_str("</code></pre></div>\n");
    }
}

/// The first word of a fence's info string, without attributes: `{.yaml}`, `python title="x"`.
pub(super) fn language_of(info: &str) -> String {
    let word = info.split([' ', ',', '\t']).next().unwrap_or_default();
    word.trim_matches(['{', '}', '.', '=']).to_lowercase()
}
