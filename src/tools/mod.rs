//! What the commands say of a knowledge base beside the site: findings, reviews, drafts, lists, and printing.

pub mod adopt;
pub mod check;
pub mod draft;
pub mod findings;
pub mod listing;
pub mod report;
pub mod review;
pub mod schema;
pub mod several;
