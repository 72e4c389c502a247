//! `lookback serve`: what it answers, what it follows, and how it ends.
#![expect(clippy::disallowed_methods, reason = "tests look at files")]

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::previewing::{PATIENCE, Preview, wait_for};
use crate::support::{Base, program};

const CACHE: &str = "/2024/2024-01-02-cache.html";
const POST: &str = "content/2024/2024-01-02-cache.md";

fn post(base: &Base, summary: &str) -> String {
    base.read(POST).replace("It was cold.", summary)
}

#[test]
fn it_answers_as_a_static_host_does() {
    let base = Base::small()
        .file("content/2024/a b.png", b"\x89PNG")
        .file("content/pages/picture.md", "# Picture\n\n![One](<../2024/a b.png>)\n");
    let preview = Preview::start(base.root(), &[]);
    let page = preview.get(CACHE);
    assert_eq!((page.status, page.header("Content-Type")), (200, "text/html; charset=utf-8"));
    assert_eq!(page.header("Cache-Control"), "no-cache");
    assert_eq!(page.header("X-Content-Type-Options"), "nosniff");
    assert!(page.text().contains("src=\"/-/lookback/live.js\"") && page.text().ends_with("</html>\n"));
    let tag = page.header("ETag").to_owned();
    let again = preview.ask("GET", CACHE, &[("If-None-Match", &format!("\"x\", W/{tag}"))]);
    assert_eq!((again.status, again.header("ETag"), again.body.len()), (304, tag.as_str(), 0));
    let head = preview.ask("HEAD", CACHE, &[]);
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(head.header("Content-Length"), page.body.len().to_string());
    let packed = preview.ask("GET", CACHE, &[("Accept-Encoding", "br;q=1, gzip;q=0.5")]);
    assert_eq!((packed.header("Content-Encoding"), packed.header("Vary")), ("gzip", "Accept-Encoding"));
    assert!(packed.body.len() < page.body.len() / 2 && packed.header("ETag") != tag);
    assert_eq!(preview.ask("GET", CACHE, &[("Accept-Encoding", "gzip;q=0")]).header("Content-Encoding"), "");
    assert_eq!(preview.get("/2024/a%20b.png").header("Content-Type"), "image/png");
    assert_eq!(preview.get("/").status, 200);
    let missing = preview.get("/deep/er/nothing.html");
    assert!(missing.status == 404 && missing.text().contains("No page has this address"));
    assert!(missing.text().contains("<base href=\"/\">"), "its links start at the root");
    assert_eq!(preview.ask("POST", "/", &[]).status, 405);
}

#[test]
fn parts_of_files_are_given() {
    let base = Base::small()
        .file("content/pages/files.md", "# Files\n\n[Short](../plain.txt), [long](../large.zip)\n")
        .file("content/plain.txt", "0123456789")
        .file("content/large.zip", (0..3_000_000_u32).map(|n| n as u8).collect::<Vec<_>>());
    let preview = Preview::start(base.root(), &[]);
    let part =
        |range: &str| preview.ask("GET", "/plain.txt", &[("Range", range), ("Accept-Encoding", "gzip")]);
    let [middle, rest, last] = ["bytes=2-4", "bytes=8-", "bytes=-3"].map(part);
    assert_eq!(
        (middle.status, middle.text().as_str(), middle.header("Content-Range")),
        (206, "234", "bytes 2-4/10")
    );
    assert_eq!((rest.text().as_str(), last.text().as_str()), ("89", "789"));
    let more = part("bytes=-400");
    assert_eq!(
        (more.status, more.text().as_str(), more.header("Content-Range")),
        (206, "0123456789", "bytes 0-9/10")
    );
    let none = part("bytes=10-20");
    assert_eq!((none.status, none.header("Content-Range")), (416, "bytes */10"));
    assert_eq!(part("lines=1-2").status, 200, "what is no range of bytes is passed over");
    assert_eq!(part("bytes=5-2").status, 200, "nor is one that ends before it begins");
    let tag = preview.get("/plain.txt").header("ETag").to_owned();
    let only_if =
        |tag: &str| preview.ask("GET", "/plain.txt", &[("Range", "bytes=0-0"), ("If-Range", tag)]).status;
    assert_eq!((only_if(&tag), only_if("\"other\"")), (206, 200));
    let large = preview.ask("GET", "/large.zip", &[("Range", "bytes=1000000-2999999")]);
    assert_eq!((large.status, large.body.len(), large.body[0]), (206, 2_000_000, 1_000_000_u32 as u8));
    assert_eq!(preview.get("/large.zip").body.len(), 3_000_000);
}

