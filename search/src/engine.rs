//! The engine as a host uses it: the terminal, tests, and the page by way of WebAssembly.
//!
//! It reads nothing by itself. It says which chunks of the published index it needs, is given their bytes, and is asked
//! again: first for the core, then for what a query needs, which are at most two rounds.

use std::fmt;
use std::io;

use crate::answer::answer;
use crate::opened::Opened;
use crate::pack::{ChunkError, OpenError, Reader};
use crate::request::Request;
use crate::response::{Response, Step};

/// A published index, and what has been read of it.
pub struct Engine {
    reader: Reader,
    /// Once the core is there.
    opened: Option<Opened>,
}

/// Why a request can't be answered although all chunks are there.
#[derive(Debug)]
pub struct SearchError(String);

impl fmt::Display for SearchError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "the search index can't be read: {}", self.0)
    }
}

impl std::error::Error for SearchError {}

/// Why [`Engine::answer`] has no answer.
#[derive(Debug)]
pub enum AnswerError {
    Search(SearchError),
    Chunk(ChunkError),
    /// From the function that fetches chunks.
    Fetch(io::Error),
}

impl fmt::Display for AnswerError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Search(error) => error.fmt(out),
            Self::Chunk(error) => error.fmt(out),
            Self::Fetch(error) => error.fmt(out),
        }
    }
}

impl std::error::Error for AnswerError {}

impl Engine {
    /// Begins with the text of `manifest.json`.
    ///
    /// # Errors
    /// When it is no manifest, or one of another format.
    pub fn open(manifest: &[u8]) -> Result<Self, OpenError> {
        Ok(Self { reader: Reader::open(manifest)?, opened: None })
    }

    /// Names of the chunks that every request needs and that are not there yet.
    pub fn core(&self) -> Vec<String> {
        self.reader.wanted_core()
    }

    /// Names of the chunks that are worth reading before anything is asked; no answer depends on them.
    pub fn ahead(&self) -> Vec<String> {
        self.reader.ahead()
    }

    /// Takes in the bytes of a chunk's file.
    ///
    /// # Errors
    /// When they are not that chunk, whole and unaltered; it can be provided again.
    pub fn provide(&mut self, name: &str, bytes: &[u8]) -> Result<(), ChunkError> {
        self.reader.provide(name, bytes)
    }

    /// Answers a request, or says which chunks are needed for it.
    ///
    /// # Errors
    /// When the index contradicts itself.
    pub fn run(&mut self, request: &Request) -> Result<Step, SearchError> {
        let Some(contents) = self.reader.contents() else {
            return Ok(Step::Need(self.reader.wanted_core()));
        };
        let opened = match &mut self.opened {
            Some(opened) => opened,
            none => {
                let language = &self.reader.manifest().language;
                let opened = contents.segment().and_then(|segment| {
                    Opened::new(&segment, contents.rare(), contents.tables.clone(), language)
                });
                none.insert(opened.map_err(|error| SearchError(error.to_string()))?)
            }
        };
        let text = |doc| match request.brief.then(|| contents.heading(doc)).flatten() {
            Some(heading) => Ok(heading),
            None => contents.text(doc),
        };
        match answer(opened, request, text) {
            Ok(response) => {
                self.reader.trim();
                Ok(Step::Done(Box::new(response)))
            }
            Err(error) => {
                let missing = self.reader.take_missing();
                if missing.is_empty() { Err(SearchError(error.to_string())) } else { Ok(Step::Need(missing)) }
            }
        }
    }

    /// Answers a request, reading chunks by `fetch`, which is given their names.
    ///
    /// # Errors
    /// When a chunk can't be fetched or is damaged, or the index contradicts itself.
    pub fn answer(
        &mut self,
        request: &Request,
        mut fetch: impl FnMut(&str) -> io::Result<Vec<u8>>,
    ) -> Result<Response, AnswerError> {
        loop {
            match self.run(request).map_err(AnswerError::Search)? {
                Step::Done(response) => return Ok(*response),
                Step::Need(names) => {
                    for name in names {
                        let bytes = fetch(&name).map_err(AnswerError::Fetch)?;
                        self.provide(&name, &bytes).map_err(AnswerError::Chunk)?;
                    }
                }
            }
        }
    }
}
