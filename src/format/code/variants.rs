//! Types that are enums without the word: a sealed type whose values are the types below it.

use tree_sitter::Node;

use super::reader::{Reader, span};
use crate::model::{Label, Located, ModelPath, Span, Value};

/// Sealed types of a file, and the types that say what they are below.
#[derive(Default)]
pub struct Hierarchies {
    sealed: Vec<Sealed>,
    /// By the name of the type above, in order of appearance.
    below: Vec<(String, Value)>,
}

/// A type that names or holds all types below it.
pub struct Sealed {
    /// Its name.
    pub name: Located<String>,
    /// The names of what it stands in, with its own.
    pub path: ModelPath,
    /// The whole declaration.
    pub extent: Span,
    /// The comments before it.
    pub labels: Vec<Label>,
    /// The types below it, where it lists them itself (`permits`).
    pub permitted: Vec<Value>,
}

impl Hierarchies {
    /// Adds a sealed type.
    pub fn seal(&mut self, sealed: Sealed) {
        self.sealed.push(sealed);
    }

    /// Adds a type below another one. `label`: what it hands to the type above.
    pub fn add(&mut self, above: &str, value: Value) {
        self.below.push((above.to_owned(), value));
    }

    /// The sealed types with the values they have. One type below is no choice.
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
            // What is permitted may be declared in other files; what is declared here says more.
            let values = if declared.len() >= permitted.len() {
                declared
            } else {
                permitted
            };
            (values.len() > 1).then_some((sealed, values))
        })
    }
}

/// Whether the words before a name say that a type is sealed.
pub fn is_sealed(modifiers: &str) -> bool {
    modifiers.split_whitespace().any(|word| word == "sealed")
}

/// Whether objects of a type are made with something that they then hold: `data class Other(val text: String)`,
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

/// The types that a clause names (`implements A, b.B<C>`), without their qualifiers, with what they are handed.
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
