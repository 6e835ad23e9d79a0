//! Registry 1: where bytes come from. All waiting happens in this room.
//!
//! A new source is one file with a [`Source`] and one line in `SOURCES`.

mod capture;
mod database;
mod decode;
mod encode;
mod file;
mod foreign;
mod git;
mod guard;
mod history;
mod http;
mod script;
mod sheet;
mod texts;
mod unsaved;
mod walk;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

pub use capture::{Capture, Limits};
pub use encode::rewritten;
pub use git::{ChangedFiles, GitFailure, is_committed};
pub use guard::public_name;
pub use texts::TextsOnDisk;
pub use unsaved::UnsavedTexts;
pub use walk::WalkOptions;

use crate::gap::{Gap, GapReason, Stage};
use crate::inventory::{Application, ApplicationUrl, Artefact, Inventory, UrlKind};
use crate::topic::Topic;

/// All sources; the first that serves an address fetches it.
const SOURCES: &[Open] = &[database::open, file::open, http::open];

/// Opens a source for a run; touches neither disk nor network.
type Open = fn(&Setting<'_>) -> Box<dyn Source>;

/// Fetches the content of addresses.
pub trait Source: Sync {
    /// Whether it can fetch this address.
    fn serves(&self, address: &Address<'_>) -> bool;

    /// Fetches everything at the addresses of one application and delivers it piece by piece, so that it is never all
    /// in memory. May block. Returns what could not be fetched.
    fn acquire(
        &self,
        application: &Application,
        addresses: &[Address<'_>],
        deliver: Deliver<'_>,
    ) -> Vec<Gap>;
}

/// Receives each piece as soon as it is there, in any order and on any thread of the rayon pool.
pub type Deliver<'a> = &'a (dyn Fn(Capture) + Sync);

/// Something listed in the inventory.
#[derive(Clone, Copy, Debug)]
pub enum Address<'a> {
    /// A file, a folder, a pattern or a database.
    Artefact(&'a Artefact),
    /// A web address.
    Url(&'a ApplicationUrl),
}

impl Address<'_> {
    /// The name in reports.
    fn name(&self) -> String {
        match self {
            Self::Artefact(artefact) => guard::public_name(artefact.target.as_written()),
            Self::Url(address) => guard::public_name(&address.url),
        }
    }
}

/// What sources need to know about a run.
pub struct Setting<'a> {
    /// All applications; only their hosts may be contacted.
    pub inventory: &'a Inventory,
    /// Limits on everything from outside.
    pub limits: &'a Limits,
    /// How to walk folders.
    pub walk: WalkOptions,
    /// What to look for.
    pub topic: &'a Topic,
}

/// The sources of a run.
pub struct Sources {
    open: Vec<Box<dyn Source>>,
    /// How many applications are processed at the same time.
    width: usize,
    /// Whether the network may be used.
    online: bool,
}

impl Sources {
    /// Opens all sources.
    pub fn open(setting: &Setting<'_>) -> Self {
        Self {
            open: SOURCES.iter().map(|open| open(setting)).collect(),
            width: setting.limits.overall.max(1),
            online: setting.limits.online,
        }
    }

    /// Fetches an application's artefacts and sampled URLs. Returns, in any order, what could not be fetched; in runs
    /// with network access also the pages whose place in the sample is undecided.
    pub fn acquire(&self, application: &Application, deliver: Deliver<'_>) -> Vec<Gap> {
        let artefacts = application.artefacts.iter().map(Address::Artefact);
        let sampled = |address: &&ApplicationUrl| address.sample == Some(true);
        let sample = application.urls.iter().filter(sampled);
        let mut addresses: Vec<Address<'_>> = artefacts.chain(sample.map(Address::Url)).collect();
        let mut gaps = match self.online {
            true => undecided(application),
            false => Vec::new(),
        };
        if addresses.is_empty() && gaps.is_empty() {
            let nothing =
                Gap::of_document(&application.id, Stage::Acquire, GapReason::NoArtefact, "");
            return vec![nothing];
        }
        for source in &self.open {
            let (own, others): (Vec<_>, Vec<_>) = addresses
                .into_iter()
                .partition(|address| source.serves(address));
            addresses = others;
            if !own.is_empty() {
                gaps.extend(source.acquire(application, &own, deliver));
            }
        }
        gaps.extend(addresses.iter().map(|address| {
            let detail = "no source serves this address";
            Gap::of_document(&address.name(), Stage::Acquire, GapReason::Refused, detail)
        }));
        gaps
    }

    /// Fetches an application and reduces each piece as soon as it is there, so that they are never all in memory.
    /// Results and gaps come in any order.
    pub fn acquire_each<R: Send>(
        &self,
        application: &Application,
        work: impl Fn(Capture) -> R + Sync,
    ) -> (Vec<R>, Vec<Gap>) {
        let results = Mutex::new(Vec::new());
        let gaps = self.acquire(application, &|capture| {
            let result = work(capture);
            results
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push(result);
        });
        let results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
        (results, gaps)
    }

    /// Runs `work` on all items, several at a time, and returns the results in item order. Each item gets its own
    /// thread, which may block on the network while others work; heavy computation should go to the rayon pool from
    /// there.
    pub fn side_by_side<T: Sync, R: Send>(
        &self,
        items: &[T],
        work: impl Fn(&T) -> R + Sync,
    ) -> Vec<R> {
        let next = AtomicUsize::new(0);
        let results = Mutex::new(Vec::with_capacity(items.len()));
        let take_turns = || {
            loop {
                let index = next.fetch_add(1, Ordering::Relaxed);
                let Some(item) = items.get(index) else { break };
                let result = work(item);
                let mut results = results.lock().unwrap_or_else(PoisonError::into_inner);
                results.push((index, result));
            }
        };
        thread::scope(|scope| {
            for _ in 0..self.width.min(items.len()) {
                scope.spawn(take_turns);
            }
        });
        let mut results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
        results.sort_by_key(|(index, _)| *index);
        results.into_iter().map(|(_, result)| result).collect()
    }
}

/// Gaps for the pages whose place in the sample is undecided. Documentation, declarations and repositories don't count:
/// they are not pages people work with.
fn undecided(application: &Application) -> Vec<Gap> {
    let is_page = |address: &&ApplicationUrl| {
        use UrlKind::{Docs, Repository, Statement};
        address.sample.is_none() && !matches!(address.kind, Docs | Repository | Statement)
    };
    let pages = application.urls.iter().filter(is_page);
    pages
        .map(|address| {
            let name = guard::public_name(&address.url);
            Gap::of_document(&name, Stage::Acquire, GapReason::NotSampled, "")
        })
        .collect()
}

/// Bytes as lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}
