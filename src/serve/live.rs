//! Tells open pages what has changed, as server-sent events: no page asks again and again.
//!
//! A page says where it is and which version it shows. At once, and after each build, it is told
//!
//! - `built`: that there was a build, so that it can pass that on to pages of the browser that do not listen;
//! - `reload`, where more than its style sheets has changed;
//! - `styles`: `{"version": …, "styles": […]}`, where only these have;
//! - `state`: how the build went, as [`Told::for_page`], where that is new;
//! - `rest`: that it is to listen no more until it hears of a build, for others of its browser want to.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Response, StatusCode};
use axum::response::IntoResponse as _;
use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream;
use percent_encoding::percent_decode_str;
use tokio::sync::{Notify, watch};

use super::answer::Sent;
use super::fault::Told;
use super::listeners::ListenerSlots;
use super::page::{Change, RESERVED};
use super::site::Served;

const SCRIPT: &str = include_str!("live/live.js");
const STYLE: &str = include_str!("live/live.css");

/// So that proxies and browsers don't take a quiet preview for one that is gone.
const ALIVE: Duration = Duration::from_secs(15);

/// A file of the preview itself, by its path.
pub fn asset(path: &str) -> Option<Sent> {
    match path.strip_prefix(RESERVED)? {
        "live.js" => Some(Sent::bytes(StatusCode::OK, "text/javascript; charset=utf-8", SCRIPT)),
        "live.css" => Some(Sent::bytes(StatusCode::OK, "text/css; charset=utf-8", STYLE)),
        _ => None,
    }
}

/// One open page.
struct Listener {
    served: Arc<Served>,
    told: watch::Receiver<Arc<Told>>,
    /// Path of its address, percent-encoded.
    path: String,
    /// Path below the site.
    page: String,
    version: String,
    /// The last `state` that it was told.
    state: String,
    listener: Arc<Notify>,
    is_new: bool,
    has_ended: bool,
    waiting: VecDeque<Event>,
}

/// The events for the page that a query names.
pub fn listen(
    query: &str,
    served: Arc<Served>,
    told: watch::Receiver<Arc<Told>>,
    listeners: &ListenerSlots,
) -> Response<Body> {
    let value = |name: &str| {
        let mut pairs = form_urlencoded::parse(query.as_bytes());
        pairs.find(|(key, _)| key == name).map(|(_, value)| value.into_owned()).unwrap_or_default()
    };
    let path = value("page");
    let mut page = percent_decode_str(path.trim_start_matches('/')).decode_utf8_lossy().into_owned();
    if page.is_empty() || page.ends_with('/') {
        page.push_str("index.html");
    }
    let listener = Listener {
        served,
        told,
        path,
        page,
        version: value("version"),
        state: String::new(),
        listener: listeners.take(&value("browser")),
        is_new: true,
        has_ended: false,
        waiting: VecDeque::new(),
    };
    let events = stream::unfold(listener, |mut listener| async move {
        Some((Ok::<_, Infallible>(listener.next().await?), listener))
    });
    Sse::new(events).keep_alive(KeepAlive::new().interval(ALIVE)).into_response()
}

/// An event that says all by its name; browsers pass over those without data.
fn event(name: &str) -> Event {
    Event::default().event(name).data("{}")
}

impl Listener {
    /// The next event; `None` when the preview ends.
    async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.waiting.pop_front() {
                return Some(event);
            }
            if self.has_ended {
                return None;
            }
            if !std::mem::take(&mut self.is_new) {
                tokio::select! {
                    changed = self.told.changed() => changed.ok()?,
                    () = self.listener.notified() => {
                        self.has_ended = true;
                        return Some(event("rest"));
                    }
                }
                self.waiting.push_back(event("built"));
            }
            self.look().await;
        }
    }

    /// Compares what the page shows with what there is now.
    async fn look(&mut self) {
        let told = Arc::clone(&self.told.borrow_and_update());
        let (served, path) = (Arc::clone(&self.served), self.path.clone());
        let looked = tokio::task::spawn_blocking(move || served.version(&path));
        if let Ok(Some(now)) = looked.await {
            let change = now.since(&self.version);
            self.version = now.name();
            match change {
                Change::None => {}
                Change::Content => {
                    // It comes back, with the version that it gets, and is told the rest then.
                    self.waiting.push_back(event("reload"));
                    return;
                }
                Change::Styles => {
                    let data = serde_json::json!({ "version": now.name(), "styles": now.styles });
                    self.waiting.push_back(Event::default().event("styles").data(data.to_string()));
                }
            }
        }
        let state = told.for_page(&self.page);
        if state != self.state {
            self.waiting.push_back(Event::default().event("state").data(&state));
            self.state = state;
        }
    }
}
