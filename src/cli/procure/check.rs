//! `procure check`: judges a dossier, or all dossiers of a tender.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::desk::tender_above;
use super::stored::{self, RESULTS};
use super::{folder, folder_of, refuse_links};
use crate::cli::common::{self, Failure};
use crate::cli::watched::corridor;
use crate::cli::{output, progress};
use crate::inventory::Inventory;
use crate::model::Browser;
use crate::problem::{Level, Problem, Problems};
use crate::procure::{
    BIDDERS, Bid, BidDecision, ComparedBid, Comparison, DECISIONS, Form, Tender, UnusableBid,
    Verdict, decisions_to_fill, exit, judge, judge_with, paper, summary, unusable, write,
};
use crate::record::{Report, Scope};
use crate::report::{PaperFormat, WIDTH, plain_table};
use crate::rule::RuleBook;
use crate::run::Request;
use crate::source::{Limits, WalkOptions};
use crate::texts::{Language, counted, filled, harmless, text};

/// Arguments of `procure check`.
pub fn command() -> Command {
    Command::new("check")
        .arg(folder())
        .arg(
            Arg::new("format")
                .long("format")
                .value_name("FORMAT")
                .value_delimiter(',')
                .action(ArgAction::Append)
                .value_parser(Form::NAMES)
                .default_value("markdown,html"),
        )
        .arg(common::out("DIR"))
        .arg(common::rules())
        .arg(common::online())
        .arg(common::include())
        .args(common::limits())
        .arg(progress::quiet())
        .arg(common::today())
}

/// Runs `procure check`.
pub fn run(arguments: &ArgMatches) -> Result<u8, Failure> {
    let book = common::rule_book(arguments)?;
    match Tender::is_one(folder_of(arguments)) {
        true => check_tender(arguments, book),
        false => check_dossier(arguments, book),
    }
}

fn check_dossier(arguments: &ArgMatches, mut book: RuleBook) -> Result<u8, Failure> {
    let language = common::language_of(arguments);
    let folder = folder_of(arguments);
    if let Some(root) = tender_above(folder) {
        let values: [(&str, &dyn std::fmt::Display); 1] = [("value", &root.display())];
        return Err(super::argument("tender.check-whole", &values).into());
    }
    let mut bid = Bid::read_folder(folder, &book)?;
    match bid.frozen.is_empty() {
        true => common::note(text("procure.not-frozen-note", language)),
        false => super::versions::note_changes(&bid.checklists, &book, folder, language),
    }
    // Uses the dossier's own checklists, whatever the program ships today.
    book.checklists.retain(|list| !list.procurement);
    book.checklists.append(&mut bid.checklists);
    let target = target(arguments, folder, "verdict");
    // A dossier comes from outside, so a link in it could lead to any file of ours.
    let forms = forms(arguments);
    let files: Vec<PathBuf> = forms.iter().map(|form| target.join(form.file())).collect();
    refuse_links([&target].into_iter().chain(&files))?;
    let today = common::today_of(arguments).to_string();
    let register = stored::enter(&mut bid.exhibits, &target, &today)?;
    let report = corridor(request(bid.inventory(folder), book, arguments), arguments)?;
    let verdict = judge(&bid, &report);
    output::make_folder(&target)?;
    let mut written = write_verdict(&verdict, &target, &forms, language)?;
    output::replace(&register.0, &register.1)?;
    written.push(register.0.display().to_string());
    let summary = summary(&verdict, language);
    writeln!(common::stdout(), "{summary}")?;
    say_evidence(&bid.evidence_problems(folder), language);
    if !arguments.get_flag("quiet") {
        let files = written.join(", ");
        let note = filled("procure.verdict-written", language, &[("files", &files)]);
        common::note(note);
    }
    Ok(exit(&verdict) as u8)
}

/// A bid of a tender, with the decisions about it.
struct Entrant<'t> {
    bidder: &'t str,
    decisions: &'t [BidDecision],
    bid: Bid,
    /// Invalid evidence.
    faults: Vec<Problem>,
    register: (PathBuf, Vec<u8>),
}

