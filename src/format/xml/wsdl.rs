//! Web service descriptions: the embedded schemas, and messages whose parts have types.

use super::node::{Node, children};
use super::xsd::XS;
use super::{Xml, xsd};

/// WSDL 1.1 and 2.0.
pub const WSDL: Xml = Xml {
    name: "wsdl",
    extensions: &["wsdl"],
    claims: |root| {
        matches!(
            (root.name, root.namespace),
            ("definitions", Some("http://schemas.xmlsoap.org/wsdl/"))
                | ("description", Some("http://www.w3.org/ns/wsdl"))
        )
    },
    read: |reader, root| {
        let schemas: Vec<Node<'_>> = children(root, "types")
            .flat_map(|types| children(types, "schema"))
            .filter(|schema| schema.tag_name().namespace() == Some(XS))
            .collect();
        let messages: Vec<Node<'_>> = children(root, "message").collect();
        xsd::read_schemas(reader, &schemas, &messages);
    },
};
