//! Incidents by year or quarter: a mark for each, stacked above its period.

use std::fmt::Write as _;

use super::{marks, percent};
use crate::core::escape;
use crate::core::phrases::Phrases;

/// More marks than this, or in one column, are better counted.
const MOST_MARKS: usize = 160;
const MOST_IN_COLUMN: usize = 16;
const RISE: usize = 15;

/// The incidents of a period, the worst first.
#[derive(Debug)]
pub struct Column<'a> {
    pub label: String,
    /// The severity of each, with its date and title.
    pub incidents: Vec<(Option<usize>, String, &'a str)>,
}

/// Draws columns in order of time; `None` where there are too many incidents for single marks, or none.
pub fn columns(say: &Phrases, columns: &[Column<'_>], title: &str) -> Option<String> {
    let all: usize = columns.iter().map(|column| column.incidents.len()).sum();
    let highest = columns.iter().map(|column| column.incidents.len()).max()?;
    if all == 0 || all > MOST_MARKS || highest > MOST_IN_COLUMN {
        return None;
    }
    let foot = highest * RISE + 10;
    let mut out = String::with_capacity(1000 + all * 180);
    let _ = write!(
        out,
        "<figure class=\"chart\"><svg class=\"c\" height=\"{}\" role=\"img\" aria-labelledby=\"lb-columns-t lb-columns-d\"><title id=\"lb-columns-t\">",
        foot + 20
    );
    escape::push(&mut out, title);
    out.push_str("</title><desc id=\"lb-columns-d\">");
    let count = |column: &Column<'_>| {
        let number = column.incidents.len().to_string();
        say.fill("chart.columns-count", &[("label", &column.label), ("n", &number)])
    };
    escape::push(&mut out, &say.clauses(&columns.iter().map(count).collect::<Vec<_>>()));
    let _ = write!(out, "</desc><line class=\"ax\" x1=\"0\" x2=\"100%\" y1=\"{foot}\" y2=\"{foot}\"/>");
    #[expect(clippy::cast_precision_loss, reason = "columns are few")]
    let middle = |index: usize| (index as f64 + 0.5) / columns.len() as f64;
    // Labels of about 40 pixels fit beside each other on a phone of 320, and on a page of 700.
    let fits = |most: usize| columns.len().div_ceil(most).max(1);
    let (narrow, wide) = (fits(7).next_multiple_of(fits(17)), fits(17));
    for (index, column) in columns.iter().enumerate() {
        let x = percent(middle(index));
        for (level, (severity, date, title)) in column.incidents.iter().enumerate() {
            let class = marks::class(*severity);
            let _ = write!(
                out,
                "<svg class=\"m {class}\" x=\"{x}\" y=\"{}\"><title>{date} ",
                foot - 10 - level * RISE
            );
            escape::push(&mut out, title);
            let _ = write!(out, "</title><path d=\"{}\"/></svg>", marks::shape(*severity));
        }
        if index % wide == 0 {
            let class = if index % narrow == 0 { "mid" } else { "mid wide" };
            let _ = write!(out, "<text class=\"{class}\" x=\"{x}\" y=\"{}\">", foot + 15);
            escape::push(&mut out, &column.label);
            out.push_str("</text>");
        }
    }
    out.push_str("</svg></figure>");
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(label: &str, count: usize) -> Column<'static> {
        let one = |_| (Some(1), "2024-05-06".to_owned(), "A & B");
        Column { label: label.into(), incidents: (0..count).map(one).collect() }
    }

    #[test]
    fn every_incident_is_a_mark_above_its_period() {
        let svg = columns(Phrases::in_english(), &[column("2023", 0), column("2024", 3)], "T").unwrap();
        assert_eq!(svg.matches("<svg class=\"m s2\" x=\"75%\"").count(), 3);
        assert!(svg.contains("2023: 0; 2024: 3") && svg.contains("2024-05-06 A &amp; B"));
    }

    #[test]
    fn too_many_and_none_are_not_drawn() {
        assert!(columns(Phrases::in_english(), &[column("2024", MOST_IN_COLUMN + 1)], "T").is_none());
        assert!(columns(Phrases::in_english(), &[column("2024", 0)], "T").is_none());
        assert!(columns(Phrases::in_english(), &[], "T").is_none());
    }
}
