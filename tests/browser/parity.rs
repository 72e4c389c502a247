//! One engine, two surfaces: the terminal and the page give the same hits in the same order.
//!
//! In a real browser, served below a sub-path and from disk. Without Chromium the tests say that they were skipped; in CI
//! that is a failure.

use std::path::Path;
use std::time::Duration;

use crate::support::{Base, program};
use crate::tabs::{chromium, from_disk, go, open, serve};
use headless_chrome::Tab;
use serde_json::Value;

/// Asks all queries one after the other and gives, for each, the number of hits and the addresses of those shown.
const ASK_ALL: &str = "(async (queries) => {
    const form = document.getElementById('lb-ask'), field = form.querySelector('input');
    const results = document.getElementById('lb-results');
    const settled = async () => {
        const end = performance.now() + 60000;
        while (results.getAttribute('aria-busy') !== 'false') {
            if (performance.now() > end) throw new Error(`no answer to ${field.value}: ${document.querySelector('main').innerText}`);
            await new Promise((resolve) => setTimeout(resolve, 2));
        }
    };
    await settled();
    const answers = [];
    for (const query of queries) {
        field.value = query;
        form.requestSubmit();
        await settled();
        if (document.getElementById('lb-search').hidden) throw new Error('the search failed at ' + query);
        const root = new URL('./', form.action);
        answers.push([...document.querySelectorAll('#lb-hits a.t')].map((link) => {
            const url = new URL(link.href);
            return decodeURI(url.pathname.slice(root.pathname.length) + url.hash);
        }));
    }
    return JSON.stringify(answers);
})";

/// The sample knowledge base, in a folder of its own.
fn sample() -> Base {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let settings = lookback::core::files::read(&here.join("book.toml")).unwrap();
    let content = crate::support::files(&here.join("content")).into_iter();
    let base = Base::new().file("book.toml", settings);
    content.fold(base, |base, (path, bytes)| base.file(&format!("content/{path}"), bytes)).build().ok()
}

/// The addresses of the first hits, as the terminal gives them.
fn in_the_terminal(root: &Path, query: &str) -> Vec<String> {
    let mut command = program();
    command.args(["search", "--json", "--limit", "20", "--root"]).arg(root).args(["--", query]);
    let output = command.output().unwrap();
    assert_ne!(output.status.code(), Some(2), "{query}: {}", String::from_utf8_lossy(&output.stderr));
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    let url = |hit: &Value| {
        let url = hit["url"].as_str().unwrap();
        percent_encoding::percent_decode_str(url).decode_utf8().unwrap().into_owned()
    };
    answer["hits"].as_array().unwrap().iter().map(url).collect()
}

/// Some at a time, so that a machine that is busy has its time for each of them.
fn in_the_page(tab: &Tab, queries: &[String]) -> Vec<Vec<String>> {
    queries.chunks(20).flat_map(|queries| ask_in_the_page(tab, queries)).collect()
}

fn ask_in_the_page(tab: &Tab, queries: &[String]) -> Vec<Vec<String>> {
    let script = format!("{ASK_ALL}({})", serde_json::to_string(queries).unwrap());
    let answer = tab.evaluate(&script, true).unwrap();
    let text = answer.value.and_then(|value| value.as_str().map(str::to_owned));
    let text = text.unwrap_or_else(|| panic!("{:?}", answer.description));
    serde_json::from_str(&text).unwrap()
}

#[test]
fn the_page_answers_as_the_terminal_does() {
    let Some(browser) = chromium() else { return };
    let base = sample();
    let site = base.path("site");
    // A field of one line has no line ends, and neither has a query that is asked in it.
    let queries: Vec<String> =
        crate::support::parity::queries().into_iter().map(|query| query.replace(['\r', '\n'], "")).collect();
    assert!(queries.len() >= 200, "only {} queries", queries.len());
    let expected: Vec<Vec<String>> =
        queries.iter().map(|query| in_the_terminal(base.root(), query)).collect();
    let found = expected.iter().filter(|hits| !hits.is_empty()).count();
    assert!(found * 2 > queries.len(), "only {found} queries find anything");
    let host = serve(&site);
    for root in [host.url.clone(), from_disk(&site)] {
        let tab = open(&browser);
        tab.set_default_timeout(Duration::from_secs(180));
        go(&tab, &format!("{root}search.html"));
        let answers = in_the_page(&tab, &queries);
        for ((query, expected), answer) in queries.iter().zip(&expected).zip(&answers) {
            assert_eq!(answer, expected, "{query:?} at {root}");
        }
    }
}
