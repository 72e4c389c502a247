//! Which hit comes first.

use crate::fixture::{Site, incident};

#[test]
fn titles_count_more_than_summaries_headings_and_text() {
    let filler = "Some words that fill this text, so that lengths are alike.";
    let mut site = Site::new(vec![
        incident("body", "An outage")
            .summary("It failed.")
            .section("Impact", &format!("{filler} The quorum was lost.")),
        incident("heading", "An outage").summary("It failed.").section("Quorum", filler),
        incident("summary", "An outage").summary("The quorum failed.").section("Impact", filler),
        incident("title", "Quorum outage").summary("It failed.").section("Impact", filler),
        incident("none", "An outage").summary("It failed.").section("Impact", filler),
    ]);
    let found = site.ids("quorum");
    assert_eq!(found[0], "title");
    assert_eq!(found[3], "body");
    assert_eq!(found.len(), 4);
}

#[test]
fn equal_hits_come_newest_first() {
    let mut site = Site::new(vec![
        incident("none", "Quorum lost"),
        incident("old", "Quorum lost").on(1, "1970"),
        incident("new", "Quorum lost").on(900, "1972"),
        incident("zzz", "Quorum lost").on(900, "1972"),
    ]);
    let names: Vec<String> = site.ids("quorum lost");
    assert_eq!(names[2..], ["old", "none"]);
    assert_eq!(names, site.ids("quorum lost"), "the same each time");
}

#[test]
fn rare_words_count_more_than_frequent_ones() {
    let mut drafts: Vec<_> =
        (0..20).map(|nth| incident(&format!("f{nth}"), "Frequent trouble").text("of little note")).collect();
    drafts.push(incident("rare", "Trouble").text("with a quorum of little note"));
    drafts.push(incident("both", "Unrelated").text("nothing"));
    let mut site = Site::new(drafts);
    assert_eq!(site.ids("frequent OR quorum")[0], "rare");
}

#[test]
fn a_query_needs_at_most_two_rounds_of_chunks() {
    let words = ["cache", "queue", "timeout", "deploy", "router", "disk", "leader", "quota"];
    let drafts = (0..600).map(|nth: usize| {
        let word = |step: usize| words[nth / step % words.len()];
        let text = format!("The {} of the {} failed with code{nth}. ", word(1), word(8)).repeat(30);
        incident(&format!("i{nth}"), &format!("The {} and the {}", word(1), word(64))).text(&text)
    });
    let mut site = Site::new(drafts.collect());
    site.ask("");
    let queries = [
        "cache timeout",
        "\"cache of the queue\"",
        "tim* OR lead*",
        "deploi rotuer",
        "code17 cache-of",
        "title:disk -leader",
        "quota xyzzy",
    ];
    for query in queries {
        site.ask(query);
        assert!(site.rounds <= 2, "{query}: {} rounds", site.rounds);
    }
    site.ask(queries[0]);
    assert_eq!(site.rounds, 0, "what was read is kept");
}
