//! `lookback review`: what a pull request brings, in a repository with two commits.

use std::fmt::Write as _;

use crate::support::Base;
use crate::support::repository::git;
use serde_json::Value;

const TODAY: &str = "2026-06-01";

const EARLIER: &str = "---
title: An expired certificate stops payments
date: 2025-03-09
severity: sev1
services: [Checkout API]
causes: [certificate expiry]
action_items:
  - {title: Alert thirty days before a certificate expires, owner: Platform, due: 2025-06-30}
  - {title: Renew by a timer, done: 2025-04-01}
---

## Summary

The certificate of the gateway had expired.
";

const RETURN: &str = "---
title: Payments fail again
date: 2026-05-04
severity: sev2
services: [Checkout API]
causes: [certificate expiry]
started_at: 2026-05-04T10:00:00Z
detected_at: 2026-05-04T10:12:00Z
resolved_at: 2026-05-04T11:10:00Z
action_items:
  - {title: Watch the chain too}
---

## Summary

The certificate of the intermediate had expired.
";

trait Repository {
    fn git(self, arguments: &[&str]) -> Self;
    fn commit(self) -> Self;
    /// What is reviewed against the branch `main`.
    fn review(self, arguments: &[&str]) -> Self;
    fn json(self) -> Value;
}

impl Repository for Base {
    #[track_caller]
    fn git(self, arguments: &[&str]) -> Self {
        git(self.root(), arguments);
        self
    }

    fn commit(self) -> Self {
        self.git(&["add", "-A"]).git(&["commit", "--quiet", "--message", "Change"])
    }

    fn review(self, arguments: &[&str]) -> Self {
        self.run(&[&["review", "--base", "main", "--today", TODAY], arguments].concat())
    }

    fn json(self) -> Value {
        let base = self.review(&["--format", "json"]).ok().silent();
        let schema: Value =
            serde_json::from_str(&Base::new().run(&["review", "--schema"]).ok().stdout()).unwrap();
        let review: Value = serde_json::from_str(&base.stdout()).unwrap();
        let errors: Vec<String> = jsonschema::draft202012::new(&schema)
            .unwrap()
            .iter_errors(&review)
            .map(|error| error.to_string())
            .collect();
        assert!(errors.is_empty(), "{errors:?}");
        review
    }
}

/// A knowledge base on a branch `change` that is where `main` is.
fn repository() -> Base {
    Base::small()
        .file(
            "book.toml",
            "[book]\ntitle = \"Small\"\n[output.html]\nsite-url = \"https://wiki.example.org/\"\n",
        )
        .file("content/2025/expired.md", EARLIER)
        .git(&["init", "--quiet"])
        .commit()
        .git(&["checkout", "--quiet", "-b", "change"])
}

#[test]
fn a_return_is_named_with_what_is_still_open() {
    let base = repository().file("content/2026/again.md", RETURN).commit().review(&[]).ok().silent();
    let text = base.stdout();
    assert!(text.starts_with("<!-- lookback review -->\n"), "{text}");
    base.says("1 post-mortem added; ")
        .says("**It happened before.**")
        .says("### [Payments fail again](content/2026/again.md): added")
        .says("2026-05-04 · SEV2 · Checkout API · certificate expiry · noticed after 12 min, resolved after 1 h 10 · 1 action item, 1 open")
        // The earlier one has a page; the new one has none yet.
        .says("- [An expired certificate stops payments](https://wiki.example.org/2025/expired.html) (2025-03-09, SEV1, 1 y 1 mo before): same cause, same service; 1 of 2 actions still open")
        .says("- **open**: Alert thirty days before a certificate expires (Platform, due 2025-06-30, 336 days late)")
        .says("“Alert thirty days before a certificate expires” was promised after “An expired certificate stops payments” and is not done.")
        .says("Who does “Watch the chain too”?");
}

#[test]
fn the_same_change_gives_the_same_words() {
    let base = repository().file("content/2026/again.md", RETURN).commit().review(&[]);
    let first = base.stdout();
    assert_eq!(base.review(&[]).stdout(), first);
}

#[test]
fn what_is_not_committed_counts() {
    repository().file("content/2026/again.md", RETURN).review(&[]).ok().says("Payments fail again");
}

