//! What the page of results says where something is missing, damaged, late or forbidden.

#![expect(clippy::disallowed_methods, reason = "tests change folders")]

use std::fs;
use std::sync::Arc;

use crate::searching::*;
use crate::tabs::*;
use headless_chrome::protocol::cdp::Emulation::SetScriptExecutionDisabled;
use headless_chrome::protocol::cdp::Page::AddScriptToEvaluateOnNewDocument;
use headless_chrome::{Browser, Tab};

#[test]
fn what_stays_without_an_answer_is_asked_for_again() {
    let Some(browser) = browser() else { return };
    let base = base();
    let host = serve(&site(&base));
    let tab = results(&browser, &host.url, "");
    let _ = host.take_asked();
    host.change(|habits| habits.silent = 1);
    type_text(&tab, "quokka31");
    counts(&tab, "1 incident");
    let asked = host.take_asked();
    let pauses: Vec<_> = asked.windows(2).map(|pair| pair[1].at - pair[0].at).collect();
    assert!(pauses.iter().any(|pause| pause.as_secs() >= 10), "{asked:?}");
    no_complaints(&tab);
}

#[test]
fn a_tab_carries_on_with_the_index_of_a_newer_build() {
    let Some(browser) = browser() else { return };
    let base = base();
    let host = serve(&site(&base));
    let tab = results(&browser, &host.url, "?sort=oldest");
    let newer = "---\ntitle: Added later\ndate: 2026-02-02\n---\n\nThe quokka99 of the connection pool.\n";
    let base = base.file("content/2026/later.md", newer).without("content/2024").build().ok();
    type_text(&tab, "quokka99 connection");
    counts(&tab, "1 incident");
    assert_eq!(titles(&tab), ["Added later"]);
    no_complaints(&tab);
    drop(base);
}

/// Opens the page of results and waits until it tells a failure of this kind.
fn told(browser: &Browser, kind: &str, root: &str) -> Arc<Tab> {
    let tab = open(browser);
    go(&tab, &format!("{root}search.html?q=quokka31+pool"));
    until(&tab, &format!("document.querySelector('#lb-notes [data-kind]')?.dataset.kind === {kind:?}"));
    assert!(text(&tab, "#lb-notes").contains("These lists need no search"));
    tab
}

#[test]
fn a_manifest_that_cannot_be_used_is_told_with_what_to_do() {
    let Some(browser) = browser() else { return };
    let base = base();
    let manifest = site(&base).join("search/manifest.json");
    let kept = fs::read_to_string(&manifest).unwrap();
    let host = serve(&site(&base));
    let tab = {
        fs::remove_file(&manifest).unwrap();
        told(&browser, "no-manifest", &host.url)
    };
    fs::write(&manifest, "<!doctype html><title>Not found</title>").unwrap();
    told(&browser, "no-manifest", &host.url);
    fs::write(&manifest, kept.replace("\"format\":", "\"format\":9")).unwrap();
    told(&browser, "format", &host.url);
    fs::write(&manifest, &kept).unwrap();
    evaluate(&tab, "location.reload()");
    counts(&tab, "1 incident");
}

#[test]
fn chunks_that_are_damaged_or_missing_are_told_and_can_be_asked_for_again() {
    let Some(browser) = browser() else { return };
    let base = base();
    let entries = fs::read_dir(site(&base).join("search")).unwrap().map(|entry| entry.unwrap().path());
    let chunks = entries.filter(|path| path.extension().is_some_and(|ending| ending == "bin"));
    let chunks: Vec<_> = chunks.map(|path| (fs::read(&path).unwrap(), path)).collect();
    let mend = || chunks.iter().for_each(|(bytes, path)| fs::write(path, bytes).unwrap());
    // A host each, for a browser keeps what it has from one.
    for (kind, harm) in [("damaged", true), ("missing", false)] {
        let host = serve(&site(&base));
        for (bytes, path) in &chunks {
            if harm { fs::write(path, &bytes[..bytes.len() / 2]) } else { fs::remove_file(path) }.unwrap();
        }
        let tab = told(&browser, kind, &host.url);
        mend();
        evaluate(&tab, "document.querySelector('#lb-notes button').click()");
        counts(&tab, "1 incident");
    }
}

