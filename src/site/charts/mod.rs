//! Charts as SVG, made at build time: pure functions from figures to markup.
//!
//! Every chart has x in per cent and y in pixels and no `viewBox`, so that text never scales and no script is
//! needed. What a chart shows also stands in a list or table on the same page.

pub mod band;
pub mod columns;
pub mod course;
mod log_axis;
pub mod marks;
pub mod staff;
pub mod strip;
mod ticks;
pub mod week;

/// A share of the width as an SVG length: `33.33%`, `40%`.
fn percent(share: f64) -> String {
    let text = format!("{:.2}", share * 100.0);
    format!("{}%", text.trim_end_matches('0').trim_end_matches('.'))
}