#[test]
fn no_path_leads_out_of_the_site() {
    let base = Base::small().file("secret.txt", "SECRET");
    let preview = Preview::start(base.root(), &[]);
    #[cfg(unix)]
    std::os::unix::fs::symlink(base.path("secret.txt"), base.path(".lookback/serve/out.txt")).unwrap();
    for path in [
        "/../secret.txt",
        "/%2e%2e/%2e%2e/secret.txt",
        "/..%2f..%2fsecret.txt",
        "/2024/../../../secret.txt",
        "/..%5c..%5csecret.txt",
        "/%00",
        "//etc/passwd",
        "/%2fetc%2fpasswd",
        "/out.txt",
        "/.lookback/files",
        "/services",
    ] {
        let answer = preview.get(path);
        assert!(answer.status == 404 && !answer.text().contains("SECRET"), "{path}: {}", answer.status);
    }
}

/// A clone that is built into holds what no host should give.
#[cfg(unix)]
#[test]
fn what_is_hidden_in_the_folder_is_not_answered() {
    use std::os::unix::fs::symlink;
    let base = Base::small()
        .file("clone/.git/config", "zq-secret")
        .file("clone/.env", "zq-secret")
        .file("outside.html", "zq-secret");
    let preview = Preview::start(base.root(), &["-d", "clone"]);
    let base =
        base.file("clone/.well-known/security.txt", "Contact: us").file("clone/sub/.htpasswd", "zq-secret");
    fs::remove_file(base.path("clone/404.html")).unwrap();
    symlink("../outside.html", base.path("clone/404.html")).unwrap();
    symlink(".git/config", base.path("clone/config.txt")).unwrap();
    for path in ["/.git/config", "/%2egit/config", "/.env", "/sub/.htpasswd", "/config.txt", "/nothing.html"]
    {
        let answer = preview.get(path);
        assert!(
            answer.status >= 400 && !answer.text().contains("zq-secret"),
            "{path}: {} {}",
            answer.status,
            answer.text()
        );
    }
    assert_eq!(preview.get("/.well-known/security.txt").text(), "Contact: us");
    assert_eq!(preview.get(CACHE).status, 200);
}

/// `lookback serve > serve.log` in the knowledge base: each line would be a change, and each change a line.
#[cfg(unix)]
#[test]
fn what_it_says_is_no_change() {
    let plain =
        Base::new().file("2024-01-02-cache.md", "---\ntitle: Cold\ndate: 2024-01-02\n---\n\nIt was cold.\n");
    for (base, post, log) in [
        (Base::small(), POST, "serve.log"),
        (Base::small(), POST, "content/serve.log"),
        (plain, "2024-01-02-cache.md", "serve.log"),
    ] {
        let file = fs::File::create(base.path(log)).unwrap();
        let mut command = program();
        command.current_dir(base.root()).args(["serve", "--port", "0", "--today", "2026-06-01"]);
        let mut child = command.stdout(file.try_clone().unwrap()).stderr(file).spawn().unwrap();
        let lines = |base: &Base| base.read(log).lines().count();
        let wait = |what: &dyn Fn() -> bool| {
            let since = Instant::now();
            while !what() && since.elapsed() < PATIENCE {
                std::thread::sleep(Duration::from_millis(50));
            }
        };
        wait(&|| base.read(log).contains("Waiting for changes"));
        std::thread::sleep(Duration::from_millis(1500));
        let before = lines(&base);
        std::thread::sleep(Duration::from_millis(1500));
        let after = lines(&base);
        let text = base.read(post).replace("It was cold.", "It was not.");
        fs::write(base.path(post), text).unwrap();
        wait(&|| lines(&base) > after);
        let told = lines(&base);
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(before, after, "{log}: {}", base.read(log));
        assert!(told > after, "{log}: an edit is a change: {}", base.read(log));
    }
}

