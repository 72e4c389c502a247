//! Judged queries, put to the program on real post-mortems.
//!
//! The corpora lie beside the checkout, not in it. Where they are missing the tests say so and pass, but not in CI.
#![expect(clippy::disallowed_macros, reason = "says what was skipped")]

use std::collections::BTreeSet;

use xtask::relevance::{self, Kind, Options, Outcome};

/// Everything that the judged queries say, asked of nothing yet; `None` where there are no corpora.
fn options() -> Option<Options> {
    let mut options = Options::new(env!("CARGO_BIN_EXE_lookback").into());
    options.engines.clear();
    if options.corpora.is_dir() {
        return Some(options);
    }
    assert!(std::env::var_os("CI").is_none(), "there are no corpora at {}", options.corpora.display());
    eprintln!("skipped: there are no corpora at {}", options.corpora.display());
    None
}

#[test]
fn every_judgement_names_a_file_and_a_third_is_held_out() {
    let Some(options) = options() else { return };
    let outcomes = relevance::judge(&options).unwrap();
    let count = |wanted: &dyn Fn(&Outcome) -> bool| outcomes.iter().filter(|outcome| wanted(outcome)).count();
    let held_out = count(&|outcome| outcome.query.held_out);
    assert!(outcomes.len() >= 200, "{} queries", outcomes.len());
    assert!((outcomes.len() / 4..outcomes.len() / 2).contains(&held_out), "{held_out} held out");
    for kind in Kind::ALL {
        assert!(count(&|outcome| outcome.query.kind == kind) >= 5, "too few of kind {kind}");
    }
    for Outcome { corpus, query, .. } in &outcomes {
        let lists = [&query.best, &query.also, &query.never];
        let mut named: Vec<_> = lists.into_iter().flatten().collect();
        let number = named.len();
        named.sort();
        named.dedup();
        assert!(!query.best.is_empty() && named.len() == number, "{corpus}: {}", query.ask);
    }
}

#[test]
fn the_queries_of_the_parity_test_are_many_and_different() {
    let queries = crate::support::parity::queries();
    let different: BTreeSet<_> = queries.iter().collect();
    assert!(queries.len() >= 200 && different.len() == queries.len(), "{} queries", queries.len());
    for hard in ["", "\"", "サマリー", "service:nosuchservice"] {
        assert!(queries.iter().any(|query| query == hard), "`{hard}` is missing");
    }
    assert!(queries.iter().any(|query| query.chars().count() >= 10_000));
}
