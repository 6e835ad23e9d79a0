//! What the section of one application shows.

use serde::Serialize;

use super::super::words::{self, label};
use super::super::{WriteOptions, view};
use super::folder::{self, Site};
use super::overview::{TaskLine, counts};
use super::portfolio::{self, Frame, Link, Unseen};
use crate::gender::{Concept, Subject};
use crate::model::Place;
use crate::outcome::{Fingerprint, Outcome};
use crate::record::{ApplicationReport, FieldRecord, Report, Task};
use crate::texts::{Language, filled, lookup};

/// How much is shown; the rest is counted and stands in the other formats.
struct Limits {
    /// Places of one rule.
    places: usize,
    fields: usize,
    gaps: usize,
}

/// On a page that all applications share.
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

/// Places that belong to one finding.
const RELATED: usize = 5;

/// The section of an application.
#[derive(Serialize)]
pub struct Part {
    /// Level of the headings of its sections.
    level: u8,
    public: bool,
    slug: String,
    id: String,
    name: String,
    department: String,
    same: bool,
    facts: Vec<Fact>,
    failures: u64,
    doubts: u64,
    advice: u64,
    standing: String,
    gap_count: usize,
    documents: usize,
    told_apart: Option<String>,
    checklists: Vec<ChecklistLine>,
    /// Demands that fail and that no checklist asks for.
    beside_lists: Vec<String>,
    tasks: Vec<TaskLine>,
    groups: Vec<GroupPart>,
    concepts: Vec<&'static str>,
    fields: Vec<FieldLine>,
    more_fields: Option<String>,
    waived: Vec<WaivedLine>,
    /// How many findings are set aside; the public sees only this.
    waived_count: usize,
    gaps: Vec<GapLine>,
    more_gaps: Option<String>,
    /// Gaps by cause; the public sees only these.
    unseen: Vec<Unseen>,
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
    outcome: &'static str,
    count: usize,
    findings: Vec<FindingLine>,
    more: Option<String>,
}

#[derive(Serialize)]
struct FindingLine {
    anchor: String,
    outcome: &'static str,
    severity: &'static str,
    place: String,
    element: String,
    excerpt: Option<String>,
    message: String,
    related: Vec<String>,
    question: Option<QuestionLine>,
}

/// What an open question is called, and the entry that answers it.
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
}

#[derive(Serialize)]
struct EntryCell {
    held: String,
    word: String,
    symbol: &'static str,
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
        options: &WriteOptions,
    ) -> Self {
        Self::new(report, application, slug, tasks, options, 4, &SHARED)
    }

    /// The content of the page of an application with its tasks.
    pub fn alone(
        report: &Report,
        application: &ApplicationReport,
        slug: &str,
        tasks: &[&Task],
        options: &WriteOptions,
    ) -> Self {
        Self::new(report, application, slug, tasks, options, 2, &ALONE)
    }

    fn new(
        report: &Report,
        application: &ApplicationReport,
        slug: &str,
        tasks: &[&Task],
        options: &WriteOptions,
        level: u8,
        limits: &Limits,
    ) -> Self {
        let (language, public) = (options.language, options.audience.is_public());
        let shown = |count: usize| if public { 0 } else { count };
        let documents = application.documents.glance();
        let all_fields = application.fields.glance();
        Self {
            level,
            public,
            slug: slug.to_owned(),
            id: application.id.clone(),
            name: application.name.clone(),
            department: application.department.clone(),
            same: application.id == application.name,
            facts: view::facts(report, application, language)
                .into_iter()
                .filter(|(key, _)| options.audience.sees_fact(key))
                .map(|(key, value)| Fact {
                    label: label(key, language),
                    value,
                })
                .collect(),
            failures: application.failures(&report.rules),
            doubts: application.doubts(),
            advice: application.advice(&report.rules),
            standing: words::standing_for(report, application, options),
            gap_count: application.gaps.len(),
            documents: documents.len(),
            told_apart: words::told_apart(words::kinds(&documents), language).filter(|_| !public),
            checklists: checklists(report, application, options),
            beside_lists: view::beside_lists(report, application)
                .into_iter()
                .map(|card| card.title.get(language).clone())
                .collect(),
            tasks: tasks
                .iter()
                .map(|task| TaskLine::new(task, slug, report, options))
                .collect(),
            groups: view::groups(report, application)
                .iter()
                .map(|group| part(report, application, group, shown(limits.places), options))
                .collect(),
            concepts: Concept::REQUIRED
                .map(|concept| {
                    lookup(&format!("concept.{}", concept.name()), language).unwrap_or_default()
                })
                .into(),
            fields: fields(&all_fields, shown(limits.fields), language),
            more_fields: more(all_fields.len(), limits.fields, language),
            waived: waived(report, application, shown(usize::MAX), language),
            waived_count: application.waived.len(),
            gaps: application
                .gaps
                .iter()
                .take(shown(limits.gaps))
                .map(|gap| GapLine {
                    place: gap.place.to_string(),
                    cause: gap.reason.cause(language),
                    detail: gap.detail_in(language),
                    next_step: gap.reason.next_step(language),
                })
                .collect(),
            more_gaps: more(application.gaps.len(), limits.gaps, language),
            unseen: portfolio::unseen(public.then_some(application), language),
        }
    }
}

