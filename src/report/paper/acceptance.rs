//! The acceptance sheet, third phase of a measure: the state before, the results of a second audit, and the signatures.

mod suggested;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::condition::Audited;
use super::draft::{self, Draft};
use super::pairs::pairs;
use super::proposal::{self, Comparison, ProposedResult};
use super::results::results;
use super::{Paper, Table};
use crate::outcome::{Fingerprint, Outcome};
use crate::record::{ApplicationReport, Cell, FieldRecord, Report, Scope, Task, TaskKind};
use crate::report::view::{self, Entry};
use crate::report::words;
use crate::report::work::{more, task_id};
use crate::rule::Planning;
use crate::texts::{Language, counted};

/// Findings listed individually; the rest is only counted.
const FINDINGS: usize = 50;

/// A cell for a person or the second audit to fill in.
const BLANK: &str = "";

/// The sheets for some applications of a report. `new` is the second audit; without it, its columns stay empty.
pub fn acceptance(
    old: &Report,
    new: Option<&Report>,
    applications: &[&ApplicationReport],
    language: Language,
) -> Paper {
    let mut draft = Draft::new(language);
    let day = |report: &Report| words::date(&report.run.date, language);
    let intro = match new {
        Some(new) => draft.filled("acceptance-days", &[("old", &day(old)), ("new", &day(new))]),
        None => draft.filled("acceptance-blank", &[("old", &day(old))]),
    };
    draft.text(intro);
    let again: Option<HashMap<&str, &ApplicationReport>> = new.map(|new| {
        let applications = new.applications.iter();
        applications
            .map(|application| (application.id.as_str(), application))
            .collect()
    });
    let tasks = view::tasks(old);
    let planning = new.unwrap_or(old).planning.clone();
    let planning = planning.unwrap_or_else(Planning::shipped);
    let mut silent = Vec::new();
    let mut spoken = Vec::new();
    for application in applications {
        let after = again
            .as_ref()
            .and_then(|again| again.get(application.id.as_str()));
        let says_nothing = |application: &ApplicationReport, report: &Report| {
            let audited = Audited {
                report,
                application,
            };
            audited.says_nothing(&planning)
        };
        let mut open = tasks.tasks_of(&application.id).iter();
        if applications.len() > 1
            && says_nothing(application, old)
            && after.is_none_or(|after| says_nothing(after, new.unwrap_or(old)))
            && open.all(|task| is_about_answers(task, &planning))
        {
            silent.push(*application);
            continue;
        }
        let after = match (&again, after) {
            (None, _) => After::NotYet,
            (Some(_), None) => After::Missing,
            (Some(_), Some(after)) => After::Seen(after),
        };
        spoken.push((*application, after));
    }
    if let Some(new) = new.filter(|_| applications.len() > 1) {
        let mut of_all: BTreeMap<ProposedResult, Vec<&ApplicationReport>> = BTreeMap::new();
        for &(before, after) in &spoken {
            let result = result((old, new), before, after, &planning);
            of_all.entry(result).or_default().push(before);
        }
        results(&of_all, silent.len(), &mut draft);
    }
    for (application, after) in spoken {
        let mut sheet = Sheet {
            old,
            new: new.unwrap_or(old),
            before: application,
            after,
            planning: &planning,
            draft: &mut draft,
        };
        sheet.write(tasks.tasks_of(&application.id));
    }
    draft.unread(&silent);
    let scope = match applications {
        [application] => format!("{} – {}", application.id, application.name),
        _ => old.run.organisation.clone(),
    };
    let title = draft.title("acceptance-title", &scope);
    draft.finish(title, new.unwrap_or(old))
}

/// The second audit's knowledge of an application.
#[derive(Clone, Copy)]
enum After<'a> {
    /// There was no second audit yet.
    NotYet,
    /// It did not include the application.
    Missing,
    Seen(&'a ApplicationReport),
}

