//! Frappe (ERPNext and related systems): document types, custom fields of sites, and web forms.
//!
//! The options of a select field are the lines of one text.

use super::{Field, Group, is_on, option, rows, width};
use crate::format::Recognition;
use crate::format::tree::{Document, Embedded, Node, Peek, TreeFormat};
use crate::model::{
    Domain, ElementKind, Known, LabelKind, Layer, Located, SourceText, Span, Value, Why,
};

/// Frappe.
pub const FRAPPE: TreeFormat = TreeFormat {
    name: "frappe",
    extensions: &["json"],
    yaml: true,
    claims: |peek| Recognition::Certain.when(claims(peek)),
    read: |document, tree| document.read_roots(tree, read_frappe),
};

fn claims(peek: &Peek<'_>) -> bool {
    let fields = peek.says("\"fieldtype\"") && peek.says("\"fieldname\"");
    let own = peek.has("doctype")
        && ["fields", "web_form_fields", "custom_fields"]
            .iter()
            .any(|key| peek.has(key));
    // Exported records form a list.
    let list =
        peek.keys().unwrap_or_default().is_empty() && peek.says("\"doctype\": \"Custom Field\"");
    fields && (own || list)
}

fn read_frappe(document: &mut Document, root: Node<'_>) {
    for record in root.items().chain([root]) {
        let name = ["name", "title", "doctype"]
            .iter()
            .find_map(|key| record.located_of(key));
        let form = record.get("web_form_fields");
        if let Some(list) = form.or_else(|| record.get("fields")) {
            let name = name.unwrap_or_else(|| Located::implied(String::new()));
            let group = document.group(name, record.located_of("title"));
            let (kind, layer) = match form {
                Some(_) => (ElementKind::Control, Layer::Ui),
                None => (ElementKind::Field, Layer::Database),
            };
            for node in list.items() {
                add(document, node, &group, kind, layer);
            }
        }
        let single = record.get("dt").is_some().then_some(record);
        let added = record.items_of("custom_fields");
        for node in added.chain(single) {
            // The type it is added to.
            let Some(owner) = node.located_of("dt") else {
                continue;
            };
            let group = document.group(owner, None);
            add(document, node, &group, ElementKind::Field, Layer::Database);
        }
    }
}

fn add(document: &mut Document, node: Node<'_>, group: &Group, kind: ElementKind, layer: Layer) {
    if let Some(field) = field(node, &document.model.text) {
        document.add(field, group, kind, layer);
    }
}

fn field(node: Node<'_>, source: &SourceText) -> Option<Field> {
    let name = node.located_of("fieldname")?;
    let kind = node.located_of("fieldtype")?;
    let list = node.get("options");
    let domain = match kind.value.as_str() {
        "Select" | "Autocomplete" => match list.map(|list| lines(list, source)) {
            Some(values) if !values.is_empty() => Known::Yes(Domain::Closed(values)),
            _ => Known::No(Why::Dynamic),
        },
        "Link" | "Dynamic Link" => match list.and_then(Node::text) {
            Some(target) => Known::named(target),
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
        .labelled(LabelKind::Title, node.located_of("label"))
        .labelled(LabelKind::Description, node.located_of("description"))
        .required(is_on(required), required.map(Node::span))
        .defaulting(node.located_of("default"));
    field.domain.span = list.map(Node::span).or(field.domain.span);
    field.width = width(node.get("length"));
    field.declared_type = Some(kind);
    Some(field)
}

/// Each line is a value; web forms also use objects with `label` and `value`. An empty line means that nothing has been
/// chosen yet.
fn lines(list: Node<'_>, source: &SourceText) -> Vec<Value> {
    if list.is_list() {
        return rows(list);
    }
    let Some(embedded) = Embedded::join(&[list], source) else {
        return Vec::new();
    };
    let mut at = 0;
    let lines = embedded.text.as_str().split('\n').map(|line| {
        let start = at;
        at += line.len() + 1;
        let place = embedded.place(Span::new(start, start + line.trim_end().len()));
        option(Located::with_span(line.trim_end().to_owned(), place), None)
    });
    lines.collect()
}
