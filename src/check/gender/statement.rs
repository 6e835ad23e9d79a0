//! Checks on statements about gender entries: counts name all four, no change turns one into another, no random choice
//! decides, no condition depends on an entry, every entry can be corrected.

use std::collections::BTreeSet;

use super::facts::terms;
use crate::check::generic::without_params;
use crate::check::{Check, CheckKind, UsageCheck};
use crate::gender::{
    Attribute, ClassifiedValue, Concept, GenderStatement, GenderStatementKind, GenderUsage,
    Selected,
};
use crate::model::{Begins, Confidence, TargetPlace};
use crate::outcome::{Doubt, Expectation, Fact, Grounds};

/// Judges statements one by one.
struct EachStatement(
    /// `None` if the rule does not apply to the statement.
    fn(&GenderStatement) -> Option<Expectation>,
);

impl UsageCheck for EachStatement {
    fn judge(&self, usage: &GenderUsage) -> Vec<(TargetPlace, Expectation)> {
        let judge = |statement: &GenderStatement| {
            let target = TargetPlace {
                anchor: statement.path.clone(),
                place: statement.place.clone(),
                cause: None,
            };
            Some((target, (self.0)(statement)?))
        };
        usage.statements.iter().filter_map(judge).collect()
    }
}

/// The common grounds of findings on a statement. A column whose name only hints at gender leads to a question.
fn grounds(statement: &GenderStatement) -> Grounds {
    let mut grounds = Grounds::none().with("field", statement.field.as_str());
    if !statement.sure {
        grounds.confidence = Confidence::Medium;
    }
    grounds
}

fn is_two(entry: Concept) -> bool {
    matches!(entry, Concept::Male | Concept::Female)
}

fn entries(values: &[ClassifiedValue]) -> BTreeSet<Concept> {
    values.iter().filter_map(ClassifiedValue::entry).collect()
}

/// `gender-counts`: figures name all four entries, or define the rest.
pub const COUNTS: CheckKind = CheckKind {
    name: "gender-counts",
    facts: &["field", "columns", "entries", "entry"],
    variants: &["remainder", "negation", "three"],
    build: |table| without_params(table, || Check::Usage(Box::new(EachStatement(counts)))),
};

fn counts(statement: &GenderStatement) -> Option<Expectation> {
    let GenderStatementKind::CountByValue { columns, .. } = &statement.kind else {
        return None;
    };
    let names: Vec<String> = columns
        .iter()
        .filter_map(|column| column.name.clone())
        .collect();
    let grounds = || grounds(statement).with("columns", names.clone());
    for column in columns {
        let (of, called) = (&column.of, column.called.filter(|entry| is_two(*entry)));
        let Some(called) = called else { continue };
        let counted = entries(of.values());
        if counted.contains(&called) {
            continue;
        }
        let variant = match of {
            Selected::Values(_) if column.remainder && !counted.is_empty() => "remainder",
            Selected::AllBut(_) if !column.remainder && !counted.is_empty() => "negation",
            _ => continue,
        };
        let grounds = grounds().with("entry", Fact::Term(called.name().to_owned()));
        return Some(Expectation::Unmet(grounds.variant(variant)));
    }
    let mut covered = BTreeSet::new();
    let mut rest = false;
    for column in columns {
        match &column.of {
            Selected::Values(values) if !column.remainder => {
                covered.extend(entries(values));
                // Unrecognised values may mean anything.
                rest |= values.iter().any(|value| value.entry().is_none());
            }
            Selected::Missing => {}
            _ => rest = true,
        }
    }
    if !(covered.contains(&Concept::Male) && covered.contains(&Concept::Female)) {
        return None;
    }
    let missing: Vec<Concept> = Concept::REQUIRED
        .into_iter()
        .filter(|entry| !covered.contains(entry))
        .collect();
    if rest || missing.is_empty() {
        return Some(Expectation::Met);
    }
    let lacks_both = missing.len() == 2;
    let grounds = grounds().with("entries", terms(missing));
    Some(if lacks_both {
        Expectation::Unmet(grounds)
    } else {
        Expectation::Unknown(Doubt::NeedsPerson, grounds.variant("three"))
    })
}

