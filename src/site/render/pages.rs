//! Free pages: each of them, and the list of all by folder.

use std::collections::BTreeMap;

use serde::Serialize;
use tera::Value;

use super::context::Context;
use super::frame::section_of;
use super::incident::{TocLine, toc_line};
use super::outputs;
use super::twin::Alternate;
use super::urls::{self, Href, Step};
use super::view::View;
use super::{catalog, neighbours, words};
use crate::core::model::{Kind, Record};
use crate::core::phrases::Phrases;
use crate::know::link::{DocumentId, Site};

/// A page in a list or a menu.
#[derive(Serialize)]
struct Title<'a> {
    title: &'a str,
    url: Href,
    summary: Option<Value>,
    date: Option<String>,
}

#[derive(Serialize)]
struct Folder<'a> {
    title: String,
    list: Vec<Title<'a>>,
}

pub fn page(view: &View<'_>, id: DocumentId) -> Context {
    let site = view.site;
    let (document, output) = (&site.documents[id], &site.outputs[id]);
    let mut context = view.document_context(document, output, section_of(Kind::Page));
    let twin = Alternate::twin(&site.config, view.say, output, &document.title);
    context.insert("alternates", &Vec::from_iter(twin));
    let own = folder_of(&document.source.path);
    let siblings = in_folder(site, own);
    let mut trail =
        vec![Step { name: view.say.text("nav.pages").into(), url: urls::from_root(outputs::PAGES) }];
    // The first page of a folder stands for it.
    if let Some(head) = head(site, own).filter(|head| *head != id) {
        let name = site.documents[head].title.clone();
        trail.push(Step { name, url: urls::from_root(&site.outputs[head]) });
    }
    context.insert("trail", &trail);
    if let Record::Page(info) = &document.record
        && let Some(summary) = &info.summary
    {
        context.insert_value(
            "deck",
            Value::safe_string(&crate::site::body::inline(summary, document.body.dialect)),
        );
    }
    context.insert_body("body", id);
    let toc = crate::site::body::toc(document);
    let toc: Vec<TocLine<'_>> = toc.iter().filter_map(toc_line).collect();
    if toc.len() > 1 {
        context.insert("toc", &toc);
    }
    let place = siblings.iter().position(|other| *other == id).unwrap_or(0);
    let beside = |place: Option<usize>| place.and_then(|at| siblings.get(at)).map(|id| title(site, *id));
    context.insert("previous", &beside(place.checked_sub(1)));
    context.insert("next", &beside(Some(place + 1)));
    if siblings.len() > 1 {
        context.insert("folder", &folder_title(site, view.say, own));
        context.insert("siblings", &siblings.iter().map(|id| title(site, *id)).collect::<Vec<_>>());
    }
    context.insert("backlinks", &neighbours::links(&neighbours::backlinks(view.site, id)));
    context
}

pub fn list(view: &View<'_>) -> Context {
    let site = view.site;
    let mut folders: BTreeMap<&str, Vec<DocumentId>> = BTreeMap::new();
    for id in all(site) {
        folders.entry(folder_of(&site.documents[id].source.path)).or_default().push(id);
    }
    let folders: Vec<Folder<'_>> = folders
        .into_keys()
        .map(|folder| {
            let list = in_folder(site, folder);
            Folder {
                title: folder_title(site, view.say, folder),
                list: list.into_iter().map(|id| title(site, id)).collect(),
            }
        })
        .collect();
    let mut context = view.context(outputs::PAGES, section_of(Kind::Page), view.say.text("nav.pages"));
    context.insert("folders", &folders);
    context
}

fn all(site: &Site) -> impl Iterator<Item = DocumentId> {
    let pages = site.documents.iter().enumerate();
    pages
        .filter(|(id, document)| matches!(document.record, Record::Page(_)) && site.intro != Some(*id))
        .map(|(id, _)| id)
}

fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The pages of a folder by weight, then by title; the one that stands for the folder comes first.
fn in_folder(site: &Site, folder: &str) -> Vec<DocumentId> {
    let first = head(site, folder);
    let mut pages: Vec<DocumentId> =
        all(site).filter(|id| folder_of(&site.documents[*id].source.path) == folder).collect();
    pages.sort_by_cached_key(|id| {
        let document = &site.documents[*id];
        let weight = match &document.record {
            Record::Page(info) => info.weight,
            _ => None,
        };
        (first != Some(*id), weight.is_none(), weight, document.title.to_lowercase(), *id)
    });
    pages
}

/// `index.md` or `README.md` of a folder.
fn head(site: &Site, folder: &str) -> Option<DocumentId> {
    all(site).find(|id| {
        let path = site.documents[*id].source.path.as_str();
        let name = path.rsplit('/').next().unwrap_or(path).to_lowercase();
        let stem = name.split('.').next().unwrap_or_default();
        folder_of(path) == folder && ["index", "readme", "_index"].contains(&stem)
    })
}

fn folder_title(site: &Site, say: &Phrases, folder: &str) -> String {
    match (head(site, folder), folder) {
        (Some(id), _) => site.documents[id].title.clone(),
        // The folder of pages as the manual has it.
        (None, "" | "pages") => say.text("page.folder").into(),
        (None, _) => words::label(folder.rsplit('/').next().unwrap_or(folder)),
    }
}

fn title(site: &Site, id: DocumentId) -> Title<'_> {
    let document = &site.documents[id];
    Title {
        title: &document.title,
        url: urls::from_root(&site.outputs[id]),
        summary: catalog::summary(document),
        date: None,
    }
}
