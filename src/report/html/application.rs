//! The section of one application.

use std::collections::HashSet;

use serde::Serialize;

use super::super::verdict::Verdict;
use super::super::view;
use super::super::words::{self, label};
use super::folder::Site;
use super::overview::{TaskLine, counts};
use super::portfolio::{self, Frame, Link};
use crate::gender::{Concept, Subject};
use crate::model::Place;
use crate::outcome::{Finding, Fingerprint, Outcome};
use crate::record::{ApplicationReport, FieldRecord, Report, Task};
use crate::texts::{Language, counted, filled, lookup};

/// How much is shown; the rest is counted, and listed in the other formats.
struct Limits {
    /// Places per rule.
    places: usize,
    fields: usize,
    gaps: usize,
}

/// On a page shared by all applications.
const SHARED: Limits = Limits {
    places: 25,
    fields: 60,
    gaps: 60,
};

/// On a page of its own.
const ALONE: Limits = Limits {
    places: 250,
    fields: 500,
    gaps: 500,
};

/// Related places per finding.
const RELATED: usize = 5;

/// The section of an application.
#[derive(Serialize)]
pub struct Part {
    /// Level of its section headings.
    level: u8,
    slug: String,
    id: String,
    name: String,
    department: String,
    same: bool,
    facts: Vec<Fact>,
    failures: u64,
    doubts: u64,
    advice: u64,
    /// Stored name of its standing.
    standing: String,
    /// Number of demands that only people can judge, in words.
    for_people: Option<String>,
    gap_count: usize,
    documents: usize,
    told_apart: Option<String>,
    checklists: Vec<ChecklistLine>,
    /// Failed demands that are in no checklist.
    beside_lists: Vec<String>,
    tasks: Vec<TaskLine>,
    groups: Vec<GroupPart>,
    concepts: Vec<&'static str>,
    fields: Vec<FieldLine>,
    more_fields: Option<String>,
    answered: Vec<AnsweredLine>,
    more_answered: Option<String>,
    waived: Vec<WaivedLine>,
    gaps: Vec<GapLine>,
    more_gaps: Option<String>,
}

#[derive(Serialize)]
struct Fact {
    label: &'static str,
    value: String,
}

#[derive(Serialize)]
struct ChecklistLine {
    title: String,
    verdict: &'static str,
    counts: String,
    failed: Vec<CriterionLine>,
    cant_tell: Vec<CriterionLine>,
}

#[derive(Serialize)]
struct CriterionLine {
    title: String,
    answered: bool,
}

#[derive(Serialize)]
struct GroupPart {
    title: String,
    rule: String,
    severity: &'static str,
    severity_word: String,
    effort: Option<String>,
    explanation: Vec<Fact>,
    legal: Vec<String>,
    findings: Vec<FindingLine>,
    more: Option<String>,
    /// Ids of unlisted findings that tasks link to.
    more_anchors: Vec<String>,
}

#[derive(Serialize)]
struct FindingLine {
    anchor: String,
    /// Ids of the same finding on other pages, if tasks link to them.
    also_anchors: Vec<String>,
    outcome: &'static str,
    severity: &'static str,
    place: String,
    element: String,
    excerpt: Option<String>,
    message: String,
    related: Vec<String>,
    question: Option<QuestionLine>,
}

/// The name of an open question, and the entry that answers it.
#[derive(Serialize)]
struct QuestionLine {
    id: String,
    lines: Vec<String>,
}

#[derive(Serialize)]
struct FieldLine {
    name: String,
    place: String,
    about: String,
    layer: String,
    values: Option<String>,
    domain: String,
    entries: Option<Vec<EntryCell>>,
    verdict: &'static str,
    /// The verdict in words, if a person's answer decided it.
    by_answer: Option<String>,
}

#[derive(Serialize)]
struct EntryCell {
    held: String,
    word: String,
    symbol: &'static str,
}

/// A question that a person answered.
#[derive(Serialize)]
struct AnsweredLine {
    title: String,
    place: String,
    message: String,
    answer: String,
    reason: Option<String>,
    by: String,
}

#[derive(Serialize)]
struct WaivedLine {
    title: String,
    place: String,
    message: String,
    reason: String,
    approved_by: String,
    until: String,
}