/// Whether a task only settles answers of the inventory, which are no matter of acceptance.
fn is_about_answers(task: &Task, planning: &Planning) -> bool {
    let mut rules = task.rules.iter();
    task.kind == TaskKind::Repair
        && !task.rules.is_empty()
        && rules.all(|rule| planning.is_about_an_answer(rule))
}

/// The result that two audits suggest for an application.
fn result(
    audits: (&Report, &Report),
    before: &ApplicationReport,
    after: After<'_>,
    planning: &Planning,
) -> ProposedResult {
    let After::Seen(after) = after else {
        return ProposedResult::Open;
    };
    let comparison = Comparison {
        before: Audited {
            report: audits.0,
            application: before,
        },
        after: Audited {
            report: audits.1,
            application: after,
        },
        planning,
    };
    comparison.proposal().result()
}

/// The sheet of one application.
struct Sheet<'a, 'd> {
    old: &'a Report,
    new: &'a Report,
    before: &'a ApplicationReport,
    after: After<'a>,
    planning: &'a Planning,
    draft: &'d mut Draft,
}

impl<'a> Sheet<'a, '_> {
    fn write(&mut self, tasks: &[&Task]) {
        let application = self.before;
        self.draft
            .heading(1, format!("{} – {}", application.id, application.name));
        let facts = match self.after {
            After::Seen(after) => (self.new, after),
            After::NotYet | After::Missing => (self.old, application),
        };
        self.draft.facts(facts.0, facts.1);
        self.proposal();
        self.fields();
        self.demands();
        self.tasks(tasks);
        self.findings();
        if let Some(after) = self.after() {
            self.draft.gaps(after, 2);
        }
        self.own_tasks();
        self.signatures();
    }

    fn after(&self) -> Option<&'a ApplicationReport> {
        match self.after {
            After::Seen(after) => Some(after),
            After::NotYet | After::Missing => None,
        }
    }

    /// Both audits; without a second one, the first one twice.
    fn audits(&self) -> (Audited<'a>, Audited<'a>) {
        let first = Audited {
            report: self.old,
            application: self.before,
        };
        let second = self.after().map(|application| Audited {
            report: self.new,
            application,
        });
        (first, second.unwrap_or(first))
    }

    fn comparison(&self, after: &'a ApplicationReport) -> Comparison<'a> {
        Comparison {
            before: Audited {
                report: self.old,
                application: self.before,
            },
            after: Audited {
                report: self.new,
                application: after,
            },
            planning: self.planning,
        }
    }

    /// Each field before and after.
    fn fields(&mut self) {
        let language = self.draft.language;
        let before: Vec<&FieldRecord> = draft::own_fields(self.before).collect();
        let after: Vec<&FieldRecord> = self
            .after()
            .into_iter()
            .flat_map(draft::own_fields)
            .collect();
        let pairs = pairs(&before, &after);
        let (then, now) = self.audits();
        let mut table = Table::new(
            self.draft.said("fields-table"),
            [
                (self.draft.label("field"), 21),
                (self.draft.label("place"), 24),
                (self.draft.said("before"), 19),
                (self.draft.said("after"), 19),
                (self.draft.said("accepted"), 17),
            ],
        );
        for (before, after) in pairs {
            let Some(shown) = after.or(before) else {
                continue;
            };
            let before = before.map_or_else(
                || self.draft.said("field-new").to_owned(),
                |field| then.field(field, language),
            );
            let after = match (after, self.after) {
                (Some(field), _) => now.field(field, language),
                (None, After::Seen(_)) => self.draft.said("field-gone").to_owned(),
                (None, _) => BLANK.to_owned(),
            };
            table.rows.push(vec![
                draft::field_name(shown),
                draft::field_place(shown),
                before,
                after,
                BLANK.to_owned(),
            ]);
        }
        if !table.rows.is_empty() {
            self.draft.heading(2, self.draft.label("fields"));
        }
        self.draft.table(table);
    }

    /// Each demand that is or was failed, or whose outcome changed.
    fn demands(&mut self) {
        let language = self.draft.language;
        let key = |cell: &Cell| (cell.checklist.clone(), cell.criterion.clone());
        let after = self.after();
        let cells: Option<BTreeMap<_, &Cell>> = after.map(|after| {
            let cells = after.cells.iter();
            cells.map(|cell| (key(cell), cell)).collect()
        });
        let (before, again) = self.audits();
        let mut table = Table::new(
            self.draft.said("demands-table"),
            [
                (self.draft.label("demand"), 44),
                (self.draft.said("before"), 20),
                (self.draft.said("after"), 19),
                (self.draft.said("accepted"), 17),
            ],
        );
        let mut quiet = 0u64;
        for cell in &self.before.cells {
            let now = cells.as_ref().map(|cells| cells.get(&key(cell)).copied());
            let bad = |outcome: Outcome| matches!(outcome, Outcome::Failed | Outcome::CantTell);
            let told = bad(cell.verdict)
                || now.is_some_and(|now| now.is_some_and(|now| now.verdict != cell.verdict));
            let title =
                draft::criterion_title(self.old, &cell.checklist, &cell.criterion, language);
            let Some(title) = title.filter(|_| told) else {
                quiet += 1;
                continue;
            };
            let now = match now {
                Some(Some(now)) => again.demand(now, Some(cell.verdict), language),
                Some(None) => self.draft.said("demand-gone").to_owned(),
                None => BLANK.to_owned(),
            };
            table.rows.push(vec![
                title,
                before.demand(cell, None, language),
                now,
                BLANK.to_owned(),
            ]);
        }
        let listed = |audited: Audited<'a>| {
            let mut cards = view::beside_lists(audited.report, audited.application);
            cards.retain(|card| !self.planning.is_about_an_answer(&card.id));
            cards
        };
        let mut beside = listed(before);
        for card in listed(again) {
            if !beside.iter().any(|known| known.id == card.id) {
                beside.push(card);
            }
        }
        for card in beside {
            let title = card.title.get(language);
            let list = self.draft.label("beside-lists");
            table.rows.push(vec![
                format!("{title} – {list}"),
                before.beside_lists(card, language),
                match after {
                    Some(_) => again.beside_lists(card, language),
                    None => BLANK.to_owned(),
                },
                BLANK.to_owned(),
            ]);
        }
        self.draft.heading(2, self.draft.said("demands"));
        self.draft.table(table);
        if quiet > 0 {
            self.draft
                .text(counted("paper.demands-quiet", language, quiet, &[]));
        }
    }

    /// Each task with the number of its remaining findings.
    fn tasks(&mut self, tasks: &[&Task]) {
        let mut tasks = tasks.to_vec();
        tasks.retain(|task| !is_about_answers(task, self.planning));
        if tasks.is_empty() {
            return;
        }
        let after = self.after().map(|after| {
            let left: BTreeSet<&Fingerprint> = after
                .findings()
                .map(|finding| &finding.fingerprint)
                .collect();
            // A waiver repairs nothing.
            let waived: BTreeSet<&Fingerprint> = after
                .waived
                .iter()
                .map(|waived| &waived.finding.fingerprint)
                .collect();
            (left, waived)
        });
        let draft = &mut *self.draft;
        let mut table = Table::new(
            draft.said("tasks-table"),
            [
                (draft.label("task"), 46),
                (draft.said("task-id"), 22),
                (draft.said("findings-before"), 16),
                (draft.said("findings-after"), 16),
            ],
        );
        for task in tasks {
            let count = |among: &BTreeSet<&Fingerprint>| {
                let resolves = task.resolves.iter();
                resolves.filter(|finding| among.contains(finding)).count()
            };
            let remaining =
                after
                    .as_ref()
                    .map(|(left, waived)| match (count(left), count(waived)) {
                        (left, 0) => left.to_string(),
                        (left, waived) => draft.filled(
                            "findings-left-and-waived",
                            &[("left", &left), ("waived", &waived)],
                        ),
                    });
            table.rows.push(vec![
                words::task(task, self.old, draft.language),
                task_id(task),
                task.resolves.len().to_string(),
                remaining.unwrap_or_else(|| BLANK.to_owned()),
            ]);
        }
        draft.heading(2, draft.label("tasks"));
        draft.table(table);
    }

    /// Remaining failures, and new ones.
    fn findings(&mut self) {
        let Some(after) = self.after() else {
            return;
        };
        let comparison = self.comparison(after);
        let (left, added) = (comparison.left(), comparison.added());
        for (key, entries) in [("findings-left", left), ("findings-added", added)] {
            if entries.is_empty() {
                continue;
            }
            self.draft.heading(2, self.draft.said(key));
            self.list(&entries);
        }
    }

    /// What the administration settles itself, according to the last audit; it does not affect acceptance.
    fn own_tasks(&mut self) {
        let (_, last) = self.audits();
        let entries = proposal::own_tasks(last, self.planning);
        if entries.is_empty() {
            return;
        }
        self.draft.heading(2, self.draft.said("own-tasks"));
        self.draft.text(self.draft.said("own-tasks-hint"));
        self.list(&entries);
    }

    /// Findings with their places, the first ones individually.
    fn list(&mut self, entries: &[Entry<'_>]) {
        let language = self.draft.language;
        let named = entries.iter().take(FINDINGS);
        let lines =
            named.map(|entry| format!("{}: {}", entry.finding.place, entry.sentence(language)));
        self.draft.list(lines.collect());
        if let Some(more) = more(entries.len(), FINDINGS) {
            self.draft
                .text(counted("report.more-elsewhere", language, more, &[]));
        }
    }

    fn signatures(&mut self) {
        let draft = &mut *self.draft;
        draft.heading(2, draft.said("signatures"));
        let mut table = Table::new(
            draft.said("signatures-table"),
            [
                (draft.said("role"), 34),
                (draft.said("decision"), 26),
                (draft.said("signed-on"), 16),
                (draft.said("signature"), 24),
            ],
        );
        let business = self.before.business_owner.clone();
        let business = business.unwrap_or_else(|| draft.said("role-business").to_owned());
        let roles = [
            business,
            draft.said("role-operation").to_owned(),
            draft.said("role-coordination").to_owned(),
        ];
        for role in roles {
            let blank = || BLANK.to_owned();
            table.rows.push(vec![role, blank(), blank(), blank()]);
        }
        draft.table(table);
    }
}

