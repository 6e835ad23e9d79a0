//! The common shape of every schema: columns, properties, parameters, enum types, code lists, form controls.

use super::{
    Located, MigrationStep, ModelPath, NameScope, Origin, Place, Restriction, SourceText, Span,
    Statement,
};

/// Index of an element in its [`SchemaModel`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ElementId(pub u32);

/// Index of an entity in its [`SchemaModel`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EntityId(pub u32);

/// Everything one document declares about data: a flat list of elements, grouped by entities.
#[derive(Clone, Debug)]
pub struct SchemaModel {
    /// Path or URL of the document, as in reports.
    pub document: String,
    /// Its path below what the user named; the folders above say nothing about it.
    pub below: String,
    /// Name of the format that read it (`sql`, `openapi`).
    pub format: &'static str,
    /// The decoded text all spans point into.
    pub text: SourceText,
    /// Which part of the application's sources it belongs to.
    pub origin: Origin,
    /// Package and imports, as far as its language has them.
    pub scope: NameScope,
    /// Tables, types, messages, forms.
    pub entities: Vec<Entity>,
    /// Columns, properties, enum types, code lists, controls.
    pub elements: Vec<Element>,
    /// What the document says about elements besides declaring them.
    pub relations: Vec<Relation>,
    /// Texts of a translation file.
    pub translations: Vec<Translation>,
    /// Its sentences and patterns, which label nothing.
    pub sentences: Vec<Translation>,
    /// What it does to columns of earlier migration steps.
    pub step: MigrationStep,
    /// Names of what one statement declares and a later one drops or renames, each with the part that says so.
    pub retired: Vec<Located<String>>,
}

/// A text for people, with the key that programs use for it.
#[derive(Clone, Debug)]
pub struct Translation {
    /// Parts of the key, outermost first.
    pub key: ModelPath,
    /// Its language (`de`), if the file states it.
    pub language: Option<String>,
    /// The text.
    pub text: Located<String>,
}

/// A table, complex type, message, object schema or form: anything that groups elements.
#[derive(Clone, Debug)]
pub struct Entity {
    /// Name as written.
    pub name: Located<String>,
    /// Path of names, outermost first.
    pub path: ModelPath,
    /// Titles, comments.
    pub labels: Vec<Label>,
}

/// A column, attribute, property, parameter, enum type, code list or form control.
#[derive(Clone, Debug)]
pub struct Element {
    /// Name as written.
    pub name: Located<String>,
    /// Path of names, outermost first; the element's own name is last.
    pub path: ModelPath,
    /// What kind of declaration this is.
    pub kind: ElementKind,
    /// The layer of the application it belongs to.
    pub layer: Layer,
    /// The table, type or form it belongs to.
    pub entity: Option<EntityId>,
    /// Titles, comments, annotations, translations: texts for people.
    pub labels: Vec<Label>,
    /// The values it can hold.
    pub domain: Located<Known<Domain>>,
    /// Whether it may be omitted (`NULL`, not required, `minOccurs=0`).
    pub optional: Located<Known<bool>>,
    /// The value used if none is given.
    pub default: Option<DefaultValue>,
    /// Maximum number of characters.
    pub width: Option<Located<u32>>,
    /// The declared type as written (`VARCHAR(8)`, `xs:string`), for explanations and type names.
    pub declared_type: Option<Located<String>>,
    /// For a column of data: the codes that occur in its rows. They are not a list of allowed values.
    pub rows: Option<Vec<Value>>,
    /// What it does to a list that another document declares.
    pub amends: Option<Amendment>,
    /// Where something else may refuse values of its list, in a way that does not say which remain.
    pub narrowed: Option<Span>,
    /// Whether its document only assembles it from others.
    pub is_part: bool,
    /// Whether it is declared as deprecated.
    pub deprecated: bool,
    /// The whole declaration.
    pub extent: Span,
}

