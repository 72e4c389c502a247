//! Any query gets an answer.

use lookback_search::{Request, Sort};

use crate::fixture::{Site, incident, request};

fn site() -> Site {
    Site::new(vec![
        incident("a", "Alpha <img src=x onerror=alert(1)>")
            .service("Login")
            .on(1, "1970")
            .text("東京 rate limit é"),
        incident("b", "Beta").service("Shop").minutes(5).section("Impact", "OR after: \"quoted\" -minus 🔥"),
    ])
}

#[test]
fn queries_without_words_list_everything_or_say_why_not() {
    let mut site = site();
    for query in ["", "   ", "\"", "\"\"", "-", "OR", "OR OR", "* -", "()", "\u{0}\u{1b}", "\u{200B}"] {
        assert_eq!(site.ask(query).total, 2, "{query:?}");
    }
    for query in ["🔥", "…", "??? !!!"] {
        let response = site.ask(query);
        assert_eq!(response.total, 0, "{query:?}");
        assert!(response.messages[0].text.contains("no word in this query"));
    }
}

#[test]
fn long_queries_are_cut_and_it_is_said() {
    let mut site = site();
    assert_eq!(site.ask(&"alpha ".repeat(2_000)).messages.len(), 1);
    assert_eq!(site.ask(&"alpha ".repeat(2_000)).total, 1);
    assert_eq!(site.ask(&"x".repeat(10_000)).total, 0);
    assert_eq!(site.ask(&"東".repeat(10_000)).total, 0);
    assert_eq!(site.ask(&"\"".repeat(9_999)).total, 2);
    assert_eq!(site.ask(&"-".repeat(10_000)).total, 2);
    site.ask(&format!("\"{}\"", "rate limit ".repeat(900)));
    site.ask(&"a-".repeat(5_000));
    site.ask(&"aB".repeat(5_000));
    site.ask(&"service:x OR ".repeat(800));
}

#[test]
fn nothing_that_is_typed_makes_it_fail() {
    let mut site = site();
    let alphabet: Vec<char> =
        "abeiltr \"“”«-*:.><=|()'’\\/#@+~\u{0}\u{7}\u{200B}\u{202E}é\u{301}東京ลß1290🔥".chars().collect();
    let pieces = [
        "service:",
        "after:",
        "duration:",
        "title:",
        " OR ",
        "date:",
        "kind:any",
        "alpha",
        "rate limit",
        "\"",
    ];
    let sorts = [Sort::Relevance, Sort::Newest, Sort::Oldest, Sort::Longest, Sort::Severity];
    let mut seed = 11_u64;
    let mut random = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    for _ in 0..2_000 {
        let mut query = String::new();
        for _ in 0..random(20) {
            match random(4) {
                0 => query.push_str(pieces[random(pieces.len())]),
                _ => query.push(alphabet[random(alphabet.len())]),
            }
        }
        let asked = Request {
            typing: random(2) == 0,
            sort: sorts[random(sorts.len())],
            after: query.chars().take(4).collect(),
            ..request(&query)
        };
        let response = site.run(&asked);
        assert!(response.hits.len() <= response.total, "{query:?}");
        for hit in &response.hits {
            let title = if hit.id == "a" { "Alpha <img src=x onerror=alert(1)>" } else { "Beta" };
            assert_eq!(hit.title_marked.0.concat(), title, "{query:?}");
            assert!(hit.snippet.as_ref().is_some_and(|snippet| snippet.0.len() % 2 == 1), "{query:?}");
        }
    }
}
