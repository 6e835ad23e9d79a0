//! The external dependencies of a program: imported libraries and addresses of services.

use tree_sitter::Node;

use super::reader::{Reader, span};
use super::values::named_child_of;
use crate::model::Span;

/// Visits one node.
pub fn visit(reader: &mut Reader<'_>, node: Node<'_>) {
    match node.kind() {
        // Java, C#, Kotlin, PHP
        "import_declaration" | "using_directive" | "import" | "namespace_use_clause"
            if !reader.was_read(node) =>
        {
            // `using X = A.B` names its alias first.
            let name = named_child_of(
                node,
                &[
                    "scoped_identifier",
                    "qualified_name",
                    "qualified_identifier",
                ],
            );
            if let Some(name) = name.or_else(|| named_child_of(node, &["identifier", "name"])) {
                reader.uses(reader.text(name), span(name));
            }
        }
        // Go
        "import_spec" => {
            if let Some(path) = node.child_by_field_name("path") {
                reader.uses(&reader.unquoted(path), span(path));
            }
        }
        "import_from_statement" => {
            if let Some(name) = node.child_by_field_name("module_name") {
                reader.uses(reader.text(name), span(name));
            }
        }
        "import_statement" => match node.child_by_field_name("source") {
            // TypeScript
            Some(source) => reader.uses(&reader.unquoted(source), span(source)),
            // Python
            None => {
                let mut cursor = node.walk();
                let names: Vec<Node<'_>> =
                    node.children_by_field_name("name", &mut cursor).collect();
                for name in names {
                    let name = name.child_by_field_name("name").unwrap_or(name);
                    reader.uses(reader.text(name), span(name));
                }
            }
        },
        "call_expression" | "call" => required(reader, node),
        "string"
        | "string_literal"
        | "encapsed_string"
        | "template_string"
        | "interpolated_string_expression"
        | "interpreted_string_literal"
        | "verbatim_string_literal" => host(reader, node),
        _ => {}
    }
}

/// `require("genderize")`, `import("genderize")`.
fn required(reader: &mut Reader<'_>, node: Node<'_>) {
    let (Some(function), Some(arguments)) = (
        node.child_by_field_name("function")
            .or_else(|| node.child_by_field_name("method")),
        node.child_by_field_name("arguments"),
    ) else {
        return;
    };
    if node.child_by_field_name("receiver").is_some()
        || !matches!(
            reader.text(function),
            "require" | "import" | "require_relative"
        )
    {
        return;
    }
    if let Some(name) = arguments
        .named_child(0)
        .filter(|name| name.kind() == "string")
    {
        reader.uses(&reader.unquoted(name), span(name));
    }
}

/// The host of an address. The rest may contain keys and names and is not read.
fn host(reader: &mut Reader<'_>, node: Node<'_>) {
    const LONGEST_HOST: usize = 253;
    let text = reader.text(node);
    let Some(start) = text.find("://").map(|at| at + "://".len()) else {
        return;
    };
    let rest = &text[start..];
    let end = rest
        .find(|ch: char| !(ch.is_ascii_alphanumeric() || matches!(ch, '.' | '-')))
        .unwrap_or(rest.len());
    if !(1..=LONGEST_HOST).contains(&end) || !rest[..end].contains('.') {
        return;
    }
    let from = node.start_byte() + start;
    reader.uses(&rest[..end], Span::new(from, from + end));
}
