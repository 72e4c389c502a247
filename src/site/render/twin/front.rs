//! The head of a twin: facts as front matter, the title, and what only front matter told.

use serde::Serialize;

use super::text::escaped;
use crate::core::model::{PostMortem, TimelineEntry};
use crate::site::export;

/// Facts of a post-mortem as front matter: those of the exported record, under the same names. What is not known is left out.
pub fn incident(out: &mut String, record: &export::Record<'_>) {
    out.push_str("---\n");
    line(out, "kind", "post-mortem");
    line(out, "title", record.title);
    line(out, "id", record.id);
    line(out, "url", &record.url);
    some(out, "date", record.date);
    some(out, "status", record.status);
    some(out, "severity", record.severity);
    some(out, "incident_kind", Some(record.kind).filter(|_| record.known.contains_key("kind")));
    for (key, names) in [
        ("services", &record.services),
        ("causes", &record.causes),
        ("teams", &record.teams),
        ("tags", &record.tags),
    ] {
        some(out, key, Some(names).filter(|names| !names.is_empty()));
    }
    for (key, texts) in [("triggers", record.triggers), ("contributing_factors", record.contributing_factors)]
    {
        some(out, key, Some(texts).filter(|texts| !texts.is_empty()));
    }
    for (key, time) in [
        ("started_at", &record.started_at),
        ("detected_at", &record.detected_at),
        ("acknowledged_at", &record.acknowledged_at),
        ("mitigated_at", &record.mitigated_at),
        ("resolved_at", &record.resolved_at),
    ] {
        some(out, key, time.as_deref());
    }
    let doubtful: Vec<&str> =
        record.known.iter().filter(|(_, known)| *known == "doubtful").map(|(key, _)| key.as_str()).collect();
    some(out, "doubtful", Some(doubtful).filter(|keys| !keys.is_empty()));
    for (key, minutes) in [
        ("detect_minutes", record.durations.detect),
        ("mitigate_minutes", record.durations.mitigate),
        ("resolve_minutes", record.durations.resolve),
    ] {
        some(out, key, minutes);
    }
    some(out, "detection", record.detection);
    some(out, "impact", record.impact);
    some(out, "roles", Some(&record.roles).filter(|roles| !roles.is_empty()));
    for (key, value) in &record.extra {
        some(out, &json(key), Some(value));
    }
    out.push_str("---\n\n");
}

/// The same for a page that is about something else.
pub fn page(out: &mut String, kind: &str, title: &str, url: &str) {
    out.push_str("---\n");
    line(out, "kind", kind);
    line(out, "title", title);
    line(out, "url", url);
    out.push_str("---\n\n");
}

/// The title, and the summary below it.
pub fn heading(out: &mut String, title: &str, summary: Option<&str>) {
    out.push_str(&format!("# {}\n\n", escaped(title)));
    if let Some(summary) = summary.map(str::trim).filter(|summary| !summary.is_empty()) {
        out.push_str(&format!("> {}\n\n", summary.replace('\n', "\n> ")));
    }
}

/// The timeline and the action items, where the text has none.
pub fn stated(out: &mut String, known: &PostMortem) {
    if !known.timeline.is_empty() && known.timeline.iter().all(|entry| !entry.in_body) {
        out.push_str("\n## Timeline\n\n");
        for TimelineEntry { label, text, .. } in &known.timeline {
            out.push_str(&format!("- {} {}\n", escaped(label), escaped(text)));
        }
    }
    let mut items = known.action_items.iter().filter(|item| !item.in_body).peekable();
    if items.peek().is_some() {
        out.push_str("\n## Action items\n\n");
    }
    for item in items {
        let mut details = vec![item.state.name().to_owned()];
        details.extend(item.owner.clone());
        details.extend(item.due.map(|due| format!("due {due}")));
        details.extend(item.url.clone());
        out.push_str(&format!("- {} ({})\n", escaped(&item.title), escaped(&details.join(", "))));
    }
}

fn some<T: Serialize>(out: &mut String, key: &str, value: Option<T>) {
    if let Some(value) = value {
        line(out, key, &value);
    }
}

/// Every JSON value is a YAML value.
fn line<T: Serialize + ?Sized>(out: &mut String, key: &str, value: &T) {
    out.push_str(&format!("{key}: {}\n", json(value)));
}

fn json<T: Serialize + ?Sized>(value: &T) -> String {
    // Only maps with odd keys and failing writers are refused, of which there are none here.
    serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned())
}
