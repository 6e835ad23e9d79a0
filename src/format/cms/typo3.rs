//! TYPO3: definitions of its form framework and of the Neos one it comes from, and Content Blocks.

use super::{Field, Group, invitation, is_on, option, options, rows, width};
use crate::format::Recognition;
use crate::format::limits::TYPE_DEPTH;
use crate::format::tree::{Document, Node, Peek, TreeFormat};
use crate::model::{Domain, ElementKind, Known, LabelKind, Layer, Located, Value, Why};

/// TYPO3.
pub const TYPO3: TreeFormat = TreeFormat {
    name: "typo3",
    extensions: &["form.yaml", "yaml"],
    yaml: true,
    claims: |peek| Recognition::Certain.when(claims(peek)),
    read: |document, tree| document.read_roots(tree, read_typo3),
};

fn claims(peek: &Peek<'_>) -> bool {
    let form = peek.has_all(&["type", "identifier", "renderables"]) && peek.says("Form");
    // `name: vendor/block` and a list of fields.
    let block = peek.has_all(&["name", "fields"])
        && peek.says("identifier:")
        && peek.says("type:")
        && !peek.has("doctype");
    form || block && peek.has_only(&OF_BLOCK)
}

/// The top-level keys of Content Blocks.
const OF_BLOCK: [&str; 34] = [
    "aggregateRoot",
    "allowedRecordTypes",
    "ancestorReferenceField",
    "appendLanguageLabels",
    "basics",
    "description",
    "editLocking",
    "fields",
    "group",
    "internalDescription",
    "labelField",
    "fallbackLabelFields",
    "languageAware",
    "name",
    "prefixFields",
    "prefixType",
    "priority",
    "rank",
    "readOnly",
    "restriction",
    "rootLevelType",
    "saveAndClose",
    "security",
    "shareAcrossTables",
    "softDelete",
    "sortable",
    "sortField",
    "table",
    "title",
    "trackCreationDate",
    "typeField",
    "typeName",
    "vendorPrefix",
    "workspaceAware",
];

fn read_typo3(document: &mut Document, root: Node<'_>) {
    if let Some(name) = root.located_of("identifier") {
        let group = document.group(name, root.located_of("label"));
        renderables(document, root, &group, 0);
    } else if let Some(name) = root.located_of("name") {
        let group = document.group(name, root.located_of("title"));
        block_fields(document, root, &group, 0);
    }
}

/// Pages contain groups, groups contain fields.
fn renderables(document: &mut Document, holder: Node<'_>, group: &Group, depth: usize) {
    let list = holder.get("renderables");
    // Configuration overrides write lists as maps with numeric keys.
    let items = list.into_iter().flat_map(|list| {
        let mapped = list.entries().map(|(_, value)| value);
        list.items().chain(mapped).collect::<Vec<_>>()
    });
    for item in items {
        if depth > TYPE_DEPTH || !document.seen.insert(item.id()) {
            continue;
        }
        if let Some(field) = form_element(item) {
            document.add(field, group, ElementKind::Control, Layer::Ui);
        }
        renderables(document, item, group, depth + 1);
    }
}

