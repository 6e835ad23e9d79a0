//! Figures about an inventory: progress of the survey, registered entries, missing fields.

use std::collections::BTreeMap;

use serde::Serialize;

use super::spec::Spec;
use super::{
    Answer, Application, ApplicationKind, GenderValue, Inventory, Phase, Sourcing, UrlKind,
};
use crate::texts::{Bilingual, lookup};

/// Figures about an inventory.
#[derive(Clone, Debug, Serialize)]
pub struct Statistics {
    /// From all applications to those with sufficient values; each step except the answers is a subset of the one
    /// before.
    pub funnel: Vec<Count>,
    /// Applications by phase, in the order of the life cycle; phases without applications are omitted.
    pub phases: Vec<Count>,
    /// Applications by kind.
    pub kinds: Vec<Count>,
    /// Addresses by purpose.
    pub urls: Vec<Count>,
    /// The figures of each department, by id.
    pub departments: Vec<DepartmentFigures>,
    /// Registered artefacts.
    pub artefacts: usize,
    /// Interfaces.
    pub interfaces: usize,
    /// Per field: how many of the applications that should have it do have it.
    pub completeness: Vec<Completeness>,
}

/// A named number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Count {
    /// Stable name.
    pub name: String,
    /// Label for people.
    pub label: Bilingual,
    /// How many.
    pub count: usize,
}

/// Figures of one department.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DepartmentFigures {
    /// Short code.
    pub id: String,
    /// Full name.
    pub name: String,
    /// The funnel of its applications.
    pub funnel: Vec<usize>,
    /// Applications in operation, from phase-in to phase-out.
    pub in_use: usize,
    /// Registered artefacts.
    pub artefacts: usize,
    /// Addresses.
    pub urls: usize,
}

/// How many of the applications that should have a field do have it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Completeness {
    /// Field, as in the files.
    pub field: String,
    /// Label of the field.
    pub label: Bilingual,
    /// Applications that have it.
    pub filled: usize,
    /// Applications that should have it.
    pub of: usize,
}

type Test = fn(&Application) -> bool;

/// A step of the funnel.
struct Step {
    name: &'static str,
    holds: Test,
    /// Whether later steps count only the applications that passed this one.
    narrows: bool,
}

const fn step(name: &'static str, holds: Test) -> Step {
    Step {
        name,
        holds,
        narrows: true,
    }
}

/// Each step is a subset of the one before, except answers: they are counted over all applications, as in reports,
/// because applications without personal data answer as well.
const FUNNEL: &[Step] = &[
    step("applications", |_| true),
    Step {
        name: "answered",
        holds: |application| matches!(application.stores_gender(), Some(Answer::Yes | Answer::No)),
        narrows: false,
    },
    // Storing gender data means holding personal data, whatever else the inventory says.
    step("personal-data", |application| {
        application.personal_data || application.stores_gender() == Some(Answer::Yes)
    }),
    step("stored", |application| {
        application.stores_gender() == Some(Answer::Yes)
    }),
    step("values-named", |application| {
        application
            .gender
            .as_ref()
            .is_some_and(|gender| !gender.values.is_empty())
    }),
    step("four-entries", |application| {
        use GenderValue as V;
        let survey = application.gender.as_ref();
        survey.is_some_and(|survey| {
            let has = |value| survey.values.contains(value);
            [V::Male, V::Female, V::Diverse, V::NoEntry].iter().all(has)
        })
    }),
];

/// A field, the applications that should have it, and whether one has it.
struct Expected {
    table: &'static str,
    field: &'static str,
    applies: Test,
    filled: Test,
}

