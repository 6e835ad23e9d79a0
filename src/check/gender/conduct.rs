//! Checks on what a program does with entries: refusing combinations, writing logs.

use serde::Deserialize;

use crate::check::generic::params;
use crate::check::{Check, CheckKind, UsageCheck};
use crate::gender::{GenderUsage, NamedPlace, tokens};
use crate::model::{ModelPath, Place, TargetPlace};
use crate::outcome::{Doubt, Expectation, Grounds};

/// `gender-combination-refused`: salutation and entry are not checked against each other.
pub const REFUSES: CheckKind = CheckKind {
    name: "gender-combination-refused",
    facts: &["names"],
    variants: &[],
    build: |table| {
        let words: Combination = params(table)?;
        Ok(Check::Usage(Box::new(words)))
    },
};

/// `gender-former-logged`: logs do not hold former entries and first names.
pub const LOGS: CheckKind = CheckKind {
    name: "gender-former-logged",
    facts: &["names"],
    variants: &[],
    build: |table| {
        let words: Former = params(table)?;
        Ok(Check::Usage(Box::new(words)))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Combination {
    /// Words in names of salutations.
    salutation: Vec<String>,
    /// Words in names of gender entries.
    gender: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Former {
    /// Words for "former".
    former: Vec<String>,
    /// Words for the data that are protected if former.
    protected: Vec<String>,
}

fn has(name: &str, words: &[String]) -> bool {
    tokens(name).iter().any(|token| words.contains(token))
}

/// The target made of some of the names.
fn target(mention: &NamedPlace, names: &[String]) -> TargetPlace {
    let path = ModelPath::new(names.iter().map(String::as_str));
    TargetPlace {
        place: Place {
            path: path.clone(),
            ..mention.place.clone()
        },
        anchor: path,
        cause: None,
    }
}

impl Combination {
    /// Whether one name is a salutation and another a gender entry: `anrede` with `geschlecht`, `title.gender` with
    /// `gender`.
    fn joins(&self, names: &[String]) -> bool {
        let salutes = |name: &&String| has(name, &self.salutation);
        let entry = |name: &&String| has(name, &self.gender) && !has(name, &self.salutation);
        names.iter().any(|name| salutes(&name)) && names.iter().any(|name| entry(&name))
    }
}

impl UsageCheck for Combination {
    fn judge(&self, usage: &GenderUsage) -> Vec<(TargetPlace, Expectation)> {
        let judge = |refusal: &NamedPlace| {
            let names = &refusal.names;
            let grounds = || Grounds::none().with("names", names.clone());
            let expectation = if !self.joins(names) {
                Expectation::Met
            } else if names.len() > 2 {
                // With a third name in the condition, the refusal may concern something else.
                Expectation::Unknown(Doubt::NeedsPerson, grounds())
            } else {
                Expectation::Unmet(grounds())
            };
            (target(refusal, names), expectation)
        };
        usage.refusals.iter().map(judge).collect()
    }
}

impl UsageCheck for Former {
    fn judge(&self, usage: &GenderUsage) -> Vec<(TargetPlace, Expectation)> {
        let judge = |log: &NamedPlace| {
            let former: Vec<String> = log
                .names
                .iter()
                .filter(|name| has(name, &self.former) && has(name, &self.protected))
                .cloned()
                .collect();
            // Calls with neither kind of data are irrelevant.
            let near = |name: &String| has(name, &self.former) || has(name, &self.protected);
            if !log.names.iter().any(near) {
                return None;
            }
            if former.is_empty() {
                return Some((target(log, &log.names), Expectation::Met));
            }
            let grounds = Grounds::none().with("names", former.clone());
            let expectation = Expectation::Unknown(Doubt::NeedsPerson, grounds);
            Some((target(log, &former), expectation))
        };
        usage.logs.iter().filter_map(judge).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_combination_needs_both_sides() {
        let words = Combination {
            salutation: vec!["anrede".into(), "title".into()],
            gender: vec!["geschlecht".into(), "gender".into()],
        };
        let joins = |names: [&str; 2]| words.joins(&names.map(str::to_owned));
        assert!(joins(["person.getAnrede()", "person.getGeschlecht()"]));
        assert!(joins(["title.gender", "gender"]));
        assert!(!joins(["anredeId", "anrede"]));
        assert!(!joins(["gender", "geschlecht"]));
    }
}
