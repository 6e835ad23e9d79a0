//! TypeScript and JavaScript.

use tree_sitter::Node;

use super::{Clause, Declaration, Shape, Switch, conventions, in_field, named, pair};
use crate::format::code::reader::Reader;

/// The shape of a TypeScript node.
pub fn shape<'t>(reader: &Reader<'t>, node: Node<'t>) -> Shape<'t> {
    let field = |name: &str| node.child_by_field_name(name);
    match node.kind() {
        "undefined" => Shape::Null,
        "call_expression" => conventions::call(shape, reader, node),
        "member_expression" => conventions::member(node, "object", "property"),
        "object" => Shape::Table(
            named(node)
                .filter(|child| child.kind() == "pair")
                .map(|entry| {
                    Some((
                        entry.child_by_field_name("key")?,
                        entry.child_by_field_name("value")?,
                    ))
                })
                .collect(),
        ),
        // new Map([["m", "Herr"], ["w", "Frau"]])
        "new_expression" => map(reader, node).unwrap_or(Shape::Other),
        "switch_statement" => Shape::Switch(Switch {
            subject: field("value"),
            clauses: field("body")
                .into_iter()
                .flat_map(named)
                .map(|case| Clause {
                    labels: in_field(case, "value"),
                    default: case.kind() == "switch_default",
                    guarded: false,
                    body: in_field(case, "body"),
                })
                .collect(),
            is_statement: true,
        }),
        "lexical_declaration" | "variable_declaration" => match named(node).last() {
            Some(declarator) => shape(reader, declarator),
            None => Shape::Other,
        },
        "public_field_definition" => Shape::Declaration(Declaration {
            name: field("name"),
            of: field("type"),
            value: field("value"),
        }),
        "augmented_assignment_expression" => conventions::assignment(node, true),
        "jsx_attribute" => named(node).next().map_or(Shape::Other, Shape::Pair),
        "generator_function_declaration" => conventions::function(node),
        "abstract_class_declaration" => Shape::Class(field("name")),
        _ => conventions::shape(reader, node),
    }
}

fn map<'t>(reader: &Reader<'t>, node: Node<'t>) -> Option<Shape<'t>> {
    if reader.text(node.child_by_field_name("constructor")?) != "Map" {
        return None;
    }
    let list = named(node.child_by_field_name("arguments")?).next()?;
    Some(Shape::Table(
        named(list).map(|row| pair(named(row))).collect(),
    ))
}
