//! `cargo xtask bench-search`: what searching costs a build, a link and a reader, beside Pagefind where it is installed.

mod browser;
mod pagefind;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::Value;
use xtask::host::{Asked, Habits, Host, Link, gzip};

use crate::bench;
use crate::measure::{self, Cost};

pub use pagefind::is_installed as has_pagefind;

const DRIVER: &str = include_str!("dialog.js");

/// 10 Mbit/s, 40 ms.
const SLOW: Link = Link { latency: Duration::from_millis(40), bytes_per_second: Some(1_250_000) };

#[derive(Debug)]
pub struct Options {
    size: usize,
    corpus: Option<PathBuf>,
}

impl Options {
    pub fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut options = Self { size: 10_000, corpus: None };
        while let Some(name) = arguments.next() {
            let value = arguments.next().ok_or_else(|| format!("{name} needs a value"))?;
            match name.as_str() {
                "--size" => {
                    options.size =
                        value.parse().map_err(|_| format!("--size: {value} is not a number above 0"))?;
                }
                "--corpus" => options.corpus = Some(value.into()),
                _ => return Err(format!("{name} is not known\n\n{}", crate::USAGE)),
            }
        }
        Ok(options)
    }
}

pub fn run(options: &Options) -> Result<(), String> {
    let binary = bench::build_binary()?;
    let scratch = bench::target().join("bench");
    let root = match &options.corpus {
        Some(root) => root.clone(),
        None => bench::generated(&scratch, options.size)?.root,
    };
    let site = scratch.join("search-site");
    bench::remove(&site)?;
    let build = building(&binary, &root, &site)?;
    println!("{}", costs(&build, &site)?);

    let queries = queries(&binary, &root)?;
    let host = serve(&site)?;
    println!("{}", readers(&host, &queries)?);
    if pagefind::is_installed() {
        println!("{}", pagefind::report(&site, &queries)?);
    } else {
        println!("Pagefind is not on the path, so nothing is compared with it.");
    }
    bench::remove(&site)
}

/// As many hosts do: what a browser has got, it may keep for a while.
fn serve(site: &Path) -> Result<Host, String> {
    let habits = Habits { max_age: Some(600), ..Habits::default() };
    Host::new(site, "/", habits).map_err(|error| format!("could not serve: {error}"))
}

fn building(binary: &Path, root: &Path, site: &Path) -> Result<Cost, String> {
    let mut command = Command::new(binary);
    command.args(["build", "--quiet", "--timings=json"]).arg(root).arg("-d").arg(site);
    measure::run(&mut command)
}

/// Time of the stage, and bytes by kind.
fn costs(build: &Cost, site: &Path) -> Result<String, String> {
    let stages: Value = serde_json::from_str(&build.stdout).map_err(|error| error.to_string())?;
    let size = |path: &Path| fs::metadata(path).map(|data| data.len()).unwrap_or_default();
    let listed = |folder: &Path| -> Result<Vec<PathBuf>, String> {
        let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        Ok(entries.flatten().map(|entry| entry.path()).collect())
    };
    let search = listed(&site.join("search"))?;
    let of = |ending: &str| {
        let files = search.iter().filter(|path| path.extension().is_some_and(|found| found == ending));
        files.fold((0, 0), |(count, bytes), path| (count + 1, bytes + size(path)))
    };
    let engine = listed(&site.join("assets"))?
        .into_iter()
        .find(|path| path.extension().is_some_and(|ending| ending == "wasm"));
    let engine = engine.ok_or("the site has no engine")?;
    let packed = gzip(&fs::read(&engine).map_err(|error| error.to_string())?).len();
    let ((chunks, bytes), (scripts, script_bytes)) = (of("bin"), of("js"));
    Ok(format!(
        "## The index\n\nWhole build {:.2} s, {:.2} s of CPU, {} MiB; of that {} s of indexing and, beside it, comparing incidents.\n\
         Engine {} KB, gzipped {} KB. Index {chunks} chunks, {:.1} MB; for use from disk {scripts} scripts, {:.1} MB.\n",
        build.wall.as_secs_f64(),
        build.cpu.as_secs_f64(),
        build.peak >> 20,
        stages["insight and index"],
        size(&engine) / 1000,
        packed / 1000,
        bytes as f64 / 1e6,
        script_bytes as f64 / 1e6,
    ))
}

