//! Liquibase changelogs, independent of syntax: changes are applied in order, and the final state of the tables is the
//! model.
//!
//! Each syntax converts its change sets to [`Change`]s; [`build`] does the rest.

mod column_type;
mod finish;
mod raw;
mod table;
mod tree;

use std::collections::BTreeMap;

#[cfg(feature = "code")]
pub use self::column_type::listed;
pub use self::tree::LIQUIBASE_TREE;

use self::column_type::{is_true, unquoted};
use self::table::{Column, Tables, Target};
use super::Note;
use crate::format::limits::CHANGES;
use crate::gap::GapReason;
use crate::model::{DefaultValue, Known, Label, Located, SchemaModel, Span, Why};

/// One change, or a part of one such as a column.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// Its name without namespace: `createTable`, `column`, `constraints`.
    pub name: String,
    /// Its attributes.
    pub attributes: BTreeMap<String, Located<String>>,
    /// Its nested parts.
    pub parts: Vec<Change>,
    /// Its text: raw SQL.
    pub text: Option<Located<String>>,
    /// The whole change.
    pub span: Span,
}

impl Change {
    fn get(&self, name: &str) -> Option<&Located<String>> {
        self.attributes.get(name)
    }

    fn is(&self, name: &str) -> bool {
        self.get(name).is_some_and(|word| is_true(&word.value))
    }

    fn named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Change> {
        self.parts.iter().filter(move |part| part.name == name)
    }

    /// A comma-separated list of names in an attribute.
    fn names(&self, attribute: &str) -> Vec<String> {
        let list = self.get(attribute).map(|list| list.value.as_str());
        let names = list.unwrap_or_default().split(',');
        names.map(|name| name.trim().to_owned()).collect()
    }
}

/// Applies the changes to an empty database and adds the result to the model.
pub fn build(model: &mut SchemaModel, notes: &mut Vec<Note>, changes: &[Change]) {
    let mut tables = Tables::default();
    for change in changes.iter().take(CHANGES) {
        apply(&mut tables, change);
    }
    if let Some(first) = changes.get(CHANGES) {
        notes.push(Note {
            reason: GapReason::TooLarge,
            span: Some(first.span),
            detail: format!("only the first {CHANGES} changes were read"),
        });
    }
    for table in tables.iter().filter(|table| !table.rows.is_empty()) {
        if let Some(span) = table.refilled {
            notes.push(Note {
                reason: GapReason::NotUnderstood,
                span: Some(span),
                detail: "a change of rows that the reader does not follow".into(),
            });
        }
    }
    finish::finish(model, &tables);
}

