//! What only people can decide about an application, and what they decided.

use std::collections::HashSet;

use super::Table;
use super::draft::{self, Draft};
use crate::outcome::Outcome;
use crate::record::{AnswerRecord, ApplicationReport, Report};
use crate::report::{view, words};
use crate::rule::{Coverage, OwnerRole};
use crate::texts::counted;

/// Adds the decisions for people, and those already made.
pub(super) fn add(report: &Report, application: &ApplicationReport, level: u8, draft: &mut Draft) {
    let open = open_questions(report, application, draft);
    if open.is_empty() && application.answers.is_empty() {
        return;
    }
    draft.heading(level, draft.said("decisions"));
    let mut table = Table::new(
        draft.said("decisions-open"),
        [
            (draft.label("question"), 50),
            (draft.said("about"), 20),
            (draft.said("who"), 15),
            (draft.said("answer"), 15),
        ],
    );
    table.rows = open;
    draft.table(table);
    let mut table = Table::new(
        draft.said("decisions-taken"),
        [
            (draft.label("question"), 30),
            (draft.said("answer"), 12),
            (draft.label("reason"), 34),
            (draft.said("who-and-when"), 24),
        ],
    );
    for answer in &application.answers {
        table.rows.push(taken(report, answer, draft));
    }
    draft.table(table);
}

/// Questions about findings, and demands that only people can judge.
fn open_questions(
    report: &Report,
    application: &ApplicationReport,
    draft: &Draft,
) -> Vec<Vec<String>> {
    let language = draft.language;
    let row = |question: &str, about: String, owner: OwnerRole| {
        let open = draft.said("open").to_owned();
        vec![
            question.to_owned(),
            about,
            words::owner(owner, language),
            open,
        ]
    };
    let mut rows = Vec::new();
    for group in view::groups(report, application) {
        let doubts = group
            .entries
            .iter()
            .filter(|entry| !entry.finding.is_failure());
        let count = doubts.count() as u64;
        let Some(card) = group.card.filter(|_| count > 0) else {
            continue;
        };
        let question = card.question.as_ref().unwrap_or(&card.title);
        let about = counted("paper.places", language, count, &[]);
        rows.push(row(question.get(language), about, card.owner));
    }
    for list in &report.checklists {
        let cells = application.cells.iter();
        let open: HashSet<&str> = cells
            .filter(|cell| cell.checklist == list.id)
            .filter(|cell| matches!(cell.verdict, Outcome::CantTell | Outcome::Untested))
            .map(|cell| cell.criterion.as_str())
            .collect();
        for criterion in &list.criteria {
            let manual = criterion.coverage == Coverage::Manual;
            let Some(question) = criterion.question.as_ref() else {
                continue;
            };
            if manual && open.contains(criterion.id.as_str()) {
                let about = format!("{}/{}", list.id, criterion.id);
                rows.push(row(question.get(language), about, OwnerRole::Business));
            }
        }
    }
    rows
}

/// A line about a decision that was made.
fn taken(report: &Report, answer: &AnswerRecord, draft: &Draft) -> Vec<String> {
    let language = draft.language;
    let rule = report.rules.get(&answer.about);
    let criterion = answer.about.split_once('/');
    let title = rule
        .map(|card| card.title.get(language).clone())
        .or_else(|| {
            let (list, criterion) = criterion?;
            draft::criterion_title(report, list, criterion, language)
        });
    let mut title = title.unwrap_or_else(|| answer.about.clone());
    if let Some(field) = &answer.field {
        title = format!("{title}: {field}");
    }
    let day = |day: jiff::civil::Date| words::date(&day.to_string(), language);
    let mut who = format!("{}, {}", answer.role, day(answer.date));
    if let Some(until) = answer.valid_until {
        who = format!(
            "{who}; {}",
            draft.filled("valid-until", &[("date", &day(until))])
        );
    }
    vec![
        title,
        words::word("paper.answer", &answer.answer, language),
        answer.text.clone().unwrap_or_else(|| "–".to_owned()),
        who,
    ]
}
