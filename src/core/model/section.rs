//! Sections of a post-mortem by what they are for.

use serde::{Deserialize, Serialize};

/// What a section is for. The names are those of exported data and of `[sections]` in `book.toml`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum SectionKind {
    Summary,
    Impact,
    Timeline,
    Detection,
    Trigger,
    RootCause,
    ContributingFactors,
    Resolution,
    Lessons,
    WentWell,
    WentWrong,
    Lucky,
    ActionItems,
    Background,
    Supporting,
    /// A heading that the vocabulary does not know: ordinary prose.
    Other,
}

impl SectionKind {
    pub const ALL: [Self; 16] = [
        Self::Summary,
        Self::Impact,
        Self::Timeline,
        Self::Detection,
        Self::Trigger,
        Self::RootCause,
        Self::ContributingFactors,
        Self::Resolution,
        Self::Lessons,
        Self::WentWell,
        Self::WentWrong,
        Self::Lucky,
        Self::ActionItems,
        Self::Background,
        Self::Supporting,
        Self::Other,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::Summary => "summary",
            Self::Impact => "impact",
            Self::Timeline => "timeline",
            Self::Detection => "detection",
            Self::Trigger => "trigger",
            Self::RootCause => "root_cause",
            Self::ContributingFactors => "contributing_factors",
            Self::Resolution => "resolution",
            Self::Lessons => "lessons",
            Self::WentWell => "went_well",
            Self::WentWrong => "went_wrong",
            Self::Lucky => "lucky",
            Self::ActionItems => "action_items",
            Self::Background => "background",
            Self::Supporting => "supporting",
            Self::Other => "other",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// One section: a heading, or a bold paragraph or list item that serves as one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Section {
    pub kind: SectionKind,
    /// Further kinds that the heading names: "Summary and impact".
    pub also: Vec<SectionKind>,
    /// Plain text of the heading.
    pub heading: String,
    /// 1 to 6 as written; bold text counts one deeper than the heading above it.
    pub level: u8,
    /// Level at which it is shown: 2 to 6, without gaps.
    pub shown_level: u8,
    /// Anchor on the page; unique within the document.
    pub id: String,
    /// Byte offset of the heading in the source.
    pub offset: usize,
    /// Whether it is a real heading, not bold text.
    pub is_heading: bool,
}

impl Section {
    pub fn is(&self, kind: SectionKind) -> bool {
        self.kind == kind || self.also.contains(&kind)
    }

    /// Every kind that the heading names.
    pub fn kinds(&self) -> impl Iterator<Item = SectionKind> + '_ {
        std::iter::once(self.kind).chain(self.also.iter().copied())
    }
}
