//! The one place where the stages meet: content in, site out.

pub mod ask;
mod content;
mod emptied;
mod glance;
mod index;
mod known;
mod recall;
mod review;
mod theme;
mod unchanged;

pub use content::Content;
pub use glance::Last;
pub use review::{ReviewOptions, review};
pub use theme::{CheckedTheme, check_theme, shapes};

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use jiff::civil::Date;

use crate::core::config;
use crate::core::diagnostic::Diagnostic;
use crate::core::fingerprint::Fingerprint;
use crate::core::output::{Made, Origin, Planned, Produced, Stage};
use crate::core::progress::Progress;
use crate::core::today::today;
use crate::know::insight::Insight;
use crate::know::link::Site;
use crate::read::load::Listing;
use crate::site::index::Store;
use crate::site::publish::{Destination, Published};
use crate::site::render::{Job, Renderer, left_out, plan};
use crate::site::theme::{Asset, Theme};
use crate::store::cache::Cache;
use index::Index;
use known::{Texts, unless_changed};
use recall::Recall;
use theme::one_for_each_place;
use unchanged::Said;

/// What to build, and where to.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// Folder of the knowledge base.
    pub root: &'a Path,
    /// Instead of `build-dir`; relative to the working directory.
    pub dest: Option<&'a Path>,
    /// Instead of one a core.
    pub threads: Option<NonZeroUsize>,
    /// Instead of the date of the build.
    pub today: Option<Date>,
    /// Whether to build the edition for readers outside.
    pub public: bool,
    /// Whether a site with post-mortems may become one without any.
    pub allow_empty: bool,
}

/// More threads than this help nowhere, and each takes memory.
const MOST_THREADS: usize = 256;

/// What a build made.
#[derive(Debug, Default)]
pub struct Built {
    pub dest: PathBuf,
    pub post_mortems: usize,
    pub services: usize,
    pub causes: usize,
    /// Files that had to be parsed; of all others the facts were known.
    pub parsed: usize,
    /// Files of the site that had to be made; all others would be made of what they were made of before.
    pub made: usize,
    pub written: usize,
    pub unchanged: usize,
    pub removed: usize,
    /// Everything that was found on the way, sorted.
    pub diagnostics: Vec<Diagnostic>,
    /// What a person should know and need not mend.
    pub notes: Vec<String>,
    /// Stages in order, with the time that each took.
    pub timings: Timings,
}

