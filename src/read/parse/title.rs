//! The title of a document: from front matter, the first heading, or the name of the file.

use std::ops::Range;

use super::body::prose;
use super::fields::Fields;
use super::language::DocumentLanguage;
use super::vocabulary::Vocabulary;
use crate::core::address;
use crate::core::model::{Kind, Origin, SourceFile};
use crate::read::markdown::blocks::Block;

/// A title and where it was found.
#[derive(Debug)]
pub struct Title {
    pub text: String,
    pub origin: Origin,
    /// The heading that says the same, and is therefore not shown again.
    pub heading: Option<Range<usize>>,
}

pub fn find(source: &SourceFile, fields: &Fields, blocks: &[Block], vocabulary: &Vocabulary) -> Title {
    let heading = heading(blocks, vocabulary);
    let text = fields.text("title").map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
    if let Some(text) = text {
        let heading = heading.filter(|(said, _)| same_words(said, &text)).map(|(_, range)| range);
        return Title { text, origin: Origin::FrontMatter, heading };
    }
    if let Some((text, range)) = heading {
        return Title { text, origin: Origin::Heading, heading: Some(range) };
    }
    if let Some((text, range)) = plain_title(blocks, vocabulary) {
        return Title { text, origin: Origin::Text, heading: Some(range) };
    }
    let text = from_path(source);
    // A file named by a number or a hash says nothing; its first sentence does.
    if is_code(&text)
        && let Some(sentence) = blocks.iter().find_map(prose).and_then(first_sentence)
    {
        return Title { text: sentence, origin: Origin::Text, heading: None };
    }
    Title { text, origin: Origin::FileName, heading: None }
}

fn is_code(name: &str) -> bool {
    let mut letters = name.chars().filter(|c| c.is_alphanumeric());
    let is_long = letters.clone().count() >= 8;
    letters.all(|c| c.is_ascii_digit() || is_long && c.is_ascii_hexdigit())
}

/// Longest title that is made of a text, in characters.
const SENTENCE: usize = 90;

fn first_sentence(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let end = words.iter().position(|word| word.ends_with(['.', '!', '?', '。']) && word.chars().count() > 3);
    let mut sentence = String::new();
    for word in &words[..end.map_or(words.len(), |at| at + 1)] {
        if sentence.chars().count() + word.chars().count() > SENTENCE {
            return (!sentence.is_empty()).then(|| sentence + " …");
        }
        if !sentence.is_empty() {
            sentence.push(' ');
        }
        sentence.push_str(word);
    }
    let sentence = sentence.trim_end_matches(['.', '。']).to_owned();
    (!sentence.is_empty()).then_some(sentence)
}

/// The heading that serves as title: the first, if it is a first-level one or stands alone above all others, and no
/// prose comes before it. One that names a section ("Summary") in a file whose headings are all alike is no title.
fn heading(blocks: &[Block], vocabulary: &Vocabulary) -> Option<(String, Range<usize>)> {
    let mut headings = blocks.iter().filter_map(|block| match block {
        Block::Heading { level, inline, range, .. } => Some((*level, inline.text.trim(), range)),
        _ => None,
    });
    let (level, text, range) = headings.next()?;
    let is_first = blocks
        .iter()
        .take_while(|block| !matches!(block, Block::Heading { .. }))
        // Converters write the title of a document above it once more, often with the name of the site behind it.
        .all(|block| prose(block).is_none_or(|said| repeats(said, text)));
    let is_above = headings.clone().all(|(other, ..)| other > level);
    let is_section = vocabulary.kind_of_label(text, &DocumentLanguage::new(blocks)).is_some();
    let is_title = is_first && (level == 1 || is_above) && !(is_section && (!is_above || level > 1));
    (is_title && !text.is_empty()).then(|| (text.to_owned(), range.clone()))
}

/// Whether a text is a title once more: "Mill stopped – Incidents".
fn repeats(said: &str, title: &str) -> bool {
    let rest = said.trim().strip_prefix(title.trim());
    let is_named =
        |rest: &str| rest.len() <= SITE && rest.trim_start().starts_with(['–', '—', '-', '|', '·', '»', ':']);
    same_words(said, title) || rest.is_some_and(is_named)
}

/// Longest name of a site behind a title, in bytes.
const SITE: usize = 60;

/// The line that stands first and alone, as converters write a title that the document had as text of a style of its own: above
/// labelled facts, or above the heading of a section.
fn plain_title(blocks: &[Block], vocabulary: &Vocabulary) -> Option<(String, Range<usize>)> {
    let mut blocks = blocks.iter();
    let Some(Block::Paragraph { inline, range, .. }) = blocks.next() else { return None };
    let text = inline.text.trim();
    let is_line = inline.lines.is_empty() && text.chars().count() <= SENTENCE && text.contains(' ');
    let ends = text.ends_with(['.', '!', '?', ':', ',', ';', '。', '：']);
    let is_label = text.split_once([':', '：']).is_some_and(|(label, _)| vocabulary.label(label).is_some());
    if !is_line || ends || is_label || text.contains("://") {
        return None;
    }
    let is_above = match blocks.next()? {
        Block::Paragraph { inline, .. } => {
            let first = inline.text.lines().next().unwrap_or_default();
            first.split_once([':', '：']).is_some_and(|(label, _)| vocabulary.label(label).is_some())
        }
        Block::Heading { inline, .. } => {
            vocabulary.kind_of_label(inline.text.trim(), &DocumentLanguage::new(&[])).is_some()
        }
        _ => false,
    };
    is_above.then(|| (text.to_owned(), range.clone()))
}

/// A title from the file's name: without its date, hyphens as spaces. Of an index, the name of its folder.
fn from_path(source: &SourceFile) -> String {
    let mut parts: Vec<&str> = source.path.split('/').collect();
    let name = parts.pop().unwrap_or_default();
    let stem = address::stem(name);
    let is_index = matches!(stem.to_lowercase().as_str(), "index" | "_index" | "readme");
    let folder = parts.join("/");
    let (path, stem) = match parts.pop().filter(|_| is_index) {
        Some(name) => (folder.as_str(), name),
        None => (source.path.as_str(), stem),
    };
    let without_date =
        if source.kind == Kind::PostMortem { super::dates::without_date(path, stem) } else { stem };
    let text = without_date.replace(['-', '_'], " ").split_whitespace().collect::<Vec<_>>().join(" ");
    let text = if text.is_empty() { stem.to_owned() } else { text };
    let mut letters = text.chars();
    letters.next().map_or(text.clone(), |first| first.to_uppercase().chain(letters).collect())
}

fn same_words(one: &str, other: &str) -> bool {
    let plain = |text: &str| {
        text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>()
    };
    plain(one) == plain(other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_numbers_say_nothing() {
        assert!(is_code("86780dab 14b8 4d08 bc8f b2f6f4a63226") && is_code("2019 05 30"));
        assert!(!is_code("Dns outage") && !is_code("C") && !is_code("Cafe 1"));
        assert_eq!(first_sentence("A pump stopped. Then more.").as_deref(), Some("A pump stopped"));
        let long = "word ".repeat(60);
        assert!(first_sentence(&long).is_some_and(|title| title.ends_with('…') && title.len() < 100));
    }
}
