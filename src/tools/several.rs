//! Files that tell of more than one incident: one heading for each, with a day of its own and sections below it.

use std::collections::HashSet;
use std::ops::Range;

use jiff::civil::Date;

use crate::core::address::slug;
use crate::core::model::{Document, SectionKind};
use crate::know::link::file_slug;
use crate::read::markdown::blocks::{Block, outline};
use crate::read::parse::{date_in_text, month, parse_date};

/// One of the incidents of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SplitIncident {
    pub title: String,
    pub date: Date,
    /// From its heading to that of the next.
    pub range: Range<usize>,
    /// The level of its heading.
    level: u8,
}

/// A heading of a file.
struct Heading {
    level: u8,
    text: String,
    start: usize,
    /// The first line of text below it.
    below: Option<String>,
}

/// The incidents of a file, if there are several.
pub fn parts(document: &Document) -> Vec<SplitIncident> {
    let named = |level: &u8| document.body.sections.iter().filter(|one| one.level == *level).count() > 1;
    // Most files have one heading of the first level, and none with a day in it.
    if ![1, 2].iter().any(named) && document.body.sections.len() < 2 {
        return Vec::new();
    }
    let headings = headings(document);
    [1, 2]
        .into_iter()
        .map(|level| parts_at(document, &headings, level))
        .find(|parts| parts.len() > 1)
        .unwrap_or_default()
}

fn parts_at(document: &Document, headings: &[Heading], level: u8) -> Vec<SplitIncident> {
    let mut parts = Vec::new();
    for (at, heading) in headings.iter().enumerate().filter(|(_, heading)| heading.level == level) {
        let Some(date) = day(heading) else { continue };
        let next = headings[at + 1..].iter().find(|other| other.level <= level);
        let range = heading.start..next.map_or(document.source.text.len(), |next| next.start);
        parts.push(SplitIncident { title: heading.text.clone(), date, range, level });
    }
    let tells = |part: &&SplitIncident| {
        document.body.sections.iter().any(|section| {
            section.level > level
                && section.kind != SectionKind::Other
                && part.range.contains(&section.offset)
        })
    };
    let days: HashSet<Date> = parts.iter().filter(tells).map(|part| part.date).collect();
    if days.len() > 1 { parts } else { Vec::new() }
}

fn headings(document: &Document) -> Vec<Heading> {
    let blocks = outline(&document.source.text, document.body.start, document.body.dialect).blocks;
    let below = |block: Option<&Block>| match block {
        Some(Block::Paragraph { inline, .. }) => {
            inline.text[..inline.lines.first().copied().unwrap_or(inline.text.len())].trim().to_owned().into()
        }
        _ => None,
    };
    let heading = |(at, block): (usize, &Block)| match block {
        Block::Heading { level, inline, range, .. } => Some(Heading {
            level: *level,
            text: inline.text.trim().to_owned(),
            start: range.start,
            below: below(blocks.get(at + 1)),
        }),
        _ => None,
    };
    blocks.iter().enumerate().filter_map(heading).collect()
}

/// The day of an incident: in its heading beside words that say what happened, or on a labelled line below it.
fn day(heading: &Heading) -> Option<Date> {
    let is_word = |word: &&str| {
        word.chars().filter(|c| c.is_alphabetic()).count() > 2
            && !word.contains(|c: char| c.is_ascii_digit())
            && month(word).is_none()
    };
    let says_something = heading.text.split_whitespace().filter(is_word).count() > 1;
    date_in_text(&heading.text).filter(|_| says_something).or_else(|| {
        let (label, value) = heading.below.as_ref()?.split_once([':', '：'])?;
        let is_date = ["date", "incident date", "datum", "fecha", "data", "日付", "发生日期"]
            .contains(&label.trim().to_lowercase().as_str());
        parse_date(value.trim()).filter(|_| is_date)
    })
}

