//! How often the rules about wording and contradictions are right: every finding in real post-mortems was judged by
//! hand, and `judged.toml` keeps the verdicts.
//!
//! The corpora lie beside the checkout, not in it. Where they are missing the test says so and passes, but not in CI.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

use crate::support::program;

#[derive(Deserialize)]
struct File {
    /// Post-mortems with words that look like a finding, in which rightly nothing is found; they count as judged.
    clean: BTreeMap<String, Vec<String>>,
    finding: Vec<Judged>,
}

#[derive(Debug, Deserialize, PartialEq, Eq, PartialOrd, Ord)]
struct Judged {
    corpus: String,
    path: String,
    rule: String,
    line: u64,
    right: bool,
    /// Why, where that can't be seen at once.
    #[serde(default)]
    why: String,
}

/// Groups of rules that are judged, with the share of findings that has to be right.
const LEAST: &[(&str, f64)] = &[("contradictions", 0.9), ("wording", 0.8)];
/// Post-mortems that have to be judged.
const FILES: usize = 60;

fn group(rule: &str) -> &'static str {
    lookback::tools::check::rules::find(rule).map_or("", |rule| rule.group.as_str())
}

#[test]
fn findings_in_real_post_mortems_are_mostly_right() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora");
    if !root.is_dir() {
        assert!(std::env::var_os("CI").is_none(), "there are no corpora at {}", root.display());
        eprintln!("skipped: there are no corpora at {}", root.display());
        return;
    }
    let file: File = toml::from_str(include_str!("judged.toml")).unwrap();
    let mut judged: BTreeMap<(&str, &str, &str, u64), bool> = BTreeMap::new();
    for one in &file.finding {
        judged.insert((&one.corpus, &one.path, &one.rule, one.line), one.right);
    }
    let corpora: BTreeSet<&str> =
        file.clean.keys().chain(file.finding.iter().map(|one| &one.corpus)).map(String::as_str).collect();
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut files: BTreeSet<(String, String)> = BTreeSet::new();
    let mut unjudged = Vec::new();
    for corpus in corpora {
        let folder = root.join(corpus);
        for path in file.clean.get(corpus).into_iter().flatten() {
            assert!(folder.join(path).is_file(), "there is no {corpus}/{path}");
            files.insert((corpus.to_owned(), path.clone()));
        }
        for finding in findings(&folder) {
            let rule = finding["rule"].as_str().unwrap();
            if !LEAST.iter().any(|(judged, _)| *judged == group(rule)) {
                continue;
            }
            let path = finding["path"].as_str().unwrap();
            let path = path.split_once(&format!("{corpus}/")).unwrap().1;
            let line = finding["line"].as_u64().unwrap_or(0);
            let is_clean = file.clean.get(corpus).is_some_and(|paths| paths.iter().any(|one| one == path));
            assert!(!is_clean, "{corpus}/{path}:{line}: {rule} was found where nothing is to be found");
            match judged.get(&(corpus, path, rule, line)) {
                Some(right) => {
                    let count = counts.entry(group(rule)).or_default();
                    count.0 += usize::from(*right);
                    count.1 += 1;
                    files.insert((corpus.to_owned(), path.to_owned()));
                }
                None => unjudged.push(format!(
                    "[[finding]]\ncorpus = \"{corpus}\"\npath = \"{path}\"\nrule = \"{rule}\"\nline = {line}\nright = # {} | {}",
                    finding["message"].as_str().unwrap(),
                    finding["excerpt"].as_str().unwrap_or_default(),
                )),
            }
        }
    }
    assert!(unjudged.is_empty(), "read these, and add them to judged.toml:\n{}", unjudged.join("\n"));
    assert!(files.len() >= FILES, "only {} files were judged", files.len());
    for (group, least) in LEAST {
        let (right, all) = counts.get(group).copied().unwrap_or_default();
        #[expect(clippy::cast_precision_loss, reason = "a few hundred findings")]
        let share = right as f64 / all as f64;
        eprintln!("{group}: {right} of {all} are right");
        assert!(share >= *least, "{group}: {right} of {all} are right, less than {least}");
    }
}

fn findings(folder: &Path) -> Vec<Value> {
    let output = program()
        .args(["check", "--today", super::TODAY, "--format", "json", "--root"])
        .arg(folder)
        .output()
        .unwrap();
    let report: Value = serde_json::from_slice(&output.stdout).unwrap();
    report["findings"].as_array().unwrap().clone()
}
