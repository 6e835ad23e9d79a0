//! The process that examines documents. It says which one it begins before it begins it, so that its supervisor
//! knows at which one it died.

use std::io::{self, Write};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use crate::allocation;
use crate::examine;
use crate::family::{Family, Input};
use crate::support::shipped;

/// Variables by which the supervisor tells its worker what to do.
pub const ORDER: &str = "FACHCHECK_FUZZ_WORKER";

/// Time for one document. The readers promise to be linear; what they promise is far below this.
pub const MOST_TIME: Duration = if cfg!(debug_assertions) {
    Duration::from_secs(20)
} else {
    Duration::from_secs(2)
};

/// Memory for one document, beside what it holds itself.
const MOST_GROWTH: usize = 256 * 1024 * 1024;

/// What to examine.
pub enum Order {
    /// Documents of a family, from an index on.
    Stream {
        family: &'static Family,
        seed: u64,
        first: u64,
        duration: Duration,
    },
    /// One document or folder.
    File(String),
}

impl Order {
    /// The order of this process; none: it is no worker.
    pub fn given() -> Option<Self> {
        Self::parse(&std::env::var(ORDER).ok()?)
    }

    fn parse(text: &str) -> Option<Self> {
        if let Some(path) = text.strip_prefix("file ") {
            return Some(Self::File(path.to_owned()));
        }
        let parts: Vec<&str> = text.split(' ').collect();
        let [family, seed, first, millis] = parts.as_slice() else {
            return None;
        };
        Some(Self::Stream {
            family: Family::named(family)?,
            seed: seed.parse().ok()?,
            first: first.parse().ok()?,
            duration: Duration::from_millis(millis.parse().ok()?),
        })
    }

    /// As the worker reads it.
    pub fn written(&self) -> String {
        match self {
            Self::File(path) => format!("file {path}"),
            Self::Stream {
                family,
                seed,
                first,
                duration,
            } => format!("{} {seed} {first} {}", family.name, duration.as_millis()),
        }
    }
}

/// What a worker says, one line each.
#[derive(Debug, PartialEq, Eq)]
pub enum Message {
    /// It is ready.
    Ready,
    /// It begins the document of this index.
    Begins(u64),
    /// Something is wrong with the document it began.
    Violation(String),
}

impl Message {
    fn say(&self) {
        let line = match self {
            Self::Ready => "ready\n".to_owned(),
            Self::Begins(index) => format!("begins {index}\n"),
            Self::Violation(text) => format!("violation {}\n", text.replace('\n', " ")),
        };
        let mut out = io::stdout().lock();
        // A supervisor that is gone hears nothing.
        let _ = out.write_all(line.as_bytes());
        let _ = out.flush();
    }

    /// Understands a line.
    pub fn parse(line: &str) -> Option<Self> {
        match line.split_once(' ') {
            None if line == "ready" => Some(Self::Ready),
            Some(("begins", index)) => Some(Self::Begins(index.parse().ok()?)),
            Some(("violation", text)) => Some(Self::Violation(text.to_owned())),
            _ => None,
        }
    }
}

/// Carries out an order.
pub fn work(order: &Order) {
    fachcheck::gap::keep_contained_panics_quiet();
    // Loading is no part of what a document costs.
    shipped::vocabulary();
    match order {
        Order::File(path) => {
            let input = load(path.as_ref());
            Message::Ready.say();
            Message::Begins(0).say();
            report(&input);
        }
        Order::Stream {
            family,
            seed,
            first,
            duration,
        } => {
            let material = family.material();
            Message::Ready.say();
            let begun = Instant::now();
            for index in *first.. {
                if begun.elapsed() >= *duration {
                    break;
                }
                let input = material.input(*seed, index);
                Message::Begins(index).say();
                report(&input);
            }
        }
    }
}

fn report(input: &Input) {
    for violation in measured(input) {
        Message::Violation(violation).say();
    }
}

/// What is wrong with a document, time and memory included.
fn measured(input: &Input) -> Vec<String> {
    let held = allocation::held();
    allocation::reset_peak();
    let (mut violations, mut time) = timed(input);
    if time >= MOST_TIME {
        // Once more: the machine may have been busy.
        let again;
        (violations, again) = timed(input);
        time = time.min(again);
    }
    if time >= MOST_TIME {
        violations.push(format!("slow: {time:?} for {} bytes", input.len()));
    }
    let growth = allocation::peak().saturating_sub(held);
    if growth > MOST_GROWTH {
        let size = input.len();
        violations.push(format!("greedy: {} MiB for {size} bytes", growth >> 20));
    }
    violations
}

/// Examines a document on a thread of its own, because the main thread has a larger stack than those on which the
/// program reads.
fn timed(input: &Input) -> (Vec<String>, Duration) {
    let examine = || {
        let (begun, spent_before) = (Instant::now(), time_on_processor());
        let violations = examine::violations(input);
        let spent = time_on_processor().zip(spent_before);
        let time = spent.map_or_else(
            || begun.elapsed(),
            |(now, before)| now.saturating_sub(before),
        );
        (violations, time)
    };
    thread::scope(|scope| {
        let examined = scope.spawn(examine).join();
        examined.expect("panics are contained inside")
    })
}

/// How long this thread has been running, where the system tells: other programs make it no slower.
fn time_on_processor() -> Option<Duration> {
    let statistics = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds = statistics.split(' ').next()?.parse().ok()?;
    Some(Duration::from_nanos(nanoseconds))
}

/// A file, or all files of a folder.
fn load(path: &Path) -> Input {
    let mut input = Input::default();
    for entry in walkdir::WalkDir::new(path)
        .sort_by_file_name()
        .into_iter()
        .flatten()
    {
        if entry.file_type().is_file() {
            let relative = entry.path().strip_prefix(path).unwrap_or(entry.path());
            let name = if relative.as_os_str().is_empty() {
                entry.file_name()
            } else {
                relative.as_os_str()
            };
            let bytes = std::fs::read(entry.path()).expect("the input is readable");
            input
                .files
                .push((name.to_string_lossy().into_owned(), bytes));
        }
    }
    input
}
