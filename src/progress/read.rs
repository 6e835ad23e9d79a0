//! Reads stored reports application by application, so that memory grows with the findings and not with the file.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{BufReader, Read};
use std::marker::PhantomData;

use jiff::civil::Date;
use serde::de::{
    DeserializeOwned, DeserializeSeed, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde::{Deserialize, Deserializer};

use super::snapshot::{ApplicationState, RuleState, Snapshot};
use crate::outcome::Fingerprint;
use crate::problem::{Problems, json_cause};
use crate::record::{
    ApplicationReport, Report, RunHeader, SCHEMA, TaskKind, Timing, WindowKind, is_newer,
};
use crate::texts::{Bilingual, filled};

/// Larger files are rejected. A report on 8,000 applications with everything listed stays below this size.
const MOST_BYTES: u64 = 8 * 1024 * 1024 * 1024;

/// Buffer size for reading.
const PIECE: usize = 256 * 1024;

/// Reads a stored report (`report.json`). `name` is the file as the user named it.
///
/// # Errors
/// A problem that says what is wrong with the file.
pub fn read(name: &str, file: impl Read) -> Result<Snapshot, Problems> {
    let reader = BufReader::with_capacity(PIECE, file.take(MOST_BYTES));
    let mut json = serde_json::Deserializer::from_reader(reader);
    let snapshot = Stored::deserialize(&mut json).and_then(|stored| {
        json.end()?;
        Ok(stored.0)
    });
    snapshot.map_err(|error| {
        let said = error.to_string();
        let key = match said.split_whitespace().next().is_some_and(is_newer) {
            true => "cli.newer-report",
            false => "progress.bad-report",
        };
        let message = |language| {
            let cause = json_cause(&error, language);
            filled(key, language, &[("cause", &cause), ("schema", &SCHEMA)])
        };
        let message = Bilingual::of(message);
        Problems::one("ARG", name, message)
    })
}

impl TryFrom<&Report> for Snapshot {
    type Error = jiff::Error;

    /// The snapshot of a finished run, without going through a file.
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
            parts.tasks.push((task.resolves.clone(), task.timing()));
        }
        for (id, card) in &report.rules {
            let rule = RuleState {
                title: card.title.clone(),
                severity: card.severity,
                aliases: card.aliases.clone(),
                about_answers: card.is_about_answers,
            };
            parts.rules.insert(id.clone(), rule);
        }
        parts.finish(&report.run)
    }
}

/// A stored report, deserialised straight into its snapshot.
struct Stored(Snapshot);

/// What is needed of the planning assumptions.
#[derive(Default, Deserialize)]
#[serde(default)]
struct PlanningPart {
    /// Ids of the rules that judge what the inventory says.
    answer_rules: Vec<String>,
}

/// What has been read so far.
#[derive(Default)]
struct Parts {
    departments: BTreeMap<String, String>,
    applications: BTreeMap<String, ApplicationState>,
    rules: BTreeMap<String, RuleState>,
    planning: PlanningPart,
    /// The findings that each task settles, and when.
    tasks: Vec<(Vec<Fingerprint>, Timing)>,
}

impl Parts {
    /// When findings are settled according to the plan, as every other paper says it; of several dates, the earliest.
    fn due(&self, today: Date) -> BTreeMap<Fingerprint, Date> {
        let mut due: BTreeMap<Fingerprint, Date> = BTreeMap::new();
        for (resolves, timing) in &self.tasks {
            let Some(day) = timing.done_by(today) else {
                continue;
            };
            for fingerprint in resolves {
                let first = due.entry(fingerprint.clone()).or_insert(day);
                *first = day.min(*first);
            }
        }
        due
    }

