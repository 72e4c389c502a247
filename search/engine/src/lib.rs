//! The search engine as the page sees it: JSON goes in and comes out, and errors are thrown as JSON.
//!
//! The page makes an `Engine` from the manifest, provides the chunks that `core` names, and runs requests; where `run`
//! asks for more chunks, the page fetches and provides them, and runs the same request again.

use std::fmt::Display;

use lookback_search::pack::{ChunkError, OpenError};
use serde::Serialize;
use serde_json::json;
use wasm_bindgen::prelude::wasm_bindgen;

/// A published index, and what has been read of it.
#[wasm_bindgen]
pub struct Engine(lookback_search::Engine);

#[wasm_bindgen]
impl Engine {
    /// Begins with the text of `manifest.json`. Throws `format` for an index of another version, else `damaged`.
    #[wasm_bindgen(constructor)]
    pub fn new(manifest: &str) -> Result<Self, String> {
        lookback_search::Engine::open(manifest.as_bytes()).map(Self).map_err(|error| {
            let kind = if matches!(error, OpenError::Format(_)) { "format" } else { "damaged" };
            thrown(kind, &error)
        })
    }

    /// Names of the chunks that every request needs and that are not there yet: an array.
    pub fn core(&self) -> String {
        to_json(&self.0.core())
    }

    /// Names of the chunks that are worth reading before anything is asked: an array. No answer depends on them.
    pub fn ahead(&self) -> String {
        to_json(&self.0.ahead())
    }

    /// Takes in the bytes of a chunk's file. Throws `damaged`, or `foreign` for a name that the index does not have.
    pub fn provide(&mut self, name: &str, bytes: &[u8]) -> Result<(), String> {
        self.0.provide(name, bytes).map_err(|error| {
            let kind = if error == ChunkError::Foreign { "foreign" } else { "damaged" };
            thrown(kind, &error)
        })
    }

    /// Answers a request: `{"need": [names of chunks]}` or `{"done": {…}}`. Throws `request` for what is none, and
    /// `damaged` when the index contradicts itself.
    pub fn run(&mut self, request: &str) -> Result<String, String> {
        let request = serde_json::from_str(request).map_err(|error| thrown("request", &error))?;
        self.0.run(&request).map(|step| to_json(&step)).map_err(|error| thrown("damaged", &error))
    }
}

/// What a script catches: `{"kind": …, "message": …}`.
fn thrown(kind: &str, error: &impl Display) -> String {
    json!({ "kind": kind, "message": error.to_string() }).to_string()
}

/// Writing to memory fails only for maps whose keys are not strings, and answers have none.
fn to_json(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}
