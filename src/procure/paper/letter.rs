//! A letter to a bidder: what to submit and what to clarify, and by when.

use std::fmt::Display;

use super::super::comparison::{ComparedBid, Comparison, is_contradicted};
use super::super::verdict::Judged;
use super::super::wording::{claims, next_step, say};
use super::super::{BIDDERS, Reason};
use super::annex::supplement;
use super::{Sheet, bidder_name, demand, said, text_of};
use crate::report::Paper;
use crate::texts::{Language, filled};

/// Maximum number of quoted places in documents per demand.
const QUOTED: usize = 5;

/// The letter; it says so if there are no demands.
pub fn letter(comparison: &Comparison, bid: &ComparedBid, language: Language) -> Paper {
    let mut sheet = Sheet::new(language);
    sheet.blank(sheet.said("letter-address"));
    let mut facts = vec![
        (
            sheet.said("fact-name").to_owned(),
            text_of(&comparison.tender.name),
        ),
        (sheet.said("letter-offer").to_owned(), bidder_name(bid)),
    ];
    if let Some(reference) = &comparison.tender.reference {
        let label = sheet.said("fact-reference").to_owned();
        facts.insert(1, (label, text_of(reference)));
    }
    sheet.facts(facts);
    sheet.text(sheet.said("letter-greeting"));
    let demands = bid.demands();
    let reports = &bid.verdict.unread_reports;
    if demands.is_empty() && reports.is_empty() {
        sheet.text(sheet.said("letter-nothing"));
    } else {
        sheet.text(match demands.len() {
            0 => sheet.said("letter-intro-report").to_owned(),
            count => sheet.filled("letter-intro", &[("count", &count)]),
        });
        supplement(comparison, &mut sheet);
        if !reports.is_empty() {
            sheet.text(sheet.said("letter-report"));
            let files = reports
                .iter()
                .map(|file| text_of(own_name(file, &bid.bidder)));
            sheet.list(files.collect());
        }
        let is_about_lost = |judged: &&Judged| judged.reason == Reason::ArtefactLost;
        if demands.iter().any(is_about_lost) {
            sheet.text(sheet.said("letter-unreadable"));
            sheet.list(unreadable(bid, language));
        }
        let (clear_up, hand_in): (Vec<&Judged>, Vec<&Judged>) = demands
            .into_iter()
            .partition(|judged| is_contradicted(judged));
        add(&mut sheet, "letter-hand-in", &bid.bidder, &hand_in);
        add(&mut sheet, "letter-clear-up", &bid.bidder, &clear_up);
        sheet.text(sheet.said("letter-how"));
    }
    sheet.text(sheet.said("letter-reserve"));
    sheet.blank(sheet.said("letter-close"));
    let title = sheet.said("letter-title").to_owned();
    sheet.finish(title, comparison)
}

/// The documents that could not be read, each with its cause and what helps.
fn unreadable(bid: &ComparedBid, language: Language) -> Vec<String> {
    let gaps = bid.verdict.gaps.iter();
    let lost = gaps.filter(|gap| gap.reason.loses_document());
    let lines = lost.map(|gap| {
        let file = text_of(own_name(&gap.place.document, &bid.bidder));
        let values: [(&str, &dyn Display); 3] = [
            ("file", &file),
            ("cause", &gap.reason.cause(language)),
            ("next", &next_step(gap, language)),
        ];
        filled("tender.letter-unreadable-file", language, &values)
    });
    lines.collect()
}

/// Adds each demand under its own heading: the problem, its places, the expectation, the question.
fn add(sheet: &mut Sheet, caption: &str, bidder: &str, demands: &[&Judged]) {
    if demands.is_empty() {
        return;
    }
    sheet.heading(1, sheet.said(caption));
    for judged in demands {
        let mut title = demand(judged, sheet.language);
        if judged.question.knockout {
            title.push_str(sheet.said("is-knockout"));
        }
        sheet.heading(2, title);
        for sentence in matter(judged, sheet.language) {
            sheet.text(sentence);
        }
        sheet.list(found(judged, bidder, sheet.language));
        if let Some(expected) = &judged.question.expected {
            let expected: &String = expected.get(sheet.language);
            sheet.text(sheet.filled("expected", &[("expected", expected)]));
        }
        let said = say("verdict-question", sheet.language);
        let question = judged.question.question.get(sheet.language);
        sheet.text(format!("{said}: {question}"));
    }
}