#[test]
fn nothing_changed_is_said() {
    repository().review(&[]).ok().silent().says("Nothing to review");
    // Other files are nobody's incident.
    repository()
        .file("README.md", "Hello")
        .file("content/notes.txt", "x")
        .commit()
        .review(&[])
        .says("Nothing to review");
}

#[test]
fn a_changed_fact_is_told_and_asked_about() {
    let changed = EARLIER
        .replace("sev1", "sev3")
        .replace(", due: 2025-06-30", ", done: 2026-01-02")
        .replace("  - {title: Renew by a timer, done: 2025-04-01}\n", "");
    let base = repository().file("content/2025/expired.md", changed).commit().review(&[]).ok();
    let base = base
        .says("1 post-mortem changed")
        .says("- severity: SEV1 → SEV3")
        .says("- action: Alert thirty days before a certificate expires: open → done")
        .says("- action taken out: Renew by a timer")
        .says("Why is the severity SEV3 now, and no longer SEV1?")
        .says("Why was “Renew by a timer” taken out");
    // Its company is the same as before.
    assert!(!base.stdout().contains("happened before"), "{}", base.stdout());
}

#[test]
fn a_mended_word_in_an_old_post_mortem_brings_no_old_findings() {
    let old = "---\ntitle: Old\ndate: 2024-05-05\nseverity: sev4\nservices: [Mail]\nowner: x\n---\n\n## Summary\n\nSomeone should have known.\n\nA tpyo.\n";
    let base = repository().git(&["checkout", "--quiet", "main"]).file("content/old.md", old).commit();
    let base = base
        .git(&["checkout", "--quiet", "-B", "change"])
        .file("content/old.md", old.replace("tpyo", "typo"))
        .commit();
    let review = base.json();
    let findings = review["post_mortems"][0]["findings"].as_array().unwrap();
    assert!(
        findings.iter().all(|finding| finding["line"].is_null() || finding["line"] == 13),
        "{findings:?}"
    );
}

#[test]
fn a_moved_and_a_removed_file_are_told_with_what_points_to_them() {
    let base = repository()
        .git(&["mv", "content/2024/2024-01-02-cache.md", "content/2024/cold.md"])
        .without("content/2025/expired.md")
        .commit()
        .review(&[])
        .ok()
        .says("1 post-mortem moved, 1 removed")
        .says("moved from 2024/2024-01-02-cache.md")
        .says("post-mortem **An expired certificate stops payments** (2025/expired.md, 2025-03-09); 1 action item goes with it, still to be done")
        .says("### Links that this breaks")
        .says("2024-03-04-queue.md:11");
    let review = base.json();
    assert_eq!(review["post_mortems"][0]["from"], "2024/2024-01-02-cache.md");
    assert_eq!(review["removed"][0]["open"], 1);
}

#[test]
fn a_new_name_is_asked_about() {
    let text = RETURN.replace("[Checkout API]", "[Chekout API, Search]");
    let base = repository()
        .file("content/2026/again.md", text)
        .file("content/services/search.md", "---\nname: Search\n---\n")
        .commit()
        .review(&[])
        .ok()
        .says("- service **Chekout API**: is it **Checkout API**?, in 2026/again.md")
        .says("- service **Search** (with a description)")
        .says("Is the service “Chekout API” a new one, or is it “Checkout API”?")
        .says("- service [Search](content/services/search.md): added");
    assert_eq!(base.json()["new_names"].as_array().unwrap().len(), 2);
}

#[test]
fn a_hostile_title_is_only_text() {
    let title =
        "</details> <script>x</script> @ann fixes #12 ![a](b) `c` | **d** https://example.org/issues/1";
    let text = RETURN
        .replace("Payments fail again", &format!("'{title}'"))
        .replace("Watch the chain too", "'@team /close'");
    let base = repository().file("content/2026/a (b) [c].md", text).commit().review(&[]).ok();
    let text = base.stdout();
    for bad in
        ["<script", "</details> <", "@ann", "@team", "#12", "![a]", "`c`", "https://example.org/issues"]
    {
        assert!(!text.contains(bad), "{bad} is in\n{text}");
    }
    assert!(text.contains("(content/2026/a%20%28b%29%20%5Bc%5D.md)"), "{text}");
    assert!(text.lines().all(|line| !line.starts_with('/')), "{text}");
}

