//! Results of earlier runs, beside the content, by what they were made of; may use `core` alone.

pub mod cache;
pub mod kept;