/// Two words from each of 40 titles, at even distances.
fn queries(binary: &Path, root: &Path) -> Result<Vec<String>, String> {
    let mut command = Command::new(binary);
    command.args(["export", "--quiet", "--format", "ndjson"]).arg(root);
    let titles: Vec<String> = measure::run(&mut command)?
        .stdout
        .lines()
        .filter_map(|line| serde_json::from_str::<Value>(line).ok()?["title"].as_str().map(str::to_owned))
        .collect();
    let step = (titles.len() / 40).max(1);
    let words = |title: &String| -> Option<String> {
        let long: Vec<&str> =
            title.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 3).collect();
        (long.len() > 1).then(|| format!("{} {}", long[0], long[long.len() - 1]).to_lowercase())
    };
    let mut queries: Vec<String> = titles.iter().step_by(step).filter_map(words).collect();
    queries.dedup();
    queries.truncate(40);
    if queries.len() < 5 {
        return Err("too few titles to search for".into());
    }
    Ok(queries)
}

/// What readers wait for.
fn readers(host: &Host, queries: &[String]) -> Result<String, String> {
    let page = format!("{}index.html", host.url);
    let number = |text: String| text.parse::<f64>().map_err(|error| error.to_string());

    // From a cold cache on a slow link: typed at once, and three seconds after the field had the focus.
    let mut first = Vec::new();
    for pause in [0, 3_000] {
        let chromium = browser::launch()?;
        let tab = browser::open(&chromium, &page)?;
        browser::evaluate(&tab, &format!("{DRIVER}; 'ready'"))?;
        host.change(|habits| habits.link = Some(SLOW));
        let _ = host.take_asked();
        let script = format!("lookbackMeasure.first({}, {pause}).then(String)", quoted(&queries[0]));
        let took = number(browser::evaluate(&tab, &script)?)?;
        let mut sent = host.take_asked();
        if pause > 0 {
            let key = Instant::now() - Duration::from_secs_f64(took / 1000.0);
            sent.retain(|asked| asked.at > key);
        }
        first.push((took, sent));
        host.change(|habits| habits.link = None);
    }

    // Each new query of a reader, the index being as far as the ones before left it; then the same ones again, warm.
    let chromium = browser::launch()?;
    let tab = browser::open(&chromium, &page)?;
    browser::evaluate(&tab, &format!("{DRIVER}; 'ready'"))?;
    browser::evaluate(&tab, &format!("lookbackMeasure.first({}, 0).then(String)", quoted(&queries[0])))?;
    let _ = host.take_asked();
    let (mut later, mut new) = (Vec::new(), Vec::new());
    for query in &queries[1..] {
        let script = format!("lookbackMeasure.whole({}).then(String)", quoted(query));
        new.push(number(browser::evaluate(&tab, &script)?)?);
        later.push(total(&host.take_asked()) as f64 / 1000.0);
    }
    let mut warm = Vec::new();
    for query in queries.iter().take(15) {
        let script =
            format!("lookbackMeasure.type({}).then((times) => JSON.stringify(times))", quoted(query));
        // The first time brings the chunks of all beginnings.
        browser::evaluate(&tab, &script)?;
        let times: Vec<f64> =
            serde_json::from_str(&browser::evaluate(&tab, &script)?).map_err(|error| error.to_string())?;
        warm.extend(times);
    }
    let tasks: Vec<f64> =
        serde_json::from_str(&browser::evaluate(&tab, "JSON.stringify(lookbackMeasure.tasks)")?)
            .map_err(|error| error.to_string())?;
    let list = |sent: &[Asked]| format!("{} KB in {} requests", total(sent) / 1000, sent.len());
    Ok(format!(
        "## Readers\n\n| | |\n|---|---|\n\
         | first result, cold, 10 Mbit/s and 40 ms, from the first key | {:.0} ms, {} |\n\
         | the same, three seconds after the field had the focus | {:.0} ms, {} from the first key on |\n\
         | later new queries, on the wire | median {:.0} KB, p95 {:.0} KB |\n\
         | later new queries, until painted | median {:.0} ms, p95 {:.0} ms |\n\
         | each key, warm, until painted ({} keys) | median {:.1} ms, p95 {:.1} ms |\n\
         | tasks over 50 ms on the main thread | {} |\n",
        first[0].0,
        list(&first[0].1),
        first[1].0,
        list(&first[1].1),
        percentile(&mut later.clone(), 50),
        percentile(&mut later, 95),
        percentile(&mut new.clone(), 50),
        percentile(&mut new, 95),
        warm.len(),
        percentile(&mut warm.clone(), 50),
        percentile(&mut warm, 95),
        tasks.len(),
    ))
}

/// Bytes of all answers.
fn total(sent: &[Asked]) -> usize {
    sent.iter().map(|asked| asked.bytes).sum()
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

/// Nearest rank.
fn percentile(values: &mut [f64], percent: usize) -> f64 {
    values.sort_by(f64::total_cmp);
    values[(values.len() * percent).div_ceil(100).saturating_sub(1)]
}
