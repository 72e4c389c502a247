//! `llms.txt` (llmstxt.org): where an assistant finds what, as Markdown.

use super::{DATA, entry, text};
use crate::core::model::Record;
use crate::core::phrases::Phrases;
use crate::know::link::Site;
use crate::site::export;
use crate::site::render::outputs::CatalogKind;
use crate::site::render::urls::with_ending;
use crate::site::render::view::View;
use crate::site::render::words;

/// Incidents that are listed, and names of each kind; the data has all.
const INCIDENTS: usize = 100;
const NAMES: usize = 100;

pub fn write(view: &View<'_>) -> String {
    let site = view.site;
    let book = &site.config.book;
    let mut out = format!("# {}\n\n", text::escaped(&book.title));
    let count = words::counted(site.by_date.len(), "post-mortem", "post-mortems");
    let about =
        if book.description.is_empty() { "What was learnt from incidents" } else { &book.description };
    out.push_str(&format!("> {}\n\n", text::escaped(about)));
    out.push_str(&format!(
        "{count}. Every page `x.html` of a post-mortem, service, cause or team is also there as `x.md`.\n"
    ));
    data(&mut out, site);
    incidents(&mut out, site);
    for kind in [CatalogKind::Services, CatalogKind::Causes, CatalogKind::Teams] {
        names(&mut out, site, kind);
    }
    pages(&mut out, site);
    out
}

fn data(out: &mut String, site: &Site) {
    if !super::has_data(site) {
        return;
    }
    out.push_str("\n## Data\n\n");
    for ((output, _), note) in DATA.iter().zip([
        "facts, timelines and action items of all post-mortems, one array",
        "the same, one record a line",
        "the same as a table",
    ]) {
        entry::line(out, output, &export::url(site, output), note);
    }
}

fn incidents(out: &mut String, site: &Site) {
    if site.by_date.is_empty() {
        return;
    }
    out.push_str("\n## Post-mortems\n\n");
    for id in site.by_date.iter().take(INCIDENTS) {
        entry::incident(out, site, *id, &export::url(site, &with_ending(&site.outputs[*id], "md")));
    }
    if let Some(rest) = site.by_date.len().checked_sub(INCIDENTS).filter(|rest| *rest > 0) {
        out.push_str(&format!(
            "\nThe newest {INCIDENTS}; {} more are in the lists below.\n",
            words::count(rest)
        ));
    }
}

/// The names of a kind that most incidents have.
fn names(out: &mut String, site: &Site, kind: CatalogKind) {
    let mut entries: Vec<_> = kind.of(site).entries.iter().filter(|entry| !entry.all().is_empty()).collect();
    if entries.is_empty() {
        return;
    }
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.all().len()));
    out.push_str(&format!("\n## {}\n\n", kind.title(Phrases::in_english())));
    for entry in entries.into_iter().take(NAMES) {
        let note = words::counted(entry.all().len(), "incident", "incidents");
        entry::line(out, &entry.name, &export::url(site, &with_ending(&entry.output, "md")), &note);
    }
}

fn pages(out: &mut String, site: &Site) {
    let mut pages = site
        .documents
        .iter()
        .enumerate()
        .filter(|(id, document)| matches!(document.record, Record::Page(_)) && site.intro != Some(*id))
        .peekable();
    if pages.peek().is_some() {
        out.push_str("\n## Optional\n\n");
    }
    for (id, document) in pages {
        let Record::Page(info) = &document.record else { continue };
        let note = info.summary.as_deref().map(|summary| summary.replace('\n', " ")).unwrap_or_default();
        entry::line(out, &document.title, &export::url(site, &with_ending(&site.outputs[id], "md")), &note);
    }
}
