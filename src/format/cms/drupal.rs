//! Drupal: fields in exported configuration, webforms and the option lists they share.
//!
//! A field is stored once (`field.storage.…`, with its values) and appears on each content type (`field.field.…`, with
//! its label). The elements of a webform are YAML inside YAML.

use super::{Field, Group, invitation, is_on, option, options, width};
use crate::format::Note;
use crate::format::Recognition;
use crate::format::limits::TYPE_DEPTH;
use crate::format::tree::{self, Document, Embedded, Node, Peek, TreeFormat};
use crate::gap::GapReason;
use crate::model::{Domain, ElementKind, Known, LabelKind, Layer, Located, Span, Value, Why};

/// Drupal.
pub const DRUPAL: TreeFormat = TreeFormat {
    name: "drupal",
    extensions: &["yml"],
    yaml: true,
    claims: |peek| Recognition::Certain.when(claims(peek)),
    read: |document, tree| document.read_roots(tree, read_drupal),
};

fn claims(peek: &Peek<'_>) -> bool {
    let storage = peek.has_all(&["field_name", "entity_type", "type", "settings"]);
    let instance = peek.has_all(&["field_name", "entity_type", "bundle", "field_type"]);
    let webform = peek.has_all(&["id", "elements"]) && peek.says("#type");
    let choices = peek.has_all(&["id", "label", "options"]) && peek.has("likert");
    storage || instance || webform || choices
}

fn read_drupal(document: &mut Document, root: Node<'_>) {
    if root.get("bundle").is_some() && root.get("field_type").is_some() {
        instance(document, root);
    } else if root.get("field_name").is_some() {
        storage(document, root);
    } else if root.get("elements").is_some() {
        webform(document, root);
    } else {
        shared_options(document, root);
    }
}

/// The storage of a field.
fn storage(document: &mut Document, root: Node<'_>) {
    let (Some(name), Some(entity), Some(kind)) = (
        root.located_of("field_name"),
        root.located_of("entity_type"),
        root.located_of("type"),
    ) else {
        return;
    };
    let setting = |key: &str| root.get("settings")?.get(key);
    let list = setting("allowed_values");
    let mut field = Field::new(name, stored(&kind.value, root), root.span());
    // Whether it is required is stated where it appears.
    field.optional = Located::implied(Known::No(Why::Elsewhere));
    field.domain.span = list.map(Node::span).or(field.domain.span);
    field.width = width(setting("max_length"));
    field.declared_type = Some(kind);
    // Content types refer to it.
    let kind = match &field.domain.value {
        Known::Yes(Domain::Closed(_)) => ElementKind::ValueType,
        _ => ElementKind::Field,
    };
    let group = document.group(entity, None);
    document.add(field, &group, kind, Layer::Database);
}

fn stored(kind: &str, root: Node<'_>) -> Known<Domain> {
    let setting = |key: &str| root.get("settings")?.get(key);
    match kind {
        "list_string" | "list_integer" | "list_float" => {
            let values = setting("allowed_values").map(allowed).unwrap_or_default();
            let computed = setting("allowed_values_function").and_then(Node::scalar);
            if computed.is_some_and(|name| !name.is_empty()) {
                Known::No(Why::Dynamic)
            } else if values.is_empty() {
                Known::No(Why::NotStated)
            } else {
                Known::closed(values)
            }
        }
        "entity_reference" | "entity_reference_revisions" => Known::No(Why::Elsewhere),
        "boolean" => Known::Yes(Domain::Boolean),
        "integer" | "decimal" | "float" => Known::Yes(Domain::Number),
        "datetime" | "daterange" | "timestamp" => Known::Yes(Domain::Temporal),
        "string" | "string_long" | "text" | "text_long" | "text_with_summary" | "email"
        | "telephone" | "uri" => Known::Yes(Domain::Text),
        "link" | "image" | "file" | "address" | "name" => Known::Yes(Domain::Structure),
        _ => Known::No(Why::NotUnderstood),
    }
}

