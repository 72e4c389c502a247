//! Makes an index of records, and publishes it as a pack.
//!
//! Records are put in order and cut into shards, which are built side by side, each into a small segment and a run of
//! text chunks. The posting lists of the shards are merged into one segment, in order, whose files are cut into chunks. The
//! result depends on the records alone: not on the order in which they are given, nor on the number of threads, nor on what
//! was kept of an earlier index.

mod bounds;
mod change;
mod columns;
mod dictionaries;
mod export;
mod files;
mod kept;
mod lists;
mod merge;
mod order;
mod outline;
mod packing;
mod piece;
mod rare;
mod record;
mod seal;
pub mod segment;
mod shard;
mod terms;
mod texts;
mod whole;

pub use export::{Pack, Sizes, pack};
pub use kept::Kept;
pub use order::Key;
pub use seal::Chunk;
pub use segment::{FacetTables, names};
pub use shard::Input;

#[cfg(test)]
mod tests;
