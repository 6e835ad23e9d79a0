//! Tasks as comma-separated values for import into trackers. GitLab expects the headers `title`, `description` and
//! `due_date`; Jira lets users assign columns, and needs one column per label.

use std::io::{self, Write};

use jiff::civil::Date;

use super::tickets::{Ticket, each_ticket};
use super::{Output, ReportWriter, WriteOptions, csv};
use crate::record::Report;

/// One row per task.
pub struct TasksCsv;

const HEAD: &str =
    "title,description,due_date,priority,id,interim_date,labels,labels,labels,labels,labels";

impl ReportWriter for TasksCsv {
    fn name(&self) -> &'static str {
        "tasks-csv"
    }

    fn output(&self) -> Output {
        Output::File("tasks.csv")
    }

    fn write(
        &self,
        report: &Report,
        options: &WriteOptions,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        writeln!(out, "{HEAD}")?;
        each_ticket(report, options.language, |ticket| line(ticket, out))
    }
}

fn line(ticket: Ticket, out: &mut dyn Write) -> io::Result<()> {
    let day = |day: Option<Date>| day.map_or_else(String::new, |day| day.to_string());
    let head = [
        ticket.title,
        ticket.body,
        day(ticket.due_date),
        ticket.priority_word,
        ticket.id,
        day(ticket.interim_date),
    ];
    let cells: Vec<String> = head
        .iter()
        .chain(&ticket.labels)
        .map(|text| csv::cell_of_lines(text))
        .collect();
    writeln!(out, "{}", cells.join(","))
}
