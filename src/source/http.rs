//! Addresses on the web.
//!
//! A page comes with the style sheets that it links to, as far as they lie on hosts that may be asked. PDF documents that
//! pages link to on their own host come after them.
//! Every hop of a request goes through the [`Guard`]: redirects are followed by hand, so that the same
//! questions are asked again before each of them.

mod linked;
mod sheets;

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use reqwest::header::{
    ACCEPT, ACCEPT_LANGUAGE, CONTENT_ENCODING, CONTENT_TYPE, DATE, HeaderMap, LOCATION, RETRY_AFTER,
};
use reqwest::{Client, Response, StatusCode, redirect};
use tokio::runtime::Runtime;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use url::Url;

use self::linked::{LinkedDocument, LinkedDocuments, only_pdf};
use self::sheets::SheetRack;
use super::guard::{Guard, Refusal, public_name};
use super::sheet::SheetStore;
use super::{Address, Capture, Deliver, Limits, Setting, Source};
use crate::gap::{Gap, GapReason, Stage};
use crate::inventory::{Application, ApplicationUrl, UrlAuth};
use crate::topic::Topic;

/// What we say we are.
const USER_AGENT: &str = concat!("fachcheck/", env!("CARGO_PKG_VERSION"));
/// What we can read, the best first.
const ACCEPTED: &str = "text/html, application/xhtml+xml, application/json, application/yaml, \
                        application/xml;q=0.9, text/xml;q=0.9, application/sql;q=0.9, text/*;q=0.8, */*;q=0.1";
/// Longest wait for a connection; a server that is there answers sooner.
const CONNECT: Duration = Duration::from_secs(10);
/// How often a server that puts us off is asked again.
const RETRIES: usize = 3;

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
    /// Always there until it is dropped.
    runtime: Option<Runtime>,
    fetcher: Arc<Fetcher>,
}

