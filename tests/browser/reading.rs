//! What helps to read a page: contents that follow, copying, keys, diagrams; and that it costs little.
#![allow(clippy::disallowed_methods, reason = "tests read and change a site as a host has it")]

use std::path::Path;
use std::time::Duration;

use crate::support::{Base, program};
use crate::tabs::{chromium, evaluate, from_disk, go, open, resize, serve, until};
use headless_chrome::Tab;
use xtask::host::{Habits, Host, Link, gzip};

/// A page of the sample that has everything.
const PAGE: &str = "2019/2019-07-02-cloudflare-regex.html";

fn sample() -> tempfile::TempDir {
    let site = tempfile::tempdir().unwrap();
    let output =
        program().arg("build").arg(env!("CARGO_MANIFEST_DIR")).arg("-d").arg(site.path()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    site
}

/// Presses a key on whatever has the focus.
fn press(tab: &Tab, key: &str, with: &str) {
    let event =
        format!("new KeyboardEvent('keydown', {{ key: '{key}', bubbles: true, cancelable: true, {with} }})");
    evaluate(tab, &format!("(document.activeElement ?? document.body).dispatchEvent({event}); true"));
}

#[test]
fn contents_follow_the_reading() {
    let Some(browser) = chromium() else { return };
    let site = sample();
    let tab = open(&browser);
    resize(&tab, 1440);
    go(&tab, &format!("{}{PAGE}", from_disk(site.path())));
    let scroll = |id: &str| {
        evaluate(
            &tab,
            &format!(
                "scrollTo({{ top: document.getElementById('{id}').offsetTop - 20, behavior: 'instant' }})"
            ),
        );
        until(
            &tab,
            &format!(
                "document.querySelector('.toc [aria-current=location]')?.getAttribute('href') === '#{id}'"
            ),
        );
    };
    scroll("root-cause");
    scroll("impact");
    evaluate(&tab, "scrollTo({ top: document.body.scrollHeight, behavior: 'instant' })");
    until(&tab, "document.querySelector('.toc li:last-child a').ariaCurrent === 'location'");
    assert_eq!(evaluate(&tab, "document.querySelectorAll('.toc [aria-current]').length"), 1);
}

#[test]
fn code_and_addresses_of_headings_are_copied() {
    let Some(browser) = chromium() else { return };
    let site = sample();
    let tab = open(&browser);
    go(&tab, &format!("{}{PAGE}", from_disk(site.path())));
    evaluate(&tab, "navigator.clipboard.writeText = async (text) => { window.pasted = text; }");
    evaluate(&tab, "document.querySelector('.code > .copy').click()");
    until(&tab, "window.pasted === document.querySelector('.code > pre').textContent");
    until(&tab, "document.querySelector('body > [role=status]').textContent === 'Code copied'");
    evaluate(&tab, "document.querySelector('#impact > .hash').click()");
    until(&tab, "window.pasted === location.href && location.hash === '#impact'");
    // Lines of the timeline have addresses too.
    assert_eq!(evaluate(&tab, "document.querySelector('#t3 > .no').getAttribute('href')"), "#t3");
}

#[test]
fn keys_lead_to_places_and_leave_fields_and_commands_alone() {
    let Some(browser) = chromium() else { return };
    let site = sample();
    let tab = open(&browser);
    let host = serve(site.path());
    let root = &host.url;
    go(&tab, &format!("{root}{PAGE}"));
    let is_open = "document.getElementById('lb-keys').open";
    evaluate(&tab, "document.querySelector('.mast input').focus({ preventScroll: true })");
    press(&tab, "?", "");
    assert_eq!(evaluate(&tab, is_open), false, "somebody is writing");
    evaluate(&tab, "document.activeElement.blur()");
    press(&tab, "?", "ctrlKey: true");
    assert_eq!(evaluate(&tab, is_open), false, "the browser's own command");
    press(&tab, "?", "");
    assert_eq!(evaluate(&tab, is_open), true);
    press(&tab, "j", "");
    press(&tab, "/", "");
    assert_eq!(evaluate(&tab, "document.getElementById('lb-find').open"), false, "a dialog is open");
    // Whoever speaks to the computer can switch single keys off.
    evaluate(&tab, "document.querySelector('#lb-keys input').click()");
    evaluate(&tab, "document.getElementById('lb-keys').close()");
    press(&tab, "?", "");
    assert_eq!(evaluate(&tab, is_open), false, "keys are off");
    go(&tab, &format!("{root}{PAGE}"));
    press(&tab, "/", "");
    assert_eq!(evaluate(&tab, "document.getElementById('lb-find').open"), false, "they stay off");
    evaluate(&tab, "document.getElementById('lb-keys-open').click()");
    evaluate(&tab, "document.querySelector('#lb-keys input').click()");
    evaluate(&tab, "document.getElementById('lb-keys').close()");
    let later = evaluate(&tab, "document.querySelector('.pn [rel=next]').href");
    press(&tab, "j", "");
    until(&tab, &format!("location.href === {later}"));
    press(&tab, "g", "");
    press(&tab, "s", "");
    until(&tab, "location.pathname.endsWith('/services.html')");
    assert_eq!(evaluate(&tab, "complaints.length"), 0);
}

#[test]
fn the_page_for_lost_addresses_works_at_any_depth() {
    let Some(browser) = chromium() else { return };
    let base = Base::small().build().ok();
    let site = base.path("site");
    // As a host does that shows it for an address below folders.
    for folder in ["", "2031/", "2031/may/"] {
        std::fs::create_dir_all(site.join(folder)).unwrap();
        std::fs::copy(site.join("404.html"), site.join(folder).join("lost.html")).ok();
    }
    let tab = open(&browser);
    let host = serve(&site);
    for folder in ["", "2031/", "2031/may/"] {
        go(&tab, &format!("{}{folder}lost.html", host.url));
        until(&tab, &format!("document.querySelector('.brand').href === '{}index.html'", host.url));
        until(&tab, "getComputedStyle(document.querySelector('.mast')).display === 'flex'");
        until(&tab, "!document.getElementById('lb-theme-choice').hidden");
        assert_eq!(evaluate(&tab, "document.querySelectorAll('.copy').length"), 0);
    }
}

/// Stands in for the real library: one diagram is drawn, one is a mistake.
const LIBRARY: &str = "globalThis.mermaid = {
    initialize(settings) { this.settings = settings; },
    async render(id, text) {
        if (text.includes('wrong')) throw new Error('Parse error on line 1:\\nand more');
        return { svg: `<svg viewBox=\"0 0 10 10\" data-theme=\"${this.settings.theme}\" data-level=\"${this.settings.securityLevel}\"><text>${text.length}</text></svg>` };
    },
};";

