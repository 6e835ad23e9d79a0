//! Runs the corridor for verbs: with a progress bar, with a journal if supervised, and with a memory limit.

use std::io::Read;

use clap::ArgMatches;

use super::common::Failure;
use super::journal::Journal;
use super::progress::Bar;
use crate::record::Report;
use crate::run::{Admission, Progress, Request, Work, run};

/// Runs the corridor for a verb.
///
/// # Errors
/// Mistakes in rules; [`Failure::Searched`] if this process only searches for what crashed another one.
pub fn corridor(mut request: Request, matches: &ArgMatches) -> Result<Report, Failure> {
    let journal = Journal::of_this_process();
    if let Some(journal) = &journal {
        end_with_watcher();
        limit_memory();
        if journal.attempt().is_slow() {
            request.limits.overall = 1;
        }
    }
    let watched = Watched {
        bar: Bar::new(matches),
        journal,
    };
    let report = run(&request, &watched)?;
    match watched.journal {
        Some(journal) if !journal.attempt().is_run() => Err(Failure::Searched),
        _ => Ok(report),
    }
}

/// Shows progress, and records it if supervised.
struct Watched {
    bar: Bar,
    journal: Option<Journal>,
}

impl Progress for Watched {
    fn begin(&self, work: Work<'_>) -> Admission {
        let begin = |journal: &Journal| journal.begin(work);
        self.journal.as_ref().map_or(Admission::Granted, begin)
    }

    fn end(&self, work: Work<'_>) {
        if let Some(journal) = &self.journal {
            journal.end(work);
        }
    }

    fn document(&self) {
        self.bar.document();
    }

    fn application(&self, done: u64, total: u64) {
        self.bar.application(done, total);
    }
}

/// Records what is read and judged, but shows nothing.
pub struct Noted(pub Journal);

impl Progress for Noted {
    fn begin(&self, work: Work<'_>) -> Admission {
        self.0.begin(work)
    }

    fn end(&self, work: Work<'_>) {
        self.0.end(work);
    }

    fn application(&self, _: u64, _: u64) {}
}

/// Ends this process when its supervisor ends, which closes the pipe.
fn end_with_watcher() {
    std::thread::spawn(|| {
        let _ = std::io::stdin().lock().read(&mut [0]);
        std::process::exit(2);
    });
}

/// Makes an excessive allocation end this process instead of exhausting the machine.
#[cfg(unix)]
pub fn limit_memory() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let lower = |resource: Resource, most: u64| {
        let limit = getrlimit(resource);
        let current = limit.current.map_or(most, |current| current.min(most));
        // If the system refuses, the run continues without a limit.
        let _ = setrlimit(
            resource,
            Rlimit {
                current: Some(current),
                maximum: limit.maximum,
            },
        );
    };
    lower(Resource::Data, most_memory());
    // Core dumps are not examined.
    lower(Resource::Core, 0);
}

#[cfg(not(unix))]
pub fn limit_memory() {}

/// Maximum bytes of memory: three quarters of the machine's, and never more than any documents need.
#[cfg(unix)]
fn most_memory() -> u64 {
    const ENOUGH: u64 = 16 << 30;
    // For tests, and for machines whose memory the system misreports.
    let named = std::env::var("FACHCHECK_MEMORY_MIB").ok();
    if let Some(mebibytes) = named.and_then(|number| number.parse::<u64>().ok()) {
        return mebibytes.saturating_mul(1 << 20);
    }
    let told = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let line = told.lines().find_map(|line| line.strip_prefix("MemTotal:"));
    let kilobytes =
        line.and_then(|line| line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok());
    kilobytes.map_or(ENOUGH, |kilobytes| (kilobytes * 768).min(ENOUGH))
}
