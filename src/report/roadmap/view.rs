//! What plan formats share: the tasks in words, in chronological order.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use jiff::civil::Date;

use super::Plan;
use crate::outcome::Fingerprint;
use crate::record::{
    ApplicationReport, Compared, Entry, Escalation, EscalationKind, InterfaceRecord, Quarter,
    Reason, Slip, SlipReason, Task, TaskKind,
};
use crate::report::{view, words};
use crate::texts::{Language, counted, filled, lookup, text};

/// Number of quarters with a column; later ones are summed up.
pub const COLUMNS: usize = 10;

/// Maximum number of tasks named that another one waits for.
const AFTER: usize = 10;

/// An interim measure in an application.
pub struct Interim<'a> {
    pub application: &'a str,
    pub text: &'a str,
    /// Its deadline.
    pub by: Date,
    /// The changes it bridges, in words.
    pub bridges: Vec<String>,
}

/// A plan with indices for look-ups.
pub struct View<'a> {
    pub plan: Plan<'a>,
    pub language: Language,
    applications: HashMap<&'a str, &'a ApplicationReport>,
    tasks: HashMap<&'a str, &'a Task>,
    entries: HashMap<&'a str, &'a Entry>,
}

impl<'a> View<'a> {
    /// A view of a plan in a language.
    pub fn new(plan: Plan<'a>, language: Language) -> Self {
        let applications = plan.report.applications.iter();
        let tasks = plan.roadmap.tasks.iter();
        let entries = plan.roadmap.entries.iter();
        Self {
            plan,
            language,
            applications: applications.map(|one| (one.id.as_str(), one)).collect(),
            tasks: tasks.map(|task| (task.id.as_str(), task)).collect(),
            entries: entries.map(|entry| (entry.task.as_str(), entry)).collect(),
        }
    }

