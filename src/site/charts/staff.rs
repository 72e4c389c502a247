//! Incidents over time: a line for each severity, a mark for each incident; or, for many, counts by year.

use std::fmt::Write as _;

use jiff::civil::Date;

use super::{marks, percent};
use crate::core::escape;
use crate::core::phrases::Phrases;

/// More marks than this run into each other: then years are counted.
pub const MOST_MARKS: usize = 120;
const LINE: usize = 17;
const TALL_LINE: usize = 36;
/// Height of the longest bar of a count.
const BAR: usize = 18;

/// The mark of an incident without a severity: thin, since there may be many beside each other.
const STROKE: &str = "M-.8-5.5H.8V5.5H-.8z";

/// One incident on the staff.
#[derive(Debug, Clone, Copy)]
pub struct Incident<'a> {
    pub date: Date,
    /// Position among the severities; `None` where it is not known.
    pub severity: Option<usize>,
    pub title: &'a str,
}

/// Draws `incidents`; `labels` are the names of all severities, the worst first. `None` where there are none.
pub fn staff(say: &Phrases, labels: &[String], incidents: &[Incident<'_>]) -> Option<String> {
    let first = incidents.iter().map(|one| one.date.year()).min()?;
    let last = incidents.iter().map(|one| one.date.year()).max()?;
    let years = Years { first, count: usize::try_from(last - first).unwrap_or(0) + 1 };
    let lines = lines(say, labels, incidents);
    let counted = incidents.len() > MOST_MARKS;
    let mut out = String::with_capacity(2000 + incidents.len().min(MOST_MARKS) * 160);
    out.push_str(if counted {
        "<figure class=\"chart staff tall\">"
    } else {
        "<figure class=\"chart staff\">"
    });
    push_key(&mut out, &lines);
    let foot = lines.len() * if counted { TALL_LINE } else { LINE };
    let range = say.years(first, last);
    let title = escape::escaped(&say.fill("chart.staff", &[("range", &range)]));
    let text = match (counted, years.parts()) {
        (false, _) => "chart.staff-marks",
        (true, 1) => "chart.staff-years",
        (true, _) => "chart.staff-months",
    };
    let _ = write!(
        out,
        "<svg class=\"c\" height=\"{}\" role=\"img\" aria-labelledby=\"lb-staff-t lb-staff-d\"><title id=\"lb-staff-t\">{title}</title><desc id=\"lb-staff-d\">{}",
        foot + 20,
        escape::escaped(say.text(text))
    );
    for line in &lines {
        out.push(' ');
        let count = line.count.to_string();
        escape::push(&mut out, &say.fill("chart.staff-line", &[("label", &line.label), ("n", &count)]));
    }
    out.push_str("</desc>");
    if counted {
        push_counts(&mut out, &lines, incidents, years);
    } else {
        push_marks(say, &mut out, &lines, incidents, years);
    }
    push_years(say, &mut out, years, foot + 2, counted);
    out.push_str("</svg></figure>");
    Some(out)
}

#[derive(Debug, Clone, Copy)]
struct Years {
    first: i16,
    count: usize,
}

impl Years {
    /// Bars for each year: months where there are few years.
    fn parts(self) -> usize {
        if self.count <= 3 { 12 } else { 1 }
    }

    #[expect(clippy::cast_precision_loss, reason = "years and days are small")]
    fn share(self, date: Date) -> f64 {
        let year = f64::from(date.year() - self.first);
        let day = f64::from(date.day_of_year() - 1) / f64::from(date.days_in_year());
        (year + day) / self.count as f64
    }

    #[expect(clippy::cast_precision_loss, reason = "years are few")]
    fn start(self, index: usize) -> f64 {
        index as f64 / self.count as f64
    }
}

struct StaffLine {
    severity: Option<usize>,
    label: String,
    count: usize,
}

/// One line for each configured severity (of many only those in use), and one for incidents without.
fn lines(say: &Phrases, labels: &[String], incidents: &[Incident<'_>]) -> Vec<StaffLine> {
    let count = |severity| incidents.iter().filter(|one| one.severity == severity).count();
    let known = labels.iter().enumerate().map(|(rank, label)| StaffLine {
        severity: Some(rank),
        label: label.clone(),
        count: count(Some(rank)),
    });
    let without = count(None);
    let mut lines: Vec<StaffLine> = if without == incidents.len() {
        Vec::new()
    } else {
        known.filter(|line| labels.len() <= 4 || line.count > 0).collect()
    };
    if without > 0 {
        let label = say.text(if lines.is_empty() { "chart.staff-incidents" } else { "chart.staff-other" });
        lines.push(StaffLine { severity: None, label: label.into(), count: without });
    }
    lines
}

fn push_key(out: &mut String, lines: &[StaffLine]) {
    out.push_str("<ul class=\"stk\">");
    for line in lines {
        let _ = write!(out, "<li class=\"sev {}\">", marks::class(line.severity));
        escape::push(out, &line.label);
        let _ = write!(out, " <span>{}</span></li>", line.count);
    }
    out.push_str("</ul>");
}

fn push_marks(
    say: &Phrases,
    out: &mut String,
    lines: &[StaffLine],
    incidents: &[Incident<'_>],
    years: Years,
) {
    for (index, line) in lines.iter().enumerate() {
        let y = 10 + index * LINE;
        let _ = write!(out, "<line x1=\"0\" x2=\"100%\" y1=\"{y}\" y2=\"{y}\"/>");
        for one in incidents.iter().filter(|one| one.severity == line.severity) {
            let _ = write!(
                out,
                "<svg class=\"m {}\" x=\"{}\" y=\"{y}\"><title>{} ",
                marks::class(line.severity),
                percent(years.share(one.date)),
                say.day(one.date),
            );
            if line.severity.is_some() {
                escape::push(out, &line.label);
            }
            out.push(' ');
            escape::push(out, one.title);
            let shape = line.severity.map_or(STROKE, |rank| marks::shape(Some(rank)));
            let _ = write!(out, "</title><path d=\"{shape}\"/></svg>");
        }
    }
}

/// A bar for each year, or for each month where there are few years.
fn push_counts(out: &mut String, lines: &[StaffLine], incidents: &[Incident<'_>], years: Years) {
    let parts = years.parts();
    let mut counts = vec![vec![0_usize; years.count * parts]; lines.len()];
    for one in incidents {
        if let Some(line) = lines.iter().position(|line| line.severity == one.severity) {
            let year = usize::try_from(one.date.year() - years.first).unwrap_or(0);
            let month = usize::try_from(one.date.month() - 1).unwrap_or(0);
            counts[line][year * parts + month * parts / 12] += 1;
        }
    }
    let most = counts.iter().flatten().copied().max().unwrap_or(1).max(1);
    let class = if years.count * parts > 8 { "mid wide" } else { "mid" };
    let width = years.start(1) / if parts == 12 { 12.0 } else { 1.0 };
    for (index, line) in lines.iter().enumerate() {
        let foot = (index + 1) * TALL_LINE - 4;
        let _ = write!(out, "<line x1=\"0\" x2=\"100%\" y1=\"{foot}\" y2=\"{foot}\"/>");
        let mut start = 0.0;
        for count in counts[index].iter().copied() {
            if count > 0 {
                let height = (count * BAR).div_ceil(most);
                let _ = write!(
                    out,
                    "<rect class=\"{}\" x=\"{}\" width=\"{}\" y=\"{}\" height=\"{height}\"/><text class=\"{class}\" x=\"{}\" y=\"{}\">{count}</text>",
                    marks::class(line.severity),
                    percent(start + width * 0.15),
                    percent(width * 0.7),
                    foot - height,
                    percent(start + width / 2.0),
                    foot - height - 3,
                );
            }
            start += width;
        }
    }
}

/// Ticks at the start of each year, or of each quarter where there is but one year.
fn push_years(say: &Phrases, out: &mut String, years: Years, y: usize, counted: bool) {
    let centred = counted && years.parts() == 1;
    if years.count == 1 {
        for (month, share) in [(1, 0.0), (4, 0.2466), (7, 0.4959), (10, 0.7479)] {
            let label = match Date::new(years.first, 1, 1) {
                Ok(first) if month == 1 => say.date("date.month-of-year", first),
                _ => say.text(&format!("date.months-short.{month}")).to_owned(),
            };
            push_tick(out, &percent(share), &escape::escaped(&label), y, false);
        }
        return;
    }
    let step = years.count.div_ceil(16);
    let narrow = years.count.div_ceil(6).next_multiple_of(step);
    for index in (0..years.count).step_by(step) {
        let label = (i32::from(years.first) + i32::try_from(index).unwrap_or(0)).to_string();
        // A label at the very end of a narrow chart would run out of it.
        let wide = index % narrow != 0 || (years.count - index) * 8 < years.count;
        if centred {
            let middle = percent(f64::midpoint(years.start(index), years.start(index + 1)));
            let class = if wide { "mid wide" } else { "mid" };
            let _ = write!(out, "<text class=\"{class}\" x=\"{middle}\" y=\"{}\">{label}</text>", y + 13);
        } else {
            push_tick(out, &percent(years.start(index)), &label, y, wide);
        }
    }
}

fn push_tick(out: &mut String, x: &str, label: &str, y: usize, wide: bool) {
    let class = if wide { " class=\"wide\"" } else { "" };
    let _ = write!(
        out,
        "<g{class}><line class=\"ax\" x1=\"{x}\" x2=\"{x}\" y1=\"{y}\" y2=\"{}\"/><text x=\"{x}\" dx=\"4\" y=\"{}\">{label}</text></g>",
        y + 6,
        y + 13
    );
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn labels() -> Vec<String> {
        ["SEV1", "SEV2", "SEV3", "SEV4"].map(String::from).to_vec()
    }

    #[test]
    fn each_incident_is_a_mark_in_its_place() {
        let incidents = [
            Incident { date: date(2020, 1, 1), severity: Some(0), title: "A & B" },
            Incident { date: date(2021, 7, 2), severity: None, title: "C" },
        ];
        let mut labels = labels();
        labels[0] = "<SEV1>".into();
        let svg = staff(Phrases::in_english(), &labels, &incidents).unwrap();
        assert_eq!(svg.matches("class=\"m ").count(), 2);
        assert!(svg.contains("x=\"0%\" y=\"10\"><title>2020-01-01 &lt;SEV1&gt; A &amp; B</title>"));
        assert!(svg.contains("x=\"74.93%\""), "{svg}");
        assert!(svg.contains("Other <span>1</span>"));
    }

    #[test]
    fn many_incidents_are_counted_by_year() {
        let many: Vec<_> = (0..500)
            .map(|index| Incident { date: date(2015 + index % 10, 3, 1), severity: Some(1), title: "x" })
            .collect();
        let svg = staff(Phrases::in_english(), &labels(), &many).unwrap();
        assert_eq!(svg.matches("<rect").count(), 10);
        assert!(svg.contains(">50</text>") && !svg.contains("class=\"m "));
    }

    #[test]
    fn without_incidents_there_is_no_chart_and_without_severities_one_line() {
        assert!(staff(Phrases::in_english(), &labels(), &[]).is_none());
        let svg = staff(
            Phrases::in_english(),
            &labels(),
            &[Incident { date: date(2020, 1, 1), severity: None, title: "" }],
        )
        .unwrap();
        assert_eq!(svg.matches("<li ").count(), 1);
        assert!(svg.contains("Jan 2020"));
    }
}