const EXPECTED: &[Expected] = &[
    Expected {
        table: "application",
        field: "business_owner",
        applies: Application::is_in_use,
        filled: |application| application.business_owner.is_some(),
    },
    Expected {
        table: "application",
        field: "technical_owner",
        applies: Application::is_in_use,
        filled: |application| application.technical_owner.is_some(),
    },
    Expected {
        table: "application",
        field: "vendor",
        applies: is_bought,
        filled: |application| application.vendor.is_some(),
    },
    Expected {
        table: "application",
        field: "contract_until",
        applies: |application| is_bought(application) && application.is_in_use(),
        filled: |application| application.contract_until.is_some(),
    },
    Expected {
        table: "lifecycle",
        field: "next_release",
        applies: Application::is_in_use,
        filled: |application| application.lifecycle.next_release.is_some(),
    },
    Expected {
        table: "application",
        field: "vvt_ids",
        applies: |application| application.personal_data,
        filled: |application| !application.vvt_ids.is_empty(),
    },
    Expected {
        table: "application",
        field: "url",
        applies: |application| {
            application.kind == ApplicationKind::Web && application.lifecycle.phase == Phase::Active
        },
        filled: |application| !application.urls.is_empty(),
    },
    Expected {
        table: "application",
        field: "artefact",
        applies: Application::is_in_use,
        filled: |application| !application.artefacts.is_empty(),
    },
    Expected {
        table: "accessibility",
        field: "legal_regime",
        applies: |application| application.kind.can_publish_declaration(),
        filled: |application| application.accessibility.legal_regime.is_some(),
    },
    Expected {
        table: "accessibility",
        field: "statement_url",
        applies: |application| application.needs_declaration() && application.is_in_use(),
        filled: |application| {
            let stated = application
                .urls
                .iter()
                .any(|url| url.kind == UrlKind::Statement);
            stated || application.accessibility.statement_url.is_some()
        },
    },
    Expected {
        table: "gender",
        field: "stored",
        applies: |application| application.personal_data,
        filled: |application| application.stores_gender().is_some(),
    },
];

fn is_bought(application: &Application) -> bool {
    application.sourcing != Some(Sourcing::OwnDevelopment)
}

impl Inventory {
    /// Counts what is registered.
    pub fn statistics(&self) -> Statistics {
        let all: Vec<&Application> = self.applications.values().collect();
        let funnel = FUNNEL.iter().zip(funnel(&all)).map(|(step, count)| Count {
            name: step.name.to_owned(),
            label: sentence(&format!("funnel-{}", step.name)),
            count,
        });
        let phases = all
            .iter()
            .map(|application| application.lifecycle.phase.name());
        let kinds = all.iter().map(|application| application.kind.name());
        let urls = all
            .iter()
            .flat_map(|application| &application.urls)
            .map(|url| url.kind.name());
        Statistics {
            funnel: funnel.collect(),
            phases: tally("phase", phases),
            kinds: tally("application_kind", kinds),
            urls: tally("url_kind", urls),
            departments: self
                .departments
                .keys()
                .map(|id| self.figures_of(id))
                .collect(),
            artefacts: all
                .iter()
                .map(|application| application.artefacts.len())
                .sum(),
            interfaces: self.interfaces.len(),
            completeness: EXPECTED
                .iter()
                .map(|expected| completeness(expected, &all))
                .collect(),
        }
    }

    fn figures_of(&self, id: &str) -> DepartmentFigures {
        let all: Vec<&Application> = self.applications_of(id).collect();
        DepartmentFigures {
            id: id.to_owned(),
            name: self
                .departments
                .get(id)
                .map_or_else(String::new, |department| department.name.clone()),
            funnel: funnel(&all),
            in_use: all
                .iter()
                .filter(|application| application.is_in_use())
                .count(),
            artefacts: all
                .iter()
                .map(|application| application.artefacts.len())
                .sum(),
            urls: all.iter().map(|application| application.urls.len()).sum(),
        }
    }
}

fn funnel(applications: &[&Application]) -> Vec<usize> {
    let mut left = applications.to_vec();
    FUNNEL
        .iter()
        .map(|step| {
            let holds = |application: &&Application| (step.holds)(application);
            if !step.narrows {
                return left.iter().copied().filter(holds).count();
            }
            left.retain(holds);
            left.len()
        })
        .collect()
}

