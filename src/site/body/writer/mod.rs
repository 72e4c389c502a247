//! Writes the events of the Markdown parser as HTML.

mod blocks;
mod finish;
mod inline;
mod tables;
mod text;

use std::collections::HashMap;

use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

use super::highlight::Highlighter;
use super::sanitise::Raw;
use super::timeline::Lines;
use crate::core::escape;
use crate::core::model::{Body, PostMortem};
use crate::core::phrases::Phrases;
use crate::know::link::{DocumentId, Site};
use crate::read::markdown::nesting::Nesting;
use crate::read::markdown::{Spanned, events, is_template_tag};
use crate::read::math::Place;
use blocks::language_of;
use tables::{Table, no_table};

/// Deepest nesting of lists and quotes that is drawn.
const DEPTH: usize = 24;

/// The body of a document as HTML; with a `base`, all addresses are whole and begin with it.
pub fn write(
    site: &Site,
    id: DocumentId,
    highlighter: &Highlighter,
    say: &Phrases,
    base: Option<&str>,
) -> String {
    let document = &site.documents[id];
    let text = &document.source.text;
    let mut writer = Writer::new(site, id, highlighter, say, base);
    if document.body.has_html && !site.config.html.unsafe_html {
        writer.raw = Some(Raw::new(writer.raw_hrefs(), writer.own_ids()));
    }
    for event in events(text, document.body.start, document.body.dialect) {
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
    /// Where the site is, if what is written is not for the page.
    base: Option<&'a str>,
    highlighter: &'a Highlighter,
    /// What is said that is not of the author.
    say: &'a Phrases,
    out: String,
    /// What reads HTML of the author, if there is any and it is not published as it is.
    raw: Option<Raw>,
    /// Places of raw HTML that is not published as it is.
    nesting: Nesting,
    open: Vec<Open>,
    /// Text not yet written; the parser cuts text at every odd character.
    pending: String,
    next_mark: usize,
    next_heading: usize,
    next_link: usize,
    /// Whether each open link was written.
    open_links: Vec<bool>,
    /// The image whose alternative text is being read.
    image: Option<inline::Image>,
    table: Option<Table>,
    code: Option<(String, String)>,
    lines: Option<Lines<'a>>,
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
    fn new(
        site: &'a Site,
        id: DocumentId,
        highlighter: &'a Highlighter,
        say: &'a Phrases,
        base: Option<&'a str>,
    ) -> Self {
        let document = &site.documents[id];
        let facts = document.post_mortem();
        Self {
            site,
            id,
            body: &document.body,
            facts,
            text: &document.source.text,
            output: &site.outputs[id],
            base,
            highlighter,
            say,
            out: String::with_capacity(document.source.text.len() * 5 / 4),
            raw: None,
            nesting: Nesting::default(),
            open: Vec::new(),
            pending: String::new(),
            next_mark: 0,
            next_heading: 0,
            next_link: 0,
            open_links: Vec::new(),
            image: None,
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
        if self.image.is_some() {
            self.in_image(&event);
            return;
        }
        if let Event::Text(text) = &event {
            self.text_event(text, range.start);
            return;
        }
        self.flush();
        if let Some(raw) = &mut self.raw
            && is_edge_of_block(&event)
        {
            raw.end_block();
        }
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
            }
            Event::Html(html) => self.html.push_str(&html),
            Event::InlineHtml(html) => self.raw(&html),
            Event::SoftBreak => self.out.push('\n'),
            Event::HardBreak => self.out.push_str("<br>\n"),
            Event::Rule => self.out.push_str("<hr>\n"),
            Event::TaskListMarker(done) => self.task(done),
            Event::FootnoteReference(label) => self.footnote_reference(&label),
            Event::InlineMath(formula) => self.formula(&formula, Place::Text, range),
            Event::DisplayMath(formula) => self.formula(&formula, Place::Block, range),
            Event::Text(_) => {}
        }
    }

    /// Appends ` name="value"`.
    fn attribute(&mut self, name: &str, value: &str) {
        self.out.push(' ');
        self.out.push_str(name);
        self.out.push_str("=\"");
        escape::push(&mut self.out, value);
        self.out.push('"');
    }

    /// The words of a link and of a heading may have formulas as well.
    fn formula(&mut self, latex: &str, place: Place, range: std::ops::Range<usize>) {
        if range.end > self.skip_before {
            self.inline_marks(range.start);
            crate::read::math::push(&mut self.out, latex, place);
        }
    }

    /// Raw HTML of the author. A body without anything but comments is not sanitised, so nothing may pass.
    fn raw(&mut self, html: &str) {
        match &mut self.raw {
            Some(raw) => raw.push(&mut self.out, &self.nesting.limited(html)),
            None if self.body.has_html && self.site.config.html.unsafe_html => self.out.push_str(html),
            None => {}
        }
    }

    fn start(&mut self, tag: Tag<'a>, range: std::ops::Range<usize>) {
        match tag {
            Tag::Paragraph => self.paragraph(range),
            Tag::Heading { .. } => self.heading(range),
            Tag::BlockQuote(kind) => self.quote(kind),
            Tag::MetadataBlock(_) => self.internal(),
            Tag::CodeBlock(kind) => {
                let language = match kind {
                    CodeBlockKind::Fenced(info) => language_of(&info),
                    CodeBlockKind::Indented => String::new(),
                };
                self.code = Some((language, String::new()));
            }
            Tag::HtmlBlock => {
                self.html.clear();
                self.anchors(range.start);
            }
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
            Tag::Image { dest_url, title, .. } => self.start_image(&dest_url, &title),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.out.push_str("</p>\n"),
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::BlockQuote(_)
            | TagEnd::MetadataBlock(_)
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::FootnoteDefinition => self.close(),
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
            Some(Open::Nothing) => self.out.push(' '),
            None => {}
        }
    }

    /// Whether one more container would be too deep; it is then drawn as part of what is around it.
    fn is_too_deep(&mut self) -> bool {
        if self.open.len() < DEPTH {
            return false;
        }
        self.open.push(Open::Nothing);
        true
    }
}

/// Whether a block begins or ends.
fn is_edge_of_block(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => !matches!(
            tag,
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
        ),
        Event::End(tag) => !matches!(
            tag,
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image
        ),
        _ => false,
    }
}
