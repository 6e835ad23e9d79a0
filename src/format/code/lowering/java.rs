//! Java.

use tree_sitter::Node;

use super::{Call, Clause, Shape, Switch, conventions, named};
use crate::format::code::reader::Reader;

/// The shape of a Java node.
pub fn shape<'t>(reader: &Reader<'t>, node: Node<'t>) -> Shape<'t> {
    let field = |name: &str| node.child_by_field_name(name);
    match node.kind() {
        "method_invocation" => call(reader, node).unwrap_or(Shape::Other),
        "field_access" => conventions::member(node, "object", "field"),
        "switch_expression" | "switch_statement" => {
            let clauses = field("body").into_iter().flat_map(named);
            Shape::Switch(Switch {
                subject: field("condition"),
                clauses: clauses.map(|node| clause(reader, node)).collect(),
                is_statement: true,
            })
        }
        "local_variable_declaration" => match named(node).last() {
            Some(declarator) => shape(reader, declarator),
            None => Shape::Other,
        },
        _ => conventions::shape(reader, node),
    }
}

fn call<'t>(reader: &Reader<'t>, node: Node<'t>) -> Option<Shape<'t>> {
    let receiver = node.child_by_field_name("object");
    let name = node.child_by_field_name("name")?;
    let arguments = conventions::arguments(node);
    let on_map = receiver.is_some_and(|of| reader.text(of).ends_with("Map"));
    Some(match reader.text(name) {
        // Map.of("m", "Herr", "w", "Frau")
        "of" if on_map => Shape::Table(
            arguments
                .chunks_exact(2)
                .map(|row| Some((row[0], row[1])))
                .collect(),
        ),
        // Map.ofEntries(Map.entry("m", "Herr"), …)
        "ofEntries" => Shape::Table(
            arguments
                .into_iter()
                .map(|entry| super::pair(conventions::arguments(entry).into_iter()))
                .collect(),
        ),
        _ => Shape::Call(Call {
            receiver,
            name,
            arguments,
        }),
    })
}

/// `case M: case W: …`, `case M, W -> …`.
fn clause<'t>(reader: &Reader<'t>, node: Node<'t>) -> Clause<'t> {
    let mut clause = Clause::default();
    for child in named(node) {
        if child.kind() == "switch_label" {
            clause.default |= reader.text(child).trim_start().starts_with("default");
            clause.labels.extend(named(child));
        } else {
            clause.body.push(child);
        }
    }
    clause
}
