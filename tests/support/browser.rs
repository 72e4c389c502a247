//! Pages in a real browser, served below a sub-path under a strict policy.
//!
//! Without Chromium the tests say that they were skipped; in CI that is a failure.
#![allow(
    dead_code,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "each test program uses a part of it, on folders of its own, and says when it is skipped"
)]

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use headless_chrome::protocol::cdp::Emulation::{MediaFeature, SetDeviceMetricsOverride, SetEmulatedMedia};
use headless_chrome::protocol::cdp::Page::AddScriptToEvaluateOnNewDocument;
use headless_chrome::{Browser, LaunchOptions, Tab};
use serde_json::Value;
use xtask::host::{Habits, Host};

/// What every host can send along, and what the manual recommends.
pub const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// Notes what the browser complains about.
const LISTEN: &str = "window.complaints = [];
    addEventListener('securitypolicyviolation', e => complaints.push('policy: ' + e.violatedDirective + ' ' + e.blockedURI));
    addEventListener('error', e => complaints.push('error: ' + (e.message || e.target.outerHTML)), true);";

/// Longest time in which something is expected to happen; debug builds on a busy machine are slow.
const PATIENCE: Duration = Duration::from_secs(30);

pub fn chromium() -> Option<Browser> {
    let names = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    let Some(path) = names.iter().map(Path::new).find(|path| path.exists()) else {
        assert!(std::env::var_os("CI").is_none(), "there is no Chromium");
        eprintln!("skipped: there is no Chromium");
        return None;
    };
    let options = LaunchOptions {
        path: Some(path.to_owned()),
        sandbox: false,
        idle_browser_timeout: Duration::from_secs(600),
        args: [
            "--disable-quic",
            // Containers have little of the memory that pages would share.
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ]
        .map(OsStr::new)
        .to_vec(),
        ..LaunchOptions::default()
    };
    Some(Browser::new(options).unwrap())
}

/// The text of axe-core, which looks for what keeps people from using a page; `LOOKBACK_AXE` says where it is.
pub fn axe() -> Option<String> {
    let Some(path) = std::env::var_os("LOOKBACK_AXE") else {
        assert!(std::env::var_os("CI").is_none(), "LOOKBACK_AXE does not say where axe-core is");
        eprintln!("skipped: LOOKBACK_AXE does not say where axe.min.js is (npm install axe-core)");
        return None;
    };
    Some(std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
}

/// Makes the browser say that its user prefers this: `("prefers-color-scheme", "dark")`.
pub fn prefer(tab: &Tab, features: &[(&str, &str)]) {
    let feature =
        |(name, value): &(&str, &str)| MediaFeature { name: (*name).into(), value: (*value).into() };
    let features = Some(features.iter().map(feature).collect());
    tab.call_method(SetEmulatedMedia { media: None, features }).unwrap();
}

/// Serves a folder below a path that has to be encoded, under the policy.
pub fn serve(site: &Path) -> Host {
    let habits = Habits { policy: Some(POLICY.into()), ..Habits::default() };
    Host::new(site, "/a/sub path/", habits).unwrap()
}

/// The address of a folder that is opened from disk, with a slash at the end.
pub fn from_disk(site: &Path) -> String {
    format!("file://{}/", site.display())
}

/// The first file of a folder by name, as a path below `site`.
pub fn first_in(site: &Path, folder: &str) -> String {
    let entries = std::fs::read_dir(site.join(folder)).unwrap();
    let mut names: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    names.sort();
    format!("{folder}/{}", names[0].file_name().unwrap().to_string_lossy())
}

pub fn open(browser: &Browser) -> Arc<Tab> {
    let tab = browser.new_tab().unwrap();
    tab.set_default_timeout(PATIENCE);
    let listen = AddScriptToEvaluateOnNewDocument {
        source: LISTEN.into(),
        world_name: None,
        include_command_line_api: None,
        run_immediately: None,
    };
    tab.call_method(listen).unwrap();
    tab
}

pub fn go(tab: &Tab, url: &str) {
    tab.navigate_to(url).unwrap().wait_until_navigated().unwrap();
}

pub fn evaluate(tab: &Tab, script: &str) -> Value {
    tab.evaluate(script, true).unwrap().value.unwrap_or_default()
}

/// Waits until a condition of the page holds. A page that is being left has no answer, and is asked again.
#[track_caller]
pub fn until(tab: &Tab, condition: &str) {
    let since = Instant::now();
    let holds = || tab.evaluate(condition, true).ok().and_then(|found| found.value);
    while holds() != Some(Value::Bool(true)) {
        if since.elapsed() > PATIENCE {
            let page = evaluate(tab, "document.querySelector('main').innerText");
            panic!("it never came true that {condition} in\n{}", page.as_str().unwrap_or_default());
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

pub fn resize(tab: &Tab, width: u32) {
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
