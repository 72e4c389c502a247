//! Pictures in SVG as they are published: read as XML, and written anew from lists of what draws; **pure**.
//!
//! What is published is only what was understood. Nothing in it runs, and nothing in it is loaded from elsewhere, whether a
//! page shows the picture or somebody opens it by itself.

mod css;
mod href;
mod lists;
mod names;
mod read;

use std::borrow::Cow;

use encoding_rs::Encoding;

/// A picture without what could run or load something.
#[derive(Debug, Default)]
pub struct Picture {
    pub svg: String,
    pub dropped: Vec<Dropped>,
}

/// Something that was left out and may have shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dropped {
    /// As it is named in a message: `<script>`.
    pub what: String,
    /// Byte of the text at which it begins.
    pub at: usize,
}

/// Why a file is no picture that can be published.
#[derive(Debug, PartialEq, Eq)]
pub struct Fault {
    /// The end of a sentence that begins with the picture.
    pub reason: String,
    pub at: usize,
}

/// Whether a file is such a picture, by its name.
pub fn is_svg(path: &str) -> bool {
    path.len() > 4 && path.as_bytes()[path.len() - 4..].eq_ignore_ascii_case(b".svg")
}

/// The text of a file, by its byte order mark or by what its first line says.
///
/// # Errors
/// That the bytes are in no such encoding.
pub fn text(bytes: &[u8]) -> Result<Cow<'_, str>, Fault> {
    let fault = || Fault { reason: "is in no encoding that can be read".into(), at: 0 };
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None => match declared(bytes) {
            Some(label) => Encoding::for_label(label).ok_or_else(fault)?,
            None => encoding_rs::UTF_8,
        },
    };
    // What begins without a mark, and with letters of one byte each, is not what it says.
    let is_wide = encoding == encoding_rs::UTF_16LE || encoding == encoding_rs::UTF_16BE;
    let encoding = if is_wide && bytes.starts_with(b"<") { encoding_rs::UTF_8 } else { encoding };
    let (text, _, is_damaged) = encoding.decode(bytes);
    if is_damaged { Err(fault()) } else { Ok(text) }
}

/// The encoding that an XML declaration names.
fn declared(bytes: &[u8]) -> Option<&[u8]> {
    let start = bytes.strip_prefix(b"<?xml")?;
    let start = &start[..start.windows(2).position(|two| two == b"?>")?];
    let named = &start[start.windows(8).position(|name| name == b"encoding")? + 8..];
    let quote = named.iter().position(|byte| matches!(byte, b'"' | b'\''))?;
    let value = &named[quote + 1..];
    Some(&value[..value.iter().position(|byte| *byte == named[quote])?])
}

/// Reads a picture and writes it anew.
///
/// # Errors
/// Why it can't be read as one.
pub fn clean(text: &str) -> Result<Picture, Fault> {
    read::picture(text, 0)
}

/// The bytes that are published of a file; one that is no picture by now is an empty one.
pub fn published(bytes: &[u8]) -> Vec<u8> {
    let picture = text(bytes).and_then(|text| clean(&text));
    let svg = picture.map_or_else(|_| format!("<svg xmlns=\"{}\"/>", names::SVG), |picture| picture.svg);
    svg.into_bytes()
}

#[cfg(test)]
mod tests;