fn apply(tables: &mut Tables, change: &Change) {
    match change.name.as_str() {
        "createTable" => {
            let Some(name) = change.get("tableName") else {
                return;
            };
            let table = tables.known_or_new(name, change.span);
            table.created = true;
            table.labels.extend(remarks(change));
            add_columns(tables, change, "tableName");
        }
        "addColumn" | "modifyColumn" => add_columns(tables, change, "tableName"),
        "dropColumn" => {
            let parts = change.named("column").filter_map(|part| part.get("name"));
            let names = change.get("columnName").into_iter().chain(parts);
            let names: Vec<String> = names.map(|name| name.value.clone()).collect();
            if let Some(table) = tables.known(change.get("tableName")) {
                names.iter().for_each(|name| table.drop_column(name));
            }
        }
        "mergeColumns" => {
            let merged = ["column1Name", "column2Name"].map(|name| change.get(name).cloned());
            if let (Some(table), Some(name)) = (
                tables.known(change.get("tableName")),
                change.get("finalColumnName"),
            ) {
                merged
                    .iter()
                    .flatten()
                    .for_each(|name| table.drop_column(&name.value));
                let mut column = Column::new(name.clone(), change.span);
                column.declared = change.get("finalColumnType").cloned();
                table.put_column(column);
            }
        }
        "renameColumn" => {
            if let (Some(column), Some(name)) = (
                column_of(tables, change, "oldColumnName"),
                change.get("newColumnName"),
            ) {
                column.rename(name);
            }
        }
        "dropTable" => tables.drop(change.get("tableName")),
        "renameTable" => tables.rename(change.get("oldTableName"), change.get("newTableName")),
        "modifyDataType" => {
            let declared = change.get("newDataType").cloned();
            // The table may have been created in another file; its column is still worth a field.
            let (Some(table), Some(name)) = (change.get("tableName"), change.get("columnName"))
            else {
                return;
            };
            let table = tables.known_or_new(table, change.span);
            match table.column(&name.value) {
                Some(column) => column.declared = declared,
                None => {
                    let mut column = Column::new(name.clone(), change.span);
                    column.declared = declared;
                    column.optional = Located::implied(Known::No(Why::Elsewhere));
                    table.put_column(column);
                }
            }
        }
        "addNotNullConstraint" | "dropNotNullConstraint" => {
            let nullable = change.name == "dropNotNullConstraint";
            if let Some(column) = column_of(tables, change, "columnName") {
                column.optional = Located::with_span(Known::Yes(nullable), change.span);
            }
        }
        "addDefaultValue" | "dropDefaultValue" => {
            if let Some(column) = column_of(tables, change, "columnName") {
                column.default = default(change, "default");
            }
        }
        "setColumnRemarks" => {
            if let Some(column) = column_of(tables, change, "columnName") {
                column.labels = remarks(change).into_iter().collect();
            }
        }
        "setTableRemarks" => {
            if let Some(table) = tables.known(change.get("tableName")) {
                table.labels = remarks(change).into_iter().collect();
            }
        }
        _ => constrain(tables, change),
    }
}

/// Applies keys, checks and rows.
fn constrain(tables: &mut Tables, change: &Change) {
    match change.name.as_str() {
        "addPrimaryKey" => {
            if let Some(table) = tables.known(change.get("tableName")) {
                table.primary = Some((change.names("columnNames"), change.span));
            }
        }
        "dropPrimaryKey" => {
            if let Some(table) = tables.known(change.get("tableName")) {
                table.primary = None;
            }
        }
        "addUniqueConstraint" => {
            if let Some(table) = tables.known(change.get("tableName")) {
                table
                    .unique
                    .push((change.names("columnNames"), change.span));
            }
        }
        "addForeignKeyConstraint" => {
            let names = change.names("baseColumnNames");
            let ([only], Some(target)) = (names.as_slice(), change.get("referencedTableName"))
            else {
                return;
            };
            let target = Target {
                table: target.clone(),
                constraint: change.get("constraintName").map(|name| name.value.clone()),
            };
            if let Some(table) = tables.known(change.get("baseTableName"))
                && let Some(column) = table.column(only)
            {
                column.target = Some(target);
            }
        }
        "dropForeignKeyConstraint" | "dropAllForeignKeyConstraints" => {
            let dropped = change.get("constraintName").map(|name| &name.value);
            for column in tables
                .known(change.get("baseTableName"))
                .into_iter()
                .flat_map(|it| &mut it.columns)
            {
                let same = column.target.as_ref().is_some_and(|target| {
                    dropped.is_none() || target.constraint.as_ref() == dropped
                });
                if same {
                    column.target = None;
                }
            }
        }
        "addLookupTable" => {
            if let (Some(table), Some(target)) = (
                tables.known(change.get("existingTableName")),
                change.get("newTableName"),
            ) && let Some(column) = change
                .get("existingColumnName")
                .and_then(|name| table.column(&name.value))
            {
                column.target = Some(Target {
                    table: target.clone(),
                    constraint: None,
                });
            }
        }
        "addCheckConstraint" => {
            if let (Some(table), Some(body)) = (
                tables.known(change.get("tableName")),
                change.get("constraintBody"),
            ) {
                let name = change.get("constraintName");
                table.check(name.map(|name| name.value.as_str()), body.clone());
            }
        }
        "dropCheckConstraint" => {
            if let (Some(table), Some(name)) = (
                tables.known(change.get("tableName")),
                change.get("constraintName"),
            ) {
                table.drop_check(&name.value);
            }
        }
        "insert" => {
            if let Some(name) = change.get("tableName") {
                let cells = change.named("column").filter_map(|cell| {
                    Some((cell.get("name")?.value.clone(), value(cell, "value")?))
                });
                let cells = cells.collect();
                tables.known_or_new(name, change.span).rows.push(cells);
            }
        }
        "loadData" | "loadUpdateData" | "update" | "delete" => {
            if let Some(table) = tables.known(change.get("tableName")) {
                table.refilled = Some(change.span);
            }
        }
        "sql" | "createProcedure" => {
            let written = change.get("sql").or(change.text.as_ref());
            if let Some(text) = written {
                raw::apply(tables, text, change.span);
            }
        }
        _ => {}
    }
}

