//! `gender-four-entries`: the field can hold männlich, weiblich, divers and ohne Angabe, each as its own value.

use std::collections::BTreeSet;

use super::facts::{certain, grounds, is_persons_gender, terms, values};
use super::fhir::is_administrative;
use crate::check::generic::without_params;
use crate::check::{Check, CheckKind, Dossier, FieldCheck, FieldId};
use crate::gender::{ClassifiedValue, Concept, FieldDomain, GenderField, REST};
use crate::model::{Confidence, Place};
use crate::outcome::{Doubt, Expectation, Grounds};

/// The variant for a field with unknown values.
const OPEN: &str = "open";

/// Registry entry.
pub const KIND: CheckKind = CheckKind {
    name: "gender-four-entries",
    facts: &[
        "field",
        "values",
        "unclear",
        "present",
        "missing",
        "standard",
        "type",
        "candidates",
    ],
    variants: &[
        "binary",
        "unrecognised",
        "one-unknown",
        "no-diverse",
        "no-no-entry",
        "other-bucket",
        "unknown-bucket",
        "merged",
        "boolean",
        "published",
        "standard",
        OPEN,
        "shown",
        "described",
        "elsewhere",
        "candidates",
        "code-list",
        "ambiguous",
        "partial",
        "completed",
        "carries",
        "narrowed",
        "beside",
        "conditional",
        "whose",
        "amended",
    ],
    build: |table| without_params(table, || Check::Field(Box::new(FourEntries))),
};

struct FourEntries;

impl FieldCheck for FourEntries {
    fn applies(&self, dossier: &Dossier<'_>, id: FieldId) -> bool {
        let field = dossier.field(id);
        is_persons_gender(field) && !is_administrative(field)
    }

    /// The values of a field without a list are known to the people who maintain the application, and rarely differ
    /// between its declarations.
    fn is_asked_once(&self, expectation: &Expectation) -> bool {
        let Expectation::Unknown(Doubt::Open, grounds) = expectation else {
            return false;
        };
        grounds.variant == Some(OPEN)
    }

    fn expect(&self, dossier: &Dossier<'_>, id: FieldId) -> Expectation {
        let field = dossier.field(id);
        let grounds = grounds(field);
        match &field.domain {
            FieldDomain::Closed(_) => beside(field, unless_narrowed(field, closed(field, grounds))),
            FieldDomain::Boolean => Expectation::Unmet(
                grounds
                    .variant("boolean")
                    .with("missing", terms([Concept::Diverse, Concept::NoEntry])),
            ),
            FieldDomain::CodeList(uri) => code_list(field, uri, grounds),
            FieldDomain::Open | FieldDomain::Unknown if !field.shown.is_empty() => {
                let grounds = grounds.with("values", field.shown.clone());
                Expectation::Unknown(Doubt::Open, grounds.variant("shown"))
            }
            FieldDomain::Open | FieldDomain::Unknown if !field.described.is_empty() => {
                let grounds = grounds.with("values", field.described.clone());
                Expectation::Unknown(Doubt::Open, grounds.variant("described"))
            }
            FieldDomain::Open | FieldDomain::Unknown => {
                Expectation::Unknown(Doubt::Open, grounds.variant(OPEN))
            }
            FieldDomain::Reference(name) => elsewhere(field, name, grounds),
        }
    }
}

/// A list with all entries proves nothing if another constraint may refuse some of them.
fn unless_narrowed(field: &GenderField, expectation: Expectation) -> Expectation {
    match (&field.narrowed_by, expectation) {
        (Some(place), Expectation::Met) => {
            let mut grounds = grounds(field).variant("narrowed");
            grounds.related.push(place.clone());
            Expectation::Unknown(Doubt::Ambiguous, grounds)
        }
        (_, expectation) => expectation,
    }
}

/// Entries missing from a list may be stored in a field beside it.
fn beside(field: &GenderField, expectation: Expectation) -> Expectation {
    let mut signals = field.signals.iter();
    match (signals.find(|signal| signal.kind == REST), expectation) {
        (Some(signal), Expectation::Unmet(_)) => {
            let grounds = grounds(field).with("unclear", signal.seen.as_str());
            Expectation::Unknown(Doubt::Ambiguous, grounds.variant("beside"))
        }
        (_, expectation) => expectation,
    }
}

/// A type of another document: either not read, or one of several that the question names.
fn elsewhere(field: &GenderField, name: &str, mut grounds: Grounds) -> Expectation {
    grounds = grounds.with("type", name);
    if field.candidates.is_empty() {
        return Expectation::Unknown(Doubt::Elsewhere, grounds.variant("elsewhere"));
    }
    let places: Vec<String> = field.candidates.iter().map(Place::to_string).collect();
    grounds.related.extend(field.candidates.iter().cloned());
    let grounds = grounds.variant("candidates").with("candidates", places);
    Expectation::Unknown(Doubt::Elsewhere, grounds)
}

