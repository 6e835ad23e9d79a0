//! Forms as JSON: form-js (Camunda), form.io, SurveyJS. Reads components with a key, a label and options, and schemas
//! with a UI schema ([`ui_schema`]).

mod choices;
mod ui_schema;

pub(super) use self::choices::choice_label;
use self::choices::domain;
use super::tree::{self, Document, Node, Peek, Tree, TreeFormat};
use super::{Failure, Recognition, declaration};
use crate::format::limits::TYPE_DEPTH;
use crate::model::{Element, EntityId, Label, LabelKind, Layer, Located, ModelPath};

/// Form definitions.
pub const FORM_JSON: TreeFormat = TreeFormat {
    name: "form-json",
    extensions: &["form", "json"],
    yaml: false,
    claims,
    read: read_form_definition,
};

fn claims(peek: &Peek<'_>) -> Recognition {
    let says_all = |words: &[&str]| words.iter().all(|word| peek.says(word));
    if peek.keys().is_none() {
        // Several forms in one list.
        let forms = ["\"components\"", "\"type\"", "\"key\"", "\"label\""];
        return Recognition::Likely.when(says_all(&forms));
    }
    let opens_list =
        |key: &str| peek.has(key) && peek.value(key).is_some_and(|value| value.starts_with('['));
    let text = peek.text();
    if peek.count(&["schema", "jsonSchema"]) > 0 && text.contains("\"properties\"") {
        let appearance = peek.count(&["uischema", "uiSchema", "ui_schema"]) > 0;
        let formily = || peek.has("form") && text.contains("\"x-component\"");
        return Recognition::Certain.when(appearance || formily());
    }
    let survey = peek.has("pages") && peek.says("\"elements\"") || opens_list("elements");
    let shaped = peek.says("\"type\"") && (peek.says("\"key\"") || peek.says("\"name\""));
    // form.io projects with all their forms.
    let project = || peek.has_all(&["forms", "resources"]) && text.contains("\"components\"");
    let asks = || {
        [
            "title",
            "radiogroup",
            "dropdown",
            "checkbox",
            "tagbox",
            "comment",
        ]
        .iter()
        .any(|word| peek.says(&format!("\"{word}\"")))
    };
    if opens_list("components") && shaped && peek.says("\"label\"") {
        Recognition::Certain
    } else {
        Recognition::Likely.when(survey && shaped && asks() || project())
    }
}

fn read_form_definition(document: &mut Document, tree: &Tree) -> Result<(), Failure> {
    let Some(root) = tree.root() else {
        return Ok(());
    };
    if let Some((schema, shown)) = ui_schema::parts(root) {
        let title = schema.get("title").or_else(|| root.get("title"));
        let name = title.and_then(|title| Some(Located::with_span(title.text()?, title.span())));
        let name = name.unwrap_or_else(|| Located::with_span("schema", schema.span()));
        ui_schema::read_ui_schema(&mut document.model, name, schema, shown);
        return Ok(());
    }
    let forms = ["forms", "resources"]
        .iter()
        .flat_map(|key| root.entries_of(key))
        .map(|(_, form)| form)
        .filter(|form| form.get("components").is_some());
    for form in root.items().chain(forms) {
        document.form(form);
    }
    if root.is_map() {
        document.form(root);
    }
    // A dialect that only resembles these.
    if document.model.elements.is_empty() {
        declaration::read_unknown(&mut document.model, tree);
    }
    Ok(())
}

/// Keys of nested components.
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

/// The form that components belong to.
#[derive(Clone, Copy)]
struct Form<'p> {
    entity: EntityId,
    path: &'p ModelPath,
}

impl Document {
    fn form(&mut self, node: Node<'_>) {
        let name = ["title", "name", "id"]
            .iter()
            .find_map(|key| choice_label(node.get(key)?))
            .unwrap_or_else(|| Located::implied(String::new()));
        let path = ModelPath::new((!name.value.is_empty()).then(|| name.value.clone()));
        let entity = self.model.declare_entity(name, &path, []);
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
            for child in node.items_of(key) {
                self.walk(child, form, depth + 1);
            }
        }
    }

    fn component(&mut self, node: Node<'_>, form: Form<'_>) {
        // Columns of a survey matrix use another key for their type.
        let kind = node.get("type").or_else(|| node.get("cellType"));
        let Some(kind) = kind.and_then(Node::text) else {
            return;
        };
        let name = node.get("key").or_else(|| node.get("name"));
        let Some(name) = name.and_then(Node::located).filter(|_| holds_value(kind)) else {
            return;
        };
        let path = form.path.child(name.value.as_str());
        let mut element = Element::control(name, path, Layer::Ui, node.span())
            .with_entity(form.entity)
            .with_labels(labels(node))
            .with_domain(Located::with_span(domain(kind, node), node.span()));
        let required = [
            &["validate", "required"][..],
            &["isRequired"],
            &["required"],
        ]
        .iter()
        .find_map(|keys| keys.iter().try_fold(node, |node, key| node.get(key)));
        element.optional = tree::optional_unless(required);
        element.default = node
            .get("defaultValue")
            .filter(|value| value.scalar().is_some_and(|text| !text.is_empty()))
            .map(Node::as_default);
        let width = node
            .get("validate")
            .and_then(|validate| validate.get("maxLength"))
            .or_else(|| node.get("maxLength"));
        element.width =
            width.and_then(|width| Some(Located::with_span(width.number()?, width.span())));
        self.model.add_element(element);
    }
}

/// Whether a component takes input.
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
        let text = choice_label(node.get(key)?)?;
        Some(Label::new(kind, text))
    })
    .collect()
}