/// What kind of declaration an element is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ElementKind {
    /// A field that holds a value: column, property, attribute, parameter, message field.
    Field,
    /// A named type with its own values: enum, `simpleType`, domain, set of constants.
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
    /// User interface.
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

/// A value, or the reason why it is unknown. Never replaced by a default.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Known<T> {
    /// The value.
    Yes(T),
    /// Unknown from this document.
    No(Why),
}

impl<T> Known<T> {
    /// The value, if known.
    pub fn yes(&self) -> Option<&T> {
        match self {
            Self::Yes(value) => Some(value),
            Self::No(_) => None,
        }
    }
}

/// Why something is unknown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// The document does not state it.
    NotStated,
    /// It is stated in a way we do not understand.
    NotUnderstood,
    /// It is stated in another document.
    Elsewhere,
    /// It is determined at run time.
    Dynamic,
}

/// The values an element can hold.
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
    /// A structure (object, complex type), a list of structures, binary data: not a plain value.
    Structure,
}

/// One allowed value.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Value {
    /// What is stored or transmitted.
    pub raw: Located<String>,
    /// The text people see for it.
    pub label: Option<Located<String>>,
    /// Present but not selectable (disabled option, inactive row).
    pub inactive: bool,
    /// An empty entry that only prompts for a choice ("Bitte wählen").
    pub placeholder: bool,
    /// Carries data: a case with a text (`custom(String)`), or with a value of another list.
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
    /// The referenced list has these additional entries (`INSERT INTO`, `selection_add`).
    Adds(Vec<Value>),
    /// It has the entries of the referenced list and these (`[...BASE, "x"]`).
    Continues(Vec<Value>),
    /// Its own domain replaces the declared one (`ALTER TABLE … MODIFY`).
    Replaces,
    /// Code adds to the options of the list with this name, or replaces them (`combo.addItem("d")`, `field.choices +=
    /// …`).
    Extends {
        /// The added entries, as far as they are stated.
        more: Vec<Value>,
        /// Whether these are all and are added unconditionally.
        is_plain: bool,
    },
}

/// Where the values of an element come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reference {
    /// An element of the same document (its type, its lookup table).
    Element(ElementId),
    /// A type or table that this document does not declare, by name.
    Named(String),
    /// A published code list.
    CodeList {
        /// URN, URL or OID.
        uri: String,
        /// Version, if stated.
        version: Option<String>,
    },
}

/// A value used if none is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DefaultValue {
    /// The literal without quotes; `None` for null or an expression.
    pub literal: Option<String>,
    /// Where it is written.
    pub span: Option<Span>,
}

/// Something a document says about elements besides declaring them.
#[derive(Clone, Debug)]
pub struct Relation {
    /// What it says.
    pub kind: RelationKind,
    /// The elements of this document that it concerns.
    pub elements: Vec<ElementId>,
    /// Where it is written.
    pub span: Span,
}

/// What a [`Relation`] says.
#[derive(Clone, Debug)]
pub enum RelationKind {
    /// The elements form the primary key.
    PrimaryKey,
    /// The elements must be unique together.
    Unique,
    /// Values are mapped to other values.
    Mapping(Mapping),
    /// A statement does something with the values of a column.
    Statement(Statement),
    /// The program uses a library (`gender_guesser.detector`) or a host (`api.genderize.io`).
    Uses(String),
    /// A template inserts values into a line of text.
    Line(Vec<Filled>),
    /// The program rejects input under a condition that combines these expressions.
    Refuses(Vec<String>),
    /// The program lets only some values of a list through.
    Restricts(Restriction),
    /// The program logs data with these names.
    Logs(Vec<String>),
    /// The program draws one of the values of the list with this name by chance.
    Draws(String),
    /// The program keys a table by the values of a list.
    Keys {
        /// Name of the list's type.
        list: String,
        /// The type of what the table holds, as written.
        held: String,
    },
    /// Texts for people, of which a program chooses one by a word of their keys: what the keys have in common, and each
    /// word with its text.
    Wordings {
        /// The words that all keys share.
        key: ModelPath,
        /// What distinguishes a key, and the text.
        cases: Vec<(String, Located<String>)>,
    },
    /// The program copies the rows of the list with this name into another one.
    Copies(String),
    /// The program gives an entry to whoever has a role: the name of the role, then what sets the entry
    /// (`father.setGender(MALE)`).
    FromRole(Vec<String>),
    /// Declares a function: its name, then its parameters.
    Function(Vec<String>),
}

