//! The change concept (Fachkonzept), second phase of a measure: what was found, the target state, what is changed in
//! which order, what people must decide, and how it is accepted.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::condition::Audited;
use super::decisions;
use super::draft::{self, Draft};
use super::goal;
use super::{Block, Paper, Table};
use crate::gender::Attribute;
use crate::record::{ApplicationReport, InterfaceRecord, Report, Task, Totals};
use crate::report::work::{Work, more, task_id};
use crate::report::{view, words};
use crate::rule::{Effort, LegalSource, Planning};
use crate::texts::{Language, counted, text};

/// Findings listed per task; the rest is only counted.
const FINDINGS: usize = 20;

/// The concept for some applications of a report, by department.
pub fn concept(report: &Report, applications: &[&ApplicationReport], language: Language) -> Paper {
    let mut writer = Writer::new(report, language);
    let mut departments: BTreeMap<&str, Vec<&ApplicationReport>> = BTreeMap::new();
    for application in applications {
        let own = departments.entry(&application.department).or_default();
        own.push(application);
    }
    writer.summary(applications);
    // A single application needs no department heading.
    let level = u8::from(applications.len() > 1);
    let mut unread = Vec::new();
    for (department, own) in &departments {
        let (silent, speaking): (Vec<_>, Vec<_>) = own
            .iter()
            .copied()
            .partition(|application| level > 0 && writer.says_nothing(application));
        unread.extend(silent);
        if speaking.is_empty() {
            continue;
        }
        if level > 0 {
            writer.department(department, own);
        }
        for application in speaking {
            writer.application(application, level + 1);
        }
    }
    writer.draft.unread(&unread);
    writer.legal();
    let scope = match (applications, departments.keys().next()) {
        ([application], _) => format!("{} – {}", application.id, application.name),
        (_, Some(department)) if departments.len() == 1 => writer.department_name(department),
        _ => report.run.organisation.clone(),
    };
    let title = writer.draft.title("concept-title", &scope);
    writer.draft.finish(title, report)
}

struct Writer<'a> {
    report: &'a Report,
    tasks: view::Tasks<'a>,
    applications: BTreeMap<&'a str, &'a ApplicationReport>,
    interfaces: BTreeMap<&'a str, Vec<&'a InterfaceRecord>>,
    /// Tells which rules are about answers in the inventory.
    planning: Planning,
    /// Sources cited by tasks, in order.
    cited: Vec<&'a LegalSource>,
    draft: Draft,
}

impl<'a> Writer<'a> {
    fn new(report: &'a Report, language: Language) -> Self {
        let applications = report.applications.iter();
        let mut interfaces: BTreeMap<&str, Vec<&InterfaceRecord>> = BTreeMap::new();
        for interface in &report.interfaces {
            interfaces
                .entry(&interface.from)
                .or_default()
                .push(interface);
            if interface.to != interface.from {
                interfaces.entry(&interface.to).or_default().push(interface);
            }
        }
        Self {
            report,
            tasks: view::tasks(report),
            applications: applications
                .map(|application| (application.id.as_str(), application))
                .collect(),
            interfaces,
            planning: report.planning.clone().unwrap_or_else(Planning::shipped),
            cited: Vec::new(),
            draft: Draft::new(language),
        }
    }

    /// Whether nothing was read from an application, so that there is nothing to say about it.
    fn says_nothing(&self, application: &ApplicationReport) -> bool {
        let audited = Audited {
            report: self.report,
            application,
        };
        audited.says_nothing(&self.planning) && self.tasks.tasks_of(&application.id).is_empty()
    }

    fn language(&self) -> Language {
        self.draft.language
    }

    fn department_name(&self, id: &str) -> String {
        let mut departments = self.report.departments.iter();
        let department = departments.find(|department| department.id == id);
        department.map_or_else(
            || id.to_owned(),
            |department| format!("{} ({})", department.name, department.id),
        )
    }

