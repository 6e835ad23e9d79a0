//! Stored reports, read application by application, so that memory follows findings and not the size of the file.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{BufReader, Read};
use std::marker::PhantomData;

use jiff::civil::Date;
use serde::de::{DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::snapshot::{ApplicationState, RuleState, Snapshot};
use crate::outcome::Fingerprint;
use crate::problem::{Problems, json_cause};
use crate::record::{ApplicationReport, Report, RunHeader, SCHEMA, in_use};
use crate::texts::{Bilingual, Language, filled};

/// Larger files are no reports: those of 8,000 applications with everything listed stay below.
const MOST_BYTES: u64 = 8 * 1024 * 1024 * 1024;

/// Files are read in pieces of this size.
const PIECE: usize = 256 * 1024;

/// Reads a stored report (`report.json`). `name`: the file as the user named it.
///
/// # Errors
/// One problem that says what is wrong with the file.
pub fn read(name: &str, file: impl Read) -> Result<Snapshot, Problems> {
    let reader = BufReader::with_capacity(PIECE, file.take(MOST_BYTES));
    let mut json = serde_json::Deserializer::from_reader(reader);
    let snapshot = Stored::deserialize(&mut json).and_then(|stored| {
        json.end()?;
        Ok(stored.0)
    });
    snapshot.map_err(|error| {
        let message = |language| {
            let cause = json_cause(&error, language);
            filled(
                "progress.bad-report",
                language,
                &[("cause", &cause), ("schema", &SCHEMA)],
            )
        };
        let message = Bilingual {
            de: message(Language::De),
            en: message(Language::En),
        };
        Problems::one("ARG", name, message)
    })
}

impl TryFrom<&Report> for Snapshot {
    type Error = jiff::Error;

    /// What a finished run says, without the way over a file.
    fn try_from(report: &Report) -> Result<Self, jiff::Error> {
        let applications = report.applications.iter();
        let mut parts = Parts {
            departments: report
                .departments
                .iter()
                .map(|department| (department.id.clone(), department.name.clone()))
                .collect(),
            applications: applications
                .map(|application| (application.id.clone(), application.into()))
                .collect(),
            ..Parts::default()
        };
        for task in &report.tasks {
            parts.add_task(&task.resolves, task.in_use());
        }
        for (id, card) in &report.rules {
            let rule = RuleState {
                title: card.title.clone(),
                severity: card.severity,
                aliases: card.aliases.clone(),
            };
            parts.rules.insert(id.clone(), rule);
        }
        parts.finish(&report.run)
    }
}

/// A report of which only the snapshot is kept.
struct Stored(Snapshot);

/// What has been read so far.
#[derive(Default)]
struct Parts {
    departments: BTreeMap<String, String>,
    applications: BTreeMap<String, ApplicationState>,
    rules: BTreeMap<String, RuleState>,
    due: BTreeMap<Fingerprint, Date>,
}

impl Parts {
    fn add_task(&mut self, resolves: &[Fingerprint], window: Option<Date>) {
        let Some(day) = window else {
            return;
        };
        for fingerprint in resolves {
            let due = self.due.entry(fingerprint.clone()).or_insert(day);
            *due = day.min(*due);
        }
    }

    fn finish(self, run: &RunHeader) -> Result<Snapshot, jiff::Error> {
        let mut snapshot = Snapshot {
            date: run.date.parse()?,
            organisation: run.organisation.clone(),
            scope: run.scope,
            tool_version: run.tool_version.clone(),
            rules_digest: run.rules_digest.clone(),
            narrowed: run.selection.is_some(),
            departments: self.departments,
            rules: self.rules,
            applications: self.applications,
        };
        snapshot.tell_advice();
        snapshot.set_due(&self.due);
        Ok(snapshot)
    }
}

#[derive(Deserialize)]
struct Named {
    id: String,
    name: String,
}

/// What is needed of a task, whatever else a version of the program says about it.
#[derive(Deserialize)]
struct TaskPart {
    #[serde(default)]
    window: WindowPart,
    #[serde(default)]
    held_until: Option<Date>,
    #[serde(default)]
    resolves: Vec<Fingerprint>,
}

#[derive(Default, Deserialize)]
struct WindowPart {
    #[serde(default)]
    date: Option<Date>,
}

impl<'de> Deserialize<'de> for Stored {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields;

        impl<'de> Visitor<'de> for Fields {
            type Value = Stored;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a report")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Stored, A::Error> {
                let mut parts = Parts::default();
                let mut schema: Option<String> = None;
                let mut run: Option<RunHeader> = None;
                while let Some(key) = map.next_key::<String>()? {
                    match key.as_str() {
                        "schema" => {
                            let found: String = map.next_value()?;
                            if found != SCHEMA {
                                return Err(A::Error::custom(found));
                            }
                            schema = Some(found);
                        }
                        "run" => run = Some(map.next_value()?),
                        "departments" => map.next_value_seed(Each::new(|department: Named| {
                            parts.departments.insert(department.id, department.name);
                        }))?,
                        "applications" => {
                            map.next_value_seed(Each::new(|application: ApplicationReport| {
                                let state = ApplicationState::from(&application);
                                parts.applications.insert(application.id, state);
                            }))?;
                        }
                        "tasks" => map.next_value_seed(Each::new(|task: TaskPart| {
                            let day = in_use(task.window.date, task.held_until);
                            parts.add_task(&task.resolves, day);
                        }))?,
                        "rules" => parts.rules = map.next_value()?,
                        _ => drop(map.next_value::<IgnoredAny>()?),
                    }
                }
                schema.ok_or_else(|| A::Error::missing_field("schema"))?;
                let run = run.ok_or_else(|| A::Error::missing_field("run"))?;
                parts.finish(&run).map(Stored).map_err(A::Error::custom)
            }
        }

        deserializer.deserialize_map(Fields)
    }
}

/// Hands the items of a list on, one by one.
struct Each<T, F: FnMut(T)>(F, PhantomData<T>);

impl<T, F: FnMut(T)> Each<T, F> {
    const fn new(take: F) -> Self {
        Self(take, PhantomData)
    }
}

impl<'de, T: Deserialize<'de>, F: FnMut(T)> DeserializeSeed<'de> for Each<T, F> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de, T: Deserialize<'de>, F: FnMut(T)> Visitor<'de> for Each<T, F> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<(), A::Error> {
        while let Some(item) = list.next_element()? {
            (self.0)(item);
        }
        Ok(())
    }
}
