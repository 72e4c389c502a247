//! The files of a segment in memory: taken apart, put together, and read where they are.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::ops::Range;
use std::sync::Arc;

use tantivy::SegmentReader;
use tantivy::directory::footer::Footer;
use tantivy::directory::{
    AntiCallToken, CompositeFile, CompositeWrite, FileSlice, OwnedBytes, TerminatingWrite,
};
use tantivy::schema::Field;

use crate::pack::{Files, ReadOnly, open_segment};

/// Ends every file that tantivy writes.
const MAGIC: u32 = 1337;

/// The files of one segment by ending, each in parts that follow one another.
#[derive(Debug)]
pub struct Held(pub BTreeMap<&'static str, Vec<OwnedBytes>>);

impl Held {
    /// Opens the segment, which has so many documents.
    pub fn open(self, documents: u32) -> tantivy::Result<SegmentReader> {
        open_segment(ReadOnly(Arc::new(self)), documents)
    }
}

impl Files for Held {
    fn length(&self, ending: &str) -> Option<usize> {
        self.0.get(ending).map(|parts| parts.iter().map(|part| part.len()).sum())
    }

    fn read(&self, ending: &str, range: Range<usize>) -> io::Result<OwnedBytes> {
        let parts = self.0.get(ending).ok_or(io::ErrorKind::NotFound)?;
        let mut start = 0;
        let mut found: Vec<OwnedBytes> = Vec::new();
        for part in parts {
            let end = start + part.len();
            let wanted = range.start.max(start)..range.end.min(end);
            if wanted.start < wanted.end {
                found.push(part.slice(wanted.start - start..wanted.end - start));
            }
            start = end;
        }
        match found.len() {
            0 => Ok(OwnedBytes::empty()),
            1 => Ok(found.swap_remove(0)),
            _ => Ok(OwnedBytes::new(found.iter().map(|part| part.as_slice()).collect::<Vec<_>>().concat())),
        }
    }
}

/// A file that holds something of several fields, as parts that follow one another.
pub fn composed(fields: Vec<(Field, Vec<OwnedBytes>)>) -> io::Result<Vec<OwnedBytes>> {
    let length = |parts: &[OwnedBytes]| parts.iter().map(|part| part.len()).sum();
    let end = tail(fields.iter().map(|(field, parts)| (*field, length(parts))))?;
    Ok(fields.into_iter().flat_map(|(_, parts)| parts).chain([end]).collect())
}

/// What follows so many bytes of each field in a file that holds something of several.
pub fn tail(fields: impl Iterator<Item = (Field, usize)> + Clone) -> io::Result<OwnedBytes> {
    const NOTHING: [u8; 1 << 12] = [0; 1 << 12];
    let mut tail = Tail { ahead: fields.clone().map(|(_, length)| length).sum(), bytes: Vec::new() };
    let mut file = CompositeWrite::wrap(&mut tail);
    for (field, length) in fields {
        let out = file.for_field(field);
        for start in (0..length).step_by(NOTHING.len()) {
            out.write_all(&NOTHING[..NOTHING.len().min(length - start)])?;
        }
    }
    file.close()?;
    Ok(closed(tail.bytes))
}

/// A file that holds something of several fields: `fill` writes them, about `size` bytes.
pub fn written(
    size: usize,
    fill: impl FnOnce(&mut CompositeWrite<&mut Vec<u8>>) -> io::Result<()>,
) -> io::Result<OwnedBytes> {
    // Room for what tantivy puts behind them.
    let mut bytes = Vec::with_capacity(size + 512);
    let mut file = CompositeWrite::wrap(&mut bytes);
    fill(&mut file)?;
    file.close()?;
    Ok(closed(bytes))
}

/// A file with the footer that tantivy looks for.
pub fn closed(mut bytes: Vec<u8>) -> OwnedBytes {
    // The checksum is that of no file: nobody looks at it, and the chunks have their own.
    let footer = serde_json::json!({ "version": tantivy::version(), "crc": 0 }).to_string();
    bytes.extend_from_slice(footer.as_bytes());
    bytes.extend_from_slice(&(footer.len() as u32).to_le_bytes());
    bytes.extend_from_slice(&MAGIC.to_le_bytes());
    OwnedBytes::new(bytes)
}

/// What a file holds of a field; `None` where that is nothing.
pub fn of_field(file: &OwnedBytes, field: Field) -> io::Result<Option<OwnedBytes>> {
    let (_, body) = Footer::extract_footer(FileSlice::new(Arc::new(file.clone())))?;
    CompositeFile::open(&body)?.open_read(field).map(|part| part.read_bytes()).transpose()
}

/// Takes what comes behind the first bytes.
struct Tail {
    /// Bytes that are not taken.
    ahead: usize,
    bytes: Vec<u8>,
}

impl Write for &mut Tail {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let skipped = bytes.len().min(self.ahead);
        self.ahead -= skipped;
        self.bytes.extend_from_slice(&bytes[skipped..]);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl TerminatingWrite for &mut Tail {
    fn terminate_ref(&mut self, _: AntiCallToken) -> io::Result<()> {
        Ok(())
    }
}
