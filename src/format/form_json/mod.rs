//! Forms as JSON: form-js (Camunda), form.io, SurveyJS. Components with a key, a label and options; and schemas
//! with their appearance ([`ui_schema`]).

mod choices;
mod ui_schema;

use std::collections::HashSet;

use self::choices::{domain, said};
use super::tree::{self, Node};
use super::{Failure, Format, Parsed, Recognition};
use crate::format::limits::TYPE_DEPTH;
use crate::gap::GapReason;
use crate::model::{
    DefaultValue, Element, ElementKind, Entity, EntityId, Known, Label, LabelKind, Layer, Located,
    ModelPath, SchemaModel,
};
use crate::source::Capture;
use crate::topic::Topic;

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
        let Some(keys) = tree::top_keys(head) else {
            // Several forms in one list.
            let forms = ["\"components\"", "\"type\"", "\"key\"", "\"label\""];
            let list = forms.iter().all(|word| head.contains(word));
            return if list {
                Recognition::Likely
            } else {
                Recognition::No
            };
        };
        let has = |key: &str| keys.iter().any(|found| found == key);
        let opens_list = |key: &str| tree::key_value(head, key).is_some_and(|v| v.starts_with('['));
        let text = capture.text().map(|text| text.as_str()).unwrap_or_default();
        let appearance = has("uischema") || has("uiSchema") || has("ui_schema");
        if (has("schema") || has("jsonSchema")) && text.contains("\"properties\"") {
            let formily = has("form") && text.contains("\"x-component\"");
            return if appearance || formily {
                Recognition::Certain
            } else {
                Recognition::No
            };
        }
        let components = has("components") && opens_list("components");
        let survey = has("pages") && head.contains("\"elements\"")
            || has("elements") && opens_list("elements");
        let shaped =
            head.contains("\"type\"") && (head.contains("\"key\"") || head.contains("\"name\""));
        // Projects of form.io with all their forms.
        let project = has("forms") && has("resources") && text.contains("\"components\"");
        let asks = head.contains("\"title\"")
            || ["radiogroup", "dropdown", "checkbox", "tagbox", "comment"]
                .iter()
                .any(|kind| head.contains(&format!("\"{kind}\"")));
        match (components, survey) {
            (true, _) if shaped && head.contains("\"label\"") => Recognition::Certain,
            (_, true) if shaped && asks => Recognition::Likely,
            _ if project => Recognition::Likely,
            _ => Recognition::No,
        }
    }

    fn parse(&self, capture: &Capture, _: &Topic) -> Result<Parsed, Failure> {
        let text = capture.text()?;
        let tree = tree::parse(text)?;
        let Some(root) = tree.root() else {
            return Err(GapReason::Empty.into());
        };
        let model = SchemaModel::new(&capture.document, self.name(), text.clone());
        if let Some((schema, shown)) = ui_schema::parts(root) {
            let title = schema.get("title").or_else(|| root.get("title"));
            let name = title.and_then(|title| Some(Located::at(title.text()?, title.span())));
            let name = name.unwrap_or_else(|| Located::at("schema", schema.span()));
            return Ok(Parsed {
                schemas: vec![ui_schema::read(model, name, schema, shown)],
                ..Parsed::default()
            });
        }
        let mut reader = Reader {
            model,
            seen: HashSet::new(),
        };
        let forms = ["forms", "resources"]
            .iter()
            .filter_map(|key| root.get(key))
            .flat_map(Node::entries)
            .map(|(_, form)| form)
            .filter(|form| form.get("components").is_some());
        for form in root.items().chain(forms) {
            reader.form(form);
        }
        if root.is_map() {
            reader.form(root);
        }
        Ok(Parsed {
            schemas: vec![reader.model],
            ..Parsed::default()
        })
    }
}

/// Keys under which components hold further components.
const HOLDERS: [&str; 9] = [
    "components",
    "columns",
    "rows",
    "elements",
    "questions",
    "pages",
    "templateElements",
    "panels",
    "tabs",
];

struct Reader {
    model: SchemaModel,
    seen: HashSet<u32>,
}

/// The form that components belong to.
#[derive(Clone, Copy)]
struct Form<'p> {
    entity: EntityId,
    path: &'p ModelPath,
}

impl Reader {
    fn form(&mut self, node: Node<'_>) {
        let name = ["title", "name", "id"]
            .iter()
            .find_map(|key| said(node.get(key)?))
            .unwrap_or_else(|| Located::implied(String::new()));
        let path = ModelPath::new((!name.value.is_empty()).then(|| name.value.clone()));
        let entity = self.model.add_entity(Entity {
            name,
            path: path.clone(),
            labels: Vec::new(),
        });
        let form = Form {
            entity,
            path: &path,
        };
        self.walk(node, form, 0);
    }

    fn walk(&mut self, node: Node<'_>, form: Form<'_>, depth: usize) {
        if depth > TYPE_DEPTH || !self.seen.insert(node.id()) {
            return;
        }
        if depth > 0 {
            self.component(node, form);
        }
        for item in node.items() {
            self.walk(item, form, depth + 1);
        }
        for key in HOLDERS {
            for child in node.get(key).into_iter().flat_map(Node::items) {
                self.walk(child, form, depth + 1);
            }
        }
    }

    fn component(&mut self, node: Node<'_>, form: Form<'_>) {
        // Columns of a survey's matrix name their kind differently.
        let kind = node.get("type").or_else(|| node.get("cellType"));
        let Some(kind) = kind.and_then(Node::text) else {
            return;
        };
        let name = node.get("key").or_else(|| node.get("name"));
        let Some(name) = name.and_then(Node::located).filter(|_| holds_value(kind)) else {
            return;
        };
        let path = form.path.child(name.value.as_str());
        let mut element = Element::named(name, path, ElementKind::Control, Layer::Ui, node.span());
        element.entity = Some(form.entity);
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
            | "datagrid"
            | "datamap"
            | "dynamiclist"
            | "editgrid"
            | "documentPreview"
            | "matrix"
            | "matrixdropdown"
            | "matrixdynamic"
            | "page"
            | "paneldynamic"
            | "table"
            | "tree"
            | "wizard"
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
        let text = said(node.get(key)?)?;
        Some(Label { kind, text })
    })
    .collect()
}
