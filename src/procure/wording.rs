//! Words for verdicts and papers: sentences by closed words, and text from outside made harmless.

use serde::Serialize;

use super::{Judged, Reason};
use crate::gap::Gap;
use crate::texts::{Language, filled, harmless, lookup};

/// Text from outside on one line.
pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A sentence of `texts/procure.toml`.
pub(super) fn say(key: &str, language: Language) -> &'static str {
    lookup(&format!("procure.{key}"), language).unwrap_or_default()
}

/// The name a value of a closed list is stored under.
pub(super) fn word(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(name)) => name,
        _ => String::new(),
    }
}

/// Why a demand has its state. Evidence that nobody named cannot be examined.
pub(super) fn reason(judged: &Judged, language: Language) -> &'static str {
    let key = format!("reason-{}", word(&judged.reason));
    let exhibits = judged.answer.as_ref().map_or(0, |it| it.exhibits.len());
    let is_bare = matches!(judged.reason, Reason::Declared | Reason::Unopposed) && exhibits == 0;
    match is_bare {
        true => say(&format!("{key}-bare"), language),
        false => say(&key, language),
    }
}

/// The state in one or two words, the same in all papers: what waits for the buyer says so.
pub(super) fn state(judged: &Judged, language: Language) -> String {
    let state = say(&format!("verdict-state-{}", word(&judged.state)), language);
    match judged.is_proposal() {
        true => format!("{state}{}", super::paper::said("to-confirm", language)),
        false => state.to_owned(),
    }
}

/// Text from outside: nothing in it controls or hides; lines stay lines.
pub(super) fn clean(text: &str) -> String {
    text.lines().map(harmless).collect::<Vec<_>>().join("\n")
}

/// What conformance reports say about a demand: exceptions one by one, the rest as one line for each file.
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
                        &say(&format!("level-{}", word(&claim.level)), language),
                    ),
                    ("remark", &clean(&claim.remark)),
                ],
            );
            lines.push(one_line(&line));
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

/// What to do about a gap, in words of a dossier; those of the inventory where they fit a dossier, too.
pub(super) fn next_step(gap: &Gap, language: Language) -> &'static str {
    let key = format!("procure.next-{}", word(&gap.reason));
    lookup(&key, language).unwrap_or_else(|| gap.reason.next_step(language))
}
