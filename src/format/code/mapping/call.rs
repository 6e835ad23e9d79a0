//! Calls and index accesses, as all languages write them.

use tree_sitter::Node;

use super::super::reader::Reader;

/// `receiver.name(arguments)`; functions have no receiver.
pub struct Call<'t> {
    pub receiver: Option<Node<'t>>,
    pub name: String,
    pub arguments: Vec<Node<'t>>,
}

/// Named children without comments.
pub fn named<'t>(node: Node<'t>) -> impl Iterator<Item = Node<'t>> {
    (0..node.named_child_count())
        .filter_map(move |index| node.named_child(u32::try_from(index).unwrap_or(u32::MAX)))
        .filter(|child| !child.kind().contains("comment"))
}

/// A call by its parts.
pub fn call<'t>(reader: &Reader<'_>, node: Node<'t>) -> Option<Call<'t>> {
    let field = |name: &str| node.child_by_field_name(name);
    let (receiver, name) = match node.kind() {
        "method_invocation" => (field("object"), field("name")?),
        // Ruby says who and what directly, Python and the others behind a member access.
        "call" if field("method").is_some() => (field("receiver"), field("method")?),
        "call" | "call_expression" | "invocation_expression" => {
            member(field("function").or_else(|| node.named_child(0))?)?
        }
        "member_call_expression" | "nullsafe_member_call_expression" => {
            (field("object"), field("name")?)
        }
        "scoped_call_expression" => (field("scope"), field("name")?),
        "function_call_expression" => (None, field("function")?),
        _ => return None,
    };
    let arguments = field("arguments").or_else(|| {
        named(node).find(|child| matches!(child.kind(), "value_arguments" | "argument_list"))
    });
    Some(Call {
        receiver,
        name: reader.text(name).to_owned(),
        arguments: arguments
            .map(|list| named(list).map(argument).collect())
            .unwrap_or_default(),
    })
}

/// The object and the name of a member access; a plain name has no object.
pub fn member<'t>(node: Node<'t>) -> Option<(Option<Node<'t>>, Node<'t>)> {
    let field = |name: &str| node.child_by_field_name(name);
    match node.kind() {
        "identifier"
        | "name"
        | "simple_identifier"
        | "property_identifier"
        | "constant"
        | "instance_variable"
        | "field_identifier"
        | "variable_name" => Some((None, node)),
        "member_expression" => Some((field("object"), field("property")?)),
        "attribute" => Some((field("object"), field("attribute")?)),
        "selector_expression" => Some((field("operand"), field("field")?)),
        "field_access" => Some((field("object"), field("field")?)),
        "member_access_expression" => Some((
            field("expression").or_else(|| field("object")),
            field("name")?,
        )),
        "nullsafe_member_access_expression" => Some((field("object"), field("name")?)),
        "scope_resolution" => Some((field("scope"), field("name")?)),
        "class_constant_access_expression"
        | "navigation_expression"
        | "dotted_name"
        | "scoped_property_access_expression" => {
            let first = named(node).next()?;
            let last = named(node).last()?;
            Some(((first.id() != last.id()).then_some(first), last))
        }
        // C#: person?.Gender
        "conditional_access_expression" => {
            let binding = named(node).last()?;
            let name = binding
                .child_by_field_name("name")
                .or_else(|| named(binding).last())?;
            Some((field("condition").or_else(|| named(node).next()), name))
        }
        _ => None,
    }
}

/// `object[index]`.
pub fn index<'t>(node: Node<'t>) -> Option<(Node<'t>, Node<'t>)> {
    if !matches!(
        node.kind(),
        "array_access"
            | "subscript_expression"
            | "subscript"
            | "element_access_expression"
            | "element_reference"
            | "index_expression"
    ) {
        return None;
    }
    let mut children = named(node);
    let (object, index, None) = (children.next()?, children.next()?, children.next()) else {
        return None;
    };
    match index.kind() {
        "bracketed_argument_list" => Some((object, argument(named(index).next()?))),
        _ => Some((object, index)),
    }
}

/// The expression of an argument.
fn argument(node: Node<'_>) -> Node<'_> {
    match node.kind() {
        "argument" | "value_argument" => named(node).last().unwrap_or(node),
        _ => node,
    }
}

/// The expression without parentheses and casts around it.
pub fn bare(mut node: Node<'_>) -> Node<'_> {
    const MOST_LAYERS: usize = 16;
    for _ in 0..MOST_LAYERS {
        let inner = match node.kind() {
            "parenthesized_expression"
            | "parenthesized_statements"
            | "argument"
            | "value_argument"
            | "non_null_expression"
            | "await_expression" => named(node).next(),
            "as_expression" | "satisfies_expression" | "literal_element" => named(node).next(),
            // Go writes lists where others write one.
            "expression_list" if node.named_child_count() == 1 => named(node).next(),
            "cast_expression" => node
                .child_by_field_name("value")
                .or_else(|| named(node).last()),
            _ => None,
        };
        match inner {
            Some(inner) => node = inner,
            None => break,
        }
    }
    node
}

/// The operator of an expression with two sides, and the sides.
pub fn binary<'t>(reader: &Reader<'t>, node: Node<'t>) -> Option<(Node<'t>, &'t str, Node<'t>)> {
    if !matches!(
        node.kind(),
        "binary_expression"
            | "binary"
            | "comparison_operator"
            | "boolean_operator"
            | "in_expression"
    ) {
        return None;
    }
    let left = node
        .child_by_field_name("left")
        .or_else(|| named(node).next())?;
    let right = node
        .child_by_field_name("right")
        .or_else(|| named(node).last())?;
    // Python chains comparisons: a < b < c.
    if left.id() == right.id() || named(node).count() != 2 {
        return None;
    }
    let operator = reader.between(left, right).trim();
    Some((left, operator, right))
}

/// The operand of a negation.
pub fn negated<'t>(reader: &Reader<'_>, node: Node<'t>) -> Option<Node<'t>> {
    let is_negation = match node.kind() {
        "not_operator" => true,
        "unary_expression" | "prefix_unary_expression" | "unary_op_expression" | "unary" => {
            let text = reader.text(node);
            text.starts_with('!') || text.starts_with("not ")
        }
        _ => false,
    };
    if is_negation {
        named(node).last()
    } else {
        None
    }
}
