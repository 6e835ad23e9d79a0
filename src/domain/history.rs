//! Histories in program source and scripts: migrations superseded by later ones or by the model itself.

use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

use super::declarations::folded;
use crate::gender::{Attribute, Concept, FieldDomain, GenderField};
use crate::model::{
    ColumnChange, Layer, MigrationStep, Origin, is_migration_folder, with_equal_numbers,
};

/// Changes to columns of earlier documents, by document.
pub type Steps = HashMap<String, MigrationStep>;

/// Words that end the name of a script that reverts a step.
const BACKWARD: &[&str] = &["down", "undo", "rollback", "revert"];

/// Marks fields of migrations that a later migration or the model of the database states again or removes: the last
/// statement counts. A field's only statement counts wherever it is, unless it is in a script that reverts a step.
pub(super) fn mark_superseded(fields: &mut [GenderField], steps: &Steps) {
    let order = Order::new(steps);
    let changes = changes(&order);
    // Statements about one column or type: index and turn.
    let mut stated: HashMap<Key, Vec<(usize, Turn<'_>)>> = HashMap::new();
    let mut superseded = Vec::new();
    for (index, field) in fields.iter().enumerate() {
        if field.origin != Origin::Own {
            continue;
        }
        let document: &str = &field.place.document;
        if takes_back(document) {
            superseded.push(index);
            continue;
        }
        let migration = migration_root(document);
        let turn = order.turn(document);
        let entity = field.entity.as_deref().map(entity_name);
        let name = match (&entity, &migration, field.is_type) {
            // A type of a model and one of the database are different, even if their names agree.
            (_, None, true) | (None, _, false) => continue,
            (Some(entity), Some(root), false) => {
                let changes = changes.get(&(root.clone(), entity.clone()));
                let table = field.entity.as_deref().unwrap_or_default();
                match last_name(table, folded(&field.name), &turn, changes) {
                    Some(name) => name,
                    None => {
                        superseded.push(index);
                        continue;
                    }
                }
            }
            _ => folded(&field.name),
        };
        let key = Key {
            attribute: field.attribute,
            entity: entity.filter(|_| !field.is_type),
            name,
        };
        stated.entry(key).or_default().push((index, turn));
    }
    for statements in stated.into_values() {
        let models = statements.iter().filter(|(_, turn)| turn.is_model());
        let models = Models::of(models.filter_map(|(index, _)| fields.get(*index)));
        // Histories of several databases are independent.
        let mut last: HashMap<Option<&str>, &Turn<'_>> = HashMap::new();
        for (_, turn) in &statements {
            last.entry(turn.root.as_deref())
                .and_modify(|last| *last = turn.max(last))
                .or_insert(turn);
        }
        let mut kept: HashMap<Option<&str>, usize> = HashMap::new();
        for (index, turn) in &statements {
            if !turn.is_model() && last.get(&turn.root.as_deref()) == Some(&turn) {
                kept.insert(turn.root.as_deref(), *index);
            }
        }
        for (index, turn) in &statements {
            let is_last = kept.get(&turn.root.as_deref()) == Some(index);
            let is_declared = || fields.get(*index).is_some_and(|it| models.replace(it));
            if !turn.is_model() && (!is_last || is_declared()) {
                superseded.push(*index);
            }
        }
    }
    for index in superseded {
        fields[index].origin = Origin::History;
    }
}

/// Retires a deprecated field if the same object has another field that already holds all entries.
pub(super) fn retire_deprecated_twins(fields: &mut [GenderField]) {
    let place = |field: &GenderField| Some((field.place.document.clone(), field.entity.clone()?));
    let complete: HashSet<_> = fields
        .iter()
        .filter(|field| !field.deprecated && holds_all_entries(field))
        .filter_map(place)
        .collect();
    for field in fields.iter_mut().filter(|field| field.deprecated) {
        let is_replaced = place(field).is_some_and(|place| complete.contains(&place));
        if is_replaced && field.origin == Origin::Own && field.attribute == Attribute::Geschlecht {
            field.origin = Origin::History;
        }
    }
}

/// Whether a field may hold each of the four entries.
pub(super) fn holds_all_entries(field: &GenderField) -> bool {
    let FieldDomain::Closed(values) = &field.domain else {
        return false;
    };
    let has = |entry: &Concept| {
        let mut values = values.iter();
        values.any(|value| value.meaning.concepts.contains(entry))
    };
    field.attribute == Attribute::Geschlecht
        && values.len() >= Concept::REQUIRED.len()
        && Concept::REQUIRED.iter().all(has)
}

/// The subject of a statement: a column of a table, or a type.
#[derive(PartialEq, Eq, Hash)]
struct Key {
    attribute: Attribute,
    entity: Option<String>,
    name: String,
}

/// The declarations of a field outside the history.
struct Models<'f> {
    /// Whether a database is declared: the outcome of all steps.
    of_database: bool,
    /// Endings of the documents of program source.
    languages: HashSet<&'f str>,
}

