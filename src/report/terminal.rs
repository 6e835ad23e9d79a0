//! A summary for the terminal: sums, the worst applications, departments; for `check`, every finding.

use std::io::{self, Write};

use comfy_table::{Cell, CellAlignment, Table};

use super::columns::{WIDTH, laid_out, plain_table};
use super::diagnostics::{Detail, write_diagnostics};
use super::words::{self, label};
use super::{Output, ReportWriter, WriteOptions, view};
use crate::model::{DocumentTexts, SourceText};
use crate::record::{ApplicationReport, Report, Scope, Standing};
use crate::texts::{Language, amount, filled, harmless};

/// Summary for people at a terminal.
pub struct Terminal;

/// Applications and tasks in the lists of an audit; the rest is only counted.
const TOP: usize = 10;

impl ReportWriter for Terminal {
    fn name(&self) -> &'static str {
        "terminal"
    }

    fn output(&self) -> Output {
        Output::File("report.txt")
    }

    fn write(
        &self,
        report: &Report,
        options: &WriteOptions,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let page = Page {
            report,
            language: options.language,
            width: options.width.unwrap_or(WIDTH),
            colour: options.colour,
        };
        page.head(out)?;
        if report.run.scope == Scope::Audit {
            page.key_figures(out)?;
            page.standings(out)?;
            page.departments(out)?;
            page.worst(out)?;
            page.without_defect(out)?;
            page.urgent(out)?;
            writeln!(out, "{}", words::caution(report, options.language))
        } else {
            write_diagnostics(report, Detail::Concise, &NoTexts, options, out)
        }
    }
}

struct Page<'a> {
    report: &'a Report,
    language: Language,
    width: u16,
    colour: bool,
}

