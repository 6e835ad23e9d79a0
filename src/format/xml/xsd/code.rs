//! XÖV code lists: complex types that hold a code and the URI of its list.
//!
//! The four code types of the XÖV handbook differ in what the schema fixes: codes, URI and version (1), URI and version
//! (2), the URI (3), nothing (4).

use super::super::node::{Node, attribute, child_content, elements, local};
use super::annotation;
use super::scope::{QName, Scope};
use crate::format::limits::CODE_LIST_DERIVATIONS;
use crate::model::{Located, Reference};

/// A code type.
#[derive(Debug)]
pub(super) struct CodeType<'d> {
    /// The element with the code, if the schema says more about it than the base type.
    pub(super) code: Option<Node<'d>>,
    /// URI and version of the list, as far as they are fixed.
    pub(super) list: Option<Located<Reference>>,
}

/// Reads a complex type as a code type; `None` if it is not one.
pub(super) fn code_type<'d>(complex: Node<'d>, scope: &Scope<'d>) -> Option<CodeType<'d>> {
    let mut uri = None;
    let mut version = None;
    let mut code = None;
    let mut is_code = false;
    let mut current = Some(complex);
    for _ in 0..CODE_LIST_DERIVATIONS {
        let Some(node) = current else { break };
        let parts = Parts::from_complex_type(node);
        is_code |= parts.uri_attribute && (parts.code.is_some() || parts.simple);
        code = code.or(parts.code);
        uri = uri.or(parts.uri).or_else(|| kennung(node));
        version = version.or(parts.version);
        let base = parts.base.map(|(at, written)| QName::resolve(at, written));
        is_code |= base.is_some_and(is_base);
        current = base
            .and_then(|base| scope.type_of(base))
            .filter(|next| next.id() != node.id() && local(*next) == "complexType");
    }
    is_code.then(|| CodeType {
        code,
        list: uri.map(|uri| {
            Located::new(
                Reference::CodeList {
                    uri: uri.value,
                    version: version.map(|version| version.value),
                },
                uri.span,
            )
        }),
    })
}

/// The common base of all code types, in its module of the XÖV library.
fn is_base(name: QName<'_>) -> bool {
    name.local == "Code"
        && name
            .namespace
            .is_some_and(|uri| uri.starts_with("http://xoev.de/schemata/code/"))
}

/// The parts of a complex type relevant for codes.
#[derive(Default)]
struct Parts<'d> {
    base: Option<(Node<'d>, &'d str)>,
    simple: bool,
    code: Option<Node<'d>>,
    uri_attribute: bool,
    uri: Option<Located<String>>,
    version: Option<Located<String>>,
}

impl<'d> Parts<'d> {
    fn from_complex_type(complex: Node<'d>) -> Self {
        let mut parts = Self::default();
        parts.collect(complex);
        parts
    }

    fn collect(&mut self, node: Node<'d>) {
        for part in elements(node) {
            match local(part) {
                "complexContent" | "sequence" | "all" | "choice" => self.collect(part),
                "simpleContent" => {
                    self.simple = true;
                    self.collect(part);
                }
                "extension" | "restriction" => {
                    self.base = part.attribute("base").map(|base| (part, base));
                    self.collect(part);
                }
                "element" if part.attribute("name") == Some("code") => self.code = Some(part),
                "attribute" => match part.attribute("name") {
                    Some("listURI") => {
                        self.uri_attribute = true;
                        self.uri = fixed(part);
                    }
                    Some("listVersionID") => self.version = fixed(part),
                    _ => {}
                },
                _ => {}
            }
        }
    }
}

fn fixed(node: Node<'_>) -> Option<Located<String>> {
    attribute(node, "fixed")
        .or_else(|| attribute(node, "default"))
        .filter(|value| !value.value.trim().is_empty())
}

/// The URI that XÖV tools repeat in `appinfo`.
fn kennung(complex: Node<'_>) -> Option<Located<String>> {
    annotation::infos(complex).find_map(|info| {
        elements(info)
            .find(|node| local(*node) == "codeliste")
            .and_then(|list| child_content(list, "kennung"))
            .filter(|uri| uri.value.contains(':'))
    })
}
