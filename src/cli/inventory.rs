//! `inventory`: checks, lists, counts and creates an inventory; import and export are in [`exchange`].

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Arg, ArgAction, ArgMatches, Command, value_parser};
use comfy_table::{CellAlignment, ContentArrangement, Table, presets};

use super::common::{self, Failure};
use super::filter::Filters;
use super::output::{self, Shelf};
use super::{exchange, render};
use crate::inventory::{
    Answer, Application, Inventory, KnownIds, LoadOptions, Statistics, starter,
};
use crate::problem::{Level, Problems};
use crate::questionnaire::survey::{survey_forms, survey_workbook};
use crate::report::{hyphenate, json_pretty, keep_words_whole};
use crate::texts::{Bilingual, Language, filled, harmless, text};

/// Arguments of `inventory`.
pub fn command() -> Command {
    Command::new("inventory")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommand(
            source(Command::new("check"))
                .arg(common::rules())
                .arg(report())
                .arg(Arg::new("all").long("all").action(ArgAction::SetTrue)),
        )
        .subcommand(
            source(Command::new("list"))
                .arg(common::filter("department", "ID"))
                .arg(common::filter("tag", "TAG"))
                .arg(common::filter("phase", "PHASE")),
        )
        .subcommand(source(Command::new("stats")))
        .subcommand(exchange::import_command())
        .subcommand(exchange::export_command())
        .subcommand(
            Command::new("survey")
                .arg(common::inventory())
                .arg(common::filter("department", "ID"))
                .arg(common::out("DIR").default_value("survey"))
                .arg(common::today()),
        )
        .subcommand(
            Command::new("new").arg(
                Arg::new("folder")
                    .value_name("DIR")
                    .required(true)
                    .value_parser(value_parser!(PathBuf)),
            ),
        )
}

/// `--report`: answers and waivers must refer to its findings.
fn report() -> Arg {
    Arg::new("report")
        .long("report")
        .value_name("REPORT")
        .value_parser(value_parser!(PathBuf))
}

/// Arguments of all verbs that read an inventory.
fn source(command: Command) -> Command {
    command
        .arg(common::inventory())
        .arg(
            Arg::new("lenient")
                .long("lenient")
                .action(ArgAction::SetTrue),
        )
        .arg(
            Arg::new("format")
                .long("format")
                .value_name("FORMAT")
                .value_parser(["terminal", "json"])
                .default_value("terminal"),
        )
        .arg(common::today())
}

/// Runs `inventory`.
pub fn run(matches: &ArgMatches) -> Result<u8, Failure> {
    let mut out = common::stdout();
    match matches.subcommand() {
        Some(("check", arguments)) => check(arguments, &mut out),
        Some(("list", arguments)) => {
            let (inventory, _) = load(arguments, None)?;
            list(&inventory, arguments, &mut out)
        }
        Some(("stats", arguments)) => {
            let (inventory, _) = load(arguments, None)?;
            stats(&inventory.statistics(), arguments, &mut out)?;
            Ok(0)
        }
        Some(("new", arguments)) => new(arguments, &mut out),
        Some(("import", arguments)) => exchange::import(arguments, &mut out),
        Some(("export", arguments)) => exchange::export(arguments, &mut out),
        Some(("survey", arguments)) => survey(arguments, &mut out),
        _ => Ok(2),
    }
}

