//! The corridor: acquire → read → link → judge → assess → plan → record. Connects all modules, and contains no
//! judgement of its own.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use jiff::civil::Date;
use rayon::prelude::*;

use crate::assess::{self, assess};
use crate::engine::{
    self, DocumentReading, ExaminedApplication, Extent, Holdings, JudgedDocument, KeptJudgements,
    Terms, TouchedPart,
};
use crate::gap::{Gap, GapReason, Panicked, contain};
use crate::gender::Vocabulary;
use crate::inventory::{Application, Inventory};
use crate::model::{Browser, Origin};
use crate::outcome::Suppression;
use crate::plan::{Estate, plan};
use crate::problem::Problems;
use crate::record::{
    ApplicationReport, ChangeScope, DepartmentReport, InterfaceRecord, Notice, Report, RunHeader,
    SCHEMA, Scope, Selection, Totals,
};
use crate::rule::{Checklist, RuleBook};
use crate::source::{Capture, ChangedFiles, Limits, Setting, Sources, WalkOptions};
use crate::topic::Topic;

/// Input of a run.
pub struct Request {
    /// The applications to examine, already narrowed by the user's filters.
    pub inventory: Inventory,
    /// Warnings about the input, for the report.
    pub notices: Vec<Notice>,
    /// The rules; many runs may share them.
    pub book: Arc<RuleBook>,
    /// Limits on all external input.
    pub limits: Limits,
    /// Inventory or single objects.
    pub scope: Scope,
    /// The part of the inventory that filters selected; `None` without filters.
    pub selection: Option<Selection>,
    /// How to walk folders.
    pub walk: WalkOptions,
    /// Whether each field records how its verdict came about.
    pub explain: bool,
    /// Origins that are judged beside the application's own work.
    pub include: Vec<Origin>,
    /// Determines how pages are shown.
    pub browser: Browser,
    /// Deviations a team accepts besides the inventory's waivers.
    pub acceptance: Option<Box<dyn Acceptance>>,
    /// The day of the run.
    pub today: Date,
}

/// Sets aside findings that people accepted outside the inventory.
pub trait Acceptance: Send + Sync {
    /// Moves accepted findings of a report without totals to those set aside, and adds notices on acceptances without
    /// effect. `comments`: comments in the documents that accept findings.
    fn accept(&self, report: &mut Report, comments: &[Suppression]);
}

/// A piece of work that may be the cause if the whole process ends (stack overflow, failed allocation).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Work<'a> {
    /// Id of the application.
    pub application: &'a str,
    /// The document that is read and judged; `None` if the application is judged as a whole.
    pub document: Option<&'a str>,
}

/// Whether a piece of work is done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Admission {
    /// It is done.
    Granted,
    /// It is skipped: an earlier attempt did not survive it, for this reason (in English).
    Lost(String),
    /// It is skipped in an attempt that looks for something else.
    Skipped,
}

/// Receives progress, from any thread.
pub trait Progress: Sync {
    /// A piece of work is about to start, on the calling thread.
    fn begin(&self, _work: Work<'_>) -> Admission {
        Admission::Granted
    }

