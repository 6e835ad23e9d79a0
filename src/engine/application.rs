//! What is known about one application once its documents are gone.

use std::collections::BTreeMap;

use super::gather::{gather_failures, gather_questions};
use crate::check::{Holdings, PageSketch};
use crate::domain::DomainGraph;
use crate::gap::{Gap, GapReason, Stage};
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

/// One application with everything that was found about it.
#[derive(Debug)]
pub struct ExaminedApplication<'a> {
    /// As the inventory declares it.
    pub application: &'a Application,
    /// Documents that are written in a known format, or that somebody named.
    pub documents: Vec<ReadDocument>,
    /// Gender and salutation fields, linked across the documents; those that are judged first.
    pub fields: Vec<GenderField>,
    /// What its pages are compared by.
    pub pages: Vec<PageSketch>,
    /// How many of the fields are judged: those of the application's own work, and what was included.
    pub judged_fields: usize,
    /// The graph of the fields' value domains.
    pub domains: DomainGraph,
    /// By judged field, in their order: what each rule that speaks about it says.
    pub outcomes_by_field: Vec<BTreeMap<String, Outcome>>,
    /// Rules on its documents and on itself.
    pub assertions: Vec<Assertion>,
    /// Those that were settled and counted instead of listed.
    pub settled: Settled,
    /// What its pages left for rules about the application.
    pub notes: Vec<PageNote>,
    /// Comments in its documents that accept findings.
    pub suppressions: Vec<Suppression>,
    /// What could not be acquired, read or judged.
    pub gaps: Vec<Gap>,
}

impl<'a> ExaminedApplication<'a> {
    /// An application of which nothing is known.
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

    /// The fields that are judged.
    pub fn judged(&self) -> &[GenderField] {
        self.fields.get(..self.judged_fields).unwrap_or_default()
    }

    /// What other applications need to know of it.
    pub fn holdings(&self) -> Holdings {
        Holdings::from_fields(self.judged())
    }

    /// Says once what rules say of page after page: what one style sheet causes, and what they ask a person.
    #[must_use]
    pub fn with_repetitions_gathered(mut self, book: &RuleBook) -> Self {
        gather_failures(&self.application.id, &mut self.assertions, book);
        gather_questions(&self.application.id, &mut self.assertions, book);
        self
    }

    /// Counts what is settled instead of listing it: of thousands of applications nobody reads every rule that a
    /// page meets.
    #[must_use]
    pub fn with_settled_counted(mut self) -> Self {
        count_settled(&mut self.assertions, &mut self.settled);
        self
    }

    /// What is reported of it, before people's decisions and the matrix. `explain`: whether each field says how it
    /// came to its verdict.
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
        // Fields that are not judged come last in the dossier; people read by document.
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
            gaps: self.gaps,
            suggestions: Vec::new(),
            obligations: application.obligations.clone(),
        }
    }

    /// An application that was lost to a bug of ours, with the technical cause.
    pub fn lost(application: &'a Application, reason: GapReason, cause: String) -> Self {
        let gap = Gap::of_document(&application.id, Stage::Evaluate, reason, cause);
        Self {
            gaps: vec![gap],
            ..Self::unseen(application)
        }
    }
}
