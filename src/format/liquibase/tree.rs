//! Liquibase changelogs in YAML and JSON.

use super::{Change, build, creates_table};
use crate::format::limits::{CHANGES, WRAPPER_DEPTH};
use crate::format::tree::{Document, Node, Tree, TreeFormat};
use crate::format::{Failure, Note, Recognition};
use crate::gap::GapReason;
use crate::model::Located;

/// Liquibase changelogs, YAML and JSON syntax.
pub const LIQUIBASE_TREE: TreeFormat = TreeFormat {
    name: "liquibase",
    extensions: &["yaml", "yml", "json"],
    yaml: true,
    claims: |peek| Recognition::Certain.when(peek.has("databaseChangeLog")),
    read: read_change_log,
};

fn read_change_log(document: &mut Document, tree: &Tree) -> Result<(), Failure> {
    let mut reader = Reader {
        left: CHANGES,
        notes: Vec::new(),
    };
    let changes: Vec<Change> = tree
        .roots()
        .flat_map(|root| root.items_of("databaseChangeLog"))
        .filter_map(|item| item.get("changeSet"))
        .flat_map(|set| set.items_of("changes"))
        .flat_map(|item| reader.changes(item))
        .collect();
    document.notes = reader.notes;
    let unread = changes.iter().filter(|change| change.name == "sql");
    let unread = unread.filter_map(|change| change.attributes.get("sql").or(change.text.as_ref()));
    for statement in unread.filter(|statement| creates_table(&statement.value)) {
        document.notes.push(Note {
            reason: GapReason::NotUnderstood,
            span: statement.span,
            detail: "a table that a statement creates".to_owned(),
        });
    }
    build(&mut document.model, &mut document.notes, &changes);
    Ok(())
}

struct Reader {
    /// How many more changes and parts may be created, because aliases can multiply them.
    left: usize,
    notes: Vec<Note>,
}

impl Reader {
    /// The changes in an item: `- createTable: {…}`, usually one.
    fn changes(&mut self, item: Node<'_>) -> Vec<Change> {
        let named = item.entries();
        named
            .filter_map(|(name, node)| self.change(name.value, node, 0))
            .map(|change| Change {
                span: item.span(),
                ..change
            })
            .collect()
    }

    fn change(&mut self, name: &str, node: Node<'_>, depth: usize) -> Option<Change> {
        if depth > WRAPPER_DEPTH || self.left == 0 {
            return None;
        }
        self.left -= 1;
        if self.left == 0 {
            self.notes.push(Note {
                reason: GapReason::TooLarge,
                span: Some(node.span()),
                detail: format!("only the first {CHANGES} changes were read"),
            });
        }
        let mut change = Change {
            name: name.to_owned(),
            text: node.located(),
            span: node.span(),
            ..Change::default()
        };
        for (key, value) in node.entries() {
            if let Some(text) = value.located() {
                change.attributes.insert(key.value.to_owned(), text);
            } else if value.is_map() {
                change
                    .parts
                    .extend(self.change(key.value, value, depth + 1));
            } else {
                self.list(key, value, depth, &mut change);
            }
        }
        Some(change)
    }

    /// `columns: [{column: {…}}]`, with or without the inner name.
    fn list(&mut self, key: Located<&str>, list: Node<'_>, depth: usize, change: &mut Change) {
        let singular = key.value.strip_suffix('s').unwrap_or(key.value);
        for item in list.items() {
            match item.get(singular) {
                Some(inner) if inner.is_map() => {
                    change.parts.extend(self.change(singular, inner, depth + 1));
                }
                _ if key.value == "constraints" => {
                    change.parts.extend(self.change(key.value, item, depth + 1));
                }
                _ => change.parts.extend(self.change(singular, item, depth + 1)),
            }
        }
    }
}