impl Drop for Network {
    fn drop(&mut self) {
        // A name that never resolves must not hold up the end of the program.
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
    /// What speaks against even trying.
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
        // reqwest panics without a provider; a second installation is refused and harmless.
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

    /// Fetches addresses side by side and delivers each as soon as it is there, then the documents that these link to.
    /// The calling thread waits.
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
                deliver(capture.with_sheets(linked.unwrap_or_default()));
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

    /// Fetches addresses side by side and hands over each as soon as it is there. What was not fetched, or not taken,
    /// comes back.
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
                // The permit is held until somebody takes the document: memory stays bounded.
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
        // A task that failed internally drops its sender without a word.
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

/// Why something was not fetched, and the technical cause.
pub(super) type Lost = (GapReason, String);

/// The shared end of all requests: one client, one set of limits.
struct Fetcher {
    client: Client,
    guard: Arc<Guard>,
    limits: Limits,
    overall: Arc<Semaphore>,
    /// As many again for what belongs to pages that are here and hold their share.
    beside: Arc<Semaphore>,
    hosts: Mutex<BTreeMap<String, Arc<Semaphore>>>,
}

/// A document with the address it was sent from in the end.
struct Fetched {
    capture: Capture,
    url: Url,
}

/// What one request yields.
enum Hop {
    Redirect(Url),
    Done(Box<Capture>),
    /// The server puts us off, and may say for how long.
    Busy(StatusCode, Option<Duration>),
}

impl Fetcher {
    async fn fetch(
        &self,
        name: &str,
        url: &str,
    ) -> (Result<Fetched, Lost>, Option<OwnedSemaphorePermit>) {
        let mut permit = None;
        let result = self.follow(name, url, &self.overall, &mut permit).await;
        (result, permit)
    }

    async fn follow(
        &self,
        name: &str,
        url: &str,
        overall: &Arc<Semaphore>,
        permit: &mut Option<OwnedSemaphorePermit>,
    ) -> Result<Fetched, Lost> {
        let mut url = Url::parse(url).map_err(|_| refused(&Refusal::NotHttp))?;
        let mut visited = Vec::new();
        // Who permits a request so much time waits as long for a server that asks for it.
        let mut patience = self.limits.timeout;
        let mut retries = 0;
        self.guard
            .admit(&url)
            .map_err(|refusal| refused(&refusal))?;
        loop {
            // First the busy host, then the common share, so that a slow host does not hold the others up.
            let _host = self.host(&url).acquire_owned().await.ok();
            *permit = overall.clone().acquire_owned().await.ok();
            let hop = tokio::time::timeout(self.limits.timeout, self.request(name, &url));
            let next = match hop.await {
                Ok(Ok(Hop::Done(capture))) => {
                    let capture = *capture;
                    return Ok(Fetched { capture, url });
                }
                Ok(Ok(Hop::Redirect(next))) => next,
                Ok(Ok(Hop::Busy(status, wait))) => {
                    let bearable = wait.filter(|wait| *wait <= patience && retries < RETRIES);
                    let Some(wait) = bearable else {
                        return Err((GapReason::Busy, put_off(status, wait)));
                    };
                    patience -= wait;
                    retries += 1;
                    // Other hosts go on meanwhile; this one has asked for less at the same time.
                    *permit = None;
                    tokio::time::sleep(wait).await;
                    continue;
                }
                Ok(Err(lost)) => return Err(lost),
                Err(_) => {
                    let seconds = self.limits.timeout.as_secs_f32();
                    return Err((
                        GapReason::TimedOut,
                        format!("not complete after {seconds} s"),
                    ));
                }
            };
            *permit = None;
            self.guard.admit(&next).map_err(|refusal| match refusal {
                Refusal::Elsewhere(_) => (GapReason::RedirectedAway, public_name(next.as_str())),
                refusal => refused(&refusal),
            })?;
            visited.push(url);
            if visited.contains(&next) || visited.len() > self.limits.max_redirects {
                let detail = format!("{} redirects", visited.len());
                return Err((GapReason::TooManyRedirects, detail));
            }
            url = next;
        }
    }

    fn host(&self, url: &Url) -> Arc<Semaphore> {
        let host = url.host_str().unwrap_or_default().to_owned();
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        hosts
            .entry(host)
            .or_insert_with(|| Arc::new(Semaphore::new(self.limits.per_host.max(1))))
            .clone()
    }

    async fn request(&self, name: &str, url: &Url) -> Result<Hop, Lost> {
        let response = self
            .client
            .get(url.clone())
            .header(ACCEPT, ACCEPTED)
            .header(ACCEPT_LANGUAGE, "de, en;q=0.5")
            .send()
            .await
            .map_err(|error| classify(&error))?;
        // The last line of defence: who answered, whatever the resolver said.
        if let Some(remote) = response.remote_addr() {
            self.guard
                .admit_address(remote.ip())
                .map_err(|refusal| refused(&refusal))?;
        }
        let status = response.status();
        if let Some(next) = redirect_target(url, &response) {
            return Ok(Hop::Redirect(next));
        }
        match status {
            StatusCode::UNAUTHORIZED
            | StatusCode::FORBIDDEN
            | StatusCode::PROXY_AUTHENTICATION_REQUIRED
            | StatusCode::NETWORK_AUTHENTICATION_REQUIRED => {
                Err((GapReason::Forbidden, status.to_string()))
            }
            StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
                Ok(Hop::Busy(status, retry_after(response.headers())))
            }
            status if status.is_success() => self.body(name, response).await,
            status => Err((GapReason::HttpStatus, status.to_string())),
        }
    }

    async fn body(&self, name: &str, mut response: Response) -> Result<Hop, Lost> {
        let header = |name| {
            let value = response.headers().get(name)?;
            Some(value.to_str().ok()?.to_ascii_lowercase())
        };
        if let Some(encoding) = header(CONTENT_ENCODING).filter(|value| value != "identity") {
            let detail = format!("content-encoding {}", cut(&encoding));
            return Err((GapReason::MediaType, detail));
        }
        let content_type = header(CONTENT_TYPE).unwrap_or_default();
        let (media_type, charset) = split_content_type(&content_type);
        if !is_readable(media_type) {
            return Err((GapReason::MediaType, cut(media_type)));
        }
        let (media_type, charset) = (media_type.to_owned(), charset.map(str::to_owned));
        let mut bytes = Vec::new();
        // Counted after decompression: a length in the header says nothing about a compressed body.
        while let Some(chunk) = response.chunk().await.map_err(|error| classify(&error))? {
            if (bytes.len() + chunk.len()) as u64 > self.limits.max_bytes {
                let detail = format!("more than {} bytes", self.limits.max_bytes);
                return Err((GapReason::TooLarge, detail));
            }
            bytes.extend_from_slice(&chunk);
        }
        let mut capture = Capture::new(name, name, bytes);
        capture.media_type = (!media_type.is_empty()).then_some(media_type);
        capture.charset = charset;
        Ok(Hop::Done(Box::new(capture)))
    }
}

fn redirect_target(from: &Url, response: &Response) -> Option<Url> {
    if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    let location = response.headers().get(LOCATION)?;
    // Servers send UTF-8 here although they should not; `Url` encodes it.
    let location = std::str::from_utf8(location.as_bytes()).ok()?;
    let mut next = from.join(location).ok()?;
    // A server does not get to choose credentials for us.
    let _ = next.set_username("");
    let _ = next.set_password(None);
    next.set_fragment(None);
    Some(next)
}

/// How long a server asks to wait: in seconds, or until a date, which is meant by the server's own clock.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let header = |name| headers.get(name)?.to_str().ok().map(str::trim);
    let text = header(RETRY_AFTER)?;
    if text.bytes().all(|byte| byte.is_ascii_digit()) && !text.is_empty() {
        // What no number can hold is longer than anybody waits.
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
    }
    let date = |text| jiff::fmt::rfc2822::parse(text).ok();
    let (then, now) = (date(text)?, date(header(DATE)?)?);
    let wait = then.timestamp().duration_since(now.timestamp());
    Some(Duration::try_from(wait).unwrap_or(Duration::ZERO))
}

