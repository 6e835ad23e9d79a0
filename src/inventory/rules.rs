//! The INV rules: constraints between the fields of an entry and between entries.

mod application;
mod references;

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::entry::Entry;
use super::load::{Declarations, Declared};
use super::message::Message;
use super::spec::Spec;
use super::{Application, Department, contact};
use crate::model::Position;
use crate::problem::Problem;
use crate::texts::Bilingual;
use application::RULES;
use references::{
    department_fits, double_interfaces, interface_ends, shared_addresses, similar_names,
    successor_cycles, unique,
};

/// Checks everything declared, and adds the problems found.
pub(super) fn check(declared: &Declarations<'_>, today: Date, problems: &mut Vec<Problem>) {
    let estate = Estate {
        applications: first_by_id(&declared.applications, |application| &application.id),
        departments: first_by_id(&declared.departments, |department| &department.id),
        complete: declared.complete,
        today,
    };
    let mut out = Out { problems };
    if declared.head.is_none() && !declared.applications.is_empty() {
        let (home, is_there) = &declared.home;
        let begin = Position { line: 1, column: 1 };
        let missing = Message::new("inv-109").problem(home, is_there.then_some(begin));
        out.problems.push(missing);
    }
    unique(&declared.departments, |department| &department.id, &mut out);
    unique(
        &declared.applications,
        |application| &application.id,
        &mut out,
    );
    unique(&declared.interfaces, |interface| &interface.id, &mut out);
    for department in &declared.departments {
        department_fits(department, &estate, &mut out);
    }
    for application in &declared.applications {
        for rule in RULES {
            if rule
                .relies_on
                .iter()
                .all(|path| application.entry.is_sound(path))
            {
                (rule.check)(application, &estate, &mut out);
            }
        }
    }
    successor_cycles(&estate, &mut out);
    shared_addresses(&declared.applications, &mut out);
    similar_names(&declared.applications, &mut out);
    for interface in &declared.interfaces {
        interface_ends(interface, &estate, &mut out);
    }
    double_interfaces(&declared.interfaces, &mut out);
}

/// What rules may read beyond their own entry.
struct Estate<'c, 'd> {
    applications: BTreeMap<&'c str, &'c Declared<'d, Application>>,
    departments: BTreeMap<&'c str, &'c Declared<'d, Department>>,
    complete: bool,
    today: Date,
}

/// Collects the problems that rules find.
pub(super) struct Out<'p> {
    pub problems: &'p mut Vec<Problem>,
}

impl Out<'_> {
    /// Reports a problem with a field of an entry.
    pub fn problem_at(&mut self, entry: &Entry<'_>, path: &str, message: Message) {
        let position = Some(entry.position_of(path));
        self.problems
            .push(message.problem(&entry.source.name, position));
    }

    /// Reports a problem with an entry as a whole.
    pub fn at_entry(&mut self, entry: &Entry<'_>, message: Message) {
        self.problems
            .push(message.problem(&entry.source.name, Some(entry.position())));
    }
}

fn first_by_id<'c, 'd, T>(
    all: &'c [Declared<'d, T>],
    id: impl Fn(&'c T) -> &'c String,
) -> BTreeMap<&'c str, &'c Declared<'d, T>> {
    let mut by_id = BTreeMap::new();
    for declared in all {
        by_id
            .entry(id(&declared.value).as_str())
            .or_insert(declared);
    }
    by_id
}

/// A date in the notation of each language.
pub(super) fn day(date: Date) -> Bilingual {
    Bilingual {
        de: format!("{:02}.{:02}.{}", date.day(), date.month(), date.year()),
        en: date.to_string(),
    }
}

/// INV-021
pub(super) fn personal_contact(
    entry: &Entry<'_>,
    table: &str,
    path: &str,
    text: &str,
    out: &mut Out<'_>,
) {
    if let Some(key) = contact::personal(text) {
        // The message does not repeat the text, because it is personal.
        let named = Spec::get().named(table, path);
        out.problem_at(entry, path, Message::new(key).with_both("field", named));
    }
}
