//! A live preview: builds, serves what was built, and builds again whenever something changes.
//!
//! ```text
//! files ─watch→ build ─→ .lookback/serve/ ─folder→ answer ─→ browser
//!                 └──── told ─── live (events) ──────────────────┘
//! ```
//!
//! The site goes to a folder of its own, so that a preview never touches what is deployed. One thread builds; the host
//! has threads of its own, and goes on with the last good site when a build fails.

mod address;
mod answer;
mod fault;
mod folder;
mod gate;
mod host;
mod kind;
mod listeners;
mod live;
mod news;
mod page;
mod site;
pub mod watch;

pub use address::Address;
pub use news::News;

use std::net::{SocketAddr, TcpListener};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use jiff::civil::Date;

use crate::build::{self, Built, Last, build_and_keep};
use crate::core::config;
use crate::core::diagnostic::Diagnostic;
use crate::core::files;
use crate::core::progress::Progress;
use crate::serve::watch::{Inputs, Pace, Watch};
use crate::site::render::base_path;
use crate::store;
use fault::Told;
use gate::Gate;
use host::Host;
use news::Known;
use site::Served;

/// Editors take some milliseconds for one save; and whoever writes without end still wants to see something.
const PACE: Pace = Pace { quiet: Duration::from_millis(40), most: Duration::from_millis(500) };

/// How often it is looked whether a folder that is gone has come back.
const LOOK: Duration = Duration::from_secs(1);

/// Name in `.lookback/` of the folder that is served.
const FOLDER: &str = "serve";
/// The same of the edition for readers outside.
const PUBLIC_FOLDER: &str = "serve-public";

/// What is previewed, and how it is built.
#[derive(Debug, Clone)]
pub struct Options {
    /// Folder of the knowledge base.
    pub root: PathBuf,
    /// Instead of a folder in `.lookback/`; relative to the working directory.
    pub dest: Option<PathBuf>,
    /// Instead of one a core.
    pub threads: Option<NonZeroUsize>,
    /// Instead of the date of each build.
    pub today: Option<Date>,
    /// Whether to show the edition for readers outside.
    pub public: bool,
    /// Whether a preview with post-mortems may become one without any.
    pub allow_empty: bool,
}

/// A preview that is being served.
#[derive(Debug)]
pub struct Preview {
    options: Options,
    dest: PathBuf,
    watch: Watch,
    host: Host,
    known: Known,
    at: SocketAddr,
    /// What the last build knew.
    last: Option<Last>,
    /// Whether the last build came to its end.
    is_built: bool,
    /// Whether there was no knowledge base at all then.
    was_gone: bool,
}

/// What became of one build.
#[derive(Debug)]
pub struct Round {
    /// `None` where it failed, and the last good site is still served.
    pub built: Option<Built>,
    pub news: News,
    pub took: Duration,
}

impl Preview {
    /// Begins to serve and to watch; nothing is built yet.
    ///
    /// # Errors
    /// When there is no such folder, it can't be watched, or nothing can be kept in it.
    pub fn start(options: Options, address: &Address, listener: TcpListener) -> Result<Self, Diagnostic> {
        if !options.root.is_dir() {
            let shown = options.root.display().to_string();
            let message = format!("there is no folder {shown}");
            let hint = "Name a folder of Markdown files, or run `lookback init` to start one.";
            return Err(Diagnostic::error("no-content", shown, message).hint(hint));
        }
        let dest = match &options.dest {
            Some(dest) => {
                refuse_published(dest)?;
                dest.clone()
            }
            None => {
                let kept = store::folder(&options.root);
                store::prepare(&kept).map_err(|error| {
                    Diagnostic::error("cannot-publish", kept.display().to_string(), error.to_string())
                        .hint("Make the folder writable, or name another one with `-d`.")
                })?;
                kept.join(if options.public { PUBLIC_FOLDER } else { FOLDER })
            }
        };
        let failed = |error: std::io::Error| {
            Diagnostic::error("cannot-listen", address.name.clone(), format!("can't serve: {error}"))
        };
        let watch = Watch::start(Inputs::of(&options.root, Some(&dest)))?;
        let at = listener.local_addr().map_err(failed)?;
        let gate = Gate::new(&address.name, at.ip());
        let host = Host::start(listener, gate, Served::new(dest.clone())).map_err(failed)?;
        Ok(Self {
            options,
            dest,
            watch,
            host,
            known: Known::default(),
            at,
            last: None,
            is_built: false,
            was_gone: false,
        })
    }

