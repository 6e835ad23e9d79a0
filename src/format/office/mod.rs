//! Word processor templates: the conditions and values of their fields, and their drop-down lists.
//!
//! [`archive`] unpacks them within limits, [`word`] and [`opendocument`] turn their parts into a [`rendering`], which
//! is read like a server template.

mod archive;
mod opendocument;
mod rendering;
mod rich_text;
mod tables;
mod word;

pub use self::rich_text::RichText;
pub use self::tables::word_tables;

use roxmltree::{Document, Node, ParsingOptions};

use self::rendering::Rendering;
use super::ticked::ticked_choices;
use super::{Failure, Format, Parsed, Recognition, template};
use crate::format::limits::LETTER_NODES;
use crate::gap::GapReason;
use crate::model::{
    Domain, Element, Known, Label, Layer, Located, ModelPath, SchemaModel, SourceText, Value, Why,
};
use crate::source::Capture;
use crate::topic::Topic;

/// A word processor format.
pub struct Office {
    name: &'static str,
    extensions: &'static [&'static str],
    /// A part that only its archives contain.
    proof: &'static str,
    is_part: fn(&str) -> bool,
    read: fn(&str, &mut Sheet) -> Result<(), Failure>,
}

/// Word.
pub const WORD: Office = Office {
    name: "word",
    extensions: &["docx", "dotx", "docm", "dotm"],
    proof: "word/document.xml",
    is_part: word::is_part,
    read: word::read_word_text,
};

/// OpenDocument texts.
pub const OPEN_DOCUMENT: Office = Office {
    name: "opendocument",
    extensions: &["odt", "ott"],
    proof: "application/vnd.oasis.opendocument.text",
    is_part: opendocument::is_part,
    read: opendocument::read_opendocument_text,
};

impl Format for Office {
    fn name(&self) -> &'static str {
        self.name
    }

    fn extensions(&self) -> &'static [&'static str] {
        self.extensions
    }

    fn is_selective(&self) -> bool {
        true
    }

    fn recognise(&self, capture: &Capture) -> Recognition {
        let bytes = capture.bytes();
        if !archive::is_archive(bytes) {
            return Recognition::No;
        }
        // OpenDocument states its type at the beginning, Word lists its parts at the end.
        let head = bytes.get(..bytes.len().min(256)).unwrap_or_default();
        let proven = archive::names(bytes, self.proof) || archive::names(head, self.proof);
        match (
            proven,
            self.extensions.contains(&capture.extension().as_str()),
        ) {
            (true, true) => Recognition::Certain,
            (true, false) => Recognition::Likely,
            (false, true) => Recognition::Maybe,
            (false, false) => Recognition::No,
        }
    }

    fn parse(&self, capture: &Capture, topic: &Topic) -> Result<Parsed, Failure> {
        let mut sheet = Sheet::default();
        let mut parts = archive::parts(capture.bytes(), self.is_part)?;
        if parts.is_empty() {
            return Err(Failure::new(
                GapReason::Malformed,
                None,
                "no part with text",
            ));
        }
        // The body first.
        parts.sort_by_key(|(name, _)| !(name == self.proof || name == "content.xml"));
        for (_, xml) in &parts {
            (self.read)(xml, &mut sheet)?;
        }
        Ok(Parsed {
            schemas: vec![sheet.model(&capture.document, self.name, topic)],
            ..Parsed::default()
        })
    }
}

/// Parses a part. Document type definitions are rejected.
fn document(xml: &str) -> Result<Document<'_>, Failure> {
    let options = ParsingOptions {
        nodes_limit: LETTER_NODES,
        ..ParsingOptions::default()
    };
    Document::parse_with_options(xml, options).map_err(|error| {
        let reason = match error {
            roxmltree::Error::NodesLimitReached => GapReason::TooLarge,
            roxmltree::Error::DtdDetected => GapReason::UnsafeContent,
            _ => GapReason::Malformed,
        };
        Failure::new(reason, None, "a part is no XML that can be read")
    })
}

/// A document being read.
#[derive(Debug, Default)]
struct Sheet {
    rendering: Rendering,
    choices: Vec<Element>,
}

/// A drop-down list.
struct Choice {
    name: String,
    title: Option<String>,
    values: Vec<(String, Option<String>)>,
    /// Whether other text is allowed.
    open: bool,
}

impl Sheet {
    /// Adds a drop-down list at the current place.
    fn choice(&mut self, choice: Choice) {
        let shown: Vec<&str> = choice
            .values
            .iter()
            .map(|(raw, label)| label.as_deref().unwrap_or(raw))
            .collect();
        let span = self
            .rendering
            .quiet(&format!("[{}: {}]", choice.name, shown.join(" | ")));
        let mut element = Element::control(
            Located::with_span(choice.name.clone(), span),
            ModelPath::new([choice.name]),
            Layer::Template,
            span,
        )
        .with_labels(
            choice
                .title
                .map(|title| Label::title(Located::with_span(title, span))),
        );
        let values: Vec<Value> = choice
            .values
            .into_iter()
            .map(|(raw, label)| Value {
                // "Wählen Sie ein Element aus."
                placeholder: raw.trim().is_empty(),
                raw: Located::with_span(raw, span),
                label: label.map(|label| Located::with_span(label, span)),
                ..Value::default()
            })
            .collect();
        let domain = match (choice.open, values.is_empty()) {
            (true, _) => Known::Yes(Domain::Text),
            (false, true) => Known::No(Why::NotStated),
            (false, false) => Known::closed(values),
        };
        element.domain = Located::with_span(domain, span);
        self.choices.push(element);
    }

    fn model(self, document: &str, format: &'static str, topic: &Topic) -> SchemaModel {
        let ticked: Vec<Element> = ticked_choices(&self.rendering.text, topic)
            .iter()
            .filter_map(|choice| choice.element(&self.rendering.text))
            .collect();
        let text = SourceText::new(self.rendering.text);
        let mut model = SchemaModel::new(document, format, text);
        for element in self.choices.into_iter().chain(ticked) {
            model.add_element(element);
        }
        template::relate_letter(&mut model, self.rendering.pieces, topic);
        model
    }
}

/// An attribute in any namespace.
fn attribute<'d>(node: Node<'d, '_>, name: &str) -> &'d str {
    node.attributes()
        .find(|attribute| attribute.name() == name)
        .map_or("", |attribute| attribute.value())
}
