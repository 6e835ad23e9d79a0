//! `past-repetition`: a bypass for content that the pages of an application repeat: a heading (ACT 047fe0), a landmark
//! (ACT b40fd1) or a link (ACT ye5d6e) at the start of content that other pages do not have.
//!
//! Repeated content is found by comparing a page with the pages it links to. If none of them is available, these rules
//! do not apply.

use std::collections::BTreeMap;

use foldhash::HashSet;
use serde::Deserialize;

use super::{Chunk, PageSketch, Site, SiteCheck};
use crate::a11y::Truth;
use crate::check::generic::params;
use crate::check::{Check, CheckKind};
use crate::model::TargetPlace;
use crate::outcome::{Doubt, Expectation, Grounds};

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "past-repetition",
    facts: &["repeated", "pages"],
    variants: &[],
    build: |table| {
        let Params { way } = params(table)?;
        Ok(Check::Site(Box::new(PastRepetition(way))))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Params {
    /// The kind of bypass.
    way: Way,
}

/// The kind of bypass.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Way {
    Heading,
    Landmark,
    Link,
}

struct PastRepetition(Way);

/// The result for a page.
#[derive(Clone, Copy)]
struct Found {
    /// Whether there is a bypass.
    passable: Truth,
    /// Number of chunks that other pages have, too.
    repeated: usize,
}

impl SiteCheck for PastRepetition {
    fn judge(&self, site: &Site<'_>) -> Vec<Vec<(TargetPlace, Expectation)>> {
        let pages = site.pages();
        let found: Vec<Option<Found>> = (0..pages.len()).map(|at| self.look(site, at)).collect();
        let mut alike: BTreeMap<(usize, Truth), Vec<usize>> = BTreeMap::new();
        for (at, frame) in site.frames().iter().enumerate() {
            if let Some(found) = found[at] {
                alike.entry((*frame, found.passable)).or_default().push(at);
            }
        }
        let judge = |(at, page): (usize, &PageSketch)| {
            let (found, target) = found[at].zip(page.whole.clone())?;
            let grounds = Grounds::none().with("repeated", found.repeated);
            if found.passable.is_yes() {
                return Some((target, Expectation::Met));
            }
            // Pages with the same frame have one defect, reported for the first of them.
            let alike = alike.get(&(*site.frames().get(at)?, found.passable))?;
            let others = alike.split_first().filter(|(first, _)| **first == at)?.1;
            let places = others.iter().take(MOST_LISTED);
            let places = places.filter_map(|other| pages.get(*other)?.whole.clone());
            let grounds = places.fold(grounds.with("pages", alike.len()), |grounds, other| {
                grounds.related(other.place)
            });
            let expectation = match found.passable {
                Truth::No => Expectation::Unmet(grounds),
                _ => Expectation::Unknown(Doubt::NotCaptured, grounds),
            };
            Some((target, expectation))
        };
        let judged = pages.iter().enumerate().map(judge);
        judged.map(|found| found.into_iter().collect()).collect()
    }
}

/// Maximum number of further pages in a finding.
const MOST_LISTED: usize = 8;

impl PastRepetition {
    /// The result for a page; `None` if it repeats nothing worth skipping.
    fn look(&self, site: &Site<'_>, at: usize) -> Option<Found> {
        let page = site.pages().get(at)?;
        page.whole.as_ref()?;
        let repeated = repeated(site, at)?;
        // Unique content after repeated content.
        let own: Vec<usize> = (0..page.chunks.len())
            .skip_while(|at| !repeated[*at])
            .filter(|at| !repeated[*at])
            .collect();
        let first_repeated = repeated.iter().position(|repeated| *repeated)?;
        let before = page.chunks.get(..first_repeated).unwrap_or_default();
        // A page that starts with its own heading has nothing to skip.
        let begins_itself = before.iter().any(|chunk| chunk.heading.is_yes());
        let passable = match self.0 {
            _ if own.is_empty() || begins_itself => Truth::Yes,
            Way::Heading => any(&own, |at| page.chunks[at].heading),
            Way::Landmark => any(&own, |at| page.chunks[at].begins_landmark)
                .or(main_skips_most(page, &repeated, &own)),
            Way::Link => {
                let first = own.first().copied().unwrap_or_default();
                // A link to an element leads to its start; an element with unique content is not itself a repetition.
                let leads = |(begin, end): &(usize, usize)| {
                    own.binary_search(begin).is_ok()
                        || (*begin >= first && own.iter().any(|at| (begin..end).contains(&at)))
                };
                match page.jumps.iter().any(leads) {
                    true => Truth::Yes,
                    // A script may move the focus.
                    false if page.promises_jump => Truth::Unknown,
                    false => Truth::No,
                }
            }
        };
        Some(Found {
            passable,
            repeated: repeated.iter().filter(|repeated| **repeated).count(),
        })
    }
}