    /// Where a browser of this machine finds it.
    pub fn url(&self) -> String {
        let mut at = self.at;
        if at.ip().is_unspecified() {
            at.set_ip(if at.is_ipv4() { [127, 0, 0, 1].into() } else { [0, 0, 0, 0, 0, 0, 0, 1].into() });
        }
        format!("http://{at}/")
    }

    /// Waits until something has changed. False where nothing will ever change again.
    pub fn wait(&mut self) -> bool {
        if self.last.is_none() && self.is_built {
            // There was nothing to build, so that nothing had to be known until now.
            self.last = build::know(&self.build_options(), &Progress::new(false));
        }
        loop {
            if let Some(heard) = self.watch.wait_at_most(LOOK, PACE) {
                return heard;
            }
            // Nobody tells that a folder has come back, and nobody watches what is made here.
            let is_back = self.was_gone && self.options.root.is_dir();
            if is_back || self.is_built && !self.dest.is_dir() {
                self.watch.doubt();
                return true;
            }
        }
    }

    fn build_options(&self) -> build::Options<'_> {
        build::Options {
            root: &self.options.root,
            dest: Some(&self.dest),
            threads: self.options.threads,
            today: self.options.today,
            public: self.options.public,
            allow_empty: self.options.allow_empty,
            no_cache: false,
        }
    }

    /// Builds, and tells all open pages. What changes meanwhile leads to one more build.
    pub fn build(&mut self, progress: &Progress) -> Round {
        let since = Instant::now();
        let watching = self.watch.renew(Inputs::of(&self.options.root, Some(&self.dest)));
        if self.last.take().is_some_and(|mut last| last.refresh() > 0) {
            self.host.tell_again();
        }
        let built = build_and_keep(&self.build_options(), progress);
        progress.finish();
        let built = built.map(|(built, last)| {
            self.last = last;
            built
        });
        self.is_built = built.is_ok();
        if self.is_built {
            mark(&self.dest);
        }
        self.was_gone = !self.options.root.is_dir();
        let loaded = config::load(&self.options.root).ok();
        let (built, mut news) = match built {
            Ok(built) => {
                let base = loaded.as_ref().and_then(|loaded| base_path(&loaded.config));
                self.host.served().serve_also_at(base);
                self.host.tell(Told::built(&built.diagnostics, loaded.as_ref()));
                let news = self.known.built(&built.diagnostics);
                (Some(built), news)
            }
            Err(found) => {
                self.host.tell(Told::failed(&found, &self.host.told()));
                (None, self.known.failed(&found))
            }
        };
        news.fresh.extend(watching.err());
        Round { built, news, took: since.elapsed() }
    }
}

/// Marks a folder that a preview is written to, among the notes of what is published there.
const MARK: &str = "preview";

/// Refuses a folder that holds a site which was built to be published.
fn refuse_published(dest: &Path) -> Result<(), Diagnostic> {
    let notes = dest.join(crate::site::publish::FOLDER);
    if notes.is_dir() && !notes.join(MARK).exists() {
        let shown = dest.display().to_string();
        let message = format!("{shown} holds a site that was built, which a preview would replace");
        let hint = "Name another folder, or leave `-d` out: the preview has one of its own.";
        return Err(Diagnostic::error("cannot-publish", shown, message).hint(hint));
    }
    Ok(())
}

/// Notes that a folder is that of a preview.
fn mark(dest: &Path) {
    // Without it, a folder that was named has to be named anew the next time.
    let _ = files::write_new(&dest.join(crate::site::publish::FOLDER).join(MARK), b"");
}
