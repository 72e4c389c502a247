//! Every rule that `lookback check` knows: its name, its level, and what a person should know about it.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::core::config::RuleLevel;

/// One rule.
#[derive(Debug, Deserialize)]
pub struct Rule {
    /// Stable: stands in settings, in files and in reports.
    pub name: String,
    pub group: String,
    /// Unless the settings say otherwise.
    pub level: RuleLevel,
    /// What is found, in a sentence.
    pub what: String,
    /// Why it matters.
    pub why: String,
    /// What to write instead, or what to do.
    pub instead: String,
    /// Whether it is about the file as a whole, wherever it points: any change of the file may have led to it.
    #[serde(default)]
    pub whole: bool,
    /// Whether `lookback check --fix` mends it, at least mostly.
    #[serde(default)]
    pub fixable: bool,
}

#[derive(Deserialize)]
struct RuleList {
    rule: Vec<Rule>,
}

static RULES: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    toml::from_str::<RuleList>(include_str!("rules.toml")).expect("the rules are valid").rule
});

/// All rules, by group.
pub fn all() -> &'static [Rule] {
    &RULES
}

pub fn find(name: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.name == name)
}

/// The name of a rule that is known to exist.
///
/// # Panics
/// When there is none, which is a fault in the program.
pub fn name(name: &str) -> &'static str {
    &find(name).unwrap_or_else(|| panic!("there is no rule {name}")).name
}
