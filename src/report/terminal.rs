//! A summary for the terminal: sums, the worst applications, departments; for `check` every finding.

use std::io::{self, Write};

use comfy_table::{
    Cell, CellAlignment, Color, ColumnConstraint, ContentArrangement, LineStyle, Table, TableStyle,
    Width,
};

use super::diagnostics::{Detail, write_diagnostics};
use super::words::{self, label};
use super::{Output, ReportWriter, WriteOptions, view};
use crate::model::{DocumentTexts, SourceText};
use crate::record::{ApplicationReport, Report, Scope, Standing};
use crate::texts::{Language, amount, filled, harmless};

/// Summary for people at a terminal.
pub struct Terminal;

/// Applications and tasks in the lists of an audit; the rest is counted.
const TOP: usize = 10;
/// Width where the output is no terminal.
pub const WIDTH: u16 = 110;
/// One line under the head; rows need none.
const STYLE: TableStyle =
    TableStyle::new().header_separator(LineStyle::none().fill('─').junction('─'));

impl ReportWriter for Terminal {
    fn name(&self) -> &'static str {
        "terminal"
    }

    fn output(&self) -> Output {
        Output::File("report.txt")
    }

    fn describe(&self, language: Language) -> &'static str {
        match language {
            Language::De => "Zusammenfassung für die Befehlszeile",
            Language::En => "summary for the command line",
        }
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
        writeln!(out, "{}\n", table.trim_fmt())
    }

    fn standings(&self, out: &mut dyn Write) -> io::Result<()> {
        let mut table = self.table(&["standings", ""]);
        for (standing, count) in self.report.standings() {
            table.add_row([
                Cell::new(words::word("report.standing-of", &standing, self.language)),
                self.number(count),
            ]);
        }
        writeln!(out, "{}\n", table.trim_fmt())
    }

    /// Applications with nothing to repair or to answer, those of which not all could be read, and how many nobody
    /// looked at.
    fn without_defect(&self, out: &mut dyn Write) -> io::Result<()> {
        let standing_so = |standing| -> Vec<&ApplicationReport> {
            let applications = self.report.applications.iter();
            applications
                .filter(|application| application.standing(&self.report.rules) == standing)
                .collect()
        };
        self.unread(standing_so(Standing::Unread).len(), out)?;
        self.listed("without-defect", &standing_so(Standing::Clean), out)?;
        self.listed("incomplete", &standing_so(Standing::Incomplete), out)
    }

    /// Some applications with how they stand. `key`: of the heading.
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
        writeln!(out, "{}", table.trim_fmt())?;
        self.more(applications.len().saturating_sub(TOP), out)
    }

    /// Applications of which nothing was read are no result, and there may be a thousand of them.
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
        writeln!(out, "{}\n", table.trim_fmt())
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
        writeln!(out, "{}", table.trim_fmt())?;
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
        writeln!(out, "{}", table.trim_fmt())?;
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

/// A table with one line under the head.
pub fn plain_table<'t>(titles: impl Iterator<Item = &'t str>, width: u16, colour: bool) -> Table {
    let titles: Vec<&str> = titles.collect();
    let mut table = Table::new();
    table
        .load_style(STYLE)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(width)
        .force_no_tty()
        .set_header(titles.iter().map(|title| {
            let head = Cell::new(title);
            if colour { head.fg(Color::Cyan) } else { head }
        }));
    if colour {
        table.enforce_styling();
    }
    keep_headings_whole(&mut table, &titles, width);
    table
}

/// Gives each column of a table the room that the longest word of its heading takes; where not even the headings fit,
/// they break like everything else.
fn keep_headings_whole(table: &mut Table, titles: &[&str], width: u16) {
    let needed: Vec<u16> = titles
        .iter()
        .map(|title| width_of_longest_word(title))
        .collect();
    keep_widths(table, &needed, width);
}

/// Gives each column of a finished table the room that the longest word in it takes, of its heading and of its cells; where
/// not all of them fit, those of the headings alone.
pub fn keep_words_whole(table: &mut Table, width: u16) {
    let mut headings: Vec<u16> = Vec::new();
    let mut words: Vec<u16> = Vec::new();
    for (index, row) in table
        .header()
        .into_iter()
        .chain(table.row_iter())
        .enumerate()
    {
        let widths = row
            .cell_iter()
            .map(|cell| width_of_longest_word(&cell.content()));
        let widths: Vec<u16> = widths.collect();
        words.resize(words.len().max(widths.len()), 0);
        for (word, width) in words.iter_mut().zip(&widths) {
            *word = (*word).max(*width);
        }
        if index == 0 {
            headings = widths;
        }
    }
    if !keep_widths(table, &words, width) {
        keep_widths(table, &headings, width);
    }
}

/// Whether columns get at least these widths, because all of them fit.
fn keep_widths(table: &mut Table, needed: &[u16], width: u16) -> bool {
    let borders = needed.len() + 1;
    let sum: usize = needed.iter().copied().map(usize::from).sum();
    let fit = sum + borders <= usize::from(width);
    if fit {
        for (column, needed) in table.column_iter_mut().zip(needed) {
            column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(*needed)));
        }
    }
    fit
}

/// Columns of a terminal that a heading takes without a break inside a word, with the blanks beside it.
fn width_of_longest_word(title: &str) -> u16 {
    const BLANKS: usize = 2;
    let words = title.split_whitespace();
    let longest = words.map(|word| word.chars().count()).max();
    u16::try_from(longest.unwrap_or_default() + BLANKS).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first_lines(width: u16) -> String {
        let titles = ["Fachbereich", "zurückgestellt", "behoben", "Anlass"];
        let mut table = plain_table(titles.into_iter(), width, false);
        table.add_row([
            "Kreisverwaltungsreferat und weitere Stellen der Stadt",
            "0",
            "1",
            "Wechsel des Verfahrens im dritten Quartal",
        ]);
        table.trim_fmt()
    }

    #[test]
    fn headings_are_not_broken_inside_a_word() {
        let table = first_lines(60);
        for title in ["Fachbereich", "zurückgestellt", "behoben", "Anlass"] {
            assert!(table.contains(title), "{title}:\n{table}");
        }
        assert!(
            table.lines().all(|line| line.chars().count() <= 60),
            "{table}"
        );
    }

    #[test]
    fn headings_break_where_they_do_not_fit() {
        let table = first_lines(40);
        assert!(
            table.lines().all(|line| line.chars().count() <= 40),
            "{table}"
        );
    }
}