/// Counts words of a vocabulary, in its order.
fn tally<'a>(vocabulary: &str, words: impl Iterator<Item = &'a str>) -> Vec<Count> {
    let spec = Spec::get();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for word in words {
        *counts.entry(word).or_default() += 1;
    }
    let count = |value: &str| counts.get(value).copied().unwrap_or_default();
    spec.vocabulary(vocabulary)
        .iter()
        .filter(|word| count(&word.value) > 0)
        .map(|word| Count {
            name: word.value.clone(),
            label: Bilingual::of(|language| word.label(language).to_owned()),
            count: count(&word.value),
        })
        .collect()
}

fn completeness(expected: &Expected, all: &[&Application]) -> Completeness {
    let should: Vec<&&Application> = all
        .iter()
        .filter(|application| (expected.applies)(application))
        .collect();
    let field = Spec::get()
        .table(expected.table)
        .and_then(|table| table.field(expected.field));
    let prefix = if expected.table == "application" {
        String::new()
    } else {
        format!("{}.", expected.table)
    };
    Completeness {
        field: format!("{prefix}{}", expected.field),
        label: field.map(|field| field.title.clone()).unwrap_or_default(),
        filled: should
            .iter()
            .filter(|application| (expected.filled)(application))
            .count(),
        of: should.len(),
    }
}

fn sentence(key: &str) -> Bilingual {
    let text = |language| {
        lookup(&format!("inventory.{key}"), language)
            .unwrap_or_default()
            .to_owned()
    };
    Bilingual::of(text)
}

#[cfg(test)]
mod tests {
    use super::super::{Department, GenderSurvey};
    use super::*;

    fn application(
        id: &str,
        personal_data: bool,
        gender: Option<(Answer, &[GenderValue])>,
    ) -> (String, Application) {
        let application = Application {
            id: id.to_owned(),
            department: "BUE".to_owned(),
            personal_data,
            gender: gender.map(|(stored, values)| GenderSurvey {
                stored: Some(stored),
                values: values.to_vec(),
                ..GenderSurvey::default()
            }),
            ..Application::default()
        };
        (id.to_owned(), application)
    }

    #[test]
    fn each_step_of_the_funnel_is_a_part_of_the_one_before_and_all_answers_count() {
        use GenderValue as V;
        let four: &[V] = &[V::Male, V::Female, V::Diverse, V::NoEntry];
        let inventory = Inventory {
            departments: BTreeMap::from([("BUE".to_owned(), Department::default())]),
            applications: BTreeMap::from([
                application("A1", false, None),
                // Holds personal data according to the survey.
                application("A2", false, Some((Answer::Yes, four))),
                application("A3", true, None),
                application("A4", true, Some((Answer::Unknown, &[]))),
                application("A5", true, Some((Answer::No, &[]))),
                application("A6", true, Some((Answer::Yes, &[V::Male, V::Female]))),
                application("A7", true, Some((Answer::Yes, four))),
            ]),
            ..Inventory::default()
        };
        let statistics = inventory.statistics();
        let counts: Vec<usize> = statistics.funnel.iter().map(|step| step.count).collect();
        assert_eq!(counts, [7, 4, 6, 3, 3, 2]);
        assert_eq!(statistics.departments[0].funnel, counts);
        assert!(
            statistics
                .funnel
                .iter()
                .all(|step| !step.label.de.is_empty())
        );
        assert!(
            statistics
                .completeness
                .iter()
                .all(|row| !row.label.en.is_empty() && row.filled <= row.of)
        );
        let stored = statistics
            .completeness
            .iter()
            .find(|row| row.field == "gender.stored")
            .expect("row");
        assert_eq!((stored.filled, stored.of), (4, 5));
    }
}
