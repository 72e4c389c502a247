//! Markdown twins of pages, for assistants and scripts: `x.md` beside `x.html`.

mod composed;
mod entry;
mod front;
mod index;
mod text;

use serde::Serialize;

use super::feeds::Feed;
use super::outputs::{self, CatalogKind};
use super::urls::{self, Href, with_ending};
use crate::core::address;
use crate::core::config::Config;
use crate::core::fingerprint::Fingerprint;
use crate::core::model::Record;
use crate::core::phrases::Phrases;
use crate::know::link::{DocumentId, Site};
use crate::site::export::{self, Format};

pub use entry::{fingerprint as entry_fingerprint, write as entry};
pub use index::write as index;

/// Path of the list of all twins.
pub const INDEX: &str = "llms.txt";

/// The files of records, each with its format.
pub const DATA: [(&str, Format); 3] = [
    ("post-mortems.json", Format::JsonLines),
    ("post-mortems.ndjson", Format::Ndjson),
    ("post-mortems.csv", Format::Csv),
];

/// The same content as a page in another form, for the head and the foot of the page.
#[derive(Serialize)]
pub struct Alternate {
    /// Media type.
    kind: &'static str,
    title: String,
    /// Word of the link at the foot.
    name: String,
    /// From the root of the site.
    url: Href,
}

impl Alternate {
    /// The list on the first page: everything.
    pub fn of_all(site: &Site, say: &Phrases) -> Vec<Self> {
        let title = &site.config.book.title;
        let mut all = Vec::from_iter(Self::feed(site, say, Feed::All));
        if has_data(site) {
            let (name, title) =
                (say.text("frame.data").to_owned(), say.fill("frame.all-records", &[("book", title)]));
            all.push(Self { kind: "application/json", title, name, url: urls::from_root(DATA[0].0) });
        }
        if site.config.html.markdown {
            all.push(Self {
                kind: "text/plain",
                title: title.clone(),
                name: INDEX.into(),
                url: urls::from_root(INDEX),
            });
        }
        all
    }

    /// Its Markdown, of the page at `output`.
    pub fn twin(config: &Config, say: &Phrases, output: &str, title: &str) -> Option<Self> {
        let (kind, title) = ("text/markdown", title.to_owned());
        let name = say.text("frame.markdown").to_owned();
        let url = || urls::from_root(&with_ending(output, "md"));
        config.html.markdown.then(|| Self { kind, title, name, url: url() })
    }

    pub fn feed(site: &Site, say: &Phrases, feed: Feed) -> Option<Self> {
        let title = feed.title(site, say);
        let (kind, name) = ("application/atom+xml", say.text("frame.feed").to_owned());
        feed.exists(site).then(|| Self { kind, title, name, url: urls::from_root(&feed.output(site)) })
    }
}

/// Whether the records are in the site: not where there are none.
pub fn has_data(site: &Site) -> bool {
    site.config.html.data && !site.by_date.is_empty()
}

/// The address, on a twin, of the page at the output path `to`: that of its twin, where it has one.
fn address_of(site: &Site, from: &str, to: &str) -> String {
    let is_list = to == outputs::INDEX || CatalogKind::ALL.iter().any(|kind| kind.output() == to);
    let has_twin = site.config.html.markdown && !is_list;
    if has_twin { address::relative(from, &with_ending(to, "md")) } else { address::relative(from, to) }
}

/// The twin of the page of a post-mortem or of a free page.
pub fn document(site: &Site, id: DocumentId) -> String {
    let document = &site.documents[id];
    let mut out = String::new();
    match &document.record {
        Record::PostMortem(known) => {
            front::incident(&mut out, &export::Record::new(site, id));
            front::heading(&mut out, &document.title, known.summary.as_deref());
        }
        Record::Page(info) => {
            let url = export::url(site, &site.outputs[id]);
            front::page(&mut out, "page", &document.title, &url);
            front::heading(&mut out, &document.title, info.summary.as_deref());
        }
        // Part of the page of what is described.
        Record::Description(_) => return out,
    }
    let body = if site.config.is_public { composed::body } else { text::body };
    body(&mut out, site, id, &with_ending(&site.outputs[id], "md"));
    if let Record::PostMortem(known) = &document.record {
        front::stated(&mut out, known);
    }
    out
}

/// The fingerprint of everything that [`document`] depends on, but for the settings: the document, where its links lead, and how what it
/// names is spelt.
pub fn fingerprint(site: &Site, id: DocumentId) -> Fingerprint {
    let names = CatalogKind::ALL.map(|kind| {
        let entry = |at: &usize| kind.of(site).entries[*at].name.as_str();
        kind.named(&site.references[id]).iter().map(entry).collect::<Vec<_>>()
    });
    Fingerprint::of(&(crate::site::body::fingerprint(site, id), names))
}
