//! Figures of how early the accepted files come.

use serde::Serialize;

use super::judged::Query;

/// How one answer was judged.
#[derive(Debug, Clone, Serialize)]
pub struct Judgement {
    /// Place of the first accepted hit, from 1; `None` where there is none, or a hit was there that may not be.
    pub rank: Option<usize>,
    /// Normalised discounted cumulative gain of the first ten hits, from 0 to 1; a best file gains 3, another 1.
    pub ndcg: f64,
    /// Hits that may not be there.
    pub forbidden: Vec<String>,
}

impl Judgement {
    pub fn of(query: &Query, hits: &[String]) -> Self {
        let forbidden: Vec<_> = hits.iter().filter(|hit| query.never.contains(hit)).cloned().collect();
        if !forbidden.is_empty() {
            return Self { rank: None, ndcg: 0.0, forbidden };
        }
        let gain = |hit: &String| match () {
            () if query.best.contains(hit) => 3.0,
            () if query.also.contains(hit) => 1.0,
            () => 0.0,
        };
        let rank = hits.iter().position(|hit| gain(hit) > 0.0).map(|position| position + 1);
        let ideal = discounted(query.best.iter().chain(&query.also).map(gain));
        Self { rank, ndcg: discounted(hits.iter().map(gain)) / ideal, forbidden }
    }
}

/// The gains of the first ten, each divided by the logarithm of its place.
fn discounted(gains: impl Iterator<Item = f64>) -> f64 {
    gains.take(10).zip(2_u32..).map(|(gain, place)| gain / f64::from(place).log2()).sum()
}

/// Figures of several answers, each from 0 to 1.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct Score {
    pub queries: usize,
    /// Share of queries of which the first hit is accepted.
    pub success_1: f64,
    /// Share of queries with an accepted file among the first five hits.
    pub success_5: f64,
    /// Mean of 1 / rank of the first accepted hit.
    pub mrr: f64,
    pub ndcg: f64,
}

impl Score {
    pub fn of<'a>(judgements: impl IntoIterator<Item = &'a Judgement>) -> Self {
        let mut sum = Self::default();
        for judgement in judgements {
            sum.queries += 1;
            sum.ndcg += judgement.ndcg;
            let Some(rank) = judgement.rank else { continue };
            sum.success_1 += if rank == 1 { 1.0 } else { 0.0 };
            sum.success_5 += if rank <= 5 { 1.0 } else { 0.0 };
            sum.mrr += 1.0 / rank as f64;
        }
        let number = sum.queries.max(1) as f64;
        Self {
            queries: sum.queries,
            success_1: sum.success_1 / number,
            success_5: sum.success_5 / number,
            mrr: sum.mrr / number,
            ndcg: sum.ndcg / number,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relevance::Kind;

    fn query() -> Query {
        let list = |names: &[&str]| names.iter().map(ToString::to_string).collect();
        Query {
            ask: String::new(),
            kind: Kind::Negation,
            best: list(&["a", "b"]),
            also: list(&["c"]),
            never: list(&["x"]),
            why: String::new(),
            held_out: false,
        }
    }

    fn judge(hits: &[&str]) -> Judgement {
        Judgement::of(&query(), &hits.iter().map(ToString::to_string).collect::<Vec<_>>())
    }

    #[test]
    fn the_ideal_order_gains_all() {
        let judgement = judge(&["a", "b", "c", "d"]);
        assert_eq!(judgement.rank, Some(1));
        assert!((judgement.ndcg - 1.0).abs() < 1e-9);
    }

    #[test]
    fn a_lesser_file_in_front_costs_some_and_a_forbidden_one_all() {
        let judgement = judge(&["d", "c", "a", "b"]);
        assert_eq!(judgement.rank, Some(2));
        assert!(judgement.ndcg > 0.3 && judgement.ndcg < 0.8, "{}", judgement.ndcg);
        let judgement = judge(&["a", "b", "c", "x"]);
        assert_eq!((judgement.rank, judgement.forbidden), (None, vec!["x".to_owned()]));
    }

    #[test]
    fn scores_are_means_over_all_queries() {
        let score = Score::of([&judge(&["a"]), &judge(&["d", "c"]), &judge(&[]), &judge(&["x"])]);
        assert_eq!(score.queries, 4);
        assert!((score.success_1 - 0.25).abs() < 1e-9);
        assert!((score.success_5 - 0.5).abs() < 1e-9);
        assert!((score.mrr - 0.375).abs() < 1e-9);
    }
}
