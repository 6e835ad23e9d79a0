//! Lists that a program of Python makes of others: what a comprehension keeps, and vocabularies made of terms.

use tree_sitter::Node;

use super::reader::{Reader, span};
use super::translated::worded;
use super::values::{name as name_of, named_child_of, scalar, value_set};
use crate::model::{Located, Value};

/// The values that a comprehension keeps of a list: `{k: v for k, v in ALL.items() if k in ("m", "w")}`.
pub fn kept(reader: &Reader<'_>, node: Node<'_>) -> Option<Vec<Value>> {
    if !node.kind().ends_with("_comprehension") {
        return None;
    }
    let condition = named_child_of(node, &["if_clause"])?.named_child(0)?;
    let (left, right) = (condition.named_child(0)?, condition.named_child(1)?);
    let is_test = condition.kind() == "comparison_operator"
        && condition.named_child_count() == 2
        && left.kind() == "identifier"
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

/// The terms of a vocabulary of Zope: `SimpleVocabulary([SimpleTerm(value="m", title="Male"), …])`.
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
