//! What is known of files from an earlier run changes nothing of what is found in the chosen ones.

use std::fs::File;
use std::path::Path;
use std::time::{Duration, SystemTime};

use serde_json::Value;

use super::{check, findings};
use crate::support::{Base, files};

/// The knowledge base of this repository, all files of which look an hour old: what was written just now is not kept.
fn sample() -> Base {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut base = Base::new().file("book.toml", std::fs::read(root.join("book.toml")).unwrap());
    for (path, bytes) in files(&root.join("content")) {
        base = base.file(&format!("content/{path}"), bytes);
    }
    let hour = Duration::from_secs(3600);
    for path in files(&base.path("content")).keys() {
        let file = File::options().write(true).open(base.path("content").join(path)).unwrap();
        file.set_modified(SystemTime::now() - hour).unwrap();
    }
    base
}

fn of_file(all: &[Value], path: &str) -> Vec<Value> {
    all.iter().filter(|one| one["path"].as_str().unwrap().ends_with(path)).cloned().collect()
}

#[test]
fn chosen_files_have_the_findings_that_they_have_among_all() {
    let base = check(sample(), &[]);
    let all = findings(&base);
    // Those with findings, and some without.
    let mut paths: Vec<String> = all.iter().map(|one| one["path"].as_str().unwrap().to_owned()).collect();
    paths.dedup();
    paths.truncate(8);
    paths.extend(["content/services/github.md", "content/causes/dns.md"].map(str::to_owned));
    assert!(paths.len() > 5, "{paths:?}");
    let mut base = base;
    for path in paths.iter().filter(|path| Path::new(env!("CARGO_MANIFEST_DIR")).join(path).exists()) {
        for run in ["cold", "warm"] {
            if run == "cold" && base.path(".lookback").exists() {
                base = base.without(".lookback");
            }
            base = check(base, &[path]);
            assert_eq!(findings(&base), of_file(&all, path), "{path}, {run}");
        }
    }
    assert!(base.path(".lookback/parsed").is_dir());
}
