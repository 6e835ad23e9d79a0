//! Node names that grammars share for the same shape.

use tree_sitter::Node;

use super::{Assignment, Call, Declaration, Fork, Function, Lowering, Shape, in_field, named};
use crate::format::code::reader::Reader;

/// The shape of a node whose kind has the same meaning in all grammars.
pub fn shape<'t>(reader: &Reader<'t>, node: Node<'t>) -> Shape<'t> {
    expression(reader, node)
        .or_else(|| statement(node))
        .or_else(|| surrounding(node))
        .or_else(|| is_tangle(node.kind()).then_some(Shape::Tangle))
        .unwrap_or(Shape::Other)
}

fn expression<'t>(reader: &Reader<'t>, node: Node<'t>) -> Option<Shape<'t>> {
    let field = |name: &str| node.child_by_field_name(name);
    Some(match node.kind() {
        "parenthesized_expression"
        | "non_null_expression"
        | "await_expression"
        | "as_expression"
        | "satisfies_expression"
        | "pattern" => Shape::Wrapper(named(node).next()?),
        "argument" | "value_argument" => Shape::Wrapper(named(node).last()?),
        "cast_expression" => Shape::Wrapper(field("value").or_else(|| named(node).last())?),
        "string"
        | "string_literal"
        | "template_string"
        | "multiline_string_literal"
        | "string_content" => Shape::Text,
        "true" | "false" | "boolean_literal" | "boolean" => Shape::Boolean,
        "identifier" | "field_identifier" | "property_identifier" | "simple_identifier" => {
            Shape::Member(None, node)
        }
        "binary_expression" => binary(reader, node)?,
        "unary_expression" if reader.text(node).starts_with('!') => Shape::Not(named(node).last()?),
        "array_access" | "subscript_expression" | "subscript" | "index_expression" => {
            let mut parts = named(node);
            let (object, index) = (parts.next()?, parts.next()?);
            if parts.next().is_some() {
                return None;
            }
            Shape::Index(object, index)
        }
        "array" | "list" | "tuple" | "set" => Shape::List(named(node).collect()),
        "ternary_expression" | "conditional_expression" | "conditional" => {
            let then = field("consequence").or_else(|| field("body"));
            let fork = Fork::new(node, field("condition")?, then);
            Shape::Conditional(fork, field("alternative"))
        }
        _ => return None,
    })
}