    /// A granted piece of work has ended.
    fn end(&self, _work: Work<'_>) {}

    /// Another document was read and judged.
    fn document(&self) {}

    /// `done` of `total` applications are finished.
    fn application(&self, done: u64, total: u64);
}

/// Ignores all progress.
pub struct Silent;

impl Progress for Silent {
    fn application(&self, _: u64, _: u64) {}
}

/// Runs the whole corridor.
///
/// # Errors
/// User mistakes in rules; nothing was run.
pub fn run(request: &Request, progress: &dyn Progress) -> Result<Report, Problems> {
    let vocabulary = Vocabulary::load(&request.book.vocabulary)?;
    Ok(run_with(request, &vocabulary, progress))
}

/// Runs the whole corridor with a vocabulary already loaded from the request's rules, for many runs under the same
/// rules.
pub fn run_with(request: &Request, vocabulary: &Vocabulary, progress: &dyn Progress) -> Report {
    run_again(request, vocabulary, progress, None)
}

/// Runs the whole corridor, and reuses from `kept` the judgements of earlier runs on unchanged documents.
pub fn run_again(
    request: &Request,
    vocabulary: &Vocabulary,
    progress: &dyn Progress,
    kept: Option<&KeptJudgements>,
) -> Report {
    let Request {
        inventory,
        book,
        include,
        ..
    } = request;
    let corridor = Corridor {
        request,
        vocabulary,
        progress,
        kept: kept.map(|kept| (kept, engine::judged_under(request.terms()))),
        sources: Sources::open(&request.source_setting(vocabulary.topic(), None)),
    };
    let applications: Vec<&Application> = inventory.applications.values().collect();
    let done = AtomicU64::new(0);
    let examined = corridor.sources.side_by_side(&applications, |application| {
        let recorded = corridor.recorded(application);
        let done = done.fetch_add(1, Ordering::Relaxed) + 1;
        progress.application(done, applications.len() as u64);
        recorded
    });
    let mut holdings = Vec::new();
    let mut comments = Vec::new();
    let mut applications: Vec<ApplicationReport> = Vec::new();
    for (held, said, record) in examined {
        holdings.push(held);
        comments.extend(said);
        applications.push(record);
    }
    let ids = inventory.applications.keys().map(String::as_str);
    let estate = engine::judge_estate(inventory, ids.zip(holdings).collect(), book, vocabulary);
    let checklists = match &request.walk.changed {
        None => book.checklists_for(request.scope == Scope::Procurement),
        // A change does not allow conclusions about a whole application.
        Some(_) => Vec::new(),
    };
    let notices = assess(
        &mut applications,
        estate,
        &request.assess_setting(&checklists),
    );
    let mut report = Report {
        schema: SCHEMA.to_owned(),
        run: request.header(),
        totals: Totals::default(),
        departments: Vec::new(),
        applications,
        interfaces: InterfaceRecord::of_all(inventory),
        tasks: Vec::new(),
        notices: [request.notices.clone(), notices].concat(),
        checklists,
        rules: book.cards(),
        legal: book.legal.clone(),
        planning: Some(book.planning.clone()),
    };
    if let Some(acceptance) = &request.acceptance {
        acceptance.accept(&mut report, &comments);
    }
    report.tasks = plan(&Estate {
        applications: &report.applications,
        interfaces: &report.interfaces,
        rules: &report.rules,
        planning: &book.planning,
        today: request.today,
        reported: request.today,
    });
    let (applications, tasks) = (&report.applications, &report.tasks);
    let rules = &report.rules;
    let (totals, departments) = rayon::join(
        || Totals::from_applications(applications, tasks, include, rules),
        || DepartmentReport::of_all(inventory, applications, tasks, rules),
    );
    report.totals = totals;
    report.departments = departments;
    report
}

/// The state of a run.
struct Corridor<'r> {
    request: &'r Request,
    vocabulary: &'r Vocabulary,
    progress: &'r dyn Progress,
    /// Judgements of earlier runs, and the fingerprint of what this run's judgements depend on.
    kept: Option<(&'r KeptJudgements, u64)>,
    sources: Sources,
}

/// An application; if only a change is examined, the part that concerns it.
struct Examined<'a> {
    application: ExaminedApplication<'a>,
    touched: Option<TouchedPart>,
}

/// The documents of an application to judge.
enum Asked<'d> {
    All,
    /// The changed documents completely; of all others only what is judged together with them.
    Change {
        documents: HashSet<&'d str>,
        /// Whether pages are compared with each other.
        pages: bool,
    },
}

impl Asked<'_> {
    /// How far a document is judged; `None` if it is irrelevant to the documents asked about.
    fn extent(&self, capture: &Capture, topic: &Topic) -> Option<Extent> {
        let Self::Change { documents, pages } = self else {
            return Some(Extent::Whole);
        };
        if documents.contains(capture.document.as_str()) {
            return Some(Extent::Whole);
        }
        match capture.text() {
            // In a history that is read as one script, a part may have changed.
            Ok(text) if text.is_joined() => Some(Extent::Whole),
            Ok(text) => {
                let text = text.as_str();
                let may_be_page = *pages && (text.contains("</") || text.contains("<!"));
                (may_be_page || topic.may_occur_in(text)).then_some(Extent::ForOthers)
            }
            Err(_) => Some(Extent::ForOthers),
        }
    }
}

