//! Takes links that lead nowhere in the public edition out of texts.

use serde_json::Value;

use super::cut::without;
use crate::core::address::is_external;
use crate::core::edit::Edit;
use crate::core::model::{
    ActionItem, BodyLink, BodyLinkKind, Description, Dialect, Document, Link, PageInfo, PostMortem, Record,
    TimelineEntry,
};
use crate::read::markdown::blocks::outline;
use crate::read::markdown::rewrite::Change;
use crate::read::markdown::{definitions, rewrite};

/// Takes the links that are gone out of a text, and all definitions: each link that stays gets its address in place.
pub fn rewrite(document: &Document, is_gone: impl Fn(usize) -> bool) -> Vec<Edit> {
    let (text, body) = (document.source.text.as_str(), &document.body);
    let defined = definitions(text, body.start);
    if !(0..body.links.len()).any(&is_gone) && defined.is_empty() {
        return Vec::new();
    }
    let mut edits = rewrite::links(text, body.start, body.dialect, |number| match is_gone(number) {
        true => Change::Unlink,
        false => body.links.get(number).map_or(Change::Keep, |link| kept(text, link)),
    });
    let names_it = |number: &usize| {
        is_gone(*number) && says_its_address(&body.links[*number].text, &body.links[*number].href)
    };
    let named = (0..body.markdown_links.min(body.links.len())).filter(names_it);
    edits.extend(named.map(|number| Edit { range: body.links[number].range.clone(), text: "–".into() }));
    edits.extend(defined.into_iter().map(|(range, _)| Edit { range, text: String::new() }));
    for (number, link) in body.links.iter().enumerate().skip(body.markdown_links) {
        let Some(tag) = text.get(link.range.clone()).filter(|_| is_gone(number)) else { continue };
        if let Some(at) = tag.rfind(&link.href) {
            let start = link.range.start + at;
            edits.push(Edit { range: start..start + link.href.len(), text: "#".into() });
        }
    }
    edits
}

/// Whether the words of a link are the name of what it leads to, which is nobody's word.
fn says_its_address(text: &str, href: &str) -> bool {
    let name = |text: &str| {
        let last = text.trim().rsplit('/').next().unwrap_or_default().to_lowercase();
        last.split(['.', '#']).next().unwrap_or_default().to_owned()
    };
    !text.is_empty() && name(text) == name(href)
}

fn kept(text: &str, link: &BodyLink) -> Change {
    let written = &text[link.range.clone()];
    let has_address = written.ends_with([')', '>']);
    match link.kind {
        BodyLinkKind::Wiki => Change::Keep,
        _ if has_address && is_external(&link.href) => Change::Keep,
        BodyLinkKind::Link | BodyLinkKind::Image => Change::To(link.href.clone()),
    }
}

/// Whether the links that are `left` are those that were to stay, so that what links were made of has become no other link.
pub fn is_settled(before: &Document, left: &Document, is_gone: impl Fn(usize) -> bool) -> bool {
    let stay = |(number, _): &(usize, &BodyLink)| *number >= before.body.markdown_links || !is_gone(*number);
    let expected = before
        .body
        .links
        .iter()
        .enumerate()
        .filter(stay)
        .map(|(number, link)| if is_gone(number) { "#" } else { link.href.as_str() });
    expected.eq(left.body.links.iter().map(|link| link.href.as_str()))
        && definitions(&left.source.text, left.body.start).is_empty()
}

/// Takes links to places inside out of all that front matter tells in sentences, as pages do.
pub fn unlink_facts(document: &mut Document) {
    let dialect = document.body.dialect;
    let plain = |text: &mut String| unlink(text, dialect);
    let titles =
        |links: &mut Vec<Link>| links.iter_mut().filter_map(|link| link.title.as_mut()).for_each(plain);
    match &mut document.record {
        Record::PostMortem(facts) => unlink_post_mortem(facts, dialect),
        Record::Description(description) => {
            let Description { summary, owner, tier, links, aliases: _, parent: _, visibility: _, extra: _ } =
                &mut **description;
            [summary, owner, tier].into_iter().flatten().for_each(plain);
            titles(links);
        }
        Record::Page(PageInfo { summary, weight: _, visibility: _ }) => summary.iter_mut().for_each(plain),
    }
}

fn unlink_post_mortem(facts: &mut PostMortem, dialect: Dialect) {
    let PostMortem {
        summary,
        triggers,
        contributing_factors,
        detection,
        impact,
        roles,
        action_items,
        timeline,
        links,
        status,
        severity_text,
        // Names, which are looked up, and what is no text.
        id: _,
        id_stated: _,
        date: _,
        date_origin: _,
        date_doubt: _,
        published: _,
        status_stated: _,
        severity: _,
        summary_section: _,
        services: _,
        root_cause_services: _,
        causes: _,
        cause_unknown: _,
        categories: _,
        teams: _,
        tags: _,
        times: _,
        resolved: _,
        related: _,
        recurrence_of: _,
        not_recurrence_of: _,
        kind: _,
        kind_origin: _,
        visibility: _,
        extra: _,
    } = facts;
    let plain = |text: &mut String| unlink(text, dialect);
    [summary, detection, status, severity_text].into_iter().flatten().for_each(plain);
    triggers.iter_mut().chain(contributing_factors).for_each(plain);
    roles.iter_mut().flat_map(|role| &mut role.names).for_each(plain);
    links.iter_mut().filter_map(|link| link.title.as_mut()).for_each(plain);
    impact.iter_mut().for_each(|value| unlink_value(value, dialect));
    for ActionItem {
        title,
        kind,
        priority,
        owner,
        url,
        due: _,
        closed: _,
        state: _,
        state_stated: _,
        in_body: _,
    } in action_items
    {
        plain(title);
        [kind, priority, owner].into_iter().flatten().for_each(plain);
        // A path leads to what need not be public.
        *url = url.take().filter(|url| is_external(url));
    }
    let has_link = |entry: &TimelineEntry| !entry.in_body && may_link(&entry.text);
    if timeline.iter().any(has_link) {
        timeline.iter_mut().for_each(|entry| plain(&mut entry.text));
    }
}

fn unlink_value(value: &mut Value, dialect: Dialect) {
    match value {
        Value::String(text) => unlink(text, dialect),
        Value::Array(items) => items.iter_mut().for_each(|item| unlink_value(item, dialect)),
        Value::Object(map) => map.values_mut().for_each(|item| unlink_value(item, dialect)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn may_link(text: &str) -> bool {
    text.contains('[') && text.contains(']')
}

/// Takes the links out of a text that don't lead to other sites.
fn unlink(text: &mut String, dialect: Dialect) {
    // What is left of a link can be another.
    while may_link(text) {
        let found = outline(text, 0, dialect).links;
        let stays = |number: usize| found.get(number).is_some_and(|link| is_external(&link.href));
        let change = |number: usize| if stays(number) { Change::Keep } else { Change::Unlink };
        let mut edits = rewrite::links(text, 0, dialect, change);
        let gone = found.iter().enumerate().filter(|(number, _)| !stays(*number));
        let named = gone.filter(|(_, link)| says_its_address(&link.text, &link.href));
        edits.extend(named.map(|(_, link)| Edit { range: link.range.clone(), text: "–".into() }));
        edits.retain(|edit| !edit.range.is_empty());
        if edits.is_empty() {
            return;
        }
        (*text, _) = without(text, edits);
    }
}
