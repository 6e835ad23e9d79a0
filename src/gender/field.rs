//! A field that holds or asks for gender or salutation, free of syntax. Rules judge this.

use std::borrow::Cow;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::model::{Confidence, Known, Layer, ModelPath, Origin, Place};

/// What a value can stand for.
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
    /// An unspecific rest; renders none of the four entries.
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

/// Whose gender it is. Only a person's is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// A human being.
    Person,
    /// Dog tax, livestock, species data.
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
    /// What finds, shows or sorts records by it: search filters, choosers of columns.
    Selector,
    /// Anything else that only shares the word.
    Other,
}

/// A field that holds or asks for gender or salutation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GenderField {
    /// Name as written.
    pub name: String,
    /// The table, type or form it stands in.
    pub entity: Option<String>,
    /// Names from the outside in.
    pub path: ModelPath,
    /// Where it is declared.
    pub place: Place,
    /// Format that read it.
    pub format: Cow<'static, str>,
    /// Layer of the application.
    pub layer: Layer,
    /// What part of the application's sources its document is.
    pub origin: Origin,
    /// The declared type as written, where it is a name (`model.Gender`).
    pub declared_type: Option<String>,
    /// What of the same document declares its values, where it does not do so itself.
    pub declaration: Option<Declaration>,
    /// Declarations that may be meant, where the language does not say which.
    pub candidates: Vec<Place>,
    /// Whether it is a type or list that fields refer to, not a field itself.
    pub is_type: bool,
    /// Whether it is declared as one that is going to be given up, or a list named as one of former values.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deprecated: bool,
    /// Gender, salutation or former entry.
    pub attribute: Attribute,
    /// Whose.
    pub subject: Subject,
    /// Whether what stands around it is surely about a human being. Of others a person's entry is supposed where nothing says
    /// otherwise.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub of_human: bool,
    /// Why it was taken for that, in the order the signals were found.
    pub signals: Vec<Signal>,
    /// How sure.
    pub confidence: Confidence,
    /// Its values, classified.
    pub domain: FieldDomain,
    /// Where the values are written.
    pub domain_place: Option<Place>,
    /// Where a list stands that apparently completes its own, entry by entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub completed_by: Option<Place>,
    /// Where something may refuse values of its list, in a way that does not say which remain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub narrowed_by: Option<Place>,
    /// Name of the published list the values come from.
    pub code_system: Option<String>,
    /// Whether that list has a code for each of the four entries.
    pub code_system_complete: Option<bool>,
    /// The standard or authority whose list it declares, where that can't be changed by who runs the application.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<String>,
    /// Whether it is a list that its document only puts together with others.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_part: bool,
    /// What it does to a list that another document declares.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amends: Option<ListAmendment>,
    /// Whether it may be left out.
    pub optional: Known<bool>,
    /// What it takes when nothing is given.
    pub default: Option<ClassifiedValue>,
    /// Of a column of data: the codes that its rows show, twenty at most. They are no list of what is allowed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shown: Vec<String>,
    /// Of a field without a list: the values that its description names. Nothing holds anybody to them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub described: Vec<String>,
    /// Most characters it can hold.
    pub width: Option<u32>,
    /// Whether it is part of a key together with other fields.
    pub in_key: bool,
    /// Visible labels and comments.
    pub labels: Vec<String>,
    /// Visible labels alone.
    pub titles: Vec<String>,
    /// Whose gender it is among the entities of the application, where that is clear across its layers; set
    /// by [`join`](super::join).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub joined: Option<Joined>,
}

/// What a field or list does to a list of another document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ListAmendment {
    /// The list that it refers to holds these entries as well.
    Adds(Vec<ClassifiedValue>),
    /// It holds what the list that it refers to does, and these entries.
    Continues(Vec<ClassifiedValue>),
    /// Its own values take the place of those that were declared.
    Replaces,
    /// A program adds to what the list of this name offers, or sets it anew.
    Extends {
        /// The entries that are added, as far as they are stated.
        more: Vec<ClassifiedValue>,
        /// Whether these are all, and they are added whatever happens.
        is_plain: bool,
    },
}

/// A type or list that gives a field of the same document its values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declaration {
    /// Name as written.
    pub name: String,
    /// Names from the outside in.
    pub path: ModelPath,
    /// Where it is declared.
    pub place: Place,
}

/// Whose attribute a field holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joined {
    /// The entity as the application calls it, folded.
    pub entity: String,
    /// Its own name, its table or its form's address says so; else it is the only entity there is.
    pub named: bool,
}

/// A reason to take a field for a gender field, for `--explain`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signal {
    /// What kind (`name`, `weak_name`, `values`, `siblings`, `label`, `type`, …): a key of `texts/explain.toml`.
    pub kind: String,
    /// What was seen.
    pub seen: String,
}

impl Signal {
    /// A reason, with the beginning of what was seen.
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
    /// Exactly these. Shared between a declaration and all that use it.
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

/// Shared lists are stored as plain ones.
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

/// A value with what it stands for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClassifiedValue {
    /// What is stored or sent.
    pub raw: String,
    /// What people read for it.
    pub label: Option<String>,
    /// Where that is written, if in a file of its own: a translation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub label_place: Option<Place>,
    /// What it stands for.
    pub meaning: Meaning,
    /// Where it is written.
    pub place: Option<Place>,
    /// Present but not selectable.
    pub inactive: bool,
    /// Only an invitation to choose; no value.
    pub placeholder: bool,
    /// Carries something of its own, a text or a value of another list.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub carries: bool,
    /// Only offered under a condition under which the others do not stand.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub conditional: bool,
}

/// What a value stands for, with the rule that decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meaning {
    /// One: certain. Several: ambiguous, or (with `merged`) one code for several entries. None: not recognised.
    pub concepts: Vec<Concept>,
    /// One value knowingly stands for all of `concepts`.
    pub merged: bool,
    /// Which evidence decided (`code_list`, `spelling`, `sibling_set`, `label`).
    pub because: String,
}

impl GenderField {
    /// The attribute of the application this field is one layer of: entity and attribute, folded. Findings
    /// on the same logical attribute become one task.
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
