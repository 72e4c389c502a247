//! A build after any change gives what a clean build gives, and does no more than it has to.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "the tests change files and their times, and say which step failed"
)]

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::support::{Base, copied, program};
use walkdir::WalkDir;

/// Steps that are tried, each with two builds.
fn steps() -> usize {
    if std::env::var_os("CI").is_some() { 500 } else { 60 }
}

/// A pseudo-random sequence: the same for the same seed.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % sides
    }

    fn pick<'t, T: ?Sized>(&mut self, from: &[&'t T]) -> &'t T {
        from[self.roll(from.len())]
    }
}

const WORDS: [&str; 16] = [
    "certificate",
    "replica",
    "kubelet",
    "ERR_TIMEOUT",
    "x509",
    "rollback",
    "throttled",
    "gateway-7",
    "segfault",
    "quota",
    "failover",
    "etcd",
    "OOMKilled",
    "latency",
    "runbook",
    "canary",
];
const NAMES: [&str; 6] = ["Shop", "Mail", "Edge proxy", "edge-proxy", "Ledger", "Zählwerk"];

/// A knowledge base that changes.
struct Changing {
    root: PathBuf,
    dice: Dice,
    /// Seconds by which the next change is younger than the last one.
    clock: u64,
    next: usize,
}

impl Changing {
    fn content(&self, ending: &str) -> Vec<PathBuf> {
        let files = WalkDir::new(self.root.join("content")).sort_by_file_name().into_iter().flatten();
        let files = files.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path);
        files.filter(|path| path.to_string_lossy().ends_with(ending)).collect()
    }

    fn some(&mut self, ending: &str) -> Option<PathBuf> {
        let all = self.content(ending);
        (!all.is_empty()).then(|| all[self.dice.roll(all.len())].clone())
    }

    /// Writes a file that looks as if it had been written a while ago, now and then one that was written just now.
    fn put(&mut self, path: &Path, text: &str) {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        if self.dice.roll(8) > 0 {
            self.age(path);
        }
    }

    fn age(&mut self, path: &Path) {
        self.clock += 1;
        let then = SystemTime::now() - Duration::from_secs(1_000_000 - self.clock);
        File::options().write(true).open(path).unwrap().set_modified(then).unwrap();
    }

    fn word(&mut self) -> &'static str {
        self.dice.pick(&WORDS)
    }

    fn name(&mut self) -> &'static str {
        self.dice.pick(&NAMES)
    }

    fn post_mortem(&mut self) -> String {
        let (day, month, year) = (1 + self.dice.roll(28), 1 + self.dice.roll(12), 2021 + self.dice.roll(4));
        let mut text = format!(
            "---\ntitle: The {} failed\ndate: {year}-{month:02}-{day:02}\nseverity: sev{}\nservices: [{}, {}]\ncauses: [{} {}]\n",
            self.word(),
            1 + self.dice.roll(4),
            self.name(),
            self.name(),
            self.word(),
            self.word()
        );
        let extra = [
            "teams: [Storage]\n",
            "tags: [night]\n",
            "status: final\n",
            "language: de\n",
            "near_miss: true\n",
            "",
        ];
        text.push_str(self.dice.pick(&extra));
        text.push_str("---\n\n## Summary\n\n");
        for _ in 0..6 {
            let (one, two) = (self.word(), self.word());
            text.push_str(&format!("The {one} met the {two}. "));
        }
        text.push_str("\n\n## Timeline\n\n- 10:00 [start] It began\n- 10:20 [detected] Alert\n- 11:00 [resolved] Over\n");
        text.push_str(&format!(
            "\n## Action items\n\n- [ ] Watch the {} (@ana, due 2026-11-0{})\n",
            self.word(),
            1 + self.dice.roll(9)
        ));
        if self.dice.roll(3) == 0
            && let Some(other) = self.some(".md")
        {
            text.push_str(&format!(
                "\nLike [that](/{}).\n",
                other.strip_prefix(self.root.join("content")).unwrap().display()
            ));
        }
        if self.dice.roll(6) == 0 {
            text.push_str("\n![A graph](/assets/graph-1.svg)\n\n```rust\nfn main() {}\n```\n");
        }
        text
    }

    /// Changes something; says what.
    fn change(&mut self) -> String {
        let content = self.root.join("content");
        match self.dice.roll(23) {
            0..=2 => {
                self.next += 1;
                let path = content.join(format!("{}/new-{}.md", 2021 + self.dice.roll(4), self.next));
                let text = self.post_mortem();
                self.put(&path, &text);
                format!("add {}", path.display())
            }
            3 | 4 => {
                let Some(path) = self.some(".md") else { return "nothing".into() };
                fs::remove_file(&path).unwrap();
                format!("remove {}", path.display())
            }
            5 => {
                let Some(path) = self.some(".md") else { return "nothing".into() };
                self.next += 1;
                let to = content.join(format!("2022/moved-{}.md", self.next));
                fs::create_dir_all(to.parent().unwrap()).unwrap();
                fs::rename(&path, &to).unwrap();
                format!("rename {} to {}", path.display(), to.display())
            }
            6..=9 => {
                let Some(path) = self.some(".md") else { return "nothing".into() };
                let mut text = fs::read_to_string(&path).unwrap();
                let (one, two) = (self.word(), self.word());
                text.push_str(&format!("\nAlso the {one}, and [the {two}](nowhere-{one}.md).\n"));
                self.put(&path, &text);
                format!("append to {}", path.display())
            }
            10 => {
                let Some(path) = self.some(".md") else { return "nothing".into() };
                let text = fs::read_to_string(&path).unwrap();
                // The same length.
                let text = text.replace("10:20", "10:25").replace("sev1", "sev2").replace("[ ]", "[x]");
                self.put(&path, &text);
                format!("same length in {}", path.display())
            }
            11 => {
                let Some(path) = self.some(".md") else { return "nothing".into() };
                let text = fs::read_to_string(&path).unwrap();
                let wrong = [
                    "title: [\n",
                    "severity: worst\n",
                    "date: 2031-99-99\n",
                    "related: [nothing]\n",
                    "id: same\n",
                ];
                let text = text.replacen("---\n", &format!("---\n{}", self.dice.pick(&wrong)), 1);
                self.put(&path, &text);
                format!("odd front matter in {}", path.display())
            }
            12 | 13 => {
                let kind = self.dice.pick(&["services", "causes", "teams", "pages"]);
                let name = self.name();
                let path = content.join(format!("{kind}/{}.md", name.to_lowercase().replace(' ', "-")));
                let aliases = self.name();
                let text = format!(
                    "---\ntitle: {name}\nsummary: About the {}.\naliases: [{aliases} two]\nowner: Storage\n---\n\nIt has a {}.\n",
                    self.word(),
                    self.word()
                );
                self.put(&path, &text);
                format!("describe {}", path.display())
            }
            14 => {
                let path = content.join(format!("assets/graph-{}.svg", self.dice.roll(2)));
                if path.exists() && self.dice.roll(2) == 0 {
                    fs::remove_file(&path).unwrap();
                } else {
                    let text = format!(
                        "<svg xmlns=\"http://www.w3.org/2000/svg\"><title>{}</title></svg>",
                        self.word()
                    );
                    self.put(&path, &text);
                }
                format!("picture {}", path.display())
            }
            15 => {
                let settings = [
                    "",
                    "site-url = \"https://example.org/wiki\"\n",
                    "theme = \"ours\"\n",
                    "[output.html.search]\nenable = false\n",
                    "[output.html.search]\noffline = \"never\"\n",
                ];
                let text = format!(
                    "[book]\ntitle = \"Changing {}\"\n\n[output.html]\n{}",
                    self.word(),
                    self.dice.pick(&settings)
                );
                let path = self.root.join("book.toml");
                self.put(&path, &text);
                text
            }
            16 => {
                let (path, text) = match self.dice.roll(3) {
                    0 => ("templates/404.html", format!("<!doctype html><title>{}</title>", self.word())),
                    1 => ("static/css/ours.css", format!(".{} {{ color: red }}", self.word().to_lowercase())),
                    _ => ("static/note.txt", self.word().to_owned()),
                };
                let path = self.root.join("themes/ours").join(path);
                self.put(&path, &text);
                format!("theme {}", path.display())
            }
            17 => {
                let Some(path) = self.some(".md") else { return "nothing".into() };
                self.age(&path);
                format!("touch {}", path.display())
            }
            18 | 19 => {
                // Somebody else in the site.
                let pages: Vec<PathBuf> = WalkDir::new(self.root.join("site"))
                    .sort_by_file_name()
                    .into_iter()
                    .flatten()
                    .filter(|entry| {
                        entry.file_type().is_file() && !entry.path().to_string_lossy().contains(".lookback")
                    })
                    .map(walkdir::DirEntry::into_path)
                    .collect();
                let path = &pages[self.dice.roll(pages.len())];
                if self.dice.roll(2) == 0 {
                    fs::remove_file(path).unwrap()
                } else {
                    fs::write(path, "no page").unwrap()
                }
                format!("spoil {}", path.display())
            }
            20 => {
                let kept = self.root.join(".lookback");
                let files: Vec<PathBuf> = WalkDir::new(&kept)
                    .sort_by_file_name()
                    .into_iter()
                    .flatten()
                    .filter(|entry| {
                        entry.file_type().is_file()
                            && entry.file_name() != "clock"
                            && entry.file_name() != ".gitignore"
                    })
                    .map(walkdir::DirEntry::into_path)
                    .collect();
                if self.dice.roll(3) == 0 || files.is_empty() {
                    let _ = fs::remove_dir_all(&kept);
                    return "forget all".into();
                }
                let path = &files[self.dice.roll(files.len())];
                let mut bytes = fs::read(path).unwrap();
                let at = self.dice.roll(bytes.len().max(1));
                match self.dice.roll(3) {
                    0 => bytes.truncate(at),
                    1 if at < bytes.len() => bytes[at] ^= 0x20,
                    _ => bytes = b"something else".to_vec(),
                }
                fs::write(path, bytes).unwrap();
                format!("damage {}", path.display())
            }
            21 if self.dice.roll(3) == 0 => {
                wait();
                build(&self.root);
                "nothing, twice, after a while".into()
            }
            _ => "nothing".into(),
        }
    }
}

