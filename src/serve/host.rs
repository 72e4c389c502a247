//! The part that listens: requests in, answers out, in threads of its own.

use std::io;
use std::net::TcpListener;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{ALLOW, LOCATION};
use axum::http::{HeaderValue, Method, Response, StatusCode};
use tokio::runtime::Runtime;
use tokio::sync::watch;

use super::answer::{Packed, refusal, respond};
use super::fault::Told;
use super::gate::Gate;
use super::listeners::ListenerSlots;
use super::live;
use super::page::RESERVED;
use super::site::{Reply, Served};

/// Serves a site until it is dropped.
#[derive(Debug)]
pub struct Host {
    runtime: Option<Runtime>,
    served: Arc<Served>,
    tell: watch::Sender<Arc<Told>>,
}

/// What all answers need.
struct Shared {
    gate: Gate,
    served: Arc<Served>,
    told: watch::Receiver<Arc<Told>>,
    packed: Packed,
    listeners: ListenerSlots,
}

const FOREIGN: &str = "Lookback's preview answers only to names of this machine, such as localhost and 127.0.0.1.\n\
    To use another name, start it with --host and that name.\n";
const READS_ONLY: &str = "The preview can only be read.\n";
const NOTHING: &str = "There is nothing here.\n";

impl Host {
    /// Begins to serve at a listener.
    ///
    /// # Errors
    /// When no threads can be started.
    pub fn start(listener: TcpListener, gate: Gate, served: Served) -> io::Result<Self> {
        let (tell, told) = watch::channel(Arc::new(Told::default()));
        let served = Arc::new(served);
        let shared = Shared {
            gate,
            served: Arc::clone(&served),
            told,
            packed: Packed::default(),
            listeners: ListenerSlots::default(),
        };
        listener.set_nonblocking(true)?;
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        let service = Router::new().fallback(answer).with_state(Arc::new(shared));
        let listener = {
            let _inside = runtime.enter();
            tokio::net::TcpListener::from_std(listener)?
        };
        runtime.spawn(async move { axum::serve(listener, service).await });
        Ok(Self { runtime: Some(runtime), served, tell })
    }

    /// Tells all open pages how a build went.
    pub fn tell(&self, told: Told) {
        self.tell.send_replace(Arc::new(told));
    }

    /// Has all open pages look whether they have changed.
    pub fn tell_again(&self) {
        self.tell.send_modify(|_| {});
    }

    /// What is served.
    pub fn served(&self) -> &Served {
        &self.served
    }

    /// What they were told last.
    pub fn told(&self) -> Arc<Told> {
        Arc::clone(&self.tell.borrow())
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

async fn answer(State(shared): State<Arc<Shared>>, request: Request) -> Response<Body> {
    let (method, headers) = (request.method(), request.headers());
    if !shared.gate.admits(headers) {
        return refusal(StatusCode::FORBIDDEN, FOREIGN);
    }
    if !matches!(*method, Method::GET | Method::HEAD) {
        let mut refused = refusal(StatusCode::METHOD_NOT_ALLOWED, READS_ONLY);
        refused.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
        return refused;
    }
    let path = request.uri().path().to_owned();
    let query = request.uri().query().unwrap_or_default();
    if let Some(own) = path.strip_prefix(RESERVED) {
        if own == "live" && method == Method::GET {
            return live::listen(query, Arc::clone(&shared.served), shared.told.clone(), &shared.listeners);
        }
        return match live::asset(&path) {
            Some(sent) => respond(sent, method, headers, &shared.packed),
            None => refusal(StatusCode::NOT_FOUND, NOTHING),
        };
    }
    let (method, headers) = (method.clone(), headers.clone());
    let folder = format!("{path}/{}", if query.is_empty() { String::new() } else { format!("?{query}") });
    // Files are read and compressed where nobody else has to wait.
    let answered = tokio::task::spawn_blocking(move || match shared.served.get(&path) {
        Reply::Sent(sent) => respond(sent, &method, &headers, &shared.packed),
        Reply::AddSlash => moved(&folder),
    });
    answered
        .await
        .unwrap_or_else(|_| refusal(StatusCode::INTERNAL_SERVER_ERROR, "The preview failed to answer.\n"))
}

fn moved(to: &str) -> Response<Body> {
    let mut response = refusal(StatusCode::TEMPORARY_REDIRECT, "");
    if let Ok(to) = to.parse() {
        response.headers_mut().insert(LOCATION, to);
    }
    response
}
