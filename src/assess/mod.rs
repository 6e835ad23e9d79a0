//! Applies people's decisions to findings, and fills the matrix. Documents have been dropped by now.

mod decisions;
mod fields;
mod kind;
mod matrix;

use jiff::civil::Date;

use self::decisions::Decisions;
use self::matrix::Verdicts;
use crate::engine::EstateJudgement;
use crate::gap::{Gap, GapReason, Stage};
use crate::inventory::Inventory;
use crate::outcome::count_settled;
use crate::record::{ApplicationReport, Notice};
use crate::rule::{Checklist, Formula, RuleBook};

/// The basis for judging findings.
pub struct Setting<'a> {
    /// People's answers and waivers.
    pub inventory: &'a Inventory,
    /// The rules that produced them.
    pub book: &'a RuleBook,
    /// Checklists of the matrix.
    pub checklists: &'a [Checklist],
    /// Whether all applications were examined, so that a decision without effect deserves a notice.
    pub complete: bool,
    /// Whether assertions that need no action are listed individually.
    pub list_settled: bool,
    /// The day on which decisions must be valid.
    pub today: Date,
}

/// Adds the results of rules about the whole inventory, applies people's decisions and fills the matrix. Returns
/// notices on decisions that had no effect or contradict a proof.
pub fn assess(
    applications: &mut [ApplicationReport],
    estate: EstateJudgement,
    setting: &Setting<'_>,
) -> Vec<Notice> {
    let EstateJudgement {
        mut assertions,
        gaps,
    } = estate;
    // A gap that belongs to no application is listed with the first.
    if let Some(first) = applications.first_mut() {
        first.gaps.extend(gaps);
    }
    let mut decisions = Decisions::new(setting.inventory, setting.book, setting.today);
    let mut contradicted = Vec::new();
    for application in applications {
        let further = assertions.remove(&application.id).unwrap_or_default();
        application.assertions.extend(further);
        assess_application(application, &mut decisions, setting);
        // A document checked on its own has no declared kind to compare with.
        if !setting.list_settled
            && let Some(entry) = setting.inventory.applications.get(&application.id)
        {
            contradicted.extend(kind::contradicted(entry, application));
        }
    }
    let mut notices = decisions.finish(setting.complete);
    notices.extend(contradicted);
    notices
}

fn assess_application(
    application: &mut ApplicationReport,
    decisions: &mut Decisions<'_>,
    setting: &Setting<'_>,
) {
    let assertions = &mut application.assertions;
    assertions.sort_by(|a, b| (&a.subject, &a.rule).cmp(&(&b.subject, &b.rule)));
    application.gaps.sort();
    // Two entries of the inventory may have the same target, whose absence is reported once.
    application.gaps.dedup();
    application.answers = decisions.answers(&application.id);
    let settled = decisions.apply(&application.id, assertions);
    (application.waived, application.answered) = (settled.waived, settled.answered);
    fields::decide(application);
    let assertions = &mut application.assertions;
    if !setting.list_settled {
        count_settled(assertions, &mut application.settled);
    }
    let verdicts = Verdicts::new(
        assertions,
        &application.settled,
        &application.gaps,
        setting.book,
        !setting.list_settled && application.kind.has_interface(),
    );
    application.cells = verdicts.cells(setting.checklists).into();
    let misses_pages = verdicts.misses_pages() && demand_pages(setting.checklists);
    if misses_pages && application.was_read() && !names_what_was_not_seen(&application.gaps) {
        let (id, reason) = (&application.id, GapReason::NoPage);
        let gap = Gap::of_document(id, Stage::Acquire, reason, "");
        application.gaps.push(gap);
        application.gaps.sort();
    }
    decisions.apply_to_cells(&application.id, &mut application.cells);
    application.summary = matrix::summarise(&application.cells, setting.checklists);
    if !setting.list_settled {
        application.press();
    }
}

/// Whether checklists have demands on pages.
fn demand_pages(checklists: &[Checklist]) -> bool {
    let criteria = checklists.iter().flat_map(|list| &list.criteria);
    let mut formulas = criteria.filter_map(|criterion| criterion.decided_by.as_ref());
    formulas.any(Formula::is_about_pages)
}

/// Whether a gap names parts of the user interface already.
fn names_what_was_not_seen(gaps: &[Gap]) -> bool {
    gaps.iter().any(|gap| {
        matches!(
            gap.reason,
            GapReason::UnseenMarkup
                | GapReason::PartlySeenMarkup
                | GapReason::PageAside
                | GapReason::RehearsalAside
        )
    })
}
