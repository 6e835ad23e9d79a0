//! The final state of the tables → a schema model.

use std::collections::{HashMap, HashSet};

use super::column_type::{declared, key, listed};
use super::table::{Check, Column, Table, Tables};
use crate::format::limits::OPTIONS;
use crate::model::{
    Amendment, Domain, Element, ElementId, Known, Layer, Located, ModelPath, Reference, Relation,
    RelationKind, SchemaModel, Span, Value, Why,
};

/// Names of code columns, if no key identifies one.
const CODE_COLUMNS: [&str; 5] = ["code", "schluessel", "kuerzel", "id", "key"];
/// Names of columns with texts for people.
const NAME_COLUMNS: [&str; 9] = [
    "bezeichnung",
    "name",
    "text",
    "label",
    "beschreibung",
    "description",
    "langtext",
    "wert",
    "title",
];

/// Adds tables, columns and lookup tables.
pub(super) fn finish(model: &mut SchemaModel, tables: &Tables) {
    let mut lists: HashMap<String, ElementId> = HashMap::new();
    for table in tables.iter() {
        if let Some(list) = lookup_table(table) {
            let id = model.add_element(list);
            if table.created {
                lists.insert(key(&table.name.value), id);
            }
        }
    }
    for table in tables.iter() {
        let path = ModelPath::new([table.name.value.as_str()]);
        let entity = model.declare_entity(table.name.clone(), &path, table.labels.clone());
        let limits = Limits::new(table);
        let mut ids: HashMap<String, ElementId> = HashMap::new();
        for column in &table.columns {
            let mut element = field(tables, &lists, table, column, &limits);
            element.entity = Some(entity);
            ids.insert(column.key.clone(), model.add_element(element));
        }
        let mut relate = |kind: RelationKind, names: &[String], span: Span| {
            let elements: Vec<ElementId> = names
                .iter()
                .filter_map(|name| ids.get(&key(name)).copied())
                .collect();
            if !elements.is_empty() {
                model.relations.push(Relation {
                    kind,
                    elements,
                    span,
                });
            }
        };
        if let Some((names, span)) = &table.primary {
            relate(RelationKind::PrimaryKey, names, *span);
        }
        for (names, span) in &table.unique {
            relate(RelationKind::Unique, names, *span);
        }
    }
}

/// What the constraints of a table say of its columns, by the form of their names for comparison.
struct Limits<'t> {
    /// Columns of the primary key.
    primary: HashSet<String>,
    /// The values that a check constraint lists.
    listed: HashMap<String, Located<Known<Domain>>>,
    /// The first check that compares the column with texts, in a way that is perhaps not understood.
    compared: HashMap<String, &'t Check>,
}

impl<'t> Limits<'t> {
    fn new(table: &'t Table) -> Self {
        let primary = table.primary.iter().flat_map(|(names, _)| names);
        let mut limits = Self {
            primary: primary.map(String::as_str).map(key).collect(),
            listed: HashMap::new(),
            compared: HashMap::new(),
        };
        for check in &table.checks {
            if let Some((column, values)) = listed(&check.condition) {
                let domain = Located::new(Known::closed(values), check.condition.span);
                limits.listed.insert(column, domain);
            }
            if compares_texts(check) {
                for word in words(&check.condition.value) {
                    limits.compared.entry(key(word)).or_insert(check);
                }
            }
        }
        limits
    }
}

fn words(condition: &str) -> impl Iterator<Item = &str> {
    condition.split(|ch: char| !ch.is_alphanumeric() && ch != '_')
}

/// Whether a check compares something with texts.
fn compares_texts(check: &Check) -> bool {
    let condition = check.condition.value.as_str();
    let equals = ["<=", ">=", "!="]
        .iter()
        .fold(condition.to_owned(), |text, sign| text.replace(sign, ""));
    let is_in = |word: &str| word.eq_ignore_ascii_case("in");
    condition.contains('\'') && (equals.contains('=') || words(condition).any(is_in))
}

