//! Which documents are public, and what in them leads to others.

use std::collections::HashSet;

use rayon::prelude::*;

use super::{fields, owners};
use crate::diagnostic::Diagnostic;
use crate::edit::{Edit, apply};
use crate::link::address::slug;
use crate::link::{Catalog, DocumentId, Reference, Site, Target, link};
use crate::markdown::rewrite::{self, Change};
use crate::model::{Document, Link, Record, Visibility};
use crate::parse::Parser;

/// The public ones of `documents`, with nothing in them that leads to the others, and what was found in parsing these.
///
/// A post-mortem or a free page is public if it says so; the description of a service, cause or team if it says so, or if a
/// public post-mortem names what it describes and it does not say that it is internal.
pub fn keep(
    mut documents: Vec<Document>,
    others: &[String],
    parser: &Parser<'_>,
    found: &mut Vec<Diagnostic>,
) -> Vec<Document> {
    let config = parser.config();
    let mut gone: HashSet<String> = documents.iter().map(|document| document.source.path.clone()).collect();
    documents.retain(may_be_public);
    let hides_owners = fields::hides_owners(config);
    let mut documents: Vec<Document> = documents
        .into_par_iter()
        .map(|document| if hides_owners { owners::hide(document, parser) } else { document })
        .collect();
    documents.par_iter_mut().for_each(|document| fields::forget_all(document, config));
    // Joined once to learn what is named and what leads nowhere; what is odd about that is told the second time.
    let (mut site, _) = link(config.clone(), documents, others);
    let is_kept = kept(&site);
    let mut documents = std::mem::take(&mut site.documents);
    let names = described(&documents, &is_kept);
    documents.par_iter_mut().enumerate().for_each(|(id, document)| {
        if is_kept[id] {
            part(document, id, &site, &is_kept, parser);
            if let Record::Description(description) = &mut document.record {
                description.parent = description.parent.take().filter(|parent| names.contains(&slug(parent)));
            }
        }
    });
    let mut number = 0..;
    documents.retain(|_| number.next().is_some_and(|id: usize| is_kept[id]));
    for document in &documents {
        gone.remove(&document.source.path);
    }
    // Of a file that is not here nobody need know what is odd about it.
    found.retain(|one| !gone.contains(&one.path));
    documents
}

/// Whether a document is in a public edition, as far as it says itself.
#[must_use]
pub fn may_be_public(document: &Document) -> bool {
    match &document.record {
        Record::PostMortem(facts) => facts.visibility == Visibility::Public,
        Record::Page(page) => page.visibility == Some(Visibility::Public),
        Record::Description(description) => description.visibility != Some(Visibility::Internal),
    }
}

/// For each document, whether it stays.
fn kept(site: &Site) -> Vec<bool> {
    let states = |document: &Document| {
        document.description().is_none_or(|one| one.visibility == Some(Visibility::Public))
    };
    let mut kept: Vec<bool> = site.documents.iter().map(states).collect();
    let named = |catalog: &Catalog| -> Vec<DocumentId> {
        let entries = catalog.entries.iter().filter(|entry| !entry.incidents.is_empty());
        entries.filter_map(|entry| entry.description).collect()
    };
    for id in [&site.services, &site.causes, &site.teams].into_iter().flat_map(named) {
        kept[id] = true;
    }
    kept
}

/// Slugs of all names by which kept descriptions go.
fn described(documents: &[Document], is_kept: &[bool]) -> HashSet<String> {
    let kept = documents.iter().zip(is_kept).filter(|(_, kept)| **kept);
    kept.filter_map(|(document, _)| Some((document, document.description()?)))
        .flat_map(|(document, one)| one.aliases.iter().chain([&document.title]).map(|name| slug(name)))
        .collect()
}

/// Parts a document from those that are not kept: links become text, and names of them go.
fn part(document: &mut Document, id: DocumentId, site: &Site, is_kept: &[bool], parser: &Parser<'_>) {
    let is_gone = |target: &Target| match target {
        Target::Broken => true,
        Target::Document { id, .. } => !is_kept[*id],
        _ => false,
    };
    let targets = &site.resolved[id];
    let edits = rewrite_links(document, |number| targets.get(number).is_none_or(is_gone));
    let stays = |target: Option<&Target>| target.is_some_and(|target| !is_gone(target));
    let front: Vec<bool> =
        (0..site.front_links[id].len()).map(|at| stays(site.front_links[id].get(at))).collect();
    if !edits.is_empty() {
        let mut source = document.source.clone();
        source.text = apply(&source.text, &edits).into();
        let (mut again, _) = parser.parse(source);
        fields::forget_all(&mut again, parser.config());
        // What parsing found is told once.
        *document = again;
    }
    let filter = |links: &mut Vec<Link>| {
        let mut stays = front.iter();
        links.retain(|_| stays.next().copied().unwrap_or(false));
    };
    let known = &site.references[id];
    match &mut document.record {
        Record::PostMortem(facts) => {
            filter(&mut facts.links);
            for (names, references) in [
                (&mut facts.related, &known.related),
                (&mut facts.recurrence_of, &known.recurrence_of),
                (&mut facts.not_recurrence_of, &known.not_recurrence_of),
            ] {
                names.retain(|name| leads_on(name, references, is_kept));
            }
        }
        Record::Description(description) => filter(&mut description.links),
        Record::Page(_) => {}
    }
}

/// Whether a name of another post-mortem is one of a public one, or the address of another site.
fn leads_on(name: &str, references: &[Reference], is_kept: &[bool]) -> bool {
    let reference = references.iter().find(|reference| reference.text == name);
    reference.is_some_and(|one| one.id.map_or(one.text.contains("://"), |id| is_kept[id]))
}

/// Takes the links that are gone out of a text, and their definitions.
fn rewrite_links(document: &Document, is_gone: impl Fn(usize) -> bool) -> Vec<Edit> {
    let (text, body) = (document.source.text.as_str(), &document.body);
    if !(0..body.links.len()).any(&is_gone) && crate::markdown::definitions(text, body.start).is_empty() {
        return Vec::new();
    }
    let mut edits = rewrite::links(text, body.start, body.dialect, |number| match is_gone(number) {
        true => Change::Unlink,
        // In place, so that no definition is needed that could be one of what is gone.
        false => body.links.get(number).map_or(Change::Keep, |link| match link.kind {
            crate::model::BodyLinkKind::Wiki => Change::Keep,
            _ if link.href.contains("://") || link.href.starts_with("mailto:") => Change::Keep,
            _ => Change::To(link.href.clone()),
        }),
    });
    for (number, link) in body.links.iter().enumerate().skip(body.markdown_links) {
        let Some(tag) = text.get(link.range.clone()).filter(|_| is_gone(number)) else { continue };
        if let Some(at) = tag.rfind(&link.href) {
            let start = link.range.start + at;
            edits.push(Edit { range: start..start + link.href.len(), text: "#".into() });
        }
    }
    edits
}
