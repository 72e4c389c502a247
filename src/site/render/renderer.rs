//! Does any job of the plan: finds the page's data, and puts it through its template.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use tera::{Tera, Value};

use super::context::{Context, fingerprint_of};
use super::deferred::{DeferredValue, Values, fulfilled};
use super::globals::globals;
use super::job::Job;
use super::made_of::{self, Glance, MadeOf};
use super::prepare::prepare;
use super::shape::Shape;
use super::view::View;
use super::work::{Page, Work, unless};
use super::{action_items, incident, recurring, twin};
use crate::core::address;
use crate::core::diagnostic::Diagnostic;
use crate::core::fingerprint::Fingerprint;
use crate::core::output::{Common, Made, Origin, Own, Produced};
use crate::know::insight::Insight;
use crate::know::link::Site;
use crate::site::body::Highlighter;
use crate::site::export;
use crate::site::theme::Theme;

/// The template of an incident.
const INCIDENT: &str = "post-mortem.html";

/// Renders the jobs of one site. Shared between threads.
pub struct Renderer<'s> {
    view: View<'s>,
    tera: Tera,
    /// Fingerprint of what all pages are made of besides their own contexts: the settings, the words of the site, and what every page shows.
    shared: (Fingerprint, Fingerprint, Fingerprint),
    /// Fingerprint of each template.
    templates: BTreeMap<&'s str, Fingerprint>,
    /// Action items as rows of lists, in the order of [`Actions::all`](crate::know::insight::Actions::all).
    rows: Values,
    highlighter: Highlighter,
    /// Fingerprint of what each chain of the ledger is made of.
    chain_fingerprints: Vec<OnceLock<Fingerprint>>,
    /// What pages are made of, where they are compared with those of an earlier build.
    made_of: Option<MadeOf>,
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
        Ok(Self {
            made_of: None,
            shared: (Fingerprint::of(&site.config), theme.phrases.fingerprint(), frame),
            templates: theme.template_fingerprints(),
            view: View::new(site, insight, theme),
            tera,
            rows: Values::new(insight.actions.all.len()),
            highlighter: Highlighter::new(),
            chain_fingerprints: vec![OnceLock::new(); insight.recurrence.chains.len()],
            used: Mutex::default(),
            explained: Mutex::default(),
        })
    }

    /// Ready to tell at a glance which files would be made of what they were made of when all pages had this in common.
    #[must_use]
    pub fn comparing(self, before: Option<Common>) -> Self {
        let (records, facts) = made_of::facts(self.view.site, self.view.insight.today);
        let (settings, words, frame) = self.shared;
        let templates = self.templates.iter().map(|(name, of)| ((*name).to_owned(), *of)).collect();
        let common = Common { settings, words, frame, templates, facts };
        Self { made_of: Some(MadeOf::new(common, records, before)), ..self }
    }

    /// What all pages have in common, where they are compared.
    pub fn common(&self) -> Option<&Common> {
        self.made_of.as_ref().map(|made_of| &made_of.common)
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
        let glance = made_of::glance(self.view.site, self.view.insight, job);
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
        match prepare(&self.view, job) {
            Work::Page(page) => {
                let fingerprint = self.context_fingerprint(&page.context);
                self.fill((page.template, &page.output), fingerprint, before, None, || page.context)
            }
            Work::Incident(id) => {
                let seen = incident::inputs(&self.view, id);
                let output = &self.view.site.outputs[id];
                let fingerprint = Fingerprint::of(&seen);
                self.fill((INCIDENT, output), fingerprint, before, own, || {
                    incident::context(&self.view, &seen)
                })
            }
            Work::Asset(index) => Ok(self.asset(index, before.of)),
            Work::Calendar => {
                let content = action_items::calendar(self.view.site, self.view.insight);
                Ok(unless(before.of, Fingerprint::of(&content), || content.write().into_bytes()))
            }
            Work::Twin(id) => {
                let of = Fingerprint::of(&(self.shared, twin::fingerprint(self.view.site, id)));
                Ok(unless(before.of, of, || twin::document(self.view.site, id).into_bytes()))
            }
            Work::EntryTwin(kind, index) => {
                let of =
                    Fingerprint::of(&(self.shared, twin::entry_fingerprint(self.view.site, kind, index)));
                Ok(unless(before.of, of, || twin::entry(self.view.site, kind, index).into_bytes()))
            }
            Work::Data(format) => {
                let records = || made_of::facts(self.view.site, self.view.insight.today).0;
                let records = self.made_of.as_ref().map_or_else(records, |made_of| made_of.records);
                let (of, site) = (Fingerprint::of(&(self.shared, records, format)), self.view.site);
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
        let Page { template, output, context } = match prepare(&self.view, job) {
            Work::Page(page) => page,
            Work::Incident(id) => Page {
                template: INCIDENT,
                output: self.view.site.outputs[id].clone(),
                context: incident::context(&self.view, &incident::inputs(&self.view, id)),
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
        let body = |id| crate::site::body::html(self.view.site, id, &self.highlighter, self.view.say);
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
                let found = self.view.theme.diagnostics(&error, Some(output)).swap_remove(0);
                // To find out takes time, and a fault can be in all pages.
                let is_new = locked(&self.explained).insert(error.to_string());
                let reach = || self.view.theme.reach(&error, &self.tera, template, &context);
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
        let (site, say, actions) = (self.view.site, self.view.say, &self.view.insight.actions);
        let row = |of| Value::from_serializable(&action_items::row(say, &of));
        match later {
            DeferredValue::ListRow(id) => self.view.lines.get(id, || self.view.list_rows.line(site, say, id)),
            DeferredValue::Action(id) => {
                self.rows.get(id, || row(action_items::Of::today(site, actions, id)))
            }
            DeferredValue::ActionElsewhere(id) => row(action_items::Of::elsewhere(site, actions, id)),
            DeferredValue::Chain(position) => {
                let chain = Value::from_serializable(&recurring::chain(&self.view, position, root));
                fulfilled(&chain, &|later| self.make(later, root)).unwrap_or(chain)
            }
        }
    }

    /// The fingerprint of all that a page is made of.
    fn context_fingerprint(&self, context: &Context) -> Fingerprint {
        context.fingerprint(&|later| self.fingerprint(later), |id| {
            crate::site::body::fingerprint(self.view.site, id)
        })
    }

    /// The fingerprint of what such a value is made of. The way to the root is that of the page.
    fn fingerprint(&self, later: DeferredValue) -> Fingerprint {
        match later {
            DeferredValue::ListRow(id) => self.view.line_fingerprint(id),
            DeferredValue::Action(id) => {
                let of = || {
                    Fingerprint::of(&action_items::Of::today(self.view.site, &self.view.insight.actions, id))
                };
                self.rows.fingerprint(id, of)
            }
            DeferredValue::ActionElsewhere(id) => {
                Fingerprint::of(&action_items::Of::elsewhere(self.view.site, &self.view.insight.actions, id))
            }
            DeferredValue::Chain(position) => *self.chain_fingerprints[position].get_or_init(|| {
                let chain = Value::from_serializable(&recurring::chain(&self.view, position, ""));
                fingerprint_of(&chain, &|later| self.fingerprint(later))
            }),
        }
    }

    fn asset(&self, index: usize, before: Option<Fingerprint>) -> Made<'static> {
        let bytes = &*self.view.theme.assets[index].bytes;
        Made::unless(before, Fingerprint::of(bytes), || Produced::Bytes(bytes.to_vec()))
    }
}

fn locked<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}
