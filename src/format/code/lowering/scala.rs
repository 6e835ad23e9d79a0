//! Scala. Statements of other languages are expressions here: branches, matches and blocks have a value.

use tree_sitter::Node;

use super::{Call, Clause, Declaration, Fork, Shape, Switch, conventions, in_field, named, pair};
use crate::format::code::reader::Reader;
use crate::format::logic::is_plain;

/// The shape of a Scala node.
pub fn shape<'t>(reader: &Reader<'t>, node: Node<'t>) -> Shape<'t> {
    pattern(reader, node)
        .or_else(|| expression(reader, node))
        .unwrap_or_else(|| conventions::shape(reader, node))
}

fn expression<'t>(reader: &Reader<'t>, node: Node<'t>) -> Option<Shape<'t>> {
    let field = |name: &str| node.child_by_field_name(name);
    Some(match node.kind() {
        "identifier" if reader.text(node) == "None" => Shape::Null,
        "identifier" if is_interpolator(node) => Shape::Other,
        "operator_identifier" if reader.text(node) == "???" => Shape::Throw,
        "interpolated_string" => Shape::Text,
        "interpolated_string_expression" => Shape::Wrapper(named(node).last()?),
        "generic_function" => Shape::Wrapper(field("function")?),
        "ascription_expression" => Shape::Wrapper(named(node).next()?),
        "field_expression" => member(reader, node)?,
        "infix_expression" => infix(reader, node)?,
        "prefix_expression" if reader.text(node).starts_with('!') => {
            Shape::Not(named(node).last()?)
        }
        "call_expression" => call(reader, node)?,
        "tuple_expression" => Shape::List(named(node).collect()),
        "if_expression" => Shape::If(
            vec![Fork::new(node, field("condition")?, field("consequence"))],
            field("alternative"),
        ),
        "match_expression" => Shape::Switch(switch(reader, field("value")?, field("body")?)),
        "case_block" => Shape::Switch(mapped(reader, node)?),
        "indented_block" => Shape::Block(named(node).collect()),
        "val_definition" | "var_definition" => Shape::Declaration(Declaration {
            name: field("pattern"),
            of: field("type"),
            value: field("value"),
        }),
        "class_parameter" => Shape::Parameter(field("name"), field("type")),
        "object_definition" | "package_object" | "trait_definition" | "enum_definition" => {
            Shape::Class(field("name"))
        }
        _ => return None,
    })
}

fn pattern<'t>(reader: &Reader<'t>, node: Node<'t>) -> Option<Shape<'t>> {
    let field = |name: &str| node.child_by_field_name(name);
    Some(match node.kind() {
        "alternative_pattern" => Shape::Alternatives(named(node).collect()),
        "type_identifier" => Shape::Member(None, node),
        "stable_identifier" | "stable_type_identifier" => conventions::ends(node),
        "typed_pattern" => Shape::Wrapper(field("type")?),
        "singleton_type" => Shape::Wrapper(named(node).next()?),
        "capture_pattern" => Shape::Wrapper(field("pattern")?),
        // Parentheses.
        "tuple_pattern" if named(node).count() == 1 => Shape::Wrapper(named(node).next()?),
        "case_class_pattern" => {
            let parts = in_field(node, "pattern");
            match parts.as_slice() {
                [inner] if reader.text(field("type")?) == "Some" => Shape::Wrapper(*inner),
                // A member with a placeholder for everything it holds.
                parts if parts.iter().all(|part| takes_all(reader, *part)) => {
                    Shape::Wrapper(field("type")?)
                }
                _ => Shape::Other,
            }
        }
        _ => return None,
    })
}

/// The `s` of `s"Herr $name"`.
fn is_interpolator(node: Node<'_>) -> bool {
    node.parent().is_some_and(|parent| {
        parent.kind() == "interpolated_string_expression"
            && parent.child_by_field_name("interpolator") == Some(node)
    })
}

/// `person.geschlecht`; calls without arguments need no parentheses (`geschlecht.toLowerCase`).
fn member<'t>(reader: &Reader<'t>, node: Node<'t>) -> Option<Shape<'t>> {
    let name = node.child_by_field_name("field")?;
    let receiver = node.child_by_field_name("value");
    Some(if is_plain(reader.text(name)) {
        Shape::Call(Call {
            receiver,
            name,
            arguments: Vec::new(),
        })
    } else {
        Shape::Member(receiver, name)
    })
}

