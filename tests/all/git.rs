//! What git knows of a knowledge base, through the real program and real repositories.
#![expect(clippy::disallowed_methods, reason = "tests make repositories")]

use std::fs;

use crate::support::Base;
use crate::support::repository::git_on;

/// Commits everything.
fn commit(base: Base, day: &str, name: &str) -> Base {
    git_on(base.root(), day, name, &["add", "-A"]);
    git_on(base.root(), day, name, &["commit", "-qm", "A change"]);
    base
}

fn text(status: &str) -> String {
    let filler =
        "The cache had been emptied by hand, and every request went to the database at once. ".repeat(8);
    format!(
        "---\ntitle: Cold\ndate: 2024-01-02\nstatus: {status}\nservices: [Shop]\n---\n\n## Summary\n\n{filler}\n"
    )
}

const SETTINGS: &str = "[output.html]\ngit-repository-url = \"https://example.org/o/r\"\n";

/// Drafted, moved, reviewed, made final, touched again.
fn repository(settings: &str) -> Base {
    let base = Base::new().file("book.toml", settings).file(".gitignore", "/site\n");
    git_on(base.root(), "2024-01-03", "Zoe", &["init", "-q"]);
    let base = commit(base.file("content/draft.md", text("draft")), "2024-01-03", "Zoe");
    git_on(base.root(), "2024-01-05", "Ben", &["mv", "content/draft.md", "content/cold cache.md"]);
    let base = commit(base, "2024-01-05", "Ben");
    let base = commit(base.file("content/cold cache.md", text("in-review")), "2024-01-08", "Zoe");
    let base = commit(base.file("content/cold cache.md", text("final")), "2024-01-15", "Ada");
    commit(base.file("content/cold cache.md", text("final") + "\nOne more line.\n"), "2024-02-01", "Ada")
}

const PAGE: &str = "cold cache.html";

#[test]
fn a_post_mortem_says_when_it_was_written_changed_and_final() {
    let base = repository(SETTINGS).run(&["build", "--strict", "--today", "2024-02-10"]).ok().silent();
    base.page(PAGE, |page| {
        assert_eq!(
            page.texts(".hist li"),
            [
                "2024-02-01Last changed",
                "2024-01-15Became final, 12 days after the first draft",
                "2024-01-03First draft",
            ]
        );
        assert_eq!(
            page.attributes(".hist a", "href"),
            ["https://example.org/o/r/commits/HEAD/content/cold%20cache.md"]
        );
        assert!(!page.texts(".hist").concat().contains("Ada"));
    })
    .page("changes.html", |page| {
        page.has("#lb-final", "Became final");
        page.has(".titles .gap", "2024-01-15 · final, 12 days after its first draft");
        page.has_no("#lb-new");
    });
}

#[test]
fn contributors_are_named_only_if_that_is_wanted_by_name() {
    let settings = "[git]\ncontributors = true\n";
    repository(settings)
        .run(&["build"])
        .ok()
        .page(PAGE, |page| assert_eq!(page.texts(".hist p"), ["By Ada, Ben, Zoe"]));
}

#[test]
fn the_review_ends_when_it_is_published() {
    let base = repository("")
        .file("content/cold cache.md", text("final").replace("status", "published: 2024-01-10\nstatus"));
    commit(base, "2024-02-02", "Ada")
        .run(&["build", "--today", "2024-02-05"])
        .ok()
        .page(PAGE, |page| {
            page.has(".hist li", "2024-01-10Published, 7 days after the first draft");
            page.has(".hist li", "2024-01-15Became final");
        })
        .page("changes.html", |page| {
            page.has("#lb-new + ul .gap", "2024-01-10 · published, 8 days after the incident")
        });
}

