//! Filters: which applications of an inventory a verb looks at.

use std::collections::{BTreeMap, BTreeSet};

use clap::ArgMatches;

use crate::inventory::{Application, Inventory, Phase};
use crate::problem::{Level, Problem, Problems, did_you_mean, nearest};
use crate::texts::{Bilingual, Language};

/// The requested values by argument. An application must match all given arguments, each with one of its values.
pub struct Filters {
    given: BTreeMap<String, Vec<String>>,
}

impl Filters {
    /// The filters in a verb's arguments; `names` lists those that the verb has (`only`, `department`, `tag`, `phase`).
    pub fn new(matches: &ArgMatches, names: &[&str]) -> Self {
        let values = |name: &str| -> Vec<String> {
            let values = matches.get_many::<String>(name).into_iter().flatten();
            values.cloned().collect()
        };
        let given = names.iter().map(|name| ((*name).to_owned(), values(name)));
        Self {
            given: given.filter(|(_, values)| !values.is_empty()).collect(),
        }
    }

    /// The filters that were given.
    pub fn into_given(self) -> BTreeMap<String, Vec<String>> {
        self.given
    }

    /// Whether an application matches.
    pub fn fit(&self, application: &Application) -> bool {
        self.given.iter().all(|(name, values)| {
            values.iter().any(|value| match name.as_str() {
                "only" => application.id == *value,
                "department" => application.department == *value,
                "tag" => application.tags.contains(value),
                _ => Phase::from_word(value) == Some(application.lifecycle.phase),
            })
        })
    }

    /// Rejects names that do not occur in the inventory: a typo must not look like an empty result.
    ///
    /// # Errors
    /// All unknown names, each with the nearest known one.
    pub fn refuse_unknown(&self, inventory: &Inventory) -> Result<(), Problems> {
        let mut problems = Vec::new();
        for (name, values) in &self.given {
            let known = known(name, inventory);
            for value in values {
                let is_phase = name == "phase" && Phase::from_word(value).is_some();
                if is_phase || known.iter().any(|(id, _)| id == value) {
                    continue;
                }
                let words = known.iter().flat_map(|(id, title)| [*id, *title]);
                let near = nearest(value, words);
                // The name of a department stands for its id.
                let id = known
                    .iter()
                    .find(|(id, title)| near.is_some_and(|near| near == *id || near == *title));
                let near = id.map(|(id, _)| *id);
                problems.push(refused(&format!("cli.unknown-{name}"), value, near));
            }
        }
        match problems.is_empty() {
            true => Ok(()),
            false => Err(Problems(problems)),
        }
    }

    /// The problem that nothing matches all filters.
    pub fn match_nothing(&self) -> Problems {
        let values: Vec<&str> = self.given.values().flatten().map(String::as_str).collect();
        Problems(vec![refused(
            "cli.nothing-selected",
            &values.join(", "),
            None,
        )])
    }
}

/// The valid values of an argument, each with its other name.
fn known<'i>(argument: &str, inventory: &'i Inventory) -> BTreeSet<(&'i str, &'i str)> {
    let applications = inventory.applications.values();
    match argument {
        "only" => applications
            .map(|application| (application.id.as_str(), application.name.as_str()))
            .collect(),
        "department" => {
            let used = applications.map(|application| {
                let id = application.department.as_str();
                (id, id)
            });
            let departments = inventory.departments.values();
            departments
                .map(|department| (department.id.as_str(), department.name.as_str()))
                .chain(used)
                .collect()
        }
        "tag" => applications
            .flat_map(|application| &application.tags)
            .map(|tag| (tag.as_str(), tag.as_str()))
            .collect(),
        _ => Phase::ALL
            .iter()
            .map(|phase| (phase.name(), phase.label(Language::De)))
            .collect(),
    }
}

/// A problem with an argument, with a suggestion.
fn refused(key: &str, value: &str, near: Option<&str>) -> Problem {
    let message = Bilingual::filled(key, &[("value", &value)]);
    Problem {
        code: "ARG".to_owned(),
        level: Level::Error,
        file: "fachcheck".to_owned(),
        position: None,
        message: message.followed_by(&did_you_mean(near)),
        application: None,
    }
}
