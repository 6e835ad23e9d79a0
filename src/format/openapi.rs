//! OpenAPI 3.0 and 3.1, and Swagger 2, in JSON or YAML.

use super::json_schema::reader::{self, Reader};
use super::tree::{self, Node};
use super::{Failure, Format, Parsed, Recognition};
use crate::gap::GapReason;
use crate::model::{ModelPath, SchemaModel};
use crate::source::Capture;
use crate::topic::Topic;

/// OpenAPI and Swagger.
pub struct OpenApi;

impl Format for OpenApi {
    fn name(&self) -> &'static str {
        "openapi"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["json", "yaml", "yml"]
    }

    fn recognise(&self, capture: &Capture) -> Recognition {
        let Ok(text) = capture.text() else {
            return Recognition::No;
        };
        let text = text.as_str();
        let yaml = matches!(capture.extension().as_str(), "yaml" | "yml");
        if !yaml && !tree::is_json(capture.head()) {
            return Recognition::No;
        }
        // The version may stand behind megabytes of paths where a program wrote the file.
        let version = |key, major: [&str; 2]| {
            tree::key_value(text, key)
                .is_some_and(|value| major.iter().any(|major| value.starts_with(major)))
        };
        if version("openapi", ["3.", "4."]) || version("swagger", ["2.", "1."]) {
            return Recognition::Certain;
        }
        // A part of a description that another file includes.
        let keys = tree::top_keys(capture.head()).unwrap_or_default();
        let has = |key: &str| keys.iter().any(|found| found == key);
        if has("components") && keys.len() <= 3 || has("paths") && has("info") {
            Recognition::Likely
        } else {
            Recognition::No
        }
    }

    fn parse(&self, capture: &Capture, _: &Topic) -> Result<Parsed, Failure> {
        let text = capture.text()?;
        let tree = tree::parse(text)?;
        let Some(root) = reader::root(&tree) else {
            return Err(GapReason::NotUnderstood.into());
        };
        let model = SchemaModel::new(&capture.document, self.name(), text.clone());
        let mut reader = Reader::new(model, root);
        components(&mut reader, root);
        for (route, item) in entries(root.get("paths")) {
            let path = ModelPath::new(["paths", route]);
            operations(&mut reader, item, &path);
        }
        for (name, item) in entries(root.get("webhooks")) {
            let path = ModelPath::new(["webhooks", name]);
            operations(&mut reader, item, &path);
        }
        Ok(Parsed {
            schemas: vec![reader.finish()],
            ..Parsed::default()
        })
    }
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
        for (name, node) in holder.get(key).into_iter().flat_map(Node::entries) {
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
    for parameter in holder.get("parameters").into_iter().flat_map(Node::items) {
        reader.parameter(parameter, path);
    }
}

/// The schemas of a body: by media type, or (Swagger 2) one.
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
