//! A progress bar on standard error, only for long runs and only on terminals.

use std::io::IsTerminal;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use clap::{Arg, ArgAction, ArgMatches};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::common;
use crate::run::Progress;
use crate::texts::{Language, text};

/// Shorter runs show no bar, because one that flashes by is noise.
const PATIENCE: Duration = Duration::from_secs(1);

/// `--quiet`.
pub fn quiet() -> Arg {
    Arg::new("quiet")
        .long("quiet")
        .short('q')
        .action(ArgAction::SetTrue)
}

/// Draws the progress of a run.
pub struct Bar {
    bar: ProgressBar,
    documents: AtomicU64,
    begun: Instant,
    wanted: bool,
}

impl Bar {
    /// A bar, unless `--quiet` is given or standard error is not a terminal.
    pub fn new(matches: &ArgMatches) -> Self {
        let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::hidden());
        // Only counts, because names of scanned files could contain control characters.
        let template = text("cli.progress", common::language_of(matches));
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Self {
            bar,
            documents: AtomicU64::new(0),
            begun: Instant::now(),
            wanted: !matches.get_flag("quiet") && std::io::stderr().is_terminal(),
        }
    }

    fn show(&self) {
        if self.wanted && self.bar.is_hidden() && self.begun.elapsed() >= PATIENCE {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }
}

impl Progress for Bar {
    fn document(&self) {
        let done = self.documents.fetch_add(1, Ordering::Relaxed) + 1;
        self.bar.set_message(done.to_string());
        self.show();
    }

    fn application(&self, done: u64, total: u64) {
        self.bar.set_length(total);
        self.bar.set_position(done);
        self.show();
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

/// Draws how many rows of a list were matched.
pub struct RowBar {
    bar: ProgressBar,
    begun: Instant,
    wanted: bool,
}

impl RowBar {
    /// A bar, unless standard error is not a terminal.
    pub fn new(language: Language) -> Self {
        let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::hidden());
        if let Ok(style) = ProgressStyle::with_template(text("cli.progress-rows", language)) {
            bar.set_style(style);
        }
        Self {
            bar,
            begun: Instant::now(),
            wanted: std::io::stderr().is_terminal(),
        }
    }

    /// Shows the number of rows done.
    pub fn show(&self, done: u64, total: u64) {
        if !self.wanted {
            return;
        }
        self.bar.set_length(total);
        self.bar.set_position(done);
        if self.bar.is_hidden() && self.begun.elapsed() >= PATIENCE {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
    }
}

impl Drop for RowBar {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
