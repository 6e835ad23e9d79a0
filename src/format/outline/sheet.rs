//! Collects the declarations in the outline of a source.

use super::Tongue;
use crate::format::code::constants::{Constant, add_groups};
use crate::format::code::types::domain_of;
use crate::format::token::{Kind, Token};
use crate::model::{
    DefaultValue, Domain, Element, EntityId, Known, Label, Layer, Located, ModelPath, SchemaModel,
    Span, Value, Why,
};
use crate::topic::Topic;

/// Collects fields, types with values and constants.
pub(super) struct Sheet<'t> {
    pub model: SchemaModel,
    topic: &'t Topic,
    constants: Vec<Constant>,
}

/// A field as written.
pub(super) struct Written<'a, 't> {
    pub name: &'a Token<'t>,
    /// Name of its type; empty if none is given.
    pub of: String,
    /// Position of the type.
    pub at: Span,
    pub width: Option<Located<u32>>,
    pub default: Option<&'a Token<'t>>,
    /// A comment for people.
    pub remark: Option<Token<'t>>,
}

impl<'t> Sheet<'t> {
    pub(super) fn new(model: SchemaModel, topic: &'t Topic) -> Self {
        Self {
            model,
            topic,
            constants: Vec::new(),
        }
    }

    pub(super) fn entity(&mut self, name: &Token<'_>, around: &ModelPath) -> (EntityId, ModelPath) {
        let path = around.child(name.text);
        let id = self.model.declare_entity(named(name), &path, []);
        (id, path)
    }

    /// Adds a type with values of its own.
    pub(super) fn value_type(
        &mut self,
        name: &Token<'_>,
        around: &ModelPath,
        values: Vec<Value>,
        remark: Option<Token<'_>>,
        extent: Span,
    ) {
        if values.is_empty() {
            return;
        }
        let element =
            Element::value_type(named(name), around.child(name.text), Layer::Code, extent)
                .with_labels(remark.map(|remark| described(&remark)))
                .with_values(values, extent);
        self.model.add_element(element);
    }

    pub(super) fn field(
        &mut self,
        of: Option<EntityId>,
        around: &ModelPath,
        written: Written<'_, '_>,
        extent: Span,
    ) {
        let (domain, optional) = allowed(&written.of);
        let name = named(written.name);
        let path = around.child(name.value.as_str());
        let mut element = Element::field(name, path, Layer::Code, extent)
            .with_entity(of)
            .with_labels(written.remark.map(|remark| described(&remark)))
            .with_width(written.width)
            .with_domain(Located::with_span(domain, written.at));
        if !written.of.is_empty() {
            element = element.with_type(Located::with_span(written.of, written.at));
        }
        if optional {
            element = element.with_optional(Located::with_span(Known::Yes(true), written.at));
        }
        if let Some(default) = written.default {
            let value = Some(default.text.to_owned());
            element = element.with_default(DefaultValue::new(value, default.span));
        }
        self.model.add_element(element);
    }

    /// Restricts a declared field to certain values.
    pub(super) fn restrict(&mut self, path: &ModelPath, values: Vec<Value>) {
        let spans = values.iter().filter_map(|value| value.raw.span);
        let Some(at) = spans.reduce(Span::to) else {
            return;
        };
        let mut fields = self.model.elements.iter_mut().rev();
        if let Some(field) = fields.find(|field| field.path == *path) {
            field.domain = Located::with_span(Known::Yes(Domain::Closed(values)), at);
        }
    }

    /// Adds a constant with a literal value.
    pub(super) fn constant(&mut self, of: Option<EntityId>, name: &Token<'_>, value: &Token<'_>) {
        self.constants.push(Constant {
            of,
            name: named(name),
            literal: Located::with_span(value.text.to_owned(), value.span),
            is_text: value.kind == Kind::Text,
        });
    }

    pub(super) fn finish(mut self) -> SchemaModel {
        add_groups(&mut self.model, &self.constants, Layer::Code, self.topic);
        self.model
    }
}

/// A name with its position.
pub(super) fn named(token: &Token<'_>) -> Located<String> {
    Located::with_span(token.text.to_owned(), token.span)
}

fn described(remark: &Token<'_>) -> Label {
    Label::description(Located::with_span(remark.text.to_owned(), remark.span))
}

/// A value of a type: its name, and a label that explains it.
pub(super) fn value(name: &Token<'_>, label: Option<&Token<'_>>) -> Value {
    Value {
        raw: named(name),
        label: label.map(named),
        ..Value::default()
    }
}

/// The domain of a declared type, and whether the value is optional.
fn allowed(written: &str) -> (Known<Domain>, bool) {
    let mut name = written.trim();
    let mut optional = false;
    while let Some(inner) = ["Option<", "Nullable<", "std::optional<", "optional<"]
        .iter()
        .find_map(|wrapper| name.strip_prefix(wrapper)?.strip_suffix('>'))
    {
        (name, optional) = (inner.trim(), true);
    }
    while let Some(inner) = ["Box<", "Rc<", "Arc<", "Cow<", "std::unique_ptr<"]
        .iter()
        .find_map(|wrapper| name.strip_prefix(wrapper)?.strip_suffix('>'))
    {
        name = inner.trim();
    }
    // Implicitly unwrapped optionals of Swift.
    if let Some(inner) = name.strip_suffix('!') {
        (name, optional) = (inner, true);
    }
    let last = name.rsplit([':', '.']).next().unwrap_or(name);
    let lower = last.trim_end_matches('?').to_ascii_lowercase();
    let domain = match lower.as_str() {
        "qstring" | "nsstring" | "wstring" | "tstring" | "cstring" | "bstr" | "gchar" | "wchar"
        | "wchar_t" | "tchar" | "qchar" | "substring" | "osstring" | "ansistring"
        | "string_view" | "widestring" | "shortstring" | "unicodestring" | "pchar" | "ansichar"
        | "widechar" => Domain::Text,
        "u8" | "u16" | "u32" | "u64" | "i8" | "i16" | "i32" | "i64" | "usize" | "isize"
        | "int8_t" | "int16_t" | "uint8_t" | "uint16_t" | "uint32_t" | "int32_t" | "size_t"
        | "gint" | "guint" | "nsinteger" | "nsnumber" | "dword" | "word" | "num" | "smallint"
        | "cardinal" | "unsigned" | "f32" | "f64" | "uint8" | "uint16" | "quint8" | "qint32"
        | "shortint" | "single" | "currency" => Domain::Number,
        "gboolean" | "_bool" | "nsbool" | "wordbool" => Domain::Boolean,
        "tdate" | "tdatetime" | "nsdate" | "qdate" | "qdatetime" | "naivedate" => Domain::Temporal,
        "variant" | "dynamic" | "auto" | "id" | "void" => {
            return (Known::No(Why::NotStated), optional);
        }
        _ => {
            let (domain, missing, _) = domain_of(name);
            return (domain, optional || missing);
        }
    };
    (Known::Yes(domain), optional || last.ends_with('?'))
}

/// The language of the types read.
impl Tongue {
    /// Whether a statement ends with its line.
    pub(super) fn ends_with_line(self) -> bool {
        matches!(self, Self::Swift | Self::Basic | Self::Groovy)
    }
}