#[test]
fn three_hundred_files_stay_below_the_limit() {
    let mut base = repository();
    for number in 0..300 {
        let mut text =
            RETURN.replace("Payments fail again", &format!("Payments fail for the {number}. time"));
        for line in 0..20 {
            writeln!(text, "\nThe operator should have known better, number {line}.").unwrap();
        }
        base = base.file(&format!("content/2026/again-{number}.md"), text);
    }
    let base = base.commit().review(&[]).ok().says("300 post-mortems added");
    let length = |base: &Base| base.stdout().chars().count();
    assert!((20_000..=65_536).contains(&length(&base)), "{}", length(&base));
    let base = base.review(&["--limit", "5000"]).ok().says("**Left out**");
    assert!(length(&base) <= 5_000);
    assert_eq!(base.stdout().matches("<details>").count(), base.stdout().matches("</details>").count());
    let base =
        base.review(&["--limit", "1000"]).ok().says("300 of them happened before").says("**Left out**");
    assert!(length(&base) <= 1_000);
}

#[test]
fn addresses_of_files_are_whole_where_they_are_known() {
    repository()
        .file("content/2026/again.md", RETURN)
        .review(&["--files-url", "https://example.org/o/r/blob/abc"])
        .ok()
        .says("(https://example.org/o/r/blob/abc/content/2026/again.md)");
}

#[test]
fn the_target_of_a_pull_request_is_taken_from_ci() {
    let base = repository().file("content/2026/again.md", RETURN).commit();
    let base = base.git(&["update-ref", "refs/remotes/origin/trunk", "main"]);
    for name in ["GITHUB_BASE_REF", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME"] {
        let at = Base::new();
        let _ = at
            .run_with(&["review", "--root", base.root().to_str().unwrap()], |command| {
                command.env(name, "trunk");
            })
            .ok()
            .says("Payments fail again");
    }
    // Without one, the branch that there is.
    base.run(&["review"]).ok().says("Payments fail again");
}

#[test]
fn a_knowledge_base_below_the_root_of_its_repository_works() {
    let base = Base::new()
        .file("docs/book.toml", "[book]\ntitle = \"Small\"\n")
        .file("docs/content/2025/expired.md", EARLIER)
        .git(&["init", "--quiet"])
        .commit()
        .git(&["checkout", "--quiet", "-b", "change"])
        .file("docs/content/2025/expired.md", EARLIER.replace("sev1", "sev3"))
        .file("docs/content/2026/again.md", RETURN)
        .commit();
    base.review(&["--root", "docs"]).ok().says("(docs/content/2026/again.md)").says("SEV1 → SEV3");
}

#[test]
fn without_git_or_base_it_says_what_to_do() {
    Base::small().run(&["review"]).exits(2).warns("unknown-revision").warns("--base main");
    Base::small().run(&["review", "--base", "main"]).exits(2).warns("unknown-revision");
    repository().run(&["review", "--base", "nowhere"]).exits(2).warns("there is no revision `nowhere`");
    repository().run(&["review", "--base=--output=x"]).exits(2).warns("unknown-revision").is_gone("x");
}

#[test]
fn a_limit_that_leaves_no_room_is_refused() {
    for limit in ["10", "999", "much"] {
        repository().run(&["review", "--limit", limit]).exits(2).warns("--limit").warns("characters");
    }
}

#[test]
fn a_removed_section_and_what_was_known_by_it_are_told_and_asked_about() {
    let timed = "---
title: Slow mail
date: 2026-02-03
severity: sev3
services: [Mail]
---

## Summary

Mail was slow.

## Timeline

- 2026-02-03 10:00 UTC [start] The queue grew.
- 2026-02-03 10:06 UTC [detected] An alert.
- 2026-02-03 10:47 UTC [mitigated] A second worker.
- 2026-02-03 11:30 UTC [resolved] The queue was empty.

## Lessons

Workers are cheap.
";
    let (before, rest) = timed.split_once("## Timeline").unwrap();
    let (_, after) = rest.split_once("## Lessons").unwrap();
    let base = repository().git(&["checkout", "--quiet", "main"]).file("content/mail.md", timed).commit();
    let base = base
        .git(&["checkout", "--quiet", "-B", "change"])
        .file("content/mail.md", format!("{before}## Lessons learned{after}"))
        .commit()
        .review(&[])
        .ok()
        .says("1 post-mortem changed; 2 questions.")
        .says("- section removed: Timeline\n")
        .says("- time to mitigate: 47 min → nothing")
        .says("Why was the section “Timeline” removed?")
        .says("Why are the time to detect, the time to mitigate and the time to resolve no longer known?");
    // A section with another heading is still there.
    assert!(!base.stdout().contains("Lessons"), "{}", base.stdout());
}

