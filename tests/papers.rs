//! Papers, the workbook and exports: made of the stored report of `tests/report`, with what older reports lack.

#[path = "papers/acceptance.rs"]
mod acceptance;
#[path = "papers/verbs.rs"]
mod verbs;

use std::collections::BTreeSet;
use std::io::{Cursor, Read};
use std::path::Path;
use std::process::Output;

use assert_cmd::Command;
use calamine::{Data, Reader, Xlsx};
use fachcheck::gap::{Gap, GapReason, Stage as GapStage};
use fachcheck::inventory::{AnswerValue, AuditMethod, ExceptionReason, InterfaceKind, LegalRegime};
use fachcheck::model::{Layer, Place};
use fachcheck::outcome::{Assertion, Outcome, Tally};
use fachcheck::record::{
    AccessibilityRecord, AnswerRecord, AnsweredQuestion, ApplicationReport, Cell, ExceptionRecord,
    InterfaceRecord, Report, Scope, Stage, Step, Waived, WindowKind,
};
use fachcheck::report::{
    Block, Content, FileSink, Paper, PaperFormat, WriteOptions, acceptance, concept, statement,
    writer,
};
use fachcheck::texts::Language;
use jiff::civil::date;

const LANGUAGES: [Language; 2] = [Language::De, Language::En];

fn stored() -> Report {
    serde_json::from_str(include_str!("report/report.json")).expect("the stored report")
}

/// The stored report with interfaces, answers, duties and steps.
fn report() -> Report {
    let mut report = stored();
    let flow = |id: &str, from: &str, to: &str, two_way| InterfaceRecord {
        id: id.to_owned(),
        from: from.to_owned(),
        to: to.to_owned(),
        two_way,
        kind: Some(InterfaceKind::Api),
        data: vec!["Name".to_owned(), "Geschlecht".to_owned()],
        gender_mapping: Some("m, w unverändert".to_owned()),
        ..InterfaceRecord::default()
    };
    report.interfaces = vec![
        flow("IF-1", "SPO-BAD", "SPO-VEREIN", false),
        flow("IF-2", "SPO-VEREIN", "external:Landesverband", true),
        flow("IF-3", "KVR-EWO", "SPO-BAD", false),
    ];
    let bath = application(&mut report, "SPO-BAD");
    bath.answers = vec![AnswerRecord {
        about: "gender/four-entries-storable".to_owned(),
        field: Some("bestellen.geschlecht".to_owned()),
        answer: AnswerValue::NotMet,
        text: Some("Der Hersteller nennt nur zwei Werte.".to_owned()),
        role: "Verfahrensverantwortung Bäder".to_owned(),
        date: date(2026, 10, 8),
        valid_until: Some(date(2027, 1, 31)),
    }];
    bath.accessibility = Some(AccessibilityRecord {
        addresses: vec!["https://bad.example/".to_owned()],
        contact: Some("barrierefreiheit@beispielbach.example".to_owned()),
        legal_regime: Some(LegalRegime::Baydiv),
        last_audit: Some(date(2026, 6, 18)),
        method: Some(AuditMethod::SelfAssessment),
        exception: Some(ExceptionRecord {
            reason: Some(ExceptionReason::DisproportionateBurden),
            text: Some("Lagepläne des Bads von 2011.".to_owned()),
        }),
        ..AccessibilityRecord::default()
    });
    let step = |stage, layer, name: &str| Step {
        stage,
        layer,
        name: name.to_owned(),
        place: Place::document("artefacts/bad/karte.html"),
    };
    report.tasks[0].steps = vec![
        step(Stage::Store, Layer::Database, "karte.geschlecht"),
        step(Stage::Show, Layer::Ui, "bestellen.geschlecht"),
    ];
    report
}

fn application<'r>(report: &'r mut Report, id: &str) -> &'r mut ApplicationReport {
    let mut applications = report.applications.iter_mut();
    applications
        .find(|own| own.id == id)
        .expect("an application")
}

fn one<'r>(report: &'r Report, id: &str) -> Vec<&'r ApplicationReport> {
    report
        .applications
        .iter()
        .filter(|own| own.id == id)
        .collect()
}

fn all(report: &Report) -> Vec<&ApplicationReport> {
    report.applications.iter().collect()
}

fn bytes(report: &Report, format: &str, language: Language) -> Vec<u8> {
    let options = WriteOptions {
        language,
        ..WriteOptions::default()
    };
    let mut out = Vec::new();
    let writer = writer(format).expect("a format");
    writer.write(report, &options, &mut out).expect("memory");
    out
}

