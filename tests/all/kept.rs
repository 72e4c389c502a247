//! What is kept from one build to the next, and what is said of it: through the real program.
#![expect(clippy::disallowed_methods, reason = "the tests look at folders")]

use std::fs;

use crate::support::Base;

const VERBOSE: [&str; 4] = ["build", "-vv", "--today", "2026-05-30"];

/// A post-mortem of a service, with a few words of its own.
fn post_mortem(title: &str, date: &str, facts: &str, words: &str) -> String {
    format!(
        "---\ntitle: {title}\ndate: {date}\nservices: [Shop]\n{facts}---\n\n## Summary\n\nIt broke.\n\n## Notes\n\n{words}\n"
    )
}

fn base() -> Base {
    // A page that can be found changes the index as well.
    Base::new()
        .file("book.toml", "[output.html.search]\nenable = false\n\n[output.html]\ntheme = \"own\"\n")
        .file("themes/own/templates/404.html", "<!doctype html><title>Not there</title>")
        .file("content/2024/one.md", post_mortem("One", "2024-01-02", "", "Alpha quorum."))
        .file("content/2024/two.md", post_mortem("Two", "2024-02-03", "", "Beta lease."))
        .file("content/pages/about.md", "# About\n\nThis.\n")
}

/// Why files were made, by their paths.
fn made(base: &Base) -> Vec<(String, String)> {
    let said = base.stdout();
    let lines = said.lines().filter_map(|line| line.strip_prefix("made ")?.split_once(": "));
    lines.map(|(path, why)| (path.to_owned(), why.to_owned())).collect()
}

fn why<'m>(made: &'m [(String, String)], path: &str) -> Option<&'m str> {
    made.iter().find(|(one, _)| one == path).map(|(_, why)| why.as_str())
}

#[test]
fn why_each_file_was_made_is_said_where_it_is_asked_for() {
    let base = base().run(&VERBOSE).ok();
    let first = made(&base);
    assert!(first.len() > 10 && first.iter().all(|(_, why)| why == "it was not there"), "{first:?}");
    let base = base.run(&VERBOSE).ok();
    assert_eq!(made(&base), []);

    let text = |words: &str, facts: &str| post_mortem("One", "2024-01-02", facts, words);
    let base = base.file("content/2024/one.md", text("Alpha ballot.", "")).run(&VERBOSE).ok();
    let said = made(&base);
    assert_eq!(why(&said, "2024/one.html"), Some("its own text"));
    assert_eq!(why(&said, "2024/one.md"), Some("what is in it"));
    assert_eq!((why(&said, "2024/two.html"), why(&said, "services/shop.html")), (None, None));

    let base = base.file("content/2024/one.md", text("Alpha ballot.", "severity: sev1\n")).run(&VERBOSE).ok();
    let said = made(&base);
    assert_eq!(why(&said, "2024/one.html"), Some("its own text"));
    assert_eq!(why(&said, "services/shop.html"), Some("what it shows of other files"));
    assert_eq!(why(&said, "pages/about.html"), None);

    let page = "<!doctype html><title>Not here</title>";
    let base = base.file("themes/own/templates/404.html", page).run(&VERBOSE).ok();
    assert_eq!(made(&base), [("404.html".to_owned(), "its template".to_owned())]);

    let base = base.file("site/pages/about.html", "spoilt").run(&VERBOSE).ok();
    let touched = "it was not as the last build had left it";
    assert_eq!(made(&base), [("pages/about.html".to_owned(), touched.to_owned())]);

    let settings = base.read("book.toml") + "\n[book]\ndescription = \"Ours\"\n";
    let base = base.file("book.toml", settings).run(&VERBOSE).ok();
    let said = made(&base);
    assert!(why(&said, "2024/one.html").is_some_and(|why| why.starts_with("the settings")), "{said:?}");
    // Only who asks for it twice is told.
    let base = base.file("content/pages/about.md", "# About\n\nThat.\n").run(&["build", "-v"]).ok();
    assert_eq!(made(&base), []);
}

#[test]
fn similar_incidents_that_are_others_are_named() {
    let shared: String = (0..60).map(|number| format!("ERR_CODE_{number} ")).collect();
    let others = (1..10).fold(base(), |base, day| {
        let text = post_mortem("Other", &format!("2024-03-0{day}"), "", &format!("Nothing of that, {day}."));
        base.file(&format!("content/2024/other-{day}.md"), text)
    });
    let one = post_mortem("One", "2024-01-02", "", &shared);
    let base = others.file("content/2024/one.md", one).run(&VERBOSE).ok();
    let two = post_mortem("Two", "2024-02-03", "", &shared);
    let base = base.file("content/2024/two.md", two).run(&VERBOSE).ok();
    let said = made(&base);
    assert_eq!(why(&said, "2024/one.html"), Some("what is similar"), "{said:?}");
    assert_eq!(why(&said, "2024/two.html"), Some("its own text, what is similar"));
    assert_eq!((why(&said, "2024/other-1.html"), why(&said, "services/shop.html")), (None, None));
}

#[test]
fn a_build_without_a_cache_keeps_nothing_and_believes_nothing() {
    let base = base().run(&["build", "--no-cache", "-d", "apart"]).ok().is_gone(".lookback");
    let base = base.run(&["build"]).ok().run(&["build"]).ok();
    let kept = |base: &Base| {
        let mut files = base.files(".lookback");
        files.retain(|path, _| !path.ends_with("lock"));
        files
    };
    let before = kept(&base);
    assert!(before.len() > 5);
    // What is kept is wrong, and nobody asks.
    for path in before.keys() {
        fs::write(base.path(".lookback").join(path), "wrong").unwrap();
    }
    let wrong = kept(&base);
    let base =
        base.run(&["build", "--no-cache", "-v"]).ok().silent().says("3 parsed").says("0 files written");
    assert_eq!(kept(&base), wrong);
    assert_eq!(base.files("site"), base.files("apart"));
    base.run(&["build", "-v"]).ok().says("damaged");
}

#[test]
fn what_is_kept_is_marked_as_a_cache_and_can_go_at_any_time() {
    let base = base().build().ok();
    assert!(base.read(".lookback/CACHEDIR.TAG").starts_with("Signature: 8a477f597d28d172789f06886806bc55\n"));
    let site = base.files("site");
    let base = base.without(".lookback").build().ok().says("0 files written");
    assert_eq!(base.files("site"), site);
    // The mark of another is left as it is.
    let base = base.file(".lookback/CACHEDIR.TAG", "mine").build().ok();
    assert_eq!(base.read(".lookback/CACHEDIR.TAG"), "mine");
}
