//! What a script has declared so far: tables, columns and types, which later statements may change.

use foldhash::HashMap;

use super::token::Tok;
use crate::model::{DefaultValue, Domain, Known, Label, Located, Span, Value};

/// A name with its qualifier (`dbo.Person`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The schema, if it is not a default one.
    pub schema: Option<String>,
    /// The name itself.
    pub own: Located<String>,
}

/// Default schemas.
const DEFAULT_SCHEMAS: [&str; 3] = ["public", "dbo", "main"];

impl Name {
    /// A name from its parts; the own name is last.
    pub fn from_parts(parts: &[&Tok]) -> Option<Self> {
        let (own, before) = parts.split_last()?;
        let schema = before
            .last()
            .map(|schema| schema.text.to_string())
            .filter(|schema| {
                !DEFAULT_SCHEMAS
                    .iter()
                    .any(|known| known.eq_ignore_ascii_case(schema))
            });
        Some(Self {
            schema,
            own: Located::with_span(own.text.to_string(), own.span),
        })
    }

    /// Identity for comparison: databases effectively ignore case.
    pub fn key(&self) -> String {
        match &self.schema {
            Some(schema) => format!("{}.{}", fold(schema), fold(&self.own.value)),
            None => fold(&self.own.value),
        }
    }
}

/// A name in the form for comparison.
pub fn fold(name: &str) -> String {
    name.to_lowercase()
}

/// Everything declared so far.
#[derive(Debug, Default)]
pub struct Schema {
    /// Tables in order of declaration.
    pub tables: Vec<Table>,
    /// Types and domains in order of declaration.
    pub types: Vec<NamedType>,
    /// Types of other scripts, with the values added here.
    pub grown: Vec<(Name, Vec<Value>)>,
    by_name: HashMap<String, usize>,
    /// By own name only; `None` if several schemas have it.
    by_own: HashMap<String, Option<usize>>,
    types_by_name: HashMap<String, usize>,
    /// Dropped tables that another script declares.
    pub dropped_elsewhere: Vec<String>,
    /// Names that statements drop or rename, where they do so.
    pub retired: Vec<Located<String>>,
}

/// A table or composite type.
#[derive(Debug)]
pub struct Table {
    /// Its name.
    pub name: Name,
    /// Its comments.
    pub labels: Vec<Label>,
    /// Its columns.
    pub columns: Vec<Column>,
    by_name: HashMap<String, usize>,
    /// Its keys.
    pub keys: Vec<Key>,
    /// Foreign keys.
    pub foreign: Vec<ForeignKey>,
    /// Names of constraints over several columns that list no values of a single one: they restrict nothing, but may be
    /// dropped.
    pub conditions: Vec<Option<String>>,
    /// Conditions that tie the values of columns together: name of the constraint, columns with values, span.
    pub ties: Vec<(Option<String>, Tie, Span)>,
    /// Whether this script creates it; otherwise it is only known from `ALTER TABLE`.
    pub created: bool,
    /// Renamed columns of earlier scripts.
    pub renamed: Vec<(String, String)>,
    /// Whether it was dropped; a new table with its name replaces it.
    pub dropped: bool,
    /// Whether a later table with the same name replaced it.
    pub replaced: bool,
}

/// The columns tied together by one condition, each with the values that the condition lists.
pub type Tie = Vec<(usize, Vec<Located<String>>)>;

/// A column.
#[derive(Clone, Debug)]
pub struct Column {
    /// Its name as written.
    pub name: Located<String>,
    /// The whole declaration.
    pub extent: Span,
    /// Its type.
    pub data_type: DataType,
    /// Whether it may be null.
    pub optional: Located<Known<bool>>,
    /// The value used if none is given.
    pub default: Option<DefaultValue>,
    /// Comments.
    pub labels: Vec<Label>,
    /// Conditions that only concern this column.
    pub limits: Vec<Limit>,
    /// Whether it was dropped again.
    pub dropped: bool,
}

