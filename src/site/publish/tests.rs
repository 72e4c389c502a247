use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use tempfile::TempDir;

use super::*;

/// A destination and what to publish there.
struct Site {
    temp: TempDir,
}

type Files<'a> = &'a [(&'a str, &'a str)];

impl Site {
    fn new() -> Self {
        Self { temp: tempfile::tempdir().unwrap() }
    }

    fn dest(&self) -> PathBuf {
        self.temp.path().join("site")
    }

    fn try_publish(&self, files: Files) -> Result<Published, PublishError> {
        let planned = files.iter().map(|(output, text)| planned(output, *text)).collect::<Vec<_>>();
        Destination::open(&self.dest(), &[])?.publish(
            &planned,
            |planned, _| match planned.job {
                "fail" => Err(Diagnostic::error("no-page", &planned.output, "can't be made")),
                text => match text.strip_prefix("copy ") {
                    Some(path) => Ok(Made::unknown(Produced::CopyOf(path.into()))),
                    None => Ok(Made::unknown(Produced::Bytes(text.into()))),
                },
            },
            || {},
            Note::default(),
        )
    }

    fn publish(&self, files: Files) -> Published {
        self.try_publish(files).unwrap()
    }

    /// All files but the lock, with their texts.
    fn files(&self) -> BTreeMap<String, String> {
        let entries = walkdir::WalkDir::new(self.dest()).into_iter().map(Result::unwrap);
        entries
            .filter(|entry| entry.file_type().is_file() && entry.file_name() != "lock")
            .map(|entry| {
                let path = entry.path().strip_prefix(self.dest()).unwrap().to_str().unwrap().to_owned();
                (path, fs::read_to_string(entry.path()).unwrap())
            })
            .collect()
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.dest().join(path)).unwrap()
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.dest().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

fn planned<J>(output: &str, job: J) -> Planned<J> {
    let stage = match output {
        "index.html" => Stage::Entry,
        output if output.starts_with("assets/") => Stage::Asset,
        _ => Stage::Page,
    };
    Planned { output: output.into(), stage, job }
}

fn rules(published: &Published) -> Vec<&str> {
    published.diagnostics.iter().map(|found| found.rule).collect()
}

#[test]
fn a_site_is_written_once_and_then_left_alone() {
    let site = Site::new();
    let files: Files = &[("index.html", "i"), ("2019/a.html", "a"), ("assets/x.css", "x")];
    let first = site.publish(files);
    assert_eq!((first.written, first.unchanged, first.removed), (4, 0, 0));
    let before = site.files();
    assert_eq!(before[".lookback/files"], ".nojekyll\n2019/a.html\nassets/x.css\nindex.html\n");
    assert!(!site.dest().join(".lookback/tmp").exists());
    let second = site.publish(files);
    assert_eq!((second.written, second.unchanged, second.removed), (0, 4, 0));
    assert_eq!(site.files(), before);
}

#[test]
fn only_what_changed_is_written_and_stale_files_go() {
    let site = Site::new();
    site.publish(&[("index.html", "1"), ("a/b/c.html", "c"), ("a/d.html", "d")]);
    let second = site.publish(&[("index.html", "2"), ("a/d.html", "d")]);
    assert_eq!((second.written, second.unchanged, second.removed), (1, 2, 1));
    assert!(!site.dest().join("a/b").exists() && site.dest().join("a").exists());
}

#[test]
fn somebody_elses_file_is_never_touched() {
    let site = Site::new();
    site.publish(&[("index.html", "1"), ("a/x.html", "x")]);
    site.put("notes.txt", "mine");
    site.put("a/page.html", "mine");
    let files: Files = &[("index.html", "2"), ("a/page.html", "ours")];
    for _ in 0..2 {
        let published = site.publish(files);
        assert_eq!(rules(&published), ["foreign-file"]);
        assert!(published.diagnostics[0].message.contains("page.html"));
        assert_eq!((site.read("a/page.html"), site.read("notes.txt")), ("mine".into(), "mine".into()));
        assert_eq!(site.read("index.html"), "2");
    }
    // Nor is it removed when the page is no longer planned.
    site.publish(&[("index.html", "2")]);
    assert_eq!(site.read("a/page.html"), "mine");
}

#[test]
fn a_file_where_a_folder_is_needed_blocks_only_that_folder() {
    let site = Site::new();
    site.publish(&[("index.html", "1")]);
    site.put("2019", "mine");
    let published =
        site.publish(&[("index.html", "1"), ("2019/a.html", "a"), ("2019/x/b.html", "b"), ("c.html", "c")]);
    assert_eq!(rules(&published), ["foreign-file"]);
    assert_eq!((site.read("2019"), site.read("c.html")), ("mine".into(), "c".into()));
}

#[test]
fn a_page_may_become_a_folder_and_a_folder_a_page() {
    let site = Site::new();
    site.publish(&[("a", "page"), ("b/x.html", "x")]);
    let published = site.publish(&[("a/y.html", "y"), ("b", "page")]);
    assert!(published.diagnostics.is_empty(), "{published:?}");
    assert_eq!((site.read("a/y.html"), site.read("b")), ("y".into(), "page".into()));
}

#[test]
fn a_build_that_was_killed_is_mended() {
    let site = Site::new();
    site.publish(&[("index.html", "1"), ("old.html", "old")]);
    // As it is when a build dies in the middle: the union is listed, a page is written, a temporary file is left.
    site.put(".lookback/files", ".nojekyll\nindex.html\nnew.html\nold.html\n");
    site.put("new.html", "half");
    site.put(".lookback/tmp/7", "ha");
    let published = site.publish(&[("index.html", "1"), ("new.html", "whole")]);
    assert_eq!((published.written, published.removed), (1, 1));
    assert!(published.diagnostics.is_empty());
    let names: Vec<String> = site.files().into_keys().collect();
    assert_eq!(names, [".lookback/files", ".nojekyll", "index.html", "new.html"]);
}

#[test]
fn a_page_that_cannot_be_made_leaves_the_last_one() {
    let site = Site::new();
    site.publish(&[("a.html", "a")]);
    let published =
        site.publish(&[("a.html", "fail"), ("b.html", "fail"), ("c.html", "copy /nowhere/at/all")]);
    assert_eq!(rules(&published), ["unreadable-file", "no-page", "no-page"]);
    assert_eq!(site.read(".lookback/files"), ".nojekyll\na.html\n");
    assert_eq!(site.read("a.html"), "a");
}

#[test]
fn a_copy_is_compared_and_copied() {
    let site = Site::new();
    let source = site.temp.path().join("picture.svg");
    let job = format!("copy {}", source.display());
    for (text, written) in [("x".repeat(200_000), 2), ("y".repeat(200_000), 1), ("y".repeat(200_000), 0)] {
        fs::write(&source, &text).unwrap();
        assert_eq!(site.publish(&[("assets/p.svg", &job)]).written, written);
        assert_eq!(site.read("assets/p.svg"), text);
    }
}

#[test]
fn two_files_of_one_name_are_reported() {
    let site = Site::new();
    let published = site.publish(&[("a.html", "first"), ("a.html", "second")]);
    assert_eq!((rules(&published), site.read("a.html")), (vec!["output-clash"], "first".into()));
}

#[test]
fn no_path_leads_out() {
    let site = Site::new();
    let published = site.publish(&[("../out.html", "x"), ("/tmp/out.html", "x"), (".lookback/files", "x")]);
    assert_eq!(rules(&published), ["unsafe-output"; 3]);
    assert!(!site.temp.path().join("out.html").exists());
}

#[cfg(unix)]
#[test]
fn no_symbolic_link_is_written_through() {
    use std::os::unix::fs::symlink;
    let site = Site::new();
    let outside = site.temp.path().join("outside");
    fs::create_dir(&outside).unwrap();
    fs::write(outside.join("x.html"), "precious").unwrap();
    site.publish(&[("index.html", "1"), ("dir/x.html", "x"), ("page.html", "p")]);
    fs::remove_dir_all(site.dest().join("dir")).unwrap();
    symlink(&outside, site.dest().join("dir")).unwrap();
    fs::remove_file(site.dest().join("page.html")).unwrap();
    symlink(outside.join("x.html"), site.dest().join("page.html")).unwrap();

    let published = site.publish(&[("index.html", "1"), ("dir/x.html", "new"), ("page.html", "new")]);
    assert_eq!(rules(&published), ["foreign-file"]);
    assert_eq!(
        (fs::read_to_string(outside.join("x.html")).unwrap(), site.read("page.html")),
        ("precious".into(), "new".into())
    );
    // Nor does pruning follow it.
    site.publish(&[("index.html", "1")]);
    assert!(outside.join("x.html").exists());
}

#[test]
fn what_is_referred_to_comes_first() {
    let site = Site::new();
    let order = std::sync::Mutex::new(Vec::new());
    let planned = ["index.html", "a.html", "assets/x.css"].map(|output| planned(output, ()));
    let destination = Destination::open(&site.dest(), &[]).unwrap();
    let note = |planned: &Planned<()>, _| {
        order.lock().unwrap().push(planned.output.clone());
        Ok(Made::unknown(Produced::Bytes(Vec::new())))
    };
    destination.publish(&planned, note, || {}, Note::default()).unwrap();
    assert_eq!(order.into_inner().unwrap(), ["assets/x.css", "a.html", "index.html"]);
}

#[test]
fn a_file_that_vanishes_while_it_is_taken_to_be_there_is_made_by_the_next_build() {
    let site = Site::new();
    let planned = [planned("a.html", ()), planned("b.html", ())];
    let store = Store::of(&crate::core::config::load(site.temp.path()).unwrap());
    let open = || Destination::open(&site.dest(), &[]).unwrap().remembered(&store);
    let of = Fingerprint::of("all");
    let bytes = |_: &Planned<()>, _| Ok(Made::unless(None, of, || Produced::Bytes(b"x".into())));
    open().publish(&planned, bytes, || {}, Note::default()).unwrap();
    let kept = || open().kept(|_, made| made == of);
    assert_eq!(kept(), ["a.html", "b.html"]);

    let destination = open();
    fs::remove_file(site.dest().join("a.html")).unwrap();
    let same = |_: &Planned<()>, _| Ok(Made::as_before(of.into()));
    destination.publish(&planned, same, || {}, Note::default()).unwrap();
    drop(destination);
    assert!(kept().is_empty());
    let published = open().publish(&planned, bytes, || {}, Note::default()).unwrap();
    assert_eq!((published.written, kept().len()), (1, 2));
}

/// `cargo test --release --lib publish -- --ignored --nocapture`
#[test]
#[ignore = "a measurement, not a check"]
#[expect(clippy::disallowed_macros, reason = "shows what it measured")]
fn cost_per_file() {
    let site = Site::new();
    let planned =
        (0..10_000).map(|n| planned(&format!("{}/page-{n}.html", 2016 + n % 11), n)).collect::<Vec<_>>();
    for (name, marker) in [("cold", "a"), ("again", "a"), ("all changed", "b")] {
        let destination = Destination::open(&site.dest(), &[]).unwrap();
        let since = std::time::Instant::now();
        let produce = |planned: &Planned<i32>, _| {
            let length = 15_000 + usize::try_from(planned.job % 5_000).unwrap();
            Ok(Made::unknown(Produced::Bytes(marker.repeat(length).into_bytes())))
        };
        let published = destination.publish(&planned, produce, || {}, Note::default()).unwrap();
        let each = since.elapsed().as_micros() / 10_000;
        println!("{name}: {:?}, {each} µs a file, {} written", since.elapsed(), published.written);
    }
    check_copy_cost(&site.dest());
}

#[expect(clippy::disallowed_macros, reason = "shows what it measured")]
fn check_copy_cost(dest: &Path) {
    let since = std::time::Instant::now();
    let copy = dest.with_extension("copy");
    std::process::Command::new("cp").arg("-r").args([dest, &copy]).status().unwrap();
    println!("cp -r: {:?}", since.elapsed());
}
