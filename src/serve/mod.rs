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
mod live;
mod news;
mod page;
mod seats;
mod site;

pub use address::Address;
pub use news::News;

use std::net::{SocketAddr, TcpListener};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use jiff::civil::Date;

use crate::build::{self, Built, build};
use crate::config;
use crate::diagnostic::Diagnostic;
use crate::kept;
use crate::progress::Progress;
use crate::render::base_path;
use crate::watch::{Inputs, Pace, Watch};
use fault::Told;
use gate::Gate;
use host::Host;
use news::Known;
use site::Served;

/// Editors take some milliseconds for one save; and whoever writes without end still wants to see something.
const PACE: Pace = Pace { quiet: Duration::from_millis(40), most: Duration::from_millis(500) };

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
            Some(dest) => dest.clone(),
            None => {
                let kept = kept::folder(&options.root);
                kept::prepare(&kept).map_err(|error| {
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
        Ok(Self { options, dest, watch, host, known: Known::default(), at })
    }

    /// Where a browser of this machine finds it.
    #[must_use]
    pub fn url(&self) -> String {
        let mut at = self.at;
        if at.ip().is_unspecified() {
            at.set_ip(if at.is_ipv4() { [127, 0, 0, 1].into() } else { [0, 0, 0, 0, 0, 0, 0, 1].into() });
        }
        format!("http://{at}/")
    }

    /// Waits until something has changed. False where nothing will ever change again.
    #[must_use]
    pub fn wait(&self) -> bool {
        self.watch.wait(PACE)
    }

    /// Builds, and tells all open pages. What changes meanwhile leads to one more build.
    pub fn build(&mut self, progress: &Progress) -> Round {
        let since = Instant::now();
        let watching = self.watch.renew(Inputs::of(&self.options.root, Some(&self.dest)));
        let options = build::Options {
            root: &self.options.root,
            dest: Some(&self.dest),
            threads: self.options.threads,
            today: self.options.today,
            public: self.options.public,
        };
        let built = build(&options, progress);
        progress.finish();
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
