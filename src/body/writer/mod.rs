//! Writes the events of the Markdown parser as HTML.

mod blocks;
mod inline;
mod tables;

use std::collections::{HashMap, HashSet};

use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

use super::highlight::Highlighter;
use super::sanitise::{self, OURS, PIECE};
use super::timeline::Lines;
use super::{autolink, escape, links};
use crate::link::address::web;
use crate::link::{DocumentId, Site};
use crate::markdown::{Spanned, events, is_template_tag};
use crate::model::{Body, BodyLinkKind, MarkKind, PostMortem, Record};
use blocks::language_of;
use tables::{Table, no_table};

/// Deepest nesting of lists and quotes that is drawn.
const DEPTH: usize = 24;

/// The body of a document as HTML.
#[must_use]
pub fn write(site: &Site, id: DocumentId, highlighter: &Highlighter) -> String {
    let document = &site.documents[id];
    let text = &document.source.text;
    let mut writer = Writer::new(site, id, highlighter);
    for event in events(text, document.body.start) {
        writer.event(event);
    }
    writer.finish()
}

/// A container that is open, and how it ends.
enum Open {
    /// Ends with this.
    Tag(&'static str),
    /// A list of "whys", each of whose items begins with a question.
    Whys,
    /// A list that is drawn as a timeline.
    Timeline,
    /// Drawn as part of what is around it.
    Nothing,
    /// A line of a timeline.
    TimelineLine,
    /// A footnote, with what was being written around it.
    Footnote { label: String, around: String },
}

struct Writer<'a> {
    site: &'a Site,
    id: DocumentId,
    body: &'a Body,
    facts: Option<&'a PostMortem>,
    text: &'a str,
    /// Address of the page.
    output: &'a str,
    highlighter: &'a Highlighter,
    out: String,
    /// Whether the result is sanitised, so that our attributes must be marked.
    guarded: bool,
    /// Finished pieces that are put back after sanitising.
    pieces: Vec<String>,
    open: Vec<Open>,
    ignored: usize,
    /// Text not yet written, and where it begins in the source; the parser cuts text at every odd character.
    pending: String,
    pending_start: usize,
    next_mark: usize,
    next_heading: usize,
    next_link: usize,
    /// Whether each open link was written.
    open_links: Vec<bool>,
    image: Option<(String, String)>,
    image_text: String,
    table: Option<Table>,
    code: Option<(String, String)>,
    lines: Option<Lines>,
    /// What lies before this offset was already shown (the time of a timeline's line).
    skip_before: usize,
    /// How many elements are open inside of what is not shown, itself included.
    skipped: usize,
    heading_end: Option<(&'static str, String)>,
    footnotes: Vec<(String, String)>,
    footnote_numbers: HashMap<String, usize>,
    footnote_uses: HashMap<String, usize>,
    /// Whether the next text is the question of a "why".
    asks: bool,
    /// Whether the sign of an action item was written just now, so that its box says nothing new.
    signed: bool,
    html: String,
}

impl<'a> Writer<'a> {
    fn new(site: &'a Site, id: DocumentId, highlighter: &'a Highlighter) -> Self {
        let document = &site.documents[id];
        let facts = match &document.record {
            Record::PostMortem(facts) => Some(&**facts),
            _ => None,
        };
        Self {
            site,
            id,
            body: &document.body,
            facts,
            text: &document.source.text,
            output: &site.outputs[id],
            highlighter,
            out: String::with_capacity(document.source.text.len() * 5 / 4),
            guarded: document.body.has_html && !site.config.html.unsafe_html,
            pieces: Vec::new(),
            open: Vec::new(),
            ignored: 0,
            pending: String::new(),
            pending_start: 0,
            next_mark: 0,
            next_heading: 0,
            next_link: 0,
            open_links: Vec::new(),
            image: None,
            image_text: String::new(),
            table: None,
            code: None,
            lines: None,
            skip_before: 0,
            skipped: 0,
            heading_end: None,
            footnotes: Vec::new(),
            footnote_numbers: HashMap::new(),
            footnote_uses: HashMap::new(),
            asks: false,
            signed: false,
            html: String::new(),
        }
    }

