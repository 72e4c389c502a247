//! Does any job of the plan: finds the page's data, and puts it through its template.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use tera::{Tera, Value};

use super::context::{Context, fingerprint_of};
use super::deferred::{DeferredValue, Promised, Values, fulfilled};
use super::globals::globals;
use super::list_row::ListRows;
use super::made_of::{self, Glance, MadeOf};
use super::plan::Job;
use super::shape::Shape;
use super::urls::{self, Href};
use super::work::{Page, Work, unless};
use super::{action_items, incident, recurring, sitemap, twin};
use crate::core::address;
use crate::core::diagnostic::Diagnostic;
use crate::core::fingerprint::Fingerprint;
use crate::core::output::{Common, Made, Origin, Own, Produced};
use crate::core::phrases::Phrases;
use crate::know::insight::Insight;
use crate::know::insight::actions::TrackedActionId;
use crate::know::link::{DocumentId, Site};
use crate::site::body::Highlighter;
use crate::site::calendar::anchor;
use crate::site::export;
use crate::site::theme::Theme;

/// The template of an incident.
const INCIDENT: &str = "post-mortem.html";

/// Renders the jobs of one site. Shared between threads.
pub struct Renderer<'s> {
    pub(super) site: &'s Site,
    pub(super) insight: &'s Insight,
    pub(super) theme: &'s Theme,
    /// What the site says for itself.
    pub(super) say: &'s Phrases,
    tera: Tera,
    /// Fingerprint of what all pages are made of besides their own contexts: the settings, the words of the site, and what every page shows.
    shared: (Fingerprint, Fingerprint, Fingerprint),
    /// Fingerprint of each template.
    templates: BTreeMap<&'s str, Fingerprint>,
    pub(super) list_rows: ListRows,
    /// Documents as lines of lists.
    lines: Values,
    /// Action items as rows of lists, in the order of [`Actions::all`](crate::know::insight::Actions::all).
    rows: Values,
    pub(super) highlighter: Highlighter,
    /// Positions in [`Site::by_date`], by document.
    places: Vec<Option<usize>>,
    /// Names that every list of action items offers.
    pub(super) choices: action_items::Choices,
    /// Parts of the ledger that each of its pages offers.
    pub(super) parts: recurring::Choices,
    /// Where each chain of the ledger stands.
    chains: recurring::Places,
    /// What each of them is called.
    labels: Vec<OnceLock<recurring::Label>>,
    /// What each of them is made of.
    chain_prints: Vec<OnceLock<Fingerprint>>,
    /// What pages are made of, where they are compared with those of an earlier build.
    made_of: Option<MadeOf>,
    /// Where the site will be, with a slash at the end; where that is known.
    pub(super) base: Option<String>,
    /// Templates that were used so far, by name.
    used: Mutex<BTreeSet<&'static str>>,
    /// Faults of templates of which it was said what was in reach.
    explained: Mutex<BTreeSet<String>>,
}

/// What the templates of all pages are given.
pub fn add_global_shape(site: &Site, insight: &Insight, theme: &Theme, shape: &mut Shape) {
    globals(site, insight, theme).add_to(shape);
}

impl<'s> Renderer<'s> {
    /// Prepares what pages share.
    ///
    /// # Errors
    /// A template that every page needs is missing.
    pub fn new(site: &'s Site, insight: &'s Insight, theme: &'s Theme) -> Result<Self, Vec<Diagnostic>> {
        let mut tera = theme.tera.clone();
        let globals = globals(site, insight, theme);
        let none = Fingerprint::of("");
        let frame = globals.fingerprint(&|_| none, |_| none);
        tera.global_context().extend(globals.into_tera(|_| String::new()));
        let mut places = vec![None; site.documents.len()];
        for (place, id) in site.by_date.iter().enumerate() {
            places[*id] = Some(place);
        }
        let list_rows = ListRows::new(site, &theme.phrases);
        Ok(Self {
            made_of: None,
            shared: (Fingerprint::of(&site.config), theme.phrases.fingerprint(), frame),
            templates: theme.template_fingerprints(),
            site,
            insight,
            theme,
            say: &theme.phrases,
            tera,
            lines: Values::new(site.documents.len()),
            list_rows,
            rows: Values::new(insight.actions.all.len()),
            highlighter: Highlighter::new(),
            places,
            choices: action_items::Choices::new(&insight.actions),
            parts: recurring::Choices::new(insight),
            chains: recurring::Places::new(site, insight),
            labels: vec![OnceLock::new(); insight.recurrence.chains.len()],
            chain_prints: vec![OnceLock::new(); insight.recurrence.chains.len()],
            base: sitemap::base(&site.config),
            used: Mutex::default(),
            explained: Mutex::default(),
        })
    }

