//! Questionnaires as forms.

use super::terminology::Lists;
use super::{Resource, name_of, texts};
use crate::format::limits::TYPE_DEPTH;
use crate::format::tree::{self, Node};
use crate::model::{
    DefaultValue, Domain, Element, EntityId, Known, Label, LabelKind, Layer, Located, ModelPath,
    SchemaModel, Value, Why,
};

/// Adds the questions of a questionnaire.
pub(super) fn controls(model: &mut SchemaModel, resource: Resource<'_>, lists: &Lists) {
    // An unpublished form may have no name.
    let name = name_of(resource.node).or_else(|| resource.node.located_of("resourceType"));
    let Some(name) = name else {
        return;
    };
    let path = ModelPath::new([name.value.as_str()]);
    let labels = texts(
        resource.node,
        &[
            ("title", LabelKind::Title),
            ("description", LabelKind::Description),
        ],
    );
    let entity = model.declare_entity(name, &path, labels);
    let mut form = Form {
        model,
        resource,
        lists,
        entity,
    };
    form.items(resource.node, &path, 0);
}

struct Form<'a, 't> {
    model: &'a mut SchemaModel,
    resource: Resource<'t>,
    lists: &'a Lists,
    entity: EntityId,
}

impl<'t> Form<'_, 't> {
    fn items(&mut self, node: Node<'t>, path: &ModelPath, depth: usize) {
        if depth > TYPE_DEPTH {
            return;
        }
        for item in node.items_of("item") {
            let Some(id) = item.located_of("linkId") else {
                continue;
            };
            let path = path.child(id.value.as_str());
            if let Some(kind) = item.text_of("type") {
                self.question(item, kind, id, &path);
            }
            self.items(item, &path, depth + 1);
            // Questions nested in an answer (DSTU2 and mixed forms).
            for option in item.items_of("answerOption") {
                self.items(option, &path, depth + 1);
            }
        }
    }

    fn question(&mut self, item: Node<'t>, kind: &str, id: Located<String>, path: &ModelPath) {
        if matches!(
            kind,
            "group" | "display" | "attachment" | "reference" | "question"
        ) {
            return;
        }
        let mut element = Element::control(id, path.clone(), Layer::Ui, item.span())
            .with_entity(self.entity)
            .with_labels(texts(item, &[("text", LabelKind::Title)]));
        let codes = item.items_of("code");
        element
            .labels
            .extend(codes.filter_map(|code| Some(Label::description(code.located_of("display")?))));
        // The element of a profile that the answer fills: `…/StructureDefinition/Patient#Patient.gender`.
        element.declared_type = item.located_of("definition");
        element.domain = self.domain(item, kind);
        let required = item.get("required");
        element.optional = tree::optional_unless(required);
        element.default = default(item);
        element.width = item
            .get("maxLength")
            .and_then(|width| Some(Located::with_span(width.number()?, width.span())));
        self.model.add_element(element);
    }

    fn domain(&self, item: Node<'t>, kind: &str) -> Located<Known<Domain>> {
        let constraint = item.text_of("answerConstraint");
        // If other text can be entered, the options are no restriction.
        let open = kind == "open-choice" || constraint.is_some_and(|it| it != "optionsOnly");
        let options = ["answerOption", "option"]
            .iter()
            .filter_map(|key| item.get(key))
            .find(|list| list.is_list());
        let set = item.get("answerValueSet").or_else(|| {
            let options = item.get("options")?;
            options.get("reference").or(Some(options))
        });
        if let Some(at) = options.or(set).filter(|_| open) {
            return Located::with_span(Known::No(Why::NotUnderstood), at.span());
        }
        if let Some(options) = options {
            let values: Option<Vec<Value>> = options.items().map(value).collect();
            let domain = match values {
                Some(values) if !values.is_empty() => Known::Yes(Domain::Closed(values)),
                _ => Known::No(Why::NotUnderstood),
            };
            return Located::with_span(domain, options.span());
        }
        if let Some(set) = set
            && let Some(address) = set.text()
        {
            let values = self.lists.resolve(address, self.resource);
            return Located::with_span(Known::Yes(values), set.span());
        }
        let domain = match kind {
            "boolean" => Known::Yes(Domain::Boolean),
            "decimal" | "integer" => Known::Yes(Domain::Number),
            "date" | "dateTime" | "time" => Known::Yes(Domain::Temporal),
            "string" | "text" | "url" => Known::Yes(Domain::Text),
            "quantity" => Known::Yes(Domain::Structure),
            // Options come from elsewhere, through an extension or at run time.
            _ => Known::No(Why::Dynamic),
        };
        let at = item.get("type").map_or(item.span(), Node::span);
        Located::with_span(domain, at)
    }
}

/// `valueCoding`, `valueString`, `valueInteger` …
fn answer(node: Node<'_>) -> Option<Node<'_>> {
    let mut answers = node
        .entries()
        .filter(|(key, _)| key.value.starts_with("value"));
    answers.next().map(|(_, value)| value)
}

fn value(option: Node<'_>) -> Option<Value> {
    let answer = answer(option)?;
    if let Some(raw) = answer.scalar() {
        return Some(Value::plain(raw, answer.span()));
    }
    let display = answer.get("display");
    // A coding may consist of text only.
    let raw = answer.get("code").or(display)?;
    Some(Value {
        label: display.and_then(Node::located),
        ..Value::plain(raw.scalar()?, raw.span())
    })
}

/// A preselected answer.
fn default(item: Node<'_>) -> Option<DefaultValue> {
    let options = item.items_of("answerOption");
    let chosen = options
        .filter(|option| option.bool_of("initialSelected") == Some(true))
        .chain(item.items_of("initial"))
        .next()?;
    let value = value(chosen)?;
    Some(DefaultValue::new(Some(value.raw.value), value.raw.span))
}
