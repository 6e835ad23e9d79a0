//! TypeScript enums as emitted by compilers and bundlers: an immediately invoked function that fills an object.
//!
//! `(function (G) { G["M"] = "m"; … })(G || (G = {}))`, `var G = ((G2) => { G2["M"] = "m"; … return G2; })(G || {})`,
//! and with numbers `G[G["M"] = 1] = "M"`.

use tree_sitter::Node;

use super::lowering::named;
use super::reader::{Reader, span};
use super::values::scalar;
use crate::format::limits::CHOICES;
use crate::model::{Located, Value};

/// Maximum number of parentheses around a function and operators before a call.
const MOST_WRAPPERS: usize = 4;

/// Visits a call.
pub fn visit(reader: &mut Reader<'_>, call: Node<'_>) {
    let Some((parameter, body)) = call.child_by_field_name("function").and_then(filler) else {
        return;
    };
    let Some((values, targets)) = members(reader, parameter, body) else {
        return;
    };
    let declarator = declared_by(call);
    let name = declarator
        .and_then(|declarator| declarator.child_by_field_name("name"))
        .or_else(|| handed(call.child_by_field_name("arguments")?))
        .unwrap_or(parameter);
    let whole = declarator.unwrap_or(call);
    reader.value_type(whole, name, values);
    targets.into_iter().for_each(|target| reader.mark(target));
    let written = reader.text(name);
    // A preceding `var G;` belongs to the enum; its export follows.
    let before = statement(call).prev_named_sibling().filter(|before| {
        let declares = matches!(
            before.kind(),
            "variable_declaration" | "lexical_declaration"
        );
        declares
            && before.named_child_count() == 1
            && named(*before).all(|declared| reader.text(declared) == written)
    });
    if let (Some(before), Some(element)) = (before, reader.recent_type(written)) {
        element.extent = span(before).to(element.extent);
    }
}

/// The parameter and the body of a function with a single parameter.
fn filler(function: Node<'_>) -> Option<(Node<'_>, Node<'_>)> {
    let mut function = function;
    for _ in 0..MOST_WRAPPERS {
        if function.kind() != "parenthesized_expression" {
            break;
        }
        function = named(function).next()?;
    }
    if !matches!(function.kind(), "function_expression" | "arrow_function") {
        return None;
    }
    let parameter = match function.child_by_field_name("parameter") {
        Some(only) => only,
        None => {
            let parameters = function.child_by_field_name("parameters")?;
            let mut all = named(parameters);
            let only = all.next().filter(|_| all.next().is_none())?;
            only.child_by_field_name("pattern").unwrap_or(only)
        }
    };
    let body = function.child_by_field_name("body")?;
    (parameter.kind() == "identifier" && body.kind() == "statement_block")
        .then_some((parameter, body))
}

/// The members that a body assigns to its parameter, with the assignment nodes; `None` if it does anything else.
fn members<'t>(
    reader: &Reader<'_>,
    parameter: Node<'_>,
    body: Node<'t>,
) -> Option<(Vec<Value>, Vec<Node<'t>>)> {
    let object = reader.text(parameter);
    let mut values = Vec::new();
    let mut targets = Vec::new();
    let mut open: Vec<Node<'_>> = named(body).take(CHOICES + 1).collect();
    open.reverse();
    while let Some(part) = open.pop() {
        match part.kind() {
            "expression_statement" | "sequence_expression" => {
                let mut inner: Vec<Node<'_>> = named(part).take(CHOICES + 1).collect();
                inner.reverse();
                open.extend(inner);
            }
            "assignment_expression" => {
                values.push(member(reader, object, part)?);
                let left = part.child_by_field_name("left");
                // G[G["M"] = 1]
                let index = left.and_then(|left| left.child_by_field_name("index"));
                targets.extend(index.and_then(|index| index.child_by_field_name("left")));
                targets.extend(left);
            }
            "return_statement" => {
                let returned = part.named_child(0)?;
                if returned.kind() == "sequence_expression" {
                    open.push(returned);
                } else if reader.text(returned) != object {
                    return None;
                }
            }
            // The last expression of a returned sequence.
            "identifier" if reader.text(part) == object => {}
            "empty_statement" => {}
            _ => return None,
        }
        if values.len() > CHOICES {
            return None;
        }
    }
    (values.len() > 1).then_some((values, targets))
}

/// `G["M"] = "m"`, `G.M = "m"`, `G[G["M"] = 1] = "M"`.
fn member(reader: &Reader<'_>, object: &str, assignment: Node<'_>) -> Option<Value> {
    let left = assignment.child_by_field_name("left")?;
    let right = assignment.child_by_field_name("right")?;
    let of = left.child_by_field_name("object")?;
    if reader.text(of) != object {
        return None;
    }
    let (name, stored) = match left.child_by_field_name("index") {
        Some(index) if index.kind() == "assignment_expression" => {
            let inner = index.child_by_field_name("left")?;
            let of = inner.child_by_field_name("object")?;
            if reader.text(of) != object {
                return None;
            }
            let name = inner
                .child_by_field_name("index")
                .or_else(|| inner.child_by_field_name("property"))?;
            (name, index.child_by_field_name("right")?)
        }
        Some(index) => (index, right),
        None => (left.child_by_field_name("property")?, right),
    };
    let raw = match name.kind() {
        "property_identifier" => reader.text(name).to_owned(),
        _ => scalar(reader, name)?,
    };
    let stored = scalar(reader, stored).map(|text| Located::with_span(text, span(stored)));
    Some(Value {
        raw: Located::with_span(raw, span(name)),
        label: stored,
        ..Value::default()
    })
}

/// The variable that receives a call's result.
fn declared_by(call: Node<'_>) -> Option<Node<'_>> {
    let mut node = call;
    for _ in 0..MOST_WRAPPERS {
        let around = node.parent()?;
        match around.kind() {
            "variable_declarator" => {
                let name = around.child_by_field_name("name")?;
                return (name.kind() == "identifier").then_some(around);
            }
            "parenthesized_expression" => node = around,
            _ => return None,
        }
    }
    None
}

/// The object passed to a call: `G || (G = {})`, `exports.G || (exports.G = {})`, `G = space.G || (space.G = {})`.
fn handed(arguments: Node<'_>) -> Option<Node<'_>> {
    let mut all = named(arguments);
    let mut node = all.next().filter(|_| all.next().is_none())?;
    for _ in 0..MOST_WRAPPERS {
        node = match node.kind() {
            "assignment_expression" | "binary_expression" => node.child_by_field_name("left")?,
            "parenthesized_expression" => named(node).next()?,
            "member_expression" => return node.child_by_field_name("property"),
            "identifier" => return Some(node),
            _ => return None,
        };
    }
    None
}

/// The statement that contains a call.
fn statement(call: Node<'_>) -> Node<'_> {
    let mut node = call;
    for _ in 0..MOST_WRAPPERS {
        match node.parent() {
            Some(around) if !node.kind().ends_with("statement") => node = around,
            _ => break,
        }
    }
    node
}
