//! What the pages of a site are made from: the knowledge base, what is known of it, words, and what many pages share.

use std::sync::OnceLock;

use tera::Value;

use super::action_items::choices::Choices;
use super::deferred::{DeferredValue, Promised, Values};
use super::list_row::ListRows;
use super::recurring::filter;
use super::recurring::label::{self, Label};
use super::recurring::pack::Places;
use super::urls::{self, Href};
use crate::core::fingerprint::Fingerprint;
use crate::core::phrases::Phrases;
use crate::know::insight::Insight;
use crate::know::insight::actions::TrackedActionId;
use crate::know::link::{DocumentId, Site};
use crate::site::calendar::anchor;
use crate::site::theme::Theme;

/// What contexts of pages are made from. Shared between threads; what many pages show is made where the first of them is.
pub struct View<'s> {
    pub site: &'s Site,
    pub insight: &'s Insight,
    pub theme: &'s Theme,
    /// What the site says for itself.
    pub say: &'s Phrases,
    pub list_rows: ListRows,
    /// Documents as lines of lists.
    pub lines: Values,
    /// Names that every list of action items offers.
    pub choices: Choices,
    /// Parts of the ledger that each of its pages offers.
    pub parts: filter::Choices,
    /// Where the site will be, with a slash at the end; where that is known.
    pub base: Option<String>,
    /// Positions in [`Site::by_date`], by document.
    places: Vec<Option<usize>>,
    /// Where each chain of the ledger stands.
    chains: Places,
    /// What each of them is called.
    labels: Vec<OnceLock<Label>>,
}

impl<'s> View<'s> {
    /// Prepares what pages share.
    pub fn new(site: &'s Site, insight: &'s Insight, theme: &'s Theme) -> Self {
        let mut places = vec![None; site.documents.len()];
        for (place, id) in site.by_date.iter().enumerate() {
            places[*id] = Some(place);
        }
        Self {
            site,
            insight,
            theme,
            say: &theme.phrases,
            list_rows: ListRows::new(site, &theme.phrases),
            lines: Values::new(site.documents.len()),
            choices: Choices::new(&insight.actions),
            parts: filter::Choices::new(insight),
            base: urls::base(&site.config),
            places,
            chains: Places::new(&insight.recurrence),
            labels: vec![OnceLock::new(); insight.recurrence.chains.len()],
        }
    }

    /// An action item as a row of a list that says on which day it was made; it is made where a page is that shows it.
    pub fn row(&self, id: TrackedActionId) -> Value {
        DeferredValue::Action(id).stand_in()
    }

    /// Title and address of any document, and what a list shows of an incident; made where a page is that shows it.
    pub fn list_row(&self, id: DocumentId) -> Value {
        DeferredValue::ListRow(id).stand_in()
    }

    /// The same with what it is made of.
    pub fn promised(&self, id: DocumentId) -> Promised {
        Promised { later: DeferredValue::ListRow(id), of: self.line_fingerprint(id) }
    }

    pub fn list_rows_of(&self, ids: &[DocumentId]) -> Vec<Value> {
        ids.iter().map(|id| self.list_row(*id)).collect()
    }

    pub fn place_in_time(&self, id: DocumentId) -> Option<usize> {
        self.places[id]
    }

    /// What a chain of the ledger is called, and where it is; many pages say so.
    pub fn chain(&self, position: usize) -> &Label {
        self.labels[position]
            .get_or_init(|| label::label(self.site, self.insight, self.say, &self.chains, position))
    }

    /// The address of an action item on the page of its incident, from the root of the site.
    pub fn action_url(&self, id: DocumentId, index: usize) -> Href {
        let page = urls::from_root(&self.site.outputs[id]);
        let is_anchored = self.site.post_mortem(id).action_items[index].in_body;
        if is_anchored { page.at(&anchor(index)) } else { page }
    }

    /// The fingerprint of what the line of a document in a list is made of.
    pub fn line_fingerprint(&self, id: DocumentId) -> Fingerprint {
        self.lines.fingerprint(id, || self.list_rows.fingerprint(self.site, self.say, id))
    }
}
