//! Joins the documents: names with their description files, links with their pages, neighbours in time.
//!
//! Pure, and near-linear in the number of documents: every look-up goes through a table.

mod attachments;
mod catalog;
mod categories;
mod find;
mod names;
mod outputs;
mod place;
mod redirects;
mod repeats;
mod reserved;
mod resolve;
mod site;
mod tree;

pub(crate) use catalog::usual_spelling;
pub use outputs::{file_slug, unique_file_slug};
pub use site::{
    Attachment, Backlink, Catalog, DocumentId, Entry, Redirect, Reference, References, Site, Target, Year,
    paired,
};

use std::collections::{BTreeMap, HashMap, HashSet};

use jiff::civil::Date;
use rayon::prelude::*;

use crate::core::config::Config;
use crate::core::diagnostic::Diagnostic;
use crate::core::model::{Document, Kind, PostMortem, Record};
use outputs::Outputs;
use resolve::{ByName, Resolver};
use site::PAIRED;

/// Joins `documents`, sorted by path, with the files that lie beside them.
pub fn link(config: Config, mut documents: Vec<Document>, others: &[String]) -> (Site, Vec<Diagnostic>) {
    let mut found = Vec::new();
    documents.retain(|document| !says_nothing(document));
    give_ids(&mut documents, &config, &mut found);
    categories::settle(&mut documents, &config);
    let dates: Vec<Option<Date>> =
        documents.iter().map(|document| document.post_mortem().and_then(|facts| facts.date)).collect();
    let newest_first =
        |ids: &mut Vec<DocumentId>| ids.sort_by(|a, b| dates[*b].cmp(&dates[*a]).then(a.cmp(b)));

    let mut outputs = Outputs::new(&config);
    let in_catalogs = || {
        let mut catalogs = Catalogs::collect(&config, &documents, &mut found);
        catalogs.take(&mut outputs);
        let addresses = outputs::of_documents(&documents, &config, &mut outputs, &mut found);
        let (names, mut joined) = catalogs.finish(&documents, &addresses, newest_first);
        for ((catalog, positions), one) in [(&mut joined.services, "service"), (&mut joined.causes, "cause")]
        {
            tree::grow(catalog, positions, &documents, one, newest_first, &mut found);
        }
        (addresses, names, joined)
    };
    let ((addresses, names, joined), by_name) = rayon::join(in_catalogs, || ByName::new(&documents, &config));
    let resolver = Resolver::new(
        &documents,
        others,
        &config,
        by_name,
        [
            (&joined.services.0, &joined.services.1),
            (&joined.causes.0, &joined.causes.1),
            (&joined.teams.0, &joined.teams.1),
            (&joined.tags.0, &joined.tags.1),
        ],
    );
    let resolved = documents.par_iter().zip(names).enumerate().map(|(id, (document, names))| {
        let mut found = Vec::new();
        let targets = resolver.links(id, &mut found);
        let references = references(document, names, &joined, &resolver, &mut found);
        (targets, references, resolver.front_links(id, document, &mut found), found)
    });
    let mut targets = Vec::with_capacity(documents.len());
    let mut references = Vec::with_capacity(documents.len());
    let mut front_links = Vec::with_capacity(documents.len());
    for (links, names, in_front, diagnostics) in resolved.collect::<Vec<_>>() {
        targets.push(links);
        references.push(names);
        front_links.push(in_front);
        found.extend(diagnostics);
    }
    drop(resolver);
    let attachments =
        attachments::settle(&documents, &mut targets, (&config, others), &mut outputs, &mut found);
    repeats::check(&documents, &dates, &mut references, &mut found);

    let backlinks = backlinks(&documents, &targets, &references, &dates);
    let mut by_date: Vec<DocumentId> =
        (0..documents.len()).filter(|id| documents[*id].is_post_mortem()).collect();
    newest_first(&mut by_date);
    let is_planned = |id: &DocumentId| documents[*id].post_mortem().is_some_and(PostMortem::is_planned);
    let counted = by_date.iter().copied().filter(|id| !is_planned(id)).collect();
    let years = years(&by_date, &dates);
    let redirects = redirects::collect(&documents, &addresses, &mut outputs, &mut found);
    let intro = documents.iter().position(outputs::is_intro);
    let site = Site {
        config,
        outputs: addresses,
        resolved: targets,
        front_links,
        backlinks,
        references,
        by_date,
        counted,
        services: joined.services.0,
        causes: joined.causes.0,
        teams: joined.teams.0,
        tags: joined.tags.0,
        years,
        attachments,
        redirects,
        intro,
        repository: None,
        documents,
    };
    (site, found)
}

