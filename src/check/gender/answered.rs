//! `gender-answered-entries`: what staff answered in the survey, where no document shows a field.

use super::facts::terms;
use super::survey::{Seen, declared};
use crate::check::generic::without_params;
use crate::check::{Check, CheckKind, Dossier, DossierCheck};
use crate::gender::Concept;
use crate::inventory::{Answer, GenderSurvey};
use crate::model::{ModelPath, TargetPlace};
use crate::outcome::{Expectation, Grounds};

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "gender-answered-entries",
    facts: &["missing"],
    variants: &["salutation"],
    build: |table| without_params(table, || Check::Dossier(Box::new(AnsweredEntries))),
};

/// The survey's word for forms of address that are Herr and Frau alone.
const HERR_OR_FRAU: &str = "herr_frau";

struct AnsweredEntries;

impl DossierCheck for AnsweredEntries {
    /// One target for each answer. That an answer names everything proves nothing: only documents do.
    fn judge(&self, dossier: &Dossier<'_>) -> Vec<(TargetPlace, Expectation)> {
        let Some(survey) = &dossier.application.gender else {
            return Vec::new();
        };
        if survey.stored != Some(Answer::Yes) {
            return Vec::new();
        }
        let seen = Seen::from_dossier(dossier);
        let answers = [
            ("values", entries(survey), !seen.gender.is_empty()),
            (
                "salutation",
                salutation(survey),
                !seen.salutation.is_empty(),
            ),
        ];
        let judged = answers.into_iter().filter_map(|(question, lacks, seen)| {
            let expectation = match (lacks?, seen) {
                // A field that was found is judged by what it can hold.
                (Answered::InPart(_), true) | (Answered::Whole, false) => return None,
                (Answered::InPart(grounds), false) => Expectation::Unmet(grounds),
                (Answered::Whole, true) => Expectation::Met,
            };
            let target = TargetPlace {
                anchor: ModelPath::new(["survey", question]),
                place: declared(dossier.application),
                cause: None,
            };
            Some((target, expectation))
        });
        judged.collect()
    }
}

/// What an answer says of the application.
enum Answered {
    Whole,
    /// It leaves something out.
    InPart(Grounds),
}

/// The answer to "Which values are there today?".
fn entries(survey: &GenderSurvey) -> Option<Answered> {
    if survey.values.is_empty() {
        return None;
    }
    let required = Concept::REQUIRED.into_iter();
    let missing: Vec<Concept> = required
        .filter(|entry| !survey.values.iter().any(|word| word == entry.name()))
        .collect();
    Some(match missing.is_empty() {
        true => Answered::Whole,
        false => Answered::InPart(Grounds::none().with("missing", terms(missing))),
    })
}

/// The answer to "Which forms of address are there?".
fn salutation(survey: &GenderSurvey) -> Option<Answered> {
    Some(match survey.salutation.as_deref()? {
        HERR_OR_FRAU => Answered::InPart(Grounds::none().variant("salutation")),
        _ => Answered::Whole,
    })
}
