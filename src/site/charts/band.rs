//! The drawn timeline of an incident: phases as a band, entries as numbered marks above it.

use std::fmt::Write as _;

use super::percent;
use super::ticks::{Axis, civil};
use crate::core::escape;
use crate::core::model::{Milestone, Moment, Precision};
use crate::core::phrases::Phrases;

/// Width of the picture on the narrowest phone, in pixels.
const NARROW: f64 = 326.0;
/// Width from which marks of class `wide` are shown.
const WIDE: f64 = 690.0;
/// Least distance between the centres of two marks in a lane: a target of 24 pixels, its edge, and air.
const APART: f64 = 26.0;
const LANES: usize = 4;
const LANE_HEIGHT: usize = 27;
const BAR: usize = 22;
/// More marks than this are a thicket.
const MOST_MARKS: usize = 40;
/// How much longer than the phases (or than the middle half of the entries) the picture may get.
const STRETCH: i64 = 12;

/// One entry of the timeline that has a time.
#[derive(Debug, Clone, Copy)]
pub struct Event<'a> {
    /// From 1, as in the list that it leads to.
    pub number: usize,
    pub at: Moment,
    pub text: &'a str,
    pub phase: Option<Milestone>,
}

/// What went on during a stretch of the incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BandPhase {
    Undetected,
    Investigating,
    /// Not known when it was noticed.
    Unmitigated,
    Mitigated,
}

impl BandPhase {
    /// The class that draws it.
    pub fn class(self) -> &'static str {
        match self {
            Self::Undetected => "p-u",
            Self::Investigating | Self::Unmitigated => "p-i",
            Self::Mitigated => "p-m",
        }
    }

    pub fn words(self, say: &Phrases) -> &str {
        say.text(match self {
            Self::Undetected => "timeline.undetected",
            Self::Investigating => "timeline.investigating",
            Self::Unmitigated => "timeline.under-way",
            Self::Mitigated => "timeline.mitigated-only",
        })
    }

    /// The key of what says how long it lasted.
    fn until(self) -> &'static str {
        match self {
            Self::Undetected => "timeline.until-undetected",
            Self::Investigating => "timeline.until-investigating",
            Self::Unmitigated => "timeline.until-under-way",
            Self::Mitigated => "timeline.until-mitigated-only",
        }
    }
}

/// A phase, in seconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub stretch: BandPhase,
    pub from: i64,
    pub to: i64,
}

/// The picture and what must be said beside it.
#[derive(Debug)]
pub struct Band {
    pub svg: String,
    /// Zone of the axis.
    pub zone: String,
    /// Entries so far off that they would have squashed the rest.
    pub earlier: usize,
    pub later: usize,
    /// Entries drawn as ticks because there is no room for their numbers.
    pub unnumbered: usize,
}