/// The technical cause of giving up on a server that puts us off.
fn put_off(status: StatusCode, wait: Option<Duration>) -> String {
    match wait {
        Some(wait) => format!("{status}; try again after {} s", wait.as_secs()),
        None => status.to_string(),
    }
}

fn split_content_type(value: &str) -> (&str, Option<&str>) {
    let mut parts = value.split(';').map(str::trim);
    let media_type = parts.next().unwrap_or_default();
    let charset = parts
        .filter_map(|part| part.strip_prefix("charset="))
        .map(|charset| charset.trim_matches(['"', '\'']))
        .find(|charset| !charset.is_empty());
    (media_type, charset)
}

/// Pages, schemas and text. Servers that say nothing, or only that it is bytes, are given the benefit of
/// the doubt: recognition goes by content.
fn is_readable(media_type: &str) -> bool {
    let subtype = match media_type.split_once('/') {
        None | Some(("text", _)) => return media_type.is_empty() || media_type.contains('/'),
        Some(("application" | "binary", subtype)) => subtype,
        // SVG is XML and a picture: nothing we have rules for.
        Some(_) => return false,
    };
    const SUBTYPES: [&str; 16] = [
        "vnd.oai.openapi",
        "json",
        "yaml",
        "x-yaml",
        "xml",
        "xml-dtd",
        "sql",
        "x-sql",
        "graphql",
        "ecmascript",
        "javascript",
        "toml",
        "x-protobuf",
        "wsdl",
        "octet-stream",
        "pdf",
    ];
    SUBTYPES.contains(&subtype)
        || ["+json", "+xml", "+yaml"]
            .iter()
            .any(|suffix| subtype.ends_with(suffix))
}

pub(super) fn refused(refusal: &Refusal) -> Lost {
    (GapReason::Refused, refusal.to_string())
}

/// The reason behind an error of the client.
fn classify(error: &reqwest::Error) -> Lost {
    for cause in causes(error) {
        if let Some(refusal) = cause.downcast_ref::<Refusal>() {
            return refused(refusal);
        }
        if let Some(error) = cause.downcast_ref::<rustls::Error>() {
            return (GapReason::Tls, cut(&error.to_string()));
        }
        if let Some(Unresolved(error)) = cause.downcast_ref() {
            return (GapReason::UnknownHost, cut(&error.to_string()));
        }
    }
    let reason = if error.is_timeout() {
        GapReason::TimedOut
    } else if causes(error).any(is_garbled) {
        GapReason::Malformed
    } else {
        GapReason::Unreachable
    };
    (reason, deepest(error))
}

