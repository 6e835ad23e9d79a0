//! Checks on letters: a form of address for everybody, and no gender entry printed where a person is addressed.

use serde::Deserialize;

use super::mapping::{grounds, is_gender, is_salutation, target};
use crate::check::generic::params;
use crate::check::{Check, CheckKind, UsageCheck};
use crate::gender::{
    ClassifiedValue, Concept, GenderMapping, GenderUsage, Greeting, Line, Rest, fold, tokens,
};
use crate::model::TargetPlace;
use crate::outcome::{Doubt, Expectation, Grounds};

/// `letter-neutral`: people who chose neither Herr nor Frau are not addressed as one of them.
pub const NEUTRAL: CheckKind = CheckKind {
    name: "letter-neutral",
    facts: &["field", "values"],
    variants: &["fixed", "computed", "program", "texts", "text-default"],
    build: |table| {
        let NeutralParams {
            greetings,
            inflected,
        } = params(table)?;
        Ok(Check::Usage(Box::new(Neutral {
            greetings: Greetings::new(&greetings),
            inflected: Greetings::new(&inflected),
        })))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NeutralParams {
    /// Opening words of letters, folded.
    greetings: Vec<String>,
    /// Those whose ending depends on who is addressed.
    inflected: Vec<String>,
}

struct Neutral {
    greetings: Greetings,
    inflected: Greetings,
}

impl UsageCheck for Neutral {
    fn judge(&self, usage: &GenderUsage) -> Vec<(TargetPlace, Expectation)> {
        if !usage.letter {
            let judge = |mapping| Some((target(mapping), self.program(mapping)?));
            let judged = usage.mappings.iter().filter_map(judge);
            return judged.chain(usage.greetings.iter().map(texts)).collect();
        }
        let judge = |mapping| Some((target(mapping), neutral(mapping)?));
        let judged: Vec<_> = usage.mappings.iter().filter_map(judge).collect();
        if judged.is_empty() {
            return self.fixed(usage).into_iter().collect();
        }
        judged
    }
}

impl Neutral {
    /// The greeting that a program writes by the stored salutation. Lists of forms of address without greetings are
    /// labels: what holds for others is asked where they are chosen.
    fn program(&self, mapping: &GenderMapping) -> Option<Expectation> {
        let greets = |value: &ClassifiedValue| {
            let words: Vec<String> = value.raw.split_whitespace().map(fold).collect();
            self.greetings.starting(&words).is_some()
        };
        // `frau.png` and `HERR` are names of files and constants, not what somebody reads.
        let is_read = |value: &ClassifiedValue| {
            let mut words = value.raw.split_whitespace();
            words.any(|word| {
                let word = word.trim_matches([',', '.', ':', '!', '…']);
                let mut letters = word.chars();
                letters.next().is_some_and(char::is_uppercase)
                    && letters.clone().next().is_some()
                    && letters.all(char::is_lowercase)
            })
        };
        if !mapping.results().all(is_read) {
            return None;
        }
        Some(match neutral(mapping)? {
            // Whoever has stated nothing is greeted otherwise; whether anything else can be stated is not seen here.
            Expectation::Unmet(grounds) if mapping.absent_apart => {
                Expectation::Unknown(Doubt::NeedsPerson, grounds.variant("program"))
            }
            Expectation::Unmet(grounds) => Expectation::Unmet(grounds.variant("program")),
            // The list of salutations is judged itself: whoever is missing there is missing here.
            Expectation::Unknown(..) if mapping.listed => return None,
            Expectation::Unknown(doubt, grounds) if mapping.results().any(greets) => {
                Expectation::Unknown(doubt, grounds.variant("program"))
            }
            Expectation::Unknown(..) => return None,
            met => met,
        })
    }

    /// A letter that computes the ending of its greeting, or whose text addresses everybody as "Herr" or "Frau": no
    /// condition in it asks about the addressee, and no other line greets differently. A separate letter for all others
    /// may exist.
    fn fixed(&self, usage: &GenderUsage) -> Option<(TargetPlace, Expectation)> {
        let asks = |mapping: &GenderMapping| {
            [mapping.from, mapping.to]
                .into_iter()
                .any(|side| is_salutation(side) || is_gender(side))
        };
        if usage.mappings.iter().any(asks) {
            return None;
        }
        // "Sehr geehrte Frau{{ title }}" only lacks a blank: its ending is written.
        let is_computed = |line: &&Line| {
            let greeting = self.inflected.begin(line);
            line.computed && greeting.is_some_and(|greeting| *greeting == line.before)
        };
        if let Some(line) = usage.lines.iter().find(is_computed) {
            let grounds = Grounds::none()
                .with("field", line.path.to_string())
                .with("values", vec![line.before.join(" ")]);
            let expectation = Expectation::Unknown(Doubt::Open, grounds.variant("computed"));
            return Some((line_target(line), expectation));
        }
        let greets = |line: &&Line| self.greetings.begin(line).is_some();
        let mut greeting = usage.lines.iter().filter(greets);
        let first = greeting.clone().next()?;
        greeting.all(|line| !line.addressed.is_empty()).then(|| {
            let grounds = Grounds::none()
                .with("field", first.path.to_string())
                .with("values", vec![first.before.join(" ")]);
            (
                line_target(first),
                Expectation::Unknown(Doubt::Open, grounds.variant("fixed")),
            )
        })
    }
}

/// The question of who gets which of several texts, of which each addresses a man or a woman.
fn texts(greeting: &Greeting) -> (TargetPlace, Expectation) {
    let target = TargetPlace {
        anchor: greeting.path.clone(),
        place: greeting.place.clone(),
        cause: None,
    };
    let field = match greeting.is_default {
        true => greeting.path.0.last().cloned(),
        false => Some(greeting.path.to_string()),
    };
    let grounds = Grounds::none()
        .with("field", field.unwrap_or_default())
        .with("values", greeting.texts.clone());
    let variant = match greeting.is_default {
        true => "text-default",
        false => "texts",
    };
    let expectation = Expectation::Unknown(Doubt::NeedsPerson, grounds.variant(variant));
    (target, expectation)
}

/// The opening words of letters.
struct Greetings(Vec<Vec<String>>);

impl Greetings {
    fn new(folded: &[String]) -> Self {
        let words = folded.iter();
        Self(
            words
                .map(|greeting| greeting.split_whitespace().map(str::to_owned).collect())
                .collect(),
        )
    }

    /// The opening words of a line; `None` if it is not a greeting.
    fn begin(&self, line: &Line) -> Option<&Vec<String>> {
        self.starting(&line.before)
    }

    /// The opening words that a text starts with; its words are folded.
    fn starting(&self, words: &[String]) -> Option<&Vec<String>> {
        let mut all = self.0.iter();
        all.find(|greeting| words.starts_with(greeting))
    }
}

fn line_target(line: &Line) -> TargetPlace {
    TargetPlace {
        anchor: line.path.clone(),
        place: line.place.clone(),
        cause: None,
    }
}

fn neutral(mapping: &GenderMapping) -> Option<Expectation> {
    // Deriving a salutation from the gender entry is another rule's subject (`salutation-derived`).
    if !is_salutation(mapping.to) || !is_salutation(mapping.from) {
        return None;
    }
    let addresses =
        |value: &ClassifiedValue| matches!(value.entry(), Some(Concept::Male | Concept::Female));
    // Companies and families are not an alternative for the remaining people.
    let for_people = |values: &[ClassifiedValue]| {
        !values
            .iter()
            .all(|value| value.meaning.concepts.as_slice() == [Concept::NotApplicable])
    };
    let other_way = mapping
        .arms
        .iter()
        .any(|arm| for_people(&arm.from) && arm.to.as_ref().is_none_or(|to| !addresses(to)));
    Some(match &mapping.rest {
        // The last of three cases may be the unnamed rest.
        Rest::Value(rest) if addresses(rest) && other_way => Expectation::Met,
        Rest::Value(rest) if addresses(rest) => Expectation::Unmet(grounds(mapping)),
        Rest::Value(_) => Expectation::Met,
        Rest::Unclear if other_way => Expectation::Met,
        Rest::Nothing | Rest::Unclear => Expectation::Unknown(Doubt::Open, grounds(mapping)),
    })
}

/// `letter-prints-entry`: no gender entry is printed where a person is addressed.
pub const PRINTED: CheckKind = CheckKind {
    name: "letter-prints-entry",
    facts: &["field", "values"],
    variants: &["said", "name"],
    build: |table| {
        let Params { greetings, names } = params(table)?;
        Ok(Check::Usage(Box::new(Printed {
            greetings: Greetings::new(&greetings),
            names,
        })))
    },
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Params {
    /// Opening words of letters, folded.
    greetings: Vec<String>,
    /// Words for names of people, folded.
    names: Vec<String>,
}

struct Printed {
    greetings: Greetings,
    names: Vec<String>,
}

impl UsageCheck for Printed {
    fn judge(&self, usage: &GenderUsage) -> Vec<(TargetPlace, Expectation)> {
        if !usage.letter {
            return Vec::new();
        }
        let lines = usage
            .lines
            .iter()
            .filter_map(|line| Some((line_target(line), self.line(line)?)));
        let said = |mapping| Some((target(mapping), expectation_of(mapping)?));
        let mappings = usage.mappings.iter().filter_map(said);
        lines.chain(mappings).collect()
    }
}

impl Printed {
    fn line(&self, line: &Line) -> Option<Expectation> {
        let greeting = self.greetings.begin(line);
        let Some(entry) = &line.entry else {
            return greeting.map(|_| Expectation::Met);
        };
        let grounds = Grounds::none().with("field", entry.as_str());
        match greeting {
            // "Hallo, Ihr Geschlecht lautet …" is not a form of address.
            Some(greeting) if !line.broken && line.before.len() <= greeting.len() + 1 => {
                Some(Expectation::Unmet(grounds))
            }
            Some(_) => Some(Expectation::Met),
            None => {
                let next = line.next.as_deref()?;
                let last = next.trim_end_matches("()").rsplit(['.', '/']).next()?;
                let is_name = tokens(last).iter().any(|token| self.names.contains(token));
                (line.before.is_empty() && is_name)
                    .then(|| Expectation::Unknown(Doubt::NeedsPerson, grounds.variant("name")))
            }
        }
    }
}

/// Divers → "Divers", while männlich becomes "Herr" and weiblich "Frau".
fn expectation_of(mapping: &GenderMapping) -> Option<Expectation> {
    if !is_salutation(mapping.to) || !is_gender(mapping.from) {
        return None;
    }
    let beyond = [Concept::Diverse, Concept::NoEntry];
    let prints = mapping
        .entries()
        .any(|(entry, to)| beyond.contains(&entry) && to.entry() == Some(entry));
    prints.then(|| Expectation::Unmet(grounds(mapping).variant("said")))
}
