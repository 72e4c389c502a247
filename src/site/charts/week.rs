//! When in the week something begins: a row for each day, a dot for each hour, the larger the more.

use std::fmt::Write as _;

use super::percent;
use crate::core::escape;
use crate::core::phrases::Phrases;

const ROW: usize = 20;
/// Share of the width that the names of the days take.
const LABELS: f64 = 0.1;
/// Radius of the smallest and of the largest dot, in pixels.
const RADIUS: (f64, f64) = (1.8, 6.5);

/// Draws counts by weekday, Monday first, and hour; `None` where all are 0.
pub fn week(say: &Phrases, counts: &[[usize; 24]; 7]) -> Option<String> {
    let most = counts.iter().flatten().copied().max().filter(|most| *most > 0)?;
    let mut out = String::with_capacity(14_000);
    let foot = 7 * ROW + 2;
    let (title, text) =
        (escape::escaped(say.text("chart.week")), escape::escaped(say.text("chart.week-text")));
    let _ = write!(
        out,
        "<figure class=\"chart\"><svg class=\"c\" height=\"{}\" role=\"img\" aria-labelledby=\"lb-week-t lb-week-d\"><title id=\"lb-week-t\">{title}</title><desc id=\"lb-week-d\">{text}</desc>",
        foot + 20
    );
    for (day, hours) in counts.iter().enumerate() {
        let y = day * ROW + 12;
        let _ = write!(
            out,
            "<text x=\"0\" y=\"{}\">{}</text><line x1=\"{}\" x2=\"100%\" y1=\"{y}\" y2=\"{y}\"/>",
            y + 4,
            escape::escaped(&say.weekday_short(day)),
            percent(LABELS)
        );
        for (hour, count) in hours.iter().copied().enumerate().filter(|(_, count)| *count > 0) {
            #[expect(clippy::cast_precision_loss, reason = "counts of incidents are far below 2^52")]
            let part = (count as f64 / most as f64).sqrt();
            let (from, to) = (format!("{hour:02}:00"), format!("{:02}:00", hour + 1));
            let told = say.fill(
                "chart.week-hour",
                &[("weekday", &say.weekday(day)), ("from", &from), ("to", &to), ("n", &count.to_string())],
            );
            let radius = RADIUS.0 + (RADIUS.1 - RADIUS.0) * part;
            let _ = write!(
                out,
                "<circle class=\"hour\" cx=\"{}\" cy=\"{y}\" r=\"{radius:.1}\"><title>{}</title></circle>",
                percent(centre(hour)),
                escape::escaped(&told)
            );
        }
    }
    for hour in [0, 3, 6, 9, 12, 15, 18, 21] {
        let class = if hour % 6 == 0 { "mid" } else { "mid wide" };
        let x = percent(LABELS + (1.0 - LABELS) * fraction(hour));
        let _ = write!(
            out,
            "<line class=\"ax\" x1=\"{x}\" x2=\"{x}\" y1=\"{}\" y2=\"{}\"/><text class=\"{class}\" x=\"{x}\" y=\"{}\">{hour:02}:00</text>",
            foot,
            foot + 5,
            foot + 17
        );
    }
    out.push_str("</svg></figure>");
    Some(out)
}

fn centre(hour: usize) -> f64 {
    LABELS + (1.0 - LABELS) * (fraction(hour) + 0.5 / 24.0)
}

#[expect(clippy::cast_precision_loss, reason = "there are 24 hours")]
fn fraction(hour: usize) -> f64 {
    hour as f64 / 24.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_hour_with_incidents_has_a_dot() {
        let mut counts = [[0; 24]; 7];
        assert!(week(Phrases::in_english(), &counts).is_none());
        (counts[0][9], counts[6][23]) = (4, 1);
        let svg = week(Phrases::in_english(), &counts).unwrap();
        assert_eq!(svg.matches("<circle").count(), 2);
        assert!(svg.contains("r=\"6.5\"><title>Monday 09:00 to 10:00: 4<"));
        assert!(svg.contains("Sunday 23:00 to 24:00: 1<"));
    }
}