fn check_tender(arguments: &ArgMatches, mut book: RuleBook) -> Result<u8, Failure> {
    let language = common::language_of(arguments);
    let folder = folder_of(arguments);
    let tender = Tender::read_to_judge(folder, &book, common::today_of(arguments))?;
    super::versions::note_changes(&tender.checklists, &book, folder, language);
    let target = target(arguments, folder, RESULTS);
    let (entrants, refused) = enter_bids(&tender, &book, &target, arguments)?;
    // Uses the tender's own checklists, whatever the program ships today.
    book.checklists.retain(|list| !list.procurement);
    book.checklists.extend(tender.checklists.iter().cloned());
    let applications = entrants.iter().map(|entrant| {
        let prefix = format!("{BIDDERS}/{}/", entrant.bidder);
        let application = entrant.bid.application(entrant.bidder, &prefix);
        (application.id.clone(), application)
    });
    let inventory = Inventory {
        root: folder.to_owned(),
        organisation: tender.heading.buyer.clone(),
        applications: applications.collect(),
        ..Inventory::default()
    };
    let mut report = corridor(request(inventory, book, arguments), arguments)?;
    let mut bids = Vec::new();
    let mut faults = Vec::new();
    for entrant in entrants {
        faults.push(entrant.faults);
        let verdict = judge_with(
            &entrant.bid,
            &part(&mut report, entrant.bidder),
            entrant.decisions,
        );
        let results = target.join(entrant.bidder);
        output::make_folder(&results)?;
        write_verdict(&verdict, &results, &forms(arguments), language)?;
        output::replace(&entrant.register.0, &entrant.register.1)?;
        let bidder = entrant.bidder.to_owned();
        let bid = ComparedBid::new(bidder, entrant.bid.lots.clone(), verdict);
        let place = folder.join(DECISIONS).join(format!("{}.toml", bid.bidder));
        let place = place.display().to_string();
        let template = decisions_to_fill(&bid, &place, &report.run.date, language);
        output::replace(&results.join("decisions.toml"), template.as_bytes())?;
        bids.push(bid);
    }
    let comparison = Comparison::new(
        &tender,
        bids,
        refused,
        report.run.date.clone(),
        report.run.rules_digest.clone(),
    );
    let written = write_comparison(&comparison, &target, arguments)?;
    show(&comparison, language)?;
    for of_bidder in &faults {
        say_evidence(of_bidder, language);
    }
    if !arguments.get_flag("quiet") {
        let files = written.join(", ");
        common::note(filled("tender.written", language, &[("files", &files)]));
        let folder = folder.display();
        common::note(filled(
            "tender.check-next",
            language,
            &[("folder", &folder)],
        ));
    }
    Ok(comparison.exit() as u8)
}

/// Reads all bids of a tender and enters their evidence in the registers.
fn enter_bids<'t>(
    tender: &'t Tender,
    book: &RuleBook,
    target: &Path,
    arguments: &ArgMatches,
) -> Result<(Vec<Entrant<'t>>, Vec<UnusableBid>), Failure> {
    let language = common::language_of(arguments);
    let mut entrants = Vec::new();
    let mut refused = Vec::new();
    for (bidder, decisions) in &tender.bidders {
        let dossier = tender.dossier(bidder);
        match read(tender, &dossier, book) {
            Ok(mut bid) => {
                let today = common::today_of(arguments).to_string();
                let results = target.join(bidder);
                let files = forms(arguments)
                    .into_iter()
                    .map(|form| results.join(form.file()));
                let files: Vec<PathBuf> =
                    files.chain([target.to_owned(), results.clone()]).collect();
                refuse_links(files.iter())?;
                let register = stored::enter(&mut bid.exhibits, &results, &today)?;
                entrants.push(Entrant {
                    bidder,
                    decisions,
                    faults: bid.evidence_problems(&dossier),
                    bid,
                    register,
                });
            }
            // One unusable dossier does not prevent judging the others.
            Err(problems) => {
                for problem in &problems.0 {
                    common::note(problem.line(language));
                }
                refused.push(unusable(bidder.clone(), problems));
            }
        }
    }
    Ok((entrants, refused))
}

/// Reads a dossier of the tender; its lots must exist in the tender.
fn read(tender: &Tender, dossier: &Path, book: &RuleBook) -> Result<Bid, Problems> {
    let bid = Bid::read_for_tender(dossier, book, &tender.questions)?;
    let known: Vec<&str> = tender.lots.iter().map(|lot| lot.id.as_str()).collect();
    let strange = bid.lots.iter().filter(|lot| !known.contains(&lot.as_str()));
    let file = dossier.join("dossier.toml").display().to_string();
    let problems: Vec<Problem> = strange
        .flat_map(|lot| {
            let (lot, known) = (harmless(lot), known.join(", "));
            common::problem("PROC-013", &file, |language| {
                filled(
                    "procure.proc-013-no-lot",
                    language,
                    &[("value", &lot), ("known", &known)],
                )
            })
            .0
        })
        .collect();
    match problems.is_empty() {
        true => Ok(bid),
        false => Err(Problems(problems)),
    }
}

/// The report about one bidder. Moves its part out of the whole to avoid copying.
fn part(report: &mut Report, bidder: &str) -> Report {
    let all = std::mem::take(&mut report.applications);
    let (own, others) = all.into_iter().partition(|one| one.id == bidder);
    report.applications = Vec::new();
    let part = Report {
        applications: own,
        ..report.clone()
    };
    report.applications = others;
    part
}

