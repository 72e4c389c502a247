//! From front matter to the facts of a post-mortem.

use std::ops::Range;

use jiff::civil::Date;
use serde_json::{Map, Value};

use super::fields::Fields;
use super::front_matter::{FrontMatter, near};
use super::scales::{SEVERITY_WORDS, incident_is_over, severity_position, status_name};
use super::time::Local;
use super::{action_state, keys, kind, markup, time, unknown, values, visibility};
use crate::core::config::Config;
use crate::core::diagnostic::Diagnostic;
use crate::core::model::{
    ActionItem, Field, IncidentKind, Moment, Origin, PostMortem, SourceFile, Visibility,
};
use crate::core::written::Values;

/// Fills the facts that front matter gives.
pub struct FactReader<'a> {
    pub source: &'a SourceFile,
    pub front: &'a FrontMatter,
    pub fields: &'a Fields,
    pub config: &'a Config,
    pub local: &'a Local,
    pub found: &'a mut Vec<Diagnostic>,
}

impl FactReader<'_> {
    pub fn post_mortem(&mut self) -> PostMortem {
        let fields = self.fields;
        let mut facts = PostMortem {
            summary: fields.text("summary"),
            services: fields.known_names("services"),
            root_cause_services: fields.known_names("root_cause_services"),
            triggers: fields.known_names("triggers"),
            contributing_factors: known(fields.texts("contributing_factors")),
            teams: fields.known_names("teams"),
            tags: fields.names("tags"),
            detection: fields.text("detection"),
            impact: fields.first("impact").map(|(_, value)| value.clone()),
            roles: fields.roles(),
            related: fields.texts("related"),
            recurrence_of: fields.texts("recurrence_of"),
            not_recurrence_of: fields.texts("not_recurrence_of"),
            links: fields.links(),
            visibility: self.visibility(),
            extra: fields.extra(),
            ..PostMortem::default()
        };
        if let Some(id) = fields.text("id") {
            (facts.id, facts.id_stated) = (id, true);
        }
        self.kind(&mut facts);
        self.causes(&mut facts);
        self.severity(&mut facts);
        self.status(&mut facts);
        facts.status_stated = facts.status.is_some();
        self.times(&mut facts);
        facts.action_items = self.action_items();
        facts
    }

    /// The kind of event. `type` and the like may say something else, which is kept as an unknown field is.
    fn kind(&mut self, facts: &mut PostMortem) {
        let flag = self.fields.flag("near_miss");
        if let Some(is_near_miss) = flag {
            facts.kind = if is_near_miss { IncidentKind::NearMiss } else { IncidentKind::Incident };
            facts.kind_origin = Some(Origin::FrontMatter);
        }
        let stated: Vec<_> = self.fields.all("kind").collect();
        for (key, value) in stated {
            let text = values::only(value).map(|text| markup::plain(&text).into_owned());
            match text.as_deref().and_then(kind::of_value) {
                Some(kind) => {
                    let is_stated = text.as_deref().is_some_and(|text| !kind::is_of_text(text));
                    (facts.kind, facts.kind_origin) = (kind, is_stated.then_some(Origin::FrontMatter));
                    return;
                }
                None if keys::normalise(key) != "kind" => {
                    facts.extra.retain(|field| field.key != key);
                    facts.extra.push(Field { key: key.to_owned(), value: value.clone() });
                }
                None => {
                    let text = text.unwrap_or_default();
                    let message = format!("`{text}` is not a kind of event");
                    let found = self.at_value(key, &text, "unknown-kind", message);
                    let hint = near(&text, kind::words()).unwrap_or_else(|| {
                        "Write `incident`, `near_miss`, `maintenance` or `drill`; it counts as an incident.".to_owned()
                    });
                    self.found.push(found.hint(hint));
                }
            }
        }
    }

    /// A cause is a name. A whole sentence under `root_cause` is an explanation, and is kept as an unknown field is. What
    /// stands under `category` may be one: that is decided when those of all files are known.
    fn causes(&self, facts: &mut PostMortem) {
        for (key, value) in self.fields.all("causes") {
            let into =
                if keys::is_category(key, self.config) { &mut facts.categories } else { &mut facts.causes };
            match value {
                Value::String(text)
                    if text.split_whitespace().count() > 7 && !unknown::says_nothing(text) =>
                {
                    facts.extra.push(Field { key: key.to_owned(), value: value.clone() });
                }
                value => {
                    for name in values::names(value) {
                        if unknown::says_nothing(&name) {
                            facts.cause_unknown = true;
                        } else if !into.iter().any(|known| known.eq_ignore_ascii_case(&name)) {
                            into.push(name);
                        }
                    }
                }
            }
        }
        facts.cause_unknown &= facts.causes.is_empty();
    }

    fn visibility(&mut self) -> Visibility {
        visibility::read(self.source, self.front, self.fields, self.found).unwrap_or_default()
    }

    fn severity(&mut self, facts: &mut PostMortem) {
        let Some((key, value)) = self.fields.first("severity") else { return };
        let Some(text) = values::only(value).filter(|text| !unknown::says_nothing(text)) else { return };
        let text = markup::plain(&text).into_owned();
        facts.severity = severity_position(&text, self.config);
        if facts.severity.is_none() {
            let levels = &self.config.severity.levels;
            let found = self.at_value(key, &text, "unknown-severity", format!("`{text}` is not a severity"));
            let hint = near(
                &text,
                levels.iter().map(String::as_str).chain(SEVERITY_WORDS.iter().map(|(word, _)| *word)),
            );
            let known = || {
                format!(
                    "Known: `{}`; others can be added to `[severity]` or `[fields.severities]`.",
                    levels.join("`, `")
                )
            };
            self.found.push(found.hint(hint.unwrap_or_else(known)));
        }
        facts.severity_text = Some(text);
    }

    pub(super) fn status(&mut self, facts: &mut PostMortem) {
        facts.resolved = self.fields.first("resolved").and_then(|(_, value)| values::flag(value));
        let draft = self.fields.flag("draft") == Some(true);
        if draft {
            facts.status = self.config.status.values.first().cloned();
        }
        let Some((key, value)) = self.fields.first("status") else { return };
        let Some(text) = values::only(value).filter(|text| !unknown::says_nothing(text)) else { return };
        let text = markup::plain(&text).into_owned();
        match status_name(&text, self.config) {
            Some(name) => facts.status = Some(name),
            // The state of the incident, under the name of that of its post-mortem.
            None if incident_is_over(&text).is_some() => facts.resolved = incident_is_over(&text),
            None => {
                let values = &self.config.status.values;
                let found = self.at_value(key, &text, "unknown-status", format!("`{text}` is not a status"));
                let hint = near(&text, values.iter().map(String::as_str));
                let known = || {
                    format!(
                        "Known: `{}`; others can be added to `[status]` or `[fields.statuses]`.",
                        values.join("`, `")
                    )
                };
                self.found.push(found.hint(hint.unwrap_or_else(known)));
                facts.status = Some(text);
            }
        }
    }

    fn times(&mut self, facts: &mut PostMortem) {
        let times = &mut facts.times;
        times.started = self.moment("started_at");
        times.detected = self.moment("detected_at");
        times.acknowledged = self.moment("acknowledged_at");
        times.mitigated = self.moment("mitigated_at");
        times.resolved = self.moment("resolved_at");
        if times.resolved.is_some() && facts.resolved.is_none() {
            facts.resolved = Some(true);
        }
        // `resolved: 2021-05-01T12:00Z` is a time rather than a state.
        if times.resolved.is_none()
            && let Some((_, value)) = self.fields.first("resolved")
            && let Some(moment) = values::text(value).and_then(|text| time::parse_moment(&text, self.local))
        {
            times.resolved = Some((moment, Origin::FrontMatter));
            facts.resolved = Some(true);
        }
        if let Some((key, text)) =
            self.fields.first("published").and_then(|(key, value)| Some((key, values::text(value)?)))
        {
            facts.published = self.day(&text);
            // `published: true` is a state, of which there are other names.
            if facts.published.is_none() && values::flag(&Value::String(text.clone())).is_none() {
                self.bad_date(key, &text);
            }
        }
        let Some((key, value)) = self.fields.first("date") else { return };
        let (start, end) = span(value);
        let Some(text) = start else { return };
        let around = facts.times.started.map(|(moment, _)| moment.date());
        match time::parse_day(&text, around, self.local) {
            Some((date, doubt)) => {
                (facts.date, facts.date_origin, facts.date_doubt) =
                    (Some(date), Some(Origin::FrontMatter), doubt);
                self.times_of_date(facts, &text, end.as_deref());
            }
            None => self.bad_date(key, &text),
        }
    }

    /// Takes the moments that stand under `date`: a start with its end, and what status pages write, who have a field of its
    /// own only for the end.
    fn times_of_date(&self, facts: &mut PostMortem, start: &str, end: Option<&str>) {
        let times = &mut facts.times;
        let at = |text: &str| {
            let moment = time::parse_moment(text, self.local)?;
            (moment.precision != crate::core::model::Precision::Day).then_some((moment, Origin::Derived))
        };
        if times.resolved.is_none()
            && let Some(resolved) = end.and_then(at)
        {
            times.resolved = Some(resolved);
            facts.resolved.get_or_insert(true);
        }
        if times.started.is_none() && times.resolved.is_some() {
            times.started = at(start);
        }
    }

    fn moment(&mut self, name: &str) -> Option<(Moment, Origin)> {
        let (key, value) = self.fields.first(name)?;
        let text = values::only(value)?;
        if unknown::says_nothing(&text) || values::flag(value).is_some() {
            return None;
        }
        let moment = time::parse_moment(&text, self.local);
        if moment.is_none() {
            self.bad_date(key, &text);
        }
        moment.map(|moment| (moment, Origin::FrontMatter))
    }

    fn day(&self, text: &str) -> Option<Date> {
        time::parse_day(text, None, self.local).map(|(date, _)| date)
    }

    fn bad_date(&mut self, key: &str, text: &str) {
        let found =
            self.at_value(key, text, "bad-date", format!("`{key}: {text}` is not a date that can be read"));
        self.found.push(found.hint("Write `2021-05-30`, or with a time and a zone `2021-05-30T08:13:00Z`."));
    }

    fn at_value(&self, key: &str, value: &str, rule: &'static str, message: String) -> Diagnostic {
        let place: Range<usize> = self.front.place_of_value(&self.source.text, key, value);
        Diagnostic::warning(rule, &self.source.path, message).at(&self.source.text, place)
    }

    /// At a value of an action item, of which there may be thousands.
    fn at_item(
        &self,
        places: &mut Values<'_>,
        value: &str,
        rule: &'static str,
        message: String,
    ) -> Diagnostic {
        let first = value.lines().next().filter(|line| !line.is_empty());
        let place = first.and_then(|line| places.find(line)).unwrap_or_else(|| {
            let start = self.front.range.start;
            start..start
        });
        Diagnostic::warning(rule, &self.source.path, message).at(&self.source.text, place)
    }

    fn action_items(&mut self) -> Vec<ActionItem> {
        let Some((key, value)) = self.fields.first("action_items") else { return Vec::new() };
        let items = match value {
            Value::Array(items) => items.iter().collect(),
            one => vec![one],
        };
        let mut places = Values::behind(&self.source.text, self.front.place_of(&self.source.text, key).end);
        items.into_iter().filter_map(|item| self.action_item(&mut places, item)).collect()
    }

    fn action_item(&mut self, places: &mut Values<'_>, value: &Value) -> Option<ActionItem> {
        let Value::Object(map) = value else {
            return values::text(value).map(|title| ActionItem { title, ..ActionItem::default() });
        };
        let get = |names: &[&str]| pick(map, names);
        let title = get(&["title", "action", "description", "item", "task", "name", "summary"])?;
        let due = self.date_of_action(places, "due", get(&["due", "due_date", "deadline", "eta"]));
        // `done: true` is a state, `done: 2021-05-30` a state and its day.
        let ended = ["done", "completed", "dropped"].iter().find_map(|name| {
            let text = map.get(*name).and_then(values::text)?;
            Some((*name, self.day(&text)?))
        });
        let closed =
            get(&["closed", "closed_at", "closed_on", "done_on", "done_at", "completed_at", "completed_on"]);
        let closed = self.date_of_action(places, "closed", closed).or(ended.map(|(_, date)| date));
        let state_text = get(&["status", "state"]).or_else(|| {
            let done = map.get("done").or_else(|| map.get("completed")).and_then(values::flag);
            let ended = ended.map(|(name, _)| if name == "dropped" { "dropped" } else { "done" });
            done.filter(|done| *done).map(|_| "done").or(ended).map(str::to_owned)
        });
        let state = state_text.as_deref().and_then(action_state::from_words);
        if let Some(text) = state_text.filter(|_| state.is_none()) {
            let found = self.at_item(
                places,
                &text,
                "unknown-action-status",
                format!("`{text}` is not a status of an action item"),
            );
            self.found
                .push(found.hint("Write `open`, `in-progress`, `done` or `dropped`; it counts as open."));
        }
        Some(ActionItem {
            title,
            kind: get(&["type", "kind", "category"]).map(|kind| kind.to_lowercase()),
            priority: get(&["priority"]),
            owner: owners(map),
            due,
            closed,
            state: state.unwrap_or_default(),
            state_stated: state.is_some(),
            url: get(&["url", "link", "ticket", "issue", "tracker"]),
            in_body: false,
        })
    }

    /// Reports dates in the text that there are not, each behind an offset.
    pub fn impossible_dates(&mut self, dates: &[(usize, String)]) {
        let text = &self.source.text;
        for (offset, date) in dates {
            let start = text[*offset..].find(date.as_str()).map_or(*offset, |found| offset + found);
            let message = format!("`{date}` is not a date that exists");
            let found = Diagnostic::warning("bad-date", &self.source.path, message);
            self.found.push(found.at(text, start..start + date.len()).hint("Write it as `2021-05-30`."));
        }
    }

    fn date_of_action(&mut self, places: &mut Values<'_>, name: &str, text: Option<String>) -> Option<Date> {
        let text = text?;
        let date = self.day(&text);
        if date.is_none() {
            let message = format!("`{name}: {text}` is not a date that exists");
            let found = self.at_item(places, &text, "bad-date", message);
            self.found.push(found.hint("Write it as `2021-05-30`."));
        }
        date
    }

    /// Times as written, with what happened.
    pub fn timeline(&self) -> Vec<(String, String)> {
        let Some((_, Value::Array(items))) = self.fields.first("timeline") else { return Vec::new() };
        let line = |item: &Value| match item {
            Value::Object(map) => {
                let label = pick(map, &["at", "time", "when", "timestamp", "date"]).unwrap_or_default();
                (label, pick(map, &["text", "event", "description", "what", "title"]).unwrap_or_default())
            }
            item => {
                let whole = values::text(item).unwrap_or_default();
                let end = time::leading(&whole).map_or(0, |stamp| stamp.end);
                (whole[..end].trim().to_owned(), whole[end..].to_owned())
            }
        };
        items.iter().map(line).filter(|(label, text)| !label.is_empty() || !text.is_empty()).collect()
    }
}

