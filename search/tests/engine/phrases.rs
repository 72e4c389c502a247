//! Phrases, and words in one field.

use crate::fixture::{Site, incident};

fn site() -> Site {
    Site::new(vec![
        incident("limit", "Rate limit reached")
            .summary("Calls were refused.")
            .section("Root cause", "A retry storm."),
        incident("rate", "Limits of the rate").summary("A limit of the rate reached nobody."),
        incident("storm", "Storm").section("Impact", "It was a storm.\nRetry later."),
        incident("heading", "Other").section("Retry storm", "Nothing."),
        incident("edge", "Edge").section("One", "first part").section("Two", "second part"),
    ])
}

#[test]
fn quoted_words_follow_each_other_in_one_field() {
    let mut site = site();
    assert_eq!(site.ids("\"rate limit\""), ["limit"]);
    assert_eq!(site.ids("\"Rate  LIMIT\""), ["limit"]);
    assert_eq!(site.ids("“rate limit”"), ["limit"]);
    assert_eq!(site.ids("\"rate limit reached\""), ["limit"]);
    assert!(site.ids("\"limit rate\"").is_empty());
    assert!(site.ids("\"reached calls\"").is_empty(), "not from one field to another");
    assert!(site.ids("\"part second\"").is_empty(), "not from one section to another");
    assert_eq!(site.ids("\"retry storm\""), ["heading", "limit"], "headings count more than text");
    assert!(site.ids("\"retry xyzzy\"").is_empty());
}

#[test]
fn phrases_are_combined_with_words_and_excluded() {
    let mut site = site();
    assert_eq!(site.ids("\"retry storm\" refused"), ["limit"]);
    assert_eq!(site.ids("storm -\"retry storm\""), ["storm"]);
    assert_eq!(site.ids("\"rate limit\" OR \"second part\"").len(), 2);
    assert_eq!(site.ids("\"rate lim*\""), ["limit"]);
    assert_eq!(site.typed("\"rate lim"), ["limit"]);
    assert!(site.ids("\"rate lim\"").is_empty());
}

#[test]
fn words_are_looked_for_in_one_field() {
    let mut site = site();
    assert_eq!(site.ids("title:limit").len(), 2);
    assert_eq!(site.ids("summary:limit"), ["rate"]);
    assert_eq!(site.ids("headings:storm"), ["heading"]);
    assert_eq!(site.ids("heading:\"root cause\""), ["limit"]);
    assert_eq!(site.ids("body:retry -body:later"), ["limit"]);
    assert_eq!(site.ids("names:edge"), ["edge"]);
    assert_eq!(site.ids("title:\"rate limit\""), ["limit"]);
    assert!(site.ids("title:refused").is_empty());
}