#[derive(Serialize)]
struct GapLine {
    place: String,
    cause: &'static str,
    detail: String,
    next_step: &'static str,
}

/// The id of a finding in the page.
pub fn anchor(fingerprint: &Fingerprint) -> String {
    let text = fingerprint.to_string();
    let digits = text.rsplit(':').next().unwrap_or_default();
    format!("f-{digits}")
}

impl Part {
    /// The section of an application with its tasks, on the page of all applications.
    pub fn in_page(
        report: &Report,
        application: &ApplicationReport,
        slug: &str,
        tasks: &[&Task],
        language: Language,
    ) -> Self {
        Self::new(report, application, slug, tasks, language, 4, &SHARED)
    }

    /// The content of the page of an application with its tasks.
    pub fn alone(
        report: &Report,
        application: &ApplicationReport,
        slug: &str,
        tasks: &[&Task],
        language: Language,
    ) -> Self {
        Self::new(report, application, slug, tasks, language, 2, &ALONE)
    }

    fn new(
        report: &Report,
        application: &ApplicationReport,
        slug: &str,
        tasks: &[&Task],
        language: Language,
        level: u8,
        limits: &Limits,
    ) -> Self {
        let for_people = application.for_people(&report.checklists);
        let linked = Linked::by(tasks);
        let documents = application.documents.glance();
        let all_fields = application.fields.glance();
        Self {
            level,
            slug: slug.to_owned(),
            id: application.id.clone(),
            name: application.name.clone(),
            department: application.department.clone(),
            same: application.id == application.name,
            facts: view::facts(report, application, language)
                .into_iter()
                .map(|(key, value)| Fact {
                    label: label(key, language),
                    value,
                })
                .collect(),
            failures: application.failures(&report.rules),
            doubts: application.doubts(),
            advice: application.advice(&report.rules),
            standing: words::name(&application.standing(&report.rules)),
            for_people: (for_people > 0)
                .then(|| counted("report.for-people", language, for_people, &[])),
            gap_count: application.gaps.len(),
            documents: documents.len(),
            told_apart: words::told_apart(words::kinds(&documents), language),
            checklists: checklists(report, application, language),
            beside_lists: view::beside_lists(report, application)
                .into_iter()
                .map(|card| demand(card.title.get(language), language))
                .collect(),
            tasks: tasks
                .iter()
                .map(|task| TaskLine::new(task, slug, None, report, language))
                .collect(),
            groups: view::groups(report, application)
                .iter()
                .map(|group| part(report, application, group, limits.places, &linked, language))
                .collect(),
            concepts: Concept::REQUIRED
                .map(|concept| {
                    lookup(&format!("concept.{}", concept.name()), language).unwrap_or_default()
                })
                .into(),
            fields: fields(&all_fields, limits.fields, language),
            more_fields: more(all_fields.len(), limits.fields, language),
            answered: answered(report, application, limits.fields, language),
            more_answered: more(application.answered.len(), limits.fields, language),
            waived: waived(report, application, language),
            gaps: application
                .gaps
                .iter()
                .take(limits.gaps)
                .map(|gap| GapLine {
                    place: gap.place.to_string(),
                    cause: gap.reason.cause(language),
                    detail: gap.detail_in(language),
                    next_step: gap.reason.next_step(language),
                })
                .collect(),
            more_gaps: more(application.gaps.len(), limits.gaps, language),
        }
    }
}

/// How many items are not shown, if any.
fn more(count: usize, shown: usize, language: Language) -> Option<String> {
    let hidden = count.checked_sub(shown).filter(|hidden| *hidden > 0)?;
    Some(counted(
        "report.more-elsewhere",
        language,
        hidden as u64,
        &[],
    ))
}