impl<'f> Models<'f> {
    fn of(fields: impl Iterator<Item = &'f GenderField>) -> Self {
        let mut models = Self {
            of_database: false,
            languages: HashSet::new(),
        };
        for field in fields {
            match field.layer {
                Layer::Database => models.of_database = true,
                Layer::Code => {
                    models.languages.insert(ending(&field.place.document));
                }
                _ => {}
            }
        }
        models
    }

    /// Whether they state what a step once stated. Steps written in a program come from its model. A script changes the
    /// database on its own, and what a program, an interface or a form allows does not change the database.
    fn replace(&self, step: &GenderField) -> bool {
        self.of_database || self.languages.contains(ending(&step.place.document))
    }
}

fn ending(document: &str) -> &str {
    let name = document.rsplit_once('/').map_or(document, |(_, name)| name);
    name.rsplit_once('.').map_or("", |(_, ending)| ending)
}

/// Position of a document in its history. The declaration of a model comes last.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Turn<'d> {
    /// The history it belongs to; `None` for a model.
    root: Option<String>,
    written: Option<&'d str>,
    /// Number of steps up to and including its own; 0 if the document has no step.
    before: usize,
    /// Name of the document with numbers padded to equal length: `V2` before `V10`.
    name: String,
}

/// The order of steps, as far as they state it themselves.
struct Order<'d> {
    steps: &'d Steps,
    by_revision: HashMap<&'d str, &'d MigrationStep>,
}

impl<'d> Order<'d> {
    fn new(steps: &'d Steps) -> Self {
        let named = |step: &'d MigrationStep| Some((step.revision.as_deref()?, step));
        Self {
            steps,
            by_revision: steps.values().filter_map(named).collect(),
        }
    }

    fn turn(&self, document: &str) -> Turn<'d> {
        let step = self.steps.get(document);
        let name = document.rsplit_once('/').map_or(document, |(_, name)| name);
        Turn {
            root: migration_root(document),
            written: step.and_then(|step| step.written.as_deref()),
            before: step.map_or(0, |step| self.before(step)),
            name: with_equal_numbers(name) + &with_equal_numbers(document),
        }
    }

    /// Number of steps up to and including this one, as far as the predecessors are known.
    fn before(&self, step: &'d MigrationStep) -> usize {
        const MOST_STEPS: usize = 1_000;
        let earlier =
            |step: &&'d MigrationStep| self.by_revision.get(step.follows.as_deref()?).copied();
        std::iter::successors(Some(step), earlier)
            .take(MOST_STEPS)
            .count()
    }
}

impl Turn<'_> {
    fn is_model(&self) -> bool {
        self.root.is_none()
    }
}

impl Ord for Turn<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        let written = match (self.written, other.written) {
            (Some(own), Some(other)) => own.cmp(other),
            _ => Ordering::Equal,
        };
        (self.is_model().cmp(&other.is_model()))
            .then(written)
            .then(self.before.cmp(&other.before))
            .then_with(|| self.name.cmp(&other.name))
    }
}

impl PartialOrd for Turn<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Changes to the columns of a table, by history and table, in order.
type Changes<'d> = HashMap<(String, String), Vec<(Turn<'d>, &'d ColumnChange)>>;

