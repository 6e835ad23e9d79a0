//! A run of the corridor as verbs start it: with a bar for people, under a watching process with a journal for it, and
//! with a limit on memory.

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
/// User mistakes in rules; [`Failure::Searched`] if this process only looks for what another one died of.
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

/// Shows progress, and notes it where somebody watches.
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

/// Notes what is read and judged, and shows nothing.
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

/// Ends this process when the one that watches does: its end of the pipe is closed then.
fn end_with_watcher() {
    std::thread::spawn(|| {
        let _ = std::io::stdin().lock().read(&mut [0]);
        std::process::exit(2);
    });
}

/// Makes an allocation beyond all measure end this process, and not the machine.
#[cfg(unix)]
pub fn limit_memory() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let lower = |resource: Resource, most: u64| {
        let limit = getrlimit(resource);
        let current = limit.current.map_or(most, |current| current.min(most));
        // Where the system refuses, the run goes on without.
        let _ = setrlimit(
            resource,
            Rlimit {
                current: Some(current),
                maximum: limit.maximum,
            },
        );
    };
    lower(Resource::Data, most_memory());
    // Nobody looks at the remains.
    lower(Resource::Core, 0);
}

#[cfg(not(unix))]
pub fn limit_memory() {}

/// Bytes that reading may take: three quarters of the machine's memory, and never more than anybody's documents need.
#[cfg(unix)]
fn most_memory() -> u64 {
    const ENOUGH: u64 = 16 << 30;
    // For tests, and for machines whose memory is not what the system says.
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
