//! `gender-survey`: compares the survey's answers with the artefacts, in both directions.

use super::capability::{Carries, field as carries};
use super::facts::terms;
use crate::check::generic::without_params;
use crate::check::{Check, CheckKind, Dossier, DossierCheck};
use crate::gender::{Attribute, Concept, GenderField, Subject};
use crate::inventory::{Answer, Application, GenderSurvey};
use crate::model::{Layer, ModelPath, Place, Position, TargetPlace};
use crate::outcome::{Doubt, Expectation, Grounds};
use crate::problem::fold;

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "gender-survey",
    facts: &["found", "entries", "documents"],
    variants: &[
        "fewer",
        "personal-data",
        "processed",
        "listed",
        "asked",
        "salutation",
        "not-found",
        "sought",
        "partly",
        "more",
        "former",
    ],
    build: |table| without_params(table, || Check::Dossier(Box::new(Survey))),
};

/// Maximum number of places shown.
const MOST_PLACES: usize = 10;

struct Survey;

impl DossierCheck for Survey {
    /// One target for each comparable answer.
    fn judge(&self, dossier: &Dossier<'_>) -> Vec<(TargetPlace, Expectation)> {
        let seen = Seen::from_dossier(dossier);
        let mut judged = Vec::new();
        let mut judge = |question: &str, expectation: Option<Expectation>| {
            if let Some(expectation) = expectation {
                let target = TargetPlace {
                    anchor: ModelPath::new(["survey", question]),
                    place: declared(dossier.application),
                    cause: None,
                };
                judged.push((target, expectation));
            }
        };
        judge("personal_data", personal_data(dossier.application, &seen));
        if let Some(survey) = &dossier.application.gender {
            judge("stored", stored(survey, &seen));
            judge("values", entries(survey, &seen));
            judge("former_gender", former(survey, &seen));
        }
        judged
    }
}

/// The evidence in the artefacts.
pub(super) struct Seen<'a> {
    /// Fields for the gender of a person, without types.
    pub gender: Vec<&'a GenderField>,
    pub salutation: Vec<&'a GenderField>,
    former: Vec<&'a GenderField>,
    /// Means to search, show or sort by gender.
    sought: Vec<&'a GenderField>,
    /// Number of documents that were read.
    documents: usize,
}

impl<'a> Seen<'a> {
    pub fn from_dossier(dossier: &Dossier<'a>) -> Self {
        let of = |attribute| {
            let is = |field: &&GenderField| {
                field.attribute == attribute
                    && field.subject == Subject::Person
                    && !field.is_type
                    && field.layer != Layer::CodeList
            };
            dossier.fields.iter().filter(is).collect()
        };
        Self {
            gender: of(Attribute::Geschlecht),
            salutation: of(Attribute::Anrede),
            former: of(Attribute::FormerEntry),
            sought: dossier
                .fields
                .iter()
                .filter(|field| field.subject == Subject::Selector)
                .collect(),
            documents: dossier.documents,
        }
    }

    /// Gender fields on these layers.
    fn on(&self, layers: &[Layer]) -> Vec<&'a GenderField> {
        let gender = self.gender.iter().chain(&self.former).copied();
        gender
            .filter(|field| layers.contains(&field.layer))
            .collect()
    }
}

/// "Does it store gender data?"
fn stored(survey: &GenderSurvey, seen: &Seen<'_>) -> Option<Expectation> {
    match survey.stored? {
        Answer::Unknown => None,
        Answer::Yes => {
            if !(seen.gender.is_empty() && seen.salutation.is_empty() && seen.former.is_empty()) {
                return Some(Expectation::Met);
            }
            if !seen.sought.is_empty() {
                return Some(ask("sought", shown(&seen.sought)));
            }
            let grounds = Grounds::none().with("documents", seen.documents);
            (seen.documents > 0).then(|| ask("not-found", grounds))
        }
        Answer::No => {
            let kept = seen.on(&[Layer::Database]);
            if !kept.is_empty() {
                return Some(Expectation::Unmet(shown(&kept)));
            }
            // Programs and messages may pass on data that they never store.
            let passed_on = seen.on(&[Layer::Message, Layer::Api, Layer::Code]);
            if !passed_on.is_empty() {
                return Some(ask("processed", shown(&passed_on)));
            }
            let listed = seen.on(&[Layer::Dictionary]);
            if !listed.is_empty() {
                return Some(ask("listed", shown(&listed)));
            }
            if !seen.gender.is_empty() {
                return Some(ask("asked", shown(&seen.gender)));
            }
            if !seen.salutation.is_empty() && !survey.names_salutations() {
                return Some(ask("salutation", shown(&seen.salutation)));
            }
            (seen.documents > 0).then_some(Expectation::Met)
        }
    }
}

