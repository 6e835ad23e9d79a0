//! One application in the report.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::sparse::{cells, records};
use super::{
    AccessibilityRecord, AnswerRecord, Compact, DomainRecord, FieldRecord, Operation,
    SuggestionRecord,
};
use crate::gap::Gap;
use crate::inventory::{Answer, ApplicationKind, LifeCycle, Obligation};
use crate::model::ReadDocument;
use crate::outcome::{Assertion, Finding, Outcome, Settled};

/// One application with everything found about it. The default is one of which nothing is known.
///
/// Its large parts are [`Compact`]: whoever goes over many applications takes glances at them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
// What is stored may be in short form: see `shorthand.rs`.
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
    /// Who runs and uses it, and until when; empty in reports of older programs.
    #[serde(default, skip_serializing_if = "Operation::is_empty")]
    pub operation: Operation,
    /// What staff answered to "does it store gender data?".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stores_gender: Option<Answer>,
    /// Duties of its user interface; missing where the inventory says nothing, and in reports of older programs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accessibility: Option<AccessibilityRecord>,
    /// Answers of people that held on the day of the run; missing in reports of older programs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<AnswerRecord>,
    /// What was read.
    pub documents: Compact<Vec<ReadDocument>>,
    /// Gender and salutation fields found (Ist-Analyse), as `dump fields` prints them.
    #[serde(serialize_with = "records::serialize")]
    pub fields: Compact<Vec<FieldRecord>>,
    /// The graph of value domains, as `dump domains` prints it; missing in reports of older programs.
    #[serde(
        default,
        skip_serializing_if = "Compact::holds_nothing",
        serialize_with = "records::serialize"
    )]
    pub domains: Compact<Vec<DomainRecord>>,
    /// The matrix line: one cell per criterion.
    #[serde(with = "cells")]
    pub cells: Compact<Vec<Cell>>,
    /// The cells of each checklist summed up.
    pub summary: Vec<ChecklistSummary>,
    /// Rules on test subjects, in the order of subject and rule; in an audit only those that hold something to act
    /// on.
    pub assertions: Vec<Assertion>,
    /// How many other test subjects each rule met, where they are not listed.
    #[serde(default, skip_serializing_if = "Compact::holds_nothing")]
    pub settled: Compact<Settled>,
    /// Findings set aside by a waiver, with their assertions' rule ids.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waived: Vec<Waived>,
    /// What could not be looked at.
    pub gaps: Vec<Gap>,
    /// Changes that would settle findings, in the order of documents; only checks of files on disk make any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub suggestions: Vec<SuggestionRecord>,
    /// What its vendor owes by contract; missing in reports of older programs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub obligations: Vec<Obligation>,
}

/// A finding that was accepted for a while.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waived {
    pub rule: String,
    pub finding: Finding,
    pub reason: String,
    pub approved_by: String,
    /// Last day, ISO 8601.
    pub until: Option<String>,
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

/// The cells of one checklist summed up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChecklistSummary {
    pub checklist: String,
    /// The worst cell.
    pub verdict: Outcome,
    /// Cells by verdict.
    pub cells: BTreeMap<Outcome, u64>,
}

impl ApplicationReport {
    /// Presses its large parts together: it is complete as far as they go.
    pub fn press(&mut self) {
        self.documents.press();
        self.fields.press();
        self.domains.press();
        self.cells.press();
        self.settled.press();
    }

    /// Whether one of its large parts takes all its room.
    pub fn is_open(&self) -> bool {
        self.documents.is_open()
            || self.fields.is_open()
            || self.domains.is_open()
            || self.cells.is_open()
            || self.settled.is_open()
    }

    /// Whether a document was read in a format that is known.
    pub fn was_read(&self) -> bool {
        let documents = self.documents.glance();
        documents.iter().any(|document| document.format.is_some())
    }

    /// All findings in the order of assertions.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.assertions
            .iter()
            .flat_map(|assertion| &assertion.findings)
    }

    /// Whether it is of a kind that publishes a declaration of accessibility: web sites and apps.
    pub fn can_publish_declaration(&self) -> bool {
        matches!(self.kind, ApplicationKind::Web | ApplicationKind::Mobile)
    }

    /// Whether a gender or salutation field of a person was found in its own work.
    pub fn has_gender_fields(&self) -> bool {
        self.fields.glance().iter().any(FieldRecord::is_of_a_person)
    }
}