/// A part of a line in a template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filled {
    /// Literal text.
    Text(String),
    /// A value printed unchanged, by name (`person.geschlecht`).
    Value(Located<String>),
    /// Something that cannot be determined.
    Unknown,
}

/// A mapping between two sets of values: `switch`, `CASE`, lookup.
#[derive(Clone, Debug, Default)]
pub struct Mapping {
    /// Names of the enclosing declarations, outermost first (class, function).
    pub path: ModelPath,
    /// The examined expression (`person.getGeschlecht()`), as written.
    pub subject: String,
    /// Its type, if the document states it.
    pub subject_type: Option<String>,
    /// Which part of the expression is compared with the values.
    pub by: Comparison,
    /// Name of what receives the result: function, variable, column.
    pub target: String,
    /// Type of the result, if the document states it.
    pub target_type: Option<String>,
    /// The cases in order.
    pub arms: Vec<MappingArm>,
    /// The result for all other values, if written; unknown if it is not a literal.
    pub fallback: Option<Located<Known<String>>>,
    /// Declaration of the lookup table, if it is not written in place.
    pub table: Option<Span>,
    /// Whether a missing value is treated apart from all others, before or in the choice.
    pub absent_apart: bool,
}

/// Which part of an expression is compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    /// The whole value.
    #[default]
    Whole,
    /// Its first character (`charAt(0)`).
    FirstLetter,
    /// A prefix (`startsWith`).
    Prefix,
    /// Any substring (`contains`).
    Part,
    /// The result of a predicate (`isMale()`); its name stands for the value.
    Question,
}

/// One case of a [`Mapping`].
#[derive(Clone, Debug, Default)]
pub struct MappingArm {
    /// The values it applies to.
    pub from: Vec<Located<String>>,
    /// The result; `None` if the document alone does not determine it.
    pub to: Option<Located<String>>,
}

impl SchemaModel {
    /// An empty model.
    pub fn new(document: impl Into<String>, format: &'static str, text: SourceText) -> Self {
        let document = document.into();
        let below = document.rsplit('/').next().unwrap_or_default().to_owned();
        Self {
            document,
            below,
            format,
            text,
            origin: Origin::Own,
            scope: NameScope::default(),
            entities: Vec::new(),
            elements: Vec::new(),
            relations: Vec::new(),
            translations: Vec::new(),
            sentences: Vec::new(),
            step: MigrationStep::default(),
            retired: Vec::new(),
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

    /// The element with this id.
    pub fn element(&self, id: ElementId) -> Option<&Element> {
        self.elements.get(id.0 as usize)
    }

    /// The entity an element belongs to.
    pub fn entity_of(&self, element: &Element) -> Option<&Entity> {
        self.entities.get(element.entity?.0 as usize)
    }

    /// All elements with their ids.
    pub fn iter(&self) -> impl Iterator<Item = (ElementId, &Element)> {
        (0u32..).map(ElementId).zip(&self.elements)
    }

    /// The place of a span, under the given path.
    pub fn place(&self, path: &ModelPath, span: Option<Span>) -> Place {
        Place::in_text(&self.document, path.clone(), &self.text, span)
    }
}

impl Element {
    /// Its declared type as written; `None` if it has none.
    pub fn type_name(&self) -> Option<&str> {
        self.declared_type
            .as_ref()
            .map(|declared| declared.value.as_str())
    }

    /// An element known only by name; formats fill in the rest.
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
            narrowed: None,
            is_part: false,
            deprecated: false,
            extent,
        }
    }
}
