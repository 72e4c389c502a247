//! How well search finds what a person would accept: queries that were judged by reading, put to the program.
//!
//! The queries are in `tests/all/relevance/queries`, one file for each corpus; `tests/all/relevance/README.md` explains them.

mod corpus;
mod judged;
mod lookback;
mod options;
mod pagefind;
mod print;
mod score;

use std::path::{Path, PathBuf};

pub use judged::{Kind, Query};
pub use options::Options;
pub use print::{as_json, tables};
pub use score::{Judgement, Score};

use corpus::Corpus;

/// Hits that are asked for; what is found further down counts as not found.
const DEPTH: usize = 20;

/// Which queries are asked. Ranking is tuned on `Tune` alone, so that `HeldOut` shows what was learnt by heart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Set {
    Tune,
    HeldOut,
    All,
}

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// `lookback search`.
    Lookback,
    /// Pagefind, on the pages of the same site.
    Pagefind,
}

impl Engine {
    pub fn name(self) -> &'static str {
        match self {
            Self::Lookback => "Lookback",
            Self::Pagefind => "Pagefind",
        }
    }
}

/// One query with what became of it.
#[derive(Debug)]
pub struct Outcome {
    /// The name of the file of queries.
    pub corpus: String,
    pub query: Query,
    /// In the order of the engines.
    pub answers: Vec<Answer>,
}

/// What one engine made of a query.
#[derive(Debug)]
pub enum Answer {
    /// Paths of the hits, the best first, judged.
    Found(Vec<String>, Judgement),
    /// It has nothing like that: no `-word`, no dates.
    NoSuchFeature,
}

/// Asks all engines all queries of the set.
///
/// # Errors
///
/// When a query names a file that does not exist, or a program can't be run.
pub fn judge(options: &Options) -> Result<Vec<Outcome>, String> {
    let mut outcomes = Vec::new();
    for file in judged::read_all(&options.queries)? {
        let corpus = Corpus::prepare(&options.corpora, file.folder.as_deref(), &options.binary)
            .map_err(|error| format!("{}: {error}", file.name))?;
        let queries: Vec<Query> = file.resolve(&corpus.paths())?;
        let queries: Vec<_> = queries.into_iter().filter(|query| query.is_in(options.set)).collect();
        let answers = options
            .engines
            .iter()
            .map(|engine| match engine {
                Engine::Lookback => lookback::ask(&options.binary, &corpus, &queries),
                Engine::Pagefind => pagefind::ask(&corpus, &queries),
            })
            .collect::<Result<Vec<_>, _>>()
            .map_err(|error| format!("{}: {error}", file.name))?;
        outcomes.extend(queries.into_iter().enumerate().map(|(number, query)| {
            let answers =
                answers.iter().map(|answers| Answer::new(&query, answers[number].clone())).collect();
            Outcome { corpus: file.name.clone(), query, answers }
        }));
    }
    Ok(outcomes)
}

impl Answer {
    fn new(query: &Query, hits: Option<Vec<String>>) -> Self {
        match hits {
            Some(hits) => {
                let judgement = Judgement::of(query, &hits);
                Self::Found(hits, judgement)
            }
            None => Self::NoSuchFeature,
        }
    }

    /// `None` where the engine has no such feature.
    pub fn judgement(&self) -> Option<&Judgement> {
        match self {
            Self::Found(_, judgement) => Some(judgement),
            Self::NoSuchFeature => None,
        }
    }
}

/// The folder of the workspace.
fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}