#[test]
fn foreign_names_are_refused() {
    let base = Base::small();
    let preview = Preview::start(base.root(), &[]);
    let port = preview.at.rsplit(':').next().unwrap().to_owned();
    for (host, status) in [
        ("localhost", 200),
        (&*format!("localhost:{port}"), 200),
        ("wiki.localhost", 200),
        ("[::1]:80", 200),
        ("rebound.example.org", 403),
        ("", 403),
    ] {
        for path in [CACHE, "/-/lookback/live.js"] {
            assert_eq!(preview.ask("GET", path, &[("Host", host)]).status, status, "{host} {path}");
        }
    }
    let refused = preview.ask("GET", "/-/lookback/live?page=/", &[("Host", "rebound.example.org")]);
    assert!(refused.status == 403 && refused.text().contains("--host"));
}

#[test]
fn other_machines_need_consent_and_a_taken_port_another() {
    let base = Base::small().run(&["serve", "--host", "0.0.0.0", "--port", "0"]);
    let base = base.exits(2).warns("needs-consent").warns("--yes");
    let open = Preview::start(base.root(), &["--host", "0.0.0.0", "--yes"]);
    assert_eq!(open.get("/").status, 200);
    let port = open.at.rsplit(':').next().unwrap();
    base.run(&["serve", "--host", "0.0.0.0", "--yes", "--port", port])
        .exits(2)
        .warns("is taken")
        .run(&["serve", "nowhere", "--port", "0"])
        .exits(2)
        .warns("there is no folder nowhere")
        .run(&["serve", "--host", "no such name", "--port", "0"])
        .exits(2)
        .warns("cannot-listen");
}

#[test]
fn the_published_site_is_left_alone() {
    let base = Base::small().build().ok();
    let before = base.files("site");
    let preview = Preview::start(base.root(), &[]);
    let base = base.file("content/new.md", "---\ntitle: New\ndate: 2024-05-06\n---\n\nNew.\n");
    preview.shows("/new.html", "New.");
    preview.says("changed in");
    assert!(base.files("site") == before);
    assert!(base.files(".lookback/serve").values().all(|bytes| !contains(bytes, "/-/lookback/")));
    assert!(before.keys().all(|path| !path.contains(".lookback/serve")));
    let base = base.build().ok();
    assert_eq!(
        fs::read(base.path("site/new.html")).unwrap(),
        fs::read(base.path(".lookback/serve/new.html")).unwrap()
    );
}

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|part| part == text.as_bytes())
}

