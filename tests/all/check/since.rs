//! `--since`: findings on lines that a branch has changed.

use super::{check, findings, rules_of};
use crate::support::Base;
use crate::support::repository::git;

fn commit(base: Base) -> Base {
    git(base.root(), &["add", "-A"]);
    git(base.root(), &["commit", "-qm", "A change"]);
    base
}

const OLD: &str =
    "---\ntitle: Old\ndate: 2024-01-02\n---\n\n## Summary\n\nWe should have tested it.\n\nFiller.\n\nMore.\n";

/// A branch off `main`, which went on meanwhile.
fn repository() -> Base {
    let base = Base::new().file("book.toml", "").file("content/old.md", OLD).file("content/other.md", OLD);
    git(base.root(), &["init", "-q"]);
    let base = commit(base);
    git(base.root(), &["checkout", "-qb", "branch"]);
    git(base.root(), &["checkout", "-q", "main"]);
    let base = commit(base.file("content/other.md", OLD.replace("More.", "Somebody forgot to tell.")));
    git(base.root(), &["checkout", "-q", "branch"]);
    base
}

#[test]
fn only_lines_that_differ_are_told_of() {
    let base = commit(repository().file("content/old.md", OLD.replace("More.", "They forgot to tell.")));
    let base = check(base, &["--since", "main"]);
    let lines: Vec<_> =
        findings(&base).iter().map(|one| (one["rule"].clone(), one["line"].clone())).collect();
    assert_eq!(lines, [("person-failed".into(), 12.into())]);
    // The whole file has the older one too.
    let base = check(base, &["content/old.md"]);
    assert_eq!(rules_of(&base, "old.md"), ["counterfactual", "person-failed"]);
}

#[test]
fn what_is_not_committed_and_what_is_new_counts() {
    let base = repository().file("content/old.md", OLD.replace("More.", "They forgot to tell."));
    let base = base.file(
        "content/new folder/né\"w.md",
        "---\ndate: 2024-01-02\n---\n\n# New\n\nWe should have asked.\n",
    );
    let base = check(base, &["--since", "main"]);
    assert_eq!(rules_of(&base, "old.md"), ["person-failed"]);
    assert!(rules_of(&base, "w.md").contains(&"counterfactual".to_owned()));
    assert!(rules_of(&base, "other.md").is_empty());
}

#[test]
fn what_is_missing_counts_when_its_file_has_changed() {
    let text = "---\ntitle: Old\ndate: 2024-01-02\nseverity: sev2\n---\n\n## Summary\n\nIt broke.\n\n## Root cause\n\nA cache that was cold.\n";
    let base = commit(repository().file("content/third.md", text));
    let cut = text.split("\n## Root").next().unwrap();
    let base = base.file("content/third.md", cut);
    let base = check(base, &["--since", "HEAD"]);
    assert!(rules_of(&base, "third.md").contains(&"missing-section".to_owned()), "{}", base.stdout());
}

#[test]
fn a_file_that_was_moved_keeps_its_old_lines() {
    let base = repository();
    git(base.root(), &["mv", "content/old.md", "content/moved.md"]);
    let base = check(base, &["--since", "main"]);
    assert!(findings(&base).is_empty(), "{}", base.stdout());
}

#[test]
fn a_revision_that_is_not_there_is_an_error_with_a_way_out() {
    let base =
        repository().run(&["check", "--since", "nowhere"]).exits(2).warns("there is no revision `nowhere`");
    base.run(&["check", "--since", "--output=x"])
        .exits(2)
        .run(&["check", "--since=-x"])
        .exits(2)
        .warns("no revision");
    Base::new()
        .file("content/a.md", OLD)
        .run(&["check", "--since", "main"])
        .exits(2)
        .warns("there is no git repository");
}

#[test]
fn a_shallow_clone_is_told_how_deep_to_go() {
    let base = commit(repository().file("content/new.md", OLD));
    let clone = base.root().join("clone");
    let url = format!("file://{}", base.root().display());
    git(base.root(), &["clone", "-q", "--depth=1", &url, clone.to_str().unwrap()]);
    let output =
        crate::support::program().current_dir(&clone).args(["check", "--since", "HEAD~1"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("fetch-depth: 0"), "{said}");
}

#[test]
fn a_repository_can_neither_run_anything_nor_hide_a_change() {
    let base = repository().file("content/old.md", OLD.replace("More.", "They forgot to tell."));
    let base = base.file(".gitattributes", "*.md -diff filter=evil diff=evil\n");
    let mark = base.root().join("ran");
    let command = format!("touch '{}'; cat", mark.display());
    for key in [
        "filter.evil.clean",
        "filter.evil.smudge",
        "diff.evil.command",
        "diff.evil.textconv",
        "core.fsmonitor",
        "diff.external",
    ] {
        git(base.root(), &["config", key, &command]);
    }
    git(base.root(), &["config", "diff.noprefix", "true"]);
    git(base.root(), &["config", "diff.interHunkContext", "9"]);
    let _ = std::fs::remove_file(&mark);
    let base = check(base, &["--since", "main"]);
    assert!(rules_of(&base, "old.md").contains(&"person-failed".to_owned()), "{}", base.stderr());
    assert!(!mark.exists());
}

#[test]
fn what_a_branch_breaks_in_other_files_is_told() {
    let base = repository();
    git(base.root(), &["checkout", "-q", "main"]);
    let pointing = "---\ntitle: Pointing\ndate: 2024-02-02\n---\n\n## Summary\n\nAs [before](other.md), and [long gone](gone.md).\n";
    let base = commit(base.file("content/pointing.md", pointing));
    git(base.root(), &["checkout", "-qb", "moving"]);
    git(base.root(), &["mv", "content/other.md", "content/moved.md"]);
    let base = check(commit(base), &["--since", "main"]).exits(1);
    let of_pointing: Vec<_> = findings(&base)
        .into_iter()
        .filter(|one| one["path"] == "content/pointing.md")
        .map(|one| {
            (one["rule"].clone(), one["line"].clone(), one["message"].to_string().contains("other.md"))
        })
        .collect();
    assert_eq!(of_pointing, [("broken-link".into(), 8.into(), true)]);
}