/// Says how many are not shown, where some are not.
fn more(count: usize, shown: usize, language: Language) -> Option<String> {
    let hidden = count.checked_sub(shown).filter(|hidden| *hidden > 0)?;
    Some(filled(
        "report.more-elsewhere",
        language,
        &[("count", &hidden)],
    ))
}

fn checklists(
    report: &Report,
    application: &ApplicationReport,
    options: &WriteOptions,
) -> Vec<ChecklistLine> {
    let language = options.language;
    let cells = application.cells.glance();
    report
        .checklists
        .iter()
        .filter_map(|list| {
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
                        CriterionLine {
                            title: criterion.map_or_else(
                                || cell.criterion.clone(),
                                |criterion| criterion.title.get(language).clone(),
                            ),
                            answered: cell.answered,
                        }
                    })
                    .collect()
            };
            Some(ChecklistLine {
                title: list.title.get(language).clone(),
                verdict: summary.verdict.name(),
                counts: counts(&summary.cells, options),
                failed: criteria(Outcome::Failed),
                cant_tell: criteria(Outcome::CantTell),
            })
        })
        .collect()
}

fn part(
    report: &Report,
    application: &ApplicationReport,
    group: &view::Group<'_>,
    places: usize,
    options: &WriteOptions,
) -> GroupPart {
    let language = options.language;
    let folded = view::fold(&group.entries);
    let title = group
        .card
        .map_or(group.rule, |card| card.title.get(language));
    GroupPart {
        title: title.to_owned(),
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
        outcome: group.weight.name(),
        count: group.entries.len(),
        findings: folded
            .iter()
            .take(places)
            .map(|folded| finding(report, application, folded, language))
            .collect(),
        more: more(folded.len(), places, language),
    }
}

fn finding(
    report: &Report,
    application: &ApplicationReport,
    folded: &view::Folded<'_>,
    language: Language,
) -> FindingLine {
    let entry = &folded.entry;
    let place = &entry.finding.place;
    FindingLine {
        anchor: anchor(&entry.finding.fingerprint),
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
            .chain(folded.also.iter().copied())
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

/// What is written there, unless it is the mere name that stands beside it already.
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
    // Fields that only share the word stand behind those that count.
    fields.sort_by_key(|field| field.subject != Subject::Person);
    fields
        .into_iter()
        .take(shown)
        .map(|field| FieldLine {
            name: match &field.entity {
                Some(entity) => format!("{entity}.{}", field.name),
                None => field.name.clone(),
            },
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
                            view::Held::Carried => "✓",
                            view::Held::Missing => "✗",
                            view::Held::Unknown => "?",
                        },
                    })
                    .collect()
            }),
            verdict: field.outcome.name(),
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

fn waived(
    report: &Report,
    application: &ApplicationReport,
    shown: usize,
    language: Language,
) -> Vec<WaivedLine> {
    application
        .waived
        .iter()
        .take(shown)
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
    left_out: Option<&'static str>,
    /// The page of its department, where it has one.
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
            left_out: folder::left_out(site.options),
            above: site.division_of(application).map(|division| Link {
                href: format!("../departments/{}.html", division.slug),
                name: division.record.name.clone(),
            }),
            part: Part::alone(site.report, application, slug, tasks, site.options),
        }
    }
}