    fn event(&mut self, (event, range): Spanned<'a>) {
        if self.skipped > 0 {
            self.skip(&event);
            return;
        }
        if let Event::Text(text) = &event {
            self.text_event(text, range.start);
            return;
        }
        self.flush();
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Code(code) => {
                if range.end > self.skip_before {
                    self.inline_marks(range.start);
                    self.out.push_str("<code>");
                    escape::push(&mut self.out, &code);
                    self.out.push_str("</code>");
                }
                self.image_text.push_str(&code);
            }
            Event::Html(html) => self.html.push_str(&html),
            Event::InlineHtml(html) => self.raw(&html),
            Event::SoftBreak => self.out.push('\n'),
            Event::HardBreak => self.out.push_str("<br>\n"),
            Event::Rule => self.out.push_str("<hr>\n"),
            Event::TaskListMarker(done) => self.task(done),
            Event::FootnoteReference(label) => self.footnote_reference(&label),
            Event::Text(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    /// Passes over an event of what is not shown.
    fn skip(&mut self, event: &Event<'_>) {
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

    fn text_event(&mut self, text: &str, start: usize) {
        if let Some((_, code)) = &mut self.code {
            code.push_str(text);
            return;
        }
        if self.image.is_some() {
            self.image_text.push_str(text);
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
        if self.pending.is_empty() {
            self.pending_start = start;
        }
        self.pending.push_str(shown);
    }

    /// Writes the text that has been collected.
    fn flush(&mut self) {
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
            let ours = self.ours();
            autolink::push(&mut self.out, rest, |out, url| {
                out.push_str("<a href=\"");
                out.push_str(ours);
                escape::push(out, &web(url));
                out.push_str("\">");
            });
        }
        self.pending = text;
        self.pending.clear();
    }

    /// The prefix that tells our attributes from an author's.
    fn ours(&self) -> &'static str {
        const MARK: &str = "\u{e000}";
        const { assert!(OURS == '\u{e000}') };
        if self.guarded { MARK } else { "" }
    }

    /// Appends ` name="value"`.
    fn attribute(&mut self, name: &str, value: &str) {
        let ours = self.ours();
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        self.out.push_str(ours);
        escape::push(&mut self.out, value);
        self.out.push('"');
    }

    /// Appends finished HTML, which is not sanitised.
    fn piece(&mut self, html: String) {
        if self.guarded {
            self.out.push_str(&format!("{PIECE}{}{PIECE}", self.pieces.len()));
            self.pieces.push(html);
        } else {
            self.out.push_str(&html);
        }
    }

    /// Raw HTML of the author. A body without anything but comments is not sanitised, so nothing may pass.
    fn raw(&mut self, html: &str) {
        if self.body.has_html {
            self.out.push_str(html);
        }
    }

    fn mark_at(&mut self, offset: usize) -> Vec<&'a MarkKind> {
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

    fn is_marked_inline(&self, start: usize, end: usize) -> bool {
        self.facts.is_some()
            && self
                .body
                .marks
                .iter()
                .skip(self.next_mark)
                .take_while(|mark| mark.offset < end)
                .any(|mark| mark.offset >= start && matches!(mark.kind, MarkKind::TimelineAnchor { .. }))
    }

    /// Anchors for lines of a timeline that begin in the middle of a paragraph.
    fn inline_marks(&mut self, offset: usize) {
        if self.body.marks.get(self.next_mark).is_none_or(|mark| mark.offset > offset) {
            return;
        }
        for kind in self.mark_at(offset) {
            if let MarkKind::TimelineAnchor { index } = kind {
                self.anchor(*index);
            }
        }
    }

    fn anchor(&mut self, index: usize) {
        self.out.push_str("<span");
        self.attribute("id", &format!("t{}", index + 1));
        self.out.push_str("></span>");
    }

    fn start(&mut self, tag: Tag<'a>, range: std::ops::Range<usize>) {
        match tag {
            Tag::Paragraph => self.paragraph(range),
            Tag::Heading { .. } => self.heading(range),
            Tag::BlockQuote(kind) => self.quote(kind),
            Tag::CodeBlock(kind) => {
                let language = match kind {
                    CodeBlockKind::Fenced(info) => language_of(&info),
                    CodeBlockKind::Indented => String::new(),
                };
                self.code = Some((language, String::new()));
            }
            Tag::HtmlBlock => self.html.clear(),
            Tag::List(first) => self.list(first, range.start),
            Tag::Item => self.item(range.start),
            Tag::FootnoteDefinition(label) => {
                let around = std::mem::take(&mut self.out);
                self.open.push(Open::Footnote { label: label.to_string(), around });
            }
            Tag::Table(alignments) => self.start_table(alignments, range.start),
            Tag::TableHead => {
                let table = self.table.get_or_insert_with(no_table);
                table.in_head = true;
                table.column = 0;
                if table.timeline.is_none() {
                    self.out.push_str("<thead><tr>");
                }
            }
            Tag::TableRow => self.start_row(range.start),
            Tag::TableCell => self.start_cell(range),
            Tag::Emphasis => self.inline_tag("<em>", &range),
            Tag::Strong => self.inline_tag("<strong>", &range),
            Tag::Strikethrough => self.inline_tag("<del>", &range),
            Tag::Link { dest_url, title, .. } => self.start_link(&dest_url, &title, &range),
            Tag::Image { dest_url, title, .. } => {
                self.image_text.clear();
                self.image = Some((dest_url.trim().to_owned(), title.to_string()));
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.out.push_str("</p>\n"),
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item | TagEnd::FootnoteDefinition => {
                self.close()
            }
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::HtmlBlock => {
                let html = std::mem::take(&mut self.html);
                if !is_template_tag(&html) {
                    self.raw(&html);
                }
            }
            TagEnd::Table => {
                let timeline = self.table.take().is_some_and(|table| table.timeline.is_some());
                self.out.push_str(if timeline { "</ol>\n" } else { "</tbody></table></div>\n" });
            }
            TagEnd::TableHead => {
                if let Some(table) = &mut self.table {
                    table.in_head = false;
                    if table.timeline.is_none() {
                        self.out.push_str("</tr></thead><tbody>\n");
                    }
                }
            }
            TagEnd::TableRow => match &self.table {
                Some(Table { timeline: Some(_), .. }) => Lines::close(&mut self.out),
                _ => self.out.push_str("</tr>\n"),
            },
            TagEnd::TableCell => self.end_cell(),
            TagEnd::Emphasis => self.out.push_str("</em>"),
            TagEnd::Strong => self.out.push_str("</strong>"),
            TagEnd::Strikethrough => self.out.push_str("</del>"),
            TagEnd::Link => {
                if self.open_links.pop() == Some(true) {
                    self.out.push_str("</a>");
                } else {
                    self.out.push_str("</span>");
                }
            }
            TagEnd::Image => self.end_image(),
            _ => {}
        }
    }

    fn close(&mut self) {
        match self.open.pop() {
            Some(Open::Tag(end)) => self.out.push_str(end),
            Some(Open::Whys | Open::Timeline) => self.out.push_str("</ol>\n"),
            Some(Open::TimelineLine) => Lines::close(&mut self.out),
            Some(Open::Footnote { label, around }) => {
                let html = std::mem::replace(&mut self.out, around);
                self.footnotes.push((label, html));
            }
            Some(Open::Nothing) => {
                self.ignored = self.ignored.saturating_sub(1);
                self.out.push(' ');
            }
            None => {}
        }
    }

    /// Whether one more container would be too deep; it is then drawn as part of what is around it.
    fn is_too_deep(&mut self) -> bool {
        if self.open.len() < DEPTH {
            return false;
        }
        self.ignored += 1;
        self.open.push(Open::Nothing);
        true
    }

    fn finish(mut self) -> String {
        self.flush();
        while !self.open.is_empty() {
            self.close();
        }
        self.write_footnotes();
        if !self.guarded {
            return self.out;
        }
        let clean = sanitise::clean(&self.out, self.raw_hrefs(), self.own_ids());
        put_back(&clean, &self.pieces)
    }

    fn write_footnotes(&mut self) {
        if self.footnotes.is_empty() {
            return;
        }
        let mut notes = std::mem::take(&mut self.footnotes);
        // Notes that nothing refers to come last.
        notes.sort_by_key(|(label, _)| self.footnote_numbers.get(label).copied().unwrap_or(usize::MAX));
        self.out.push_str("<section");
        self.attribute("class", "fn");
        self.attribute("aria-label", "Footnotes");
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
                self.piece(format!(" <a href=\"#fr{number}\" aria-label=\"Back to the text\">↩</a>"));
            }
            self.out.push_str("</li>");
        }
        self.out.push_str("</ol></section>\n");
    }

    /// What relative addresses in raw HTML become.
    fn raw_hrefs(&self) -> HashMap<String, String> {
        let links = self.body.links.iter().zip(&self.site.resolved[self.id]).skip(self.body.markdown_links);
        links
            .filter(|(link, _)| link.kind != BodyLinkKind::Wiki)
            .filter_map(|(link, target)| {
                Some((link.href.clone(), links::href(self.site, self.output, &link.href, target)?))
            })
            .collect()
    }

    /// Ids that an author's HTML must not take.
    fn own_ids(&self) -> HashSet<String> {
        let mut ids: HashSet<String> = self.body.headings.iter().map(|heading| heading.id.clone()).collect();
        ids.extend(self.body.sections.iter().map(|section| section.id.clone()));
        ids
    }
}

fn put_back(html: &str, pieces: &[String]) -> String {
    let mut out = String::with_capacity(html.len() + pieces.iter().map(String::len).sum::<usize>());
    let mut parts = html.split(PIECE);
    out.push_str(parts.next().unwrap_or_default());
    while let (Some(number), Some(rest)) = (parts.next(), parts.next()) {
        if let Some(piece) = number.parse::<usize>().ok().and_then(|number| pieces.get(number)) {
            out.push_str(piece);
        }
        out.push_str(rest);
    }
    out
}
