//! Tasks as JSON for tracker APIs: `title`, `body` and `labels` are named as on GitHub.

use std::io::{self, Write};

use super::tickets::each_ticket;
use super::{Output, ReportWriter, WriteOptions, json_line};
use crate::record::Report;

/// An array with one object per task.
pub struct TasksJson;

impl ReportWriter for TasksJson {
    fn name(&self) -> &'static str {
        "tasks-json"
    }

    fn output(&self) -> Output {
        Output::File("tasks.json")
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
