//! Python: types with fields created by a call: `TypedDict("Person", {"gender": Literal["m", "w"]})`,
//! `NamedTuple("Person", [("gender", str)])`.

use tree_sitter::Node;

use super::lowering::named;
use super::python_alias::literal_type;
use super::reader::{Reader, close, span};
use super::values::name as name_of;

/// Reads the fields if a call creates such a type under its assigned name. Returns whether it does.
pub fn called(reader: &mut Reader<'_>, node: Node<'_>, name: Node<'_>, call: Node<'_>) -> bool {
    let Some(fields) = fields(reader, call) else {
        return false;
    };
    reader.enter(node, name);
    for (key, declared) in fields {
        let literals = literal_type(reader, declared);
        let element = reader.field(key, key, Some(declared));
        if let Some(values) = literals {
            close(element, values, span(declared));
        }
    }
    true
}

/// The names and types of the fields.
fn fields<'t>(reader: &Reader<'_>, call: Node<'t>) -> Option<Vec<(Node<'t>, Node<'t>)>> {
    if call.kind() != "call" {
        return None;
    }
    let made = name_of(reader, call.child_by_field_name("function")?)?;
    if !matches!(made.as_str(), "TypedDict" | "NamedTuple" | "make_dataclass") {
        return None;
    }
    let arguments = call.child_by_field_name("arguments")?;
    let rows = named(arguments).find(|part| matches!(part.kind(), "dictionary" | "list"))?;
    let fields: Vec<(Node<'t>, Node<'t>)> = named(rows)
        .filter(|row| matches!(row.kind(), "pair" | "tuple"))
        .filter_map(|row| {
            let mut parts = named(row);
            let key = parts.next().filter(|key| key.kind() == "string")?;
            Some((key, parts.next()?))
        })
        .collect();
    (!fields.is_empty()).then_some(fields)
}
