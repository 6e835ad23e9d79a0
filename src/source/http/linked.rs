//! PDF documents that an application's pages link to: a form to fill in is part of the application, wherever it lies on
//! the same host.

use std::collections::{BTreeMap, BTreeSet};

use url::Url;

use super::super::guard::{Guard, public_name};
use super::super::sheet::PageLinks;
use super::{Fetched, Lost, lost};
use crate::gap::{Gap, GapReason};

/// Maximum number of documents fetched per application. Each is limited like a page.
const MOST_DOCUMENTS: usize = 40;
/// Maximum number of links examined per page.
const MOST_LINKS: usize = 1_000;

/// The documents that pages link to, grouped by page.
#[derive(Default)]
pub(super) struct LinkedDocuments {
    by_page: BTreeMap<String, Vec<Url>>,
}

/// A document to be fetched.
pub(super) struct LinkedDocument {
    /// The name in reports of the page that links to it.
    pub page: String,
    /// Its address.
    pub url: String,
}

impl LinkedDocuments {
    /// Records the documents on a page's own host that it links to.
    pub fn note(&mut self, name: &str, page: &Fetched, guard: &Guard) {
        let Ok(text) = page.capture.text() else {
            return;
        };
        let links = PageLinks::of_page(text.as_str());
        let base = links.base.and_then(|base| page.url.join(&base).ok());
        let base = base.as_ref().unwrap_or(&page.url);
        let urls = links.documents.iter().take(MOST_LINKS);
        let urls = urls.filter_map(|address| {
            let mut url = base.join(address).ok()?;
            url.set_fragment(None);
            let beside = url.host() == page.url.host() && url.port() == page.url.port();
            (beside && guard.admit(&url).is_ok()).then_some(url)
        });
        let urls: Vec<Url> = urls.collect();
        if !urls.is_empty() {
            self.by_page.insert(name.to_owned(), urls);
        }
    }

    /// The documents to fetch, each once, by their names in reports, and gaps for those over the limit. Addresses in
    /// `known` are left out. The choice depends on names alone, never on which page was faster.
    pub fn choose(self, known: &BTreeSet<String>) -> (BTreeMap<String, LinkedDocument>, Vec<Gap>) {
        let mut chosen: BTreeMap<String, LinkedDocument> = BTreeMap::new();
        let mut left_out: BTreeSet<String> = BTreeSet::new();
        for (page, urls) in self.by_page {
            for url in urls {
                let name = public_name(url.as_str());
                if known.contains(&name) || chosen.contains_key(&name) {
                    continue;
                }
                if chosen.len() >= MOST_DOCUMENTS {
                    left_out.insert(name);
                    continue;
                }
                let (page, url) = (page.clone(), url.into());
                chosen.insert(name, LinkedDocument { page, url });
            }
        }
        let gap = left_out.first().map(|first| {
            let detail = format!("{MOST_DOCUMENTS} fetched, {} more", left_out.len());
            lost(first, GapReason::TooManyLinked, detail)
        });
        (chosen, gap.into_iter().collect())
    }
}

/// Accepts a response only if it is a PDF: a login or error page is not a form.
pub(super) fn only_pdf(fetched: Fetched) -> Result<Fetched, Lost> {
    const HEAD: usize = 1024;
    let bytes = fetched.capture.bytes();
    let head = &bytes[..bytes.len().min(HEAD)];
    if head.windows(5).any(|window| window == b"%PDF-") {
        return Ok(fetched);
    }
    let sent = fetched.capture.media_type.as_deref().unwrap_or("no type");
    let detail = format!("sent as {sent}, no PDF inside");
    Err((GapReason::MediaType, detail))
}