fn text(report: &Report, format: &str, language: Language) -> String {
    String::from_utf8(bytes(report, format, language)).expect("UTF-8")
}

fn written(paper: &Paper, format: PaperFormat) -> Vec<u8> {
    let mut out = Vec::new();
    paper.write(format, &mut out).expect("memory");
    out
}

fn shown(paper: &Paper, format: PaperFormat) -> String {
    String::from_utf8(written(paper, format)).expect("UTF-8")
}

fn snapshots(test: impl FnOnce()) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("papers");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(test);
}

/// The sheet of an application whose first failures are gone in the second audit, after something happened to it there.
fn repaired(change: impl FnOnce(&mut ApplicationReport)) -> String {
    let (old, mut new) = (report(), second());
    change(application(&mut new, "SPO-VEREIN"));
    let paper = acceptance(&old, Some(&new), &one(&old, "SPO-VEREIN"), Language::De);
    shown(&paper, PaperFormat::Markdown)
}

fn gap(document: &str, reason: GapReason) -> Gap {
    Gap::of_document(document, GapStage::Parse, reason, "")
}

/// All sheets as text: a line for each cell that holds something.
fn cells(bytes: Vec<u8>) -> String {
    let mut book = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
    let mut out = String::new();
    for name in book.sheet_names() {
        out += &format!("# {name}\n");
        let range = book.worksheet_range(&name).expect("a sheet");
        for (row, column, value) in range.used_cells() {
            let value = match value {
                Data::String(text) => format!("{text:?}"),
                Data::DateTime(day) => format!("day {}", day.as_f64()),
                Data::Float(number) => number.to_string(),
                other => panic!("{other:?}"),
            };
            out += &format!("{row}:{column} {value}\n");
        }
    }
    out
}

fn part(archive: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(archive)).expect("an archive");
    let mut content = String::new();
    let mut file = archive.by_name(name).expect("a part");
    file.read_to_string(&mut content).expect("UTF-8");
    content
}

fn parts(archive: &[u8]) -> Vec<String> {
    let archive = zip::ZipArchive::new(Cursor::new(archive)).expect("an archive");
    let names = archive.file_names();
    names
        .map(|name| name.expect("a name").into_owned())
        .collect()
}

#[test]
fn a_workbook_is_read_back_cell_by_cell() {
    snapshots(|| {
        for language in LANGUAGES {
            let book = cells(bytes(&report(), "xlsx", language));
            insta::assert_snapshot!(format!("xlsx-{}", language.tag()), book);
        }
    });
}

#[test]
fn the_same_report_makes_the_same_bytes() {
    let report = report();
    let again: Report =
        serde_json::from_slice(&bytes(&report, "json", Language::De)).expect("JSON");
    assert_eq!(report, again, "what was added is stored, too");
    assert_eq!(
        bytes(&report, "xlsx", Language::De),
        bytes(&again, "xlsx", Language::De)
    );
    let paper = |report: &Report| {
        let paper = concept(report, &all(report), Language::De);
        written(&paper, PaperFormat::Docx)
    };
    assert_eq!(paper(&report), paper(&again));
}

#[test]
fn sheets_have_filters_and_frozen_heads_and_no_formula() {
    let mut report = report();
    for (index, start) in ["=", "+", "-", "@"].into_iter().enumerate() {
        report.tasks[index].documents = vec![format!("{start}HYPERLINK(\"https://evil.example\")")];
    }
    report.applications[0].name = "=cmd|' /C calc'!A0".to_owned();
    let book = bytes(&report, "xlsx", Language::De);
    let sheets: Vec<String> = parts(&book)
        .into_iter()
        .filter(|name| name.starts_with("xl/worksheets/sheet"))
        .collect();
    assert_eq!(sheets.len(), 9);
    for sheet in sheets {
        let sheet = part(&book, &sheet);
        assert!(sheet.contains("<autoFilter ref=\"A1:"), "{sheet}");
        assert!(sheet.contains("state=\"frozen\""), "{sheet}");
        assert!(
            !sheet.contains("<f>") && !sheet.contains("<hyperlink"),
            "{sheet}"
        );
    }
    let texts = cells(book);
    assert!(
        texts.contains("\"=cmd|' /C calc'!A0\""),
        "the text stays as it is"
    );
    assert!(texts.contains("\"@HYPERLINK"), "{texts}");
}

#[test]
fn tasks_are_written_for_trackers() {
    snapshots(|| {
        for language in LANGUAGES {
            for format in ["tasks-csv", "tasks-json"] {
                let name = format!("{format}-{}", language.tag());
                insta::assert_snapshot!(name, text(&report(), format, language));
            }
        }
    });
}