/// `left == right`, `geschlecht getOrElse "m"`.
fn infix<'t>(reader: &Reader<'t>, node: Node<'t>) -> Option<Shape<'t>> {
    let field = |name: &str| node.child_by_field_name(name);
    let operator = match reader.text(field("operator")?) {
        "getOrElse" => "??",
        operator => operator,
    };
    Some(Shape::Binary(field("left")?, operator, field("right")?))
}

fn call<'t>(reader: &Reader<'t>, node: Node<'t>) -> Option<Shape<'t>> {
    let mut function = node.child_by_field_name("function")?;
    if function.kind() == "generic_function" {
        function = function.child_by_field_name("function")?;
    }
    let arguments = conventions::arguments(node);
    let (receiver, name) = match function.kind() {
        "identifier" => (None, function),
        "field_expression" => (
            function.child_by_field_name("value"),
            function.child_by_field_name("field")?,
        ),
        // Map("m" -> "Herr")(geschlecht)
        _ => match arguments.as_slice() {
            [only] => return Some(Shape::Index(function, *only)),
            _ => return None,
        },
    };
    Some(match (receiver, reader.text(name), arguments.as_slice()) {
        (None, "Map" | "ListMap", rows) => {
            Shape::Table(rows.iter().map(|entry| row(reader, *entry)).collect())
        }
        // Option(geschlecht)
        (None, "Option" | "Some", [only]) => Shape::Wrapper(*only),
        // geschlecht.getOrElse("m")
        (Some(receiver), "getOrElse", [other]) => Shape::Binary(receiver, "??", *other),
        (Some(receiver), "error", _) if reader.text(receiver) == "sys" => Shape::Throw,
        _ => Shape::Call(Call {
            receiver,
            name,
            arguments,
        }),
    })
}

/// `"m" -> "Herr"`, `("m", "Herr")`.
fn row<'t>(reader: &Reader<'t>, entry: Node<'t>) -> Option<(Node<'t>, Node<'t>)> {
    let field = |name: &str| entry.child_by_field_name(name);
    match entry.kind() {
        "infix_expression" if reader.text(field("operator")?) == "->" => {
            Some((field("left")?, field("right")?))
        }
        "tuple_expression" if named(entry).count() == 2 => pair(named(entry)),
        _ => None,
    }
}

/// `geschlecht.map { case "m" => "Herr" }`: cases applied to the value before them.
fn mapped<'t>(reader: &Reader<'t>, node: Node<'t>) -> Option<Switch<'t>> {
    let function = node
        .parent()
        .filter(|call| call.kind() == "call_expression")?
        .child_by_field_name("function")?;
    let name = reader.text(function.child_by_field_name("field")?);
    let subject = function.child_by_field_name("value")?;
    matches!(name, "map" | "collect" | "flatMap" | "foreach" | "pipe")
        .then(|| switch(reader, subject, node))
}

fn switch<'t>(reader: &Reader<'t>, subject: Node<'t>, body: Node<'t>) -> Switch<'t> {
    Switch {
        subject: Some(subject),
        clauses: named(body).map(|case| clause(reader, case)).collect(),
        is_statement: true,
    }
}

fn clause<'t>(reader: &Reader<'t>, node: Node<'t>) -> Clause<'t> {
    let pattern = node.child_by_field_name("pattern");
    let default = pattern.is_some_and(|pattern| takes_all(reader, pattern));
    let guarded = named(node).any(|child| child.kind() == "guard");
    Clause {
        labels: pattern.filter(|_| !default).into_iter().collect(),
        default: default && !guarded,
        guarded,
        body: in_field(node, "body"),
    }
}

/// Whether a pattern matches everything: `_`, `other`, `other: String`, `Some(other)`.
fn takes_all<'t>(reader: &Reader<'t>, mut pattern: Node<'t>) -> bool {
    /// Maximum nesting of patterns.
    const MOST_LAYERS: usize = 8;
    let inner = |pattern: Node<'t>| {
        let text = |name: &str| Some(reader.text(pattern.child_by_field_name(name)?));
        match pattern.kind() {
            "case_class_pattern" if text("type") != Some("Some") => None,
            "typed_pattern" if !matches!(text("type"), Some("String" | "Any" | "AnyRef")) => None,
            "case_class_pattern" | "typed_pattern" | "capture_pattern" => {
                pattern.child_by_field_name("pattern")
            }
            "tuple_pattern" if named(pattern).count() == 1 => named(pattern).next(),
            _ => None,
        }
    };
    for _ in 0..MOST_LAYERS {
        match inner(pattern) {
            Some(part) => pattern = part,
            None => break,
        }
    }
    // A lower-case name binds the matched value.
    pattern.kind() == "wildcard"
        || pattern.kind() == "identifier" && reader.text(pattern).starts_with(char::is_lowercase)
}
