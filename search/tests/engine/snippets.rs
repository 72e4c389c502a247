//! Snippets, marked titles, and the place that a hit leads to.

use lookback_search::{Request, Snippet};

use crate::fixture::{Site, incident, request};

const LONG: &str = "Nothing of note happened in the first hour, and everybody had lunch. Then dashboards were \
    opened, one after the other, and closed again. Nobody suspected anything until the third hour of the day, when \
    the connection pool of the ledger ran empty and requests queued. It took a while to see why. Later in the \
    evening, when all was over, people went home and slept well, and the pool was full again.";

fn site() -> Site {
    Site::new(vec![
        incident("pool", "Ledger ran <b>dry</b>")
            .summary("Money stood still.")
            .section("Impact", LONG)
            .section("Détails", "The HTTPServer\n\nlogged ERR_CONN_RESET."),
        incident("bare", "Only a title"),
        incident("tokyo", "Tokyo").section("概要", &"東京リージョンで障害が発生しました。".repeat(30)),
    ])
}

fn whole(snippet: &Snippet) -> String {
    snippet.0.concat()
}

#[test]
fn the_best_part_of_the_text_is_shown_with_what_matched() {
    let mut site = site();
    let response = site.ask("ledger pools connection");
    let hit = &response.hits[0];
    let snippet = hit.snippet.as_ref().expect("asked for");
    let marked: Vec<&str> = snippet.0.iter().skip(1).step_by(2).map(String::as_str).collect();
    assert_eq!(marked[..3], ["connection", "pool", "ledger"]);
    assert!(snippet.0[0].starts_with('…') && snippet.0.last().is_some_and(|last| last.ends_with('…')));
    let length = whole(snippet).chars().count();
    assert!((200..=250).contains(&length), "{length}: {snippet:?}");
    assert!(LONG.contains(whole(snippet).trim_matches('…')), "cut at words: {snippet:?}");
    assert_eq!(hit.url, "pool.html#impact");
    assert_eq!(hit.title_marked.0, ["", "Ledger", " ran <b>dry</b>"]);
}

#[test]
fn white_space_is_cleared_and_anchors_are_encoded() {
    let mut site = site();
    let response = site.ask("http err_conn_reset");
    let hit = &response.hits[0];
    assert_eq!(hit.url, "pool.html#d%C3%A9tails");
    let snippet = hit.snippet.as_ref().expect("asked for");
    assert_eq!(snippet.0, ["The ", "HTTP", "Server · logged ", "ERR_CONN_RESET", "."]);
}

#[test]
fn neighbours_that_match_are_one_mark() {
    let mut site = site();
    let response = site.ask("\"conn reset\" httpserver");
    let snippet = response.hits[0].snippet.as_ref().expect("asked for");
    assert_eq!(snippet.0, ["The ", "HTTPServer", " · logged ERR_", "CONN_RESET", "."]);
    let response = site.ask("障害が発生");
    let snippet = response.hits[0].snippet.as_ref().expect("asked for");
    assert_eq!(snippet.0[..3], ["東京リージョンで", "障害が発生", "しました。東京リージョンで"]);
    assert_eq!(response.hits[0].url, "tokyo.html#%E6%A6%82%E8%A6%81");
}

#[test]
fn a_match_in_the_title_shows_how_the_text_begins() {
    let mut site = site();
    let response = site.ask("dry");
    assert_eq!(response.hits[0].url, "pool.html");
    assert_eq!(response.hits[0].snippet, Some(Snippet(vec!["Money stood still.".into()])));
    let bare = site.ask("title");
    assert_eq!(bare.hits[0].snippet, Some(Snippet(vec![String::new()])));
    let summary = site.ask("money");
    assert_eq!(summary.hits[0].url, "pool.html");
    assert_eq!(summary.hits[0].snippet.as_ref().map(|snippet| snippet.0[1].as_str()), Some("Money"));
}

#[test]
fn snippets_can_be_left_out() {
    let mut site = site();
    let response = site.run(&Request { snippets: false, ..request("pool") });
    assert_eq!(response.hits[0].snippet, None);
    assert_eq!(response.hits[0].url, "pool.html");
}

#[test]
fn terms_are_the_words_as_they_stand_in_the_texts() {
    let mut site = site();
    assert_eq!(site.ask("ledgers connecting").terms, ["ledger", "connection"]);
    assert_eq!(site.ask("ledgr \"ran empty\" -pool").terms, ["ran", "empty", "ledger"]);
    let many = site.ask("a* b* c* d* e* f* g* h* i* l* m* n* o* p* q* r* s* t* u* w*");
    assert_eq!(many.terms.len(), 64);
}

#[test]
fn blocks_are_told_apart() {
    let text = "What went well\nthe quokka woke  \n\n up\nIt ended.\nNext one:\nlast";
    let mut site = Site::new(vec![incident("a", "First").text(text)]);
    let shown =
        |site: &mut Site, query: &str| whole(site.ask(query).hits[0].snippet.as_ref().expect("asked for"));
    for query in ["quokka", "first", "\"well the quokka\"", "up it"] {
        assert_eq!(
            shown(&mut site, query),
            "What went well · the quokka woke · up · It ended. Next one: last",
            "{query}"
        );
    }
}