#[test]
fn a_ticket_has_a_day_and_speaks_the_language_of_its_readers() {
    let mut report = report();
    for task in &mut report.tasks {
        task.window.kind = WindowKind::BeforeIntroduction;
        task.window.date = None;
        task.due = Some(date(2027, 2, 21));
        task.interim = Some(date(2026, 12, 7));
    }
    report.tasks[1].window.kind = WindowKind::EndOfLife;
    let table = text(&report, "tasks-csv", Language::De);
    let urgent = "\n\",\"2027-02-21\",\"sofort\",\"fct1:8892fa5e4b0e9dd0\",\"2026-12-07\",\"fachcheck\",\"Mangel\",\"sofort\",\"SPO\",\"SPO-BAD\"";
    assert!(table.contains(urgent), "{table}");
    // Nothing is done any more where the application ends.
    assert!(table.contains("\n\",\"\",\"sofort\","), "{table}");
    let english = text(&report, "tasks-csv", Language::En);
    assert!(english.contains(",\"failure\",\"immediate\","), "{english}");
    assert!(table.contains("**Zwischenlösung bis:** 07.12.2026"));
    let tickets: Vec<serde_json::Value> =
        serde_json::from_str(&text(&report, "tasks-json", Language::De)).expect("JSON");
    assert_eq!(tickets[0]["priority"], "immediate", "for programs");
    assert_eq!(tickets[0]["interim_date"], "2026-12-07");
}

#[test]
fn a_ticket_is_found_again_by_its_id() {
    let report = report();
    let ids = |language| -> BTreeSet<String> {
        let tickets: Vec<serde_json::Value> =
            serde_json::from_str(&text(&report, "tasks-json", language)).expect("JSON");
        assert_eq!(tickets.len(), report.tasks.len());
        let id = |ticket: &serde_json::Value| {
            let id = ticket["id"].as_str().expect("an id").to_owned();
            let body = ticket["body"].as_str().expect("a body");
            assert!(body.ends_with(&format!("`{id}`\n")), "{body}");
            id
        };
        tickets.iter().map(id).collect()
    };
    assert_eq!(
        ids(Language::De).len(),
        report.tasks.len(),
        "no two are alike"
    );
    assert_eq!(ids(Language::De), ids(Language::En));
    let empty = Report {
        tasks: Vec::new(),
        ..report.clone()
    };
    assert_eq!(text(&empty, "tasks-json", Language::De), "[\n]\n");
}

/// Files in memory, one after the other.
#[derive(Default)]
struct Joined(String);

impl FileSink for Joined {
    fn file(&mut self, path: &str, write: &mut Content<'_>) -> std::io::Result<()> {
        let mut out = Vec::new();
        write(&mut out)?;
        self.0 += &format!("# {path}\n{}", String::from_utf8_lossy(&out));
        Ok(())
    }
}

#[test]
fn figures_are_published_with_their_description() {
    snapshots(|| {
        for language in LANGUAGES {
            let options = WriteOptions {
                language,
                ..WriteOptions::default()
            };
            let mut files = Joined::default();
            let writer = writer("open-data").expect("a format");
            writer
                .write_files(&report(), &options, &mut files)
                .expect("memory");
            insta::assert_snapshot!(format!("open-data-{}", language.tag()), files.0);
        }
    });
}

#[test]
fn a_concept_says_what_changes() {
    let report = report();
    snapshots(|| {
        for language in LANGUAGES {
            let paper = concept(&report, &one(&report, "SPO-BAD"), language);
            let name = format!("concept-{}", language.tag());
            insta::assert_snapshot!(name, shown(&paper, PaperFormat::Markdown));
        }
        let whole = concept(&report, &all(&report), Language::De);
        insta::assert_snapshot!("concept-all", shown(&whole, PaperFormat::Html));
        // What older programs stored has no interfaces, answers and steps.
        let old = stored();
        let paper = concept(&old, &one(&old, "HA-POST"), Language::De);
        insta::assert_snapshot!("concept-old", shown(&paper, PaperFormat::Markdown));
    });
}

