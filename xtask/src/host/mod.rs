//! A static host for tests and measurements: serves a folder as hosts do, notes what it was asked for, and can be slow.

mod answer;
mod link;

use std::net::Ipv4Addr;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use tokio::net::TcpListener;
use tokio::runtime::Runtime;

use answer::Shared;
pub use answer::gzip;
pub use link::Link;

/// How the host behaves from now on.
#[derive(Debug, Clone, Default)]
pub struct Habits {
    /// Sent with everything as the Content-Security-Policy.
    pub policy: Option<String>,
    /// Seconds for which a browser may keep what it got; without it, browsers ask again.
    pub max_age: Option<u32>,
    /// What everything goes through; without it, as fast as it can be.
    pub link: Option<Link>,
    /// How many of the next requests get no answer at all.
    pub silent: u32,
}

/// A request.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Below the served folder, decoded; of anything else the whole path.
    pub path: String,
    pub at: Instant,
    /// Length of the answer's body, compressed where it was.
    pub bytes: usize,
}

/// Serves a folder at a port of its own until it is dropped.
pub struct Host {
    /// Address of the folder, with a slash at the end.
    pub url: String,
    shared: Arc<Shared>,
    runtime: Option<Runtime>,
}

impl Host {
    /// `below`: the path at which the folder is served, decoded, with a slash at both ends.
    ///
    /// # Errors
    /// When no port can be had.
    pub fn new(folder: &Path, below: &str, habits: Habits) -> std::io::Result<Self> {
        let shared = Arc::new(Shared::new(folder, below, habits));
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        let listener = runtime.block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, 0)))?;
        let port = listener.local_addr()?.port();
        let service = Router::new().fallback(answer::answer).with_state(Arc::clone(&shared));
        runtime.spawn(async move { axum::serve(listener, service).await });
        let below = utf8_percent_encode(below, ENCODED);
        Ok(Self { url: format!("http://127.0.0.1:{port}{below}"), shared, runtime: Some(runtime) })
    }

    /// Changes how it behaves from now on.
    pub fn change(&self, change: impl FnOnce(&mut Habits)) {
        change(&mut self.shared.state().habits);
    }

    /// What was asked for since the last call.
    pub fn take_asked(&self) -> Vec<Asked> {
        std::mem::take(&mut self.shared.state().asked)
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            // Browsers keep their connections open, and are not waited for.
            runtime.shutdown_background();
        }
    }
}

const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_');
