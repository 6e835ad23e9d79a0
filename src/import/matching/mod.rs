//! Matches rows with entries of the inventory and computes the changes. A merely similar name is a proposal; nothing is
//! merged without the user's decision.

mod answers;
mod applications;
mod conclude;
mod departments;
mod find;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;
use serde_json::{Map, Value};

use super::beside;
use super::cell;
use super::columns::{End, Layout};
use super::departments::Departments;
use super::fault::Fault;
use super::fields::{Kind, get};
use super::interfaces;
use super::known::Applications;
use super::last::Last;
use super::mapping::Mapping;
use super::plan::{Change, Changed, ColumnReport, Plan, TableReport};
use super::rows::{self, Stated};
use super::survey;
use super::table::Table;
use crate::inventory::{FieldRole, Inventory, Message, Origin};
use crate::problem::{Problem, Problems};

/// Matches the rows of all tables with an inventory.
///
/// # Errors
/// No table has known headings.
pub(super) fn plan(
    mut tables: Vec<Table>,
    inventory: &Inventory,
    mapping: &Mapping,
    last: &Last,
    today: Date,
    watch: &dyn Fn(u64, u64),
) -> Result<Plan, Problems> {
    let mut matching = Matching {
        inventory,
        mapping,
        last,
        today,
        plan: Plan::default(),
        applications: Applications::of(inventory),
        departments: Departments::of(inventory),
        next: HashMap::new(),
        matched: BTreeSet::new(),
        perhaps: BTreeSet::new(),
        surely: BTreeSet::new(),
        ends: Vec::new(),
        cells: Vec::new(),
        answers: BTreeMap::new(),
        flows: interfaces::Flows::of(inventory),
        waiting: BTreeSet::new(),
    };
    let left_out = |table: &Table| {
        let sheet = table.sheet.as_deref();
        sheet.is_some_and(|sheet| mapping.leaves_out(sheet))
    };
    let left = tables.iter().filter(|table| left_out(table));
    matching.plan.left_out = left.map(Table::name).collect();
    tables.retain(|table| !left_out(table));
    let layouts: Vec<Option<Layout>> = tables
        .iter()
        .map(|table| Layout::find(table, mapping))
        .collect();
    let is_alone = layouts.iter().all(Option::is_none);
    // Legends and covers beside a list look like lists as well.
    let least = if is_alone { 2 } else { 3 };
    let guessed = tables.iter().zip(&layouts).map(|(table, layout)| {
        let is_open = layout.is_none() && !table.made;
        is_open.then(|| Layout::guessed(table, least)).flatten()
    });
    let guessed: Vec<Option<Layout>> = guessed.collect();
    if is_alone && guessed.iter().all(Option::is_none) {
        return Err(Problems(without_headings(&tables, mapping)));
    }
    let mut read: Vec<(Table, Layout, usize)> = Vec::new();
    for ((table, layout), guessed) in tables.drain(..).zip(layouts).zip(guessed) {
        let Some(mut layout) = layout else {
            if let Some(layout) = guessed {
                let rows = table.rows.len().saturating_sub(layout.head).to_string();
                let message = Message::new("imp-002-guessed").with("rows", rows).text();
                let fault = Fault::new(&table.name(), message);
                matching.plan.faults.push(fault);
                let report = TableReport::new(&table, &layout, 0, Vec::new());
                matching.plan.tables.push(report);
                continue;
            }
            if table.rows.iter().any(|row| !row.is_empty()) {
                let message = Message::new("imp-002-sheet").text();
                matching
                    .plan
                    .faults
                    .push(Fault::new(&table.name(), message));
            }
            continue;
        };
        rows::settle(&table, &mut layout);
        if nothing_identifies(&table, &layout) {
            let report = TableReport::new(&table, &layout, 0, Vec::new());
            let message = without_names(&report, table.rows.len().saturating_sub(layout.head));
            let fault = Fault::new(&table.name(), message.text());
            matching.plan.faults.push(fault);
            matching.plan.tables.push(report);
            continue;
        }
        // Records are read twice instead of being kept: they need several times the memory of their rows.
        let mut named: BTreeSet<String> = BTreeSet::new();
        let rows = rows::records(&table, &layout, mapping, today, &mut |record| {
            let department = record.text("department");
            let department = department.filter(|_| layout.kind == Kind::Application);
            if let Some(department) = department.filter(|it| !named.contains(*it)) {
                matching.departments.expect(department);
                named.insert(department.to_owned());
            }
            if layout.kind == Kind::Application && !layout.survey {
                matching.expect(&record);
            }
        });
        matching.plan.faults.extend(rows.faults);
        let words = rows.words.into_iter();
        let words = words.map(|(path, word)| (layout.kind, path, word));
        matching.plan.words.extend(words);
        if table.cut {
            let message = Message::new("imp-002-cut").text();
            matching
                .plan
                .faults
                .push(Fault::new(&table.name(), message));
        }
        let said = beside::said(&rows.beside);
        let mut report = TableReport::new(&table, &layout, rows.records, said);
        report.name_columns(&rows.unnamed);
        matching.plan.tables.push(report);
        read.push((table, layout, rows.records));
    }
    let is_whole_list = read.iter().any(|(table, layout, _)| {
        layout.kind == Kind::Application && !layout.survey && !table.made
    });
    // Interfaces refer to applications, which refer to departments.
    read.sort_by_key(|(_, layout, _)| layout.kind);
    let total = read.iter().map(|(_, _, records)| *records as u64).sum();
    let mut done = 0;
    for (table, layout, _) in read {
        rows::records(&table, &layout, mapping, today, &mut |record| {
            watch(done, total);
            done += 1;
            match layout.kind {
                Kind::Department => matching.department(&record),
                Kind::Application if layout.survey => {
                    // The forms of other programs are sent empty.
                    matching.answer(record, layout.system.is_none());
                }
                Kind::Application => matching.application(record, &layout, &table),
                Kind::Interface if record.refused.contains("direction") => {
                    matching.fault(&record.place, Message::new("imp-002-direction"));
                }
                Kind::Interface => matching.ends.push(interfaces::Stated::row(record)),
            }
        });
    }
    watch(done, total);
    Ok(matching.finish(is_whole_list))
}