    fn finish(mut self, run: &RunHeader) -> Result<Snapshot, jiff::Error> {
        let date: Date = run.date.parse()?;
        for id in &self.planning.answer_rules {
            if let Some(rule) = self.rules.get_mut(id) {
                rule.about_answers = true;
            }
        }
        let due = self.due(date);
        let mut snapshot = Snapshot {
            date,
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
        snapshot.set_due(&due);
        Ok(snapshot)
    }
}

#[derive(Deserialize)]
struct Named {
    id: String,
    name: String,
}

/// The parts of a task that are needed; other fields differ between program versions and are ignored, and so are words
/// that this version does not know.
#[derive(Deserialize)]
struct TaskPart {
    #[serde(default, deserialize_with = "known_or_default")]
    kind: TaskKind,
    #[serde(default)]
    window: WindowPart,
    #[serde(default)]
    held_until: Option<Date>,
    #[serde(default)]
    due: Option<Date>,
    #[serde(default)]
    resolves: Vec<Fingerprint>,
}

impl TaskPart {
    fn timing(&self) -> Timing {
        Timing {
            task: self.kind,
            window: self.window.kind,
            opens: self.window.date,
            held_until: self.held_until,
            due: self.due,
        }
    }
}

#[derive(Default, Deserialize)]
struct WindowPart {
    #[serde(default, deserialize_with = "known_or_default")]
    kind: Option<WindowKind>,
    #[serde(default)]
    date: Option<Date>,
}

/// A value of a list that grows with the program: one that is unknown is the default.
fn known_or_default<'de, D: Deserializer<'de>, T: Default + DeserializeOwned>(
    deserializer: D,
) -> Result<T, D::Error> {
    let word = serde_json::Value::deserialize(deserializer)?;
    Ok(serde_json::from_value(word).unwrap_or_default())
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
                            let timing = task.timing();
                            parts.tasks.push((task.resolves, timing));
                        }))?,
                        "rules" => parts.rules = map.next_value()?,
                        "planning" => parts.planning = map.next_value()?,
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

/// Deserialises a list by passing its items to a function one by one.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Task;

    #[test]
    fn words_of_a_newer_version_keep_no_report_from_being_read() {
        let stored = include_str!("../../tests/report/report.json");
        let mut report: serde_json::Value = serde_json::from_str(stored).expect("JSON");
        for task in report["tasks"].as_array_mut().expect("tasks") {
            task["kind"] = "tomorrow".into();
            task["window"]["kind"] = "tomorrow".into();
        }
        let json = serde_json::to_vec(&report).expect("JSON");
        let snapshot = read("report.json", json.as_slice()).expect("a report");
        assert!(snapshot.findings().next().is_some());
    }

    #[test]
    fn a_finding_is_due_when_the_plan_settles_it() {
        let stored = include_str!("../../tests/report/report.json");
        let mut report: Report = serde_json::from_str(stored).expect("the stored report");
        let today: Date = report.run.date.parse().expect("a date");
        let deadline = Date::constant(2027, 5, 31);
        let end = Date::constant(2026, 1, 31);
        let windows = [
            (WindowKind::ToBeAgreed, None, Some(deadline)),
            (WindowKind::BeforeIntroduction, None, Some(deadline)),
            // It ended, or its end is unknown: then the task is never done.
            (WindowKind::EndOfLife, Some(end), Some(deadline)),
            (WindowKind::EndOfLife, None, Some(deadline)),
        ];
        for (task, (kind, date, due)) in report.tasks.iter_mut().zip(windows) {
            (task.window.kind, task.window.date, task.due) = (kind, date, due);
        }
        let expected = |fingerprint: &Fingerprint| {
            let settles = |task: &&Task| task.resolves.contains(fingerprint);
            let tasks = report.tasks.iter().filter(settles);
            tasks.filter_map(|task| task.done_by(today)).min()
        };
        let json = serde_json::to_vec(&report).expect("JSON");
        let read = read("report.json", json.as_slice()).expect("a report");
        let made = Snapshot::try_from(&report).expect("a snapshot");
        for snapshot in [read, made] {
            let mut dated = 0;
            for (_, finding) in snapshot.findings() {
                assert_eq!(finding.due, expected(&finding.fingerprint), "{finding:?}");
                dated += u64::from(finding.due == Some(deadline));
            }
            assert!(dated >= 2, "{dated}");
        }
    }
}
