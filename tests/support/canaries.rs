//! Words that are nowhere else, planted where nobody outside may read, and looked for in every byte that was published.

use std::collections::BTreeMap;
use std::io::Read as _;

use flate2::read::GzDecoder;
use lookback_search::pack::unseal;

use super::Base;

const LETTERS: [u8; 20] = *b"abcdfghjklmnpqrtvwxz";

/// A word that is nowhere else: the same number gives the same one. Words of an index are stored without the beginning that
/// they share with their neighbours, so only the second part is looked for.
pub fn canary(number: usize) -> String {
    let (a, b) = (char::from(LETTERS[number / 20]), char::from(LETTERS[number % 20]));
    format!("{b}{a}zwqvk{a}{b}")
}

pub fn tail(number: usize) -> String {
    canary(number)[2..].to_owned()
}

/// Fills `@7@` with the word of that number.
pub fn planted(text: &str) -> String {
    let mut out = String::new();
    for (position, part) in text.split('@').enumerate() {
        match part.parse() {
            Ok(number) if position % 2 == 1 => out.push_str(&canary(number)),
            _ => out.push_str(part),
        }
    }
    out
}

/// Every file by its path with all that can be read in it: chunks of the index unpacked.
pub fn readable(base: &Base, folder: &str) -> BTreeMap<String, String> {
    let files = base.files(folder).into_iter().map(|(path, bytes)| {
        let bytes = if path.ends_with(".bin") { unpacked(bytes) } else { bytes };
        (path, String::from_utf8_lossy(&bytes).to_lowercase())
    });
    files.collect()
}

/// What the search reads: chunks of the index, and files in gzip.
fn unpacked(bytes: Vec<u8>) -> Vec<u8> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return unseal(&bytes).unwrap();
    }
    let mut out = Vec::new();
    GzDecoder::new(bytes.as_slice()).read_to_end(&mut out).unwrap();
    out
}

/// The files that hold a word, in their names or in themselves.
pub fn holders<'f>(files: &'f BTreeMap<String, String>, number: usize) -> Vec<&'f str> {
    let word = tail(number);
    let holds =
        |(path, text): &(&'f String, &String)| path.to_lowercase().contains(&word) || text.contains(&word);
    files.iter().filter(holds).map(|(path, _)| path.as_str()).collect()
}
