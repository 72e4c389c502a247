//! The figures as Markdown for people and as JSON for the next run to be compared with.

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::steps::{HUGO, PAGEFIND};
use super::{Row, Subject};
use crate::measure::Cost;

/// What the other programs take together, where they are installed.
fn baseline(rows: &[Row], subject: usize) -> Option<(f64, f64, f64)> {
    let of =
        |step: &str| rows.iter().find(|row| row.subject == subject && row.step == step).map(|row| &row.cost);
    let (hugo, pagefind) = (of(HUGO)?, of(PAGEFIND)?);
    let wall = hugo.wall + pagefind.wall;
    let cpu = hugo.cpu + pagefind.cpu;
    Some((wall.as_secs_f64(), cpu.as_secs_f64(), hugo.peak.max(pagefind.peak) as f64))
}

/// How much less than the baseline: `1/12`, `3.1`.
fn ratio(of: f64, baseline: f64) -> String {
    let ratio = of / baseline.max(f64::MIN_POSITIVE);
    if ratio < 1.0 { format!("1/{:.1}", 1.0 / ratio.max(f64::MIN_POSITIVE)) } else { format!("{ratio:.1}") }
}

/// A table in Markdown: one line a step.
pub fn table(subjects: &[Subject], rows: &[Row]) -> String {
    let mut out = String::from(
        "| Corpus | Step | Wall s | CPU s | Peak MiB | Files written | Wall : both | CPU : both | Peak : both |\n\
         |---|---|--:|--:|--:|--:|--:|--:|--:|\n",
    );
    for row in rows {
        let name = &subjects[row.subject].name;
        let (wall, cpu) = (row.cost.wall.as_secs_f64(), row.cost.cpu.as_secs_f64());
        let ratios = match baseline(rows, row.subject) {
            Some((walls, cpus, peak)) => format!(
                "{} | {} | {}",
                ratio(wall, walls),
                ratio(cpu, cpus),
                ratio(row.cost.peak as f64, peak)
            ),
            None => "– | – | –".into(),
        };
        let written = row.written.map_or_else(|| "–".into(), |written| written.to_string());
        let (step, peak) = (row.step, row.cost.peak / (1024 * 1024));
        let _ = writeln!(out, "| {name} | {step} | {wall:.2} | {cpu:.2} | {peak} | {written} | {ratios} |");
    }
    out
}

/// The share of each stage in the builds.
pub fn stages(subjects: &[Subject], rows: &[Row]) -> String {
    let mut out = String::from("| Corpus | Step | Stage | Seconds | Share |\n|---|---|---|--:|--:|\n");
    for row in rows {
        let timings = timings(&row.cost);
        let all = timings.iter().map(|(_, seconds)| seconds).sum::<f64>().max(f64::MIN_POSITIVE);
        for (stage, seconds) in timings {
            let (name, step) = (&subjects[row.subject].name, row.step);
            let share = 100.0 * seconds / all;
            let _ = writeln!(out, "| {name} | {step} | {stage} | {seconds:.3} | {share:.0} % |");
        }
    }
    out
}

/// What `lookback build --timings=json` printed; nothing for other programs.
fn timings(cost: &Cost) -> Vec<(String, f64)> {
    let Some(Value::Object(map)) =
        cost.stdout.lines().last().and_then(|line| serde_json::from_str(line).ok())
    else {
        return Vec::new();
    };
    map.into_iter().filter_map(|(stage, seconds)| Some((stage, seconds.as_f64()?))).collect()
}

pub fn as_json(subjects: &[Subject], rows: &[Row]) -> Value {
    let row = |row: &Row| {
        let subject = &subjects[row.subject];
        json!({
            "corpus": subject.name,
            "files": subject.files,
            "bytes": subject.bytes,
            "step": row.step,
            "wall_seconds": row.cost.wall.as_secs_f64(),
            "cpu_seconds": row.cost.cpu.as_secs_f64(),
            "peak_bytes": row.cost.peak,
            "files_written": row.written,
            "stages": timings(&row.cost).into_iter().map(|(stage, seconds)| (stage, seconds.into())).collect::<Map<_, _>>(),
        })
    };
    rows.iter().map(row).collect()
}
