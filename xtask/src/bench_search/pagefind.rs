//! Pagefind on the same pages, by its API in the same browser.

use std::path::Path;
use std::process::{Command, Stdio};

use super::{SLOW, browser, percentile, quoted, serve, total};
use crate::measure;

/// Whether there is one.
pub fn is_installed() -> bool {
    Command::new("pagefind").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
}

/// A search with what a list of ten results shows.
const SEARCH: &str = "globalThis.lookbackPagefind ??= import('/pagefind/pagefind.js');
    (async (query) => {
        const since = performance.now();
        const pagefind = await lookbackPagefind;
        const { results } = await pagefind.search(query);
        await Promise.all(results.slice(0, 10).map((result) => result.data()));
        return String(performance.now() - since);
    })";

pub fn report(site: &Path, queries: &[String]) -> Result<String, String> {
    let mut command = Command::new("pagefind");
    command.arg("--site").arg(site).args(["--quiet"]);
    let cost = measure::run(&mut command)?;
    let host = serve(site)?;
    let page = format!("{}index.html", host.url);
    let ask = |tab: &headless_chrome::Tab, query: &str| -> Result<f64, String> {
        let script = format!("{SEARCH}({})", quoted(query));
        browser::evaluate(tab, &script)?.parse::<f64>().map_err(|error| error.to_string())
    };
    let chromium = browser::launch()?;
    let tab = browser::open(&chromium, &page)?;
    host.change(|habits| habits.link = Some(SLOW));
    let _ = host.take_asked();
    let first = ask(&tab, &queries[0])?;
    let sent = host.take_asked();
    host.change(|habits| habits.link = None);
    let (mut later, mut new, mut again) = (Vec::new(), Vec::new(), Vec::new());
    for query in &queries[1..] {
        new.push(ask(&tab, query)?);
        later.push(total(&host.take_asked()) as f64 / 1000.0);
    }
    for query in &queries[1..] {
        again.push(ask(&tab, query)?);
    }
    Ok(format!(
        "## Pagefind\n\nIndexing {:.1} s, {:.1} s of CPU, {} MiB.\n\n| | |\n|---|---|\n\
         | first ten results, cold, 10 Mbit/s and 40 ms | {first:.0} ms, {} KB in {} requests |\n\
         | later new queries, on the wire | median {:.0} KB, p95 {:.0} KB |\n\
         | later new queries, not painted | median {:.0} ms, p95 {:.0} ms |\n\
         | the same again | median {:.1} ms, p95 {:.1} ms |\n",
        cost.wall.as_secs_f64(),
        cost.cpu.as_secs_f64(),
        cost.peak >> 20,
        total(&sent) / 1000,
        sent.len(),
        percentile(&mut later.clone(), 50),
        percentile(&mut later, 95),
        percentile(&mut new.clone(), 50),
        percentile(&mut new, 95),
        percentile(&mut again.clone(), 50),
        percentile(&mut again, 95),
    ))
}
