//! Hits and groups as text: for a terminal, or plain and the same each time for other programs.

mod paint;
mod wrap;

pub use paint::Paint;

use lookback_search::response::{Group, Hit, Snippet};
use lookback_search::{FacetName, Kind, Response};
use unicode_width::UnicodeWidthStr;

use crate::core::address::slug;
use crate::core::config::Config;
use crate::core::labels::severity_label;
use crate::core::phases;
use crate::core::plain::harmless;
use paint::{FAINT, MATCH, PLAIN, TITLE};
use wrap::Piece;

/// Text below a hit stands this far in.
const INDENT: &str = "    ";

/// Longest line of a snippet, however wide the terminal is.
const LINE: usize = 100;

/// Each hit on a few lines: severity, day and title; what it is about; the words that were found; its file.
///
/// `target` says where the title of a hit leads.
pub fn hits(
    response: &Response,
    config: &Config,
    paint: Paint,
    target: impl Fn(&Hit) -> Option<String>,
) -> String {
    let mut out = String::new();
    for (number, hit) in response.hits.iter().enumerate() {
        if number > 0 {
            out.push('\n');
        }
        head(&mut out, hit, config, paint, target(hit).as_deref());
        about(&mut out, hit, paint);
        if let Some(snippet) = &hit.snippet {
            text(&mut out, snippet, paint);
        }
        if !hit.path.is_empty() {
            out.push_str(INDENT);
            paint.push(&mut out, FAINT, &hit.path);
            out.push('\n');
        }
    }
    out
}

/// `◆ SEV1  2011-04-21  A misrouted upgrade sets off a storm`
fn head(out: &mut String, hit: &Hit, config: &Config, paint: Paint, target: Option<&str>) {
    match hit.kind {
        Kind::Incident => {
            if let Some(severity) = &hit.severity {
                let rank = config.severity.levels.iter().position(|level| slug(level) == severity.key);
                let label =
                    rank.map_or(severity.label.clone(), |rank| severity_label(&config.severity.levels[rank]));
                paint.push(out, paint::severity(rank), &format!("{} {label}", paint::sign(rank)));
                out.push_str("  ");
            }
            paint.push(out, PLAIN, hit.date.as_deref().unwrap_or("undated"));
        }
        Kind::Service => out.push_str("Service"),
        Kind::Cause => out.push_str("Cause"),
        Kind::Team => out.push_str("Team"),
        Kind::Page => out.push_str("Page"),
    }
    out.push_str("  ");
    paint.link(out, target, |out| {
        for (text, marked) in pieces(&hit.title_marked) {
            paint.push(out, if marked { MATCH } else { TITLE }, &text);
        }
    });
    out.push('\n');
}

/// `Amazon EBS, Amazon RDS · routing change · 3 d 11 h`
fn about(out: &mut String, hit: &Hit, paint: Paint) {
    let names = |named: &[lookback_search::Named]| {
        named.iter().map(|one| one.label.as_str()).collect::<Vec<_>>().join(", ")
    };
    let length = hit.minutes.filter(|minutes| *minutes > 0).map(|minutes| phases::length(minutes.into()));
    let parts = [names(&hit.services), names(&hit.causes), length.unwrap_or_default()];
    let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    if !parts.is_empty() {
        out.push_str(INDENT);
        paint.push(out, PLAIN, &parts.join(" · "));
        out.push('\n');
    }
}

fn text(out: &mut String, snippet: &Snippet, paint: Paint) {
    let pieces = pieces(snippet);
    let lines = match paint.width {
        Some(width) => wrap::wrap(&pieces, width.saturating_sub(INDENT.len()).min(LINE)),
        None => vec![pieces],
    };
    for line in lines.into_iter().filter(|line| !line.is_empty()) {
        out.push_str(INDENT);
        for (text, marked) in line {
            paint.push(out, if marked { MATCH } else { PLAIN }, &text);
        }
        out.push('\n');
    }
}

fn pieces(snippet: &Snippet) -> Vec<Piece> {
    let pieces = snippet.0.iter().enumerate();
    pieces
        .map(|(number, text)| (harmless(text), number % 2 == 1))
        .filter(|(text, _)| !text.is_empty())
        .collect()
}

/// A table of what the hits have in common; empty where that is nothing.
pub fn groups(groups: &[Group], by: FacetName, paint: Paint) -> String {
    if groups.is_empty() {
        return String::new();
    }
    let head = ["Hits", by.as_str(), "First", "Last", "Median interval"].map(str::to_owned);
    let rows: Vec<[String; 5]> = groups.iter().map(row).collect();
    let mut widths = [0; 5];
    for row in rows.iter().chain([&head]) {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.width());
        }
    }
    let mut out = String::new();
    let line = |out: &mut String, row: &[String; 5], style| {
        let mut text = String::new();
        for (column, (cell, width)) in row.iter().zip(widths).enumerate() {
            let fill = " ".repeat(width - cell.width());
            // Numbers are aligned at their end.
            text.push_str(&if column == 0 { format!("{fill}{cell}") } else { format!("  {cell}{fill}") });
        }
        paint.push(out, style, text.trim_end());
        out.push('\n');
    };
    line(&mut out, &head, FAINT);
    rows.iter().for_each(|row| line(&mut out, row, PLAIN));
    out
}

fn row(group: &Group) -> [String; 5] {
    let day = |day: &Option<String>| day.clone().unwrap_or_else(|| "–".into());
    let interval = match group.median_days {
        Some(1) => "1 day".into(),
        Some(days) => format!("{days} days"),
        None => "–".into(),
    };
    let label = harmless(&group.value.label);
    [group.count.to_string(), label, day(&group.first), day(&group.last), interval]
}
