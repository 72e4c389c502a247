//! Makes an index of records, and publishes it as a pack.
//!
//! Records are put in order and cut into shards, which are built side by side, each into a small segment and a run of
//! text chunks. The segments are merged into one, in order, and its files are cut into chunks. The result depends on
//! the records alone: not on the order in which they are given, nor on the number of threads.

mod export;
mod kept;
mod order;
mod rare;
mod record;
mod seal;
pub mod segment;
mod shard;
mod texts;

pub use export::{Pack, Sizes, pack};
pub use kept::Kept;
pub use order::Key;
pub use seal::Chunk;
pub use segment::FacetTables;
pub use shard::Input;

#[cfg(test)]
mod tests;
