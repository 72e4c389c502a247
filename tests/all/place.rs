//! Which folder is the knowledge base, what in it is content, and what is not written where nothing is left.
#![expect(clippy::disallowed_methods, reason = "tests write files, and look at them")]

use std::fs;
use std::process::Command;

use crate::support::Base;

const ONE: &str =
    "---\ntitle: The cache was cold\ndate: 2024-01-02\nvisibility: public\n---\n\n## Summary\n\nCold.\n";
const TWO: &str = "---\ntitle: The queue was full\ndate: 2024-03-04\n---\n\n## Summary\n\nFull.\n";

/// How many post-mortems a command counts.
fn counted(base: &Base) -> usize {
    let records: Vec<serde_json::Value> = serde_json::from_str(&base.stdout()).unwrap();
    records.len()
}

#[test]
fn a_built_site_is_never_content() {
    let base = Base::new()
        .file("book.toml", "[book]\nsrc = \".\"\n")
        .file("2024-01-02-cache.md", ONE)
        .file("2024-03-04-queue.md", TWO)
        .build()
        .ok();
    // The folder that sites were written to before, and a site somewhere deep below.
    let base = base.file("book.toml", "[book]\nsrc = \".\"\n[build]\nbuild-dir = \"public\"\n").build().ok();
    let base = base.run(&["build", "-d", "deep/er/site"]).ok();
    let base = base.run(&["export"]).ok();
    assert_eq!(counted(&base), 2);
    let base = base.run(&["actions", "--format", "json"]).ok();
    base.run(&["stats"]).ok().says("2 incidents,");
}

#[test]
fn a_folder_called_site_without_our_list_is_content() {
    let base = Base::new()
        .file("book.toml", "[build]\nbuild-dir = \"out\"\n")
        .file("content/site/2024-01-02-cache.md", ONE)
        .run(&["export"])
        .ok();
    assert_eq!(counted(&base), 1);
}

#[test]
fn a_built_site_is_no_knowledge_base() {
    Base::small().build().ok().run(&["build", "site"]).exits(2).warns("built-site").warns("help:");
}

#[test]
fn commands_find_the_settings_above() {
    let base = Base::small().file("content/2024/deep/note.txt", "");
    for folder in ["content", "content/2024", "content/2024/deep"] {
        let here = base.path(folder);
        for arguments in
            [&["export"][..], &["stats"], &["search", "cache"], &["check"], &["actions"], &["build"]]
        {
            let output = crate::support::program().current_dir(&here).args(arguments).output().unwrap();
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            assert_eq!(output.status.code(), Some(0), "{folder} {arguments:?}: {said}");
            assert!(!said.contains("link-outside"), "{folder} {arguments:?}: {said}");
        }
        assert!(!here.join(".lookback").exists() && !here.join("site").exists(), "{folder}");
    }
    base.exists("site/2024/2024-01-02-cache.html");
}

#[test]
fn a_named_part_of_the_content_stands_for_the_whole() {
    let base = Base::small().run(&["export", "content/2024"]).ok();
    assert_eq!(counted(&base), 2);
    base.is_gone("content/2024/.lookback");
}

#[test]
fn a_check_of_a_part_is_of_that_part_from_wherever_it_is_asked_for() {
    let odd = |title: &str, date: &str| {
        format!("---\ntitle: {title}\ndate: {date}\nseverity: terrible\n---\n\nText.\n")
    };
    let base = Base::new()
        .file("kb/book.toml", "")
        .file("kb/content/2024/2024-05-06-odd.md", odd("Odd", "2024-05-06"))
        .file("kb/content/2025/2025-05-06-odd.md", odd("Other", "2025-05-06"));
    let check = |folder: &str, path: &str| {
        let output =
            crate::support::program().current_dir(base.path(folder)).args(["check", path]).output().unwrap();
        String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout)
    };
    for (folder, path) in [
        ("kb", "content/2025"),
        ("kb/content/2024", "../2025"),
        ("kb/content/2025", "."),
        (".", "kb/content/2025"),
    ] {
        let said = check(folder, path);
        let is_part = said.contains("2025-05-06-odd.md") && !said.contains("2024-05-06-odd.md");
        assert!(is_part, "{folder} {path}: {said}");
    }
    for (folder, path) in [(".", "kb"), ("kb", "."), ("kb/content", "..")] {
        assert!(check(folder, path).contains("2024-05-06-odd.md"), "{folder} {path}");
    }
}

#[test]
fn settings_above_a_repository_are_somebody_elses() {
    let base = Base::new()
        .file("book.toml", "[book]\ntitle = \"Others\"\n")
        .file("content/2023-01-01-other.md", ONE)
        .file("inner/.git/HEAD", "ref: refs/heads/main\n")
        .file("inner/2024-01-02-cache.md", ONE)
        .file("inner/2024-03-04-queue.md", TWO);
    let output = crate::support::program().current_dir(base.path("inner")).arg("export").output().unwrap();
    let records: Vec<serde_json::Value> = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(records.len(), 2);
}

#[test]
fn a_folder_above_the_knowledge_base_is_told_so() {
    let base = Base::new()
        .file("incidents/book.toml", "")
        .file("incidents/content/2024-01-02-cache.md", ONE)
        .file("README.md", "# Code\n")
        .run(&["build"])
        .exits(2)
        .warns("incidents")
        .warns("lookback build incidents");
    base.is_gone(".lookback").is_gone("site").run(&["build", "incidents"]).ok();
}

