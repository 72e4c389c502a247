//! What all pages could be made of, apart from the texts of post-mortems, as one fingerprint.
//!
//! Most edits change a text and no fact. Then only the page of that text is another, and to know that of a page takes no look
//! at what it shows.

use std::hash::Hash;

use jiff::civil::Date;
use rayon::prelude::*;

use super::plan::Job;
use crate::core::fingerprint::{Fingerprint, Print};
use crate::core::model::{Body, Document, Repository};
use crate::know::insight::Insight;
use crate::know::link::{DocumentId, Site};
use crate::site::export;

/// Of all facts.
#[derive(Debug, Clone, Copy)]
pub struct Gist {
    /// Of the records of all post-mortems, which other programs read.
    pub records: Fingerprint,
    /// Of these and all other facts, and of whatever is found by comparing them on a day. What is found by comparing the texts is
    /// not in it.
    pub facts: Fingerprint,
}

impl Gist {
    /// But for the settings.
    pub fn new(site: &Site, today: Date) -> Self {
        let prints: Vec<(Option<Fingerprint>, Fingerprint)> = (0..site.documents.len())
            .into_par_iter()
            .map(|id| {
                let (record, rest) = export::fingerprints(site, id);
                (site.documents[id].is_post_mortem().then_some(record), of(site, id, rest))
            })
            .collect();
        let records: Vec<Fingerprint> = prints.iter().filter_map(|(record, _)| *record).collect();
        let repository =
            site.repository.as_ref().map(|Repository { prefix, is_shallow, files: _ }| (prefix, is_shallow));
        let all: Vec<Fingerprint> = prints.iter().map(|(_, all)| *all).collect();
        Self {
            records: Fingerprint::of(&records),
            facts: Fingerprint::of(&(all, repository, today.to_string())),
        }
    }

    /// Of all that a file could be made of; `None` where to find that out would be as much work as to look at what it shows.
    pub fn of_file(&self, site: &Site, insight: &Insight, job: &Job) -> Option<Fingerprint> {
        let facts = self.facts;
        match *job {
            Job::PostMortem(id) => {
                let own = crate::site::body::fingerprint(site, id);
                let similar = insight.similar[id].iter().map(|one| (one.id, &one.reasons));
                Some(Fingerprint::of(&(facts, own, similar.collect::<Vec<_>>())))
            }
            Job::Index
            | Job::Page(_)
            | Job::Catalog(..)
            | Job::Entry(..)
            | Job::Recurring(..)
            | Job::Years
            | Job::Year(..)
            | Job::Actions(_)
            | Job::Changes
            | Job::Pages
            | Job::Insights
            | Job::Behind(..)
            | Job::Matrix(..)
            | Job::ByCause(..)
            | Job::NotFound
            | Job::Search
            | Job::Redirect(_)
            | Job::Sitemap
            | Job::SitemapPart(_)
            | Job::EntryTwin(..)
            | Job::Twins => Some(facts),
            // Texts of post-mortems are in these.
            Job::Feed(_) | Job::Twin(_) => None,
            Job::Data(_) | Job::Asset(_) | Job::Attachment(_) => None,
        }
    }
}

/// Of all that pages other than its own show of a post-mortem, and of all other documents. `record` is of its record without the
/// section that summarises it, which is left out as the text is.
///
/// What is left out has to be shown on no other page than that of the document; builds with assertions see to that.
fn of(site: &Site, id: DocumentId, record: Fingerprint) -> Fingerprint {
    let mut print = Print::default();
    // All but what the fingerprint of the record has.
    let Document { source, title: _, title_origin, body, record: _, redirects, facts: _ } =
        &site.documents[id];
    (record, source.kind, title_origin, redirects, site.history(id)).hash(&mut print);
    let &Body {
        start: _,
        dialect,
        title_heading: _,
        sections: _,
        headings: _,
        links: _,
        markdown_links: _,
        anchors: _,
        marks: _,
        language: _,
        words: _,
        ref lead,
        has_html: _,
    } = body;
    dialect.hash(&mut print);
    if !site.documents[id].is_post_mortem() {
        (lead, &source.text).hash(&mut print);
    }
    print.fingerprint()
}
