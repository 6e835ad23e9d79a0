//! `check`: folders, files and addresses without an inventory.

use std::collections::btree_map::Entry;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use super::common::{self, Failure};
use super::fix::CheckedFiles;
use super::help::Expected;
use super::watched::corridor;
use super::{history, output, progress};
use crate::gender::Vocabulary;
use crate::inventory::{Application, ApplicationUrl, Artefact, ArtefactTarget, Inventory};
use crate::outcome::Severity;
use crate::problem::Problems;
use crate::project::{Accepted, Baseline, ProjectConfig};
use crate::record::{Report, Scope};
use crate::report::{Detail, Exit, Output, ReportWriter, WRITERS, WriteOptions, write_diagnostics};
use crate::rule::RuleBook;
use crate::run::Request;
use crate::source::{Limits, TextsOnDisk, WalkOptions, public_name};
use crate::texts::{Bilingual, Language, filled};

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
                .value_parser(Detail::ALL.map(Detail::name))
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
            Arg::new("fail-on")
                .long("fail-on")
                .value_name("FINDINGS")
                .value_parser(["new", "threshold"])
                .default_value("new"),
        )
        .arg(common::requested_checklists())
        .args(request_arguments())
}

/// The arguments about settings of a repository and what its team accepts.
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

/// The arguments that [`request`] reads beside the paths, and those of its progress.
pub fn request_arguments() -> impl Iterator<Item = Arg> {
    [common::rules(), common::offline(), common::include()]
        .into_iter()
        .chain(common::limits())
        .chain([progress::quiet(), common::today()])
}

/// Runs `check`.
pub fn run(matches: &ArgMatches) -> Result<u8, Failure> {
    let Settled {
        request,
        threshold,
        language,
        baseline,
    } = settle(matches)?;
    let texts = TextsOnDisk {
        max_bytes: request.limits.max_bytes,
    };
    let book = request.book.clone();
    let files = CheckedFiles::new(&request);
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
    Ok(exit as u8)
}

/// Whether somebody reads what could be changed: editors, programs, and people who see the lines of findings.
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

/// Adds to each application what could be changed in its files.
fn suggest(report: &mut Report, book: &RuleBook, files: &CheckedFiles) -> Result<(), Problems> {
    let vocabulary = Vocabulary::load(&book.vocabulary)?;
    for application in &mut report.applications {
        let suggestions = crate::remedy::suggest(application, files, book, &vocabulary);
        let records = suggestions
            .iter()
            .filter_map(|suggestion| suggestion.record(files));
        application.suggestions = records.collect();
    }
    Ok(())
}

/// What arguments and settings of the repository say together.
pub struct Settled {
    pub request: Request,
    pub threshold: Severity,
    pub language: Language,
    pub baseline: Option<Arc<Baseline>>,
}

/// Arguments win over settings.
///
/// # Errors
/// All mistakes in arguments, settings and rules.
pub fn settle(matches: &ArgMatches) -> Result<Settled, Failure> {
    let mut request = request(matches, NamedFiles::Together)?;
    let mut threshold = common::threshold_of(matches);
    let mut language = common::language_of(matches);
    let is_given = |name| matches.value_source(name) == Some(ValueSource::CommandLine);
    let baseline = match matches.get_one::<PathBuf>("baseline") {
        Some(path) => {
            let name = path.display().to_string();
            let reports = history::read_reports(std::slice::from_ref(path))?;
            let baseline = |snapshot| Arc::new(Baseline::new(&name, snapshot));
            reports.into_iter().next().map(baseline)
        }
        None => None,
    };
    let config = match config_file(matches)? {
        Some(file) => {
            let name = file.display().to_string();
            let load = |own: Option<&Path>| match matches.get_one::<PathBuf>("rules") {
                Some(folder) => crate::rule::load(Some(folder)),
                None => crate::rule::load(own),
            };
            let (config, book) = ProjectConfig::load(&file, &name, load)?;
            request.book = book.into();
            request.walk.files.clone_from(&config.files);
            request.include.extend(config.judge.iter().copied());
            if let Some(id) = &config.application {
                rename_only(&mut request.inventory, id);
            }
            threshold = config
                .threshold
                .filter(|_| !is_given("threshold"))
                .unwrap_or(threshold);
            language = config
                .language
                .filter(|_| !is_given("lang"))
                .unwrap_or(language);
            Some(Arc::new(config))
        }
        None => None,
    };
    request.acceptance = Some(Box::new(Accepted {
        config,
        baseline: baseline.clone(),
        texts: Arc::new(TextsOnDisk {
            max_bytes: request.limits.max_bytes,
        }),
        today: request.today,
    }));
    Ok(Settled {
        request,
        threshold,
        language,
        baseline,
    })
}

