//! The text of a file, which is asked again and again whether it is still the same.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use crate::core::diagnostic::Lined;
use crate::core::fingerprint::Fingerprint;
use crate::core::lines::Lines;

/// Bytes from which on a text gets an index of its lines; below, to count them is quicker than to keep it.
const LONG: usize = 16 << 10;

/// A text that can't be changed, only replaced. Its fingerprint is found once, and is what is hashed.
#[derive(Clone, Default)]
pub struct Text {
    text: OnceLock<String>,
    print: OnceLock<Fingerprint>,
    lines: OnceLock<Arc<Lines>>,
    /// Gives the text, where it is not here yet.
    read: Option<Arc<Read>>,
}

type Read = dyn Fn() -> String + Send + Sync;

impl Text {
    /// A text of which the fingerprint is known, and which is only read when somebody wants it.
    #[must_use]
    pub fn promised(print: Fingerprint, read: impl Fn() -> String + Send + Sync + 'static) -> Self {
        Self { print: print.into(), read: Some(Arc::new(read)), ..Self::default() }
    }

    #[must_use]
    pub fn as_str(&self) -> &str {
        self.text.get_or_init(|| self.read.as_ref().map_or_else(String::new, |read| read()))
    }

    /// Of nothing but the text.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        *self.print.get_or_init(|| Fingerprint::of_bytes(self.as_str().as_bytes()))
    }
}

impl Lined for Text {
    fn text(&self) -> &str {
        self.as_str()
    }

    fn lines(&self) -> Option<&Lines> {
        let text = self.as_str();
        (text.len() >= LONG).then(|| &**self.lines.get_or_init(|| Arc::new(Lines::new(text))))
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(out)
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl AsRef<[u8]> for Text {
    fn as_ref(&self) -> &[u8] {
        self.as_str().as_bytes()
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self { text: text.into(), ..Self::default() }
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
    use crate::core::fingerprint::Fingerprint;

    #[test]
    fn the_text_alone_counts() {
        let (one, other) = (Text::from("a"), Text::from("b"));
        assert_eq!(Fingerprint::of(&one), Fingerprint::of(&one.clone()));
        assert_ne!(Fingerprint::of(&one), Fingerprint::of(&other));
        assert_eq!(&*one, "a");
    }

    #[test]
    fn a_promised_text_is_read_when_it_is_wanted() {
        let promised = Text::promised(Fingerprint::of_bytes(b"a"), || "a".into());
        assert_eq!(promised.fingerprint(), Text::from("a").fingerprint());
        assert!(promised.text.get().is_none());
        assert_eq!(promised.clone().as_str(), "a");
        assert_eq!(format!("{promised:?}"), "\"a\"");
    }
}