/// Whether the other side sent something that is not what it claims to be, such as no gzip.
fn is_garbled(cause: &(dyn Error + 'static)) -> bool {
    let kind = cause.downcast_ref().map(io::Error::kind);
    matches!(
        kind,
        Some(io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput)
    )
}

/// An error and what lies behind it. `io::Error` hides the error it wraps from `source`.
pub(super) fn causes<'e>(
    error: &'e (dyn Error + 'static),
) -> impl Iterator<Item = &'e (dyn Error + 'static)> {
    fn behind<'e>(error: &&'e (dyn Error + 'static)) -> Option<&'e (dyn Error + 'static)> {
        let error: &'e (dyn Error + 'static) = *error;
        match error.downcast_ref().and_then(io::Error::get_ref) {
            Some(wrapped) => Some(wrapped),
            None => error.source(),
        }
    }
    std::iter::successors(Some(error), behind)
}

/// The last cause in words. The outer ones would repeat the address with everything in it.
pub(super) fn deepest(error: &(dyn Error + 'static)) -> String {
    causes(error)
        .last()
        .map(|cause| cut(&cause.to_string()))
        .unwrap_or_default()
}

pub(super) fn cut(text: &str) -> String {
    text.chars()
        .filter(|ch| !ch.is_control())
        .take(160)
        .collect()
}

/// Drops the addresses of a name that the guard refuses.
struct GuardedResolver(Arc<Guard>);

/// A name that has no address.
#[derive(Debug)]
struct Unresolved(io::Error);

impl std::fmt::Display for Unresolved {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl Error for Unresolved {}

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let guard = self.0.clone();
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0))
                .await
                .map_err(Unresolved)?;
            let nothing = io::Error::new(io::ErrorKind::NotFound, "the name has no address");
            let mut why: Box<dyn Error + Send + Sync> = Unresolved(nothing).into();
            let admitted: Vec<SocketAddr> = found
                .filter(|address| {
                    guard
                        .admit_address(address.ip())
                        .map_err(|refusal| why = refusal.into())
                        .is_ok()
                })
                .collect();
            if admitted.is_empty() {
                return Err(why);
            }
            Ok(Box::new(admitted.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_say_in_seconds_or_by_a_date_how_long_to_wait() {
        let asked = |after: &str, now: &str| {
            let mut headers = HeaderMap::new();
            let mut set = |name, text: &str| {
                if let Ok(value) = text.parse() {
                    headers.insert(name, value);
                }
            };
            set(RETRY_AFTER, after);
            if !now.is_empty() {
                set(DATE, now);
            }
            retry_after(&headers).map(|wait| wait.as_secs())
        };
        let now = "Mon, 23 Nov 2026 09:00:00 GMT";
        assert_eq!(asked("120", now), Some(120));
        assert_eq!(asked("0", ""), Some(0));
        assert_eq!(asked("99999999999999999999999", ""), Some(u64::MAX));
        assert_eq!(asked("Mon, 23 Nov 2026 09:01:30 GMT", now), Some(90));
        assert_eq!(asked("Mon, 23 Nov 2026 08:00:00 GMT", now), Some(0));
        assert_eq!(asked("Mon, 23 Nov 2026 09:01:30 GMT", ""), None);
        for nonsense in ["", "soon", "-1", "1.5", "2026-11-23"] {
            assert_eq!(asked(nonsense, now), None, "{nonsense}");
        }
    }

    #[test]
    fn content_types_are_split_and_judged() {
        assert_eq!(
            split_content_type("text/html; charset=\"iso-8859-1\""),
            ("text/html", Some("iso-8859-1"))
        );
        for readable in [
            "",
            "text/html",
            "text/plain",
            "application/json",
            "application/vnd.oai.openapi+json",
            "application/xhtml+xml",
            "application/octet-stream",
            "binary/octet-stream",
            "application/pdf",
        ] {
            assert!(is_readable(readable), "{readable}");
        }
        for other in [
            "image/png",
            "image/svg+xml",
            "application/zip",
            "video/mp4",
            "nonsense",
        ] {
            assert!(!is_readable(other), "{other}");
        }
    }
}
