//! `lookback adopt`: what is known of a text, what is written, and what never changes.
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "copies folders, and says what was skipped"
)]

use std::path::{Path, PathBuf};

use crate::support::{Base, program};
use serde_json::{Value, json};

const PLAIN: &str = "# The queue of mails was full\r\n\r\n**Severity:** SEV2 (major)\r\n**Status:** Final\r\n**Affected services:** Mail, Queue\r\n\r\n\
    ## Timeline (UTC)\r\n\r\n- 10:00 [start] Mails pile up.\r\n- 10:07 [detected] Alert.\r\n- 11:30 [resolved] Disk added.\r\n\r\n\
    ## Root cause\r\n\r\nThe disk of the queue was full. It was not a memory leak.\r\n\r\n## Action items\r\n\r\n- [ ] Alert on disks\r\n";

fn answer(base: Base, arguments: &[&str]) -> (Base, Value) {
    let base = base.run(&[&["adopt"], arguments, &["--json"]].concat());
    let answer = serde_json::from_str(&base.stdout()).unwrap_or_else(|_| panic!("{}", base.stderr()));
    (base, answer)
}

fn base() -> Base {
    Base::new().file("content/2024/2024-03-09-mail.md", PLAIN)
}

const WRITTEN: &str = "---\r\ntitle: The queue of mails was full\r\ndate: 2024-03-09\r\nseverity: sev2\r\nstatus: final\r\nservices: [Mail, Queue]\r\n\
    started_at: 2024-03-09T10:00:00\r\ndetected_at: 2024-03-09T10:07:00\r\nresolved_at: 2024-03-09T11:30:00\r\n---\r\n\r\n";

#[test]
fn what_is_known_is_shown_and_nothing_is_written() {
    let base = base().run(&["adopt", "content"]).ok().silent();
    let base = base
        .says("content/2024/2024-03-09-mail.md\n  + title           The queue of mails was full  (first heading)\n")
        .says("  + date            2024-03-09  (name of the file)\n")
        .says("  + severity        sev2  (text)\n")
        .says("  + resolved_at     2024-03-09T11:30:00  (timeline)\n")
        .says("  ? cause           limit reached  (Root cause, line 15: “The disk of the queue was full.”)\n")
        .says("    in the text     3 timeline entries, 1 action item\n")
        .says("  action items        1 of 1\n");
    assert!(!base.stdout().contains("memory leak"), "{}", base.stdout());
    assert_eq!(base.read("content/2024/2024-03-09-mail.md"), PLAIN);
}

#[test]
fn keys_are_added_the_text_stays_and_a_second_run_writes_nothing() {
    let base = base().run(&["adopt", "content", "--write"]).ok().silent().says("Written: 1 file\n");
    let base = base.run(&["adopt", "."]).ok().says("Nothing to write.");
    assert_eq!(base.read("content/2024/2024-03-09-mail.md"), format!("{WRITTEN}{PLAIN}"));
    let before = base.files("content");
    let base = base.run(&["adopt", "content", "--write"]).ok().says("Written: 0 files\n");
    assert_eq!(base.files("content"), before);
    base.run(&["build", "--strict", "-v"]).ok().silent();
}

#[test]
fn causes_are_written_only_when_they_are_accepted() {
    let base = base().run(&["adopt", "content", "--write"]).ok();
    assert!(!base.read("content/2024/2024-03-09-mail.md").contains("causes:"));
    let base = base.run(&["adopt", "content", "--write", "--accept-causes"]).ok();
    let text = base.read("content/2024/2024-03-09-mail.md");
    assert!(
        text.contains("resolved_at: 2024-03-09T11:30:00\r\ncauses: [limit reached]\r\n---\r\n"),
        "{text}"
    );
    assert!(text.ends_with(PLAIN));
}

#[test]
fn causes_are_those_that_the_knowledge_base_describes() {
    let base = base()
        .file(
            "content/causes/storage.md",
            "---\nname: Storage trouble\naliases: [limit reached]\n---\n\nX.\n",
        )
        .file(
            "content/2024/2024-04-01-b.md",
            "# B\n\nTags: none\n\n## Root cause\n\nStorage trouble, as so often.\n",
        )
        .file("content/2024/2024-04-02-c.md", "---\ntags: [limit-reached]\n---\n\n# C\n\nText.\n");
    let (_, answer) = answer(base, &["content"]);
    let causes = |at: usize| answer["files"][at]["causes"].clone();
    assert_eq!(causes(0)[0]["name"], "Storage trouble");
    assert_eq!(causes(1)[0]["quote"], "Storage trouble, as so often.");
    assert_eq!((&causes(2)[0]["reason"], &causes(2)[0]["quote"]), (&json!("tag"), &json!("limit-reached")));
}

