//! Chromium, for measuring.

use std::ffi::OsStr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use headless_chrome::{Browser, LaunchOptions, Tab};

/// A browser with nothing in its cache.
pub fn launch() -> Result<Browser, String> {
    let names = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    let path = names.iter().map(Path::new).find(|path| path.exists()).ok_or("there is no Chromium")?;
    let options = LaunchOptions {
        path: Some(path.to_owned()),
        sandbox: false,
        idle_browser_timeout: Duration::from_secs(600),
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
    Browser::new(options).map_err(|error| format!("could not start Chromium: {error}"))
}

/// A page, loaded to its end.
pub fn open(browser: &Browser, url: &str) -> Result<Arc<Tab>, String> {
    let tab = browser.new_tab().map_err(|error| error.to_string())?;
    tab.set_default_timeout(Duration::from_secs(600));
    tab.navigate_to(url)
        .and_then(|tab| tab.wait_until_navigated())
        .map_err(|error| format!("could not open {url}: {error}"))?;
    Ok(tab)
}

/// The text that a script gives, once it is done.
pub fn evaluate(tab: &Tab, script: &str) -> Result<String, String> {
    let answer = tab.evaluate(script, true).map_err(|error| error.to_string())?;
    let text = answer.value.as_ref().and_then(|value| value.as_str().map(str::to_owned));
    text.ok_or_else(|| answer.description.unwrap_or_else(|| "the script gave no text".into()))
}
