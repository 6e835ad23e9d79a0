//! TYPO3: definitions of its form framework and of that of Neos, which it comes from; and Content Blocks.

use super::{Cms, Field, Group, Keys, Reader, invitation, is_on, option, options, width};
use crate::format::limits::TYPE_DEPTH;
use crate::format::tree::Node;
use crate::model::{Domain, ElementKind, Known, LabelKind, Layer, Located, Value, Why};

/// TYPO3.
pub const TYPO3: Cms = Cms {
    name: "typo3",
    extensions: &["form.yaml", "yaml"],
    claims,
    read,
};

fn claims(keys: &Keys<'_>) -> bool {
    let form = keys.all(&["type", "identifier", "renderables"]) && keys.says("Form");
    // `name: vendor/block` and a list of fields.
    let block = keys.all(&["name", "fields"])
        && keys.says("identifier:")
        && keys.says("type:")
        && !keys.has("doctype");
    form || block && keys.top.iter().all(|key| OF_BLOCK.contains(&key.as_str()))
}

/// The outermost keys of Content Blocks.
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

fn read(reader: &mut Reader, root: Node<'_>) {
    if let Some(name) = root.get("identifier").and_then(Node::located) {
        let group = reader.group(name, root.get("label").and_then(Node::located));
        renderables(reader, root, &group, 0);
    } else if let Some(name) = root.get("name").and_then(Node::located) {
        let group = reader.group(name, root.get("title").and_then(Node::located));
        block_fields(reader, root, &group, 0);
    }
}

/// Pages hold groups, groups hold fields.
fn renderables(reader: &mut Reader, holder: Node<'_>, group: &Group, depth: usize) {
    let list = holder.get("renderables");
    // Overrides in configuration write lists as maps with numbers.
    let items = list.into_iter().flat_map(|list| {
        let mapped = list.entries().map(|(_, value)| value);
        list.items().chain(mapped).collect::<Vec<_>>()
    });
    for item in items {
        if depth > TYPE_DEPTH || !reader.seen.insert(item.id()) {
            continue;
        }
        if let Some(field) = form_element(item) {
            reader.add(field, group, ElementKind::Control, Layer::Ui);
        }
        renderables(reader, item, group, depth + 1);
    }
}

fn form_element(node: Node<'_>) -> Option<Field> {
    let name = node.get("identifier")?.located()?;
    let kind = node.get("type")?.located()?;
    // `Neos.Form:SingleLineText`
    let plain = kind.value.rsplit(':').next().unwrap_or_default();
    let property = |key: &str| node.get("properties")?.get(key);
    let validator = |name: &str| {
        let list = node.get("validators")?;
        let mapped = list.entries().map(|(_, value)| value);
        list.items().chain(mapped).find(|it| {
            it.get("identifier")
                .and_then(Node::text)
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
            Known::Yes(Domain::Closed(values))
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
        // Elements that a site has added: groups as well as fields.
        _ if node.get("renderables").is_some() => return None,
        _ => Known::No(Why::NotUnderstood),
    };
    let description = property("elementDescription").and_then(Node::located);
    let mut field = Field::new(name, domain, node.span())
        .labelled(LabelKind::Title, node.get("label").and_then(Node::located))
        .labelled(LabelKind::Description, description)
        .required(required, not_empty.or(attribute).map(Node::span))
        .defaulting(node.get("defaultValue").and_then(Node::located));
    field.domain.span = choices.map(Node::span).or(field.domain.span);
    field.width = width(
        validator("StringLength")
            .and_then(|it| it.get("options"))
            .and_then(|options| options.get("maximum")),
    );
    field.declared_type = Some(kind);
    Some(field)
}

/// A map of values and labels, or the rows that the form editor works with.
fn choices_of(list: Node<'_>) -> Vec<Value> {
    let rows = list.items().filter_map(|row| {
        let get = |keys: [&str; 2]| keys.iter().find_map(|key| row.get(key)?.located());
        let raw = get(["_value", "value"]).or_else(|| row.located())?;
        Some(option(raw, get(["_label", "label"])))
    });
    if list.is_map() {
        options(list)
    } else {
        rows.collect()
    }
}

/// Fields of a Content Block; those of a collection or palette belong to the block.
fn block_fields(reader: &mut Reader, holder: Node<'_>, group: &Group, depth: usize) {
    for node in holder.get("fields").into_iter().flat_map(Node::items) {
        if depth > TYPE_DEPTH || !reader.seen.insert(node.id()) {
            continue;
        }
        if let Some(field) = block_field(node) {
            reader.add(field, group, ElementKind::Field, Layer::Database);
        }
        block_fields(reader, node, group, depth + 1);
    }
}

fn block_field(node: Node<'_>) -> Option<Field> {
    let name = node.get("identifier")?.located()?;
    let kind = node.get("type")?.located()?;
    let items = node.get("items");
    let domain = match kind.value.as_str() {
        "Select" | "Radio" | "Checkbox" if items.is_some() => {
            let values: Vec<Value> = items
                .into_iter()
                .flat_map(Node::items)
                .map(|item| {
                    let raw = item.get("value").and_then(Node::located);
                    let raw = raw.unwrap_or_else(|| Located::at(String::new(), item.span()));
                    option(raw, item.get("label").and_then(Node::located))
                })
                .collect();
            match kind.value.as_str() {
                "Checkbox" if values.len() < 2 => Known::Yes(Domain::Boolean),
                _ => Known::Yes(Domain::Closed(values)),
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
        .labelled(LabelKind::Title, node.get("label").and_then(Node::located))
        .labelled(
            LabelKind::Description,
            node.get("description").and_then(Node::located),
        )
        .required(is_on(required), required.map(Node::span))
        .defaulting(node.get("default").and_then(Node::located));
    field.width = width(node.get("max"));
    field.domain.span = items.map(Node::span).or(field.domain.span);
    field.declared_type = Some(kind);
    Some(field)
}
