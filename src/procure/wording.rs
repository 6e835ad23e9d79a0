//! Words for verdicts and papers: sentences for closed vocabularies, and sanitised external text.

use super::{Contradiction, ExhibitFile, Judged, Reason};
use crate::gap::Gap;
use crate::texts::{Language, filled, harmless, lookup, on_one_line};

/// A sentence of `texts/procure.toml`.
pub(super) fn say(key: &str, language: Language) -> &'static str {
    lookup(&format!("procure.{key}"), language).unwrap_or_default()
}

/// Why a demand has its state. Evidence that was not named cannot be examined.
pub(super) fn reason(judged: &Judged, language: Language) -> &'static str {
    let key = format!("reason-{}", judged.reason.name());
    let exhibits = judged.answer.as_ref().map_or(0, |it| it.exhibits.len());
    let is_bare = matches!(judged.reason, Reason::Declared | Reason::Unopposed) && exhibits == 0;
    match is_bare {
        true => say(&format!("{key}-bare"), language),
        false => say(&key, language),
    }
}

/// The state in one or two words, the same in all papers; a state that awaits the buyer says so.
pub(super) fn state(judged: &Judged, language: Language) -> String {
    let state = say(&format!("verdict-state-{}", judged.state.name()), language);
    if judged.is_decided_against() {
        return decided_against(judged, state, language);
    }
    match judged.is_proposal() {
        true => format!("{state}{}", super::paper::said("to-confirm", language)),
        false => state.to_owned(),
    }
}

/// The state that the buyer decided, with the place or the declaration that says the opposite.
fn decided_against(judged: &Judged, state: &str, language: Language) -> String {
    if judged.contradiction == Some(Contradiction::DecidedAgainstWord) {
        let values: [(&str, &dyn std::fmt::Display); 1] = [("state", &state)];
        return filled("procure.verdict-decided-against-word", language, &values);
    }
    let mut evidence = judged.scan.evidence.iter();
    match evidence.find(|item| item.failure) {
        Some(item) => {
            let place = on_one_line(&clean(&item.place.to_string()));
            filled(
                "procure.verdict-decided-against-at",
                language,
                &[("state", &state), ("place", &place)],
            )
        }
        None => filled(
            "procure.verdict-decided-against",
            language,
            &[("state", &state)],
        ),
    }
}

/// External text without control or invisible characters; line breaks are kept.
pub(super) fn clean(text: &str) -> String {
    text.lines().map(harmless).collect::<Vec<_>>().join("\n")
}

/// The statements of conformance reports about a demand: exceptions one by one, the rest as one line per file.
pub(super) fn claims(judged: &Judged, language: Language) -> Vec<String> {
    let mut lines = Vec::new();
    for (file, claims) in &judged.claims {
        let file = clean(file);
        for claim in claims.iter().filter(|claim| claim.level.is_lacking()) {
            let line = filled(
                "procure.verdict-claim",
                language,
                &[
                    ("file", &file),
                    ("criterion", &claim.criterion),
                    ("part", &clean(&claim.part)),
                    (
                        "level",
                        &say(&format!("level-{}", claim.level.name()), language),
                    ),
                    ("remark", &clean(&claim.remark)),
                ],
            );
            lines.push(on_one_line(&line));
        }
        if claims.iter().all(|claim| !claim.level.is_lacking()) {
            let mut criteria: Vec<&str> = claims.iter().map(|one| one.criterion.as_str()).collect();
            criteria.dedup();
            lines.push(filled(
                "procure.verdict-claims-fine",
                language,
                &[("file", &file), ("criteria", &criteria.join(", "))],
            ));
        }
    }
    lines
}

/// The demands that a file serves as evidence for: how many, if nobody would count them.
pub(super) fn served(file: &ExhibitFile, language: Language) -> String {
    let list = file.questions.join(", ");
    if !is_for_many(file) {
        return list;
    }
    filled(
        "procure.verdict-same-file",
        language,
        &[("count", &file.questions.len()), ("list", &list)],
    )
}

/// Whether a file serves so many demands that somebody has to look whether it shows all of them.
pub(super) fn is_for_many(file: &ExhibitFile) -> bool {
    /// A record of a test or a manual rightly serves some.
    const MANY: usize = 5;
    file.questions.len() > MANY
}

/// The next step for a gap, worded for a dossier; the inventory's wording if it fits a dossier too.
pub(super) fn next_step(gap: &Gap, language: Language) -> &'static str {
    let key = format!("procure.next-{}", gap.reason.name());
    lookup(&key, language).unwrap_or_else(|| gap.reason.next_step(language))
}
