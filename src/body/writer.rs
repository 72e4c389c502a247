//! Writes the events of the Markdown parser as HTML.

use std::collections::{HashMap, HashSet};

use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, Event, Tag, TagEnd};

use super::highlight::Highlighter;
use super::sanitise::{self, OURS, PIECE};
use super::timeline::Lines;
use super::{autolink, escape, links, marks};
use crate::link::{DocumentId, Site, Target};
use crate::markdown::{Spanned, events, is_template_tag};
use crate::model::{Body, BodyLinkKind, MarkKind, PostMortem, Record};

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
    /// Drawn as part of what is around it.
    Nothing,
    /// A line of a timeline.
    TimelineLine,
    /// A footnote, with what was being written around it.
    Footnote { label: String, around: String },
}

/// A table that is being written.
struct Table {
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
    /// Drawn as a timeline: the column of its text.
    timeline: Option<usize>,
    /// The column that holds states of action items.
    states: Option<usize>,
    action: Option<usize>,
}

struct Writer<'a> {
    site: &'a Site,
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
    /// Events inside of this are not shown.
    skip_until: Option<usize>,
    heading_end: Option<(&'static str, String)>,
    footnotes: Vec<(String, String)>,
    footnote_numbers: HashMap<String, usize>,
    footnote_uses: HashMap<String, usize>,
    /// Whether the next text is the question of a "why".
    asks: bool,
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
            skip_until: None,
            heading_end: None,
            footnotes: Vec::new(),
            footnote_numbers: HashMap::new(),
            footnote_uses: HashMap::new(),
            asks: false,
            html: String::new(),
        }
    }

    fn event(&mut self, (event, range): Spanned<'a>) {
        if let Some(end) = self.skip_until {
            // Links inside of what is skipped still count.
            if let Event::Start(Tag::Link { .. } | Tag::Image { .. }) = event {
                self.next_link += 1;
            }
            if range.start < end {
                return;
            }
            self.skip_until = None;
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
                escape::push(out, url);
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

    // Marks.

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

    // Blocks.

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
                self.push_open(Open::Footnote { label: label.to_string(), around });
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

    fn push_open(&mut self, open: Open) {
        self.open.push(open);
    }

    fn close(&mut self) {
        match self.open.pop() {
            Some(Open::Tag(end)) => self.out.push_str(end),
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

    fn paragraph(&mut self, range: std::ops::Range<usize>) {
        if is_template_tag(&self.text[range.clone()]) {
            self.skip_until = Some(range.end);
            return;
        }
        let marks = self.mark_at(range.start);
        self.out.push_str("<p");
        if let Some(id) = self.section_id(&marks) {
            self.attribute("id", &id);
        }
        self.out.push('>');
    }

    fn section_id(&self, marks: &[&MarkKind]) -> Option<String> {
        marks.iter().find_map(|mark| match mark {
            MarkKind::SectionAnchor { index } => {
                self.body.sections.get(*index).map(|section| section.id.clone())
            }
            _ => None,
        })
    }

    fn heading(&mut self, range: std::ops::Range<usize>) {
        if self.body.title_heading.as_ref().is_some_and(|title| title.start == range.start) {
            self.skip_until = Some(range.end);
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
        for mark in self.mark_at(range.start) {
            if let MarkKind::TimelineAnchor { index } = mark {
                self.anchor(*index);
            }
        }
        self.heading_end = Some((end, heading.id.clone()));
    }

    fn end_heading(&mut self) {
        let Some((end, id)) = self.heading_end.take() else { return };
        if !id.is_empty() {
            let href = escape::text(&crate::link::address::encode(&id));
            self.piece(format!(
                "<a class=\"hash\" href=\"#{href}\" aria-label=\"Link to this heading\">#</a>"
            ));
        }
        self.out.push_str(end);
    }

    fn quote(&mut self, kind: Option<BlockQuoteKind>) {
        if self.is_too_deep() {
            return;
        }
        self.out.push_str("<blockquote");
        let (class, name) = match kind {
            Some(BlockQuoteKind::Note) => ("note", "Note"),
            Some(BlockQuoteKind::Tip) => ("note", "Tip"),
            Some(BlockQuoteKind::Important) => ("note", "Important"),
            Some(BlockQuoteKind::Warning) => ("note err", "Warning"),
            Some(BlockQuoteKind::Caution) => ("note err", "Caution"),
            None => ("", ""),
        };
        if class.is_empty() {
            self.out.push('>');
        } else {
            self.attribute("class", class);
            self.out.push_str(&format!("><p><strong>{name}</strong></p>"));
        }
        self.push_open(Open::Tag("</blockquote>\n"));
    }

    fn list(&mut self, first: Option<u64>, offset: usize) {
        if self.is_too_deep() {
            return;
        }
        let marks = self.mark_at(offset);
        let has = |kind: &MarkKind| marks.contains(&kind);
        if let (true, Some(facts)) = (has(&MarkKind::TimelineList), self.facts) {
            self.lines = Some(Lines::new(facts));
            self.out.push_str("<ol");
            self.attribute("class", "tl");
            self.out.push_str(">\n");
            self.push_open(Open::Tag("</ol>\n"));
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
        self.push_open(if has(&MarkKind::Whys) { Open::Tag("</ol>\n") } else { Open::Tag(end) });
    }

    fn item(&mut self, offset: usize) {
        if self.is_too_deep() {
            return;
        }
        let marks = self.mark_at(offset);
        let in_timeline = self.lines.is_some() && self.out.trim_end().ends_with(['>', ' ']);
        for mark in &marks {
            match (mark, self.facts) {
                (MarkKind::TimelineEntry { index, text_start }, Some(facts)) => {
                    let Some(entry) = facts.timeline.get(*index) else { continue };
                    if in_timeline && let Some(lines) = &mut self.lines {
                        let mut line = String::new();
                        lines.open(&mut line, *index, entry);
                        self.open_line(&line);
                        self.skip_before = *text_start;
                        self.push_open(Open::TimelineLine);
                        return;
                    }
                    self.out.push_str("<li");
                    self.attribute("id", &format!("t{}", index + 1));
                    self.out.push('>');
                    self.push_open(Open::Tag("</li>\n"));
                    return;
                }
                (MarkKind::TimelineAnchor { index }, _) => {
                    self.out.push_str("<li");
                    self.attribute("id", &format!("t{}", index + 1));
                    self.out.push('>');
                    self.push_open(Open::Tag("</li>\n"));
                    return;
                }
                (MarkKind::Action { index }, Some(facts)) => {
                    let Some(action) = facts.action_items.get(*index) else { continue };
                    self.out.push_str("<li");
                    self.attribute("id", &format!("a{}", index + 1));
                    self.attribute("class", action.state.name());
                    self.out.push('>');
                    self.piece(marks::state(action.state) + " ");
                    self.push_open(Open::Tag("</li>\n"));
                    return;
                }
                _ => {}
            }
        }
        self.out.push_str("<li");
        if let Some(id) = self.section_id(&marks) {
            self.attribute("id", &id);
        }
        self.out.push('>');
        self.asks = matches!(self.open.last(), Some(Open::Tag("</ol>\n"))) && self.is_in_whys();
        self.push_open(Open::Tag("</li>\n"));
    }

    fn is_in_whys(&self) -> bool {
        let start = self.out.rfind("<ol").unwrap_or(0);
        self.out[start..].split('>').next().is_some_and(|tag| tag.contains("why\""))
    }

    /// Opens a line of a timeline: its elements stay visible to the sanitiser, its classes are ours.
    fn open_line(&mut self, line: &str) {
        if self.guarded {
            self.out.push_str(&line.replace("=\"", &format!("=\"{OURS}")));
        } else {
            self.out.push_str(line);
        }
    }

    fn task(&mut self, done: bool) {
        let is_action = self.out.trim_end().ends_with("</span>") || self.out.ends_with(PIECE);
        if !is_action {
            let state = if done { crate::model::ActionState::Done } else { crate::model::ActionState::Open };
            self.piece(marks::state(state) + " ");
        }
    }

    fn end_code(&mut self) {
        let Some((language, code)) = self.code.take() else { return };
        let mut html = String::with_capacity(code.len() * 2);
        if language == "mermaid" {
            html.push_str("<pre class=\"mermaid\" tabindex=\"0\"><code>");
        } else {
            html.push_str("<pre tabindex=\"0\"><code>");
        }
        self.highlighter.push(&mut html, &code, &language);
        html.push_str("</code></pre>\n");
        self.piece(html);
    }

    // Tables.

    fn start_table(&mut self, alignments: Vec<Alignment>, offset: usize) {
        let marks = self.mark_at(offset);
        let timeline = marks.iter().find_map(|mark| match mark {
            MarkKind::TimelineTable { text_column } => Some(*text_column),
            _ => None,
        });
        let states = marks.iter().find_map(|mark| match mark {
            MarkKind::ActionTable { state_column } => *state_column,
            _ => None,
        });
        if let (Some(_), Some(facts)) = (timeline, self.facts) {
            self.lines = Some(Lines::new(facts));
            self.out.push_str("<ol");
            self.attribute("class", "tl");
            self.out.push_str(">\n");
        } else {
            self.out.push_str("<div");
            self.attribute("class", "scroll");
            self.attribute("tabindex", "0");
            self.out.push_str("><table>");
        }
        self.table = Some(Table { alignments, column: 0, in_head: false, timeline, states, action: None });
    }

    fn start_row(&mut self, offset: usize) {
        let marks = self.mark_at(offset);
        let entry = marks.iter().find_map(|mark| match mark {
            MarkKind::TimelineEntry { index, .. } => Some(*index),
            _ => None,
        });
        let action = marks.iter().find_map(|mark| match mark {
            MarkKind::Action { index } => Some(*index),
            _ => None,
        });
        let Some(table) = &mut self.table else { return };
        table.column = 0;
        table.action = action;
        if table.timeline.is_some() {
            let mut line = String::new();
            match (entry.and_then(|index| Some((index, self.facts?.timeline.get(index)?))), &mut self.lines) {
                (Some((index, entry)), Some(lines)) => lines.open(&mut line, index, entry),
                _ => line.push_str("<li class=\"none\"><div class=\"tx\">"),
            }
            self.open_line(&line);
            return;
        }
        self.out.push_str("<tr");
        if let Some(index) = entry {
            self.attribute("id", &format!("t{}", index + 1));
        } else if let Some(index) = action {
            self.attribute("id", &format!("a{}", index + 1));
        }
        self.out.push('>');
    }

    fn start_cell(&mut self, range: std::ops::Range<usize>) {
        let Some(table) = &self.table else { return };
        let column = table.column;
        if let Some(text_column) = table.timeline {
            if table.in_head || column != text_column {
                self.skip_until = Some(range.end);
                self.table.iter_mut().for_each(|table| table.column += 1);
            } else if let Some(phase) = self.text[range.clone()].find('[') {
                // The mark of a phase is shown as the phase.
                let cell = self.text[range.clone()].trim();
                let (mark, rest) = crate::parse::phase_mark(cell);
                if mark.is_some() && phase < 2 {
                    self.skip_before = range.end
                        - (self.text[range.clone()].len() - self.text[range.clone()].trim_end().len())
                        - rest.len();
                }
            }
            return;
        }
        let class = match table.alignments.get(column) {
            Some(Alignment::Right) => "num",
            Some(Alignment::Center) => "mid",
            _ => "",
        };
        let is_empty = self.text[range.clone()].trim().is_empty();
        let in_head = table.in_head && !is_empty;
        let state = table.action.filter(|_| table.states == Some(column) && !table.in_head);
        self.out.push_str(if in_head { "<th" } else { "<td" });
        if in_head {
            self.attribute("scope", "col");
        }
        if !class.is_empty() {
            self.attribute("class", class);
        }
        self.out.push('>');
        // The state is shown as its sign and, where the author used other words, those.
        if let Some(action) =
            state.and_then(|index| self.facts?.action_items.get(index)).filter(|action| action.state_stated)
        {
            let written = self.text[range].trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
            let sign = marks::state(action.state);
            if written == action.state.name().replace('-', " ")
                || written == action.state.name()
                || written.is_empty()
            {
                self.piece(sign);
                self.skip_before = usize::MAX;
            } else {
                self.piece(sign + " ");
            }
        }
    }

    fn end_cell(&mut self) {
        let Some(table) = &mut self.table else { return };
        table.column += 1;
        if self.skip_before == usize::MAX {
            self.skip_before = 0;
        }
        if table.timeline.is_some() {
            return;
        }
        let opened_head =
            table.in_head && self.out.rfind("<th").unwrap_or(0) > self.out.rfind("<td").unwrap_or(0);
        self.out.push_str(if opened_head { "</th>" } else { "</td>" });
    }

    // Inline.

    fn inline_tag(&mut self, start: &'static str, range: &std::ops::Range<usize>) {
        if range.end <= self.skip_before {
            self.skip_until = Some(range.end);
        } else {
            self.out.push_str(start);
        }
    }

    fn start_link(&mut self, written: &str, title: &str, range: &std::ops::Range<usize>) {
        let index = self.next_link;
        self.next_link += 1;
        if range.end <= self.skip_before {
            self.skip_until = Some(range.end);
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

    fn target(&self, index: usize) -> &'a Target {
        let document = self.site.resolved.get(self.document_index());
        document.and_then(|targets| targets.get(index)).unwrap_or(&Target::Broken)
    }

    fn document_index(&self) -> DocumentId {
        // The body belongs to the document whose page this is.
        self.site.documents.iter().position(|document| std::ptr::eq(&document.body, self.body)).unwrap_or(0)
    }

    fn end_image(&mut self) {
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

    fn footnote_reference(&mut self, label: &str) {
        let next = self.footnote_numbers.len() + 1;
        let number = *self.footnote_numbers.entry(label.to_owned()).or_insert(next);
        let uses = self.footnote_uses.entry(label.to_owned()).or_default();
        *uses += 1;
        let back = if *uses == 1 { format!("fr{number}") } else { format!("fr{number}-{uses}") };
        self.piece(format!(
            "<sup><a href=\"#fn{number}\" id=\"{back}\" aria-label=\"Footnote {number}\">{number}</a></sup>"
        ));
    }

    // The end.

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
        let document = self.document_index();
        let links = self.body.links.iter().zip(&self.site.resolved[document]).skip(self.body.markdown_links);
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
        ids.extend(crate::parse::RESERVED_IDS.iter().map(|id| (*id).to_owned()));
        if let Some(facts) = self.facts {
            ids.extend((1..=facts.timeline.len()).map(|number| format!("t{number}")));
            ids.extend((1..=facts.action_items.len()).map(|number| format!("a{number}")));
        }
        ids
    }
}

/// The first word of a fence's info string, without attributes: `{.yaml}`, `python title="x"`.
fn language_of(info: &str) -> String {
    let word = info.split([' ', ',', '\t']).next().unwrap_or_default();
    word.trim_matches(['{', '}', '.', '=']).to_lowercase()
}

fn no_table() -> Table {
    Table { alignments: Vec::new(), column: 0, in_head: false, timeline: None, states: None, action: None }
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
