//! The corridor: acquire → parse → evaluate → assess → plan. Knows all rooms and does nothing itself.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use jiff::civil::Date;

use crate::assess::{self, Decisions};
use crate::check::{Dossier, Estate};
use crate::engine::{self, DocumentResult};
use crate::gap::{Gap, GapReason, Panicked, Stage, contain};
use crate::gender::{self, GenderField, Vocabulary};
use crate::inventory::{Application, Inventory};
use crate::model::ReadDocument;
use crate::outcome::{Assertion, Outcome};
use crate::plan;
use crate::problem::Problems;
use crate::record::{
    ApplicationReport, DepartmentReport, Explanation, FieldRecord, Notice, Report, RunHeader,
    SCHEMA, Scope, Totals,
};
use crate::rule::{Checklist, RuleBook};
use crate::source::{Limits, Setting, Sources, WalkOptions};

/// What to run.
pub struct Request {
    /// The applications to look at (already narrowed by the user's filters).
    pub inventory: Inventory,
    /// Warnings about the input, to be carried into the report.
    pub notices: Vec<Notice>,
    /// The rules.
    pub book: RuleBook,
    /// Limits on everything from outside.
    pub limits: Limits,
    /// Inventory or single objects.
    pub scope: Scope,
    /// Whether no filter left applications out.
    pub complete: bool,
    /// How to walk folders.
    pub walk: WalkOptions,
    /// Whether each field says how it came to its verdict.
    pub explain: bool,
    /// The day of the run.
    pub today: Date,
}

/// Told about progress, from any thread.
pub trait Progress: Sync {
    /// One more document was read and judged.
    fn document(&self) {}

    /// `done` of `total` applications are finished.
    fn application(&self, done: u64, total: u64);
}

/// Says nothing.
pub struct Silent;

impl Progress for Silent {
    fn application(&self, _: u64, _: u64) {}
}

/// Runs the whole corridor.
///
/// # Errors
/// User mistakes in rules; nothing has run then.
pub fn run(request: &Request, progress: &dyn Progress) -> Result<Report, Problems> {
    let vocabulary = Vocabulary::load(&request.book.vocabulary)?;
    let sources = Sources::open(&Setting {
        inventory: &request.inventory,
        limits: &request.limits,
        walk: request.walk,
    });
    let applications: Vec<&Application> = request.inventory.applications.values().collect();
    let done = AtomicU64::new(0);
    let mut seen = sources.side_by_side(&applications, |application| {
        let look = || look_at(application, request, &sources, &vocabulary, progress);
        let seen = contain(look).unwrap_or_else(|cause| Seen::lost(application, cause));
        let done = done.fetch_add(1, Ordering::Relaxed) + 1;
        progress.application(done, applications.len() as u64);
        seen
    });
    let estate = Estate {
        inventory: &request.inventory,
        fields: applications
            .iter()
            .zip(&seen)
            .map(|(application, seen)| (application.id.as_str(), seen.fields.as_slice()))
            .collect(),
        vocabulary: &vocabulary,
    };
    let (across, gaps) = engine::evaluate_estate(&estate, &request.book);
    drop(estate);
    for (id, assertion) in across {
        if let Some(index) = applications
            .iter()
            .position(|application| application.id == id)
        {
            seen[index].assertions.push(assertion);
        }
    }
    if let Some(first) = seen.first_mut() {
        first.gaps.extend(gaps);
    }
    Ok(conclude(
        request,
        applications.into_iter().zip(seen).collect(),
    ))
}

/// What was found about one application.
#[derive(Default)]
struct Seen {
    documents: Vec<ReadDocument>,
    fields: Vec<GenderField>,
    by_field: Vec<BTreeMap<String, Outcome>>,
    assertions: Vec<Assertion>,
    gaps: Vec<Gap>,
}

impl Seen {
    /// Nothing, because of a bug of ours.
    fn lost(application: &Application, Panicked(cause): Panicked) -> Self {
        let reason = GapReason::CheckPanicked;
        Self {
            gaps: vec![Gap::of_document(
                &application.id,
                Stage::Evaluate,
                reason,
                cause,
            )],
            ..Self::default()
        }
    }
}

