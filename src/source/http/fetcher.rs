//! Fetches one address in successive requests, under the limits, with every redirect followed by hand.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use reqwest::header::{ACCEPT, ACCEPT_LANGUAGE, CONTENT_ENCODING, CONTENT_TYPE};
use reqwest::{Client, Response, StatusCode};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use url::Url;

use super::failure::{Lost, classify, cut, put_off, refused};
use super::header::{is_readable, redirect_target, retry_after, split_content_type};
use crate::gap::GapReason;
use crate::source::guard::{Guard, Refusal, public_name};
use crate::source::{Capture, Limits};

/// Media types we can read, best first.
const ACCEPTED: &str = "text/html, application/xhtml+xml, application/json, application/yaml, \
                        application/xml;q=0.9, text/xml;q=0.9, application/sql;q=0.9, text/*;q=0.8, */*;q=0.1";
/// How often a request is repeated if the server asks us to come back later.
const RETRIES: usize = 3;

/// Shared by all requests: one client, one set of limits.
pub(super) struct Fetcher {
    pub(super) client: Client,
    pub(super) guard: Arc<Guard>,
    pub(super) limits: Limits,
    pub(super) overall: Arc<Semaphore>,
    /// As many permits again for what belongs to pages that have arrived and still hold their own permit.
    pub(super) beside: Arc<Semaphore>,
    pub(super) hosts: Mutex<BTreeMap<String, Arc<Semaphore>>>,
}

/// A document and its final URL after redirects.
pub(super) struct Fetched {
    pub(super) capture: Capture,
    pub(super) url: Url,
}

/// The result of one request.
enum Hop {
    Redirect(Url),
    Done(Box<Capture>),
    /// The server asks us to come back later, and may say when.
    Busy(StatusCode, Option<Duration>),
}

impl Fetcher {
    pub(super) async fn fetch(
        &self,
        name: &str,
        url: &str,
    ) -> (Result<Fetched, Lost>, Option<OwnedSemaphorePermit>) {
        let mut permit = None;
        let result = self.follow(name, url, &self.overall, &mut permit).await;
        (result, permit)
    }

    pub(super) async fn follow(
        &self,
        name: &str,
        url: &str,
        overall: &Arc<Semaphore>,
        permit: &mut Option<OwnedSemaphorePermit>,
    ) -> Result<Fetched, Lost> {
        let mut url = Url::parse(url).map_err(|_| refused(&Refusal::NotHttp))?;
        let mut visited = Vec::new();
        // A server that asks us to wait gets as much time in total as one request.
        let mut patience = self.limits.timeout;
        let mut retries = 0;
        self.guard
            .admit(&url)
            .map_err(|refusal| refused(&refusal))?;
        loop {
            // First the host's permit, then the shared one, so that a slow host does not block the others.
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
                    // Release the shared permit for other hosts. This host's permit stays held, because it asked for
                    // fewer requests.
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
        // Last line of defence: check who actually answered, whatever the resolver returned.
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
        // Counted after decompression: the content length says nothing about a compressed body.
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
