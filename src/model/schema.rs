//! The one shape of every schema: columns, properties, parameters, enum types, code lists, form controls.

use super::{
    Located, MigrationStep, ModelPath, NameScope, Origin, Place, SourceText, Span, Statement,
};

/// Index of an element in its [`SchemaModel`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ElementId(pub u32);

/// Index of an entity in its [`SchemaModel`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityId(pub u32);

/// Everything one document says about data: a flat list of elements, grouped by entities.
#[derive(Clone, Debug)]
pub struct SchemaModel {
    /// Path or URL of the document, as reports name it.
    pub document: String,
    /// Name of the format that read it (`sql`, `openapi`).
    pub format: &'static str,
    /// The decoded text all spans point into.
    pub text: SourceText,
    /// What part of the application's sources it is.
    pub origin: Origin,
    /// Where its names of others come from, as far as its language says so.
    pub scope: NameScope,
    /// Tables, types, messages, forms.
    pub entities: Vec<Entity>,
    /// Columns, properties, enum types, code lists, controls.
    pub elements: Vec<Element>,
    /// What the document says about elements beyond declaring them.
    pub relations: Vec<Relation>,
    /// Texts of a translation file.
    pub translations: Vec<Translation>,
    /// What it does to columns of earlier steps of a history.
    pub step: MigrationStep,
}

/// A text for people under the key that programs use for it.
#[derive(Clone, Debug)]
pub struct Translation {
    /// The parts of the key, from the outside in.
    pub key: ModelPath,
    /// Language it is written in (`de`), where the file says so.
    pub language: Option<String>,
    /// The text.
    pub text: Located<String>,
}

/// A table, complex type, message, object schema, form: what groups elements.
#[derive(Clone, Debug)]
pub struct Entity {
    /// Name as written.
    pub name: Located<String>,
    /// Names from the outside in.
    pub path: ModelPath,
    /// Titles, comments.
    pub labels: Vec<Label>,
}

/// A column, attribute, property, parameter, enum type, code list or form control.
#[derive(Clone, Debug)]
pub struct Element {
    /// Name as written, at its place.
    pub name: Located<String>,
    /// Names from the outside in, the element's own name last.
    pub path: ModelPath,
    /// What kind of declaration this is.
    pub kind: ElementKind,
    /// The layer of the application it belongs to.
    pub layer: Layer,
    /// The table, type or form it stands in.
    pub entity: Option<EntityId>,
    /// Titles, comments, annotations, translations: what people read.
    pub labels: Vec<Label>,
    /// Which values it can hold.
    pub domain: Located<Known<Domain>>,
    /// Whether it may be left out (`NULL`, not required, `minOccurs=0`).
    pub optional: Located<Known<bool>>,
    /// The value it takes when nothing is given.
    pub default: Option<DefaultValue>,
    /// Most characters it can hold.
    pub width: Option<Located<u32>>,
    /// The declared type as written (`VARCHAR(8)`, `xs:string`), for explanations and type names.
    pub declared_type: Option<Located<String>>,
    /// Of a column of data: the codes that its rows show. They are no list of what is allowed.
    pub rows: Option<Vec<Value>>,
    /// What it does to a list that another document declares.
    pub amends: Option<Amendment>,
    /// Whether its document does nothing with it but put it together with others.
    pub is_part: bool,
    /// Declared as one that is going to be given up.
    pub deprecated: bool,
    /// The whole declaration.
    pub extent: Span,
}

/// What kind of declaration an element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ElementKind {
    /// A field that holds a value: column, property, attribute, parameter, message field.
    Field,
    /// A named type with its own values: enum, `simpleType`, domain, constant set.
    ValueType,
    /// A published or seeded list of values: genericode, lookup table, code system.
    CodeList,
    /// A control of a form.
    Control,
}

/// The layer of an application.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Layer {
    /// Tables and columns.
    Database,
    /// Messages between applications (XÖV, Avro, FHIR).
    Message,
    /// Programming interfaces (OpenAPI, GraphQL, JSON Schema).
    Api,
    /// Program source.
    Code,
    /// What people see and fill in.
    Ui,
    /// Published code lists.
    CodeList,
    /// Data dictionaries and documentation.
    Dictionary,
    /// Letters and mails.
    Template,
}

