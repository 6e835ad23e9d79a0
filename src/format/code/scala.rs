//! Scala: enums, enumerations, sealed families, class fields, constant lists, Slick columns, Play forms.

use tree_sitter::Node;

use super::lowering::{in_field, named, pair};
use super::reader::{Reader, close, default, span};
use super::types::domain_of;
use super::values::{constant, named_child_of, preset, scalar, value_set};
use super::{Code, lowering, variants};
use crate::model::{Import, Known, LanguageFamily, Layer, Located, Span, Value};

/// Scala.
pub const SCALA: Code = Code {
    name: "scala",
    extensions: &["scala", "sc"],
    family: LanguageFamily::Jvm,
    grammar: |_| tree_sitter_scala::LANGUAGE.into(),
    layer: Layer::Code,
    visit,
    lowering: lowering::scala::shape,
};

/// Visits one node.
fn visit(reader: &mut Reader<'_>, node: Node<'_>) {
    match node.kind() {
        "package_clause" => package(reader, node),
        "import_declaration" => imports(reader, node),
        "enum_definition" => declare(reader, node, enum_cases(reader, node)),
        "object_definition" | "package_object" => declare(reader, node, enumeration(reader, node)),
        "class_definition" | "trait_definition" => declare(reader, node, family(reader, node)),
        "class_parameter" => parameter(reader, node),
        "val_definition" | "var_definition" | "val_declaration" | "var_declaration" => {
            value(reader, node);
        }
        "call_expression" => {
            column(reader, node);
            form(reader, node);
        }
        _ => {}
    }
}

/// `package de.stadt`, `package person`: the inner package is nested in the outer one.
fn package(reader: &mut Reader<'_>, node: Node<'_>) {
    reader.mark(node);
    let Some(name) = node.child_by_field_name("name") else {
        return;
    };
    let name = reader.text(name).to_owned();
    let scope = reader.scope();
    scope.package = match scope.package.take() {
        Some(outer) => Some(format!("{outer}.{name}")),
        None => Some(name),
    };
}

/// `import a.b.C`, `import a.b.{C, D => E}`, `import a.b._, c.D`.
fn imports(reader: &mut Reader<'_>, node: Node<'_>) {
    reader.mark(node);
    let mut cursor = node.walk();
    let children: Vec<Node<'_>> = node.children(&mut cursor).collect();
    for clause in children.split(|child| child.kind() == ",") {
        import(reader, clause);
    }
}

/// The names imported by one clause: its last name, or the names of its selectors.
fn import(reader: &mut Reader<'_>, clause: &[Node<'_>]) {
    let is_name = |part: &&Node<'_>| part.kind() == "identifier";
    let path: Vec<Node<'_>> = clause.iter().filter(is_name).copied().collect();
    let [first, .., last] = path.as_slice() else {
        return;
    };
    let names: Vec<&str> = path.iter().map(|part| reader.text(*part)).collect();
    reader.uses(&names.join("."), span(*first).to(span(*last)));
    let from = names
        .iter()
        .position(|name| *name != "_root_")
        .unwrap_or_default();
    let selector = clause
        .iter()
        .find(|part| part.is_named() && part.kind() != "identifier");
    match (selector, names[from..].split_last()) {
        (Some(selectors), _) if selectors.kind() == "namespace_selectors" => {
            let source = names[from..].join(".");
            for selector in named(*selectors) {
                select(reader, &source, selector);
            }
        }
        (Some(selector), _) => select(reader, &names[from..].join("."), *selector),
        (None, Some((_, source))) => select(reader, &source.join("."), *last),
        (None, None) => {}
    }
}

/// The name that one selector imports from a package or an object.
fn select(reader: &mut Reader<'_>, source: &str, selector: Node<'_>) {
    let text = |field: &str| {
        let part = selector.child_by_field_name(field)?;
        Some(reader.text(part).to_owned())
    };
    let (name, alias) = match selector.kind() {
        "namespace_wildcard" => (None, None),
        "identifier" => (Some(reader.text(selector).to_owned()), None),
        _ => (text("name"), text("alias")),
    };
    reader.scope().import(Import {
        source: source.to_owned(),
        name,
        alias,
    });
}

