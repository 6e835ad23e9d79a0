//! Frappe (ERPNext and its relatives): document types, the fields that sites add to them, and web forms.
//!
//! The options of a choice are the lines of one text.

use super::{Cms, Field, Group, Keys, Reader, is_on, option, width};
use crate::format::tree::{Embedded, Node};
use crate::model::{
    Domain, ElementKind, Known, LabelKind, Layer, Located, Reference, SourceText, Span, Value, Why,
};

/// Frappe.
pub const FRAPPE: Cms = Cms {
    name: "frappe",
    extensions: &["json"],
    claims,
    read,
};

fn claims(keys: &Keys<'_>) -> bool {
    let fields = keys.says("\"fieldtype\"") && keys.says("\"fieldname\"");
    let own = keys.has("doctype")
        && ["fields", "web_form_fields", "custom_fields"]
            .iter()
            .any(|key| keys.has(key));
    // Exported records are a list.
    let list = keys.top.is_empty() && keys.says("\"doctype\": \"Custom Field\"");
    fields && (own || list)
}

fn read(reader: &mut Reader, root: Node<'_>) {
    for record in root.items().chain([root]) {
        let name = ["name", "title", "doctype"]
            .iter()
            .find_map(|key| record.get(key)?.located());
        let form = record.get("web_form_fields");
        if let Some(list) = form.or_else(|| record.get("fields")) {
            let name = name.unwrap_or_else(|| Located::implied(String::new()));
            let group = reader.group(name, record.get("title").and_then(Node::located));
            let (kind, layer) = match form {
                Some(_) => (ElementKind::Control, Layer::Ui),
                None => (ElementKind::Field, Layer::Database),
            };
            for node in list.items() {
                add(reader, node, &group, kind, layer);
            }
        }
        let single = record.get("dt").is_some().then_some(record);
        let added = record
            .get("custom_fields")
            .into_iter()
            .flat_map(Node::items);
        for node in added.chain(single) {
            // The type it is added to.
            let Some(owner) = node.get("dt").and_then(Node::located) else {
                continue;
            };
            let group = reader.group(owner, None);
            add(reader, node, &group, ElementKind::Field, Layer::Database);
        }
    }
}

fn add(reader: &mut Reader, node: Node<'_>, group: &Group, kind: ElementKind, layer: Layer) {
    if let Some(field) = field(node, &reader.model.text) {
        reader.add(field, group, kind, layer);
    }
}

fn field(node: Node<'_>, source: &SourceText) -> Option<Field> {
    let name = node.get("fieldname")?.located()?;
    let kind = node.get("fieldtype")?.located()?;
    let list = node.get("options");
    let domain = match kind.value.as_str() {
        "Select" | "Autocomplete" => match list.map(|list| lines(list, source)) {
            Some(values) if !values.is_empty() => Known::Yes(Domain::Closed(values)),
            _ => Known::No(Why::Dynamic),
        },
        "Link" | "Dynamic Link" => match list.and_then(Node::text) {
            Some(target) => Known::Yes(Domain::Reference(Reference::Named(target.to_owned()))),
            None => Known::No(Why::Elsewhere),
        },
        "Check" => Known::Yes(Domain::Boolean),
        "Int" | "Float" | "Currency" | "Percent" | "Rating" | "Duration" | "Long Int" => {
            Known::Yes(Domain::Number)
        }
        "Date" | "Datetime" | "Time" => Known::Yes(Domain::Temporal),
        "Data" | "Small Text" | "Text" | "Long Text" | "Text Editor" | "Read Only" | "Phone"
        | "Password" | "Code" | "Markdown Editor" | "HTML Editor" | "Barcode" | "Color" => {
            Known::Yes(Domain::Text)
        }
        "Table" | "Table MultiSelect" | "JSON" | "Geolocation" | "Signature" | "Attach"
        | "Attach Image" | "Image" => Known::Yes(Domain::Structure),
        // Breaks, headings, buttons.
        _ => return None,
    };
    let required = node.get("reqd");
    let mut field = Field::new(name, domain, node.span())
        .labelled(LabelKind::Title, node.get("label").and_then(Node::located))
        .labelled(
            LabelKind::Description,
            node.get("description").and_then(Node::located),
        )
        .required(is_on(required), required.map(Node::span))
        .defaulting(node.get("default").and_then(Node::located));
    field.domain.span = list.map(Node::span).or(field.domain.span);
    field.width = width(node.get("length"));
    field.declared_type = Some(kind);
    Some(field)
}

/// Each line is a value; web forms also write objects with `label` and `value`. An empty line is what nobody
/// has chosen yet.
fn lines(list: Node<'_>, source: &SourceText) -> Vec<Value> {
    if list.is_list() {
        let rows = list.items().filter_map(|row| {
            let raw = row.located().or_else(|| row.get("value")?.located())?;
            Some(option(raw, row.get("label").and_then(Node::located)))
        });
        return rows.collect();
    }
    let Some(embedded) = Embedded::of(&[list], source) else {
        return Vec::new();
    };
    let mut at = 0;
    let lines = embedded.text.as_str().split('\n').map(|line| {
        let start = at;
        at += line.len() + 1;
        let place = embedded.place(Span::new(start, start + line.trim_end().len()));
        option(Located::at(line.trim_end().to_owned(), place), None)
    });
    lines.collect()
}
