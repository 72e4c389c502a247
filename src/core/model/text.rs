//! The text of a file, which is asked again and again whether it is still the same.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};

use serde::{Deserialize, Serialize};

use crate::core::diagnostic::Lined;
use crate::core::fingerprint::Fingerprint;
use crate::core::lines::Lines;

/// Bytes from which on a text gets an index of its lines; below, to count them is quicker than to keep it.
const LONG: usize = 16 << 10;

/// A text that can't be changed, only replaced. Its fingerprint is found once, and is what is hashed.
#[derive(Clone, Default)]
pub struct Text {
    text: OnceLock<String>,
    known: OnceLock<KnownText>,
    lines: OnceLock<Arc<Lines>>,
    /// Gives the text, where it is not here yet.
    reader: Option<Arc<Source>>,
}

/// What is known of a text without reading it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct KnownText {
    pub fingerprint: Fingerprint,
    /// Its bytes.
    pub length: usize,
}

/// Whether a text is not any more what it was known as in this run: its file was written between the look at it and the
/// moment in which the text was wanted.
#[derive(Debug, Clone, Default)]
pub struct Changed(Arc<AtomicBool>);

impl Changed {
    pub fn tell(&self) {
        self.0.store(true, Ordering::Release);
    }

    pub fn is_told(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

struct Source {
    changed: Changed,
    read: Box<dyn Fn() -> String + Send + Sync>,
}

impl KnownText {
    fn of(text: &str) -> Self {
        Self { fingerprint: Fingerprint::of_bytes(text.as_bytes()), length: text.len() }
    }
}

impl Text {
    /// A text that is only read when somebody wants it. Should it not be what is `known` then, `changed` is told, and it is
    /// nothing but spaces: so many that every place in it that was known is still one. What is made of it is of no use.
    pub fn promised(
        known: KnownText,
        changed: &Changed,
        read: impl Fn() -> String + Send + Sync + 'static,
    ) -> Self {
        let reader = Source { changed: changed.clone(), read: Box::new(read) };
        Self { known: known.into(), reader: Some(Arc::new(reader)), ..Self::default() }
    }

    pub fn as_str(&self) -> &str {
        self.text.get_or_init(|| {
            let (Some(reader), Some(known)) = (&self.reader, self.known.get()) else { return String::new() };
            let text = (reader.read)();
            if KnownText::of(&text) == *known {
                return text;
            }
            reader.changed.tell();
            " ".repeat(known.length)
        })
    }

    /// Fingerprint and length.
    pub fn known(&self) -> KnownText {
        *self.known.get_or_init(|| KnownText::of(self.as_str()))
    }

    /// The fingerprint of nothing but the text.
    pub fn fingerprint(&self) -> Fingerprint {
        self.known().fingerprint
    }

    /// Whether some text of the run is not what it was known as.
    pub fn is_doubtful(&self) -> bool {
        self.reader.as_ref().is_some_and(|reader| reader.changed.is_told())
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
    use super::{Changed, KnownText, Text};
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
        let (changed, known) = (Changed::default(), KnownText::of("a b"));
        let promised = Text::promised(known, &changed, || "a b".into());
        assert_eq!(promised.fingerprint(), Text::from("a b").fingerprint());
        assert!(promised.text.get().is_none());
        assert_eq!(promised.clone().as_str(), "a b");
        assert_eq!(format!("{promised:?}"), "\"a b\"");
        assert!(!changed.is_told() && !promised.is_doubtful());
        let other = Text::promised(known, &changed, || "a c".into());
        assert_eq!((other.as_str(), other.fingerprint()), ("   ", known.fingerprint));
        assert!(changed.is_told() && promised.is_doubtful());
    }
}
