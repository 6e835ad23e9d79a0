//! Python: lists derived from others by a comprehension, and vocabularies made of terms.

use tree_sitter::Node;

use super::reader::{Reader, span};
use super::translated::worded;
use super::values::{name as name_of, named_child_of, scalar, value_set};
use crate::model::{Domain, Known, Located, Value};

/// The values that a comprehension keeps of a list in this document:
/// `{k: v for k, v in ALL.items() if k in ("m", "w")}`. Other lists need not contain the values in the condition.
pub fn kept(reader: &mut Reader<'_>, node: Node<'_>) -> Option<Vec<Value>> {
    if !node.kind().ends_with("_comprehension") {
        return None;
    }
    let clause = only_child(node, "for_in_clause")?;
    let condition = only_child(node, "if_clause")?.named_child(0)?;
    let mut values = named_by(reader, condition, bound(reader, clause)?)?;
    let list = reader.recent_type(source(reader, clause)?)?;
    let Known::Yes(Domain::Closed(all)) = &list.domain.value else {
        return None;
    };
    values.retain(|value| all.iter().any(|one| one.raw.value == value.raw.value));
    Some(values)
}

/// The child of this kind, if there is exactly one.
fn only_child<'n>(node: Node<'n>, kind: &str) -> Option<Node<'n>> {
    let mut cursor = node.walk();
    let mut children = node.named_children(&mut cursor);
    let found = children.by_ref().find(|child| child.kind() == kind)?;
    children.all(|child| child.kind() != kind).then_some(found)
}

/// The name bound to the entry; the first if there are several.
fn bound<'t>(reader: &Reader<'t>, clause: Node<'_>) -> Option<&'t str> {
    let left = clause.child_by_field_name("left")?;
    let first = match left.kind() {
        "identifier" => left,
        _ => left.named_child(0)?,
    };
    (first.kind() == "identifier").then(|| reader.text(first))
}

/// The name of the iterated list: `ALL`, `ALL.items()`, `ALL.keys()`.
fn source<'t>(reader: &Reader<'t>, clause: Node<'_>) -> Option<&'t str> {
    let right = clause.child_by_field_name("right")?;
    let list = match right.kind() {
        "call" => {
            let function = right.child_by_field_name("function")?;
            let method = function.child_by_field_name("attribute")?;
            let gives_keys = matches!(reader.text(method), "items" | "keys");
            function
                .child_by_field_name("object")
                .filter(|_| gives_keys)?
        }
        _ => right,
    };
    (list.kind() == "identifier").then(|| reader.text(list))
}

/// The values that a condition allows for a name.
fn named_by(reader: &Reader<'_>, condition: Node<'_>, name: &str) -> Option<Vec<Value>> {
    let (left, right) = (condition.named_child(0)?, condition.named_child(1)?);
    let is_test = condition.kind() == "comparison_operator"
        && condition.named_child_count() == 2
        && left.kind() == "identifier"
        && reader.text(left) == name
        && reader.between(left, right).trim() == "in";
    if !is_test {
        return None;
    }
    value_set(reader, right).or_else(|| {
        let letters = scalar(reader, right)?;
        let values = letters.chars().map(String::from);
        Some(
            values
                .map(|letter| Value::plain(letter, span(right)))
                .collect(),
        )
    })
}

/// The terms of a Zope vocabulary: `SimpleVocabulary([SimpleTerm(value="m", title="Male"), …])`.
pub fn terms(reader: &Reader<'_>, node: Node<'_>) -> Option<Vec<Value>> {
    let is_called = |call: Node<'_>, name: &str| {
        let function = call.child_by_field_name("function");
        function
            .and_then(|function| name_of(reader, function))
            .as_deref()
            == Some(name)
    };
    let arguments = node
        .child_by_field_name("arguments")
        .filter(|_| node.kind() == "call" && is_called(node, "SimpleVocabulary"))?;
    let list = named_child_of(arguments, &["list", "tuple"])?;
    let mut cursor = list.walk();
    list.named_children(&mut cursor)
        .filter(|item| item.kind() != "comment")
        .map(|item| match is_called(item, "SimpleTerm") {
            true => term(reader, item.child_by_field_name("arguments")?),
            false => None,
        })
        .collect()
}

/// `SimpleTerm(value, token, title)`, by position or by name.
fn term(reader: &Reader<'_>, arguments: Node<'_>) -> Option<Value> {
    let mut cursor = arguments.walk();
    let given: Vec<Node<'_>> = arguments.named_children(&mut cursor).collect();
    let called = |name: &str| {
        given
            .iter()
            .filter(|argument| argument.kind() == "keyword_argument")
            .find(|argument| {
                let key = argument.child_by_field_name("name");
                key.is_some_and(|key| reader.text(key) == name)
            })?
            .child_by_field_name("value")
    };
    let placed = |at: usize| {
        let argument = given.get(at).copied();
        argument.filter(|argument| argument.kind() != "keyword_argument")
    };
    let value = called("value").or_else(|| placed(0))?;
    let title = called("title").or_else(|| placed(2));
    Some(Value {
        raw: Located::with_span(scalar(reader, value)?, span(value)),
        label: title
            .and_then(|title| Some(Located::with_span(worded(reader, title)?, span(title)))),
        ..Value::default()
    })
}