impl Page<'_> {
    fn head(&self, out: &mut dyn Write) -> io::Result<()> {
        let run = &self.report.run;
        let title = words::word("report.title", &run.scope, self.language);
        writeln!(
            out,
            "{}",
            words::titled(&title, &harmless(&run.organisation))
        )?;
        writeln!(
            out,
            "{} {} · fachcheck {} · {} {:.12}\n",
            label("date", self.language),
            words::date(&run.date, self.language),
            harmless(&run.tool_version),
            label("rules-digest", self.language),
            harmless(&run.rules_digest),
        )?;
        match words::selection(self.report, self.language) {
            Some(sentence) => writeln!(out, "{}\n", harmless(&sentence)),
            None => Ok(()),
        }
    }

    fn key_figures(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut table = self.table(&["key-figures", ""]);
        for (key, count) in view::figures(self.report) {
            table.add_row([Cell::new(label(key, self.language)), self.number(count)]);
        }
        writeln!(out, "{}\n", laid_out(table, self.width))
    }

    fn standings(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut table = self.table(&["standings", ""]);
        for (standing, count) in self.report.standings() {
            table.add_row([
                Cell::new(words::word("report.standing-of", &standing, self.language)),
                self.number(count),
            ]);
        }
        writeln!(out, "{}\n", laid_out(table, self.width))
    }

    /// Applications with nothing to repair or answer, those that were not read completely, and the number of those not
    /// read at all.
    fn without_defect(&self, out: &mut dyn Write) -> io::Result<()> {
        let standing_so = |standings: &[Standing]| -> Vec<&ApplicationReport> {
            let applications = self.report.applications.iter();
            applications
                .filter(|application| standings.contains(&application.standing(&self.report.rules)))
                .collect()
        };
        let unread = self.report.applications.iter();
        let unread = unread.filter(|application| !application.was_read());
        self.unread(unread.count(), out)?;
        let without = standing_so(&[Standing::Clean, Standing::Answered]);
        self.listed("without-defect", &without, out)?;
        self.listed("incomplete", &standing_so(&[Standing::Incomplete]), out)
    }

    /// Lists applications with their standing. `key` is that of the heading.
    fn listed(
        &self,
        key: &str,
        applications: &[&ApplicationReport],
        out: &mut dyn Write,
    ) -> io::Result<()> {
        if applications.is_empty() {
            return Ok(());
        }
        writeln!(out, "{}", label(key, self.language))?;
        let mut table = self.table(&["application", "department", "standing"]);
        for application in applications.iter().take(TOP) {
            let name = view::beside(&application.id, &application.name);
            let standing = words::standing(self.report, application, self.language);
            table.add_row([harmless(&name), harmless(&application.department), standing]);
        }
        writeln!(out, "{}", laid_out(table, self.width))?;
        self.more(applications.len().saturating_sub(TOP), out)
    }

    /// Unread applications are only counted, because they are not a result and may be a thousand.
    fn unread(&self, count: usize, out: &mut dyn Write) -> io::Result<()> {
        if count == 0 {
            return Ok(());
        }
        let line = filled("report.unread-count", self.language, &[("count", &count)]);
        writeln!(out, "{line} {}\n", label("unread-next", self.language))
    }

    fn departments(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut table = self.table(&[
            "department",
            "applications",
            "failing",
            "failures",
            "doubts",
            "advice",
            "gaps",
            "tasks",
            "effort",
        ]);
        for department in view::departments(self.report) {
            let effort: Vec<String> = view::effort(department)
                .filter(|(_, count)| *count > 0)
                .map(|(class, count)| format!("{count} {}", words::effort(class, self.language)))
                .collect();
            let mut row = vec![Cell::new(harmless(&department.id))];
            row.extend(
                [
                    department.applications,
                    department.failing,
                    department.findings_failed,
                    department.findings_cant_tell,
                    department.findings_advice.unwrap_or_default(),
                    department.gaps,
                    department.tasks,
                ]
                .map(|count| self.number(count)),
            );
            row.push(Cell::new(harmless(&effort.join(", "))));
            table.add_row(row);
        }
        writeln!(out, "{}\n", laid_out(table, self.width))
    }

    fn worst(&self, out: &mut dyn Write) -> io::Result<()> {
        let worst = view::worst(self.report);
        if worst.is_empty() {
            return writeln!(out, "{}\n", label("none-found", self.language));
        }
        writeln!(out, "{}", label("worst", self.language))?;
        let tasks = view::tasks(self.report);
        let mut table = self.table(&[
            "application",
            "department",
            "failures",
            "doubts",
            "advice",
            "gaps",
            "window",
        ]);
        for application in worst.iter().take(TOP) {
            let window = tasks
                .tasks_of(&application.id)
                .first()
                .map(|task| words::window(task, self.language))
                .unwrap_or_default();
            let name = view::beside(&application.id, &application.name);
            table.add_row([
                Cell::new(harmless(&name)),
                Cell::new(harmless(&application.department)),
                self.number(application.failures(&self.report.rules)),
                self.number(application.doubts()),
                self.number(application.advice(&self.report.rules)),
                self.number(application.gaps.len() as u64),
                Cell::new(harmless(&window)),
            ]);
        }
        writeln!(out, "{}", laid_out(table, self.width))?;
        self.more(worst.len().saturating_sub(TOP), out)
    }

    fn urgent(&self, out: &mut dyn Write) -> io::Result<()> {
        let tasks = &self.report.tasks;
        if tasks.is_empty() {
            return Ok(());
        }
        writeln!(out, "{}", label("urgent", self.language))?;
        let mut table = self.table(&[
            "priority",
            "application",
            "task",
            "owner",
            "effort",
            "window",
        ]);
        let names = view::names(self.report);
        for task in tasks.iter().take(TOP) {
            table.add_row([
                Cell::new(words::priority(task.priority, self.language)),
                Cell::new(harmless(&names.beside(&task.application))),
                Cell::new(harmless(&words::task(task, self.report, self.language))),
                Cell::new(harmless(&words::who(task, self.language))),
                Cell::new(words::effort_in_days(task, self.language)),
                Cell::new(harmless(&words::timing(task, self.language))),
            ]);
        }
        writeln!(out, "{}", laid_out(table, self.width))?;
        self.more(tasks.len().saturating_sub(TOP), out)
    }

    fn number(&self, count: u64) -> Cell {
        Cell::new(amount(count, self.language)).set_alignment(CellAlignment::Right)
    }

    fn more(&self, count: usize, out: &mut dyn Write) -> io::Result<()> {
        if count > 0 {
            let line = filled("report.and-more", self.language, &[("count", &count)]);
            writeln!(out, "{line}. {}", label("terminal-more", self.language))?;
        }
        writeln!(out)
    }

    fn table(&self, heads: &[&str]) -> Table {
        let titles = heads.iter().map(|key| match *key {
            "" => "",
            key => label(key, self.language),
        });
        plain_table(titles, self.width, self.colour)
    }
}

/// A stored report has no documents beside it.
struct NoTexts;

impl DocumentTexts for NoTexts {
    fn text(&self, _: &str) -> Option<SourceText> {
        None
    }
}
