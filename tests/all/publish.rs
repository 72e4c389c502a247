//! What is written, and what is left alone: through the real program.
#![expect(clippy::disallowed_methods, reason = "tests set up and look at folders")]

use std::fs;
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::support::{Base, program};

#[test]
fn a_second_build_writes_nothing() {
    let base = Base::small().build().ok().silent();
    let first = base.files("site");
    let base = base.build().ok().says("0 files written").says("0 removed");
    assert_eq!(base.files("site"), first);
}

#[test]
fn two_clean_builds_are_the_same_whatever_the_threads() {
    let base = Base::small().run(&["build", "-d", "one", "--threads", "1"]).ok();
    let base = base.without(".lookback").run(&["build", "-d", "eight", "--threads", "8"]).ok();
    assert_eq!(base.files("one"), base.files("eight"));
}

#[test]
fn a_change_writes_what_shows_it_and_a_removal_removes() {
    // A page that can be found changes the index as well.
    let base = Base::small()
        .file("book.toml", "[output.html.search]\nenable = false\n")
        .file("content/pages/about.md", "---\nsummary: Who we are.\n---\n\n# About\n\nThis.\n")
        .build()
        .ok();
    let before = base.files("site");
    let base = base
        .file("content/pages/about.md", "---\nsummary: Who we are.\n---\n\n# About\n\nThat.\n")
        .build()
        .ok()
        .says("2 files written");
    let after = base.files("site");
    let changed = after.iter().filter(|(path, bytes)| before.get(*path) != Some(bytes)).collect::<Vec<_>>();
    // The page, and its Markdown.
    assert_eq!(changed.len(), 2, "{changed:?}");
    let base = base.without("content/2024").run(&["build", "--allow-empty"]).ok();
    base.is_gone("site/2024").is_gone("site/services/shop.html");
}

#[test]
fn a_file_of_somebody_else_is_left_alone() {
    let base = Base::small().build().ok();
    let base = base.file("site/notes.txt", "mine").file("site/pages/about.html", "mine");
    let base = base.file("content/pages/about.md", "# About\n").build().ok().warns("error[foreign-file]");
    assert_eq!(base.read("site/notes.txt"), "mine");
    assert_eq!(base.read("site/pages/about.html"), "mine");
    base.run(&["build", "--strict"]).exits(1);
}

#[test]
fn a_folder_that_is_not_ours_is_refused() {
    let base =
        Base::small().file("site/thesis.txt", "mine").build().exits(2).warns("did not write").warns("help:");
    assert_eq!(base.files("site").len(), 1);
    for dest in [".", "content", ".."] {
        Base::small().run(&["build", "-d", dest]).exits(2).warns("knowledge base itself").exists("book.toml");
    }
    Base::small().file("site", "a file").build().exits(2).warns("is a file, not a folder");
}

#[test]
fn a_clone_of_a_branch_of_pages_is_accepted() {
    Base::small()
        .file("site/.git/HEAD", "ref")
        .file("site/.nojekyll", "")
        .build()
        .ok()
        .silent()
        .exists("site/.git/HEAD");
}

#[test]
fn a_site_inside_of_the_content_is_not_content() {
    let base = Base::new().file("a.md", "# A\n\n[notes](notes.md.txt) ![p](p.svg)\n").file("p.svg", "<svg/>");
    let base = base.file("notes.md.txt", "x").run(&["build", "-d", "./out"]).ok().silent();
    // Markdown that somebody has put beside our pages would be read again and again.
    let base = base.file("out/b.md", "# B").run(&["build", "-d", "out", "-v"]).ok().says("1 post-mortem,");
    base.says("0 files written");
}

