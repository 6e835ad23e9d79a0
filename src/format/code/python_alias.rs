//! Python: literal types, their aliases, and parameters of such types.

use tree_sitter::Node;

use super::lowering::named;
use super::python::model_field;
use super::reader::{Reader, span};
use super::values::{name as name_of, scalar};
use crate::model::Value;

/// `Code = Literal["m", "w"]`, `type Code = Literal["m", "w"] | None`: an alias for the values. Returns whether the
/// node is one.
pub fn alias(reader: &mut Reader<'_>, node: Node<'_>, name: Node<'_>, of: Node<'_>) -> bool {
    if !matches!(of.kind(), "subscript" | "type" | "binary_operator") {
        return false;
    }
    let Some(values) = literal_type(reader, of).filter(|values| values.len() > 1) else {
        return false;
    };
    reader.value_type(node, name, values);
    true
}

/// `Literal["m", "w"]`, also inside `Optional[…]`, and `Union[Literal["m"], Literal["w"]]`.
pub fn literal_type(reader: &Reader<'_>, declared: Node<'_>) -> Option<Vec<Value>> {
    let mut values = Vec::new();
    let mut open = vec![declared];
    while let Some(node) = open.pop() {
        let of = reader.text(node).split('[').next().unwrap_or_default();
        let is_literal = matches!(node.kind(), "subscript" | "generic_type")
            && of.rsplit('.').next().map(str::trim) == Some("Literal");
        if is_literal {
            literals(reader, node, &mut values);
            continue;
        }
        let mut cursor = node.walk();
        open.extend(node.named_children(&mut cursor));
    }
    values.sort_by_key(|value| value.raw.span);
    (!values.is_empty()).then_some(values)
}

/// The literals of one `Literal[…]`.
fn literals(reader: &Reader<'_>, of: Node<'_>, values: &mut Vec<Value>) {
    let mut open: Vec<Node<'_>> = named(of).collect();
    while let Some(part) = open.pop() {
        match scalar(reader, part) {
            Some(raw) => values.push(Value::plain(raw, span(part))),
            None => open.extend(named(part)),
        }
    }
}

/// Calls that describe a parameter: typer, FastAPI.
const OPTIONS: [&str; 8] = [
    "Argument", "Body", "Cookie", "Form", "Header", "Option", "Path", "Query",
];

/// `def find(gender: Literal["m", "w"])`: a function parameter, whose name gives the topic.
pub fn parameter(reader: &mut Reader<'_>, node: Node<'_>) {
    let name = match node.kind() {
        "typed_default_parameter" => node.child_by_field_name("name"),
        _ => node.named_child(0),
    };
    let (Some(name), Some(declared)) = (name, node.child_by_field_name("type")) else {
        return;
    };
    let written = reader.text(name);
    if name.kind() != "identifier" || !reader.topic().is_mentioned_in(written) {
        return;
    }
    // gender: str = typer.Option(None, help="Gender (male|female)")
    if let Some(call) = node
        .child_by_field_name("value")
        .filter(|of| of.kind() == "call")
        && let Some(kind) = call
            .child_by_field_name("function")
            .and_then(|of| name_of(reader, of))
        && OPTIONS.contains(&kind.as_str())
    {
        model_field(reader, node, name, Some(declared), call, &kind);
        return;
    }
    if let Some(values) = literal_type(reader, declared).filter(|values| values.len() > 1) {
        let head = head_of_parameter(reader, node);
        reader.narrow(node, written, values, Some(head), span(declared));
    }
}

/// The name of the function that a parameter belongs to, with the names of all its parameters.
pub(super) fn head_of_parameter(reader: &Reader<'_>, parameter: Node<'_>) -> Option<String> {
    const MOST: usize = 12;
    /// Nodes between a function without a name and what it is assigned to: `const limit: (sex: …) => number`.
    const MOST_STEPS: usize = 3;
    let list = parameter.parent()?;
    let around = std::iter::successors(list.parent(), |inner| inner.parent());
    let mut around = around.take(MOST_STEPS);
    let name = around.find_map(|node| node.child_by_field_name("name"))?;
    let name_of = |parameter: Node<'_>| {
        let name = parameter
            .child_by_field_name("name")
            .or_else(|| parameter.child_by_field_name("pattern"))
            .or_else(|| named(parameter).next());
        reader.text(name.unwrap_or(parameter)).to_owned()
    };
    let parameters: Vec<String> = named(list).take(MOST).map(name_of).collect();
    Some(format!("{}({})", reader.text(name), parameters.join(", ")))
}
