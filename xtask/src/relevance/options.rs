//! What `cargo xtask relevance` is called with.

use std::path::PathBuf;

use super::{Engine, Set, workspace};

#[derive(Debug)]
pub struct Options {
    /// The folder of the corpora.
    pub corpora: PathBuf,
    /// The folder of judged queries.
    pub queries: PathBuf,
    /// The program; it has to be there.
    pub binary: PathBuf,
    pub set: Set,
    pub engines: Vec<Engine>,
    pub json: bool,
}

impl Options {
    /// All queries, the corpora beside the checkout, and the program given.
    pub fn new(binary: PathBuf) -> Self {
        Self {
            corpora: workspace().join("../shared/corpora"),
            queries: workspace().join("tests/all/relevance/queries"),
            binary,
            set: Set::All,
            engines: vec![Engine::Lookback],
            json: false,
        }
    }

    /// # Errors
    ///
    /// When there is an argument that is not known, or one without its value.
    pub fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut options = Self::new(workspace().join("target/release/lookback"));
        while let Some(name) = arguments.next() {
            let mut value = || arguments.next().ok_or_else(|| format!("{name} needs a value"));
            match name.as_str() {
                "--corpora" => options.corpora = value()?.into(),
                "--binary" => options.binary = value()?.into(),
                "--set" => options.set = set(&value()?)?,
                "--json" => options.json = true,
                "--pagefind" => options.engines = vec![Engine::Lookback, Engine::Pagefind],
                "--pagefind=only" => options.engines = vec![Engine::Pagefind],
                _ => return Err(format!("{name} is not known")),
            }
        }
        Ok(options)
    }
}

fn set(text: &str) -> Result<Set, String> {
    match text {
        "tune" => Ok(Set::Tune),
        "held-out" => Ok(Set::HeldOut),
        "all" => Ok(Set::All),
        _ => Err(format!("--set: {text} is not tune, held-out or all")),
    }
}