    /// Ready to tell at a glance which files would be made of what they were made of when all pages had this in common.
    #[must_use]
    pub fn comparing(self, before: Option<Common>) -> Self {
        let (records, facts) = made_of::facts(self.site, self.insight.today);
        let (settings, words, frame) = self.shared;
        let templates = self.templates.iter().map(|(name, of)| ((*name).to_owned(), *of)).collect();
        let common = Common { settings, words, frame, templates, facts };
        Self { made_of: Some(MadeOf::new(common, records, before)), ..self }
    }

    /// What all pages have in common, where they are compared.
    pub fn common(&self) -> Option<&Common> {
        self.made_of.as_ref().map(|made_of| &made_of.common)
    }

    /// An action item as a row of a list that says on which day it was made; it is made where a page is that shows it.
    pub(super) fn row(&self, id: TrackedActionId) -> Value {
        DeferredValue::Action(id).stand_in()
    }

    /// The templates that were used so far.
    pub fn used(&self) -> BTreeSet<&'static str> {
        locked(&self.used).clone()
    }

    /// Makes the file of one job, unless it would be made of what it was made of `before`.
    ///
    /// # Errors
    /// A template that can't be rendered.
    pub fn render(&self, job: &Job, before: Origin) -> Result<Made<'s>, Diagnostic> {
        let Some(made_of) = &self.made_of else { return self.render_other(job, before, None) };
        let glance = made_of::glance(self.site, self.insight, job);
        if made_of.is_the_same(&before, &glance) {
            debug_assert_eq!(
                before.of,
                self.render_other(job, before, None)?.from.of,
                "{job:?} is made of more than is compared at a glance"
            );
            return Ok(Made::as_before(before));
        }
        let own = if let Glance::By(own) = glance { own } else { None };
        self.render_other(job, before, own)
    }

    /// The same by all that the file shows.
    fn render_other(&self, job: &Job, before: Origin, own: Option<Own>) -> Result<Made<'s>, Diagnostic> {
        match Work::of(self, job) {
            Work::Page(page) => {
                let fingerprint = self.context_fingerprint(&page.context);
                self.fill((page.template, &page.output), fingerprint, before, None, || page.context)
            }
            Work::Incident(id) => {
                let seen = incident::inputs(self, id);
                let output = &self.site.outputs[id];
                let fingerprint = Fingerprint::of(&seen);
                self.fill((INCIDENT, output), fingerprint, before, own, || incident::context(self, &seen))
            }
            Work::Asset(index) => Ok(self.asset(index, before.of)),
            Work::Calendar => {
                let content = action_items::calendar(self.site, self.insight);
                Ok(unless(before.of, Fingerprint::of(&content), || content.write().into_bytes()))
            }
            Work::Twin(id) => {
                let of = Fingerprint::of(&(self.shared, twin::fingerprint(self.site, id)));
                Ok(unless(before.of, of, || twin::document(self.site, id).into_bytes()))
            }
            Work::EntryTwin(kind, index) => {
                let of = Fingerprint::of(&(self.shared, twin::entry_fingerprint(self.site, kind, index)));
                Ok(unless(before.of, of, || twin::entry(self.site, kind, index).into_bytes()))
            }
            Work::Data(format) => {
                let records = || made_of::facts(self.site, self.insight.today).0;
                let records = self.made_of.as_ref().map_or_else(records, |made_of| made_of.records);
                let (of, site) = (Fingerprint::of(&(self.shared, records, format)), self.site);
                let stream = || Produced::Stream(Box::new(move |out| export::write(site, &[], format, out)));
                Ok(Made::unless(before.of, of, stream))
            }
            // What is there need not be read to know that it is the same.
            Work::Bytes(bytes) => Ok(unless(before.of, Fingerprint::of_bytes(&bytes), || bytes)),
            Work::Copy(path) => Ok(Made::unknown(Produced::CopyOf(path))),
            Work::Picture(path) => Ok(Made::unknown(Produced::MadeOf(path, crate::read::svg::published))),
        }
    }

    /// Adds what the template of a job is given to the shape that is kept by the template's name.
    pub fn add_shape(&self, job: &Job, shapes: &mut BTreeMap<&'static str, Shape>) {
        let Page { template, output, context } = match Work::of(self, job) {
            Work::Page(page) => page,
            Work::Incident(id) => Page {
                template: INCIDENT,
                output: self.site.outputs[id].clone(),
                context: incident::context(self, &incident::inputs(self, id)),
            },
            _ => return,
        };
        self.completed(&output, context).add_to(shapes.entry(template).or_default());
    }

    /// Puts a page through its template, unless that would change nothing; `fingerprint` is of all that is in its context.
    fn fill(
        &self,
        (template, output): (&'static str, &str),
        fingerprint: Fingerprint,
        before: Origin,
        own: Option<Own>,
        context: impl FnOnce() -> Context,
    ) -> Result<Made<'static>, Diagnostic> {
        let template_fingerprint = self.templates.get(template);
        let of = Fingerprint::of(&(self.shared, template, template_fingerprint, output, fingerprint));
        let from = Origin { of: Some(of), own };
        if before.of == from.of {
            return Ok(Made::as_before(from));
        }
        let body = |id| crate::site::body::html(self.site, id, &self.highlighter, self.say);
        let context = self.completed(output, context()).into_tera(body);
        locked(&self.used).insert(template);
        let mut bytes = Vec::with_capacity(24 * 1024);
        match self.tera.render_to(template, &context, &mut bytes) {
            Ok(()) => {
                let changes = |made_of: &MadeOf| made_of.changes(template, before.own, own);
                let changes = self.made_of.as_ref().map(changes).unwrap_or_default();
                Ok(Made { produced: Produced::Bytes(bytes), from, changes })
            }
            Err(error) => {
                let found = self.theme.diagnostics(&error, Some(output)).swap_remove(0);
                // To find out takes time, and a fault can be in all pages.
                let is_new = locked(&self.explained).insert(error.to_string());
                let reach = || self.theme.reach(&error, &self.tera, template, &context);
                Err(match is_new.then(reach).flatten() {
                    Some(hint) => found.hint(hint),
                    None => found,
                })
            }
        }
    }

    /// With all that was only promised, but for the body.
    fn completed(&self, output: &str, mut context: Context) -> Context {
        let root = address::root(output);
        context.fulfil(&|later| self.make(later, &root));
        context
    }

    /// Makes a value that was promised, for a page with that way to the root of the site.
    fn make(&self, later: DeferredValue, root: &str) -> Value {
        let (site, say, actions) = (self.site, self.say, &self.insight.actions);
        let row = |of| Value::from_serializable(&action_items::row(say, &of));
        match later {
            DeferredValue::ListRow(id) => self.lines.get(id, || self.list_rows.line(site, say, id)),
            DeferredValue::Action(id) => {
                self.rows.get(id, || row(action_items::Of::today(site, actions, id)))
            }
            DeferredValue::ActionElsewhere(id) => row(action_items::Of::elsewhere(site, actions, id)),
            DeferredValue::Chain(position) => {
                let chain = Value::from_serializable(&recurring::chain(self, position, root));
                fulfilled(&chain, &|later| self.make(later, root)).unwrap_or(chain)
            }
        }
    }

    /// The fingerprint of all that a page is made of.
    fn context_fingerprint(&self, context: &Context) -> Fingerprint {
        context
            .fingerprint(&|later| self.fingerprint(later), |id| crate::site::body::fingerprint(self.site, id))
    }

    /// The fingerprint of what such a value is made of. The way to the root is that of the page.
    fn fingerprint(&self, later: DeferredValue) -> Fingerprint {
        match later {
            DeferredValue::ListRow(id) => self.line_fingerprint(id),
            DeferredValue::Action(id) => {
                let of = || Fingerprint::of(&action_items::Of::today(self.site, &self.insight.actions, id));
                self.rows.fingerprint(id, of)
            }
            DeferredValue::ActionElsewhere(id) => {
                Fingerprint::of(&action_items::Of::elsewhere(self.site, &self.insight.actions, id))
            }
            DeferredValue::Chain(position) => *self.chain_prints[position].get_or_init(|| {
                let chain = Value::from_serializable(&recurring::chain(self, position, ""));
                fingerprint_of(&chain, &|later| self.fingerprint(later))
            }),
        }
    }

    fn line_fingerprint(&self, id: DocumentId) -> Fingerprint {
        self.lines.fingerprint(id, || self.list_rows.fingerprint(self.site, self.say, id))
    }

    fn asset(&self, index: usize, before: Option<Fingerprint>) -> Made<'static> {
        let bytes = &*self.theme.assets[index].bytes;
        Made::unless(before, Fingerprint::of(bytes), || Produced::Bytes(bytes.to_vec()))
    }

    /// Title and address of any document, and what a list shows of an incident; made where a page is that shows it.
    pub(super) fn list_row(&self, id: DocumentId) -> Value {
        DeferredValue::ListRow(id).stand_in()
    }

    /// The same with what it is made of.
    pub(super) fn promised(&self, id: DocumentId) -> Promised {
        Promised { later: DeferredValue::ListRow(id), of: self.line_fingerprint(id) }
    }

    pub(super) fn briefs_of(&self, ids: &[DocumentId]) -> Vec<Value> {
        ids.iter().map(|id| self.list_row(*id)).collect()
    }

    pub(super) fn place_in_time(&self, id: DocumentId) -> Option<usize> {
        self.places[id]
    }

    /// What a chain of the ledger is called, and where it is; many pages say so.
    pub(super) fn chain(&self, position: usize) -> &recurring::Label {
        self.labels[position].get_or_init(|| recurring::label(self, &self.chains, position))
    }

    /// The address of an action item on the page of its incident, from the root of the site.
    pub(super) fn action_url(&self, id: DocumentId, index: usize) -> Href {
        let page = urls::from_root(&self.site.outputs[id]);
        let is_anchored = self.site.post_mortem(id).action_items[index].in_body;
        if is_anchored { page.at(&anchor(index)) } else { page }
    }
}

fn locked<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}