fn statement(node: Node<'_>) -> Option<Shape<'_>> {
    let field = |name: &str| node.child_by_field_name(name);
    Some(match node.kind() {
        "if_statement" => Shape::If(
            vec![Fork::new(node, field("condition")?, field("consequence"))],
            field("alternative"),
        ),
        "block" | "statement_block" | "compound_statement" => Shape::Block(named(node).collect()),
        "else_clause" => Shape::Wrapper(field("body").or_else(|| named(node).next())?),
        "expression_statement" => Shape::Statement(named(node).next()?),
        "return_statement" | "return_expression" => Shape::Return(named(node).last()),
        "yield_statement" => Shape::Yield(named(node).next()),
        "throw_statement" | "raise_statement" | "throw_expression" => Shape::Throw,
        "assert_statement" => Shape::Assert(named(node).next()?),
        "continue_statement" | "continue_expression" | "next" => Shape::Skip,
        "break_statement" | "pass_statement" | "empty_statement" => Shape::Idle,
        "variable_declarator" => Shape::Declaration(Declaration {
            name: field("name"),
            of: field("type").or_else(|| node.parent()?.child_by_field_name("type")),
            value: field("value"),
        }),
        "assignment" | "assignment_expression" | "assignment_statement" => assignment(node, false),
        kind if kind.contains("comment") => Shape::Idle,
        _ => return None,
    })
}

/// Control-flow statements without a shape of their own.
fn is_tangle(kind: &str) -> bool {
    [
        "do_statement",
        "for",
        "if",
        "match",
        "switch",
        "try",
        "while",
    ]
    .iter()
    .any(|start| kind.starts_with(start))
}

fn surrounding(node: Node<'_>) -> Option<Shape<'_>> {
    let field = |name: &str| node.child_by_field_name(name);
    Some(match node.kind() {
        "pair" => Shape::Pair(field("key").or_else(|| named(node).next())?),
        "argument_list" | "arguments" | "value_arguments" => Shape::Arguments,
        "formal_parameter"
        | "parameter"
        | "required_parameter"
        | "optional_parameter"
        | "default_parameter"
        | "typed_default_parameter"
        | "typed_parameter"
        | "parameter_declaration" => Shape::Parameter(
            field("name")
                .or_else(|| field("pattern"))
                .or_else(|| named(node).find(|child| child.kind() == "identifier")),
            field("type"),
        ),
        "method_declaration"
        | "constructor_declaration"
        | "function_declaration"
        | "function_definition"
        | "method_definition"
        | "function_expression"
        | "arrow_function"
        | "anonymous_function"
        | "lambda_expression"
        | "lambda" => function(node),
        "function_body" => Shape::Body(named(node).collect()),
        "class_declaration"
        | "class_definition"
        | "class"
        | "interface_declaration"
        | "record_declaration"
        | "struct_declaration"
        | "enum_declaration"
        | "trait_declaration"
        | "object_declaration" => Shape::Class(
            field("name")
                .or_else(|| named(node).find(|child| child.kind().ends_with("identifier"))),
        ),
        _ => return None,
    })
}

/// A binary expression. Chained comparisons (`a < b < c`) have more than two operands.
pub fn binary<'t>(reader: &Reader<'t>, node: Node<'t>) -> Option<Shape<'t>> {
    let field = |name: &str| node.child_by_field_name(name);
    let left = field("left").or_else(|| named(node).next())?;
    let right = field("right").or_else(|| named(node).last())?;
    if left.id() == right.id() || named(node).count() != 2 {
        return None;
    }
    Some(Shape::Binary(
        left,
        reader.between(left, right).trim(),
        right,
    ))
}

/// A call of a function or method in the terms of its language. The result of a call has no name, so chains (`f()()`)
/// end here.
pub fn call<'t>(lowering: Lowering, reader: &Reader<'t>, node: Node<'t>) -> Shape<'t> {
    let function = node
        .child_by_field_name("function")
        .or_else(|| named(node).next())
        .filter(|function| function.kind() != node.kind());
    match function.map(|function| lowering(reader, function)) {
        Some(Shape::Member(receiver, name)) => Shape::Call(Call {
            receiver,
            name,
            arguments: arguments(node),
        }),
        _ => Shape::Other,
    }
}

/// `object.name`, by the fields that hold them.
pub fn member<'t>(node: Node<'t>, object: &str, name: &str) -> Shape<'t> {
    match node.child_by_field_name(name) {
        Some(name) => Shape::Member(node.child_by_field_name(object), name),
        None => Shape::Other,
    }
}

/// The arguments of a call.
pub fn arguments(node: Node<'_>) -> Vec<Node<'_>> {
    let list = node.child_by_field_name("arguments").or_else(|| {
        named(node).find(|child| matches!(child.kind(), "value_arguments" | "argument_list"))
    });
    list.map(|list| named(list).collect()).unwrap_or_default()
}

/// An object and its last part in grammars without fields for them: the ends of `a.b.c`.
pub fn ends(node: Node<'_>) -> Shape<'_> {
    match (named(node).next(), named(node).last()) {
        (Some(first), Some(last)) => {
            Shape::Member((first.id() != last.id()).then_some(first), last)
        }
        _ => Shape::Other,
    }
}

/// `left = right`, or `left += right`.
pub fn assignment(node: Node<'_>, compound: bool) -> Shape<'_> {
    Shape::Assignment(Assignment {
        target: node.child_by_field_name("left"),
        of: node.child_by_field_name("type"),
        value: node.child_by_field_name("right"),
        compound,
    })
}

/// A function with its parts.
pub fn function(node: Node<'_>) -> Shape<'_> {
    let field = |name: &str| node.child_by_field_name(name);
    Shape::Function(Function {
        name: field("name"),
        parameters: field("parameters"),
        returns: ["return_type", "returns", "type", "result"]
            .iter()
            .find_map(|name| field(name)),
    })
}

/// `if` with all further branches (`elif`, `elseif`) and the alternative.
pub fn branches<'t>(node: Node<'t>, further: &[&str]) -> Option<Shape<'t>> {
    let body = |node: Node<'t>| {
        node.child_by_field_name("consequence")
            .or_else(|| node.child_by_field_name("body"))
    };
    let condition = node.child_by_field_name("condition")?;
    let mut forks = vec![Fork::new(node, condition, body(node))];
    let mut otherwise = None;
    for clause in in_field(node, "alternative") {
        if further.contains(&clause.kind()) {
            let condition = clause.child_by_field_name("condition")?;
            forks.push(Fork::new(clause, condition, body(clause)));
        } else {
            otherwise = Some(clause);
        }
    }
    Some(Shape::If(forks, otherwise))
}
