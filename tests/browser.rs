//! Pages in a real browser: served below a sub-path under a strict policy, and from disk.
//!
//! Without Chromium the tests say that they were skipped; in CI that is a failure.

mod support;

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use headless_chrome::protocol::cdp::Emulation::{SetDeviceMetricsOverride, SetEmulatedMedia};
use headless_chrome::protocol::cdp::Page::AddScriptToEvaluateOnNewDocument;
use headless_chrome::{Browser, LaunchOptions, Tab};
use serde_json::Value;
use support::program;

/// What every host can send along, and what the manual recommends.
const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";

/// Notes what the browser complains about.
const LISTEN: &str = "window.complaints = [];
    addEventListener('securitypolicyviolation', e => complaints.push('policy: ' + e.violatedDirective + ' ' + e.blockedURI));
    addEventListener('error', e => complaints.push('error: ' + (e.message || e.target.outerHTML)), true);";

fn chromium() -> Option<Browser> {
    let names = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    let Some(path) = names.iter().map(Path::new).find(|path| path.exists()) else {
        assert!(std::env::var_os("CI").is_none(), "there is no Chromium");
        eprintln!("skipped: there is no Chromium");
        return None;
    };
    let options = LaunchOptions {
        path: Some(path.to_owned()),
        sandbox: false,
        idle_browser_timeout: Duration::from_secs(120),
        args: ["--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
            .map(OsStr::new)
            .to_vec(),
        ..LaunchOptions::default()
    };
    Some(Browser::new(options).unwrap())
}

/// The sample knowledge base, built.
fn sample() -> tempfile::TempDir {
    let site = tempfile::tempdir().unwrap();
    let output = program().arg("build").arg(env!("CARGO_MANIFEST_DIR")).arg("-d").arg(site.path()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    site
}

/// One page of every kind that there is.
fn kinds(site: &Path) -> Vec<String> {
    let has = |path: &str| site.join(path).is_file();
    let first_in = |folder: &str| {
        let mut names: Vec<PathBuf> = std::fs::read_dir(site.join(folder)).unwrap().map(|entry| entry.unwrap().path()).collect();
        names.sort();
        format!("{folder}/{}", names[0].file_name().unwrap().to_string_lossy())
    };
    let mut pages: Vec<String> =
        ["index.html", "services.html", "causes.html", "teams.html", "tags.html", "years.html", "pages.html", "404.html"]
            .map(str::to_owned)
            .to_vec();
    pages.extend(["services", "causes", "teams", "tags", "years"].map(first_in));
    pages.extend(["2019/2019-07-02-cloudflare-regex.html", "pages/about.html"].map(str::to_owned));
    assert!(pages.iter().all(|page| has(page)), "{pages:?}");
    pages
}

/// Serves a folder below `/a/sub path/` at a port of its own until the process ends.
fn serve(site: &Path) -> String {
    let server = Arc::new(tiny_http::Server::http("127.0.0.1:0").unwrap());
    let port = server.server_addr().to_ip().unwrap().port();
    let root = site.to_owned();
    std::thread::spawn(move || {
        for request in server.incoming_requests() {
            let path = request.url().split(['?', '#']).next().unwrap_or_default();
            let path = percent_encoding::percent_decode_str(path).decode_utf8_lossy().into_owned();
            let file = path.strip_prefix("/a/sub path/").map(|path| root.join(path));
            let header = |name: &str, value: &str| tiny_http::Header::from_bytes(name, value).unwrap();
            let Some(bytes) = file.as_deref().and_then(|file| std::fs::read(file).ok()) else {
                let _ = request.respond(tiny_http::Response::empty(404));
                continue;
            };
            let kind = match path.rsplit('.').next() {
                Some("html") => "text/html; charset=utf-8",
                Some("css") => "text/css",
                Some("js") => "text/javascript",
                Some("svg") => "image/svg+xml",
                _ => "application/octet-stream",
            };
            let response = tiny_http::Response::from_data(bytes).with_header(header("Content-Type", kind));
            let _ = request.respond(response.with_header(header("Content-Security-Policy", POLICY)));
        }
    });
    format!("http://127.0.0.1:{port}/a/sub%20path/")
}

fn open(browser: &Browser) -> Arc<Tab> {
    let tab = browser.new_tab().unwrap();
    tab.set_default_timeout(Duration::from_secs(30));
    let listen = AddScriptToEvaluateOnNewDocument {
        source: LISTEN.into(),
        world_name: None,
        include_command_line_api: None,
        run_immediately: None,
    };
    tab.call_method(listen).unwrap();
    tab
}

fn go(tab: &Tab, url: &str) {
    tab.navigate_to(url).unwrap().wait_until_navigated().unwrap();
}

fn evaluate(tab: &Tab, script: &str) -> Value {
    tab.evaluate(script, true).unwrap().value.unwrap_or_default()
}

fn resize(tab: &Tab, width: u32) {
    let metrics = SetDeviceMetricsOverride {
        width,
        height: 900,
        device_scale_factor: 1.0,
        mobile: width < 600,
        scale: None,
        screen_width: None,
        screen_height: None,
        position_x: None,
        position_y: None,
        dont_set_visible_size: None,
        screen_orientation: None,
        viewport: None,
        display_feature: None,
        device_posture: None,
    };
    tab.call_method(metrics).unwrap();
}

#[test]
fn every_kind_of_page_keeps_the_policy_and_fits_every_width() {
    let Some(browser) = chromium() else { return };
    let site = sample();
    let tab = open(&browser);
    let roots = [serve(site.path()), format!("file://{}/", site.path().display())];
    for root in roots {
        for page in kinds(site.path()) {
            for width in [390, 768, 1440] {
                resize(&tab, width);
                go(&tab, &format!("{root}{page}"));
                let complaints = evaluate(&tab, "JSON.stringify(complaints)");
                assert_eq!(complaints, "[]", "{root}{page}");
                let over = evaluate(&tab, "document.documentElement.scrollWidth - innerWidth");
                assert!(over.as_f64().unwrap() <= 0.0, "{root}{page} is {over} px wider than {width}");
                let styled = evaluate(&tab, "getComputedStyle(document.querySelector('h1, .tally') ?? document.body).fontFamily !== ''");
                assert_eq!(styled, true);
            }
        }
    }
}

#[test]
fn the_choice_of_theme_is_remembered_from_page_to_page() {
    let Some(browser) = chromium() else { return };
    let site = sample();
    let root = serve(site.path());
    let tab = open(&browser);
    let dark = SetEmulatedMedia {
        media: None,
        features: Some(vec![headless_chrome::protocol::cdp::Emulation::MediaFeature {
            name: "prefers-color-scheme".into(),
            value: "dark".into(),
        }]),
    };
    tab.call_method(dark).unwrap();
    go(&tab, &format!("{root}index.html"));
    let background = "getComputedStyle(document.documentElement).backgroundColor";
    let at_night = evaluate(&tab, background);
    let choose = "const s = document.querySelector('footer select'); s.value = 'light'; s.dispatchEvent(new Event('change', { bubbles: true })); true";
    assert_eq!(evaluate(&tab, choose), true);
    let by_day = evaluate(&tab, background);
    assert_ne!(at_night, by_day);
    go(&tab, &format!("{root}services.html"));
    assert_eq!(evaluate(&tab, background), by_day);
    assert_eq!(evaluate(&tab, "document.querySelector('footer select').value"), "light");
}

#[test]
fn numbers_of_the_drawn_timeline_lead_to_its_lines() {
    let Some(browser) = chromium() else { return };
    let site = sample();
    let tab = open(&browser);
    go(&tab, &format!("file://{}/2019/2019-07-02-cloudflare-regex.html", site.path().display()));
    let targets = evaluate(
        &tab,
        "JSON.stringify([...document.querySelectorAll('.band a[href^=\"#t\"]')].map(a => !!document.querySelector(a.getAttribute('href'))))",
    );
    let targets: Vec<bool> = serde_json::from_str(targets.as_str().unwrap()).unwrap();
    assert!(targets.len() >= 5 && targets.iter().all(|found| *found), "{targets:?}");
    // Big enough for a finger.
    resize(&tab, 390);
    let smallest = evaluate(
        &tab,
        "Math.min(...[...document.querySelectorAll('.band a circle')].map(c => c.getBoundingClientRect().width))",
    );
    assert!(smallest.as_f64().unwrap() >= 24.0, "{smallest}");
}
