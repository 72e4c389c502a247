//! The text of a file, which is asked again and again whether it is still the same.

use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::OnceLock;

use crate::fingerprint::Fingerprint;

/// A text that can't be changed, only replaced. Its fingerprint is found once, and is what is hashed.
#[derive(Debug, Clone, Default)]
pub struct Text {
    text: String,
    print: OnceLock<Fingerprint>,
}

impl Text {
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Of nothing but the text.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        *self.print.get_or_init(|| Fingerprint::of_bytes(self.text.as_bytes()))
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl AsRef<[u8]> for Text {
    fn as_ref(&self) -> &[u8] {
        self.text.as_bytes()
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self { text, print: OnceLock::new() }
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl Hash for Text {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.fingerprint().hash(state);
    }
}

#[cfg(test)]
mod tests {
    use super::Text;
    use crate::fingerprint::Fingerprint;

    #[test]
    fn the_text_alone_counts() {
        let (one, other) = (Text::from("a"), Text::from("b"));
        assert_eq!(Fingerprint::of(&one), Fingerprint::of(&one.clone()));
        assert_ne!(Fingerprint::of(&one), Fingerprint::of(&other));
        assert_eq!(&*one, "a");
    }
}
