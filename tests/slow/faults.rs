//! What goes wrong around a build: it is killed, the disk is full, files vanish, clocks go back. The next build mends it,
//! and readers never see half a page.
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "tests work on files, and say when they are skipped"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant, SystemTime};

use crate::support::{Base, files, program};

/// Random numbers that are the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

/// One knowledge base in two folders: one that things happen to, and one that is always built anew.
struct Twins {
    here: Base,
    clean: Base,
    random: Random,
}

type Files = BTreeMap<String, Vec<u8>>;

impl Twins {
    fn new() -> Self {
        let mut twins = Self { here: Base::new(), clean: Base::new(), random: Random(20_261_122) };
        twins.write("book.toml", "[book]\ntitle = \"Faulty\"\n");
        for number in 0..60 {
            twins.write_post(number);
        }
        twins
    }

    fn write(&self, path: &str, text: &str) {
        for root in [self.here.root(), self.clean.root()] {
            let path = root.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
    }

    fn write_post(&mut self, number: u64) {
        let random = &mut self.random;
        let text = format!(
            "---\ntitle: Number {number} of {}\ndate: 20{}-{:02}-{:02}\nseverity: sev{}\nservices: [S{}]\ncauses: [C{}]\n---\n\n\
             ## Summary\n\nIt broke {} times, like [that](post-{}.md).\n\n## Timeline\n\n- 10:00 [start] Request q{} fails.\n\
             - 10:{:02} [resolved] Mended.\n\n## Action items\n\n- [ ] Watch the disk {} (owner: Ann)\n",
            random.below(9),
            18 + random.below(8),
            1 + random.below(12),
            1 + random.below(28),
            1 + random.below(4),
            random.below(6),
            random.below(6),
            random.below(1000),
            random.below(60),
            random.below(100_000),
            5 + random.below(50),
            random.below(20),
        );
        self.write(&format!("content/post-{number}.md"), &text);
    }

    /// Some change of an author.
    fn edit(&mut self) {
        let number = self.random.below(60);
        let path = format!("content/post-{number}.md");
        match self.random.below(6) {
            0 if self.here.path(&path).exists() => {
                for root in [self.here.root(), self.clean.root()] {
                    fs::remove_file(root.join(&path)).unwrap();
                }
            }
            1 => self.write(
                &format!("content/services/s{}.md", number % 6),
                &format!("---\nname: S{}\n---\n\nText {number}.\n", number % 6),
            ),
            2 => self.write("book.toml", &format!("[book]\ntitle = \"Faulty {number}\"\n")),
            _ => self.write_post(number),
        }
    }

    fn command(&self, base: &Base) -> Command {
        let mut command = program();
        command.current_dir(base.root()).args(["build", "-q", "--today", "2026-06-01"]);
        command.stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    fn build(&self) -> Duration {
        let since = Instant::now();
        assert!(self.command(&self.here).status().unwrap().success());
        since.elapsed()
    }

    /// What a build makes that knows of no other.
    fn expected(&self) -> Files {
        for folder in ["site", ".lookback"] {
            let _ = fs::remove_dir_all(self.clean.path(folder));
        }
        assert!(self.command(&self.clean).status().unwrap().success());
        site(&self.clean)
    }

    #[track_caller]
    fn is_as_new(&self, expected: &Files) {
        let found = site(&self.here);
        let names = |files: &Files| files.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&found), names(expected));
        for (path, bytes) in expected {
            assert!(found[path] == *bytes, "{path} differs from that of a clean build");
        }
    }
}

fn site(base: &Base) -> Files {
    let mut files = base.files("site");
    files.retain(|path, _| path == ".lookback/files" || !path.starts_with(".lookback/"));
    files
}

