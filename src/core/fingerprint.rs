//! What something is made of, in 128 bits: the same fingerprint, the same result.

use std::hash::{Hash, Hasher};

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

/// The same from one run to the next. Two things that differ have different fingerprints, but for a chance that nobody
/// will ever see.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Fingerprint(u128);

impl Fingerprint {
    /// The fingerprint of anything that can be hashed in an order that does not change.
    pub fn of(value: &(impl Hash + ?Sized)) -> Self {
        let mut hasher = FingerprintHasher::default();
        value.hash(&mut hasher);
        hasher.fingerprint()
    }

    /// The fingerprint of bytes as they are.
    pub fn of_bytes(bytes: &[u8]) -> Self {
        Self(xxh3_128(bytes))
    }

    /// The fingerprint of what can be stored and not be hashed.
    pub fn of_stored(value: &impl Serialize) -> Self {
        // What can't be stored is nothing that was read.
        Self::of_bytes(&postcard::to_stdvec(value).unwrap_or_default())
    }

    /// Its first half, where there are few to be told apart.
    pub fn first(self) -> u64 {
        (self.0 >> 64) as u64
    }

    /// As it is stored.
    pub fn bytes(self) -> [u8; 16] {
        self.0.to_le_bytes()
    }

    /// One that was stored.
    pub fn stored(bytes: [u8; 16]) -> Self {
        Self(u128::from_le_bytes(bytes))
    }

    /// As a name: 32 hexadecimal digits.
    pub fn name(self) -> String {
        format!("{:032x}", self.0)
    }
}

/// Bytes that most things have at least, and most that are held at once.
const ROOM: usize = 1024;
const MOST: usize = 4 * 1024;

/// Takes in one thing after another.
pub struct FingerprintHasher {
    /// What was taken in last.
    bytes: Vec<u8>,
    /// What was taken in before; `None` where that was not much.
    before: Option<Box<Xxh3>>,
}

impl Default for FingerprintHasher {
    fn default() -> Self {
        Self { bytes: Vec::with_capacity(ROOM), before: None }
    }
}

impl FingerprintHasher {
    pub fn fingerprint(&self) -> Fingerprint {
        let Some(before) = &self.before else { return Fingerprint::of_bytes(&self.bytes) };
        let mut all = before.clone();
        all.update(&self.bytes);
        Fingerprint(all.digest128())
    }

    /// Takes in things that come in any order, and counts them.
    pub fn in_any_order<T>(&mut self, things: impl Iterator<Item = T>, add: impl Fn(&mut Self, T)) {
        let (mut count, mut sum, mut one) = (0usize, 0u128, Self::default());
        for thing in things {
            add(&mut one, thing);
            sum = sum.wrapping_add(one.fingerprint().0);
            one.bytes.clear();
            one.before = None;
            count += 1;
        }
        (count, sum).hash(self);
    }
}

impl Hasher for FingerprintHasher {
    fn write(&mut self, bytes: &[u8]) {
        if self.bytes.len() + bytes.len() > MOST {
            let before = self.before.get_or_insert_default();
            before.update(&self.bytes);
            self.bytes.clear();
            if bytes.len() > MOST {
                before.update(bytes);
                return;
            }
        }
        self.bytes.extend_from_slice(bytes);
    }

    fn finish(&self) -> u64 {
        self.fingerprint().first()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_and_borders_count() {
        let ordered = |texts: &[&str]| Fingerprint::of(texts);
        assert_ne!(ordered(&["a", "b"]), ordered(&["b", "a"]));
        assert_ne!(ordered(&["ab"]), ordered(&["a", "b"]));
    }

    #[test]
    fn what_has_no_order_is_told_apart_by_what_is_in_it() {
        let of = |texts: &[&str]| {
            let mut hasher = FingerprintHasher::default();
            hasher.in_any_order(texts.iter(), |hasher, text| text.hash(hasher));
            hasher.fingerprint()
        };
        assert_eq!(of(&["a", "b", "c"]), of(&["c", "a", "b"]));
        let all = [of(&[]), of(&["a"]), of(&["a", "a"]), of(&["a", "b"]), of(&["ab"])];
        for (place, one) in all.iter().enumerate() {
            assert!(!all[place + 1..].contains(one));
        }
    }

    #[test]
    fn what_is_long_is_taken_in_piece_by_piece() {
        let bytes: Vec<u8> = (0..100_000u32).map(|number| number as u8).collect();
        let mut hasher = FingerprintHasher::default();
        bytes.chunks(999).for_each(|piece| hasher.write(piece));
        assert_eq!(hasher.fingerprint(), Fingerprint::of_bytes(&bytes));
        let mut hasher = FingerprintHasher::default();
        let (few, many) = bytes.split_at(10);
        [few, many].into_iter().for_each(|piece| hasher.write(piece));
        assert_eq!(hasher.fingerprint(), Fingerprint::of_bytes(&bytes));
    }
}
