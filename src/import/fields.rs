//! The fields of applications, interfaces and departments as columns: one per value, and one per list of tables
//! (addresses, repositories, artefacts), whose items share a cell.

use std::sync::OnceLock;

use serde_json::{Map, Value};

use crate::inventory::{FieldRole, FieldSpec, FieldType, Spec, TableSpec, quoted_question};
use crate::texts::{Bilingual, Language};

/// The kind of a table's rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Kind {
    Department,
    Application,
    Interface,
}

impl Kind {
    /// Name of the table in the files of the inventory.
    pub const fn table(self) -> &'static str {
        match self {
            Self::Department => "department",
            Self::Application => "application",
            Self::Interface => "interface",
        }
    }
}

/// A field represented as a column.
#[derive(Debug)]
pub(super) struct Flat {
    /// `lifecycle.phase`
    pub path: String,
    pub field: &'static FieldSpec,
    /// The table of the items, if a cell contains several.
    pub items: Option<&'static TableSpec>,
    /// Whether an entry is incomplete without it.
    pub required: bool,
    heading: [String; 2],
}

impl PartialEq for Flat {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Flat {
    /// A part of an item, for messages.
    pub fn part(path: String, field: &'static FieldSpec) -> Self {
        Self {
            path,
            field,
            items: None,
            required: false,
            heading: [field.title.de.clone(), field.title.en.clone()],
        }
    }

    /// The heading of its column.
    pub fn heading(&self, language: Language) -> &str {
        let [de, en] = &self.heading;
        match language {
            Language::De => de,
            Language::En => en,
        }
    }

    /// Whether the field has a role.
    pub fn is(&self, role: FieldRole) -> bool {
        self.field.role == Some(role)
    }

    /// Its name in messages.
    pub fn named(&self) -> Bilingual {
        let named = |language| quoted_question(self.heading(language), language);
        Bilingual::of(named)
    }

    /// The vocabulary value of a word.
    pub fn word(&self, written: &str) -> Option<String> {
        Spec::get().value(self.field, written).map(str::to_owned)
    }
}

/// All columns of a kind, in the order of the field table.
pub(super) fn flat(kind: Kind) -> &'static [Flat] {
    static ALL: OnceLock<[Vec<Flat>; 3]> = OnceLock::new();
    let [departments, applications, interfaces] = ALL.get_or_init(|| {
        [Kind::Department, Kind::Application, Kind::Interface].map(|kind| {
            let mut columns = Vec::new();
            if let Some(table) = Spec::get().table(kind.table()) {
                add(table, "", None, true, &mut columns);
            }
            columns
        })
    });
    match kind {
        Kind::Department => departments,
        Kind::Application => applications,
        Kind::Interface => interfaces,
    }
}

/// The column of a kind with a role; `None` if there is none.
pub(super) fn with_role(kind: Kind, role: FieldRole) -> Option<&'static Flat> {
    flat(kind).iter().find(|flat| flat.is(role))
}

/// The name of an application field in messages.
pub(super) fn named(path: &str) -> Bilingual {
    let known = flat(Kind::Application).iter();
    let mut known = known.filter(|flat| flat.path == path).map(Flat::named);
    known
        .next_back()
        .unwrap_or_else(|| crate::inventory::same(path))
}

fn add(
    table: &'static TableSpec,
    prefix: &str,
    parent: Option<&TableSpec>,
    required: bool,
    columns: &mut Vec<Flat>,
) {
    for field in &table.fields {
        let path = format!("{prefix}{}", field.name);
        let inner = field
            .table
            .as_deref()
            .and_then(|name| Spec::get().table(name));
        let required = required && field.need == crate::inventory::Need::Required;
        match inner {
            Some(inner) if !field.list => {
                add(inner, &format!("{path}."), Some(inner), required, columns);
            }
            items => columns.push(Flat {
                path,
                field,
                items,
                required,
                heading: [Language::De, Language::En].map(|language| match parent {
                    Some(parent) => {
                        format!(
                            "{}: {}",
                            parent.title.get(language),
                            field.title.get(language)
                        )
                    }
                    None => field.title.get(language).clone(),
                }),
            }),
        }
    }
}

/// The value at a path of an entry; `None` if it is empty.
pub(super) fn get<'v>(entry: &'v Map<String, Value>, path: &str) -> Option<&'v Value> {
    let mut names = path.split('.');
    let mut value = entry.get(names.next()?)?;
    for name in names {
        value = value.get(name)?;
    }
    (!is_empty(value)).then_some(value)
}

/// Sets the value at a path and creates the tables around it.
pub(super) fn set(entry: &mut Map<String, Value>, path: &str, value: Value) {
    match path.split_once('.') {
        None => {
            entry.insert(path.to_owned(), value);
        }
        Some((name, rest)) => {
            let inner = entry.entry(name).or_insert(Value::Null);
            if inner.is_null() {
                *inner = Value::Object(Map::new());
            }
            if let Value::Object(inner) = inner {
                set(inner, rest, value);
            }
        }
    }
}

/// Whether a value carries no information.
pub(super) fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.values().all(is_empty),
        _ => false,
    }
}

/// Whether a field's values are free-form text.
pub(super) fn is_text(field: &FieldSpec) -> bool {
    !matches!(
        field.kind,
        FieldType::Bool
            | FieldType::Integer
            | FieldType::Date
            | FieldType::Words
            | FieldType::Count
            | FieldType::Table
    )
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_role_is_that_of_one_field() {
        for kind in [Kind::Department, Kind::Application, Kind::Interface] {
            let mut seen = BTreeSet::new();
            for flat in flat(kind) {
                let Some(role) = flat.field.role else {
                    continue;
                };
                let is_new = seen.insert(role);
                assert!(is_new || role == FieldRole::Responsible, "{}", flat.path);
            }
            assert!(seen.contains(&FieldRole::Id), "{kind:?}");
        }
    }
}
