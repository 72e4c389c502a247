//! Tables of plain text, with columns below each other whatever the script.

use unicode_width::UnicodeWidthStr;

use crate::core::plain::printable;

/// Widest first column, in columns of a terminal; longer names are cut.
const WIDEST: usize = 44;

/// The table: the first column to the left, the others to the right; a line each.
pub fn aligned(head: &[&str], rows: &[Vec<String>]) -> String {
    let head: Vec<String> = head.iter().map(|name| (*name).to_owned()).collect();
    let mut lines = vec![head];
    lines.extend_from_slice(rows);
    for line in &mut lines {
        if let Some(first) = line.first_mut() {
            *first = cut(first, WIDEST);
        }
    }
    let count = lines.iter().map(Vec::len).max().unwrap_or(0);
    let width =
        |column: usize| lines.iter().filter_map(|line| line.get(column)).map(|cell| cell.width()).max();
    let widths: Vec<usize> = (0..count).map(|column| width(column).unwrap_or(0)).collect();
    let mut out = String::new();
    for line in &lines {
        let mut text = String::new();
        for (column, cell) in line.iter().enumerate() {
            let space = " ".repeat(widths[column] - cell.width());
            match column {
                0 => text.extend([cell.as_str(), &space]),
                _ => text.extend(["  ", &space, cell]),
            }
        }
        out.push_str(text.trim_end());
        out.push('\n');
    }
    out
}

/// Text that a terminal can show, at most `most` columns of it.
pub fn cut(text: &str, most: usize) -> String {
    // A name with line breaks or control characters would break the table.
    let text = printable(text).split_whitespace().collect::<Vec<_>>().join(" ");
    if text.width() <= most {
        return text;
    }
    let mut short = String::new();
    for c in text.chars() {
        short.push(c);
        // One column is for the sign that something is missing.
        if short.width() >= most {
            short.pop();
            break;
        }
    }
    short + "…"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_stand_below_each_other() {
        let rows = [vec!["検索".into(), "9".into()], vec!["Mail".into(), "1,234".into()]];
        assert_eq!(aligned(&["Service", "n"], &rows), "Service      n\n検索         9\nMail     1,234\n");
    }

    #[test]
    fn wide_characters_take_two_columns() {
        assert_eq!(cut("証明書の監視", 12), "証明書の監視");
        assert_eq!(cut("証明書の監視", 8), "証明書…");
        assert!(!cut("a\u{1b}[31mb", 72).contains('\u{1b}'));
    }

    #[test]
    fn long_names_are_cut() {
        let text = aligned(&["a", "n"], &[vec!["ü".repeat(80), "1".into()]]);
        assert!(text.lines().all(|line| line.width() <= WIDEST + 3) && text.contains('…'));
    }
}
