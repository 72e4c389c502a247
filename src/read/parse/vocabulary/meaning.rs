//! What words can mean: the tables of a language's file, and the names of their kinds.

use jiff::civil::Weekday;

use crate::core::model::{ActionState, Milestone, SectionKind};
use crate::read::parse::field::{ActionPart, Field};

/// What the words of a table stand for.
pub trait Meaning: Copy + PartialEq + std::fmt::Debug + Send + Sync + 'static {
    /// Name of the table in the files of languages and in `[words]`.
    const TABLE: &'static str;
    /// Every kind with its name; a file of a language has words for each.
    const KINDS: &'static [(&'static str, Self)];

    fn from_name(name: &str) -> Option<Self> {
        Self::KINDS.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind)
    }
}

/// What a labelled line, a row of a label table or a key of front matter gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Label {
    Field(Field),
    /// The time from the start to a moment.
    TimeTo(Field),
    /// The zone of times that name none.
    Zone,
    /// A date, but not that of the incident.
    OtherDate,
}

/// What a column of a table of action items holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActionColumn {
    /// What is to be done.
    Action,
    Part(ActionPart),
    State,
    Number,
}

/// What a column of a timeline holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimelineColumn {
    Date,
    Time,
    /// What happened.
    Event,
    Phase,
    /// Who did it.
    Actor,
}

/// Where a post-mortem stands, or its incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Draft,
    InReview,
    Final,
    /// The incident is over.
    Over,
    /// The incident goes on.
    Ongoing,
}

/// Words about the zone of times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ZoneWord {
    /// Begins a statement about all times: "All times in …".
    AllTimes,
    /// The zone of the place: "local time".
    Local,
    /// "Coordinated universal time".
    Universal,
}

/// Words that stand for a time, or change the one beside them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClockWord {
    Noon,
    Midnight,
    NextDay,
    /// Before noon.
    Morning,
    /// After noon.
    Afternoon,
}

/// Units of lengths of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
}

/// Words in the place of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placeholder {
    /// There is none.
    None,
    /// It is not known, or not yet.
    Unknown,
}

/// Words that join and lead others in headings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grammar {
    /// "And"
    And,
    /// Behind a noun, what it is about: "impact *on* customers".
    Of,
    /// Words by which the language is told from others.
    Common,
    /// Headings above facts about the incident.
    Facts,
}

macro_rules! meaning {
    ($type:ty, $table:literal, [$($name:literal => $kind:expr),+ $(,)?]) => {
        impl Meaning for $type {
            const TABLE: &'static str = $table;
            const KINDS: &'static [(&'static str, Self)] = &[$(($name, $kind)),+];
        }
    };
}

meaning!(SectionKind, "sections", [
    "summary" => Self::Summary, "impact" => Self::Impact, "timeline" => Self::Timeline, "detection" => Self::Detection,
    "trigger" => Self::Trigger, "root_cause" => Self::RootCause, "contributing_factors" => Self::ContributingFactors,
    "resolution" => Self::Resolution, "lessons" => Self::Lessons, "went_well" => Self::WentWell,
    "went_wrong" => Self::WentWrong, "lucky" => Self::Lucky, "action_items" => Self::ActionItems,
    "background" => Self::Background, "supporting" => Self::Supporting,
]);

