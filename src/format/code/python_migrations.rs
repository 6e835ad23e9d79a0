//! Django migrations: created models, and fields that are added, altered, renamed and removed.

use tree_sitter::Node;

use super::python::{field_kind, model_field};
use super::reader::Reader;
use super::values::name as name_of;

/// `("gender", models.CharField(choices=[…]))` in the fields of a table that a migration makes, and
/// `"gender": fields.selection([…])` among columns that are kept in a map.
pub fn named_field(reader: &mut Reader<'_>, node: Node<'_>) {
    let (Some(name), Some(call), 2) = (
        node.named_child(0),
        node.named_child(1),
        node.named_child_count(),
    ) else {
        return;
    };
    if name.kind() == "string"
        && call.kind() == "call"
        && let Some(kind) = field_kind(reader, call)
    {
        model_field(reader, node, name, None, call, &kind);
    }
}

/// `migrations.AddField(model_name="person", name="gender", field=models.CharField(choices=[…]))`.
pub fn migrated_field(reader: &mut Reader<'_>, node: Node<'_>) {
    // Names of the arguments, in positional order.
    const NAMED: [(&str, &[&str]); 6] = [
        ("CreateModel", &["name", "fields"]),
        ("DeleteModel", &["name"]),
        ("AddField", &["model_name", "name", "field"]),
        ("AlterField", &["model_name", "name", "field"]),
        ("RemoveField", &["model_name", "name"]),
        ("RenameField", &["model_name", "old_name", "new_name"]),
    ];
    let operation = node
        .child_by_field_name("function")
        .and_then(|function| name_of(reader, function))
        .and_then(|name| NAMED.iter().find(|(operation, _)| *operation == name));
    let (Some((operation, names)), Some(arguments)) =
        (operation, node.child_by_field_name("arguments"))
    else {
        return;
    };
    let given = |key: &str| {
        let mut cursor = arguments.walk();
        let place = names.iter().position(|name| *name == key);
        arguments
            .named_children(&mut cursor)
            .filter(|argument| argument.kind() != "comment")
            .enumerate()
            .find_map(
                |(index, argument)| match argument.child_by_field_name("name") {
                    Some(name) if argument.kind() == "keyword_argument" => {
                        (reader.text(name) == key).then(|| argument.child_by_field_name("value"))?
                    }
                    _ => (Some(index) == place && argument.kind() != "keyword_argument")
                        .then_some(argument),
                },
            )
    };
    // The owner of the field is needed to match it with the model and later migrations.
    let Some(model) = given(if operation.ends_with("Model") {
        "name"
    } else {
        "model_name"
    }) else {
        return;
    };
    let text = |key: &str| given(key).map(|node| reader.unquoted(node));
    match *operation {
        "DeleteModel" => {
            let table = reader.unquoted(model);
            reader.step().drop_table(table);
        }
        "RemoveField" => {
            if let Some(name) = text("name") {
                let table = reader.unquoted(model);
                reader.step().drop_column(table, name);
            }
        }
        "RenameField" => {
            if let (Some(from), Some(to)) = (text("old_name"), text("new_name")) {
                let table = reader.unquoted(model);
                reader.step().rename_column(table, from, to);
            }
        }
        _ => {
            let field = (given("name"), given("field"));
            reader.enter(node, model);
            if let (Some(name), Some(call)) = field
                && let Some(kind) = field_kind(reader, call)
            {
                model_field(reader, node, name, None, call, &kind);
            }
        }
    }
}