fn changes<'d>(order: &Order<'d>) -> Changes<'d> {
    let mut changes = Changes::new();
    for (document, step) in order.steps {
        let Some(root) = migration_root(document).filter(|_| !takes_back(document)) else {
            continue;
        };
        for change in &step.changes {
            let table = (root.clone(), entity_name(&change.table));
            let turn = order.turn(document);
            changes.entry(table).or_default().push((turn, change));
        }
    }
    for changes in changes.values_mut() {
        // The sort is stable: changes of one document keep their order.
        changes.sort_by(|(a, _), (b, _)| a.cmp(b));
    }
    changes
}

/// The final name of a column of a table that is stated at a turn; `None` if it was removed.
fn last_name(
    table: &str,
    name: String,
    stated: &Turn<'_>,
    changes: Option<&Vec<(Turn<'_>, &ColumnChange)>>,
) -> Option<String> {
    let mut name = name;
    for (_, change) in changes
        .into_iter()
        .flatten()
        .filter(|(turn, _)| turn > stated)
    {
        let concerns = match change.column.as_deref() {
            Some(column) => folded(column) == name,
            // Dropping a whole table does not concern others whose names merely end alike.
            None => table_name(&change.table) == table_name(table),
        };
        match &change.to {
            Some(to) if concerns => name = folded(to),
            None if concerns => return None,
            _ => {}
        }
    }
    Some(name)
}

/// The source folder whose history a document belongs to; `None` if it is not in a migration folder.
fn migration_root(document: &str) -> Option<String> {
    let folders: Vec<&str> = document.split('/').collect();
    let (_, folders) = folders.split_last()?;
    let at = folders
        .iter()
        .position(|folder| is_migration_folder(folder))?;
    let above = folders.get(..at)?;
    // Languages and resources of one program are in separate folders.
    let source = above.iter().position(|folder| *folder == "src");
    Some(above.get(..source.unwrap_or(at))?.join("/"))
}

/// Whether a script reverts a step: `0002_x.down.sql`, `2020-x/down.sql`, `20200101-x-down.sql`, `U2__x.sql`.
fn takes_back(document: &str) -> bool {
    let name = document
        .rsplit('/')
        .next()
        .unwrap_or(document)
        .to_ascii_lowercase();
    let Some(stem) = name.strip_suffix(".sql") else {
        return false;
    };
    let last = stem.rsplit(['.', '-', '_']).next().unwrap_or(stem);
    let is_name = last.len() == stem.len() || stem.ends_with(&format!(".{last}"));
    let undoes = stem.strip_prefix('u').is_some_and(|version| {
        version.starts_with(|ch: char| ch.is_ascii_digit()) && version.contains("__")
    });
    // The last word of a longer name is a direction only within a history.
    undoes || BACKWARD.contains(&last) && (is_name || migration_root(document).is_some())
}

/// Tables are named in the plural, models in the singular, with or without the application as a prefix.
fn entity_name(entity: &str) -> String {
    singular(entity.rsplit(['.', '_']).next().unwrap_or(entity))
}

/// The full name of a table or model, in the singular.
fn table_name(table: &str) -> String {
    singular(table.rsplit('.').next().unwrap_or(table))
}

fn singular(name: &str) -> String {
    let folded = folded(name);
    if folded == "people" {
        return "person".to_owned();
    }
    match folded.strip_suffix("ies") {
        Some(stem) => format!("{stem}y"),
        None => folded
            .strip_suffix('s')
            .map(str::to_owned)
            .unwrap_or(folded),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_history_belongs_to_one_program() {
        let root = |document: &str| migration_root(document);
        assert_eq!(
            root("a/src/main/java/db/migration/V1__x.java"),
            root("a/src/main/resources/db/migration/V2__x.sql")
        );
        assert_ne!(root("a/migrations/1.sql"), root("b/migrations/1.sql"));
        assert_eq!(root("migrations.py"), None);
        assert_eq!(root("db/schema.sql"), None);
    }

    #[test]
    fn scripts_that_go_back_are_told_by_their_names() {
        for document in [
            "db/0001_a.down.sql",
            "migrations/2020_a/down.sql",
            "migrations/20200101-a-down.sql",
            "db/U2__a.sql",
        ] {
            assert!(takes_back(document), "{document}");
        }
        for document in [
            "db/0001_a.up.sql",
            "db/break_down.sql",
            "db/users.sql",
            "db/u_2.sql",
            "down/a.sql",
        ] {
            assert!(!takes_back(document), "{document}");
        }
    }
}
