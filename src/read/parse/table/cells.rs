//! What the cells of a column are.

use crate::read::markdown::blocks::Row;
use crate::read::parse::{action_state, time};

/// How many cells of a column are of which kind; empty ones and dashes are not counted.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cells {
    pub filled: usize,
    /// Dates, with or without a time.
    pub dated: usize,
    /// Times of day, with or without a date.
    pub timed: usize,
    pub states: usize,
    /// Numbers, and names of tickets.
    pub ids: usize,
    /// Anything with a letter in it that is none of these.
    pub texts: usize,
    pub length: usize,
}

impl Cells {
    pub fn of(rows: &[Row], column: usize) -> Self {
        let mut cells = Self::default();
        for text in rows.iter().filter_map(|row| row.cells.get(column)).map(|cell| cell.text.trim()) {
            cells.count(text);
        }
        cells
    }

    fn count(&mut self, text: &str) {
        let is_state = action_state::exactly(text).is_some() || is_flag(text);
        if is_nothing(text) && !is_state {
            return;
        }
        self.filled += 1;
        self.length += text.len();
        let stamp = time::leading(text).filter(|stamp| text[stamp.end..].len() < 12);
        self.dated += usize::from(stamp.as_ref().is_some_and(time::Stamp::has_date));
        self.timed += usize::from(stamp.as_ref().is_some_and(|stamp| stamp.time.is_some()));
        self.states += usize::from(is_state);
        let is_id = is_id(text);
        self.ids += usize::from(is_id);
        let is_text = text.chars().any(char::is_alphabetic);
        self.texts += usize::from(is_text && stamp.is_none() && !is_state && !is_id);
    }

    /// Whether `count` of them are most of those that say something.
    pub fn mostly(&self, count: usize) -> bool {
        self.filled > 0 && count * 5 >= self.filled * 3
    }
}

fn is_nothing(text: &str) -> bool {
    !text.chars().any(char::is_alphanumeric)
        || ["tbd", "n/a", "na", "none", "?"].iter().any(|word| text.eq_ignore_ascii_case(word))
}

fn is_flag(text: &str) -> bool {
    ["yes", "no", "y", "n", "x", "true", "false"].iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// `12`, `#12`, `AI-12`, `OPS-1234`, `A1`.
fn is_id(text: &str) -> bool {
    let plain = text.trim_matches(|c: char| !c.is_alphanumeric());
    let digits = plain.trim_start_matches(|c: char| c.is_ascii_alphabetic() || matches!(c, '-' | '_' | '#'));
    plain.len() < 16 && !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit() || c == '.')
}
