//! Which documents are public, and what in them leads to others.

use std::collections::HashSet;

use rayon::prelude::*;

use super::cut::{Cuts, Lines, ROUNDS, without};
use super::fields::{self, Rules};
use super::links;
use crate::core::address::slug;
use crate::core::config::Config;
use crate::core::diagnostic::Diagnostic;
use crate::core::model::{Document, Kind, Link, PostMortem, Record, SourceFile, Visibility};
use crate::know::link::{Catalog, DocumentId, Reference, Site, Target, link};
use crate::read::parse::Parser;

/// The rule of a document that is left out because it can't be told what of it is public.
const WITHHELD: &str = "withheld";

/// What was read anew for readers outside.
struct Read {
    path: String,
    /// `None` where it can't be told what of it is public.
    document: Option<Document>,
    lines: Vec<Lines>,
    /// Whether its links are those that it is to have.
    is_settled: bool,
}

/// The public ones of `documents`, with nothing in them that leads to the others, and what was found in parsing these.
///
/// A post-mortem or a free page is public if it says so; the description of a service, cause or team if it says so, or if a
/// public post-mortem names what it describes and it does not say that it is internal.
pub fn keep(
    mut documents: Vec<Document>,
    others: &[String],
    config: &Config,
    cuts: &mut Cuts,
    found: &mut Vec<Diagnostic>,
) -> Vec<Document> {
    let edition = Edition::new(config);
    let mut gone: HashSet<String> = documents.iter().map(|document| document.source.path.clone()).collect();
    documents.retain(may_be_public);
    let read = documents.into_par_iter().map(|document| edition.without_fields(document));
    let mut documents = taken(read.collect(), cuts, found);
    for round in 1..=ROUNDS {
        // Joined to learn what is named and what leads nowhere; what is odd about that is told the last time.
        let (mut site, _) = link(config.clone(), documents, others);
        let is_kept = kept(&site);
        let all = std::mem::take(&mut site.documents);
        let names = described(&all, &is_kept);
        let parted = all.into_par_iter().enumerate().filter(|(id, _)| is_kept[*id]);
        let parted = parted.map(|(id, document)| edition.part(document, id, &site, &is_kept, &names));
        let mut parted: Vec<Read> = parted.collect();
        let is_settled = parted.iter().all(|one| one.is_settled);
        if round == ROUNDS {
            // What is made of links becomes other links again and again.
            parted.iter_mut().filter(|one| !one.is_settled).for_each(|one| one.document = None);
        }
        documents = taken(parted, cuts, found);
        if is_settled {
            break;
        }
    }
    documents.par_iter_mut().for_each(links::unlink_facts);
    for document in &documents {
        gone.remove(&document.source.path);
    }
    // Of a file that is not here nobody need know what is odd about it.
    found.retain(|one| one.rule == WITHHELD || !gone.contains(&one.path));
    documents
}

/// The documents that were read, with what was cut out of them noted.
fn taken(read: Vec<Read>, cuts: &mut Cuts, found: &mut Vec<Diagnostic>) -> Vec<Document> {
    let mut documents = Vec::with_capacity(read.len());
    for Read { path, document, lines, is_settled: _ } in read {
        lines.into_iter().for_each(|lines| cuts.add(&path, lines));
        match document {
            Some(document) => documents.push(document),
            None => {
                let message = "this is left out: what of it is public can't be told apart";
                let hint = "Write links, action items and the timeline in simpler words.";
                found.push(Diagnostic::error(WITHHELD, path, message).hint(hint));
            }
        }
    }
    documents
}

/// Whether a document is in a public edition, as far as it says itself.
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

/// What readers outside get to see of a document.
struct Edition<'c> {
    parser: Parser<'c>,
    rules: Rules,
}

impl<'c> Edition<'c> {
    fn new(config: &'c Config) -> Self {
        let rules = Rules::new(config);
        Self { parser: Parser::without(config, rules.withheld.clone()), rules }
    }

    /// A document without what `[public] fields` withholds.
    fn without_fields(&self, mut document: Document) -> Read {
        let path = document.source.path.clone();
        if document.is_post_mortem() && !self.rules.withheld.is_empty() {
            return self.read(document.source, true);
        }
        fields::forget_all(&mut document, &self.rules);
        Read { path, document: Some(document), lines: Vec::new(), is_settled: true }
    }

