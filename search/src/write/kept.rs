//! What is kept from one index to the next.

use crate::pack::Name;

/// Where parts of an index are kept, by name.
pub trait Kept: Sync {
    /// What a shard of the records at these positions, in this order, is kept by.
    fn shard(&self, positions: &[usize]) -> String;
    /// What the list of the parts of the last index is kept by.
    fn whole(&self) -> String;
    /// Says that this index was made of what is kept by this name.
    fn keep(&self, name: &str);
    /// What was kept; `None` where it is not there, or not whole.
    fn get(&self, name: &str) -> Option<Vec<u8>>;
    /// Keeps the parts as one, if that can be done.
    fn put(&self, name: &str, parts: &[&[u8]]);
    /// Bytes of the file of a chunk that is published already, and need not be made again.
    fn size(&self, chunk: Name) -> Option<usize>;
}

/// Keeps, and finds nothing of what was kept.
pub struct Anew<'k>(pub &'k dyn Kept);

impl Kept for Anew<'_> {
    fn shard(&self, positions: &[usize]) -> String {
        self.0.shard(positions)
    }

    fn whole(&self) -> String {
        self.0.whole()
    }

    fn keep(&self, name: &str) {
        self.0.keep(name);
    }

    fn get(&self, _: &str) -> Option<Vec<u8>> {
        None
    }

    fn put(&self, name: &str, parts: &[&[u8]]) {
        self.0.put(name, parts);
    }

    fn size(&self, _: Name) -> Option<usize> {
        None
    }
}
