//! Takes fields out of documents.
//!
//! Everything that a document holds is named here, and every field that settings take: what is added later does not compile
//! until somebody has decided whether it is withheld.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::core::config::Config;
use crate::core::model::{
    ActionItem, Description, Document, IncidentKind, Origin, PageInfo, PostMortem, Record, Role,
    TimelineEntry, Times,
};
use crate::read::parse::{ActionPart, FIELDS, Field, ROLES, Withheld, normalised_key};

/// What `[public] fields` withholds.
#[derive(Debug, Default)]
pub struct Rules {
    pub withheld: Withheld,
    /// Parts of the impact, as keys are compared.
    impact: Vec<String>,
    /// Single roles, as keys are compared.
    roles: Vec<String>,
}

/// What one entry of `[public] fields` means.
enum Meant {
    Whole(Field),
    OfActions(ActionPart),
    OfImpact(String),
    OfRoles(String),
}

impl Rules {
    pub fn new(config: &Config) -> Self {
        let mut rules = Self::default();
        let (mut fields, mut of_actions) = (Vec::new(), BTreeSet::new());
        for meant in config.public.fields.iter().filter_map(|written| read(written, config).ok()) {
            match meant {
                Meant::Whole(field) => fields.push(field),
                Meant::OfActions(part) => _ = of_actions.insert(part),
                Meant::OfImpact(part) => rules.impact.push(part),
                Meant::OfRoles(part) => {
                    let known = ROLES.iter().find(|(key, name)| *key == part || *name == part);
                    fields.extend(known.map(|(_, name)| Field::Role(name)));
                    rules.roles.push(part);
                }
            }
        }
        rules.withheld = Withheld::new(&fields, of_actions);
        rules
    }
}

/// Those of `[public] fields` that are none, or can't be left out, each with what to write instead.
pub fn unknown(config: &Config) -> Vec<(&str, String)> {
    let fields = config.public.fields.iter();
    fields.filter_map(|written| Some((written.as_str(), read(written, config).err()?))).collect()
}

/// What an entry means, or what to write instead.
fn read(written: &str, config: &Config) -> Result<Meant, String> {
    let (name, part) = written.split_once('.').map_or((written, None), |(name, part)| (name, Some(part)));
    let Some(field) = Field::of_key(name, config) else {
        let known = FIELDS.iter().map(|(name, _)| *name).chain(ROLES.iter().map(|(name, _)| *name));
        let near = crate::core::diagnostic::did_you_mean(&normalised_key(name), known);
        let keys = "Keys that Lookback does not know are left out anyway.";
        return Err(near.map_or(keys.to_owned(), |near| format!("Did you mean `{near}`? {keys}")));
    };
    if matches!(field, Field::Id | Field::Title | Field::Visibility) {
        return Err(format!(
            "`{name}` is needed: leave the whole post-mortem out with `visibility: internal`."
        ));
    }
    let Some(part) = part.map(normalised_key) else { return Ok(Meant::Whole(field)) };
    match field {
        Field::ActionItems => {
            let known = ActionPart::ALL.into_iter().find(|one| one.name() == part);
            let names = || ActionPart::ALL.map(ActionPart::name).join("`, `");
            known.map(Meant::OfActions).ok_or_else(|| format!("An action item has `{}`.", names()))
        }
        Field::Impact => Ok(Meant::OfImpact(part)),
        Field::Roles => Ok(Meant::OfRoles(part)),
        _ => Err("Only of `action_items`, `impact`, `roles` a part can be named.".to_owned()),
    }
}

/// Takes what is withheld out of a document, and what no field is known for.
pub fn forget_all(document: &mut Document, rules: &Rules) {
    let Document { source: _, title: _, title_origin: _, body, record, redirects, facts } = document;
    *facts = None;
    if rules.withheld.has(Field::Aliases) {
        redirects.clear();
    }
    if rules.withheld.has(Field::Language) {
        body.language = None;
    }
    match record {
        Record::PostMortem(facts) => forget(facts, rules),
        Record::Description(description) => forget_of_description(description, rules),
        Record::Page(PageInfo { summary, weight, visibility: _ }) => {
            if rules.withheld.has(Field::Summary) {
                *summary = None;
            }
            if rules.withheld.has(Field::Weight) {
                *weight = None;
            }
        }
    }
}

fn forget(facts: &mut PostMortem, rules: &Rules) {
    facts.extra.clear();
    for field in rules.withheld.fields() {
        forget_field(facts, field);
    }
    let PostMortem { impact, roles, action_items, timeline, .. } = facts;
    if let Some(Value::Object(impact)) = impact {
        impact.retain(|key, _| !rules.impact.contains(&normalised_key(key)));
    }
    roles.retain(|role| !rules.roles.contains(&normalised_key(&role.role)));
    action_items.iter_mut().for_each(|item| forget_of_action(item, rules));
    let is_withheld =
        |entry: &TimelineEntry| entry.phase.is_some_and(|phase| rules.withheld.has_phase(phase));
    if timeline.iter().any(is_withheld) {
        timeline.retain(|entry| !is_withheld(entry));
    }
}

