//! What a comment says of one post-mortem.

use super::escape::{link, text};
use super::{became, items};
use crate::core::phases::length;
use crate::site::render::words::{count, counted, shortened};
use crate::tools::review::difference::SECTION_REMOVED;
use crate::tools::review::{Difference, Earlier, EarlierAction, Incident, Similar};

/// Characters of a title.
const TITLE: usize = 120;
/// Names of a kind in the line of facts.
const NAMES: usize = 4;
/// Open promises that are told.
const MOST_ACTIONS: usize = 5;
/// Findings that are listed; the check has all.
const FINDINGS: usize = 20;
/// Action items that changed, of one post-mortem.
const DIFFERENCES: usize = 12;

/// All of it, folded to a line where there are many.
pub fn section(incident: &Incident, is_folded: bool) -> String {
    let body = [
        differences(&incident.differences),
        before(incident),
        questions(&incident.questions),
        similar(&incident.similar),
        findings(incident),
    ]
    .concat();
    let title = link(&shortened(&incident.title, TITLE), &incident.url);
    let change = change(incident);
    if !is_folded {
        return format!("\n### {title}: {change}\n\n{}\n{body}", facts(incident));
    }
    if body.is_empty() {
        return format!("\n- {title}: {change}. {}\n", facts(incident));
    }
    // Within a summary, Markdown is not read on every forge.
    let title = text(&shortened(&incident.title, TITLE));
    format!(
        "\n<details><summary><b>{}</b>: {change}{}</summary>\n\n{}, in {}\n{body}\n</details>\n",
        unescaped(&title),
        signs(incident),
        facts(incident),
        link(&incident.path, &incident.url),
    )
}

/// A line, where there is no room for more.
pub fn brief(incident: &Incident) -> String {
    let title = link(&shortened(&incident.title, TITLE), &incident.url);
    format!("\n- {title}: {}{}\n", became(incident.change), signs(incident))
}

/// In HTML, a backslash is a backslash; entities stay.
fn unescaped(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    let mut chars = markdown.chars();
    while let Some(c) = chars.next() {
        // What was escaped once stands for itself.
        let c = if c == '\\' { chars.next().unwrap_or(c) } else { c };
        match c {
            '*' | '_' | '`' | '[' | ']' | '~' | '\\' | '|' | '!' | '$' => {
                out.push_str(&format!("&#{};", u32::from(c)))
            }
            c => out.push(c),
        }
    }
    out
}

/// `; happened before, 2 errors, 1 warning`
fn signs(incident: &Incident) -> String {
    let level = |wanted| incident.findings.iter().filter(|finding| finding.level == wanted).count();
    let mut signs = Vec::new();
    if !incident.earlier.is_empty() {
        signs.push("happened before".to_owned());
    }
    let levels = [("error", "errors"), ("warning", "warnings")];
    signs.extend(
        levels
            .into_iter()
            .map(|(one, many)| (level(one), one, many))
            .filter(|one| one.0 > 0)
            .map(|(number, one, many)| counted(number, one, many)),
    );
    if signs.is_empty() { String::new() } else { format!("; {}", signs.join(", ")) }
}

fn change(incident: &Incident) -> String {
    match &incident.from {
        Some(from) => format!("moved from {}", text(from)),
        None => became(incident.change).to_owned(),
    }
}

/// `2026-03-09 · SEV2 · draft · Checkout API · certificate expiry · noticed after 12 min, resolved after 1 h 10 · 4 action items, 2 open`
fn facts(incident: &Incident) -> String {
    let facts = &incident.facts;
    let names = |names: &[String], what: &str| match names.len() {
        0 => format!("no {what}"),
        all => {
            let shown: Vec<String> = names.iter().take(NAMES).map(|name| text(name)).collect();
            let more = all.saturating_sub(NAMES);
            let more = if more == 0 { String::new() } else { format!(" and {} more", count(more)) };
            format!("{}{more}", shown.join(", "))
        }
    };
    let lengths = [("noticed", facts.detect), ("mitigated", facts.mitigate), ("resolved", facts.resolve)];
    let lengths: Vec<String> = lengths
        .into_iter()
        .filter_map(|(what, minutes)| Some(format!("{what} after {}", length(minutes?))))
        .collect();
    let mut parts = vec![
        facts.date.map_or_else(|| "no date".to_owned(), |date| date.to_string()),
        facts.severity.as_ref().map_or_else(|| "no severity".to_owned(), |severity| text(severity)),
    ];
    parts.extend(facts.status.as_ref().map(|status| text(status)));
    parts.push(names(&facts.services, "service"));
    parts.push(names(&facts.causes, "cause"));
    if !lengths.is_empty() {
        parts.push(lengths.join(", "));
    }
    parts.push(match (facts.actions, facts.open) {
        (0, _) => "no action items".to_owned(),
        (all, open) => format!("{}, {} open", counted(all, "action item", "action items"), count(open)),
    });
    parts.join(" · ")
}

