//! Go.

use tree_sitter::Node;

use super::{Clause, Declaration, Shape, Switch, conventions, in_field, named, pair};
use crate::format::code::reader::Reader;

/// The shape of a Go node.
pub fn shape<'t>(reader: &Reader<'t>, node: Node<'t>) -> Shape<'t> {
    let field = |name: &str| node.child_by_field_name(name);
    match node.kind() {
        "literal_element" => named(node).next().map_or(Shape::Other, Shape::Wrapper),
        // Go's grammar uses a list even for a single expression.
        "expression_list" if named(node).count() == 1 => {
            named(node).next().map_or(Shape::Other, Shape::Wrapper)
        }
        // return GenderMale, nil
        "expression_list"
            if node
                .parent()
                .is_some_and(|parent| parent.kind() == "return_statement") =>
        {
            named(node).next().map_or(Shape::Other, Shape::Wrapper)
        }
        "call_expression" => conventions::call(shape, reader, node),
        "selector_expression" => conventions::member(node, "operand", "field"),
        "interpreted_string_literal" | "raw_string_literal" => Shape::Text,
        "composite_literal" if field("type").is_some_and(|of| of.kind() == "map_type") => {
            let entries = field("body").into_iter().flat_map(named);
            Shape::Table(
                entries
                    .map(|entry| (entry.kind() == "keyed_element").then(|| pair(named(entry)))?)
                    .collect(),
            )
        }
        "keyed_element" => named(node).next().map_or(Shape::Other, Shape::Pair),
        "expression_switch_statement" => Shape::Switch(Switch {
            subject: field("value"),
            clauses: named(node).filter_map(clause).collect(),
            is_statement: true,
        }),
        "statement_list" => Shape::Block(named(node).collect()),
        "var_declaration" => named(node)
            .last()
            .map_or(Shape::Other, |spec| shape(reader, spec)),
        "var_spec" => Shape::Declaration(Declaration {
            name: field("name"),
            of: field("type"),
            value: field("value"),
        }),
        "short_var_declaration" => conventions::assignment(node, false),
        "func_literal" => conventions::function(node),
        _ => conventions::shape(reader, node),
    }
}

fn clause(node: Node<'_>) -> Option<Clause<'_>> {
    let default = match node.kind() {
        "expression_case" => false,
        "default_case" => true,
        _ => return None,
    };
    let value = in_field(node, "value");
    let is_value = |child: &Node<'_>| value.iter().any(|value| value.id() == child.id());
    Some(Clause {
        labels: value.iter().flat_map(|list| named(*list)).collect(),
        default,
        guarded: false,
        body: named(node).filter(|child| !is_value(child)).collect(),
    })
}