#[test]
fn changed_settings_are_told() {
    let base = repository();
    let settings = base.read("book.toml").replace("\"Small\"", "\"Wiki of @all\"");
    let base = base
        .file("book.toml", format!("{settings}[check]\nno-owner = \"deny\"\n"))
        .commit()
        .review(&[])
        .ok()
        .says("No post-mortem changed; nothing odd.")
        .says(
            "Settings changed: `book.title`: Small → Wiki of @\u{2060}all, `check.no-owner`: nothing → deny.",
        );
    assert_eq!(
        base.json()["settings"][1],
        serde_json::json!({"key": "check.no-owner", "before": null, "after": "deny"})
    );
}

#[test]
fn a_base_that_is_checked_out_itself_is_said() {
    repository().review(&[]).ok().says("What is checked out has no commit that `main` lacks").says("--base");
    repository()
        .file("content/2026/again.md", RETURN)
        .review(&[])
        .says("1 post-mortem added")
        .says("only what is not committed is compared");
    let base = repository().file("README.md", "Hello").commit().review(&[]).ok();
    let _ = base.says("has changed since `main` (`").json();
}

#[test]
fn what_happened_before_is_named_in_the_summary() {
    let mut base = repository().file("content/2026/again.md", RETURN);
    for number in 0..4 {
        let text =
            format!("---\ntitle: Other {number}\ndate: 2026-05-1{number}\nseverity: sev3\n---\n\nText.\n");
        base = base.file(&format!("content/2026/other-{number}.md"), text);
    }
    base.review(&[])
        .ok()
        .says("**1 of them happened before:** [Payments fail again](content/2026/again.md).");
}

#[test]
fn another_report_of_the_same_day_did_not_happen_before() {
    let same_day = EARLIER.replace("An expired certificate stops payments", "Payments stood still");
    let base = repository()
        .file("content/2025/copy.md", same_day.as_str())
        .review(&[])
        .ok()
        .says("1 post-mortem added");
    assert!(!base.stdout().contains("appened before"), "{}", base.stdout());
    // Unless the one began after the other.
    let at = |time: &str, text: &str| {
        text.replace("severity:", &format!("started_at: 2025-03-09T{time}Z\nseverity:"))
    };
    repository()
        .git(&["checkout", "--quiet", "main"])
        .file("content/2025/expired.md", at("08:00:00", EARLIER))
        .commit()
        .git(&["checkout", "--quiet", "-B", "change"])
        .file("content/2025/evening.md", at("20:00:00", &same_day))
        .review(&[])
        .ok()
        .says("It happened before");
}

#[test]
fn messages_keep_their_code_and_end_once() {
    let text = RETURN.replace("services:", "recurrence_of: no_such_one\nservices:");
    let base = repository()
        .file(
            "content/2026/again.md",
            format!("{text}\n## Action items\n\n- Be careful\n- Improve monitoring\n"),
        )
        .review(&[])
        .ok()
        .says("`recurrence_of: no_such_one` names no post-mortem");
    assert!(!base.stdout().contains("\\`") && !base.stdout().contains("?."), "{}", base.stdout());
}

#[test]
fn names_of_commits_in_titles_are_no_links() {
    let hash = "0123456789abcdef0123456789abcdef01234567";
    let text = RETURN.replace("Payments fail again", &format!("Revert {hash}"));
    let base = repository().file("content/2026/again.md", text).commit().review(&[]).ok();
    assert!(!base.stdout().contains(hash) && base.stdout().contains("Revert 012345"), "{}", base.stdout());
}
