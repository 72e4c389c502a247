//! The product as readers meet it: real pages in a real Chromium.

#[path = "../support/links.rs"]
mod links;
#[path = "../support/previewing.rs"]
mod previewing;
#[path = "../support/searching.rs"]
mod searching;
#[path = "../support/mod.rs"]
mod support;
#[path = "../support/browser.rs"]
mod tabs;

mod accessibility;
mod addresses;
mod hosts;
mod pages;
mod parity;
mod reading;
mod search_failures;
mod search_page;
mod serve_page;
mod styles;
mod words;