impl SplitIncident {
    /// The name of a file for it alone.
    pub fn file_name(&self) -> String {
        let title =
            slug(&self.title).replace(&format!("{}-", self.date), "").replace(&format!("-{}", self.date), "");
        match file_slug(&title).trim_end_matches('-') {
            "" => format!("{}.md", self.date),
            title => format!("{}-{title}.md", self.date),
        }
    }

    /// The text of a file for it alone: its headings as high as they can be, and the addresses that its links are told by.
    pub fn text(&self, document: &Document) -> String {
        let text = &document.source.text;
        let mut out = format!("---\ndate: {}\n---\n\n", self.date);
        let starts: HashSet<usize> = headings(document).into_iter().map(|heading| heading.start).collect();
        let mut at = self.range.start;
        for line in text[self.range.clone()].split_inclusive('\n') {
            let raised =
                line.strip_prefix(&"#######"[..usize::from(self.level) - 1]).filter(|_| starts.contains(&at));
            out.push_str(raised.filter(|line| line.starts_with('#')).unwrap_or(line));
            at += line.len();
        }
        let definitions = text.lines().filter(|line| line.starts_with('[') && line.contains("]:"));
        let missing: Vec<&str> =
            definitions.filter(|line| !text[self.range.clone()].contains(line)).collect();
        if !missing.is_empty() {
            out.truncate(out.trim_end().len());
            out.push_str("\n\n");
            missing.iter().for_each(|line| {
                out.push_str(line);
                out.push('\n');
            });
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::core::config::Config;
    use crate::core::model::{Kind, SourceFile};
    use crate::read::parse::Parser;

    fn document(text: &str) -> Document {
        let config = Config::default();
        let source = SourceFile { path: "a.md".into(), text: text.into(), kind: Kind::PostMortem };
        Parser::new(&config).parse(source).0
    }

    const TWO: &str = "# Stops\n\n## 2024-01-02 The mill stopped\n\n### Timeline\n\n- 10:00 Bang. [log][l]\n\n## 2024-02-03 The hall went dark\n\n### Root cause\n\nA fuse.\n\n[l]: x.txt\n";

    #[test]
    fn several_incidents_are_told_from_days_of_one() {
        for (text, count) in [
            (TWO, 2),
            (
                "# Mill stopped (2024-01-02)\n\n## Impact\n\nA\n\n# Hall was dark (2024-01-05)\n\n## Impact\n\nB\n",
                2,
            ),
            (
                "## Mill\n\nDate: 2024-01-02\n\n### Impact\n\nA\n\n## Hall\n\nDate: 2024-01-05\n\n### Impact\n\nB\n",
                2,
            ),
            ("# Mill\n\n## 2024-01-02\n\n10:00 a\n\n## 2024-01-03\n\n11:00 b\n", 0),
            ("# Mill\n\n## 2024-01-02 We saw it\n\nA\n\n## 2024-01-03 We mended it\n\nB\n", 0),
            (
                "# Mill\n\n## Timeline\n\n### 2024-01-02 The alarm rang\n\nA\n\n### 2024-01-03 We mended it\n\nB\n",
                0,
            ),
            ("# Mill stopped 2024-01-02\n\n## Impact\n\nA\n\n## Seen again 2024-03-04\n\nB\n", 0),
        ] {
            assert_eq!(parts(&document(text)).len(), count, "{text}");
        }
    }

    #[test]
    fn each_gets_a_file_of_its_own() {
        let document = document(TWO);
        let parts = parts(&document);
        assert_eq!(parts[0].file_name(), "2024-01-02-the-mill-stopped.md");
        assert_eq!(
            parts[0].text(&document),
            "---\ndate: 2024-01-02\n---\n\n# 2024-01-02 The mill stopped\n\n## Timeline\n\n- 10:00 Bang. [log][l]\n\n[l]: x.txt\n"
        );
        assert!(parts[1].text(&document).starts_with("---\ndate: 2024-02-03\n---\n\n# 2024-02-03 The hall"));
    }
}