/// A published list that is only referred to: a failure if known to be incomplete, else a question for a person.
fn code_list(field: &GenderField, uri: &str, grounds: Grounds) -> Expectation {
    let standard = field.code_system.as_deref().unwrap_or(uri);
    let grounds = grounds.with("standard", standard).with("type", uri);
    match field.code_system_complete {
        Some(true) => Expectation::Met,
        _ => Expectation::Unknown(Doubt::Elsewhere, grounds.variant("code-list")),
    }
}

/// The decision table for a closed value set.
fn closed(field: &GenderField, grounds: Grounds) -> Expectation {
    let present = certain(field);
    let missing: Vec<Concept> = Concept::REQUIRED
        .into_iter()
        .filter(|concept| !present.contains(concept))
        .collect();
    if missing.is_empty() {
        let offered_to_some = under_condition(field);
        if offered_to_some.is_empty() {
            return Expectation::Met;
        }
        let grounds = grounds.with("unclear", offered_to_some);
        return Expectation::Unknown(Doubt::Ambiguous, grounds.variant("conditional"));
    }
    let surely = surely_missing(field, &missing);
    let grounds = grounds
        .with("present", terms(present.iter().copied()))
        .with("missing", terms(surely.iter().copied()));
    // A list with only divers and ohne Angabe completes another one, as FHIR extensions do.
    if !present.contains(&Concept::Male)
        && !present.contains(&Concept::Female)
        && (present.contains(&Concept::Diverse) || present.contains(&Concept::NoEntry))
    {
        return Expectation::Unknown(Doubt::Ambiguous, grounds.variant("partial"));
    }
    if let Some(place) = &field.completed_by {
        let mut grounds = grounds.variant("completed");
        grounds.related.push(place.clone());
        return Expectation::Unknown(Doubt::Ambiguous, grounds);
    }
    let open: Vec<String> = values(field)
        .filter(|value| takes_up_entries(value))
        .map(|value| value.raw.clone())
        .collect();
    if !open.is_empty() {
        let grounds = grounds.with("unclear", open);
        return Expectation::Unknown(Doubt::Ambiguous, grounds.variant("carries"));
    }
    let merged = values(field).any(|value| {
        value.meaning.merged
            && value
                .meaning
                .concepts
                .iter()
                .any(|concept| missing.contains(concept))
    });
    if !merged && says_something_else(field) {
        return Expectation::Unknown(Doubt::Ambiguous, grounds.variant("unrecognised"));
    }
    if !merged && could_cover(field, &missing) {
        return Expectation::Unknown(Doubt::Ambiguous, grounds.variant("ambiguous"));
    }
    let open: Vec<String> = unclear(field).map(|value| value.raw.clone()).collect();
    let grounds = grounds.with("unclear", open);
    if field.confidence < Confidence::High {
        // Low confidence turns this into a question: the list itself is clear, unless another document changes it.
        let mut grounds = grounds;
        let places: Vec<String> = field.candidates.iter().map(Place::to_string).collect();
        if places.is_empty() {
            return Expectation::Unmet(grounds.variant("whose"));
        }
        grounds.related.extend(field.candidates.iter().cloned());
        let grounds = grounds.with("candidates", places);
        return Expectation::Unmet(grounds.variant("amended"));
    }
    if let Some(standard) = &field.published {
        // The operator cannot change a published standard; missing entries have to be handled on the way into it.
        let grounds = grounds.with("standard", standard.as_str());
        return Expectation::Unmet(grounds.variant("published"));
    }
    Expectation::Unmet(match variant(field, &present, &surely, merged) {
        Some(variant) => grounds.variant(variant),
        None => grounds,
    })
}

/// Values of entries that are offered only under a condition. A value that occurs twice is skipped: both may be
/// branches of one choice.
fn under_condition(field: &GenderField) -> Vec<String> {
    let of = |entry: Concept| values(field).filter(move |value| value.entry() == Some(entry));
    let required = Concept::REQUIRED.into_iter();
    let only = required.filter_map(|entry| of(entry).next().filter(|_| of(entry).count() == 1));
    only.filter(|value| value.conditional)
        .map(|value| value.raw.clone())
        .collect()
}

/// Whether a value with content of its own may mean any entry. Values for unknown data (`Unknown(raw)`) do not.
fn takes_up_entries(value: &ClassifiedValue) -> bool {
    let is_none = |concept: &Concept| matches!(concept, Concept::Unknown | Concept::NotApplicable);
    value.carries && value.entry().is_none() && !value.meaning.concepts.iter().any(is_none)
}

