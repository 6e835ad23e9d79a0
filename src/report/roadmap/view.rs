//! What the formats of a plan share: its tasks in words, in the order of time.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;

use super::Plan;
use crate::record::{
    ApplicationReport, Entry, Escalation, EscalationKind, Quarter, Slip, SlipReason, Task, TaskKind,
};
use crate::report::{view, words};
use crate::texts::{Language, filled, text};

/// So many quarters have a column; what comes later is summed up.
pub const COLUMNS: usize = 10;

/// What helps in an application until changes are there.
pub struct Interim<'a> {
    pub application: &'a str,
    pub text: &'a str,
    /// The day by which it stands.
    pub by: Date,
    /// The changes it bridges the time to, in words.
    pub bridges: Vec<String>,
}

/// A plan with ways to look things up in it.
pub struct View<'a> {
    pub plan: Plan<'a>,
    pub language: Language,
    applications: HashMap<&'a str, &'a ApplicationReport>,
    tasks: HashMap<&'a str, &'a Task>,
}

impl<'a> View<'a> {
    pub fn new(plan: Plan<'a>, language: Language) -> Self {
        let applications = plan.report.applications.iter();
        let tasks = plan.roadmap.tasks.iter();
        Self {
            plan,
            language,
            applications: applications.map(|one| (one.id.as_str(), one)).collect(),
            tasks: tasks.map(|task| (task.id.as_str(), task)).collect(),
        }
    }

