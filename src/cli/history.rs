//! `history`: reports of many runs in one file, and the progress they show.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches, Command, value_parser};

use super::common::{self, Failure};
use super::output;
use super::render;
use crate::problem::Problems;
use crate::progress::{
    Added, ProgressFormat, Snapshot, Store, StoreError, StoredRun, diff, read, trend, write_diff,
    write_runs, write_trend,
};
use crate::record::Report;
use crate::texts::{filled, text};

/// The default path of the history.
const DEFAULT: &str = "reports/history.sqlite";

/// Arguments of `history`.
pub fn command() -> Command {
    let kept = || file().default_value(DEFAULT);
    let department = || common::filter("department", "ID");
    Command::new("history")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(
            Command::new("add")
                .arg(reports().required(true))
                .arg(kept()),
        )
        .subcommand(Command::new("list").arg(kept()).arg(format()).arg(out()))
        .subcommand(
            Command::new("show")
                .arg(
                    Arg::new("number")
                        .value_name("NUMBER")
                        .value_parser(value_parser!(i64)),
                )
                .arg(kept())
                .arg(department())
                .arg(format())
                .arg(out()),
        )
        .subcommand(
            Command::new("trend")
                .arg(reports())
                .arg(kept())
                .arg(department())
                .arg(format())
                .arg(out()),
        )
}

fn reports() -> Arg {
    Arg::new("report")
        .value_name("REPORT")
        .num_args(1..)
        .value_parser(value_parser!(PathBuf))
}

/// `--history`.
pub fn file() -> Arg {
    Arg::new("history")
        .long("history")
        .value_name("FILE")
        .value_parser(value_parser!(PathBuf))
}

/// `--format` with the names of the formats.
pub fn format() -> Arg {
    Arg::new("format")
        .long("format")
        .value_name("FORMAT")
        .value_parser(ProgressFormat::NAMES)
        .default_value(ProgressFormat::Terminal.name())
}

/// `--out`.
pub fn out() -> Arg {
    common::out("FILE")
}

/// Runs `history`.
pub fn run(matches: &ArgMatches) -> Result<u8, Failure> {
    match matches.subcommand() {
        Some(("add", matches)) => add(matches),
        Some(("list", matches)) => list(matches),
        Some(("show", matches)) => show(matches),
        Some(("trend", matches)) => show_trend(matches),
        _ => Ok(2),
    }
}

fn add(matches: &ArgMatches) -> Result<u8, Failure> {
    let language = common::language_of(matches);
    let paths = report_paths(matches);
    let reports = read_reports(&paths)?;
    let mut history = History::open_or_create(history_path(matches))?;
    let added = history.add(&reports)?;
    for ((path, report), added) in paths.iter().zip(&reports).zip(added) {
        let key = match added {
            Added::New => "progress.added",
            Added::Known => "progress.known",
        };
        let date = crate::report::date(&report.date.to_string(), language);
        let line = filled(key, language, &[("file", &path.display()), ("date", &date)]);
        common::note(line);
    }
    let count = history.runs()?.len();
    common::note(filled(
        "progress.history-has",
        language,
        &[("file", &history.path.display()), ("count", &count)],
    ));
    Ok(0)
}

fn list(matches: &ArgMatches) -> Result<u8, Failure> {
    let history = History::open(history_path(matches))?;
    let runs = history.runs()?;
    if runs.is_empty() {
        return Err(history.problem("progress.no-reports").into());
    }
    let options = common::write_options(matches);
    write(matches, &mut |format, out| {
        write_runs(&runs, format, &options, out)
    })?;
    Ok(0)
}

fn show(matches: &ArgMatches) -> Result<u8, Failure> {
    let history = History::open(history_path(matches))?;
    let runs = history.runs()?;
    let wanted = matches.get_one::<i64>("number");
    let at = match wanted {
        Some(number) => runs.iter().position(|run| run.number == *number),
        None => runs.len().checked_sub(1),
    };
    let Some(at) = at else {
        return Err(match wanted {
            Some(number) => no_run(&history, *number, &runs),
            None => history.problem("progress.no-reports"),
        }
        .into());
    };
    let reports: Vec<Snapshot> = runs
        .iter()
        .take(at + 1)
        .map(|run| history.snapshot(run))
        .collect::<Result<_, Problems>>()?;
    let departments = departments_of(matches, &reports)?;
    let options = common::write_options(matches);
    match reports.as_slice() {
        [earlier @ .., old, new] => {
            let diff = diff(old, new, earlier, &departments);
            write(matches, &mut |format, out| {
                write_diff(&diff, format, &options, out)
            })?;
        }
        first => {
            let trend = trend(first, &departments);
            write(matches, &mut |format, out| {
                write_trend(&trend, format, &options, out)
            })?;
        }
    }
    Ok(0)
}

fn no_run(history: &History, number: i64, runs: &[StoredRun]) -> Problems {
    let known: Vec<String> = runs.iter().map(|run| run.number.to_string()).collect();
    let message = |language| {
        filled(
            "progress.no-run",
            language,
            &[("value", &number), ("known", &known.join(", "))],
        )
    };
    common::problem("ARG", &history.path.display().to_string(), message)
}

fn show_trend(matches: &ArgMatches) -> Result<u8, Failure> {
    let paths = report_paths(matches);
    let reports = if paths.is_empty() {
        let history = History::open(history_path(matches))?;
        let reports = history.snapshots()?;
        if reports.is_empty() {
            return Err(history.problem("progress.no-reports").into());
        }
        reports
    } else {
        read_reports(&paths)?
    };
    let departments = departments_of(matches, &reports)?;
    let trend = trend(&reports, &departments);
    let options = common::write_options(matches);
    write(matches, &mut |format, out| {
        write_trend(&trend, format, &options, out)
    })?;
    Ok(0)
}

