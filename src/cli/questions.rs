//! `questions`: sends open questions to departments, and takes their answers back into the inventory.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};

use super::answers::{self, Book, Entered};
use super::common::{self, Failure};
use super::output::{self, Shelf};
use super::render;
use super::returned::ReturnedFiles;
use crate::form::MAX_BYTES;
use crate::inventory::{Inventory, LoadOptions};
use crate::problem::{Level, Problems};
use crate::questionnaire::entry::Change;
use crate::questionnaire::judge::{Judged, Setting, judge};
use crate::questionnaire::reply::reply;
use crate::questionnaire::{By, Form, form::form, forms, workbook::workbook};
use crate::record::{Report, Standing};
use crate::texts::{Language, filled, harmless, text};

/// Arguments of `questions`.
pub fn command() -> Command {
    Command::new("questions")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(export_command())
        .subcommand(import_command())
}

fn export_command() -> Command {
    Command::new("export")
        .arg(
            Arg::new("report")
                .value_name("REPORT")
                .required(true)
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(
            Arg::new("by")
                .long("by")
                .value_name("RECIPIENT")
                .value_parser(["department", "owner"])
                .default_value("department"),
        )
        .arg(common::filter("department", "ID"))
        .arg(checklists())
        .arg(common::out("DIR").default_value("questions"))
}

/// `--checklist`, for verbs that ask people.
pub fn checklists() -> Arg {
    common::filter("checklist", "ID")
}

fn import_command() -> Command {
    Command::new("import")
        .arg(
            Arg::new("file")
                .value_name("FILE")
                .required(true)
                .action(ArgAction::Append)
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(common::inventory())
        .args(common::write_or_skip())
        .arg(
            Arg::new("report")
                .long("report")
                .value_name("REPORT")
                .value_parser(value_parser!(PathBuf)),
        )
        .arg(common::rules())
        .arg(common::today())
}

/// Runs `questions`.
pub fn run(matches: &ArgMatches) -> Result<u8, Failure> {
    let mut out = common::stdout();
    match matches.subcommand() {
        Some(("export", arguments)) => export(arguments, &mut out),
        Some(("import", arguments)) => import(arguments, &mut out),
        _ => Ok(2),
    }
}

fn export(arguments: &ArgMatches, out: &mut dyn Write) -> Result<u8, Failure> {
    let language = common::language_of(arguments);
    let Some(path) = arguments.get_one::<PathBuf>("report") else {
        return Ok(2);
    };
    let report = render::load(path)?;
    let departments = common::chosen(arguments, "department");
    let lists = common::chosen(arguments, "checklist");
    refuse_unknown(&report, &departments, &lists)?;
    let by = match arguments.get_one::<String>("by").map(String::as_str) {
        Some("owner") => By::Owner,
        _ => By::Department,
    };
    let forms = forms(&report, by, &departments, &lists);
    if forms.is_empty() {
        writeln!(out, "{}", text("question.nothing-open", language))?;
        unread(&report, &departments, language, out)?;
        return Ok(0);
    }
    let base = arguments
        .get_one::<PathBuf>("out")
        .map_or(Path::new("questions"), PathBuf::as_path);
    let shelf = Shelf::claim(base)?;
    let set = shelf.begin()?;
    for one in &forms {
        let sheet = workbook(one, language).map_err(io::Error::other)?;
        let page = form(one, language).map_err(io::Error::other)?;
        for (kind, bytes) in [("xlsx", sheet), ("html", page.into_bytes())] {
            let name = PathBuf::from(format!("{}.{kind}", one.slug));
            set.write(&name, &mut |out| out.write_all(&bytes))?;
        }
    }
    let folder = set.finish(&report.run.date)?;
    for one in &forms {
        let line = filled(
            "question.exported",
            language,
            &[
                ("files", &folder.join(&one.slug).display()),
                ("name", &harmless(&one.name)),
                ("count", &one.questions.len()),
                ("applications", &applications(one)),
            ],
        );
        writeln!(out, "{line}")?;
    }
    writeln!(out, "{}", text("question.exported-next", language))?;
    without_form(&report, &forms, &departments, language, out)?;
    unread(&report, &departments, language, out)?;
    Ok(0)
}

/// Lists the departments without a form, because there is no question about their applications.
fn without_form(
    report: &Report,
    forms: &[Form<'_>],
    departments: &[String],
    language: Language,
    out: &mut dyn Write,
) -> io::Result<()> {
    const NAMED: usize = 30;
    let asked: BTreeSet<&str> = forms
        .iter()
        .flat_map(|form| &form.questions)
        .map(|question| question.application.department.as_str())
        .collect();
    let all = report.applications.iter();
    let all: BTreeSet<&str> = all.map(|one| one.department.as_str()).collect();
    let wanted = |code: &&str| departments.is_empty() || departments.iter().any(|it| it == code);
    let rest: Vec<&str> = all.difference(&asked).copied().filter(wanted).collect();
    if rest.is_empty() {
        return Ok(());
    }
    let named = rest.iter().take(NAMED).copied().collect::<Vec<_>>();
    let mut names = named.join(", ");
    if rest.len() > NAMED {
        names.push_str(", …");
    }
    let values: [(&str, &dyn std::fmt::Display); 2] =
        [("count", &rest.len()), ("names", &harmless(&names))];
    let line = filled("question.exported-none", language, &values);
    writeln!(out, "{line}")
}

/// Notes on applications from which nothing was read: questions come from documents.
fn unread(
    report: &Report,
    departments: &[String],
    language: Language,
    out: &mut dyn Write,
) -> io::Result<()> {
    let applications = report.applications.iter();
    let count = applications
        .filter(|one| departments.is_empty() || departments.contains(&one.department))
        .filter(|one| one.standing(&report.rules) == Standing::Unread)
        .count();
    if count == 0 {
        return Ok(());
    }
    let said = filled("question.nothing-read", language, &[("count", &count)]);
    writeln!(out, "{said}")
}

fn applications(form: &Form<'_>) -> usize {
    let mut ids: Vec<&str> = form
        .questions
        .iter()
        .map(|question| question.application.id.as_str())
        .collect();
    ids.dedup();
    ids.len()
}

/// Rejects filters that match nothing in the report, so that they don't look like "nothing to ask".
pub fn refuse_unknown(
    report: &Report,
    departments: &[String],
    lists: &[String],
) -> Result<(), Problems> {
    let known_departments: Vec<&str> = report
        .applications
        .iter()
        .map(|application| application.department.as_str())
        .chain(
            report
                .departments
                .iter()
                .map(|department| department.id.as_str()),
        )
        .collect();
    let known_lists: Vec<&str> = report
        .checklists
        .iter()
        .map(|list| list.id.as_str())
        .collect();
    let mut problems = Problems::default();
    for (key, values, known) in [
        ("cli.unknown-department", departments, known_departments),
        ("question.unknown-checklist", lists, known_lists),
    ] {
        for value in values
            .iter()
            .filter(|value| !known.contains(&value.as_str()))
        {
            let unknown = common::argument_among(key, value, known.iter().copied());
            problems.0.extend(unknown.0);
        }
    }
    match problems.0.is_empty() {
        true => Ok(()),
        false => Err(problems),
    }
}

fn import(arguments: &ArgMatches, out: &mut dyn Write) -> Result<u8, Failure> {
    let language = common::language_of(arguments);
    let today = common::today_of(arguments);
    let rules = common::rule_book(arguments)?;
    let report = asking_report(arguments, language)?;
    let path = common::inventory_of(arguments);
    let (inventory, _) = Inventory::load(path, &LoadOptions::on(today))?;
    let returned = returned_files(arguments)?;
    let mut problems = returned.passed_over;
    let mut replies = Vec::new();
    for path in &returned.files {
        let name = path.display().to_string();
        match read(path).and_then(|bytes| reply(&name, &bytes)) {
            Ok(reply) => replies.push(reply),
            Err(more) => problems.extend(more.0),
        }
    }
    let mut passed = returned.passed;
    passed += returned.files.len() - replies.len();
    let findings = report.as_ref().map(findings);
    let judged = judge(
        &replies,
        &Setting {
            inventory: &inventory,
            known: &common::known_ids(&rules, None),
            findings: findings.as_ref(),
            today,
        },
    );
    let all = problems.iter().chain(&judged.problems).cloned();
    let lines = Problems(all.collect()).grouped(language, usize::MAX);
    for line in lines.notices.into_iter().chain(lines.errors) {
        common::note(line);
    }
    let mut book = Book::new(&inventory);
    let entered = book.enter(&judged.accepted, language)?;
    show(&entered, &judged, passed, language, out)?;
    let unread = problems.iter().any(|problem| problem.level == Level::Error);
    if (unread || judged.has_mistakes()) && !arguments.get_flag("skip") {
        common::note(text("question.import-mistakes", language));
        return Ok(2);
    }
    if !arguments.get_flag("write") {
        writeln!(out, "{}", text("question.import-dry", language))?;
        return Ok(0);
    }
    let written = book.write()?;
    let option = match path == Path::new("inventory") {
        true => String::new(),
        false => format!(" --inventory {}", harmless(&path.display().to_string())),
    };
    let values: [(&str, &dyn std::fmt::Display); 2] = [("files", &written), ("inventory", &option)];
    let line = filled("question.import-written", language, &values);
    writeln!(out, "{line}")?;
    if unread || judged.has_mistakes() {
        common::note(text("question.import-skipped", language));
        return Ok(3);
    }
    Ok(0)
}

/// The report that assigns questions to applications: the given one, or else the latest in the default folder.
fn asking_report(arguments: &ArgMatches, language: Language) -> Result<Option<Report>, Problems> {
    if let Some(path) = arguments.get_one::<PathBuf>("report") {
        return render::load(path).map(Some);
    }
    let Some(path) = render::newest(Path::new(render::REPORTS)) else {
        return Ok(None);
    };
    let report = render::load(&path)?;
    let values: [(&str, &dyn std::fmt::Display); 1] = [("report", &path.display())];
    common::note(filled("question.verified-by", language, &values));
    Ok(Some(report))
}

/// The returned files; a folder without any readable file is an error.
fn returned_files(arguments: &ArgMatches) -> Result<ReturnedFiles, Problems> {
    let named = arguments.get_many::<PathBuf>("file").into_iter().flatten();
    let returned = ReturnedFiles::of(named, "ANSWER");
    let mut problems = Problems::default();
    for folder in &returned.empty {
        let empty = |language| text("question.no-files", language).to_owned();
        let name = folder.display().to_string();
        problems.0.extend(common::problem("ANSWER", &name, empty).0);
    }
    match problems.0.is_empty() {
        true => Ok(returned),
        false => {
            problems.0.extend(returned.passed_over);
            Err(problems)
        }
    }
}

/// The application of each finding in a report.
fn findings(report: &Report) -> BTreeMap<String, String> {
    let applications = report.applications.iter();
    applications
        .flat_map(|application| {
            let of_application = move |finding: &crate::outcome::Finding| {
                (finding.fingerprint.to_string(), application.id.clone())
            };
            application.findings().map(of_application)
        })
        .collect()
}

/// The bytes of a returned file, within limits.
///
/// # Errors
/// It is too large or cannot be read.
pub(super) fn read(path: &Path) -> Result<Vec<u8>, Problems> {
    let name = path.display().to_string();
    let unreadable = |error: io::Error| {
        common::problem("ANSWER", &name, |language| {
            filled(
                "question.unreadable",
                language,
                &[("cause", &output::cause(&error, language))],
            )
        })
    };
    let size = fs::metadata(path).map_err(unreadable)?.len();
    if size > MAX_BYTES {
        return Err(common::problem("ANSWER", &name, |language| {
            filled(
                "question.too-large",
                language,
                &[("max", &(MAX_BYTES >> 20))],
            )
        }));
    }
    fs::read(path).map_err(unreadable)
}

/// Shows what happens to each file.
fn show(
    entered: &[Entered<'_>],
    judged: &Judged,
    passed: usize,
    language: Language,
    out: &mut dyn Write,
) -> io::Result<()> {
    let mut file = "";
    let (mut new, mut replaced, mut unchanged, mut younger) = (0, 0, 0, 0);
    for one in entered {
        match one.change {
            Change::New => new += 1,
            Change::Replaced(_) => replaced += 1,
            Change::Younger(_) => younger += 1,
            Change::Unchanged => {
                unchanged += 1;
                continue;
            }
        }
        if one.file != file {
            file = &one.file;
            writeln!(out, "{}", harmless(file))?;
        }
        writeln!(out, "  {}", answers::line(one, language))?;
    }
    let left = judged
        .problems
        .iter()
        .filter(|problem| problem.level == Level::Warning)
        .count()
        + judged.refused;
    let sum = filled(
        "question.import-sum",
        language,
        &[
            ("new", &new),
            ("replaced", &replaced),
            ("unchanged", &unchanged),
            ("younger", &younger),
            ("open", &judged.open),
            ("left", &left),
        ],
    );
    writeln!(out, "{sum}")?;
    if passed > 0 {
        let line = filled("question.import-unread", language, &[("files", &passed)]);
        writeln!(out, "{line}")?;
    }
    Ok(())
}
