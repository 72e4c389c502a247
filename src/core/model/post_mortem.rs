//! The post-mortem: facts about one incident, each with where it was found.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{ActionItem, Deferred, Doubt, Moment};

/// Where a fact was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Origin {
    FrontMatter,
    Heading,
    FileName,
    /// A line or a table of the text that names the field.
    Text,
    Timeline,
    /// Taken from another fact, such as the date from the start.
    Derived,
    /// From words that tell of it without naming the field: "all clear" in the last line of a timeline.
    Words,
}

/// How sure a moment or a date is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Known {
    /// Front matter gives it.
    Stated,
    /// The text gives it under its name, or a mark of the timeline does.
    Labelled,
    /// It follows from something else: a file's name, another moment, words.
    Inferred,
    /// Two readings are possible, and nothing settles which is meant.
    Doubtful,
}

impl Known {
    pub fn of(origin: Origin, doubt: Option<Doubt>) -> Self {
        match origin {
            _ if doubt.is_some() => Self::Doubtful,
            Origin::FrontMatter => Self::Stated,
            Origin::Text | Origin::Timeline => Self::Labelled,
            Origin::Heading | Origin::FileName | Origin::Derived | Origin::Words => Self::Inferred,
        }
    }

    /// How a line of a timeline is known, in the text or in front matter.
    pub fn of_line(doubt: Option<Doubt>, in_body: bool) -> Self {
        Self::of(if in_body { Origin::Text } else { Origin::FrontMatter }, doubt)
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Stated => "stated",
            Self::Labelled => "labelled",
            Self::Inferred => "inferred",
            Self::Doubtful => "doubtful",
        }
    }
}

/// Facts about one incident. Everything is optional but the id.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct PostMortem {
    /// Unique in the knowledge base; from front matter, else the path without its ending.
    pub id: String,
    pub id_stated: bool,
    pub date: Option<Date>,
    pub date_origin: Option<Origin>,
    pub date_doubt: Option<Doubt>,
    /// Day on which the post-mortem became public to its readers.
    pub published: Option<Date>,
    /// One of `[status] values`, or what was written where it is none of them.
    pub status: Option<String>,
    /// Whether front matter gives the status; else the text does.
    pub status_stated: bool,
    /// Position in `[severity] levels`, 0 being the worst.
    pub severity: Option<usize>,
    /// The severity as written.
    pub severity_text: Option<String>,
    /// Markdown; from front matter only.
    pub summary: Option<String>,
    /// Plain text of the first paragraph of the summary section.
    pub summary_section: Option<String>,
    pub services: Vec<String>,
    pub root_cause_services: Vec<String>,
    pub causes: Vec<String>,
    /// Whether it is said that no cause is known.
    pub cause_unknown: bool,
    /// What stands under `category`, and is among the causes or the tags once documents are joined.
    pub categories: Vec<String>,
    pub triggers: Vec<String>,
    pub contributing_factors: Vec<String>,
    pub teams: Vec<String>,
    pub tags: Vec<String>,
    pub times: Times,
    /// Whether the incident (not the post-mortem) is over, where the text says so.
    pub resolved: Option<bool>,
    pub detection: Option<String>,
    /// As written: a string or a map of strings.
    #[serde(with = "super::stored::json")]
    pub impact: Option<Value>,
    pub roles: Vec<Role>,
    pub action_items: Vec<ActionItem>,
    pub timeline: Deferred<Vec<TimelineEntry>>,
    pub related: Vec<String>,
    pub recurrence_of: Vec<String>,
    /// Incidents that this one looks like a repeat of, and is not.
    pub not_recurrence_of: Vec<String>,
    pub links: Vec<Link>,
    pub kind: IncidentKind,
    /// How the kind is known; `None` where nothing says another than that of all.
    pub kind_origin: Option<Origin>,
    pub visibility: Visibility,
    /// Unknown front matter, in the order written.
    pub extra: Vec<Field>,
}

impl PostMortem {
    pub fn is_near_miss(&self) -> bool {
        self.kind == IncidentKind::NearMiss
    }

    /// Whether it is about something that was meant to happen, and counts in no figure.
    pub fn is_planned(&self) -> bool {
        matches!(self.kind, IncidentKind::Maintenance | IncidentKind::Drill)
    }

