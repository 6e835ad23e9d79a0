//! What the departments run: applications, their life cycles, artefacts and interfaces.
//!
//! `fields.toml` holds the names of all fields, their labels, types and explanations; the loader, the suggestions, the
//! starter files, the reference in `docs/` and the JSON Schema are derived from it. The loader builds the types below
//! once a file has passed that table.

mod account;
mod address;
mod answers;
mod artefacts;
mod contact;
mod contacts;
mod docs;
mod entry;
mod files;
mod group;
mod known;
mod load;
mod mention;
mod message;
mod notation;
mod obligation;
mod personal;
mod phone;
mod placeholder;
mod private;
mod query;
mod reader;
mod rules;
mod secret;
mod similar;
mod spec;
mod starter;
mod stats;
mod token;
mod words;

use std::collections::BTreeMap;
use std::path::PathBuf;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub(crate) use crate::problem::{fold, nearest};
pub(crate) use address::{Fault as AddressFault, names_a_secret, web as web_address};
pub use answers::{GivenAnswer, Subject, Waiver};
pub(crate) use contact::{
    PersonalData, is_mail_of_a_person, may_be_no_role, may_name_a_person, names_a_person,
    organisation, personal_data,
};
pub use docs::{json_schemas, reference};
pub(crate) use files::{MAX_BYTES, syntax, syntax_cause};
pub use known::KnownIds;
pub use load::LoadOptions;
pub(crate) use mention::{
    firm_without_persons, mentions_a_person, names_and_numbers, without_persons,
};
pub(crate) use message::{Message, both, counted, hint, quotable, same};
pub(crate) use notation::{civil, is_code, is_fingerprint, service_key, written_date};
pub use obligation::Obligation;
pub(crate) use personal::{Suspected, suspected, without_personal_facts};
pub(crate) use phone::gives_a_phone_number;
pub(crate) use placeholder::{is_placeholder, names_somebody_or_something};
pub(crate) use private::{Private, private, showable};
pub(crate) use reader::fault;
pub(crate) use secret::{holds_a_secret, without_secrets};
pub(crate) use similar::NameIndex;
pub(crate) use spec::{FieldRole, FieldSpec, FieldType, Need, Spec, TableSpec, quoted_question};
pub(crate) use starter::comment;
pub use starter::starter;
pub use stats::{Completeness, Count, DepartmentFigures, Statistics};
pub use words::{
    Answer, AnswerState, AnswerValue, ApplicationKind, AuditMethod, ChangedBy, Criticality,
    ExceptionReason, GenderFieldKind, GenderNeeded, GenderPersons, GenderUse, GenderValue, Hosting,
    InclusiveTexts, InterfaceKind, LegalRegime, Nothing, ObligationKind, Phase, Preselection,
    ProtectionNeed, SalutationForms, SamplingProfile, SourceSystem, Sourcing, UrlAuth, UrlKind,
    UserGroup,
};

/// A complete, valid inventory.
#[derive(Clone, Debug, Default)]
pub struct Inventory {
    /// The folder that relative paths start from.
    pub root: PathBuf,
    /// Name of the administration.
    pub organisation: String,
    /// Date of the data.
    pub as_of: Option<Date>,
    /// Accessibility standard for applications that name none.
    pub default_standard: Option<String>,
    /// Departments by id.
    pub departments: BTreeMap<String, Department>,
    /// Applications by id.
    pub applications: BTreeMap<String, Application>,
    /// Interfaces in the order of the files.
    pub interfaces: Vec<Interface>,
    /// Answers to open questions, by application; an answer for a group is listed with each of its applications.
    pub answers: BTreeMap<String, Vec<GivenAnswer>>,
    /// Findings accepted for a reason and for a limited time.
    pub waivers: Vec<Waiver>,
}

/// A department (Referat).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Department {
    /// Short code.
    pub id: String,
    /// Full name.
    pub name: String,
    /// Role or functional mail box.
    pub contact: Option<String>,
    /// The parent department.
    pub parent: Option<String>,
    /// Person-days per quarter that it can spend on changes.
    pub capacity: Option<u64>,
}