fn checklists(
    report: &Report,
    application: &ApplicationReport,
    language: Language,
) -> Vec<ChecklistLine> {
    let cells = application.cells.glance();
    let lists = portfolio::lists(report);
    let verdicts = Verdict::all(report, application, &lists);
    lists
        .iter()
        .zip(verdicts)
        .filter_map(|(list, verdict)| {
            let summary = application
                .summary
                .iter()
                .find(|summary| summary.checklist == list.id)?;
            let criteria = |verdict: Outcome| {
                cells
                    .iter()
                    .filter(|cell| cell.checklist == list.id && cell.verdict == verdict)
                    .map(|cell| {
                        let criterion = list
                            .criteria
                            .iter()
                            .find(|criterion| criterion.id == cell.criterion);
                        let title = criterion.map_or(cell.criterion.as_str(), |criterion| {
                            criterion.title.get(language)
                        });
                        CriterionLine {
                            title: demand(title, language),
                            answered: cell.answered,
                        }
                    })
                    .collect()
            };
            Some(ChecklistLine {
                title: list.title.get(language).clone(),
                verdict: verdict.name(),
                counts: counts(&summary.cells, language),
                failed: criteria(Outcome::Failed),
                cant_tell: criteria(Outcome::CantTell),
            })
        })
        .collect()
}

/// A demand with its label, because next to an outcome a bare demand reads like a result.
fn demand(title: &str, language: Language) -> String {
    filled("report.demand-named", language, &[("demand", &title)])
}

fn part(
    report: &Report,
    application: &ApplicationReport,
    group: &view::Group<'_>,
    places: usize,
    linked: &Linked<'_>,
    language: Language,
) -> GroupPart {
    let folded = view::fold(&group.entries);
    let title = group
        .card
        .map_or(group.rule, |card| card.title.get(language));
    GroupPart {
        title: words::heading(title, group.weight, language),
        rule: group.rule.to_owned(),
        severity: group.severity.name(),
        severity_word: words::severity(group.severity, language),
        effort: group.card.map(|card| words::effort(card.effort, language)),
        explanation: group
            .explanation()
            .into_iter()
            .map(|(key, text)| Fact {
                label: label(key, language),
                value: text.get(language).clone(),
            })
            .collect(),
        legal: group.card.map_or_else(Vec::new, |card| {
            view::legal(report, card)
                .map(|source| source.cite.get(language).clone())
                .collect()
        }),
        findings: folded
            .iter()
            .take(places)
            .map(|folded| finding(report, application, folded, linked, language))
            .collect(),
        more: more(folded.len(), places, language),
        more_anchors: folded
            .iter()
            .skip(places)
            .flat_map(|folded| {
                std::iter::once(folded.entry.finding).chain(folded.also.iter().copied())
            })
            .filter_map(|finding| linked.anchor(finding))
            .collect(),
    }
}

/// Findings that tasks on this or other pages link to: each has an anchor on the page, even if it is folded or only
/// counted.
struct Linked<'a>(HashSet<&'a Fingerprint>);