    /// How sure the date is. The first line of a timeline does not name it.
    pub fn known_date(&self) -> Known {
        let origin = match self.date_origin {
            None | Some(Origin::Timeline) => Origin::Derived,
            Some(origin) => origin,
        };
        Known::of(origin, self.date_doubt)
    }
}

/// What kind of event it is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub enum IncidentKind {
    #[default]
    Incident,
    /// Nothing failed, but could have.
    NearMiss,
    /// Work that was planned.
    Maintenance,
    /// Something that was done to learn from it: a game day, a drill.
    Drill,
}

impl IncidentKind {
    pub const ALL: [Self; 4] = [Self::Incident, Self::NearMiss, Self::Maintenance, Self::Drill];

    /// As in front matter.
    pub fn name(self) -> &'static str {
        match self {
            Self::Incident => "incident",
            Self::NearMiss => "near_miss",
            Self::Maintenance => "maintenance",
            Self::Drill => "drill",
        }
    }
}

/// Who may read a post-mortem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Visibility {
    #[default]
    Internal,
    Public,
}

/// The five moments from which durations follow.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Times {
    pub started: Option<(Moment, Origin)>,
    pub detected: Option<(Moment, Origin)>,
    pub acknowledged: Option<(Moment, Origin)>,
    pub mitigated: Option<(Moment, Origin)>,
    pub resolved: Option<(Moment, Origin)>,
    /// Durations that the text states outright ("Time to detection: 53 minutes"), in minutes.
    pub stated_detect: Option<i64>,
    pub stated_mitigate: Option<i64>,
    pub stated_resolve: Option<i64>,
}

/// How a duration is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DurationSource {
    /// Between two moments, both known.
    Computed { from: Moment, to: Moment },
    /// The text gives the length.
    Stated,
}

/// A length of time and how it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duration {
    pub minutes: i64,
    pub source: DurationSource,
}

impl Times {
    /// Start to detection.
    pub fn detect(&self) -> Option<Duration> {
        self.between(self.detected, self.stated_detect)
    }

    /// Start to somebody taking it on.
    pub fn acknowledge(&self) -> Option<Duration> {
        self.between(self.acknowledged, None)
    }

    /// Start to mitigation.
    pub fn mitigate(&self) -> Option<Duration> {
        self.between(self.mitigated, self.stated_mitigate)
    }

    /// Start to resolution.
    pub fn resolve(&self) -> Option<Duration> {
        self.between(self.resolved, self.stated_resolve)
    }

    /// A moment before the start gives no duration: the figures would be nonsense. Nor does a doubtful one, unless the
    /// same doubt about the zone is on both sides, and no matter between them.
    fn between(&self, end: Option<(Moment, Origin)>, stated: Option<i64>) -> Option<Duration> {
        use super::Precision::Day;
        let computed = match (self.started, end) {
            (Some((from, _)), Some((to, _)))
                if is_settled(from, to)
                    && to.timestamp >= from.timestamp
                    && from.precision != Day
                    && to.precision != Day =>
            {
                let minutes = to.minutes_since(from);
                Some(Duration { minutes, source: DurationSource::Computed { from, to } })
            }
            _ => None,
        };
        computed.or_else(|| stated.map(|minutes| Duration { minutes, source: DurationSource::Stated }))
    }
}

fn is_settled(from: Moment, to: Moment) -> bool {
    match (from.doubt, to.doubt) {
        (None, None) => true,
        (Some(Doubt::Zone), Some(Doubt::Zone)) => from.offset == to.offset,
        _ => false,
    }
}

/// A point that divides an incident into phases; written `[start]`, `[detected]`, … in a timeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Milestone {
    Start,
    Detected,
    Acknowledged,
    Mitigated,
    Resolved,
}

/// One line of the timeline.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TimelineEntry {
    /// `None` where a time can't be made out.
    pub at: Option<Moment>,
    /// The time as written.
    pub label: String,
    /// Plain text.
    pub text: String,
    pub phase: Option<Milestone>,
    /// Whether it was read from the body (and is shown there) rather than from front matter.
    pub in_body: bool,
}

/// People or teams in a role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Role {
    pub role: String,
    pub names: Vec<String>,
}

/// A link in front matter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    pub title: Option<String>,
    pub url: String,
}

/// A key of front matter that the model does not know.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Field {
    pub key: String,
    #[serde(with = "super::stored::json")]
    pub value: Value,
}