/// A specialist application (Fachanwendung). Field meanings: `docs/inventory.md`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Application {
    /// Stable key, never reused.
    pub id: String,
    pub name: String,
    pub short_name: Option<String>,
    pub aliases: Vec<String>,
    pub description: Option<String>,
    /// Id of a [`Department`].
    pub department: String,
    pub unit: Option<String>,
    /// Role or functional mail box, never a person.
    pub business_owner: Option<String>,
    pub technical_owner: Option<String>,
    pub accessibility_contact: Option<String>,
    pub kind: ApplicationKind,
    pub sourcing: Option<Sourcing>,
    pub vendor: Option<String>,
    pub product: Option<String>,
    pub version: Option<String>,
    pub hosting: Option<Hosting>,
    pub contract_until: Option<Date>,
    pub contract_kind: Option<String>,
    /// Whether consumers conclude a contract through it (BFSG).
    pub consumer_contract: Option<bool>,
    pub lifecycle: LifeCycle,
    pub successor: Option<String>,
    pub predecessor: Option<String>,
    pub user_groups: Vec<UserGroup>,
    /// Number or band, as written.
    pub user_count: Option<String>,
    pub criticality: Option<Criticality>,
    pub protection: Protection,
    pub personal_data: bool,
    pub vvt_ids: Vec<String>,
    pub data_categories: Vec<String>,
    pub services: Vec<String>,
    #[serde(rename = "url")]
    pub urls: Vec<ApplicationUrl>,
    #[serde(rename = "repository")]
    pub repositories: Vec<Repository>,
    #[serde(rename = "artefact")]
    pub artefacts: Vec<Artefact>,
    /// Contractual obligations of its vendor.
    #[serde(rename = "obligation")]
    pub obligations: Vec<Obligation>,
    /// Path or address of a CycloneDX bill of materials.
    pub sbom: Option<String>,
    /// Path or address of a publiccode.yml.
    pub publiccode: Option<String>,
    pub accessibility: Accessibility,
    pub sampling: Option<Sampling>,
    pub gender: Option<GenderSurvey>,
    pub notes: Option<String>,
    pub tags: Vec<String>,
    /// The system the entry was taken from.
    pub source: Option<EntrySource>,
    /// Where the application is declared.
    #[serde(skip_deserializing)]
    pub origin: Origin,
    /// Folder that its artefact paths start from, if not the inventory's (for checks without an inventory).
    #[serde(skip)]
    pub root: Option<PathBuf>,
}

/// Protection need according to IT-Grundschutz.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Protection {
    pub confidentiality: Option<ProtectionNeed>,
    pub integrity: Option<ProtectionNeed>,
    pub availability: Option<ProtectionNeed>,
}

/// Which pages are tested.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Sampling {
    pub profile: Option<SamplingProfile>,
    pub pages: Vec<String>,
    pub max_pages: Option<u64>,
    /// Seed of the random part of the sample, so that the sample is reproducible.
    pub seed: Option<u64>,
}

/// The system an entry was taken from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EntrySource {
    pub system: Option<SourceSystem>,
    /// Key of the entry in that system.
    pub key: Option<String>,
    pub imported: Option<Date>,
}

/// Where something is declared in the inventory files.
#[derive(Clone, Debug, Default, PartialEq, PartialOrd, Ord, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Origin {
    /// File relative to the inventory root.
    pub file: String,
    /// 1-based line.
    pub line: u32,
}

/// Phases with their first days, and the next release.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LifeCycle {
    pub phase: Phase,
    pub plan_from: Option<Date>,
    pub phase_in_from: Option<Date>,
    pub active_from: Option<Date>,
    pub phase_out_from: Option<Date>,
    pub end_of_life_from: Option<Date>,
    /// When the next version can carry a change.
    pub next_release: Option<Date>,
}

/// An address of the application.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ApplicationUrl {
    pub kind: UrlKind,
    pub url: String,
    pub auth: UrlAuth,
    /// Source of the credentials (`env:NAME`, `file:PATH`), never the credentials themselves.
    pub auth_ref: Option<String>,
    pub label: Option<String>,
    /// Whether this address belongs to the tested sample; `None` if undecided.
    pub sample: Option<bool>,
}

