//! The concept of change (Fachkonzept), second phase of a measure: what was found, what shall be, what is changed in
//! which order, what people must decide, and how it is accepted.

use std::collections::{BTreeMap, HashSet};

use jiff::civil::Date;

use super::decisions;
use super::draft::{self, Draft, verdict};
use super::{Block, Paper, Table};
use crate::gender::Attribute;
use crate::outcome::Outcome;
use crate::record::{ApplicationReport, InterfaceRecord, Report, Standing, Task};
use crate::report::work::{Work, more, task_id};
use crate::report::{view, words};
use crate::rule::{Effort, Formula};
use crate::texts::{Language, counted, text};

/// Findings named for one task; the rest is counted.
const FINDINGS: usize = 20;

/// Gaps named for one application; the rest is counted.
const GAPS: usize = 20;

/// The concept for some applications of a report, by department.
pub fn concept(report: &Report, applications: &[&ApplicationReport], language: Language) -> Paper {
    let mut writer = Writer::new(report, language);
    let mut departments: BTreeMap<&str, Vec<&ApplicationReport>> = BTreeMap::new();
    for application in applications {
        let own = departments.entry(&application.department).or_default();
        own.push(application);
    }
    writer.summary(applications);
    // An application alone needs no heading of its department.
    let level = u8::from(applications.len() > 1);
    let mut unread = Vec::new();
    for (department, own) in &departments {
        let (silent, speaking): (Vec<_>, Vec<_>) = own
            .iter()
            .copied()
            .partition(|application| level > 0 && says_nothing(report, application, &writer.tasks));
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
            draft: Draft::new(language),
        }
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

    /// What the paper is about, and its applications at a glance.
    fn summary(&mut self, applications: &[&'a ApplicationReport]) {
        let draft = &mut self.draft;
        draft.heading(1, draft.said("summary"));
        draft.text(draft.said("concept-purpose"));
        if let Some(sentence) = words::selection(self.report, draft.language) {
            draft.add(Block::Notice(sentence));
        }
        draft.text(words::caution(self.report, draft.language));
        let mut table = Table::new(
            draft.said("applications-and-tasks"),
            [
                (draft.label("application"), 23),
                (draft.label("failures"), 9),
                (draft.label("doubts"), 9),
                (draft.label("advice"), 13),
                (draft.label("tasks"), 11),
                (draft.label("effort"), 15),
                (draft.said("next-window"), 20),
            ],
        );
        let today = self.report.run.date.parse().unwrap_or(Date::MIN);
        let mut effort = BTreeMap::new();
        // Of one application alone it is said that nothing was read; of many in a sum.
        let listed = applications.iter().filter(|application| {
            applications.len() == 1 || !says_nothing(self.report, application, &self.tasks)
        });
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
        self.gaps(application, level + 1);
    }

    fn task(
        &mut self,
        application: &ApplicationReport,
        works: &[Work<'_>],
        (number, work): (usize, &Work<'_>),
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
            (draft.label("owner"), words::owner(task.owner, language)),
            (draft.label("effort"), effort),
            (draft.label("window"), words::window(task, language)),
            (draft.said("task-id"), task_id(task)),
        ];
        let facts = facts.map(|(label, value)| (label.to_owned(), value));
        draft.add(Block::Facts(facts.to_vec()));
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

        draft.heading(level + 1, draft.said("target"));
        draft.list(
            work.cards
                .iter()
                .map(|card| card.title.get(language).clone())
                .collect(),
        );
        draft.table(target(application, task, draft));

        draft.heading(level + 1, draft.label("order-of-work"));
        let steps = words::steps(task, language);
        let asked = |card: &crate::rule::RuleCard| card.question.clone().filter(|_| task.question);
        let remedies = work.cards.iter();
        let remedies = remedies.map(|card| {
            let what = asked(card).unwrap_or_else(|| card.remedy.clone());
            what.get(language).clone()
        });
        let remedies: Vec<String> = remedies.collect();
        if steps.is_empty() {
            draft.add(Block::Steps(remedies));
        } else {
            draft.text(draft.said("order-hint"));
            draft.add(Block::Steps(steps));
            draft.text(draft.said("work-hint"));
            draft.list(remedies);
        }

        draft.heading(level + 1, draft.said("acceptance"));
        let done = draft.filled("done-when", &[("count", &task.resolves.len())]);
        let mut criteria = vec![done];
        criteria.extend(met_afterwards(
            self.report,
            application,
            works,
            number,
            draft,
        ));
        draft.list(criteria);
        let legal = work.legal(self.report);
        if !legal.is_empty() {
            draft.heading(level + 1, draft.label("legal"));
            let legal = legal.into_iter().map(|source| {
                let (cite, says) = (source.cite.get(language), source.says.get(language));
                format!("{cite}: {says}")
            });
            draft.list(legal.collect());
        }
    }

    /// What a vendor owes: the clause, and how to tell that it is met.
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

    /// Flows of data with what both sides can take.
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
            let kind = [&interface.kind, &interface.standard].into_iter().flatten();
            let kind: Vec<&str> = std::iter::once(interface.id.as_str())
                .chain(kind.map(String::as_str))
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

    /// An end of an interface, with what its gender fields can take.
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
            Some(outcome) => verdict(outcome, self.language()),
            None => self.draft.said("side-no-fields").to_owned(),
        };
        format!("{id} – {}: {state}", application.name)
    }

    fn gaps(&mut self, application: &ApplicationReport, level: u8) {
        if application.gaps.is_empty() {
            return;
        }
        let draft = &mut self.draft;
        let language = draft.language;
        draft.heading(level, draft.label("gaps"));
        let mut table = Table::new(
            draft.said("gaps-table"),
            [
                (draft.label("place"), 34),
                (draft.label("cause"), 33),
                (draft.label("next-step"), 33),
            ],
        );
        for gap in application.gaps.iter().take(GAPS) {
            table.rows.push(vec![
                gap.place.to_string(),
                gap.cause(language),
                gap.reason.next_step(language).to_owned(),
            ]);
        }
        draft.table(table);
        if let Some(more) = more(application.gaps.len(), GAPS) {
            draft.text(counted("report.more-elsewhere", language, more, &[]));
        }
    }
}