impl Corridor<'_> {
    /// Examines an application and keeps what the report and other applications need of it.
    fn recorded(
        &self,
        application: &Application,
    ) -> (Holdings, Vec<Suppression>, ApplicationReport) {
        let examined = contain(|| self.examine(application)).unwrap_or_else(|Panicked(cause)| {
            let lost = ExaminedApplication::lost(application, GapReason::CheckPanicked, cause);
            Examined {
                application: lost,
                touched: None,
            }
        });
        let Examined {
            application: mut examined,
            touched,
        } = examined;
        let comments = std::mem::take(&mut examined.suppressions);
        // The fields are large and are dropped here.
        let holdings = examined.holdings();
        let mut record = examined.record(self.request.explain);
        if let Some(touched) = touched {
            touched.narrow(&mut record);
        }
        // An audit keeps thousands of them until the last one is done.
        if !self.request.scope.lists_settled() {
            record.press();
        }
        (holdings, comments, record)
    }

    /// Acquire → read → link → judge, for one application. For a change, only the changed documents are read, unless
    /// something in their present or former content is judged together with other documents.
    fn examine<'a>(&self, application: &'a Application) -> Examined<'a> {
        let Some(changed) = &self.request.walk.changed else {
            let documents = self.read(application, &self.sources, &Asked::All);
            return Examined {
                application: self.judge(self.link(application, documents)),
                touched: None,
            };
        };
        let topic = self.vocabulary.topic();
        let narrow = Sources::open(&self.request.source_setting(topic, Some(changed)));
        let documents = self.read(application, &narrow, &Asked::All);
        let before = self.read_before(&application.id, changed);
        let mut concerned = before.iter().chain(&documents.0);
        let is_alone = changed.knows_before
            && !changed.holds_style_sheets()
            && !concerned.clone().any(JudgedDocument::concerns_others);
        let asked = match changed.holds_style_sheets() {
            // Every page may look different now.
            true => Asked::All,
            false => Asked::Change {
                documents: documents.0.iter().map(JudgedDocument::name).collect(),
                pages: concerned.any(JudgedDocument::concerns_pages),
            },
        };
        let beside = match is_alone {
            true => None,
            false => Some(self.read(application, &self.sources, &asked)),
        };
        let before: Vec<DocumentReading> = before
            .into_iter()
            .map(|document| document.reading)
            .collect();
        let alone = self.link(application, documents);
        let Some(all) = beside else {
            return Examined {
                touched: Some(TouchedPart::new(&alone, &alone, &before)),
                application: self.judge(alone),
            };
        };
        let all = self.link(application, all);
        let mut touched = TouchedPart::new(&all, &alone, &before);
        if changed.holds_style_sheets() {
            touched.add_pages(&all);
        }
        Examined {
            touched: Some(touched),
            application: self.judge(all),
        }
    }

    /// Acquires and reads documents, and applies the rules about single documents. Each document is dropped right after
    /// that.
    fn read(
        &self,
        application: &Application,
        sources: &Sources,
        asked: &Asked<'_>,
    ) -> (Vec<JudgedDocument>, Vec<Gap>) {
        let topic = self.vocabulary.topic();
        let (documents, gaps) = sources.acquire_each(application, |capture| {
            let extent = asked.extent(&capture, topic)?;
            let work = Work {
                application: &application.id,
                document: Some(&capture.document),
            };
            let judged = match self.progress.begin(work) {
                Admission::Granted => {
                    let judged = self.read_capture(&application.id, &capture, extent);
                    self.progress.end(work);
                    Some(judged)
                }
                Admission::Lost(cause) => Some(JudgedDocument::lost(&capture, cause)),
                Admission::Skipped => None,
            };
            self.progress.document();
            judged
        });
        (documents.into_iter().flatten().collect(), gaps)
    }

    fn read_capture(&self, application: &str, capture: &Capture, extent: Extent) -> JudgedDocument {
        let terms = self.request.terms();
        let judge = || {
            let reading = engine::read_capture(capture, self.vocabulary);
            engine::judge_document(application, reading, terms, extent)
        };
        match self.kept {
            Some((kept, setting)) if extent == Extent::Whole => {
                kept.judged(application, capture, setting, judge)
            }
            _ => judge(),
        }
    }

    /// The former content of changed and removed documents.
    fn read_before(&self, application: &str, changed: &ChangedFiles) -> Vec<JudgedDocument> {
        let before = changed.before.par_iter();
        before
            .filter_map(|capture| {
                let work = Work {
                    application,
                    document: Some(&capture.document),
                };
                // Work that no process survives is also lost in its present state, and reported there.
                if self.progress.begin(work) != Admission::Granted {
                    return None;
                }
                let read = self.read_capture(application, capture, Extent::Whole);
                self.progress.end(work);
                Some(read)
            })
            .collect()
    }

    fn link<'a>(
        &self,
        application: &'a Application,
        (documents, gaps): (Vec<JudgedDocument>, Vec<Gap>),
    ) -> ExaminedApplication<'a> {
        let mut linked = engine::link(
            application,
            documents,
            gaps,
            self.vocabulary,
            &self.request.include,
        );
        // A hook passes whatever changed: what no reader knows is nothing to look at. A document that promises a schema
        // by its name is still named.
        if self.request.walk.by_the_way {
            let documents = linked.documents.iter();
            let named: HashSet<&str> = documents.map(|it| it.document.as_str()).collect();
            linked.gaps.retain(|gap| {
                gap.reason != GapReason::UnknownFormat
                    || named.contains(gap.place.document.as_str())
            });
        }
        linked
    }

    /// Judges an application as a whole.
    fn judge<'a>(&self, linked: ExaminedApplication<'a>) -> ExaminedApplication<'a> {
        let application = linked.application;
        let work = Work {
            application: &application.id,
            document: None,
        };
        match self.progress.begin(work) {
            Admission::Granted => {
                let judged = engine::judge_application(linked, &self.request.book);
                self.progress.end(work);
                if self.request.scope.lists_settled() {
                    judged
                } else {
                    let gathered = judged.with_repetitions_gathered(&self.request.book);
                    gathered.with_settled_counted()
                }
            }
            Admission::Lost(cause) => {
                ExaminedApplication::lost(application, GapReason::Aborted, cause)
            }
            Admission::Skipped => ExaminedApplication::unseen(application),
        }
    }
}

