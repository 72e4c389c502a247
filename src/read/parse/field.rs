//! The fields of front matter as a type, so that whoever decides something of each has to decide it of all.

use super::keys;
use crate::core::config::Config;
use crate::core::model::SectionKind;

/// A field that the model knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    Id,
    Title,
    Date,
    Published,
    Status,
    Severity,
    Summary,
    Services,
    RootCauseServices,
    Causes,
    Triggers,
    ContributingFactors,
    Teams,
    Tags,
    StartedAt,
    DetectedAt,
    AcknowledgedAt,
    MitigatedAt,
    ResolvedAt,
    Detection,
    Impact,
    Roles,
    /// One role, by the name under which it is kept.
    Role(&'static str),
    ActionItems,
    Timeline,
    Related,
    RecurrenceOf,
    NotRecurrenceOf,
    Links,
    Kind,
    NearMiss,
    Visibility,
    Aliases,
    Language,
    Resolved,
    Draft,
    Owner,
    Tier,
    Parent,
    Weight,
}

/// A part of an action item that can be named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ActionPart {
    Owner,
    Due,
    Closed,
    Priority,
    Kind,
    Url,
}

impl Field {
    /// The field of a key, under whatever name.
    pub fn of_key(key: &str, config: &Config) -> Option<Self> {
        match keys::canonical(key, config) {
            Some(name) => Self::named(name),
            None => keys::role(key).map(Self::Role),
        }
    }

    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "id" => Self::Id,
            "title" => Self::Title,
            "date" => Self::Date,
            "published" => Self::Published,
            "status" => Self::Status,
            "severity" => Self::Severity,
            "summary" => Self::Summary,
            "services" => Self::Services,
            "root_cause_services" => Self::RootCauseServices,
            "causes" => Self::Causes,
            "triggers" => Self::Triggers,
            "contributing_factors" => Self::ContributingFactors,
            "teams" => Self::Teams,
            "tags" => Self::Tags,
            "started_at" => Self::StartedAt,
            "detected_at" => Self::DetectedAt,
            "acknowledged_at" => Self::AcknowledgedAt,
            "mitigated_at" => Self::MitigatedAt,
            "resolved_at" => Self::ResolvedAt,
            "detection" => Self::Detection,
            "impact" => Self::Impact,
            "roles" => Self::Roles,
            "action_items" => Self::ActionItems,
            "timeline" => Self::Timeline,
            "related" => Self::Related,
            "recurrence_of" => Self::RecurrenceOf,
            "not_recurrence_of" => Self::NotRecurrenceOf,
            "links" => Self::Links,
            "kind" => Self::Kind,
            "near_miss" => Self::NearMiss,
            "visibility" => Self::Visibility,
            "aliases" => Self::Aliases,
            "language" => Self::Language,
            "resolved" => Self::Resolved,
            "draft" => Self::Draft,
            "owner" => Self::Owner,
            "tier" => Self::Tier,
            "parent" => Self::Parent,
            "weight" => Self::Weight,
            _ => return None,
        })
    }

    /// Whether a heading that names it stands above its value alone.
    pub fn is_fact(self) -> bool {
        matches!(
            self,
            Self::Severity
                | Self::Services
                | Self::Causes
                | Self::Date
                | Self::Status
                | Self::Tags
                | Self::Teams
                | Self::Role(_)
        )
    }

    /// The field of which a section of the text says more.
    pub fn of_section(kind: SectionKind) -> Option<Self> {
        match kind {
            SectionKind::Summary => Some(Self::Summary),
            SectionKind::Impact => Some(Self::Impact),
            SectionKind::Timeline => Some(Self::Timeline),
            SectionKind::Detection => Some(Self::Detection),
            SectionKind::Trigger => Some(Self::Triggers),
            SectionKind::RootCause => Some(Self::Causes),
            SectionKind::ContributingFactors => Some(Self::ContributingFactors),
            SectionKind::ActionItems => Some(Self::ActionItems),
            SectionKind::Resolution
            | SectionKind::Lessons
            | SectionKind::WentWell
            | SectionKind::WentWrong
            | SectionKind::Lucky
            | SectionKind::Background
            | SectionKind::Supporting
            | SectionKind::Other => None,
        }
    }
}

impl ActionPart {
    pub const ALL: [Self; 6] = [Self::Owner, Self::Due, Self::Closed, Self::Priority, Self::Kind, Self::Url];

    pub fn name(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Due => "due",
            Self::Closed => "closed",
            Self::Priority => "priority",
            Self::Kind => "type",
            Self::Url => "url",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::parse::{FIELDS, ROLES};

    #[test]
    fn every_name_that_settings_take_is_a_field() {
        let config = Config::default();
        for name in FIELDS.iter().map(|(name, _)| name).chain(ROLES.iter().map(|(name, _)| name)) {
            assert!(Field::of_key(name, &config).is_some(), "{name}");
        }
    }
}