/// Opens a class, an object or an enum and declares its values as a type of the same name.
fn declare(reader: &mut Reader<'_>, node: Node<'_>, values: Vec<Value>) {
    let Some(name) = node.child_by_field_name("name") else {
        return;
    };
    reader.value_type(node, name, values);
    reader.enter(node, name);
}

/// `enum Geschlecht { case Maennlich, Weiblich }`.
fn enum_cases(reader: &Reader<'_>, node: Node<'_>) -> Vec<Value> {
    members(node)
        .into_iter()
        .filter(|child| child.kind() == "enum_case_definitions")
        .flat_map(named)
        .filter_map(|case| member(reader, case))
        .collect()
}

/// A constant with its constructor arguments (`case object Maennlich extends Geschlecht("männlich")`).
fn member(reader: &Reader<'_>, node: Node<'_>) -> Option<Value> {
    let name = node.child_by_field_name("name")?;
    let arguments = node
        .child_by_field_name("extend")
        .and_then(|parent| parent.child_by_field_name("arguments"));
    Some(Value {
        carries: variants::carries(node),
        ..constant(reader, name, arguments)
    })
}

/// Whether a class, trait or object extends a type with this name, whatever the qualifier.
fn extends(reader: &Reader<'_>, node: Node<'_>, name: &str) -> bool {
    node.child_by_field_name("extend").is_some_and(|parents| {
        in_field(parents, "type")
            .into_iter()
            .any(|of| reader.text(of).rsplit('.').next() == Some(name))
    })
}

/// The direct members of a class, an object or an enum.
fn members(node: Node<'_>) -> Vec<Node<'_>> {
    node.child_by_field_name("body")
        .map(children)
        .unwrap_or_default()
}

fn children(node: Node<'_>) -> Vec<Node<'_>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor).collect()
}

/// `object Gender extends Enumeration { val Male = Value("m"); val Female, Diverse = Value }`.
fn enumeration(reader: &Reader<'_>, node: Node<'_>) -> Vec<Value> {
    if !extends(reader, node, "Enumeration") {
        return Vec::new();
    }
    let mut values = Vec::new();
    let members = members(node).into_iter();
    for member in members.filter(|member| is_enumerated(reader, *member)) {
        let Some(pattern) = member.child_by_field_name("pattern") else {
            continue;
        };
        // Value("m"), Value(1, "m"): the text is both stored and displayed.
        let text = member
            .child_by_field_name("value")
            .and_then(|value| value.child_by_field_name("arguments"))
            .and_then(|arguments| named_child_of(arguments, &["string"]));
        match text {
            Some(text) => values.push(Value {
                raw: Located::with_span(reader.unquoted(text), span(text)),
                label: Some(Located::with_span(
                    reader.text(pattern).to_owned(),
                    span(pattern),
                )),
                ..Value::default()
            }),
            None if pattern.kind() == "identifiers" => {
                values.extend(named(pattern).map(|name| constant(reader, name, None)));
            }
            None => values.push(constant(reader, pattern, None)),
        }
    }
    values
}

/// Whether a value is a member of an enumeration: `val Male = Value`.
fn is_enumerated(reader: &Reader<'_>, node: Node<'_>) -> bool {
    node.child_by_field_name("value").is_some_and(|value| {
        let function = value.child_by_field_name("function").unwrap_or(value);
        reader.text(function) == "Value"
    })
}

