//! Forms (AcroForm, ISO 32000-1, 12.7): their controls as people see them, and as fields of a schema.

use std::collections::{BTreeMap, BTreeSet};

use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, ObjectIdentifier};

use super::pages::{PageNumbers, key};
use super::string;
use super::tags::text_of;
use crate::format::limits::{OPTIONS, PDF_FIELDS};
use crate::model::{
    Domain, Element, Known, Label, Layer, Located, ModelPath, PdfField, PdfFieldKind, PdfModel,
    SchemaModel, SourceText, Span, Value, Why,
};

/// The controls of a form.
#[derive(Default)]
pub struct Form {
    pub fields: Vec<PdfField>,
    /// Whether there are more controls than were read.
    pub is_cut: bool,
    /// Whether a program in the document builds the form (XFA), which few viewers support.
    pub is_made: bool,
}

/// A field still to be read, with inherited attributes.
struct Open<'a> {
    object: MaybeRef<Object<'a>>,
    name: String,
    kind: Option<Vec<u8>>,
    flags: i32,
    label: Option<String>,
    options: Vec<(String, Option<String>)>,
}

/// Flags of fields and annotations, by bit.
const RADIO: i32 = 1 << 15;
const PUSH: i32 = 1 << 16;
const COMBO: i32 = 1 << 17;
const EDIT: i32 = 1 << 18;
const HIDDEN: i32 = 1 << 1 | 1 << 5;

/// Reads the form of a document. `alternatives` holds the alternative texts of annotations from tags.
pub fn read_form(
    pdf: &Pdf,
    catalogue: &Dict<'_>,
    pages: &PageNumbers,
    alternatives: &BTreeMap<(u32, i32), String>,
) -> Form {
    let mut form = Form::default();
    let Some(declared) = catalogue.get::<Dict<'_>>("AcroForm") else {
        return form;
    };
    form.is_made =
        declared.contains_key("XFA") && catalogue.get::<bool>("NeedsRendering").unwrap_or_default();
    let Some(roots) = declared.get::<Array<'_>>("Fields") else {
        return form;
    };
    let mut seen = BTreeSet::new();
    let root = |object| Open {
        object,
        name: String::new(),
        kind: None,
        flags: 0,
        label: None,
        options: Vec::new(),
    };
    let mut open: Vec<Open<'_>> = roots.raw_iter().take(PDF_FIELDS).map(root).collect();
    open.reverse();
    let mut count = 0;
    while let Some(field) = open.pop() {
        count += 1;
        if count > PDF_FIELDS {
            form.is_cut = true;
            break;
        }
        let mut id = None;
        let dictionary = match field.object {
            MaybeRef::Ref(reference) => {
                if !seen.insert(key(reference.into())) {
                    continue;
                }
                id = Some(ObjectIdentifier::from(reference));
                pdf.xref().get::<Dict<'_>>(reference.into())
            }
            MaybeRef::NotRef(object) => object.into_dict(),
        };
        let Some(dictionary) = dictionary else {
            continue;
        };
        let own = Open {
            object: MaybeRef::NotRef(Object::Dict(dictionary.clone())),
            name: joined(&field.name, text_of(&dictionary, "T")),
            kind: dictionary
                .get::<Name<'_>>("FT")
                .map(|kind| kind.to_vec())
                .or(field.kind),
            flags: dictionary.get::<i32>("Ff").unwrap_or(field.flags),
            label: text_of(&dictionary, "TU").or(field.label),
            options: options(&dictionary).unwrap_or(field.options),
        };
        let kids: Vec<MaybeRef<Object<'_>>> = dictionary
            .get::<Array<'_>>("Kids")
            .map(|kids| kids.raw_iter().take(PDF_FIELDS).collect())
            .unwrap_or_default();
        let inner: Vec<Dict<'_>> = kids
            .iter()
            .take(OPTIONS)
            .filter_map(|kid| match kid {
                MaybeRef::Ref(reference) => pdf.xref().get::<Dict<'_>>((*reference).into()),
                MaybeRef::NotRef(object) => object.clone().into_dict(),
            })
            .collect();
        // Kids with names are fields; the others are places where the field is shown.
        if inner.iter().any(|kid| kid.contains_key("T")) {
            let inner = kids.into_iter().rev().map(|object| Open {
                object,
                name: own.name.clone(),
                kind: own.kind.clone(),
                flags: own.flags,
                label: own.label.clone(),
                options: own.options.clone(),
            });
            open.extend(inner);
            continue;
        }
        let shown_at = |kid: &MaybeRef<Object<'_>>| Some(key(kid.as_obj_ref()?.into()));
        let mut places: Vec<(u32, i32)> = kids.iter().filter_map(shown_at).collect();
        places.extend(id.map(key));
        let tagged = places.iter().find_map(|place| alternatives.get(place));
        let widgets = if inner.is_empty() {
            vec![dictionary]
        } else {
            inner
        };
        form.fields.extend(control(own, &widgets, tagged, pages));
    }
    form
}

