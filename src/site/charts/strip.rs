//! Distributions of lengths of time: a dot for each incident above a line, or bars where there are many.

use std::fmt::Write as _;

use super::log_axis::LogAxis;
use super::percent;
use crate::core::escape;
use crate::core::phrases::Phrases;

/// More dots than this in a lane run into each other: then they are counted in bars.
const MOST_DOTS: usize = 150;
/// Places beside each other in which dots are stacked.
const PLACES: f64 = 90.0;
/// Bars of a lane.
const BARS: usize = 48;
/// Radius of a dot, how far dots of one place lie apart, and the height of the longest bar, in pixels.
const RADIUS: f64 = 4.5;
const RISE: usize = 7;
const BAR: usize = 44;

/// The lengths of one kind.
#[derive(Debug)]
pub struct Lane<'a> {
    /// What took so long, and how many it is known of: `Detect, n = 11`.
    pub label: String,
    /// Minutes, in ascending order, with what they belong to.
    pub lengths: Vec<(i64, &'a str)>,
    /// Minutes.
    pub median: Option<i64>,
    pub p90: Option<i64>,
}

/// Draws lanes below each other on one axis. `None` where no lane has a length.
pub fn strip(say: &Phrases, lanes: &[Lane<'_>]) -> Option<String> {
    let longest = lanes.iter().filter_map(|lane| lane.lengths.last()).map(|(minutes, _)| *minutes).max()?;
    let axis = LogAxis::new(longest);
    let mut body = String::with_capacity(4000);
    let mut y = 0;
    for lane in lanes.iter().filter(|lane| !lane.lengths.is_empty()) {
        y = draw_lane(&mut body, lane, axis, y, say);
    }
    let foot = y + 4;
    let mut out = String::with_capacity(body.len() + 1500);
    let _ = write!(
        out,
        "<figure class=\"chart\"><svg class=\"c strip\" height=\"{}\" role=\"img\" aria-labelledby=\"lb-strip-t lb-strip-d\"><title id=\"lb-strip-t\">",
        foot + 22
    );
    escape::push(&mut out, say.text("chart.strip"));
    out.push_str("</title><desc id=\"lb-strip-d\">");
    escape::push(&mut out, say.text("chart.strip-text"));
    out.push_str("</desc>");
    out.push_str(&body);
    let _ = write!(out, "<line class=\"ax\" x1=\"0\" x2=\"100%\" y1=\"{foot}\" y2=\"{foot}\"/>");
    for (share, label) in axis.ticks(say) {
        let x = percent(share);
        let _ = write!(
            out,
            "<line class=\"ax\" x1=\"{x}\" x2=\"{x}\" y1=\"{foot}\" y2=\"{}\"/><text{} x=\"{x}\" y=\"{}\">{label}</text>",
            foot + 6,
            anchor(share, ""),
            foot + 18
        );
    }
    out.push_str("</svg></figure>");
    Some(out)
}

/// Draws a lane below `top`, and gives where it ends.
fn draw_lane(out: &mut String, lane: &Lane<'_>, axis: LogAxis, top: usize, say: &Phrases) -> usize {
    let _ = write!(out, "<text class=\"k\" x=\"0\" y=\"{}\">", top + 12);
    escape::push(out, &lane.label);
    out.push_str("</text>");
    let line = if lane.lengths.len() > MOST_DOTS {
        draw_bars(out, lane, axis, top + 20)
    } else {
        draw_dots(out, lane, axis, top + 20, say)
    };
    let mut foot = line + 12;
    let marks = [(lane.median, "med", "chart.median", "k"), (lane.p90, "p90", "chart.p90", "")];
    for (mark, class, key, text) in marks {
        let Some(minutes) = mark else { continue };
        let words = escape::escaped(&say.fill(key, &[("duration", &say.duration(minutes))]));
        let share = axis.share(minutes);
        let x = percent(share);
        let _ = write!(
            out,
            "<line class=\"{class}\" x1=\"{x}\" x2=\"{x}\" y1=\"{}\" y2=\"{}\"/><text{} x=\"{x}\" y=\"{}\">{words}</text>",
            line - 12,
            foot - 2,
            anchor(share, text),
            foot + 10
        );
        foot += 14;
    }
    foot + 14
}

/// Stacks dots of one place above each other, and gives the height of the line below them.
fn draw_dots(out: &mut String, lane: &Lane<'_>, axis: LogAxis, top: usize, say: &Phrases) -> usize {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of PLACES")]
    let place = |minutes: i64| (axis.share(minutes) * PLACES).round() as usize;
    let runs: Vec<_> = lane.lengths.chunk_by(|a, b| place(a.0) == place(b.0)).collect();
    let highest = runs.iter().map(|run| run.len()).max().unwrap_or(1);
    let line = top + (highest - 1) * RISE + 6;
    let _ = write!(out, "<line x1=\"0\" x2=\"100%\" y1=\"{line}\" y2=\"{line}\"/>");
    for run in runs {
        for (level, (minutes, title)) in run.iter().enumerate() {
            let _ = write!(
                out,
                "<circle class=\"dot\" cx=\"{}\" cy=\"{}\" r=\"{RADIUS}\"><title>",
                percent(axis.share(*minutes)),
                line - level * RISE
            );
            let length = say.duration(*minutes);
            escape::push(out, &say.fill("chart.lasted", &[("incident", title), ("duration", &length)]));
            out.push_str("</title></circle>");
        }
    }
    line
}

fn draw_bars(out: &mut String, lane: &Lane<'_>, axis: LogAxis, top: usize) -> usize {
    let mut counts = [0_usize; BARS];
    #[expect(clippy::cast_precision_loss, reason = "bars are few")]
    let all = BARS as f64;
    for (minutes, _) in &lane.lengths {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of BARS")]
        let bar = (axis.share(*minutes) * all) as usize;
        counts[bar.min(BARS - 1)] += 1;
    }
    let most = counts.iter().copied().max().unwrap_or(1).max(1);
    let line = top + BAR;
    let _ = write!(out, "<line x1=\"0\" x2=\"100%\" y1=\"{line}\" y2=\"{line}\"/>");
    for (bar, count) in counts.into_iter().enumerate().filter(|(_, count)| *count > 0) {
        #[expect(clippy::cast_precision_loss, reason = "bars are few")]
        let start = bar as f64 / all;
        let height = (count * BAR).div_ceil(most);
        let _ = write!(
            out,
            "<rect class=\"den\" x=\"{}\" width=\"{}\" y=\"{}\" height=\"{height}\"><title>{count}</title></rect>",
            percent(start),
            percent(1.0 / all),
            line - height
        );
    }
    line
}

/// The class of a label at a place, so that it does not run out of the picture.
fn anchor(share: f64, class: &str) -> String {
    let side = match share {
        share if share < 0.12 => "",
        share if share > 0.88 => "e",
        _ => "mid",
    };
    match (side.is_empty(), class.is_empty()) {
        (true, true) => String::new(),
        (false, false) => format!(" class=\"{side} {class}\""),
        _ => format!(" class=\"{side}{class}\""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lane(lengths: Vec<(i64, &str)>) -> Lane<'_> {
        Lane { label: "Detect, n < 9".into(), lengths, median: Some(3), p90: None }
    }

    #[test]
    fn equal_lengths_are_stacked() {
        let svg = strip(Phrases::in_english(), &[lane(vec![(1, "A & B"), (3, "C"), (3, "D")])]).unwrap();
        assert_eq!(svg.matches("<circle").count(), 3);
        let heights: Vec<&str> =
            svg.split("cy=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert_eq!(heights, ["33", "33", "26"]);
        assert!(svg.contains("<title>A &amp; B: 1 min</title>") && svg.contains("Detect, n &lt; 9"));
        assert!(svg.contains(">median 3 min<") && !svg.contains("percentile 3"));
    }

    #[test]
    fn many_lengths_are_counted() {
        let svg =
            strip(Phrases::in_english(), &[lane((1..1000).map(|minutes| (minutes, "x")).collect())]).unwrap();
        assert!(!svg.contains("<circle") && svg.matches("<rect").count() > 20);
    }

    #[test]
    fn without_lengths_nothing_is_drawn() {
        assert!(strip(Phrases::in_english(), &[lane(Vec::new())]).is_none());
    }
}
