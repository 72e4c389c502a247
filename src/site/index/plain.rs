//! A body → plain text, section by section.

use lookback_search::Section;
use pulldown_cmark::{Event, Tag, TagEnd};

use super::html;
use crate::core::model::{self, Body, Dialect, Document};
use crate::read::markdown::{Spanned, events, is_template_tag};

/// The sections of a document's page. The first has neither anchor nor heading; sections without any text are left out.
pub fn sections(document: &Document) -> Vec<Section> {
    let text = &document.source.text;
    let body = &document.body;
    let labelled = body.sections.iter().filter(|section| !section.is_heading).collect();
    let mut reader = PlainText { body: Some(body), labelled, ..PlainText::default() };
    events(text, document.body.start, document.body.dialect).for_each(|event| reader.event(event));
    reader.close();
    reader.done
}

/// Markdown without headings, as in a summary of front matter: its text in one line.
pub fn line(markdown: &str) -> String {
    let mut reader = PlainText::default();
    events(markdown, 0, Dialect::default()).for_each(|event| reader.event(event));
    reader.close();
    let texts = reader.done.iter().flat_map(|section| [&section.heading, &section.text]);
    texts.flat_map(|text| text.split_whitespace()).collect::<Vec<_>>().join(" ")
}

/// Collects text from the events of a body.
#[derive(Default)]
struct PlainText<'a> {
    body: Option<&'a Body>,
    done: Vec<Section>,
    current: Section,
    /// Whether text goes into the heading of the current section.
    in_heading: bool,
    /// Whether what is read is the heading that became the title.
    in_title: bool,
    /// Where the block that is being read begins in the current text.
    block: usize,
    /// Raw HTML of a block.
    html: Option<String>,
    /// Position in [`Body::headings`] of the first that has not been met.
    next_heading: usize,
    /// Sections that bold text opens, and which of them is next.
    labelled: Vec<&'a model::Section>,
    next_labelled: usize,
}

impl PlainText<'_> {
    fn event(&mut self, (event, range): Spanned<'_>) {
        self.open_labelled(range.start);
        match event {
            Event::Start(tag) => self.start(&tag, range.start),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Code(text) => self.push(&text),
            // The words of a formula are names of what it is about.
            Event::InlineMath(formula) | Event::DisplayMath(formula) => self.push(&formula),
            Event::SoftBreak => self.push(" "),
            Event::HardBreak | Event::Rule => self.new_line(),
            Event::Html(text) => {
                if let Some(html) = &mut self.html {
                    html.push_str(&text);
                }
            }
            Event::InlineHtml(_) if self.in_title => {}
            Event::InlineHtml(tag) => html::push_text(self.target(), &tag),
            Event::TaskListMarker(_) | Event::FootnoteReference(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, offset: usize) {
        match tag {
            Tag::Heading { .. } => self.heading(offset),
            Tag::HtmlBlock => self.html = Some(String::new()),
            Tag::Paragraph
            | Tag::CodeBlock(_)
            | Tag::Item
            | Tag::TableHead
            | Tag::TableRow
            | Tag::TableCell
            | Tag::BlockQuote(_)
            | Tag::FootnoteDefinition(_) => {
                self.new_line();
                self.block = self.current.text.len();
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => {
                self.in_heading = false;
                self.in_title = false;
            }
            TagEnd::HtmlBlock => {
                let html = self.html.take().unwrap_or_default();
                self.new_line();
                if !is_template_tag(&html) {
                    html::push_text(self.target(), &html);
                }
                self.new_line();
            }
            TagEnd::Paragraph => {
                // An instruction to another program, which the page does not show.
                let block = self.block.min(self.current.text.len());
                if is_template_tag(&self.current.text[block..]) {
                    self.current.text.truncate(block);
                }
                self.new_line();
            }
            TagEnd::CodeBlock | TagEnd::Item | TagEnd::TableRow | TagEnd::TableCell => self.new_line(),
            _ => {}
        }
    }

    /// A heading opens a section, but that of the title is shown elsewhere.
    fn heading(&mut self, offset: usize) {
        let Some(body) = self.body else {
            self.new_line();
            return;
        };
        if body.title_heading.as_ref().is_some_and(|title| title.start == offset) {
            self.in_title = true;
            return;
        }
        let headings = &body.headings[self.next_heading..];
        if let Some(skipped) = headings.iter().position(|heading| heading.offset == offset) {
            let anchor = headings[skipped].id.clone();
            self.next_heading += skipped + 1;
            self.close();
            self.current.anchor = anchor;
            self.in_heading = true;
        }
    }

    /// Bold text that serves as a heading opens a section as well. It stays in the text, where it is shown.
    fn open_labelled(&mut self, offset: usize) {
        let Some(section) = self.labelled.get(self.next_labelled).copied() else { return };
        if section.offset <= offset {
            self.next_labelled += 1;
            self.close();
            self.current.anchor.clone_from(&section.id);
            self.current.heading.clone_from(&section.heading);
        }
    }

    fn close(&mut self) {
        let mut section = std::mem::take(&mut self.current);
        self.block = 0;
        section.text.truncate(section.text.trim_end().len());
        section.heading = section.heading.split_whitespace().collect::<Vec<_>>().join(" ");
        if !section.text.is_empty() || !section.heading.is_empty() {
            self.done.push(section);
        }
    }

    fn target(&mut self) -> &mut String {
        if self.in_heading { &mut self.current.heading } else { &mut self.current.text }
    }

    fn push(&mut self, text: &str) {
        if !self.in_title {
            self.target().push_str(text);
        }
    }

    fn new_line(&mut self) {
        let text = self.target();
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
    }
}
