//! Process models (BPMN 2.0) with generated task forms, as embedded by Camunda 7, Activiti and Flowable.

use super::node::{Node, attribute, children, elements, local, span};
use super::{Reader, Xml};
use crate::model::{
    DefaultValue, Domain, Element, Known, Label, Layer, Located, ModelPath, Value, Why,
};

const MODEL: &str = "http://www.omg.org/spec/BPMN/20100524/MODEL";
const ENGINES: [&str; 3] = [
    "http://camunda.org/schema/1.0/bpmn",
    "http://activiti.org/bpmn",
    "http://flowable.org/bpmn",
];

/// Process models with task forms.
pub const BPMN: Xml = Xml {
    name: "bpmn",
    extensions: &["bpmn", "bpmn20.xml"],
    claims: |root| root.name == "definitions" && root.namespace == Some(MODEL),
    read: read_bpmn,
};

fn read_bpmn(reader: &mut Reader, root: Node<'_>) {
    for process in children(root, "process") {
        let tasks = process.descendants().filter(|node| {
            matches!(local(*node), "userTask" | "startEvent")
                && node.tag_name().namespace() == Some(MODEL)
        });
        for task in tasks {
            form(reader, process, task);
        }
    }
}

/// The form of a task or of a process start.
fn form(reader: &mut Reader, process: Node<'_>, task: Node<'_>) {
    let fields: Vec<Node<'_>> = children(task, "extensionElements")
        .flat_map(|extensions| extensions.descendants())
        .filter(|node| matches!(local(*node), "formField" | "formProperty"))
        .filter(|node| {
            node.tag_name()
                .namespace()
                .is_some_and(|uri| ENGINES.contains(&uri))
        })
        .collect();
    let name = attribute(task, "name").or_else(|| attribute(task, "id"));
    let (Some(name), false) = (name, fields.is_empty()) else {
        return;
    };
    let names = [process, task].map(|node| node.attribute("id").unwrap_or_default());
    let path = ModelPath::new(names);
    let entity = reader.model.declare_entity(name, &path, []);
    for field in fields {
        let Some(id) = attribute(field, "id") else {
            continue;
        };
        let path = path.child(id.value.as_str());
        let mut element = Element::control(id, path, Layer::Ui, span(field)).with_entity(entity);
        // Camunda uses `label`, the others `name`.
        let title = attribute(field, "label").or_else(|| attribute(field, "name"));
        element.labels = title.map(Label::title).into_iter().collect();
        element.declared_type = attribute(field, "type");
        element.domain = domain(field);
        element.optional = optional(field);
        element.width = constraint(field, "maxlength")
            .and_then(|most| Some(Located::new(most.value.trim().parse().ok()?, most.span)));
        let default = attribute(field, "defaultValue").or_else(|| attribute(field, "default"));
        element.default = default.map(|text| {
            DefaultValue::new(
                (!is_expression(&text.value)).then_some(text.value),
                text.span,
            )
        });
        reader.model.add_element(element);
    }
}

fn domain(field: Node<'_>) -> Located<Known<Domain>> {
    let value = match field.attribute("type") {
        Some("enum") => {
            let values: Vec<Value> = children(field, "value")
                .filter_map(|value| {
                    Some(Value {
                        raw: attribute(value, "id")?,
                        label: attribute(value, "name"),
                        ..Value::default()
                    })
                })
                .collect();
            if values.is_empty() || values.iter().any(|value| is_expression(&value.raw.value)) {
                Known::No(Why::Dynamic)
            } else {
                Known::closed(values)
            }
        }
        Some("string") | None => Known::Yes(Domain::Text),
        Some("boolean") => Known::Yes(Domain::Boolean),
        Some("long" | "integer" | "double") => Known::Yes(Domain::Number),
        Some("date") => Known::Yes(Domain::Temporal),
        Some(_) => Known::No(Why::NotUnderstood),
    };
    Located::with_span(value, span(field))
}

/// A field is optional unless the form says otherwise.
fn optional(field: Node<'_>) -> Located<Known<bool>> {
    let stated = attribute(field, "required").or_else(|| constraint(field, "required"));
    match stated {
        Some(word) => Located::new(Known::Yes(word.value.trim() == "false"), word.span),
        None => Located::implied(Known::Yes(true)),
    }
}

/// `<validation><constraint name="required" config="true"/></validation>`; without `config` it applies.
fn constraint(field: Node<'_>, name: &str) -> Option<Located<String>> {
    let constraint = children(field, "validation")
        .flat_map(elements)
        .find(|node| node.attribute("name") == Some(name))?;
    attribute(constraint, "config")
        .or_else(|| Some(Located::with_span(String::new(), span(constraint))))
}

fn is_expression(text: &str) -> bool {
    text.contains("${") || text.contains("#{")
}