meaning!(Label, "labels", [
    "title" => Self::Field(Field::Title), "date" => Self::Field(Field::Date),
    "other_date" => Self::OtherDate, "status" => Self::Field(Field::Status), "severity" => Self::Field(Field::Severity),
    "services" => Self::Field(Field::Services), "causes" => Self::Field(Field::Causes), "tags" => Self::Field(Field::Tags),
    "teams" => Self::Field(Field::Teams), "detection" => Self::Field(Field::Detection),
    "author" => Self::Field(Field::Role("author")), "owner" => Self::Field(Field::Role("owner")),
    "commander" => Self::Field(Field::Role("commander")), "scribe" => Self::Field(Field::Role("scribe")),
    "facilitator" => Self::Field(Field::Role("facilitator")), "lead" => Self::Field(Field::Role("lead")),
    "responder" => Self::Field(Field::Role("responder")), "reviewer" => Self::Field(Field::Role("reviewer")),
    "attendee" => Self::Field(Field::Role("attendee")),
    "started_at" => Self::Field(Field::StartedAt), "detected_at" => Self::Field(Field::DetectedAt),
    "acknowledged_at" => Self::Field(Field::AcknowledgedAt), "mitigated_at" => Self::Field(Field::MitigatedAt),
    "resolved_at" => Self::Field(Field::ResolvedAt),
    "time_to_detect" => Self::TimeTo(Field::DetectedAt), "time_to_mitigate" => Self::TimeTo(Field::MitigatedAt),
    "time_to_resolve" => Self::TimeTo(Field::ResolvedAt),
    "zone" => Self::Zone,
]);

meaning!(ActionColumn, "action_columns", [
    "action" => Self::Action, "owner" => Self::Part(ActionPart::Owner), "due" => Self::Part(ActionPart::Due),
    "closed" => Self::Part(ActionPart::Closed), "priority" => Self::Part(ActionPart::Priority),
    "type" => Self::Part(ActionPart::Kind), "url" => Self::Part(ActionPart::Url), "state" => Self::State,
    "number" => Self::Number,
]);

meaning!(TimelineColumn, "timeline_columns", [
    "date" => Self::Date, "time" => Self::Time, "event" => Self::Event, "phase" => Self::Phase, "actor" => Self::Actor,
]);

meaning!(ActionState, "states", [
    "open" => Self::Open, "in_progress" => Self::InProgress, "done" => Self::Done, "dropped" => Self::Dropped,
]);

meaning!(Status, "statuses", [
    "draft" => Self::Draft, "in_review" => Self::InReview, "final" => Self::Final, "over" => Self::Over,
    "ongoing" => Self::Ongoing,
]);

// Levels of severity, from 1, the worst.
meaning!(usize, "severities", ["critical" => 1, "high" => 2, "medium" => 3, "low" => 4, "trivial" => 5]);

meaning!(Milestone, "phases", [
    "start" => Self::Start, "detected" => Self::Detected, "acknowledged" => Self::Acknowledged,
    "mitigated" => Self::Mitigated, "resolved" => Self::Resolved,
]);

// Months, from 1.
meaning!(i8, "months", [
    "january" => 1, "february" => 2, "march" => 3, "april" => 4, "may" => 5, "june" => 6, "july" => 7, "august" => 8,
    "september" => 9, "october" => 10, "november" => 11, "december" => 12,
]);

meaning!(Weekday, "weekdays", [
    "monday" => Self::Monday, "tuesday" => Self::Tuesday, "wednesday" => Self::Wednesday, "thursday" => Self::Thursday,
    "friday" => Self::Friday, "saturday" => Self::Saturday, "sunday" => Self::Sunday,
]);

meaning!(ZoneWord, "zones", ["all_times" => Self::AllTimes, "local" => Self::Local, "universal" => Self::Universal]);

meaning!(ClockWord, "clock", [
    "noon" => Self::Noon, "midnight" => Self::Midnight, "next_day" => Self::NextDay, "morning" => Self::Morning,
    "afternoon" => Self::Afternoon,
]);

meaning!(Unit, "durations", [
    "second" => Self::Second, "minute" => Self::Minute, "hour" => Self::Hour, "day" => Self::Day, "week" => Self::Week,
]);

meaning!(Placeholder, "placeholders", ["none" => Self::None, "unknown" => Self::Unknown]);

meaning!(Grammar, "grammar", [
    "and" => Self::And, "of" => Self::Of, "common" => Self::Common, "facts" => Self::Facts,
]);
