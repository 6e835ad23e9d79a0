//! Kotlin. Its grammar has few field names, so parts are identified by their order.

use tree_sitter::Node;

use super::{
    Clause, Declaration, Fork, Function, Shape, Switch, conventions, in_field, named, pair,
};
use crate::format::code::reader::Reader;

/// The shape of a Kotlin node.
pub fn shape<'t>(reader: &Reader<'t>, node: Node<'t>) -> Shape<'t> {
    match node.kind() {
        // The grammar treats `null` as an identifier.
        "identifier" if reader.text(node) == "null" => Shape::Null,
        "navigation_expression" => conventions::ends(node),
        "call_expression" => call(reader, node),
        "in_expression" => conventions::binary(reader, node).unwrap_or(Shape::Other),
        "if_expression" => fork(node).unwrap_or(Shape::Other),
        "when_expression" => when(node),
        "property_declaration" => property(node).unwrap_or(Shape::Other),
        // var anrede by remember { … }
        "property_delegate" => named(node).next().map_or(Shape::Other, Shape::Wrapper),
        "parameter" => Shape::Parameter(named(node).next(), named(node).find(is_type)),
        "function_declaration" | "getter" | "lambda_literal" => {
            let is_list = |child: &Node<'_>| child.kind() == "function_value_parameters";
            Shape::Function(Function {
                name: node.child_by_field_name("name"),
                parameters: named(node).find(is_list),
                // The type after the parameters.
                returns: named(node)
                    .skip_while(|child| !is_list(child))
                    .find(is_type),
            })
        }
        "break_expression" => Shape::Idle,
        _ => conventions::shape(reader, node),
    }
}

fn is_type(node: &Node<'_>) -> bool {
    matches!(node.kind(), "user_type" | "nullable_type")
}

fn call<'t>(reader: &Reader<'t>, node: Node<'t>) -> Shape<'t> {
    let Shape::Call(call) = conventions::call(shape, reader, node) else {
        return Shape::Other;
    };
    match reader.text(call.name) {
        "mapOf" | "hashMapOf" | "mutableMapOf" | "linkedMapOf" => Shape::Table(
            call.arguments
                .iter()
                .map(|entry| row(reader, *entry))
                .collect(),
        ),
        _ => Shape::Call(call),
    }
}

/// `"m" to "Herr"`, `Pair("m", "Herr")`.
fn row<'t>(reader: &Reader<'t>, argument: Node<'t>) -> Option<(Node<'t>, Node<'t>)> {
    let entry = match argument.kind() {
        "value_argument" => named(argument).last()?,
        _ => argument,
    };
    match entry.kind() {
        "call_expression" => pair(conventions::arguments(entry).into_iter()),
        "infix_expression" => {
            let mut parts = named(entry);
            let (key, to, value) = (parts.next()?, parts.next()?, parts.next()?);
            (reader.text(to) == "to").then_some((key, value))
        }
        _ => None,
    }
}

fn fork(node: Node<'_>) -> Option<Shape<'_>> {
    let condition = node.child_by_field_name("condition")?;
    let mut branches = named(node).filter(|child| child.start_byte() >= condition.end_byte());
    let then = branches.next();
    Some(Shape::If(
        vec![Fork::new(node, condition, then)],
        branches.next(),
    ))
}

fn when(node: Node<'_>) -> Shape<'_> {
    let subject = named(node)
        .find(|child| child.kind() == "when_subject")
        .and_then(|subject| named(subject).last());
    let entries = named(node).filter(|child| child.kind() == "when_entry");
    Shape::Switch(Switch {
        subject,
        clauses: entries
            .map(|entry| {
                let labels = in_field(entry, "condition");
                Clause {
                    default: labels.is_empty(),
                    labels,
                    body: named(entry).last().into_iter().collect(),
                    ..Clause::default()
                }
            })
            .collect(),
        is_statement: true,
    })
}

/// `val anrede: String = "…"`.
fn property(node: Node<'_>) -> Option<Shape<'_>> {
    let variable = named(node).find(|child| child.kind() == "variable_declaration")?;
    let value = named(node)
        .last()
        .filter(|last| last.start_byte() >= variable.end_byte());
    Some(Shape::Declaration(Declaration {
        name: named(variable).next(),
        of: named(variable).find(is_type),
        value,
    }))
}
