//! `cargo xtask bench`: what builds take, cold and after a change, beside what copying the site takes, and Hugo with Pagefind.

mod steps;
mod table;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::measure::Cost;
use xtask::corpus;

#[derive(Debug)]
pub struct Options {
    sizes: Vec<usize>,
    runs: usize,
    json: Option<PathBuf>,
    corpus: Option<PathBuf>,
}

impl Options {
    pub fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut options = Self { sizes: vec![1_000, 10_000, 50_000], runs: 3, json: None, corpus: None };
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
    /// Whether it was made for this, and may be changed.
    is_ours: bool,
}

/// One line of the table.
struct Row {
    subject: usize,
    step: &'static str,
    cost: Cost,
    /// Files that were written; `None` for other programs.
    written: Option<u64>,
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
        let costs = steps::measure(subject, &binary, &out, options.runs)?;
        rows.extend(costs.into_iter().map(|(step, cost)| {
            let written = written(&cost);
            Row { subject: number, step, cost, written }
        }));
    }
    remove(&out)?;
    println!("{}", table::table(&subjects, &rows));
    println!("{}", table::stages(&subjects, &rows));
    if let Some(path) = &options.json {
        let text = format!("{:#}\n", table::as_json(&subjects, &rows));
        fs::write(path, text).map_err(|error| format!("could not write {}: {error}", path.display()))?;
    }
    Ok(())
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
    Ok(Subject { name: format!("{size} made up"), root, content, files: size, bytes, is_ours: true })
}

fn given(root: &Path) -> Result<Subject, String> {
    let content = if root.join("content").is_dir() { root.join("content") } else { root.to_owned() };
    let content = content.canonicalize().map_err(|error| format!("{}: {error}", content.display()))?;
    let (files, bytes) = size(&content).map_err(|error| format!("{}: {error}", content.display()))?;
    Ok(Subject {
        name: root.display().to_string(),
        root: root.to_owned(),
        content,
        files,
        bytes,
        is_ours: false,
    })
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

/// Figures of what `lookback build -v` printed: `12 files written, …`.
fn written(cost: &Cost) -> Option<u64> {
    let line =
        cost.stdout.lines().find(|line| line.contains(" written, ") && line.contains(" unchanged, "))?;
    line.split_once(" file")?.0.replace(',', "").parse().ok()
}
