//! Whether an index still fits the content: a hash over all that it is made of.

use lookback_search::pack::FORMAT;

use crate::core::fingerprint::Fingerprint;

/// Hash of the settings, the files and the version, as 32 hexadecimal digits. `files` are paths, sorted, with what tells
/// their texts apart.
pub fn key(settings: &str, files: &[(&str, Fingerprint)]) -> String {
    Fingerprint::of(&(env!("CARGO_PKG_VERSION"), FORMAT, settings, files)).name()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_counts() {
        let of = Fingerprint::of_bytes;
        let files = [("a.md", of(b"x")), ("b.md", of(b"y"))];
        let base = key("[book]", &files);
        assert_eq!(base, key("[book]", &files));
        let others = [
            key("[book] ", &files),
            key("[book]", &files[..1]),
            key("[book]", &[("a.md", of(b"x")), ("b.md", of(b"z"))]),
            key("[book]", &[("a.mdx", of(b"x")), ("b.md", of(b"y"))]),
        ];
        assert!(others.iter().all(|other| *other != base));
    }
}
