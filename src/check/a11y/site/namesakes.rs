//! `same-name`: elements with the same name are equivalent: links (ACT b20e66), links in the same context (ACT fd3a94),
//! frames (ACT 4b1c6c).
//!
//! Different content of two addresses is proven only if both pages are available, have little in common, and exactly
//! one of them matches the name: two pages with advertisements are both "advertising". Frames are side by side on one
//! page; if their name matches neither and they share almost nothing, people cannot tell them apart.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::{Namesake, Namesakes, PageSketch, SameName, Site, SiteCheck};
use crate::a11y::Truth;
use crate::check::a11y::together::listed;
use crate::check::a11y::wording::{Stem, stems, words};
use crate::check::generic::params;
use crate::check::{Check, CheckKind};
use crate::model::TargetPlace;
use crate::outcome::{Doubt, Expectation, Grounds};

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "same-name",
    facts: &["count", "wordings"],
    variants: &[],
    build: |table| {
        let Params {
            subject,
            leave_out,
            changing,
        } = params(table)?;
        Ok(Check::Site(Box::new(SameNameSamePlace {
            subject,
            changing: stems(&changing.join(" ")),
            leave_out: leave_out.iter().map(|name| words(name)).collect(),
        })))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Params {
    /// The elements of one name to compare.
    subject: Namesakes,
    /// Names left to another rule, because they say nothing.
    #[serde(default)]
    leave_out: Vec<String>,
    /// Words in names of content that changes each time.
    #[serde(default)]
    changing: Vec<String>,
}

struct SameNameSamePlace {
    subject: Namesakes,
    changing: BTreeSet<Stem>,
    leave_out: Vec<Vec<String>>,
}

impl SiteCheck for SameNameSamePlace {
    fn judge(&self, site: &Site<'_>) -> Vec<Vec<(TargetPlace, Expectation)>> {
        let pages = site.pages().iter();
        pages.map(|page| self.judge_page(page, site)).collect()
    }
}

impl SameNameSamePlace {
    fn judge_page(&self, page: &PageSketch, site: &Site<'_>) -> Vec<(TargetPlace, Expectation)> {
        let sets = page
            .same_name
            .iter()
            .filter(|set| set.kind == self.subject && !self.leave_out.contains(&words(&set.name)));
        let judged: Vec<(&SameName, Truth)> = sets
            .map(|set| (set, self.lead_to_one_place(set, page, site)))
            .collect();
        let with = |fine: Truth| -> Vec<&SameName> {
            let sets = judged.iter().filter(|(_, found)| *found == fine);
            sets.map(|(set, _)| *set).collect()
        };
        let mut said = Vec::new();
        if let Some((target, _)) = common(&with(Truth::No)) {
            said.push((target, Expectation::Unmet(common_grounds(&with(Truth::No)))));
        }
        if let Some((target, _)) = common(&with(Truth::Unknown)) {
            let grounds = common_grounds(&with(Truth::Unknown));
            said.push((target, Expectation::Unknown(Doubt::NeedsPerson, grounds)));
        }
        let agreeing = common(&with(Truth::Yes)).map(|(target, _)| target);
        let agreeing = agreeing.or_else(|| {
            page.whole
                .clone()
                .filter(|_| page.agreeing.contains(&self.subject))
        });
        said.extend(agreeing.map(|target| (target, Expectation::Met)));
        said
    }

    /// Whether all elements of a set have the same target.
    fn lead_to_one_place(&self, set: &SameName, page: &PageSketch, site: &Site<'_>) -> Truth {
        let mut all = Truth::Yes;
        for (one, other) in set.members.iter().zip(set.members.iter().skip(1)) {
            let mut same = self.same_place(&set.name, one, other, page, site);
            if page.grows_shadow && same.is_no() {
                same = Truth::Unknown;
            }
            if self.subject == Namesakes::LinksInContext && same.is_no() {
                // Without visible differences no one is worse off than others, and words in between may distinguish
                // them for everyone.
                let only_seen = other.behind_image && !other.behind_words;
                same = if only_seen { Truth::No } else { Truth::Unknown };
            }
            all = all.and(same);
        }
        all
    }

    /// Whether two addresses have the same target.
    fn same_place(
        &self,
        name: &str,
        one: &Namesake,
        other: &Namesake,
        page: &PageSketch,
        site: &Site<'_>,
    ) -> Truth {
        /// Minimum share of common texts of equivalent pages, in percent.
        const SAME: usize = 80;
        const OTHER: usize = 50;
        const NOTHING: usize = 10;
        if one.written.is_some() || other.written.is_some() {
            let same = one.written == other.written;
            return if same { Truth::Yes } else { Truth::Unknown };
        }
        if one.address.differs_in_kind(&other.address) {
            return Truth::No;
        }
        if one.address.same_resource(&other.address) {
            // Parts of the same page are available together; parts of another page may be two topics.
            let here = one.inside.is_some() && other.inside.is_some();
            return if here { Truth::Yes } else { Truth::Unknown };
        }
        let pages = site
            .page_at(page, &one.address)
            .zip(site.page_at(page, &other.address));
        let Some((one, other)) = pages else {
            return Truth::Unknown;
        };
        if one.document == other.document {
            return Truth::Yes;
        }
        if one.chunks.is_empty() || other.chunks.is_empty() {
            // A link to an empty page is not equivalent to the other one.
            let both = one.chunks.is_empty() && other.chunks.is_empty();
            let surely = |page: &PageSketch| !page.chunks.is_empty() || page.is_blank;
            return match !both && surely(one) && surely(other) {
                true => Truth::No,
                false => Truth::Unknown,
            };
        }
        let name = stems(name);
        let named = |page: &PageSketch| !name.is_empty() && name.is_subset(&page.topic);
        match one.likeness(other) {
            SAME.. => Truth::Yes,
            ..OTHER if named(one) != named(other) => Truth::No,
            ..NOTHING if self.is_name_of_neither(&name, one, other) => Truth::No,
            _ => Truth::Unknown,
        }
    }

    /// Whether two embedded pages with different topics have a common name that matches neither.
    fn is_name_of_neither(
        &self,
        name: &BTreeSet<Stem>,
        one: &PageSketch,
        other: &PageSketch,
    ) -> bool {
        let speaks_of = |page: &PageSketch| !name.is_disjoint(&page.topic);
        self.subject == Namesakes::Frames
            && !name.is_empty()
            && name.is_disjoint(&self.changing)
            && !speaks_of(one)
            && !speaks_of(other)
            && !one.topic.is_empty()
            && !other.topic.is_empty()
            && one.topic != other.topic
    }
}

/// The representative element of several sets.
fn common(sets: &[&SameName]) -> Option<(TargetPlace, usize)> {
    let first = sets.first()?.members.first()?;
    Some((first.target.clone(), sets.len()))
}

/// The common grounds of sets: their names, and the places of their elements.
fn common_grounds(sets: &[&SameName]) -> Grounds {
    /// Maximum number listed; the rest is counted.
    const MOST_LISTED: usize = 8;
    let names: Vec<String> = sets
        .iter()
        .take(MOST_LISTED)
        .map(|set| listed(&set.name))
        .collect();
    let grounds = Grounds::none()
        .with("count", sets.len())
        .with("wordings", names);
    let members = sets.iter().flat_map(|set| &set.members);
    members
        .skip(1)
        .take(MOST_LISTED)
        .fold(grounds, |grounds, member| {
            grounds.related(member.target.place.clone())
        })
}
