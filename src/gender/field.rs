//! A field that holds or asks for gender or salutation, independent of syntax. The subject of rules.

use std::borrow::Cow;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::model::{Confidence, Known, Layer, ModelPath, Origin, Place};

/// Meaning of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Concept {
    /// männlich.
    Male,
    /// weiblich.
    Female,
    /// divers: the positive third register entry (§ 22 Abs. 3 PStG).
    Diverse,
    /// ohne Angabe: the register deliberately holds no statement.
    NoEntry,
    /// Not known or not asked: a state of our data, not of the person.
    Unknown,
    /// Legal persons, things.
    NotApplicable,
    /// An unspecific rest, which covers none of the four entries.
    Other,
}

impl Concept {
    /// The four entries every gender field must be able to hold.
    pub const REQUIRED: [Self; 4] = [Self::Male, Self::Female, Self::Diverse, Self::NoEntry];

    /// The name in data files and in the text catalogue (`concept.<name>`).
    pub const fn name(self) -> &'static str {
        match self {
            Self::Male => "male",
            Self::Female => "female",
            Self::Diverse => "diverse",
            Self::NoEntry => "no_entry",
            Self::Unknown => "unknown",
            Self::NotApplicable => "not_applicable",
            Self::Other => "other",
        }
    }
}

/// Which attribute of a person a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Attribute {
    /// The gender entry.
    Geschlecht,
    /// The form of address.
    Anrede,
    /// A former entry or former first name (§ 13 SBGG).
    FormerEntry,
}

/// Whose gender it is. Only that of persons is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// A human being.
    Person,
    /// Animals and plants: dog tax, livestock, species data, registers of trees.
    Animal,
    /// Grammatical gender.
    Grammar,
    /// Plugs and threads.
    Connector,
    /// Clothing and sports classes.
    Clothing,
    /// Toilets, changing rooms, room preferences.
    Facility,
    /// Voices of programs that read aloud.
    Voice,
    /// Teams, courses, classes of a competition.
    Group,
    /// A dimension of published figures.
    Statistic,
    /// Biological sex in medicine and biology, beside the entry.
    Biology,
    /// Offices, companies and other legal persons.
    Organisation,
    /// A means to find, show or sort records: search filters, column selectors.
    Selector,
    /// Anything else that only shares the word.
    Other,
}

/// A field that holds or asks for gender or salutation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GenderField {
    /// Name as written.
    pub name: String,
    /// The enclosing table, type or form.
    pub entity: Option<String>,
    /// Names from the outside in.
    pub path: ModelPath,
    /// Place of its declaration.
    pub place: Place,
    /// Format of its document.
    pub format: Cow<'static, str>,
    /// Layer of the application.
    pub layer: Layer,
    /// Origin of its document within the application's sources.
    pub origin: Origin,
    /// The declared type as written, if it is a name (`model.Gender`).
    pub declared_type: Option<String>,
    /// The declaration of its values in the same document; `None` if it declares them itself.
    pub declaration: Option<Declaration>,
    /// Possible declarations, if the language does not decide.
    pub candidates: Vec<Place>,
    /// Whether it is a type or list that fields refer to, not a field itself.
    pub is_type: bool,
    /// Whether it is declared as deprecated, or as a list of former values.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deprecated: bool,
    /// Gender, salutation or former entry.
    pub attribute: Attribute,
    /// Whose.
    pub subject: Subject,
    /// Whether its surroundings are certainly about a human being. Otherwise a person is assumed if nothing
    /// contradicts.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub of_human: bool,
    /// The evidence, in the order in which it was found.
    pub signals: Vec<Signal>,
    /// Certainty that it is such a field.
    pub confidence: Confidence,
    /// Its values, classified.
    pub domain: FieldDomain,
    /// Place of the values.
    pub domain_place: Option<Place>,
    /// Place of a list that apparently completes its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub completed_by: Option<Place>,
    /// Place of a restriction that may refuse values of its list, without stating which remain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub narrowed_by: Option<Place>,
    /// Name of the published list of its values.
    pub code_system: Option<String>,
    /// Whether that list has a code for each of the four entries.
    pub code_system_complete: Option<bool>,
    /// The standard or authority that publishes its list, if the operator of the application cannot change it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// Whether its document only combines this list with others.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_part: bool,
    /// Its effect on a list declared in another document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amends: Option<ListAmendment>,
    /// Whether it may be left out.
    pub optional: Known<bool>,
    /// Its value if none is given.
    pub default: Option<ClassifiedValue>,
    /// Codes in the rows of a data column, at most twenty. They do not define the allowed values.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shown: Vec<String>,
    /// Values named in the description of a field without a list. Nothing enforces them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub described: Vec<String>,
    /// Maximum number of characters.
    pub width: Option<u32>,
    /// Whether it is part of a key together with other fields.
    pub in_key: bool,
    /// Visible labels and comments.
    pub labels: Vec<String>,
    /// Visible labels alone.
    pub titles: Vec<String>,
    /// The owner of the gender among the entities of the application, if clear across its layers; set by
    /// [`join`](super::join).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joined: Option<Joined>,
}