/// Writes the survey on unanswered questions.
fn survey(arguments: &ArgMatches, out: &mut dyn Write) -> Result<u8, Failure> {
    let language = common::language_of(arguments);
    let today = common::today_of(arguments);
    let path = common::inventory_of(arguments);
    let (inventory, _) = Inventory::load(path, &LoadOptions::on(today))?;
    Filters::new(arguments, &["department"]).refuse_unknown(&inventory)?;
    let forms = survey_forms(&inventory, &common::chosen(arguments, "department"));
    if forms.is_empty() {
        writeln!(out, "{}", text("question.survey-nothing", language))?;
        return Ok(0);
    }
    let day = today.to_string();
    let base = arguments.get_one::<PathBuf>("out");
    let shelf = Shelf::claim(base.map_or(Path::new("survey"), PathBuf::as_path))?;
    let set = shelf.begin()?;
    for form in &forms {
        let bytes = survey_workbook(form, &day, language).map_err(io::Error::other)?;
        let name = PathBuf::from(format!("{}.xlsx", form.slug));
        set.write(&name, &mut |out| out.write_all(&bytes))?;
    }
    let folder = set.finish(&day)?;
    for form in &forms {
        let file = folder.join(format!("{}.xlsx", form.slug));
        let values: [(&str, &dyn std::fmt::Display); 3] = [
            ("file", &file.display()),
            ("name", &harmless(&form.name)),
            ("count", &form.applications.len()),
        ];
        writeln!(
            out,
            "{}",
            filled("question.survey-written", language, &values)
        )?;
    }
    writeln!(out, "{}", text("question.survey-next", language))?;
    Ok(0)
}

fn load(
    arguments: &ArgMatches,
    known: Option<KnownIds>,
) -> Result<(Inventory, Problems), Problems> {
    let options = LoadOptions {
        lenient: arguments.get_flag("lenient"),
        known: known.map(Arc::new),
        ..LoadOptions::on(common::today_of(arguments))
    };
    Inventory::load(common::inventory_of(arguments), &options)
}

fn as_json(arguments: &ArgMatches) -> bool {
    arguments
        .get_one::<String>("format")
        .is_some_and(|format| format == "json")
}

fn write_json(value: &impl serde::Serialize, out: &mut dyn Write) -> io::Result<()> {
    json_pretty(value, out)?;
    out.write_all(b"\n")
}

/// Maximum number of lines per code, unless all are requested.
pub(super) const SHOWN: usize = 20;

/// From this many lines on, sums are shown.
const SUMMED: usize = 20;

/// Number of problems per code, most frequent first.
fn per_code(problems: &Problems, language: Language) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for problem in &problems.0 {
        *counts.entry(&problem.code).or_default() += 1;
    }
    let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(code, count)| (std::cmp::Reverse(*count), *code));
    let counts = counts
        .iter()
        .map(|(code, count)| format!("{code}: {count}"));
    let counts = counts.collect::<Vec<_>>().join(", ");
    filled("inventory.per-code", language, &[("counts", &counts)])
}

fn check(arguments: &ArgMatches, out: &mut dyn Write) -> Result<u8, Failure> {
    let language = common::language_of(arguments);
    let report = arguments.get_one::<PathBuf>("report");
    let report = report.map(|path| render::load(path)).transpose()?;
    let known = common::known_ids(&common::rule_book(arguments)?, report.as_ref());
    let (inventory, problems) = match load(arguments, Some(known)) {
        Ok((inventory, mut problems)) => {
            problems.0.extend(inventory.missing_artefacts());
            problems.sort();
            (Some(inventory), problems)
        }
        Err(problems) => (None, problems),
    };
    let count = |level| {
        problems
            .0
            .iter()
            .filter(|problem| problem.level == level)
            .count()
    };
    let (errors, warnings, notes) = (
        count(Level::Error),
        count(Level::Warning),
        count(Level::Info),
    );
    if as_json(arguments) {
        let value = serde_json::json!({
            "errors": errors,
            "warnings": warnings,
            "notes": notes,
            "problems": problems.0,
        });
        write_json(&value, out)?;
    } else {
        let grouped = match arguments.get_flag("all") {
            true => problems.one_by_one(language),
            false => problems.grouped(language, SHOWN),
        };
        for line in &grouped.notices {
            writeln!(out, "{line}")?;
        }
        if grouped.rest > 0 {
            let rest = filled("inventory.rest", language, &[("count", &grouped.rest)]);
            writeln!(out, "{rest}")?;
        }
        if !(grouped.notices.is_empty() || grouped.errors.is_empty()) {
            let title = filled("inventory.errors-apart", language, &[]);
            writeln!(out, "\n{title}")?;
        }
        for line in &grouped.errors {
            writeln!(out, "{line}")?;
        }
        if problems.0.len() > SUMMED {
            writeln!(out, "{}", per_code(&problems, language))?;
        }
        if let Some(inventory) = &inventory {
            let size = filled(
                "inventory.size",
                language,
                &[
                    ("applications", &inventory.applications.len()),
                    ("departments", &inventory.departments.len()),
                    ("interfaces", &inventory.interfaces.len()),
                ],
            );
            writeln!(out, "{size}")?;
        }
        let summary = filled(
            "inventory.summary",
            language,
            &[
                ("errors", &errors),
                ("warnings", &warnings),
                ("notes", &notes),
            ],
        );
        writeln!(out, "{summary}")?;
    }
    Ok(if problems.has_errors() { 2 } else { 0 })
}

