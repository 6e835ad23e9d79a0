//! Python: options set on an existing form's controls, and options of command lines.

use tree_sitter::Node;

use super::python::set_of;
use super::reader::{Reader, close, span};
use super::values::{name as name_of, value_set};
use crate::model::{Amendment, Domain, Element, Known, Label, Layer, Located, Value};

/// `self.fields["gender"].choices = [("m", _("male")), …]`: the new options of a control.
pub fn offered(reader: &mut Reader<'_>, node: Node<'_>, left: Node<'_>, right: Option<Node<'_>>) {
    let (Some(object), Some(attribute), Some(right)) = (
        left.child_by_field_name("object"),
        left.child_by_field_name("attribute"),
        right,
    ) else {
        return;
    };
    if object.kind() != "subscript" || reader.text(attribute) != "choices" {
        return;
    }
    let name = object.child_by_field_name("subscript");
    let Some(name) = name.filter(|name| name.kind() == "string") else {
        return;
    };
    let Some(values) = set_of(reader, right).filter(|values| values.len() > 1) else {
        return;
    };
    let element = reader.field(node, name, None);
    close(element, values, span(right));
    element.amends = Some(Amendment::Extends {
        more: Vec::new(),
        is_plain: false,
    });
    reader.layer_of_last(Layer::Ui);
}

/// `self.gender_options = {0: "Male", 1: "Female"}`, `GENDERS = DisplayList([("m", "Male"), …])`: a list in an
/// attribute of an object, or wrapped in a custom type. Returns whether the node is one.
pub fn listed(
    reader: &mut Reader<'_>,
    node: Node<'_>,
    left: Node<'_>,
    right: Option<Node<'_>>,
) -> bool {
    let name = match left.kind() {
        "attribute" => left
            .child_by_field_name("attribute")
            .filter(|_| reader.text(left).starts_with("self.")),
        _ => Some(left),
    };
    let (Some(at), Some(right)) = (name, right) else {
        return false;
    };
    let name = reader.text(at).to_owned();
    if !reader.topic().is_mentioned_in(&name) {
        return false;
    }
    let Some(values) = set_of(reader, held_by_type(reader, right).unwrap_or(right)) else {
        return false;
    };
    let says = |value: &&Value| {
        let mut texts = std::iter::once(&value.raw).chain(&value.label);
        texts.any(|text| reader.topic().is_entry(&text.value))
    };
    let is_list = values.iter().filter(says).count() > 1;
    if is_list {
        reader.value_type_called(node, Located::with_span(name, span(at)), values);
    }
    is_list
}

/// The only argument of a constructor, if it is a list.
fn held_by_type<'t>(reader: &Reader<'_>, call: Node<'t>) -> Option<Node<'t>> {
    let callee = call.child_by_field_name("function")?;
    let is_type =
        callee.kind() == "identifier" && reader.text(callee).starts_with(char::is_uppercase);
    let arguments = call.child_by_field_name("arguments").filter(|_| is_type)?;
    let only = arguments
        .named_child(0)
        .filter(|_| arguments.named_child_count() == 1)?;
    matches!(only.kind(), "list" | "tuple" | "dictionary" | "set").then_some(only)
}

/// `@click.option("--gender", type=…)`, `parser.add_argument("--sex", choices=["m", "f"])`.
pub fn option(reader: &mut Reader<'_>, call: Node<'_>) {
    let called = call.child_by_field_name("function");
    let called = called.and_then(|called| name_of(reader, called));
    if !called.is_some_and(|called| matches!(called.as_str(), "option" | "add_argument")) {
        return;
    }
    let Some(arguments) = call.child_by_field_name("arguments") else {
        return;
    };
    let mut cursor = arguments.walk();
    let arguments: Vec<Node<'_>> = arguments.named_children(&mut cursor).collect();
    let name = arguments.iter().find(|argument| {
        argument.kind() == "string" && {
            let written = reader.unquoted(**argument);
            written.starts_with("--") && reader.topic().is_mentioned_in(&written)
        }
    });
    let Some(name) = name else {
        return;
    };
    let list = arguments.iter().find_map(|argument| {
        let key = argument.child_by_field_name("name")?;
        let value = argument.child_by_field_name("value")?;
        let value = match reader.text(key) {
            "choices" => value,
            // type=click.Choice(["m", "f"])
            "type" => value.child_by_field_name("arguments")?.named_child(0)?,
            _ => return None,
        };
        Some((value_set(reader, value)?, value))
    });
    // A decorator after a class is not part of it.
    reader.close_before(call);
    let written = reader.unquoted(*name);
    let plain = written.trim_start_matches('-');
    let path = reader.path_around().child(plain);
    let named = Located::with_span(plain.to_owned(), span(*name));
    let element = Element::field(named, path, Layer::Code, span(call));
    reader.add(match list {
        Some((values, at)) => element.with_values(values, span(at)),
        None => element.with_domain(Located::implied(Known::Yes(Domain::Text))),
    });
}

/// `self.gender = None`, followed by a text that describes the content.
pub fn explained(reader: &mut Reader<'_>, node: Node<'_>, left: Node<'_>, right: Option<Node<'_>>) {
    let (Some(object), Some(name), Some(right)) = (
        left.child_by_field_name("object"),
        left.child_by_field_name("attribute"),
        right,
    ) else {
        return;
    };
    let is_empty = right.kind() == "none" && reader.text(object) == "self";
    if is_empty && reader.topic().is_mentioned_in(reader.text(name)) && reader.is_said_behind(node)
    {
        reader.field(node, name, None);
    }
}

/// `sex = input("Sex (m/f): ")`: the requested input, with the values named in the question.
pub fn asked(reader: &mut Reader<'_>, call: Node<'_>) {
    let function = call.child_by_field_name("function");
    if !function.is_some_and(|function| matches!(reader.text(function), "input" | "raw_input")) {
        return;
    }
    let arguments = call.child_by_field_name("arguments");
    let question = arguments.and_then(|arguments| arguments.named_child(0));
    let name = call
        .parent()
        .filter(|around| around.kind() == "assignment")
        .and_then(|assignment| assignment.child_by_field_name("left"));
    let (Some(question), Some(name)) = (question, name) else {
        return;
    };
    let written = reader.unquoted(question);
    if question.kind() != "string" || !reader.topic().is_mentioned_in(&written) {
        return;
    }
    let title = Label::title(Located::with_span(written, span(question)));
    let element = reader.field(call, name, None);
    element.labels.push(title);
    element.domain = Located::implied(Known::Yes(Domain::Text));
    reader.layer_of_last(Layer::Ui);
}

/// Whether a call declares a field by the name of its class, whatever its library: `gender = colander.SchemaNode(…)`.
pub fn declares(reader: &Reader<'_>, call: Node<'_>) -> bool {
    const ENDINGS: [&str; 6] = ["Node", "Column", "Field", "Attribute", "Property", "Option"];
    call.kind() == "call"
        && call
            .child_by_field_name("function")
            .and_then(|called| name_of(reader, called))
            .is_some_and(|called| ENDINGS.iter().any(|ending| called.ends_with(ending)))
}