    /// The subject of the paper, and its applications at a glance.
    fn summary(&mut self, applications: &[&'a ApplicationReport]) {
        // Unread applications are summarised, unless there is only one.
        let mut listed = applications.to_vec();
        if applications.len() > 1 {
            listed.retain(|application| !self.says_nothing(application));
        }
        let draft = &mut self.draft;
        draft.heading(1, draft.said("summary"));
        draft.text(draft.said("concept-purpose"));
        if let Some(sentence) = words::selection(self.report, draft.language) {
            draft.add(Block::Notice(sentence));
        }
        let totals = Totals::from_applications(
            applications.iter().copied(),
            &[],
            &self.report.run.include,
            &self.report.rules,
        );
        draft.text(words::caution_about(
            self.report,
            applications,
            &totals,
            draft.language,
        ));
        let mut table = Table::new(
            draft.said("applications-and-tasks"),
            [
                // Wide enough for the longest word of each header.
                (draft.label("application"), 19),
                (draft.label("failures"), 9),
                (draft.label("doubts"), 9),
                (draft.label("advice"), 16),
                (draft.label("tasks"), 14),
                (draft.label("effort"), 13),
                (draft.said("next-window"), 20),
            ],
        );
        let today = self.report.run.date.parse().unwrap_or(Date::MIN);
        let mut effort = BTreeMap::new();
        for application in listed {
            let tasks = self.tasks.tasks_of(&application.id);
            for task in tasks {
                *effort.entry(task.effort).or_insert(0u64) += 1;
            }
            let next = tasks
                .iter()
                .filter(|task| !task.is_left_to_the_end())
                .min_by_key(|task| task.planned_for(today))
                .or(tasks.first());
            table.rows.push(vec![
                format!("{} – {}", application.id, application.name),
                application.failures(&self.report.rules).to_string(),
                application.doubts().to_string(),
                application.advice(&self.report.rules).to_string(),
                tasks.len().to_string(),
                efforts(tasks, draft.language),
                next.map_or_else(
                    || "–".to_owned(),
                    |task| words::planned(task, today, draft.language),
                ),
            ]);
        }
        draft.table(table);
        let effort = effort.into_iter().map(|(class, count)| {
            let means = draft::effort_means(class, draft.language);
            let class = words::effort(class, draft.language);
            counted(
                "paper.effort-line",
                draft.language,
                count,
                &[("class", &class), ("means", &means)],
            )
        });
        let effort = effort.collect();
        draft.list(effort);
    }

    fn department(&mut self, id: &str, applications: &[&ApplicationReport]) {
        let name = self.department_name(id);
        self.draft.heading(1, name);
        let rules = &self.report.rules;
        let sum = |count: &dyn Fn(&ApplicationReport) -> u64| -> u64 {
            applications
                .iter()
                .map(|application| count(application))
                .sum()
        };
        let sentence = self.draft.filled(
            "department-line",
            &[
                ("applications", &applications.len()),
                ("failures", &sum(&|one| one.failures(rules))),
                ("doubts", &sum(&ApplicationReport::doubts)),
                ("advice", &sum(&|one| one.advice(rules))),
            ],
        );
        self.draft.text(sentence);
    }

    fn application(&mut self, application: &'a ApplicationReport, level: u8) {
        self.draft
            .heading(level, format!("{} – {}", application.id, application.name));
        self.draft.facts(self.report, application);
        let tasks = self.tasks.tasks_of(&application.id);
        let works = Work::of_all(self.report, application, tasks);
        if works.is_empty() {
            let key = match application.gaps.is_empty() {
                true => "no-tasks",
                false => "no-tasks-but-gaps",
            };
            self.draft.text(self.draft.said(key));
        }
        for (number, work) in (1..).zip(&works) {
            self.task(application, &works, (number, work), level + 1);
        }
        self.interfaces(application, level + 1);
        decisions::add(self.report, application, level + 1, &mut self.draft);
        self.draft.gaps(application, level + 1);
    }

    fn task(
        &mut self,
        application: &ApplicationReport,
        works: &[Work<'a>],
        (number, work): (usize, &Work<'a>),
        level: u8,
    ) {
        let task = work.task;
        let draft = &mut self.draft;
        let language = draft.language;
        let title = words::task(task, self.report, language);
        draft.heading(
            level,
            draft.filled("task-title", &[("number", &number), ("title", &title)]),
        );
        let effort = draft::effort_means(task.effort, language);
        let effort = format!("{} ({effort})", words::effort(task.effort, language));
        let facts = [
            (
                draft.label("priority"),
                words::priority(task.priority, language),
            ),
            (
                draft.label("reason"),
                words::reasons(&task.reasons, language),
            ),
            (draft.label("owner"), words::who(task, language)),
            (draft.label("effort"), effort),
            (draft.label("window"), words::window(task, language)),
            (draft.said("task-id"), task_id(task)),
        ];
        let facts = facts.map(|(label, value)| (label.to_owned(), value));
        let mut facts = facts.to_vec();
        // The content of the sources follows once, at the end.
        let legal = work.legal(self.report);
        let cited: Vec<&str> = legal
            .iter()
            .map(|source| source.cite.get(language).as_str())
            .collect();
        if !cited.is_empty() {
            facts.push((draft.label("legal").to_owned(), cited.join("; ")));
        }
        draft.add(Block::Facts(facts));
        for source in legal {
            if !self.cited.iter().any(|known| known.id == source.id) {
                self.cited.push(source);
            }
        }
        if task.obligation.is_some() {
            return self.obligation(task, level + 1);
        }

        draft.heading(level + 1, draft.said("found"));
        let mut table = Table::new(
            draft.said("found-table"),
            [
                (draft.label("place"), 36),
                (draft.label("outcome"), 16),
                (draft.label("message"), 48),
            ],
        );
        for entry in work.entries.iter().take(FINDINGS) {
            let place = &entry.finding.place;
            let place = match &place.excerpt {
                Some(excerpt) => format!("{place}: {excerpt}"),
                None => place.to_string(),
            };
            let outcome = words::signed(entry.weight(), language);
            table
                .rows
                .push(vec![place, outcome, entry.sentence(language)]);
        }
        draft.table(table);
        if let Some(more) = more(work.entries.len(), FINDINGS) {
            draft.text(counted("report.more-elsewhere", language, more, &[]));
        }

        match task.question {
            true => goal::to_clarify(application, work, level + 1, draft),
            false => goal::change(application, work, level + 1, draft),
        }

        draft.heading(level + 1, draft.said("acceptance"));
        let done = draft.filled("done-when", &[("count", &task.resolves.len())]);
        let mut criteria = vec![done];
        criteria.extend(goal::met_afterwards(
            self.report,
            application,
            works,
            number,
            draft,
        ));
        draft.list(criteria);
    }

    /// The content of the cited sources, each once.
    fn legal(&mut self) {
        if self.cited.is_empty() {
            return;
        }
        let language = self.language();
        let lines = self.cited.iter().map(|source| {
            let (cite, says) = (source.cite.get(language), source.says.get(language));
            format!("{cite}: {says}")
        });
        let lines = lines.collect();
        self.draft.heading(1, self.draft.said("legal-sources"));
        self.draft.list(lines);
    }

    /// A vendor's obligation: the clause, and how to verify it.
    fn obligation(&mut self, task: &Task, level: u8) {
        let draft = &mut self.draft;
        let language = draft.language;
        if let Some(clause) = words::clause(task, language) {
            draft.heading(level, text("plan.head-clause", language));
            draft.text(clause);
        }
        draft.heading(level, draft.said("acceptance"));
        let planning = self.report.planning.clone().unwrap_or_default();
        draft.text(words::acceptance(task, &planning, language).unwrap_or_default());
    }

    /// Data flows, with what both sides can accept.
    fn interfaces(&mut self, application: &ApplicationReport, level: u8) {
        let Some(interfaces) = self.interfaces.get(application.id.as_str()) else {
            return;
        };
        let draft = &self.draft;
        let mut table = Table::new(
            draft.said("interfaces-table"),
            [
                (draft.said("interface"), 18),
                (draft.said("from"), 22),
                (draft.said("to"), 22),
                (draft.said("data"), 18),
                (draft.said("order"), 20),
            ],
        );
        for interface in interfaces {
            let kind: Vec<&str> = std::iter::once(interface.id.as_str())
                .chain(interface.kind.map(|kind| kind.name()))
                .chain(interface.standard.as_deref())
                .collect();
            let mut data = interface.data.join(", ");
            if let Some(mapping) = &interface.gender_mapping {
                data.push_str(" – ");
                data.push_str(&draft.filled("mapping", &[("mapping", mapping)]));
            }
            let key = match interface.two_way {
                true => "order-two-way",
                false => "order-one-way",
            };
            let ends = [("from", &interface.from as _), ("to", &interface.to as _)];
            table.rows.push(vec![
                kind.join(", "),
                self.side(&interface.from),
                self.side(&interface.to),
                data,
                draft.filled(key, &ends),
            ]);
        }
        self.draft.heading(level, self.draft.said("interfaces"));
        self.draft.text(self.draft.said("interfaces-hint"));
        self.draft.table(table);
    }

    /// One end of an interface, with what its gender fields can accept.
    fn side(&self, id: &str) -> String {
        if let Some(name) = id.strip_prefix("external:") {
            return self.draft.filled("side-external", &[("name", &name)]);
        }
        let Some(application) = self.applications.get(id) else {
            return self.draft.filled("side-elsewhere", &[("id", &id)]);
        };
        let fields = draft::own_fields(application);
        let genders = fields.filter(|field| field.attribute == Attribute::Geschlecht);
        let state = match genders.map(|field| field.outcome).max() {
            Some(outcome) => words::verdict(outcome, self.language()),
            None => self.draft.said("side-no-fields").to_owned(),
        };
        format!("{id} – {}: {state}", application.name)
    }
}

/// The tasks per effort class, in one line.
fn efforts(tasks: &[&Task], language: Language) -> String {
    let classes = Effort::ALL;
    let parts = classes.into_iter().filter_map(|class| {
        let count = tasks.iter().filter(|task| task.effort == class).count();
        (count > 0).then(|| format!("{count} × {}", words::effort(class, language)))
    });
    let parts: Vec<String> = parts.collect();
    match parts.is_empty() {
        true => "–".to_owned(),
        false => parts.join(", "),
    }
}
