//! From a request to the file that it asks for.

use std::collections::HashMap;
use std::fs;
use std::io::Write as _;
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime};

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderName, Response, StatusCode, Uri, header};
use flate2::Compression;
use flate2::write::GzEncoder;
use percent_encoding::percent_decode_str;

use super::{Asked, Habits};

/// What all answers have in common.
pub(super) struct Shared {
    folder: PathBuf,
    below: String,
    state: Mutex<Current>,
    /// By file, length and time of its last change, so that nothing is compressed while somebody waits for it once more.
    packed: Mutex<HashMap<(PathBuf, u64, SystemTime), Bytes>>,
}

#[derive(Default)]
pub(super) struct Current {
    pub habits: Habits,
    pub asked: Vec<Asked>,
    busy_until: Option<Instant>,
}

impl Shared {
    pub fn new(folder: &Path, below: &str, habits: Habits) -> Self {
        Self {
            folder: folder.to_owned(),
            below: below.to_owned(),
            state: Mutex::new(Current { habits, ..Current::default() }),
            packed: Mutex::default(),
        }
    }

    pub fn state(&self) -> MutexGuard<'_, Current> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A file's bytes as they are sent; nothing where there is no such file.
    fn file(&self, path: &str, compress: bool) -> Option<Bytes> {
        let is_below = Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
        let file = self.folder.join(path);
        if !is_below {
            return None;
        }
        if !compress {
            return fs::read(file).ok().map(Bytes::from);
        }
        let data = fs::metadata(&file).ok()?;
        let key = (file, data.len(), data.modified().ok()?);
        let packed = || self.packed.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = packed().get(&key) {
            return Some(known.clone());
        }
        let bytes = Bytes::from(gzip(&fs::read(&key.0).ok()?));
        packed().insert(key, bytes.clone());
        Some(bytes)
    }

    /// Notes the request; how long its answer takes, and with what habits it is sent. Nothing where it gets no answer.
    fn note(&self, asked: Asked) -> Option<(Duration, Habits)> {
        let mut state = self.state();
        let Current { habits, asked: all, busy_until } = &mut *state;
        if habits.silent > 0 {
            habits.silent -= 1;
            all.push(asked);
            return None;
        }
        let wait = habits.link.map(|link| link.wait(asked.bytes, Instant::now(), busy_until));
        all.push(asked);
        Some((wait.unwrap_or_default(), habits.clone()))
    }
}

pub(super) async fn answer(State(shared): State<Arc<Shared>>, uri: Uri) -> Response<Body> {
    let at = Instant::now();
    let whole = percent_decode_str(uri.path()).decode_utf8_lossy().into_owned();
    let below = whole.strip_prefix(&shared.below).map(str::to_owned);
    let (kind, compress) = kind(&whole);
    let bytes = match below.clone() {
        Some(path) => {
            let shared = Arc::clone(&shared);
            let read = tokio::task::spawn_blocking(move || shared.file(&path, compress));
            read.await.ok().flatten()
        }
        None => None,
    };
    let length = bytes.as_ref().map_or(0, Bytes::len);
    let asked = Asked { path: below.unwrap_or(whole), at, bytes: length };
    let Some((wait, habits)) = shared.note(asked) else {
        // Until the browser gives it up.
        return std::future::pending().await;
    };
    tokio::time::sleep(wait).await;
    respond(bytes, kind, compress, &habits)
}

fn respond(bytes: Option<Bytes>, kind: &str, compress: bool, habits: &Habits) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    let Some(bytes) = bytes else {
        *response.status_mut() = StatusCode::NOT_FOUND;
        return response;
    };
    let mut send = |name: HeaderName, value: &str| {
        response.headers_mut().insert(name, value.parse().expect("a header that can be sent"));
    };
    send(header::CONTENT_TYPE, kind);
    if compress {
        send(header::CONTENT_ENCODING, "gzip");
    }
    if let Some(seconds) = habits.max_age {
        send(header::CACHE_CONTROL, &format!("max-age={seconds}"));
    }
    if let Some(policy) = &habits.policy {
        send(header::CONTENT_SECURITY_POLICY, policy);
    }
    *response.body_mut() = Body::from(bytes);
    response
}

/// The type of a file by its name, and whether hosts compress such.
fn kind(path: &str) -> (&'static str, bool) {
    match path.rsplit('.').next() {
        Some("html") => ("text/html; charset=utf-8", true),
        Some("css") => ("text/css", true),
        Some("js") => ("text/javascript", true),
        Some("json") => ("application/json", true),
        Some("svg") => ("image/svg+xml", true),
        Some("wasm") => ("application/wasm", true),
        _ => ("application/octet-stream", false),
    }
}

/// As hosts do it.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::new(6));
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("memory can be written to")
}
