//! The title of a document: from front matter, the first heading, or the name of the file.

use std::ops::Range;

use super::body::prose;
use super::fields::Fields;
use super::vocabulary::Vocabulary;
use crate::markdown::blocks::Block;
use crate::model::{Kind, Origin, SourceFile};

/// A title and where it was found.
#[derive(Debug)]
pub struct Title {
    pub text: String,
    pub origin: Origin,
    /// The heading that says the same, and is therefore not shown again.
    pub heading: Option<Range<usize>>,
}

#[must_use]
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
    Title { text: from_path(source), origin: Origin::FileName, heading: None }
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
        .all(|block| prose(block).is_none());
    let is_above = headings.clone().all(|(other, ..)| other > level);
    let is_section = vocabulary.kind_of_label(text).is_some();
    let is_title = is_first && (level == 1 || is_above) && !(is_section && (!is_above || level > 1));
    (is_title && !text.is_empty()).then(|| (text.to_owned(), range.clone()))
}

/// A title from the file's name: without its date, hyphens as spaces. Of an index, the name of its folder.
fn from_path(source: &SourceFile) -> String {
    let mut parts: Vec<&str> = source.path.split('/').collect();
    let name = parts.pop().unwrap_or_default();
    let stem = name.split('.').next().filter(|stem| !stem.is_empty()).unwrap_or(name);
    let is_index = matches!(stem.to_lowercase().as_str(), "index" | "_index" | "readme");
    let stem = if is_index { parts.pop().unwrap_or(stem) } else { stem };
    let without_date =
        if source.kind == Kind::PostMortem { super::dates::without_date(&source.path, stem) } else { stem };
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
