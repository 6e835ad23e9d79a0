//! Pages to read, search and print: a folder with one page per department and application, or everything in one file.
//!
//! No server, no requests outside the folder, readable without scripts. Templates, styles and scripts are in `html/`.

mod application;
mod closing;
mod department;
mod folder;
mod index;
mod overview;
mod portfolio;
mod public;
mod reading;
mod roadmap;
mod search;
mod template;

use std::io::{self, Write};

pub use self::template::{content_policy, page_environment, text_environment};
use super::{FileSink, Output, ReportWriter, WriteOptions, view};
use crate::record::Report;
use crate::texts::{Language, lookup};

/// A folder of pages.
pub struct Html;

/// Everything on one page, for small inventories and standard output.
struct OnePage;

const NAME: &str = "html";

impl ReportWriter for Html {
    fn name(&self) -> &'static str {
        NAME
    }

    fn output(&self) -> Output {
        Output::Folder("html")
    }

    fn write(
        &self,
        report: &Report,
        options: &WriteOptions,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        OnePage.write(report, options, out)
    }

    fn write_files(
        &self,
        report: &Report,
        options: &WriteOptions,
        files: &mut dyn FileSink,
    ) -> io::Result<()> {
        folder::write(report, options, files)
    }

    fn as_single_file(&self) -> Option<&'static dyn ReportWriter> {
        Some(&OnePage)
    }

    fn knows_audiences(&self) -> bool {
        true
    }
}

impl ReportWriter for OnePage {
    fn name(&self) -> &'static str {
        NAME
    }

    fn output(&self) -> Output {
        Output::File("report.html")
    }

    fn describe(&self, language: Language) -> &'static str {
        lookup("report.writer-html-file", language).unwrap_or_default()
    }

    fn fills_one_page(&self) -> bool {
        true
    }

    fn write(
        &self,
        report: &Report,
        options: &WriteOptions,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        if options.audience.is_public() {
            return public::write(report, options, out);
        }
        let environment = template::environment(options.language).map_err(io::Error::other)?;
        let language = options.language;
        let slugs = view::slugs(report);
        let tasks = view::tasks(report);
        let overview = overview::Overview::new(report, &slugs, &tasks, options);
        template::render(&environment, "overview.html", &overview, out)?;
        // One application at a time, so that memory does not grow with the inventory.
        for (application, slug) in report.applications.iter().zip(&slugs) {
            let tasks = tasks.tasks_of(&application.id);
            let part = application::Part::in_page(report, application, slug, tasks, language);
            template::render(&environment, "application.html", &part, out)?;
        }
        let closing = closing::Closing::new(report, options);
        template::render(&environment, "closing.html", &closing, out)
    }

    fn knows_audiences(&self) -> bool {
        true
    }
}
