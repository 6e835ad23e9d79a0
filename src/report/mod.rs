//! Registry 4: writers. Each sees only the finished [`Report`] and turns it into bytes.
//!
//! A new format is one file with a [`ReportWriter`] and one line in [`WRITERS`].

mod answered;
mod audience;
mod columns;
mod csv;
mod diagnostics;
mod domains;
mod escape;
mod excerpt;
mod exchange;
mod explain;
mod html;
mod hyphen;
mod json;
mod jsonl;
mod markdown;
mod notices;
mod open_data;
mod paper;
mod published;
mod roadmap;
mod small_cells;
mod suggestion;
mod tasks_csv;
mod tasks_json;
mod terminal;
mod tickets;
mod verdict;
mod view;
mod words;
mod work;
mod xlsx;

use std::io;

pub use audience::Audience;
pub(crate) use columns::{WIDTH, keep_words_whole, laid_out, plain_table};
pub(crate) use csv::write_row as write_csv_row;
pub use diagnostics::{Detail, write_diagnostics};
pub use domains::outline_domains;
pub use escape::{json_line, json_pretty};
pub(crate) use exchange::Loudness;
pub use explain::explain;
pub(crate) use html::{content_policy, page_environment, text_environment};
pub(crate) use hyphen::hyphenate;
pub(crate) use markdown::escape::{code, plain};
pub(crate) use paper::PAPER_STYLE;
pub use paper::{
    Block, Column, Paper, PaperFormat, Table, acceptance, concept, incomparable, named_otherwise,
    statement,
};
pub use roadmap::{Plan, ROADMAP_WRITERS, RoadmapWriter};
pub(crate) use words::{date, percent, severity};

use crate::outcome::{Finding, Severity};
use crate::record::Report;
use crate::rule::RuleAddresses;
use crate::texts::{Language, lookup};

/// All report formats, in the order of `--help`.
pub const WRITERS: &[&dyn ReportWriter] = &[
    &json::Json,
    &jsonl::JsonLines,
    &terminal::Terminal,
    &html::Html,
    &markdown::Markdown,
    &csv::Csv,
    &xlsx::Xlsx,
    &tasks_csv::TasksCsv,
    &tasks_json::TasksJson,
    &open_data::OpenData,
    &exchange::sarif::Sarif,
    &exchange::junit::Junit,
    &exchange::code_quality::CodeQuality,
    &exchange::github::Github,
    &exchange::earl::Earl,
];

/// Turns a finished report into bytes.
pub trait ReportWriter: Sync {
    /// Name on the command line (`html`).
    fn name(&self) -> &'static str;

    /// The form of the output on disk.
    fn output(&self) -> Output;

    /// Whether a terminal can show it.
    fn is_text(&self) -> bool {
        true
    }

    /// What it produces, in one line: `writer-<name>` in `texts/report.toml`.
    fn describe(&self, language: Language) -> &'static str {
        lookup(&format!("report.writer-{}", self.name()), language).unwrap_or_default()
    }

    /// Writes the report as one stream.
    ///
    /// # Errors
    /// I/O errors of `out`.
    fn write(
        &self,
        report: &Report,
        options: &WriteOptions,
        out: &mut dyn io::Write,
    ) -> io::Result<()>;

    /// Writes the report as files: the one of [`Output::File`], or those of [`Output::Folder`] by relative path.
    ///
    /// # Errors
    /// I/O errors of `files`.
    fn write_files(
        &self,
        report: &Report,
        options: &WriteOptions,
        files: &mut dyn FileSink,
    ) -> io::Result<()> {
        match self.output() {
            Output::File(name) => files.file(name, &mut |out| self.write(report, options, out)),
            Output::Folder(_) => Ok(()),
        }
    }

    /// The writer of the same content as a single file, if this one writes a folder.
    fn as_single_file(&self) -> Option<&'static dyn ReportWriter> {
        None
    }

    /// Whether a browser has to show all applications on one page.
    fn fills_one_page(&self) -> bool {
        false
    }

    /// Whether it leaves out what [`WriteOptions::audience`] must not see; other writers write everything.
    fn knows_audiences(&self) -> bool {
        false
    }
}

/// Takes files one by one, so that thousands of them are never all in memory.
pub trait FileSink {
    /// Takes one file: its path with `/` as separator, and the function that writes its content.
    ///
    /// # Errors
    /// The file cannot be written, or `write` failed.
    fn file(&mut self, path: &str, write: &mut Content<'_>) -> io::Result<()>;
}

/// Writes the content of a file.
pub type Content<'a> = dyn FnMut(&mut dyn io::Write) -> io::Result<()> + 'a;

/// What a writer produces on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Output {
    /// One file with this name.
    File(&'static str),
    /// A folder with this name and several files.
    Folder(&'static str),
}

/// How to write.
#[derive(Clone, Copy, Debug, Default)]
pub struct WriteOptions {
    /// Language of sentences.
    pub language: Language,
    /// Width of the terminal in columns; `None` if it is not a terminal.
    pub width: Option<u16>,
    /// Whether colour may be used.
    pub colour: bool,
    /// The readers; respected by writers that [know audiences](ReportWriter::knows_audiences).
    pub audience: Audience,
    /// Web addresses that explain rules, for writers that can link to them.
    pub rule_addresses: Option<&'static RuleAddresses>,
}

/// The writer with this name.
pub fn writer(name: &str) -> Option<&'static dyn ReportWriter> {
    WRITERS.iter().copied().find(|writer| writer.name() == name)
}

/// The exit code of the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exit {
    /// Nothing found at the threshold, nothing missing.
    Clean = 0,
    /// Proven failures at or above the threshold.
    Findings = 1,
    /// The input could not be used; nothing ran.
    Unusable = 2,
    /// Nothing found at the threshold, but something could not be examined.
    Incomplete = 3,
}

/// Determines the exit code, from the report alone.
pub fn exit(report: &Report, threshold: Severity) -> Exit {
    let accused = report
        .applications
        .iter()
        .flat_map(|app| &app.assertions)
        .any(|assertion| {
            // Waived findings are not among the findings.
            assertion.findings.iter().any(Finding::is_failure)
                && report
                    .rules
                    .get(&assertion.rule)
                    .is_some_and(|rule| rule.severity >= threshold)
        });
    if accused {
        return Exit::Findings;
    }
    let mut gaps = report.applications.iter().flat_map(|app| &app.gaps);
    // A change to files that are not judged leaves nothing open.
    let nothing_read = report.totals.documents == 0 && report.run.change.is_none();
    if gaps.any(|gap| gap.reason.leaves_open()) || nothing_read {
        return Exit::Incomplete;
    }
    Exit::Clean
}