/// `gender-recode`: no update of rows turns an entry into another one.
pub const CHANGES: CheckKind = CheckKind {
    name: "gender-recode",
    facts: &["field", "entries", "result"],
    variants: &["others", "blank", "missing", "all", "bucket"],
    build: |table| without_params(table, || Check::Usage(Box::new(EachStatement(changes)))),
};

fn changes(statement: &GenderStatement) -> Option<Expectation> {
    let GenderStatementKind::Recode { of, to } = &statement.kind else {
        return None;
    };
    let to = to.as_deref().filter(|to| !to.raw.trim().is_empty());
    let result = to.and_then(ClassifiedValue::entry);
    let two = result.is_some_and(is_two);
    let written = to.map_or("NULL", |to| to.raw.as_str());
    let grounds = || grounds(statement).with("result", written);
    let ask = |variant| {
        Some(Expectation::Unknown(
            Doubt::NeedsPerson,
            grounds().variant(variant),
        ))
    };
    match of {
        Selected::Values(values) => {
            let beyond = |value: &&ClassifiedValue| {
                let readings = value.meaning.concepts.as_slice();
                !readings.is_empty()
                    && readings
                        .iter()
                        .all(|entry| matches!(entry, Concept::Diverse | Concept::NoEntry))
            };
            let turned: Vec<Concept> = values
                .iter()
                .filter(beyond)
                .flat_map(|value| &value.meaning.concepts)
                .copied()
                .collect();
            let unknown = |value: &ClassifiedValue| {
                value.meaning.concepts == [Concept::Unknown] || value.raw.trim().is_empty()
            };
            if !turned.is_empty() && (two || to.is_none()) {
                let grounds = grounds().with("entries", terms(turned));
                let grounds = if to.is_none() {
                    grounds.variant("blank")
                } else {
                    grounds
                };
                Some(Expectation::Unmet(grounds))
            } else if two && values.iter().any(unknown) {
                Some(Expectation::Unmet(grounds().variant("missing")))
            } else {
                Some(Expectation::Met)
            }
        }
        Selected::AllBut(values) => {
            let named = entries(values);
            if named.is_empty() {
                return two.then(|| ask("all"))?;
            }
            let lost: Vec<Concept> = Concept::REQUIRED
                .into_iter()
                .filter(|entry| !named.contains(entry) && result != Some(*entry))
                .collect();
            // Unrecognised values may be the entries that seem to be missing.
            let doubtful = values.iter().any(|value| value.entry().is_none());
            if lost.is_empty() {
                return Some(Expectation::Met);
            }
            let grounds = grounds().with("entries", terms(lost));
            Some(if (two || to.is_none()) && !doubtful {
                let variant = if two { "others" } else { "blank" };
                Expectation::Unmet(grounds.variant(variant))
            } else {
                Expectation::Unknown(Doubt::NeedsPerson, grounds.variant("bucket"))
            })
        }
        Selected::Missing if two => Some(Expectation::Unmet(grounds().variant("missing"))),
        Selected::Missing if result.is_some() => ask("missing"),
        Selected::Everything if result.is_some() => ask("all"),
        Selected::Missing | Selected::Everything => None,
    }
}

/// `gender-lot`: no random number and no date determines an entry.
pub const DRAWS: CheckKind = CheckKind {
    name: "gender-lot",
    facts: &["field", "values"],
    variants: &["stored"],
    build: |table| without_params(table, || Check::Usage(Box::new(EachStatement(draws)))),
};

fn draws(statement: &GenderStatement) -> Option<Expectation> {
    let GenderStatementKind::RandomChoice { values, stored } = &statement.kind else {
        return None;
    };
    if !entries(values).iter().any(|entry| is_two(*entry)) {
        return None;
    }
    let shown: Vec<String> = values.iter().map(|value| value.raw.clone()).collect();
    let grounds = grounds(statement).with("values", shown);
    let grounds = if *stored {
        grounds.variant("stored")
    } else {
        grounds
    };
    Some(Expectation::Unknown(Doubt::NeedsPerson, grounds))
}

/// `gender-decoded`: no entry is derived from an identifier of a person.
pub const DECODES: CheckKind = CheckKind {
    name: "gender-decoded",
    facts: &["field", "of"],
    variants: &[],
    build: |table| without_params(table, || Check::Usage(Box::new(EachStatement(decodes)))),
};

