//! `lookback serve`: a preview that follows what is written.

use std::io::{self, IsTerminal as _};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use clap::Args;
use jiff::civil::Date;
use lookback::build::Built;
use lookback::core::diagnostic::{Diagnostic, Level};
use lookback::core::plain::count;
use lookback::core::progress::Progress;
use lookback::serve::{Address, Options, Preview, Round};
use lookback::tools::report::{Terminal, seconds};

use super::Failure;

/// Preview the site while it is written
///
/// Builds the site, serves it to this machine, and builds it again whenever the content, the settings or the theme change.
/// Open pages follow by themselves. What is wrong is shown in the page and in the terminal, and ends nothing. The site
/// that `lookback build` writes is not touched.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  lookback serve                     the knowledge base in this folder
  lookback serve incidents --open    the one in `incidents`, shown in the browser
  lookback serve --port 8080         at a port of your choice

Ctrl-C ends it. Exit codes: 0 ended; 2 could not run.")]
pub struct Serve {
    /// Folder of the knowledge base: that of book.toml, or any folder of Markdown files
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// Listen at this port; 0 takes any that is free [default: 3000, or the next one that is free]
    #[arg(short, long, value_name = "N")]
    port: Option<u16>,
    /// Listen at this address or name; others than those of this machine alone have to be agreed to
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1")]
    host: String,
    /// Agree that others in the network can read the preview
    #[arg(long)]
    yes: bool,
    /// Show it in the browser
    #[arg(short, long)]
    open: bool,
    /// Write the preview to this folder [default: `.lookback/serve` in DIR]
    #[arg(short, long, value_name = "DEST")]
    dest: Option<PathBuf>,
    /// Use at most N threads [default: one a core]
    #[arg(long, value_name = "N")]
    threads: Option<NonZeroUsize>,
    /// Build as on this day, `2026-05-30` [default: `SOURCE_DATE_EPOCH`, else today]
    #[arg(long, value_name = "DATE")]
    today: Option<Date>,
    /// Preview the edition for readers outside: only what is `visibility: public`, without what is internal
    #[arg(long)]
    public: bool,
    /// Show the site although none of the post-mortems is left that it has
    #[arg(long)]
    allow_empty: bool,
}

/// How long a build may take to come to its end when the program is to end. One that takes longer is left where it is:
/// each file is whole at any moment.
const GRACE: Duration = Duration::from_millis(600);

impl Serve {
    pub fn run(self, terminal: &Terminal) -> Result<ExitCode, Failure> {
        let base = super::base(&self.dir, "serve DIR")?;
        let address = Address::resolve(&self.host)?;
        if !(address.is_private() || self.yes || agrees(&address)?) {
            return Ok(ExitCode::SUCCESS);
        }
        let listener = address.listen(self.port)?;
        if self.port.is_none() && !Address::is_usual(&listener) {
            terminal.note("Port 3000 is taken, so the next free one is used.")?;
        }
        let options = Options {
            root: base,
            dest: self.dest,
            threads: self.threads,
            today: self.today,
            public: self.public,
            allow_empty: self.allow_empty,
        };
        let preview = Preview::start(options, &address, listener)?;
        let building = Arc::new(Mutex::new(()));
        let (end, ended) = channel();
        stop_by_signal(end.clone())?;
        let follower = Follower { preview, terminal: terminal.clone(), building: Arc::clone(&building) };
        let open = self.open;
        std::thread::spawn(move || {
            let result = follower.run(open);
            // Nobody listens any more when the program ends.
            let _ = end.send(result);
        });
        let result = ended.recv().unwrap_or(Ok(()));
        let until = Instant::now() + GRACE;
        while building.try_lock().is_err() && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(5));
        }
        result.map(|()| ExitCode::SUCCESS)
    }
}

/// Ends the program by Ctrl-C, and as systems ask programs to end.
fn stop_by_signal(end: Sender<Result<(), Failure>>) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    // Before anything is built, so that no signal is missed.
    let signals = {
        let _inside = runtime.enter();
        Signals::new()?
    };
    std::thread::spawn(move || {
        runtime.block_on(signals.any());
        let _ = end.send(Ok(()));
    });
    Ok(())
}

#[cfg(unix)]
struct Signals([tokio::signal::unix::Signal; 2]);

