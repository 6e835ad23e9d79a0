//! Checks that scan a page once and report what they find: each place as a target, or all of them as one task, with the
//! page as the target and the first occurrence as the place.

use ego_tree::NodeId;

use crate::a11y::{PageView, Reads};
use crate::check::{Check, PageCheck};
use crate::model::PageKind;
use crate::outcome::{Doubt, Expectation, Grounds};

/// Maximum number of further places in a finding; the rest is counted.
pub(super) const MOST_RELATED: usize = 20;

/// A place that the rule applies to, with its verdict.
pub(super) struct Occurrence {
    pub node: NodeId,
    pub expectation: Expectation,
}

impl Occurrence {
    /// A place that passes.
    pub fn fine(node: NodeId) -> Self {
        let expectation = Expectation::Met;
        Self { node, expectation }
    }

    /// Undecidable without something missing, such as a style sheet or a script.
    pub fn open(node: NodeId) -> Self {
        let expectation = Expectation::Untested;
        Self { node, expectation }
    }

    /// A place that fails.
    pub fn wrong(node: NodeId, grounds: Grounds) -> Self {
        let expectation = Expectation::Unmet(grounds);
        Self { node, expectation }
    }

    /// A place that people must judge.
    pub fn asked(node: NodeId, doubt: Doubt, grounds: Grounds) -> Self {
        let expectation = Expectation::Unknown(doubt, grounds);
        Self { node, expectation }
    }
}

/// Scans a page once.
pub(super) trait Survey: Send + Sync {
    /// Whether the rule applies to this kind of page. Mail programs have means of their own.
    fn concerns(&self, kind: PageKind) -> bool {
        kind.is_page()
    }
    /// The inputs of a verdict in a template; `None` if it does not judge templates.
    fn on_templates(&self) -> Option<Reads> {
        None
    }
    /// Whether targets may come from elsewhere. Then the absence of occurrences proves nothing.
    fn may_overlook(&self, _: &PageView<'_>) -> bool {
        false
    }
    /// All places on the page that the rule applies to, in tree order.
    fn occurrences(&self, page: &PageView<'_>) -> Vec<Occurrence>;
}

/// Each occurrence is a target.
pub(super) fn each(survey: impl Survey + 'static) -> Check {
    let once = false;
    Check::Page(Box::new(Surveyed { survey, once }))
}

/// The page is the target. Texts may use the fact `count`: the number of occurrences of the same kind.
pub(super) fn once_per_page(survey: impl Survey + 'static) -> Check {
    let once = true;
    Check::Page(Box::new(Surveyed { survey, once }))
}

struct Surveyed<T> {
    survey: T,
    once: bool,
}

impl<T: Survey> PageCheck for Surveyed<T> {
    fn concerns(&self, kind: PageKind) -> bool {
        self.survey.concerns(kind)
    }

    fn on_templates(&self) -> Option<Reads> {
        let reads = self.survey.on_templates()?;
        // The page as a whole needs no inputs: each place is checked before they are summed up.
        Some(if self.once { Reads::SOURCE } else { reads })
    }

    fn may_overlook(&self, page: &PageView<'_>) -> bool {
        self.survey.may_overlook(page)
    }

    fn judge(&self, page: &PageView<'_>) -> Vec<(NodeId, Expectation)> {
        let mut occurrences = self.survey.occurrences(page);
        if !self.once {
            let each = occurrences.into_iter();
            return each.map(|found| (found.node, found.expectation)).collect();
        }
        for occurrence in &mut occurrences {
            match (page.is_template(), self.survey.on_templates()) {
                (true, None) => {}
                (true, Some(reads)) => leave_open(page, reads, occurrence),
                (false, reads) => {
                    let reads = reads.unwrap_or(Reads::ATTRIBUTES);
                    doubt_what_is_filled_in(page, reads, occurrence);
                }
            }
        }
        if occurrences.is_empty() {
            return Vec::new();
        }
        let root = page.page.html.root_element().id();
        vec![(root, summed_up(page, &occurrences))]
    }
}

/// Leaves a place of a template open if too little is known for a verdict, or only enough for a question.
fn leave_open(page: &PageView<'_>, reads: Reads, occurrence: &mut Occurrence) {
    let known = || {
        page.element(occurrence.node)
            .is_some_and(|element| page.knows(element, reads))
    };
    let stands = match &occurrence.expectation {
        Expectation::Met | Expectation::Untested => true,
        Expectation::Unmet(_) => known(),
        Expectation::Unknown(doubt, _) => *doubt == Doubt::NeedsPerson && known(),
    };
    if !stands {
        occurrence.expectation = Expectation::Untested;
    }
}

/// Turns the verdict on a place of a page into a question if it depends on values that a program fills in.
fn doubt_what_is_filled_in(page: &PageView<'_>, reads: Reads, occurrence: &mut Occurrence) {
    let Expectation::Unmet(grounds) = &occurrence.expectation else {
        return;
    };
    let element = page.element(occurrence.node);
    if element.is_some_and(|element| !page.knows(element, reads)) {
        occurrence.expectation = Expectation::Unknown(Doubt::NotCaptured, grounds.clone());
    }
}

/// All occurrences as one: proven ones count, else doubtful ones, else undecidable ones.
fn summed_up(page: &PageView<'_>, occurrences: &[Occurrence]) -> Expectation {
    let failed = |found: &&Occurrence| matches!(found.expectation, Expectation::Unmet(_));
    let open = |found: &&Occurrence| matches!(found.expectation, Expectation::Unknown(..));
    let mut counted: Vec<&Occurrence> = occurrences.iter().filter(failed).collect();
    if counted.is_empty() {
        counted = occurrences.iter().filter(open).collect();
    }
    let Some((first, others)) = counted.split_first() else {
        let untested = |found: &Occurrence| matches!(found.expectation, Expectation::Untested);
        return match occurrences.iter().any(untested) {
            true => Expectation::Untested,
            false => Expectation::Met,
        };
    };
    let complete = |grounds: &Grounds| {
        let mut grounds = grounds.clone().with("count", counted.len());
        if grounds.at.is_none() {
            grounds = grounds.with_place(page.place(first.node));
        }
        for other in others.iter().take(MOST_RELATED) {
            grounds = grounds.related(page.place(other.node));
        }
        grounds
    };
    match &first.expectation {
        Expectation::Met => Expectation::Met,
        Expectation::Untested => Expectation::Untested,
        Expectation::Unmet(grounds) => Expectation::Unmet(complete(grounds)),
        Expectation::Unknown(doubt, grounds) => Expectation::Unknown(*doubt, complete(grounds)),
    }
}
