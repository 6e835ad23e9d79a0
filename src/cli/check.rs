//! `check`: folders, files and URLs without an inventory.

use std::io::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use super::common::{self, Failure};
use super::help::Expected;
use super::watched::corridor;
use super::{history, output, progress};
use crate::gap::{Gap, GapReason};
use crate::gender::Vocabulary;
use crate::outcome::Severity;
use crate::problem::Problems;
use crate::project::{Baseline, Incomplete, NamedFiles, ProjectSettings, Scan, Since};
use crate::record::{ApplicationReport, Report};
use crate::remedy::CheckedFiles;
use crate::report::{Detail, Exit, Output, ReportWriter, WRITERS, WriteOptions, write_diagnostics};
use crate::rule::RuleBook;
use crate::run::Request;
use crate::source::{Limits, TextsOnDisk};
use crate::texts::Language;

/// The argument of hooks, which name whatever changed.
const KNOWN_ONLY: &str = "known-only";

/// Arguments of `check`.
pub fn command() -> Command {
    Command::new("check")
        .arg(
            Arg::new("path")
                .value_name("PATH|URL|DATABASE")
                .required(true)
                .action(ArgAction::Append),
        )
        .arg(common::format("terminal"))
        .arg(
            Arg::new("output-format")
                .long("output-format")
                .value_name("DETAIL")
                .value_parser(Detail::NAMES)
                .default_value(Detail::default().name()),
        )
        .arg(
            Arg::new("output")
                .long("output")
                .value_name("FORMAT=FILE")
                .action(ArgAction::Append)
                .value_parser(output_file),
        )
        .arg(common::threshold())
        .args(project_arguments())
        .arg(
            Arg::new("write-baseline")
                .long("write-baseline")
                .value_name("FILE")
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(
            Arg::new("changed")
                .long("changed")
                .value_name("COMMIT")
                .num_args(0..=1)
                .require_equals(true)
                .default_missing_value("")
                .conflicts_with("write-baseline"),
        )
        .arg(
            Arg::new("fail-on")
                .long("fail-on")
                .value_name("FINDINGS")
                .value_parser(["new", "threshold"])
                .default_value("new"),
        )
        .arg(
            Arg::new("incomplete")
                .long("incomplete")
                .value_name("OUTCOME")
                .value_parser(Incomplete::NAMES),
        )
        .arg(
            Arg::new(KNOWN_ONLY)
                .long(KNOWN_ONLY)
                .action(ArgAction::SetTrue),
        )
        .arg(common::requested_checklists())
        .arg(common::browser())
        .args(request_arguments())
}

/// The arguments for a repository's settings and accepted findings.
pub fn project_arguments() -> [Arg; 3] {
    [
        Arg::new("config")
            .long("config")
            .value_name("FILE")
            .value_parser(value_parser!(PathBuf))
            .conflicts_with("no-config"),
        Arg::new("no-config")
            .long("no-config")
            .action(ArgAction::SetTrue),
        Arg::new("baseline")
            .long("baseline")
            .value_name("REPORT")
            .value_parser(value_parser!(PathBuf)),
    ]
}

/// A report for a file.
#[derive(Clone)]
struct OutputFile {
    writer: &'static dyn ReportWriter,
    path: PathBuf,
}

fn output_file(text: &str) -> Result<OutputFile, Expected> {
    let files = || WRITERS.iter().filter(|writer| writes_file(**writer));
    let named = text.split_once('=').and_then(|(name, path)| {
        let writer = files().find(|writer| writer.name() == name)?;
        (!path.is_empty()).then(|| OutputFile {
            writer: *writer,
            path: PathBuf::from(path),
        })
    });
    named.ok_or_else(|| {
        let names: Vec<&str> = files().map(|writer| writer.name()).collect();
        Expected::new("help.expected-output", &[("formats", &names.join(", "))])
    })
}

fn writes_file(writer: &dyn ReportWriter) -> bool {
    matches!(writer.output(), Output::File(_)) || writer.as_single_file().is_some()
}

/// The arguments that [`request`] reads besides the paths, including those for progress.
pub fn request_arguments() -> impl Iterator<Item = Arg> {
    [common::rules(), common::offline(), common::include()]
        .into_iter()
        .chain(common::limits())
        .chain([progress::quiet(), common::today()])
}

/// Runs `check`.
pub fn run(matches: &ArgMatches) -> Result<u8, Failure> {
    // Before anything runs: a long check must not end with a report that cannot be written.
    refuse_outputs(matches)?;
    let Settled {
        request,
        threshold,
        language,
        baseline,
        incomplete,
    } = settle(matches)?;
    let texts = texts_of(&request);
    let book = request.book.clone();
    let files = files_of(&request);
    let mut report = corridor(request, matches)?;
    if shows_suggestions(matches) {
        suggest(&mut report, &book, &files)?;
    }
    let options = WriteOptions {
        language,
        ..common::write_options(matches)
    };
    for OutputFile { writer, path } in matches.get_many("output").into_iter().flatten() {
        let writer = writer.as_single_file().unwrap_or(*writer);
        output::replace_with(path, &mut |out| writer.write(&report, &options, out))?;
    }
    if let Some(path) = matches.get_one::<PathBuf>("write-baseline") {
        let json = crate::report::writer("json").unwrap_or(WRITERS[0]);
        output::replace_with(path, &mut |out| json.write(&report, &options, out))?;
    }
    for writer in common::formats(matches) {
        if writer.name() == DIAGNOSTICS {
            let mut out = common::stdout();
            write_diagnostics(&report, detail_of(matches), &texts, &options, &mut out)?;
            out.flush()?;
        } else {
            common::print(writer, &report, &options)?;
        }
    }
    let counts_known = matches
        .get_one::<String>("fail-on")
        .is_some_and(|on| on == "threshold");
    let exit = match baseline.filter(|_| counts_known) {
        Some(baseline) => exit_with_known(&report, &baseline.name, threshold),
        None => crate::report::exit(&report, threshold),
    };
    // If nothing at all was read, letting that pass cannot have been intended.
    let mut applications = report.applications.iter();
    let passes =
        incomplete == Incomplete::Pass && applications.any(ApplicationReport::was_understood);
    let applications = report.applications.iter();
    let mut gaps = applications.flat_map(|application| &application.gaps);
    // Where no file that a hook names is of a known format, there is nothing to look at.
    let leaves_open =
        |gap: &Gap| gap.reason.leaves_open() && gap.reason != GapReason::UnknownFormat;
    let nothing_known = matches.get_flag(KNOWN_ONLY) && !gaps.any(leaves_open);
    let exit = match exit {
        Exit::Incomplete if passes || nothing_known => Exit::Clean,
        exit => exit,
    };
    Ok(exit as u8)
}

/// The texts of the files in a request.
fn texts_of(request: &Request) -> TextsOnDisk {
    TextsOnDisk {
        max_bytes: request.limits.max_bytes,
        unsaved: request.walk.unsaved.clone(),
    }
}

/// The files in a request.
pub fn files_of(request: &Request) -> CheckedFiles {
    CheckedFiles::new(&request.inventory, texts_of(request))
}

/// Rejects reports that would be lost: two in one file, in a folder that does not exist, or mixed on standard output.
///
/// # Errors
/// All of them.
fn refuse_outputs(matches: &ArgMatches) -> Result<(), Problems> {
    let mut problems = Problems::default();
    let mut wrong = |key: &str, value: &str| {
        problems.0.extend(common::argument(key, value, None).0);
    };
    let mut paths: Vec<&PathBuf> = Vec::new();
    let files = matches.get_many::<OutputFile>("output");
    for OutputFile { path, .. } in files.into_iter().flatten() {
        let value = path.display().to_string();
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        if value == "-" {
            wrong("cli.output-dash", &value);
        } else if paths.contains(&path) {
            wrong("cli.output-twice", &value);
        } else if folder.is_some_and(|folder| !folder.is_dir()) {
            wrong("cli.output-no-folder", &value);
        }
        paths.push(path);
    }
    let printed = common::formats(matches);
    let lines = |name: &str| [DIAGNOSTICS, "github"].contains(&name);
    if printed.len() > 1 && !printed.iter().all(|writer| lines(writer.name())) {
        let names: Vec<&str> = printed.iter().map(|writer| writer.name()).collect();
        wrong("cli.output-together", &names.join(", "));
    }
    match problems.0.is_empty() {
        true => Ok(()),
        false => Err(problems),
    }
}

/// Whether suggested changes are shown: for editors, for programs, and for people who see the lines of findings.
fn shows_suggestions(matches: &ArgMatches) -> bool {
    let shows = |name: &str| {
        matches!(name, "sarif" | "json")
            || (name == DIAGNOSTICS && detail_of(matches) == Detail::Full)
    };
    let files = matches
        .get_many::<OutputFile>("output")
        .into_iter()
        .flatten();
    let mut files = files.map(|file| file.writer.name());
    let mut printed = common::formats(matches).into_iter().map(ReportWriter::name);
    files.any(shows) || printed.any(shows)
}

/// Adds the possible changes in its files to each application.
fn suggest(report: &mut Report, book: &RuleBook, files: &CheckedFiles) -> Result<(), Problems> {
    let vocabulary = Vocabulary::load(&book.vocabulary)?;
    for application in &mut report.applications {
        let advice = crate::remedy::suggest(application, files, book, &vocabulary);
        application.suggestions = crate::remedy::records(&advice.suggestions, files);
    }
    Ok(())
}

/// The baseline from the arguments.
///
/// # Errors
/// The report cannot be read.
pub fn baseline_of(matches: &ArgMatches) -> Result<Option<Arc<Baseline>>, Problems> {
    let Some(path) = matches.get_one::<PathBuf>("baseline") else {
        return Ok(None);
    };
    let name = path.display().to_string();
    let reports = history::read_reports(std::slice::from_ref(path))?;
    let baseline = |snapshot| Arc::new(Baseline::new(&name, snapshot));
    Ok(reports.into_iter().next().map(baseline))
}

/// The source of settings according to the arguments.
pub fn settings_of(matches: &ArgMatches) -> ProjectSettings {
    match matches.get_one::<PathBuf>("config") {
        Some(file) => ProjectSettings::File(file.clone()),
        None if matches.get_flag("no-config") => ProjectSettings::None,
        None => ProjectSettings::Nearest,
    }
}

/// The arguments combined with the repository's settings.
pub struct Settled {
    pub request: Request,
    pub threshold: Severity,
    pub language: Language,
    pub baseline: Option<Arc<Baseline>>,
    pub incomplete: Incomplete,
}

/// Combines arguments and settings; arguments take precedence.
///
/// # Errors
/// All mistakes in arguments, settings and rules.
pub fn settle(matches: &ArgMatches) -> Result<Settled, Failure> {
    let baseline = baseline_of(matches)?;
    let settings = settings_of(matches);
    // Not every verb that uses settings can be limited to changes.
    let changed = matches.try_get_one::<String>("changed").ok().flatten();
    let prepared = Scan {
        settings,
        browser: common::browser_of(matches)?,
        baseline: baseline.clone(),
        since: changed.map(|commit| match commit.as_str() {
            "" => Since::LastCommit,
            name => Since::Commit(name.to_owned()),
        }),
        ..scan(matches)
    }
    .prepare()?;
    let is_given = |name| matches.value_source(name) == Some(ValueSource::CommandLine);
    let config = prepared.config.as_deref();
    Ok(Settled {
        threshold: config
            .and_then(|config| config.threshold)
            .filter(|_| !is_given("threshold"))
            .unwrap_or_else(|| common::threshold_of(matches)),
        language: config
            .and_then(|config| config.language)
            .filter(|_| !is_given("lang"))
            .unwrap_or_else(|| common::language_of(matches)),
        // Not every verb that uses settings ends with a verdict.
        incomplete: matches
            .try_get_one::<String>("incomplete")
            .ok()
            .flatten()
            .and_then(|name| Incomplete::from_name(name))
            .or_else(|| config.and_then(|config| config.incomplete))
            .unwrap_or_default(),
        request: prepared.request,
        baseline,
    })
}

/// The exit code if findings of the baseline count as well.
fn exit_with_known(report: &Report, baseline: &str, threshold: Severity) -> Exit {
    let waived = report.applications.iter().flat_map(|app| &app.waived);
    let accused = waived
        .filter(|waived| waived.approved_by == baseline && waived.finding.is_failure())
        .filter_map(|waived| report.rules.get(&waived.rule))
        .any(|rule| rule.severity >= threshold);
    match accused {
        true => Exit::Findings,
        false => crate::report::exit(report, threshold),
    }
}

/// The format that shows findings with their lines.
const DIAGNOSTICS: &str = "terminal";

fn detail_of(matches: &ArgMatches) -> Detail {
    let name = matches.get_one::<String>("output-format");
    name.and_then(|name| Detail::from_name(name))
        .unwrap_or_default()
}

/// The request for a verb's path arguments: one stand-in application per folder, URL and database; `named` determines
/// how single files are grouped.
pub fn request(matches: &ArgMatches, named: NamedFiles) -> Result<Request, Problems> {
    let scan = Scan {
        named,
        settings: ProjectSettings::None,
        ..scan(matches)
    };
    let request = scan.prepare()?.request;
    // Users who ask what a run sees get everything.
    Ok(Request {
        acceptance: None,
        ..request
    })
}

/// The scan requested by a verb's arguments.
fn scan(matches: &ArgMatches) -> Scan {
    let paths = matches.get_many::<String>("path").into_iter().flatten();
    let lists = matches.try_get_many::<String>("checklist").ok().flatten();
    Scan {
        rules: matches.get_one::<PathBuf>("rules").cloned(),
        checklists: lists.into_iter().flatten().cloned().collect(),
        include: common::include_of(matches),
        // Not every verb that scans is for hooks.
        known_only: matches.try_get_one::<bool>(KNOWN_ONLY).ok().flatten() == Some(&true),
        limits: Limits {
            online: !matches.get_flag("offline"),
            ..common::limits_of(matches)
        },
        ..Scan::new(paths, common::today_of(matches))
    }
}