/// The front of a folder that other site generators need and that holds nothing to read.
fn says_nothing(document: &Document) -> bool {
    let name = document.source.path.rsplit('/').next().unwrap_or_default().to_lowercase();
    let is_front = matches!(name.split('.').next(), Some("index" | "_index"));
    is_front
        && document.source.kind == Kind::Page
        && document.body.words == 0
        && document.body.links.is_empty()
}

/// Gives every post-mortem an id of its own: the stated one, else its path.
fn give_ids(documents: &mut [Document], config: &Config, found: &mut Vec<Diagnostic>) {
    let mut first: HashMap<String, String> = HashMap::new();
    for document in documents.iter_mut() {
        let path = document.source.path.clone();
        let Record::PostMortem(facts) = &mut document.record else { continue };
        if facts.id_stated {
            let key = facts.id.to_lowercase();
            if let Some(other) = first.get(&key) {
                let text = &document.source.text;
                let at = text.find(&facts.id).map_or(0..0, |at| at..at + facts.id.len());
                let message = format!("the id `{}` is already that of {other}", facts.id);
                let hint = "It goes by its path instead. Give it an id of its own, or none.";
                found.push(Diagnostic::error("duplicate-id", &path, message).at(text, at).hint(hint));
                facts.id_stated = false;
            } else {
                first.insert(key, path.clone());
            }
        }
        if !facts.id_stated {
            outputs::without_ending(&path, config).clone_into(&mut facts.id);
        }
    }
}

/// The four catalogs while they are collected, and what each post-mortem names, by slug.
struct Catalogs {
    services: catalog::Builder,
    causes: catalog::Builder,
    teams: catalog::Builder,
    tags: catalog::Builder,
    names: Vec<Names>,
}

#[derive(Default)]
struct Names {
    services: Vec<String>,
    root_cause_services: Vec<String>,
    causes: Vec<String>,
    teams: Vec<String>,
    tags: Vec<String>,
}

type Named = (Catalog, HashMap<String, usize>);

struct Joined {
    services: Named,
    causes: Named,
    teams: Named,
    tags: Named,
}

impl Catalogs {
    fn collect(config: &Config, documents: &[Document], found: &mut Vec<Diagnostic>) -> Self {
        let none = BTreeMap::new();
        let mut catalogs = Self {
            services: catalog::Builder::new("services", &config.fields.services),
            causes: catalog::Builder::new("causes", &config.fields.causes),
            teams: catalog::Builder::new("teams", &none),
            tags: catalog::Builder::new("tags", &none),
            names: Vec::new(),
        };
        catalogs.services.describe(documents, Kind::Service, found);
        catalogs.causes.describe(documents, Kind::Cause, found);
        catalogs.teams.describe(documents, Kind::Team, found);
        for (id, document) in documents.iter().enumerate() {
            let names = document.post_mortem().map(|facts| catalogs.mention(id, facts)).unwrap_or_default();
            catalogs.names.push(names);
        }
        catalogs
    }

    fn mention(&mut self, id: DocumentId, facts: &PostMortem) -> Names {
        let all = |builder: &mut catalog::Builder, names: &[String]| -> Vec<String> {
            let mut seen = HashSet::new();
            let keys = names.iter().filter_map(|name| builder.mention(name, id));
            keys.filter(|key| seen.insert(key.clone())).collect()
        };
        let root_cause_services = all(&mut self.services, &facts.root_cause_services);
        let mut services = all(&mut self.services, &facts.services);
        let named: HashSet<&String> = services.iter().collect();
        let others: Vec<String> =
            root_cause_services.iter().filter(|key| !named.contains(key)).cloned().collect();
        services.extend(others);
        Names {
            services,
            root_cause_services,
            causes: all(&mut self.causes, &facts.causes),
            teams: all(&mut self.teams, &facts.teams),
            tags: all(&mut self.tags, &facts.tags),
        }
    }

    /// Takes the addresses of what no file describes, before files get what is left.
    fn take(&mut self, outputs: &mut Outputs) {
        for catalog in [&mut self.services, &mut self.causes, &mut self.teams, &mut self.tags] {
            catalog.take(outputs);
        }
    }

