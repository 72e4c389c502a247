//! What is kept from one index to the next.

use crate::pack::Name;

/// Where parts of an index are kept, by name.
pub trait Kept: Sync {
    /// What a shard of the records at these positions, in this order, is kept by.
    fn shard(&self, positions: &[usize]) -> String;
    /// What was kept; `None` where it is not there, or not whole.
    fn get(&self, name: &str) -> Option<Vec<u8>>;
    /// Keeps the parts as one, if that can be done.
    fn put(&self, name: &str, parts: &[&[u8]]);
    /// Forgets what `is_kept` does not take, by name.
    fn retain(&self, is_kept: &dyn Fn(&str) -> bool);
    /// Bytes of the file of a chunk that is published already, and need not be made again.
    fn size(&self, chunk: Name) -> Option<usize>;
}