#[test]
fn no_key_of_an_author_is_changed() {
    let yaml = "\u{feff}---\n# Mine.\ntitle:   'My own'   # keep\npriority: low\nstatus:\n---\n# Another title\n\nSeverity: SEV1\nStatus: final\nService: Mail\n";
    let toml = "+++\ntitle = \"T\"\n\n[extra]\nseverity = \"x\"\n+++\n\nService: Mail\n";
    let base = Base::new().file("content/2024-03-09-a.md", yaml).file("content/2024-03-10-b.md", toml);
    let base = base.run(&["adopt", "content", "--write"]).ok();
    let expected = yaml.replace("status:\n---\n", "status:\ndate: 2024-03-09\nservices: [Mail]\n---\n");
    assert_eq!(base.read("content/2024-03-09-a.md"), expected);
    let expected = toml.replace("[extra]", "date = 2024-03-10\nservices = [\"Mail\"]\n[extra]");
    assert_eq!(base.read("content/2024-03-10-b.md"), expected);
}

#[test]
fn a_file_that_can_not_be_understood_is_left_and_the_others_are_done() {
    let broken = "---\ntitle: a: b: c\n- %\n---\n\nText.\n";
    let braces = "---\n{title: A}\n---\n\nText.\n";
    let latin = b"# Caf\xe9\n\nText.\n";
    let base =
        base().file("content/2024-01-01-broken.md", broken).file("content/2024-01-02-braces.md", braces);
    let base = base.file("content/2024-01-03-latin.md", latin);
    let base = base.run(&["adopt", "content", "--write"]).exits(1);
    let base = base
        .warns("error[invalid-front-matter]")
        .warns("content/2024-01-01-broken.md:")
        .warns("error[front-matter-closed]")
        .warns("error[not-rewritten]")
        .says("left as it is: ")
        .says("Left as they are: 3 files\nWritten: 1 file\n");
    assert_eq!(base.read("content/2024-01-01-broken.md"), broken);
    assert_eq!(base.read("content/2024-01-02-braces.md"), braces);
    assert_eq!(base.files("content")["2024-01-03-latin.md"], latin);
}

#[test]
fn a_date_that_the_timeline_contradicts_is_not_written() {
    let text = "# Bug\n\n## Timeline\n\n- 2024-01-16 10:00 Found.\n- 2024-02-28 10:00 Released.\n";
    let base = Base::new().file("content/2024-06-25-bug.md", text).run(&["adopt", "content", "--write"]).ok();
    let base = base.says("  ! date            the name of the file says 2024-06-25, the timeline runs from 2024-01-16 to 2024-02-28");
    assert_eq!(base.read("content/2024-06-25-bug.md"), format!("---\ntitle: Bug\n---\n\n{text}"));
}

#[test]
fn files_from_elsewhere_are_copied_with_what_they_show() {
    let text =
        "# Old\n\n![Graph](img/graph.png) [log](../up.txt) [site](https://example.org) [other](b.md)\n";
    let base = Base::new()
        .file("kb/book.toml", "[book]\ntitle = \"T\"\n")
        .file("kb/content/2024/2024-01-01-a.md", "---\ntitle: A\ndate: 2024-01-01\n---\n\nText.\n")
        .file("old/2019/2019-02-03-old.md", text)
        .file("old/2019/img/graph.png", "png")
        .file("old/up.txt", "log")
        .file("old/README.md", "About.\n");
    let arguments = ["adopt", "old", "--root", "kb"];
    let base = base
        .run(&arguments)
        .ok()
        .says("goes to kb/content/2019/2019-02-03-old.md")
        .is_gone("kb/content/2019");
    let write = [&arguments[..], &["--write"]].concat();
    let base =
        base.run(&write).ok().says("copied to kb/content/2019/2019-02-03-old.md").says("Written: 1 file");
    let copied = base.read("kb/content/2019/2019-02-03-old.md");
    assert_eq!(copied, format!("---\ntitle: Old\ndate: 2019-02-03\n---\n\n{text}"));
    assert_eq!(base.read("old/2019/2019-02-03-old.md"), text);
    let base = base
        .exists("kb/content/2019/img/graph.png")
        .exists("kb/content/up.txt")
        .is_gone("kb/content/README.md");
    let before = base.files("kb");
    let base = base.run(&write).ok().says("Written: 0 files");
    assert_eq!(base.files("kb"), before);
    let base = base.file("kb/content/2019/2019-02-03-old.md", "Another.\n");
    let base = base.run(&write).exits(1).warns("error[exists]");
    assert_eq!(base.read("kb/content/2019/2019-02-03-old.md"), "Another.\n");
    let one = ["adopt", "old/2019/2019-02-03-old.md", "--root", "kb", "--write"];
    base.run(&one).ok().exists("kb/content/2019-02-03-old.md");
}

