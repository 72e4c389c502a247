//! The content model: what Lookback knows about an incident once its file has been read.
//!
//! Plain data without behaviour that needs other stages. Produced by [`crate::read::parse`], joined by
//! [`crate::know::link`], shown by [`crate::site::render`].

mod action;
mod deferred;
mod history;
mod moment;
mod post_mortem;
mod section;
mod stored;
mod text;

pub use action::{ActionItem, ActionState};
pub use deferred::Deferred;
pub use history::{History, Repository};
pub use moment::{Doubt, Moment, Precision};
pub use post_mortem::{
    Duration, DurationSource, Field, IncidentKind, Known, Link, Milestone, Origin, PostMortem, Role,
    TimelineEntry, Times, Visibility,
};
pub use section::{Section, SectionKind};
pub use text::{Changed, KnownText, Text};

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::core::fingerprint::Fingerprint;

/// What a file in the content folder is, by its place and its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Kind {
    /// Any file that is not one of the others.
    PostMortem,
    /// `services/*.md`: describes one service.
    Service,
    /// `causes/*.md`: describes one cause.
    Cause,
    /// `teams/*.md`: describes one team.
    Team,
    /// `pages/*.md`, and everywhere files such as `README.md`, `index.md` and templates.
    Page,
}

/// What Markdown means beyond what is common to all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Dialect {
    /// Whether what stands between dollar signs is a formula.
    pub math: bool,
}

/// A file of the content folder, read and decoded.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SourceFile {
    /// Path below the content folder, with `/` between its parts.
    pub path: String,
    /// The whole text, without a byte order mark and without NUL. It is not stored with the rest: the file has it.
    #[serde(skip)]
    pub text: Text,
    pub kind: Kind,
}

/// One parsed file.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Document {
    pub source: SourceFile,
    /// Shown as the heading of its page; from front matter, the first heading, or the file name.
    pub title: String,
    pub title_origin: Origin,
    pub body: Body,
    pub record: Record,
    /// Other addresses of this page (`aliases:`), relative to the root of the site.
    pub redirects: Vec<String>,
    /// Fingerprint of the record as it was parsed; `None` where that is yet to be found out. See [`Self::facts`].
    pub facts: Option<Fingerprint>,
}

impl Document {
    /// The facts of an incident; `None` for what describes something else.
    pub fn post_mortem(&self) -> Option<&PostMortem> {
        match &self.record {
            Record::PostMortem(facts) => Some(facts),
            _ => None,
        }
    }

    /// What is said of a service, a cause or a team; `None` for all else.
    pub fn description(&self) -> Option<&Description> {
        match &self.record {
            Record::Description(description) => Some(description),
            _ => None,
        }
    }

    pub fn is_post_mortem(&self) -> bool {
        self.post_mortem().is_some()
    }

    /// The fingerprint of all facts as they were parsed, but for the id, which is only known when all documents are, and for the text that
    /// summarises a post-mortem, which changes with its first words.
    pub fn facts(&self) -> Fingerprint {
        let found = || self.record.clone().print();
        let facts = self.facts.unwrap_or_else(found);
        debug_assert_eq!(facts, found(), "the record of {} is not what was parsed", self.source.path);
        facts
    }

    /// Changes the facts of an incident, so that what was found out about them before is not taken for theirs.
    pub fn change_facts(&mut self, change: impl FnOnce(&mut PostMortem)) {
        let Record::PostMortem(facts) = &mut self.record else { return };
        change(facts);
        if self.facts.is_some() {
            self.facts = Some(self.record.print());
        }
    }

    /// The same in no more room than it takes: what is found piece by piece lies in texts and lists with room to grow.
    #[must_use]
    pub fn compacted(mut self) -> Self {
        self.facts = Some(self.record.print());
        let stored = postcard::to_stdvec(&self).ok();
        match stored.and_then(|bytes| postcard::from_bytes(&bytes).ok()) {
            Some(compact) => Self { source: self.source, ..compact },
            None => self,
        }
    }
}

/// What is particular to a kind of document.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum Record {
    PostMortem(Box<PostMortem>),
    Description(Box<Description>),
    Page(PageInfo),
}

impl Record {
    /// The fingerprint of all that it says, as it would be stored, but for the id and the section that summarises it.
    fn print(&mut self) -> Fingerprint {
        let apart = match self {
            Self::PostMortem(facts) => Some((
                std::mem::take(&mut facts.id),
                std::mem::take(&mut facts.id_stated),
                facts.summary_section.take(),
            )),
            Self::Description(_) | Self::Page(_) => None,
        };
        let print = match postcard::to_stdvec(self) {
            Ok(bytes) => Fingerprint::of_bytes(&bytes),
            Err(_) => Fingerprint::of(&format!("{self:?}")),
        };
        if let (Self::PostMortem(facts), Some(apart)) = (self, apart) {
            (facts.id, facts.id_stated, facts.summary_section) = apart;
        }
        print
    }
}