    /// A sentence of the plan.
    pub fn text(&self, key: &str) -> &'static str {
        text_of(key, self.language)
    }

    /// A date as people write it; a dash if there is none.
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

    /// Tasks with their entries in chronological order; those without a date come last.
    pub fn in_time(&self) -> Vec<(&'a Task, &'a Entry)> {
        let mut planned: Vec<_> = self.plan.roadmap.planned().collect();
        // A stable sort: tasks on the same day stay ordered by urgency.
        planned.sort_by_key(|(_, entry)| entry.live.unwrap_or(Date::MAX));
        planned
    }

    /// The work of a task in one line.
    pub fn title(&self, task: &Task) -> String {
        words::task(task, self.plan.report, self.language)
    }

    /// The work of the task with this id, with its application.
    pub fn title_of(&self, id: &str) -> String {
        match self.tasks.get(id) {
            Some(task) => format!("{}: {}", task.application, self.title(task)),
            None => id.to_owned(),
        }
    }

    /// What kind of work a task is.
    pub fn kind(&self, task: &Task) -> &'static str {
        self.text(match Part::of(task) {
            Part::Handover => "kind-handover",
            Part::Joint => "kind-joint",
            Part::Obligation => "kind-obligation",
            Part::Question => "kind-question",
            Part::Left => "kind-left",
            Part::Change => "kind-change",
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

    /// Who is affected by the subject of a task.
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

    /// The interim measure of a task, if one is needed.
    pub fn interim(&self, task: &Task, entry: &Entry) -> Option<&'a str> {
        let planning = &self.plan.roadmap.planning;
        entry
            .interim
            .and_then(|_| words::interim(task, self.plan.report, planning, self.language))
    }

    /// The interim measures, most urgent first: one per application and text, with everything it bridges.
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

    /// The change that an interim measure bridges; none at the end of an application.
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

    /// What must be decided.
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
        let field = escalation.field.as_deref().unwrap_or_default();
        let field = lookup(&format!("plan.date-{field}"), self.language).unwrap_or(field);
        let values: [(&str, &dyn std::fmt::Display); 3] = [
            ("count", &escalation.tasks.len()),
            ("on", &on.unwrap_or_default()),
            ("field", &field),
        ];
        let sentence = filled(&key, self.language, &values);
        match self.waited_for(escalation) {
            others if others.is_empty() => sentence,
            others => {
                let others = words::enumeration(&others, self.language);
                let values: [(&str, &dyn std::fmt::Display); 2] =
                    [("sentence", &sentence), ("others", &others)];
                filled("plan.escalation-waits", self.language, &values)
            }
        }
    }

    /// The applications that a late or blocked escalation waits for, each with the last day that counts.
    fn waited_for(&self, escalation: &Escalation) -> Vec<String> {
        let waits = matches!(
            escalation.kind,
            EscalationKind::Late | EscalationKind::Blocked
        );
        let mut others: BTreeMap<&str, Option<Date>> = BTreeMap::new();
        let held = escalation.tasks.iter().filter(|_| waits);
        for id in held.flat_map(|id| self.held_by(id)) {
            let live = self.entries.get(id).and_then(|entry| entry.live);
            let other = others.entry(words::application_of(id)).or_default();
            *other = (*other).max(live);
        }
        // The one that holds up most comes first: a list of many is cut.
        let mut others: Vec<(&str, Option<Date>)> = others.into_iter().collect();
        others.sort_by_key(|(_, live)| Reverse(live.unwrap_or(Date::MAX)));
        others
            .into_iter()
            .map(|(application, live)| match live {
                Some(_) => {
                    let day = self.day(live);
                    let values: [(&str, &dyn std::fmt::Display); 2] =
                        [("application", &application), ("date", &day)];
                    filled("plan.waited-for", self.language, &values)
                }
                None => application.to_owned(),
            })
            .collect()
    }

    /// The tasks that decide how late a task is: those that move its date, or those that fit nowhere themselves.
    fn held_by(&self, id: &str) -> Vec<&'a str> {
        let Some(entry) = self.entries.get(id) else {
            return Vec::new();
        };
        let after = self.tasks.get(id).map(|task| task.after.as_slice());
        let fits_nowhere = |id: &&str| {
            let other = self.entries.get(*id);
            other.is_some_and(|other| other.live.is_none())
        };
        match (&entry.slip, entry.live) {
            (Some(slip), _) => slip.waits_for.iter().map(String::as_str).collect(),
            (None, None) => {
                let after = after.unwrap_or_default().iter().map(String::as_str);
                after.filter(fits_nowhere).collect()
            }
            (None, Some(_)) => Vec::new(),
        }
    }

    /// What a task waits for, in words; what decides its date comes first.
    pub fn after(&self, task: &Task) -> Vec<String> {
        let decisive = self.held_by(&task.id);
        let (mut first, others): (Vec<&str>, Vec<&str>) = task
            .after
            .iter()
            .map(String::as_str)
            .partition(|id| decisive.contains(id));
        first.extend(others);
        let mut lines: Vec<String> = first
            .iter()
            .take(AFTER)
            .map(|id| self.title_of(id))
            .collect();
        let further = first.len().saturating_sub(AFTER);
        if further > 0 {
            let values: [(&str, &dyn std::fmt::Display); 1] = [("count", &further)];
            lines.push(filled("report.and-more", self.language, &values));
        }
        lines
    }

    /// How many interfaces between applications of the report do not say which data flow, so that nothing is known of
    /// the order of their ends.
    pub fn silent_interfaces(&self) -> usize {
        let interfaces = self.plan.report.interfaces.iter();
        let is_silent = |one: &&InterfaceRecord| {
            let known = |id: &str| self.applications.contains_key(id);
            one.gender.is_none() && one.from != one.to && known(&one.from) && known(&one.to)
        };
        interfaces.filter(is_silent).count()
    }

    /// The text in place of an empty critical path.
    pub fn no_critical_path(&self) -> &'static str {
        self.text(match self.silent_interfaces() {
            0 => "critical-path-none",
            _ => "critical-path-unknown",
        })
    }

    /// The name of a kind of decision.
    pub fn escalation_kind(&self, kind: EscalationKind) -> String {
        words::word("plan.decide", &kind, self.language)
    }

    /// Number of decisions of each kind, gravest first.
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

    /// The department, or department and application, of an escalation.
    pub fn subject(&self, escalation: &Escalation) -> String {
        match &escalation.application {
            Some(application) => self.application_name(application),
            None => escalation.department.clone(),
        }
    }

    /// The plan in figures, as one sentence.
    pub fn summary(&self) -> String {
        let roadmap = self.plan.roadmap;
        let mut counts: BTreeMap<Part, u64> = BTreeMap::new();
        for task in &roadmap.tasks {
            *counts.entry(Part::of(task)).or_default() += 1;
        }
        let count = |part: Part| counts.get(&part).copied().unwrap_or_default();
        let is_shown = |part: &Part| *part != Part::Obligation || count(*part) > 0;
        let parts: Vec<String> = Part::ALL
            .into_iter()
            .filter(is_shown)
            .map(|part| filled(part.key(), self.language, &[("count", &count(part))]))
            .collect();
        // The report calls those that end with their application so, whatever kind of work they are.
        let open = roadmap.planned().filter(|(_, entry)| entry.live.is_none());
        let values: [(&str, &dyn std::fmt::Display); 3] = [
            ("tasks", &roadmap.tasks.len()),
            ("parts", &parts.join(", ")),
            ("open", &open.count()),
        ];
        let mut summary = filled("plan.summary", self.language, &values);
        let answers = roadmap.tasks.iter();
        let answers = answers.filter(|task| task.reasons.contains(&Reason::InventoryAnswer));
        let answers = answers.count() as u64;
        if answers > 0 {
            summary.push(' ');
            summary.push_str(&counted(
                "plan.summary-answers",
                self.language,
                answers,
                &[],
            ));
        }
        match self.asked() {
            asked if asked == count(Part::Question) => summary,
            asked => {
                let asked = filled("plan.summary-asked", self.language, &[("count", &asked)]);
                format!("{summary} {asked}")
            }
        }
    }

    /// How many open questions of the report the tasks settle.
    fn asked(&self) -> u64 {
        let tasks = self.plan.roadmap.tasks.iter();
        let settled: HashSet<&Fingerprint> = tasks.flat_map(|task| &task.resolves).collect();
        let applications = self.plan.report.applications.iter();
        let asked = applications
            .flat_map(ApplicationReport::findings)
            .filter(|finding| !finding.is_failure() && settled.contains(&finding.fingerprint));
        asked.count() as u64
    }

    /// Remarks beside every plan: its assumptions, what is missing, what was tried out.
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
        remarks.extend(
            roadmap
                .compared
                .as_ref()
                .map(|compared| self.compared(compared)),
        );
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
        let silent = self.silent_interfaces();
        if silent > 0 {
            let key = "plan.silent-interfaces";
            remarks.push(counted(key, self.language, silent as u64, &[]));
        }
        remarks
    }

    /// What trial dates and limits change of the plan.
    fn compared(&self, compared: &Compared) -> String {
        let mut parts = Vec::new();
        if compared.earlier + compared.later > 0 {
            let values: [(&str, &dyn std::fmt::Display); 2] =
                [("earlier", &compared.earlier), ("later", &compared.later)];
            parts.push(filled("plan.compared-tasks", self.language, &values));
        }
        for (kind, change) in &compared.escalations {
            let kind = self.escalation_kind(*kind);
            let values: [(&str, &dyn std::fmt::Display); 3] = [
                ("kind", &kind),
                ("with", &change.with),
                ("without", &change.without),
            ];
            parts.push(filled("plan.compared-kind", self.language, &values));
        }
        let last = &compared.last;
        if last.with != last.without {
            let [with, without] = [last.with, last.without].map(|day| self.day(day));
            let values: [(&str, &dyn std::fmt::Display); 2] =
                [("with", &with), ("without", &without)];
            parts.push(filled("plan.compared-last", self.language, &values));
        }
        match parts.is_empty() {
            true => self.text("compared-same").to_owned(),
            false => {
                let parts = parts.join("; ");
                filled("plan.compared", self.language, &[("parts", &parts)])
            }
        }
    }

    /// The quarters with their own column.
    pub fn columns(&self) -> Vec<Quarter> {
        let mut quarters = self.plan.roadmap.quarters();
        quarters.truncate(COLUMNS);
        quarters
    }
}

