//! A knowledge base to search in, and what a reader does on the page of results.
//!
//! Before the engine has been built there is nothing to search with: then the tests say that they were skipped, and in CI
//! that is a failure.
#![allow(
    dead_code,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "each test program uses a part of it, on folders of its own, and says when it is skipped"
)]

use std::path::{Path, PathBuf};
use std::sync::Arc;

use headless_chrome::{Browser, Tab};

use crate::support::Base;
use crate::tabs::{chromium, evaluate, go, open, until};

pub const HOSTILE: &str = "<img src=x onerror=\"complaints.push('ran')\"> & <b>friends</b>";

/// Sixty incidents of four services, which share causes and words.
pub fn base() -> Base {
    let causes = ["cold cache", "expired certificate", "full disk"];
    let services = ["Checkout", "Login", "Mail", "Search"];
    let mut base = Base::new()
        .file("book.toml", "[book]\ntitle = \"Searched\"\n")
        .file("content/services/checkout.md", "---\nname: Checkout\n---\n\nTakes the money of a basket.\n")
        .file(
            "content/hostile.md",
            format!("---\ntitle: |-\n  {HOSTILE}\ndate: 2025-06-01\nseverity: sev1\n---\n\nA hostile basket, `{HOSTILE}`.\n"),
        );
    for number in 0..60 {
        let (cause, service) = (causes[number % 3], services[number % 4]);
        let (year, month, day) = (2020 + number / 12, number % 12 + 1, number % 28 + 1);
        let text = format!(
            "---\ntitle: Baskets were lost, number {number}\ndate: {year}-{month:02}-{day:02}\nseverity: sev{}\n\
             services: [{service}]\ncauses: [{cause}]\n---\n\n## Summary\n\nA basket was lost.\n\n{}\n\n\
             ## What went wrong\n\nThe quokka{number} of the {cause} met the connection pool.\n",
            number % 3 + 1,
            "Nothing of it matters here.\n\n".repeat(60),
        );
        base = base.file(&format!("content/{year}/incident-{number}.md"), text);
    }
    base.build().ok()
}

pub fn browser() -> Option<Browser> {
    let engine = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default/search/engine.wasm.gz");
    if !engine.exists() {
        assert!(std::env::var_os("CI").is_none(), "there is no engine");
        eprintln!("skipped: there is no engine");
        return None;
    }
    chromium()
}

pub fn site(base: &Base) -> PathBuf {
    base.path("site")
}

pub fn type_text(tab: &Tab, text: &str) {
    tab.type_str(text).unwrap();
}

pub fn press(tab: &Tab, key: &str) {
    tab.press_key(key).unwrap();
}

pub fn text(tab: &Tab, selector: &str) -> String {
    let found = evaluate(
        tab,
        &format!("document.querySelector({selector:?})?.innerText ?? 'there is no {selector}'"),
    );
    found.as_str().unwrap().to_owned()
}

/// The page of results of a query part of an address, when it has answered.
pub fn results(browser: &Browser, root: &str, query: &str) -> Arc<Tab> {
    let tab = open(browser);
    go(&tab, &format!("{root}search.html{query}"));
    until(
        &tab,
        "!document.getElementById('lb-search').hidden && /incident|page/.test(document.getElementById('lb-count').textContent)",
    );
    tab
}

/// Waits until the page has said how many there are.
#[track_caller]
pub fn counts(tab: &Tab, line: &str) {
    until(tab, &format!("document.getElementById('lb-count').textContent.startsWith({line:?})"));
}

pub fn titles(tab: &Tab) -> Vec<String> {
    let found = evaluate(
        tab,
        "JSON.stringify([...document.querySelectorAll('#lb-hits .t')].map(a => a.textContent))",
    );
    serde_json::from_str(found.as_str().unwrap()).unwrap()
}

#[track_caller]
pub fn no_complaints(tab: &Tab) {
    assert_eq!(evaluate(tab, "JSON.stringify(complaints)"), "[]");
}