/// Whether no column identifies applications. One such message is more useful than an error for each cell.
fn nothing_identifies(table: &Table, layout: &Layout) -> bool {
    let roles = [
        FieldRole::Id,
        FieldRole::Name,
        FieldRole::ForeignKey,
        FieldRole::Repositories,
    ];
    layout.kind == Kind::Application && !table.made && !roles.iter().any(|role| layout.holds(*role))
}

/// The message that no column contains names, with the most likely candidate.
fn without_names(report: &TableReport, rows: usize) -> Message {
    let named =
        |column: &&ColumnReport| column.similar.is_some_and(|flat| flat.is(FieldRole::Name));
    let rows = rows.to_string();
    match report.columns.iter().find(named) {
        Some(column) => Message::new("imp-002-no-names-perhaps")
            .with("rows", rows)
            .with("heading", &column.heading)
            .with("letters", &column.letters),
        None => Message::new("imp-002-no-names").with("rows", rows),
    }
}

/// Tables with content under unknown headings.
pub(super) fn without_headings(tables: &[Table], mapping: &Mapping) -> Vec<Problem> {
    let unknown = tables
        .iter()
        .filter(|table| Layout::find(table, mapping).is_none());
    unknown
        .map(|table| Message::new("imp-001-headings").problem(&table.name(), None))
        .collect()
}

/// A cell of an application about its interfaces.
struct Cell {
    index: usize,
    end: End,
    text: String,
    place: String,
}

struct Matching<'i> {
    inventory: &'i Inventory,
    mapping: &'i Mapping,
    /// The state of the lists at the last import.
    last: &'i Last,
    today: Date,
    plan: Plan,
    applications: Applications,
    departments: Departments,
    next: HashMap<String, u32>,
    /// Applications matched by a row.
    matched: BTreeSet<usize>,
    /// Applications of the inventory possibly meant by a row.
    perhaps: BTreeSet<usize>,
    /// Applications of the inventory meant by the identifier, key or exact name of a row.
    surely: BTreeSet<usize>,
    ends: Vec<interfaces::Stated>,
    /// Cells of applications about interfaces; they are read once all names are known.
    cells: Vec<Cell>,
    answers: BTreeMap<usize, Vec<survey::Answer>>,
    flows: interfaces::Flows,
    /// Incomplete new applications, by identifier and name.
    waiting: BTreeSet<String>,
}

impl Matching<'_> {
    fn fault(&mut self, place: &str, message: Message) {
        self.plan.faults.push(Fault::new(place, message.text()));
    }

    fn changed(
        &mut self,
        kind: Kind,
        id: &str,
        name: &str,
        place: &str,
        changes: Vec<Change>,
        origin: Origin,
    ) {
        if changes.is_empty() {
            self.plan.unchanged += 1;
            return;
        }
        self.plan.changed.push(Changed {
            kind,
            id: id.to_owned(),
            name: name.to_owned(),
            place: place.to_owned(),
            changes,
            origin,
        });
    }
}

/// The changes of an entry.
pub(super) fn changes<'s>(
    old: &Map<String, Value>,
    stated: impl Iterator<Item = &'s Stated>,
) -> Vec<Change> {
    let mut changes = Vec::new();
    for stated in stated {
        let before = get(old, &stated.flat.path);
        let same = before.is_some_and(|before| cell::same(stated.flat, before, &stated.value));
        if !same {
            changes.push(Change {
                flat: stated.flat,
                old: before.cloned(),
                new: stated.value.clone(),
                written: stated.written.clone(),
            });
        }
    }
    changes
}
