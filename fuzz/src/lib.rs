//! What is fuzzed: a function for each target, which panics where something is not as it should be. The fuzzer of cargo-fuzz
//! and the one that needs no other compiler both call these.

mod index;
mod picture;
mod text;

use std::hash::{DefaultHasher, Hash, Hasher};

pub use index::{manifest, query};
pub use picture::svg;
pub use text::{front_matter, internal, parse};

/// What came out, roughly: an input with another outcome than all before it is worth changing further.
pub type Signature = u64;

/// A target with its name, which is that of the folder of its seeds.
pub type Target = (&'static str, fn(&[u8]) -> Signature);

pub const TARGETS: &[Target] = &[
    ("parse", parse),
    ("front_matter", front_matter),
    ("internal", internal),
    ("svg", svg),
    ("query", query),
    ("manifest", manifest),
];

fn sign(outcome: impl Hash) -> Signature {
    let mut hasher = DefaultHasher::new();
    outcome.hash(&mut hasher);
    hasher.finish()
}