fn form_element(node: Node<'_>) -> Option<Field> {
    let name = node.located_of("identifier")?;
    let kind = node.located_of("type")?;
    // `Neos.Form:SingleLineText`
    let plain = kind.value.rsplit(':').next().unwrap_or_default();
    let property = |key: &str| node.get("properties")?.get(key);
    let validator = |name: &str| {
        let list = node.get("validators")?;
        let mapped = list.entries().map(|(_, value)| value);
        list.items().chain(mapped).find(|it| {
            it.text_of("identifier")
                .is_some_and(|identifier| identifier.rsplit(':').next() == Some(name))
        })
    };
    let not_empty = validator("NotEmpty");
    let attribute = property("fluidAdditionalAttributes").and_then(|it| it.get("required"));
    let required = not_empty.is_some() || is_on(attribute);
    let choices = property("options").filter(|list| list.is_map() || list.is_list());
    let mut values = choices.map(choices_of).unwrap_or_default();
    let domain = match plain {
        _ if !values.is_empty() => {
            let first = property("prependOptionLabel").and_then(Node::located);
            let first = first.filter(|text| !text.value.is_empty());
            values.splice(0..0, first.map(|text| invitation(text, required)));
            Known::closed(values)
        }
        "Text" | "Textarea" | "Password" | "AdvancedPassword" | "Email" | "Telephone" | "Url"
        | "SingleLineText" | "MultiLineText" | "Hidden" => Known::Yes(Domain::Text),
        "Number" => Known::Yes(Domain::Number),
        "Date" | "DatePicker" | "DateSelect" | "Time" => Known::Yes(Domain::Temporal),
        "Checkbox" => Known::Yes(Domain::Boolean),
        "SingleSelect"
        | "RadioButton"
        | "MultiSelect"
        | "MultiCheckbox"
        | "CountrySelect"
        | "SingleSelectDropdown"
        | "SingleSelectRadiobuttons"
        | "MultipleSelectCheckboxes"
        | "MultipleSelectDropdown" => Known::No(Why::Dynamic),
        "Page" | "SummaryPage" | "PreviewPage" | "Section" | "Fieldset" | "GridRow"
        | "GridContainer" | "StaticText" | "ContentElement" | "Honeypot" | "FileUpload"
        | "ImageUpload" | "Html" => return None,
        // Custom elements of a site may be groups as well as fields.
        _ if node.get("renderables").is_some() => return None,
        _ => Known::No(Why::NotUnderstood),
    };
    let description = property("elementDescription").and_then(Node::located);
    let mut field = Field::new(name, domain, node.span())
        .labelled(LabelKind::Title, node.located_of("label"))
        .labelled(LabelKind::Description, description)
        .required(required, not_empty.or(attribute).map(Node::span))
        .defaulting(node.located_of("defaultValue"));
    field.domain.span = choices.map(Node::span).or(field.domain.span);
    field.width = width(
        validator("StringLength")
            .and_then(|it| it.get("options"))
            .and_then(|options| options.get("maximum")),
    );
    field.declared_type = Some(kind);
    Some(field)
}

/// A map of values and labels, or the rows used by the form editor.
fn choices_of(list: Node<'_>) -> Vec<Value> {
    if list.is_map() {
        options(list)
    } else {
        rows(list)
    }
}

/// Fields of a Content Block; those in a collection or palette belong to the block.
fn block_fields(document: &mut Document, holder: Node<'_>, group: &Group, depth: usize) {
    for node in holder.items_of("fields") {
        if depth > TYPE_DEPTH || !document.seen.insert(node.id()) {
            continue;
        }
        if let Some(field) = block_field(node) {
            document.add(field, group, ElementKind::Field, Layer::Database);
        }
        block_fields(document, node, group, depth + 1);
    }
}

fn block_field(node: Node<'_>) -> Option<Field> {
    let name = node.located_of("identifier")?;
    let kind = node.located_of("type")?;
    let items = node.get("items");
    let domain = match kind.value.as_str() {
        "Select" | "Radio" | "Checkbox" if items.is_some() => {
            let values: Vec<Value> = items
                .into_iter()
                .flat_map(Node::items)
                .map(|item| {
                    let raw = item.located_of("value");
                    let raw = raw.unwrap_or_else(|| Located::with_span(String::new(), item.span()));
                    option(raw, item.located_of("label"))
                })
                .collect();
            match kind.value.as_str() {
                "Checkbox" if values.len() < 2 => Known::Yes(Domain::Boolean),
                _ => Known::closed(values),
            }
        }
        "Checkbox" => Known::Yes(Domain::Boolean),
        "Select" | "Radio" | "Category" | "Relation" | "Folder" | "Language" => {
            Known::No(Why::Elsewhere)
        }
        "Number" => Known::Yes(Domain::Number),
        "DateTime" => Known::Yes(Domain::Temporal),
        "Text" | "Textarea" | "Email" | "Link" | "Password" | "Slug" | "Color" | "Uuid" => {
            Known::Yes(Domain::Text)
        }
        "Collection" | "File" | "FlexForm" | "Json" => Known::Yes(Domain::Structure),
        _ => return None,
    };
    let required = node.get("required");
    let mut field = Field::new(name, domain, node.span())
        .labelled(LabelKind::Title, node.located_of("label"))
        .labelled(LabelKind::Description, node.located_of("description"))
        .required(is_on(required), required.map(Node::span))
        .defaulting(node.located_of("default"));
    field.width = width(node.get("max"));
    field.domain.span = items.map(Node::span).or(field.domain.span);
    field.declared_type = Some(kind);
    Some(field)
}