fn request(inventory: Inventory, book: RuleBook, arguments: &ArgMatches) -> Request {
    Request {
        inventory,
        notices: Vec::new(),
        book: book.into(),
        limits: Limits {
            online: arguments.get_flag("online"),
            ..common::limits_of(arguments)
        },
        scope: Scope::Procurement,
        selection: None,
        walk: WalkOptions::default(),
        explain: false,
        acceptance: None,
        include: common::include_of(arguments),
        browser: Browser::Static,
        today: common::today_of(arguments),
    }
}

fn target(arguments: &ArgMatches, folder: &Path, name: &str) -> PathBuf {
    let out = arguments.get_one::<PathBuf>("out");
    out.cloned().unwrap_or_else(|| folder.join(name))
}

/// Reports invalid evidence, which is the bidder's mistake; the verdict says what it means for each question.
fn say_evidence(faults: &[Problem], language: Language) {
    /// One bidder's invalid evidence usually has the same cause throughout.
    const MOST_TOLD: usize = 5;
    for problem in faults.iter().take(MOST_TOLD) {
        let problem = Problem {
            level: Level::Warning,
            ..problem.clone()
        };
        common::note(problem.line(language));
    }
    let more = faults.len().saturating_sub(MOST_TOLD) as u64;
    if more > 0 {
        common::note(counted("procure.evidence-more", language, more, &[]));
    }
}

fn write_verdict(
    verdict: &Verdict,
    target: &Path,
    forms: &[Form],
    language: Language,
) -> Result<Vec<String>, Failure> {
    let mut written = Vec::new();
    for form in forms {
        let file = target.join(form.file());
        output::replace(&file, write(verdict, *form, language)?.as_bytes())?;
        written.push(file.display().to_string());
    }
    Ok(written)
}

/// Writes the comparison in the chosen formats. The input of papers is always written.
fn write_comparison(
    comparison: &Comparison,
    target: &Path,
    arguments: &ArgMatches,
) -> Result<Vec<String>, Failure> {
    let language = common::language_of(arguments);
    let page = paper::comparison(comparison, language);
    let mut files = vec![(stored::file(target), stored::bytes(comparison)?)];
    for form in forms(arguments) {
        let format = match form {
            Form::Html => PaperFormat::Html,
            Form::Markdown => PaperFormat::Markdown,
            Form::Json => continue,
        };
        let kind = if format == PaperFormat::Html {
            "html"
        } else {
            "md"
        };
        let mut bytes = Vec::new();
        page.write(format, &mut bytes)?;
        files.push((target.join(format!("comparison.{kind}")), bytes));
    }
    refuse_links(files.iter().map(|(path, _)| path))?;
    output::replace_all(&files)?;
    Ok(files
        .iter()
        .map(|(path, _)| path.display().to_string())
        .collect())
}

/// Prints the comparison to the terminal.
fn show(comparison: &Comparison, language: Language) -> Result<(), Failure> {
    let said = |key: &str| text(key, language).to_owned();
    let titles = [
        "tender.column-bidder",
        "tender.column-result",
        "tender.column-sure",
        "tender.column-proposed",
        "tender.column-possible",
        "tender.column-contradictions",
    ]
    .map(said);
    let width = comfy_table::Table::new().width().unwrap_or(WIDTH);
    let coloured = common::is_coloured(&std::io::stdout());
    let mut table = plain_table(titles.iter().map(String::as_str), width, coloured);
    for bid in &comparison.bids {
        table.add_row(paper::result_row(bid, language));
    }
    let mut out = common::stdout();
    writeln!(out, "{table}")?;
    for bid in comparison
        .bids
        .iter()
        .filter(|bid| !bid.verdict.gaps.is_empty())
    {
        let line = filled(
            "tender.judging-gaps",
            language,
            &[
                ("bidder", &harmless(&bid.bidder)),
                ("count", &bid.verdict.gaps.len()),
            ],
        );
        writeln!(out, "{line}")?;
    }
    for bid in &comparison.unusable {
        let line = filled(
            "tender.judging-unusable",
            language,
            &[
                ("bidder", &harmless(&bid.bidder)),
                ("count", &bid.problems.len()),
            ],
        );
        writeln!(out, "{line}")?;
    }
    writeln!(out, "{}", text("tender.hint", language))?;
    Ok(())
}

/// The chosen formats without duplicates.
fn forms(arguments: &ArgMatches) -> Vec<Form> {
    let chosen = common::chosen(arguments, "format");
    let wanted = |form: &Form| chosen.iter().any(|name| name == form.name());
    Form::ALL.into_iter().filter(wanted).collect()
}