/// "Which values are there today?" Compared only if the answer includes at least the two common ones.
fn entries(survey: &GenderSurvey, seen: &Seen<'_>) -> Option<Expectation> {
    let answered = |entry: Concept| {
        survey
            .values
            .iter()
            .any(|value| value.name() == entry.name())
    };
    let fields = &seen.gender;
    if !answered(Concept::Male) || !answered(Concept::Female) || fields.is_empty() {
        return None;
    }
    let which = |is: &dyn Fn(Concept) -> bool| -> Vec<Concept> {
        let all = Concept::REQUIRED.into_iter();
        all.filter(|entry| is(*entry)).collect()
    };
    let lacking = |entry: Concept| -> Vec<&GenderField> {
        let lacks = |field: &&GenderField| carries(field, entry) == Carries::No;
        fields.iter().copied().filter(lacks).collect()
    };
    let fewer = which(&|entry| answered(entry) && lacking(entry).len() == fields.len());
    if let Some(first) = fewer.first() {
        let grounds = shown(&lacking(*first)).with("entries", terms(fewer.iter().copied()));
        return Some(Expectation::Unmet(grounds.variant("fewer")));
    }
    let partly = which(&|entry| answered(entry) && !lacking(entry).is_empty());
    if let Some(first) = partly.first() {
        let grounds = shown(&lacking(*first)).with("entries", terms(partly.iter().copied()));
        return Some(ask("partly", grounds));
    }
    let more = which(&|entry| {
        let has = |field: &&GenderField| carries(field, entry) == Carries::Yes;
        !answered(entry) && fields.iter().all(has)
    });
    if !more.is_empty() {
        let grounds = shown(fields).with("entries", terms(more));
        return Some(ask("more", grounds));
    }
    Some(Expectation::Met)
}

/// "Is a former entry kept?"
fn former(survey: &GenderSurvey, seen: &Seen<'_>) -> Option<Expectation> {
    if survey.former_gender? {
        return None;
    }
    Some(if seen.former.is_empty() {
        Expectation::Met
    } else {
        ask("former", shown(&seen.former))
    })
}

/// "Does it process personal data?" Only for applications declared in an inventory.
fn personal_data(application: &Application, seen: &Seen<'_>) -> Option<Expectation> {
    if application.personal_data || application.origin.file.is_empty() {
        return None;
    }
    let kept = seen.on(&[Layer::Database, Layer::Message, Layer::Api]);
    if kept.is_empty() {
        return None;
    }
    Some(Expectation::Unmet(shown(&kept).variant("personal-data")))
}

fn ask(variant: &'static str, grounds: Grounds) -> Expectation {
    Expectation::Unknown(Doubt::NeedsPerson, grounds.variant(variant))
}

/// The fields as facts and places, the most certain first, because one of them proves the contradiction.
fn shown(fields: &[&GenderField]) -> Grounds {
    let mut fields: Vec<&GenderField> = fields.to_vec();
    fields.sort_by_key(|field| (std::cmp::Reverse(field.confidence), field.layer));
    let names = fields.iter().map(|field| field.qualified_name());
    let mut grounds = Grounds::none().with("found", named_once(names));
    let mut places = fields.iter().map(|field| field.place.clone());
    grounds.at = places.next().map(Box::new);
    grounds.related = places.take(MOST_PLACES - 1).collect();
    if let Some(surest) = fields.first() {
        grounds.confidence = surest.confidence;
    }
    grounds
}

/// The first distinct names: a field declared on several layers is named once, whatever its spelling.
fn named_once(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut once: Vec<String> = Vec::new();
    for name in names {
        let is_new = once.iter().all(|known| fold(known) != fold(&name));
        if is_new && once.len() < MOST_PLACES {
            once.push(name);
        }
    }
    once
}

/// The place in the inventory that declares the application.
pub(super) fn declared(application: &Application) -> Place {
    let mut place = Place::document(if application.origin.file.is_empty() {
        &application.id
    } else {
        &application.origin.file
    });
    place.path = ModelPath::new(["application", application.id.as_str()]);
    place.position = (application.origin.line > 0).then_some(Position {
        line: application.origin.line,
        column: 1,
    });
    place
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_of_several_layers_is_named_once() {
        let names = ["person.geschlecht", "Person.geschlecht", "person.anrede"];
        let named = named_once(names.into_iter().map(str::to_owned));
        assert_eq!(named, ["person.geschlecht", "person.anrede"]);
        let many = (0..20).map(|number| format!("person.feld{number}"));
        assert_eq!(named_once(many).len(), MOST_PLACES);
    }
}
