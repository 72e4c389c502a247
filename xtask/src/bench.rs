//! `cargo xtask bench`: what a build takes, beside what copying its output takes, and Hugo.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Map, Value, json};

use crate::measure::{Cost, median};
use crate::{corpus, hugo};

#[derive(Debug)]
pub struct Options {
    sizes: Vec<usize>,
    runs: usize,
    json: Option<PathBuf>,
    corpus: Option<PathBuf>,
}

impl Options {
    pub fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut options = Self { sizes: vec![1_000, 10_000], runs: 3, json: None, corpus: None };
        while let Some(name) = arguments.next() {
            let value = arguments.next().ok_or_else(|| format!("{name} needs a value"))?;
            let number = |text: &str| match text.trim().parse() {
                Ok(0) | Err(_) => Err(format!("{name}: {text} is not a number above 0")),
                Ok(number) => Ok(number),
            };
            match name.as_str() {
                "--sizes" => options.sizes = value.split(',').map(number).collect::<Result<_, _>>()?,
                "--runs" => options.runs = number(&value)?,
                "--json" => options.json = Some(value.into()),
                "--corpus" => options.corpus = Some(value.into()),
                _ => return Err(format!("{name} is not known\n\n{}", super::USAGE)),
            }
        }
        Ok(options)
    }
}

/// A knowledge base to measure.
pub struct Subject {
    name: String,
    pub root: PathBuf,
    content: PathBuf,
    files: usize,
    bytes: u64,
}

/// One line of the table.
struct Row {
    subject: usize,
    step: &'static str,
    cost: Cost,
}

pub fn run(options: &Options) -> Result<(), String> {
    let binary = build_binary()?;
    let scratch = target().join("bench");
    let subjects = match &options.corpus {
        Some(root) => vec![given(root)?],
        None => options.sizes.iter().map(|size| generated(&scratch, *size)).collect::<Result<_, _>>()?,
    };
    let out = scratch.join("out");
    remove(&out)?;
    fs::create_dir_all(&out).map_err(|error| format!("could not create {}: {error}", out.display()))?;
    let mut rows = Vec::new();
    for (number, subject) in subjects.iter().enumerate() {
        let costs = measure(subject, &binary, &out, options.runs)?;
        rows.extend(costs.into_iter().map(|(step, cost)| Row { subject: number, step, cost }));
    }
    remove(&out)?;
    println!("{}", table(&subjects, &rows));
    println!("{}", stages(&subjects, &rows));
    if let Some(path) = &options.json {
        let text = format!("{:#}\n", as_json(&subjects, &rows));
        fs::write(path, text).map_err(|error| format!("could not write {}: {error}", path.display()))?;
    }
    Ok(())
}

/// All steps on one knowledge base.
///
/// Every run has a new folder, and nothing is removed on the way: ext4 avoids inodes that were freed within the last
/// seconds, and looking for others makes each new file dearer than it is in real life.
fn measure(
    subject: &Subject,
    binary: &Path,
    out: &Path,
    runs: usize,
) -> Result<Vec<(&'static str, Cost)>, String> {
    let folder = |kind: &str, run: usize| out.join(format!("{}-{kind}-{run}", subject.files));
    let build = |run| {
        let mut command = Command::new(binary);
        command.args(["build", "--quiet", "--timings=json"]).arg(&subject.root);
        command.arg("-d").arg(folder("site", run));
        command
    };
    let copy = |run| {
        let mut command = Command::new("cp");
        command.arg("-r").args([folder("site", 0), folder("copy", run)]);
        command
    };
    let mut costs = vec![
        ("build", median(runs, build)?),
        ("build again", median(runs, |_| build(0))?),
        ("cp -r of the site", median(runs, copy)?),
    ];
    if hugo::is_installed() {
        let set_up = out.join("hugo");
        hugo::prepare(&set_up).map_err(|error| format!("could not set up Hugo: {error}"))?;
        let hugo = |run| hugo::command(&set_up, &subject.content, &folder("hugo", run));
        costs.push(("Hugo", median(runs, hugo)?));
    }
    Ok(costs)
}

pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| workspace().join("target"), PathBuf::from)
}

fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask is in the workspace")
}

pub fn build_binary() -> Result<PathBuf, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["build", "--release", "--package", "lookback"])
        .current_dir(workspace())
        .status()
        .map_err(|error| format!("could not run cargo: {error}"))?;
    if !status.success() {
        return Err("the release build failed".into());
    }
    Ok(target().join("release").join(format!("lookback{}", std::env::consts::EXE_SUFFIX)))
}

pub fn remove(folder: &Path) -> Result<(), String> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(format!("could not remove {}: {error}", folder.display()))
        }
        _ => Ok(()),
    }
}

/// A made-up knowledge base; made anew each time, for the generator may have changed.
pub fn generated(scratch: &Path, size: usize) -> Result<Subject, String> {
    let root = scratch.join(format!("corpus-{size}"));
    remove(&root)?;
    let bytes = corpus::generate(&root, size).map_err(|error| format!("could not make a corpus: {error}"))?;
    let content = root.join("content");
    Ok(Subject { name: format!("{size} made up"), root, content, files: size, bytes })
}

fn given(root: &Path) -> Result<Subject, String> {
    let content = if root.join("content").is_dir() { root.join("content") } else { root.to_owned() };
    let content = content.canonicalize().map_err(|error| format!("{}: {error}", content.display()))?;
    let (files, bytes) = size(&content).map_err(|error| format!("{}: {error}", content.display()))?;
    Ok(Subject { name: root.display().to_string(), root: root.to_owned(), content, files, bytes })
}

/// Number and bytes of the Markdown files below `folder`.
fn size(folder: &Path) -> std::io::Result<(usize, u64)> {
    let mut sum = (0, 0);
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_dir() {
            let (files, bytes) = size(&entry.path())?;
            sum = (sum.0 + files, sum.1 + bytes);
        } else if kind.is_file() && entry.path().extension().is_some_and(|ending| ending == "md") {
            sum = (sum.0 + 1, sum.1 + entry.metadata()?.len());
        }
    }
    Ok(sum)
}

fn hugo_of(rows: &[Row], subject: usize) -> Option<&Cost> {
    rows.iter().find(|row| row.subject == subject && row.step == "Hugo").map(|row| &row.cost)
}

/// A table in Markdown: one line a step.
fn table(subjects: &[Subject], rows: &[Row]) -> String {
    let mut out = String::from(
        "| Corpus | Step | Wall s | CPU s | Peak MiB | Files/s | MB/s | Wall : Hugo's | CPU : Hugo's |\n\
         |---|---|--:|--:|--:|--:|--:|--:|--:|\n",
    );
    for row in rows {
        let Subject { name, files, bytes, .. } = &subjects[row.subject];
        let (wall, cpu) = (row.cost.wall.as_secs_f64(), row.cost.cpu.as_secs_f64());
        let ratios = match hugo_of(rows, row.subject) {
            Some(hugo) => {
                format!("{:.2} | {:.2}", wall / hugo.wall.as_secs_f64(), cpu / hugo.cpu.as_secs_f64())
            }
            None => "– | –".into(),
        };
        let (per_second, megabytes) = (*files as f64 / wall, *bytes as f64 / wall / 1e6);
        let peak = row.cost.peak / (1024 * 1024);
        let step = row.step;
        let _ = writeln!(
            out,
            "| {name} | {step} | {wall:.2} | {cpu:.2} | {peak} | {per_second:.0} | {megabytes:.1} | {ratios} |"
        );
    }
    out
}

/// The share of each stage in the builds.
fn stages(subjects: &[Subject], rows: &[Row]) -> String {
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

fn as_json(subjects: &[Subject], rows: &[Row]) -> Value {
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
            "stages": timings(&row.cost).into_iter().map(|(stage, seconds)| (stage, seconds.into())).collect::<Map<_, _>>(),
        })
    };
    rows.iter().map(row).collect()
}
