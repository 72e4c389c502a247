//! The preview in a real browser: pages follow what is written, and say what is wrong.
#![expect(clippy::disallowed_methods, reason = "tests look at files")]

use std::fs;
use std::time::{Duration, Instant};

use crate::previewing::Preview;
use crate::support::Base;
use crate::tabs::{chromium, evaluate, go, open, resize, until};

const CACHE: &str = "/2024/2024-01-02-cache.html";
const POST: &str = "content/2024/2024-01-02-cache.md";

/// A post-mortem that is longer than a screen.
fn base() -> Base {
    let base = Base::small();
    let long =
        "\n\n## Background\n\nA paragraph that takes some room.\n".to_owned() + &"\nOne more.\n".repeat(80);
    let text = base.read(POST) + &long;
    base.file(POST, text)
}

fn save(base: &Base, from: &str, to: &str) {
    fs::write(base.path(POST), base.read(POST).replace(from, to)).unwrap();
}

/// An expression about the elements that the preview adds.
fn added(expression: &str) -> String {
    format!("(root => {expression})(document.querySelector('lookback-live')?.shadowRoot)")
}

#[test]
fn an_open_page_shows_what_is_saved_where_it_was_read() {
    let Some(browser) = chromium() else { return };
    let base = base();
    let preview = Preview::start(base.root(), &[]);
    let tab = open(&browser);
    resize(&tab, 1000);
    let other = open(&browser);
    go(&other, &preview.url("/services/mail.html"));
    evaluate(&other, "window.same = true");
    tab.activate().unwrap();
    go(&tab, &preview.url(CACHE));
    until(&tab, "document.readyState === 'complete'");
    evaluate(&tab, "scrollTo({top: 900, behavior: 'instant'})");
    until(&tab, "scrollY === 900");
    let top = "document.getElementById('background').getBoundingClientRect().top";
    let before = evaluate(&tab, top).as_f64().unwrap();
    let since = Instant::now();
    save(&base, "It was cold.", "It was cold.\n\nMore came in above.\n\nAnd more.");
    until(&tab, "document.body.innerText.includes('More came in above.')");
    assert!(since.elapsed() < Duration::from_secs(5), "{:?}", since.elapsed());
    // What was read stays where it was, though there is more above it.
    until(&tab, &format!("Math.abs({top} - ({before})) < 2"));
    assert!(evaluate(&tab, "scrollY").as_f64().unwrap() > 900.0);
    assert_eq!(evaluate(&other, "window.same"), true, "nothing of this page has changed");
    // A page that goes away, and comes back.
    let text = base.read(POST);
    let base = base.without(POST);
    until(
        &tab,
        "document.title.includes('404') || document.body.innerText.includes('No page has this address')",
    );
    let base = base.file(POST, text);
    until(&tab, "document.body.innerText.includes('More came in above.')");
    assert_eq!(evaluate(&tab, "JSON.stringify(complaints)"), "[]");
    drop(base);
}

#[test]
fn style_sheets_are_swapped_in_place() {
    let Some(browser) = chromium() else { return };
    let settings = "[book]\ntitle = \"Small\"\n[output.html]\nadditional-css = [\"extra.css\"]\n";
    let base = base().file("extra.css", "body { outline: 3px solid }").file("book.toml", settings);
    let preview = Preview::start(base.root(), &[]);
    let tab = open(&browser);
    go(&tab, &preview.url(CACHE));
    evaluate(&tab, "window.same = true");
    let base = base.file("extra.css", "body { outline: 7px solid }");
    until(&tab, "getComputedStyle(document.body).outlineWidth === '7px'");
    assert_eq!(evaluate(&tab, "window.same"), true, "the page was not loaded again");
    until(&tab, "document.querySelectorAll('link[rel~=stylesheet]').length === 2");
    drop(base);
}

