//! From front matter to the facts of a post-mortem.

use std::ops::Range;

use serde_json::{Map, Value};

use super::front_matter::{FrontMatter, near};
use super::keys::{self, IGNORED, LINKS, ROLES};
use super::zone::Zone;
use super::{action_state, time, values};
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::model::{ActionItem, Field, Link, Moment, Origin, PostMortem, Role, SourceFile, Visibility};

/// Fields of front matter under their canonical names, and what belongs to no field.
#[derive(Debug, Default)]
pub struct Fields {
    known: Vec<(&'static str, String, Value)>,
    others: Vec<(String, Value)>,
}

impl Fields {
    /// Sorts the keys of front matter into known and unknown ones. A canonical name wins over its aliases.
    #[must_use]
    pub fn new(front: &mut FrontMatter, config: &Config) -> Self {
        let mut fields = Self::default();
        for (key, value) in std::mem::take(&mut front.fields) {
            match keys::canonical(&key, config) {
                Some(name) => fields.known.push((name, key, value)),
                None => fields.others.push((key, value)),
            }
        }
        fields.known.sort_by_key(|(name, key, _)| keys::normalise(key) != *name);
        fields
    }

    /// The values given for a field, under whatever name; the canonical one first.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = (&'a str, &'a Value)> + 'a {
        self.known
            .iter()
            .filter(move |(known, _, value)| *known == name && !values::is_empty(value))
            .map(|(_, key, value)| (key.as_str(), value))
    }

    pub fn first<'a>(&'a self, name: &'a str) -> Option<(&'a str, &'a Value)> {
        self.all(name).next()
    }

    #[must_use]
    pub fn text(&self, name: &str) -> Option<String> {
        self.first(name).and_then(|(_, value)| values::text(value))
    }

    #[must_use]
    pub fn names(&self, name: &str) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for (_, value) in self.all(name) {
            for one in values::names(value) {
                if !names.iter().any(|known| known.eq_ignore_ascii_case(&one)) {
                    names.push(one);
                }
            }
        }
        names
    }

    #[must_use]
    pub fn texts(&self, name: &str) -> Vec<String> {
        self.all(name).flat_map(|(_, value)| values::texts(value)).collect()
    }

    #[must_use]
    pub fn flag(&self, name: &str) -> Option<bool> {
        self.first(name).and_then(|(_, value)| values::flag(value))
    }

    #[must_use]
    pub fn links(&self) -> Vec<Link> {
        let mut links: Vec<Link> = self.all("links").flat_map(|(_, value)| links_of(value)).collect();
        for (key, value) in &self.others {
            if LINKS.contains(&keys::normalise(key).as_str())
                && let Some(url) = values::text(value)
            {
                let title = Some(key.replace(['_', '-'], " ")).filter(|title| title != "url");
                links.push(Link { title, url });
            }
        }
        links
    }

    /// Keys that the model does not know and that say something.
    #[must_use]
    pub fn extra(&self) -> Vec<Field> {
        let mut extra = self.surplus();
        extra.extend(self.unknown());
        extra
    }

    /// Values of fields that hold one, beyond the first: two names were used for the same.
    fn surplus(&self) -> Vec<Field> {
        let mut seen = std::collections::HashSet::new();
        let filled = self.known.iter().filter(|(_, _, value)| !values::is_empty(value));
        filled
            .filter(|(name, ..)| !seen.insert(*name) && !keys::LISTS.contains(name))
            .map(|(_, key, value)| Field { key: key.clone(), value: value.clone() })
            .collect()
    }

    fn unknown(&self) -> Vec<Field> {
        self.others
            .iter()
            .filter(|(key, value)| {
                let key = keys::normalise(key);
                !values::is_empty(value)
                    && !LINKS.contains(&key.as_str())
                    && !IGNORED.contains(&key.as_str())
                    && !ROLES.iter().any(|(role, _)| *role == key)
            })
            .map(|(key, value)| Field { key: key.clone(), value: value.clone() })
            .collect()
    }

    #[must_use]
    pub fn roles(&self) -> Vec<Role> {
        let mut roles = Vec::new();
        let mut add = |role: &str, value: &Value| {
            let names = values::names(value);
            if !names.is_empty() {
                roles.push(Role { role: role.to_owned(), names });
            }
        };
        if let Some((_, Value::Object(map))) = self.first("roles") {
            map.iter().for_each(|(role, value)| add(role, value));
        }
        if let Some((_, owner)) = self.first("owner") {
            add("owner", owner);
        }
        for (key, value) in &self.others {
            if let Some((_, role)) = ROLES.iter().find(|(alias, _)| *alias == keys::normalise(key)) {
                add(role, value);
            }
        }
        roles
    }
}