const DIAGRAMS: &str = "---\ntitle: A queue\ndate: 2024-05-01\n---\n\n## What happened\n\n```mermaid\ngraph LR\n```\n\n```mermaid\nwrong\n```\n";

#[test]
fn diagrams_are_drawn_by_the_library_that_is_named() {
    let base = Base::small()
        .file("book.toml", "[output.html]\nmermaid = \"vendor/mermaid.min.js\"\n")
        .file("vendor/mermaid.min.js", LIBRARY)
        .file("content/diagrams.md", DIAGRAMS)
        .build()
        .ok();
    let site = base.path("site");
    let page = base.read("site/diagrams.html");
    assert!(page.contains("data-library=\"assets/mermaid.min-"), "{page}");
    assert!(!base.read("site/index.html").contains("mermaid"), "only where there is a diagram");
    let Some(browser) = chromium() else { return };
    let tab = open(&browser);
    let host = serve(&site);
    go(&tab, &format!("{}diagrams.html", host.url));
    until(
        &tab,
        "document.querySelectorAll('.diagram').length === 1 && document.querySelectorAll('.undrawn').length === 1",
    );
    assert_eq!(evaluate(&tab, "document.querySelector('.drawing svg').dataset.level"), "strict");
    assert_eq!(evaluate(&tab, "document.querySelector('.drawing svg').dataset.theme"), "neutral");
    assert_eq!(
        evaluate(&tab, "document.querySelector('.diagram details pre').textContent.trim()"),
        "graph LR"
    );
    let said = "document.querySelector('.undrawn').textContent";
    assert_eq!(evaluate(&tab, said), "This diagram could not be drawn: Parse error on line 1.");
    evaluate(&tab, "document.documentElement.dataset.theme = 'dark'");
    until(&tab, "document.querySelector('.drawing svg').dataset.theme === 'dark'");
    assert_eq!(evaluate(&tab, "complaints.length"), 0);
}

#[test]
fn without_a_library_diagrams_are_shown_as_they_are_written() {
    let base = Base::small().file("content/diagrams.md", DIAGRAMS).build().ok();
    let page = base.read("site/diagrams.html");
    assert!(page.contains("<pre class=\"mermaid\"") && !page.contains("data-library"), "{page}");
    let found = base.files("site/assets");
    assert!(!found.keys().any(|name| name.contains("diagrams")), "{:?}", found.keys());
}

