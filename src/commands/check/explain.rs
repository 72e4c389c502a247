//! What rules there are, and what one of them is about.

use lookback::core::diagnostic::{Diagnostic, did_you_mean};
use lookback::tools::check::rules;

/// All rules with their levels, by group.
pub fn listed() -> String {
    let width = rules::all().iter().map(|rule| rule.name.len()).max().unwrap_or(0);
    let mut out = String::new();
    for group in rules::all().chunk_by(|a, b| a.group == b.group) {
        out.push_str(&format!("{}\n", group[0].group));
        for rule in group {
            out.push_str(&format!("  {:width$}  {:5}  {}\n", rule.name, rule.level.name(), rule.what));
        }
        out.push('\n');
    }
    out.push_str("Levels are set in `[check]` of book.toml: `allow`, `warn` or `deny`.\n");
    out
}

/// What a rule is about.
///
/// # Errors
/// There is no such rule.
pub fn explained(name: &str) -> Result<String, Diagnostic> {
    let rule = rules::find(name).ok_or_else(|| unknown(name, "--explain"))?;
    let fix = if rule.fixable { "\n`lookback check --fix` mends it where that is safe.\n" } else { "" };
    let opposite = if rule.level.name() == "deny" { "warn" } else { "deny" };
    Ok(format!(
        "{} ({}, {})\n\n{}\n\nWhy: {}\n\nInstead: {}\n{fix}\nTo let one be, with the reason, on the line above it:\n  <!-- lookback-allow {}: reason -->\nTo set its level, in book.toml:\n  [check]\n  {} = \"{opposite}\"\n",
        rule.name,
        rule.group,
        rule.level.name(),
        rule.what,
        rule.why,
        rule.instead,
        rule.name,
        rule.name
    ))
}

/// That there is no such rule; `option` is where it was named.
pub fn unknown(name: &str, option: &str) -> Diagnostic {
    let near = did_you_mean(name, rules::all().iter().map(|rule| rule.name.as_str()));
    let hint = near.map_or_else(
        || "`lookback check --list` shows all rules.".to_owned(),
        |near| format!("Did you mean `{near}`?"),
    );
    Diagnostic::error("unknown-rule", option, format!("there is no rule `{name}`")).hint(hint)
}
