//! Full-text search over post-mortems: schema, tokenizer, query language, ranking, snippets, facets.
//!
//! The same source runs in the terminal and, as WebAssembly, in the page; both read the same published chunks and
//! give the same hits in the same order.

mod answer;
mod counting;
mod date;
mod dictionary;
mod engine;
mod filter;
mod groups;
mod matching;
mod opened;
mod order;
pub mod pack;
mod plan;
pub mod query;
pub mod record;
pub mod request;
pub mod response;
pub mod schema;
mod snippet;
mod stem;
pub mod tokenizer;
#[cfg(feature = "write")]
pub mod write;

pub use engine::{AnswerError, Engine, SearchError};
pub use record::{Columns, FacetName, FacetTable, FacetValue, Kind, Record, Section};
pub use request::{Request, Sort};
pub use response::{Choice, Group, Hit, Message, Named, Response, Snippet, Step};