impl Layer {
    /// The name in the text catalogue (`concept.layer-<name>`).
    pub const fn name(self) -> &'static str {
        match self {
            Self::Database => "database",
            Self::Message => "message",
            Self::Api => "api",
            Self::Code => "code",
            Self::Ui => "ui",
            Self::CodeList => "code-list",
            Self::Dictionary => "dictionary",
            Self::Template => "template",
        }
    }
}

/// Text for people beside a declaration.
#[derive(Clone, Debug)]
pub struct Label {
    /// What kind of text it is.
    pub kind: LabelKind,
    /// The text at its place.
    pub text: Located<String>,
}

/// What kind of text a [`Label`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LabelKind {
    /// A title or visible label.
    Title,
    /// A comment, description, annotation.
    Description,
    /// Machine-readable purpose: `autocomplete`, semantic type, code-list type.
    Purpose,
}

/// A value, or why it is not known. Never collapsed into a default.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Known<T> {
    /// The value.
    Yes(T),
    /// Not known from this document.
    No(Why),
}

impl<T> Known<T> {
    /// The value, where known.
    pub fn yes(&self) -> Option<&T> {
        match self {
            Self::Yes(value) => Some(value),
            Self::No(_) => None,
        }
    }
}

/// Why something is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The document does not say.
    NotStated,
    /// It says it in a way we do not understand.
    NotUnderstood,
    /// It stands in another document.
    Elsewhere,
    /// It is decided at run time.
    Dynamic,
}

/// Which values an element can hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Domain {
    /// Exactly these values.
    Closed(Vec<Value>),
    /// True or false.
    Boolean,
    /// Any text (see [`Element::width`]).
    Text,
    /// Any number.
    Number,
    /// Dates and times.
    Temporal,
    /// Values of another element, type or code list.
    Reference(Reference),
    /// A structure (object, complex type), a list of structures, binary data: no plain value.
    Structure,
}

/// One allowed value.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Value {
    /// What is stored or sent.
    pub raw: Located<String>,
    /// What people read for it.
    pub label: Option<Located<String>>,
    /// Present but not selectable (disabled option, inactive row).
    pub inactive: bool,
    /// An empty entry that only invites to choose ("Bitte wählen").
    pub placeholder: bool,
    /// Carries something of its own: a case with a text (`custom(String)`), or with a value of another list.
    pub carries: bool,
    /// Only offered under a condition under which the others do not stand.
    pub conditional: bool,
}

impl Value {
    /// A value without a label.
    pub fn plain(raw: impl Into<String>, span: Span) -> Self {
        Self {
            raw: Located::with_span(raw.into(), span),
            ..Self::default()
        }
    }
}

/// What an element does to a list that another document declares.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Amendment {
    /// The list that it refers to holds these entries as well (`INSERT INTO`, `selection_add`).
    Adds(Vec<Value>),
    /// It holds what the list that it refers to does, and these entries (`[...BASE, "x"]`).
    Continues(Vec<Value>),
    /// Its own domain takes the place of the one that was declared (`ALTER TABLE … MODIFY`).
    Replaces,
    /// A program adds to what the list of this name offers, or sets it anew (`combo.addItem("d")`, `field.choices += …`).
    Extends {
        /// The entries that are added, as far as they are stated.
        more: Vec<Value>,
        /// Whether these are all, and they are added whatever happens.
        is_plain: bool,
    },
}

/// Where the values of an element come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reference {
    /// An element of the same document (its type, its lookup table).
    Element(ElementId),
    /// A type or table by name that this document does not declare.
    Named(String),
    /// A published code list.
    CodeList {
        /// URN, URL or OID.
        uri: String,
        /// Version, where given.
        version: Option<String>,
    },
}

/// A value taken when nothing is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DefaultValue {
    /// The literal without quotes; `None`: null or an expression.
    pub literal: Option<String>,
    /// Where it is written.
    pub span: Option<Span>,
}

/// Something a document says about elements beyond declaring them.
#[derive(Clone, Debug)]
pub struct Relation {
    /// What it says.
    pub kind: RelationKind,
    /// Elements of this document it speaks about.
    pub elements: Vec<ElementId>,
    /// Where.
    pub span: Span,
}

