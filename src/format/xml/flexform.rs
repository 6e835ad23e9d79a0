//! Forms of TYPO3 for the settings of a plugin or content element (FlexForm).

use super::node::{Node, child, child_content, content, elements, local, span};
use super::{Reader, Xml};
use crate::format::limits::TYPE_DEPTH;
use crate::model::{
    DefaultValue, Domain, Element, EntityId, Known, Label, Layer, Located, ModelPath, Span, Value,
    Why,
};

/// FlexForms.
pub const FLEXFORM: Xml = Xml {
    name: "typo3-flexform",
    extensions: &["xml"],
    claims: |root| root.name == "T3DataStructure",
    read: read_flexform,
};

fn read_flexform(reader: &mut Reader, root: Node<'_>) {
    // One sheet stands in the root, several below it.
    let sheets = root
        .descendants()
        .filter(|node| node.is_element() && local(*node) == "ROOT");
    for sheet in sheets {
        let title = child_content(sheet, "sheetTitle").or_else(|| {
            let texts = child(sheet, "TCEforms")?;
            child_content(texts, "sheetTitle")
        });
        let name = title.unwrap_or_else(|| Located::implied(String::new()));
        let path = ModelPath::new((!name.value.is_empty()).then(|| name.value.clone()));
        let entity = reader.model.declare_entity(name, &path, []);
        fields(reader, sheet, (entity, &path), 0);
    }
}

/// The fields in `<el>`; sections contain further ones.
fn fields(reader: &mut Reader, around: Node<'_>, owner: (EntityId, &ModelPath), depth: usize) {
    if depth > TYPE_DEPTH {
        return;
    }
    for field in child(around, "el").into_iter().flat_map(elements) {
        if child(field, "el").is_some() {
            fields(reader, field, owner, depth + 1);
            continue;
        }
        // Until version 12 there is a level between.
        let texts = child(field, "TCEforms").unwrap_or(field);
        if let Some(config) = child(texts, "config") {
            let element = field_of(field, texts, config, owner);
            reader.model.add_element(element);
        }
    }
}

fn field_of(
    field: Node<'_>,
    texts: Node<'_>,
    config: Node<'_>,
    (entity, around): (EntityId, &ModelPath),
) -> Element {
    // `settings.geschlecht`
    let written = local(field);
    let name = written.rsplit('.').next().unwrap_or_default();
    let name = Located::new(name.to_owned(), name_span(field, name.len()));
    let path = around.child(name.value.as_str());
    let labels = ["label", "description"]
        .into_iter()
        .filter_map(|key| child_content(texts, key));
    Element::control(name, path, Layer::Ui, span(field))
        .with_entity(entity)
        .with_labels(labels.map(Label::title))
        .with_domain(Located::with_span(domain(config), span(config)))
        .with_default(child_content(config, "default").map(DefaultValue::from))
}

/// Where the last part of an element's name stands, behind its prefix.
fn name_span(field: Node<'_>, length: usize) -> Option<Span> {
    let start = field.range().start + "<".len();
    let tag = field.document().input_text().get(start..)?;
    let end = tag.find(|ch: char| ch.is_whitespace() || matches!(ch, '>' | '/'))?;
    Some(Span::new(start + end.checked_sub(length)?, start + end))
}

fn domain(config: Node<'_>) -> Known<Domain> {
    /// What brings further values.
    const FROM_ELSEWHERE: [&str; 4] = [
        "itemsProcFunc",
        "foreign_table",
        "fileFolder",
        "fileFolderConfig",
    ];
    let kind = child_content(config, "type").map(|kind| kind.value);
    match kind.as_deref() {
        Some("select" | "radio") => {
            let is_open = FROM_ELSEWHERE
                .iter()
                .any(|key| child(config, key).is_some());
            let items = child(config, "items").into_iter().flat_map(elements);
            let values: Vec<Value> = items.filter_map(item).collect();
            match values.is_empty() || is_open {
                true => Known::No(Why::Dynamic),
                false => Known::closed(values),
            }
        }
        Some("check") => Known::Yes(Domain::Boolean),
        Some("input" | "text" | "email") => Known::Yes(Domain::Text),
        Some("number") => Known::Yes(Domain::Number),
        Some("datetime") => Known::Yes(Domain::Temporal),
        _ => Known::No(Why::NotUnderstood),
    }
}

/// An item: its text and its value, by position or by name.
fn item(node: Node<'_>) -> Option<Value> {
    let numbered = |index: &str| {
        let mut parts = elements(node);
        let part = parts.find(|part| part.attribute("index") == Some(index))?;
        content(part)
    };
    let raw = child_content(node, "value").or_else(|| numbered("1"))?;
    Some(Value {
        placeholder: raw.value.is_empty(),
        label: child_content(node, "label").or_else(|| numbered("0")),
        raw,
        ..Value::default()
    })
}