/// The control of a terminal field; `None` if it is not visible.
fn control(
    field: Open<'_>,
    widgets: &[Dict<'_>],
    tagged: Option<&String>,
    pages: &PageNumbers,
) -> Option<PdfField> {
    let is_seen = |widget: &&Dict<'_>| widget.get::<i32>("F").unwrap_or(0) & HIDDEN == 0;
    let seen: Vec<&Dict<'_>> = widgets.iter().filter(is_seen).collect();
    let first = seen.first()?;
    let flag = |flag: i32| field.flags & flag != 0;
    let kind = match field.kind.as_deref()? {
        b"Tx" => PdfFieldKind::Text,
        b"Ch" if flag(COMBO) && flag(EDIT) => PdfFieldKind::OpenList,
        b"Ch" => PdfFieldKind::List,
        b"Btn" if flag(PUSH) => PdfFieldKind::Button,
        b"Btn" if flag(RADIO) || seen.len() > 1 => PdfFieldKind::Radio,
        b"Btn" => PdfFieldKind::CheckBox,
        b"Sig" => PdfFieldKind::Signature,
        _ => return None,
    };
    let label = field
        .label
        .or_else(|| seen.iter().find_map(|widget| text_of(widget, "TU")))
        .or_else(|| tagged.cloned());
    let caption = first
        .get::<Dict<'_>>("MK")
        .and_then(|look| text_of(&look, "CA"));
    let options = match kind {
        PdfFieldKind::Radio => radio_options(&seen, &field.options),
        _ => field.options,
    };
    Some(PdfField {
        name: field.name,
        label,
        kind,
        caption: caption.filter(|_| kind == PdfFieldKind::Button),
        options,
        page: pages.at(first, "P"),
    })
}

fn joined(outer: &str, name: Option<String>) -> String {
    match (outer, name) {
        (outer, None) => outer.to_owned(),
        ("", Some(name)) => name,
        (outer, Some(name)) => format!("{outer}.{name}"),
    }
}

/// The options of a list: the stored value, and the displayed text if it differs.
fn options(field: &Dict<'_>) -> Option<Vec<(String, Option<String>)>> {
    let list = field.get::<Array<'_>>("Opt")?;
    let read = |option: Object<'_>| match option {
        Object::String(one) => Some((string::text(&one).unwrap_or_default(), None)),
        Object::Array(pair) => {
            let mut pair = pair.iter::<hayro_syntax::object::String<'_>>();
            let stored = string::text(&pair.next()?).unwrap_or_default();
            Some((stored, pair.next().and_then(|shown| string::text(&shown))))
        }
        _ => None,
    };
    Some(
        list.iter::<Object<'_>>()
            .take(OPTIONS)
            .filter_map(read)
            .collect(),
    )
}

/// The options of radio buttons: their states other than off. If these are just numbers, the field lists what they
/// mean.
fn radio_options(
    buttons: &[&Dict<'_>],
    listed: &[(String, Option<String>)],
) -> Vec<(String, Option<String>)> {
    let state = |button: &&Dict<'_>| {
        let looks = button.get::<Dict<'_>>("AP")?.get::<Dict<'_>>("N")?;
        let mut states: Vec<String> = looks
            .keys()
            .filter(|state| state.as_ref() != b"Off")
            .filter_map(|state| match std::str::from_utf8(&state) {
                Ok(state) => Some(state.to_owned()),
                Err(_) => string::bytes(&state),
            })
            .collect();
        states.sort();
        let state = states.into_iter().next()?;
        let at = state.parse::<usize>().ok();
        let said = at
            .and_then(|at| listed.get(at))
            .map(|(said, _)| said.clone());
        Some((said.unwrap_or(state), text_of(button, "TU")))
    };
    buttons.iter().filter_map(state).collect()
}

/// The controls as fields of a schema; `None` for a document without controls.
pub fn controls(pdf: &PdfModel) -> Option<SchemaModel> {
    let mut text = String::new();
    let mut elements = Vec::new();
    for field in &pdf.fields {
        if matches!(field.kind, PdfFieldKind::Button | PdfFieldKind::Signature) {
            continue;
        }
        elements.push(control_element(field, &mut text));
    }
    if elements.is_empty() {
        return None;
    }
    let mut model = SchemaModel::new(&pdf.document, "pdf", SourceText::new(text));
    for element in elements {
        model.add_element(element);
    }
    Some(model)
}

/// A control as an element of a text with one line per control: name, label and options.
fn control_element(field: &PdfField, text: &mut String) -> Element {
    let start = text.len();
    let mut write = |part: &str| {
        let from = text.len();
        text.push_str(&part.replace(['\n', '\r'], " "));
        Span::new(from, text.len())
    };
    let name = write(&field.name);
    let label = field.label.as_ref().map(|label| {
        write(": ");
        Located::with_span(label.clone(), write(label))
    });
    let values: Vec<Value> = field
        .options
        .iter()
        .map(|(stored, shown)| {
            write(" | ");
            let raw = Located::with_span(stored.clone(), write(stored));
            let shown = shown.as_ref().filter(|shown| *shown != stored);
            let label = shown.map(|shown| {
                write(" = ");
                Located::with_span(shown.clone(), write(shown))
            });
            Value {
                placeholder: stored.trim().is_empty(),
                raw,
                label,
                ..Value::default()
            }
        })
        .collect();
    write("\n");
    let extent = Span::new(start, text.trim_end().len().max(start));
    let domain = match field.kind {
        PdfFieldKind::Text | PdfFieldKind::OpenList => Known::Yes(Domain::Text),
        PdfFieldKind::CheckBox => Known::Yes(Domain::Boolean),
        _ if values.is_empty() => Known::No(Why::NotStated),
        _ => Known::closed(values),
    };
    let path: Vec<&str> = field.name.split('.').collect();
    Element::control(
        Located::with_span(path.last().copied().unwrap_or_default().to_owned(), name),
        ModelPath::new(path),
        Layer::Ui,
        extent,
    )
    .with_labels(label.map(Label::title))
    .with_domain(Located::with_span(domain, extent))
}
