//! Names of feeds and their entries that stay the same wherever the site is.

use sha2::{Digest, Sha256};

/// A URN (RFC 9562, version 8) made of the title of the knowledge base, what is named, and its name in the knowledge base.
pub fn urn(book: &str, what: &str, name: &str) -> String {
    let mut hash = Sha256::new();
    for part in [book, what, name] {
        hash.update(part.len().to_le_bytes());
        hash.update(part);
    }
    let digest = hash.finalize();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    bytes[6] = bytes[6] & 0x0f | 0x80;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("urn:uuid:{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

#[cfg(test)]
mod tests {
    use super::urn;

    #[test]
    fn names_differ_by_each_part() {
        let one = urn("Book", "post-mortem", "a");
        assert_eq!(one, urn("Book", "post-mortem", "a"));
        assert_eq!((one.len(), one.as_bytes()[23]), (45, b'8'), "{one}");
        for other in
            [urn("Boo", "kpost-mortem", "a"), urn("Book", "service", "a"), urn("Book", "post-mortem", "b")]
        {
            assert_ne!(one, other);
        }
    }
}
