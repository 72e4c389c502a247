//! Full-text search over post-mortems: schema, tokenizer, query language, ranking, snippets, facets.
//!
//! The same source runs in the terminal and, as WebAssembly, in the page; both read the same published chunks and
//! give the same hits in the same order.

pub mod pack;
pub mod record;
pub mod request;
pub mod response;
pub mod schema;
pub mod tokenizer;
#[cfg(feature = "write")]
pub mod write;

pub use record::{FacetName, FacetTable, FacetValue, Kind, Record, Section};
pub use request::{Request, Sort};
pub use response::{Choice, Group, Hit, Message, Named, Response, Snippet, Step};
