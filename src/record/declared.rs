//! What the inventory states and no document shows: data flows, people's answers, accessibility duties. Papers need it
//! beside the findings.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::inventory::{
    Accessibility, AnswerValue, Application, AuditMethod, ExceptionReason, GivenAnswer, Interface,
    InterfaceKind, Inventory, LegalRegime, Subject,
};

/// A data flow between two applications, or with an external party.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InterfaceRecord {
    pub id: String,
    /// Application id or `external:<name>`.
    pub from: String,
    /// Application id or `external:<name>`.
    pub to: String,
    /// Whether data flows in both directions.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub two_way: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<InterfaceKind>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standard: Option<String>,
    /// The data, as written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub data: Vec<String>,
    /// How entries are mapped on the way, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gender_mapping: Option<String>,
    /// Whether gender data flows; `None` if the inventory does not say which data do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gender: Option<bool>,
}

impl InterfaceRecord {
    /// The interfaces that touch one of the inventory's applications, in file order.
    pub fn of_all(inventory: &Inventory) -> Vec<Self> {
        let known = |id: &str| inventory.applications.contains_key(id);
        let touching = |interface: &&Interface| known(&interface.from) || known(&interface.to);
        let interfaces = inventory.interfaces.iter().filter(touching);
        interfaces.map(Self::from).collect()
    }
}

impl From<&Interface> for InterfaceRecord {
    fn from(interface: &Interface) -> Self {
        Self {
            id: interface.id.clone(),
            from: interface.from.clone(),
            to: interface.to.clone(),
            two_way: interface.two_way,
            kind: interface.kind,
            standard: interface.standard.clone(),
            data: interface.data.clone(),
            gender_mapping: interface.gender_mapping.clone(),
            gender: interface.carries_gender(),
        }
    }
}

/// An answer valid on the day of the run. Roles answer, never persons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerRecord {
    /// The question: `checklist/criterion`, a rule, or a fingerprint.
    pub about: String,
    /// The field that the answer is about, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    pub answer: AnswerValue,
    /// The reason, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    pub role: String,
    pub date: Date,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Date>,
}

impl From<&GivenAnswer> for AnswerRecord {
    fn from(given: &GivenAnswer) -> Self {
        let (about, field) = match &given.about {
            Subject::Finding(finding) => (finding.clone(), None),
            Subject::Rule { rule, field } => (rule.clone(), field.clone()),
            Subject::Criterion(criterion) => (criterion.clone(), None),
        };
        Self {
            about,
            field,
            answer: given.answer,
            text: given.text.clone(),
            role: given.role.clone(),
            date: given.date,
            valid_until: given.valid_until,
        }
    }
}

/// The accessibility duties of a user interface, and its accessibility statement.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AccessibilityRecord {
    /// URLs of the sample, or all if none was chosen.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<String>,
    /// Role or shared mailbox for reports of barriers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub legal_regime: Option<LegalRegime>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standard: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statement_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_audit: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<AuditMethod>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exception: Option<ExceptionRecord>,
}

/// A claimed exception from the duties.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ExceptionRecord {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<ExceptionReason>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

impl ExceptionRecord {
    /// Whether the exception claims a disproportionate burden; all other reasons claim that the duties do not apply.
    pub fn claims_burden(&self) -> bool {
        self.reason == Some(ExceptionReason::DisproportionateBurden)
    }
}

impl AccessibilityRecord {
    /// Whether Bavarian law requires accessibility.
    pub fn follows_bavarian_law(&self) -> bool {
        self.legal_regime == Some(LegalRegime::Baydiv)
    }

    /// What the inventory says about an application; `None` if it says nothing. `shown` removes secrets from a URL.
    pub fn new(application: &Application, shown: impl Fn(&str) -> String) -> Option<Self> {
        let Accessibility {
            legal_regime,
            standard,
            statement_url,
            last_audit,
            method,
            exception,
            ..
        } = application.accessibility.clone();
        let chosen = application
            .urls
            .iter()
            .filter(|url| url.sample != Some(false));
        let record = Self {
            addresses: chosen.map(|url| shown(&url.url)).collect(),
            contact: application.accessibility_contact.clone(),
            legal_regime,
            standard,
            statement_url: statement_url.as_deref().map(&shown),
            last_audit,
            method,
            exception: exception.map(|exception| ExceptionRecord {
                reason: exception.reason,
                text: exception.text,
            }),
        };
        (record != Self::default()).then_some(record)
    }
}