/// `sealed trait Geschlecht` with its subtypes, in the same scope or in a sibling object.
fn family(reader: &Reader<'_>, node: Node<'_>) -> Vec<Value> {
    /// Maximum number of siblings; larger families model something else.
    const MOST_SIBLINGS: usize = 200;
    const MOST_CANDIDATES: usize = 600;
    let (Some(name), Some(outer)) = (node.child_by_field_name("name"), node.parent()) else {
        return Vec::new();
    };
    if outer.named_child_count() > MOST_SIBLINGS || !has_modifier(reader, node, &["sealed"]) {
        return Vec::new();
    }
    let own = reader.text(name);
    let siblings = children(outer);
    let objects = siblings
        .iter()
        .filter(|child| child.kind() == "object_definition");
    let inside = objects.flat_map(|object| members(*object));
    let candidates: Vec<Node<'_>> = siblings
        .iter()
        .copied()
        .chain(inside)
        .take(MOST_CANDIDATES + 1)
        .collect();
    let family = || {
        let candidates = candidates.iter().copied();
        candidates.filter(|child| extends(reader, *child, own))
    };
    // Members with members of their own form a hierarchy, not a list.
    let is_hierarchy = || {
        family().any(|child| {
            child.kind() == "trait_definition"
                || has_modifier(reader, child, &["abstract", "sealed"])
        })
    };
    if candidates.len() > MOST_CANDIDATES || is_hierarchy() {
        return Vec::new();
    }
    family().filter_map(|child| member(reader, child)).collect()
}

fn has_modifier(reader: &Reader<'_>, node: Node<'_>, wanted: &[&str]) -> bool {
    named_child_of(node, &["modifiers"]).is_some_and(|modifiers| {
        reader
            .text(modifiers)
            .split_whitespace()
            .any(|word| wanted.contains(&word))
    })
}

/// `case class Person(geschlecht: Option[String] = None)`; plain parameters of other classes are not fields.
fn parameter(reader: &mut Reader<'_>, node: Node<'_>) {
    let Some(name) = node.child_by_field_name("name") else {
        return;
    };
    let class = node.parent().and_then(|list| list.parent());
    let is_kept = class.is_some_and(|class| has_keyword(class, &["case"]))
        || has_keyword(node, &["val", "var"]);
    if is_kept {
        let value = node.child_by_field_name("default_value");
        field(reader, node, name, value);
    }
}

fn has_keyword(node: Node<'_>, keywords: &[&str]) -> bool {
    let mut cursor = node.walk();
    node.children(&mut cursor)
        .any(|child| !child.is_named() && keywords.contains(&child.kind()))
}

/// `val geschlecht: String = "m"`, `val genders = Seq("m", "w")`. Values inside functions do not declare data.
fn value(reader: &mut Reader<'_>, node: Node<'_>) {
    let Some(body) = node
        .parent()
        .filter(|body| matches!(body.kind(), "template_body" | "compilation_unit"))
    else {
        return;
    };
    let name = node
        .child_by_field_name("pattern")
        .or_else(|| node.child_by_field_name("name"))
        .filter(|name| name.kind() == "identifier");
    let Some(name) = name else {
        return;
    };
    let value = node.child_by_field_name("value");
    if let Some(value) = value {
        if is_enumerated(reader, node) || column_of(reader, value).is_some() {
            return;
        }
        if let Some(values) = list(reader, value) {
            reader.value_type(node, name, values);
            return;
        }
        let stands_in_class = body
            .parent()
            .is_some_and(|owner| matches!(owner.kind(), "class_definition" | "trait_definition"));
        let is_constant = node.kind() == "val_definition"
            && (!stands_in_class || reader.text(name).starts_with(char::is_uppercase));
        if is_constant && reader.constant(node, name, value) {
            return;
        }
        if node.child_by_field_name("type").is_none() && literal(reader, value).is_none() {
            // A computed value says nothing about stored values.
            return;
        }
    }
    field(reader, node, name, value);
}

fn field(reader: &mut Reader<'_>, node: Node<'_>, name: Node<'_>, value: Option<Node<'_>>) {
    let (declared, optional) = match node.child_by_field_name("type") {
        Some(of) => declared_type(reader, of),
        None => (None, None),
    };
    let literal = value.and_then(|value| literal(reader, value));
    let element = reader.field(node, name, declared);
    if let Some(at) = optional {
        element.optional = Located::with_span(Known::Yes(true), at);
    }
    if let Some((text, at)) = literal {
        default(element, Some(text), at);
    }
}

