//! Comparison of the pages of one application: repeated content and link targets.
//!
//! Pages are dropped as soon as they are judged; a [`PageSketch`] remains.

mod address;
pub mod bypass;
pub mod namesakes;
pub mod repetition;
mod same_name;
mod sketch;

use std::cell::OnceCell;

pub use address::{Address, PageAddress};
use foldhash::HashMap;
pub use same_name::{Namesake, Namesakes, SameName};
pub use sketch::{Chunk, PageSketch};

use crate::model::TargetPlace;
use crate::outcome::Expectation;

/// Judges pages with access to the other pages of the application.
pub trait SiteCheck: Send + Sync {
    /// The verdicts on the pages, in their order.
    fn judge(&self, site: &Site<'_>) -> Vec<Vec<(TargetPlace, Expectation)>>;
}

/// The pages of an application.
pub struct Site<'a> {
    pages: &'a [PageSketch],
    by_document: HashMap<&'a str, usize>,
    neighbours: OnceCell<Vec<Vec<usize>>>,
    frames: OnceCell<Vec<usize>>,
}

impl<'a> Site<'a> {
    /// Prepares the comparison of pages.
    pub fn new(pages: &'a [PageSketch]) -> Self {
        let numbered = pages.iter().enumerate();
        Self {
            pages,
            by_document: numbered
                .map(|(at, page)| (page.document.as_str(), at))
                .collect(),
            neighbours: OnceCell::new(),
            frames: OnceCell::new(),
        }
    }

    /// For each page, the indexes of other available pages that it links to.
    fn neighbours(&self) -> &[Vec<usize>] {
        self.neighbours.get_or_init(|| {
            // The pages of a folder repeat the same links.
            let mut known: HashMap<(&str, &Address), Option<usize>> = HashMap::default();
            let mut number_of = |page: &'a PageSketch, address: &'a Address| {
                let found = known.entry((folder_of(&page.document), address));
                *found.or_insert_with(|| {
                    let other = self.page_at(page, address)?;
                    self.by_document.get(other.document.as_str()).copied()
                })
            };
            let of_page = |(at, page): (usize, &'a PageSketch)| {
                let addresses = page.leads_to.iter();
                let mut found: Vec<usize> = addresses
                    .filter_map(|address| number_of(page, address))
                    .filter(|other| *other != at)
                    .collect();
                found.sort_unstable();
                found.dedup();
                found
            };
            self.pages.iter().enumerate().map(of_page).collect()
        })
    }

    /// For each page, the first one connected with it by mutual links: pages with the same frame.
    fn frames(&self) -> &[usize] {
        self.frames.get_or_init(|| {
            let neighbours = self.neighbours();
            let mut frames: Vec<usize> = (0..self.pages.len()).collect();
            let mut seen = vec![false; self.pages.len()];
            for first in 0..self.pages.len() {
                let mut open = vec![first];
                while let Some(at) = open.pop() {
                    if std::mem::replace(&mut seen[at], true) {
                        continue;
                    }
                    frames[at] = first;
                    let back = |other: &&usize| neighbours[**other].binary_search(&at).is_ok();
                    open.extend(neighbours[at].iter().filter(back));
                }
            }
            frames
        })
    }

    /// All pages.
    pub fn pages(&self) -> &'a [PageSketch] {
        self.pages
    }

    /// The page that an address on another page leads to, following pages that only redirect.
    pub fn page_at(&self, from: &PageSketch, address: &Address) -> Option<&'a PageSketch> {
        /// Maximum number of redirects; longer chains are circles.
        const MOST_STEPS: usize = 4;
        let mut page = self.find(&from.document, address)?;
        for _ in 0..MOST_STEPS {
            let Some(next) = &page.leads_on_to else {
                return Some(page);
            };
            page = self.find(&page.document, next)?;
        }
        None
    }

    fn find(&self, document: &str, address: &Address) -> Option<&'a PageSketch> {
        let candidates = address.documents(document);
        let found = candidates
            .iter()
            .find_map(|candidate| self.by_document.get(candidate.as_str()));
        found.and_then(|at| self.pages.get(*at))
    }
}

/// The folder of a document: all that finding a page by an address needs to know of the link's place.
fn folder_of(document: &str) -> &str {
    document.rsplit_once('/').map_or("", |(folder, _)| folder)
}
