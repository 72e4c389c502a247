//! `[check]` and `[review]`: what post-mortems are held to.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

/// What a finding of a rule means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RuleLevel {
    /// Not reported.
    Allow,
    /// Reported.
    Warn,
    /// Reported, and the check fails.
    Deny,
}

impl RuleLevel {
    /// As it is written in settings.
    pub fn name(self) -> &'static str {
        match self {
            Self::Allow => "allow",
            Self::Warn => "warn",
            Self::Deny => "deny",
        }
    }
}

/// `[check]`: levels of rules by name, and beside them what differs by folder and by severity.
#[derive(Debug, Clone, Default, Hash, Deserialize)]
#[serde(default)]
pub struct Check {
    /// `[check.folders."2015/**"]`: levels for files whose path below the content folder fits.
    pub folders: BTreeMap<String, BTreeMap<String, RuleLevel>>,
    /// `[check.required.sev1]`: what an incident of a severity has to have.
    pub required: BTreeMap<String, Required>,
    /// Rules that are told of in this run, whatever is set: what is allowed becomes a warning.
    #[serde(skip)]
    pub raised: BTreeSet<String>,
    #[serde(flatten)]
    pub levels: BTreeMap<String, RuleLevel>,
}

/// What an incident has to have.
#[derive(Debug, Clone, Default, Hash, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Required {
    /// Names of sections, as in `[sections]`.
    pub sections: Vec<String>,
    /// Names of fields.
    pub fields: Vec<String>,
}

impl Required {
    /// Sections that are asked for anywhere.
    pub const SECTIONS: &[&str] = &["summary", "impact", "timeline", "root_cause", "action_items"];
    /// Fields that are asked for anywhere.
    pub const FIELDS: &[&str] = &["date", "services", "causes", "started_at", "resolved_at"];

    /// What is asked for where the settings say nothing; `severity` is 0 for the worst.
    pub fn usual(severity: usize) -> Self {
        let (sections, fields): (&[&str], &[&str]) = match severity {
            0 => (Self::SECTIONS, Self::FIELDS),
            1 => (&["summary", "root_cause", "action_items"], &["date", "services", "causes"]),
            _ => (&["summary"], &["date"]),
        };
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        Self { sections: owned(sections), fields: owned(fields) }
    }
}

/// `[review]`: which incidents need a post-mortem, and how soon.
#[derive(Debug, Clone, Hash, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct Review {
    /// Incidents of this severity or a worse one.
    pub severity: Option<String>,
    /// And those that lasted longer: `4h`.
    pub longer_than: Option<String>,
    /// Days from the incident in which its post-mortem has to be final.
    pub days: u16,
}

impl Default for Review {
    fn default() -> Self {
        Self { severity: None, longer_than: None, days: 14 }
    }
}
