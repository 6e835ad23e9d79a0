//! One application in the report.

use std::collections::{BTreeMap, HashSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::sparse::{cells, records};
use super::{
    AccessibilityRecord, AnswerRecord, Compact, DomainRecord, FieldRecord, Operation,
    SuggestionRecord,
};
use crate::gap::{Gap, documents_read};
use crate::inventory::{Answer, AnswerValue, ApplicationKind, LifeCycle, Obligation};
use crate::model::{Place, ReadDocument};
use crate::outcome::{Assertion, Finding, Outcome, Settled};

/// One application and everything found about it. The default describes an application about which nothing is known.
///
/// Its large parts are [`Compact`]: code that iterates over many applications takes glances at them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
// Stored reports may use the short form: see `shorthand.rs`.
#[serde(remote = "Self")]
pub struct ApplicationReport {
    pub id: String,
    pub name: String,
    pub department: String,
    pub kind: ApplicationKind,
    pub vendor: Option<String>,
    pub product: Option<String>,
    pub business_owner: Option<String>,
    pub lifecycle: LifeCycle,
    pub successor: Option<String>,
    pub personal_data: bool,
    /// Who runs and uses it, and until when; empty in reports of older versions.
    #[serde(default, skip_serializing_if = "Operation::is_empty")]
    pub operation: Operation,
    /// What staff answered to "does it store gender data?".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stores_gender: Option<Answer>,
    /// Accessibility duties of its user interface; `None` if the inventory says nothing, and in reports of older
    /// versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accessibility: Option<AccessibilityRecord>,
    /// People's answers that were valid on the day of the run; empty in reports of older versions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<AnswerRecord>,
    /// Documents that were read.
    pub documents: Compact<Vec<ReadDocument>>,
    /// Gender and salutation fields found (Ist-Analyse), as `dump fields` prints them.
    #[serde(serialize_with = "records::serialize")]
    pub fields: Compact<Vec<FieldRecord>>,
    /// The graph of value domains, as `dump domains` prints it; empty in reports of older versions.
    #[serde(
        default,
        skip_serializing_if = "Compact::holds_nothing",
        serialize_with = "records::serialize"
    )]
    pub domains: Compact<Vec<DomainRecord>>,
    /// The matrix line: one cell per criterion.
    #[serde(with = "cells")]
    pub cells: Compact<Vec<Cell>>,
    /// Sums of the cells per checklist.
    pub summary: Vec<ChecklistSummary>,
    /// Rules with their test subjects, ordered by subject and rule; an audit only lists those that require action.
    pub assertions: Vec<Assertion>,
    /// How many other test subjects met each rule, if they are not listed.
    #[serde(default, skip_serializing_if = "Compact::holds_nothing")]
    pub settled: Compact<Settled>,
    /// Findings set aside by a waiver, with the ids of their rules.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waived: Vec<Waived>,
    /// Questions that people answered, so that they are open no more; empty in reports of older versions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answered: Vec<AnsweredQuestion>,
    /// What could not be examined.
    pub gaps: Vec<Gap>,
    /// Changes that would settle findings, ordered by document; only made for checks of files on disk.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub suggestions: Vec<SuggestionRecord>,
    /// What its vendor owes by contract; empty in reports of older versions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub obligations: Vec<Obligation>,
}

/// A finding accepted for a limited time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waived {
    pub rule: String,
    pub finding: Finding,
    pub reason: String,
    pub approved_by: String,
    /// Last day, ISO 8601.
    pub until: Option<String>,
}

impl Waived {
    /// Whether a comment in the document itself accepts it: then the line of the comment stands for the person.
    pub fn is_by_comment(&self) -> bool {
        let line = |place: &Place| {
            let line = self.approved_by.strip_prefix(&place.document)?;
            line.strip_prefix(':')?.parse::<u32>().ok()
        };
        self.finding.places().any(|place| line(place).is_some())
    }

    /// Whether nobody accepted it: a baseline knows it from before.
    pub fn is_by_baseline(&self) -> bool {
        self.reason.strip_prefix("baseline ") == Some(self.approved_by.as_str())
    }
}

/// A question about a finding that a person's answer settled, with the answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnsweredQuestion {
    /// Id of the rule that asks.
    pub rule: String,
    /// What was found, as it was asked.
    pub finding: Finding,
    pub answer: AnswerValue,
    /// The reason, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    pub role: String,
    pub date: Date,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Date>,
}

impl AnsweredQuestion {
    /// The outcome by the answer.
    pub fn outcome(&self) -> Outcome {
        match self.answer {
            AnswerValue::NotApplicable => Outcome::Inapplicable,
            _ => Outcome::Passed,
        }
    }
}

/// A cell of the matrix.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    pub checklist: String,
    pub criterion: String,
    pub verdict: Outcome,
    /// Whether a person's answer decided it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub answered: bool,
}

/// The sums of one checklist's cells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChecklistSummary {
    pub checklist: String,
    /// The worst verdict of its cells.
    pub verdict: Outcome,
    /// Number of cells per verdict.
    pub cells: BTreeMap<Outcome, u64>,
}

impl ApplicationReport {
    /// Compresses its large parts; no more will be added to them.
    pub fn press(&mut self) {
        self.documents.press();
        self.fields.press();
        self.domains.press();
        self.cells.press();
        self.settled.press();
        // Comments and waivers of a team, which may accept some of them, are not heeded in an audit.
        let open = self.assertions.iter_mut().flat_map(|one| &mut one.findings);
        let waived = self.waived.iter_mut().map(|one| &mut one.finding);
        let answered = self.answered.iter_mut().map(|one| &mut one.finding);
        for finding in open.chain(waived).chain(answered) {
            finding.members = Vec::new();
            finding.takes_from = None;
        }
    }

    /// Whether one of its large parts is uncompressed.
    pub fn is_open(&self) -> bool {
        self.documents.is_open()
            || self.fields.is_open()
            || self.domains.is_open()
            || self.cells.is_open()
            || self.settled.is_open()
    }

    /// Whether at least one document was read: its format is known, and it was not lost as a whole.
    pub fn was_read(&self) -> bool {
        let documents = self.documents.glance();
        documents_read(&documents, &self.gaps).next().is_some()
    }

    /// Whether something was read and understood: a document without an open gap, a field, or the target of a rule.
    pub fn was_understood(&self) -> bool {
        let gaps = self.gaps.iter().filter(|gap| gap.reason.leaves_open());
        let open: HashSet<&str> = gaps.map(|gap| gap.place.document.as_str()).collect();
        let documents = self.documents.glance();
        let is_whole = |document: &ReadDocument| !open.contains(document.document.as_str());
        self.was_read()
            && (documents.iter().any(is_whole)
                || !self.fields.glance().is_empty()
                || self.assertions.iter().any(|one| one.outcome.is_decided())
                || self.settled.glance().values().any(|one| one.passed > 0))
    }

    /// All findings in the order of assertions.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.assertions
            .iter()
            .flat_map(|assertion| &assertion.findings)
    }

    /// Whether applications of its kind publish an accessibility statement: web sites and apps.
    pub fn can_publish_declaration(&self) -> bool {
        self.kind.can_publish_declaration()
    }

    /// Whether its own work contains a gender or salutation field of a person.
    pub fn has_gender_fields(&self) -> bool {
        self.fields.glance().iter().any(FieldRecord::is_of_a_person)
    }
}