#[test]
fn all_ways_of_saving_are_followed() {
    let base = Base::small();
    let preview = Preview::start(base.root(), &[]);
    let file = base.path(POST);
    // In place.
    fs::write(&file, post(&base, "Saved in place.")).unwrap();
    preview.shows(CACHE, "Saved in place.");
    // Beside it and renamed, as most editors do.
    let text = base.read(POST).replace("Saved in place.", "Saved by renaming.");
    fs::write(base.path("content/2024/.cache.md.swp"), text).unwrap();
    fs::rename(base.path("content/2024/.cache.md.swp"), &file).unwrap();
    preview.shows(CACHE, "Saved by renaming.");
    // The old one moved away first.
    let text = base.read(POST).replace("Saved by renaming.", "Saved with a backup.");
    fs::rename(&file, base.path("content/2024/2024-01-02-cache.md~")).unwrap();
    fs::write(&file, text).unwrap();
    preview.shows(CACHE, "Saved with a backup.");
    // A folder that is moved in, and one that is moved out.
    let elsewhere = tempfile::tempdir_in(base.root().parent().unwrap()).unwrap();
    fs::create_dir_all(elsewhere.path().join("in/deep")).unwrap();
    fs::write(
        elsewhere.path().join("in/deep/moved.md"),
        "---\ntitle: Moved\ndate: 2024-02-02\n---\n\nMoved in.\n",
    )
    .unwrap();
    fs::rename(elsewhere.path().join("in"), base.path("content/in")).unwrap();
    preview.shows("/in/deep/moved.html", "Moved in.");
    let text = fs::read_to_string(base.path("content/in/deep/moved.md")).unwrap();
    fs::write(base.path("content/in/deep/moved.md"), text.replace("Moved in.", "Watched too.")).unwrap();
    preview.shows("/in/deep/moved.html", "Watched too.");
    fs::rename(base.path("content/in"), elsewhere.path().join("out")).unwrap();
    preview.shows("/in/deep/moved.html", "No page has this address");
    // The whole content vanishes, and another comes.
    fs::rename(base.path("content"), elsewhere.path().join("content")).unwrap();
    preview.says("not built");
    fs::rename(elsewhere.path().join("content"), base.path("content")).unwrap();
    preview.says("changed");
    let text = base.read(POST).replace("Saved with a backup.", "Saved in the content that came back.");
    fs::write(&file, text).unwrap();
    preview.shows(CACHE, "Saved in the content that came back.");
}

#[test]
fn settings_and_themes_are_followed() {
    let base = Base::small();
    let preview = Preview::start(base.root(), &[]);
    let settings = "[book]\ntitle = \"Renamed\"\n[output.html]\ntheme = \"own\"\nadditional-css = [\"look/extra.css\"]\n";
    let base =
        base.file("look/extra.css", "/* first */").file("themes/own/templates/404.html", "First theme.");
    fs::write(base.path("book.new"), settings).unwrap();
    fs::rename(base.path("book.new"), base.path("book.toml")).unwrap();
    preview.shows("/", "Renamed");
    preview.shows("/nothing.html", "First theme.");
    let base = base.file("themes/own/templates/404.html", "Second theme.");
    preview.shows("/nothing.html", "Second theme.");
    let before = preview.get("/");
    let events = preview.listen("/", &before.version());
    let base = base.file("look/extra.css", "/* second */");
    wait_for(&events, "event: styles");
    assert!(wait_for(&events, "data: ").contains("assets/"));
    assert_eq!(preview.get("/").version().split('.').next(), before.version().split('.').next());
    drop(base);
}

#[test]
fn the_page_of_what_is_not_there_is_whole_wherever_the_site_will_be() {
    let base =
        Base::small().file("book.toml", "[output.html]\nsite-url = \"https://example.org/in/cidents\"\n");
    let preview = Preview::start(base.root(), &[]);
    let missing = preview.get("/deep/er/nothing.html");
    assert!(missing.status == 404 && missing.text().contains("href=\"/in/cidents/assets/"));
    assert!(preview.get("/in/cidents/index.html").text().contains("The cache was cold"));
    assert_eq!(preview.get("/in/cidents/../../index.html").status, 404);
    assert_eq!(preview.get("/in/").status, 404);
}