/// The effect of a field or list on a list of another document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ListAmendment {
    /// Adds these entries to the referenced list.
    Adds(Vec<ClassifiedValue>),
    /// Holds these entries in addition to those of the referenced list.
    Continues(Vec<ClassifiedValue>),
    /// Its own values replace the declared ones.
    Replaces,
    /// A program adds to the list with this name, or sets it anew.
    Extends {
        /// The added entries, as far as they are stated.
        more: Vec<ClassifiedValue>,
        /// Whether these are all entries, added unconditionally.
        is_plain: bool,
    },
}

/// A type or list that provides the values of a field in the same document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declaration {
    /// Name as written.
    pub name: String,
    /// Names from the outside in.
    pub path: ModelPath,
    /// Where it is declared.
    pub place: Place,
}

/// The owner of the attribute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joined {
    /// The entity as the application calls it, folded.
    pub entity: String,
    /// Whether its own name, its table or the address of its form names the entity; else it is the only one.
    pub named: bool,
}

/// Evidence of a gender field, for `--explain`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signal {
    /// Kind of evidence (`name`, `weak_name`, `values`, `siblings`, `label`, `type`, …): a key of `texts/explain.toml`.
    pub kind: String,
    /// The evidence as found.
    pub seen: String,
}

impl Signal {
    /// Evidence, shortened to its beginning.
    pub fn new(kind: &str, seen: &str) -> Self {
        const MOST_CHARS: usize = 80;
        Self {
            kind: kind.to_owned(),
            seen: seen.chars().take(MOST_CHARS).collect(),
        }
    }
}

/// The classified values of a field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldDomain {
    /// Exactly these. Shared between a declaration and its users.
    Closed(#[serde(with = "shared_values")] Arc<Vec<ClassifiedValue>>),
    /// True or false.
    Boolean,
    /// Any text or number.
    Open,
    /// Another element, type or list by name, not resolved.
    Reference(String),
    /// A published code list by URI.
    CodeList(String),
    /// Not known.
    Unknown,
}

/// Shared lists are serialised as plain ones.
mod shared_values {
    use std::sync::Arc;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::ClassifiedValue;

    pub fn serialize<S: Serializer>(
        values: &Arc<Vec<ClassifiedValue>>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        values.as_ref().serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Arc<Vec<ClassifiedValue>>, D::Error> {
        Vec::deserialize(deserializer).map(Arc::new)
    }
}

/// A value with its meaning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassifiedValue {
    /// Stored or transmitted value.
    pub raw: String,
    /// Label for people.
    pub label: Option<String>,
    /// Place of the label, if it is in a separate translation file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label_place: Option<Place>,
    /// Its meaning.
    pub meaning: Meaning,
    /// Place of the value.
    pub place: Option<Place>,
    /// Present but not selectable.
    pub inactive: bool,
    /// A mere prompt to choose, not a value.
    pub placeholder: bool,
    /// Has content of its own: a text, or a value of another list.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub carries: bool,
    /// Offered only under a condition that does not apply to the others.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub conditional: bool,
}

/// The meaning of a value, with the deciding evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meaning {
    /// One: certain. Several: ambiguous, or (with `merged`) one code for several entries. None: not recognised.
    pub concepts: Vec<Concept>,
    /// Whether one value deliberately means all of `concepts`.
    pub merged: bool,
    /// The deciding evidence (`code_list`, `spelling`, `sibling_set`, `label`).
    pub because: String,
}

impl GenderField {
    /// Its name, with its entity if it has one: `person.geschlecht`.
    pub fn qualified_name(&self) -> String {
        match &self.entity {
            Some(entity) => format!("{entity}.{}", self.name),
            None => self.name.clone(),
        }
    }

    /// The attribute of the application of which this field is one layer: entity and attribute, folded. Findings on the
    /// same logical attribute become one task.
    pub fn logical_name(&self) -> String {
        let own = || self.entity.as_deref().unwrap_or_default().to_lowercase();
        let joined = self.joined.as_ref().map(|joined| joined.entity.clone());
        let entity = joined.unwrap_or_else(own);
        let attribute = match self.attribute {
            Attribute::Geschlecht => "geschlecht",
            Attribute::Anrede => "anrede",
            Attribute::FormerEntry => "former_entry",
        };
        format!("{entity}.{attribute}")
    }
}