/// Whether no value certainly means an entry: then the list may not be a gender list at all, and its length proves
/// nothing. Single letters and digits and ambiguous words do not count, nor do general words for the rest beside words
/// that mean no entry.
fn says_something_else(field: &GenderField) -> bool {
    /// Minimum length of a word in characters; shorter values are codes.
    const SHORTEST_WORD: usize = 3;
    let is_other_word = |value: &ClassifiedValue| {
        value.meaning.concepts.is_empty() && value.raw.chars().count() >= SHORTEST_WORD
    };
    let holds_other_words = values(field).any(is_other_word);
    let is_for_the_rest = |concept: &Concept| {
        matches!(
            concept,
            Concept::Unknown | Concept::Other | Concept::NotApplicable
        )
    };
    !values(field).any(|value| match value.meaning.concepts.as_slice() {
        [only] if holds_other_words && is_for_the_rest(only) => false,
        [_] => value.meaning.because != "alone",
        _ => value.meaning.merged,
    })
}

/// Whether values of unknown meaning could cover all missing entries, each one of them. Two missing entries and one
/// open value prove that at least one entry has no value of its own.
fn could_cover(field: &GenderField, missing: &[Concept]) -> bool {
    let open: Vec<&[Concept]> = unclear(field)
        .map(|value| value.meaning.concepts.as_slice())
        .collect();
    fn assign(missing: &[Concept], open: &[&[Concept]], used: &mut BTreeSet<usize>) -> bool {
        let Some((first, rest)) = missing.split_first() else {
            return true;
        };
        for (index, readings) in open.iter().enumerate() {
            // An unrecognised value could mean anything.
            let fits = readings.is_empty() || readings.contains(first);
            if fits && used.insert(index) {
                if assign(rest, open, used) {
                    return true;
                }
                used.remove(&index);
            }
        }
        false
    }
    open.len() >= missing.len() && assign(missing, &open, &mut BTreeSet::new())
}

/// The entries without a value of their own that no value of unknown meaning could cover. If such values could cover
/// each entry but not all together, it is unknown which one is missing, and all are named.
fn surely_missing(field: &GenderField, missing: &[Concept]) -> Vec<Concept> {
    let surely: Vec<Concept> = missing
        .iter()
        .copied()
        .filter(|concept| !could_be_any(field, &[*concept]))
        .collect();
    match surely.is_empty() {
        true => missing.to_vec(),
        false => surely,
    }
}

/// Values of unclear meaning: unknown ones and ambiguous ones.
fn unclear(field: &GenderField) -> impl Iterator<Item = &ClassifiedValue> {
    values(field).filter(|value| {
        let blank = value.raw.trim().is_empty() && value.label.is_none();
        !value.meaning.merged && value.meaning.concepts.len() != 1 && !blank
    })
}

/// Whether each of the missing entries could be the meaning of an unclear value, so that none is certainly missing.
fn could_be_any(field: &GenderField, missing: &[Concept]) -> bool {
    missing.iter().all(|concept| {
        unclear(field).any(|value| {
            let readings = &value.meaning.concepts;
            readings.is_empty() || readings.contains(concept)
        })
    })
}

/// The variant for what is wrong with the list; `None` if there is no specific one.
fn variant(
    field: &GenderField,
    present: &BTreeSet<Concept>,
    missing: &[Concept],
    merged: bool,
) -> Option<&'static str> {
    let has = |concept| present.contains(&concept);
    let lacks = |concept| missing.contains(&concept);
    let two = [Concept::Male, Concept::Female];
    // männlich and weiblich, in one or several spellings, and nothing else except blank.
    let only_two = values(field).all(|value| match value.meaning.concepts.as_slice() {
        [one] => two.contains(one),
        _ => value.raw.trim().is_empty() && value.label.is_none(),
    });
    Some(match () {
        () if merged => "merged",
        () if missing.len() > 1 && could_be_any(field, missing) => "one-unknown",
        () if lacks(Concept::Diverse) && has(Concept::Other) => "other-bucket",
        () if lacks(Concept::NoEntry) && !lacks(Concept::Diverse) && has(Concept::Unknown) => {
            "unknown-bucket"
        }
        () if only_two && two.iter().all(|entry| has(*entry)) => "binary",
        () if lacks(Concept::Male) || lacks(Concept::Female) => return None,
        () if lacks(Concept::Diverse) && lacks(Concept::NoEntry) => return None,
        () if lacks(Concept::Diverse) => "no-diverse",
        () => "no-no-entry",
    })
}
