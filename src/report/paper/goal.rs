//! The content of a task in the concept: what to clarify, or the target state and the steps to it; and which demands
//! are met afterwards.

use std::collections::HashSet;

use super::draft::{self, Draft};
use super::{Block, Table};
use crate::outcome::Outcome;
use crate::record::{ApplicationReport, Report, Task};
use crate::report::view::Entry;
use crate::report::words;
use crate::report::work::Work;
use crate::rule::{Formula, RuleCard};
use crate::texts::Bilingual;

/// Adds what must be decided before it is known whether something must change.
pub(super) fn to_clarify(
    application: &ApplicationReport,
    work: &Work<'_>,
    level: u8,
    draft: &mut Draft,
) {
    let language = draft.language;
    draft.heading(level, draft.said("to-clarify"));
    let cards = work.cards.iter();
    let asked = cards.map(|card| {
        let asked = card.question.as_ref().unwrap_or(&card.title);
        asked.get(language).clone()
    });
    draft.list(asked.collect());
    draft.table(target(application, work.task, draft));
}

/// Adds the target state, and what to do in which order.
pub(super) fn change(
    application: &ApplicationReport,
    work: &Work<'_>,
    level: u8,
    draft: &mut Draft,
) {
    let language = draft.language;
    let said = |read: fn(&RuleCard) -> &Bilingual| -> Vec<String> {
        let cards = work.cards.iter();
        cards.map(|card| read(card).get(language).clone()).collect()
    };
    draft.heading(level, draft.said("target"));
    draft.list(said(|card| &card.title));
    draft.table(target(application, work.task, draft));

    draft.heading(level, draft.label("order-of-work"));
    let steps = words::steps(work.task, language);
    let remedies = said(|card| &card.remedy);
    if steps.is_empty() {
        draft.add(Block::Steps(remedies));
    } else {
        draft.text(draft.said("order-hint"));
        draft.add(Block::Steps(steps));
        draft.text(draft.said("work-hint"));
        draft.list(remedies);
    }
}

/// What a task's fields hold today and what they lack.
fn target(application: &ApplicationReport, task: &Task, draft: &Draft) -> Table {
    let domains = application.domains.iter();
    let domains: HashSet<&str> = domains
        .filter(|domain| domain.cause == task.cause)
        .map(|domain| domain.id.as_str())
        .collect();
    let of_task = draft::own_fields(application).filter(|field| {
        domains.contains(field.domain_id.as_str()) || field.attribute_key == task.cause
    });
    let mut table = Table::new(
        draft.said("target-table"),
        [
            (draft.label("field"), 24),
            (draft.label("place"), 30),
            (draft.said("holds-today"), 24),
            (draft.said("lacks"), 22),
        ],
    );
    table.rows = of_task
        .map(|field| {
            vec![
                draft::field_name(field),
                draft::field_place(field),
                draft::field_values(field, draft.language),
                draft::missing_entries(field, draft.language),
            ]
        })
        .collect();
    table
}

/// The failing demands that a task settles; those that also need other tasks, repairs or answers, are met after all of
/// them. `number` is the task's, counted from 1.
pub(super) fn met_afterwards(
    report: &Report,
    application: &ApplicationReport,
    works: &[Work<'_>],
    number: usize,
    draft: &Draft,
) -> Vec<String> {
    let failed = application
        .cells
        .iter()
        .filter(|cell| cell.verdict == Outcome::Failed);
    failed
        .filter_map(|cell| {
            let list = report
                .checklists
                .iter()
                .find(|list| list.id == cell.checklist)?;
            let mut criteria = list.criteria.iter();
            let criterion = criteria.find(|criterion| criterion.id == cell.criterion)?;
            let formula = criterion.decided_by.as_ref()?;
            let repairs = |entry: &Entry<'_>| entry.finding.is_failure();
            if !deciding(works, formula, repairs).contains(&number) {
                return None;
            }
            // An open question leaves the demand open as well.
            let others = deciding(works, formula, |_| true).into_iter();
            let others = others.filter(|other| *other != number);
            let others: Vec<String> = others.map(|other| other.to_string()).collect();
            let title =
                draft::criterion_title(report, &cell.checklist, &cell.criterion, draft.language)?;
            let key = match others.as_slice() {
                [] => "met-afterwards",
                [_] => "met-together",
                _ => "met-with-several",
            };
            let others = words::enumeration(&others, draft.language);
            Some(draft.filled(key, &[("demand", &title), ("others", &others)]))
        })
        .collect()
}

/// The numbers of the tasks with findings of this kind that decide about a demand.
fn deciding(
    works: &[Work<'_>],
    formula: &Formula,
    counts: impl Fn(&Entry<'_>) -> bool,
) -> Vec<usize> {
    let decides = |work: &Work<'_>| {
        work.entries.iter().any(|entry| {
            let is_involved = entry.card.is_some_and(|card| formula.involves(card));
            is_involved && counts(entry)
        })
    };
    let numbered = (1..).zip(works).filter(|(_, work)| decides(work));
    numbered.map(|(number, _)| number).collect()
}
