//! The annex to the record of an award: a page to sign, followed by its basis.

use super::super::comparison::{ComparedBid, Comparison};
use super::super::conformance::ConformanceLevel;
use super::super::verdict::Judged;
use super::super::wording::{is_for_many, say, served};
use super::comparison::{add_points, by_lot, contradictions, for_all_lots};
use super::{Sheet, bidder_name, demand, text_of};
use crate::report::{Paper, Table};
use crate::texts::Language;

/// Maximum number of bids listed individually on the first page.
const ON_FIRST_PAGE: usize = 8;

/// The annex.
pub fn annex(comparison: &Comparison, language: Language) -> Paper {
    let mut sheet = Sheet::new(language);
    first_page(comparison, &mut sheet);
    sheet.page_break();
    for bid in &comparison.bids {
        one_bid(bid, &mut sheet);
    }
    sheet.heading(1, sheet.said("contradictions"));
    contradictions(comparison, &mut sheet);
    sheet.heading(1, sheet.said("points"));
    add_points(comparison, &mut sheet);
    sheet.heading(1, sheet.said("basis"));
    sheet.text(sheet.said("basis-text"));
    let lists = comparison.checklists.iter();
    let lists = lists
        .map(|list| {
            format!(
                "{} ({}): SHA-256 {}",
                list.title.get(language),
                list.id,
                list.sha256
            )
        })
        .collect();
    sheet.list(lists);
    let title = sheet.said("annex-title").to_owned();
    sheet.finish(title, comparison)
}

/// One page: scope and result of the examination, the deadline for missing items, and the signatures.
fn first_page(comparison: &Comparison, sheet: &mut Sheet) {
    sheet.tender_facts(comparison);
    sheet.unusable(comparison);
    for_all_lots(comparison, sheet);
    for (caption, mut bids) in by_lot(comparison, sheet) {
        let left = bids.len().saturating_sub(ON_FIRST_PAGE);
        bids.truncate(ON_FIRST_PAGE);
        sheet.result_table(&caption, &bids);
        if left > 0 {
            sheet.text(sheet.filled("more-bids", &[("count", &left)]));
        }
    }
    sheet.unread_reports(&comparison.bids);
    let demanded: Vec<String> = comparison
        .bids
        .iter()
        .take(ON_FIRST_PAGE)
        .map(|bid| (bid, bid.demands().len()))
        .filter(|(_, count)| *count > 0)
        .map(|(bid, count)| {
            let bidder = text_of(&bid.verdict.product.vendor);
            sheet.filled("demanded-of", &[("bidder", &bidder), ("count", &count)])
        })
        .collect();
    if !demanded.is_empty() {
        supplement(comparison, sheet);
        sheet.list(demanded);
    }
    sheet.text(sheet.said("hint"));
    signatures(sheet);
}

/// The deadline for missing items, or a blank for it.
pub(super) fn supplement(comparison: &Comparison, sheet: &mut Sheet) {
    match &comparison.tender.supplement_until {
        Some(day) => sheet.notice(sheet.filled("supplement-until", &[("date", &sheet.day(day))])),
        None => sheet.blank(sheet.said("supplement-open")),
    }
}

fn signatures(sheet: &mut Sheet) {
    let mut table = Table::new(
        sheet.said("signatures"),
        [
            (sheet.said("column-role"), 34),
            (sheet.said("column-decision"), 26),
            (sheet.said("column-signed-on"), 16),
            (sheet.said("column-signature"), 24),
        ],
    );
    for role in ["role-examined", "role-award"] {
        let blank = String::new;
        table
            .rows
            .push(vec![sheet.said(role).to_owned(), blank(), blank(), blank()]);
    }
    sheet.table(table);
}

fn one_bid(bid: &ComparedBid, sheet: &mut Sheet) {
    sheet.heading(1, bidder_name(bid));
    sheet.text(sheet.result(bid));
    sheet.text(sheet.filled(
        "score",
        &[
            ("sure", &bid.score.sure),
            ("to_confirm", &bid.score.to_confirm),
            ("open", &bid.score.open),
            ("lost", &bid.score.lost),
            ("proposed", &bid.score.proposed()),
            ("possible", &bid.score.possible()),
        ],
    ));
    gaps(bid, sheet);
    sheet.unread_reports([bid]);
    judgements(sheet.said("knockouts"), &bid.knockouts(), sheet);
    let mut others: Vec<&Judged> = bid
        .verdict
        .questions
        .iter()
        .filter(|judged| !judged.question.knockout)
        .collect();
    others.sort_by_key(|judged| judged.state.urgency());
    judgements(sheet.said("other-demands"), &others, sheet);
    exhibits(bid, sheet);
    reports(bid, sheet);
    documents(bid, sheet);
}