#[test]
fn word_takes_headings_lists_and_tables_for_what_they_are() {
    let mut report = report();
    application(&mut report, "SPO-BAD").name = "Bad & Sauna <neu>\u{1}\u{ffff}".to_owned();
    let paper = concept(&report, &all(&report), Language::De);
    let file = written(&paper, PaperFormat::Docx);
    for name in parts(&file) {
        let content = part(&file, &name);
        assert!(
            roxmltree::Document::parse(&content).is_ok(),
            "{name}: {content}"
        );
    }
    let core = part(&file, "docProps/core.xml");
    assert!(core.contains("<dc:language>de-DE</dc:language>"), "{core}");
    assert!(
        core.contains("<dc:title>Fachkonzept: Markt Beispielbach</dc:title>"),
        "{core}"
    );
    assert!(core.contains("2026-11-23T00:00:00Z"), "{core}");
    let styles = part(&file, "word/styles.xml");
    assert!(styles.contains("<w:lang w:val=\"de-DE\""), "{styles}");
    let body = part(&file, "word/document.xml");
    let count = |what: &str| body.matches(what).count();
    assert!(
        count("\"Heading1\"") > 1 && count("\"Heading2\"") > 1,
        "{body}"
    );
    assert_eq!(
        count("<w:tblHeader/>"),
        count("<w:tbl>"),
        "each table has a head"
    );
    assert!(count("<w:numId w:val=\"1\"/>") > 0, "bullets");
    let numbering = part(&file, "word/numbering.xml");
    for list in 2..=3 {
        assert!(
            count(&format!("<w:numId w:val=\"{list}\"/>")) > 0,
            "an ordered list"
        );
        assert!(
            numbering.contains(&format!("<w:num w:numId=\"{list}\">")),
            "{numbering}"
        );
    }
    let english = written(
        &concept(&report, &all(&report), Language::En),
        PaperFormat::Docx,
    );
    assert!(part(&english, "word/styles.xml").contains("<w:lang w:val=\"en-GB\""));
    snapshots(|| {
        let small = statement(&report, one(&report, "SPO-BAD")[0], Language::De);
        let file = written(&small, PaperFormat::Docx);
        insta::assert_snapshot!("statement-docx", part(&file, "word/document.xml"));
    });
}

#[test]
fn a_concept_asks_where_something_is_open_and_quotes_the_law_once() {
    let report = report();
    let paper = concept(&report, &one(&report, "SPO-VEREIN"), Language::De);
    let paper = shown(&paper, PaperFormat::Markdown);
    let (_, asking) = paper.split_once(": Klären").expect("a task that asks");
    let (_, rest) = asking.split_once("#### ").expect("its parts");
    assert!(rest.contains("#### Zu klären\n\n- Welche Werte"), "{rest}");
    let until_the_end = rest.split("\n### ").next().unwrap_or_default();
    for heading in ["#### Zielzustand", "#### Reihenfolge"] {
        assert!(!until_the_end.contains(heading), "{until_the_end}");
    }
    let says = "Der Personenstand kennt vier Fälle";
    assert_eq!(paper.matches(says).count(), 1, "{paper}");
    assert!(paper.matches("§ 22 Abs. 3 PStG").count() > 2, "{paper}");
    // What nobody understood is summed up with what was not read.
    let mut unread = report.clone();
    let club = application(&mut unread, "SPO-VEREIN");
    club.assertions.clear();
    club.gaps
        .push(gap("artefacts/verein/models.py", GapReason::NotUnderstood));
    for cell in &mut club.cells {
        cell.verdict = Outcome::Untested;
    }
    unread.tasks.retain(|task| task.application != "SPO-VEREIN");
    let paper = concept(&unread, &all(&unread), Language::De);
    let paper = shown(&paper, PaperFormat::Markdown);
    let (_, silent) = paper
        .split_once("## Anwendungen, über die nichts zu sagen ist")
        .expect("a sum");
    assert!(silent.contains("SPO-VEREIN"), "{silent}");
}

/// A second audit: one application is repaired, another was not looked at.
fn second() -> Report {
    let mut report = report();
    "2027-03-01".clone_into(&mut report.run.date);
    report
        .applications
        .retain(|application| application.id != "HA-POST");
    let bath = application(&mut report, "SPO-BAD");
    let mut assertions = bath.assertions.iter_mut();
    let failed = assertions.find(|assertion| {
        let mut findings = assertion.findings.iter();
        findings.any(fachcheck::outcome::Finding::is_failure)
    });
    failed.expect("a failure").findings.clear();
    for field in &mut bath.fields {
        field.outcome = Outcome::Passed;
        field.path = format!("neu/{}", field.path);
    }
    for cell in &mut bath.cells {
        if cell.verdict == Outcome::Failed {
            cell.verdict = Outcome::Passed;
        }
    }
    let club = application(&mut report, "SPO-VEREIN");
    for assertion in &club.assertions {
        let rule = assertion.rule.clone();
        club.settled.entry(rule).or_default().passed += 1;
    }
    club.assertions.clear();
    for cell in &mut club.cells {
        cell.verdict = Outcome::Passed;
    }
    for field in &mut club.fields {
        field.outcome = Outcome::Passed;
    }
    report
}