/// The problem, worded for the bidder.
fn matter(judged: &Judged, language: Language) -> Vec<String> {
    let contradiction = judged.contradiction.filter(|_| is_contradicted(judged));
    if let Some(kind) = contradiction {
        let key = format!("letter-contradiction-{}", kind.name());
        return vec![said(&key, language).to_owned()];
    }
    let mut sentences = Vec::new();
    // Unusable evidence is named piece by piece.
    if !judged.reason.is_about_unfit_evidence() {
        let key = format!("tender.demand-{}", judged.reason.name());
        let written = judged.answer.as_ref().and_then(|it| it.written.as_deref());
        let written = text_of(written.unwrap_or_default());
        sentences.push(filled(&key, language, &[("value", &written)]));
    }
    let exhibits = judged.answer.iter().flat_map(|answer| &answer.exhibits);
    for exhibit in exhibits {
        if let Some(fault) = exhibit.fault {
            let written = text_of(&exhibit.written);
            let key = format!("tender.fault-{}", fault.name());
            sentences.push(filled(&key, language, &[("value", &written)]));
        }
    }
    sentences
}

/// The findings, with the bidder's own file names, and the statements of the bidder's conformance report.
fn found(judged: &Judged, bidder: &str, language: Language) -> Vec<String> {
    let evidence = &judged.scan.evidence;
    let places = evidence.iter().take(QUOTED).map(|item| {
        let sentence = text_of(item.sentence.get(language));
        let file = text_of(own_name(&item.place.document, bidder));
        match (&item.place.selector, item.place.position) {
            (Some(cell), _) => {
                let values: [(&str, &dyn Display); 3] = [
                    ("sentence", &sentence),
                    ("file", &file),
                    ("cell", &text_of(cell)),
                ];
                filled("tender.letter-cell", language, &values)
            }
            (None, Some(at)) => {
                let values: [(&str, &dyn Display); 3] =
                    [("sentence", &sentence), ("file", &file), ("line", &at.line)];
                filled("tender.letter-line", language, &values)
            }
            (None, None) => format!("{sentence} ({file})"),
        }
    });
    let mut lines: Vec<String> = places.collect();
    if evidence.len() > QUOTED {
        let count = evidence.len() - QUOTED;
        lines.push(filled("tender.more-places", language, &[("count", &count)]));
    }
    lines.extend(claims(judged, language));
    lines
}

/// A file path as the bidder knows it: without the buyer's folders.
fn own_name<'d>(document: &'d str, bidder: &str) -> &'d str {
    let inside = document
        .strip_prefix(BIDDERS)
        .and_then(|rest| rest.strip_prefix('/'))
        .and_then(|rest| rest.strip_prefix(bidder))
        .and_then(|rest| rest.strip_prefix('/'));
    let inside = inside.unwrap_or(document);
    let mut folders = ["artefacts/", "evidence/"].iter();
    let own = folders.find_map(|folder| inside.strip_prefix(folder));
    own.unwrap_or(inside)
}

#[cfg(test)]
mod tests {
    use super::own_name;

    #[test]
    fn bidders_see_their_own_names_of_files() {
        for (document, name) in [
            (
                "bidders/alpha-gmbh/artefacts/Masken/Neu.html",
                "Masken/Neu.html",
            ),
            ("bidders/alpha-gmbh/evidence/vpat.docx", "vpat.docx"),
            ("artefacts/schema.sql", "schema.sql"),
            ("https://test.example/start", "https://test.example/start"),
        ] {
            assert_eq!(own_name(document, "alpha-gmbh"), name);
        }
    }
}
