//! Types that act as enums: sealed types whose values are their subtypes.

use tree_sitter::Node;

use super::reader::{Reader, span};
use crate::model::{Label, Located, ModelPath, Span, Value};
use crate::topic::Topic;

/// Sealed types of a file, and its types that declare a supertype.
#[derive(Default)]
pub struct Hierarchies {
    sealed: Vec<Sealed>,
    /// Subtypes by the name of the supertype, in source order.
    below: Vec<(String, Value)>,
    /// The same for singleton objects, whose supertype may be declared in another file.
    objects: Vec<(String, Value)>,
}

/// A sealed type.
pub struct Sealed {
    /// Its name.
    pub name: Located<String>,
    /// The enclosing names, followed by its own.
    pub path: ModelPath,
    /// The whole declaration.
    pub extent: Span,
    /// The comments before it.
    pub labels: Vec<Label>,
    /// The subtypes that it lists itself (`permits`).
    pub permitted: Vec<Value>,
}

impl Hierarchies {
    /// Adds a sealed type.
    pub fn seal(&mut self, sealed: Sealed) {
        self.sealed.push(sealed);
    }

    /// Adds a subtype.
    pub fn add(&mut self, above: &str, value: Value) {
        self.below.push((above.to_owned(), value));
    }

    /// Adds an object with a value of its own (`data object Male : Gender`).
    pub fn add_object(&mut self, above: &str, value: Value) {
        self.objects.push((above.to_owned(), value.clone()));
        self.add(above, value);
    }

    /// Objects whose sealed supertype is in another file of the package, if all are entries of the topic: this file's
    /// part of the type.
    pub fn parts(&self, topic: &Topic) -> Vec<(Sealed, Vec<Value>)> {
        let mut parts: Vec<(Sealed, Vec<Value>)> = Vec::new();
        for (above, value) in &self.objects {
            let is_here = self.sealed.iter().any(|one| one.name.value == *above);
            if is_here || !topic.is_mentioned_in(above) {
                continue;
            }
            match parts.iter_mut().find(|(part, _)| part.name.value == *above) {
                Some((_, values)) => values.push(value.clone()),
                None => {
                    let at = value.raw.span.unwrap_or_default();
                    let part = Sealed {
                        name: Located::with_span(above.clone(), at),
                        path: ModelPath::new([above.as_str()]),
                        extent: at,
                        labels: Vec::new(),
                        permitted: Vec::new(),
                    };
                    parts.push((part, vec![value.clone()]));
                }
            }
        }
        let is_entry = |value: &Value| topic.is_entry(&value.raw.value);
        parts.retain(|(_, values)| values.len() > 1 && values.iter().all(is_entry));
        parts
    }

    /// The sealed types with their values. A single subtype is not a choice.
    pub fn finish(self) -> impl Iterator<Item = (Sealed, Vec<Value>)> {
        let below = self.below;
        self.sealed.into_iter().filter_map(move |mut sealed| {
            let of = |(above, _): &&(String, Value)| *above == sealed.name.value;
            let declared: Vec<Value> = below
                .iter()
                .filter(of)
                .map(|(_, value)| value.clone())
                .collect();
            let permitted = std::mem::take(&mut sealed.permitted);
            // Permitted types may be declared in other files; local declarations are more detailed.
            let values = if declared.len() >= permitted.len() {
                declared
            } else {
                permitted
            };
            (values.len() > 1).then_some((sealed, values))
        })
    }
}

/// Whether a declaration's modifiers mark the type as sealed.
pub fn is_sealed(modifiers: &str) -> bool {
    modifiers.split_whitespace().any(|word| word == "sealed")
}

/// Whether instances of a type are constructed with data: `data class Other(val text: String)`,
/// `record Other(String text)`.
pub fn carries(class: Node<'_>) -> bool {
    let mut cursor = class.walk();
    class.named_children(&mut cursor).any(|part| {
        let is_head = matches!(
            part.kind(),
            "primary_constructor" | "formal_parameters" | "parameter_list" | "class_parameters"
        );
        let mut cursor = part.walk();
        let mut inner = part.named_children(&mut cursor);
        is_head
            && inner.any(|inner| match inner.kind() {
                "class_parameters" => inner.named_child_count() > 0,
                kind => kind.ends_with("parameter"),
            })
    })
}

/// The types that a clause names (`implements A, b.B<C>`), unqualified, with their arguments.
pub fn types_above(
    reader: &Reader<'_>,
    clause: Node<'_>,
) -> Vec<(String, Option<Located<String>>)> {
    let mut cursor = clause.walk();
    let mut found = Vec::new();
    for part in clause.named_children(&mut cursor) {
        if part.kind().ends_with("list") {
            found.extend(types_above(reader, part));
            continue;
        }
        let text = reader.text(part);
        let name = text.split(['(', '<', ' ']).next().unwrap_or(text);
        let name = name.rsplit(['.', ':']).next().unwrap_or(name).trim();
        let handed = text.split('"').nth(1).filter(|_| text.contains('('));
        let handed = handed.map(|text| Located::with_span(text.to_owned(), span(part)));
        found.push((name.to_owned(), handed));
    }
    found
}
