//! Whose file it is: what Lookback makes belongs to no file of an author, and one name that can't be keeps no other from
//! being published.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::{Base, walk};
use serde_json::Value;

const SETTINGS: &str = "[book]\ntitle = \"Claimed\"\n[output.html]\nsite-url = \"https://example.org/\"\nunsafe-html = true\ntheme = \"ours\"\n";
const CLAIMS: &str = "content/pages/claims.md";

/// A knowledge base that has a page of nearly every kind.
fn sample() -> Base {
    let mut base = Base::new()
        .file("book.toml", SETTINGS)
        .file("themes/ours/static/logo.png", "ours")
        .file("content/services/mail.md", "---\nname: Mail\n---\n\nTakes letters.\n")
        .file(CLAIMS, claims(&[], &[]));
    for number in 1..5 {
        let text = format!(
            "---\ntitle: Queue full, again {number}\ndate: 2024-0{number}-02\nseverity: sev{number}\nservices: [Mail, Shop]\ncauses: [deploy]\n\
             teams: [Edge]\ntags: [queue]\ntrigger: deploy\nstarted_at: 2024-0{number}-02T10:00:00Z\ndetected_at: 2024-0{number}-02T10:05:00Z\n\
             resolved_at: 2024-0{number}-02T11:00:00Z\n---\n\n## Summary\n\nThe queue was full.\n\n## Action items\n\n\
             - [ ] Add an alert for the queue (owner: ana, due: 2024-09-01)\n- [x] Drain it (owner: ben)\n"
        );
        base = base.file(&format!("content/2024/queue-{number}.md"), text);
    }
    base
}

/// The page of somebody who wants files of the site: by links to them, and as old addresses.
fn claims(linked: &[&str], aliases: &[&str]) -> String {
    let aliases = serde_json::to_string(aliases).unwrap();
    let links: Vec<String> = linked.iter().map(|path| format!("- [it](</{path}>)\n")).collect();
    format!("---\ntitle: Claims\naliases: {aliases}\n---\n\nMine.\n\n{}", links.concat())
}

fn site(base: &Base) -> BTreeMap<String, Vec<u8>> {
    let mut files = base.files("site");
    files.retain(|path, _| !path.starts_with(".lookback/"));
    files
}

/// What depends on the page of claims itself.
fn tells_of_claims(path: &str) -> bool {
    path.starts_with("pages/claims.") || path.starts_with("search/")
}

#[test]
fn no_attachment_and_no_alias_takes_the_place_of_a_file_of_ours() {
    let base = sample().run(&["build", "-v", "--today", "2024-10-01"]).ok();
    let ours = site(&base);
    assert!(ours.len() > 80, "{:?}", ours.keys());
    // Markdown of the content is a page, and a link to the page of a file leads there whatever else is of that name.
    let is_of_file = |path: &str| base.path(&format!("content/{}", path.replace(".html", ".md"))).exists();
    let can_be_linked = |path: &&str| !path.ends_with(".md") && !path.starts_with('.') && !is_of_file(path);
    let mut linked: Vec<&str> = ours.keys().map(String::as_str).filter(can_be_linked).collect();
    linked.extend(["search/000000000000.bin", "search/offline-0.js", "tags/queue", "assets/LOGO.png"]);
    let can_be_alias = |path: &&str| path.ends_with(".html") && *path != "pages/claims.html";
    let aliases: Vec<&str> = ours.keys().map(String::as_str).filter(can_be_alias).collect();
    assert!(aliases.len() > 40 && linked.len() > aliases.len() + 15);
    let mut base = base;
    for path in &linked {
        base = base.file(&format!("content/{path}"), "claim");
    }
    let base =
        base.file(CLAIMS, claims(&linked, &aliases)).run(&["build", "-v", "--today", "2024-10-01"]).ok();
    let now = site(&base);
    let others = |files: &BTreeMap<String, Vec<u8>>| -> BTreeMap<String, Vec<u8>> {
        files
            .iter()
            .filter(|(path, _)| !tells_of_claims(path))
            .map(|(path, bytes)| (path.clone(), bytes.clone()))
            .collect()
    };
    let (before, after) = (others(&ours), others(&now));
    let changed: Vec<&String> = after.keys().filter(|path| before.get(*path) != after.get(*path)).collect();
    assert!(changed.is_empty() && before.len() == after.len(), "{changed:?}");
    assert!(now.values().all(|bytes| bytes != b"claim"));
    let manifest: Value = serde_json::from_slice(&now["search/manifest.json"]).unwrap();
    assert!(manifest["core"].is_array());
    // Each claim is told, with the line where it is made.
    let said = base.stderr();
    let text = base.read(CLAIMS);
    for path in &linked {
        let line = 1 + text.lines().position(|line| line.contains(&format!("</{path}>"))).unwrap();
        assert!(said.contains(&format!("`{path}`")), "{path} is not told of");
        assert!(said.contains(&format!("claims.md:{line}:")), "{path}: nothing is said of line {line}");
    }
    for path in aliases {
        assert!(said.contains(&format!("the alias `{path}` is already the address of")), "{path}");
    }
    // `check` says the same.
    let count = said.matches("error[output-collision]").count();
    let base = base.run(&["check", "--today", "2024-10-01", "--format", "json"]).exits(1);
    let report: Value = serde_json::from_str(&base.stdout()).unwrap();
    let findings = report["findings"].as_array().unwrap();
    let of_rule = |one: &&Value| one["rule"] == "output-collision" && one["level"] == "error";
    assert_eq!(findings.iter().filter(of_rule).count(), count);
}

