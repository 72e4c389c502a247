//! Text chunks: neighbours in the order of the records, in groups whose ends depend on the records alone.

use super::order::Key;
use super::seal::seal;
use crate::pack::{Heading, Text};
use crate::record::Record;

/// Raw bytes of a group, on average: about 8 KB once deflated.
const GROUP: u64 = 22_000;

/// Most records of a group.
const MOST: usize = 64;

/// A finished group.
#[derive(Debug)]
pub struct Group {
    /// How many records it holds.
    pub records: u8,
    /// Its chunk file.
    pub file: Vec<u8>,
}

/// The headings of a shard.
#[derive(Debug)]
pub struct Headings {
    pub records: u32,
    /// Their chunk file.
    pub file: Vec<u8>,
}

impl Headings {
    pub fn new(records: &[Record]) -> Self {
        let headings: Vec<Heading<'_>> = records
            .iter()
            .map(|Record { kind, url, title, .. }| Heading { kind: *kind, url, title })
            .collect();
        let raw = postcard::to_allocvec(&headings).expect("plain data can be encoded");
        let records = u32::try_from(records.len()).expect("a shard is small");
        Self { records, file: seal(&raw) }
    }
}

/// Collects the texts of one shard.
#[derive(Debug, Default)]
pub struct Groups {
    /// Encoded texts of the group that is being filled.
    texts: Vec<Vec<u8>>,
    done: Vec<Group>,
}

impl Groups {
    /// Adds the text of the next record.
    pub fn add(&mut self, key: &Key<'_>, record: Record) {
        let text = Text {
            kind: record.kind,
            id: record.id,
            path: record.path,
            url: record.url,
            title: record.title,
            summary: record.summary,
            sections: record.sections,
        };
        let text = postcard::to_allocvec(&text).expect("plain data can be encoded");
        // A record ends its group with a chance that grows with its size, and that no other record changes: one that is
        // added or edited alters its own group, and at most splits it or joins it with the next.
        let ends = key.hash() % GROUP < text.len() as u64;
        self.texts.push(text);
        if ends || self.texts.len() == MOST {
            self.close();
        }
    }

    /// All groups of the shard.
    pub fn finish(mut self) -> Vec<Group> {
        self.close();
        self.done
    }

    fn close(&mut self) {
        let Ok(records @ 1..) = u8::try_from(self.texts.len()) else { return };
        // As postcard writes a sequence: the number of items, then each; below 128 the number is one byte.
        let mut raw = vec![records];
        raw.extend(self.texts.drain(..).flatten());
        self.done.push(Group { records, file: seal(&raw) });
    }
}
