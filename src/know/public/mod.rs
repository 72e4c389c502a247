//! The edition for readers outside: what is internal goes before anything else is made of it.
//!
//! Blocks are cut out of the text before it is parsed; whole documents, fields, and links to what is not there before the
//! documents are joined for good. So no later stage can tell of them: neither pages nor the index, feeds, data, counts.

mod cut;
mod fields;
mod keep;
mod links;

pub use cut::{Cuts, cut};
pub use fields::unknown as unknown_fields;
pub use keep::{keep, may_be_public};