fn decodes(statement: &GenderStatement) -> Option<Expectation> {
    let GenderStatementKind::Decode { of, .. } = &statement.kind else {
        return None;
    };
    let grounds = grounds(statement).with("of", of.as_str());
    Some(Expectation::Unknown(Doubt::NeedsPerson, grounds))
}

/// `gender-preset`: no program sets an entry before a person has chosen.
pub const PRESETS: CheckKind = CheckKind {
    name: "gender-preset",
    facts: &["field", "default"],
    variants: &["record"],
    build: |table| {
        without_params(table, || {
            Check::Usage(Box::new(EachStatement(|statement| {
                preset(statement, Attribute::Geschlecht, &Concept::REQUIRED)
            })))
        })
    },
};

/// `salutation-preset`: no form and no record starts with Herr or Frau.
pub const SALUTATION_PRESETS: CheckKind = CheckKind {
    name: "salutation-preset",
    facts: &["field", "default"],
    variants: &["record"],
    build: |table| {
        without_params(table, || {
            Check::Usage(Box::new(EachStatement(|statement| {
                let two = [Concept::Male, Concept::Female];
                preset(statement, Attribute::Anrede, &two)
            })))
        })
    },
};

/// Judges the initial value of a field for an attribute. `concepts`: values that must be chosen by a person.
fn preset(
    statement: &GenderStatement,
    attribute: Attribute,
    concepts: &[Concept],
) -> Option<Expectation> {
    let GenderStatementKind::Preset { to, begins, of } = &statement.kind else {
        return None;
    };
    if *of != attribute {
        return None;
    }
    let readings = to.meaning.concepts.as_slice();
    let is_entry = |concept: &Concept| concepts.contains(concept);
    if to.raw.trim().is_empty() || !readings.is_empty() && !readings.iter().any(is_entry) {
        return Some(Expectation::Met);
    }
    if readings.is_empty() || !readings.iter().all(is_entry) {
        return None;
    }
    let shown = to.label.as_deref().unwrap_or(&to.raw);
    let grounds = grounds(statement).with("default", shown);
    Some(match (begins, readings) {
        (Begins::Form, [_]) => Expectation::Unmet(grounds),
        (Begins::Form, _) => Expectation::Unknown(Doubt::Ambiguous, grounds),
        (Begins::Record, _) => Expectation::Unknown(Doubt::NeedsPerson, grounds.variant("record")),
    })
}

/// `gender-tied`: no table constraint depends on männlich or weiblich.
pub const TIES: CheckKind = CheckKind {
    name: "gender-tied",
    facts: &["field", "entries", "others"],
    variants: &["salutation"],
    build: |table| without_params(table, || Check::Usage(Box::new(EachStatement(ties)))),
};

fn ties(statement: &GenderStatement) -> Option<Expectation> {
    let GenderStatementKind::TieToColumns {
        values,
        others,
        salutation,
    } = &statement.kind
    else {
        return None;
    };
    let named = entries(values);
    let grounds = grounds(statement)
        .with("entries", terms(named.iter().copied()))
        .with("others", others.clone());
    let beyond_two = values
        .iter()
        .any(|value| !value.entry().is_some_and(is_two));
    if beyond_two {
        return Some(Expectation::Met);
    }
    if *salutation {
        return Some(Expectation::Unmet(grounds.variant("salutation")));
    }
    // Both together are the list of allowed values.
    (named.len() == 1).then_some(Expectation::Unknown(Doubt::NeedsPerson, grounds))
}

/// `gender-frozen`: an entry can be corrected.
pub const FREEZES: CheckKind = CheckKind {
    name: "gender-frozen",
    facts: &["field", "routine"],
    variants: &["conditional"],
    build: |table| without_params(table, || Check::Usage(Box::new(EachStatement(freezes)))),
};

fn freezes(statement: &GenderStatement) -> Option<Expectation> {
    let GenderStatementKind::RejectChanges { conditional } = statement.kind else {
        return None;
    };
    let names = &statement.path.0;
    let routine = names.iter().rev().nth(1).cloned().unwrap_or_default();
    let grounds = grounds(statement).with("routine", routine);
    Some(if conditional {
        Expectation::Unknown(Doubt::NeedsPerson, grounds.variant("conditional"))
    } else {
        Expectation::Unmet(grounds)
    })
}