#[test]
fn wrong_sources_are_errors() {
    base().run(&["adopt", "nowhere"]).exits(2).warns("error[unreadable-file]");
    base()
        .file("content/services/a.md", "# A\n")
        .run(&["adopt", "content/services"])
        .exits(2)
        .warns("error[nothing-to-adopt]");
}

#[test]
fn the_answer_follows_its_schema() {
    let schema = program().args(["adopt", "--schema"]).output().unwrap();
    let validator = jsonschema::draft202012::new(&serde_json::from_slice(&schema.stdout).unwrap()).unwrap();
    let base = base().file("content/2024-01-01-broken.md", "---\na: b: c\n---\n");
    let base = base.file("content/2024-06-25-bug.md", "# Bug\n\n## Timeline\n\n- 2024-01-16 10:00 Found.\n");
    let (base, in_place) = answer(base, &["content"]);
    let (_, sample) = answer(base, &["content", "--root", env!("CARGO_MANIFEST_DIR")]);
    for answer in [in_place, sample] {
        let problems: Vec<_> = validator.iter_errors(&answer).map(|error| error.to_string()).collect();
        assert!(problems.is_empty(), "{problems:?}");
    }
    assert!(validator.iter_errors(&json!({"files": [{}], "summary": {}})).next().is_some());
}

/// The real post-mortems that lie beside the checkout, unless there are none here.
fn corpora() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora");
    let Ok(entries) = std::fs::read_dir(&root) else {
        assert!(std::env::var_os("CI").is_none(), "there are no corpora at {}", root.display());
        eprintln!("skipped: there are no corpora at {}", root.display());
        return Vec::new();
    };
    let mut folders: Vec<_> =
        entries.map(|entry| entry.unwrap().path()).filter(|path| path.is_dir()).collect();
    folders.sort();
    folders
}

/// Records without how sure their times are: what is written in front matter is stated.
fn facts_of(records: &str) -> Vec<serde_json::Value> {
    let record = |line: &str| {
        let mut record: serde_json::Value = serde_json::from_str(line).unwrap();
        record.as_object_mut().unwrap().remove("known").unwrap();
        record
    };
    records.lines().map(record).collect()
}

/// Copies what is read of a corpus, so that it can be written to.
fn copied(source: &Path) -> Base {
    let texts = crate::support::files(source)
        .into_iter()
        .filter(|(path, _)| path.contains(".md") || path.ends_with(".qmd"));
    texts.fold(Base::new(), |base, (path, bytes)| base.file(&path, bytes))
}

#[test]
fn real_post_mortems_say_the_same_with_their_front_matter() {
    for source in corpora() {
        let base = copied(&source);
        let originals = base.files(".");
        let base = base.run(&["export", "--format", "ndjson"]).ok();
        let before = facts_of(&base.stdout());
        if before.is_empty() {
            continue;
        }
        let base = base.run(&["adopt", ".", "--write"]).ok();
        let base = base.run(&["export", "--format", "ndjson"]).ok();
        assert!(facts_of(&base.stdout()) == before, "{}: the facts are others", source.display());
        let written = base.files(".");
        for (path, original) in &originals {
            let added = written[path].len() - original.len();
            let has_front = original.starts_with(b"---") || original.starts_with(b"+++");
            assert!(has_front || written[path][added..] == **original, "{path}: the text is another");
        }
        let base = base.run(&["adopt", ".", "--write"]).ok().says("Written: 0 files");
        assert!(base.files(".") == written, "{}: a second run wrote something", source.display());
    }
}

/// Files of corpora without front matter of which something is known: title, date, timeline, action items.
#[test]
fn what_is_known_of_real_post_mortems_does_not_get_less() {
    const FLOOR: &[(&str, [u64; 4])] = &[
        ("Chia-Network__post-mortem", [31, 31, 31, 0]),
        ("dfds__postmortems", [38, 37, 38, 38]),
        ("jupyterhub__mybinder.org-deploy", [23, 23, 23, 23]),
    ];
    for source in corpora() {
        let name = source.file_name().unwrap().to_string_lossy().into_owned();
        let Some((_, floor)) = FLOOR.iter().find(|(folder, _)| *folder == name) else { continue };
        let (_, answer) = answer(copied(&source), &["."]);
        let known =
            ["title", "date", "timeline", "action_items"].map(|key| answer["summary"][key].as_u64().unwrap());
        assert!(
            known.iter().zip(floor).all(|(known, floor)| known >= floor),
            "{name}: {known:?}, but it was {floor:?}"
        );
    }
}