/// Acquire → parse → evaluate, for one application. A document is dropped as soon as it is judged.
fn look_at(
    application: &Application,
    request: &Request,
    sources: &Sources,
    vocabulary: &Vocabulary,
    progress: &dyn Progress,
) -> Seen {
    let results = Mutex::new(Vec::new());
    let mut gaps = sources.acquire(application, &|capture| {
        let result =
            engine::evaluate_document(&application.id, &capture, &request.book, vocabulary);
        progress.document();
        results
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(result);
    });
    let mut results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
    // They arrive in any order.
    results.sort_by(|a, b| a.document.document.cmp(&b.document.document));
    gaps.extend(unrecognised(application, &results));
    let mut seen = Seen {
        gaps,
        ..Seen::default()
    };
    let mut texts = Vec::new();
    for result in results.into_iter().filter(|result| !result.is_nothing()) {
        texts.extend(result.texts);
        seen.documents.push(result.document);
        seen.fields.extend(result.fields);
        seen.assertions.extend(result.assertions);
        seen.gaps.extend(result.gaps);
    }
    gender::caption(&mut seen.fields, &texts, vocabulary);
    gender::link(&mut seen.fields);
    gender::join(&mut seen.fields);
    let dossier = Dossier {
        application,
        fields: &seen.fields,
        documents: &seen.documents,
    };
    let result = engine::evaluate_dossier(&dossier, &request.book);
    seen.assertions.extend(result.assertions);
    seen.by_field = result.by_field;
    seen.gaps.extend(result.gaps);
    seen
}

/// Artefacts of several files of which not one is written in a format we know. Single files that no format
/// claims are no schemas; a whole folder of them is a mistake, or a format that is missing.
fn unrecognised(application: &Application, results: &[DocumentResult]) -> Vec<Gap> {
    let mut files: BTreeMap<&str, (usize, bool)> = BTreeMap::new();
    for result in results {
        let (count, known) = files.entry(&result.document.artefact).or_default();
        *count += 1;
        *known |= !result.is_nothing();
    }
    files
        .into_iter()
        .filter(|(_, (_, known))| !known)
        .map(|(artefact, (count, _))| {
            let place = if artefact.is_empty() {
                &application.id
            } else {
                artefact
            };
            let detail = format!("{count} files, none in a known format");
            Gap::of_document(place, Stage::Parse, GapReason::UnknownFormat, detail)
        })
        .collect()
}

fn conclude(request: &Request, seen: Vec<(&Application, Seen)>) -> Report {
    let book = &request.book;
    let checklists: Vec<Checklist> = book
        .checklists
        .iter()
        .filter(|list| !list.procurement || request.scope == Scope::Procurement)
        .cloned()
        .collect();
    let mut applications = Vec::new();
    let mut decisions = Decisions::new(&request.inventory, book, request.today);
    for (application, mut seen) in seen {
        seen.assertions
            .sort_by(|a, b| (&a.subject, &a.rule).cmp(&(&b.subject, &b.rule)));
        seen.gaps.sort();
        let waived = decisions.apply(&application.id, &mut seen.assertions);
        let mut cells = assess::cells(&seen.assertions, &seen.gaps, book, &checklists);
        decisions.apply_to_cells(&application.id, &mut cells);
        applications.push(ApplicationReport {
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
            stores_gender: application.stores_gender(),
            documents: seen.documents,
            fields: seen
                .fields
                .iter()
                .zip(&seen.by_field)
                .map(|(field, outcomes)| FieldRecord {
                    explanation: request.explain.then(|| Explanation::new(field, outcomes)),
                    ..FieldRecord::new(field, outcomes)
                })
                .collect(),
            summary: assess::summarise(&cells, &checklists),
            cells,
            assertions: seen.assertions,
            waived,
            gaps: seen.gaps,
        });
    }
    let tasks = plan::plan(&request.inventory, &applications, book, request.today);
    let departments = request
        .inventory
        .departments
        .values()
        .map(|department| DepartmentReport::of(department, &applications, &tasks))
        .collect();
    let mut notices = request.notices.clone();
    notices.extend(decisions.finish(request.complete));
    Report {
        schema: SCHEMA.to_owned(),
        run: RunHeader {
            tool_version: env!("CARGO_PKG_VERSION").to_owned(),
            date: request.today.to_string(),
            scope: request.scope,
            organisation: request.inventory.organisation.clone(),
            rules_digest: book.digest.clone(),
            online: request.limits.online,
        },
        totals: Totals::of(&applications, &tasks),
        departments,
        applications,
        tasks,
        notices,
        checklists,
        rules: book
            .rules
            .iter()
            .map(|(id, rule)| (id.clone(), rule.card.clone()))
            .collect(),
        legal: book.legal.clone(),
    }
}