#[test]
fn a_library_that_is_missing_is_reported() {
    Base::small()
        .file("book.toml", "[output.html]\nmermaid = \"vendor/mermaid.min.js\"\n")
        .run(&["build"])
        .exits(2)
        .warns("missing-file")
        .warns("vendor/mermaid.min.js")
        .warns("`mermaid`");
}

/// Our style sheet and script, compressed, in bytes.
const MOST_ASSETS: usize = 40 * 1024;
/// What a page has besides what its author wrote, in bytes: the drawing, contents and related lists are part of it.
const MOST_AROUND: usize = 15_000;
/// What is on every page of a site: head, navigation, foot and dialogs, in bytes.
const MOST_ON_ALL: usize = 6_000;

#[test]
fn a_page_is_light() {
    let site = sample();
    let page = std::fs::read_to_string(site.path().join(PAGE)).unwrap();
    let assets = std::fs::read_dir(site.path().join("assets")).unwrap();
    let sizes = assets.filter_map(|asset| {
        let path = asset.unwrap().path();
        let name = path.file_name()?.to_string_lossy().into_owned();
        let is_loaded = page.contains(&format!("href=\"../assets/{name}"))
            || page.contains(&format!("src=\"../assets/{name}"));
        is_loaded.then(|| (name, gzip(&std::fs::read(&path).unwrap()).len()))
    });
    let sizes: Vec<(String, usize)> = sizes.collect();
    let sum: usize = sizes.iter().map(|(_, size)| size).sum();
    assert!(sizes.len() >= 3 && sum <= MOST_ASSETS, "{sizes:?}");
    // The text, and the front matter as it is shown.
    let written = part(&page, "<article", "</article>") + part(&page, "<dl class=\"facts\"", "</dl>");
    let around = page.len() - written;
    assert!(around <= MOST_AROUND, "{around} bytes around what was written");
    let on_all = page.len() - part(&page, "<main", "</main>");
    assert!(on_all <= MOST_ON_ALL, "{on_all} bytes that all pages have");
}

/// Bytes of the first part of a page that begins and ends so.
fn part(page: &str, from: &str, to: &str) -> usize {
    let start = page.find(from).unwrap_or_default();
    page[start..].find(to).unwrap_or_default()
}

#[test]
fn lists_say_each_incident_once_and_briefly() {
    let site = sample();
    for name in ["index.html", "actions/all.html", "services/cloudflare-edge.html"] {
        let page = std::fs::read_to_string(site.path().join(name)).unwrap();
        // Signs and dates stand for hundreds of lines: their shapes are in the style sheet.
        assert!(!page.contains("class=\"mk"), "{name}");
        assert!(!page.contains("datetime=\"2"), "{name}");
    }
}

/// Shifts of the layout, long tasks and the first paint, in milliseconds, as the browser measured them.
const MEASURE: &str = "new Promise((done) => {
    const seen = { shift: 0, long: 0, paint: 0 };
    const watch = (type, take) => new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true });
    watch('layout-shift', (entry) => { seen.shift += entry.value; });
    watch('longtask', () => { seen.long += 1; });
    watch('paint', (entry) => { if (entry.name === 'first-contentful-paint') seen.paint = entry.startTime; });
    setTimeout(() => done(JSON.stringify(seen)), 1000);
})";

#[test]
fn a_page_appears_soon_and_stays_where_it_is() {
    let Some(browser) = chromium() else { return };
    let site = sample();
    // What measuring programs call a slow connection of the fourth generation.
    let link = Link { latency: Duration::from_millis(150), bytes_per_second: Some(200_000) };
    let habits = Habits { policy: Some(crate::tabs::POLICY.into()), link: Some(link), ..Habits::default() };
    let host = Host::new(Path::new(site.path()), "/", habits).unwrap();
    let is_quick =
        |said: &serde_json::Value| said["long"] == 0 && said["paint"].as_f64().is_some_and(|at| at < 1500.0);
    for page in [PAGE, "index.html", "insights.html"] {
        // A machine that does other things as well disturbs it; one undisturbed run in three shows what the page can do.
        let mut seen = Vec::new();
        for width in [1440, 390, 1440] {
            let tab = open(&browser);
            resize(&tab, width);
            go(&tab, &format!("{}{page}", host.url));
            let said = evaluate(&tab, MEASURE);
            let said: serde_json::Value = serde_json::from_str(said.as_str().unwrap()).unwrap();
            assert!(
                said["shift"].as_f64().unwrap() < 0.001,
                "the layout of {page} shifts at {width} px: {said}"
            );
            seen.push(said);
            let _ = tab.close(true);
        }
        assert!(seen.iter().any(is_quick), "{page}: {seen:?}");
    }
}