    /// A sentence of the plan.
    pub fn text(&self, key: &str) -> &'static str {
        text_of(key, self.language)
    }

    /// A day as people write it; a dash where there is none.
    pub fn day(&self, day: Option<Date>) -> String {
        match day {
            Some(day) => words::date(&day.to_string(), self.language),
            None => "–".to_owned(),
        }
    }

    /// The record of an application.
    pub fn application(&self, id: &str) -> Option<&'a ApplicationReport> {
        self.applications.get(id).copied()
    }

    /// Id and name of an application.
    pub fn application_name(&self, id: &str) -> String {
        match self.application(id) {
            Some(one) => view::beside(id, &one.name),
            None => id.to_owned(),
        }
    }

    /// Tasks with their entries, in the order of time; those without a date come last.
    pub fn in_time(&self) -> Vec<(&'a Task, &'a Entry)> {
        let mut planned: Vec<_> = self.plan.roadmap.planned().collect();
        // Stable: within a day the order of urgency stays.
        planned.sort_by_key(|(_, entry)| entry.live.unwrap_or(Date::MAX));
        planned
    }

    /// The work of a task in one line.
    pub fn title(&self, task: &Task) -> String {
        words::task(task, self.plan.report, self.language)
    }

    /// The work of a task by its id, with its application.
    pub fn title_of(&self, id: &str) -> String {
        match self.tasks.get(id) {
            Some(task) => format!("{}: {}", task.application, self.title(task)),
            None => id.to_owned(),
        }
    }

    /// What kind of work a task is.
    pub fn kind(&self, task: &Task) -> &'static str {
        self.text(match task.kind {
            TaskKind::Handover => "kind-handover",
            TaskKind::Joint => "kind-joint",
            TaskKind::Obligation => "kind-obligation",
            TaskKind::Repair if task.question => "kind-question",
            TaskKind::Repair if task.is_left_to_the_end() => "kind-left",
            TaskKind::Repair => "kind-change",
        })
    }

    /// Why a task is later than planned.
    pub fn slip(&self, slip: &Slip) -> String {
        let planned = self.day(Some(slip.planned));
        match slip.reason {
            SlipReason::Capacity => filled(
                "plan.slip-capacity",
                self.language,
                &[("planned", &planned)],
            ),
            SlipReason::Waits => {
                let tasks = words::enumeration(&slip.waits_for, self.language);
                let values: [(&str, &dyn std::fmt::Display); 2] =
                    [("planned", &planned), ("tasks", &tasks)];
                filled("plan.slip-waits", self.language, &values)
            }
        }
    }

    /// Who is affected by what a task is about.
    pub fn affected(&self, task: &Task) -> String {
        let application = self.application(&task.application);
        application.map_or_else(String::new, |one| words::affected(one, self.language))
    }

    /// The legal sources of the rules of a task, each once.
    pub fn legal(&self, task: &Task) -> String {
        let cards = task
            .rules
            .iter()
            .filter_map(|rule| self.plan.report.rules.get(rule));
        let mut seen = BTreeSet::new();
        let cited: Vec<&str> = cards
            .flat_map(|card| view::legal(self.plan.report, card))
            .filter(|source| seen.insert(source.id.as_str()))
            .map(|source| source.cite.get(self.language).as_str())
            .collect();
        cited.join("; ")
    }

    /// What helps until a task is done, where an interim measure is wanted.
    pub fn interim(&self, task: &Task, entry: &Entry) -> Option<&'a str> {
        let planning = &self.plan.roadmap.planning;
        entry
            .interim
            .and_then(|_| words::interim(task, self.plan.report, planning, self.language))
    }

    /// The interim measures, the most urgent first: one for each application and text, with all that it bridges.
    pub fn interims(&self) -> Vec<Interim<'a>> {
        let mut interims: Vec<Interim<'a>> = Vec::new();
        let mut known: HashMap<(&str, &str), usize> = HashMap::new();
        for (task, entry) in self.plan.roadmap.planned() {
            let Some((text, by)) = self.interim(task, entry).zip(entry.interim) else {
                continue;
            };
            let index = *known.entry((&task.application, text)).or_insert_with(|| {
                interims.push(Interim {
                    application: &task.application,
                    text,
                    by,
                    bridges: Vec::new(),
                });
                interims.len() - 1
            });
            let interim = &mut interims[index];
            interim.by = interim.by.min(by);
            interim.bridges.push(self.bridged(task, entry));
        }
        interims
    }

    /// The change that an interim measure bridges the time to; at the end of an application there is none.
    fn bridged(&self, task: &Task, entry: &Entry) -> String {
        let key = match (task.is_left_to_the_end(), entry.live) {
            (false, Some(_)) => "plan.bridged",
            (false, None) => "plan.bridged-open",
            (true, Some(_)) => "plan.bridged-to-end-on",
            (true, None) => "plan.bridged-to-end",
        };
        let (title, live) = (self.title(task), self.day(entry.live));
        let values: [(&str, &dyn std::fmt::Display); 2] = [("title", &title), ("date", &live)];
        filled(key, self.language, &values)
    }

    /// How a task is accepted.
    pub fn acceptance(&self, task: &'a Task) -> &'a str {
        let planning = &self.plan.roadmap.planning;
        words::acceptance(task, planning, self.language).unwrap_or_default()
    }

    /// What is to be decided.
    pub fn escalation(&self, escalation: &Escalation) -> String {
        let on = escalation.date.map(|date| {
            let (from, date) = (self.day(escalation.from), self.day(Some(date)));
            let key = match escalation.from {
                Some(_) => "plan.escalation-between",
                None => "plan.escalation-on",
            };
            filled(key, self.language, &[("from", &from), ("date", &date)])
        });
        let key = format!("plan.escalation-{}", words::name(&escalation.kind));
        let values: [(&str, &dyn std::fmt::Display); 2] = [
            ("count", &escalation.tasks.len()),
            ("on", &on.unwrap_or_default()),
        ];
        filled(&key, self.language, &values)
    }

    /// The name of a kind of decision.
    pub fn escalation_kind(&self, kind: EscalationKind) -> String {
        words::word("plan.decide", &kind, self.language)
    }

    /// How many decisions of each kind, the gravest first.
    pub fn escalation_kinds(&self) -> Vec<String> {
        let mut counts: BTreeMap<EscalationKind, usize> = BTreeMap::new();
        for escalation in &self.plan.roadmap.escalations {
            *counts.entry(escalation.kind).or_default() += 1;
        }
        counts
            .into_iter()
            .map(|(kind, count)| format!("{}: {count}", self.escalation_kind(kind)))
            .collect()
    }

    /// Department, or department and application, that an escalation is about.
    pub fn subject(&self, escalation: &Escalation) -> String {
        match &escalation.application {
            Some(application) => self.application_name(application),
            None => escalation.department.clone(),
        }
    }

    /// The plan in figures, in one sentence.
    pub fn summary(&self) -> String {
        let roadmap = self.plan.roadmap;
        let count = |wanted: fn(&Task) -> bool| {
            let tasks = roadmap.tasks.iter();
            tasks.filter(|task| wanted(task)).count()
        };
        let open = roadmap.entries.iter().filter(|entry| entry.live.is_none());
        let obligations = count(|task| task.kind == TaskKind::Obligation);
        let values: [(&str, &dyn std::fmt::Display); 7] = [
            ("tasks", &roadmap.tasks.len()),
            (
                "changes",
                &count(|task| {
                    task.kind.is_repair() && !task.question && !task.is_left_to_the_end()
                }),
            ),
            ("questions", &count(|task| task.question)),
            ("handovers", &count(|task| task.kind == TaskKind::Handover)),
            ("joint", &count(|task| task.kind == TaskKind::Joint)),
            ("left", &count(Task::is_left_to_the_end)),
            ("open", &open.count()),
        ];
        let summary = filled("plan.summary", self.language, &values);
        match obligations {
            0 => summary,
            count => {
                let more = filled(
                    "plan.summary-obligations",
                    self.language,
                    &[("count", &count)],
                );
                format!("{summary} {more}")
            }
        }
    }

    /// What has to be said beside every plan: what it assumes, what it lacks, what was tried out.
    pub fn remarks(&self) -> Vec<String> {
        let roadmap = self.plan.roadmap;
        let mut remarks: Vec<String> = roadmap
            .what_if
            .iter()
            .map(|change| {
                let date = self.day(Some(change.date));
                let values: [(&str, &dyn std::fmt::Display); 3] = [
                    ("application", &change.application),
                    ("field", &change.field),
                    ("date", &date),
                ];
                filled("plan.what-if", self.language, &values)
            })
            .collect();
        remarks.extend(words::selection(self.plan.report, self.language));
        let share = roadmap.planning.vendor_share;
        remarks.push(filled(
            "plan.assumptions",
            self.language,
            &[("share", &share)],
        ));
        let is_limited = roadmap.departments.iter().any(|one| one.capacity.is_some());
        if !is_limited {
            remarks.push(self.text("no-limit").to_owned());
        }
        let reported = &self.plan.report.run.date;
        let is_later = roadmap.today.to_string() != *reported;
        if is_limited || is_later || !roadmap.what_if.is_empty() {
            let reported = words::date(reported, self.language);
            remarks.push(filled(
                "plan.other-quarters",
                self.language,
                &[("date", &reported)],
            ));
        }
        if self.plan.report.interfaces.is_empty() && roadmap.tasks.len() > 1 {
            remarks.push(self.text("old-report").to_owned());
        }
        remarks
    }

    /// The quarters with a column of their own.
    pub fn columns(&self) -> Vec<Quarter> {
        let mut quarters = self.plan.roadmap.quarters();
        quarters.truncate(COLUMNS);
        quarters
    }
}

/// A sentence of the plan.
pub fn text_of(key: &str, language: Language) -> &'static str {
    crate::texts::lookup(&format!("plan.{key}"), language).unwrap_or_else(|| text("", language))
}