#[test]
fn no_page_takes_the_place_of_a_page_of_ours() {
    let base = sample().run(&["build", "-v", "--today", "2024-10-01"]).ok();
    let ours = site(&base);
    let own =
        |path: &str| path.starts_with("2024/") || path.starts_with("pages/") || path == "services/mail.html";
    // What is named like a service, a cause or a team, and lies where these are described, describes it.
    let describes = |path: &str| {
        let in_catalog =
            path.strip_prefix("services/").or(path.strip_prefix("causes/")).or(path.strip_prefix("teams/"));
        in_catalog.is_some_and(|name| !name.contains('/')) || path == "index.html"
    };
    let claimed: Vec<&str> = ours
        .keys()
        .map(String::as_str)
        .filter(|path| path.ends_with(".html") && !own(path) && !describes(path))
        .collect();
    assert!(claimed.len() > 40, "{claimed:?}");
    let mut base = base;
    for path in &claimed {
        let stem = path.strip_suffix(".html").unwrap();
        base = base.file(&format!("content/{stem}.md"), format!("# Claim of {path}\n\nMine.\n"));
    }
    let base = base.run(&["build", "-v", "--today", "2024-10-01"]).ok();
    let said = base.stderr();
    for path in claimed {
        let source = format!("content/{}.md", path.strip_suffix(".html").unwrap());
        assert!(said.contains(&source), "{source} is not told of");
        assert!(!base.read(&format!("site/{path}")).contains(&format!("<h1>Claim of {path}")), "{path}");
    }
    let mut faults = walk::faults(&base.path("site"));
    // Its addresses begin at the root of the host.
    faults.retain(|fault| !fault.starts_with("404.html: /"));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// What is beside the things that can't be is always published.
fn beside_a_good_one() -> Base {
    Base::new().file("content/good.md", "---\ntitle: Good\ndate: 2024-01-01\n---\n\n## Summary\n\nFine.\n")
}

/// A build says these, and so does a check; the site is whole.
#[track_caller]
fn told(base: Base, rules: &[&str]) -> Base {
    let base = base.run(&["build"]).ok().exists("site/good.html");
    for rule in rules {
        assert!(base.stderr().contains(rule), "{rule:?} is not in:\n{}", base.stderr());
    }
    let faults = walk::faults(&base.path("site"));
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    let base = base.run(&["check"]);
    let said = base.stdout() + &base.stderr();
    for rule in rules {
        assert!(said.contains(rule), "{rule:?} is not in what check says:\n{said}");
    }
    base
}

#[test]
fn a_name_that_is_too_long_is_cut_and_told() {
    let (long, fits) = ("障".repeat(84), "害".repeat(83));
    let base = beside_a_good_one()
        .file(&format!("content/{long}.md"), format!("# Long\n\nSee [it]({fits}.md).\n"))
        .file(&format!("content/{fits}.md"), format!("# Fits\n\nSee [it]({long}.md).\n"))
        .file(&format!("content/services/{}.md", "s".repeat(252)), "---\nname: Long one\n---\n\nText.\n")
        .file(
            "content/x.md",
            format!(
                "---\nservices: [Long one, {}, {}]\ncauses: [\"{}\"]\n---\n\nText.\n",
                "n".repeat(300),
                "n".repeat(301),
                "c ".repeat(400)
            ),
        );
    let base = told(base, &["warning[long-name]", "Give the file a shorter name"]);
    let names: BTreeSet<String> = site(&base).into_keys().collect();
    assert!(names.contains(&format!("{fits}.html")));
    let cut = names.iter().find(|name| name.starts_with("障障") && name.ends_with(".html")).unwrap();
    assert!(cut.len() < 220 && base.stderr().matches("[long-name]").count() <= 2, "{cut}");
    assert_eq!(
        names
            .iter()
            .filter(|name| name.starts_with("services/nnn")
                && name.ends_with(".html")
                && !name.contains("/by-"))
            .count(),
        2
    );
}

#[test]
fn a_folder_in_the_place_of_a_page_moves_aside() {
    let base = beside_a_good_one()
        .file("content/a.md", "# Page\n\n[in](a.html/x.md)\n")
        .file("content/a.html/x.md", "# Inside\n\n[out](../a.md)\n")
        .file("content/search.html/x.md", "# In search\n")
        .file("content/llms.txt/x.md", "# In the list\n")
        .file("content/B/one.md", "# Other case\n")
        .file("content/b/two.md", "# Other case, too\n");
    let base = told(
        base,
        &["error[output-collision]", "content/a.md", "content/search.html/x.md", "content/llms.txt/x.md"],
    );
    let base = base.exists("site/a.html/x.html").exists("site/a-2.html").exists("site/search.html-2/x.html");
    base.exists("site/llms.txt-2/x.html").exists("site/B/one.html").exists("site/b/two.html");
}

#[test]
fn aliases_that_cannot_be_are_left_out_one_by_one() {
    let text = format!(
        "---\ntitle: Moved\naliases:\n- old.html\n- old.html/\n- search.html/x\n- \"{}\"\n- \"{}\"\n- \"a\\0b\"\n- .git/hooks/x.html\n\
         - .github/workflows/x\n- a/.b/c\n- .well-known/moved.html\n- good.html/deep\n- fine/../still-fine\n---\n\nText.\n",
        "x".repeat(300),
        "folder/".repeat(900),
    );
    let base = told(
        beside_a_good_one().file("content/moved.md", text),
        &[
            "the alias `old.html/index.html` is already the address of",
            "the alias `search.html/x.html` is already the address of",
            "moved.md:7:",
            "moved.md:8:",
            "is no address inside the site",
            "the alias `.git/hooks/x.html` is hidden",
            "the alias `.github/workflows/x` is hidden",
            "the alias `a/.b/c` is hidden",
            "the alias `good.html/deep.html`",
        ],
    );
    let base =
        base.exists("site/old.html").exists("site/.well-known/moved.html").exists("site/still-fine.html");
    base.is_gone("site/.git").is_gone("site/.github").is_gone("site/a");
}

#[test]
fn files_for_the_host_are_published_by_the_settings_alone() {
    let files = [
        "CNAME",
        "_redirects",
        "robots.txt",
        "web.config",
        "sub/web.config",
        "notes.txt",
        "sub/CNAME",
        "LICENSE",
    ];
    let links: Vec<String> = files.iter().map(|path| format!("[{path}]({path})")).collect();
    let mut base = beside_a_good_one().file("content/p.md", format!("# P\n\n{}\n", links.join(" ")));
    for path in files {
        base = base.file(&format!("content/{path}"), "text");
    }
    let base = told(base, &["error[host-file]", "`CNAME` would tell the host", "p.md:3:", "root-files"]);
    let left: Vec<String> = files
        .iter()
        .filter(|path| !base.path(&format!("site/{path}")).exists())
        .map(|path| (*path).to_owned())
        .collect();
    // The last two mean nothing to a host, and have no ending that tells what they are.
    let expected =
        ["CNAME", "_redirects", "robots.txt", "web.config", "sub/web.config", "sub/CNAME", "LICENSE"];
    assert_eq!(left, expected);
    // Those that are named are there, linked or not, in the edition for which they are named.
    let settings = "[output.html]\nroot-files = [\"CNAME\", \"humans.txt\", \"gone.txt\", \"llms.txt\"]\n[public]\nroot-files = [\"robots.txt\"]\n";
    let base =
        base.file("book.toml", settings).file("content/humans.txt", "us").file("content/llms.txt", "mine");
    let base = told(
        base,
        &["error[missing-file]", "`gone.txt` of `root-files`", "book.toml:2:", "`llms.txt` of `root-files`"],
    );
    assert_eq!((base.read("site/CNAME"), base.read("site/humans.txt")), ("text".into(), "us".into()));
    assert_ne!(base.read("site/llms.txt"), "mine");
    let base = base.is_gone("site/robots.txt").run(&["build", "--public"]).ok();
    let base =
        base.exists("site-public/robots.txt").is_gone("site-public/CNAME").is_gone("site-public/humans.txt");
    // A change of one is noticed, and so is that it is named no more.
    let base = base.file("content/CNAME", "other text").build().ok();
    assert_eq!(base.read("site/CNAME"), "other text");
    base.file("book.toml", "").build().ok().is_gone("site/CNAME");
}

#[test]
fn root_files_are_names_at_the_root() {
    for name in ["../secret", "/etc/passwd", "a/b.txt", ".htaccess", ".."] {
        let settings = format!("[output.html]\nroot-files = [\"{name}\"]\n");
        let base = beside_a_good_one().file("book.toml", settings).build().exits(2);
        base.warns("error[invalid-settings]").warns("book.toml:2:").warns("help:").is_gone("site/good.html");
    }
}
