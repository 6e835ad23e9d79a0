//! Python.

use tree_sitter::Node;

use super::{Clause, Fork, Shape, Switch, conventions, named, pair};
use crate::format::code::reader::Reader;

/// The shape of a Python node.
pub fn shape<'t>(reader: &Reader<'t>, node: Node<'t>) -> Shape<'t> {
    let field = |name: &str| node.child_by_field_name(name);
    match node.kind() {
        "concatenated_string" => Shape::Texts(named(node).collect()),
        "call" => conventions::call(shape, reader, node),
        "attribute" => conventions::member(node, "object", "attribute"),
        "dotted_name" => conventions::ends(node),
        "comparison_operator" | "boolean_operator" | "binary_operator" => {
            conventions::binary(reader, node).unwrap_or(Shape::Other)
        }
        "not_operator" => match named(node).last() {
            Some(inner) => Shape::Not(inner),
            None => Shape::Other,
        },
        "case_pattern" => match named(node).next() {
            Some(inner) if inner.kind().ends_with("_pattern") => {
                Shape::Alternatives(named(node).collect())
            }
            Some(inner) => Shape::Wrapper(inner),
            None => Shape::Other,
        },
        "union_pattern" => Shape::Alternatives(named(node).collect()),
        "dictionary" => Shape::Table(
            named(node)
                .filter(|child| child.kind() == "pair")
                .map(|entry| pair(named(entry)))
                .collect(),
        ),
        "if_statement" => conventions::branches(node, &["elif_clause"]).unwrap_or(Shape::Other),
        // x if condition else y
        "conditional_expression" => {
            let mut parts = named(node);
            match (parts.next(), parts.next(), parts.next()) {
                (Some(then), Some(condition), Some(otherwise)) => {
                    Shape::Conditional(Fork::new(node, condition, Some(then)), Some(otherwise))
                }
                _ => Shape::Other,
            }
        }
        "match_statement" => Shape::Switch(Switch {
            subject: field("subject"),
            clauses: field("body")
                .into_iter()
                .flat_map(named)
                .map(|case| clause(reader, case))
                .collect(),
            is_statement: true,
        }),
        "augmented_assignment" => conventions::assignment(node, true),
        "keyword_argument" => field("name").map_or(Shape::Other, Shape::Pair),
        _ => conventions::shape(reader, node),
    }
}

fn clause<'t>(reader: &Reader<'t>, node: Node<'t>) -> Clause<'t> {
    let patterns = named(node).filter(|child| child.kind() == "case_pattern");
    let (rest, labels): (Vec<Node<'t>>, Vec<Node<'t>>) =
        patterns.partition(|pattern| reader.text(*pattern).trim() == "_");
    Clause {
        labels,
        default: !rest.is_empty(),
        guarded: node.child_by_field_name("guard").is_some(),
        body: node
            .child_by_field_name("consequence")
            .into_iter()
            .collect(),
    }
}