fn report_paths(matches: &ArgMatches) -> Vec<PathBuf> {
    let paths = matches.get_many::<PathBuf>("report").into_iter().flatten();
    paths.cloned().collect()
}

fn history_path(matches: &ArgMatches) -> &Path {
    matches
        .get_one::<PathBuf>("history")
        .map_or(Path::new(DEFAULT), PathBuf::as_path)
}

/// A history in a file; its errors name the file.
pub struct History {
    store: Store,
    path: PathBuf,
}

impl History {
    /// Opens a history for adding runs, and creates file and folder if necessary.
    ///
    /// # Errors
    /// A problem that names the file.
    pub fn open_or_create(path: &Path) -> Result<Self, Problems> {
        if let Some(folder) = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
        {
            output::make_folder(folder)?;
        }
        Self::with(path, Store::open_or_create(path))
    }

    /// Opens an existing history.
    ///
    /// # Errors
    /// A problem that names the file.
    pub fn open(path: &Path) -> Result<Self, Problems> {
        Self::with(path, Store::open(path))
    }

    fn with(path: &Path, store: Result<Store, StoreError>) -> Result<Self, Problems> {
        let store = store.map_err(|error| error.problem(path))?;
        let path = path.to_owned();
        Ok(Self { store, path })
    }

    /// Adds a finished run.
    ///
    /// # Errors
    /// A problem that names the file, which is then unchanged.
    pub fn add_report(&mut self, report: &Report) -> Result<(), Problems> {
        let snapshot = Snapshot::try_from(report).map_err(|_| self.problem("progress.bad-date"))?;
        self.add(&[snapshot]).map(drop)
    }

    fn add(&mut self, reports: &[Snapshot]) -> Result<Vec<Added>, Problems> {
        let added = self.store.add(reports);
        added.map_err(|error| error.problem(&self.path))
    }

    fn runs(&self) -> Result<Vec<StoredRun>, Problems> {
        self.store.runs().map_err(|error| error.problem(&self.path))
    }

    fn snapshot(&self, run: &StoredRun) -> Result<Snapshot, Problems> {
        let snapshot = self.store.snapshot(run);
        snapshot.map_err(|error| error.problem(&self.path))
    }

    /// All reports, oldest first.
    ///
    /// # Errors
    /// A problem that names the file.
    pub fn snapshots(&self) -> Result<Vec<Snapshot>, Problems> {
        let snapshots = self.store.snapshots();
        snapshots.map_err(|error| error.problem(&self.path))
    }

    fn problem(&self, key: &str) -> Problems {
        let path = self.path.display().to_string();
        common::problem("ARG", &path, |language| text(key, language).to_owned())
    }
}

/// Reads stored reports, and reports what is wrong with all of them at once.
///
/// # Errors
/// One problem per file that is not a report.
pub fn read_reports(paths: &[PathBuf]) -> Result<Vec<Snapshot>, Problems> {
    let mut reports = Vec::new();
    let mut problems = Problems::default();
    for path in paths {
        let report = render::report_file(path).and_then(|path| {
            let file = File::open(&path).map_err(|error| output::unreadable(&path, &error))?;
            read(&path.display().to_string(), file)
        });
        match report {
            Ok(report) => reports.push(report),
            Err(wrong) => problems.0.extend(wrong.0),
        }
    }
    if problems.0.is_empty() {
        Ok(reports)
    } else {
        Err(problems)
    }
}

/// The departments a verb is limited to. One that occurs in no report is an error, never an empty result.
///
/// # Errors
/// One problem per unknown department.
pub fn departments_of(matches: &ArgMatches, reports: &[Snapshot]) -> Result<Vec<String>, Problems> {
    let known: BTreeSet<&str> = reports
        .iter()
        .flat_map(|report| {
            let applications = report.applications.values();
            let of_applications = applications.map(|app| app.profile.department.as_str());
            of_applications.chain(report.departments.keys().map(String::as_str))
        })
        .collect();
    let wanted = matches.get_many::<String>("department");
    let wanted: Vec<String> = wanted.into_iter().flatten().cloned().collect();
    let unknown = wanted.iter().filter(|id| !known.contains(id.as_str()));
    let list = known.iter().copied().collect::<Vec<_>>().join(", ");
    let mut problems = Problems::default();
    for id in unknown {
        let message = |language| {
            filled(
                "progress.no-department",
                language,
                &[("value", id), ("known", &list)],
            )
        };
        problems
            .0
            .extend(common::problem("ARG", "fachcheck", message).0);
    }
    if problems.0.is_empty() {
        Ok(wanted)
    } else {
        Err(problems)
    }
}

/// Writes to the file in a verb's arguments, or to standard output.
///
/// # Errors
/// I/O errors of the output.
pub fn write(
    matches: &ArgMatches,
    content: &mut dyn FnMut(ProgressFormat, &mut dyn Write) -> io::Result<()>,
) -> Result<(), Failure> {
    let is_format = |name: &str| ProgressFormat::from_name(name).is_some();
    let format = common::format_for_file(matches, is_format)
        .and_then(|name| ProgressFormat::from_name(&name))
        .unwrap_or(ProgressFormat::Terminal);
    if let Some(path) = matches.get_one::<PathBuf>("out") {
        output::replace_with(path, &mut |file| content(format, file))?;
        return Ok(());
    }
    let mut stdout = common::stdout();
    content(format, &mut stdout)?;
    stdout.flush()?;
    Ok(())
}