/// Draws what is known; `None` where there is nothing to draw: no phase and fewer than two entries.
///
/// `spans` follow each other in time; `start` is when the incident began, in the zone of the axis.
pub fn band(say: &Phrases, spans: &[Span], start: Option<Moment>, events: &[Event<'_>]) -> Option<Band> {
    // An entry of which only the day is known has no place on an axis of hours.
    let mut timed: Vec<Event<'_>> =
        events.iter().filter(|event| event.at.precision != Precision::Day).copied().collect();
    if timed.is_empty() && spans.is_empty() {
        timed = events.to_vec();
    }
    if spans.is_empty() && timed.len() < 2 {
        return None;
    }
    timed.sort_by_key(|event| event.at.timestamp);
    let seconds: Vec<i64> = timed.iter().map(|event| event.at.timestamp.as_second()).collect();
    let phases = spans.first().zip(spans.last()).map(|(first, last)| (first.from, last.to));
    let (from, to) = core(&seconds, phases);
    let earlier = seconds.iter().filter(|at| **at < from).count();
    let later = seconds.iter().filter(|at| **at > to).count();
    let shown = &timed[earlier..timed.len() - later];
    let zone = start.or_else(|| shown.first().map(|event| event.at))?;
    let axis = Axis::new(say, from, to, zone.offset);
    let lanes = place(&axis, shown);
    let unnumbered = lanes.iter().filter(|place| place.is_none()).count();
    let svg = draw(say, &axis, spans, shown, &lanes, zone);
    Some(Band { svg, zone: zone.zone(), earlier, later, unnumbered })
}

/// The stretch of time that is drawn: all of it, unless a few far entries would squash the rest.
fn core(sorted: &[i64], phases: Option<(i64, i64)>) -> (i64, i64) {
    let (mut from, mut to) = phases.unwrap_or_else(|| {
        let last = sorted.len() - 1;
        (sorted[last / 4], sorted[last - last / 4])
    });
    // Below ten minutes an hour more does no harm.
    let most = (to - from).max(600) * STRETCH;
    let (start, end) = (from, to);
    to = sorted.iter().copied().filter(|at| at - start <= most).fold(to, i64::max);
    from = sorted.iter().copied().filter(|at| end - at <= most).fold(from, i64::min);
    (from, to)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Slot {
    lane: usize,
    only_wide: bool,
}

/// Gives each entry the first lane in which it stays clear of its neighbours; `None` where there is none.
///
/// First what fits on a phone, entries that open a phase before others, then what fits on a wide screen.
fn place(axis: &Axis, events: &[Event<'_>]) -> Vec<Option<Slot>> {
    let shares: Vec<f64> = events.iter().map(|event| axis.share(event.at.timestamp.as_second())).collect();
    let mut places: Vec<Option<Slot>> = vec![None; events.len()];
    let mut lanes: Vec<Vec<f64>> = vec![Vec::new(); LANES];
    let mut order: Vec<usize> = (0..events.len()).collect();
    order.sort_by_key(|index| events[*index].phase.is_none());
    let mut marks = 0;
    for (width, only_wide) in [(NARROW, false), (WIDE, true)] {
        for &index in &order {
            if places[index].is_some() || marks >= MOST_MARKS {
                continue;
            }
            let share = shares[index];
            let free =
                lanes.iter().position(|lane| lane.iter().all(|taken| (taken - share).abs() * width >= APART));
            if let Some(lane) = free {
                lanes[lane].push(share);
                places[index] = Some(Slot { lane, only_wide });
                marks += 1;
            }
        }
    }
    places
}

fn draw(
    say: &Phrases,
    axis: &Axis,
    spans: &[Span],
    events: &[Event<'_>],
    places: &[Option<Slot>],
    zone: Moment,
) -> String {
    let lanes = places.iter().flatten().map(|place| place.lane + 1).max().unwrap_or(0);
    let top = lanes * LANE_HEIGHT + 12;
    let line = if spans.is_empty() { top } else { top + BAR };
    let dates = axis.ticks.iter().any(|tick| tick.date.is_some());
    let height = line + if dates { 38 } else { 24 };
    let mut out = String::with_capacity(400 + events.len() * 260 + axis.ticks.len() * 140);
    let _ = write!(out, "<svg class=\"c\" height=\"{height}\" role=\"group\" aria-label=\"");
    escape::push(&mut out, &description(say, axis, spans, events.len(), zone));
    out.push_str("\">");
    for span in spans {
        let (x, end) = (axis.share(span.from), axis.share(span.to));
        let _ = write!(
            out,
            "<rect class=\"{}\" x=\"{}\" width=\"{}\" y=\"{top}\" height=\"{BAR}\"/>",
            span.stretch.class(),
            percent(x),
            percent(end - x)
        );
    }
    let _ = write!(out, "<line class=\"ax\" x1=\"0\" x2=\"100%\" y1=\"{line}\" y2=\"{line}\"/>");
    draw_ticks(&mut out, axis, line);
    let bar = |event: &Event<'_>| {
        let at = event.at.timestamp.as_second();
        if spans.iter().any(|span| (span.from..=span.to).contains(&at)) { top } else { line }
    };
    for (event, _) in events.iter().zip(places).filter(|(_, place)| place.is_none()) {
        let x = percent(axis.share(event.at.timestamp.as_second()));
        let y = bar(event);
        let _ = write!(out, "<line class=\"few\" x1=\"{x}\" x2=\"{x}\" y1=\"{}\" y2=\"{y}\"/>", top - 8);
    }
    for (event, place) in events.iter().zip(places) {
        if let Some(place) = place {
            let centre = 14 + (lanes - 1 - place.lane) * LANE_HEIGHT;
            draw_event(&mut out, say, axis, event, *place, centre, bar(event));
        }
    }
    out.push_str("</svg>");
    out
}

/// Each tick is a picture of its own, so that its place is written once.
fn draw_ticks(out: &mut String, axis: &Axis, line: usize) {
    let last = axis.ticks.len() - 1;
    let _ = write!(out, "<svg class=\"tk\" y=\"{line}\">");
    for (index, tick) in axis.ticks.iter().enumerate() {
        let class = match (index, tick.only_wide) {
            (0, _) => " class=\"b\"",
            (index, true) if index == last => " class=\"e wide\"",
            (index, false) if index == last => " class=\"e\"",
            (_, true) => " class=\"wide\"",
            (_, false) => "",
        };
        let x = percent(axis.share(tick.at));
        let _ = write!(out, "<svg{class} x=\"{x}\"><line y2=\"6\"/><text y=\"19\">{}</text>", tick.label);
        if let Some(date) = &tick.date {
            let _ = write!(out, "<text y=\"33\">{date}</text>");
        }
        out.push_str("</svg>");
    }
    out.push_str("</svg>");
}

fn draw_event(
    out: &mut String,
    say: &Phrases,
    axis: &Axis,
    event: &Event<'_>,
    place: Slot,
    centre: usize,
    foot: usize,
) {
    let x = percent(axis.share(event.at.timestamp.as_second()));
    let number = event.number;
    let wide = if place.only_wide { " wide" } else { "" };
    let clock =
        if event.at.precision == Precision::Day { say.day(event.at.date()) } else { event.at.clock() };
    let _ = write!(out, "<a class=\"n{wide}\" href=\"#t{number}\"><title>{number}: {clock} ");
    escape::push(out, &first_words(event.text));
    let _ = write!(
        out,
        "</title><svg x=\"{x}\" y=\"{centre}\"><line y2=\"{}\"/><circle r=\"12.5\"/><text y=\"4\">{number}</text></svg></a>",
        foot - centre
    );
}

/// What the picture shows, for those who do not see it.
fn description(say: &Phrases, axis: &Axis, spans: &[Span], entries: usize, zone: Moment) -> String {
    let when = |at: i64| {
        let now = civil(at, zone.offset);
        format!("{} {:02}:{:02}", say.day(now.date()), now.hour(), now.minute())
    };
    let (from, to, zone) = (when(axis.from), when(axis.to), zone.zone());
    let around = [("from", from.as_str()), ("to", &to), ("zone", &zone)];
    let mut text = vec![say.counted_with("timeline.axis", entries, &around)];
    text.extend(spans.iter().map(|span| say.fill(span.stretch.until(), &[("time", &when(span.to))])));
    say.clauses(&text)
}

/// The first sentence, or as many words as a tooltip bears.
fn first_words(text: &str) -> String {
    const MOST: usize = 80;
    let sentence = text.split(['\n']).next().unwrap_or_default();
    let sentence = sentence.split_once(". ").map_or(sentence, |(first, _)| first).trim_end_matches('.');
    if sentence.chars().count() <= MOST {
        return sentence.to_owned();
    }
    let cut: String = sentence.chars().take(MOST).collect();
    let cut = cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words);
    format!("{cut} …")
}

#[cfg(test)]
mod tests {
    use jiff::{Timestamp, tz::Offset};

    use super::*;

    fn moment(text: &str) -> Moment {
        Moment {
            timestamp: text.parse::<Timestamp>().unwrap(),
            offset: Offset::UTC,
            precision: Precision::Minute,
            zone_stated: true,
            doubt: None,
        }
    }

    fn events(times: &[&str]) -> Vec<Event<'static>> {
        times
            .iter()
            .enumerate()
            .map(|(index, at)| Event {
                number: index + 1,
                at: moment(at),
                text: "Rule <b> deployed. More.",
                phase: None,
            })
            .collect()
    }

    fn span(stretch: BandPhase, from: &str, to: &str) -> Span {
        let second = |clock| moment(&format!("2019-07-02T{clock}:00Z")).timestamp.as_second();
        Span { stretch, from: second(from), to: second(to) }
    }

    fn regex() -> [Span; 3] {
        [
            span(BandPhase::Undetected, "13:42", "13:45"),
            span(BandPhase::Investigating, "13:45", "14:09"),
            span(BandPhase::Mitigated, "14:09", "14:52"),
        ]
    }

    #[test]
    fn nothing_is_drawn_of_nothing() {
        assert!(band(Phrases::in_english(), &[], None, &[]).is_none());
        assert!(band(Phrases::in_english(), &[], None, &events(&["2019-07-02T13:42:00Z"])).is_none());
        assert!(
            band(
                Phrases::in_english(),
                &[],
                None,
                &events(&["2019-07-02T13:42:00Z", "2019-07-02T13:42:00Z"])
            )
            .is_some()
        );
    }

    #[test]
    fn a_far_entry_is_counted_and_not_drawn() {
        let events = events(&[
            "2019-06-01T00:00:00Z",
            "2019-07-02T13:42:00Z",
            "2019-07-02T14:00:00Z",
            "2019-07-12T00:00:00Z",
        ]);
        let band = band(Phrases::in_english(), &regex(), None, &events).unwrap();
        assert_eq!((band.earlier, band.later), (1, 1));
        assert!(!band.svg.contains("#t1\"") && band.svg.contains("#t2\"") && !band.svg.contains("#t4\""));
        assert!(band.svg.contains("Rule &lt;b&gt; deployed<"));
    }

    #[test]
    fn targets_on_a_phone_stay_apart() {
        let times: Vec<String> = (0..60).map(|minute| format!("2019-07-02T13:{minute:02}:00Z")).collect();
        let events = events(&times.iter().map(String::as_str).collect::<Vec<_>>());
        let axis = Axis::new(
            Phrases::in_english(),
            events[0].at.timestamp.as_second(),
            events[59].at.timestamp.as_second(),
            Offset::UTC,
        );
        let places = place(&axis, &events);
        for (width, wide) in [(NARROW, false), (WIDE, true)] {
            for lane in 0..LANES {
                let mut shares: Vec<f64> = events
                    .iter()
                    .zip(&places)
                    .filter(|(_, place)| {
                        place.is_some_and(|place| place.lane == lane && (wide || !place.only_wide))
                    })
                    .map(|(event, _)| axis.share(event.at.timestamp.as_second()))
                    .collect();
                shares.sort_by(f64::total_cmp);
                assert!(shares.windows(2).all(|pair| (pair[1] - pair[0]) * width >= APART - 1e-6));
            }
        }
        assert!(places.iter().flatten().count() <= MOST_MARKS);
        assert_eq!(
            band(Phrases::in_english(), &[], None, &events).unwrap().unnumbered,
            places.iter().filter(|p| p.is_none()).count()
        );
    }
}
