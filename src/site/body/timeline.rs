//! Lines of a timeline: number, time, distance from the start, phase, text.

use crate::core::escape;
use crate::core::model::{Dialect, Moment, Origin, PostMortem, Precision, TimelineEntry};
use crate::core::phases::{self, Phase};
use crate::core::phrases::Phrases;

/// What the lines of one incident have in common.
pub struct Lines<'a> {
    say: &'a Phrases,
    spans: Vec<(Phase, Moment, Moment)>,
    start: Option<Moment>,
    /// Whether the lines are of more than one day.
    has_days: bool,
    last_phase: Option<Phase>,
    last_day: Option<jiff::civil::Date>,
}

impl<'a> Lines<'a> {
    pub fn new(say: &'a Phrases, facts: &PostMortem) -> Self {
        let mut days = facts.timeline.iter().filter_map(|entry| entry.at).map(Moment::date);
        let first = days.next();
        let has_days = days.any(|day| Some(day) != first) || first.is_some() && first != facts.date;
        let start = facts.times.started.map(|(moment, _): (Moment, Origin)| moment);
        Self { say, spans: phases::spans(&facts.times), start, has_days, last_phase: None, last_day: None }
    }

    /// Class of the list: where no start is known there are no distances from it.
    pub fn class(&self) -> &'static str {
        if self.start.is_some() { "tl" } else { "tl bare" }
    }

    /// Opens a line, up to the element that holds its text; [`Self::close`] ends it.
    pub fn open(&mut self, out: &mut String, index: usize, entry: &TimelineEntry) {
        let number = index + 1;
        if let Some(day) = entry.at.map(Moment::date)
            && self.has_days
            && self.last_day != Some(day)
        {
            out.push_str(&format!("<li class=\"day\">{}</li>", self.say.time_in_lists(day)));
            self.last_day = Some(day);
        }
        let phase = entry.at.filter(|_| !self.spans.is_empty()).map(|at| phases::at(&self.spans, at));
        let class = phase.map_or("none", Phase::class);
        let label = escape::escaped(&self.say.fill("timeline.link", &[("n", &number.to_string())]));
        out.push_str(&format!(
            "<li id=\"t{number}\" class=\"{class}\"><a class=\"no\" href=\"#t{number}\" aria-label=\"{label}\">{number}</a>"
        ));
        match entry.at {
            Some(at) if at.precision != Precision::Day => {
                out.push_str(&format!("<time datetime=\"{}\">{}</time>", at.rfc3339(), at.clock()));
            }
            Some(_) => out.push_str("<span class=\"when\"></span>"),
            None => {
                out.push_str("<span class=\"when\">");
                escape::push(out, &entry.label);
                out.push_str("</span>");
            }
        }
        let offset = escape::escaped(&self.offset(entry));
        out.push_str(&format!("<span class=\"off\">{offset}</span><div class=\"tx\">"));
        if let Some(phase) = phase
            && self.last_phase != Some(phase)
        {
            let label = escape::escaped(&self.phase_label(phase));
            out.push_str(&format!("<span class=\"ph\">{label}</span>"));
            self.last_phase = Some(phase);
        }
    }

    pub fn close(out: &mut String) {
        out.push_str("</div></li>");
    }

    fn offset(&self, entry: &TimelineEntry) -> String {
        match (self.start, entry.at) {
            (Some(start), Some(at))
                if at.precision != Precision::Day && start.precision != Precision::Day =>
            {
                match at.minutes_since(start) {
                    0 => self.say.text("timeline.start").to_owned(),
                    minutes if minutes > 0 => format!("+{}", self.say.length(minutes)),
                    minutes => self.say.length(minutes),
                }
            }
            _ => String::new(),
        }
    }

    fn phase_label(&self, phase: Phase) -> String {
        let span = self.spans.iter().find(|(other, ..)| *other == phase);
        match span {
            Some((_, from, to)) => {
                let length = self.say.length(to.minutes_since(*from));
                self.say.fill("timeline.phase", &[("phase", phase.name(self.say)), ("duration", &length)])
            }
            None => phase.name(self.say).to_owned(),
        }
    }
}

/// The whole timeline of a post-mortem whose entries are only in front matter.
pub fn draw(say: &Phrases, facts: &PostMortem, dialect: Dialect) -> String {
    let mut lines = Lines::new(say, facts);
    let mut out = format!("<ol class=\"{}\">", lines.class());
    for (index, entry) in facts.timeline.iter().enumerate() {
        lines.open(&mut out, index, entry);
        out.push_str(&super::inline(&entry.text, dialect));
        Lines::close(&mut out);
    }
    out.push_str("</ol>");
    out
}
