//! Tables in Markdown, and JSON.

use std::fmt::Write as _;

use serde_json::{Value, json};

use super::{Answer, Engine, Kind, Outcome, Score};

/// Scores by kind, by corpus and in all, and what was not found at once.
pub fn tables(outcomes: &[Outcome], engines: &[Engine]) -> String {
    let mut text = String::new();
    for (number, engine) in engines.iter().enumerate() {
        let scores = scores(outcomes, number);
        text.push_str(&table(engine.name(), &scores));
    }
    if engines.len() > 1 {
        text.push_str(&side_by_side(outcomes, engines));
    }
    for (number, engine) in engines.iter().enumerate() {
        text.push_str(&failures(outcomes, number, engine.name()));
    }
    text
}

/// A line for each kind, each corpus, and all.
fn scores(outcomes: &[Outcome], engine: usize) -> Vec<(String, Score)> {
    let score = |wanted: &dyn Fn(&Outcome) -> bool| {
        Score::of(
            outcomes
                .iter()
                .filter(|outcome| wanted(outcome))
                .filter_map(|one| one.answers[engine].judgement()),
        )
    };
    let mut lines = Vec::new();
    for kind in Kind::ALL {
        lines.push((kind.to_string(), score(&|outcome| outcome.query.kind == kind)));
    }
    let mut corpora: Vec<_> = outcomes.iter().map(|outcome| &outcome.corpus).collect();
    corpora.dedup();
    for corpus in corpora {
        lines.push((format!("in {corpus}"), score(&|outcome| outcome.corpus == *corpus)));
    }
    lines.push(("tuned on".into(), score(&|outcome| !outcome.query.held_out)));
    lines.push(("held out".into(), score(&|outcome| outcome.query.held_out)));
    lines.push(("**all**".into(), score(&|_| true)));
    lines.retain(|(_, score)| score.queries > 0);
    lines
}

const HEAD: &str = "queries | success@1 | success@5 |   MRR | nDCG@10 |";
const RULE: &str = "------: | --------: | --------: | ----: | ------: |";

fn table(name: &str, scores: &[(String, Score)]) -> String {
    let mut text = format!("| {name:<12} | {HEAD}\n| ------------ | {RULE}\n");
    for (label, score) in scores {
        let Score { queries, success_1, success_5, mrr, ndcg } = score;
        let _ = writeln!(
            text,
            "| {label:<12} | {queries:>7} | {:>8.1}% | {:>8.1}% | {mrr:>5.3} | {ndcg:>7.3} |",
            success_1 * 100.0,
            success_5 * 100.0,
        );
    }
    text + "\n"
}

/// All engines on the queries that all of them can answer, and how many each cannot.
fn side_by_side(outcomes: &[Outcome], engines: &[Engine]) -> String {
    let can = |outcome: &&Outcome| outcome.answers.iter().all(|answer| answer.judgement().is_some());
    let mut text =
        format!("| all can answer | {HEAD} no such feature |\n| -------------- | {RULE} --------------: |\n");
    for (number, engine) in engines.iter().enumerate() {
        let score = Score::of(outcomes.iter().filter(can).filter_map(|one| one.answers[number].judgement()));
        let lacking = outcomes.iter().filter(|one| one.answers[number].judgement().is_none()).count();
        let _ = writeln!(
            text,
            "| {:<14} | {:>7} | {:>8.1}% | {:>8.1}% | {:>5.3} | {:>7.3} | {lacking:>15} |",
            engine.name(),
            score.queries,
            score.success_1 * 100.0,
            score.success_5 * 100.0,
            score.mrr,
            score.ndcg,
        );
    }
    text + "\n"
}

/// Queries whose first hit is not accepted, with what came instead.
fn failures(outcomes: &[Outcome], engine: usize, name: &str) -> String {
    let mut text = String::new();
    for Outcome { corpus, query, answers } in outcomes {
        let Answer::Found(hits, judgement) = &answers[engine] else { continue };
        if judgement.rank == Some(1) {
            continue;
        }
        let held_out = if query.held_out { ", held out" } else { "" };
        let rank = match (judgement.rank, judgement.forbidden.len()) {
            (Some(rank), _) => format!("rank {rank}"),
            (None, 0) => "not found".into(),
            (None, number) => format!("{number} that may not be there: {}", judgement.forbidden[0]),
        };
        let _ = writeln!(text, "- {corpus}, {}{held_out}: `{}` — {rank}", query.kind, query.ask);
        for hit in hits.iter().take(3) {
            let _ = writeln!(text, "    - {hit}");
        }
        let _ = writeln!(text, "    - wanted: {}", query.best.join(", "));
    }
    if text.is_empty() { text } else { format!("{name}, not accepted at first:\n\n{text}\n") }
}

/// All outcomes, for other tools.
pub fn as_json(outcomes: &[Outcome], engines: &[Engine]) -> Value {
    let scores = |number| {
        let lines = scores(outcomes, number);
        lines.into_iter().map(|(label, score)| (label, json!(score))).collect::<serde_json::Map<_, _>>()
    };
    let answer = |answer: &Answer| match answer {
        Answer::Found(hits, judgement) => json!({"hits": hits, "judgement": judgement}),
        Answer::NoSuchFeature => Value::Null,
    };
    let list: Vec<_> = outcomes
        .iter()
        .map(|Outcome { corpus, query, answers }| {
            let answers: serde_json::Map<_, _> = engines
                .iter()
                .zip(answers)
                .map(|(engine, one)| (engine.name().to_owned(), answer(one)))
                .collect();
            json!({
                "corpus": corpus, "ask": query.ask, "kind": query.kind, "held_out": query.held_out,
                "best": query.best, "also": query.also, "never": query.never, "answers": answers,
            })
        })
        .collect();
    let totals: serde_json::Map<_, _> = engines
        .iter()
        .enumerate()
        .map(|(number, engine)| (engine.name().to_owned(), json!(scores(number))))
        .collect();
    json!({"scores": totals, "queries": list})
}
