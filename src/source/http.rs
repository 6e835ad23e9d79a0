//! Web addresses.
//!
//! A page comes with the style sheets it links to, as far as their hosts may be contacted. PDF documents that pages
//! link to on their own host follow. Every hop of a request passes the [`Guard`]: redirects are followed by hand so
//! that each one is checked.

mod failure;
mod fetcher;
mod header;
mod linked;
mod resolver;
mod sheets;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use reqwest::{Client, redirect};
use tokio::runtime::Runtime;
use tokio::sync::{Semaphore, mpsc};

pub(in crate::source) use self::failure::{Lost, cut, deepest};
#[cfg(feature = "database")]
pub(in crate::source) use self::failure::{causes, refused};
use self::fetcher::{Fetched, Fetcher};
use self::linked::{LinkedDocument, LinkedDocuments, only_pdf};
use self::resolver::GuardedResolver;
use self::sheets::SheetRack;
use super::guard::{Guard, public_name};
use super::sheet::SheetStore;
use super::{Address, Deliver, Limits, Setting, Source};
use crate::gap::{Gap, GapReason, Stage};
use crate::inventory::{Application, ApplicationUrl, UrlAuth};
use crate::topic::Topic;

/// The `User-Agent` header.
const USER_AGENT: &str = concat!("fachcheck/", env!("CARGO_PKG_VERSION"));
/// Maximum wait for a connection; a reachable server answers sooner.
const CONNECT: Duration = Duration::from_secs(10);
/// Opens the source. Nothing is set up before the first address that may be fetched.
pub fn open(setting: &Setting<'_>) -> Box<dyn Source> {
    Box::new(HttpSource {
        guard: Arc::new(Guard::new(setting.inventory, setting.limits.allow_loopback)),
        limits: setting.limits.clone(),
        topic: setting.topic.clone(),
        network: OnceLock::new(),
    })
}

struct HttpSource {
    guard: Arc<Guard>,
    limits: Limits,
    topic: Topic,
    network: OnceLock<Result<Network, String>>,
}

struct Network {
    /// `Some` until dropped.
    runtime: Option<Runtime>,
    fetcher: Arc<Fetcher>,
}

