//! `gender-answered-entries`, `gender-answered-salutation`: judges the survey's answers where no document shows a
//! field.

use super::facts::terms;
use super::survey::{Seen, declared};
use crate::check::generic::without_params;
use crate::check::{Check, CheckKind, Dossier, DossierCheck};
use crate::gender::Concept;
use crate::inventory::{Answer, GenderSurvey, SalutationForms};
use crate::model::{ModelPath, TargetPlace};
use crate::outcome::{Expectation, Grounds};

/// Registry entry: "Which values are there today?"
pub const ENTRIES: CheckKind = CheckKind {
    name: "gender-answered-entries",
    facts: &["missing"],
    variants: &[],
    build: |table| without_params(table, || Check::Dossier(Box::new(Asked::Entries))),
};

/// Registry entry: "Which forms of address are there?"
pub const SALUTATION: CheckKind = CheckKind {
    name: "gender-answered-salutation",
    facts: &[],
    variants: &[],
    build: |table| without_params(table, || Check::Dossier(Box::new(Asked::Salutation))),
};

/// The question that a check judges.
enum Asked {
    Entries,
    Salutation,
}

impl DossierCheck for Asked {
    /// One target if there is an answer. A complete answer proves nothing, unless documents confirm it.
    fn judge(&self, dossier: &Dossier<'_>) -> Vec<(TargetPlace, Expectation)> {
        let Some(survey) = &dossier.application.gender else {
            return Vec::new();
        };
        if survey.stored != Some(Answer::Yes) {
            return Vec::new();
        }
        let seen = Seen::from_dossier(dossier);
        let (question, answered, is_seen) = match self {
            Self::Entries => ("values", entries(survey), !seen.gender.is_empty()),
            Self::Salutation => {
                let is_seen = !seen.salutation.is_empty();
                ("salutation", salutation(survey), is_seen)
            }
        };
        let expectation = match (answered, is_seen) {
            // A field that was found is judged by its own values.
            (None, _) | (Some(Answered::InPart(_)), true) | (Some(Answered::Whole), false) => {
                return Vec::new();
            }
            (Some(Answered::InPart(grounds)), false) => Expectation::Unmet(*grounds),
            (Some(Answered::Whole), true) => Expectation::Met,
        };
        let target = TargetPlace {
            anchor: ModelPath::new(["survey", question]),
            place: declared(dossier.application),
            cause: None,
        };
        vec![(target, expectation)]
    }
}

/// The result of an answer.
enum Answered {
    Whole,
    /// It lacks something.
    InPart(Box<Grounds>),
}

/// The answer to "Which values are there today?".
fn entries(survey: &GenderSurvey) -> Option<Answered> {
    if survey.values.is_empty() {
        return None;
    }
    let required = Concept::REQUIRED.into_iter();
    let missing: Vec<Concept> = required
        .filter(|entry| {
            !survey
                .values
                .iter()
                .any(|value| value.name() == entry.name())
        })
        .collect();
    Some(match missing.is_empty() {
        true => Answered::Whole,
        false => Answered::InPart(Box::new(Grounds::none().with("missing", terms(missing)))),
    })
}

/// The answer to "Which forms of address are there?".
fn salutation(survey: &GenderSurvey) -> Option<Answered> {
    Some(match survey.salutation? {
        SalutationForms::HerrFrau => Answered::InPart(Box::new(Grounds::none())),
        _ => Answered::Whole,
    })
}
