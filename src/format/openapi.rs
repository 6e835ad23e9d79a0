//! OpenAPI 3.0 and 3.1, and Swagger 2, in JSON or YAML.

use super::json_schema::reader::{self, Reader};
use super::tree::{self, Document, Node, Peek, Tree, TreeFormat};
use super::{Failure, Recognition};
use crate::gap::GapReason;
use crate::model::ModelPath;

/// OpenAPI and Swagger.
pub const OPENAPI: TreeFormat = TreeFormat {
    name: "openapi",
    extensions: &["json", "yaml", "yml"],
    yaml: true,
    claims,
    read: read_openapi,
};

fn claims(peek: &Peek<'_>) -> Recognition {
    // In generated files, the version may follow megabytes of paths.
    let version = |key, major: [&str; 2]| {
        tree::key_value(peek.text(), key)
            .is_some_and(|value| major.iter().any(|major| value.starts_with(major)))
    };
    if version("openapi", ["3.", "4."]) || version("swagger", ["2.", "1."]) {
        return Recognition::Certain;
    }
    // A part of a description, included by another file. If `components` is a list, it is a form.
    let is_list = || {
        peek.value("components")
            .is_some_and(|value| value.starts_with('['))
    };
    let few = peek.keys().unwrap_or_default().len() <= 3;
    let part = peek.has("components") && few && !is_list();
    Recognition::Likely.when(part || peek.has_all(&["paths", "info"]))
}

fn read_openapi(document: &mut Document, tree: &Tree) -> Result<(), Failure> {
    let root = reader::root(tree).ok_or(GapReason::NotUnderstood)?;
    let mut reader = Reader::new(&mut document.model, root);
    components(&mut reader, root);
    for key in ["paths", "webhooks"] {
        for (route, item) in entries(root.get(key)) {
            operations(&mut reader, item, &ModelPath::new([key, route]));
        }
    }
    reader.finish();
    Ok(())
}

fn entries<'t>(node: Option<Node<'t>>) -> impl Iterator<Item = (&'t str, Node<'t>)> {
    node.into_iter()
        .flat_map(Node::entries)
        .map(|(key, value)| (key.value, value))
}

fn components<'t>(reader: &mut Reader<'t>, root: Node<'t>) {
    let components = root.get("components").unwrap_or(root);
    for (holder, key) in [(components, "schemas"), (root, "definitions")] {
        let path = ModelPath::new([key]);
        for (name, node) in holder.entries_of(key) {
            reader.named(name, node, &path);
        }
    }
    for (_, node) in entries(components.get("parameters")) {
        reader.parameter(node, &ModelPath::new(["parameters"]));
    }
    for key in ["requestBodies", "responses"] {
        for (name, node) in entries(components.get(key)) {
            content(reader, node, &ModelPath::new([key, name]));
        }
    }
}

fn operations<'t>(reader: &mut Reader<'t>, item: Node<'t>, path: &ModelPath) {
    parameters(reader, item, path);
    for (method, operation) in entries(Some(item)) {
        let known = matches!(
            method,
            "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace" | "query"
        );
        if !known {
            continue;
        }
        let path = path.child(method);
        parameters(reader, operation, &path);
        if let Some(body) = operation.get("requestBody") {
            content(reader, body, &path);
        }
        for (status, response) in entries(operation.get("responses")) {
            content(reader, response, &path.child(status));
        }
    }
}

fn parameters<'t>(reader: &mut Reader<'t>, holder: Node<'t>, path: &ModelPath) {
    for parameter in holder.items_of("parameters") {
        reader.parameter(parameter, path);
    }
}

/// The schemas of a body: by media type, or (Swagger 2) a single one.
fn content<'t>(reader: &mut Reader<'t>, holder: Node<'t>, path: &ModelPath) {
    if let Some(schema) = holder.get("schema") {
        reader.payload(schema, path);
    }
    for (_, media) in entries(holder.get("content")) {
        if let Some(schema) = media.get("schema") {
            reader.payload(schema, path);
        }
    }
}