/// A reader sees whole pages, and an index of which nothing is missing: `builds` are those that it may be of.
#[track_caller]
fn is_sound(site: &Files, builds: &[&Files]) {
    for (path, bytes) in site.iter().filter(|(path, _)| path.ends_with(".html")) {
        assert!(String::from_utf8_lossy(bytes).trim_end().ends_with("</html>"), "{path} is cut off");
    }
    // Titles alone are under one name in every build.
    if let Some(front) = site.get(FRONT) {
        assert!(builds.iter().any(|build| build.get(FRONT) == Some(front)), "{FRONT} is of no build");
    }
    let Some(manifest) = site.get(MANIFEST) else { return };
    let build =
        builds.iter().find(|build| build.get(MANIFEST) == Some(manifest)).expect("a manifest of some build");
    let is_chunk = |path: &str| path.starts_with("search/") && path.ends_with(".bin") && path != FRONT;
    for (path, bytes) in build.iter().filter(|(path, _)| is_chunk(path)) {
        assert!(site.get(path) == Some(bytes), "{path} is missing or damaged");
    }
}

const MANIFEST: &str = "search/manifest.json";
const FRONT: &str = "search/front.bin";

#[test]
fn a_build_that_is_killed_at_any_moment_harms_nothing() {
    let mut twins = Twins::new();
    let mut before = twins.expected();
    let mut took = twins.build();
    twins.is_as_new(&before);
    let mut between = 0;
    for round in 0..50 {
        twins.edit();
        let expected = twins.expected();
        let mut child = twins.command(&twins.here).spawn().unwrap();
        // Every fifth time between the chunks of the index and the manifest, else at any moment.
        if round % 5 == 0 {
            let old: BTreeSet<PathBuf> = chunks(twins.here.root());
            while child.try_wait().unwrap().is_none() && chunks(twins.here.root()).is_subset(&old) {}
        } else {
            let micros = u64::try_from(took.as_micros()).unwrap();
            std::thread::sleep(Duration::from_micros(twins.random.below(micros + micros / 10)));
        }
        let _ = child.kill();
        child.wait().unwrap();
        let left = site(&twins.here);
        is_sound(&left, &[&before, &expected]);
        let has_new = expected
            .keys()
            .any(|path| path.ends_with(".bin") && !before.contains_key(path) && left.contains_key(path));
        between += usize::from(has_new && left.get(MANIFEST) == before.get(MANIFEST));
        took = twins.build();
        twins.is_as_new(&expected);
        before = expected;
    }
    assert!(between > 0, "none was killed between the chunks and the manifest");
}

fn chunks(root: &Path) -> BTreeSet<PathBuf> {
    let Ok(entries) = fs::read_dir(root.join("site/search")) else { return BTreeSet::new() };
    entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|it| it == "bin"))
        .collect()
}

/// Runs a line of shell in the knowledge base before the program takes its place, and gives what it said.
#[cfg(unix)]
fn under(base: &Base, wrapper: &[&str], line: &str) -> Output {
    let program = env!("CARGO_BIN_EXE_lookback");
    let script = format!("{line} && exec '{program}' build --today 2026-06-01");
    let (first, rest) = wrapper.split_first().unwrap();
    Command::new(first).args(rest).arg("sh").arg("-c").arg(script).current_dir(base.root()).output().unwrap()
}

/// In a name space of mounts of its own, which goes away with it; `None` where that may not be had.
#[cfg(unix)]
fn mounted(base: &Base, line: &str) -> Option<Output> {
    let mut wrapper = vec!["unshare", "--mount"];
    let may = |wrapper: &[&str]| {
        let mut asked = Command::new(wrapper[0]);
        asked
            .args(&wrapper[1..])
            .args(["sh", "-c", &format!("mkdir -p site && {line}")])
            .current_dir(base.root());
        asked.output().is_ok_and(|output| output.status.success())
    };
    if !may(&wrapper) {
        wrapper.push("--map-root-user");
        if !may(&wrapper) {
            eprintln!("skipped: nothing may be mounted here");
            return None;
        }
    }
    Some(under(base, &wrapper, line))
}

#[cfg(unix)]
#[track_caller]
fn could_not_publish(output: &Output) -> String {
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{errors}");
    assert!(errors.contains("cannot-publish"), "{errors}");
    errors
}

