//! A bar for what takes longer than a second, on a terminal only.

use std::sync::Once;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// What takes less is over before a bar could be read.
const PATIENCE: Duration = Duration::from_secs(1);

/// Shows how far the work is. Cheap to tell, from any thread.
#[derive(Debug)]
pub struct Progress {
    bar: ProgressBar,
    since: Instant,
    wanted: bool,
    shown: Once,
}

impl Progress {
    /// With `wanted` false, or where nobody would see it, nothing is ever drawn.
    pub fn new(wanted: bool) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        Self { bar, since: Instant::now(), wanted, shown: Once::new() }
    }

    /// Begins a stage of `total` steps.
    pub fn start(&self, stage: &'static str, total: usize) {
        self.bar.set_length(total as u64);
        self.bar.set_position(0);
        self.bar.set_message(stage);
        self.show_when_due();
    }

    /// One step more.
    pub fn advance(&self) {
        if self.wanted {
            self.bar.inc(1);
            self.show_when_due();
        }
    }

    /// Takes the bar away, so that other output has the line to itself.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }

    fn show_when_due(&self) {
        if self.wanted && self.since.elapsed() > PATIENCE {
            self.shown.call_once(|| {
                let style = ProgressStyle::with_template("{msg:10} {bar:32} {human_pos}/{human_len}");
                self.bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
                self.bar.set_draw_target(ProgressDrawTarget::stderr());
            });
        }
    }
}
