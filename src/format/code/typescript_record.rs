//! Records passed as arguments: the names of library schemas and of tables, and the siblings of their fields.

use tree_sitter::Node;

use super::reader::Reader;
use crate::format::limits::CALL_STEPS;

/// Opens the record whose object contains an entry: `const hund = z.object({ rasse: …, geschlecht: … })`,
/// `define('Hund', { … })`.
pub fn enter_object(reader: &mut Reader<'_>, entry: Node<'_>) {
    let Some(object) = entry.parent().filter(|object| object.kind() == "object") else {
        return;
    };
    if reader.was_read(object) {
        return;
    }
    let Some(call) = object
        .parent()
        .filter(|around| around.kind() == "arguments")
        .and_then(|arguments| arguments.parent())
    else {
        return;
    };
    let Some(name) = first_text(call).or_else(|| kept_as(call)) else {
        return;
    };
    reader.mark(object);
    reader.enter(object, name);
    let mut cursor = object.walk();
    let keys: Vec<Node<'_>> = object
        .named_children(&mut cursor)
        .filter(|child| child.kind() == "pair" && *child != entry)
        .filter_map(|pair| pair.child_by_field_name("key"))
        .filter(|key| matches!(key.kind(), "property_identifier" | "string"))
        .collect();
    fields(reader, &keys);
}

/// Opens the table that defines a column: `createTable('hund', (t) => { t.string('rasse'); t.enu(…); })`.
pub fn enter_table(reader: &mut Reader<'_>, column: Node<'_>) {
    let mut around = column.parent();
    for _ in 0..CALL_STEPS {
        let Some(node) = around else { return };
        let is_function = matches!(node.kind(), "arrow_function" | "function_expression");
        let call = node
            .parent()
            .filter(|arguments| is_function && arguments.kind() == "arguments")
            .and_then(|arguments| arguments.parent());
        if let Some(call) = call {
            if let Some(name) = first_text(call).filter(|_| !reader.was_read(node)) {
                reader.mark(node);
                reader.enter(node, name);
                let names = columns(node, column);
                fields(reader, &names);
            }
            return;
        }
        around = node.parent();
    }
}

/// The names of the other columns that a function defines in statements of their own.
fn columns<'t>(function: Node<'t>, but: Node<'_>) -> Vec<Node<'t>> {
    let Some(body) = function.child_by_field_name("body") else {
        return Vec::new();
    };
    let mut cursor = body.walk();
    let statements: Vec<Node<'t>> = body.named_children(&mut cursor).collect();
    statements
        .into_iter()
        .filter_map(|statement| {
            let mut call = statement.named_child(0)?;
            // `t.string('rasse').notNullable()`
            for _ in 0..CALL_STEPS {
                let function = call.child_by_field_name("function")?;
                match function.child_by_field_name("object") {
                    Some(inner) if inner.kind() == "call_expression" => call = inner,
                    _ => break,
                }
            }
            (call != but).then(|| first_text(call))?
        })
        .collect()
}

/// The siblings of a field. Those that may concern the topic are read elsewhere in more detail.
fn fields(reader: &mut Reader<'_>, names: &[Node<'_>]) {
    for name in names {
        if !reader.topic().is_mentioned_in(reader.text(*name)) {
            reader.field(*name, *name, None);
        }
    }
}

/// The string in a call's first argument.
fn first_text(call: Node<'_>) -> Option<Node<'_>> {
    let first = call.child_by_field_name("arguments")?.named_child(0)?;
    (first.kind() == "string").then_some(first)
}

/// The name that stores a call's result, even with further calls: `const hund = z.object({ … }).strict()`.
fn kept_as(call: Node<'_>) -> Option<Node<'_>> {
    let mut node = call;
    for _ in 0..CALL_STEPS {
        let around = node.parent()?;
        match around.kind() {
            "variable_declarator" => {
                let name = around.child_by_field_name("name")?;
                return (name.kind() == "identifier").then_some(name);
            }
            // exports.Hund = z.object({ … })
            "assignment_expression" => {
                return around
                    .child_by_field_name("left")?
                    .child_by_field_name("property");
            }
            "member_expression"
            | "call_expression"
            | "arguments"
            | "as_expression"
            | "satisfies_expression" => node = around,
            _ => return None,
        }
    }
    None
}
