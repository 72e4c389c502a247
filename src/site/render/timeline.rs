//! The drawn timeline of an incident, with the words around it.

use serde::Serialize;
use tera::Value;

use crate::core::model::{Moment, PostMortem, Precision};
use crate::core::phases::{self, Phase};
use crate::core::phrases::Phrases;
use crate::site::charts::band::{self, BandPhase, Event, Span};

/// The band as the template sees it.
#[derive(Serialize)]
pub struct Drawn {
    svg: Value,
    phases: Vec<Key>,
    note: String,
}

#[derive(Serialize)]
struct Key {
    class: &'static str,
    text: String,
}

pub fn drawn(say: &Phrases, known: &PostMortem) -> Option<Drawn> {
    let events: Vec<Event<'_>> = known
        .timeline
        .iter()
        .enumerate()
        .filter_map(|(index, entry)| {
            Some(Event { number: index + 1, at: entry.at?, text: &entry.text, phase: entry.phase })
        })
        .collect();
    let spans = spans(known);
    let start = known.times.started.map(|(at, _)| at);
    let band = band::band(say, &spans, start, &events)?;
    let phases = spans.iter().map(|span| Key {
        class: span.stretch.class(),
        text: say.fill(
            "timeline.stretch",
            &[("phase", span.stretch.words(say)), ("duration", &say.duration((span.to - span.from) / 60))],
        ),
    });
    let mut note = vec![say.fill("timeline.zone", &[("zone", &band.zone)])];
    let parts = [("earlier", band.earlier), ("later", band.later), ("unnumbered", band.unnumbered)];
    let parts = parts.iter().filter(|(_, count)| *count > 0);
    note.extend(parts.map(|(what, count)| say.counted(&format!("timeline.{what}"), *count)));
    if !events.is_empty() {
        note.push(say.text("timeline.numbers").to_owned());
    }
    let note = note.join(" ");
    Some(Drawn { phases: phases.collect(), note, svg: Value::safe_string(&band.svg) })
}

/// The phases for the drawing. Where nobody wrote when it was noticed, the time until then was not all spent
/// investigating.
fn spans(known: &PostMortem) -> Vec<Span> {
    let detected = known.times.detected.map(|(at, _)| at.timestamp);
    let stretch = |phase, to: Moment| match phase {
        // Until it was mitigated or resolved, where the detection is not known or not possible.
        Phase::Undetected if detected != Some(to.timestamp) => Some(BandPhase::Unmitigated),
        Phase::Undetected => Some(BandPhase::Undetected),
        Phase::UnderWay => Some(BandPhase::Unmitigated),
        Phase::Investigating => Some(BandPhase::Investigating),
        Phase::Mitigated => Some(BandPhase::Mitigated),
        Phase::Before | Phase::After => None,
    };
    let exact = |moment: &Moment| moment.precision != Precision::Day;
    phases::spans(&known.times)
        .into_iter()
        .filter(|(_, from, to)| exact(from) && exact(to))
        .filter_map(|(phase, from, to)| {
            let stretch = stretch(phase, to)?;
            Some(Span { stretch, from: from.timestamp.as_second(), to: to.timestamp.as_second() })
        })
        .collect()
}
