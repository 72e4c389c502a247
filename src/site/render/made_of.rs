//! What pages are made of, part by part, and which part has changed since the last build.
//!
//! Most edits change a text and no fact. So all facts of a site come to one fingerprint, and where that and the rest of what
//! pages have in common are those of the last build, to know a page takes no look at what it shows.

use std::hash::Hash;

use jiff::civil::Date;
use rayon::prelude::*;

use super::job::Job;
use crate::core::fingerprint::{Fingerprint, FingerprintHasher};
use crate::core::model::{Body, Document, Repository};
use crate::core::output::{Change, Common, Origin, Own};
use crate::know::insight::Insight;
use crate::know::link::{DocumentId, Site};
use crate::site::export;

/// What pages are made of, beside what they were made of before.
#[derive(Debug)]
pub struct MadeOf {
    pub common: Common,
    /// Fingerprint of the records of all post-mortems, which other programs read.
    pub records: Fingerprint,
    before: Option<Common>,
}

/// How a file is known without a look at what it shows.
pub enum Glance {
    /// By what all pages have in common, and what it alone is made of.
    By(Option<Own>),
    /// By its contents.
    Contents,
}

impl MadeOf {
    pub fn new(common: Common, records: Fingerprint, before: Option<Common>) -> Self {
        Self { common, records, before }
    }

    /// Whether a file would be made of what it was made of before.
    pub fn is_the_same(&self, before: &Origin, glance: &Glance) -> bool {
        matches!(glance, Glance::By(own) if *own == before.own)
            && before.of.is_some()
            && self.before.as_ref() == Some(&self.common)
    }

    /// What has changed of what a page is made of, of which more is known than its contents.
    pub fn changes(&self, template: &str, before: Option<Own>, now: Option<Own>) -> Vec<Change> {
        let Some(common) = &self.before else { return Vec::new() };
        let Common { settings, words, frame, templates, facts: _ } = &self.common;
        let own = |part: fn(Own) -> u64| before.map(part) != now.map(part);
        let all = [
            (Change::Settings, *settings != common.settings),
            (Change::Words, *words != common.words),
            (Change::Frame, *frame != common.frame),
            (Change::Template, templates.get(template) != common.templates.get(template)),
            (Change::Text, own(|own| own.text)),
            (Change::Similar, own(|own| own.similar)),
        ];
        let mut changes: Vec<Change> =
            all.into_iter().filter(|(_, is_other)| *is_other).map(|(change, _)| change).collect();
        if changes.is_empty() {
            changes.push(Change::Shown);
        }
        changes
    }
}

/// The fingerprint of the records of all post-mortems, and of these and all other facts, with whatever is found by comparing them on a day. What
/// is found by comparing the texts is not in it.
pub fn facts(site: &Site, today: Date) -> (Fingerprint, Fingerprint) {
    let fingerprints: Vec<(Option<Fingerprint>, Fingerprint)> = (0..site.documents.len())
        .into_par_iter()
        .map(|id| {
            let (record, rest) = export::fingerprints(site, id);
            (site.documents[id].is_post_mortem().then_some(record), of(site, id, rest))
        })
        .collect();
    let (records, all): (Vec<Option<Fingerprint>>, Vec<Fingerprint>) = fingerprints.into_iter().unzip();
    let records: Vec<Fingerprint> = records.into_iter().flatten().collect();
    let repository =
        site.repository.as_ref().map(|Repository { prefix, is_shallow, files: _ }| (prefix, is_shallow));
    (Fingerprint::of(&records), Fingerprint::of(&(all, repository, today)))
}

/// What is to be compared of a file; to look at what it shows is more work.
pub fn glance(site: &Site, insight: &Insight, job: &Job) -> Glance {
    match *job {
        Job::PostMortem(id) => {
            let similar = insight.similar[id].iter().map(|one| (one.id, &one.reasons));
            Glance::By(Some(Own {
                text: crate::site::body::fingerprint(site, id).first(),
                similar: Fingerprint::of(&similar.collect::<Vec<_>>()).first(),
            }))
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
        | Job::Front
        | Job::Redirect(_)
        | Job::Sitemap
        | Job::SitemapPart(_)
        | Job::EntryTwin(..)
        | Job::Twins => Glance::By(None),
        // Texts of post-mortems are in these.
        Job::Feed(_) | Job::Twin(_) => Glance::Contents,
        Job::Data(_) | Job::Asset(_) | Job::Attachment(_) => Glance::Contents,
    }
}

/// The fingerprint of all that pages other than its own show of a post-mortem, and of all other documents. `record` is of its record without the
/// section that summarises it, which is left out as the text is.
///
/// What is left out has to be shown on no other page than that of the document; builds with assertions see to that.
fn of(site: &Site, id: DocumentId, record: Fingerprint) -> Fingerprint {
    let mut hasher = FingerprintHasher::default();
    // All but what the fingerprint of the record has.
    let Document { source, title: _, title_origin, body, record: _, redirects, facts: _ } =
        &site.documents[id];
    (record, source.kind, title_origin, redirects, site.history(id)).hash(&mut hasher);
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
    dialect.hash(&mut hasher);
    if !site.documents[id].is_post_mortem() {
        (lead, &source.text).hash(&mut hasher);
    }
    hasher.fingerprint()
}
