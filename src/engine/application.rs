//! What is known about one application once its documents are gone.

use std::collections::BTreeMap;

use crate::gap::{Gap, GapReason, Panicked, Stage};
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
    /// Gender and salutation fields, linked across the documents.
    pub fields: Vec<GenderField>,
    /// By field, in their order: what each rule that speaks about it says.
    pub outcomes_by_field: Vec<BTreeMap<String, Outcome>>,
    /// Rules on its documents and on itself.
    pub assertions: Vec<Assertion>,
    /// What could not be acquired, read or judged.
    pub gaps: Vec<Gap>,
}

impl<'a> ExaminedApplication<'a> {
    /// An application of which nothing is known.
    pub(super) fn unseen(application: &'a Application) -> Self {
        Self {
            application,
            documents: Vec::new(),
            fields: Vec::new(),
            outcomes_by_field: Vec::new(),
            assertions: Vec::new(),
            gaps: Vec::new(),
        }
    }

    /// An application that was lost to a bug of ours.
    pub fn lost(application: &'a Application, Panicked(cause): Panicked) -> Self {
        let reason = GapReason::CheckPanicked;
        let gap = Gap::of_document(&application.id, Stage::Evaluate, reason, cause);
        Self {
            gaps: vec![gap],
            ..Self::unseen(application)
        }
    }
}
