//! Whether an index still fits the content: a hash over all that it is made of.

use lookback_search::pack::FORMAT;
use rayon::prelude::*;

use crate::fingerprint::Fingerprint;
use crate::model::SourceFile;

/// Hash of the settings, the files and the version, as 32 hexadecimal digits. `sources` are sorted by path.
#[must_use]
pub fn key(settings: &str, sources: &[SourceFile]) -> String {
    // Of a text its fingerprint is known, or will be asked for.
    let files: Vec<(&str, Fingerprint)> =
        sources.par_iter().map(|source| (source.path.as_str(), source.text.fingerprint())).collect();
    Fingerprint::of(&(env!("CARGO_PKG_VERSION"), FORMAT, settings, files)).name()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Kind;

    #[test]
    fn every_part_counts() {
        let source = |path: &str, text: &str| SourceFile {
            path: path.into(),
            text: text.into(),
            kind: Kind::PostMortem,
        };
        let sources = [source("a.md", "x"), source("b.md", "y")];
        let base = key("[book]", &sources);
        assert_eq!(base, key("[book]", &sources));
        let others = [
            key("[book] ", &sources),
            key("[book]", &sources[..1]),
            key("[book]", &[source("a.md", "x"), source("b.md", "z")]),
            key("[book]", &[source("a.mdx", ""), source("b.md", "y")]),
        ];
        assert!(others.iter().all(|other| *other != base));
    }
}
