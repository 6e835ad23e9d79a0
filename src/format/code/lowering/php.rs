//! PHP.

use tree_sitter::Node;

use super::{Call, Clause, Function, Shape, Switch, conventions, in_field, named, pair};
use crate::format::code::reader::Reader;

/// The shape of a PHP node.
pub fn shape<'t>(reader: &Reader<'t>, node: Node<'t>) -> Shape<'t> {
    let field = |name: &str| node.child_by_field_name(name);
    match node.kind() {
        "encapsed_string" => Shape::Text,
        "name" | "variable_name" => Shape::Member(None, node),
        "member_call_expression" | "nullsafe_member_call_expression" => {
            call(node, field("object"), field("name"))
        }
        "scoped_call_expression" => call(node, field("scope"), field("name")),
        "function_call_expression" => call(node, None, field("function")),
        "member_access_expression" | "nullsafe_member_access_expression" => {
            conventions::member(node, "object", "name")
        }
        "class_constant_access_expression" | "scoped_property_access_expression" => {
            conventions::ends(node)
        }
        "unary_op_expression" if reader.text(node).starts_with('!') => match named(node).last() {
            Some(inner) => Shape::Not(inner),
            None => Shape::Other,
        },
        "array_creation_expression" => array(node),
        "array_element_initializer" => match named(node).count() {
            1 => named(node).next().map_or(Shape::Other, Shape::Wrapper),
            _ => named(node).next().map_or(Shape::Other, Shape::Pair),
        },
        "match_condition_list" => Shape::Alternatives(named(node).collect()),
        "if_statement" => conventions::branches(node, &["else_if_clause"]).unwrap_or(Shape::Other),
        "colon_block" => Shape::Block(named(node).collect()),
        "switch_statement" | "match_expression" => Shape::Switch(Switch {
            subject: field("condition"),
            clauses: field("body")
                .into_iter()
                .flat_map(named)
                .map(clause)
                .collect(),
            is_statement: node.kind() == "switch_statement",
        }),
        "echo_statement" => Shape::Print(named(node).next()),
        "augmented_assignment_expression" => conventions::assignment(node, true),
        "simple_parameter" | "property_promotion_parameter" => {
            Shape::Parameter(field("name"), field("type"))
        }
        "anonymous_function" | "arrow_function" => Shape::Function(Function {
            name: None,
            parameters: field("parameters"),
            returns: field("return_type"),
        }),
        _ => conventions::shape(reader, node),
    }
}

fn call<'t>(node: Node<'t>, receiver: Option<Node<'t>>, name: Option<Node<'t>>) -> Shape<'t> {
    match name {
        Some(name) => Shape::Call(Call {
            receiver,
            name,
            arguments: conventions::arguments(node),
        }),
        None => Shape::Other,
    }
}

/// `['m' => 'Herr', 'w' => 'Frau']`, `['m', 'w']`.
fn array(node: Node<'_>) -> Shape<'_> {
    if named(node).any(|item| named(item).count() == 2) {
        Shape::Table(
            named(node)
                .map(|item| (named(item).count() == 2).then(|| pair(named(item)))?)
                .collect(),
        )
    } else {
        Shape::List(named(node).collect())
    }
}

fn clause(node: Node<'_>) -> Clause<'_> {
    if let Some(body) = node.child_by_field_name("return_expression") {
        return Clause {
            labels: in_field(node, "conditional_expressions"),
            default: node.kind() == "match_default_expression",
            guarded: false,
            body: vec![body],
        };
    }
    let labels = in_field(node, "value");
    let is_label = |child: &Node<'_>| labels.iter().any(|label| label.id() == child.id());
    Clause {
        default: node.kind() == "default_statement",
        guarded: false,
        body: named(node).filter(|child| !is_label(child)).collect(),
        labels,
    }
}
