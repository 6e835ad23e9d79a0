//! What the inventory says and no document shows: flows of data, answers of people, duties of accessibility. Papers
//! that are handed on need it beside the findings.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::inventory::{
    Accessibility, AnswerValue, Application, GivenAnswer, Interface, Inventory, LegalRegime,
    Subject,
};

/// A flow of data between two applications, or between one and somebody outside.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct InterfaceRecord {
    pub id: String,
    /// Application id or `external:<name>`.
    pub from: String,
    /// Application id or `external:<name>`.
    pub to: String,
    /// Whether data flows back, too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub two_way: bool,
    /// `api`, `file`, `db`, `message`, `manual`, `xoev`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standard: Option<String>,
    /// What flows, as written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub data: Vec<String>,
    /// How entries are translated on the way, as written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gender_mapping: Option<String>,
    /// Whether gender data flows; missing where the inventory does not say which data do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gender: Option<bool>,
}

impl InterfaceRecord {
    /// The interfaces of an inventory that touch one of its applications, in the order of the files.
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
            kind: interface.kind.clone(),
            standard: interface.standard.clone(),
            data: interface.data.clone(),
            gender_mapping: interface.gender_mapping.clone(),
            gender: interface.carries_gender(),
        }
    }
}

/// An answer that held on the day of the run. Roles answer, never persons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerRecord {
    /// What was asked: `checklist/criterion`, a rule, or a fingerprint.
    pub about: String,
    /// The field the answer is about, where it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    pub answer: AnswerValue,
    /// What it rests on, in words.
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

/// What is known about the duties of a user interface and its declaration of accessibility.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AccessibilityRecord {
    /// Addresses of the sample, or all where nobody chose one.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<String>,
    /// Role or functional mail box that takes reports of barriers.
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
    /// `self`, `third_party`, `monitoring`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exception: Option<ExceptionRecord>,
}

/// A claimed exception from the duties.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ExceptionRecord {
    /// `disproportionate_burden`, `third_party`, `archive`, `pre_2019_intranet`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

impl AccessibilityRecord {
    /// Whether the law of Bavaria demands accessibility.
    pub fn follows_bavarian_law(&self) -> bool {
        self.legal_regime == Some(LegalRegime::Baydiv)
    }

    /// What an inventory says about an application; nothing where it says nothing. `shown`: an address as reports may
    /// show it, without secrets.
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
