//! The product through its own program, without a browser.

#[path = "../support/previewing.rs"]
mod previewing;
#[path = "../support/mod.rs"]
mod support;

mod action_items;
mod actions;
mod adopt;
mod allowed;
mod attachments;
mod bad_input;
mod check;
mod ci;
mod claims;
mod commands;
mod contexts;
mod converted;
mod facts;
mod feeds;
mod git;
mod kept;
mod kinds;
mod languages;
mod manual;
mod map;
mod math;
mod moments;
mod new;
mod pages;
mod place;
mod public;
mod publish;
mod recurrence;
mod relevance;
mod review;
mod schema;
mod search;
mod serve;
mod similar;
mod snapshots;
mod statistics;
mod tables;
mod themes;
mod withheld;
