//! Severities and the state of an incident, in words and with the class that draws their marks: a shape each, so that
//! colour is never alone. The style sheet draws those beside words; outlines are for charts.

use crate::core::escape;
use crate::core::phrases::Phrases;

/// Shapes by rank, the worst first; what comes after them is a dash. In a box of -7 to 7.
const SHAPES: [&str; 4] = [
    "M0-6 6 0 0 6-6 0z",
    "M0-5 5.8 5H-5.8z",
    "M-4.2 0a4.2 4.2 0 1 0 8.4 0a4.2 4.2 0 1 0-8.4 0z",
    "M-4.8 0a4.8 4.8 0 1 0 9.6 0a4.8 4.8 0 1 0-9.6 0z",
];
const DASH: &str = "M-5-1H5V1H-5z";
/// For a severity that is none of the configured ones.
const SQUARE: &str = "M-4-4H4V4H-4z";

/// The outline of the mark of a severity; `None` is one that is not known.
pub fn shape(rank: Option<usize>) -> &'static str {
    match rank {
        Some(rank) => SHAPES.get(rank).copied().unwrap_or(DASH),
        None => SQUARE,
    }
}

/// The class that colours the mark of a severity: `s1` for the worst, `s5` for all after the fourth.
pub fn class(rank: Option<usize>) -> &'static str {
    match rank {
        Some(0) => "s1",
        Some(1) => "s2",
        Some(2) => "s3",
        Some(3) => "s4",
        Some(_) => "s5",
        None => "s0",
    }
}

/// The word of a severity, which bears its mark.
pub fn severity(rank: Option<usize>, label: &str) -> String {
    let mut out = String::with_capacity(40);
    out.push_str("<span class=\"sev ");
    out.push_str(class(rank));
    out.push_str("\">");
    escape::push(&mut out, label);
    out.push_str("</span>");
    out
}

/// Whether an incident is over.
pub fn resolved(say: &Phrases, over: bool) -> String {
    let (class, key) = if over { ("done", "incident.resolved") } else { ("late", "incident.ongoing") };
    format!("<span class=\"st {class}\">{}</span>", escape::escaped(say.text(key)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rank_has_a_shape_and_ranks_beyond_share_the_dash() {
        let shapes: Vec<_> = (0..5).map(|rank| shape(Some(rank))).collect();
        for (index, one) in shapes.iter().enumerate() {
            assert!(!shapes[..index].contains(one));
        }
        assert_eq!(shape(Some(4)), shape(Some(40)));
        assert_ne!(shape(None), shape(Some(4)));
    }

    #[test]
    fn a_label_cannot_bring_markup() {
        assert!(severity(None, "<b>\"").ends_with("&lt;b&gt;&quot;</span>"));
    }
}
