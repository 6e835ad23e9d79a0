//! Qualified names and their declarations within one document.

use foldhash::HashMap;

use super::super::node::{Node, elements, local};
use super::XS;
use crate::model::{Domain, Known, Why};

/// A name with the namespace of its prefix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct QName<'d> {
    pub(super) namespace: Option<&'d str>,
    pub(super) local: &'d str,
}

impl<'d> QName<'d> {
    /// Resolves a name written in an attribute of `at`.
    pub(super) fn resolve(at: Node<'d>, written: &'d str) -> Self {
        let written = written.trim();
        match written.split_once(':') {
            Some((prefix, local)) => Self {
                namespace: at.lookup_namespace_uri(Some(prefix)),
                local,
            },
            None => Self {
                namespace: at.lookup_namespace_uri(None),
                local: written,
            },
        }
    }

    /// The values of a built-in type of the standard; `None` if it is not one.
    pub(super) fn built_in(self) -> Option<Known<Domain>> {
        if self.namespace != Some(XS) {
            return None;
        }
        Some(built_in(self.local))
    }
}

/// The values of a built-in type of the standard.
pub(in crate::format::xml) fn built_in(local: &str) -> Known<Domain> {
    match local {
        "boolean" => Known::Yes(Domain::Boolean),
        "decimal" | "integer" | "float" | "double" | "nonPositiveInteger"
        | "nonNegativeInteger" | "positiveInteger" | "negativeInteger" | "long" | "int"
        | "short" | "byte" | "unsignedLong" | "unsignedInt" | "unsignedShort" | "unsignedByte" => {
            Known::Yes(Domain::Number)
        }
        "date" | "dateTime" | "dateTimeStamp" | "time" | "duration" | "dayTimeDuration"
        | "yearMonthDuration" | "gYear" | "gYearMonth" | "gMonth" | "gMonthDay" | "gDay" => {
            Known::Yes(Domain::Temporal)
        }
        "base64Binary" | "hexBinary" => Known::Yes(Domain::Structure),
        "anyType" | "anySimpleType" | "anyAtomicType" => Known::No(Why::NotStated),
        _ => Known::Yes(Domain::Text),
    }
}

/// The global declarations of a document's schemas.
pub(super) struct Scope<'d> {
    types: HashMap<QName<'d>, Node<'d>>,
    elements: HashMap<QName<'d>, Node<'d>>,
    attributes: HashMap<QName<'d>, Node<'d>>,
}

impl<'d> Scope<'d> {
    pub(super) fn index_schemas(schemas: &[Node<'d>]) -> Self {
        let mut scope = Self {
            types: HashMap::default(),
            elements: HashMap::default(),
            attributes: HashMap::default(),
        };
        for schema in schemas {
            let namespace = schema.attribute("targetNamespace");
            let redefined = elements(*schema)
                .filter(|node| matches!(local(*node), "redefine" | "override"))
                .flat_map(elements);
            for node in elements(*schema).chain(redefined) {
                scope.declare(namespace, node);
            }
        }
        scope
    }

    fn declare(&mut self, namespace: Option<&'d str>, node: Node<'d>) {
        let space = match local(node) {
            "simpleType" | "complexType" => &mut self.types,
            "element" => &mut self.elements,
            "attribute" => &mut self.attributes,
            _ => return,
        };
        if let Some(local) = node.attribute("name") {
            space.entry(QName { namespace, local }).or_insert(node);
        }
    }

    /// The declaration of a type.
    pub(super) fn type_of(&self, name: QName<'d>) -> Option<Node<'d>> {
        self.types.get(&name).copied()
    }

    /// The global element or attribute that a local one refers to with `ref`.
    pub(super) fn referred(&self, local: &str, name: QName<'d>) -> Option<Node<'d>> {
        let space = match local {
            "attribute" => &self.attributes,
            _ => &self.elements,
        };
        space.get(&name).copied()
    }
}
