//! `past-repetition`: ways past what the pages of an application repeat: a heading (ACT 047fe0), a landmark (ACT b40fd1) or
//! a link (ACT ye5d6e) where something begins that other pages do not have.
//!
//! What repeats is told by comparing a page with those it leads to. Where none of them is at hand, these rules say
//! nothing.

use std::collections::HashSet;

use serde::Deserialize;

use super::{PageSketch, Site, SiteCheck};
use crate::a11y::Truth;
use crate::check::generic::params;
use crate::check::{Check, CheckKind};
use crate::model::TargetPlace;
use crate::outcome::{Doubt, Expectation, Grounds};

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "past-repetition",
    facts: &["repeated"],
    variants: &[],
    build: |table| {
        let Params { way } = params(table)?;
        Ok(Check::Site(Box::new(PastRepetition(way))))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Params {
    way: Way,
}

/// What leads past.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Way {
    Heading,
    Landmark,
    Link,
}

struct PastRepetition(Way);

impl SiteCheck for PastRepetition {
    fn judge(&self, page: &PageSketch, site: &Site<'_>) -> Vec<(TargetPlace, Expectation)> {
        let Some(target) = &page.whole else {
            return Vec::new();
        };
        let Some(repeated) = repeated(page, site) else {
            return Vec::new();
        };
        // What no other page has, behind what others have, too.
        let own: Vec<usize> = (0..page.chunks.len())
            .skip_while(|at| !repeated[*at])
            .filter(|at| !repeated[*at])
            .collect();
        let found = match self.0 {
            _ if own.is_empty() => Truth::Yes,
            Way::Heading => any(&own, |at| page.chunks[at].heading),
            Way::Landmark => any(&own, |at| page.chunks[at].begins_landmark),
            Way::Link => {
                let first = own.first().copied().unwrap_or_default();
                // A link to an element leads to its beginning; one that holds own content is no repetition itself.
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
        let count = repeated.iter().filter(|repeated| **repeated).count();
        let grounds = Grounds::none().with("repeated", count);
        let expectation = match found {
            Truth::Yes => Expectation::Met,
            Truth::No => Expectation::Unmet(grounds),
            Truth::Unknown => Expectation::Unknown(Doubt::NotCaptured, grounds),
        };
        vec![(target.clone(), expectation)]
    }
}

fn any(chunks: &[usize], fits: impl Fn(usize) -> Truth) -> Truth {
    let found = chunks.iter().map(|at| fits(*at));
    found.fold(Truth::No, Truth::or)
}

/// For each chunk of a page, whether a page that it leads to has it, too; nothing where nothing is repeated.
fn repeated(page: &PageSketch, site: &Site<'_>) -> Option<Vec<bool>> {
    /// The pages of an application repeat the same.
    const MOST_PAGES: usize = 8;
    let mut known: HashSet<u64> = HashSet::new();
    let pages = page
        .leads_to
        .iter()
        .filter_map(|address| site.page_at(page, address));
    let others = pages.filter(|other| other.document != page.document && other.whole.is_some());
    for other in others.take(MOST_PAGES) {
        known.extend(other.chunks.iter().map(|chunk| chunk.text));
    }
    let repeated: Vec<bool> = page
        .chunks
        .iter()
        .map(|chunk| known.contains(&chunk.text))
        .collect();
    repeated.contains(&true).then_some(repeated)
}
