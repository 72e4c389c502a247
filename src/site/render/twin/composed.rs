//! The body of a twin for readers outside: composed anew from what the page shows, so that nothing else of the text is in it.
//!
//! Markup of the page stays markup: headings, lists, tables, code, links. Raw HTML leaves its words.

use std::collections::HashMap;

use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

use super::text::{change, destination};
use crate::know::link::{DocumentId, Site, Target};
use crate::read::markdown::rewrite::Change;
use crate::read::markdown::{Spanned, events};
use crate::site::index::push_html_text;

/// Appends the body of a document for the twin at `output`, without its title.
pub fn body(out: &mut String, site: &Site, id: DocumentId, output: &str) {
    let document = &site.documents[id];
    let (text, body) = (&document.source.text, &document.body);
    let title = body.title_heading.as_ref().map(|heading| heading.start);
    let mut writer = Writer { title, ..Writer::new(site, id, output) };
    events(text, body.start, body.dialect).for_each(|event| writer.event(event));
    let text = writer.out.trim_matches(['\n', ' ']);
    if !text.is_empty() {
        out.push_str(text);
        out.push('\n');
    }
}

/// A block that holds others: what its first line and its further lines begin with.
struct Container {
    /// Until it is written.
    first: Option<String>,
    further: String,
}

/// A list that is open: the number of its next item; `None` where items have none.
type List = Option<u64>;

struct Writer<'a> {
    site: &'a Site,
    id: DocumentId,
    output: &'a str,
    /// Where the heading begins that became the title.
    title: Option<usize>,
    out: String,
    containers: Vec<Container>,
    lists: Vec<List>,
    /// What is collected of the block, the cell, or the text of an image.
    inline: String,
    /// Where each open link leads; `None` where it is no link.
    links: Vec<Option<String>>,
    next_link: usize,
    /// How deep in the texts of images, of which the marks are not kept.
    in_image: usize,
    heading: usize,
    is_title: bool,
    code: Option<String>,
    html: Option<String>,
    row: Vec<String>,
    columns: usize,
    /// Numbers of footnotes, by label.
    notes: HashMap<String, usize>,
}

impl<'a> Writer<'a> {
    fn new(site: &'a Site, id: DocumentId, output: &'a str) -> Self {
        Self {
            site,
            id,
            output,
            title: None,
            out: String::new(),
            containers: Vec::new(),
            lists: Vec::new(),
            inline: String::new(),
            links: Vec::new(),
            next_link: 0,
            in_image: 0,
            heading: 0,
            is_title: false,
            code: None,
            html: None,
            row: Vec::new(),
            columns: 0,
            notes: HashMap::new(),
        }
    }

    fn event(&mut self, (event, range): Spanned<'_>) {
        match event {
            Event::Start(tag) => self.start(tag, range.start),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => match &mut self.code {
                Some(code) => code.push_str(&text),
                None => self.text(&text),
            },
            Event::Code(code) => self.code_in_line(&code),
            Event::InlineMath(formula) => self.inline.push_str(&format!("${formula}$")),
            Event::DisplayMath(formula) => self.inline.push_str(&format!("$${formula}$$")),
            Event::Html(html) => {
                if let Some(block) = &mut self.html {
                    block.push_str(&html);
                }
            }
            Event::InlineHtml(html) => {
                let mut text = String::new();
                push_html_text(&mut text, &html);
                self.text(&text.replace('\n', " "));
            }
            Event::SoftBreak | Event::HardBreak if self.columns > 0 || self.heading > 0 => {
                self.inline.push(' ')
            }
            Event::SoftBreak => self.inline.push('\n'),
            Event::HardBreak => self.inline.push_str("\\\n"),
            Event::Rule => self.block("---"),
            Event::TaskListMarker(done) => self.inline.push_str(if done { "[x] " } else { "[ ] " }),
            Event::FootnoteReference(label) => {
                let number = self.note(&label);
                self.inline.push_str(&format!("[^{number}]"));
            }
        }
    }

