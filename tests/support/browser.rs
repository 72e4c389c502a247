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
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use headless_chrome::protocol::cdp::Emulation::SetDeviceMetricsOverride;
use headless_chrome::protocol::cdp::Page::AddScriptToEvaluateOnNewDocument;
use headless_chrome::{Browser, LaunchOptions, Tab};
use serde_json::Value;

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
        idle_browser_timeout: Duration::from_secs(120),
        args: [
            "--disable-quic",
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

/// A folder that is served below `/a/sub path/` at a port of its own until the process ends.
pub struct Server {
    /// Address of the folder, with a slash at the end.
    pub root: String,
    habits: Arc<Mutex<Habits>>,
}

/// How a server behaves, and what it was asked for.
struct Habits {
    policy: String,
    delay: Duration,
    /// Paths below the folder, with the time at which each was asked for.
    asked: Vec<(String, Instant)>,
}

impl Server {
    pub fn new(site: &Path) -> Self {
        let server = tiny_http::Server::http("127.0.0.1:0").unwrap();
        let port = server.server_addr().to_ip().unwrap().port();
        let habits = Habits { policy: POLICY.into(), delay: Duration::ZERO, asked: Vec::new() };
        let habits = Arc::new(Mutex::new(habits));
        let (site, shared) = (site.to_owned(), Arc::clone(&habits));
        std::thread::spawn(move || {
            for request in server.incoming_requests() {
                let (site, habits) = (site.clone(), Arc::clone(&shared));
                // Each by itself, so that a delay holds up none but its own.
                std::thread::spawn(move || respond(request, &site, &habits));
            }
        });
        Self { root: format!("http://127.0.0.1:{port}/a/sub%20path/"), habits }
    }

    /// Sends another Content-Security-Policy from now on.
    pub fn set_policy(&self, policy: &str) {
        policy.clone_into(&mut self.habits.lock().unwrap().policy);
    }

    /// Lets every answer wait from now on.
    pub fn set_delay(&self, delay: Duration) {
        self.habits.lock().unwrap().delay = delay;
    }

    /// What was asked for since the last call: paths and times.
    pub fn take_asked(&self) -> Vec<(String, Instant)> {
        std::mem::take(&mut self.habits.lock().unwrap().asked)
    }
}

fn respond(request: tiny_http::Request, site: &Path, habits: &Mutex<Habits>) {
    let path = request.url().split(['?', '#']).next().unwrap_or_default();
    let path = percent_encoding::percent_decode_str(path).decode_utf8_lossy().into_owned();
    let below = path.strip_prefix("/a/sub path/");
    let (policy, delay) = {
        let mut habits = habits.lock().unwrap();
        habits.asked.push((below.unwrap_or(&path).to_owned(), Instant::now()));
        (habits.policy.clone(), habits.delay)
    };
    std::thread::sleep(delay);
    let header = |name: &str, value: &str| tiny_http::Header::from_bytes(name, value).unwrap();
    let Some(bytes) = below.and_then(|path| std::fs::read(site.join(path)).ok()) else {
        let _ = request.respond(tiny_http::Response::empty(404));
        return;
    };
    let kind = match path.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css",
        Some("js") => "text/javascript",
        Some("svg") => "image/svg+xml",
        Some("wasm") => "application/wasm",
        Some("json") => "application/json",
        _ => "application/octet-stream",
    };
    let response = tiny_http::Response::from_data(bytes).with_header(header("Content-Type", kind));
    let _ = request.respond(response.with_header(header("Content-Security-Policy", &policy)));
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