/// Whether nothing was read of an application, so that there is nothing to say about it.
fn says_nothing(report: &Report, application: &ApplicationReport, tasks: &view::Tasks<'_>) -> bool {
    application.standing(&report.rules) == Standing::Unread
        && tasks.tasks_of(&application.id).is_empty()
}

/// The tasks by effort class, in one line.
fn efforts(tasks: &[&Task], language: Language) -> String {
    let classes = [Effort::Small, Effort::Medium, Effort::Large];
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

/// What the fields of a task hold today and what they lack.
fn target(application: &ApplicationReport, task: &Task, draft: &Draft) -> Table {
    let domains = application.domains.iter();
    let domains: HashSet<&str> = domains
        .filter(|domain| domain.cause == task.cause)
        .map(|domain| domain.id.as_str())
        .collect();
    let of_task = draft::own_fields(application).filter(|field| {
        domains.contains(field.domain_id.as_str()) || field.attribute_key == task.cause
    });
    let mut table = Table::new(
        draft.said("target-table"),
        [
            (draft.label("field"), 24),
            (draft.label("place"), 30),
            (draft.said("holds-today"), 24),
            (draft.said("lacks"), 22),
        ],
    );
    table.rows = of_task
        .map(|field| {
            vec![
                draft::field_name(field),
                draft::field_place(field),
                draft::field_values(field, draft.language),
                draft::missing_entries(field, draft.language),
            ]
        })
        .collect();
    table
}

/// The demands that fail today because of what a task settles; those that other tasks must settle as well are met after
/// all of them. `number`: of the task, counted from one.
fn met_afterwards(
    report: &Report,
    application: &ApplicationReport,
    works: &[Work<'_>],
    number: usize,
    draft: &Draft,
) -> Vec<String> {
    let failed = application
        .cells
        .iter()
        .filter(|cell| cell.verdict == Outcome::Failed);
    failed
        .filter_map(|cell| {
            let list = report
                .checklists
                .iter()
                .find(|list| list.id == cell.checklist)?;
            let mut criteria = list.criteria.iter();
            let criterion = criteria.find(|criterion| criterion.id == cell.criterion)?;
            let formula = criterion.decided_by.as_ref()?;
            let needed = settling(works, formula);
            let others = needed.iter().filter(|other| **other != number);
            let others: Vec<String> = others.map(usize::to_string).collect();
            if !needed.contains(&number) {
                return None;
            }
            let title =
                draft::criterion_title(report, &cell.checklist, &cell.criterion, draft.language)?;
            Some(match others.is_empty() {
                true => draft.filled("met-afterwards", &[("demand", &title)]),
                false => draft.filled(
                    "met-together",
                    &[("demand", &title), ("others", &others.join(", "))],
                ),
            })
        })
        .collect()
}

/// The numbers of the tasks that settle what makes a demand fail.
fn settling(works: &[Work<'_>], formula: &Formula) -> Vec<usize> {
    let fails = |work: &Work<'_>| {
        work.entries.iter().any(|entry| {
            let decides = entry.card.is_some_and(|card| formula.involves(card));
            decides && entry.finding.is_failure()
        })
    };
    let numbered = (1..).zip(works).filter(|(_, work)| fails(work));
    numbered.map(|(number, _)| number).collect()
}
