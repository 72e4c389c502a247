//! What is measured on one knowledge base.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::{Subject, remove};
use crate::hugo;
use crate::measure::{Cost, median};

pub const HUGO: &str = "Hugo";
pub const PAGEFIND: &str = "Pagefind";

/// A change before a build: what it is called, and what does it.
type Change = (&'static str, fn(&Subject, usize) -> std::io::Result<()>);

const CHANGES: [Change; 6] = [
    ("nothing changed", |_, _| Ok(())),
    ("one edited", |subject, run| append(&middle(&subject.content)?, &format!("\nEdited, {run}.\n"))),
    ("one edited early", |subject, run| {
        insert_early(&middle(&subject.content)?, &format!("Edited early, {run}."))
    }),
    ("one new", |subject, run| {
        let text = format!(
            "---\ntitle: New {run}\ndate: 2026-05-01\nservices: [checkout]\n---\n\n## Summary\n\nNew.\n"
        );
        fs::write(subject.content.join(format!("new-{run}.md")), text)
    }),
    ("a service described", |subject, run| {
        fs::create_dir_all(subject.content.join("services"))?;
        let text = format!("---\ntitle: Checkout\nsummary: Takes orders, {run}.\n---\n");
        fs::write(subject.content.join("services/checkout.md"), text)
    }),
    ("a template edited", |subject, run| edit_template(subject, run)),
];

/// All steps on one knowledge base. One that is not generated is copied before it is changed.
///
/// Every cold run has a new folder, and nothing is removed on the way: ext4 avoids inodes that were freed within the last
/// seconds, and looking for others makes each new file dearer than it is in real life.
pub fn measure(
    subject: &Subject,
    binary: &Path,
    out: &Path,
    runs: usize,
) -> Result<Vec<(&'static str, Cost)>, String> {
    let folder = |kind: &str, run: usize| out.join(format!("{}-{kind}-{run}", subject.files));
    let kept = subject.root.join(".lookback");
    let build = |run| {
        let mut command = Command::new(binary);
        command.args(["build", "-v", "--timings=json"]).arg(&subject.root);
        command.arg("-d").arg(folder("site", run)).stderr(Stdio::null());
        command
    };
    let copy = |run| {
        let mut command = Command::new("cp");
        command.arg("-r").args([folder("site", 0), folder("copy", run)]);
        command
    };
    if subject.is_ours {
        // To take another theme is another change than to edit it.
        let settings = "[book]\ntitle = \"Made up\"\n\n[output.html]\ntheme = \"bench\"\n";
        fs::write(subject.root.join("book.toml"), settings)
            .and_then(|()| edit_template(subject, runs))
            .map_err(|error| format!("could not write a theme: {error}"))?;
    }
    let cold = median(runs, |run| {
        remove(&kept)?;
        Ok(build(run))
    })?;
    let mut costs = vec![("cold", cold)];
    // What was written within the last two seconds is looked at again.
    let settle = || std::thread::sleep(std::time::Duration::from_millis(2_500));
    median(1, |_| Ok(build(0)))?;
    for (name, change) in CHANGES.iter().filter(|(name, _)| subject.is_ours || *name == "nothing changed") {
        let cost = median(runs, |run| {
            change(subject, run).map_err(|error| format!("could not make a change: {error}"))?;
            if *name == "nothing changed" {
                settle();
            }
            Ok(build(0))
        })?;
        costs.push((*name, cost));
    }
    costs.push(("cp -r of the site", median(runs, |run| Ok(copy(run)))?));
    if hugo::is_installed() {
        let set_up = out.join("hugo");
        hugo::prepare(&set_up).map_err(|error| format!("could not set up Hugo: {error}"))?;
        let hugo = |run| Ok(hugo::command(&set_up, &subject.content, &folder("hugo", run)));
        costs.push((HUGO, median(runs, hugo)?));
        if crate::bench_search::has_pagefind() {
            let pagefind = |run| {
                let mut command = Command::new("pagefind");
                command.arg("--site").arg(folder("hugo", run)).arg("--quiet");
                Ok(command)
            };
            costs.push((PAGEFIND, median(1, pagefind)?));
        }
    }
    Ok(costs)
}

/// A template that no other takes in.
fn edit_template(subject: &Subject, number: usize) -> std::io::Result<()> {
    let folder = subject.root.join("themes/bench/templates");
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("404.html"), format!("<!doctype html><title>Not there {number}</title>"))
}

fn append(path: &Path, text: &str) -> std::io::Result<()> {
    OpenOptions::new().append(true).open(path)?.write_all(text.as_bytes())
}

/// Puts a sentence behind the first heading, so that every word after it has another place.
fn insert_early(path: &Path, sentence: &str) -> std::io::Result<()> {
    let text = fs::read_to_string(path)?;
    let heading = if text.starts_with('#') { Some(0) } else { text.find("\n#").map(|at| at + 1) };
    let behind = heading.and_then(|at| Some(at + text[at..].find('\n')? + 1)).unwrap_or(text.len());
    fs::write(path, format!("{}\n{sentence}\n{}", &text[..behind], &text[behind..]))
}

/// A post-mortem in the middle of the folder of a year in the middle.
fn middle(content: &Path) -> std::io::Result<PathBuf> {
    let sorted = |folder: &Path| -> std::io::Result<Vec<PathBuf>> {
        let mut paths: Vec<PathBuf> =
            fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
        paths.sort();
        Ok(paths)
    };
    let years: Vec<PathBuf> = sorted(content)?.into_iter().filter(|path| path.is_dir()).collect();
    let year = years.get(years.len() / 2).cloned().unwrap_or_else(|| content.to_owned());
    let files = sorted(&year)?;
    files.get(files.len() / 2).cloned().ok_or_else(|| std::io::ErrorKind::NotFound.into())
}
