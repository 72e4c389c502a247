//! Breaks marked text into lines that fit a terminal.

use unicode_width::UnicodeWidthChar;

/// A run of text, and whether it matched.
pub type Piece = (String, bool);

/// Lines of at most `width` columns. A line ends at white space, or where a script without spaces allows it; a word that
/// is longer than a line is broken.
pub fn wrap(pieces: &[Piece], width: usize) -> Vec<Vec<Piece>> {
    let mut lines = Lines { width: width.max(8), ..Lines::default() };
    for (text, marked) in pieces {
        for c in text.chars() {
            lines.push(c, *marked);
        }
    }
    lines.finish()
}

#[derive(Default)]
struct Lines {
    width: usize,
    done: Vec<Vec<Piece>>,
    line: Vec<(char, bool)>,
    /// Columns of the line.
    column: usize,
    /// Where the line can be broken: the first character that would move down.
    opening: usize,
}

impl Lines {
    fn push(&mut self, c: char, marked: bool) {
        let columns = c.width().unwrap_or(0);
        if c.is_whitespace() {
            if !self.line.is_empty() && self.column < self.width {
                self.line.push((' ', marked));
                self.column += 1;
            }
            self.opening = self.line.len();
            return;
        }
        // Wide characters are those of scripts that need no space between words.
        if columns > 1 {
            self.opening = self.line.len();
        }
        if self.column + columns > self.width {
            self.break_line();
        }
        self.line.push((c, marked));
        self.column += columns;
        if columns > 1 {
            self.opening = self.line.len();
        }
    }

    fn break_line(&mut self) {
        let at = if self.opening == 0 { self.line.len() } else { self.opening };
        let rest = self.line.split_off(at);
        let line = std::mem::replace(&mut self.line, rest);
        self.column = self.line.iter().map(|(c, _)| c.width().unwrap_or(0)).sum();
        self.opening = 0;
        self.done.push(joined(&line));
    }

    fn finish(mut self) -> Vec<Vec<Piece>> {
        if !self.line.is_empty() {
            let line = std::mem::take(&mut self.line);
            self.done.push(joined(&line));
        }
        self.done
    }
}

/// Characters as runs, without the space at the end.
fn joined(line: &[(char, bool)]) -> Vec<Piece> {
    let end = line.iter().rposition(|(c, _)| *c != ' ').map_or(0, |last| last + 1);
    let mut pieces: Vec<Piece> = Vec::new();
    for (c, marked) in &line[..end] {
        match pieces.last_mut() {
            Some((text, same)) if same == marked => text.push(*c),
            _ => pieces.push((c.to_string(), *marked)),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(pieces: &[(&str, bool)], width: usize) -> Vec<String> {
        let pieces: Vec<Piece> = pieces.iter().map(|(text, marked)| ((*text).to_owned(), *marked)).collect();
        let line = |line: Vec<Piece>| {
            line.into_iter().map(|(text, marked)| if marked { format!("[{text}]") } else { text }).collect()
        };
        wrap(&pieces, width).into_iter().map(line).collect()
    }

    #[test]
    fn lines_end_at_spaces_and_keep_what_is_marked() {
        let text = [("the quick ", false), ("brown fox", true), (" jumps", false)];
        assert_eq!(lines(&text, 12), ["the quick", "[brown fox]", "jumps"]);
        assert_eq!(lines(&text, 80), ["the quick [brown fox] jumps"]);
        assert_eq!(lines(&text, 10), ["the quick", "[brown fox]", "jumps"]);
    }

    #[test]
    fn what_has_no_spaces_is_broken_as_well() {
        assert_eq!(lines(&[("abcdefghijklmnop", false)], 10), ["abcdefghij", "klmnop"]);
        assert_eq!(lines(&[("x abcdefghijklmnop", false)], 10), ["x", "abcdefghij", "klmnop"]);
        assert_eq!(lines(&[("決済の遅", true), ("延がある", false)], 10), ["[決済の遅]延", "がある"]);
        assert!(lines(&[("", false), ("  ", true)], 10).is_empty());
    }
}