#[test]
fn two_builds_at_once_take_turns() {
    let base = Base::small();
    let start =
        || program().current_dir(base.root()).args(["build", "-q"]).stderr(Stdio::piped()).spawn().unwrap();
    let builds = [start(), start(), start()];
    for build in builds {
        let output = build.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    base.build().ok().says("0 files written");
}

#[test]
fn a_build_waits_ten_seconds_and_then_says_so() {
    let base = Base::small().build().ok();
    let lock = fs::File::options().write(true).open(base.path("site/.lookback/lock")).unwrap();
    lock.lock().unwrap();
    let since = Instant::now();
    let base = base.build().exits(2).warns("another build");
    assert!(since.elapsed() > Duration::from_secs(9));
    drop(lock);
    base.build().ok();
}

#[test]
fn a_build_that_is_killed_is_mended_by_the_next() {
    let mut base = Base::small();
    for n in 0..300 {
        let text = format!("---\ntitle: Incident {n}\ndate: 2023-01-01\nservices: [S{n}]\n---\n\nText.\n");
        base = base.file(&format!("content/2023/{n}.md"), text);
    }
    let base = base.run(&["build", "-d", "whole"]).ok();
    for milliseconds in [5, 20, 40, 60, 80, 120] {
        let mut build = program().current_dir(base.root()).args(["build", "-q"]).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(milliseconds));
        build.kill().unwrap();
        build.wait().unwrap();
    }
    let base = base.build().ok().silent();
    assert!(base.files("site") == base.files("whole"), "the site differs from one that was built in one go");
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_explained_and_left_as_it_is() {
    use std::os::unix::fs::PermissionsExt;
    let base = Base::small().build().ok();
    let mode =
        |mode| fs::set_permissions(base.path("site/.lookback"), fs::Permissions::from_mode(mode)).unwrap();
    mode(0o555);
    // Root writes anywhere.
    let is_root = fs::write(base.path("site/.lookback/probe"), "").is_ok();
    let before = base.files("site/2024");
    let output = program().current_dir(base.root()).args(["build"]).output().unwrap();
    mode(0o755);
    if !is_root {
        let errors = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.code() == Some(2) && errors.contains("Make the folder writable"), "{errors}");
    }
    assert_eq!(base.files("site/2024"), before);
}

#[cfg(unix)]
#[test]
fn a_disk_that_takes_no_more_is_explained_and_the_old_site_stays() {
    let base = Base::small().build().ok();
    let before = base.files("site/2024");
    let base = base.file("content/2024/2024-03-04-queue.md", "# Another text\n");
    // A limit on the size of files stands in for a full disk: each write fails.
    let limited = "trap '' XFSZ; ulimit -f 0; exec \"$0\" build";
    let mut shell = std::process::Command::new("sh");
    shell.args(["-c", limited, env!("CARGO_BIN_EXE_lookback")]).current_dir(base.root());
    let output = shell.output().unwrap();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.code() == Some(2) && errors.contains("could not write"), "{errors}");
    assert_eq!(base.files("site/2024"), before);
    assert!(!base.files("site").keys().any(|path| path.starts_with(".lookback/tmp")));
    let base = base.build().ok().silent().run(&["build", "-d", "fresh"]).ok();
    assert_eq!(base.files("site"), base.files("fresh"));
}

#[test]
fn a_list_of_files_that_was_damaged_is_made_good() {
    let base = Base::small().build().ok();
    let before = base.files("site");
    let base = base.file("site/.lookback/files", "x\n").build().ok();
    assert!(base.files("site") == before);
    let path = "content/2024/2024-01-02-cache.md";
    let text = base.read(path).replace("It was cold.", "It was warm.");
    let base = base.file("site/.lookback/files", "").file(path, text).build().ok().silent();
    base.page("2024/2024-01-02-cache.html", |page| page.has("p", "It was warm."));
}

#[test]
fn one_file_that_cannot_be_written_stops_no_other() {
    let base = Base::small().build().ok();
    // A folder where a page was, and a file where a folder is to be.
    let base =
        base.without("site/2024/2024-01-02-cache.html").file("site/2024/2024-01-02-cache.html/mine.txt", "x");
    let base =
        base.file("site/2025", "mine").file("content/2025/x.md", "# X\n").file("content/new.md", "# New\n");
    let base =
        base.build().ok().warns("error[foreign-file]").exists("site/new.html").exists("site/search.html");
    assert_eq!(
        (base.read("site/2025"), base.read("site/2024/2024-01-02-cache.html/mine.txt")),
        ("mine".into(), "x".into())
    );
}

#[cfg(target_os = "linux")]
#[test]
fn a_path_that_is_too_long_where_the_site_is_stops_no_other() {
    let deep = format!("content/{}x.md", "folder/".repeat(60));
    // Linux takes paths of 4,095 bytes, and where the site is goes off that.
    let base = Base::small().file(&deep, "# Deep\n").run(&["build"]).ok().silent();
    let dest = format!("{}site", "d".repeat(250) + "/").repeat(15);
    let base = base.run(&["build", "-d", &dest]).ok().warns("error[unwritable-file]").warns("help:");
    base.exists(&format!("{dest}/index.html")).exists(&format!("{dest}/2024/2024-01-02-cache.html"));
}
