//! SAP dictionary objects as serialised by abapGit: domains (`DD01V`), data elements (`DD04V`), tables and structures
//! (`DD02V`), one object per file.
//!
//! A field refers to its data element, which refers to its domain, which lists the values. Each is in a file of its
//! own, so all of these are references by name.

use super::node::{Node, child, child_content, children, elements, span};
use super::{Reader, Xml};
use crate::format::{Failure, Format, Parsed, Recognition};
use crate::model::{
    Domain, Element, ElementId, ElementKind, Known, Label, LanguageFamily, Layer, Located,
    ModelPath, Relation, RelationKind, Value, Why,
};
use crate::source::Capture;
use crate::topic::Topic;

/// SAP dictionary objects.
pub struct SapDictionary;

const XML: Xml = Xml {
    name: "sap-ddic",
    extensions: &["doma.xml", "dtel.xml", "tabl.xml"],
    claims: |root| {
        root.name == "abapGit"
            || root.name == "abap" && root.namespace == Some("http://www.sap.com/abapxml")
    },
    read: read_sap_metadata,
};

impl Format for SapDictionary {
    fn name(&self) -> &'static str {
        XML.name
    }

    fn extensions(&self) -> &'static [&'static str] {
        XML.extensions
    }

    fn language_family(&self) -> LanguageFamily {
        LanguageFamily::SAP
    }

    /// Classes, message texts and forms are serialised the same way but declare nothing.
    fn recognise(&self, capture: &Capture) -> Recognition {
        let head = capture.head();
        let declares = ["<DD01V>", "<DD04V>", "<DD02V>"]
            .iter()
            .any(|tag| head.contains(tag));
        if declares {
            XML.recognise(capture)
        } else {
            Recognition::No
        }
    }

    fn parse(&self, capture: &Capture, topic: &Topic) -> Result<Parsed, Failure> {
        XML.parse(capture, topic)
    }
}

fn read_sap_metadata(reader: &mut Reader, root: Node<'_>) {
    let holders = root
        .descendants()
        .filter(|node| node.tag_name().name() == "values");
    for values in holders {
        if let Some(head) = child(values, "DD01V") {
            domain(reader, values, head);
        } else if let Some(head) = child(values, "DD04V") {
            data_element(reader, values, head);
        } else if let Some(head) = child(values, "DD02V") {
            table(reader, values, head);
        }
    }
}

/// A named set of values, or a plain type with a length.
fn domain(reader: &mut Reader, values: Node<'_>, head: Node<'_>) {
    let Some(name) = child_content(head, "DOMNAME") else {
        return;
    };
    let path = ModelPath::new([name.value.as_str()]);
    let kind = ElementKind::ValueType;
    let mut element = Element::named(name, path, kind, Layer::Database, span(values))
        .with_labels(titles(head, child(values, "DD01_TEXTS"), &["DDTEXT"]))
        .with_type(child_content(head, "DATATYPE"))
        .with_width(length(head));
    element.domain = match fixed_values(values) {
        Some(domain) => domain,
        // A value table restricts the input if a field refers to it by foreign key.
        None => match child_content(head, "ENTITYTAB").filter(|table| table.value != "*") {
            Some(table) => named(table),
            None => built_in(head),
        },
    };
    reader.model.add_element(element);
}

/// The values of a domain; `None` if it has none of its own.
fn fixed_values(values: Node<'_>) -> Option<Located<Known<Domain>>> {
    let list = child(values, "DD07V_TAB")?;
    let texts = child(values, "DD07_TEXTS");
    let mut found = Vec::new();
    for row in children(list, "DD07V") {
        // A range.
        if child_content(row, "DOMVALUE_H").is_some() {
            return Some(Located::with_span(
                Known::No(Why::NotUnderstood),
                span(list),
            ));
        }
        // Like any blank one, the initial value is omitted.
        let raw = child_content(row, "DOMVALUE_L")
            .unwrap_or_else(|| Located::with_span(String::new(), span(row)));
        let german = texts.and_then(|texts| {
            let position = child_content(row, "VALPOS").map(|at| at.value);
            elements(texts)
                .filter(|text| is_german(*text))
                .find(|text| match child_content(*text, "DOMVALUE_L") {
                    Some(of) => of.value == raw.value,
                    None => {
                        position.is_some()
                            && child_content(*text, "VALPOS").map(|at| at.value) == position
                    }
                })
                .and_then(|text| child_content(text, "DDTEXT"))
        });
        found.push(Value {
            label: german.or_else(|| child_content(row, "DDTEXT")),
            raw,
            ..Value::default()
        });
    }
    (!found.is_empty()).then(|| Located::with_span(Known::closed(found), span(list)))
}

