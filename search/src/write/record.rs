//! Which bytes of a segment are read when it is opened: found by opening it, not listed by hand.

use std::collections::BTreeMap;
use std::io;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::SegmentReader;
use tantivy::directory::OwnedBytes;

use super::dictionaries::{Bytes, Segment};
use crate::pack::{Files, ReadOnly, open_segment};
use crate::record::FacetName;
use crate::schema::{DATE, MINUTES, TextField, facet_column};

/// Ranges of files, by ending.
pub type Ranges = BTreeMap<String, Vec<Range<usize>>>;

/// Files in memory, with a note of what was read of them.
#[derive(Debug)]
struct Recorder {
    files: Segment,
    touched: Mutex<Ranges>,
}

impl Files for Recorder {
    fn length(&self, ending: &str) -> Option<usize> {
        self.files.get(ending).map(|file| file.iter().map(Bytes::len).sum())
    }

    fn read(&self, ending: &str, range: Range<usize>) -> io::Result<OwnedBytes> {
        let file = self.files.get(ending).ok_or(io::ErrorKind::NotFound)?;
        let mut touched = self.touched.lock().unwrap_or_else(PoisonError::into_inner);
        touched.entry(ending.to_owned()).or_default().push(range.clone());
        if range.is_empty() {
            return Ok(OwnedBytes::empty());
        }
        let mut start = 0;
        for stretch in file {
            let end = start + stretch.len();
            match stretch {
                Bytes::Here(bytes) if start <= range.start && range.end <= end => {
                    return Ok(bytes.slice(range.start - start..range.end - start));
                }
                _ => start = end,
            }
        }
        Err(io::ErrorKind::NotFound.into())
    }
}

/// What is read of each file by opening the segment and all that is kept in memory of it. Ranges are in order and do not
/// overlap; those that are less than `gap` bytes apart are one, unless there are chunks in the file.
pub fn core_ranges(files: Segment, records: u32, gap: usize) -> tantivy::Result<(Segment, Ranges)> {
    let recorder = Arc::new(Recorder { files, touched: Mutex::default() });
    touch(&open_segment(ReadOnly(recorder.clone()), records)?)?;
    let recorder = Arc::try_unwrap(recorder)
        .map_err(|_| tantivy::TantivyError::InternalError("a segment is still open".to_owned()))?;
    let touched = recorder.touched.into_inner().unwrap_or_else(PoisonError::into_inner);
    let is_whole = |file: &Vec<Bytes>| matches!(file.as_slice(), [Bytes::Here(_)]);
    let ranges = touched.into_iter().map(|(ending, ranges)| {
        let gap = if recorder.files.get(ending.as_str()).is_some_and(is_whole) { gap } else { 0 };
        let joined = joined(&ranges, gap);
        (ending, joined)
    });
    let ranges = ranges.collect();
    Ok((recorder.files, ranges))
}

/// Reads all that queries take for granted.
fn touch(segment: &SegmentReader) -> tantivy::Result<()> {
    for text in TextField::ALL {
        segment.inverted_index(text.field())?;
        segment.get_fieldnorms_reader(text.field())?;
    }
    let columns = segment.fast_fields();
    columns.column_opt::<i64>(DATE)?;
    columns.column_opt::<u64>(MINUTES)?;
    for facet in FacetName::ALL {
        columns.column_opt::<u64>(facet_column(facet))?;
    }
    Ok(())
}

fn joined(ranges: &[Range<usize>], gap: usize) -> Vec<Range<usize>> {
    let mut sorted: Vec<Range<usize>> = ranges.iter().filter(|range| !range.is_empty()).cloned().collect();
    sorted.sort_by_key(|range| range.start);
    let mut joined: Vec<Range<usize>> = Vec::new();
    for range in sorted {
        match joined.last_mut() {
            Some(last) if range.start < last.end + gap => last.end = last.end.max(range.end),
            _ => joined.push(range),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_ranges_are_one() {
        let ranges = [90..95, 10..20, 18..22, 5..5, 25..30, 94..99];
        assert_eq!(joined(&ranges, 4), [10..30, 90..99]);
        assert_eq!(joined(&ranges, 0), [10..22, 25..30, 90..99]);
    }
}
