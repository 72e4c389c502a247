//! Which level a rule has, in which folder.

use globset::{Glob, GlobMatcher};

use super::rules;
use crate::core::config::{Check, RuleLevel};
use crate::core::diagnostic::{Diagnostic, Level};

/// The levels of the settings.
pub struct Levels {
    /// Folders in the order of the settings, those with the longest pattern last.
    folders: Vec<(GlobMatcher, std::collections::BTreeMap<String, RuleLevel>)>,
    everywhere: std::collections::BTreeMap<String, RuleLevel>,
    raised: std::collections::BTreeSet<String>,
}

impl Levels {
    pub fn new(check: &Check) -> Self {
        let mut folders: Vec<_> = check
            .folders
            .iter()
            .filter_map(|(pattern, levels)| Some((pattern.len(), Glob::new(pattern).ok()?, levels.clone())))
            .collect();
        folders.sort_by_key(|(length, ..)| *length);
        let folders = folders.into_iter().map(|(_, glob, levels)| (glob.compile_matcher(), levels)).collect();
        Self { folders, everywhere: check.levels.clone(), raised: check.raised.clone() }
    }

    /// Whether the settings say anything of a rule.
    pub fn are_set(&self, rule: &str) -> bool {
        self.everywhere.contains_key(rule)
            || self.raised.contains(rule)
            || self.folders.iter().any(|(_, levels)| levels.contains_key(rule))
    }

    /// The level of a finding in a file; `None` for a rule whose level can't be set.
    pub fn of(&self, finding: &Diagnostic, path: &str) -> Option<RuleLevel> {
        let rule = rules::find(finding.rule)?;
        let in_folder = self.folders.iter().rev().filter(|(glob, _)| glob.is_match(path));
        let set = in_folder.filter_map(|(_, levels)| levels.get(&rule.name)).next();
        let set = set.or_else(|| self.everywhere.get(&rule.name)).copied();
        // What can't be read fails a check, whatever else the rule is used for.
        let usual = if finding.level == Level::Error { RuleLevel::Deny } else { rule.level };
        let level = set.unwrap_or(usual);
        let is_raised = level == RuleLevel::Allow && self.raised.contains(&rule.name);
        Some(if is_raised { RuleLevel::Warn } else { level })
    }
}