/// Stages in order, with the time that each took.
pub type Timings = Vec<(&'static str, Duration)>;

/// Builds the site of a knowledge base.
///
/// # Errors
/// What kept it from being built at all. All that is merely odd is in [`Built::diagnostics`].
pub fn build(options: &Options<'_>, progress: &Progress) -> Result<Built, Vec<Diagnostic>> {
    on_threads(options, progress, false).map(|(built, _)| built)
}

/// Builds as [`build`] does; also gives what was known, unless nothing had changed, for the next glance at an edit.
///
/// # Errors
/// As those of [`build`].
pub fn build_and_keep(
    options: &Options<'_>,
    progress: &Progress,
) -> Result<(Built, Option<Last>), Vec<Diagnostic>> {
    on_threads(options, progress, true)
}

fn on_threads(
    options: &Options<'_>,
    progress: &Progress,
    keep: bool,
) -> Result<(Built, Option<Last>), Vec<Diagnostic>> {
    // Somebody who writes while a build reads is rare enough for all texts to be read at once the second time.
    let twice = || {
        unless_changed(|| run(options, progress, keep, Texts::WhenWanted))
            .unwrap_or_else(|| run(options, progress, keep, Texts::AtOnce))
    };
    let Some(wanted) = options.threads.map(NonZeroUsize::get) else { return twice() };
    let threads = wanted.min(MOST_THREADS);
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().map_err(|error| {
        vec![Diagnostic::error(
            "no-threads",
            "--threads",
            format!("could not start {threads} threads: {error}"),
        )]
    })?;
    let mut done = pool.install(twice)?;
    if threads < wanted {
        done.0.notes.push(format!("{wanted} threads help no more than {threads}, so that these are used"));
    }
    Ok(done)
}

/// Reads a knowledge base, joined and ready to be shown or exported.
///
/// # Errors
/// What is wrong with its settings, or that there is none.
pub fn read(root: &Path, progress: &Progress) -> Result<(Site, Vec<Diagnostic>), Vec<Diagnostic>> {
    Ok(Content::read(root)?.join(progress))
}

/// Reads what is public of a knowledge base, as [`read`] reads all of it.
///
/// # Errors
/// What is wrong with its settings, or that there is none.
pub fn read_public(root: &Path, progress: &Progress) -> Result<(Site, Vec<Diagnostic>), Vec<Diagnostic>> {
    Ok(Content::all(load(root, true)?).join(progress))
}

fn load(root: &Path, public: bool) -> Result<config::Loaded, Vec<Diagnostic>> {
    let loaded = config::load(root)?;
    if public { content::for_public(loaded) } else { Ok(loaded) }
}

/// Reads a knowledge base as [`read`] does, with what git knows of its files, and what a person should know about that.
///
/// # Errors
/// What is wrong with its settings, or that there is none.
pub fn read_with_history(root: &Path, progress: &Progress) -> Result<WithHistory, Vec<Diagnostic>> {
    Ok(Content::read(root)?.join_with_history(progress, &mut Clock::start()))
}

/// A knowledge base with what git knows of its files.
#[derive(Debug)]
pub struct WithHistory {
    pub site: Site,
    pub diagnostics: Vec<Diagnostic>,
    /// What a person should know and need not mend.
    pub note: Option<String>,
    /// Files that had to be parsed.
    pub parsed: usize,
}

/// Reads what [`build_and_keep`] would have known, without building anything; `None` where it can't be read, or would not be
/// kept.
#[must_use]
pub fn know(options: &Options<'_>, progress: &Progress) -> Option<Last> {
    let loaded = load(options.root, options.public).ok().filter(|_| !options.public)?;
    let dest = options.dest.map_or_else(|| loaded.site(), Path::to_owned);
    let theme = crate::site::theme::load(&loaded.root, &loaded.config).ok()?;
    let skip = content::skipped(&loaded, std::slice::from_ref(&dest));
    let listing = Arc::new(Listing::new(&loaded, &skip));
    let content = Content::again(loaded.clone(), &listing, Cache::open(&loaded), Texts::WhenWanted);
    unless_changed(|| {
        let site = content.join_with_history(progress, &mut Clock::start()).site;
        let recall = Recall::open(&loaded.root, false);
        let insight = Insight::recalling(&site, today(options.today, &site.config.timezone), &recall);
        Last { loaded, dest, listing, site, insight, theme }
    })
}

/// With `keep`, also gives what was known.
fn run(
    options: &Options<'_>,
    progress: &Progress,
    keep: bool,
    texts: Texts,
) -> Result<(Built, Option<Last>), Vec<Diagnostic>> {
    let mut clock = Clock::start();
    let loaded = load(options.root, options.public)?;
    let dest = options.dest.map_or_else(|| loaded.site(), Path::to_owned);
    // Before anything is read: who waits for a long build should not learn at its end that it was in vain.
    let destination =
        Destination::open(&dest, &[&loaded.root, &loaded.content]).map_err(|error| vec![error.into()])?;
    let skip = content::skipped(&loaded, std::slice::from_ref(&dest));
    let (destination, (theme, listing)) = rayon::join(
        || destination.remembered(&loaded.root),
        || {
            let theme = || crate::site::theme::load(&loaded.root, &loaded.config);
            rayon::join(theme, || Arc::new(Listing::new(&loaded, &skip)))
        },
    );
    let theme = theme?;

    let today = today(options.today, &loaded.config.timezone);
    let folders = (options.root, dest.as_path());
    let inputs = unchanged::fingerprint(folders, &loaded, &listing, &destination, &theme, today);
    if let Some((said, unchanged)) = inputs.and_then(|inputs| destination.as_before(inputs))
        && let Some(Said { post_mortems, services, causes, diagnostics }) = Said::read(said)
    {
        clock.stage("look");
        let timings = clock.timings;
        let built = Built {
            dest,
            post_mortems,
            services,
            causes,
            unchanged,
            diagnostics,
            timings,
            ..Built::default()
        };
        return Ok((built, None));
    }
    clock.stage("look");

    let cache = Cache::open(&loaded);
    let mut notes: Vec<String> = destination.note().into_iter().chain(cache.note()).collect();
    // What is public of a document depends on more than its own text.
    let store = if options.public { None } else { Store::open(&loaded.root, &loaded.text) };
    let of_last = loaded.clone();
    let content = Content::again(loaded, &listing, cache, texts);
    let (key, folder) = (content.key(), content.loaded.content.clone());
    clock.stage("load");
    // To join the documents keeps one core busy.
    let (joined, ()) = rayon::join(|| content.join_with_history(progress, &mut clock), || destination.look());
    let WithHistory { site, mut diagnostics, note, parsed } = joined;
    if !options.allow_empty
        && let Some(fault) = emptied::fault(&site, &of_last, &destination)
    {
        return Err(vec![fault]);
    }
    notes.extend(note);
    // Neither needs the other, and each has stretches that keep one core busy.
    let (index, insight) = rayon::join(
        || {
            let store = store.as_ref();
            theme.search.as_ref().map(|_| Index::make(&site, key, &destination, store, progress))
        },
        || {
            let recall = Recall::open(&of_last.root, options.public);
            (Insight::recalling(&site, today, &recall), recall.notes().collect::<Vec<_>>())
        },
    );
    let (insight, damaged) = insight;
    notes.extend(damaged);
    notes.extend(store.as_ref().and_then(Store::note));
    clock.stage("insight and index");
    let renderer = Renderer::new(&site, &insight, &theme)?;
    let index = index.unwrap_or_default();
    let (renderer, planned) =
        rayon::join(|| renderer.comparing(), || plan_all(&site, &insight, &theme, &index));
    let jobs =
        planned.iter().filter_map(|one| if let Work::Render(job) = one.job { Some(job) } else { None });
    diagnostics.extend(left_out(&site, jobs).into_iter().map(|mut one| {
        one.path = folder.join(&one.path).display().to_string();
        one
    }));
    progress.start("Writing", planned.len());
    let produce = |planned: &Planned<Work>, before: Origin| match planned.job {
        Work::Render(job) => {
            let made = renderer.render(&job, before)?;
            Ok(match made.produced {
                Produced::CopyOf(path) => Made { produced: Produced::CopyOf(folder.join(path)), ..made },
                Produced::MadeOf(path, make) => {
                    Made { produced: Produced::MadeOf(folder.join(path), make), ..made }
                }
                _ => made,
            })
        }
        Work::Index(file) => Ok(index.file(file, before.of)),
        Work::OfflineEngine => {
            let bytes = offline_engine(&theme).map_or(&[][..], |asset| &*asset.bytes);
            // It is named after what it holds.
            let of = Fingerprint::of(&planned.output);
            Ok(Made::unless(before.of, of, || Produced::Bytes(bytes.to_vec())))
        }
    };
    let said = Said {
        post_mortems: site.by_date.len(),
        services: site.services.named(),
        causes: site.causes.named(),
        diagnostics,
    };
    // What has to be told again is not kept.
    let whole = inputs.filter(|_| notes.is_empty()).map(|inputs| (inputs, said.bytes()));
    let published = destination.publish(&planned, produce, || progress.advance(), whole);
    let Published { made, written, unchanged, removed, diagnostics: mut found } =
        published.map_err(|error| vec![error.into()])?;
    destination.remember_incidents(said.post_mortems);
    one_for_each_place(&mut found);
    clock.stage("publish");

    let Said { post_mortems, services, causes, mut diagnostics } = said;
    diagnostics.extend(found);
    diagnostics.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    let built = Built {
        post_mortems,
        services,
        causes,
        dest: dest.clone(),
        parsed,
        made,
        written,
        unchanged,
        removed,
        diagnostics,
        notes,
        timings: clock.timings,
    };
    if !keep {
        // To free half a gigabyte piece by piece takes longer than to end the program.
        std::mem::forget(renderer);
        std::mem::forget((site, insight, theme, planned, index));
        return Ok((built, None));
    }
    drop(renderer);
    // What is public of a document depends on others.
    let last = (!options.public).then_some(Last { loaded: of_last, dest, listing, site, insight, theme });
    Ok((built, last))
}

/// What makes a file of the site.
#[derive(Debug, Clone, Copy)]
enum Work {
    Render(Job),
    /// Position in the files of the index.
    Index(usize),
    /// The engine as a script, beside a copy of the index for pages that are opened from disk.
    OfflineEngine,
}

/// Everything that the site consists of.
fn plan_all(site: &Site, insight: &Insight, theme: &Theme, index: &Index) -> Vec<Planned<Work>> {
    let rendered = plan(site, insight, theme).into_iter();
    let rendered =
        rendered.map(|Planned { output, stage, job }| Planned { output, stage, job: Work::Render(job) });
    let indexed = index.planned().map(|(position, output, stage)| Planned {
        output,
        stage,
        job: Work::Index(position),
    });
    let engine = offline_engine(theme).filter(|_| index.has_copy()).map(|asset| Planned {
        output: asset.output.clone(),
        stage: Stage::Asset,
        job: Work::OfflineEngine,
    });
    // First, for of two that want one place the first is published.
    indexed.chain(engine).chain(rendered).collect()
}

fn offline_engine(theme: &Theme) -> Option<&Asset> {
    theme.search.as_ref().map(|search| &search.offline_engine)
}

/// Takes the time of one stage after another.
struct Clock {
    since: Instant,
    timings: Timings,
}

impl Clock {
    fn start() -> Self {
        Self { since: Instant::now(), timings: Vec::new() }
    }

    /// The stage that ends now.
    fn stage(&mut self, name: &'static str) {
        self.timings.push((name, self.since.elapsed()));
        self.since = Instant::now();
    }
}
