//! Ruby.

use tree_sitter::Node;

use super::{Call, Clause, Fork, Shape, Switch, conventions, in_field, named, pair};
use crate::format::code::reader::Reader;

/// The shape of a Ruby node.
pub fn shape<'t>(reader: &Reader<'t>, node: Node<'t>) -> Shape<'t> {
    let field = |name: &str| node.child_by_field_name(name);
    match node.kind() {
        "parenthesized_statements" => named(node).next().map_or(Shape::Other, Shape::Wrapper),
        "chained_string" => Shape::Texts(named(node).collect()),
        "constant" | "instance_variable" => Shape::Member(None, node),
        "scope_resolution" => conventions::member(node, "scope", "name"),
        "call" => match field("method") {
            Some(name) => Shape::Call(Call {
                receiver: field("receiver"),
                name,
                arguments: conventions::arguments(node),
            }),
            None => Shape::Other,
        },
        "element_reference" => match pair(named(node)) {
            Some((object, index)) if named(node).count() == 2 => Shape::Index(object, index),
            _ => Shape::Other,
        },
        "binary" => conventions::binary(reader, node).unwrap_or(Shape::Other),
        "unary" => negation(reader, node).unwrap_or(Shape::Other),
        "string_array" | "symbol_array" => Shape::List(named(node).collect()),
        "alternative_pattern" | "parenthesized_pattern" => {
            Shape::Alternatives(named(node).collect())
        }
        "pattern" => match named(node).next() {
            Some(inner) if inner.kind().ends_with("_pattern") => {
                Shape::Alternatives(named(node).collect())
            }
            Some(inner) => Shape::Wrapper(inner),
            None => Shape::Other,
        },
        "hash" => Shape::Table(
            named(node)
                .filter(|child| child.kind() == "pair")
                .map(|entry| pair(named(entry)))
                .collect(),
        ),
        "if" | "elsif" | "unless" | "if_modifier" | "unless_modifier" => {
            fork(node).unwrap_or(Shape::Other)
        }
        "case" | "case_match" => Shape::Switch(Switch {
            subject: field("value"),
            clauses: named(node).filter_map(clause).collect(),
            is_statement: true,
        }),
        "then" | "else" | "block_body" => Shape::Block(named(node).collect()),
        "body_statement" => Shape::Body(named(node).collect()),
        "return" => {
            let value = named(node).next();
            Shape::Return(value.and_then(|list| match list.kind() {
                "argument_list" => named(list).next(),
                _ => Some(list),
            }))
        }
        "operator_assignment" => conventions::assignment(node, true),
        "begin" => Shape::Tangle,
        "method" | "singleton_method" => conventions::function(node),
        "module" => Shape::Class(field("name")),
        _ => conventions::shape(reader, node),
    }
}

fn negation<'t>(reader: &Reader<'t>, node: Node<'t>) -> Option<Shape<'t>> {
    let text = reader.text(node);
    let inner = named(node).last()?;
    (text.starts_with('!') || text.starts_with("not ")).then_some(Shape::Not(inner))
}

fn fork(node: Node<'_>) -> Option<Shape<'_>> {
    let field = |name: &str| node.child_by_field_name(name);
    let then = field("consequence").or_else(|| field("body"));
    let mut fork = Fork::new(node, field("condition")?, then);
    fork.negated = node.kind().starts_with("unless");
    Some(Shape::If(vec![fork], field("alternative")))
}

fn clause(node: Node<'_>) -> Option<Clause<'_>> {
    let labels = in_field(node, "pattern");
    Some(match node.kind() {
        "when" | "in_clause" => Clause {
            labels,
            default: false,
            guarded: node.child_by_field_name("guard").is_some(),
            body: node.child_by_field_name("body").into_iter().collect(),
        },
        "else" => Clause {
            default: true,
            body: vec![node],
            ..Clause::default()
        },
        _ => return None,
    })
}