impl Request {
    fn terms(&self) -> Terms<'_> {
        Terms {
            book: &self.book,
            include: &self.include,
            browser: self.browser,
        }
    }

    /// `changed`: the only files to examine; `None` for all.
    fn source_setting<'a>(
        &'a self,
        topic: &'a Topic,
        changed: Option<&Arc<ChangedFiles>>,
    ) -> Setting<'a> {
        Setting {
            inventory: &self.inventory,
            limits: &self.limits,
            walk: WalkOptions {
                changed: changed.cloned(),
                ..self.walk.clone()
            },
            topic,
        }
    }

    fn assess_setting<'a>(&'a self, checklists: &'a [Checklist]) -> assess::Setting<'a> {
        assess::Setting {
            inventory: &self.inventory,
            book: &self.book,
            checklists,
            complete: self.is_complete(),
            list_settled: self.scope.lists_settled(),
            today: self.today,
        }
    }

    /// Whether no application was filtered out.
    fn is_complete(&self) -> bool {
        let all = self.inventory.applications.len() as u64;
        self.selection
            .as_ref()
            .is_none_or(|selection| selection.of == all)
    }

    /// Whether there is an address to fetch.
    fn has_addresses(&self) -> bool {
        let mut applications = self.inventory.applications.values();
        applications.any(|application| !application.urls.is_empty())
    }

    fn header(&self) -> RunHeader {
        RunHeader {
            tool_version: env!("CARGO_PKG_VERSION").to_owned(),
            date: self.today.to_string(),
            scope: self.scope,
            organisation: self.inventory.organisation.clone(),
            default_standard: self.inventory.default_standard.clone(),
            rules_digest: self.book.digest.clone(),
            online: self.limits.online && self.has_addresses(),
            selection: self.selection.clone(),
            include: self.include.clone(),
            browser: self.browser,
            change: self.walk.changed.as_ref().map(|changed| ChangeScope {
                since: changed.since.clone(),
                files: changed.count(),
            }),
        }
    }
}