/// Rows of `value` and `label`; both very old and new releases use a map.
fn allowed(list: Node<'_>) -> Vec<Value> {
    if list.is_map() {
        return options(list);
    }
    let rows = list.items().filter_map(|row| {
        let raw = row.located_of("value")?;
        Some(option(raw, row.located_of("label")))
    });
    rows.collect()
}

/// A field on one content type.
fn instance(document: &mut Document, root: Node<'_>) {
    let (Some(name), Some(bundle)) = (root.located_of("field_name"), root.located_of("bundle"))
    else {
        return;
    };
    let kind = root.located_of("field_type");
    let domain = match kind.as_ref().map(|kind| kind.value.as_str()) {
        Some("list_string" | "list_integer" | "list_float") | None => {
            Known::named(name.value.clone())
        }
        Some(kind) => stored(kind, root),
    };
    let required = root.get("required");
    let default = root.items_of("default_value");
    let default = default.filter_map(|item| item.located_of("value")).next();
    let mut field = Field::new(name, domain, root.span())
        .labelled(LabelKind::Title, root.located_of("label"))
        .labelled(LabelKind::Description, root.located_of("description"))
        .required(is_on(required), required.map(Node::span))
        .defaulting(default);
    field.declared_type = kind;
    let group = document.group(bundle, None);
    document.add(field, &group, ElementKind::Control, Layer::Ui);
}

/// An option list that webforms refer to.
fn shared_options(document: &mut Document, root: Node<'_>) {
    let (Some(name), Some(list)) = (root.located_of("id"), root.get("options")) else {
        return;
    };
    let values = if list.is_map() {
        options(list)
    } else {
        let mut values = Vec::new();
        inside(document, list, &mut |_, root, place| {
            values = moved(options(root), place);
        });
        values
    };
    if values.is_empty() {
        return;
    }
    let mut field = Field::new(name, Known::closed(values), root.span())
        .labelled(LabelKind::Title, root.located_of("label"));
    field.optional = Located::implied(Known::No(Why::NotStated));
    field.domain.span = Some(list.span());
    document.add_type(field, Layer::Ui);
}

/// Converts spans within an embedded document to spans of the outer one.
type Places<'p> = &'p dyn Fn(Span) -> Span;

/// Reads a document embedded as text.
fn inside(
    document: &mut Document,
    node: Node<'_>,
    read: &mut dyn FnMut(&mut Document, Node<'_>, Places<'_>),
) {
    let embedded = node
        .text()
        .and_then(|_| Embedded::join(&[node], &document.model.text));
    let Some(embedded) = embedded else { return };
    let place = |span: Span| embedded.place(span);
    match tree::parse(&embedded.text) {
        Ok(tree) => {
            if let Some(root) = tree.root() {
                read(document, root, &place);
            }
        }
        Err(failure) => document.notes.push(Note {
            reason: GapReason::Malformed,
            span: Some(failure.span.map_or(embedded.whole(), place)),
            detail: format!("text inside the document: {}", failure.detail),
        }),
    }
}

fn moved(values: Vec<Value>, place: Places<'_>) -> Vec<Value> {
    let there = |at: Located<String>| Located::new(at.value, at.span.map(place));
    let values = values.into_iter().map(|value| Value {
        raw: there(value.raw),
        label: value.label.map(there),
        ..value
    });
    values.collect()
}

fn webform(document: &mut Document, root: Node<'_>) {
    let (Some(name), Some(elements)) = (root.located_of("id"), root.get("elements")) else {
        return;
    };
    let group = document.group(name, root.located_of("title"));
    if elements.is_map() {
        return walk(document, elements, &group, &|span| span, 0);
    }
    inside(document, elements, &mut |document, root, place| {
        // The embedded text has its own tree, whose node ids start again.
        document.seen.clear();
        walk(document, root, &group, place, 0);
    });
}