/// Front matter of a file in `services/`, `causes/` or `teams/`; the name is the document's title.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Description {
    pub aliases: Vec<String>,
    pub summary: Option<String>,
    pub owner: Option<String>,
    pub tier: Option<String>,
    pub parent: Option<String>,
    pub links: Vec<Link>,
    pub visibility: Option<Visibility>,
    /// Unknown keys, in the order written.
    pub extra: Vec<Field>,
}

/// Front matter of a free page.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct PageInfo {
    pub summary: Option<String>,
    /// Place among its siblings in lists and menus; smaller first.
    pub weight: Option<i64>,
    pub visibility: Option<Visibility>,
}

/// The Markdown of a document and what was found in it.
///
/// Offsets are bytes into [`SourceFile::text`].
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Body {
    /// Where the Markdown begins, behind the front matter.
    pub start: usize,
    /// How the Markdown was read, and is to be read again.
    pub dialect: Dialect,
    /// The heading that became the title and is therefore not shown again.
    pub title_heading: Option<Range<usize>>,
    /// Recognised and other sections, in order.
    pub sections: Vec<Section>,
    /// All headings but that of the title, in order, with how they are shown.
    pub headings: Deferred<Vec<Heading>>,
    /// Every link and image, in the order in which the Markdown parser meets them; those of raw HTML behind them.
    pub links: Vec<BodyLink>,
    /// How many of `links` are Markdown.
    pub markdown_links: usize,
    /// Ids that a link can point to: headings, footnotes, `id` and `name` in raw HTML.
    pub anchors: Deferred<Vec<String>>,
    /// What to draw differently from plain Markdown, sorted by offset.
    pub marks: Deferred<Vec<Mark>>,
    /// BCP 47 tag: from front matter, or by the script of the text; `None` is the language of the book.
    pub language: Option<String>,
    /// Number of words, for the reading time. In Chinese and Japanese every two characters count as a word.
    pub words: usize,
    /// First paragraph as plain text, for lists where there is no summary.
    pub lead: Option<String>,
    /// Whether there is raw HTML that has to be sanitised.
    pub has_html: bool,
}

impl Body {
    /// `wanted`, or a variant of it that is no anchor of the body yet.
    pub fn free_anchor(&self, wanted: &str) -> String {
        let mut id = wanted.to_owned();
        let mut number = 2;
        while self.anchors.contains(&id) {
            id = format!("{wanted}-{number}");
            number += 1;
        }
        id
    }
}

/// How a heading is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// Start of the heading in the source.
    pub offset: usize,
    /// 2 to 6, without gaps whatever the levels in the source are.
    pub level: u8,
    /// Unique on the page.
    pub id: String,
}

/// A link or an image in a body.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct BodyLink {
    /// As written, without surrounding white space.
    pub href: String,
    /// Plain text of the link, or the alternative text of the image.
    pub text: String,
    pub kind: BodyLinkKind,
    pub range: Range<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum BodyLinkKind {
    Link,
    Image,
    /// `[[target]]` or `[[target|text]]`: by id, title or file name.
    Wiki,
}

/// A place in the Markdown that is drawn in a way of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Start of the block (list, item, table, row, heading, paragraph) in the source.
    pub offset: usize,
    pub kind: MarkKind,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum MarkKind {
    /// A list all of whose items are timeline entries: drawn as a timeline.
    TimelineList,
    /// A table whose columns are times and one text: drawn as a timeline.
    TimelineTable { text_column: usize },
    /// One timeline entry (index into [`PostMortem::timeline`]); its own text begins at `text_start`.
    TimelineEntry { index: usize, text_start: usize },
    /// A timeline entry that begins in the middle of a block.
    TimelineAnchor { index: usize },
    /// A list of action items: drawn with their states.
    ActionList,
    /// A table of action items: the cell in `state_column` is drawn with its sign.
    ActionTable { state_column: Option<usize> },
    /// One action item, a list item or a table row (index into [`PostMortem::action_items`]).
    Action { index: usize },
    /// A bold paragraph or list item that opens a section: gets the section's id.
    SectionAnchor { index: usize },
    /// An ordered list of "five whys": drawn as a chain.
    Whys,
}

#[cfg(test)]
mod tests {
    use super::Body;

    #[test]
    fn an_anchor_of_the_body_is_not_used_again() {
        assert_eq!(Body::default().free_anchor("timeline"), "timeline");
        let anchors = Vec::from(["timeline", "timeline-2"].map(String::from)).into();
        assert_eq!(Body { anchors, ..Body::default() }.free_anchor("timeline"), "timeline-3");
    }
}
