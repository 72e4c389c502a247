//! Text chunks: neighbours in the order of the records, in groups whose ends depend on the records alone.

use super::order::Key;
use super::seal::{Digest, digest, seal};
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
    pub digest: Digest,
    /// Its chunk file; empty where that is published already.
    pub file: Vec<u8>,
}

/// Encoded headings, one behind the other.
pub fn headings(records: &[Record]) -> Vec<u8> {
    let heading = |record: &Record| {
        let Record { kind, url, title, .. } = record;
        postcard::to_allocvec(&Heading { kind: *kind, url, title }).expect("plain data can be encoded")
    };
    records.iter().flat_map(heading).collect()
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
        self.texts.drain(..).for_each(|text| raw.extend_from_slice(&text));
        self.done.push(Group { records, digest: digest(&raw), file: seal(&raw) });
    }
}