impl Drop for Network {
    fn drop(&mut self) {
        // A name that never resolves must not delay the end of the program.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl Source for HttpSource {
    fn serves(&self, address: &Address<'_>) -> bool {
        matches!(address, Address::Url(_))
    }

    fn acquire(
        &self,
        _: &Application,
        addresses: &[Address<'_>],
        deliver: Deliver<'_>,
    ) -> Vec<Gap> {
        let mut gaps = Vec::new();
        let mut wanted: BTreeMap<String, &str> = BTreeMap::new();
        for address in addresses {
            let Address::Url(address) = address else {
                continue;
            };
            let name = public_name(&address.url);
            match self.not_fetched(address) {
                Some((reason, detail)) => gaps.push(lost(&name, reason, detail)),
                None => {
                    wanted.entry(name).or_insert(&address.url);
                }
            }
        }
        if wanted.is_empty() {
            return gaps;
        }
        match self
            .network
            .get_or_init(|| Network::open(&self.guard, &self.limits))
        {
            Ok(network) => gaps.extend(network.fetch_all(wanted, &self.topic, deliver)),
            Err(cause) => gaps.extend(
                wanted
                    .keys()
                    .map(|name| lost(name, GapReason::Unreachable, cause.as_str())),
            ),
        }
        gaps
    }
}

impl HttpSource {
    /// Why an address is not even tried.
    fn not_fetched(&self, address: &ApplicationUrl) -> Option<(GapReason, String)> {
        if address.auth != UrlAuth::None {
            return Some((GapReason::Forbidden, format!("auth: {:?}", address.auth)));
        }
        if !self.limits.online {
            return Some((GapReason::Offline, String::new()));
        }
        None
    }
}

impl Network {
    fn open(guard: &Arc<Guard>, limits: &Limits) -> Result<Self, String> {
        // reqwest panics without a crypto provider. Installing it twice fails harmlessly.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = Client::builder()
            .user_agent(USER_AGENT)
            .redirect(redirect::Policy::none())
            .referer(false)
            // A proxy would resolve names itself, behind the guard's back.
            .no_proxy()
            .dns_resolver(Arc::new(GuardedResolver(guard.clone())))
            .connect_timeout(limits.timeout.min(CONNECT))
            .build()
            .map_err(|error| deepest(&error))?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .thread_name("fachcheck-http")
            .enable_all()
            .build()
            .map_err(|error| error.to_string())?;
        Ok(Self {
            runtime: Some(runtime),
            fetcher: Arc::new(Fetcher {
                client,
                guard: guard.clone(),
                limits: limits.clone(),
                overall: Arc::new(Semaphore::new(limits.overall.max(1))),
                beside: Arc::new(Semaphore::new(limits.overall.max(1))),
                hosts: Mutex::default(),
            }),
        })
    }

    /// Fetches addresses concurrently and delivers each as soon as it arrives, then the documents these link to. Blocks
    /// the calling thread.
    fn fetch_all(
        &self,
        wanted: BTreeMap<String, &str>,
        topic: &Topic,
        deliver: Deliver<'_>,
    ) -> Vec<Gap> {
        let rack = Arc::new(SheetRack::new(self.fetcher.guard.clone()));
        let sheets = SheetStore::new(topic);
        let known: BTreeSet<String> = wanted.keys().cloned().collect();
        let mut documents = LinkedDocuments::default();
        let wanted = wanted.into_iter();
        let wanted = wanted.map(|(name, url)| (name, url.to_owned())).collect();
        let mut gaps = self.fetch_each(wanted, Some(&rack), |name, fetched| {
            documents.note(name, &fetched, &self.fetcher.guard);
            let Fetched { capture, url } = fetched;
            rayon::scope(|_| {
                let linked = capture
                    .text()
                    .map(|text| sheets.linked(&*rack, url.as_str(), text.as_str()));
                deliver(capture.with_linked(linked.unwrap_or_default()));
            });
            Ok(())
        });
        gaps.extend(sheets.gaps());
        let (chosen, left_out) = documents.choose(&known);
        gaps.extend(left_out);
        let addresses = chosen.iter();
        let addresses = addresses.map(|(name, document)| (name.clone(), document.url.clone()));
        let of_documents = self.fetch_each(addresses.collect(), None, |_, fetched| {
            let Fetched { capture, .. } = only_pdf(fetched)?;
            rayon::scope(|_| deliver(capture));
            Ok(())
        });
        gaps.extend(of_documents.into_iter().map(|mut gap| {
            if let Some(LinkedDocument { page, .. }) = chosen.get(&gap.place.document) {
                let detail = std::mem::take(&mut gap.detail);
                let from = format!("linked from {page}");
                gap.detail = match detail.as_str() {
                    "" => from,
                    detail => format!("{detail}; {from}"),
                };
            }
            gap
        }));
        gaps
    }

    /// Fetches addresses concurrently and passes each to `take` as soon as it arrives. Returns a gap for each that was
    /// not fetched or not taken.
    fn fetch_each(
        &self,
        wanted: BTreeMap<String, String>,
        rack: Option<&Arc<SheetRack>>,
        mut take: impl FnMut(&str, Fetched) -> Result<(), Lost>,
    ) -> Vec<Gap> {
        let Some(runtime) = &self.runtime else {
            return Vec::new();
        };
        let (sender, mut arrivals) = mpsc::channel(1);
        let mut missing: BTreeSet<String> = wanted.keys().cloned().collect();
        for (name, url) in wanted {
            let (fetcher, sender) = (self.fetcher.clone(), sender.clone());
            let rack = rack.cloned();
            runtime.spawn(async move {
                let (result, _permit) = fetcher.fetch(&name, &url).await;
                if let (Ok(fetched), Some(rack)) = (&result, rack) {
                    fetcher.fetch_sheets(fetched, &rack).await;
                }
                // The permit is held until the document is taken, which bounds memory.
                let _ = sender.send((name, result)).await;
            });
        }
        drop(sender);
        let mut gaps = Vec::new();
        while let Some((name, result)) = arrivals.blocking_recv() {
            missing.remove(&name);
            if let Err((reason, detail)) = result.and_then(|fetched| take(&name, fetched)) {
                gaps.push(lost(&name, reason, detail));
            }
        }
        // A task that panicked drops its sender silently.
        gaps.extend(
            missing
                .iter()
                .map(|name| lost(name, GapReason::CheckPanicked, "the fetching task failed")),
        );
        gaps
    }
}

fn lost(name: &str, reason: GapReason, detail: impl Into<String>) -> Gap {
    Gap::of_document(name, Stage::Acquire, reason, detail)
}
