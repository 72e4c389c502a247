//! Posting lists as tantivy writes them: read, and written anew.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::rc::Rc;
use std::sync::Arc;

use tantivy::InvertedIndexReader;
use tantivy::SegmentReader;
use tantivy::directory::OwnedBytes;
use tantivy::positions::{PositionReader, PositionSerializer};
use tantivy::postings::TermInfo;
use tantivy::postings::serializer::PostingsSerializer;
use tantivy::schema::IndexRecordOption;

use super::columns::none;
use super::files::{Held, closed, composed};
use crate::schema::TextField;

/// Positions that are read at once: a reader looks at the widths of all blocks that it reads in one go, for each.
const STRIDE: usize = 2_048;

/// Documents of a full block of a list.
const BLOCK: usize = 128;

/// Bytes in front of the lists of a field: the number of its words.
pub const HEADER: usize = 8;

/// A segment that has terms and posting lists and nothing else, of the parts of these three files.
pub fn segment_of(
    postings: Vec<OwnedBytes>,
    positions: Vec<OwnedBytes>,
    terms: Vec<OwnedBytes>,
    documents: u32,
) -> tantivy::Result<SegmentReader> {
    let held = Held(BTreeMap::from([
        ("idx", postings),
        ("pos", positions),
        ("term", terms),
        ("fast", vec![none()?]),
        ("fieldnorm", composed(Vec::new())?),
        ("store", vec![closed(Vec::new())]),
    ]));
    held.open(documents)
}

/// The lists of one field of a segment.
pub struct Lists {
    pub inverted: Arc<InvertedIndexReader>,
    /// Behind the header.
    postings: OwnedBytes,
    positions: OwnedBytes,
}

impl Lists {
    /// `postings` and `positions` are what the segment's files hold of the field.
    pub fn new(
        segment: &SegmentReader,
        text: TextField,
        postings: OwnedBytes,
        positions: OwnedBytes,
    ) -> tantivy::Result<Self> {
        Ok(Self { inverted: segment.inverted_index(text.field())?, postings, positions })
    }

    /// Bytes of a list.
    pub fn postings(&self, info: &TermInfo) -> &[u8] {
        &self.postings[info.postings_range.clone()]
    }

    /// Bytes of the positions of a list.
    pub fn positions(&self, info: &TermInfo) -> &[u8] {
        &self.positions[info.positions_range.clone()]
    }

    /// Appends a list, with `base` added to its documents, but for the positions.
    pub fn read_documents(&self, info: &TermInfo, base: u32, list: &mut List) -> io::Result<()> {
        let mut block =
            self.inverted.read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
        while block.block_len() > 0 {
            list.documents.extend(block.docs().iter().map(|document| base + document));
            list.counts.extend_from_slice(block.freqs());
            block.advance();
        }
        Ok(())
    }

    /// Appends a list, with `base` added to its documents.
    pub fn read(&self, info: &TermInfo, base: u32, list: &mut List) -> io::Result<()> {
        let before = list.counts.len();
        self.read_documents(info, base, list)?;
        let count: u32 = list.counts[before..].iter().sum();
        let mut reader = PositionReader::open(self.positions.slice(info.positions_range.clone()))?;
        let start = list.positions.len();
        list.positions.resize(start + count as usize, 0);
        let mut offset = 0;
        for stride in list.positions[start..].chunks_mut(STRIDE) {
            reader.read(offset, stride);
            offset += stride.len() as u64;
        }
        Ok(())
    }
}

/// A list as numbers.
#[derive(Debug, Default)]
pub struct List {
    /// In ascending order.
    pub documents: Vec<u32>,
    /// How often each has the term.
    pub counts: Vec<u32>,
    /// All positions, those of each document as steps: the first from the start of the text, each other from the one
    /// before.
    pub positions: Vec<u32>,
}

impl List {
    pub fn clear(&mut self) {
        self.documents.clear();
        self.counts.clear();
        self.positions.clear();
    }
}

/// Bytes that a serializer of tantivy's and its owner both write to.
#[derive(Debug, Clone, Default)]
struct Shared(Rc<RefCell<Vec<u8>>>);

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Writes lists one behind the other.
///
/// What tantivy keeps of each block so as to skip those that can't score is left out: no query here skips any, and it would
/// differ with every change to any record.
pub struct Writer {
    postings: Vec<u8>,
    positions: Shared,
    serializer: PostingsSerializer,
    write_positions: PositionSerializer<Shared>,
}

fn serializer() -> PostingsSerializer {
    PostingsSerializer::new(0.0, IndexRecordOption::WithFreqsAndPositions, None)
}

impl Default for Writer {
    fn default() -> Self {
        Self::with_capacity(0, 0)
    }
}

impl Writer {
    /// For about so many bytes of lists and of positions.
    pub fn with_capacity(postings: usize, positions: usize) -> Self {
        let positions = Shared(Rc::new(RefCell::new(Vec::with_capacity(positions))));
        Self {
            postings: Vec::with_capacity(postings),
            serializer: serializer(),
            write_positions: PositionSerializer::new(positions.clone()),
            positions,
        }
    }

    /// Bytes of lists and of positions so far.
    pub fn ends(&self) -> (usize, usize) {
        (self.postings.len(), self.positions.0.borrow().len())
    }

    pub fn write(&mut self, list: &List) -> io::Result<()> {
        self.write_documents(list)?;
        self.write_positions.write_positions_delta(&list.positions);
        self.write_positions.close_term()
    }

    /// Writes a list whose positions are in the bytes of another one.
    pub fn write_with(&mut self, list: &List, positions: &[u8]) -> io::Result<()> {
        self.write_documents(list)?;
        self.positions.write_all(positions)
    }

    /// Appends bytes of lists and of their positions as they are.
    pub fn copy(&mut self, postings: &[u8], positions: &[u8]) -> io::Result<()> {
        self.postings.extend_from_slice(postings);
        self.positions.write_all(positions)
    }

    fn write_documents(&mut self, list: &List) -> io::Result<()> {
        let count = u32::try_from(list.documents.len()).expect("there are fewer than four billion records");
        self.serializer.new_term(count, true);
        for (document, count) in list.documents.iter().zip(&list.counts) {
            self.serializer.write_doc(*document, *count);
        }
        self.serializer.close_term(count, &mut self.postings)?;
        // After a full block it goes on counting from the last document of that.
        if list.documents.len() >= BLOCK {
            self.serializer = serializer();
        }
        Ok(())
    }

    /// Bytes of all lists and of all positions.
    pub fn finish(self) -> (Vec<u8>, Vec<u8>) {
        (self.postings, self.positions.0.take())
    }
}
