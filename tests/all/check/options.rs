//! What is looked at, what is said, and how the program exits.

use super::{TODAY, check, findings, rules_of};
use crate::support::Base;

const TEXT: &str = "---\ntitle: A\ndate: 2024-01-02\n---\n\n## Summary\n\nWe should have asked.\n";

fn base() -> Base {
    Base::new()
        .file("book.toml", "")
        .file("content/a.md", TEXT)
        .file("content/2015/b.md", TEXT.replace("title: A", "title: B"))
}

#[test]
fn a_warning_fails_only_when_asked_to() {
    base()
        .run(&["check"])
        .ok()
        .warns("counterfactual")
        .warns("content/a.md:8:1")
        .says("2 files: 0 errors, 2 warnings");
    base().run(&["check", "--strict"]).exits(1);
}

#[test]
fn levels_are_set_for_all_and_by_folder() {
    let settings =
        "[check]\ncounterfactual = \"deny\"\n[check.folders.\"2015/**\"]\ncounterfactual = \"allow\"\n";
    let base = check(base().file("book.toml", settings), &[]).exits(1);
    assert!(rules_of(&base, "b.md").is_empty());
    assert_eq!(findings(&base)[0]["level"], "error");
}

#[test]
fn a_rule_that_is_allowed_can_be_asked_for() {
    let text = TEXT.replace("title: A", "title: A\nregion: eu");
    let base = check(base().file("content/a.md", text), &["--warn", "extra-key"]);
    assert_eq!(rules_of(&base, "a.md"), ["counterfactual", "extra-key"]);
    base.run(&["check", "--warn", "extra-kee"]).exits(2).warns("Did you mean `extra-key`?");
}

#[test]
fn files_and_folders_can_be_chosen() {
    let base = check(base(), &["content/2015"]);
    assert!(rules_of(&base, "a.md").is_empty() && !rules_of(&base, "b.md").is_empty());
    base.run(&["check", "content/none.md"]).exits(2).warns("content/none.md");
}

#[test]
fn settings_that_name_nothing_are_told() {
    let settings = "[check]\ncounterfactua = \"deny\"\n[check.required.sev9]\nfields = []\n[check.required.sev1]\nsections = [\"sumary\"]\n[check.folders.\"[a\"]\n[review]\nlonger-than = \"long\"\n";
    base()
        .file("book.toml", settings)
        .run(&["check"])
        .warns("Did you mean `counterfactual`?")
        .warns("`sev9` is not a severity")
        .warns("Did you mean `summary`?")
        .warns("`[a` is not a pattern")
        .warns("`long` is not a length of time")
        .warns("book.toml:2:1");
}

#[test]
fn every_rule_is_listed_and_explained() {
    let listed = Base::new().run(&["check", "--list"]).ok().stdout();
    for rule in lookback::tools::check::rules::all() {
        assert!(listed.contains(&rule.name));
        Base::new()
            .run(&["check", "--explain", &rule.name])
            .ok()
            .says(&rule.what)
            .says(&rule.why)
            .says(&rule.instead);
    }
    Base::new()
        .run(&["check", "--explain", "counterfactal"])
        .exits(2)
        .warns("Did you mean `counterfactual`?");
}

#[test]
fn what_a_knowledge_base_never_has_is_not_asked_of_each() {
    let status = |day: usize| {
        format!("---\ntitle: Slow {day}\ndate: 2024-01-{day:02}\nseverity: sev1\n---\n\nIt was slow.\n")
    };
    let mut base = Base::new().file("book.toml", "");
    for day in 1..=12 {
        base = base.file(&format!("content/{day}.md"), status(day));
    }
    assert!(rules_of(&check(base, &[]), "1.md").is_empty());
    // A few have no habits yet.
    let base = Base::new().file("content/1.md", status(1));
    assert_eq!(rules_of(&check(base, &[]), "1.md"), ["missing-field", "missing-section"]);
}

#[test]
fn what_is_silenced_with_a_reason_is_not_told() {
    let text = |comment: &str| TEXT.replace("We should", &format!("<!-- {comment} -->\nWe should"));
    for (comment, rules) in [
        ("lookback-allow counterfactual: a title of a talk", &[][..]),
        ("lookback-allow counterfactual", &["counterfactual", "silence-without-reason"]),
        ("lookback-allow human-error: never", &["counterfactual", "unused-silence"]),
        ("lookback-allow counterfactul: x", &["counterfactual", "unknown-rule"]),
    ] {
        let base = check(Base::new().file("content/a.md", text(comment)), &[]);
        assert_eq!(rules_of(&base, "a.md"), rules, "{comment}");
    }
}

#[test]
fn nothing_odd_breaks_a_check() {
    let odd: &[&[u8]] = &[
        b"",
        b"\xff\xfe\x00",
        b"---\n---\n",
        b"---\nservices: [\n---\n## \n",
        b"+++\n=\n[[\n+++\n",
        b"---\r\nDate:\r\n: x\r\n\"\": y\r\n- z\r\n---",
        "---\nd\u{e4}te: \u{202e}\nsevert\u{fc}: '\n---\n## Timeline\n- 10:00 [st\u{e4}rt] \u{1f600}\n- 09:00 []\n".as_bytes(),
        b"---\nduration: 99999999999999999999h\nstarted_at: 2024-01-01T00:00Z\nresolved_at: 2024-01-02T00:00Z\n---\nDuration: 99999999999999999999h\n",
    ];
    let mut base = Base::new().file("book.toml", "");
    for (number, bytes) in odd.iter().enumerate() {
        base = base.file(&format!("content/{number}.md"), bytes);
    }
    for format in ["human", "json", "sarif", "github", "gitlab", "junit"] {
        base = base.run(&["check", "--today", TODAY, "--format", format]);
        assert!(!base.stderr().contains("panicked"), "{}", base.stderr());
    }
    let base = base.run(&["check", "--fix"]);
    assert!(!base.stderr().contains("panicked"), "{}", base.stderr());
}

