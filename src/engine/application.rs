//! What is known about one application after its documents were dropped.

use std::collections::BTreeMap;

use super::gather::{gather_failures, gather_questions};
use crate::check::{Holdings, PageSketch};
use crate::domain::DomainGraph;
use crate::gap::{Gap, GapReason, Stage, documents_read};
use crate::gender::GenderField;
use crate::inventory::Application;
use crate::model::ReadDocument;
use crate::outcome::{Assertion, Outcome, PageNote, Settled, Suppression, count_settled};
use crate::record::{
    AccessibilityRecord, ApplicationReport, Compact, DomainRecord, Explanation, FieldRecord,
    Operation,
};
use crate::rule::RuleBook;
use crate::source::public_name;

/// One application and everything found about it.
#[derive(Debug)]
pub struct ExaminedApplication<'a> {
    /// As the inventory declares it.
    pub application: &'a Application,
    /// Documents in a known format, or that the user named.
    pub documents: Vec<ReadDocument>,
    /// Gender and salutation fields, linked across documents; judged ones first.
    pub fields: Vec<GenderField>,
    /// Sketches for comparing its pages.
    pub pages: Vec<PageSketch>,
    /// Number of judged fields: the application's own, and those included.
    pub judged_fields: usize,
    /// The graph of the fields' value domains.
    pub domains: DomainGraph,
    /// For each judged field, in order: the outcome of each rule about it.
    pub outcomes_by_field: Vec<BTreeMap<String, Outcome>>,
    /// Results of rules about its documents and itself.
    pub assertions: Vec<Assertion>,
    /// Settled assertions, counted instead of listed.
    pub settled: Settled,
    /// Data from its pages for rules about the application.
    pub notes: Vec<PageNote>,
    /// Comments in its documents that accept findings.
    pub suppressions: Vec<Suppression>,
    /// What could not be acquired, read or judged.
    pub gaps: Vec<Gap>,
}

impl<'a> ExaminedApplication<'a> {
    /// An application about which nothing is known.
    pub fn unseen(application: &'a Application) -> Self {
        Self {
            application,
            documents: Vec::new(),
            fields: Vec::new(),
            pages: Vec::new(),
            judged_fields: 0,
            domains: DomainGraph::default(),
            outcomes_by_field: Vec::new(),
            assertions: Vec::new(),
            settled: Settled::new(),
            notes: Vec::new(),
            suppressions: Vec::new(),
            gaps: Vec::new(),
        }
    }

    /// The judged fields.
    pub fn judged(&self) -> &[GenderField] {
        self.fields.get(..self.judged_fields).unwrap_or_default()
    }

    /// Number of documents that were read: their format is known, and they were not lost as a whole.
    pub fn documents_read(&self) -> usize {
        documents_read(&self.documents, &self.gaps).count()
    }

    /// What other applications need to know about it.
    pub fn holdings(&self) -> Holdings {
        Holdings::from_fields(self.judged())
    }

    /// Merges findings that repeat on many pages: failures caused by one style sheet, and questions for people.
    #[must_use]
    pub fn with_repetitions_gathered(mut self, book: &RuleBook) -> Self {
        gather_failures(&self.application.id, &mut self.assertions, book);
        gather_questions(&self.application.id, &mut self.assertions, book);
        self
    }

    /// Counts settled assertions instead of listing them: with thousands of applications, a list of every met rule is
    /// not read.
    #[must_use]
    pub fn with_settled_counted(mut self) -> Self {
        count_settled(&mut self.assertions, &mut self.settled);
        self
    }

    /// Its record for the report, before people's decisions and the matrix. `explain`: whether each field explains its
    /// verdict.
    pub fn record(self, explain: bool) -> ApplicationReport {
        let application = self.application;
        let domains = DomainRecord::of_all(&self.domains, &self.fields, &self.outcomes_by_field);
        let nothing = BTreeMap::new();
        let fields = self.fields.iter().enumerate().map(|(index, field)| {
            let outcomes = self.outcomes_by_field.get(index).unwrap_or(&nothing);
            FieldRecord {
                explanation: explain.then(|| Explanation::new(field, outcomes)),
                ..FieldRecord::new(field, outcomes, self.domains.of_field(index))
            }
        });
        let mut fields: Vec<FieldRecord> = fields.collect();
        // Unjudged fields come last in the dossier, but people read by document.
        fields.sort_by(|a, b| a.path.cmp(&b.path));
        ApplicationReport {
            id: application.id.clone(),
            name: application.name.clone(),
            department: application.department.clone(),
            kind: application.kind,
            vendor: application.vendor.clone(),
            product: application.product.clone(),
            business_owner: application.business_owner.clone(),
            lifecycle: application.lifecycle.clone(),
            successor: application.successor.clone(),
            personal_data: application.personal_data,
            operation: Operation::of_application(application),
            stores_gender: application.stores_gender(),
            accessibility: AccessibilityRecord::new(application, public_name),
            answers: Vec::new(),
            documents: self.documents.into(),
            fields: fields.into(),
            domains: domains.into(),
            summary: Vec::new(),
            cells: Compact::default(),
            assertions: self.assertions,
            settled: self.settled.into(),
            waived: Vec::new(),
            answered: Vec::new(),
            gaps: self.gaps,
            suggestions: Vec::new(),
            obligations: application.obligations.clone(),
        }
    }

    /// An application lost to a bug of ours, with the technical cause.
    pub fn lost(application: &'a Application, reason: GapReason, cause: String) -> Self {
        let gap = Gap::of_document(&application.id, Stage::Evaluate, reason, cause);
        Self {
            gaps: vec![gap],
            ..Self::unseen(application)
        }
    }
}
