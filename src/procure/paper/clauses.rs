//! Clauses for the contract: each declaration becomes a promise, each missing point gets a deadline.

use super::super::comparison::{ComparedBid, Comparison};
use super::super::verdict::{Judged, State};
use super::{Sheet, bidder_name, said};
use crate::report::{Block, Paper, date};
use crate::texts::{Language, filled};

/// The clauses about a bid.
pub fn clauses(comparison: &Comparison, bid: &ComparedBid, language: Language) -> Paper {
    let mut sheet = Sheet::new(language);
    sheet.notice(sheet.said("clauses-hint"));
    sheet.text(bidder_name(bid));
    let points = bid.for_contract();
    let (declared, missing): (Vec<&Judged>, Vec<&Judged>) = points
        .into_iter()
        .partition(|judged| judged.state == State::Met);
    let until = match &comparison.tender.remedy_until {
        Some(day) => sheet.day(day),
        None => sheet.said("clauses-day").to_owned(),
    };
    add(&mut sheet, "clauses-missing", &missing, &until);
    add(&mut sheet, "clauses-declared", &declared, &until);
    sheet.heading(1, sheet.said("clauses-general"));
    let general = ["clause-test", "clause-release", "clause-defect"]
        .map(|key| sheet.filled(key, &[("until", &until)]));
    sheet.blocks.push(Block::Steps(general.into()));
    let title = sheet.said("clauses-title").to_owned();
    sheet.finish(title, comparison)
}

fn add(sheet: &mut Sheet, heading: &str, points: &[&Judged], until: &str) {
    if points.is_empty() {
        return;
    }
    sheet.heading(1, sheet.said(heading));
    let clauses = points.iter();
    let clauses = clauses.map(|judged| worded(judged, until, sheet.language));
    let clauses = clauses.collect();
    sheet.blocks.push(Block::Steps(clauses));
}

/// A text for use inside quotation marks: its own become single ones.
fn inner_quotes(text: &str) -> String {
    let single = |ch| match ch {
        '„' => '‚',
        '“' => '‘',
        '”' => '’',
        ch => ch,
    };
    text.chars().map(single).collect()
}

/// The clause for a demand. `until`: the deadline, ISO 8601.
pub fn clause(judged: &Judged, until: Option<&str>, language: Language) -> String {
    let until = match until {
        Some(day) => date(day, language),
        None => said("clauses-day", language).to_owned(),
    };
    worded(judged, &until, language)
}

fn worded(judged: &Judged, until: &str, language: Language) -> String {
    let question = &judged.question;
    let key = match (judged.state, question.knockout) {
        (State::Met, _) => "clause-declared",
        (_, true) => "clause-knockout",
        (_, false) => "clause-missing",
    };
    let expected = match &question.expected {
        Some(expected) => expected.get(language).as_str(),
        None => said("clause-evidence", language),
    };
    filled(
        &format!("tender.{key}"),
        language,
        &[
            ("id", &question.id),
            ("demand", &inner_quotes(question.demand.get(language))),
            ("expected", &expected),
            ("until", &until),
        ],
    )
}

#[cfg(test)]
mod tests {
    use super::inner_quotes;

    #[test]
    fn quotation_marks_within_others_are_single() {
        assert_eq!(
            inner_quotes("„ohne Angabe“ und „unbekannt“ getrennt"),
            "‚ohne Angabe‘ und ‚unbekannt‘ getrennt"
        );
        assert_eq!(
            inner_quotes("“no entry” kept apart"),
            "‘no entry’ kept apart"
        );
    }
}