#[test]
fn a_second_audit_fills_the_acceptance_sheet() {
    let (old, new) = (report(), second());
    snapshots(|| {
        for language in LANGUAGES {
            let paper = acceptance(&old, Some(&new), &all(&old), language);
            let name = format!("acceptance-{}", language.tag());
            insta::assert_snapshot!(name, shown(&paper, PaperFormat::Markdown));
        }
        let blank = acceptance(&old, None, &one(&old, "SPO-BAD"), Language::De);
        insta::assert_snapshot!("acceptance-blank", shown(&blank, PaperFormat::Html));
    });
    let same = acceptance(&old, Some(&old), &one(&old, "SPO-BAD"), Language::De);
    assert!(shown(&same, PaperFormat::Markdown).contains("Vorschlag: nicht abnehmen"));
}

/// Nobody examined again what a person answered, and it was no failure before.
#[test]
fn an_answered_question_is_shown_as_answered() {
    let old = report();
    let mut new = old.clone();
    let club = application(&mut new, "SPO-VEREIN");
    let mut answered = Vec::new();
    for assertion in &mut club.assertions {
        let rule = assertion.rule.clone();
        let questions = assertion.findings.extract_if(.., |one| !one.is_failure());
        answered.extend(questions.map(|finding| AnsweredQuestion {
            rule: rule.clone(),
            finding,
            answer: AnswerValue::Met,
            text: Some("Am Bildschirm geprüft".to_owned()),
            role: "Fachadministration".to_owned(),
            date: date(2027, 2, 1),
            valid_until: None,
        }));
    }
    assert!(!answered.is_empty());
    club.answered = answered;
    for language in LANGUAGES {
        let page = text(&new, "markdown", language);
        let said = match language {
            Language::De => "Fachadministration, 01.02.2027",
            Language::En => "Fachadministration, 2027-02-01",
        };
        assert!(page.contains(said), "{page}");
    }
    let table = text(&new, "csv", Language::De);
    assert!(table.contains("laut Antwort erfüllt"), "{table}");
    let earl = text(&new, "earl", Language::De);
    assert!(earl.contains("earl:manual"), "{earl}");
}

#[test]
fn a_statement_is_a_draft_with_the_parts_of_the_model() {
    let report = report();
    let bath = one(&report, "SPO-BAD")[0];
    snapshots(|| {
        for language in LANGUAGES {
            let paper = statement(&report, bath, language);
            let name = format!("statement-{}", language.tag());
            insta::assert_snapshot!(name, shown(&paper, PaperFormat::Markdown));
        }
        let old = stored();
        let paper = statement(&old, one(&old, "SPO-BAD")[0], Language::De);
        insta::assert_snapshot!("statement-old", shown(&paper, PaperFormat::Html));
    });
    // No machine says "fully accessible".
    let mut met = report.clone();
    for cell in &mut application(&mut met, "SPO-BAD").cells {
        cell.verdict = Outcome::Passed;
    }
    let paper = statement(&met, one(&met, "SPO-BAD")[0], Language::De);
    let text = shown(&paper, PaperFormat::Markdown);
    assert!(text.contains("Auszufüllen: "), "{text}");
    assert!(!text.contains("ist vollständig vereinbar"), "{text}");
}

#[test]
fn a_statement_promises_no_repair_in_what_ends() {
    let mut report = report();
    let says = |report: &Report| {
        let paper = statement(report, one(report, "SPO-BAD")[0], Language::De);
        shown(&paper, PaperFormat::Markdown)
    };
    let day = date(2027, 11, 13);
    let rule = "accessibility/page-language";
    report.tasks[0].rules = vec![rule.to_owned()];
    let bath = application(&mut report, "SPO-BAD");
    let mut found = bath.assertions.iter().flat_map(|one| &one.findings);
    let finding = found
        .find(|one| one.is_failure())
        .expect("a failure")
        .clone();
    let mut own = bath.assertions.iter_mut();
    let own = own.find(|one| one.rule == rule).expect("an assertion");
    own.findings = vec![finding];
    for task in &mut report.tasks {
        task.window.kind = WindowKind::NextRelease;
        task.window.date = Some(day);
    }
    assert!(says(&report).contains("Behebung vorgesehen: 13.11.2027"));
    for task in &mut report.tasks {
        task.window.kind = WindowKind::EndOfLife;
    }
    let ends = says(&report);
    assert!(ends.contains("Die Anwendung endet am 13.11.2027"), "{ends}");
    assert!(!ends.contains("Behebung vorgesehen"), "{ends}");
}
