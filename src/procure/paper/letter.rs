//! A letter to a bidder: what to hand in and what to clear up, until when.

use super::super::Reason;
use super::super::comparison::{ComparedBid, Comparison, is_contradicted};
use super::super::verdict::Judged;
use super::super::wording::{claims, say, word};
use super::annex::supplement;
use super::{Sheet, bidder_name, demand, text_of};
use crate::report::{Paper, Table};
use crate::texts::{Language, filled};

/// Places in documents that a letter quotes for one demand.
const QUOTED: usize = 5;

/// The letter; it says so where nothing is demanded.
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
    if demands.is_empty() {
        sheet.text(sheet.said("letter-nothing"));
    } else {
        sheet.text(sheet.filled("letter-intro", &[("count", &demands.len())]));
        supplement(comparison, &mut sheet);
        let (clear_up, hand_in): (Vec<&Judged>, Vec<&Judged>) = demands
            .into_iter()
            .partition(|judged| is_contradicted(judged));
        add(&mut sheet, "letter-hand-in", &hand_in);
        add(&mut sheet, "letter-clear-up", &clear_up);
        sheet.text(sheet.said("letter-how"));
    }
    sheet.text(sheet.said("letter-reserve"));
    sheet.blank(sheet.said("letter-close"));
    let title = sheet.said("letter-title").to_owned();
    sheet.finish(title, comparison)
}

fn add(sheet: &mut Sheet, caption: &str, demands: &[&Judged]) {
    if demands.is_empty() {
        return;
    }
    sheet.heading(1, sheet.said(caption));
    let mut table = Table::new(
        sheet.said(caption),
        [
            (sheet.said("column-demand"), 36),
            (sheet.said("column-wanted"), 64),
        ],
    );
    for judged in demands {
        let mut title = demand(judged, sheet.language);
        if judged.question.knockout {
            title.push_str(sheet.said("is-knockout"));
        }
        table.rows.push(vec![title, wanted(judged, sheet.language)]);
    }
    sheet.table(table);
}

/// What the bidder is asked for, with what was found.
fn wanted(judged: &Judged, language: Language) -> String {
    let mut parts = Vec::new();
    if is_contradicted(judged) {
        parts.push(super::contradiction(judged, language));
    } else {
        // Evidence that is none is named piece by piece.
        if judged.reason != Reason::EvidenceUnfit {
            let key = format!("tender.demand-{}", word(&judged.reason));
            parts.push(filled(&key, language, &[]));
        }
        let exhibits = judged.answer.iter().flat_map(|answer| &answer.exhibits);
        for exhibit in exhibits {
            if let Some(fault) = exhibit.fault {
                let written = text_of(&exhibit.written);
                let key = format!("tender.fault-{}", fault.key());
                parts.push(filled(&key, language, &[("value", &written)]));
            }
        }
    }
    let failures = &judged.scan.evidence;
    parts.extend(failures.iter().take(QUOTED).map(|item| {
        format!(
            "{} ({})",
            text_of(item.sentence.get(language)),
            text_of(&item.place.to_string())
        )
    }));
    if failures.len() > QUOTED {
        let count = failures.len() - QUOTED;
        parts.push(filled("tender.more-places", language, &[("count", &count)]));
    }
    parts.extend(claims(judged, language));
    if let Some(expected) = &judged.question.expected {
        let expected: &String = expected.get(language);
        parts.push(filled(
            "tender.expected",
            language,
            &[("expected", expected)],
        ));
    }
    let said = say("verdict-question", language);
    parts.push(format!(
        "{said}: {}",
        judged.question.question.get(language)
    ));
    parts.join(" ")
}
