//! Names of chunks.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// The name of a chunk: the first bytes of a hash of what it holds, written as twelve hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Name(pub [u8; 6]);

impl fmt::Display for Name {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(out, "{byte:02x}"))
    }
}

impl FromStr for Name {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let digits = text.as_bytes();
        let mut name = [0; 6];
        if digits.len() != 2 * name.len() {
            return Err(());
        }
        let digit = |digit: u8| match digit {
            b'0'..=b'9' => Ok(digit - b'0'),
            b'a'..=b'f' => Ok(digit - b'a' + 10),
            _ => Err(()),
        };
        for (byte, pair) in name.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = digit(pair[0])? << 4 | digit(pair[1])?;
        }
        Ok(Self(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_twelve_digits() {
        let name: Name = "00ff12ab9c07".parse().unwrap();
        assert_eq!(name.to_string(), "00ff12ab9c07");
        for text in ["", "00ff12ab9c0", "00FF12AB9C07", "00ff12ab9c0g", "00ff12ab9c070", "00ff12ab9cé"] {
            assert!(text.parse::<Name>().is_err(), "{text}");
        }
    }
}
