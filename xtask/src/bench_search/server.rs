//! A static host for measuring: compresses what hosts compress, counts the bytes that it sends, and can be slow.

use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use tiny_http::{Header, Request, Response, Server};

/// A link that everything goes through.
#[derive(Debug, Clone, Copy)]
pub struct Link {
    /// From a request to the first byte of its answer.
    pub latency: Duration,
    pub bytes_per_second: u64,
}

/// Something that was sent.
#[derive(Debug, Clone)]
pub struct Sent {
    pub path: String,
    pub bytes: usize,
}

#[derive(Default)]
struct State {
    sent: Vec<Sent>,
    link: Option<Link>,
    /// When the link will have sent all that was given to it.
    busy_until: Option<Instant>,
}

/// Serves a folder until the process ends.
pub struct Host {
    pub url: String,
    state: Arc<Mutex<State>>,
}

impl Host {
    pub fn new(root: PathBuf) -> Result<Self, String> {
        let server = Server::http("127.0.0.1:0").map_err(|error| format!("could not serve: {error}"))?;
        let port = server.server_addr().to_ip().map_or(0, |address| address.port());
        let server = Arc::new(server);
        let state = Arc::new(Mutex::new(State::default()));
        // As many at once as a browser asks for, and a few more.
        for _ in 0..12 {
            let (server, state, root) = (Arc::clone(&server), Arc::clone(&state), root.clone());
            std::thread::spawn(move || {
                for request in server.incoming_requests() {
                    answer(request, &root, &state);
                }
            });
        }
        Ok(Self { url: format!("http://127.0.0.1:{port}/"), state })
    }

    /// From now on everything goes through `link`; `None` is as fast as it can be.
    pub fn throttle(&self, link: Option<Link>) {
        self.state().link = link;
    }

    /// What was sent since the last call.
    pub fn take(&self) -> Vec<Sent> {
        std::mem::take(&mut self.state().sent)
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

fn answer(request: Request, root: &Path, state: &Mutex<State>) {
    let path = request.url().split(['?', '#']).next().unwrap_or_default().trim_start_matches('/').to_owned();
    let Ok(bytes) = std::fs::read(root.join(&path)) else {
        let _ = request.respond(Response::empty(404));
        return;
    };
    let (kind, compress) = match path.rsplit('.').next() {
        Some("html") => ("text/html; charset=utf-8", true),
        Some("css") => ("text/css", true),
        Some("js") => ("text/javascript", true),
        Some("json") => ("application/json", true),
        Some("svg") => ("image/svg+xml", true),
        Some("wasm") => ("application/wasm", true),
        _ => ("application/octet-stream", false),
    };
    let bytes = if compress { gzip(&bytes) } else { bytes };
    let wait = {
        let mut state = state.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        state.sent.push(Sent { path, bytes: bytes.len() });
        state.link.map(|link| {
            let now = Instant::now();
            let start =
                state.busy_until.filter(|busy| *busy > now + link.latency).unwrap_or(now + link.latency);
            let end = start + Duration::from_secs_f64(bytes.len() as f64 / link.bytes_per_second as f64);
            state.busy_until = Some(end);
            end - now
        })
    };
    if let Some(wait) = wait {
        std::thread::sleep(wait);
    }
    let header = |name: &str, value: &str| Header::from_bytes(name, value).expect("the header is valid");
    let length = bytes.len();
    let mut headers = vec![header("Content-Type", kind), header("Cache-Control", "max-age=600")];
    if compress {
        headers.push(header("Content-Encoding", "gzip"));
    }
    let _ = request.respond(Response::new(200.into(), headers, Cursor::new(bytes), Some(length), None));
}

/// As hosts do it.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(6));
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("memory can be written to")
}