/// Takes one field out of the facts, with what follows from it. What is in the text went before.
fn forget_field(facts: &mut PostMortem, field: Field) {
    let PostMortem {
        id: _,
        id_stated: _,
        date,
        date_origin,
        date_doubt,
        published,
        status,
        status_stated: _,
        severity,
        severity_text,
        summary,
        summary_section,
        services,
        root_cause_services,
        causes,
        cause_unknown,
        categories,
        triggers,
        contributing_factors,
        teams,
        tags,
        times,
        resolved,
        detection,
        impact,
        roles,
        action_items,
        timeline,
        related,
        recurrence_of,
        not_recurrence_of,
        links,
        kind,
        kind_origin,
        visibility: _,
        extra: _,
    } = facts;
    match field {
        Field::Date => {
            (*date, *date_origin, *date_doubt) = (None, None, None);
            // A moment tells the day.
            for TimelineEntry { at, label: _, text: _, phase: _, in_body: _ } in timeline.iter_mut() {
                *at = None;
            }
        }
        Field::Published => *published = None,
        Field::Status => *status = None,
        Field::Severity => (*severity, *severity_text) = (None, None),
        Field::Summary => (*summary, *summary_section) = (None, None),
        Field::Services => services.clear(),
        Field::RootCauseServices => root_cause_services.clear(),
        Field::Causes => {
            causes.clear();
            categories.clear();
            *cause_unknown = false;
        }
        Field::Triggers => triggers.clear(),
        Field::ContributingFactors => contributing_factors.clear(),
        Field::Teams => teams.clear(),
        Field::Tags => tags.clear(),
        Field::StartedAt
        | Field::DetectedAt
        | Field::AcknowledgedAt
        | Field::MitigatedAt
        | Field::ResolvedAt => forget_moment(times, field),
        Field::Resolved => *resolved = None,
        Field::Detection => *detection = None,
        Field::Impact => *impact = None,
        Field::Roles => roles.clear(),
        Field::Role(name) => roles.retain(|Role { role, names: _ }| role != name),
        Field::Owner => roles.retain(|role| role.role != "owner"),
        Field::ActionItems => action_items.clear(),
        Field::Timeline => {
            timeline.retain(|_| false);
            forget_derived(times);
            if *date_origin == Some(Origin::Timeline) {
                (*date, *date_origin, *date_doubt) = (None, None, None);
            }
        }
        Field::Related => related.clear(),
        Field::RecurrenceOf => recurrence_of.clear(),
        Field::NotRecurrenceOf => not_recurrence_of.clear(),
        Field::Links => links.clear(),
        Field::Kind => (*kind, *kind_origin) = (IncidentKind::Incident, None),
        Field::NearMiss if *kind == IncidentKind::NearMiss => {
            (*kind, *kind_origin) = (IncidentKind::Incident, None);
        }
        // They have no facts of their own, or are those of other documents; without the first three there is no page.
        Field::NearMiss
        | Field::Id
        | Field::Title
        | Field::Visibility
        | Field::Aliases
        | Field::Language
        | Field::Draft
        | Field::Tier
        | Field::Parent
        | Field::Weight => {}
    }
}

/// A moment, and the durations from which it could be reckoned.
fn forget_moment(times: &mut Times, field: Field) {
    let Times {
        started,
        detected,
        acknowledged,
        mitigated,
        resolved,
        stated_detect,
        stated_mitigate,
        stated_resolve,
    } = times;
    match field {
        Field::StartedAt => {
            (*started, *stated_detect, *stated_mitigate, *stated_resolve) = (None, None, None, None);
        }
        Field::DetectedAt => (*detected, *stated_detect) = (None, None),
        Field::AcknowledgedAt => *acknowledged = None,
        Field::MitigatedAt => (*mitigated, *stated_mitigate) = (None, None),
        Field::ResolvedAt => (*resolved, *stated_resolve) = (None, None),
        _ => {}
    }
}

/// Moments that are known from the timeline alone.
fn forget_derived(times: &mut Times) {
    let Times {
        started,
        detected,
        acknowledged,
        mitigated,
        resolved,
        stated_detect: _,
        stated_mitigate: _,
        stated_resolve: _,
    } = times;
    for moment in [started, detected, acknowledged, mitigated, resolved] {
        *moment = moment.filter(|(_, origin)| !matches!(origin, Origin::Timeline | Origin::Words));
    }
}

fn forget_of_action(item: &mut ActionItem, rules: &Rules) {
    let ActionItem {
        title: _,
        kind,
        priority,
        owner,
        due,
        closed,
        state: _,
        state_stated: _,
        url,
        in_body: _,
    } = item;
    for part in &rules.withheld.of_actions {
        match part {
            ActionPart::Owner => *owner = None,
            ActionPart::Due => *due = None,
            ActionPart::Closed => *closed = None,
            ActionPart::Priority => *priority = None,
            ActionPart::Kind => *kind = None,
            ActionPart::Url => *url = None,
        }
    }
}

fn forget_of_description(description: &mut Description, rules: &Rules) {
    let Description { aliases, summary, owner, tier, parent, links, visibility: _, extra } = description;
    let has = |field| rules.withheld.has(field);
    extra.clear();
    if has(Field::Aliases) {
        aliases.clear();
    }
    if has(Field::Summary) {
        *summary = None;
    }
    if has(Field::Owner) || has(Field::Teams) {
        *owner = None;
    }
    if has(Field::Tier) {
        *tier = None;
    }
    if has(Field::Parent) {
        *parent = None;
    }
    if has(Field::Links) {
        links.clear();
    }
}