fn links_of(value: &Value) -> Vec<Link> {
    match value {
        Value::Array(items) => items.iter().flat_map(links_of).collect(),
        Value::Object(map) => {
            let get = |names: &[&str]| names.iter().find_map(|name| map.get(*name)).and_then(values::text);
            match get(&["url", "href", "link"]) {
                Some(url) => vec![Link { title: get(&["title", "name", "text"]), url }],
                // `report: https://…`
                None => map
                    .iter()
                    .filter_map(|(title, url)| {
                        Some(Link { title: Some(title.clone()), url: values::text(url)? })
                    })
                    .collect(),
            }
        }
        value => values::text(value).map(|url| Link { title: None, url }).into_iter().collect(),
    }
}

/// Fills the facts that front matter gives.
pub struct Reader<'a> {
    pub source: &'a SourceFile,
    pub front: &'a FrontMatter,
    pub fields: &'a Fields,
    pub config: &'a Config,
    pub zone: &'a Zone,
    pub found: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    pub fn post_mortem(&mut self) -> PostMortem {
        let fields = self.fields;
        let mut facts = PostMortem {
            summary: fields.text("summary"),
            services: fields.names("services"),
            root_cause_services: fields.names("root_cause_services"),
            triggers: fields.names("triggers"),
            contributing_factors: fields.texts("contributing_factors"),
            teams: fields.names("teams"),
            tags: fields.names("tags"),
            detection: fields.text("detection"),
            impact: fields.first("impact").map(|(_, value)| value.clone()),
            roles: fields.roles(),
            related: fields.texts("related"),
            recurrence_of: fields.texts("recurrence_of"),
            links: fields.links(),
            near_miss: fields.flag("near_miss").unwrap_or(false),
            visibility: self.visibility(),
            extra: fields.extra(),
            ..PostMortem::default()
        };
        if let Some(id) = fields.text("id") {
            (facts.id, facts.id_stated) = (id, true);
        }
        self.causes(&mut facts);
        self.severity(&mut facts);
        self.status(&mut facts);
        self.times(&mut facts);
        facts.action_items = self.action_items();
        facts
    }

    /// A cause is a name. A whole sentence under `root_cause` is an explanation, and is kept as an unknown field is.
    fn causes(&self, facts: &mut PostMortem) {
        for (key, value) in self.fields.all("causes") {
            match value {
                Value::String(text) if text.split_whitespace().count() > 7 => {
                    facts.extra.push(Field { key: key.to_owned(), value: value.clone() });
                }
                value => {
                    for name in values::names(value) {
                        if !facts.causes.iter().any(|known| known.eq_ignore_ascii_case(&name)) {
                            facts.causes.push(name);
                        }
                    }
                }
            }
        }
    }

    fn visibility(&mut self) -> Visibility {
        match self.fields.text("visibility").as_deref() {
            Some("public") => Visibility::Public,
            None | Some("internal") => Visibility::Internal,
            Some(other) => {
                let found = self.at_value(
                    "visibility",
                    other,
                    "unknown-visibility",
                    format!("`{other}` is not a visibility"),
                );
                self.found.push(found.hint("Write `internal` or `public`; it counts as `internal`."));
                Visibility::Internal
            }
        }
    }

    fn severity(&mut self, facts: &mut PostMortem) {
        let Some((key, value)) = self.fields.first("severity") else { return };
        let Some(text) = values::text(value) else { return };
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

    fn status(&mut self, facts: &mut PostMortem) {
        facts.resolved = self.fields.first("resolved").and_then(|(_, value)| values::flag(value));
        let draft = self.fields.flag("draft") == Some(true);
        if draft {
            facts.status = self.config.status.values.first().cloned();
        }
        let Some((key, value)) = self.fields.first("status") else { return };
        let Some(text) = values::text(value) else { return };
        match status_name(&text, self.config) {
            Some(name) => facts.status = Some(name),
            // The state of the incident, under the name of that of its post-mortem.
            None if matches!(text.to_lowercase().as_str(), "resolved" | "mitigated" | "fixed") => {
                facts.resolved = Some(true)
            }
            None if matches!(
                text.to_lowercase().as_str(),
                "ongoing" | "active" | "investigating" | "open"
            ) =>
            {
                facts.resolved = Some(false);
            }
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
            && let Some(moment) = values::text(value).and_then(|text| time::parse_moment(&text, self.zone))
        {
            times.resolved = Some((moment, Origin::FrontMatter));
            facts.resolved = Some(true);
        }
        let Some((key, value)) = self.fields.first("date") else { return };
        let Some(text) = values::text(value) else { return };
        match time::parse_date(&text) {
            Some(date) => {
                (facts.date, facts.date_origin) = (Some(date), Some(Origin::FrontMatter));
                // Status pages write the start as `date` and have a field of its own only for the end.
                if times.started.is_none() && times.resolved.is_some() {
                    times.started = time::parse_moment(&text, self.zone)
                        .filter(|moment| moment.precision != crate::model::Precision::Day)
                        .map(|moment| (moment, Origin::Derived));
                }
            }
            None => self.bad_date(key, &text),
        }
    }

    fn moment(&mut self, name: &str) -> Option<(Moment, Origin)> {
        let (key, value) = self.fields.first(name)?;
        let text = values::text(value)?;
        if matches!(
            text.to_lowercase().as_str(),
            "n/a" | "unknown" | "none" | "tbd" | "?" | "-" | "true" | "false"
        ) {
            return None;
        }
        let moment = time::parse_moment(&text, self.zone);
        if moment.is_none() {
            self.bad_date(key, &text);
        }
        moment.map(|moment| (moment, Origin::FrontMatter))
    }

    fn bad_date(&mut self, key: &str, text: &str) {
        let found =
            self.at_value(key, text, "bad-date", format!("`{key}: {text}` is not a date that exists"));
        self.found.push(found.hint("Write `2021-05-30`, or with a time and a zone `2021-05-30T08:13:00Z`."));
    }

    fn at_value(&self, key: &str, value: &str, rule: &'static str, message: String) -> Diagnostic {
        let place: Range<usize> = self.front.place_of_value(&self.source.text, key, value);
        Diagnostic::warning(rule, &self.source.path, message).at(&self.source.text, place)
    }

    fn action_items(&mut self) -> Vec<ActionItem> {
        let Some((key, value)) = self.fields.first("action_items") else { return Vec::new() };
        let items = match value {
            Value::Array(items) => items.iter().collect(),
            one => vec![one],
        };
        items.into_iter().filter_map(|item| self.action_item(key, item)).collect()
    }

    fn action_item(&mut self, key: &str, value: &Value) -> Option<ActionItem> {
        let Value::Object(map) = value else {
            return values::text(value).map(|title| ActionItem { title, ..ActionItem::default() });
        };
        let get = |names: &[&str]| pick(map, names);
        let title = get(&["title", "action", "description", "item", "task", "name", "summary"])?;
        let due_text = get(&["due", "due_date", "deadline", "eta"]);
        let due = due_text.as_deref().and_then(time::parse_date);
        if let Some(text) = due_text.filter(|_| due.is_none()) {
            let found =
                self.at_value(key, &text, "bad-date", format!("`due: {text}` is not a date that exists"));
            self.found.push(found.hint("Write it as `2021-05-30`."));
        }
        let state_text = get(&["status", "state"]).or_else(|| {
            let done = map.get("done").or_else(|| map.get("completed")).and_then(values::flag);
            done.filter(|done| *done).map(|_| "done".to_owned())
        });
        let state = state_text.as_deref().and_then(action_state::from_words);
        if let Some(text) = state_text.filter(|_| state.is_none()) {
            let found = self.at_value(
                key,
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
            owner: get(&["owner", "assignee", "team", "responsible"]),
            due,
            state: state.unwrap_or_default(),
            state_stated: state.is_some(),
            url: get(&["url", "link", "ticket", "issue", "tracker"]),
            in_body: false,
        })
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

fn pick(map: &Map<String, Value>, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| map.get(*name)).and_then(values::text)
}

/// Words for severities outside of this scheme, with the level (from 1, the worst) that they stand for.
pub const SEVERITY_WORDS: &[(&str, usize)] = &[
    ("critical", 1),
    ("blocker", 1),
    ("down", 1),
    ("outage", 1),
    ("emergency", 1),
    ("high", 2),
    ("major", 2),
    ("disrupted", 2),
    ("medium", 3),
    ("moderate", 3),
    ("minor", 3),
    ("low", 4),
    ("notice", 4),
    ("trivial", 5),
    ("informational", 5),
];

/// Position in `[severity] levels` of a severity in any spelling: `SEV-1`, `sev 1`, `S1`, `P1`, `1`, `critical`.
#[must_use]
pub fn severity_position(text: &str, config: &Config) -> Option<usize> {
    let squeeze = |text: &str| text.to_lowercase().replace([' ', '-', '_', '.'], "");
    let levels = &config.severity.levels;
    let position = |name: &str| levels.iter().position(|level| squeeze(level) == squeeze(name));
    let plain = squeeze(text);
    let configured = config.fields.severities.iter().find(|(alias, _)| squeeze(alias) == plain);
    if let Some((_, name)) = configured {
        return position(name);
    }
    if let Some(position) = position(text) {
        return Some(position);
    }
    if let Some((_, level)) = SEVERITY_WORDS.iter().find(|(word, _)| *word == plain) {
        return Some((level - 1).min(levels.len() - 1));
    }
    let digits =
        plain.trim_start_matches("severity").trim_start_matches("sev").trim_start_matches(['s', 'p']);
    let number: usize = digits.parse().ok()?;
    // Sev 0 is the worst there is; this scheme begins with 1 unless it has a level 0 of its own.
    let first = usize::from(!levels[0].ends_with('0'));
    let position = number.max(first) - first;
    (position < levels.len()).then_some(position)
}

/// The configured name of a status in any spelling.
#[must_use]
pub fn status_name(text: &str, config: &Config) -> Option<String> {
    let squeeze = |text: &str| text.trim().to_lowercase().replace([' ', '-', '_'], "");
    let plain = squeeze(text);
    let values = &config.status.values;
    let configured = config
        .fields
        .statuses
        .iter()
        .find(|(alias, _)| squeeze(alias) == plain)
        .map(|(_, name)| squeeze(name));
    let plain = configured.unwrap_or(plain);
    if let Some(name) = values.iter().find(|name| squeeze(name) == plain) {
        return Some(name.clone());
    }
    // Other words for the stages that come by default, where the knowledge base has kept those.
    let usual = match plain.as_str() {
        "wip" | "preliminary" | "inprogress" | "todo" | "writing" => "draft",
        "review" | "reviewing" | "underreview" | "factual" | "proposed" => "inreview",
        "reviewed" | "published" | "closed" | "complete" | "completed" | "done" | "approved" | "accepted" => {
            "final"
        }
        _ => return None,
    };
    values.iter().find(|name| squeeze(name) == usual).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn severities_in_any_spelling() {
        let config = Config::default();
        for (text, position) in [
            ("SEV1", Some(0)),
            ("sev-2", Some(1)),
            ("Sev 0", Some(0)),
            ("P3", Some(2)),
            ("4", Some(3)),
            ("critical", Some(0)),
            ("disrupted", Some(1)),
            ("dissrupted", None),
            ("sev9", None),
        ] {
            assert_eq!(severity_position(text, &config), position, "{text}");
        }
    }

    #[test]
    fn statuses_in_other_words() {
        let config = Config::default();
        assert_eq!(status_name("In Review", &config).as_deref(), Some("in-review"));
        assert_eq!(status_name("published", &config).as_deref(), Some("final"));
        assert_eq!(status_name("purple", &config), None);
    }
}
