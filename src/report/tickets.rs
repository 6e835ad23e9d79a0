//! Tasks as tickets: what trackers import. The body carries a stable id, so that a second import can be matched with
//! the first.

use std::fmt::Write as _;

use jiff::civil::Date;
use serde::Serialize;

use super::markdown::escape::{code, plain};
use super::view;
use super::words::{self, label};
use super::work::{Work, more, task_id};
use crate::record::{ApplicationReport, Report, Task};
use crate::texts::{Language, counted, filled, text};

/// Findings listed in one ticket; the rest is counted.
const FINDINGS: usize = 25;

/// Letters of a title that trackers take (Jira: 255).
const TITLE: usize = 240;

/// A task as trackers take it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Ticket {
    /// The same in every run; also the last line of the body.
    pub id: String,
    pub title: String,
    /// Markdown.
    pub body: String,
    /// Without blanks, as trackers want them.
    pub labels: Vec<String>,
    pub due_date: Option<Date>,
    /// Stored name of the priority (`immediate`).
    pub priority: String,
    pub application: String,
    pub department: String,
}

/// Hands on the tickets of all tasks, most urgent first inside each application.
///
/// # Errors
/// Those of `take`.
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
    let title: String = crate::texts::harmless(&title).chars().take(TITLE).collect();
    Ticket {
        id: task_id(task),
        title,
        body: body(report, application, work, language),
        labels: labels(task),
        // What nobody set a day for in the contract is wanted by its priority.
        due_date: task
            .window
            .date
            .or(task.due.filter(|_| task.obligation.is_some())),
        priority: words::name(&task.priority),
        application: task.application.clone(),
        department: task.department.clone(),
    }
}

fn labels(task: &Task) -> Vec<String> {
    let kind = match task.question {
        true => "question",
        false => "failure",
    };
    [
        "fachcheck",
        kind,
        &words::name(&task.priority),
        &task.department,
        &task.application,
    ]
    .map(|label| label.split_whitespace().collect::<Vec<_>>().join("-"))
    .to_vec()
}

fn body(
    report: &Report,
    application: &ApplicationReport,
    work: &Work<'_>,
    language: Language,
) -> String {
    let task = work.task;
    // A heading first: a cell that began with a hyphen would be guarded against formulas.
    let mut out = format!("## {}\n\n", label("overview", language));
    for (key, value) in [
        (
            "report.application",
            format!("{} – {}", application.id, application.name),
        ),
        ("report.department", application.department.clone()),
        ("report.priority", words::priority(task.priority, language)),
        ("report.reason", words::reasons(&task.reasons, language)),
        (
            "report.owner",
            match task.obligation {
                Some(_) => words::who(task, language),
                None => words::owner(task.owner, language),
            },
        ),
        ("report.effort", words::effort(task.effort, language)),
        ("report.window", words::window(task, language)),
    ] {
        let _ = writeln!(out, "- **{}:** {}", text(key, language), plain(&value));
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