/// What could not be examined.
fn gaps(bid: &ComparedBid, sheet: &mut Sheet) {
    let gaps = bid.verdict.gaps.iter();
    let items: Vec<String> = gaps
        .map(|gap| {
            let place = text_of(&gap.place.to_string());
            format!("{place}: {}", text_of(&gap.cause(sheet.language)))
        })
        .collect();
    if !items.is_empty() {
        sheet.text(sheet.said("gaps"));
        sheet.list(items);
    }
}

fn judgements(caption: &str, judged: &[&Judged], sheet: &mut Sheet) {
    let mut table = Table::new(
        caption,
        [
            (sheet.said("column-demand"), 30),
            (sheet.said("column-state"), 16),
            (sheet.said("column-reason"), 34),
            (sheet.said("column-evidence"), 20),
        ],
    );
    for judged in judged {
        let evidence = judged.answer.as_ref().and_then(|one| one.evidence.clone());
        table.rows.push(vec![
            demand(judged, sheet.language),
            sheet.state(judged),
            sheet.reason(judged),
            text_of(&evidence.unwrap_or_default()),
        ]);
    }
    sheet.table(table);
}

/// The files that serve as evidence.
fn exhibits(bid: &ComparedBid, sheet: &mut Sheet) {
    for file in bid.verdict.exhibits.iter().filter(|file| is_for_many(file)) {
        let values: [(&str, &dyn std::fmt::Display); 2] = [
            ("file", &text_of(&file.file)),
            ("count", &file.questions.len()),
        ];
        sheet.notice(sheet.filled("same-file", &values));
    }
    let mut table = Table::new(
        sheet.said("exhibits"),
        [
            (sheet.said("column-file"), 28),
            (sheet.said("column-questions"), 14),
            (sheet.said("column-bytes"), 12),
            (sheet.said("column-seen"), 16),
            (sheet.said("column-digest"), 30),
        ],
    );
    for file in &bid.verdict.exhibits {
        let seen = match &file.replaces {
            Some(before) => sheet.filled(
                "replaced",
                &[
                    ("date", &sheet.day(&file.seen)),
                    ("before", &sheet.day(before)),
                ],
            ),
            None => sheet.day(&file.seen),
        };
        table.rows.push(vec![
            text_of(&file.file),
            served(file, sheet.language),
            file.bytes.to_string(),
            seen,
            file.sha256.clone(),
        ]);
    }
    sheet.table(table);
}

/// The conformance reports that were read, with their claims.
fn reports(bid: &ComparedBid, sheet: &mut Sheet) {
    let mut table = Table::new(
        sheet.said("reports"),
        [
            (sheet.said("column-file"), 28),
            (sheet.said("column-about"), 32),
            (sheet.said("column-claims"), 40),
        ],
    );
    let offered = bid.verdict.product.version.as_deref().unwrap_or_default();
    for report in &bid.verdict.reports {
        let version = report.version.as_deref().unwrap_or_default();
        let parts = [&report.product, &report.version, &report.date];
        let parts = parts.into_iter().flatten().map(|part| text_of(part));
        let mut about = parts.collect::<Vec<_>>().join(", ");
        if !version.is_empty() && !offered.is_empty() && version != offered {
            let note = sheet.filled("report-other-version", &[("offered", &text_of(offered))]);
            about.push_str(&note);
        }
        let claims = ConformanceLevel::ALL.into_iter().filter_map(|level| {
            let claims = report.claims.iter();
            let count = claims.filter(|claim| claim.level == level).count();
            let level = say(&format!("level-{}", level.name()), sheet.language);
            (count > 0).then(|| format!("{level}: {count}"))
        });
        let claims = claims.collect::<Vec<_>>().join(", ");
        table.rows.push(vec![text_of(&report.file), about, claims]);
    }
    sheet.table(table);
}

/// The documents that were read.
fn documents(bid: &ComparedBid, sheet: &mut Sheet) {
    let mut table = Table::new(
        sheet.said("documents"),
        [
            (sheet.said("column-file"), 40),
            (sheet.said("column-format"), 20),
            (sheet.said("column-digest"), 40),
        ],
    );
    for document in &bid.verdict.documents {
        let format = document.format.as_deref();
        let format = format.unwrap_or_else(|| sheet.said("unknown-format"));
        table.rows.push(vec![
            text_of(&document.document),
            format.to_owned(),
            document.digest.clone(),
        ]);
    }
    sheet.table(table);
}