    fn finish(
        self,
        documents: &[Document],
        addresses: &[String],
        newest_first: impl Fn(&mut Vec<DocumentId>) + Copy,
    ) -> (Vec<Names>, Joined) {
        let joined = Joined {
            services: self.services.finish(documents, addresses, newest_first),
            causes: self.causes.finish(documents, addresses, newest_first),
            teams: self.teams.finish(documents, addresses, newest_first),
            tags: self.tags.finish(documents, addresses, newest_first),
        };
        (self.names, joined)
    }
}

fn references(
    document: &Document,
    names: Names,
    joined: &Joined,
    resolver: &Resolver<'_>,
    found: &mut Vec<Diagnostic>,
) -> References {
    let Some(facts) = document.post_mortem() else { return References::default() };
    names_in_pairs(document, &names, facts, found);
    let positions =
        |names: &[String], named: &Named| names.iter().filter_map(|key| named.1.get(key).copied()).collect();
    let mut resolve = |texts: &[String], field: &str| -> Vec<Reference> {
        let mut places = None;
        let reference = |text: &String| {
            let id = resolver.named_in(document, text);
            if id.is_none() && !text.contains("://") {
                let source = &document.source;
                let places = places.get_or_insert_with(|| place::values(&source.text, &[field]));
                let at = places.find(text).unwrap_or(0..0);
                let message = format!("`{field}: {text}` names no post-mortem");
                let hint = "Write the id, the path, or the file name of one.";
                found.push(
                    Diagnostic::warning("unknown-reference", &source.path, message)
                        .at(&source.text, at)
                        .hint(hint),
                );
            }
            Reference { text: text.clone(), id }
        };
        texts.iter().map(reference).collect()
    };
    References {
        services: positions(&names.services, &joined.services),
        root_cause_services: positions(&names.root_cause_services, &joined.services),
        causes: positions(&names.causes, &joined.causes),
        teams: positions(&names.teams, &joined.teams),
        tags: positions(&names.tags, &joined.tags),
        related: resolve(&facts.related, "related"),
        recurrence_of: resolve(&facts.recurrence_of, "recurrence_of"),
        not_recurrence_of: resolve(&facts.not_recurrence_of, "not_recurrence_of"),
    }
}

/// Reports names that are so many that not all are held against the others of the document.
fn names_in_pairs(document: &Document, names: &Names, facts: &PostMortem, found: &mut Vec<Diagnostic>) {
    let (services, causes, items) = (names.services.len(), names.causes.len(), facts.action_items.len());
    for (field, count, others) in
        [("services", services, causes + items), ("causes", causes, services + items)]
    {
        if count > PAIRED && others > 0 {
            let source = &document.source;
            let message = format!(
                "`{field}` has {count} names; only the first {PAIRED} are counted together with other names and action items"
            );
            let hint = "The incident is still listed with each of them. Name what failed; a parent can stand for many.";
            let at = place::of_field(&source.text, field);
            let finding = Diagnostic::warning("too-many-names", &source.path, message);
            found.push(finding.at(&source.text, at).hint(hint));
        }
    }
}

fn backlinks(
    documents: &[Document],
    targets: &[Vec<Target>],
    references: &[References],
    dates: &[Option<Date>],
) -> Vec<Vec<Backlink>> {
    let mut backlinks: Vec<Vec<Backlink>> = vec![Vec::new(); documents.len()];
    for (from, document) in documents.iter().enumerate() {
        let of_body =
            document.body.links.iter().zip(&targets[from]).filter_map(|(link, target)| match target {
                Target::Document { id, .. } => Some((*id, link.text.clone())),
                _ => None,
            });
        let of_fields = references[from].related.iter().chain(&references[from].recurrence_of);
        let of_fields = of_fields.filter_map(|reference| reference.id.map(|id| (id, String::new())));
        let mut seen = HashSet::new();
        for (to, text) in of_body.chain(of_fields) {
            if to != from && seen.insert(to) {
                backlinks[to].push(Backlink { from, text });
            }
        }
    }
    for links in &mut backlinks {
        links.sort_by(|a, b| dates[b.from].cmp(&dates[a.from]).then(a.from.cmp(&b.from)));
    }
    backlinks
}

fn years(by_date: &[DocumentId], dates: &[Option<Date>]) -> Vec<Year> {
    let mut years: BTreeMap<Option<i16>, Vec<DocumentId>> = BTreeMap::new();
    for id in by_date {
        years.entry(dates[*id].map(Date::year)).or_default().push(*id);
    }
    let output =
        |year: Option<i16>| year.map_or("years/undated.html".into(), |year| format!("years/{year}.html"));
    years.into_iter().rev().map(|(year, incidents)| Year { year, output: output(year), incidents }).collect()
}
