//! Answers as a static host gives them: types, entity tags, parts of files, compression, a page for what is not there.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::ops::RangeInclusive;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::UNIX_EPOCH;

use axum::body::{Body, Bytes};
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{Method, Response, StatusCode};
use flate2::Compression;
use flate2::write::GzEncoder;
use futures_util::stream;
use http_range_header::{EndPosition, StartPosition, SyntacticallyCorrectRange};
use sha2::{Digest, Sha256};

/// Files up to this many bytes are read at once.
const SMALL: u64 = 1 << 20;
/// Bytes of larger ones that are read at a time.
const PIECE: usize = 64 << 10;
/// What is shorter does not get shorter.
const WORTHWHILE: usize = 512;
/// Compressed bytes that are kept.
const KEPT: usize = 32 << 20;

/// What is sent, before anybody asked for a part of it.
#[derive(Debug)]
pub struct Sent {
    pub status: StatusCode,
    /// As a header has it.
    pub kind: String,
    /// Without quotes; another for every other sequence of bytes.
    pub tag: String,
    pub content: Content,
}

/// Where the bytes are.
#[derive(Debug)]
pub enum Content {
    Bytes(Bytes),
    File { file: File, length: u64 },
}

impl Sent {
    /// Bytes that were made for this.
    pub fn bytes(status: StatusCode, kind: &str, bytes: impl Into<Bytes>) -> Self {
        let bytes = bytes.into();
        let tag = Sha256::digest(&bytes).iter().take(12).map(|byte| format!("{byte:02x}")).collect();
        Self { status, kind: kind.to_owned(), tag, content: Content::Bytes(bytes) }
    }

    /// A file as it is. Its tag is made of its length and its time: the files of a site are written only when they change.
    ///
    /// # Errors
    /// When it can't be read.
    pub fn file(mut file: File, kind: String) -> io::Result<Self> {
        let data = file.metadata()?;
        let since = data.modified()?.duration_since(UNIX_EPOCH).unwrap_or_default();
        let tag = format!("{:x}-{:x}", data.len(), since.as_nanos());
        let content = if data.len() <= SMALL {
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes)?;
            Content::Bytes(bytes.into())
        } else {
            Content::File { file, length: data.len() }
        };
        Ok(Self { status: StatusCode::OK, kind, tag, content })
    }

    fn length(&self) -> u64 {
        match &self.content {
            Content::Bytes(bytes) => bytes.len() as u64,
            Content::File { length, .. } => *length,
        }
    }
}

/// Compressed bytes by their tag, so that nothing is compressed twice while somebody waits.
#[derive(Debug, Default)]
pub struct Packed(Mutex<HashMap<String, Bytes>>);

impl Packed {
    /// What is sent, compressed; `None` where that gains nothing.
    fn of(&self, sent: &Sent) -> Option<Bytes> {
        match &sent.content {
            Content::Bytes(bytes) if bytes.len() >= WORTHWHILE => self.gzip(&sent.tag, bytes),
            _ => None,
        }
    }

    fn gzip(&self, tag: &str, bytes: &[u8]) -> Option<Bytes> {
        if let Some(known) = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(tag) {
            return Some(known.clone());
        }
        let mut encoder = GzEncoder::new(Vec::new(), Compression::new(4));
        let packed = Bytes::from(encoder.write_all(bytes).and_then(|()| encoder.finish()).ok()?);
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.values().map(Bytes::len).sum::<usize>() + packed.len() > KEPT {
            kept.clear();
        }
        kept.insert(tag.to_owned(), packed.clone());
        Some(packed)
    }
}

/// The answer to a request. Only `GET` and `HEAD` are answered with it.
pub fn respond(sent: Sent, method: &Method, asked: &HeaderMap, packed: &Packed) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = sent.status;
    let headers = response.headers_mut();
    for (name, value) in COMMON {
        headers.insert(name, HeaderValue::from_static(value));
    }
    let is_whole = sent.status == StatusCode::OK;
    let part = if is_whole && method == Method::GET { part(&sent, asked) } else { Wanted::Whole };
    let can_pack = super::kind::is_compressed(&sent.kind);
    if can_pack {
        headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    }
    set(headers, header::CONTENT_TYPE, &sent.kind);
    let length = sent.length();
    let packed =
        (can_pack && part == Wanted::Whole && accepts_gzip(asked)).then(|| packed.of(&sent)).flatten();
    let Sent { mut tag, mut content, .. } = sent;
    if let Some(short) = packed {
        set(headers, header::CONTENT_ENCODING, "gzip");
        tag.push_str("-gzip");
        content = Content::Bytes(short);
    }
    let tag = format!("\"{tag}\"");
    if is_whole {
        set(headers, header::ETAG, &tag);
        set(headers, header::ACCEPT_RANGES, "bytes");
        if is_known(&tag, asked) {
            headers.remove(header::CONTENT_TYPE);
            headers.remove(header::CONTENT_ENCODING);
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            return response;
        }
    }
    match part {
        Wanted::Whole => {}
        Wanted::None => {
            set(headers, header::CONTENT_RANGE, &format!("bytes */{length}"));
            headers.remove(header::CONTENT_TYPE);
            *response.status_mut() = StatusCode::RANGE_NOT_SATISFIABLE;
            return response;
        }
        Wanted::Some(ref range) => {
            set(headers, header::CONTENT_RANGE, &format!("bytes {}-{}/{length}", range.start(), range.end()));
            *response.status_mut() = StatusCode::PARTIAL_CONTENT;
        }
    }
    let (body, length) = body(content, &part);
    set(response.headers_mut(), header::CONTENT_LENGTH, &length.to_string());
    if method != Method::HEAD {
        *response.body_mut() = body;
    }
    response
}

