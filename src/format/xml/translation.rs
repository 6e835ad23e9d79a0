//! Translation files in XML: XLIFF (Angular, Symfony, TYPO3), .NET resources, Android strings.

use super::node::{Node, attribute, child, child_content, children, content, local, span};
use super::{Reader, Xml};
use crate::format::i18n::{add, of_name, relate_greetings};
use crate::format::limits::CHOICES;
use crate::format::{Failure, Format, Parsed, Recognition};
use crate::model::{Element, Layer, Located, ModelPath, Value};
use crate::source::Capture;
use crate::topic::Topic;

/// XLIFF 1.2 and 2.
pub const XLIFF: Xml = Xml {
    name: "xliff",
    extensions: &["xlf", "xliff"],
    claims: |root| root.name == "xliff",
    read: xliff,
};

/// A format that shares its root with others, so the file name must match.
pub struct Named {
    xml: Xml,
    fits: fn(&Capture) -> bool,
}

/// .NET resources.
pub const RESX: Named = Named {
    xml: Xml {
        name: "resx",
        extensions: &["resx", "resw"],
        claims: |root| root.name == "root" && root.namespace.is_none(),
        read: resx,
    },
    fits: |capture| matches!(capture.extension().as_str(), "resx" | "resw"),
};

/// Android string resources.
pub const ANDROID: Named = Named {
    xml: Xml {
        name: "android-strings",
        extensions: &["xml"],
        claims: |root| root.name == "resources" && root.namespace.is_none(),
        read: android,
    },
    fits: |capture| {
        let mut parts = capture.document.rsplit('/');
        capture.file_name().contains("strings")
            || capture.file_name().contains("arrays")
            || parts
                .nth(1)
                .is_some_and(|folder| folder.starts_with("values"))
    },
};

impl Format for Named {
    fn name(&self) -> &'static str {
        self.xml.name()
    }

    fn extensions(&self) -> &'static [&'static str] {
        self.xml.extensions()
    }

    fn is_selective(&self) -> bool {
        true
    }

    fn recognise(&self, capture: &Capture) -> Recognition {
        if self.extensions().contains(&capture.extension().as_str()) && (self.fits)(capture) {
            self.xml.recognise(capture)
        } else {
            Recognition::No
        }
    }

    fn parse(&self, capture: &Capture, topic: &Topic) -> Result<Parsed, Failure> {
        let mut parsed = self.xml.parse(capture, topic)?;
        for model in &mut parsed.schemas {
            relate_greetings(model, topic);
        }
        Ok(parsed)
    }
}

fn xliff(reader: &mut Reader, root: Node<'_>) {
    if !reader.may_concern_topic() {
        return;
    }
    let stated = |node: Node<'_>, names: [&str; 2]| {
        let nodes = [Some(node), Some(root)].into_iter().flatten();
        let mut found = nodes.flat_map(|node| names.map(|name| node.attribute(name)));
        found.find_map(|code| Some(code?.split(['-', '_']).next()?.to_ascii_lowercase()))
    };
    let by_name = of_name(&reader.model.document);
    for file in children(root, "file") {
        let source = stated(file, ["source-language", "srcLang"]);
        let target = stated(file, ["target-language", "trgLang"]).or_else(|| by_name.clone());
        for unit in file.descendants() {
            if !matches!(local(unit), "trans-unit" | "unit") {
                continue;
            }
            // In XLIFF 2, units consist of segments.
            let holder = child(unit, "segment").unwrap_or(unit);
            let from = child_content(holder, "source");
            let to = child_content(holder, "target");
            let names = ["resname", "name", "id"].map(|name| attribute(unit, name));
            let name = names.into_iter().flatten().next().map(|name| name.value);
            // Symfony writes the key in place of the source text.
            let key = from
                .as_ref()
                .map(|from| &from.value)
                .filter(|text| text.contains('.') && !text.contains(char::is_whitespace))
                .cloned();
            let keyed = key.is_some();
            let Some(key) = key.or(name) else { continue };
            if let Some(from) = from.filter(|_| !keyed) {
                add(&mut reader.model, [&key], source.as_deref(), from);
            }
            if let Some(to) = to {
                add(&mut reader.model, [&key], target.as_deref(), to);
            }
        }
    }
    let topic = reader.topic.clone();
    relate_greetings(&mut reader.model, &topic);
}

fn resx(reader: &mut Reader, root: Node<'_>) {
    if !reader.may_concern_topic() {
        return;
    }
    let language = of_name(&reader.model.document);
    for data in children(root, "data") {
        // Images and window sizes have a type.
        let typed = data.has_attribute("type") || data.has_attribute("mimetype");
        if let (Some(name), Some(text), false) =
            (attribute(data, "name"), child_content(data, "value"), typed)
        {
            add(&mut reader.model, [name.value], language.as_deref(), text);
        }
    }
}

fn android(reader: &mut Reader, root: Node<'_>) {
    if !reader.may_concern_topic() {
        return;
    }
    let language = of_name(&reader.model.document);
    for string in children(root, "string") {
        if let (Some(name), Some(Located { value, span })) =
            (attribute(string, "name"), content(string))
        {
            let text = Located::new(value.replace("\\'", "'"), span);
            add(&mut reader.model, [name.value], language.as_deref(), text);
        }
    }
    // A translated list is not a separate list.
    if language.is_none() {
        for array in children(root, "string-array") {
            string_array(reader, array);
        }
    }
}

/// `<string-array name="genders"><item>@string/male</item>…`: the options of a selection control.
fn string_array(reader: &mut Reader, array: Node<'_>) {
    let items = children(array, "item").take(CHOICES + 1);
    let values: Option<Vec<Value>> = items
        .map(|item| {
            let text = content(item)?;
            let raw = match text.value.strip_prefix("@string/") {
                Some(key) => Located::new(key.to_owned(), text.span),
                None => text,
            };
            Some(Value {
                raw,
                ..Value::default()
            })
        })
        .collect();
    let name = attribute(array, "name");
    if let (Some(name), Some(values)) = (name, values)
        && (2..=CHOICES).contains(&values.len())
    {
        let path = ModelPath::new([name.value.as_str()]);
        let extent = span(array);
        let list = Element::value_type(name, path, Layer::Ui, extent).with_values(values, extent);
        reader.model.add_element(list);
    }
}