#[test]
fn what_git_has_said_is_remembered_until_the_next_commit() {
    let build = |base: Base| {
        let trace = base.path(".git/trace");
        let _ = fs::remove_file(&trace);
        let base = base.run_with(&["build"], |command| {
            command.env("GIT_TRACE", &trace);
        });
        let asked = fs::read_to_string(&trace).unwrap();
        (base.ok(), ["git log", "git cat-file"].map(|one| asked.contains(&format!("built-in: {one}"))))
    };
    let (base, asked) = build(repository(""));
    assert_eq!(asked, [true, true]);
    // Not committed yet.
    let (base, asked) = build(base.file("content/cold cache.md", text("final") + "\nAnother line.\n"));
    assert_eq!(asked, [false, false]);
    let is_final = |page: crate::support::Page| page.has(".hist li", "2024-01-15Became final, 12 days after");
    let base = base.page(PAGE, is_final);
    let (base, asked) = build(commit(base, "2024-03-01", "Ada"));
    assert!(asked[0]);
    let base = base.page(PAGE, is_final).page(PAGE, |page| page.has(".hist li", "2024-03-01Last changed"));
    let (base, _) = build(base.file("content/cold cache.md", text("draft")));
    base.page(PAGE, |page| page.has_no(".hist li:nth-child(3)"));
}

#[test]
fn the_same_commit_gives_the_same_bytes() {
    let base = repository(SETTINGS).run(&["build", "--today", "2024-02-10"]).ok();
    let before = base.files("site");
    let clone = tempfile::tempdir().unwrap();
    let target = clone.path().join("copy");
    let (from, to) = (base.root().to_str().unwrap().to_owned(), target.to_str().unwrap().to_owned());
    git_on(base.root(), "2024-03-01", "Ada", &["clone", "-q", &from, &to]);
    let dest = clone.path().join("site");
    let base = base
        .run(&["build", &to, "-d", dest.to_str().unwrap(), "--today", "2024-02-10", "--threads", "1"])
        .ok();
    drop(base);
    assert!(crate::support::files(&dest) == before, "the clone gives another site");
}

#[test]
fn a_worktree_and_a_folder_deep_inside_of_a_repository_are_read_too() {
    let base = repository("");
    let other = tempfile::tempdir().unwrap();
    let worktree = other.path().join("tree");
    git_on(base.root(), "2024-03-01", "Ada", &["worktree", "add", "-q", worktree.to_str().unwrap()]);
    let dest = other.path().join("site");
    base.run(&["build", worktree.to_str().unwrap(), "-d", dest.to_str().unwrap()]).ok();
    assert!(fs::read_to_string(dest.join(PAGE)).unwrap().contains("First draft"));

    let base = Base::new()
        .file("docs/incidents/content/a.md", text("final"))
        .file("docs/incidents/book.toml", SETTINGS);
    git_on(base.root(), "2024-01-03", "Zoe", &["init", "-q"]);
    commit(base, "2024-01-03", "Zoe").run(&["build", "docs/incidents", "-d", "site"]).ok().page(
        "a.html",
        |page| {
            assert_eq!(page.texts(".hist li"), ["2024-01-03Last changed", "2024-01-03First draft"]);
            let history = "https://example.org/o/r/commits/HEAD/docs/incidents/content/a.md";
            assert_eq!(page.attributes(".hist a", "href"), [history]);
        },
    );
}

#[test]
fn a_shallow_clone_says_so_and_claims_nothing() {
    let base = repository("");
    let clone = tempfile::tempdir().unwrap();
    let target = clone.path().join("copy");
    let from = format!("file://{}", base.root().display());
    git_on(
        base.root(),
        "2024-03-01",
        "Ada",
        &["clone", "-q", "--depth", "2", &from, target.to_str().unwrap()],
    );
    let dest = clone.path().join("site");
    let base = base
        .run(&["build", target.to_str().unwrap(), "-d", dest.to_str().unwrap(), "--strict"])
        .ok()
        .silent()
        .says("note: the clone is shallow");
    drop(base);
    let page = fs::read_to_string(dest.join(PAGE)).unwrap();
    assert!(page.contains("Last changed") && !page.contains("First draft") && !page.contains("Became final"));
    assert!(fs::read_to_string(dest.join("changes.html")).unwrap().contains("shallow clone"));
}

#[test]
fn without_git_without_commits_or_switched_off_nothing_is_said() {
    let none = |base: Base| {
        base.run(&["build"]).ok().silent().page(PAGE, |page| page.has_no(".hist"));
    };
    none(Base::new().file("content/cold cache.md", text("final")));
    let empty = Base::new().file("content/cold cache.md", text("final"));
    git_on(empty.root(), "2024-01-03", "Zoe", &["init", "-q"]);
    none(empty);
    none(repository("[git]\nenable = false\n"));
    let base = repository("").run_with(&["build"], |command| {
        command.env("PATH", "/nonexistent");
    });
    base.ok().silent().page(PAGE, |page| page.has_no(".hist"));
}