    fn start(&mut self, tag: Tag<'_>, offset: usize) {
        match tag {
            Tag::Heading { level, .. } => {
                self.flush();
                self.heading = level as usize;
                self.is_title = self.title == Some(offset);
            }
            Tag::BlockQuote(_) => {
                self.flush();
                self.apart();
                self.open("> ", "> ");
            }
            Tag::List(first) => {
                self.flush();
                // Only a list that counts from 1 may follow a line of text.
                if self.lists.is_empty() || first.is_some_and(|first| first != 1) {
                    self.apart();
                }
                self.lists.push(first);
            }
            Tag::Item => {
                let mark = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => "- ".to_owned(),
                };
                self.open(&mark, &" ".repeat(mark.len()));
            }
            Tag::FootnoteDefinition(label) => {
                self.flush();
                self.apart();
                let number = self.note(&label);
                self.open(&format!("[^{number}]: "), "    ");
            }
            Tag::CodeBlock(kind) => {
                self.flush();
                let language = match &kind {
                    CodeBlockKind::Fenced(info) => info.split([' ', ',', '{']).next().unwrap_or_default(),
                    CodeBlockKind::Indented => "",
                };
                self.code = Some(format!("{language}\n"));
            }
            Tag::HtmlBlock => {
                self.flush();
                self.html = Some(String::new());
            }
            Tag::Table(alignments) => {
                self.flush();
                self.columns = alignments.len().max(1);
            }
            Tag::Emphasis => self.mark("*"),
            Tag::Strong => self.mark("**"),
            Tag::Strikethrough => self.mark("~~"),
            Tag::Link { title, .. } => self.start_link("[", &title),
            Tag::Image { title, .. } => {
                self.start_link("![", &title);
                self.in_image += 1;
            }
            Tag::Paragraph => self.flush(),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => self.flush(),
            TagEnd::Heading(_) => {
                let text = std::mem::take(&mut self.inline);
                let mark = "#".repeat(std::mem::take(&mut self.heading));
                if !std::mem::take(&mut self.is_title) {
                    self.block(&format!("{mark} {}", text.trim()));
                }
            }
            TagEnd::BlockQuote(_) | TagEnd::Item | TagEnd::FootnoteDefinition => {
                self.flush();
                self.close();
            }
            TagEnd::List(_) => _ = self.lists.pop(),
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::HtmlBlock => {
                let mut text = String::new();
                push_html_text(&mut text, &self.html.take().unwrap_or_default());
                for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
                    self.text(line);
                    self.flush();
                }
            }
            TagEnd::TableCell => {
                let cell = std::mem::take(&mut self.inline);
                self.row.push(cell.trim().replace('|', "\\|"));
            }
            TagEnd::TableHead => {
                let rule = format!("|{}", "---|".repeat(self.columns));
                let row = self.take_row();
                self.block(&format!("{row}\n{rule}"));
            }
            TagEnd::TableRow => {
                let row = self.take_row();
                self.line(&row);
            }
            TagEnd::Table => self.columns = 0,
            TagEnd::Emphasis => self.mark("*"),
            TagEnd::Strong => self.mark("**"),
            TagEnd::Strikethrough => self.mark("~~"),
            TagEnd::Link => self.end_link(),
            TagEnd::Image => {
                self.in_image = self.in_image.saturating_sub(1);
                self.end_link();
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        for c in text.chars() {
            if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '&' | '~')
                || c == '$' && self.site.config.html.math
                // What a line may begin with.
                || matches!(c, '#' | '>' | '+' | '-' | '=' | ':') && self.begins_line()
                || matches!(c, '.' | ')') && self.is_number()
            {
                self.inline.push('\\');
            }
            self.inline.push(c);
        }
    }

    fn begins_line(&self) -> bool {
        let line = self.inline.rsplit('\n').next().unwrap_or_default();
        line.chars().all(|c| matches!(c, ' ' | '\\' | '#' | '-' | '+' | '=' | ':' | '>'))
    }

    fn is_number(&self) -> bool {
        let line = self.inline.rsplit('\n').next().unwrap_or_default().trim_start();
        !line.is_empty() && line.bytes().all(|byte| byte.is_ascii_digit())
    }

    fn mark(&mut self, mark: &str) {
        if self.in_image == 0 {
            self.inline.push_str(mark);
        }
    }

    fn code_in_line(&mut self, code: &str) {
        if self.in_image > 0 {
            return self.text(code);
        }
        let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
        let ticks = "`".repeat(longest + 1);
        let space = if code.starts_with('`') || code.ends_with('`') { " " } else { "" };
        self.inline.push_str(&format!("{ticks}{space}{code}{space}{ticks}"));
    }

    fn start_link(&mut self, opening: &str, title: &str) {
        let target = self.site.resolved[self.id].get(self.next_link).unwrap_or(&Target::Broken);
        let written = self.site.documents[self.id].body.links.get(self.next_link);
        self.next_link += 1;
        let address = match change(self.site, self.output, target) {
            Change::Keep => written.map(|link| link.href.clone()),
            Change::To(address) => Some(address),
            Change::Unlink => None,
        };
        let title = if title.is_empty() {
            String::new()
        } else {
            format!(" \"{}\"", title.replace('\\', "\\\\").replace('"', "\\\""))
        };
        let end = address
            .filter(|_| self.in_image == 0)
            .map(|address| format!("]({}{title})", destination(&address)));
        if end.is_some() {
            self.inline.push_str(opening);
        }
        self.links.push(end);
    }

    fn end_link(&mut self) {
        if let Some(Some(end)) = self.links.pop() {
            self.inline.push_str(&end);
        }
    }

    fn end_code(&mut self) {
        let Some(code) = self.code.take() else { return };
        let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat(longest.max(2) + 1);
        self.block(&format!("{fence}{}\n{fence}", code.trim_end_matches('\n')));
    }

    fn take_row(&mut self) -> String {
        let mut row = std::mem::take(&mut self.row);
        row.resize(self.columns, String::new());
        format!("| {} |", row.join(" | "))
    }

    fn open(&mut self, first: &str, further: &str) {
        self.flush();
        self.containers.push(Container { first: Some(first.to_owned()), further: further.to_owned() });
    }

    fn close(&mut self) {
        if self.containers.last().is_some_and(|container| container.first.is_some()) {
            // It is empty.
            self.line("");
        }
        self.containers.pop();
    }

    /// Ends the text that is being collected.
    fn flush(&mut self) {
        let text = std::mem::take(&mut self.inline);
        if !text.trim().is_empty() {
            self.block(text.trim());
        }
    }

    /// A block of lines, apart from what stands above it.
    fn block(&mut self, text: &str) {
        self.apart();
        text.split('\n').for_each(|line| self.line(line));
    }

    /// Leaves a line free, unless a container or the text begins here.
    fn apart(&mut self) {
        let begins = self.containers.last().is_some_and(|container| container.first.is_some());
        if !begins && !self.out.is_empty() {
            self.line("");
        }
    }

    /// The number of a footnote, of which a page shows no other name.
    fn note(&mut self, label: &str) -> usize {
        let next = self.notes.len() + 1;
        *self.notes.entry(label.to_lowercase()).or_insert(next)
    }

    fn line(&mut self, line: &str) {
        let start = self.out.len();
        for container in &mut self.containers {
            match container.first.take() {
                Some(first) => self.out.push_str(&first),
                None => self.out.push_str(&container.further),
            }
        }
        self.out.push_str(line);
        let end = start + self.out[start..].trim_end().len();
        self.out.truncate(end);
        self.out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::config::Config;
    use crate::core::model::{Kind, SourceFile};
    use crate::know::link::link;
    use crate::read::parse::Parser;

    fn composed(markdown: &str) -> String {
        let config = Config::default();
        let source = SourceFile { path: "a.md".into(), text: markdown.into(), kind: Kind::PostMortem };
        let (document, _) = Parser::new(&config).parse(source);
        let (site, _) = link(config.clone(), vec![document], &[]);
        let mut out = String::new();
        body(&mut out, &site, 0, "a.md");
        out
    }

    #[test]
    fn what_is_plain_stays_as_it_is() {
        for text in [
            "Text **bold** *it* ~~no~~ ```co``de```\nof two lines.\n",
            "One\n\n## Two\n\n- a\n  - b\n\n  c\n- [x] d\n\n3. e\n4. f\n\n> g\n>\n> - h\n",
            "```rust\nlet x = \"```\";\n```\n".replace("```r", "````r").replace("```\n", "````\n").as_str(),
            "| a | b |\n|---|---|\n| c | d\\|e |\n",
            "Note[^1].\n\n[^1]: Told.\n\n    More.\n",
            "[x](https://example.org \"T\") ![y](https://example.org/y.png)\n",
            "a \\* b \\_ c\n\n---\n\n1\\. d\n",
        ] {
            assert_eq!(composed(text), text);
        }
    }

    #[test]
    fn what_no_page_shows_is_not_there() {
        for (text, expected) in [
            ("a\n\n[zq]: https://zq.example.org\n[x]: y.md\n[x]: zq.md\n", "a\n"),
            ("a\n\n## B {.zq data-zq=zq}\n\nc\n", "a\n\n## B\n\nc\n"),
            ("```rust zq\na\n```\n", "```rust\na\n```\n"),
            ("| a |\n|---|\n| b | zq |\n", "| a |\n|---|\n| b |\n"),
            ("a <b data-x=\"zq\">b</b> <i zq>c</i>\n", "a b c\n"),
            ("<div title='zq'>\n<video src=\"zq.mp4\" poster=\"zq.png\">a</video>\n</div>\n", "a\n"),
            ("Note[^zq].\n\n[^zq]: Told.\n", "Note[^1].\n\n[^1]: Told.\n"),
            ("[a](zq.md) ![b](zq.png)\n", "a b\n"),
        ] {
            assert_eq!(composed(text), expected, "{text}");
        }
    }
}