fn list(inventory: &Inventory, arguments: &ArgMatches, out: &mut dyn Write) -> Result<u8, Failure> {
    let filters = Filters::new(arguments, &["department", "tag", "phase"]);
    filters.refuse_unknown(inventory)?;
    let applications: Vec<&Application> = inventory
        .applications
        .values()
        .filter(|application| filters.fit(application))
        .collect();
    if applications.is_empty() {
        return Err(filters.match_nothing().into());
    }
    if as_json(arguments) {
        write_json(&applications, out)?;
        return Ok(0);
    }
    let language = common::language_of(arguments);
    let mut table = table(
        &[
            "id",
            "name",
            "department",
            "kind",
            "phase",
            "owner",
            "artefacts",
            "gender",
        ],
        language,
    );
    for application in &applications {
        table.add_row([
            harmless(&application.id),
            harmless(&application.name),
            harmless(&application.department),
            application.kind.label(language).to_owned(),
            application.lifecycle.phase.label(language).to_owned(),
            harmless(application.business_owner.as_deref().unwrap_or("–")),
            application.artefacts.len().to_string(),
            gender(application, language).to_owned(),
        ]);
    }
    align_right(&mut table, 6..7);
    let width = table.width().unwrap_or(PIPE_WIDTH);
    keep_words_whole(&mut table, width);
    writeln!(out, "{table}")?;
    Ok(0)
}

/// The survey's answer, in a word.
fn gender(application: &Application, language: Language) -> &'static str {
    let key = match application.stores_gender() {
        _ if !application.personal_data => return "–",
        Some(Answer::Yes) => "inventory.gender-yes",
        Some(Answer::No) => "inventory.gender-no",
        Some(Answer::Unknown) => "inventory.gender-unknown",
        None => "inventory.gender-open",
    };
    text(key, language)
}

/// Width of tables if the output is not a terminal.
const PIPE_WIDTH: u16 = 132;

fn table(columns: &[&str], language: Language) -> Table {
    let mut table = Table::new();
    table.load_style(presets::UTF8_FULL_CONDENSED);
    table.set_content_arrangement(ContentArrangement::Dynamic);
    if table.width().is_none() {
        table.set_width(PIPE_WIDTH);
    }
    let titles = columns.iter().map(|column| column_title(column, language));
    table.set_header(titles.collect::<Vec<_>>());
    table
}

fn column_title(column: &str, language: Language) -> String {
    filled(&format!("inventory.column-{column}"), language, &[])
}

