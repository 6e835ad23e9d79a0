//! Tasks as JSON for the interfaces of trackers: `title`, `body` and `labels` are named as GitHub names them.

use std::io::{self, Write};

use super::tickets::each_ticket;
use super::{Output, ReportWriter, WriteOptions, json_line};
use crate::record::Report;
use crate::texts::Language;

/// One array with an object for each task.
pub struct TasksJson;

impl ReportWriter for TasksJson {
    fn name(&self) -> &'static str {
        "tasks-json"
    }

    fn output(&self) -> Output {
        Output::File("tasks.json")
    }

    fn describe(&self, language: Language) -> &'static str {
        match language {
            Language::De => "Maßnahmen als JSON für die Schnittstellen von GitHub, GitLab und Jira",
            Language::En => "tasks as JSON for the interfaces of GitHub, GitLab and Jira",
        }
    }

    fn write(
        &self,
        report: &Report,
        options: &WriteOptions,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        out.write_all(b"[")?;
        let mut between: &[u8] = b"\n";
        each_ticket(report, options.language, |ticket| {
            out.write_all(between)?;
            between = b",\n";
            json_line(&ticket, out)
        })?;
        out.write_all(b"\n]\n")
    }
}
