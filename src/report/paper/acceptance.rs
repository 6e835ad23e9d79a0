//! The acceptance sheet, third phase of a measure: what was before, what a second audit found, and what people sign.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::condition::Audited;
use super::draft::{self, Draft};
use super::{Block, Paper, Table};
use crate::outcome::{Fingerprint, Outcome};
use crate::record::{ApplicationReport, Cell, FieldRecord, Report, Scope, Standing, Weight};
use crate::report::view::{self, Entry};
use crate::report::words;
use crate::report::work::{more, task_id};
use crate::texts::{Language, counted};

/// Findings named one by one; the rest is counted.
const FINDINGS: usize = 50;

/// What stands where a person or the second audit fills in.
const BLANK: &str = "";

/// The sheets of some applications of a report. `new`: the second audit; without it its columns stay empty.
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
    let mut silent = Vec::new();
    for application in applications {
        let after = again
            .as_ref()
            .and_then(|again| again.get(application.id.as_str()));
        let is_unread = |one: &ApplicationReport, report: &Report| {
            one.standing(&report.rules) == Standing::Unread
        };
        if applications.len() > 1
            && is_unread(application, old)
            && after.is_none_or(|after| is_unread(after, new.unwrap_or(old)))
            && tasks.tasks_of(&application.id).is_empty()
        {
            silent.push(*application);
            continue;
        }
        let comparison = again
            .as_ref()
            .map(|again| match again.get(application.id.as_str()) {
                Some(after) => After::Seen(after),
                None => After::Missing,
            });
        let mut sheet = Sheet {
            old,
            new: new.unwrap_or(old),
            before: application,
            after: comparison.unwrap_or(After::NotYet),
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

/// What the second audit knows about an application.
#[derive(Clone, Copy)]
enum After<'a> {
    /// There was none yet.
    NotYet,
    /// It did not look at the application.
    Missing,
    Seen(&'a ApplicationReport),
}

/// The sheet of one application.
struct Sheet<'a, 'd> {
    old: &'a Report,
    new: &'a Report,
    before: &'a ApplicationReport,
    after: After<'a>,
    draft: &'d mut Draft,
}

impl<'a> Sheet<'a, '_> {
    fn write(&mut self, tasks: &[&crate::record::Task]) {
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
        self.signatures();
    }

    fn after(&self) -> Option<&'a ApplicationReport> {
        match self.after {
            After::Seen(after) => Some(after),
            After::NotYet | After::Missing => None,
        }
    }

    /// Both audits; the first one twice where there was no second one.
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

    /// What the figures speak for; people decide.
    fn proposal(&mut self) {
        let application = self.before;
        self.draft.heading(2, self.draft.label("result"));
        let Some(after) = self.after() else {
            let key = match self.after {
                After::Missing => "acceptance-missing",
                _ => "acceptance-not-yet",
            };
            self.draft
                .add(Block::Notice(self.draft.said(key).to_owned()));
            return;
        };
        let (left, added) = (self.left(after).len(), self.added(after).len());
        // People's answers and waivers leave demands unmet without a finding.
        let failed = after
            .cells
            .iter()
            .filter(|cell| cell.verdict == Outcome::Failed);
        let unmet = failed.count();
        let unread = unread(application, after);
        let sentence = if !unread.is_empty() {
            let documents = unread.into_iter().collect::<Vec<_>>().join(", ");
            self.draft
                .filled("acceptance-unread", &[("documents", &documents)])
        } else if left + added + unmet > 0 {
            self.draft.filled(
                "acceptance-no",
                &[("left", &left), ("added", &added), ("unmet", &unmet)],
            )
        } else if after.doubts() > 0 {
            self.draft
                .filled("acceptance-open", &[("doubts", &after.doubts())])
        } else {
            self.draft.said("acceptance-yes").to_owned()
        };
        self.draft.add(Block::Notice(sentence));
        let count = |key: &str, count: u64| (self.draft.label(key).to_owned(), count);
        let rows = [
            (
                count("failures", application.failures(&self.old.rules)),
                after.failures(&self.new.rules),
            ),
            (count("doubts", application.doubts()), after.doubts()),
            (
                count("advice", application.advice(&self.old.rules)),
                after.advice(&self.new.rules),
            ),
            (
                count("gaps", application.gaps.len() as u64),
                after.gaps.len() as u64,
            ),
            (
                count("waived", application.waived.len() as u64),
                after.waived.len() as u64,
            ),
        ];
        let mut table = Table::new(
            self.draft.said("figures-table"),
            [
                (self.draft.said("figure"), 40),
                (self.draft.said("before"), 30),
                (self.draft.said("after"), 30),
            ],
        );
        table.rows = rows
            .map(|((label, before), after)| vec![label, before.to_string(), after.to_string()])
            .to_vec();
        self.draft.table(table);
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

    /// Each demand that is or was not met, or whose outcome changed.
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
        let listed = |audited: Audited<'a>| view::beside_lists(audited.report, audited.application);
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

    /// Each task with how many of its findings are left.
    fn tasks(&mut self, tasks: &[&crate::record::Task]) {
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

    /// Failures that are left, and those that are new.
    fn findings(&mut self) {
        let Some(after) = self.after() else {
            return;
        };
        let (left, added) = (self.left(after), self.added(after));
        for (key, entries) in [("findings-left", left), ("findings-added", added)] {
            if entries.is_empty() {
                continue;
            }
            let language = self.draft.language;
            self.draft.heading(2, self.draft.said(key));
            let lines = entries
                .iter()
                .take(FINDINGS)
                .map(|entry| format!("{}: {}", entry.finding.place, entry.sentence(language)));
            let lines = lines.collect();
            self.draft.list(lines);
            if let Some(more) = more(entries.len(), FINDINGS) {
                self.draft
                    .text(counted("report.more-elsewhere", language, more, &[]));
            }
        }
    }

    fn left(&self, after: &'a ApplicationReport) -> Vec<Entry<'a>> {
        self.failures(after, true)
    }

    fn added(&self, after: &'a ApplicationReport) -> Vec<Entry<'a>> {
        self.failures(after, false)
    }

    /// The failures of the second audit that the first one knew, or did not know.
    fn failures(&self, after: &'a ApplicationReport, known: bool) -> Vec<Entry<'a>> {
        let is_failure = |entry: &Entry<'_>| entry.weight() == Weight::Failure;
        let before: BTreeSet<&Fingerprint> = view::entries(self.old, self.before)
            .into_iter()
            .filter(is_failure)
            .map(|entry| &entry.finding.fingerprint)
            .collect();
        let mut entries = view::entries(self.new, after);
        entries.retain(|entry| {
            is_failure(entry) && before.contains(&entry.finding.fingerprint) == known
        });
        entries
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

/// Documents that the first audit read and the second did not: what stood in them is not known to be gone. One of the
/// same file name in another folder stands for it.
fn unread<'a>(before: &'a ApplicationReport, after: &'a ApplicationReport) -> BTreeSet<&'a str> {
    let file_name = |path: &'a str| path.rsplit('/').next().unwrap_or(path);
    let again: BTreeSet<&str> = read(after).map(file_name).collect();
    read(before)
        .filter(|path| !again.contains(file_name(path)))
        .collect()
}

/// The documents of an application that were read.
fn read(application: &ApplicationReport) -> impl Iterator<Item = &str> {
    let documents = application.documents.iter();
    documents
        .filter(|document| document.format.is_some())
        .map(|document| document.document.as_str())
}

/// Fields of both audits side by side, in the order of the first: the same document and name, else the same name in
/// another document, where it is the only one of its name in both.
fn pairs<'a>(
    before: &[&'a FieldRecord],
    after: &[&'a FieldRecord],
) -> Vec<(Option<&'a FieldRecord>, Option<&'a FieldRecord>)> {
    type Exact<'f> = (&'f str, Option<&'f str>, &'f str);
    let exact = |field: &&'a FieldRecord| -> Exact<'a> {
        (&field.path, field.entity.as_deref(), &field.name)
    };
    let moved =
        |field: &&'a FieldRecord| (field.layer, field.entity.as_deref(), field.name.as_str());
    let mut free: BTreeMap<Exact<'a>, Vec<&'a FieldRecord>> = BTreeMap::new();
    for field in after.iter().rev() {
        free.entry(exact(field)).or_default().push(field);
    }
    let mut pairs: Vec<(Option<&FieldRecord>, Option<&FieldRecord>)> = before
        .iter()
        .map(|field| {
            let same = free.get_mut(&exact(field)).and_then(Vec::pop);
            (Some(*field), same)
        })
        .collect();
    let left: Vec<&'a FieldRecord> = free.into_values().flatten().collect();
    let mut by_name: HashMap<_, Vec<&'a FieldRecord>> = HashMap::new();
    for field in &left {
        by_name.entry(moved(field)).or_default().push(field);
    }
    let mut lonely: HashMap<_, u32> = HashMap::new();
    for (field, same) in &pairs {
        if let (Some(field), None) = (field, same) {
            *lonely.entry(moved(field)).or_default() += 1;
        }
    }
    for (field, same) in &mut pairs {
        if let (Some(field), None) = (*field, *same)
            && lonely.get(&moved(&field)) == Some(&1)
            && let Some([found]) = by_name.get(&moved(&field)).map(Vec::as_slice)
        {
            *same = Some(found);
        }
    }
    let taken: BTreeSet<*const FieldRecord> = pairs
        .iter()
        .filter_map(|(_, after)| after.map(std::ptr::from_ref))
        .collect();
    let new = after
        .iter()
        .filter(|field| !taken.contains(&std::ptr::from_ref(**field)));
    pairs.extend(new.map(|field| (None, Some(*field))));
    pairs
}

/// Whether two reports can be held against each other: what speaks against it, as a key of `texts/cli.toml`.
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

/// Whether the reports name different administrations. One that was named between two audits is the same one.
pub fn named_otherwise(old: &Report, new: &Report) -> bool {
    new.run.organisation != old.run.organisation
}

/// Whether at least half of the applications of the smaller report are in the other one, by id and name.
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