/// Keys with `#` are properties, all others are nested elements.
fn walk(document: &mut Document, holder: Node<'_>, group: &Group, place: Places<'_>, depth: usize) {
    if depth > TYPE_DEPTH || !document.seen.insert(holder.id()) {
        return;
    }
    for (key, node) in holder.entries() {
        if !node.is_map() || key.value.starts_with('#') && key.value != "#element" {
            continue;
        }
        let name = Located::new(key.value.to_owned(), key.span.map(place));
        if let Some(field) = element(name, node, place) {
            document.add(field, group, ElementKind::Control, Layer::Ui);
        }
        walk(document, node, group, place, depth + 1);
    }
}

fn element(name: Located<String>, node: Node<'_>, place: Places<'_>) -> Option<Field> {
    let at = |node: Option<Node<'_>>| {
        let node = node?;
        Some(Located::with_span(
            node.scalar()?.to_owned(),
            place(node.span()),
        ))
    };
    let kind = at(node.get("#type"))?;
    let list = node.get("#options");
    let domain = domain(&kind.value, node, place)?;
    let required = node.get("#required");
    let mut field = Field::new(name, domain, place(node.span()))
        .labelled(LabelKind::Title, at(node.get("#title")))
        .labelled(LabelKind::Description, at(node.get("#description")))
        .labelled(LabelKind::Purpose, at(node.get("#autocomplete")))
        .required(is_on(required), required.map(|it| place(it.span())))
        .defaulting(at(node.get("#default_value")));
    field.domain.span = list.map(|list| place(list.span())).or(field.domain.span);
    field.width = width(node.get("#maxlength")).map(|width| Located {
        span: width.span.map(place),
        ..width
    });
    field.declared_type = Some(kind);
    Some(field)
}

/// What can be chosen or entered; `None` for elements without a value.
fn domain(kind: &str, node: Node<'_>, place: Places<'_>) -> Option<Known<Domain>> {
    let domain = match kind {
        "select"
        | "radios"
        | "checkboxes"
        | "tableselect"
        | "webform_buttons"
        | "webform_select_other"
        | "webform_radios_other"
        | "webform_checkboxes_other"
        | "webform_buttons_other"
        | "webform_image_select"
        | "webform_toggles" => {
            return Some(choices(kind, node, place));
        }
        "webform_term_select"
        | "webform_term_checkboxes"
        | "webform_entity_select"
        | "webform_entity_radios"
        | "webform_entity_checkboxes"
        | "entity_autocomplete" => {
            return Some(Known::No(Why::Elsewhere));
        }
        "checkbox" | "webform_toggle" => Domain::Boolean,
        "number" | "range" | "webform_rating" | "webform_scale" => Domain::Number,
        "date" | "datetime" | "datelist" | "webform_time" => Domain::Temporal,
        "textfield"
        | "textarea"
        | "email"
        | "webform_email_confirm"
        | "tel"
        | "url"
        | "search"
        | "hidden"
        | "password"
        | "text_format"
        | "webform_autocomplete" => Domain::Text,
        _ => return None,
    };
    Some(Known::Yes(domain))
}

fn choices(kind: &str, node: Node<'_>, place: Places<'_>) -> Known<Domain> {
    // Any text can be entered besides the options.
    if kind.ends_with("_other") {
        return Known::Yes(Domain::Text);
    }
    let Some(list) = node.get("#options") else {
        return Known::No(Why::NotStated);
    };
    if let Some(shared) = list.scalar() {
        return Known::named(shared);
    }
    let mut values = moved(options(list), place);
    for value in &mut values {
        // A description may follow the label.
        if let Some(label) = &mut value.label
            && let Some((title, _)) = label.value.split_once(" -- ")
        {
            label.value = title.trim().to_owned();
        }
    }
    if let Some(label) = node.located_of("#empty_option") {
        let label = Located {
            span: label.span.map(place),
            ..label
        };
        values.insert(0, invitation(label, is_on(node.get("#required"))));
    }
    match values.is_empty() {
        true => Known::No(Why::NotStated),
        false => Known::closed(values),
    }
}