fn align_right(table: &mut Table, columns: std::ops::Range<usize>) {
    for column in columns {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
}

fn stats(statistics: &Statistics, arguments: &ArgMatches, out: &mut dyn Write) -> io::Result<()> {
    if as_json(arguments) {
        return write_json(statistics, out);
    }
    let language = common::language_of(arguments);
    let all = statistics.funnel.first().map_or(0, |step| step.count);
    for (title, counts) in [
        ("funnel", &statistics.funnel),
        ("phases", &statistics.phases),
        ("kinds", &statistics.kinds),
        ("urls", &statistics.urls),
    ] {
        let total = if title == "urls" {
            counts.iter().map(|row| row.count).sum()
        } else {
            all
        };
        let mut rows = table(&[title, "count", "share"], language);
        for row in counts {
            rows.add_row([
                row.label.get(language).clone(),
                row.count.to_string(),
                share(row.count, total, language),
            ]);
        }
        align_right(&mut rows, 1..3);
        writeln!(out, "{rows}\n")?;
    }
    departments(statistics, language, out)?;
    let mut rows = table(&["completeness", "filled", "of", "share"], language);
    for row in &statistics.completeness {
        let label = format!("{} ({})", row.label.get(language), row.field);
        rows.add_row([
            label,
            row.filled.to_string(),
            row.of.to_string(),
            share(row.filled, row.of, language),
        ]);
    }
    align_right(&mut rows, 1..4);
    writeln!(out, "{rows}")
}

fn departments(statistics: &Statistics, language: Language, out: &mut dyn Write) -> io::Result<()> {
    let mut rows = table(&["department"], language);
    let mut header = vec![column_title("department", language)];
    header.extend(
        statistics
            .funnel
            .iter()
            .map(|step| step.label.get(language).clone()),
    );
    header.extend(["in-use", "urls", "artefacts"].map(|column| column_title(column, language)));
    let columns = header.len();
    let mut cells = Vec::new();
    for department in &statistics.departments {
        let mut row = vec![harmless(&format!("{} {}", department.id, department.name))];
        row.extend(department.funnel.iter().map(usize::to_string));
        row.extend(
            [department.in_use, department.urls, department.artefacts]
                .map(|count| count.to_string()),
        );
        cells.push(row);
    }
    let width = rows.width().unwrap_or(PIPE_WIDTH);
    hyphenate(&mut header, &mut cells, width);
    rows.set_header(header);
    rows.add_rows(cells);
    align_right(&mut rows, 1..columns);
    keep_words_whole(&mut rows, width);
    writeln!(out, "{rows}\n")
}

/// A share in whole percent, as written in each language; a dash if the total is zero.
fn share(part: usize, of: usize, language: Language) -> String {
    let percent = crate::report::percent(part as u64, of as u64);
    match (of, language) {
        (0, _) => "–".to_owned(),
        (_, Language::De) => format!("{percent} %"),
        (_, Language::En) => format!("{percent}%"),
    }
}

fn new(arguments: &ArgMatches, out: &mut dyn Write) -> Result<u8, Failure> {
    let language = common::language_of(arguments);
    let Some(folder) = arguments.get_one::<PathBuf>("folder") else {
        return Ok(2);
    };
    let files = starter(
        language,
        &common::known_ids(&crate::rule::load(None)?, None),
    );
    let mut problems = Problems::default();
    for (name, _) in &files {
        let target = folder.join(name);
        if target.symlink_metadata().is_ok() {
            problems
                .0
                .extend(argument("inventory.exists", &target.to_string_lossy()).0);
        }
    }
    if !problems.0.is_empty() {
        return Err(problems.into());
    }
    for (name, content) in &files {
        let target = folder.join(name);
        // The file may have been created since the check above.
        output::create(&target, content.as_bytes())?;
        writeln!(out, "{}", target.display())?;
    }
    let next = filled(
        "inventory.begun",
        language,
        &[("folder", &folder.display())],
    );
    common::note(next);
    Ok(0)
}

fn argument(key: &str, value: &str) -> Problems {
    let message = Bilingual::filled(key, &[("value", &value)]);
    Problems::one("ARG", "fachcheck", message)
}