#[cfg(unix)]
#[test]
fn a_full_disk_is_told_and_leaves_whole_files() {
    let mut twins = Twins::new();
    twins.build();
    let before = site(&twins.here);
    // No file may become longer than so many blocks of 512 bytes, as on a disk that fills up on the way.
    twins.edit();
    twins.write(
        "content/long.md",
        &format!("---\ntitle: Long\ndate: 2024-01-01\n---\n\n{}\n", "Long text. ".repeat(30_000)),
    );
    let expected = twins.expected();
    let output = under(&twins.here, &["env"], "trap '' XFSZ; ulimit -f 400");
    could_not_publish(&output);
    is_sound(&site(&twins.here), &[&before, &expected]);
    assert!(
        files(&twins.here.path("site/.lookback")).keys().all(|path| !path.starts_with("tmp/")),
        "nothing half is kept"
    );
    twins.build();
    twins.is_as_new(&expected);
    // A disk that is full indeed.
    if let Some(output) = mounted(&twins.here, "mount -t tmpfs -o size=300k none site") {
        let errors = could_not_publish(&output);
        assert!(errors.contains("Free some space"), "{errors}");
    }
    twins.is_as_new(&expected);
}

#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_told() {
    let mut twins = Twins::new();
    twins.build();
    let before = site(&twins.here);
    twins.edit();
    let line = "mount --bind site site && mount -o remount,bind,ro site";
    if let Some(output) = mounted(&twins.here, line) {
        let errors = could_not_publish(&output);
        assert!(errors.contains("Make the folder writable"), "{errors}");
    }
    assert!(site(&twins.here) == before);
    let expected = twins.expected();
    twins.build();
    twins.is_as_new(&expected);
}

#[test]
fn files_that_vanish_and_change_while_they_are_read_end_nothing() {
    let mut twins = Twins::new();
    twins.build();
    for _ in 0..4 {
        let mut child = twins.command(&twins.here).spawn().unwrap();
        while child.try_wait().unwrap().is_none() {
            twins.edit();
            let (from, to) = (twins.random.below(60), twins.random.below(60));
            let path = |number: u64| twins.here.path(&format!("content/post-{number}.md"));
            let away = twins.here.path("away.md");
            if fs::rename(path(from), &away).is_ok() {
                fs::write(path(to), "---\ntitle: Half").unwrap();
                fs::rename(&away, path(from)).unwrap();
                let whole = fs::read(twins.clean.path(&format!("content/post-{to}.md")));
                match whole {
                    Ok(text) => fs::write(path(to), text).unwrap(),
                    Err(_) => fs::remove_file(path(to)).unwrap(),
                }
            }
        }
        assert!(child.wait().unwrap().success());
    }
    let expected = twins.expected();
    twins.build();
    twins.is_as_new(&expected);
}

#[test]
fn two_builds_at_once_take_turns() {
    let mut twins = Twins::new();
    for _ in 0..3 {
        twins.edit();
        let both = [twins.command(&twins.here).spawn().unwrap(), twins.command(&twins.here).spawn().unwrap()];
        for mut child in both {
            assert!(child.wait().unwrap().success());
        }
        let expected = twins.expected();
        twins.is_as_new(&expected);
    }
}

#[test]
fn a_clock_that_goes_back_hides_no_change() {
    let twins = Twins::new();
    let post = |word: &str| format!("---\ntitle: Clock\ndate: 2024-01-01\n---\n\nThe clock was {word}.\n");
    let path = twins.here.path("content/clock.md");
    let set = |time: SystemTime| File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
    let shows = |word: &str| {
        twins.build();
        let page = twins.here.read("site/clock.html");
        assert!(page.contains(&format!("The clock was {word}.")), "{word} is not shown");
    };
    twins.write("content/clock.md", &post("early"));
    let first = fs::metadata(&path).unwrap().modified().unwrap();
    shows("early");
    // The same length and the same time, as tools leave it that restore times.
    twins.write("content/clock.md", &post("quick"));
    set(first);
    shows("quick");
    // Tomorrow, and then today again.
    twins.write("content/clock.md", &post("ahead"));
    set(first + Duration::from_secs(86_400));
    shows("ahead");
    twins.write("content/clock.md", &post("right"));
    set(first - Duration::from_secs(86_400));
    shows("right");
    twins.write("content/clock.md", &post("fixed"));
    set(SystemTime::UNIX_EPOCH);
    shows("fixed");
    let expected = twins.expected();
    twins.is_as_new(&expected);
}
