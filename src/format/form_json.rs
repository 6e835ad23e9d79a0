//! Forms as JSON: form-js (Camunda), form.io, SurveyJS. Components with a key, a label and options.

use std::collections::HashSet;

use super::tree::{self, Node};
use super::{Failure, Format, Parsed, Recognition};
use crate::gap::GapReason;
use crate::model::{
    DefaultValue, Domain, Element, ElementKind, Entity, EntityId, Known, Label, LabelKind, Layer,
    Located, ModelPath, Reference, SchemaModel, Value, Why,
};
use crate::source::Capture;

/// Form definitions.
pub struct FormJson;

impl Format for FormJson {
    fn name(&self) -> &'static str {
        "form-json"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["form", "json"]
    }

    fn recognise(&self, capture: &Capture) -> Recognition {
        let head = capture.head();
        if !tree::is_json(head) {
            return Recognition::No;
        }
        let keys = tree::top_keys(head).unwrap_or_default();
        let has = |key: &str| keys.iter().any(|found| found == key);
        let opens_list = |key: &str| tree::key_value(head, key).is_some_and(|v| v.starts_with('['));
        let components = has("components") && opens_list("components");
        let survey = has("pages") && head.contains("\"elements\"")
            || has("elements") && opens_list("elements");
        let shaped =
            head.contains("\"type\"") && (head.contains("\"key\"") || head.contains("\"name\""));
        match (components, survey) {
            (true, _) if shaped && head.contains("\"label\"") => Recognition::Certain,
            (_, true) if shaped && head.contains("\"title\"") => Recognition::Likely,
            _ => Recognition::No,
        }
    }

    fn parse(&self, capture: &Capture) -> Result<Parsed, Failure> {
        let text = capture.text()?;
        let tree = tree::parse(text)?;
        let Some(root) = tree.root() else {
            return Err(GapReason::Empty.into());
        };
        let mut model = SchemaModel::new(&capture.document, self.name(), text.clone());
        let name = ["title", "name", "id"]
            .iter()
            .find_map(|key| root.get(key)?.located())
            .unwrap_or_else(|| Located::implied(String::new()));
        let path = ModelPath::new((!name.value.is_empty()).then(|| name.value.clone()));
        let entity = model.add_entity(Entity {
            name,
            path: path.clone(),
            labels: Vec::new(),
        });
        let mut reader = Reader {
            model,
            entity,
            path,
            seen: HashSet::new(),
        };
        reader.walk(root, 0);
        Ok(Parsed {
            schemas: vec![reader.model],
            ..Parsed::default()
        })
    }
}

/// Components nested deeper are not read.
const MOST_DEPTH: usize = 64;

/// Keys under which components hold further components.
const HOLDERS: [&str; 8] = [
    "components",
    "columns",
    "rows",
    "elements",
    "pages",
    "templateElements",
    "panels",
    "tabs",
];

struct Reader {
    model: SchemaModel,
    entity: EntityId,
    path: ModelPath,
    seen: HashSet<u32>,
}

impl Reader {
    fn walk(&mut self, node: Node<'_>, depth: usize) {
        if depth > MOST_DEPTH || !self.seen.insert(node.id()) {
            return;
        }
        if depth > 0 {
            self.component(node);
        }
        for item in node.items() {
            self.walk(item, depth + 1);
        }
        for key in HOLDERS {
            for child in node.get(key).into_iter().flat_map(Node::items) {
                self.walk(child, depth + 1);
            }
        }
    }

