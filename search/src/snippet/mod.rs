//! What matched, marked in titles and in the best part of a text.

mod marks;
mod window;

pub use marks::Marks;
pub use window::excerpt;

use crate::response::Snippet;
use marks::Mark;

/// A short text whole, with what matched marked.
pub fn marked(text: &str, marks: &Marks) -> Snippet {
    pieces(text, 0..text.len(), &marks.find(text))
}

/// Cuts a part of a text where marks begin and end, and makes one space of each run of white space, or a sign of the end of a
/// block.
fn pieces(text: &str, part: std::ops::Range<usize>, marks: &[Mark]) -> Snippet {
    let mut pieces = vec![String::new()];
    let mut at = part.start;
    for mark in marks {
        let (from, to) = (mark.from.max(at), mark.to.min(part.end));
        if from >= to {
            continue;
        }
        let joins_last = pieces.len() > 1 && from == at;
        if joins_last {
            pieces.pop();
        } else if let Some(last) = pieces.last_mut() {
            push_collapsed(last, &text[at..from]);
            pieces.push(String::new());
        }
        if let Some(last) = pieces.last_mut() {
            push_collapsed(last, &text[from..to]);
        }
        pieces.push(String::new());
        at = to;
    }
    if let Some(last) = pieces.last_mut() {
        push_collapsed(last, &text[at.min(part.end)..part.end]);
    }
    Snippet(pieces)
}

/// Stands between blocks, such as the items of a list, where no punctuation does. A line of a text is a block.
const BETWEEN: &str = " · ";

fn push_collapsed(out: &mut String, text: &str) {
    for c in text.chars() {
        if c == '\n' {
            out.truncate(out.trim_end().len());
            let ends = out.ends_with(['.', '!', '?', ':', ';', ',', '…', '。', '·']);
            out.push_str(if ends { " " } else { BETWEEN });
        } else if c.is_whitespace() || c.is_control() {
            if !out.ends_with(' ') {
                out.push(' ');
            }
        } else {
            out.push(c);
        }
    }
}
