//! The one place where the stages meet: content in, site out.

pub mod ask;
mod comparisons;
mod content;
mod emptied;
mod index;
mod preview;
mod review;
mod theme;
mod unchanged;

pub use content::Content;
pub use preview::Last;
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
use crate::core::output::{Change, Made, Origin, Planned, Produced, Stage};
use crate::core::progress::Progress;
use crate::core::today::today;
use crate::know::insight::Insight;
use crate::know::link::Site;
use crate::read::load::Listing;
use crate::site::publish::{Destination, Note, PublishError, Published};
use crate::site::render::{Job, Renderer, left_out, plan};
use crate::site::theme::{Asset, Theme};
use crate::store::Store;
use crate::store::cache::Cache;
use comparisons::ComparisonCache;
use content::Texts;
use index::Index;
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
    /// Whether nothing is kept from this build to the next, and nothing is taken that was kept.
    pub no_cache: bool,
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
    /// Output paths of the files that were made, and why.
    pub changes: Vec<(String, Vec<Change>)>,
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
    let twice = || match run(options, progress, keep, Texts::WhenWanted) {
        Err(Stopped::Changed) => run(options, progress, keep, Texts::AtOnce).map_err(Stopped::told),
        built => built.map_err(Stopped::told),
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
    let content = Content::read(root)?;
    let store = Store::of(&content.loaded);
    Ok(content.join_with_history(&store, progress, &mut Clock::start()))
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
pub fn know(options: &Options<'_>, progress: &Progress) -> Option<Last> {
    let loaded = load(options.root, options.public).ok().filter(|_| !options.public)?;
    let dest = options.dest.map_or_else(|| loaded.site(), Path::to_owned);
    let theme = crate::site::theme::load(&loaded.root, &loaded.config).ok()?;
    let skip = content::skipped(&loaded, std::slice::from_ref(&dest));
    let listing = Arc::new(Listing::new(&loaded, &skip));
    let store = Store::of(&loaded);
    let content = Content::again(loaded.clone(), &listing, Cache::open(&store, &loaded), Texts::WhenWanted);
    let site = content.join_with_history(&store, progress, &mut Clock::start()).site;
    let comparisons = ComparisonCache::open(&store);
    let insight = Insight::with_cache(&site, today(options.today, &site.config.timezone), &comparisons);
    let changed = store.changed().clone();
    (!changed.is_told()).then_some(Last { loaded, dest, listing, site, insight, theme, changed })
}

/// Why a build was ended.
enum Stopped {
    /// A text was changed between the look at its file and the moment in which it was wanted.
    Changed,
    Told(Vec<Diagnostic>),
}

impl Stopped {
    fn told(self) -> Vec<Diagnostic> {
        match self {
            Self::Changed => vec![PublishError::Changed.into()],
            Self::Told(found) => found,
        }
    }
}

impl From<Vec<Diagnostic>> for Stopped {
    fn from(found: Vec<Diagnostic>) -> Self {
        Self::Told(found)
    }
}

impl From<PublishError> for Stopped {
    fn from(error: PublishError) -> Self {
        match error {
            PublishError::Changed => Self::Changed,
            error => Self::Told(vec![error.into()]),
        }
    }
}

/// What a build begins with.
struct Start {
    loaded: config::Loaded,
    dest: PathBuf,
    destination: Destination,
    store: Store,
    theme: Theme,
    listing: Arc<Listing>,
    today: Date,
    /// The fingerprint of all that the site is made of; `None` where that can't be told from outside.
    inputs: Option<Fingerprint>,
}

/// What the documents come to.
struct Found {
    insight: Insight,
    index: Index,
    notes: Vec<String>,
}

/// With `keep`, also gives what was known.
fn run(
    options: &Options<'_>,
    progress: &Progress,
    keep: bool,
    texts: Texts,
) -> Result<(Built, Option<Last>), Stopped> {
    let mut clock = Clock::start();
    let start = Start::new(options)?;
    let before = start.as_before();
    clock.stage("look");
    if let Some(built) = before {
        return Ok((Built { timings: clock.timings, ..built }, None));
    }
    let Start { loaded, store, destination, .. } = &start;
    let cache = Cache::open(store, loaded);
    let mut notes: Vec<String> = destination.note().into_iter().chain(cache.note()).collect();
    let content = Content::again(loaded.clone(), &start.listing, cache, texts);
    let key = content.key();
    clock.stage("load");
    // To join the documents keeps one core busy.
    let join = || content.join_with_history(store, progress, &mut clock);
    let (WithHistory { site, mut diagnostics, note, parsed }, ()) = rayon::join(join, || destination.look());
    if !options.allow_empty
        && let Some(fault) = emptied::fault(&site, loaded, destination)
    {
        return Err(vec![fault].into());
    }
    let Found { insight, index, notes: damaged } = start.find(&site, key, progress);
    notes.extend(note.into_iter().chain(damaged));
    clock.stage("insight and index");
    let renderer = Renderer::new(&site, &insight, &start.theme)?;
    let before = destination.common().cloned();
    let (renderer, planned) =
        rayon::join(|| renderer.comparing(before), || plan_all(&site, &insight, &start.theme, &index));
    diagnostics.extend(start.left_out(&site, &planned));
    let said = Said {
        post_mortems: site.by_date.len(),
        services: site.services.named(),
        causes: site.causes.named(),
        diagnostics,
    };
    progress.start("Writing", planned.len());
    // What has to be told again is not kept.
    let whole = start.inputs.filter(|_| notes.is_empty()).map(|inputs| (inputs, said.bytes()));
    let note = Note { whole, common: renderer.common().cloned() };
    let produce = |planned: &Planned<Work>, before| start.produce(&renderer, &index, planned, before);
    let published = destination.publish(&planned, produce, || progress.advance(), note)?;
    if store.changed().is_told() {
        return Err(Stopped::Changed);
    }
    destination.remember_incidents(said.post_mortems);
    clock.stage("publish");
    let built = built(
        &start.dest,
        said,
        published,
        Built { parsed, notes, timings: clock.timings, ..Built::default() },
    );
    if !keep {
        // To free half a gigabyte piece by piece takes longer than to end the program.
        std::mem::forget(renderer);
        std::mem::forget((site, insight, start, planned, index));
        return Ok((built, None));
    }
    drop(renderer);
    let Start { loaded, dest, store, theme, listing, .. } = start;
    let changed = store.changed().clone();
    // What is public of a document depends on others.
    let last = Last { loaded, dest, listing, site, insight, theme, changed };
    Ok((built, (!options.public).then_some(last)))
}

impl Start {
    fn new(options: &Options<'_>) -> Result<Self, Stopped> {
        let loaded = load(options.root, options.public)?;
        let dest = options.dest.map_or_else(|| loaded.site(), Path::to_owned);
        // Before anything is read: who waits for a long build should not learn at its end that it was in vain.
        let destination = Destination::open(&dest, &[&loaded.root, &loaded.content])?;
        let skip = content::skipped(&loaded, std::slice::from_ref(&dest));
        let store = if options.no_cache { Store::none() } else { Store::of(&loaded) };
        let read = || {
            let theme = || crate::site::theme::load(&loaded.root, &loaded.config);
            rayon::join(theme, || Arc::new(Listing::new(&loaded, &skip)))
        };
        let (destination, (theme, listing)) = rayon::join(|| destination.remembered(&store), read);
        let theme = theme?;
        let today = today(options.today, &loaded.config.timezone);
        let folders = (options.root, dest.as_path());
        let inputs = unchanged::fingerprint(folders, &loaded, &listing, &destination, &theme, today);
        Ok(Self { loaded, dest, destination, store, theme, listing, today, inputs })
    }

    /// What the last build said, if this one would say it again.
    fn as_before(&self) -> Option<Built> {
        let (said, unchanged) = self.destination.as_before(self.inputs?)?;
        let Said { post_mortems, services, causes, diagnostics } = Said::read(said)?;
        let dest = self.dest.clone();
        Some(Built { dest, post_mortems, services, causes, unchanged, diagnostics, ..Built::default() })
    }

    /// What is found out about the documents. Neither the index nor the rest needs the other, and each has stretches that keep one
    /// core busy.
    fn find(&self, site: &Site, key: String, progress: &Progress) -> Found {
        let index = || {
            // What is public of a document depends on more than its own text.
            let is_kept = !self.loaded.config.is_public;
            let shards = is_kept.then(|| crate::site::index::room(&self.store, &self.loaded));
            let make = |_| Index::make(site, key, &self.destination, shards.as_ref(), progress);
            let index = self.theme.search.as_ref().map(make).unwrap_or_default();
            (index, shards.and_then(|shards| shards.note()))
        };
        let insight = || {
            let comparisons = ComparisonCache::open(&self.store);
            (Insight::with_cache(site, self.today, &comparisons), comparisons.notes().collect::<Vec<_>>())
        };
        let ((index, note), (insight, mut notes)) = rayon::join(index, insight);
        notes.extend(note);
        Found { insight, index, notes }
    }

    /// What is odd about files that the theme leaves no room for.
    fn left_out(&self, site: &Site, planned: &[Planned<Work>]) -> Vec<Diagnostic> {
        let jobs =
            planned.iter().filter_map(|one| if let Work::Render(job) = one.job { Some(job) } else { None });
        let shown = |found: Diagnostic| Diagnostic {
            path: self.loaded.content.join(&found.path).display().to_string(),
            ..found
        };
        left_out(site, jobs).into_iter().map(shown).collect()
    }

    /// Makes a file of the site.
    fn produce<'p>(
        &self,
        renderer: &Renderer<'p>,
        index: &Index,
        planned: &Planned<Work>,
        before: Origin,
    ) -> Result<Made<'p>, Diagnostic> {
        let folder = &self.loaded.content;
        match planned.job {
            Work::Render(job) => {
                let made = renderer.render(&job, before)?;
                let produced = match made.produced {
                    Produced::CopyOf(path) => Produced::CopyOf(folder.join(path)),
                    Produced::MadeOf(path, make) => Produced::MadeOf(folder.join(path), make),
                    produced => produced,
                };
                Ok(Made { produced, ..made })
            }
            Work::Index(file) => Ok(index.file(file, before.of)),
            Work::OfflineEngine => {
                let bytes = offline_engine(&self.theme).map_or(&[][..], |asset| &*asset.bytes);
                // It is named after what it holds.
                let of = Fingerprint::of(&planned.output);
                Ok(Made::unless(before.of, of, || Produced::Bytes(bytes.to_vec())))
            }
        }
    }
}

/// What a build made, with all that it says, sorted.
fn built(dest: &Path, said: Said, published: Published, built: Built) -> Built {
    let Said { post_mortems, services, causes, mut diagnostics } = said;
    let Published { made, written, unchanged, removed, diagnostics: mut found, changes } = published;
    one_for_each_place(&mut found);
    diagnostics.extend(found);
    diagnostics.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    let dest = dest.to_owned();
    Built {
        dest,
        post_mortems,
        services,
        causes,
        made,
        written,
        unchanged,
        removed,
        changes,
        diagnostics,
        ..built
    }
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
