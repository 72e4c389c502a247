//! `lookback check` through the real program: rules, outputs, what differs since a revision, what is mended, watching.
#![expect(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "tests read fixtures, and say what was skipped"
)]

mod fix;
mod judged;
mod known;
mod options;
mod outputs;
mod rules;
mod since;
mod timelines;
mod watch;

use crate::support::Base;
use serde_json::Value;

/// The day that all tests but those about dates are checked on.
const TODAY: &str = "2026-03-01";

/// The findings of a check, as data.
fn findings(base: &Base) -> Vec<Value> {
    let report: Value = serde_json::from_str(&base.stdout()).unwrap();
    report["findings"].as_array().unwrap().clone()
}

/// Names of the rules that were broken in one file, sorted, each once.
fn rules_of(base: &Base, path: &str) -> Vec<String> {
    let of_file = findings(base).into_iter().filter(|one| one["path"].as_str().unwrap().ends_with(path));
    let mut names: Vec<String> = of_file.map(|one| one["rule"].as_str().unwrap().to_owned()).collect();
    names.sort();
    names.dedup();
    names
}

fn check(base: Base, arguments: &[&str]) -> Base {
    base.run(&[&["check", "--today", TODAY, "--format", "json"], arguments].concat())
}
