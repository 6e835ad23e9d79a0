//! What is known about one application once its documents are gone.

use std::collections::BTreeMap;

use crate::domain::DomainGraph;
use crate::gap::{Gap, GapReason, Stage};
use crate::gender::GenderField;
use crate::inventory::Application;
use crate::model::ReadDocument;
use crate::outcome::{Assertion, Outcome};

/// One application with everything that was found about it.
#[derive(Debug)]
pub struct ExaminedApplication<'a> {
    /// As the inventory declares it.
    pub application: &'a Application,
    /// Documents that are written in a known format, or that somebody named.
    pub documents: Vec<ReadDocument>,
    /// Gender and salutation fields, linked across the documents; those that are judged first.
    pub fields: Vec<GenderField>,
    /// How many of the fields are judged: those of the application's own work, and what was included.
    pub judged_fields: usize,
    /// The graph of the fields' value domains.
    pub domains: DomainGraph,
    /// By judged field, in their order: what each rule that speaks about it says.
    pub outcomes_by_field: Vec<BTreeMap<String, Outcome>>,
    /// Rules on its documents and on itself.
    pub assertions: Vec<Assertion>,
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
            judged_fields: 0,
            domains: DomainGraph::default(),
            outcomes_by_field: Vec::new(),
            assertions: Vec::new(),
            gaps: Vec::new(),
        }
    }

    /// The fields that are judged.
    pub fn judged(&self) -> &[GenderField] {
        self.fields.get(..self.judged_fields).unwrap_or_default()
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