/// What every answer says: ask again before it is shown, take its type as given, and let no other site use it.
const COMMON: [(HeaderName, &str); 3] = [
    (header::CACHE_CONTROL, "no-cache"),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

fn set(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let Ok(value) = value.parse() {
        headers.insert(name, value);
    }
}

/// Which part is asked for. Several parts at once are not given: then the whole is, as hosts may.
#[derive(Debug, PartialEq, Eq)]
enum Wanted {
    Whole,
    Some(RangeInclusive<u64>),
    /// One that is not there.
    None,
}

fn part(sent: &Sent, asked: &HeaderMap) -> Wanted {
    let text = |name| asked.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let Some(range) = text(header::RANGE) else { return Wanted::Whole };
    // A part belongs to what the asker has of it already.
    if text(header::IF_RANGE).is_some_and(|known| known != format!("\"{}\"", sent.tag)) {
        return Wanted::Whole;
    }
    let Ok(mut ranges) = http_range_header::parse_range_header(range) else { return Wanted::Whole };
    // One that ends before it begins is not valid, and passed over.
    let is_backwards = |one: &SyntacticallyCorrectRange| matches!((one.start, one.end), (StartPosition::Index(start), EndPosition::Index(end)) if end < start);
    if ranges.ranges.iter().any(is_backwards) {
        return Wanted::Whole;
    }
    // The end of a file that is shorter than that is all of it.
    let length = sent.length();
    for one in &mut ranges.ranges {
        if let StartPosition::FromLast(last) = &mut one.start
            && length > 0
        {
            *last = (*last).min(length);
        }
    }
    match ranges.validate(length) {
        Ok(mut ranges) if ranges.len() == 1 => ranges.pop().map_or(Wanted::Whole, Wanted::Some),
        Ok(_) => Wanted::Whole,
        Err(_) => Wanted::None,
    }
}

/// Whether the asker has these bytes already.
fn is_known(tag: &str, asked: &HeaderMap) -> bool {
    let known = asked.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let mut known = known.flat_map(|value| value.split(',')).map(str::trim);
    known.any(|known| known == "*" || known.trim_start_matches("W/") == tag)
}

fn accepts_gzip(asked: &HeaderMap) -> bool {
    let accepted = asked.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    let quality = |one: &str| -> (String, f32) {
        let (name, parameters) = one.split_once(';').unwrap_or((one, ""));
        let quality = parameters.trim().strip_prefix("q=").and_then(|value| value.trim().parse().ok());
        (name.trim().to_ascii_lowercase(), quality.unwrap_or(1.0))
    };
    let accepted: Vec<(String, f32)> = accepted.flat_map(|value| value.split(',')).map(quality).collect();
    // What is said of gzip goes before what is said of all.
    let of = |name: &str| accepted.iter().find(|(known, _)| known == name).map(|(_, quality)| *quality);
    of("gzip").or_else(|| of("x-gzip")).or_else(|| of("*")).is_some_and(|quality| quality > 0.0)
}

/// The bytes that are sent, and how many they are.
fn body(content: Content, part: &Wanted) -> (Body, u64) {
    let (start, length) = match part {
        Wanted::Some(range) => (*range.start(), range.end() - range.start() + 1),
        _ => (0, u64::MAX),
    };
    match content {
        Content::Bytes(bytes) => {
            let end = start.saturating_add(length).min(bytes.len() as u64);
            let bytes = bytes.slice(start as usize..end as usize);
            let length = bytes.len() as u64;
            (Body::from(bytes), length)
        }
        Content::File { file, length: all } => {
            let length = length.min(all - start);
            (in_pieces(file, start, length), length)
        }
    }
}

/// A part of a file, of which no more than a piece is in memory.
fn in_pieces(file: File, start: u64, length: u64) -> Body {
    let read = move |(mut file, left): (File, u64)| async move {
        if left == 0 {
            return Ok(None);
        }
        let read = tokio::task::spawn_blocking(move || {
            let mut piece = Vec::with_capacity(PIECE);
            (&mut file).take(left.min(PIECE as u64)).read_to_end(&mut piece)?;
            if piece.is_empty() {
                return Err(io::Error::from(io::ErrorKind::UnexpectedEof));
            }
            let left = left - piece.len() as u64;
            Ok((Bytes::from(piece), (file, left)))
        });
        read.await.map_err(io::Error::other)?.map(Some)
    };
    let mut file = file;
    match file.seek(SeekFrom::Start(start)) {
        Ok(_) => Body::from_stream(stream::try_unfold((file, length), read)),
        Err(error) => Body::from_stream(stream::iter([Err::<Bytes, _>(error)])),
    }
}

/// A short text for people, instead of what was asked for.
pub fn refusal(status: StatusCode, text: &'static str) -> Response<Body> {
    let sent = Sent::bytes(status, "text/plain; charset=utf-8", text);
    respond(sent, &Method::GET, &HeaderMap::new(), &Packed::default())
}

/// What tells a file's state from others: its length and its time. `None` where there is none.
pub fn state(file: &Path) -> Option<String> {
    crate::core::files::stamp(file).map(|stamp| format!("{stamp:?}"))
}
