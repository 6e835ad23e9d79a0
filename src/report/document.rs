//! The stored result: everything a reader or another program may want to know about a run.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Coverage, FieldRecord};
use crate::check::ReadDocument;
use crate::gap::Gap;
use crate::gender::Subject;
use crate::inventory::{Answer, ApplicationKind, LifeCycle};
use crate::outcome::{Assertion, Finding, Outcome};
use crate::plan::Task;
use crate::problem::Level;
use crate::rule::{Checklist, LegalSource, RuleCard};
use crate::texts::Bilingual;

/// Version of the stored form; raised with every change that old readers would misread.
pub const SCHEMA: &str = "fachcheck-report/1";

/// A finished run. Writers see nothing else, so last year's report renders unchanged with this year's rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// [`SCHEMA`].
    pub schema: String,
    /// What ran, when, over what.
    pub run: RunHeader,
    /// Sums over all applications.
    pub totals: Totals,
    /// Departments with their sums, by id.
    pub departments: Vec<DepartmentReport>,
    /// Applications by id.
    pub applications: Vec<ApplicationReport>,
    /// Remediation, most urgent first.
    pub tasks: Vec<Task>,
    /// Things about the input itself: warnings of the inventory, waivers that match nothing.
    pub notices: Vec<Notice>,
    /// Checklists of the matrix.
    pub checklists: Vec<Checklist>,
    /// Cards of all rules that ran.
    pub rules: BTreeMap<String, RuleCard>,
    /// Legal sources the rules cite.
    pub legal: BTreeMap<String, LegalSource>,
}

/// What ran, when, over what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunHeader {
    /// Version of the program.
    pub tool_version: String,
    /// Day of the run (the clock is injected), ISO 8601.
    pub date: String,
    /// Inventory or single objects.
    pub scope: Scope,
    /// Name of the administration; for a check, what was checked.
    pub organisation: String,
    /// SHA-256 over the rule files.
    pub rules_digest: String,
    /// Whether the network was used.
    pub online: bool,
}

/// What a run was about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// An inventory.
    Audit,
    /// Folders, files or addresses without an inventory.
    Check,
    /// What a bidder handed in.
    Procurement,
}

/// Sums. Every (application, criterion) pair has exactly one cell, so the cells add up.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    pub applications: u64,
    /// Applications with personal data.
    pub personal_data: u64,
    /// Applications in which a gender or salutation field of a person was found.
    pub with_gender_fields: u64,
    /// Applications with at least one proven failure.
    pub failing: u64,
    pub documents: u64,
    pub gaps: u64,
    pub findings_failed: u64,
    pub findings_cant_tell: u64,
    /// Cells of the matrix by verdict.
    pub cells: BTreeMap<Outcome, u64>,
    pub tasks: u64,
    pub waived: u64,
    /// What was answered and read; missing in reports of older programs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coverage: Option<Coverage>,
}

/// A department with its sums.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DepartmentReport {
    pub id: String,
    pub name: String,
    pub applications: u64,
    pub failing: u64,
    pub findings_failed: u64,
    pub findings_cant_tell: u64,
    pub gaps: u64,
    pub tasks: u64,
    /// Tasks by effort class (`small`, `medium`, `large`).
    pub effort: BTreeMap<String, u64>,
    /// What was answered and read; missing in reports of older programs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coverage: Option<Coverage>,
}

/// One application with everything found about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// What staff answered to "does it store gender data?".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stores_gender: Option<Answer>,
    /// What was read.
    pub documents: Vec<ReadDocument>,
    /// Gender and salutation fields found (Ist-Analyse), as `dump fields` prints them.
    pub fields: Vec<FieldRecord>,
    /// The matrix line: one cell per criterion.
    pub cells: Vec<Cell>,
    /// The cells of each checklist summed up.
    pub summary: Vec<ChecklistSummary>,
    /// Rules on test subjects, in the order of subject and rule.
    pub assertions: Vec<Assertion>,
    /// Findings set aside by a waiver, with their assertions' rule ids.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub waived: Vec<Waived>,
    /// What could not be looked at.
    pub gaps: Vec<Gap>,
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

/// Something about the input itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Stable code (`INV-012`, `WAIVER-STALE`).
    pub code: String,
    pub level: Level,
    /// File, line and column where known.
    pub place: String,
    pub message: Bilingual,
}

impl ApplicationReport {
    /// Proven failures.
    pub fn failures(&self) -> u64 {
        self.findings()
            .filter(|finding| finding.is_failure())
            .count() as u64
    }

    /// Open questions.
    pub fn doubts(&self) -> u64 {
        self.findings()
            .filter(|finding| !finding.is_failure())
            .count() as u64
    }

    /// All findings in the order of assertions.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        self.assertions
            .iter()
            .flat_map(|assertion| &assertion.findings)
    }

    /// Whether a gender or salutation field of a person was found.
    pub fn has_gender_fields(&self) -> bool {
        self.fields
            .iter()
            .any(|field| field.subject == Subject::Person)
    }
}

impl From<&crate::problem::Problem> for Notice {
    fn from(problem: &crate::problem::Problem) -> Self {
        let place = match problem.position {
            Some(position) => format!("{}:{}:{}", problem.file, position.line, position.column),
            None => problem.file.clone(),
        };
        Self {
            code: problem.code.clone(),
            level: problem.level,
            place,
            message: problem.message.clone(),
        }
    }
}
