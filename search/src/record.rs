//! What is put into the index: plain data, without Markdown.

use serde::{Deserialize, Serialize};

/// What a record is about; one of the choices of the facet `kind`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    Incident,
    Service,
    Cause,
    Team,
    /// A free page.
    Page,
}

impl Kind {
    pub const ALL: [Self; 5] = [Self::Incident, Self::Service, Self::Cause, Self::Team, Self::Page];

    /// The key in the table of the facet `kind`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Incident => "incident",
            Self::Service => "service",
            Self::Cause => "cause",
            Self::Team => "team",
            Self::Page => "page",
        }
    }
}

/// One page of the site that can be found.
#[derive(Debug, Clone)]
pub struct Record {
    pub kind: Kind,
    /// Unique among records of a kind.
    pub id: String,
    /// Path below the content folder, empty where there is no file.
    pub path: String,
    /// Address of the page relative to the root of the site, percent-encoded.
    pub url: String,
    pub title: String,
    /// Plain text.
    pub summary: String,
    /// The text of the page, in order.
    pub sections: Vec<Section>,
    /// Words to be found by: the id, the names of what it belongs to, other names, unknown front matter.
    pub identifiers: Vec<String>,
}

/// What hits are narrowed, counted and sorted by.
#[derive(Debug, Clone, Default)]
pub struct Columns {
    /// Positions in the values of each facet's table, indexed by [`FacetName`] in the order of [`FacetName::ALL`].
    pub facets: [Vec<u32>; FacetName::COUNT],
    /// Days since 1970-01-01.
    pub date: Option<i32>,
    /// From start to resolution.
    pub minutes: Option<u32>,
}

/// A part of a page below one heading.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// Id of the heading on the page; empty before the first one.
    pub anchor: String,
    pub heading: String,
    /// Plain text; paragraphs, items and cells on lines of their own.
    pub text: String,
}

/// What hits can be narrowed and counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FacetName {
    Kind,
    Severity,
    Status,
    Service,
    Cause,
    Trigger,
    Team,
    Tag,
    Year,
    /// BCP 47 tag of the text.
    Language,
    /// Who has a role in it, or an action item.
    Owner,
}

impl FacetName {
    pub const ALL: [Self; 11] = [
        Self::Kind,
        Self::Severity,
        Self::Status,
        Self::Service,
        Self::Cause,
        Self::Trigger,
        Self::Team,
        Self::Tag,
        Self::Year,
        Self::Language,
        Self::Owner,
    ];
    pub const COUNT: usize = Self::ALL.len();

    /// As in `service:checkout`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Kind => "kind",
            Self::Severity => "severity",
            Self::Status => "status",
            Self::Service => "service",
            Self::Cause => "cause",
            Self::Trigger => "trigger",
            Self::Team => "team",
            Self::Tag => "tag",
            Self::Year => "year",
            Self::Language => "language",
            Self::Owner => "owner",
        }
    }
}

/// The choices of one facet, in the order in which they are listed where counts are equal.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct FacetTable {
    pub values: Vec<FacetValue>,
}

/// One choice of a facet.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct FacetValue {
    /// As in addresses and queries: the slug, `sev1`, `2024`.
    pub key: String,
    /// As shown.
    pub label: String,
    /// Other names that a query may use.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// Its page, relative to the root of the site, percent-encoded; empty where there is none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub url: String,
}