fn known(texts: Vec<String>) -> Vec<String> {
    texts.into_iter().filter(|text| !unknown::says_nothing(text)).collect()
}

/// The start and the end that a value for a day gives: one, the first and the last of a list, or a map of both.
pub fn span(value: &Value) -> (Option<String>, Option<String>) {
    match value {
        Value::Array(items) => {
            let last = items.last().filter(|_| items.len() > 1);
            (items.first().and_then(values::text), last.and_then(values::text))
        }
        Value::Object(map) => (
            pick(map, &["start", "started", "started_at", "from", "begin", "date", "day", "on", "at"]),
            pick(map, &["end", "ended", "ended_at", "to", "until", "stop", "resolved"]),
        ),
        value => (values::text(value), None),
    }
}

/// Who is to do something: one, or several of a list.
fn owners(map: &Map<String, Value>) -> Option<String> {
    let value = ["owner", "owners", "assignee", "assignees", "team", "responsible"]
        .iter()
        .find_map(|name| map.get(*name).filter(|value| !values::is_empty(value)))?;
    match value {
        Value::Array(_) | Value::Object(_) => {
            Some(values::names(value).join(", ")).filter(|text| !text.is_empty())
        }
        value => values::text(value),
    }
}

fn pick(map: &Map<String, Value>, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| map.get(*name)).and_then(values::text)
}