/// Whether a statement declares a table or a type: other changes name no column that is not declared elsewhere.
pub fn creates_table(statement: &str) -> bool {
    let mut words = statement.split_whitespace().map(str::to_ascii_uppercase);
    let creates = words.next().is_some_and(|first| first == "CREATE");
    creates
        && words
            .take(2)
            .any(|word| matches!(word.as_str(), "TABLE" | "TYPE" | "DOMAIN"))
}

fn column_of<'t>(
    tables: &'t mut Tables,
    change: &Change,
    attribute: &str,
) -> Option<&'t mut Column> {
    let name = change.get(attribute)?;
    tables.known(change.get("tableName"))?.column(&name.value)
}

fn add_columns(tables: &mut Tables, change: &Change, attribute: &str) {
    let Some(table) = change.get(attribute) else {
        return;
    };
    let table = tables.known_or_new(table, change.span);
    for part in change.named("column") {
        let Some(name) = part.get("name") else {
            continue;
        };
        let mut column = Column::new(name.clone(), part.span);
        column.declared = part.get("type").cloned();
        column.default = default(part, "default");
        column.labels = remarks(part).into_iter().collect();
        for constraints in part.named("constraints") {
            if let Some(word) = constraints.get("nullable") {
                column.optional = Located::new(Known::Yes(is_true(&word.value)), word.span);
            }
            if constraints.is("primaryKey") {
                let keys = table.primary.get_or_insert_with(|| (Vec::new(), part.span));
                keys.0.push(name.value.clone());
            }
            if constraints.is("unique") {
                table.unique.push((vec![name.value.clone()], part.span));
            }
            if let Some(condition) = constraints.get("checkConstraint") {
                table.check(None, condition.clone());
            }
            let target = constraints
                .get("referencedTableName")
                .or_else(|| constraints.get("references"));
            column.target = target.map(|target| Target {
                table: Located::new(
                    target
                        .value
                        .split('(')
                        .next()
                        .unwrap_or_default()
                        .to_owned(),
                    target.span,
                ),
                constraint: constraints
                    .get("foreignKeyName")
                    .map(|name| name.value.clone()),
            });
        }
        table.put_column(column);
    }
}

fn remarks(change: &Change) -> Option<Label> {
    let text = change.get("remarks")?.clone();
    Some(Label::description(text))
}

/// `defaultValue`, `defaultValueNumeric`, …; an expression has no literal.
fn default(change: &Change, prefix: &str) -> Option<DefaultValue> {
    let literal = value(change, &format!("{prefix}Value"));
    let computed = change
        .get(&format!("{prefix}ValueComputed"))
        .or_else(|| change.get(&format!("{prefix}ValueSequenceNext")));
    match (literal, computed) {
        (Some(literal), _) => Some(DefaultValue {
            literal: Some(unquoted(&literal.value).to_owned()),
            span: literal.span,
        }),
        (None, Some(computed)) => Some(DefaultValue {
            literal: None,
            span: computed.span,
        }),
        (None, None) => None,
    }
}

fn value(change: &Change, prefix: &str) -> Option<Located<String>> {
    ["", "Numeric", "Boolean", "Date"]
        .iter()
        .find_map(|kind| change.get(&format!("{prefix}{kind}")))
        .cloned()
}