/// A type as written.
#[derive(Clone, Debug)]
pub struct DataType {
    /// As written; `None` if there is no type.
    pub written: Option<Located<String>>,
    /// The values it allows.
    pub domain: Known<Domain>,
    /// Maximum number of characters.
    pub width: Option<Located<u32>>,
    /// Its name, to be looked up among the declared types.
    pub named: Option<String>,
}

/// The values that a condition allows.
#[derive(Clone, Debug)]
pub enum Allowed {
    /// Only these.
    Only(Vec<Value>),
    /// All but these.
    AllBut(Vec<Value>),
    /// The condition is not understood.
    Unknown,
}

/// A condition that restricts a column.
#[derive(Clone, Debug)]
pub struct Limit {
    /// Name of the constraint.
    pub constraint: Option<String>,
    /// The values it allows.
    pub allowed: Allowed,
    /// Where it is written.
    pub span: Span,
}

/// The kind of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// `PRIMARY KEY`.
    Primary,
    /// `UNIQUE`.
    Unique,
}

/// A key over columns.
#[derive(Debug)]
pub struct Key {
    /// Its kind.
    pub kind: KeyKind,
    /// Its columns.
    pub columns: Vec<usize>,
    /// Where it is written.
    pub span: Span,
}

/// A foreign key.
#[derive(Debug)]
pub struct ForeignKey {
    /// Name of the constraint.
    pub constraint: Option<String>,
    /// Columns of this table.
    pub columns: Vec<usize>,
    /// The referenced table.
    pub target: Name,
    /// The referenced columns; empty for its primary key.
    pub target_columns: Vec<String>,
    /// Where it is written.
    pub span: Span,
}

/// A named type.
#[derive(Debug)]
pub struct NamedType {
    /// Its name.
    pub name: Name,
    /// What it allows without its conditions.
    pub data_type: DataType,
    /// Its values, for enums.
    pub values: Option<Located<Vec<Value>>>,
    /// Conditions of a domain.
    pub limits: Vec<Limit>,
    /// The value used if none is given.
    pub default: Option<DefaultValue>,
    /// Comments.
    pub labels: Vec<Label>,
    /// The whole statement.
    pub extent: Span,
    /// Whether it was dropped again.
    pub dropped: bool,
}

impl Schema {
    /// Adds a table; an earlier one with the same name stays unless it was dropped.
    pub fn add_table(&mut self, name: Name, created: bool) -> usize {
        let index = self.tables.len();
        if let Some(earlier) = self.by_name.get(&name.key()).copied()
            && let Some(earlier) = self.tables.get_mut(earlier)
            && earlier.dropped
        {
            earlier.replaced = true;
        }
        self.register(&name, index);
        self.tables.push(Table::new(name, created));
        index
    }

    fn register(&mut self, name: &Name, index: usize) {
        self.by_name.insert(name.key(), index);
        let tables = &self.tables;
        self.by_own
            .entry(fold(&name.own.value))
            .and_modify(|known| {
                // The same name in another schema is ambiguous; in the same schema it is the newer table.
                let same = known
                    .and_then(|known| tables.get(known))
                    .is_some_and(|table| table.name.key() == name.key());
                *known = same.then_some(index);
            })
            .or_insert(Some(index));
    }

    /// The index of a table.
    pub fn find_table(&self, name: &Name) -> Option<usize> {
        if let Some(index) = self.by_name.get(&name.key()) {
            return Some(*index);
        }
        self.by_own.get(&fold(&name.own.value)).copied().flatten()
    }

    /// A table by name.
    pub fn table_mut(&mut self, name: &Name) -> Option<&mut Table> {
        let index = self.find_table(name)?;
        self.tables.get_mut(index)
    }

    /// Renames a table.
    pub fn rename_table(&mut self, from: &Name, to: &Located<String>) {
        let Some(index) = self.find_table(from) else {
            return;
        };
        let Some(table) = self.tables.get_mut(index) else {
            return;
        };
        let old = table.name.key();
        table.name.own = to.clone();
        let new = table.name.clone();
        self.by_name.remove(&old);
        if let Some(earlier) = self.by_name.get(&new.key()).copied()
            && let Some(earlier) = self.tables.get_mut(earlier)
            && earlier.dropped
        {
            earlier.replaced = true;
        }
        self.by_own.remove(&fold(&from.own.value));
        self.register(&new, index);
    }