#[test]
fn only_pages_that_changed_are_told_to_reload() {
    let base = Base::small().file("content/pages/other.md", "# Other\n\nUntouched.\n");
    let preview = Preview::start(base.root(), &[]);
    let listen = |page: &str| preview.listen(page, &preview.get(page).version());
    let (changed, other) = (listen(CACHE), listen("/pages/other.html"));
    wait_for(&changed, "event: state");
    wait_for(&other, "event: state");
    let base = base.file(POST, post(&Base::small(), "It was very cold."));
    wait_for(&changed, "event: reload");
    std::thread::sleep(Duration::from_millis(300));
    assert!(!other.try_iter().any(|line| line.contains("reload")));
    // Whoever comes late, or back after a restart, is told at once.
    wait_for(&preview.listen(CACHE, "0.0"), "event: reload");
    let gone = listen("/pages/other.html");
    let base = base.without("content/pages/other.md");
    wait_for(&gone, "event: reload");
    assert_eq!(preview.get("/pages/other.html").status, 404);
    drop(base);
}

#[test]
fn a_fault_is_told_once_and_ends_nothing() {
    let base = Base::small();
    let preview = Preview::start(base.root(), &[]);
    let events = preview.listen(CACHE, &preview.get(CACHE).version());
    let base = base.file("book.toml", "[book]\ntitle = \"Small\"\ntimezone = \"Mars/Olympus\"\n");
    assert!(preview.says("not built").contains("1 new error"));
    preview.warns("invalid-settings");
    wait_for(&events, "Mars/Olympus");
    assert!(preview.get(CACHE).text().contains("It was cold."), "the last good site is still there");
    let good = base.read(POST);
    let base = base.file(POST, good.replace("severity: sev2", "severity: [sev2"));
    preview.says("not built");
    assert!(preview.warnings().iter().all(|line| !line.contains("error[")), "it is known by now");
    let base = base.file("book.toml", "[book]\ntitle = \"Small\"\n");
    let line = preview.says("changed in");
    assert!(line.contains("1 new error") && line.contains("1 mended"), "{line}");
    preview.warns("error[");
    wait_for(&events, "event: reload");
    let events = preview.listen(CACHE, &preview.get(CACHE).version());
    let state = wait_for(&events, "\"here\":[{");
    assert!(state.contains("\"failures\":[]") && state.contains("2024-01-02-cache.md"), "{state}");
    let base = base.file(POST, good);
    assert!(preview.says("changed in").contains("1 mended"));
    wait_for(&events, "event: reload");
    let events = preview.listen(CACHE, &preview.get(CACHE).version());
    wait_for(&events, "\"here\":[]");
    drop(base);
}

#[test]
fn it_waits_for_settings_that_are_broken_from_the_start() {
    let base = Base::small().file("book.toml", "[book\n");
    let preview = Preview::start(base.root(), &[]);
    let waiting = preview.get("/");
    assert!(waiting.status == 503 && waiting.text().contains("Not built yet"));
    let events = preview.listen("/", &waiting.version());
    wait_for(&events, "invalid-settings");
    let base = base.file("book.toml", "[book]\ntitle = \"Mended\"\n");
    wait_for(&events, "event: reload");
    preview.shows("/", "Mended");
    drop(base);
}

#[cfg(unix)]
#[test]
fn it_ends_at_once_with_0_also_in_the_middle_of_a_build() {
    let base = Base::small();
    for number in ["INT", "TERM"] {
        let mut preview = Preview::start(base.root(), &[]);
        let open = preview.listen(CACHE, "0.0");
        let (status, took) = preview.signal(number);
        assert!(status.success() && took < Duration::from_secs(1), "{number}: {status}, {took:?}");
        drop(open);
    }
    let mut base = base;
    for number in 0..400 {
        let text = format!(
            "---\ntitle: Number {number}\ndate: 2023-01-02\n---\n\n{}\n",
            "Words of it. ".repeat(300)
        );
        base = base.file(&format!("content/many/{number}.md"), text);
    }
    let mut child = program().current_dir(base.root()).args(["serve", "-q", "--port", "0"]).spawn().unwrap();
    std::thread::sleep(Duration::from_millis(400));
    let since = Instant::now();
    let id = child.id().to_string();
    assert!(std::process::Command::new("kill").args(["-s", "INT", &id]).status().unwrap().success());
    assert!(child.wait().unwrap().success() && since.elapsed() < Duration::from_millis(1500));
    for (path, bytes) in base.files(".lookback/serve").iter().filter(|(path, _)| path.ends_with(".html")) {
        assert!(
            path.starts_with(".lookback") || contains(&bytes[bytes.len().saturating_sub(9)..], "</html>"),
            "{path}"
        );
    }
    // The lock is free, and the next build goes on with what is there.
    base.run(&["build", "-d", ".lookback/serve"]).ok();
}