/// The type that determines the values, and the position of `Option` or the like.
fn declared_type<'t>(reader: &Reader<'t>, of: Node<'t>) -> (Option<Node<'t>>, Option<Span>) {
    let inner = type_argument(of).filter(|_| reader.text(of).starts_with("Option["));
    let optional = inner.map(|_| span(of));
    let of = inner.unwrap_or(of);
    // Members of `object Geschlecht extends Enumeration` are of the type `Geschlecht.Value`.
    let enumeration = reader
        .text(of)
        .ends_with(".Value")
        .then(|| named(of).next())
        .flatten();
    (Some(enumeration.unwrap_or(of)), optional)
}

/// A non-empty literal, optionally wrapped in `Some`.
fn literal(reader: &Reader<'_>, node: Node<'_>) -> Option<(String, Span)> {
    let inner = call(reader, node)
        .filter(|(name, _)| *name == "Some")
        .and_then(|(_, arguments)| arguments.first().copied())
        .unwrap_or(node);
    preset(reader, inner).map(|text| (text, span(inner)))
}

/// The last name of the called function without type arguments, and the arguments.
fn call<'t>(reader: &Reader<'t>, node: Node<'t>) -> Option<(&'t str, Vec<Node<'t>>)> {
    let mut function = node.child_by_field_name("function")?;
    if function.kind() == "generic_function" {
        function = function.child_by_field_name("function")?;
    }
    let name = function.child_by_field_name("field").unwrap_or(function);
    let arguments = named_child_of(node, &["arguments"])?;
    (name.kind() == "identifier").then(|| (reader.text(name), named(arguments).collect()))
}

/// `Seq("m", "w")`, `Map("m" -> "männlich")`.
fn list(reader: &Reader<'_>, node: Node<'_>) -> Option<Vec<Value>> {
    let (name, entries) = call(reader, node)?;
    let values = match name {
        "Seq" | "List" | "Set" | "Vector" | "Array" | "IndexedSeq" | "ListSet" => {
            value_set(reader, node.child_by_field_name("arguments")?)?
        }
        "Map" | "ListMap" => entries
            .into_iter()
            .map(|entry| {
                let (key, label) = arrow(reader, entry)?;
                Some(Value {
                    raw: Located::with_span(scalar(reader, key)?, span(key)),
                    label: scalar(reader, label).map(|text| Located::with_span(text, span(label))),
                    ..Value::default()
                })
            })
            .collect::<Option<_>>()?,
        _ => return None,
    };
    (values.len() > 1).then_some(values)
}

/// The sides of `"m" -> "männlich"`.
fn arrow<'t>(reader: &Reader<'t>, node: Node<'t>) -> Option<(Node<'t>, Node<'t>)> {
    let operator = node.child_by_field_name("operator")?;
    (reader.text(operator) == "->")
        .then(|| pair(named(node).filter(|part| part.id() != operator.id())))
        .flatten()
}

/// The type and the arguments of a Slick column: `column[String]("geschlecht", O.Length(1))`.
fn column_of<'t>(reader: &Reader<'t>, node: Node<'t>) -> Option<(Node<'t>, Vec<Node<'t>>)> {
    let of = type_argument(node.child_by_field_name("function")?)?;
    let (name, arguments) = call(reader, node)?;
    (name == "column").then_some((of, arguments))
}

/// `def geschlecht = column[String]("geschlecht", O.Length(1), O.Default("m"))`.
fn column(reader: &mut Reader<'_>, node: Node<'_>) {
    let Some((of, arguments)) = column_of(reader, node) else {
        return;
    };
    let Some((name, options)) = arguments
        .split_first()
        .filter(|(name, _)| name.kind() == "string")
    else {
        return;
    };
    let (declared, optional) = declared_type(reader, of);
    let mut width = None;
    let mut stated = None;
    for option in options {
        match call(reader, *option) {
            Some(("Length", values)) => {
                width = values.first().and_then(|value| number(reader, *value));
            }
            Some(("Default", values)) => {
                stated = values.first().and_then(|value| literal(reader, *value));
            }
            _ => {}
        }
    }
    let element = reader.field(node, *name, declared);
    element.layer = Layer::Database;
    element.width = width;
    element.optional = match optional {
        Some(at) => Located::with_span(Known::Yes(true), at),
        None => Located::with_span(Known::Yes(false), span(of)),
    };
    if let Some((text, at)) = stated {
        default(element, Some(text), at);
    }
}