#[test]
fn a_plain_folder_of_markdown_is_a_knowledge_base() {
    let base = Base::new()
        .file("2024-01-02-cache.md", ONE)
        .file("deep/2024-03-04-queue.md", TWO)
        .run(&["export"])
        .ok();
    assert_eq!(counted(&base), 2);
}

#[test]
fn what_is_read_is_named_by_endings_or_patterns() {
    for (include, count) in [
        ("\"**/*.md\"", 2),
        ("\"*.md\"", 2),
        ("\".md\"", 2),
        ("\"md\"", 2),
        ("\"deep/**/*.md\", \"*.txt\"", 2),
        ("\"deep/**\"", 1),
    ] {
        let base = Base::new()
            .file("book.toml", format!("[content]\ninclude = [{include}]\n"))
            .file("content/2024-01-02-cache.md", ONE)
            .file("content/deep/er/2024-03-04-queue.md", TWO)
            .file("content/2024-05-06-notes.txt", ONE)
            .run(&["export"])
            .ok();
        assert_eq!(counted(&base), count, "{include}");
        let base = base.build().ok();
        if include == "\"**/*.md\"" {
            base.exists("site/deep/er/2024-03-04-queue.html");
        }
    }
}

#[test]
fn a_pattern_that_is_none_is_reported_with_its_line() {
    for wrong in ["\"[z\"", "\"\"", "\"/incidents/**\""] {
        Base::small()
            .file("book.toml", format!("[content]\ninclude = [\".md\", {wrong}]\n"))
            .build()
            .exits(2)
            .warns("book.toml:2:");
    }
}

#[test]
fn a_site_is_not_emptied_by_a_slip() {
    let base = Base::small().build().ok();
    let before = base.files("site");
    let base = base.file("book.toml", "[content]\ninclude = [\"incidents/**/*.md\"]\n").build().exits(2);
    let base = base.warns("--allow-empty").warns("incidents/**/*.md");
    assert_eq!(base.files("site"), before);
    let base = base.run(&["build", "--allow-empty"]).ok();
    base.is_gone("site/2024/2024-01-02-cache.html").build().ok();
}

#[test]
fn a_new_knowledge_base_may_be_empty() {
    Base::new().file("book.toml", "").file("content/pages/about.md", "# About\n").build().ok();
    Base::small().without("content/2024/2024-03-04-queue.md").build().ok();
}

#[test]
fn an_edition_without_anything_public_says_so() {
    Base::small().run(&["build", "--public"]).warns("nothing-public").warns("visibility: public");
    let base = Base::new()
        .file("book.toml", "")
        .file("content/2024-01-02-a.md", ONE)
        .file("content/2024-01-03-b.md", ONE.replace("cache", "disk"))
        .run(&["build", "--public"])
        .ok();
    let hidden = ONE.replace("visibility: public\n", "");
    base.file("content/2024-01-02-a.md", &hidden)
        .file("content/2024-01-03-b.md", &hidden)
        .run(&["build", "--public"])
        .exits(2)
        .warns("--allow-empty");
}

#[test]
fn more_threads_than_help_are_not_started() {
    Base::small().run(&["build", "--threads", "20000"]).ok().says("256");
    let quiet = Base::small().run(&["build", "--threads", "3"]).ok();
    assert!(!quiet.stdout().contains("threads"), "{}", quiet.stdout());
}

#[cfg(unix)]
#[test]
fn links_lead_to_nothing_that_is_no_content() {
    use std::os::unix::fs::symlink;
    let base = Base::new()
        .file("book.toml", "[book]\nsrc = \".\"\n[content]\nexclude = [\"drafts/**\"]\n")
        .file(".env", "zq-secret-1")
        .file("node_modules/a.txt", "zq-secret-2")
        .file("drafts/b.txt", "zq-secret-3")
        .file("shared/c.txt", "zq-public")
        .file(".hidden/d.txt", "zq-secret-4")
        .file(
            "2024-01-02-cache.md",
            format!("{ONE}\n[1](one.txt) [2](two.txt) [3](three.txt) [4](four.txt) [5](dir/d.txt)\n"),
        );
    symlink(base.path(".env"), base.path("one.txt")).unwrap();
    symlink("node_modules/a.txt", base.path("two.txt")).unwrap();
    symlink("drafts/b.txt", base.path("three.txt")).unwrap();
    symlink("shared/c.txt", base.path("four.txt")).unwrap();
    symlink(".hidden", base.path("dir")).unwrap();
    let base = base.build().ok().warns("one.txt").warns("two.txt").warns("three.txt");
    let site = base.files("site");
    let has =
        |text: &str| site.values().any(|bytes| bytes.windows(text.len()).any(|part| part == text.as_bytes()));
    assert!(has("zq-public"));
    for secret in ["zq-secret-1", "zq-secret-2", "zq-secret-3", "zq-secret-4"] {
        assert!(!has(secret), "{secret}");
    }
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_left_alone() {
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;
    let base = Base::small();
    for name in ["content/2024/pipe.md", "content/pipe.svg", "content/pipe.txt"] {
        assert!(Command::new("mkfifo").arg(base.path(name)).status().unwrap().success());
    }
    symlink("/dev/zero", base.path("content/2024/zero.md")).unwrap();
    let _socket = UnixListener::bind(base.path("content/socket.md")).unwrap();
    let base = base.build().ok().warns("pipe.md").warns("socket.md");
    let base = base.exists("site/2024/2024-01-02-cache.html");
    let base = base.run(&["check"]).warns("pipe.md");
    fs::remove_file(base.path("book.toml")).unwrap();
    assert!(Command::new("mkfifo").arg(base.path("book.toml")).status().unwrap().success());
    base.run(&["build"]).exits(2).warns("book.toml");
}
