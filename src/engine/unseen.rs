//! Reports parts of the user interface that rules about pages did not see, as gaps.

use std::collections::BTreeMap;

use super::JudgedDocument;
use super::judge::{LookedAt, OpenBeside};
use crate::gap::{Gap, GapReason, Stage};
use crate::model::Origin;

/// One gap per artefact with user interfaces that only a running program shows, so that rules about pages cannot
/// examine them.
pub(super) fn unseen_markup(documents: &[JudgedDocument], include: &[Origin]) -> Vec<Gap> {
    let mut unseen: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for JudgedDocument { reading, .. } in documents {
        if reading.unseen_markup && reading.origin.is_judged(include) {
            let names = unseen.entry(&reading.document.artefact).or_default();
            names.push(reading.name());
        }
    }
    unseen
        .into_values()
        .map(|names| {
            let detail = match names.len() {
                1 => String::new(),
                count => format!("and {} more", count - 1),
            };
            Gap::of_document(names[0], Stage::Evaluate, GapReason::UnseenMarkup, detail)
        })
        .collect()
}

/// One gap per artefact with templates: what a program fills in was not judged, and rules about whole pages did not
/// apply.
pub(super) fn partly_seen_markup(documents: &[JudgedDocument], include: &[Origin]) -> Vec<Gap> {
    let mut seen: BTreeMap<&str, (Vec<&str>, LookedAt)> = BTreeMap::new();
    for document in documents {
        let reading = &document.reading;
        if let Some(looked_at) = document.judgement.template
            && reading.origin.is_judged(include)
        {
            let (names, sum) = seen.entry(&reading.document.artefact).or_default();
            names.push(reading.name());
            sum.judged += looked_at.judged;
            sum.open += looked_at.open;
        }
    }
    seen.into_values()
        .map(|(names, sum)| {
            let detail = format!(
                "templates: {}; what a program fills in decides {} of {} verdicts",
                names.len(),
                sum.open,
                sum.judged + sum.open
            );
            Gap::of_document(
                names[0],
                Stage::Evaluate,
                GapReason::PartlySeenMarkup,
                detail,
            )
        })
        .collect()
}

/// One gap per artefact and rule whose findings in templates are not all there is to say: the first place that was left
/// open beside them, and the number of such places.
pub(super) fn open_beside_findings(documents: &[JudgedDocument], include: &[Origin]) -> Vec<Gap> {
    let mut open: BTreeMap<(&str, &str), (&OpenBeside, usize, usize)> = BTreeMap::new();
    for JudgedDocument {
        reading, judgement, ..
    } in documents
    {
        for beside in &judgement.open_beside {
            if reading.origin.is_judged(include) {
                let group = (reading.document.artefact.as_str(), beside.rule.as_str());
                let (_, templates, places) = open.entry(group).or_insert((beside, 0, 0));
                *templates += 1;
                *places += beside.count;
            }
        }
    }
    let open = open.into_iter();
    let gaps = open.map(|((_, rule), (first, templates, places))| {
        let detail = format!("left open beside findings: {places}; templates: {templates}");
        let (stage, reason) = (Stage::Evaluate, GapReason::PartlySeenMarkup);
        Gap {
            rule: Some(rule.to_owned()),
            ..Gap::at_place(first.place.clone(), stage, reason, detail)
        }
    });
    gaps.collect()
}

/// One gap per artefact with pages of third-party libraries, and one per artefact with templates of tests and examples:
/// their number, and the first of them.
pub(super) fn pages_aside(documents: &[JudgedDocument]) -> Vec<Gap> {
    const MOST_NAMES: usize = 3;
    let mut aside: BTreeMap<(&str, bool), Vec<&str>> = BTreeMap::new();
    for document in documents {
        let reading = &document.reading;
        if document.judgement.page_aside {
            let artefact = reading.document.artefact.as_str();
            let group = (artefact, reading.origin.is_rehearsal());
            aside.entry(group).or_default().push(reading.name());
        }
    }
    let gap = |((_, rehearsed), names): ((&str, bool), Vec<&str>)| {
        let mut shown: Vec<&str> = names.iter().take(MOST_NAMES).copied().collect();
        if names.len() > MOST_NAMES {
            shown.push("…");
        }
        let (whose, reason) = match rehearsed {
            true => ("templates of tests", GapReason::RehearsalAside),
            false => ("pages of others", GapReason::PageAside),
        };
        let detail = format!("{whose}: {} ({})", names.len(), shown.join(", "));
        Gap::of_document(names[0], Stage::Evaluate, reason, detail)
    };
    aside.into_iter().map(gap).collect()
}