/// Whether the main landmark starts after most of the repeated content; breadcrumbs or a toolbar inside it are quickly
/// passed.
fn main_skips_most(page: &PageSketch, repeated: &[bool], own: &[usize]) -> Truth {
    const SOON: usize = 2;
    let Some(main) = page
        .chunks
        .iter()
        .position(|chunk| !chunk.begins_main.is_no())
    else {
        return Truth::No;
    };
    let next = own.iter().copied().find(|at| *at >= main);
    let count = |range: std::ops::Range<usize>| {
        let part = repeated.get(range).unwrap_or_default();
        part.iter().filter(|repeated| **repeated).count()
    };
    match next {
        Some(next) if count(main..next) <= SOON.max(count(0..main)) => {
            page.chunks[main].begins_main
        }
        _ => Truth::No,
    }
}

fn any(chunks: &[usize], fits: impl Fn(usize) -> Truth) -> Truth {
    let found = chunks.iter().map(|at| fits(*at));
    found.fold(Truth::No, Truth::or)
}

/// The texts of consecutive chunks.
fn pairs(chunks: &[Chunk]) -> impl Iterator<Item = (u64, u64)> {
    let next = chunks.iter().skip(1);
    chunks
        .iter()
        .zip(next)
        .map(|(one, other)| (one.text, other.text))
}

/// For each chunk of a page, whether a linked page has it, too; `None` if too little is repeated to be skipped, such as
/// a logo or a title.
pub(super) fn repeated(site: &Site<'_>, at: usize) -> Option<Vec<bool>> {
    /// Maximum number of pages compared; the pages of an application repeat the same content.
    const MOST_PAGES: usize = 8;
    /// Minimum number of repeated chunks: a menu or a sentence.
    const LEAST_CHUNKS: usize = 2;
    const LEAST_WORDS: usize = 8;
    let page = site.pages().get(at)?;
    let others = site.neighbours().get(at)?.iter();
    let others = others.filter_map(|other| site.pages().get(*other));
    let mut known: HashSet<u64> = HashSet::default();
    let mut known_pairs: HashSet<(u64, u64)> = HashSet::default();
    for other in others
        .filter(|other| other.whole.is_some())
        .take(MOST_PAGES)
    {
        known.extend(other.chunks.iter().map(|chunk| chunk.text));
        known_pairs.extend(pairs(&other.chunks));
    }
    let own_pairs: Vec<bool> = pairs(&page.chunks)
        .map(|pair| known_pairs.contains(&pair))
        .collect();
    let is_pair = |at: Option<usize>| at.and_then(|at| own_pairs.get(at)).is_some_and(|is| *is);
    // A heading alone on the other page announces the content of this one.
    let is_part = |at: usize| is_pair(at.checked_sub(1)) || is_pair(Some(at));
    let repeated: Vec<bool> = page
        .chunks
        .iter()
        .enumerate()
        .map(|(at, chunk)| known.contains(&chunk.text) && (chunk.heading.is_no() || is_part(at)))
        .collect();
    if !repeated.contains(&true) {
        return None;
    }
    let mut menu = (false, 0);
    let mut words = 0;
    for (chunk, _) in page
        .chunks
        .iter()
        .zip(&repeated)
        .filter(|(_, repeated)| **repeated)
    {
        menu = (menu.0 || chunk.link, menu.1 + 1);
        words += chunk.words;
    }
    let is_menu = menu.0 && menu.1 >= LEAST_CHUNKS;
    (is_menu || words >= LEAST_WORDS).then_some(repeated)
}
