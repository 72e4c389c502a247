//! The text of an action item while what is no part of its title is taken out of it.

use std::ops::Range;

use crate::read::markdown::blocks::Inline;

/// A text, and the same without what is code and with the lines of the source, byte by byte.
#[derive(Debug, Clone)]
pub struct Draft {
    text: String,
    plain: String,
    /// Where the bold text begins that the text ends with.
    bold_tail: Option<usize>,
    bold_head: Option<String>,
}

impl Draft {
    pub fn new(inline: &Inline) -> Self {
        let mut plain = inline.text.clone().into_bytes();
        for piece in inline.pieces.iter().filter(|piece| piece.code) {
            plain[piece.text.clone()].fill(b'x');
        }
        for line in &inline.lines {
            plain[line - 1] = b'\n';
        }
        let plain = String::from_utf8(plain).unwrap_or_else(|_| inline.text.clone());
        let last =
            inline.pieces.iter().rev().find(|piece| !inline.text[piece.text.clone()].trim().is_empty());
        let bold_tail = last.filter(|piece| piece.bold && piece.text.start > 0).map(|piece| piece.text.start);
        let mut draft = Self {
            text: inline.text.clone(),
            plain,
            bold_tail,
            bold_head: inline.leading_bold().map(str::to_owned),
        };
        draft.trim();
        draft
    }

    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text in which nothing that is code can be taken for anything else.
    pub fn plain(&self) -> &str {
        &self.plain
    }

    /// The bold text at the end, where it is not all of it.
    pub fn bold_tail(&self) -> Option<Range<usize>> {
        let start = self.bold_tail.filter(|start| *start > 0 && *start < self.text.len())?;
        Some(start..self.text.len())
    }

    /// The bold text with which it began.
    pub fn bold_head(&self) -> Option<&str> {
        self.bold_head.as_deref()
    }

    /// Takes a part out; what stands around it is divided by one space.
    pub fn cut(&mut self, range: Range<usize>) {
        let before = self.plain[..range.start].trim_end().len();
        let after = range.end + (self.plain[range.end..].len() - self.plain[range.end..].trim_start().len());
        let space = if before > 0 && after < self.plain.len() { " " } else { "" };
        self.text.replace_range(before..after, space);
        self.plain.replace_range(before..after, space);
        self.bold_tail = self.bold_tail.filter(|start| *start < before);
        self.trim();
    }

    fn trim(&mut self) {
        let end = self.plain.trim_end().len();
        let start = self.plain.len() - self.plain.trim_start().len();
        self.text.truncate(end);
        self.plain.truncate(end);
        let start = start.min(end);
        self.text.drain(..start);
        self.plain.drain(..start);
        self.bold_tail = self.bold_tail.and_then(|at| at.checked_sub(start));
    }
}
