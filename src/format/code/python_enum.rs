//! Python enums created by a call: `Enum("Gender", "MALE FEMALE")`, `TextChoices("Gender", {"M": "m"})`.

use tree_sitter::Node;

use super::reader::{Reader, span};
use super::values::{name as name_of, scalar, value_set};
use crate::format::limits::CHOICES;
use crate::model::{Located, Span, Value};

/// The values of an enum created by a call; `None` if it creates none or its values are not literals.
pub fn called(reader: &Reader<'_>, call: Node<'_>) -> Option<Vec<Value>> {
    if call.kind() != "call" {
        return None;
    }
    let function = call.child_by_field_name("function")?;
    let kind = name_of(reader, function)?;
    if !matches!(
        kind.as_str(),
        "Enum" | "StrEnum" | "IntEnum" | "TextChoices" | "IntegerChoices"
    ) {
        return None;
    }
    let arguments = call.child_by_field_name("arguments")?;
    let mut cursor = arguments.walk();
    let mut positional = Vec::new();
    let mut named = None;
    // Database types take a name as a keyword; only the `enum` module takes the name first.
    let module = reader
        .text(function)
        .split_once('.')
        .map(|(module, _)| module);
    let mut of_columns = kind == "Enum" && module.is_some_and(|module| module != "enum");
    for argument in arguments.named_children(&mut cursor) {
        match argument.kind() {
            "comment" => {}
            "keyword_argument" => {
                let name = argument.child_by_field_name("name")?;
                match reader.text(name) {
                    "names" => named = argument.child_by_field_name("value"),
                    "name" => of_columns |= kind == "Enum",
                    "value" => positional.insert(0, argument.child_by_field_name("value")?),
                    _ => {}
                }
            }
            _ => positional.push(argument),
        }
    }
    if of_columns && named.is_none() && positional.len() > 1 {
        let values = positional.iter();
        return values
            .map(|value| Some(Value::plain(scalar(reader, *value)?, span(*value))))
            .collect();
    }
    let (name, members) = match (positional.as_slice(), named.as_ref()) {
        // A column lists its enum values individually: sa.Enum("m", "w").
        ([name, members], None) | ([name], Some(members)) => (*name, *members),
        _ => return None,
    };
    scalar(reader, name)?;
    match members.kind() {
        "string" if named.is_some() || written_as_type(&scalar(reader, name)?) => {
            words(reader, members)
        }
        "string" => None,
        _ => value_set(reader, members),
    }
    .filter(|values| values.len() > 1)
}

/// Type names are capitalized; `Enum("m", "f")` contains two values.
fn written_as_type(name: &str) -> bool {
    name.chars().count() > 1 && name.starts_with(char::is_uppercase)
}

/// `"MALE FEMALE"`, `"MALE, FEMALE"`.
fn words(reader: &Reader<'_>, text: Node<'_>) -> Option<Vec<Value>> {
    let written = reader.text(text);
    let at = span(text).start as usize;
    let mut values = Vec::new();
    let mut rest = 0;
    for word in written.split(|ch: char| !ch.is_alphanumeric() && ch != '_') {
        let start = rest;
        rest += word.len()
            + written[rest + word.len()..]
                .chars()
                .next()
                .map_or(0, char::len_utf8);
        if word.is_empty() {
            continue;
        }
        let span = Span::new(at + start, at + start + word.len());
        values.push(Value {
            raw: Located::with_span(word.to_owned(), span),
            ..Value::default()
        });
        if values.len() > CHOICES {
            return None;
        }
    }
    Some(values)
}
