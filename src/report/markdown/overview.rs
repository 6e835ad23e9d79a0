//! The overview of all applications.

use std::fmt::Write;

use super::super::verdict::Verdict;
use super::super::words::{self, label};
use super::super::{notices, view};
use super::escape::{head, plain, row};
use crate::record::Report;
use crate::rule::Checklist;
use crate::texts::{Language, amount, filled};

/// Tasks listed in the overview; the files of the applications list all.
const TASKS: usize = 100;

/// The overview page. `slugs` are the file names of the applications, in order.
pub fn page(report: &Report, slugs: &[String], language: Language) -> String {
    let mut out = String::new();
    let title = words::word("report.title", &report.run.scope, language);
    let title = words::titled(&title, &plain(&report.run.organisation));
    let _ = writeln!(out, "# {title}\n");
    let _ = writeln!(
        out,
        "{} {} · fachcheck {} · {} {:.12}\n",
        label("date", language),
        words::date(&report.run.date, language),
        plain(&report.run.tool_version),
        label("rules-digest", language),
        plain(&report.run.rules_digest),
    );
    let _ = writeln!(out, "{}\n", words::caution(report, language));
    figures(report, language, &mut out);
    departments(report, language, &mut out);
    applications(report, slugs, language, &mut out);
    tasks(report, slugs, language, &mut out);
    notices(report, language, &mut out);
    out
}

fn figures(report: &Report, language: Language, out: &mut String) {
    section("key-figures", language, out);
    *out += &head(&[label("key-figures", language), label("count", language)]);
    for (key, count) in view::figures(report) {
        *out += &row(&[label(key, language).to_owned(), amount(count, language)]);
    }
}

fn departments(report: &Report, language: Language, out: &mut String) {
    if view::departments(report).next().is_none() {
        return;
    }
    section("departments", language, out);
    let effort_heads: Vec<String> = crate::rule::Effort::ALL
        .map(|class| {
            let class = words::effort(class, language);
            filled("report.effort-of", language, &[("effort", &class)])
        })
        .to_vec();
    let mut heads = [
        "department",
        "applications",
        "failing",
        "failures",
        "doubts",
        "advice",
        "gaps",
        "tasks",
    ]
    .map(|key| label(key, language))
    .to_vec();
    heads.extend(effort_heads.iter().map(String::as_str));
    *out += &head(&heads);
    for department in view::departments(report) {
        let mut line = vec![format!(
            "{} · {}",
            plain(&department.id),
            plain(&department.name)
        )];
        line.extend(
            [
                department.applications,
                department.failing,
                department.findings_failed,
                department.findings_cant_tell,
                department.findings_advice.unwrap_or_default(),
                department.gaps,
                department.tasks,
            ]
            .map(|count| count.to_string()),
        );
        line.extend(view::effort(department).map(|(_, count)| count.to_string()));
        *out += &row(&line);
    }
}

fn applications(report: &Report, slugs: &[String], language: Language, out: &mut String) {
    section("applications", language, out);
    let mut heads = vec![
        label("application", language),
        label("department", language),
        label("standing", language),
    ];
    heads.extend(
        report
            .checklists
            .iter()
            .map(|list| list.title.get(language).as_str()),
    );
    heads.extend([
        label("failures", language),
        label("doubts", language),
        label("advice", language),
        label("gaps", language),
    ]);
    *out += &head(&heads);
    let lists: Vec<&Checklist> = report.checklists.iter().collect();
    for (application, slug) in report.applications.iter().zip(slugs) {
        let mut line = vec![
            format!(
                "[{} · {}]({slug}.md)",
                plain(&application.id),
                plain(&application.name)
            ),
            plain(&application.department),
            words::standing(report, application, language),
        ];
        let verdicts = Verdict::all(report, application, &lists).into_iter();
        line.extend(verdicts.map(|verdict| verdict.signed(language)));
        line.extend([
            application.failures(&report.rules).to_string(),
            application.doubts().to_string(),
            application.advice(&report.rules).to_string(),
            application.gaps.len().to_string(),
        ]);
        *out += &row(&line);
    }
}

fn tasks(report: &Report, slugs: &[String], language: Language, out: &mut String) {
    if report.tasks.is_empty() {
        return;
    }
    section("tasks", language, out);
    let heads = [
        "priority",
        "application",
        "task",
        "owner",
        "effort",
        "window",
    ];
    *out += &head(&heads.map(|key| label(key, language)));
    let by_id: std::collections::BTreeMap<&str, &String> = report
        .applications
        .iter()
        .map(|application| application.id.as_str())
        .zip(slugs)
        .collect();
    let names = view::names(report);
    for task in report.tasks.iter().take(TASKS) {
        let name = plain(&names.beside(&task.application));
        *out += &row(&[
            words::priority(task.priority, language),
            match by_id.get(task.application.as_str()) {
                Some(slug) => format!("[{name}]({slug}.md)"),
                None => name,
            },
            plain(&words::task(task, report, language)),
            plain(&words::who(task, language)),
            words::effort_in_days(task, language),
            plain(&words::timing(task, language)),
        ]);
    }
    if let Some(more) = report
        .tasks
        .len()
        .checked_sub(TASKS)
        .filter(|more| *more > 0)
    {
        let line = filled("report.and-more", language, &[("count", &more)]);
        let _ = writeln!(out, "\n{line}.");
    }
}

fn notices(report: &Report, language: Language, out: &mut String) {
    if report.notices.is_empty() {
        return;
    }
    section("notices", language, out);
    for group in notices::groups(report, language) {
        let _ = writeln!(
            out,
            "- {} {} ({}): {}",
            words::word("report.level", &group.level, language),
            plain(group.code),
            amount(group.members.len() as u64, language),
            plain(group.message),
        );
        for member in &group.members {
            let _ = writeln!(out, "  - {}", plain(&member.name()));
        }
    }
}

fn section(key: &str, language: Language, out: &mut String) {
    let _ = writeln!(out, "\n## {}\n", label(key, language));
}
