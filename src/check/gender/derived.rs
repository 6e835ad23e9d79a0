//! Checks on deriving a salutation from a gender entry or the reverse: the two are independent attributes.

use std::collections::BTreeSet;

use super::facts::terms;
use super::mapping::{EachMapping, grounds, is_gender, is_salutation};
use crate::check::generic::without_params;
use crate::check::{Check, CheckKind};
use crate::gender::{ClassifiedValue, Concept, GenderMapping, Rest};
use crate::outcome::{Doubt, Expectation};

/// `salutation-derived`: no salutation is derived from the gender entry.
pub const SALUTATION: CheckKind = CheckKind {
    name: "salutation-derived",
    facts: &["field", "values", "entries"],
    variants: &[
        "rest",
        "entry",
        "neutral",
        "unrecognised",
        "letter-rest",
        "letter-entry",
    ],
    build: |table| without_params(table, || Check::Usage(Box::new(EachMapping(salutation)))),
};

fn salutation(mapping: &GenderMapping) -> Option<Expectation> {
    if !is_salutation(mapping.to) || mapping.from.is_none() {
        return None;
    }
    // A translation from one form of address to another.
    if !is_gender(mapping.from) {
        return Some(Expectation::Met);
    }
    let grounds = grounds(mapping);
    let beyond_two = [Concept::Diverse, Concept::NoEntry];
    let addressed = mapping.entries().filter(|(_, to)| addresses(to));
    let addressed: BTreeSet<Concept> = addressed
        .map(|(entry, _)| entry)
        .filter(|entry| beyond_two.contains(entry))
        .collect();
    if !addressed.is_empty() {
        let variant = if mapping.letter {
            "letter-entry"
        } else {
            "entry"
        };
        let grounds = grounds.with("entries", terms(addressed));
        return Some(Expectation::Unmet(grounds.variant(variant)));
    }
    Some(match &mapping.rest {
        Rest::Value(rest) if addresses(rest) => {
            // An entry that a case may cover does not reach the rest.
            let named = |entry: &Concept| {
                let mut from = mapping.arms.iter().flat_map(|arm| &arm.from);
                from.any(|value| value.meaning.concepts.contains(entry))
            };
            let left: Vec<Concept> = beyond_two
                .into_iter()
                .filter(|entry| !named(entry))
                .collect();
            if left.is_empty() {
                let grounds = grounds.variant("unrecognised");
                return Some(Expectation::Unknown(Doubt::NeedsPerson, grounds));
            }
            let variant = if mapping.letter {
                "letter-rest"
            } else {
                "rest"
            };
            let grounds = grounds.with("entries", terms(left));
            Expectation::Unmet(grounds.variant(variant))
        }
        Rest::Value(_) => Expectation::Unknown(Doubt::NeedsPerson, grounds.variant("neutral")),
        Rest::Nothing | Rest::Unclear => Expectation::Unknown(Doubt::Open, grounds),
    })
}

/// Whether a salutation is specific to men or women.
fn addresses(value: &ClassifiedValue) -> bool {
    matches!(value.entry(), Some(Concept::Male | Concept::Female))
}

/// `entry-derived`: no gender entry is derived from the salutation.
pub const ENTRY: CheckKind = CheckKind {
    name: "entry-derived",
    facts: &["field", "values"],
    variants: &[],
    build: |table| without_params(table, || Check::Usage(Box::new(EachMapping(entry)))),
};

fn entry(mapping: &GenderMapping) -> Option<Expectation> {
    if !is_gender(mapping.to) || mapping.from.is_none() {
        return None;
    }
    if !is_salutation(mapping.from) {
        return Some(Expectation::Met);
    }
    let concrete = mapping
        .results()
        .any(|result| matches!(result.entry(), Some(Concept::Male | Concept::Female)));
    if !concrete {
        return Some(Expectation::Met);
    }
    Some(Expectation::Unmet(grounds(mapping)))
}
