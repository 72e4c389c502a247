//! Colours and links of a terminal, where there is one. Text from files may hold control characters, which must not
//! reach it.

use anstyle::{AnsiColor, Color, Style};

use crate::core::plain::harmless;

/// How text is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Paint {
    /// Whether there are colours.
    pub color: bool,
    /// Whether there are links (OSC 8).
    pub links: bool,
    /// Columns of the terminal; text that goes to a file or to a program is not wrapped.
    pub width: Option<usize>,
}

pub const PLAIN: Style = Style::new();
pub const TITLE: Style = Style::new().bold();
pub const FAINT: Style = Style::new().dimmed();
pub const MATCH: Style = Style::new().bold().fg_color(Some(Color::Ansi(AnsiColor::Yellow)));

/// The style of the severity at a rank, 0 being the worst.
pub fn severity(rank: Option<usize>) -> Style {
    let color = match rank {
        Some(0) => AnsiColor::Red,
        Some(1) => AnsiColor::Yellow,
        Some(2) => AnsiColor::Cyan,
        _ => return PLAIN,
    };
    Style::new().bold().fg_color(Some(Color::Ansi(color)))
}

/// The sign of a severity: the sharper, the worse.
pub fn sign(rank: Option<usize>) -> char {
    match rank {
        Some(0) => '◆',
        Some(1) => '▲',
        Some(2) => '●',
        Some(3) => '○',
        Some(_) => '–',
        None => '■',
    }
}

impl Paint {
    /// Appends text in a style, without control characters.
    pub fn push(self, out: &mut String, style: Style, text: &str) {
        let style = if self.color { style } else { PLAIN };
        out.push_str(&style.render().to_string());
        out.push_str(&harmless(text));
        out.push_str(&style.render_reset().to_string());
    }

    /// Appends what `fill` writes, as a link to `url` where there are links and there is one.
    pub fn link(self, out: &mut String, url: Option<&str>, fill: impl FnOnce(&mut String)) {
        match url.filter(|_| self.links) {
            Some(url) => {
                out.push_str(&format!("\x1b]8;;{}\x1b\\", harmless(url)));
                fill(out);
                out.push_str("\x1b]8;;\x1b\\");
            }
            None => fill(out),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_do_not_reach_the_terminal() {
        let mut out = String::new();
        let paint = Paint { color: true, links: true, width: None };
        paint.link(&mut out, Some("file:///a\x1b\\b"), |out| {
            paint.push(out, TITLE, "a\x1b]0;title\x07\u{202e}b\nc");
        });
        assert_eq!(out, "\x1b]8;;file:///a \\b\x1b\\\x1b[1ma ]0;title b c\x1b[0m\x1b]8;;\x1b\\");
    }

    #[test]
    fn without_a_terminal_text_is_plain() {
        let mut out = String::new();
        let paint = Paint::default();
        paint.link(&mut out, Some("file:///a"), |out| paint.push(out, MATCH, "a"));
        assert_eq!(out, "a");
    }
}