/// What a [`Relation`] says.
#[derive(Clone, Debug)]
pub enum RelationKind {
    /// The elements form the primary key.
    PrimaryKey,
    /// The elements must be unique together.
    Unique,
    /// Values are translated into other values.
    Mapping(Mapping),
    /// A statement does something with the values of a column.
    Statement(Statement),
    /// The program uses a library (`gender_guesser.detector`) or a host (`api.genderize.io`).
    Uses(String),
    /// A template fills values into a line of text.
    Line(Vec<Filled>),
    /// The program refuses under a condition that joins these expressions.
    Refuses(Vec<String>),
    /// The program writes a log of what has these names.
    Logs(Vec<String>),
    /// Declares a function: its name, then those of its parameters.
    Function(Vec<String>),
}

/// A part of a line that a template fills.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filled {
    /// Text as it stands.
    Text(String),
    /// A value, printed as it is, by its name (`person.geschlecht`).
    Value(Located<String>),
    /// Something that cannot be read off.
    Unknown,
}

/// A translation between two value sets: `switch`, `CASE`, lookup.
#[derive(Clone, Debug, Default)]
pub struct Mapping {
    /// Names of what it stands in, from the outside in (class, function).
    pub path: ModelPath,
    /// The expression that is looked at (`person.getGeschlecht()`), as written.
    pub subject: String,
    /// Type of that expression, where the document states it.
    pub subject_type: Option<String>,
    /// What of the expression is compared with the values.
    pub by: Comparison,
    /// Name of what receives the result: function, variable, column.
    pub target: String,
    /// Type of the result, where the document states it.
    pub target_type: Option<String>,
    /// The cases in order.
    pub arms: Vec<MappingArm>,
    /// The result for everything else, where written; not known where it is no literal.
    pub fallback: Option<Located<Known<String>>>,
    /// Where the table that is asked is declared, unless it stands where it is asked.
    pub table: Option<Span>,
}

/// What of an expression is compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    /// The whole value.
    #[default]
    Whole,
    /// Its first character (`charAt(0)`).
    FirstLetter,
    /// Its beginning (`startsWith`).
    Prefix,
    /// Anything it holds (`contains`).
    Part,
    /// The answer of a question (`isMale()`); the name of the question stands for the value.
    Question,
}

/// One case of a [`Mapping`].
#[derive(Clone, Debug, Default)]
pub struct MappingArm {
    /// The values it is for.
    pub from: Vec<Located<String>>,
    /// What they become; `None`: nothing that a document says by itself.
    pub to: Option<Located<String>>,
}

impl SchemaModel {
    /// An empty model.
    pub fn new(document: impl Into<String>, format: &'static str, text: SourceText) -> Self {
        Self {
            document: document.into(),
            format,
            text,
            origin: Origin::Own,
            scope: NameScope::default(),
            entities: Vec::new(),
            elements: Vec::new(),
            relations: Vec::new(),
            translations: Vec::new(),
            step: MigrationStep::default(),
        }
    }

    /// Adds an entity and returns its id.
    pub fn add_entity(&mut self, entity: Entity) -> EntityId {
        self.entities.push(entity);
        EntityId(u32::try_from(self.entities.len() - 1).unwrap_or(u32::MAX))
    }

    /// Adds an element and returns its id.
    pub fn add_element(&mut self, element: Element) -> ElementId {
        self.elements.push(element);
        ElementId(u32::try_from(self.elements.len() - 1).unwrap_or(u32::MAX))
    }

    /// The element of an id.
    pub fn element(&self, id: ElementId) -> Option<&Element> {
        self.elements.get(id.0 as usize)
    }

    /// The entity an element stands in.
    pub fn entity_of(&self, element: &Element) -> Option<&Entity> {
        self.entities.get(element.entity?.0 as usize)
    }

    /// All elements with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (ElementId, &Element)> {
        (0u32..).map(ElementId).zip(&self.elements)
    }

    /// The place of a span, under the path of `element`.
    pub fn place(&self, path: &ModelPath, span: Option<Span>) -> Place {
        Place::in_text(&self.document, path.clone(), &self.text, span)
    }
}

impl Element {
    /// A field with nothing known about it but its name; formats fill in the rest.
    pub fn named(
        name: Located<String>,
        path: ModelPath,
        kind: ElementKind,
        layer: Layer,
        extent: Span,
    ) -> Self {
        Self {
            name,
            path,
            kind,
            layer,
            entity: None,
            labels: Vec::new(),
            domain: Located::implied(Known::No(Why::NotStated)),
            optional: Located::implied(Known::No(Why::NotStated)),
            default: None,
            width: None,
            declared_type: None,
            rows: None,
            amends: None,
            is_part: false,
            deprecated: false,
            extent,
        }
    }
}
