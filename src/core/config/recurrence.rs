//! `[recurrence]`: when an incident counts as the return of an earlier one.

use serde::Deserialize;

/// What makes incidents one chain of repeats; the strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
pub enum Rule {
    /// `recurrence_of` in front matter.
    #[serde(rename = "linked")]
    Linked,
    /// The same cause in the same service.
    #[serde(rename = "cause+service")]
    CauseAndService,
    /// The same trigger, if few incidents have it.
    #[serde(rename = "trigger")]
    Trigger,
    /// The same title, whatever dates and numbers are in it.
    #[serde(rename = "title")]
    Title,
}

#[derive(Debug, Clone, Hash, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct Recurrence {
    pub by: Vec<Rule>,
    /// Incidents that a chain has at least.
    pub minimum: usize,
    /// A trigger that more incidents have than this is not rare, and makes no chain.
    pub trigger_max: usize,
    /// Longest time between two incidents of a chain, in days; `None` for any.
    pub within_days: Option<u32>,
    /// Whether the parents of a cause count as its causes too.
    pub parents: bool,
    /// Words that say of a title that the work was planned; such titles make no chain.
    pub planned: Vec<String>,
}

impl Default for Recurrence {
    fn default() -> Self {
        Self {
            by: vec![Rule::Linked, Rule::CauseAndService, Rule::Trigger, Rule::Title],
            minimum: 2,
            trigger_max: 5,
            within_days: None,
            parents: false,
            planned: ["maintenance", "scheduled", "planned", "upgrade", "migration", "migrate", "brownout"]
                .map(String::from)
                .to_vec(),
        }
    }
}
