//! The plan for the terminal: figures, decisions, the roadmap, and what starts now.

use std::io::{self, Write};

use comfy_table::{Cell, CellAlignment, Table};

use super::Plan;
use super::view::View;
use crate::record::{Load, Quarter};
use crate::report::{WIDTH, WriteOptions, laid_out, plain_table, words};
use crate::texts::{filled, harmless, harmless_lines};

/// Lines per list; the rest is only counted.
const TOP: usize = 15;
/// Interim measures shown; each takes several lines.
const INTERIMS: usize = 5;
/// Quarters in the table; a terminal has no room for more.
const QUARTERS: usize = 5;

pub(super) fn write(
    plan: &Plan<'_>,
    options: &WriteOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    let page = Page {
        view: View::new(*plan, options.language),
        width: options.width.unwrap_or(WIDTH),
    };
    page.head(out)?;
    if plan.roadmap.tasks.is_empty() {
        return writeln!(out, "{}", page.view.text("nothing"));
    }
    page.escalations(out)?;
    page.interims(out)?;
    page.roadmap(out)?;
    page.critical_path(out)?;
    page.next_tasks(out)?;
    page.foot(out)
}

struct Page<'a> {
    view: View<'a>,
    width: u16,
}

impl Page<'_> {
    fn head(&self, out: &mut dyn Write) -> io::Result<()> {
        let organisation = harmless(&self.view.plan.report.run.organisation);
        let today = self.view.day(Some(self.view.plan.roadmap.today));
        let title = crate::report::words::titled(self.view.text("title"), &organisation);
        writeln!(out, "{title}, {today}\n")?;
        writeln!(out, "{}\n", self.view.summary())
    }

    fn escalations(&self, out: &mut dyn Write) -> io::Result<()> {
        let escalations = &self.view.plan.roadmap.escalations;
        writeln!(out, "{}", self.view.text("escalations"))?;
        if escalations.is_empty() {
            return writeln!(out, "{}\n", self.view.text("escalations-none"));
        }
        writeln!(out, "{}", self.view.escalation_kinds().join(" · "))?;
        let mut table = self.table(&["head-department", "head-application", "head-matter"]);
        for escalation in escalations.iter().take(TOP) {
            table.add_row([
                Cell::new(harmless(&escalation.department)),
                Cell::new(harmless(escalation.application.as_deref().unwrap_or("–"))),
                Cell::new(harmless(&self.view.escalation(escalation))),
            ]);
        }
        writeln!(out, "{}", laid_out(table, self.width))?;
        self.more(escalations.len(), TOP, out)
    }

    fn interims(&self, out: &mut dyn Write) -> io::Result<()> {
        let interims = self.view.interims();
        if interims.is_empty() {
            return Ok(());
        }
        writeln!(out, "{}", self.view.text("interims"))?;
        let mut table = self.table(&["head-application", "head-interim", "bridges"]);
        for interim in interims.iter().take(INTERIMS) {
            let by = self.view.day(Some(interim.by));
            table.add_row([
                Cell::new(harmless(interim.application)),
                Cell::new(harmless(&format!("{by}: {}", interim.text))),
                Cell::new(harmless_lines(&interim.bridges.join("\n"))),
            ]);
        }
        writeln!(out, "{}", laid_out(table, self.width))?;
        self.more(interims.len(), INTERIMS, out)
    }

    fn roadmap(&self, out: &mut dyn Write) -> io::Result<()> {
        let roadmap = self.view.plan.roadmap;
        let mut columns = self.view.columns();
        columns.truncate(QUARTERS);
        writeln!(out, "{}", self.view.text("roadmap"))?;
        let mut table = self.table(&["head-department"]);
        let mut head = vec![Cell::new(self.view.text("head-department"))];
        head.extend(columns.iter().map(Cell::new));
        head.push(Cell::new(self.later()));
        head.push(Cell::new(self.view.text("capacity")));
        table.set_header(head);
        for department in &roadmap.departments {
            let mut row = vec![Cell::new(harmless(&department.id))];
            let mut later = Load::default();
            for (quarter, load) in &department.load {
                if !columns.contains(quarter) {
                    later = Load {
                        tasks: later.tasks + load.tasks,
                        days: later.days.plus(load.days),
                    };
                }
            }
            let in_columns = columns.iter().map(|quarter| department.load.get(quarter));
            row.extend(in_columns.map(|load| self.load(load.copied().unwrap_or_default())));
            row.push(self.load(later));
            let capacity = department.capacity;
            row.push(right(capacity.map_or_else(
                || "–".to_owned(),
                |days| days.display(self.view.language),
            )));
            table.add_row(row);
        }
        writeln!(out, "{}", laid_out(table, self.width))?;
        writeln!(out, "{}\n", self.view.text("roadmap-legend"))
    }

    fn later(&self) -> String {
        self.view.text("later").to_owned()
    }

    fn load(&self, load: Load) -> Cell {
        if load == Load::default() {
            return right("–".to_owned());
        }
        let days = load.days.display(self.view.language);
        let values: [(&str, &dyn std::fmt::Display); 2] = [("tasks", &load.tasks), ("days", &days)];
        right(filled("plan.roadmap-cell", self.view.language, &values))
    }

    fn critical_path(&self, out: &mut dyn Write) -> io::Result<()> {
        let path = &self.view.plan.roadmap.critical_path;
        writeln!(out, "{}", self.view.text("critical-path"))?;
        if path.is_empty() {
            return writeln!(out, "{}\n", self.view.no_critical_path());
        }
        for (number, id) in (1..).zip(path) {
            let entries = &self.view.plan.roadmap.entries;
            let live = entries.iter().find(|entry| entry.task == *id);
            let live = self.view.day(live.and_then(|entry| entry.live));
            writeln!(
                out,
                " {number}. {live}  {}",
                harmless(&self.view.title_of(id))
            )?;
        }
        writeln!(out)
    }

    fn next_tasks(&self, out: &mut dyn Write) -> io::Result<()> {
        let language = self.view.language;
        let planned = self.view.in_time();
        writeln!(out, "{}", self.view.text("tasks"))?;
        let mut table = self.table(&[
            "head-live",
            "head-priority",
            "head-application",
            "head-task",
            "head-who",
            "head-days",
        ]);
        for (task, entry) in planned.iter().take(TOP) {
            let mut title = self.view.title(task);
            if let Some(interim) = entry.interim {
                let day = self.view.day(Some(interim));
                title.push_str(&format!(
                    "\n→ {} {day}",
                    self.view.text("head-interim-until")
                ));
            }
            if let Some(slip) = &entry.slip {
                title.push_str(&format!("\n→ {}", self.view.slip(slip)));
            }
            let live = entry.live.map_or_else(
                || self.view.text("no-date").to_owned(),
                |day| format!("{}\n{}", Quarter::of(day), self.view.day(Some(day))),
            );
            table.add_row([
                Cell::new(live),
                Cell::new(words::priority(task.priority, language)),
                Cell::new(harmless(&self.view.application_name(&task.application))),
                Cell::new(harmless_lines(&title)),
                Cell::new(harmless(&words::who(task, language))),
                Cell::new(words::effort_in_days(task, language)),
            ]);
        }
        writeln!(out, "{}", laid_out(table, self.width))?;
        self.more(planned.len(), TOP, out)
    }

    fn foot(&self, out: &mut dyn Write) -> io::Result<()> {
        for remark in self.view.remarks() {
            writeln!(out, "{}", harmless(&remark))?;
        }
        Ok(())
    }

    fn more(&self, all: usize, shown: usize, out: &mut dyn Write) -> io::Result<()> {
        let count = all.saturating_sub(shown);
        if count > 0 {
            let language = self.view.language;
            let line = filled("report.and-more", language, &[("count", &count)]);
            let hint = words::label("terminal-more", language);
            writeln!(out, "{line}. {hint}")?;
        }
        writeln!(out)
    }

    fn table(&self, heads: &[&str]) -> Table {
        let titles = heads.iter().map(|key| self.view.text(key));
        plain_table(titles, self.width, false)
    }
}

fn right(text: String) -> Cell {
    Cell::new(text).set_alignment(CellAlignment::Right)
}