    /// Adds a type.
    pub fn add_type(&mut self, new: NamedType) {
        self.types_by_name
            .insert(fold(&new.name.own.value), self.types.len());
        self.types.push(new);
    }

    /// The index of a type by its own name.
    pub fn find_type(&self, name: &str) -> Option<usize> {
        self.types_by_name.get(&fold(name)).copied()
    }

    /// Drops a type.
    pub fn drop_type(&mut self, name: &str) {
        if let Some(index) = self.types_by_name.remove(&fold(name))
            && let Some(named) = self.types.get_mut(index)
        {
            named.dropped = true;
        }
    }

    /// Whether a composite type has this name.
    pub fn is_composite(&self, name: &str) -> bool {
        self.by_own.contains_key(&fold(name))
    }

    /// A type by its own name.
    pub fn type_mut(&mut self, name: &str) -> Option<&mut NamedType> {
        let index = self.find_type(name)?;
        self.types.get_mut(index)
    }

    /// Renames a type; one that had the new name is gone.
    pub fn rename_type(&mut self, from: &str, to: &Located<String>) {
        let Some(index) = self.types_by_name.remove(&fold(from)) else {
            return;
        };
        if let Some(renamed) = self.types.get_mut(index) {
            renamed.name.own = to.clone();
            self.types_by_name.insert(fold(&to.value), index);
        }
    }
}

impl Table {
    fn new(name: Name, created: bool) -> Self {
        Self {
            name,
            labels: Vec::new(),
            columns: Vec::new(),
            by_name: HashMap::default(),
            keys: Vec::new(),
            foreign: Vec::new(),
            conditions: Vec::new(),
            ties: Vec::new(),
            created,
            renamed: Vec::new(),
            dropped: false,
            replaced: false,
        }
    }

    /// Adds a column.
    pub fn add(&mut self, column: Column) -> usize {
        let index = self.columns.len();
        self.by_name.insert(fold(&column.name.value), index);
        self.columns.push(column);
        index
    }

    /// The index of a column.
    pub fn find(&self, name: &str) -> Option<usize> {
        self.by_name.get(&fold(name)).copied()
    }

    /// A column by name.
    pub fn column_mut(&mut self, name: &str) -> Option<&mut Column> {
        let index = self.find(name)?;
        self.columns.get_mut(index)
    }

    /// Renames a column.
    pub fn rename(&mut self, from: &str, to: &Located<String>) {
        if let Some(index) = self.by_name.remove(&fold(from))
            && let Some(column) = self.columns.get_mut(index)
        {
            column.name = to.clone();
            self.by_name.insert(fold(&to.value), index);
        } else if !self.created {
            self.renamed.push((from.to_owned(), to.value.clone()));
        }
    }

    /// Drops a constraint and its restrictions. An unnamed constraint still gets a name from the database.
    pub fn drop_constraint(&mut self, name: &str) {
        let is = |constraint: &Option<String>| {
            constraint
                .as_deref()
                .is_some_and(|constraint| constraint.eq_ignore_ascii_case(name))
        };
        let found = std::cell::Cell::new(false);
        let keep = |constraint: &Option<String>| {
            found.set(found.get() || is(constraint));
            !is(constraint)
        };
        self.conditions.retain(keep);
        self.ties.retain(|(constraint, ..)| keep(constraint));
        self.foreign.retain(|key| keep(&key.constraint));
        let table = &self.name.own.value;
        for column in &mut self.columns {
            let given = format!("{table}_{}_check", column.name.value);
            let given = given.eq_ignore_ascii_case(name);
            found.set(found.get() || given);
            column
                .limits
                .retain(|limit| keep(&limit.constraint) && !(given && limit.constraint.is_none()));
        }
        if !found.get() {
            let unnamed = self
                .columns
                .iter_mut()
                .flat_map(|column| &mut column.limits);
            for limit in unnamed.filter(|limit| limit.constraint.is_none()) {
                limit.allowed = Allowed::Unknown;
            }
        }
    }
}
