//! The runs of a history, as a list.

use std::io::{self, Write};

use super::page::{Page, Section, Table};
use super::words::{day, say};
use super::{ProgressFormat, json, lay_out};
use crate::progress::StoredRun;
use crate::report::WriteOptions;

/// Writes the runs of a history, oldest first.
///
/// # Errors
/// I/O errors of `out`.
pub fn write_runs(
    runs: &[StoredRun],
    format: ProgressFormat,
    options: &WriteOptions,
    out: &mut dyn Write,
) -> io::Result<()> {
    if format == ProgressFormat::Json {
        return json(&runs, out);
    }
    let language = options.language;
    let mut table = Table::new(
        &[
            "#number",
            "day",
            "organisation",
            "#applications",
            "#figure-failures",
            "#figure-questions",
            "#figure-advice",
            "#figure-waived",
            "tool",
        ],
        language,
    );
    for run in runs {
        table.row([
            run.number.to_string(),
            day(run.date, language),
            run.organisation.clone(),
            run.applications.to_string(),
            run.failures.to_string(),
            run.questions.to_string(),
            run.advice.to_string(),
            run.waived.to_string(),
            run.tool_version.clone(),
        ]);
    }
    let title = say("runs-title", language);
    let page = Page {
        title,
        facts: Vec::new(),
        summary: Vec::new(),
        sections: vec![Section::new("runs", title, table)],
    };
    lay_out(&page, format, options, out)
}
