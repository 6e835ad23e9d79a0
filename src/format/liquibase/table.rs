//! The state of tables while changes are applied.

use std::collections::HashMap;

use super::column_type::key;
use crate::format::limits::TABLE_COLUMNS;
use crate::model::{DefaultValue, Known, Label, Located, Span};

/// The cells of a row by column.
pub(super) type Row = Vec<(String, Located<String>)>;

/// The current state of a table.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) name: Located<String>,
    pub(super) extent: Span,
    /// Whether this changelog creates it; another one may have filled it otherwise.
    pub(super) created: bool,
    pub(super) labels: Vec<Label>,
    pub(super) columns: Vec<Column>,
    pub(super) rows: Vec<Row>,
    pub(super) primary: Option<(Vec<String>, Span)>,
    pub(super) unique: Vec<(Vec<String>, Span)>,
    pub(super) checks: Vec<Check>,
    /// Where constraints were changed in a way that is not followed.
    pub(super) touched: Option<Span>,
    /// The same for rows.
    pub(super) refilled: Option<Span>,
}

/// A check constraint.
#[derive(Debug)]
pub(super) struct Check {
    /// Its name, in the form for comparison.
    pub(super) name: Option<String>,
    /// Its condition as written.
    pub(super) condition: Located<String>,
}

/// The current state of a column.
#[derive(Debug)]
pub(super) struct Column {
    pub(super) name: Located<String>,
    /// Its name in the form for comparison.
    pub(super) key: String,
    pub(super) extent: Span,
    pub(super) labels: Vec<Label>,
    pub(super) declared: Option<Located<String>>,
    /// Whether it may be empty; implied unless a change states it.
    pub(super) optional: Located<Known<bool>>,
    pub(super) default: Option<DefaultValue>,
    pub(super) target: Option<Target>,
}

/// The target of a foreign key.
#[derive(Debug)]
pub(super) struct Target {
    pub(super) table: Located<String>,
    pub(super) constraint: Option<String>,
}

/// All tables, in order of creation.
#[derive(Default)]
pub(super) struct Tables {
    list: Vec<Option<Table>>,
    by_name: HashMap<String, usize>,
}

impl Column {
    pub(super) fn new(name: Located<String>, extent: Span) -> Self {
        Self {
            key: key(&name.value),
            name,
            extent,
            labels: Vec::new(),
            declared: None,
            optional: Located::implied(Known::Yes(true)),
            default: None,
            target: None,
        }
    }

    pub(super) fn rename(&mut self, name: &Located<String>) {
        self.key = key(&name.value);
        self.name = name.clone();
    }
}

impl Table {
    pub(super) fn column(&mut self, name: &str) -> Option<&mut Column> {
        let name = key(name);
        self.columns.iter_mut().find(|column| column.key == name)
    }

    /// Adds a column, or replaces the one with this name (variants for several databases).
    pub(super) fn put_column(&mut self, column: Column) {
        let full = self.columns.len() >= TABLE_COLUMNS;
        match self.column(&column.name.value) {
            Some(known) => *known = column,
            None if full => {}
            None => self.columns.push(column),
        }
    }

    /// Adds a check constraint.
    pub(super) fn check(&mut self, name: Option<&str>, condition: Located<String>) {
        let name = name.map(key);
        self.checks.push(Check { name, condition });
    }

    /// Drops a check constraint; `false` if there is none with this name.
    pub(super) fn drop_check(&mut self, name: &str) -> bool {
        let name = Some(key(name));
        let before = self.checks.len();
        self.checks.retain(|check| check.name != name);
        self.checks.len() < before
    }

    pub(super) fn drop_column(&mut self, name: &str) {
        let name = key(name);
        self.columns.retain(|column| column.key != name);
    }
}

impl Tables {
    pub(super) fn iter(&self) -> impl Iterator<Item = &Table> {
        self.list.iter().flatten()
    }

    pub(super) fn find(&self, name: &str) -> Option<&Table> {
        let at = self.by_name.get(&key(name))?;
        self.list.get(*at)?.as_ref()
    }

    pub(super) fn known(&mut self, name: Option<&Located<String>>) -> Option<&mut Table> {
        let at = self.by_name.get(&key(&name?.value))?;
        self.list.get_mut(*at)?.as_mut()
    }

    /// The table with this name. One that is created again is a variant for another database.
    pub(super) fn known_or_new(&mut self, name: &Located<String>, extent: Span) -> &mut Table {
        let next = self.list.len();
        let at = *self.by_name.entry(key(&name.value)).or_insert(next);
        if at == next {
            self.list.push(None);
        }
        self.list[at].get_or_insert_with(|| Table {
            name: name.clone(),
            extent,
            created: false,
            labels: Vec::new(),
            columns: Vec::new(),
            rows: Vec::new(),
            primary: None,
            unique: Vec::new(),
            checks: Vec::new(),
            touched: None,
            refilled: None,
        })
    }

    pub(super) fn drop(&mut self, name: Option<&Located<String>>) {
        let at = name.and_then(|name| self.by_name.remove(&key(&name.value)));
        if let Some(slot) = at.and_then(|at| self.list.get_mut(at)) {
            *slot = None;
        }
    }

    pub(super) fn rename(&mut self, old: Option<&Located<String>>, new: Option<&Located<String>>) {
        let (Some(old), Some(new)) = (old, new) else {
            return;
        };
        if let Some(table) = self.known(Some(old)) {
            table.name = new.clone();
        }
        if let Some(at) = self.by_name.remove(&key(&old.value)) {
            self.by_name.insert(key(&new.value), at);
        }
    }

    /// Marks the tables that a statement mentions, because its effect is not followed. `data`: it only changes rows.
    pub(super) fn touch(&mut self, statement: &str, data: bool, span: Span) {
        let words = statement.split(|ch: char| !ch.is_alphanumeric() && ch != '_');
        for word in words.filter(|word| !word.is_empty()) {
            if let Some(at) = self.by_name.get(&key(word))
                && let Some(Some(table)) = self.list.get_mut(*at)
            {
                table.refilled = Some(span);
                if !data {
                    table.touched = Some(span);
                }
            }
        }
    }
}
