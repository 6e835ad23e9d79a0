//! Markdown for wikis and repositories: an overview, and one file per application.

mod application;
pub(super) mod escape;
mod overview;

use std::io::{self, Write};

use super::{Content, FileSink, Output, ReportWriter, WriteOptions, view};
use crate::record::Report;

/// Markdown as read by GitLab, GitHub and most wikis.
pub struct Markdown;

impl ReportWriter for Markdown {
    fn name(&self) -> &'static str {
        "markdown"
    }

    fn output(&self) -> Output {
        Output::Folder("markdown")
    }

    fn write(
        &self,
        report: &Report,
        options: &WriteOptions,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        self.write_files(report, options, &mut Joined(out))
    }

    fn write_files(
        &self,
        report: &Report,
        options: &WriteOptions,
        files: &mut dyn FileSink,
    ) -> io::Result<()> {
        let language = options.language;
        let slugs = view::slugs(report);
        let tasks = view::tasks(report);
        files.file("index.md", &mut |out| {
            out.write_all(overview::page(report, &slugs, language).as_bytes())
        })?;
        for (application, slug) in report.applications.iter().zip(&slugs) {
            let tasks = tasks.tasks_of(&application.id);
            files.file(&format!("{slug}.md"), &mut |out| {
                let page = application::page(report, application, tasks, language);
                out.write_all(page.as_bytes())
            })?;
        }
        Ok(())
    }
}

/// All files in one stream, with an empty line after each.
struct Joined<'a>(&'a mut dyn Write);

impl FileSink for Joined<'_> {
    fn file(&mut self, _: &str, write: &mut Content<'_>) -> io::Result<()> {
        write(self.0)?;
        self.0.write_all(b"\n")
    }
}
