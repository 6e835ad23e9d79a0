//! Style sheets of web pages.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::OnceCell;
use url::Url;

use super::super::guard::{Guard, public_name};
use super::super::sheet::{self, PageLinks, Shelf, imported_addresses};
use super::{Fetched, Fetcher, cut};

impl Fetcher {
    /// Fetches the style sheets a page links to, and those they import, into the rack.
    pub(super) async fn fetch_sheets(&self, page: &Fetched, rack: &SheetRack) {
        let Ok(text) = page.capture.text() else {
            return;
        };
        let links = PageLinks::of_page(text.as_str());
        let base = links.base.as_deref();
        let base = base.and_then(|base| rack.locate(page.url.as_str(), base).ok());
        let from = base.unwrap_or_else(|| page.url.to_string());
        let wanted = links.sheets.into_iter();
        let mut open: VecDeque<(String, String)> =
            wanted.map(|address| (from.clone(), address)).collect();
        let mut seen = Vec::new();
        while let Some((from, address)) = open.pop_front() {
            let Ok(location) = rack.locate(&from, &address) else {
                continue;
            };
            if seen.contains(&location) || seen.len() >= sheet::MOST_SHEETS {
                continue;
            }
            let cell = rack.cell(&location);
            let sheet = cell.get_or_init(|| self.fetch_sheet(&location)).await;
            if let Ok(text) = sheet {
                let imported = imported_addresses(text).into_iter();
                open.extend(imported.map(|address| (location.clone(), address)));
            }
            seen.push(location);
        }
    }

    async fn fetch_sheet(&self, location: &str) -> Result<String, String> {
        let mut permit = None;
        let name = public_name(location);
        let fetched = self
            .follow(&name, location, &self.beside, &mut permit)
            .await;
        let Fetched { capture, .. } =
            fetched.map_err(|(reason, detail)| match detail.as_str() {
                "" => reason.name().to_owned(),
                _ => detail,
            })?;
        // Browsers ignore style sheets sent with another type, such as a login page.
        let stated = capture.media_type.as_deref();
        if let Some(other) = stated.filter(|stated| *stated != "text/css") {
            return Err(cut(other));
        }
        if capture.bytes().len() as u64 > sheet::MOST_BYTES {
            return Err(format!("more than {} bytes", sheet::MOST_BYTES));
        }
        let text = capture.text().map_err(|reason| reason.name().to_owned())?;
        Ok(text.as_str().to_owned())
    }
}

/// The text of a sheet or why it is missing, once known.
type SheetCell = Arc<OnceCell<Result<String, String>>>;

/// The style sheets fetched for an application's pages, by address.
pub(super) struct SheetRack {
    guard: Arc<Guard>,
    texts: Mutex<BTreeMap<String, SheetCell>>,
}

impl SheetRack {
    pub fn new(guard: Arc<Guard>) -> Self {
        Self {
            guard,
            texts: Mutex::default(),
        }
    }

    fn cell(&self, location: &str) -> SheetCell {
        let mut texts = self.texts.lock().unwrap_or_else(PoisonError::into_inner);
        texts.entry(location.to_owned()).or_default().clone()
    }
}

impl Shelf for SheetRack {
    fn locate(&self, from: &str, address: &str) -> Result<String, String> {
        let base = Url::parse(from).map_err(|error| error.to_string())?;
        let mut url = base.join(address).map_err(|error| error.to_string())?;
        url.set_fragment(None);
        let admitted = self.guard.admit(&url);
        admitted.map_err(|refusal| refusal.to_string())?;
        Ok(url.to_string())
    }

    fn name(&self, location: &str) -> String {
        public_name(location)
    }

    fn read(&self, location: &str) -> Result<String, String> {
        let cell = self.cell(location);
        cell.get()
            .cloned()
            .unwrap_or_else(|| Err("too many style sheets".to_owned()))
    }
}