/// The meaning of a field: texts for people, and the domain with its values.
fn data_element(reader: &mut Reader, values: Node<'_>, head: Node<'_>) {
    let Some(name) = child_content(head, "ROLLNAME") else {
        return;
    };
    let path = ModelPath::new([name.value.as_str()]);
    let kind = ElementKind::ValueType;
    let mut element = Element::named(name, path, kind, Layer::Database, span(values));
    let keys = ["DDTEXT", "SCRTEXT_L", "REPTEXT"];
    element.labels = titles(head, child(values, "DD04_TEXTS"), &keys);
    element.declared_type =
        child_content(head, "DOMNAME").or_else(|| child_content(head, "DATATYPE"));
    element.width = length(head);
    element.domain = match child_content(head, "DOMNAME") {
        Some(domain) => named(domain),
        None => built_in(head),
    };
    reader.model.add_element(element);
}

/// A table, or a structure used by programs.
fn table(reader: &mut Reader, values: Node<'_>, head: Node<'_>) {
    let Some(name) = child_content(head, "TABNAME") else {
        return;
    };
    let path = ModelPath::new([name.value.as_str()]);
    let class = child_content(head, "TABCLASS").map(|class| class.value);
    let layer = match class.as_deref() {
        Some("INTTAB") => Layer::Code,
        _ => Layer::Database,
    };
    let entity = reader.model.declare_entity(
        name,
        &path,
        titles(head, child(values, "DD02_TEXTS"), &["DDTEXT"]),
    );
    let mut key: Vec<ElementId> = Vec::new();
    let rows = child(values, "DD03P_TABLE").into_iter().flat_map(elements);
    for row in rows {
        let Some(name) = child_content(row, "FIELDNAME") else {
            continue;
        };
        // Fields of another structure, declared in its own file.
        if name.value.starts_with('.') {
            continue;
        }
        let path = path.child(name.value.as_str());
        let mut element = Element::field(name, path, layer, span(row))
            .with_entity(entity)
            .with_labels(titles(row, None, &["DDTEXT", "SCRTEXT_L", "REPTEXT"]))
            .with_width(length(row));
        let of = child_content(row, "ROLLNAME").or_else(|| child_content(row, "DOMNAME"));
        if let Some(of) = &of {
            element.labels.extend(purpose(of, &reader.topic));
        }
        element.domain = match of.clone() {
            Some(of) => named(of),
            None => built_in(row),
        };
        element.declared_type = of.or_else(|| child_content(row, "DATATYPE"));
        let id = reader.model.add_element(element);
        if child_content(row, "KEYFLAG").is_some() {
            key.push(id);
        }
    }
    if !key.is_empty() {
        reader.model.relations.push(Relation {
            kind: RelationKind::PrimaryKey,
            elements: key,
            span: span(head),
        });
    }
}

/// The purpose of a standard data element. Its values differ between releases.
fn purpose(data_element: &Located<String>, topic: &Topic) -> Option<Label> {
    let purpose = topic.purpose_of(&data_element.value)?;
    Some(Label::purpose(Located::new(
        purpose.to_owned(),
        data_element.span,
    )))
}

/// A type, domain or value table by name.
fn named(name: Located<String>) -> Located<Known<Domain>> {
    let domain = match name.value.as_str() {
        "XFELD" | "BOOLE_D" | "BOOLE" | "BOOLEAN" | "ABAP_BOOLEAN" | "ABAP_BOOL" | "FLAG" => {
            Domain::Boolean
        }
        _ => Domain::named(name.value),
    };
    Located::new(Known::Yes(domain), name.span)
}

fn built_in(node: Node<'_>) -> Located<Known<Domain>> {
    let Some(kind) = child_content(node, "DATATYPE") else {
        return Located::with_span(Known::No(Why::NotStated), span(node));
    };
    let domain = match kind.value.as_str() {
        "CHAR" | "STRG" | "SSTR" | "LCHR" | "LANG" | "CUKY" | "UNIT" | "CLNT" | "STRING" => {
            Domain::Text
        }
        "NUMC" | "INT1" | "INT2" | "INT4" | "INT8" | "DEC" | "CURR" | "QUAN" | "FLTP" | "PREC"
        | "D16D" | "D34D" => Domain::Number,
        "DATS" | "TIMS" | "DATN" | "TIMN" | "UTCL" | "ACCP" => Domain::Temporal,
        _ => Domain::Structure,
    };
    Located::new(Known::Yes(domain), kind.span)
}

fn length(node: Node<'_>) -> Option<Located<u32>> {
    let stated = child_content(node, "LENG")?;
    let width: u32 = stated.value.parse().ok()?;
    (width > 0).then_some(Located::new(width, stated.span))
}

fn is_german(node: Node<'_>) -> bool {
    child_content(node, "DDLANGUAGE").is_some_and(|language| language.value == "D")
}

/// Titles in German if there are any, or else in the object's language; without duplicates.
fn titles(head: Node<'_>, translations: Option<Node<'_>>, keys: &[&str]) -> Vec<Label> {
    let german = translations
        .into_iter()
        .flat_map(elements)
        .find(|text| is_german(*text));
    let mut labels: Vec<Label> = Vec::new();
    for key in keys {
        let text = german
            .and_then(|german| child_content(german, key))
            .or_else(|| child_content(head, key));
        if let Some(text) = text
            && !labels.iter().any(|label| label.text.value == text.value)
        {
            labels.push(Label::title(text));
        }
    }
    labels
}
