//! C#.

use tree_sitter::Node;

use super::{Clause, Declaration, Shape, Switch, conventions, named, pair};
use crate::format::code::reader::Reader;

/// The shape of a C# node.
pub fn shape<'t>(reader: &Reader<'t>, node: Node<'t>) -> Shape<'t> {
    let field = |name: &str| node.child_by_field_name(name);
    match node.kind() {
        "interpolated_string_expression" => Shape::Text,
        "literal" | "constant_pattern" | "arrow_expression_clause" => match named(node).next() {
            Some(inner) => Shape::Wrapper(inner),
            None => Shape::Other,
        },
        "invocation_expression" => conventions::call(shape, reader, node),
        "member_access_expression" => conventions::member(node, "expression", "name"),
        "conditional_access_expression" => conditional_access(node).unwrap_or(Shape::Other),
        "element_access_expression" => {
            let index = field("subscript").and_then(|list| named(list).next());
            match (field("expression"), index) {
                (Some(object), Some(index)) => Shape::Index(object, index),
                _ => Shape::Other,
            }
        }
        "prefix_unary_expression" if reader.text(node).starts_with('!') => {
            match named(node).last() {
                Some(inner) => Shape::Not(inner),
                None => Shape::Other,
            }
        }
        "is_pattern_expression" => matches(node).unwrap_or(Shape::Other),
        "or_pattern" | "parenthesized_pattern" => Shape::Alternatives(named(node).collect()),
        "collection_expression" => Shape::List(named(node).collect()),
        "initializer_expression"
            if node
                .parent()
                .is_some_and(|parent| parent.kind().contains("object_creation")) =>
        {
            Shape::Table(named(node).map(row).collect())
        }
        "switch_statement" => Shape::Switch(Switch {
            subject: field("value"),
            clauses: field("body")
                .into_iter()
                .flat_map(named)
                .map(|section| self::section(reader, section))
                .collect(),
            is_statement: true,
        }),
        // Its parts have no field names.
        "switch_expression" => Shape::Switch(Switch {
            subject: named(node).next(),
            clauses: named(node).skip(1).filter_map(arm).collect(),
            is_statement: true,
        }),
        "local_declaration_statement" => named(node)
            .find(|child| child.kind() == "variable_declaration")
            .and_then(|variables| named(variables).last())
            .map_or(Shape::Other, |declarator| shape(reader, declarator)),
        "variable_declarator" => {
            let name = field("name");
            let is_name = |child: &Node<'_>| name.is_some_and(|name| name.id() == child.id());
            Shape::Declaration(Declaration {
                name,
                of: node
                    .parent()
                    .and_then(|parent| parent.child_by_field_name("type")),
                value: named(node).last().filter(|last| !is_name(last)),
            })
        }
        "property_declaration" => Shape::Declaration(Declaration {
            name: field("name"),
            of: field("type"),
            value: field("value"),
        }),
        "local_function_statement" | "accessor_declaration" => conventions::function(node),
        "yield_statement" => Shape::Yield(named(node).next()),
        _ => conventions::shape(reader, node),
    }
}

/// `person?.Gender`.
fn conditional_access(node: Node<'_>) -> Option<Shape<'_>> {
    let binding = named(node).last()?;
    let name = binding
        .child_by_field_name("name")
        .or_else(|| named(binding).last())?;
    let object = node
        .child_by_field_name("condition")
        .or_else(|| named(node).next());
    Some(Shape::Member(object, name))
}

/// `g is "m" or "M"`, `g is not Gender.M`.
fn matches(node: Node<'_>) -> Option<Shape<'_>> {
    let subject = node.child_by_field_name("expression")?;
    let pattern = node.child_by_field_name("pattern")?;
    Some(if pattern.kind() == "negated_pattern" {
        Shape::MatchesNot(subject, named(pattern).next()?)
    } else {
        Shape::Matches(subject, pattern)
    })
}

/// `{ "m", "Herr" }`, `["w"] = "Frau"`.
fn row(item: Node<'_>) -> Option<(Node<'_>, Node<'_>)> {
    match item.kind() {
        "initializer_expression" if named(item).count() == 2 => pair(named(item)),
        "assignment_expression" => {
            let left = item.child_by_field_name("left")?;
            let is_key = left.kind() == "element_binding_expression";
            let key = named(left).next().filter(|_| is_key)?;
            Some((key, item.child_by_field_name("right")?))
        }
        _ => None,
    }
}

/// `case Gender.Male: case Gender.Other when …: …`.
fn section<'t>(reader: &Reader<'t>, node: Node<'t>) -> Clause<'t> {
    let mut clause = Clause {
        default: reader.text(node).trim_start().starts_with("default"),
        ..Clause::default()
    };
    for child in named(node) {
        match child.kind() {
            "when_clause" => clause.guarded = true,
            "discard" => clause.default = true,
            kind if kind.ends_with("_pattern") || kind == "case_switch_label" => {
                clause.labels.push(child);
            }
            _ => clause.body.push(child),
        }
    }
    clause
}

/// `Gender.Male or Gender.Other when … => "Herr"`.
fn arm(node: Node<'_>) -> Option<Clause<'_>> {
    let parts: Vec<Node<'_>> = named(node).collect();
    let (pattern, body) = (*parts.first()?, *parts.last()?);
    let default = pattern.kind() == "discard";
    Some(Clause {
        labels: if default { Vec::new() } else { vec![pattern] },
        default,
        guarded: parts.len() > 2,
        body: vec![body],
    })
}