#[test]
fn what_keeps_the_engine_from_running_is_told() {
    let Some(browser) = browser() else { return };
    let base = base();
    let host = serve(&site(&base));
    host.change(|habits| habits.policy = Some("default-src 'self'; script-src 'self'".into()));
    told(&browser, "policy", &host.url);
    fs::remove_file(site(&base).join("search/offline.js")).unwrap();
    told(&browser, "no-offline", &from_disk(&site(&base)));
}

#[test]
fn without_script_the_page_says_so_and_leads_to_the_lists() {
    let Some(browser) = browser() else { return };
    let base = base();
    let host = serve(&site(&base));
    let tab = open(&browser);
    let plain = SetScriptExecutionDisabled { value: true };
    tab.call_method(plain).unwrap();
    go(&tab, &format!("{}search.html?q=basket", host.url));
    let note = tab.find_element("noscript .note").unwrap();
    assert!(note.get_box_model().unwrap().height > 0.0, "it is not shown");
    let page = tab.get_content().unwrap();
    assert!(page.contains("The search needs JavaScript") && page.contains("href=\"causes.html\""), "{page}");
}

/// Makes the hits of any answer lead to these addresses, in turn, as an index could that is not ours.
const FORGED: &str = r#"
    const ADDRESSES = ["x-test:go", "X-Test:go", " x-test:go", "x-\ttest:go", "//other.example/a.html", "/\\other.example/a", "\\\\other.example",
        "https://other.example/", "/above.html", "../above.html", "a/../../above.html", "%2e%2e/above.html", "2020/incident-0.html"];
    const parse = JSON.parse;
    JSON.parse = (text, ...rest) => {
        const value = parse(text, ...rest);
        value?.done?.hits?.forEach((hit, at) => {
            hit.url = ADDRESSES[at % ADDRESSES.length];
            hit.services?.forEach((service) => { service.url = ADDRESSES[at % ADDRESSES.length]; });
        });
        return value;
    };
"#;

#[test]
fn an_index_that_leads_out_of_the_site_leads_nowhere() {
    let Some(browser) = browser() else { return };
    let base = base();
    let host = serve(&site(&base));
    for root in [host.url.clone(), from_disk(&site(&base))] {
        let tab = open(&browser);
        tab.call_method(AddScriptToEvaluateOnNewDocument {
            source: FORGED.into(),
            world_name: None,
            include_command_line_api: None,
            run_immediately: None,
        })
        .unwrap();
        go(&tab, &format!("{root}search.html?q=basket"));
        until(&tab, "document.querySelectorAll('#lb-hits .t').length === 20");
        let links =
            "JSON.stringify([...document.querySelectorAll('#lb-hits a')].map(a => a.getAttribute('href')))";
        let links: Vec<String> = serde_json::from_str(evaluate(&tab, links).as_str().unwrap()).unwrap();
        // The one that is a page of the site is a link, as are its services and the causes of all.
        assert!(!links.is_empty() && links.iter().all(|link| link.starts_with(&root)), "{links:?}");
        let titles = "document.querySelectorAll('#lb-hits a.t').length + '/' + document.querySelectorAll('#lb-hits span.t').length";
        assert_eq!(evaluate(&tab, titles), "1/19");
        // In the dialog, what leads nowhere can be chosen and does nothing.
        go(&tab, &format!("{root}services.html"));
        press(&tab, "/");
        type_text(&tab, "basket");
        until(&tab, "document.querySelectorAll('#lb-found [role=option]').length >= 6");
        assert_eq!(evaluate(&tab, "document.querySelectorAll('#lb-found a[role=option]').length"), 0);
        press(&tab, "Enter");
        assert_eq!(evaluate(&tab, "location.href"), format!("{root}services.html").as_str());
        no_complaints(&tab);
    }
}
