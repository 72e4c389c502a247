//! Where the lines of a text begin, so that a place in it is found without counting from its beginning.

/// Bytes between two places at which characters are counted.
const STEP: usize = 1024;

/// The index of a text. It does not hold the text, which is to be the same each time.
#[derive(Debug, Clone)]
pub struct Lines {
    /// Where each line begins.
    starts: Vec<usize>,
    /// Characters before each multiple of [`STEP`].
    characters: Vec<usize>,
}

impl Lines {
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let behind = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1);
        let mut sum = 0;
        let characters = bytes.chunks(STEP).map(|chunk| {
            let before = sum;
            sum += count(chunk);
            before
        });
        Self { starts: std::iter::once(0).chain(behind).collect(), characters: characters.collect() }
    }

    /// The line, from 0, in which the byte `at` lies, and where it begins.
    pub fn line(&self, at: usize) -> (usize, usize) {
        let line = self.starts.partition_point(|start| *start <= at) - 1;
        (line, self.starts[line])
    }

    /// Where the line that begins at or before `at` ends, without its line feed.
    pub fn end(&self, text: &str, at: usize) -> usize {
        let next = self.starts.get(self.line(at).0 + 1);
        next.map_or(text.len(), |start| start - 1)
    }

    /// Characters between two bytes of `text`.
    pub fn characters(&self, text: &str, from: usize, to: usize) -> usize {
        self.before(text, to) - self.before(text, from)
    }

    fn before(&self, text: &str, at: usize) -> usize {
        let step = (at / STEP).min(self.characters.len().saturating_sub(1));
        let counted = self.characters.get(step).copied().unwrap_or(0);
        counted + count(&text.as_bytes()[step * STEP..at])
    }
}

/// Characters that begin in `bytes`.
fn count(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| !matches!(byte, 0x80..=0xbf)).count()
}

#[cfg(test)]
mod tests {
    use super::Lines;

    #[test]
    fn lines_and_characters_are_as_counted() {
        let text = "ü one\n\nzwölf: x\r\n".repeat(300) + &"日本".repeat(900) + "\n";
        let lines = Lines::new(&text);
        for at in (0..=text.len()).filter(|at| text.is_char_boundary(*at)) {
            let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
            assert_eq!(lines.line(at), (text[..at].matches('\n').count(), start));
            assert_eq!(lines.end(&text, at), text[at..].find('\n').map_or(text.len(), |end| at + end));
            assert_eq!(lines.characters(&text, start, at), text[start..at].chars().count());
        }
        assert_eq!(Lines::new("").line(0), (0, 0));
        assert_eq!(Lines::new("").characters("", 0, 0), 0);
    }
}
