//! Whether an index still fits the content: a hash over all that it is made of.

use lookback_search::pack::FORMAT;
use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::model::SourceFile;

/// Hash of the settings, the files and the version, as 32 hexadecimal digits. `sources` are sorted by path.
#[must_use]
pub fn key(settings: &str, sources: &[SourceFile]) -> String {
    let digests: Vec<_> = sources.par_iter().map(digest).collect();
    let mut hash = Sha256::new();
    hash.update(concat!("lookback ", env!("CARGO_PKG_VERSION"), " "));
    hash.update(FORMAT.to_le_bytes());
    hash.update(Sha256::digest(settings));
    digests.iter().for_each(|digest| hash.update(digest));
    hash.finalize()[..16].iter().map(|byte| format!("{byte:02x}")).collect()
}

fn digest(source: &SourceFile) -> impl AsRef<[u8]> + Send {
    let mut hash = Sha256::new();
    // A path holds no NUL, so that nothing of it can pass for text.
    hash.update(&source.path);
    hash.update([0]);
    hash.update(&source.text);
    hash.finalize()
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
