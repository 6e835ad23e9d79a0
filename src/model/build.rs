//! Builders for readers: elements with entity, labels, domain and default in one expression.

use super::{
    DefaultValue, Domain, Element, ElementKind, Entity, EntityId, Known, Label, LabelKind, Layer,
    Located, ModelPath, Reference, SchemaModel, Span, Value,
};

impl Element {
    /// A field known only by name.
    pub fn field(name: Located<String>, path: ModelPath, layer: Layer, extent: Span) -> Self {
        Self::named(name, path, ElementKind::Field, layer, extent)
    }

    /// A named type with values of its own.
    pub fn value_type(name: Located<String>, path: ModelPath, layer: Layer, extent: Span) -> Self {
        Self::named(name, path, ElementKind::ValueType, layer, extent)
    }

    /// A list of values.
    pub fn code_list(name: Located<String>, path: ModelPath, layer: Layer, extent: Span) -> Self {
        Self::named(name, path, ElementKind::CodeList, layer, extent)
    }

    /// A control of a form.
    pub fn control(name: Located<String>, path: ModelPath, layer: Layer, extent: Span) -> Self {
        Self::named(name, path, ElementKind::Control, layer, extent)
    }

    /// Sets the entity it belongs to.
    #[must_use]
    pub fn with_entity(mut self, entity: impl Into<Option<EntityId>>) -> Self {
        self.entity = entity.into();
        self
    }

    /// Adds labels.
    #[must_use]
    pub fn with_labels(mut self, labels: impl IntoIterator<Item = Label>) -> Self {
        self.labels.extend(labels);
        self
    }

    /// Sets the values it can hold.
    #[must_use]
    pub fn with_domain(mut self, domain: Located<Known<Domain>>) -> Self {
        self.domain = domain;
        self
    }

    /// Sets a closed list of values.
    #[must_use]
    pub fn with_values(mut self, values: Vec<Value>, span: impl Into<Option<Span>>) -> Self {
        self.domain = Located::new(Known::closed(values), span);
        self
    }

    /// Sets whether it may be omitted.
    #[must_use]
    pub fn with_optional(mut self, optional: Located<Known<bool>>) -> Self {
        self.optional = optional;
        self
    }

    /// Sets the value used if none is given.
    #[must_use]
    pub fn with_default(mut self, default: impl Into<Option<DefaultValue>>) -> Self {
        self.default = default.into();
        self
    }

    /// Sets the maximum number of characters.
    #[must_use]
    pub fn with_width(mut self, width: impl Into<Option<Located<u32>>>) -> Self {
        self.width = width.into();
        self
    }

    /// Sets the type as written.
    #[must_use]
    pub fn with_type(mut self, declared: impl Into<Option<Located<String>>>) -> Self {
        self.declared_type = declared.into();
        self
    }
}

impl SchemaModel {
    /// Adds an entity and returns its id.
    pub fn declare_entity(
        &mut self,
        name: Located<String>,
        path: &ModelPath,
        labels: impl IntoIterator<Item = Label>,
    ) -> EntityId {
        self.add_entity(Entity {
            name,
            path: path.clone(),
            labels: labels.into_iter().collect(),
        })
    }
}

impl Label {
    /// A label of the given kind.
    pub fn new(kind: LabelKind, text: Located<String>) -> Self {
        Self { kind, text }
    }

    /// A title or visible label.
    pub fn title(text: Located<String>) -> Self {
        Self::new(LabelKind::Title, text)
    }

    /// A comment, description or annotation.
    pub fn description(text: Located<String>) -> Self {
        Self::new(LabelKind::Description, text)
    }

    /// A machine-readable purpose.
    pub fn purpose(text: Located<String>) -> Self {
        Self::new(LabelKind::Purpose, text)
    }
}

impl Domain {
    /// The values of a named type or table.
    pub fn named(name: impl Into<String>) -> Self {
        Self::Reference(Reference::Named(name.into()))
    }
}

impl Known<Domain> {
    /// Exactly these values.
    pub fn closed(values: Vec<Value>) -> Self {
        Self::Yes(Domain::Closed(values))
    }

    /// The values of a named type or table.
    pub fn named(name: impl Into<String>) -> Self {
        Self::Yes(Domain::named(name))
    }
}

impl DefaultValue {
    /// The default as written; `literal` is `None` if it is not a literal.
    pub fn new(literal: Option<String>, span: impl Into<Option<Span>>) -> Self {
        let span = span.into();
        Self { literal, span }
    }
}

impl From<Located<String>> for DefaultValue {
    fn from(literal: Located<String>) -> Self {
        Self::new(Some(literal.value), literal.span)
    }
}

impl From<&Value> for DefaultValue {
    fn from(value: &Value) -> Self {
        value.raw.clone().into()
    }
}
