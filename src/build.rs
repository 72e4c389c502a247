//! The one place where the stages meet: content in, site out.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use jiff::civil::Date;
use rayon::prelude::*;

use crate::config::{self, FILE_NAME, Loaded};
use crate::diagnostic::Diagnostic;
use crate::git;
use crate::insight::{self, Insight};
use crate::link::{Site, link};
use crate::load::load;
use crate::output::{Planned, Produced};
use crate::parse::Parser;
use crate::progress::Progress;
use crate::publish::{Destination, Published, resolve};
use crate::render::{Job, Renderer, plan};
use crate::theme;
use crate::today::today;

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
}

/// What a build made.
#[derive(Debug)]
pub struct Built {
    pub dest: PathBuf,
    pub post_mortems: usize,
    pub services: usize,
    pub causes: usize,
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
    let Some(threads) = options.threads else { return run(options, progress) };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads.get()).build().map_err(|error| {
        vec![Diagnostic::error(
            "no-threads",
            "--threads",
            format!("could not start {threads} threads: {error}"),
        )]
    })?;
    pool.install(|| run(options, progress))
}

/// Reads a knowledge base, joined and ready to be shown or exported.
///
/// # Errors
/// What is wrong with its settings, or that there is none.
pub fn read(root: &Path, progress: &Progress) -> Result<(Site, Vec<Diagnostic>), Vec<Diagnostic>> {
    let loaded = config::load(root)?;
    let site = loaded.root.join(&loaded.config.build_dir);
    Ok(join(&loaded, &[site], progress, &mut Clock::start()))
}

fn run(options: &Options<'_>, progress: &Progress) -> Result<Built, Vec<Diagnostic>> {
    let mut clock = Clock::start();
    let loaded = config::load(options.root)?;
    let configured = loaded.root.join(&loaded.config.build_dir);
    let dest = options.dest.map_or_else(|| configured.clone(), Path::to_owned);
    // Before anything is read: who waits for a long build should not learn at its end that it was in vain.
    let destination =
        Destination::open(&dest, &[&loaded.root, &loaded.content]).map_err(|error| vec![error.into()])?;
    let theme = theme::load(&loaded.root, &loaded.config)?;

    let reading = git::start(&loaded.content, &loaded.config);
    let (mut site, mut diagnostics) = join(&loaded, &[configured, dest.clone()], progress, &mut clock);
    let known = reading.map(|reading| reading.finish(&site.documents, &loaded.config)).unwrap_or_default();
    site.repository = known.repository;
    clock.stage("git");
    let insight = Insight::new(&site, today(options.today, &site.config.timezone));
    clock.stage("insight");
    let renderer = Renderer::new(&site, &insight, &theme)?;
    let planned = plan(&site, &insight, &theme);
    progress.start("Writing", planned.len());
    let produce = |planned: &Planned<Job>| match renderer.render(&planned.job)? {
        Produced::CopyOf(path) => Ok(Produced::CopyOf(loaded.content.join(path))),
        bytes => Ok(bytes),
    };
    let published = destination.publish(&planned, produce, || progress.advance());
    let Published { written, unchanged, removed, diagnostics: found } =
        published.map_err(|error| vec![error.into()])?;
    clock.stage("publish");

    diagnostics.extend(found);
    diagnostics.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    Ok(Built {
        post_mortems: site.by_date.len(),
        services: site.services.entries.len(),
        causes: site.causes.entries.len(),
        dest,
        written,
        unchanged,
        removed,
        diagnostics,
        notes: known.note.into_iter().collect(),
        timings: clock.timings,
    })
}

/// From the files of a knowledge base to its documents, joined. `skip` names folders that are not content.
fn join(
    loaded: &Loaded,
    skip: &[PathBuf],
    progress: &Progress,
    clock: &mut Clock,
) -> (Site, Vec<Diagnostic>) {
    let skip = skip.iter().map(|folder| as_listed(&loaded.content, folder)).collect::<Vec<_>>();
    let folder = load(loaded, &skip);
    let mut diagnostics = folder.diagnostics;
    diagnostics.extend(unsafe_html(loaded));
    clock.stage("load");

    progress.start("Reading", folder.sources.len());
    let parser = Parser::new(&loaded.config);
    diagnostics.extend(unknown_fields(loaded, &parser));
    let parsed = folder.sources.into_par_iter().map(|source| {
        let parsed = parser.parse(source);
        progress.advance();
        parsed
    });
    let (documents, found): (Vec<_>, Vec<_>) = parsed.unzip();
    diagnostics.extend(found.into_iter().flatten());
    clock.stage("parse");

    let (site, found) = link(loaded.config.clone(), documents, &folder.others);
    diagnostics.extend(found);
    diagnostics.extend(insight::findings(&site));
    clock.stage("link");

    for diagnostic in &mut diagnostics {
        let folder = if diagnostic.path == FILE_NAME { &loaded.root } else { &loaded.content };
        diagnostic.path = folder.join(&diagnostic.path).display().to_string();
    }
    diagnostics.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
    (site, diagnostics)
}

/// Aliases of fields that there are not do nothing, which their author should know.
fn unknown_fields(loaded: &Loaded, parser: &Parser<'_>) -> Vec<Diagnostic> {
    let fault = |(name, near): (&str, Option<&str>)| {
        let start = loaded.text.find(name).unwrap_or(0);
        let message = format!("`{name}` in `[fields.keys]` is not a field");
        let hint =
            near.map_or("The manual lists all fields.".to_owned(), |near| format!("Did you mean `{near}`?"));
        Diagnostic::warning("unknown-field", FILE_NAME, message)
            .at(&loaded.text, start..start + name.len())
            .hint(hint)
    };
    parser.unknown_fields().into_iter().map(fault).collect()
}

/// The reminder, at every build, that scripts in the content run in the readers' browsers.
fn unsafe_html(loaded: &Loaded) -> Option<Diagnostic> {
    const KEY: &str = "unsafe-html";
    let start = loaded.text.find(KEY).filter(|_| loaded.config.html.unsafe_html)?;
    let found = Diagnostic::warning(
        "unsafe-html",
        FILE_NAME,
        "HTML in the content is published as it is, with whatever it runs",
    );
    Some(
        found
            .at(&loaded.text, start..start + KEY.len())
            .hint("Remove `unsafe-html` unless every author is trusted."),
    )
}

/// A folder as it is named when the content is listed, where it lies in it: `content/../out` and `./out` are one.
fn as_listed(content: &Path, folder: &Path) -> PathBuf {
    match resolve(folder).strip_prefix(resolve(content)) {
        Ok(below) => content.join(below),
        Err(_) => folder.to_owned(),
    }
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