/// The settings that hold: those that are named, else those of the first path's repository.
fn config_file(matches: &ArgMatches) -> Result<Option<PathBuf>, Problems> {
    if matches.get_flag("no-config") {
        return Ok(None);
    }
    if let Some(file) = matches.get_one::<PathBuf>("config") {
        return match file.is_file() {
            true => Ok(Some(file.clone())),
            false => {
                let name = file.display().to_string();
                Err(common::argument("project.config-missing", &name, None))
            }
        };
    }
    let mut paths = matches.get_many::<String>("path").into_iter().flatten();
    let found = paths.find(|path| Path::new(path).exists());
    Ok(found.and_then(|path| ProjectConfig::find(Path::new(path))))
}

/// Gives the only application of a check the id that it has in the inventory.
fn rename_only(inventory: &mut Inventory, id: &str) {
    if inventory.applications.len() == 1
        && let Some((_, mut application)) = inventory.applications.pop_first()
    {
        id.clone_into(&mut application.id);
        inventory.applications.insert(id.to_owned(), application);
    }
}

/// The exit code where findings of the baseline count as well.
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

/// The format that shows findings with the lines they stand in.
const DIAGNOSTICS: &str = "terminal";

fn detail_of(matches: &ArgMatches) -> Detail {
    let name = matches.get_one::<String>("output-format");
    let is_it = |detail: &Detail| name.is_some_and(|name| name == detail.name());
    Detail::ALL.into_iter().find(is_it).unwrap_or_default()
}

/// The request for the paths and addresses of a verb's arguments: one stand-in application for each folder, address
/// and database; single files as `named` says.
pub fn request(matches: &ArgMatches, named: NamedFiles) -> Result<Request, Problems> {
    let mut inventory = Inventory::default();
    let mut problems = Problems::default();
    let mut names = Vec::new();
    let mut files = Vec::new();
    for path in matches.get_many::<String>("path").into_iter().flatten() {
        let application = if is_web_address(path) {
            of_address(path).ok_or("cli.bad-address")
        } else if let Some(variable) = password_variable(path) {
            of_database(path, variable).ok_or("cli.bad-database")
        } else if let Some(file) = path
            .strip_prefix("sqlite:")
            .map(|file| file.strip_prefix("//").unwrap_or(file))
            .filter(|file| Path::new(file).exists())
        {
            Ok(of_path(file))
        } else if Path::new(path).is_file() {
            files.push(path.as_str());
            names.push(path.clone());
            continue;
        } else if Path::new(path).exists() {
            Ok(of_path(path))
        } else {
            Err("cli.no-such-path")
        };
        match application {
            Ok(application) => {
                names.push(application.name.clone());
                let id = application.id.clone();
                inventory.applications.insert(id, application);
            }
            Err(wrong) => {
                // A mistyped address may hold a password.
                let path = &match path.contains("://") {
                    true => public_name(path),
                    false => path.clone(),
                };
                let message = |language| filled(wrong, language, &[("value", path)]);
                let message = Bilingual {
                    de: message(Language::De),
                    en: message(Language::En),
                };
                problems.0.extend(Problems::one("ARG", path, message).0);
            }
        }
    }
    if !problems.0.is_empty() {
        return Err(problems);
    }
    let applications = match named {
        NamedFiles::Together => of_files(&files),
        NamedFiles::EachAlone => files.iter().map(|file| of_path(file)).collect(),
    };
    for application in applications {
        let known = inventory.applications.entry(application.id.clone());
        match known {
            Entry::Vacant(place) => {
                place.insert(application);
            }
            // The folder around the files was named, too.
            Entry::Occupied(mut folder) => folder.get_mut().artefacts.extend(application.artefacts),
        }
    }
    inventory.organisation = names.join(", ");
    let limits = Limits {
        online: !matches.get_flag("offline"),
        ..common::limits_of(matches)
    };
    Ok(Request {
        inventory,
        notices: Vec::new(),
        book: common::rule_book_with_checklists(matches)?.into(),
        limits,
        scope: Scope::Check,
        selection: None,
        walk: WalkOptions {
            respect_ignore: true,
            ..WalkOptions::default()
        },
        explain: false,
        acceptance: None,
        include: common::include_of(matches),
        today: common::today_of(matches),
    })
}