#[cfg(unix)]
impl Signals {
    fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self([signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?]))
    }

    async fn any(mut self) {
        let [interrupt, terminate] = &mut self.0;
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn new() -> io::Result<Self> {
        Ok(Self)
    }

    async fn any(self) {
        // Where it can't be heard, the system ends the program by itself.
        let _ = tokio::signal::ctrl_c().await;
    }
}

/// Whether others may read the preview; asked, where there is somebody to ask.
fn agrees(address: &Address) -> Result<bool, Failure> {
    let others = format!("Everybody who can reach {} can read the preview, drafts included", address.name);
    if io::stdin().is_terminal() && io::stderr().is_terminal() {
        let asked = inquire::Confirm::new(&format!("{others}. Serve it there?"))
            .with_default(false)
            .prompt_skippable();
        return Ok(asked.ok().flatten().unwrap_or(false));
    }
    let hint = "Add `--yes` if that is meant, or leave `--host` out: then only this machine can.";
    Err(Diagnostic::error("needs-consent", "--host", others).hint(hint).into())
}

/// Builds again and again, and says so.
struct Follower {
    preview: Preview,
    terminal: Terminal,
    /// Held while something is built.
    building: Arc<Mutex<()>>,
}

impl Follower {
    /// Until nothing can be watched or said any more.
    fn run(mut self, open: bool) -> Result<(), Failure> {
        let first = self.build(&Progress::new(self.terminal.shows_progress()));
        // No edit makes room where nothing can be written.
        if first.built.is_none() && first.news.fresh.iter().all(|found| found.rule == "cannot-publish") {
            return Err(first.news.fresh.into());
        }
        self.report(&first, true)?;
        let url = self.preview.url();
        // Whoever asks for quiet has to know it too.
        self.terminal.data(|out| writeln!(out, "Preview at {url}"))?;
        if open && open::that_detached(&url).is_err() {
            self.terminal.note("No browser could be started: open the address yourself.")?;
        }
        self.terminal.note("Waiting for changes; Ctrl-C ends.")?;
        while self.preview.wait() {
            let round = self.build(&Progress::new(false));
            self.report(&round, false)?;
        }
        Ok(())
    }

    fn build(&mut self, progress: &Progress) -> Round {
        let _held = self.building.lock();
        self.preview.build(progress)
    }

    /// What is new, and one line for the build.
    fn report(&self, round: &Round, is_first: bool) -> Result<(), Failure> {
        self.terminal.findings(&round.news.fresh)?;
        // Where what is said is written to a file of the knowledge base, a word too many would be the next change.
        if !is_first && is_as_before(round) {
            return Ok(());
        }
        if is_first {
            for note in round.built.iter().flat_map(|built| &built.notes) {
                self.terminal.say(&format!("note: {note}"))?;
            }
        }
        Ok(self.terminal.say(&line(round, is_first))?)
    }
}

/// Whether a build neither changed a file nor had anything to say.
fn is_as_before(round: &Round) -> bool {
    let is_same = round.built.as_ref().is_some_and(|built| built.written + built.removed == 0);
    is_same && round.news.fresh.is_empty() && round.news.mended == 0
}

/// `10 files changed in 0.21 s; 1 new error, 2 mended`
fn line(round: &Round, is_first: bool) -> String {
    let took = seconds(round.took);
    let mut line = match &round.built {
        None if is_first => "not built: there is nothing to show yet".to_owned(),
        None => format!("not built in {took}: the last good site is still shown"),
        Some(built) if is_first => {
            format!("{}, {} in {took}", count(built.post_mortems, "post-mortem"), changed(built))
        }
        Some(built) => format!("{} in {took}", changed(built)),
    };
    let of = |level| round.news.fresh.iter().filter(|found| found.level == level).count();
    let fresh = if is_first { "" } else { "new " };
    let mut news = Vec::new();
    for (level, noun) in [(Level::Error, "error"), (Level::Warning, "warning")] {
        if of(level) > 0 {
            news.push(count(of(level), &format!("{fresh}{noun}")));
        }
    }
    if round.news.mended > 0 {
        news.push(format!("{} mended", round.news.mended));
    }
    if !news.is_empty() {
        line.push_str("; ");
        line.push_str(&news.join(", "));
    }
    line
}

/// `3 files changed`
fn changed(built: &Built) -> String {
    match built.written + built.removed {
        0 => "nothing changed".to_owned(),
        files => format!("{} changed", count(files, "file")),
    }
}
