//! Judgement over findings: people's decisions and the matrix. Documents are gone by now.

mod decisions;
mod matrix;

use std::collections::BTreeMap;

use jiff::civil::Date;

use self::decisions::Decisions;
use crate::engine::ExaminedApplication;
use crate::inventory::Inventory;
use crate::record::{ApplicationReport, DomainRecord, Explanation, FieldRecord, Notice};
use crate::rule::{Checklist, RuleBook};

/// What findings are judged by.
pub struct Setting<'a> {
    /// People's answers and waivers.
    pub inventory: &'a Inventory,
    /// The rules that found them.
    pub book: &'a RuleBook,
    /// Checklists of the matrix.
    pub checklists: &'a [Checklist],
    /// Whether all applications were looked at, so that a decision without effect is worth a notice.
    pub complete: bool,
    /// Whether each field says how it came to its verdict.
    pub explain: bool,
    /// The day on which decisions must hold.
    pub today: Date,
}

/// Applies people's decisions to what was found and fills the matrix. Notices tell of decisions that had no effect
/// or contradict a proof.
pub fn assess(
    examined: Vec<ExaminedApplication<'_>>,
    setting: &Setting<'_>,
) -> (Vec<ApplicationReport>, Vec<Notice>) {
    let mut decisions = Decisions::new(setting.inventory, setting.book, setting.today);
    let reports = examined
        .into_iter()
        .map(|one| assess_application(one, &mut decisions, setting))
        .collect();
    (reports, decisions.finish(setting.complete))
}

fn assess_application(
    examined: ExaminedApplication<'_>,
    decisions: &mut Decisions<'_>,
    setting: &Setting<'_>,
) -> ApplicationReport {
    let ExaminedApplication {
        application,
        documents,
        fields,
        judged_fields: _,
        domains,
        outcomes_by_field,
        mut assertions,
        mut gaps,
    } = examined;
    assertions.sort_by(|a, b| (&a.subject, &a.rule).cmp(&(&b.subject, &b.rule)));
    gaps.sort();
    // Two entries of the inventory may lead to the same place, and it is missing only once.
    gaps.dedup();
    let waived = decisions.apply(&application.id, &mut assertions);
    let mut cells = matrix::cells(&assertions, &gaps, setting.book, setting.checklists);
    decisions.apply_to_cells(&application.id, &mut cells);
    let domain_records = DomainRecord::of_all(&domains, &fields, &outcomes_by_field);
    let nothing = BTreeMap::new();
    let records = fields.iter().enumerate().map(|(index, field)| {
        let outcomes = outcomes_by_field.get(index).unwrap_or(&nothing);
        FieldRecord {
            explanation: setting.explain.then(|| Explanation::new(field, outcomes)),
            ..FieldRecord::new(field, outcomes, domains.of_field(index))
        }
    });
    let mut records: Vec<FieldRecord> = records.collect();
    // Fields that are not judged come last in the dossier; people read by document.
    records.sort_by(|a, b| a.path.cmp(&b.path));
    ApplicationReport {
        id: application.id.clone(),
        name: application.name.clone(),
        department: application.department.clone(),
        kind: application.kind,
        vendor: application.vendor.clone(),
        product: application.product.clone(),
        business_owner: application.business_owner.clone(),
        lifecycle: application.lifecycle.clone(),
        successor: application.successor.clone(),
        personal_data: application.personal_data,
        stores_gender: application.stores_gender(),
        documents,
        fields: records,
        domains: domain_records,
        summary: matrix::summarise(&cells, setting.checklists),
        cells,
        assertions,
        waived,
        gaps,
    }
}
