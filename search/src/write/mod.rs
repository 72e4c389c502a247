//! Records → index.

pub mod segment;