/// Schemes are written in any case.
fn is_web_address(text: &str) -> bool {
    let scheme = text.split_once("://").map(|(scheme, _)| scheme);
    scheme.is_some_and(|scheme| {
        scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
    })
}

fn of_path(path: &str) -> Application {
    Application {
        id: path.to_owned(),
        name: path.to_owned(),
        artefacts: vec![at_path(String::new())],
        root: Some(PathBuf::from(path)),
        ..Application::default()
    }
}

/// What files that are named one by one have to do with each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NamedFiles {
    /// They are parts of one application.
    Together,
    /// Each says what it says by itself.
    EachAlone,
}

/// Files named one by one belong to one application below the folder they share: tools that run before a commit name
/// what changed, and a form is read with the list it offers. A link that leads out of the folder stands alone.
fn of_files(files: &[&str]) -> Vec<Application> {
    let [first, others @ ..] = files else {
        return Vec::new();
    };
    if others.is_empty() {
        return vec![of_path(first)];
    }
    let folder = others.iter().fold(folder_of(first), |folder, file| {
        let file = folder_of(file);
        let shared = folder.components().zip(file.components());
        shared
            .take_while(|(ours, theirs)| ours == theirs)
            .map(|(part, _)| part)
            .collect()
    });
    let root = match folder.as_os_str().is_empty() {
        true => PathBuf::from("."),
        false => folder.clone(),
    };
    let real = root.canonicalize().ok();
    let mut together = Application {
        id: root.display().to_string(),
        name: root.display().to_string(),
        root: Some(root),
        ..Application::default()
    };
    let mut alone = Vec::new();
    for file in files {
        let is_below = Path::new(file)
            .canonicalize()
            .ok()
            .zip(real.as_ref())
            .is_some_and(|(file, real)| file.starts_with(real));
        let below = Path::new(file)
            .strip_prefix(&folder)
            .ok()
            .and_then(Path::to_str);
        match below.filter(|_| is_below) {
            Some(below) => together.artefacts.push(at_path(below.to_owned())),
            None => alone.push(of_path(file)),
        }
    }
    if !together.artefacts.is_empty() {
        alone.push(together);
    }
    alone
}

fn folder_of(file: &str) -> PathBuf {
    Path::new(file).parent().unwrap_or(Path::new("")).to_owned()
}

fn at_path(path: String) -> Artefact {
    Artefact {
        id: String::new(),
        target: ArtefactTarget::Path(path),
        format: None,
        auth_ref: None,
        label: None,
    }
}

/// The variable with the password of a database, as its own tools name it; `None`: no address of one.
fn password_variable(address: &str) -> Option<&'static str> {
    let (scheme, _) = address.split_once("://")?;
    match scheme.to_ascii_lowercase().as_str() {
        "postgresql" | "postgres" => Some("PGPASSWORD"),
        "mysql" | "mariadb" => Some("MYSQL_PWD"),
        _ => None,
    }
}

fn of_database(address: &str, variable: &str) -> Option<Application> {
    let url = url::Url::parse(address).ok()?;
    let named = url.has_host() && url.path().trim_matches('/').len() > 1;
    if !named {
        return None;
    }
    // A password in the address goes first. Without a user the variable would be read as both.
    let set = std::env::var_os(variable).is_some_and(|value| !value.is_empty());
    let by_variable = set && url.password().is_none() && !url.username().is_empty();
    let name = public_name(address.split(['?', '#']).next()?);
    Some(Application {
        id: name.clone(),
        name,
        artefacts: vec![Artefact {
            id: String::new(),
            target: ArtefactTarget::Database(address.to_owned()),
            format: None,
            auth_ref: by_variable.then(|| format!("env:{variable}")),
            label: None,
        }],
        ..Application::default()
    })
}

fn of_address(url: &str) -> Option<Application> {
    url::Url::parse(url).ok()?;
    let (scheme, rest) = url.split_once(':')?;
    let url = format!("{}:{rest}", scheme.to_ascii_lowercase());
    let url = url.as_str();
    Some(Application {
        id: public_name(url),
        name: public_name(url),
        urls: vec![ApplicationUrl {
            url: url.to_owned(),
            sample: Some(true),
            ..ApplicationUrl::default()
        }],
        ..Application::default()
    })
}