/// Why two reports cannot be compared, as a key of `texts/cli.toml`; `None` if they can.
pub fn incomparable(old: &Report, new: &Report) -> Option<&'static str> {
    if named_otherwise(old, new) && !same_applications(old, new) {
        return Some("cli.acceptance-other-organisation");
    }
    if new.run.date < old.run.date {
        return Some("cli.acceptance-swapped");
    }
    if new.run.scope != Scope::Audit || old.run.scope != Scope::Audit {
        return Some("cli.acceptance-no-audit");
    }
    None
}

/// Whether the reports name different administrations. A name added between two audits does not make it another one.
pub fn named_otherwise(old: &Report, new: &Report) -> bool {
    new.run.organisation != old.run.organisation
}

/// Whether at least half of the smaller report's applications are in the other one, by id and name.
fn same_applications(old: &Report, new: &Report) -> bool {
    let known: BTreeSet<(&str, &str)> = old
        .applications
        .iter()
        .map(|application| (application.id.as_str(), application.name.as_str()))
        .collect();
    let shared = new
        .applications
        .iter()
        .filter(|application| known.contains(&(application.id.as_str(), application.name.as_str())))
        .count();
    let smaller = old.applications.len().min(new.applications.len());
    shared > 0 && shared * 2 >= smaller
}