#[test]
fn a_build_that_fails_is_shown_over_the_page_until_it_is_mended() {
    let Some(browser) = chromium() else { return };
    let base = base();
    let preview = Preview::start(base.root(), &[]);
    let tab = open(&browser);
    go(&tab, &preview.url(CACHE));
    let base = base.file("book.toml", "[book]\ntitle = \"Small\"\ntimezone = \"Mars/Olympus\"\n");
    until(&tab, &added("!!root?.querySelector('dialog[open][role=alertdialog]')"));
    let text = evaluate(&tab, &added("root.querySelector('dialog').innerText"));
    for part in
        ["could not be built", "Mars/Olympus is not a time zone", "book.toml:3:", "timezone = ", "IANA"]
    {
        assert!(text.as_str().unwrap().contains(part), "{part} is not in {text}");
    }
    until(&tab, &added("root.activeElement?.tagName === 'BUTTON'"));
    tab.press_key("Escape").unwrap();
    until(&tab, &added("!root.querySelector('dialog') && !!root.querySelector('.badge')"));
    // From the badge it can be had back; mended, both go away by themselves.
    evaluate(&tab, &added("root.querySelector('.badge').click()"));
    until(&tab, &added("!!root.querySelector('dialog[open]')"));
    let base = base.file("book.toml", "[book]\ntitle = \"Small\"\n");
    until(&tab, &added("!root?.querySelector('dialog, .badge')"));
    drop(base);
}

#[test]
fn errors_of_files_are_a_badge_that_opens_a_list_with_the_own_ones_first() {
    let Some(browser) = chromium() else { return };
    let base = base().file("content/2024/a.md", "---\ntitle: [\n---\n\nOdd.\n");
    let preview = Preview::start(base.root(), &[]);
    let tab = open(&browser);
    go(&tab, &preview.url(CACHE));
    until(&tab, &added("root?.querySelector('.badge')?.innerText.includes('1 error')"));
    save(&base, "severity: sev2", "severity: [sev2");
    until(&tab, &added("root?.querySelector('.badge')?.innerText.includes('2 errors')"));
    evaluate(&tab, &added("root.querySelector('.badge').click()"));
    until(&tab, &added("root.querySelector('.panel').matches(':popover-open')"));
    let text = evaluate(&tab, &added("root.querySelector('.panel').innerText"));
    let text = text.as_str().unwrap();
    let place = |part: &str| text.find(part).unwrap_or_else(|| panic!("{part} is not in {text}"));
    assert!(
        place("On this page") < place("2024-01-02-cache.md") && place("2024-01-02-cache.md") < place("a.md:")
    );
    save(&base, "severity: [sev2", "severity: sev2");
    let base = base.without("content/2024/a.md");
    until(&tab, &added("!root?.querySelector('.badge')"));
    drop(base);
}

#[test]
fn a_page_finds_a_preview_that_was_started_again() {
    let Some(browser) = chromium() else { return };
    let base = base();
    let first = Preview::start(base.root(), &[]);
    let port = first.at.rsplit(':').next().unwrap().to_owned();
    let tab = open(&browser);
    go(&tab, &first.url(CACHE));
    until(&tab, "document.readyState === 'complete'");
    drop(first);
    save(&base, "It was cold.", "It was changed meanwhile.");
    let second = Preview::start(base.root(), &["--port", &port]);
    until(&tab, "document.body.innerText.includes('It was changed meanwhile.')");
    drop(second);
}

#[test]
fn more_pages_than_a_browser_has_connections_all_follow() {
    let Some(browser) = chromium() else { return };
    let base = base();
    let preview = Preview::start(base.root(), &[]);
    let tabs: Vec<_> = (0..9).map(|_| open(&browser)).collect();
    for tab in &tabs {
        go(tab, &preview.url(CACHE));
    }
    for word in ["frosty", "icy"] {
        let text = base.read(POST);
        let text = text
            .replace("It was cold.", "It was frosty.")
            .replace("It was frosty.", &format!("It was {word}."));
        fs::write(base.path(POST), text).unwrap();
        for tab in &tabs {
            tab.activate().unwrap();
            until(tab, &format!("document.body.innerText.includes('It was {word}.')"));
        }
    }
}
