//! How lengths of time change: for each period its incidents as dots, or where half and nine tenths of them lie.

use std::fmt::Write as _;

use super::log_axis::LogAxis;
use super::percent;
use crate::core::escape;
use crate::core::phrases::Phrases;

/// Height from one end of the axis to the other, in pixels.
const HEIGHT: f64 = 170.0;
const TOP: f64 = 10.0;
/// Share of the width that the labels of the axis take.
const LABELS: f64 = 0.09;
/// More dots than this are not drawn.
const MOST_DOTS: usize = 400;

/// The lengths of one period.
#[derive(Debug)]
pub struct Period<'a> {
    pub label: String,
    /// Minutes, with what they belong to.
    pub lengths: Vec<(i64, &'a str)>,
    /// Minutes; `None` where there are too few to say.
    pub median: Option<i64>,
    pub p90: Option<i64>,
}

/// Draws periods in order of time. `None` unless two periods have a median.
pub fn course(say: &Phrases, periods: &[Period<'_>]) -> Option<String> {
    if periods.iter().filter(|period| period.median.is_some()).count() < 2 {
        return None;
    }
    let all: usize = periods.iter().map(|period| period.lengths.len()).sum();
    let longest = periods.iter().flat_map(|period| &period.lengths).map(|(minutes, _)| *minutes).max()?;
    let axis = LogAxis::new(longest);
    let y = |minutes| format!("{:.1}", TOP + HEIGHT * (1.0 - axis.share(minutes)));
    let mut out = String::with_capacity(1500 + all.min(MOST_DOTS) * 130);
    out.push_str("<figure class=\"chart\"><svg class=\"c\" height=\"206\" role=\"img\" aria-labelledby=\"lb-course-t lb-course-d\"><title id=\"lb-course-t\">");
    escape::push(&mut out, say.text("chart.course"));
    out.push_str("</title><desc id=\"lb-course-d\">");
    let medians = periods.iter().filter_map(|period| Some((&period.label, period.median?)));
    let told = |(label, minutes): (&String, i64)| {
        say.fill("chart.course-median", &[("label", label), ("duration", &say.duration(minutes))])
    };
    let medians: Vec<String> = medians.map(told).collect();
    escape::push(&mut out, &say.clauses(&medians));
    out.push_str("</desc>");
    for (share, label) in axis.ticks(say) {
        let y = TOP + HEIGHT * (1.0 - share);
        let _ = write!(
            out,
            "<line x1=\"{}\" x2=\"100%\" y1=\"{y:.1}\" y2=\"{y:.1}\"/><text x=\"0\" y=\"{:.1}\">{label}</text>",
            percent(LABELS),
            y + 4.0
        );
    }
    #[expect(clippy::cast_precision_loss, reason = "periods are few")]
    let width = (1.0 - LABELS) / periods.len() as f64;
    let fits = |most: usize| periods.len().div_ceil(most).max(1);
    let (narrow, wide) = (fits(6).next_multiple_of(fits(16)), fits(16));
    for (index, period) in periods.iter().enumerate() {
        #[expect(clippy::cast_precision_loss, reason = "periods are few")]
        let middle = LABELS + width * (index as f64 + 0.5);
        let (x, from, to) = (percent(middle), percent(middle - width * 0.3), percent(middle + width * 0.3));
        if all <= MOST_DOTS {
            for (minutes, title) in &period.lengths {
                let _ =
                    write!(out, "<circle class=\"dot\" cx=\"{x}\" cy=\"{}\" r=\"4\"><title>", y(*minutes));
                let length = say.duration(*minutes);
                escape::push(
                    &mut out,
                    &say.fill("chart.lasted", &[("incident", title), ("duration", &length)]),
                );
                out.push_str("</title></circle>");
            }
        }
        if let Some((median, p90)) = period.median.zip(period.p90) {
            let _ = write!(
                out,
                "<line class=\"stem\" x1=\"{x}\" x2=\"{x}\" y1=\"{}\" y2=\"{}\"/>",
                y(median),
                y(p90)
            );
        }
        for (minutes, class) in [(period.median, "med"), (period.p90, "p90")] {
            let Some(y) = minutes.map(y) else { continue };
            let _ = write!(out, "<line class=\"{class}\" x1=\"{from}\" x2=\"{to}\" y1=\"{y}\" y2=\"{y}\"/>");
        }
        if index % wide == 0 {
            let class = if index % narrow == 0 { "mid" } else { "mid wide" };
            let _ = write!(out, "<text class=\"{class}\" x=\"{x}\" y=\"201\">");
            escape::push(&mut out, &period.label);
            out.push_str("</text>");
        }
    }
    out.push_str("</svg></figure>");
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn period(median: Option<i64>) -> Period<'static> {
        Period { label: "2024".into(), lengths: vec![(5, "A"), (60, "B")], median, p90: None }
    }

    #[test]
    fn a_course_needs_two_medians() {
        let say = Phrases::in_english();
        assert!(course(say, &[period(Some(5)), period(None)]).is_none());
        let svg = course(say, &[period(Some(5)), period(None), period(Some(60))]).unwrap();
        assert_eq!((svg.matches("<circle").count(), svg.matches("class=\"med\"").count()), (6, 2));
        assert!(svg.contains("2024: median 5 min; 2024: median 1 h"));
    }
}
