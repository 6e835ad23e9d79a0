//! Tasks as tickets for import into trackers. The body contains a stable id, so that a second import can be matched
//! with the first.

use std::fmt::Write as _;

use jiff::civil::Date;
use serde::Serialize;

use super::markdown::escape::{code, plain};
use super::view;
use super::words::{self, label};
use super::work::{Work, more, task_id};
use crate::record::{ApplicationReport, Report, Task, Weight};
use crate::texts::{Language, beginning, counted, filled, harmless, text};

/// Findings listed per ticket; the rest is only counted.
const FINDINGS: usize = 25;

/// Maximum length of a title in trackers (Jira: 255).
const TITLE: usize = 240;

/// A task in the form that trackers import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Ticket {
    /// Stable across runs; also the last line of the body.
    pub id: String,
    pub title: String,
    /// Markdown.
    pub body: String,
    /// In the report's language, without blanks, as trackers require.
    pub labels: Vec<String>,
    /// When it can go live or, if unknown, its deadline by priority.
    pub due_date: Option<Date>,
    /// The deadline for an interim measure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interim_date: Option<Date>,
    /// Stored name of the priority (`immediate`), for programs.
    pub priority: String,
    /// The priority in words.
    #[serde(skip)]
    pub priority_word: String,
    pub application: String,
    pub department: String,
}

/// Passes on the tickets of all tasks, grouped by application, most urgent first.
///
/// # Errors
/// Errors of `take`.
pub fn each_ticket<E>(
    report: &Report,
    language: Language,
    mut take: impl FnMut(Ticket) -> Result<(), E>,
) -> Result<(), E> {
    let tasks = view::tasks(report);
    for application in &report.applications {
        for work in Work::of_all(report, application, tasks.tasks_of(&application.id)) {
            take(ticket(report, application, &work, language))?;
        }
    }
    Ok(())
}

fn ticket(
    report: &Report,
    application: &ApplicationReport,
    work: &Work<'_>,
    language: Language,
) -> Ticket {
    let task = work.task;
    let title = format!(
        "{}: {}",
        application.id,
        words::task(task, report, language)
    );
    let title = beginning(&harmless(&title), TITLE).to_owned();
    Ticket {
        id: task_id(task),
        title,
        body: body(report, application, work, language),
        labels: labels(task, language),
        // What ends with its application has no other due date.
        due_date: task
            .in_use()
            .or(task.due.filter(|_| !task.is_left_to_the_end())),
        interim_date: task.interim,
        priority: words::name(&task.priority),
        priority_word: words::priority(task.priority, language),
        application: task.application.clone(),
        department: task.department.clone(),
    }
}

fn labels(task: &Task, language: Language) -> Vec<String> {
    let kind = match task.weight() {
        Weight::Failure => "paper.label-failure",
        Weight::Question => "paper.label-question",
        Weight::Advice => "paper.label-advice",
    };
    [
        "fachcheck",
        text(kind, language),
        &words::priority(task.priority, language),
        &task.department,
        &task.application,
    ]
    .map(|label| label.split_whitespace().collect::<Vec<_>>().join("-"))
    .to_vec()
}

/// The interim measure and its deadline.
fn interim(report: &Report, task: &Task, language: Language) -> Option<String> {
    let day = words::date(&task.interim?.to_string(), language);
    let planning = report.planning.as_ref();
    let helps = planning.and_then(|planning| words::interim(task, report, planning, language));
    Some(match helps {
        Some(what) => format!("{day} – {what}"),
        None => day,
    })
}

fn body(
    report: &Report,
    application: &ApplicationReport,
    work: &Work<'_>,
    language: Language,
) -> String {
    let task = work.task;
    // Starts with a heading, because a cell that starts with a hyphen would be escaped against formulas.
    let mut out = format!("## {}\n\n", label("overview", language));
    for (key, value) in [
        (
            "report.application",
            format!("{} – {}", application.id, application.name),
        ),
        ("report.department", application.department.clone()),
        ("report.priority", words::priority(task.priority, language)),
        ("report.reason", words::reasons(&task.reasons, language)),
        ("report.owner", words::who(task, language)),
        ("report.effort", words::effort(task.effort, language)),
        ("report.window", words::window(task, language)),
    ] {
        let _ = writeln!(out, "- **{}:** {}", text(key, language), plain(&value));
    }
    if let Some(interim) = interim(report, task, language) {
        let key = text("plan.head-interim-until", language);
        let _ = writeln!(out, "- **{key}:** {}", plain(&interim));
    }
    let mut section = |title: &str, lines: Vec<String>| {
        if !lines.is_empty() {
            let _ = write!(out, "\n## {title}\n\n{}\n", lines.join("\n"));
        }
    };
    let asked = |card: &&crate::rule::RuleCard| card.question.clone().filter(|_| task.question);
    let remedies = work.cards.iter().map(|card| {
        let what = asked(card).unwrap_or_else(|| card.remedy.clone());
        format!("- {}", plain(what.get(language)))
    });
    section(text("paper.what-to-do", language), remedies.collect());
    let steps = (1..).zip(words::steps(task, language));
    let steps = steps.map(|(number, step)| format!("{number}. {}", plain(&step)));
    section(label("order-of-work", language), steps.collect());
    let clause = words::clause(task, language);
    let clause = clause.iter().map(|clause| plain(clause));
    section(text("plan.head-clause", language), clause.collect());
    let mut found: Vec<String> = work
        .entries
        .iter()
        .take(FINDINGS)
        .map(|entry| {
            format!(
                "- {} {}: {} ({})",
                words::sign(entry.weight()),
                code(&entry.finding.place.to_string()),
                plain(&entry.sentence(language)),
                code(entry.finding.fingerprint.as_str()),
            )
        })
        .collect();
    if let Some(more) = more(work.entries.len(), FINDINGS) {
        found.push(format!(
            "- {}",
            counted("report.more-elsewhere", language, more, &[])
        ));
    }
    section(label("findings", language), found);
    let done = filled(
        "paper.done-when",
        language,
        &[("count", &task.resolves.len())],
    );
    let met = match &task.obligation {
        Some(owed) => {
            let planning = report.planning.clone().unwrap_or_default();
            let verify = words::acceptance(task, &planning, language).unwrap_or_default();
            let values: [(&str, &dyn std::fmt::Display); 2] =
                [("application", &task.application), ("id", &owed.id)];
            let enter = filled("plan.obligation-met", language, &values);
            vec![plain(verify), String::new(), plain(&enter)]
        }
        None => vec![plain(&done)],
    };
    section(text("paper.acceptance", language), met);
    let legal = work.legal(report);
    let legal = legal
        .iter()
        .map(|source| format!("- {}", plain(source.cite.get(language))));
    section(label("legal", language), legal.collect());
    let _ = write!(
        out,
        "\n{}: {}\n",
        text("paper.task-id", language),
        code(&task_id(task))
    );
    out
}