/// What kind of work a task is; each task is exactly one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Change,
    Question,
    Handover,
    Joint,
    Obligation,
    /// Its application ends first.
    Left,
}

impl Part {
    const ALL: [Self; 6] = [
        Self::Change,
        Self::Question,
        Self::Handover,
        Self::Joint,
        Self::Obligation,
        Self::Left,
    ];

    fn of(task: &Task) -> Self {
        match task.kind {
            TaskKind::Handover => Self::Handover,
            TaskKind::Joint => Self::Joint,
            TaskKind::Obligation => Self::Obligation,
            TaskKind::Repair if task.question => Self::Question,
            TaskKind::Repair if task.is_left_to_the_end() => Self::Left,
            TaskKind::Repair => Self::Change,
        }
    }

    /// The key of its count.
    const fn key(self) -> &'static str {
        match self {
            Self::Change => "plan.summary-changes",
            Self::Question => "plan.summary-questions",
            Self::Handover => "plan.summary-handovers",
            Self::Joint => "plan.summary-joint",
            Self::Obligation => "plan.summary-obligations",
            Self::Left => "plan.summary-left",
        }
    }
}

/// A sentence of the plan.
pub fn text_of(key: &str, language: Language) -> &'static str {
    crate::texts::lookup(&format!("plan.{key}"), language).unwrap_or_else(|| text("", language))
}