#[test]
fn a_folder_that_is_a_knowledge_base_is_checked_whole() {
    let elsewhere = base();
    let path = elsewhere.root().to_str().unwrap();
    Base::new().run(&["check", path]).ok().says("2 files: 0 errors, 2 warnings");
    let base = Base::new().file("book.toml", "").file("content/2015/b.md", TEXT).file("content/a.md", TEXT);
    base.run(&["check", "content/2015"]).ok().says("1 file: 0 errors");
}

#[test]
fn what_hardly_any_action_item_has_is_asked_for_only_where_it_is_set() {
    let items = |count: usize| "- [ ] Limit what one command may delete in the store\n".repeat(count);
    let text = |items: &str| format!("{TEXT}\n## Action items\n\n{items}");
    let base = base().file("content/a.md", text(&items(12)));
    let base = check(base, &[]);
    assert_eq!(rules_of(&base, "a.md"), ["counterfactual"]);
    let base = check(
        base.file("content/a.md", text(&(items(8) + "- [ ] Restore a copy every week (owner: Ana)\n"))),
        &[],
    );
    assert!(rules_of(&base, "a.md").contains(&"no-owner".to_owned()));
    let settings = "[check]\nno-due-date = \"warn\"\n";
    let base = check(base.file("book.toml", settings).file("content/a.md", text(&items(12))), &[]);
    assert_eq!(rules_of(&base, "a.md"), ["counterfactual", "no-due-date"]);
}

#[test]
fn what_lies_elsewhere_is_not_checked_in_silence() {
    let elsewhere = base();
    let file = elsewhere.path("content/a.md");
    let base = base().file("README.md", "# Read me\n");
    let base = base.run(&["check", file.to_str().unwrap()]).exits(2).warns("outside of the knowledge base");
    base.run(&["check", "README.md"]).ok().says("0 files");
}

/// The rules found in a text, with what is silenced taken out.
fn silenced(body: &str) -> Vec<String> {
    let text = format!("---\ntitle: A\ndate: 2024-01-02\n---\n\n## Summary\n\n{body}\n");
    rules_of(&check(Base::new().file("book.toml", "").file("content/a.md", text), &[]), "a.md")
}

#[test]
fn a_comment_silences_what_it_names_and_nothing_else() {
    let allow = "<!-- lookback-allow counterfactual: said of a machine -->";
    let two = "<!-- lookback-allow counterfactual, human-error: said of a machine -->";
    assert!(silenced(&format!("{allow}\nWe should have tested it.")).is_empty());
    assert!(
        silenced("<!-- lookback-allow counterfactual: said\n of a machine -->\nWe should have tested it.")
            .is_empty()
    );
    assert!(silenced(&format!("{two}\nWe should have tested it. It was human error.")).is_empty());
    // What is shown as code is no comment.
    assert_eq!(silenced(&format!("```\n{allow}\n```\n\nWe should have tested it.")), ["counterfactual"]);
    assert_eq!(silenced(&format!("`{allow}`\nWe should have tested it.")), ["counterfactual"]);
    // Within an item it holds for that.
    assert_eq!(
        silenced(&format!("- We should have done it. {allow}\n- We should have asked.")),
        ["counterfactual"]
    );
    assert!(silenced(&format!("- We should have done it. {allow}\n- Nobody did.")).is_empty());
    for odd in ["lookback-allow: counterfactual", "lookback-alow counterfactual: x", "lookback-allow"] {
        let found = silenced(&format!("<!-- {odd} -->\nWe should have tested it."));
        assert_eq!(found, ["counterfactual", "unknown-rule"], "{odd}");
    }
}

#[test]
fn a_rule_that_is_asked_for_is_never_made_weaker() {
    let base = base().file("book.toml", "[check]\ncounterfactual = \"deny\"\n");
    let base = check(base, &["--warn", "counterfactual"]).exits(1);
    assert_eq!(findings(&base).len(), 2);
    let settings = "[check.folders.\"2015/**\"]\ncounterfactual = \"allow\"\n";
    let base = check(base.file("book.toml", settings), &["--warn", "counterfactual"]).ok();
    assert_eq!(rules_of(&base, "b.md"), ["counterfactual"]);
}

#[test]
fn where_there_is_nothing_to_check_it_says_so() {
    Base::new().file("book.toml", "").file("content/a.txt", "x").run(&["check"]).exits(2).warns("no-content");
}

#[test]
fn the_same_promise_is_told_of_in_the_later_post_mortem() {
    let items =
        "\n## Action items\n\n- [ ] Limit what one command may delete (owner: Ana, due: 2026-12-01)\n";
    let base = base().file("content/a.md", format!("{TEXT}{items}")).file(
        "content/later.md",
        format!("{}{items}", TEXT.replace("title: A", "title: C").replace("2024-01-02", "2024-03-02")),
    );
    let base = check(base, &[]);
    assert!(rules_of(&base, "later.md").contains(&"duplicate-action".to_owned()));
    assert_eq!(rules_of(&base, "a.md"), ["counterfactual"]);
}