/// All files below a folder but the lock, with their bytes.
fn tree(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let entries = WalkDir::new(folder).into_iter().map(Result::unwrap);
    let files = entries.filter(|entry| entry.file_type().is_file() && entry.file_name() != "lock");
    files
        .map(|entry| (entry.path().strip_prefix(folder).unwrap().to_owned(), fs::read(entry.path()).unwrap()))
        .collect()
}

/// What a build says, without the time that it took and what it knew before.
fn build(root: &Path) -> (Option<i32>, Vec<String>) {
    let out = program().current_dir(root).args(["build", "--today", "2026-11-22"]).output().unwrap();
    let said = [out.stdout, out.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
    let lines = said.lines().filter(|line| !line.contains(" → ") && !line.starts_with("note: "));
    (out.status.code(), lines.map(str::to_owned).collect())
}

#[test]
fn after_any_change_the_site_is_that_of_a_clean_build() {
    let seed = std::env::var("LOOKBACK_SEED")
        .ok()
        .and_then(|seed| seed.parse().ok())
        .unwrap_or(0x5eed_1e55_0b5e_55ed);
    let base = Base::small()
        .file("themes/ours/static/css/ours.css", "a {}")
        .file("content/index.md", "# Here\n\nHello.\n");
    let mut changing = Changing { root: base.root().to_owned(), dice: Dice(seed), clock: 0, next: 0 };
    for number in 0..12 {
        let path = base.path(&format!("content/2023/first-{number}.md"));
        let text = changing.post_mortem();
        changing.put(&path, &text);
    }
    build(base.root());
    let mut did = Vec::new();
    for step in 0..steps() {
        did.push(changing.change());
        let clean = copied(base.root());
        let (again, first) = (build(base.root()), build(clean.path()));
        let said = format!(
            "seed {seed}, step {step}, of which the last:\n{}",
            did[did.len().saturating_sub(6)..].join("\n")
        );
        assert_eq!(again, first, "{said}");
        if first.0 == Some(2) {
            continue;
        }
        let (again, first) = (tree(&base.path("site")), tree(&clean.path().join("site")));
        let differ: Vec<&PathBuf> =
            first.keys().chain(again.keys()).filter(|path| again.get(*path) != first.get(*path)).collect();
        assert!(differ.is_empty(), "{said}\n{differ:#?}");
    }
}

/// What `build -v` counts: written, unchanged, removed, parsed, made.
fn counts(base: &Base) -> [usize; 5] {
    let said = base.stdout() + &base.stderr();
    let line = said.lines().find(|line| line.contains(" unchanged, ")).expect("no counts");
    let numbers = line.split(|c: char| !c.is_ascii_digit()).filter_map(|digits| digits.parse().ok());
    numbers.collect::<Vec<_>>().try_into().expect("five numbers")
}

/// Lets so much time pass that no file could be written again without looking different.
fn wait() {
    std::thread::sleep(Duration::from_millis(2_100));
}

#[test]
fn a_build_does_no_more_than_it_has_to() {
    let base = Base::small().file("content/pages/a.md", "# A page\n\nText.\n");
    let base = base.file("content/services/shop.md", "---\ntitle: Shop\n---\n\nSells.\n");
    wait();
    let base = base.build().ok();
    let [all, _, _, parsed, _] = counts(&base);
    assert_eq!((parsed, all > 20), (4, true));
    let base = base.build().ok();
    assert_eq!(counts(&base), [0, all, 0, 0, 0]);

    // A page that nothing else shows a part of: itself, and the index of the search.
    let base = base.file("content/pages/a.md", "# A page\n\nOther text.\n").build().ok();
    let [written, unchanged, removed, parsed, made] = counts(&base);
    assert_eq!(parsed, 1);
    assert!(
        written + unchanged >= all && removed > 0 && made < all / 2,
        "{written} {unchanged} {made} of {all}"
    );
    let rendered =
        |base: &Base| base.path("site").join("pages/a.html").metadata().unwrap().modified().unwrap();
    let untouched =
        |base: &Base| base.path("site/2024/2024-03-04-queue.html").metadata().unwrap().modified().unwrap();
    assert!(rendered(&base) > untouched(&base));

    // Saved once more as it is: known by its text.
    let base = base.file("content/pages/a.md", "# A page\n\nOther text.\n").build().ok();
    assert_eq!(counts(&base)[3], 0);
    assert_eq!(counts(&base)[0], 0);

    let base = base.without(".lookback").build().ok();
    assert_eq!((counts(&base)[0], counts(&base)[3]), (0, 4));

    // A template that no other takes in makes a difference to its own pages.
    let theme = "[book]\ntitle = \"Small\"\n\n[output.html]\ntheme = \"own\"\n";
    let base = base.file("themes/own/templates/404.html", "<title>Gone</title>").file("book.toml", theme);
    let base = base.build().ok().file("themes/own/templates/404.html", "<title>Not here</title>");
    let base = base.build().ok();
    assert_eq!(counts(&base), [1, counts(&base)[1], 0, 0, 1]);
}

#[test]
fn what_was_kept_and_is_damaged_is_told_and_made_anew() {
    let base = Base::small().build().ok();
    for entry in
        WalkDir::new(base.path(".lookback")).into_iter().flatten().filter(|entry| entry.file_type().is_file())
    {
        fs::write(entry.path(), "something else").unwrap();
    }
    let base = base.build().ok();
    assert!((base.stdout() + &base.stderr()).contains("is damaged"));
    assert_eq!(counts(&base)[0], 0);
    let base = base.build().ok();
    assert!(!(base.stdout() + &base.stderr()).contains("is damaged"));
}

#[test]
fn what_was_found_is_said_again_where_nothing_has_changed() {
    let base =
        Base::small().file("content/odd.md", "---\ntitle: Odd\nseverity: terrible\n---\n\n[x](y.md)\n");
    wait();
    let base = base.build().ok().warns("terrible").warns("y.md");
    let first = base.stderr();
    let base = base.build().ok();
    assert_eq!((counts(&base)[4], base.stderr()), (0, first));
}

/// All that is kept beside the content, by its path there.
fn kept(base: &Base) -> Vec<String> {
    base.files(".lookback")
        .into_keys()
        .filter(|path| path.contains('/') && !path.ends_with("/clock"))
        .collect()
}

#[test]
fn what_is_kept_is_believed_under_its_own_name_alone() {
    let base = Base::small().build().ok();
    let whole = base.files("site");
    let paths = kept(&base);
    let mut folders: Vec<&str> = paths.iter().filter_map(|path| path.split('/').next()).collect();
    folders.dedup();
    assert!(folders.len() >= 5, "{folders:?}");
    // Each file takes the place of the one behind it, and the last of one folder that of the first of the next.
    let bytes = base.files(".lookback");
    let mut base =
        base.file("content/2024/new.md", "# New\n\nThe cache was cold.\n").without("content/2024/new.md");
    for (path, other) in paths.iter().zip(paths.iter().cycle().skip(1)) {
        base = base.file(&format!(".lookback/{other}"), &bytes[path]);
    }
    let base = base.build().ok();
    assert!(!base.stderr().contains("panicked"), "{}", base.stderr());
    assert!(base.files("site") == whole);
    base.build().ok().silent().says("0 files written");
}

#[test]
fn a_folder_in_the_place_of_what_is_kept_is_told_and_goes() {
    let base = Base::small().build().ok();
    let whole = base.files("site");
    let mut base = base;
    for path in kept(&base) {
        let path = format!(".lookback/{path}");
        base = base.without(&path).file(&format!("{path}/deeper"), "x");
    }
    let base = base.file("content/2024/new.md", "# New\n").build().ok().says("damaged");
    assert!(!base.stderr().contains("could not write"), "{}", base.stderr());
    let base = base.without("content/2024/new.md").build().ok().silent();
    assert!(base.files("site") == whole);
}