#[test]
fn many_files_at_once_are_one_change_and_many_saves_end_in_the_last_state() {
    let mut base = Base::small();
    let preview = Preview::start(base.root(), &[]);
    preview.said();
    for number in 0..300 {
        base = base.file(
            &format!("content/many/{number}.md"),
            format!("---\ntitle: N{number}\ndate: 2023-01-02\n---\n\nX.\n"),
        );
    }
    preview.shows("/many/299.html", "X.");
    assert!(preview.said().len() <= 4, "they are coalesced");
    let before = memory(preview.child.id());
    let since = Instant::now();
    let mut saves = 0;
    while since.elapsed() < Duration::from_secs(4) {
        saves += 1;
        fs::write(base.path(POST), post(&Base::small(), &format!("Save {saves} of many."))).unwrap();
        std::thread::sleep(Duration::from_millis(5));
    }
    preview.shows(CACHE, &format!("Save {saves} of many."));
    let builds = preview.said().len();
    assert!(builds >= 1 && builds < saves / 10, "{builds} builds for {saves} saves");
    if let (Some(before), Some(after)) = (before, memory(preview.child.id())) {
        assert!(after < before + 150_000, "memory grew from {before} to {after} kB");
    }
    assert!(since.elapsed() < PATIENCE);
}

/// Resident memory in kB, where the system tells.
fn memory(id: u32) -> Option<u64> {
    let status = fs::read_to_string(Path::new("/proc").join(id.to_string()).join("status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

#[test]
fn a_knowledge_base_that_is_moved_away_and_back_is_followed_again() {
    let base = Base::small();
    let home = base.path("incidents");
    fs::create_dir(&home).unwrap();
    for name in ["book.toml", "content"] {
        fs::rename(base.path(name), home.join(name)).unwrap();
    }
    let preview = Preview::start(base.root(), &["incidents"]);
    fs::rename(&home, base.path("elsewhere")).unwrap();
    preview.says("not built");
    fs::rename(base.path("elsewhere"), &home).unwrap();
    let path = home.join(POST);
    let text = fs::read_to_string(&path).unwrap();
    preview.says("changed in");
    fs::write(path, text.replace("It was cold.", "It was moved.")).unwrap();
    preview.shows(CACHE, "It was moved.");

    // What was made goes, and is made again.
    preview.says("changed in");
    let since = Instant::now();
    while fs::remove_dir_all(home.join(".lookback")).is_err() {
        assert!(since.elapsed() < PATIENCE);
    }
    preview.shows(CACHE, "It was moved.");
}

#[test]
fn a_site_that_was_built_is_no_place_for_a_preview() {
    let base = Base::small().build().ok().run(&["serve", "--port", "0", "-d", "site"]).exits(2);
    base.warns("site holds a site that was built").warns("leave `-d` out");
}

#[test]
fn the_path_of_the_site_without_its_slash_leads_to_the_first_page() {
    let base = Base::small().file("book.toml", "[output.html]\nsite-url = \"https://example.org/wiki/\"\n");
    let preview = Preview::start(base.root(), &[]);
    assert_eq!(preview.get("/wiki/").status, 200);
    let bare = preview.get("/wiki");
    assert!(matches!(bare.status, 301 | 302 | 307 | 308), "{}", bare.status);
    assert_eq!(bare.header("Location"), "/wiki/");
    assert_eq!(preview.get("/wikis").status, 404);
}
