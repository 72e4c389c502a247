//! Where something in a picture may lead.

use std::borrow::Cow;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use percent_encoding::percent_decode_str;

// A picture may hold others in its addresses, down to [`DEPTH`]: reading begins again.
use super::read;

/// Deepest nesting of pictures in pictures.
const DEPTH: usize = 2;

/// The value of an `href` as it is written anew; `depth` is how many pictures it is in.
pub fn judged<'v>(element: &str, value: &'v str, depth: usize) -> Option<Cow<'v, str>> {
    let value = value.trim();
    if is_fragment(value) {
        return Some(Cow::Borrowed(value));
    }
    match element {
        "a" => is_link(value).then_some(Cow::Borrowed(value)),
        "image" | "feImage" => data(value, depth),
        _ => None,
    }
}

/// Whether a value of a style may be between the brackets of `url()`.
pub fn is_of_style(target: &str) -> bool {
    let is_font = |kind: &str| {
        kind.starts_with("font/")
            || matches!(
                kind,
                "application/font-woff"
                    | "application/x-font-woff"
                    | "application/font-woff2"
                    | "application/x-font-ttf"
            )
    };
    is_fragment(target)
        || parts(target).is_some_and(|(kind, body)| (is_raster(&kind) || is_font(&kind)) && is_base64(body))
}

fn is_fragment(value: &str) -> bool {
    value.starts_with('#')
}

/// Whether a link leads to the web, or to a mail box.
fn is_link(value: &str) -> bool {
    let scheme = crate::core::address::scheme(value);
    scheme.is_some_and(|scheme| matches!(scheme.as_str(), "http" | "https" | "mailto"))
}

/// A picture within an address: of pixels as it is, of lines if it can be read as what it is in is read.
fn data(value: &str, depth: usize) -> Option<Cow<'_, str>> {
    let (kind, body) = parts(value)?;
    if is_raster(&kind) {
        return is_base64(body).then_some(Cow::Borrowed(value));
    }
    if kind != "image/svg+xml" && kind != "image/svg+xml;plain" || depth >= DEPTH {
        return None;
    }
    let bytes = if kind.ends_with(";plain") { percent_decode_str(body).collect() } else { decoded(body)? };
    let inner = read::picture(&super::text(&bytes).ok()?, depth + 1).ok()?;
    Some(Cow::Owned(format!("data:image/svg+xml;base64,{}", STANDARD.encode(inner.svg))))
}

/// What an address says that it holds, in lower case and with `;plain` behind it where that is not in Base64; and that.
fn parts(value: &str) -> Option<(String, &str)> {
    let (start, body) = value.split_once(',')?;
    let start = start.to_ascii_lowercase();
    let mut parts = start.strip_prefix("data:")?.split(';').map(str::trim);
    let kind = parts.next()?.to_owned();
    let is_plain = !parts.any(|part| part == "base64");
    Some((if is_plain { kind + ";plain" } else { kind }, body))
}

fn is_raster(kind: &str) -> bool {
    matches!(kind, "image/png" | "image/jpeg" | "image/jpg" | "image/gif" | "image/webp")
}

fn is_base64(body: &str) -> bool {
    body.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/=% \t\n\r".contains(&byte))
}

fn decoded(body: &str) -> Option<Vec<u8>> {
    let plain: Vec<u8> = percent_decode_str(body).filter(|byte| !byte.is_ascii_whitespace()).collect();
    STANDARD.decode(&plain).or_else(|_| STANDARD_NO_PAD.decode(&plain)).ok()
}