fn field(
    tables: &Tables,
    lists: &HashMap<String, ElementId>,
    table: &Table,
    column: &Column,
    limits: &Limits<'_>,
) -> Element {
    let mut element = Element::field(
        column.name.clone(),
        ModelPath::new([table.name.value.as_str(), column.name.value.as_str()]),
        Layer::Database,
        column.extent,
    )
    .with_labels(column.labels.clone())
    .with_default(column.default.clone())
    .with_type(column.declared.clone());
    let in_primary = limits.primary.contains(&column.key);
    element.optional = column.optional.clone();
    if in_primary && column.optional.span.is_none() {
        element.optional = Located::implied(Known::Yes(false));
    }
    if let Some(written) = &column.declared {
        let read = declared(written);
        element.domain = Located::new(read.domain, written.span);
        element.width = read.width.map(|width| Located::new(width, written.span));
    }
    if let Some(domain) = limits.listed.get(&column.key) {
        element.domain = domain.clone();
    } else if let Some(check) = limits.compared.get(&column.key) {
        element.domain = Located::new(Known::No(Why::NotUnderstood), check.condition.span);
    }
    // Raw SQL may have added values or dropped the constraint.
    if table.touched.is_some() && matches!(element.domain.value, Known::Yes(Domain::Closed(_))) {
        element.domain.value = Known::No(Why::NotUnderstood);
    }
    if let Some(target) = &column.target {
        let name = tables
            .find(&target.table.value)
            .map_or(&target.table.value, |table| &table.name.value);
        let reference = match lists.get(&key(name)) {
            Some(list) => Reference::Element(*list),
            None => Reference::Named(name.clone()),
        };
        element.domain = Located::new(Known::Yes(Domain::Reference(reference)), target.table.span);
    }
    element
}

/// A lookup table, or what is added to one of another changelog: a few rows, each with a code and a name; `None` if not
/// all rows are known.
fn lookup_table(table: &Table) -> Option<Element> {
    if table.rows.is_empty() || table.rows.len() > OPTIONS || table.refilled.is_some() {
        return None;
    }
    let first: Vec<String> = table
        .rows
        .first()?
        .iter()
        .map(|(name, _)| key(name))
        .collect();
    let primary = table
        .primary
        .as_ref()
        .and_then(|(names, _)| match names.as_slice() {
            [only] => Some(key(only)),
            _ => None,
        });
    let stands = |name: &String| first.contains(name);
    let among = |names: &[&str]| {
        names
            .iter()
            .map(|name| (*name).to_owned())
            .find(|name| first.contains(name))
    };
    let code = primary.filter(stands).or_else(|| among(&CODE_COLUMNS));
    let name = among(&NAME_COLUMNS).filter(|name| Some(name) != code.as_ref());
    let (code, name) = match (code, name) {
        // Generated keys are not written; rows are then identified by name.
        (None, Some(name)) => (name, None),
        (Some(code), name) => (code, name),
        (None, None) => return None,
    };
    let cell = |row: &super::table::Row, wanted: &str| {
        row.iter()
            .find(|(name, _)| key(name) == wanted)
            .map(|(_, cell)| cell.clone())
    };
    let values: Option<Vec<Value>> = table
        .rows
        .iter()
        .map(|row| {
            Some(Value {
                raw: cell(row, &code)?,
                label: name.as_ref().and_then(|name| cell(row, name)),
                ..Value::default()
            })
        })
        .collect();
    let (values, extent) = (values?, table.extent);
    let path = ModelPath::new([table.name.value.as_str()]);
    let element = Element::code_list(table.name.clone(), path, Layer::Database, extent)
        .with_labels(table.labels.clone());
    if table.created {
        return Some(element.with_values(values, extent));
    }
    // The changelog that creates the table may have filled it, too.
    let list = Known::named(table.name.value.clone());
    Some(Element {
        amends: Some(Amendment::Adds(values)),
        ..element.with_domain(Located::with_span(list, extent))
    })
}
