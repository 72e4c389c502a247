//! From files to documents: lists, decodes and parses them, and asks git; knows one file at a time.

pub mod git;
pub mod load;
pub mod markdown;
pub mod math;
pub mod parse;
pub mod svg;