#[test]
fn the_surroundings_of_a_hook_lead_nowhere_else() {
    let elsewhere = repository("");
    let base = Base::new().file("content/cold cache.md", text("final"));
    let folder = elsewhere.path(".git");
    let base = base.run_with(&["build"], |command| {
        command.env("GIT_DIR", &folder).env("GIT_WORK_TREE", elsewhere.root());
    });
    base.ok().page(PAGE, |page| page.has_no(".hist"));
}

#[cfg(unix)]
#[test]
fn a_repository_can_not_make_git_run_anything() {
    use std::os::unix::fs::PermissionsExt;
    let base = repository("");
    let (script, trace) = (base.path("evil.sh"), base.path("ran"));
    fs::write(&script, format!("#!/bin/sh\ntouch {}\n", trace.display())).unwrap();
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
    let evil = script.display();
    let config = format!(
        "\n[core]\n\tfsmonitor = {evil}\n\tpager = {evil}\n\tsshCommand = {evil}\n\teditor = {evil}\n\thooksPath = {root}\n\
         [log]\n\tshowSignature = true\n\tfollow = true\n[gpg]\n\tprogram = {evil}\n[gpg \"ssh\"]\n\tprogram = {evil}\n\
         [diff]\n\texternal = {evil}\n[diff \"md\"]\n\ttextconv = {evil}\n\tcommand = {evil}\n[filter \"md\"]\n\tsmudge = {evil}\n\tclean = {evil}\n\
         [alias]\n\tlog = !{evil}\n\trev-parse = !{evil}\n[pager]\n\tlog = {evil}\n[uploadpack]\n\tpackObjectsHook = {evil}\n",
        root = base.root().display(),
    );
    let path = base.path(".git/config");
    let before = fs::read_to_string(&path).unwrap();
    let base = base.file(".gitattributes", "*.md diff=md filter=md\n");
    fs::write(&path, before + &config).unwrap();
    let base = base.run(&["build", "--today", "2024-02-10"]).ok();
    assert!(!trace.exists(), "a program of the repository's was run");
    base.page(PAGE, |page| page.has(".hist li", "First draft"));
}

#[cfg(unix)]
#[test]
fn a_repository_that_is_only_a_folder_of_the_content_is_not_believed() {
    let base = Base::new().file("content/cold cache.md", text("final"));
    let content = base.path("content");
    git_on(&content, "2024-01-03", "Zoe", &["init", "-q", "--bare", "."]);
    base.run(&["build"]).ok().page(PAGE, |page| page.has_no(".hist"));
}

#[test]
fn how_long_it_took_to_publish_is_known_from_git() {
    let figures = |base: &Base| -> serde_json::Value {
        serde_json::from_str::<serde_json::Value>(&base.stdout()).unwrap()["publication"].clone()
    };
    // The incident of 2 January became final on the 15th. One without a status can be read once it is committed.
    let quick = "---\ntitle: Quick\ndate: 2024-03-01\n---\n\nText.\n";
    let draft = "---\ntitle: Draft\ndate: 2024-03-01\nstatus: draft\n---\n\nText.\n";
    let base = repository("").file("content/quick.md", quick).file("content/a-draft.md", draft);
    let base = commit(base, "2024-03-04", "Ada").run(&["stats", "--json"]).ok();
    let found = figures(&base);
    assert_eq!((&found["n"], &found["from_git"], &found["not_recorded"]), (&2.into(), &2.into(), &1.into()));
    assert_eq!((&found["days"]["shortest"], &found["days"]["longest"]), (&3.into(), &13.into()));
    let base = base.run(&["build", "-q"]).ok().page("insights.html", |page| {
        page.has("#lb-published", "2 by what git knows");
        page.has("section[aria-labelledby=lb-published] .cap", "Left out: 1 of which it is not recorded.");
    });
    // Eleven that came at once were not written on that day.
    let many = (1..=11).fold(base, |base, number| {
        base.file(&format!("content/old/{number}.md"), quick.replace("2024-03-01", "2019-03-01"))
    });
    let many = commit(many, "2024-03-05", "Ada").run(&["stats", "--json"]).ok();
    let found = figures(&many);
    assert_eq!((&found["n"], &found["imported"], &found["not_recorded"]), (&2.into(), &11.into(), &1.into()));
}
