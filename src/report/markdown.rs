//! Markdown for wikis and repositories: an overview and one file per application.

mod application;
pub(super) mod escape;
mod overview;

use std::io::{self, Write};

use super::{Output, ReportWriter, WriteOptions, view};
use crate::record::Report;
use crate::texts::Language;

/// Markdown, as GitLab, GitHub and most wikis read it.
pub struct Markdown;

impl ReportWriter for Markdown {
    fn name(&self) -> &'static str {
        "markdown"
    }

    fn output(&self) -> Output {
        Output::Folder("markdown")
    }

    fn describe(&self, language: Language) -> &'static str {
        match language {
            Language::De => "Übersicht und je Anwendung eine Datei, für Wiki und Repositorium",
            Language::En => "overview and one file per application, for wikis and repositories",
        }
    }

    fn write(
        &self,
        report: &Report,
        options: &WriteOptions,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        for (_, bytes) in self.files(report, options)? {
            out.write_all(&bytes)?;
            out.write_all(b"\n")?;
        }
        Ok(())
    }

    fn files(&self, report: &Report, options: &WriteOptions) -> io::Result<Vec<(String, Vec<u8>)>> {
        let language = options.language;
        let slugs = view::slugs(report);
        let tasks = view::tasks(report);
        let index = overview::page(report, &slugs, language);
        let mut files = vec![("index.md".to_owned(), index.into_bytes())];
        for (application, slug) in report.applications.iter().zip(&slugs) {
            let page = application::page(
                report,
                application,
                tasks.tasks_of(&application.id),
                language,
            );
            files.push((format!("{slug}.md"), page.into_bytes()));
        }
        Ok(files)
    }
}