    fn component(&mut self, node: Node<'_>) {
        let Some(kind) = node.get("type").and_then(Node::text) else {
            return;
        };
        let name = node.get("key").or_else(|| node.get("name"));
        let Some(name) = name.and_then(Node::located).filter(|_| holds_value(kind)) else {
            return;
        };
        let path = self.path.child(name.value.as_str());
        let mut element = Element::named(name, path, ElementKind::Control, Layer::Ui, node.span());
        element.entity = Some(self.entity);
        element.labels = labels(node);
        element.domain = Located::at(domain(kind, node), node.span());
        let required = [
            &["validate", "required"][..],
            &["isRequired"],
            &["required"],
        ]
        .iter()
        .find_map(|keys| keys.iter().try_fold(node, |node, key| node.get(key)));
        element.optional = Located {
            value: Known::Yes(required.and_then(Node::bool) != Some(true)),
            span: required.map(Node::span),
        };
        element.default = node
            .get("defaultValue")
            .filter(|value| value.scalar().is_some_and(|text| !text.is_empty()))
            .map(|value| DefaultValue {
                literal: value.scalar().map(str::to_owned),
                span: Some(value.span()),
            });
        let width = node
            .get("validate")
            .and_then(|validate| validate.get("maxLength"))
            .or_else(|| node.get("maxLength"));
        element.width = width.and_then(|width| Some(Located::at(width.number()?, width.span())));
        self.model.add_element(element);
    }
}

/// Whether a component holds something that a person enters.
fn holds_value(kind: &str) -> bool {
    !matches!(
        kind,
        "button"
            | "text"
            | "html"
            | "htmlelement"
            | "content"
            | "image"
            | "panel"
            | "columns"
            | "group"
            | "fieldset"
            | "well"
            | "tabs"
            | "separator"
            | "spacer"
            | "iframe"
            | "default"
            | "form"
            | "container"
            | "expression"
            | "script"
            | "file"
            | "filepicker"
            | "signature"
    )
}

fn labels(node: Node<'_>) -> Vec<Label> {
    [
        ("label", LabelKind::Title),
        ("title", LabelKind::Title),
        ("description", LabelKind::Description),
        ("tooltip", LabelKind::Description),
    ]
    .into_iter()
    .filter_map(|(key, kind)| {
        let text = node.get(key)?.located()?;
        (!text.value.is_empty()).then_some(Label { kind, text })
    })
    .collect()
}

fn domain(kind: &str, node: Node<'_>) -> Known<Domain> {
    let lists = [
        node.get("values"),
        node.get("data").and_then(|data| data.get("values")),
        node.get("choices"),
        node.get("options"),
    ];
    let options = lists.into_iter().flatten().find(|list| list.is_list());
    if let Some(values) = options.and_then(values_of) {
        return Known::Yes(Domain::Closed(values));
    }
    match kind {
        "select" | "radio" | "selectboxes" | "taglist" | "checklist" | "dropdown"
        | "radiogroup" | "tagbox" => {
            // Options that the running process provides.
            match node
                .get("valuesKey")
                .or_else(|| node.get("valuesExpression"))
            {
                Some(key) => Known::Yes(Domain::Reference(Reference::Named(
                    key.text().unwrap_or_default().to_owned(),
                ))),
                None => Known::No(Why::Dynamic),
            }
        }
        "checkbox" | "boolean" => Known::Yes(Domain::Boolean),
        "number" => Known::Yes(Domain::Number),
        "datetime" | "date" | "day" | "time" => Known::Yes(Domain::Temporal),
        _ => Known::Yes(Domain::Text),
    }
}

/// Options: plain values, or objects with a value and what people read for it.
fn values_of(list: Node<'_>) -> Option<Vec<Value>> {
    let mut values = Vec::new();
    for item in list.items() {
        if let Some(raw) = item.scalar() {
            values.push(Value::plain(raw, item.span()));
            continue;
        }
        let raw = item.get("value").or_else(|| item.get("id"))?;
        let label = item.get("label").or_else(|| item.get("text"));
        values.push(Value {
            label: label.and_then(Node::located),
            placeholder: raw.scalar().is_none_or(str::is_empty),
            ..Value::plain(raw.scalar().unwrap_or_default(), raw.span())
        });
    }
    (!values.is_empty()).then_some(values)
}