    /// Reads a text that was changed.
    fn read(&self, mut source: SourceFile, is_settled: bool) -> Read {
        let mut read = Read { path: source.path.clone(), document: None, lines: Vec::new(), is_settled };
        for _ in 0..ROUNDS {
            let edits = match source.kind {
                Kind::PostMortem => self.parser.withhold(&source, &self.rules.withheld),
                Kind::Service | Kind::Cause | Kind::Team | Kind::Page => Vec::new(),
            };
            if edits.is_empty() {
                // What parsing found is told once.
                let (mut document, _) = self.parser.parse(source);
                fields::forget_all(&mut document, &self.rules);
                read.document = Some(document);
                return read;
            }
            let (text, lines) = without(&source.text, edits);
            source.text = text.into();
            read.lines.push(lines);
        }
        read
    }

    /// Parts a document from those that are not kept: links become text, and names of them go.
    fn part(
        &self,
        mut document: Document,
        id: DocumentId,
        site: &Site,
        is_kept: &[bool],
        names: &HashSet<String>,
    ) -> Read {
        let is_gone = |target: &Target| match target {
            Target::Broken => true,
            Target::Document { id, .. } => !is_kept[*id],
            _ => false,
        };
        forget_names(&mut document, id, site, is_kept, &is_gone);
        if let Record::Description(description) = &mut document.record {
            description.parent = description.parent.take().filter(|parent| names.contains(&slug(parent)));
        }
        let targets = &site.resolved[id];
        let is_gone = |number: usize| targets.get(number).is_none_or(is_gone);
        let edits = links::rewrite(&document, is_gone);
        if edits.is_empty() {
            let path = document.source.path.clone();
            return Read { path, document: Some(document), lines: Vec::new(), is_settled: true };
        }
        let mut source = document.source.clone();
        let (text, lines) = without(&source.text, edits);
        source.text = text.into();
        let mut read = self.read(source, true);
        read.lines.insert(0, lines);
        if let Some(again) = &mut read.document {
            read.is_settled = links::is_settled(&document, again, is_gone);
            keep_names(again, document);
        }
        read
    }
}

/// Takes links and names of documents that are gone out of what front matter said.
fn forget_names(
    document: &mut Document,
    id: DocumentId,
    site: &Site,
    is_kept: &[bool],
    is_gone: &impl Fn(&Target) -> bool,
) {
    let mut stays = site.front_links[id].iter().map(|target| !is_gone(target));
    let mut filter = |links: &mut Vec<Link>| links.retain(|_| stays.next().unwrap_or(false));
    let known = &site.references[id];
    match &mut document.record {
        Record::PostMortem(facts) => {
            let PostMortem { links, related, recurrence_of, not_recurrence_of, .. } = &mut **facts;
            filter(links);
            for (names, references) in [
                (related, &known.related),
                (recurrence_of, &known.recurrence_of),
                (not_recurrence_of, &known.not_recurrence_of),
            ] {
                names.retain(|name| leads_on(name, references, is_kept));
            }
        }
        Record::Description(description) => filter(&mut description.links),
        Record::Page(_) => {}
    }
}

/// Front matter says no more after a text was read again than before.
fn keep_names(again: &mut Document, before: Document) {
    match (&mut again.record, before.record) {
        (Record::PostMortem(facts), Record::PostMortem(before)) => {
            let PostMortem { links, related, recurrence_of, not_recurrence_of, .. } = *before;
            (facts.links, facts.related) = (links, related);
            (facts.recurrence_of, facts.not_recurrence_of) = (recurrence_of, not_recurrence_of);
        }
        (Record::Description(description), Record::Description(before)) => {
            (description.links, description.parent) = (before.links, before.parent);
        }
        _ => {}
    }
}

/// Whether a name of another post-mortem is one of a public one, or the address of another site.
fn leads_on(name: &str, references: &[Reference], is_kept: &[bool]) -> bool {
    let reference = references.iter().find(|reference| reference.text == name);
    reference.is_some_and(|one| one.id.map_or(one.text.contains("://"), |id| is_kept[id]))
}
