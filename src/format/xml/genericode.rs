//! OASIS genericode, as published in XRepository: columns, a key, rows of values.

use foldhash::HashMap;

use super::node::{
    Node, attribute, child, child_content, children, content, descend, elements, local, span,
};
use super::{Reader, Xml};
use crate::model::{
    Domain, Element, Known, Label, LabelKind, Layer, Located, ModelPath, Value, Why,
};

/// Genericode code lists.
pub const GENERICODE: Xml = Xml {
    name: "genericode",
    extensions: &["gc", "xml"],
    claims: |root| {
        root.name == "CodeList"
            && root.namespace.is_some_and(|uri| {
                uri.starts_with("http://docs.oasis-open.org/codelist/ns/genericode/")
            })
    },
    read: read_genericode,
};

/// Names of columns with texts for people, most common first.
const NAME_COLUMNS: [&str; 14] = [
    "beschreibung",
    "bezeichnung",
    "name",
    "label",
    "codename",
    "wert",
    "text",
    "klartext",
    "langtext",
    "displayname",
    "display",
    "description",
    "title",
    "value",
];

fn read_genericode(reader: &mut Reader, root: Node<'_>) {
    let Some(identification) = child(root, "Identification") else {
        return;
    };
    let uri = child_content(identification, "CanonicalUri");
    let Some(name) = child_content(identification, "ShortName").or_else(|| uri.clone()) else {
        return;
    };
    let path = match &uri {
        Some(uri) => ModelPath::new([uri.value.as_str(), name.value.as_str()]),
        None => ModelPath::new([name.value.as_str()]),
    };
    let mut element = Element::code_list(name, path, Layer::CodeList, span(root));
    let mut say = |kind: LabelKind, text: Option<Located<String>>| {
        element
            .labels
            .extend(text.map(|text| Label::new(kind, text)));
    };
    let about = descend(root, &["Annotation", "Description"]);
    say(LabelKind::Title, child_content(identification, "LongName"));
    if let Some(about) = about {
        say(LabelKind::Title, child_content(about, "nameKurz"));
        say(
            LabelKind::Description,
            child_content(about, "beschreibung-codeliste"),
        );
    }
    say(LabelKind::Purpose, uri);
    say(
        LabelKind::Purpose,
        child_content(identification, "CanonicalVersionUri"),
    );
    element.domain = match child(root, "SimpleCodeList") {
        Some(list) => rows(reader, root, list),
        None => Located::implied(Known::No(Why::Elsewhere)),
    };
    reader.model.add_element(element);
}

/// The rows as values: the key column is stored, the name column is for people.
fn rows(reader: &mut Reader, root: Node<'_>, list: Node<'_>) -> Located<Known<Domain>> {
    let columns = Columns::from_root(root);
    let Some(key) = columns.key() else {
        let detail = "the code list has no key of one column";
        reader.note(span(list), detail);
        return Located::with_span(Known::No(Why::NotUnderstood), span(list));
    };
    let name = columns.name(key);
    let mut values = Vec::new();
    for row in children(list, "Row") {
        let mut cells = columns.cells(row);
        let Some(raw) = cells.remove(key) else {
            continue;
        };
        values.push(Value {
            raw,
            label: name.and_then(|name| cells.remove(name)),
            ..Value::default()
        });
    }
    Located::with_span(Known::closed(values), span(list))
}

/// The columns of a list, by id in order.
struct Columns<'d> {
    ids: Vec<&'d str>,
    /// Column ids of each key, the recommended key first.
    keys: Vec<Vec<&'d str>>,
    /// Folded names of each column.
    names: HashMap<&'d str, Vec<String>>,
}

impl<'d> Columns<'d> {
    fn from_root(root: Node<'d>) -> Self {
        let mut columns = Self {
            ids: Vec::new(),
            keys: Vec::new(),
            names: HashMap::default(),
        };
        for node in child(root, "ColumnSet").into_iter().flat_map(elements) {
            match local(node) {
                "Column" => {
                    let Some(id) = node.attribute("Id") else {
                        continue;
                    };
                    columns.ids.push(id);
                    let short = child_content(node, "ShortName").map(|name| name.value);
                    let names = [Some(id.to_owned()), short].into_iter().flatten();
                    columns
                        .names
                        .insert(id, names.map(|name| name.to_lowercase()).collect());
                }
                "Key" => {
                    let parts =
                        children(node, "ColumnRef").filter_map(|part| part.attribute("Ref"));
                    let parts = parts.collect();
                    let recommended = descend(node, &["Annotation", "AppInfo"])
                        .is_some_and(|info| child(info, "empfohleneCodeSpalte").is_some());
                    let at = if recommended { 0 } else { columns.keys.len() };
                    columns.keys.insert(at, parts);
                }
                _ => {}
            }
        }
        columns
    }

    /// The column with the codes.
    fn key(&self) -> Option<&'d str> {
        let single = self.keys.iter().find_map(|parts| match parts.as_slice() {
            [only] => Some(*only),
            _ => None,
        });
        // Without a key, the first column holds the codes by convention; a composite key is not a code.
        single.or_else(|| self.ids.first().copied().filter(|_| self.keys.is_empty()))
    }

    /// The column with the texts for the codes.
    fn name(&self, key: &str) -> Option<&'d str> {
        let others = || self.ids.iter().copied().filter(|id| *id != key);
        let known = |wanted: &&str| {
            others().find(|id| {
                self.names
                    .get(id)
                    .is_some_and(|names| names.iter().any(|name| name == *wanted))
            })
        };
        NAME_COLUMNS
            .iter()
            .find_map(known)
            .or_else(|| others().next())
    }

    /// The cells of a row by column; a cell without a column reference is in the column after its predecessor's.
    fn cells(&self, row: Node<'_>) -> HashMap<&'d str, Located<String>> {
        let mut cells = HashMap::default();
        let mut next = 0;
        for node in children(row, "Value") {
            let at = match attribute(node, "ColumnRef") {
                Some(reference) => self.ids.iter().position(|id| *id == reference.value),
                None => Some(next),
            };
            let Some(at) = at else { continue };
            next = at + 1;
            let value = child(node, "SimpleValue").map(|value| {
                content(value).unwrap_or_else(|| Located::with_span(String::new(), span(value)))
            });
            if let (Some(id), Some(value)) = (self.ids.get(at), value) {
                cells.insert(*id, value);
            }
        }
        cells
    }
}
