//! The bids of a tender side by side.

use super::super::comparison::{ComparedBid, Comparison, is_contradicted};
use super::super::verdict::Judged;
use super::{Sheet, bidder_name, demand, points, sign, sum};
use crate::report::{Paper, Table};
use crate::texts::Language;

/// The comparison as a paper.
pub fn comparison(comparison: &Comparison, language: Language) -> Paper {
    let mut sheet = Sheet::new(language);
    sheet.notice(sheet.said("hint"));
    sheet.tender_facts(comparison);
    sheet.heading(1, sheet.said("results"));
    sheet.unusable(comparison);
    for_all_lots(comparison, &mut sheet);
    for (caption, bids) in by_lot(comparison, &sheet) {
        sheet.result_table(&caption, &bids);
    }
    sheet.unread_reports(&comparison.bids);
    sheet.text(sheet.said("order"));
    sheet.heading(1, sheet.said("knockouts"));
    let knockout = |index: usize| {
        comparison
            .questions
            .get(index)
            .is_some_and(|one| one.knockout)
    };
    matrix(comparison, &mut sheet, "knockouts-table", &knockout);
    sheet.heading(1, sheet.said("contradictions"));
    contradictions(comparison, &mut sheet);
    sheet.heading(1, sheet.said("points"));
    add_points(comparison, &mut sheet);
    let title = sheet.said("comparison-title").to_owned();
    sheet.finish(title, comparison)
}

/// The bids of each lot; all bids in one group if there are no lots.
pub(super) fn by_lot<'c>(
    comparison: &'c Comparison,
    sheet: &Sheet,
) -> Vec<(String, Vec<&'c ComparedBid>)> {
    if comparison.lots.is_empty() {
        return vec![(
            sheet.said("results-table").to_owned(),
            comparison.bids.iter().collect(),
        )];
    }
    let lots = comparison.lots.iter();
    lots.map(|lot| {
        let values: [(&str, &dyn std::fmt::Display); 2] = [
            ("id", &super::text_of(&lot.id)),
            ("name", &super::text_of(&lot.name)),
        ];
        let caption = sheet.filled("lot", &values);
        let bids = comparison.bids.iter().filter(|bid| bid.is_for(lot));
        (caption, bids.collect())
    })
    .collect()
}

/// Says which bids stand in the table of each lot because they name none.
pub(super) fn for_all_lots(comparison: &Comparison, sheet: &mut Sheet) {
    let bids = comparison.bids.iter().filter(|bid| bid.lots.is_empty());
    let bidders: Vec<String> = bids.map(bidder_name).collect();
    if !comparison.lots.is_empty() && !bidders.is_empty() {
        let values: [(&str, &dyn std::fmt::Display); 1] = [("bidders", &bidders.join("; "))];
        sheet.text(sheet.filled("for-all-lots", &values));
    }
}

/// Table of the questions with the state in each bid.
fn matrix(
    comparison: &Comparison,
    sheet: &mut Sheet,
    caption: &str,
    wanted: &dyn Fn(usize) -> bool,
) {
    let mut table = Table::new(sheet.said(caption), [(sheet.said("column-demand"), 30)]);
    for bid in &comparison.bids {
        push_column(&mut table, bidder_name(bid));
    }
    for (index, question) in comparison.questions.iter().enumerate() {
        if !wanted(index) {
            continue;
        }
        let title = question.demand.get(sheet.language);
        let mut row = vec![format!("{} {title}", question.id)];
        for bid in &comparison.bids {
            let judged = bid.judged(question);
            row.push(judged.map_or_else(String::new, |judged| sheet.state(judged)));
        }
        table.rows.push(row);
    }
    match table.rows.is_empty() {
        true => sheet.text(sheet.said("none")),
        false => sheet.table(table),
    }
}

fn push_column(table: &mut Table, head: String) {
    table
        .columns
        .push(crate::report::Column { head, share: 20 });
}

/// Contradictions between declarations and documents that nobody decided, and decisions against the documents.
pub(super) fn contradictions(comparison: &Comparison, sheet: &mut Sheet) {
    let mut table = Table::new(
        sheet.said("contradictions-table"),
        [
            (sheet.said("column-bidder"), 24),
            (sheet.said("column-demand"), 30),
            (sheet.said("column-contradiction"), 46),
        ],
    );
    for bid in &comparison.bids {
        let judged = bid.verdict.questions.iter();
        let is_told = |judged: &&Judged| is_contradicted(judged) || judged.is_decided_against();
        for judged in judged.filter(is_told) {
            table.rows.push(vec![
                bidder_name(bid),
                demand(judged, sheet.language),
                super::contradiction(judged, sheet.language),
            ]);
        }
    }
    match table.rows.is_empty() {
        true => sheet.text(sheet.said("none")),
        false => sheet.table(table),
    }
}

/// Every demand with its weight and the points of each bid, so that the sums can be checked by hand.
pub(super) fn add_points(comparison: &Comparison, sheet: &mut Sheet) {
    sheet.text(sheet.said("points-how"));
    let mut table = Table::new(
        sheet.said("points-table"),
        [
            (sheet.said("column-demand"), 30),
            (sheet.said("column-weight"), 10),
        ],
    );
    for bid in &comparison.bids {
        push_column(&mut table, bidder_name(bid));
    }
    for question in &comparison.questions {
        let title = question.demand.get(sheet.language);
        let mut row = vec![
            format!("{} {title}", question.id),
            question.weight.to_string(),
        ];
        for bid in &comparison.bids {
            row.push(bid.judged(question).map_or_else(String::new, |judged| {
                format!("{} {}", sign(judged.state), points(judged))
            }));
        }
        table.rows.push(row);
    }
    if !table.rows.is_empty() {
        let mut row = vec![
            sheet.said("sum").to_owned(),
            comparison.points().to_string(),
        ];
        row.extend(comparison.bids.iter().map(|bid| sum(bid.score)));
        table.rows.push(row);
    }
    sheet.table(table);
}
