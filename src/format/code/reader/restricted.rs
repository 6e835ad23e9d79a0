//! Values that functions allow for fields, declared or not.

use tree_sitter::Node;

use super::{Reader, close};
use crate::model::{Domain, Element, ElementKind, Known, Label, LabelKind, Located, Span, Value};

impl Reader<'_> {
    /// Restricts a declared field of the innermost class to some values unless it is already restricted. `validates`: a
    /// function states this, so it also applies to a field declared elsewhere; the inner value is the function's head
    /// if only that indicates the topic. Returns whether the restriction was recorded.
    pub fn narrow(
        &mut self,
        node: Node<'_>,
        name: &str,
        values: Vec<Value>,
        validates: Option<Option<String>>,
        at: Span,
    ) -> bool {
        self.close_before(node);
        let path = self.path_of(name);
        let is_open = |element: &&mut Element| {
            element.kind == ElementKind::Field
                && element.path == path
                && !matches!(
                    element.domain.value,
                    Known::Yes(Domain::Closed(_) | Domain::Reference(_) | Domain::Boolean)
                )
        };
        if let Some(field) = self.model.elements.iter_mut().rev().find(is_open) {
            close(field, values, at);
        } else if let Some(head) = validates {
            let name = Located::with_span(name.to_owned(), at);
            let label = head.map(|head| Label {
                kind: LabelKind::Description,
                text: Located::with_span(head, at),
            });
            let element = Element::value_type(name, path, self.layer, at).with_values(values, at);
            self.validated.push(element.with_labels(label));
        } else {
            return false;
        }
        true
    }

    /// Adds the head of a function to the restriction just found at a place.
    pub fn validated_in(&mut self, function: Span, at: Span) {
        if let Some(last) = self.validated.last_mut().filter(|last| last.extent == at) {
            last.extent = function.to(at);
        }
    }

    /// Adds the restrictions stated by functions: to the open field of that name, or on their own if there is none.
    pub(super) fn settle_validated(&mut self) {
        for allowed in std::mem::take(&mut self.validated) {
            // A restriction inside a class concerns its own field; a free function validates the values of its callers.
            let is_free = allowed.path.0.len() == 1;
            let same = |element: &&mut Element| {
                let one = element.name.value.replace('_', "");
                let other = allowed.name.value.replace('_', "");
                element.path == allowed.path || is_free && one.eq_ignore_ascii_case(&other)
            };
            match self.model.elements.iter_mut().find(same) {
                Some(field) => {
                    if matches!(
                        field.domain.value,
                        Known::No(_) | Known::Yes(Domain::Text | Domain::Number)
                    ) {
                        field.domain = allowed.domain;
                    }
                }
                None => {
                    self.model.add_element(allowed);
                }
            }
        }
    }
}