fn differences(all: &[Difference]) -> String {
    if all.is_empty() {
        return String::new();
    }
    let value = |value: &Option<String>| {
        value.as_ref().map_or_else(|| "nothing".to_owned(), |value| text(&shortened(value, TITLE)))
    };
    let line = |one: &Difference| match (&one.before, &one.after) {
        (None, Some(after)) => format!("- {}: {}\n", one.what, text(&shortened(after, TITLE))),
        (Some(before), None) if matches!(one.what, "action taken out" | SECTION_REMOVED) => {
            format!("- {}: {}\n", one.what, text(&shortened(before, TITLE)))
        }
        (before, after) => format!("- {}: {} → {}\n", one.what, value(before), value(after)),
    };
    let more = all.len().saturating_sub(DIFFERENCES);
    let more = if more == 0 { String::new() } else { format!("- … and {} more\n", count(more)) };
    format!("\n{}{more}", all.iter().take(DIFFERENCES).map(line).collect::<String>())
}

fn before(incident: &Incident) -> String {
    if incident.earlier.is_empty() {
        return String::new();
    }
    let line = |one: &Earlier| {
        let interval =
            one.interval.as_ref().map(|interval| format!(", {interval} before")).unwrap_or_default();
        let kept = match (one.actions, one.open) {
            (0, _) => String::new(),
            (1, 0) => "; its action is done or dropped".to_owned(),
            (all, 0) => format!("; all {} done or dropped", counted(all, "action", "actions")),
            (1, _) => "; its action is still open".to_owned(),
            (all, open) => format!("; {} of {} still open", count(open), counted(all, "action", "actions")),
        };
        format!(
            "- {} ({}{}{interval}): {}{kept}\n",
            link(&shortened(&one.title, TITLE), &one.url),
            one.date.map_or_else(|| "undated".to_owned(), |date| date.to_string()),
            one.severity.as_ref().map(|severity| format!(", {}", text(severity))).unwrap_or_default(),
            one.why,
        )
    };
    let mut out =
        format!("\n**It happened before**\n{}", incident.earlier.iter().map(line).collect::<String>());
    let told: Vec<&EarlierAction> =
        incident.left_open.iter().filter(|tracked| tracked.standing != "done").collect();
    if !told.is_empty() {
        out.push_str("\n**Promised then, and not done**\n");
        out.extend(told.iter().take(MOST_ACTIONS).map(|tracked| {
            format!(
                "- {}, after {}\n",
                self::tracked(tracked),
                link(&shortened(&tracked.from, TITLE / 2), &tracked.url)
            )
        }));
        if told.len() > MOST_ACTIONS {
            out.push_str(&format!("- … and {} more\n", count(told.len() - MOST_ACTIONS)));
        }
    }
    out
}

/// `**open**: Alert on expiry (Platform, due 2025-02-01, 275 days late)`
fn tracked(one: &EarlierAction) -> String {
    let mut notes = Vec::new();
    notes.extend(one.owner.as_ref().map(|owner| text(owner)));
    notes.extend(one.due.map(|due| format!("due {due}")));
    notes.extend(
        one.late.map(|days| format!("{} late", counted(usize::try_from(days).unwrap_or(0), "day", "days"))),
    );
    let notes = if notes.is_empty() { String::new() } else { format!(" ({})", notes.join(", ")) };
    format!("**{}**: {}{notes}", one.standing, text(&shortened(&one.title, TITLE)))
}

fn similar(all: &[Similar]) -> String {
    if all.is_empty() {
        return String::new();
    }
    let line = |one: &Similar| {
        let mut out = format!(
            "- {} ({}{}): {}\n",
            link(&shortened(&one.title, TITLE), &one.url),
            one.date.map_or_else(|| "undated".to_owned(), |date| date.to_string()),
            one.severity.as_ref().map(|severity| format!(", {}", text(severity))).unwrap_or_default(),
            text(&one.why),
        );
        out.extend(one.open.iter().map(|one| format!("  - {}\n", tracked(one))));
        out
    };
    format!("\n**Similar**\n{}", all.iter().map(line).collect::<String>())
}

fn questions(all: &[String]) -> String {
    if all.is_empty() {
        return String::new();
    }
    let lines: String = all.iter().map(|question| format!("- {}\n", text(question))).collect();
    format!("\n**To ask**\n{lines}")
}

/// Errors in the open, warnings folded where there are more than a few.
fn findings(incident: &Incident) -> String {
    let of =
        |level: &str| incident.findings.iter().filter(|finding| finding.level == level).collect::<Vec<_>>();
    let (errors, warnings) = (of("error"), of("warning"));
    let list = |all: &[&crate::tools::review::Finding]| {
        let items = items(all);
        let more = items.len().saturating_sub(FINDINGS);
        let more = if more == 0 {
            String::new()
        } else {
            format!("- … and {} more: `lookback check` lists them\n", count(more))
        };
        items.into_iter().take(FINDINGS).collect::<String>() + &more
    };
    let mut out = String::new();
    if !errors.is_empty() {
        out.push_str(&format!("\n**{}**\n{}", counted(errors.len(), "error", "errors"), list(&errors)));
    }
    match warnings.len() {
        0 => {}
        few if few <= 3 => {
            out.push_str(&format!("\n**{}**\n{}", counted(few, "warning", "warnings"), list(&warnings)))
        }
        many => out.push_str(&format!(
            "\n<details><summary>{}</summary>\n\n{}\n</details>\n",
            counted(many, "warning", "warnings"),
            list(&warnings)
        )),
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summary_holds_no_markup() {
        let written = unescaped(&text("a\\*b* <b> _c_ [d]"));
        assert_eq!(
            written,
            "a&#92;&#42;b&#42; &lt;b&gt; &#95;c&#95; &#91;d&#93;".replace("&#91;d", "&#91;\u{2060}d")
        );
    }
}