impl<'a> Linked<'a> {
    fn by(tasks: &[&'a Task]) -> Self {
        Self(tasks.iter().filter_map(|task| task.leads_to()).collect())
    }

    /// The id of a finding that is linked to.
    fn anchor(&self, finding: &Finding) -> Option<String> {
        let fingerprint = &finding.fingerprint;
        self.0.contains(fingerprint).then(|| anchor(fingerprint))
    }
}

fn finding(
    report: &Report,
    application: &ApplicationReport,
    folded: &view::Folded<'_>,
    linked: &Linked<'_>,
    language: Language,
) -> FindingLine {
    let entry = &folded.entry;
    let place = &entry.finding.place;
    FindingLine {
        anchor: anchor(&entry.finding.fingerprint),
        also_anchors: folded
            .also
            .iter()
            .filter_map(|finding| linked.anchor(finding))
            .collect(),
        outcome: entry.weight().name(),
        severity: entry.severity().name(),
        place: spot(place),
        element: place
            .selector
            .clone()
            .unwrap_or_else(|| place.path.to_string()),
        excerpt: telling_excerpt(place),
        message: folded.sentence(language),
        related: entry
            .finding
            .related
            .iter()
            .chain(folded.also.iter().map(|finding| &finding.place))
            .take(RELATED)
            .map(spot)
            .collect(),
        question: entry
            .question(report, application)
            .map(|question| QuestionLine {
                id: question.id(),
                lines: question
                    .snippet(&report.run.date, language)
                    .lines()
                    .map(str::to_owned)
                    .collect(),
            }),
    }
}

/// The excerpt, unless it is just the name shown beside it.
fn telling_excerpt(place: &Place) -> Option<String> {
    let excerpt = place.excerpt.as_ref()?;
    let bare = excerpt.trim_matches(|ch: char| !ch.is_alphanumeric() && ch != '_');
    let name = place.path.0.last().map(String::as_str);
    (name != Some(bare)).then(|| excerpt.clone())
}

/// Document, line and column.
fn spot(place: &Place) -> String {
    match place.position {
        Some(position) => format!("{}:{}:{}", place.document, position.line, position.column),
        None => place.document.clone(),
    }
}

fn fields(all: &[FieldRecord], shown: usize, language: Language) -> Vec<FieldLine> {
    let mut fields: Vec<&FieldRecord> = all.iter().collect();
    // Fields that only share the word follow those that count.
    fields.sort_by_key(|field| field.subject != Subject::Person);
    fields
        .into_iter()
        .take(shown)
        .map(|field| FieldLine {
            name: view::field_name(field),
            place: match field.line {
                0 => field.path.clone(),
                line => format!("{}:{line}", field.path),
            },
            about: format!(
                "{} ({})",
                words::word("report.attribute", &field.attribute, language),
                words::word("report.subject", &field.subject, language)
            ),
            layer: words::word("report.layer", &field.layer, language),
            values: (!field.values.is_empty()).then(|| values(field)),
            domain: words::word("report.domain", &field.domain, language),
            entries: view::four_entries(field).map(|entries| {
                entries
                    .into_iter()
                    .map(|(_, held)| EntryCell {
                        held: words::name(&held),
                        word: words::word("report.entry", &held, language),
                        symbol: match held {
                            view::Held::Carried | view::Held::Answered => "✓",
                            view::Held::Missing => "✗",
                            view::Held::Unknown => "?",
                        },
                    })
                    .collect()
            }),
            verdict: field.outcome.name(),
            by_answer: field
                .answered
                .then(|| words::by_answer(field.outcome, language)),
        })
        .collect()
}

/// The values of a field with their labels: `1 (Herr), 2 (Frau)`.
fn values(field: &FieldRecord) -> String {
    let values: Vec<String> = field
        .values
        .iter()
        .map(|value| match &value.label {
            Some(label) if *label != value.raw => format!("{} ({label})", value.raw),
            _ => value.raw.clone(),
        })
        .collect();
    values.join(", ")
}

fn answered(
    report: &Report,
    application: &ApplicationReport,
    shown: usize,
    language: Language,
) -> Vec<AnsweredLine> {
    let questions = application.answered.iter().take(shown);
    let lines = questions.map(|answered| {
        let entry = view::Entry::answered(report, answered);
        AnsweredLine {
            title: entry.title(language).to_owned(),
            place: spot(&answered.finding.place),
            message: entry.sentence(language),
            answer: words::word("paper.answer", &answered.answer, language),
            reason: answered.text.clone(),
            by: words::answered_by(answered, language),
        }
    });
    lines.collect()
}

fn waived(report: &Report, application: &ApplicationReport, language: Language) -> Vec<WaivedLine> {
    application
        .waived
        .iter()
        .map(|waived| {
            let card = report.rules.get(&waived.rule);
            WaivedLine {
                title: card.map_or_else(
                    || waived.rule.clone(),
                    |card| card.title.get(language).clone(),
                ),
                place: spot(&waived.finding.place),
                message: card
                    .map(|card| card.sentence(&waived.finding, language))
                    .map(|said| said + &words::further_fields(&waived.finding, language))
                    .unwrap_or_default(),
                reason: waived.reason.clone(),
                approved_by: waived.approved_by.clone(),
                until: waived
                    .until
                    .as_deref()
                    .map_or_else(|| "–".to_owned(), |until| words::date(until, language)),
            }
        })
        .collect()
}

/// The page of one application.
#[derive(Serialize)]
pub struct Page {
    frame: Frame,
    /// The page of its department, if there is one.
    above: Option<Link>,
    #[serde(flatten)]
    part: Part,
}

impl Page {
    /// The page of an application of a site.
    pub fn new(site: &Site<'_>, application: &ApplicationReport) -> Self {
        let slug = site.slug(&application.id);
        let tasks = site.tasks_of(&application.id);
        Self {
            frame: site.frame(Some(&application.name)),
            above: site.division_of(application).map(|division| Link {
                href: format!("../departments/{}.html", division.slug),
                name: division.record.name.clone(),
            }),
            part: Part::alone(site.report, application, slug, tasks, site.options.language),
        }
    }
}