/// A source code repository.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Repository {
    pub url: String,
    pub branch: Option<String>,
    pub paths: Vec<String>,
}

/// A schema, page or source tree on disk, or a database in operation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Artefact {
    /// Unique within the application and stable; part of every fingerprint. Default: path or glob as written.
    #[serde(default)]
    pub id: String,
    #[serde(flatten)]
    pub target: ArtefactTarget,
    /// Format name, only to override recognition.
    pub format: Option<String>,
    /// Source of the credentials of a database (`env:NAME`), never the credentials themselves.
    pub auth_ref: Option<String>,
    pub label: Option<String>,
}

/// Location of an artefact; paths are relative to the inventory root.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ArtefactTarget {
    /// A file or a folder.
    Path(String),
    /// Files matching a pattern.
    Glob(String),
    /// Address of a database (`postgresql://…`, `mysql://…`), whose catalogue is the artefact.
    Database(String),
}

impl ArtefactTarget {
    /// Path, pattern or address as written.
    pub fn as_written(&self) -> &str {
        let (Self::Path(written) | Self::Glob(written) | Self::Database(written)) = self;
        written
    }
}

/// What is known about accessibility.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Accessibility {
    pub legal_regime: Option<LegalRegime>,
    pub standard: Option<String>,
    pub statement_url: Option<String>,
    pub last_audit: Option<Date>,
    pub method: Option<AuditMethod>,
    /// Path or address of an accessibility conformance report (VPAT, OpenACR).
    pub acr: Option<String>,
    pub exception: Option<AccessibilityException>,
}

/// A claimed exception from the accessibility duties.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AccessibilityException {
    pub reason: Option<ExceptionReason>,
    pub text: Option<String>,
    /// Role, never a person.
    pub approved_by: Option<String>,
    pub until: Option<Date>,
}

/// Answers of staff to the survey on gender data.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct GenderSurvey {
    pub stored: Option<Answer>,
    pub persons: Vec<GenderPersons>,
    /// The choices offered today.
    pub values: Vec<GenderValue>,
    pub code_system: Option<String>,
    pub field_kind: Option<GenderFieldKind>,
    pub mandatory: Option<bool>,
    pub default: Option<Preselection>,
    pub salutation: Option<SalutationForms>,
    pub derived_from_name: Option<bool>,
    pub purpose: Option<String>,
    pub needed: Option<GenderNeeded>,
    pub former_gender: Option<bool>,
    pub used_in: Vec<GenderUse>,
    pub output_texts: Option<InclusiveTexts>,
    pub changed_by: Option<ChangedBy>,
    pub target_values: Vec<GenderValue>,
    pub planned_until: Option<Date>,
    pub measure: Option<String>,
    pub evidence: Option<String>,
    pub answer_state: Option<AnswerState>,
}

impl GenderSurvey {
    /// Whether the survey has no open question: either no such data are stored, or the possible values or forms of
    /// address are known. The answer "unknown" leaves it open.
    pub fn is_answered(&self) -> bool {
        match self.stored {
            Some(Answer::No) => true,
            Some(Answer::Yes) => !self.values.is_empty() || self.names_salutations(),
            Some(Answer::Unknown) | None => false,
        }
    }

    /// Whether it states that forms of address are used in output.
    pub fn names_salutations(&self) -> bool {
        self.salutation
            .is_some_and(|forms| forms != SalutationForms::None)
    }
}

/// A flow of data between two applications.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Interface {
    pub id: String,
    /// Application id or `external:<name>`.
    pub from: String,
    /// Application id or `external:<name>`.
    pub to: String,
    #[serde(rename = "direction", with = "direction")]
    pub two_way: bool,
    pub kind: Option<InterfaceKind>,
    pub standard: Option<String>,
    pub data: Vec<String>,
    pub gender_mapping: Option<String>,
    pub frequency: Option<String>,
    pub notes: Option<String>,
    #[serde(skip_deserializing)]
    pub origin: Origin,
}

/// `direction = "one_way" | "two_way"` as a flag.
mod direction {
    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(
        two_way: &bool,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(if *two_way { "two_way" } else { "one_way" })
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<bool, D::Error> {
        Ok(String::deserialize(deserializer)? == "two_way")
    }
}
