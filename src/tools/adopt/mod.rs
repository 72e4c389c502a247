//! What a post-mortem that was written for no program lets one know, and the keys of front matter that would say it.
//!
//! Pure. A key is only proposed where the author has none, and only if the file with it is read as the same facts: what
//! would be written is parsed again and compared.

mod causes;
mod facts;
mod propose;
mod record;
mod same;
mod text;

pub use causes::{Causes, Evidence, Suggestion};
pub use facts::Fact;
pub use propose::{Adopter, Proposal};
pub use record::{Answer, FileReport, SCHEMA, Summary};
pub use text::print;
