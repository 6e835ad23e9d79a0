//! The name of the list behind an expression: `Person::GENDERS`, `Object.values(GENDERS)`, `GENDERS.keys`,
//! `[g.value for g in Gender]`. Only operations that keep every value are followed: a filter creates another list.

use tree_sitter::Node;

use super::reader::{Reader, span};
use crate::format::limits::CALL_STEPS;
use crate::model::Span;

/// A reference to a list declared in this or another file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListName {
    /// The qualified name as written: `Person::GENDERS`.
    pub written: String,
    /// Its last part: `GENDERS`.
    pub simple: String,
    /// Position of the reference.
    pub at: Span,
}

impl ListName {
    /// Whether the name has a qualifier.
    pub fn is_qualified(&self) -> bool {
        self.written.len() > self.simple.len()
    }
}

/// Methods and properties that return all values of their receiver.
const KEEPING: &[&str] = &[
    "asList",
    "asSequence",
    "cases",
    "choices",
    "clone",
    "copy",
    "each",
    "each_key",
    "entries",
    "enumValues",
    "flip",
    "freeze",
    "getOptions",
    "invert",
    "items",
    "keys",
    "keySet",
    "labels",
    "map",
    "members",
    "names",
    "options",
    "reverse",
    "sort",
    "sort_by",
    "sorted",
    "stream",
    "to_a",
    "to_h",
    "toArray",
    "toList",
    "toSet",
    "toTypedArray",
    "transform_values",
    "values",
];

/// Functions that return all values of their first argument, without qualifiers.
const PASSING: &[&str] = &[
    "allOf",
    "array_flip",
    "array_keys",
    "array_values",
    "asList",
    "dict",
    "freeze",
    "from",
    "frozenset",
    "list",
    "nativeEnum",
    "options_for_select",
    "set",
    "sorted",
    "tuple",
    "unmodifiableList",
];

/// Objects whose functions pass their argument on, although other objects use the same names for methods.
const PASSING_OBJECTS: &[&str] = &[
    "Object",
    "Array",
    "Arrays",
    "EnumSet",
    "Collections",
    "Enum",
];

/// The name of the list; `None` if a program computes it.
pub fn list_name(reader: &Reader<'_>, node: Node<'_>) -> Option<ListName> {
    let mut node = node;
    for _ in 0..CALL_STEPS {
        node = match node.kind() {
            "identifier"
            | "simple_identifier"
            | "constant"
            | "type_identifier"
            | "qualified_name"
            | "name"
            | "scope_resolution"
            | "class_constant_access_expression"
            | "member_expression"
            | "field_access"
            | "attribute"
            | "member_access_expression"
            | "selector_expression"
            | "navigation_expression" => return path(reader.text(node), span(node)),
            "parenthesized_expression"
            | "as_expression"
            | "satisfies_expression"
            | "non_null_expression"
            | "spread_element"
            | "splat_argument"
            | "list_splat"
            | "variadic_unpacking" => node.named_child(0)?,
            "argument" | "value_argument" => last_child(node)?,
            "arrow_function" => node.child_by_field_name("body")?,
            // [...GENDERS]
            "array" | "list" if node.named_child_count() == 1 => node
                .named_child(0)
                .filter(|only| only.kind().contains("spl") || only.kind() == "spread_element")?,
            "list_comprehension" | "set_comprehension" | "generator_expression" => iterated(node)?,
            "new_expression" | "object_creation_expression" => {
                node.child_by_field_name("arguments")?.named_child(0)?
            }
            _ => passed_on(reader, node)?,
        };
    }
    None
}

fn last_child(node: Node<'_>) -> Option<Node<'_>> {
    let last = node.named_child_count().checked_sub(1)?;
    node.named_child(u32::try_from(last).ok()?)
}

/// `[g.value for g in Gender]`; a comprehension with a condition does not keep all values.
fn iterated(node: Node<'_>) -> Option<Node<'_>> {
    let mut cursor = node.walk();
    let clauses: Vec<Node<'_>> = node.named_children(&mut cursor).skip(1).collect();
    match clauses.as_slice() {
        [only] if only.kind() == "for_in_clause" => only.child_by_field_name("right"),
        _ => None,
    }
}

/// The part that a call returns unchanged: its receiver or its first argument.
fn passed_on<'t>(reader: &Reader<'_>, call: Node<'t>) -> Option<Node<'t>> {
    let field = |name: &str| call.child_by_field_name(name);
    let function = field("function");
    let within = |name: &str| function.and_then(|function| function.child_by_field_name(name));
    let receiver = field("receiver")
        .or_else(|| field("object"))
        .or_else(|| field("scope"))
        .or_else(|| within("object"))
        .or_else(|| within("expression"));
    let method = field("method")
        .or_else(|| field("name"))
        .or(function)
        .map(|method| reader.text(method))?;
    let method = method.rsplit(['.', ':', '>']).next().unwrap_or(method);
    let first = field("arguments").and_then(|arguments| arguments.named_child(0));
    let passing = receiver.is_none_or(|on| PASSING_OBJECTS.contains(&reader.text(on)));
    match (receiver, first) {
        (_, Some(first)) if passing && (receiver.is_some() || PASSING.contains(&method)) => {
            Some(first)
        }
        (Some(receiver), _) if !passing && KEEPING.contains(&method) => Some(receiver),
        _ => None,
    }
}

/// A path of names: `self::GENDERS`, `Person::GENDERS`, `this.genders`, `Gender.choices`.
fn path(text: &str, at: Span) -> Option<ListName> {
    let text = text.trim();
    let is_path = |ch: char| ch.is_alphanumeric() || matches!(ch, '_' | '.' | ':' | '\\');
    let own = [
        "self::",
        "static::",
        "self.class::",
        "this.",
        "self.",
        "cls.",
    ];
    let mut text = own
        .iter()
        .find_map(|own| text.strip_prefix(own))
        .unwrap_or(text);
    if text.is_empty() || !text.chars().all(is_path) {
        return None;
    }
    text = text.strip_suffix("::class").unwrap_or(text);
    // Gender.choices, Gender.entries: all members.
    if let Some((list, last)) = text.rsplit_once('.')
        && (KEEPING.contains(&last) || last == "class")
    {
        text = list;
    }
    let simple = text.rsplit(['.', ':', '\\']).next()?;
    (!simple.is_empty()).then(|| ListName {
        written: text.to_owned(),
        simple: simple.to_owned(),
        at,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str) -> Option<String> {
        path(text, Span::default()).map(|list| list.written)
    }

    #[test]
    fn what_is_ones_own_needs_no_qualifier() {
        assert_eq!(written("self::GENDERS").as_deref(), Some("GENDERS"));
        assert_eq!(written("this.genders").as_deref(), Some("genders"));
        assert_eq!(
            written("Person::GENDERS").as_deref(),
            Some("Person::GENDERS")
        );
        assert_eq!(written("Gender.choices").as_deref(), Some("Gender"));
        assert_eq!(
            written("models.Gender.entries").as_deref(),
            Some("models.Gender")
        );
    }

    #[test]
    fn programs_have_no_name() {
        assert_eq!(written("$genders"), None);
        assert_eq!(written("load().genders"), None);
    }
}