fn number(reader: &Reader<'_>, node: Node<'_>) -> Option<Located<u32>> {
    let number = reader.text(node).parse().ok()?;
    Some(Located::with_span(number, span(node)))
}

/// The controls of a Play form: `mapping("geschlecht" -> optional(text(maxLength = 1)), …)`.
fn form(reader: &mut Reader<'_>, node: Node<'_>) {
    let controls = match call(reader, node) {
        Some(("mapping" | "tuple" | "single", controls)) => controls,
        _ => return,
    };
    for control in controls {
        // The grammar attaches the type arguments of `"geschlecht" -> of[Geschlecht]` to the whole pair.
        let bound = match control.kind() {
            "generic_function" => control.child_by_field_name("function"),
            _ => Some(control),
        };
        if let Some((name, of)) = bound
            .and_then(|pair| arrow(reader, pair))
            .filter(|(name, _)| name.kind() == "string")
        {
            form_control(reader, control, name, of);
        }
    }
}

/// The mapping of a control: `text`, `nonEmptyText.verifying(Set("m", "w").contains(_))`, `optional(of[Geschlecht])`.
fn form_control(reader: &mut Reader<'_>, node: Node<'_>, name: Node<'_>, of: Node<'_>) {
    /// Maximum number of chained constraints.
    const MOST_LINKS: usize = 16;
    let (mut optional, mut width, mut values) = (None, None, None);
    let mut declared = type_argument(node);
    let mut domain = None;
    let mut link = Some(of);
    for _ in 0..MOST_LINKS {
        let Some(current) = link else { break };
        let function = current.child_by_field_name("function");
        link = match (call(reader, current), current.kind()) {
            (Some(("optional", arguments)), _) => {
                optional = Some((true, span(current)));
                arguments.first().copied()
            }
            (Some(("verifying", arguments)), _) => {
                let allowed = |argument: &Node<'_>| allowed(reader, *argument);
                values = values.or_else(|| arguments.iter().find_map(allowed));
                function.and_then(|function| function.child_by_field_name("value"))
            }
            (Some((_, arguments)), _) => {
                width = arguments.iter().find_map(|argument| {
                    let (key, value) = pair(named(*argument))?;
                    (reader.text(key) == "maxLength").then(|| number(reader, value))?
                });
                function
            }
            (None, "generic_function") => {
                declared = type_argument(current);
                None
            }
            (None, "identifier") if declared.is_none() => {
                let of = reader.text(current);
                let base = of.strip_prefix("nonEmpty").unwrap_or(of);
                if base != of {
                    optional = optional.or(Some((false, span(current))));
                }
                domain = Some(Located::with_span(domain_of(base).0, span(current)));
                None
            }
            _ => None,
        };
    }
    let element = reader.field(node, name, declared);
    element.layer = Layer::Ui;
    element.width = width;
    if let Some(domain) = domain {
        element.domain = domain;
    }
    if let Some((is_optional, at)) = optional {
        element.optional = Located::with_span(Known::Yes(is_optional), at);
    }
    if let Some((values, at)) = values {
        close(element, values, at);
    }
}

fn type_argument(node: Node<'_>) -> Option<Node<'_>> {
    named(named_child_of(node, &["type_arguments"])?).next()
}

/// The list that a constraint checks its value against: `Set("m", "w").contains(_)`, `Set("m", "w").contains`.
fn allowed(reader: &Reader<'_>, constraint: Node<'_>) -> Option<(Vec<Value>, Span)> {
    let constraint = match constraint.kind() {
        "lambda_expression" => named(constraint).last()?,
        _ => constraint,
    };
    let test = constraint
        .child_by_field_name("function")
        .unwrap_or(constraint);
    let name = test.child_by_field_name("field")?;
    let of = test.child_by_field_name("value")?;
    (reader.text(name) == "contains")
        .then(|| Some((list(reader, of)?, span(of))))
        .flatten()
}
