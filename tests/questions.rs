//! Questions out and back: what a department fills in arrives in the inventory, and the next audit knows it.

#[path = "questions/cells.rs"]
mod cells;
#[path = "questions/csv.rs"]
mod csv;
#[path = "questions/forms.rs"]
mod forms;
#[path = "questions/groups.rs"]
mod groups;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use assert_cmd::Command;
use calamine::{Data, Reader, Xlsx};
use fachcheck::inventory::{AnswerValue, Inventory, LoadOptions};
use fachcheck::record::{Report, Standing};
use jiff::civil::date;
use rust_xlsxwriter::Workbook;
use scraper::{Html, Selector};
use serde_json::{Value, json};

const TODAY: &str = "2026-11-23";
/// A field that says nothing about its values: a question.
const OPEN: &str = r#"{"$schema":"https://json-schema.org/draft/2020-12/schema","title":"Person",
"type":"object","properties":{"geschlecht":{"type":"string"}}}"#;
const RIGHT: &str = r#"{"$schema":"https://json-schema.org/draft/2020-12/schema","title":"Person",
"type":"object","properties":{"geschlecht":{"enum":["männlich","weiblich","divers","ohne Angabe"]}}}"#;

/// An inventory in a folder of its own, audited once.
struct Estate {
    folder: tempfile::TempDir,
}

impl Estate {
    fn new() -> Self {
        let estate = Self {
            folder: tempfile::tempdir().expect("a folder"),
        };
        let mut inventory = String::from(
            "[inventory]\norganisation = \"Stadt Musterhausen\"\n\n[[department]]\nid = \"BUE\"\nname = \"Bürgerdienste\"\n\n[[department]]\nid = \"KUL\"\nname = \"Kultur\"\n",
        );
        for (id, department, file) in [
            ("APP-0001", "BUE", Some("offen.json")),
            ("APP-0002", "KUL", Some("offen.json")),
            ("APP-0003", "KUL", Some("richtig.json")),
            ("APP-0004", "KUL", None),
        ] {
            let artefact = file.map_or(String::new(), |file| {
                format!("\n[[application.artefact]]\npath = \"artefacts/{file}\"\n")
            });
            inventory += &format!(
                "\n[[application]]\nid = \"{id}\"\nname = \"Anwendung {id}\"\ndepartment = \"{department}\"\nbusiness_owner = \"Leitstelle {department}\"\nkind = \"desktop\"\nlifecycle.phase = \"active\"\nuser_groups = [\"employees\"]\npersonal_data = true\nvvt_ids = [\"VVT-1\"]\nvendor = \"Beispielsoft GmbH\"\n{artefact}"
            );
        }
        estate.put("inventory/inventory.toml", &inventory);
        estate.put("inventory/artefacts/offen.json", OPEN);
        estate.put("inventory/artefacts/richtig.json", RIGHT);
        estate.audit("first");
        estate
    }

    fn put(&self, name: &str, content: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("inside")).expect("a folder");
        fs::write(path, content).expect("a file");
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    fn run(&self, arguments: &[&str], input: &str) -> Output {
        Command::cargo_bin("fachcheck")
            .expect("the program was built")
            .current_dir(self.folder.path())
            .args(arguments)
            .write_stdin(input)
            .output()
            .expect("the program starts")
    }

    fn audit(&self, folder: &str) -> Report {
        let arguments = [
            "audit", "--quiet", "--format", "json", "--today", TODAY, "--out", folder,
        ];
        let output = self.run(&arguments, "");
        assert_ne!(output.status.code(), Some(2), "{}", err(&output));
        let report = self.read(&format!("{folder}/{TODAY}/report.json"));
        serde_json::from_str(&report).expect("a report")
    }

    fn export(&self) {
        let report = format!("first/{TODAY}/report.json");
        let output = self.run(
            &[
                "questions",
                "export",
                &report,
                "--out",
                "fragen",
                "--checklist",
                "gifa",
            ],
            "",
        );
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    }

    fn import(&self, arguments: &[&str]) -> Output {
        let report = format!("first/{TODAY}/report.json");
        let verb = ["questions", "import", "--today", TODAY, "--report", &report];
        self.run(&[&verb, arguments].concat(), "")
    }

    /// The same without the report that asked.
    fn import_blindly(&self, arguments: &[&str]) -> Output {
        let verb = ["questions", "import", "--today", TODAY];
        self.run(&[&verb, arguments].concat(), "")
    }

    /// The id of the one open question about a place in an application.
    fn finding_of(&self, application: &str) -> String {
        let report = self.read(&format!("first/{TODAY}/report.json"));
        let report: Report = serde_json::from_str(&report).expect("a report");
        let one = report.applications.iter().find(|one| one.id == application);
        let mut findings = one.expect("the application").findings();
        findings.next().expect("a finding").fingerprint.to_string()
    }

    /// Every answer of the inventory by application and question.
    fn answers(&self) -> BTreeMap<String, Vec<AnswerValue>> {
        let options = LoadOptions::on(date(2026, 11, 23));
        let (inventory, _) = Inventory::load(&self.path("inventory"), &options)
            .unwrap_or_else(|problems| panic!("{problems}"));
        let answers = inventory.answers.into_iter();
        answers
            .map(|(id, answers)| (id, answers.iter().map(|answer| answer.answer).collect()))
            .collect()
    }
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// The cells of the sheet of questions.
fn cells(path: &Path) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = calamine::open_workbook(path).expect("a workbook");
    let sheet = book.worksheet_range_at(0).expect("a sheet").expect("cells");
    let text = |cell: &Data| cell.to_string();
    sheet
        .rows()
        .map(|row| row.iter().map(text).collect())
        .collect()
}

/// What a spreadsheet writes after somebody filled it in: `fill` is called for each row below the headings.
fn filled(path: &Path, target: &Path, fill: impl Fn(&mut Vec<String>)) {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (number, mut row) in (0u32..).zip(cells(path)) {
        if number > 3 {
            fill(&mut row);
        }
        for (column, text) in (0u16..).zip(row) {
            sheet.write_string(number, column, text).expect("a cell");
        }
    }
    book.save(target).expect("a file");
}

/// One row of a form, right but for what is said otherwise.
fn row(changes: &[(&str, &str)]) -> Value {
    let mut row = json!({
        "application": "APP-0001", "id": "gifa/G01", "answer": "erfüllt", "text": "Rechtsgrundlage genannt.",
        "role": "Leitstelle", "date": TODAY,
    });
    for (key, value) in changes {
        row[*key] = Value::from(*value);
    }
    row
}

fn form(rows: &[Value]) -> String {
    json!({ "schema": "fachcheck-answers/1", "answers": rows }).to_string()
}

/// What the form saves once every question has this answer.
fn saved(page: &str, answer: &str) -> Value {
    let page = Html::parse_document(page);
    let select = |selector: &str| Selector::parse(selector).expect("a selector");
    let mut answers = Vec::new();
    for section in page.select(&select("section[data-application]")) {
        let role = section
            .select(&select("input.role"))
            .next()
            .expect("a role");
        for question in section.select(&select("fieldset")) {
            answers.push(json!({
                "application": section.attr("data-application"),
                "id": question.attr("data-id"),
                "answer": answer,
                "text": "Steht im Datenmodell, Kapitel 3.",
                "evidence": "AZ 12.3",
                "role": role.attr("value"),
                "date": TODAY,
            }));
        }
    }
    let form = page.select(&select("#form")).next().expect("a form");
    json!({ "schema": form.attr("data-schema"), "version": form.attr("data-version"), "answers": answers })
}

#[test]
fn what_departments_fill_in_is_known_to_the_next_audit() {
    let estate = Estate::new();
    let before = estate.audit("before");
    assert_eq!(before.totals.findings_cant_tell, 2);
    estate.export();
    let folder = format!("fragen/{TODAY}");
    let workbook = estate.path(&format!("{folder}/BUE.xlsx"));
    filled(&workbook, &estate.path("BUE.xlsx"), |row| {
        row[5] = "erfüllt".to_owned();
        row[6] = "Werteliste im Handbuch".to_owned();
        row[9] = "20.11.2026".to_owned();
    });
    let page = estate.read(&format!("{folder}/KUL.html"));
    estate.put("KUL.json", &saved(&page, "not_applicable").to_string());

    let dry = estate.import(&["BUE.xlsx", "KUL.json"]);
    assert_eq!(dry.status.code(), Some(0), "{}", err(&dry));
    assert!(!estate.path("inventory/answers").exists());
    let written = estate.import(&["BUE.xlsx", "KUL.json", "--write"]);
    assert_eq!(written.status.code(), Some(0), "{}", err(&written));

    let after = estate.audit("after");
    assert_eq!(after.totals.findings_cant_tell, 0);
    assert!(after.notices.is_empty(), "{:?}", after.notices);
    let answered = |report: &Report| {
        let cells = report.applications.iter().flat_map(|one| &one.cells);
        cells.filter(|cell| cell.answered).count()
    };
    assert_eq!(answered(&before), 0);
    assert!(answered(&after) > 4);
    // What is there already changes nothing.
    let file = estate.read("inventory/answers/APP-0001.toml");
    let again = estate.import(&["BUE.xlsx", "KUL.json", "--write"]);
    assert_eq!(again.status.code(), Some(0));
    assert_eq!(estate.read("inventory/answers/APP-0001.toml"), file);
}

#[test]
fn of_two_versions_the_younger_answer_counts_and_what_was_there_is_kept() {
    let estate = Estate::new();
    let present = "# Von Hand\n[[answer]]\ncriterion = \"gifa/G01\" # geprüft\nanswer = \"not_met\"\nrole = \"Leitstelle\"\ndate = 2026-10-01\n\n[[answer]]\ncriterion = \"gifa/G02\"\nanswer = \"met\"\nrole = \"Leitstelle\"\ndate = 2026-11-22\ntext = \"Gesehen.\"\n";
    estate.put("inventory/answers/APP-0001.toml", present);
    estate.put(
        "old.json",
        &form(&[row(&[
            ("answer", "trifft nicht zu"),
            ("date", "2026-11-01"),
        ])]),
    );
    estate.put(
        "new.json",
        &form(&[
            row(&[]),
            row(&[
                ("id", "gifa/G02"),
                ("answer", "not_met"),
                ("date", "2026-11-02"),
            ]),
        ]),
    );
    let output = estate.import(&["old.json", "new.json", "--write"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let text = format!(
        "{}{}\n{}",
        err(&output),
        out(&output),
        estate.read("inventory/answers/APP-0001.toml")
    );
    insta::with_settings!({ snapshot_path => "questions", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("versions", text);
    });
    assert_eq!(
        estate.answers()["APP-0001"],
        [AnswerValue::Met, AnswerValue::Met]
    );
}

#[test]
fn an_answer_without_a_day_is_as_old_as_its_form_and_never_outweighs_a_younger_one() {
    let estate = Estate::new();
    let undated = json!({
        "schema": "fachcheck-answers/1",
        "version": "2026-10-15-0123456789ab",
        "answers": [row(&[("answer", "erfüllt"), ("date", "")])],
    });
    estate.put("undated.json", &undated.to_string());
    estate.put(
        "dated.json",
        &form(&[row(&[("answer", "nicht erfüllt"), ("date", "2026-11-02")])]),
    );
    let first = estate.import(&["undated.json", "--write"]);
    assert_eq!(first.status.code(), Some(0), "{}", err(&first));
    let stored = estate.read("inventory/answers/APP-0001.toml");
    assert!(stored.contains("date = 2026-10-15"), "{stored}");
    estate.import(&["dated.json", "--write"]);
    let stored = estate.read("inventory/answers/APP-0001.toml");
    for again in [
        &["undated.json", "--write"][..],
        &["dated.json", "undated.json", "--write"],
    ] {
        let output = estate.import(again);
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        assert_eq!(estate.read("inventory/answers/APP-0001.toml"), stored);
    }
    assert_eq!(estate.answers()["APP-0001"], [AnswerValue::NotMet]);
}

#[test]
fn a_terminal_asks_one_question_after_the_other_and_goes_on_where_it_stopped() {
    let estate = Estate::new();
    let report = format!("first/{TODAY}/report.json");
    let ask = |input: &str| {
        let output = estate.run(&["answer", &report, "--today", TODAY], input);
        assert_eq!(output.status.code(), Some(0), "{}", err(&output));
        out(&output)
    };
    let first = ask("9\nz\no\n1\nSteht im Handbuch.\n\n\ns\nz\nx\n");
    insta::with_settings!({ snapshot_path => "questions", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("terminal", first);
    });
    assert_eq!(estate.answers()["APP-0001"], [AnswerValue::Met]);
    // One question is left; a person's name is no role; the end of the input loses nothing.
    let second = ask("trifft nicht zu\n\n\nerika.mustermann@stadt.example\nLeitstelle\n");
    assert!(
        second.contains("APP-0002") && !second.contains("APP-0001"),
        "{second}"
    );
    assert_eq!(estate.answers()["APP-0002"], [AnswerValue::NotApplicable]);
    assert!(ask("").contains("Keine offenen Fragen"));
    let report = estate.audit("after");
    assert_eq!(report.totals.findings_cant_tell, 0);
}

#[test]
fn without_a_report_in_the_usual_place_one_is_asked_for() {
    let estate = Estate::new();
    let output = estate.run(&["answer", "--today", TODAY], "");
    assert_eq!(output.status.code(), Some(2));
    assert!(
        err(&output).contains("In reports liegt kein Bericht"),
        "{}",
        err(&output)
    );
}

#[test]
fn names_that_nothing_has_are_answered_with_the_nearest() {
    let estate = Estate::new();
    let report = format!("first/{TODAY}/report.json");
    let mut all = String::new();
    for arguments in [
        ["questions", "export", &report, "--department", "BEU"],
        ["questions", "export", &report, "--checklist", "giffa"],
        ["answer", &report, "--only", "APP-001", "--again"],
        [
            "inventory",
            "check",
            "--report",
            "missing.json",
            "--today=2026-11-23",
        ],
    ] {
        let output = estate.run(&arguments, "");
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        all += &err(&output);
    }
    fs::create_dir(estate.path("empty")).expect("a folder");
    all += &err(&estate.import(&["empty"]));
    insta::with_settings!({ snapshot_path => "questions", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("unknown-names", all);
    });
}

#[test]
fn a_question_of_another_application_never_becomes_an_answer() {
    let estate = Estate::new();
    let foreign = estate.finding_of("APP-0002");
    estate.put("a.json", &form(&[row(&[("id", &foreign)]), row(&[])]));
    for output in [
        estate.import(&["a.json", "--write", "--skip"]),
        estate.import_blindly(&["a.json", "--write", "--skip"]),
    ] {
        assert_eq!(output.status.code(), Some(3), "{}", err(&output));
        let said = err(&output);
        assert!(
            said.contains("gehört zu APP-0002") || said.contains("--report BERICHT"),
            "{said}"
        );
        assert!(
            !estate
                .read("inventory/answers/APP-0001.toml")
                .contains(&foreign)
        );
        assert_eq!(estate.answers()["APP-0001"], [AnswerValue::Met]);
    }
    // The youngest report where audits write them is asked unless another is named.
    let own = estate.finding_of("APP-0001");
    estate.audit("reports");
    estate.put("b.json", &form(&[row(&[("id", &own)])]));
    let output = estate.import_blindly(&["b.json", "--write"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert!(
        estate
            .read("inventory/answers/APP-0001.toml")
            .contains(&own)
    );
}

#[test]
fn of_contradicting_answers_only_these_wait_and_both_sides_are_told() {
    let estate = Estate::new();
    estate.put("a.json", &form(&[row(&[]), row(&[("id", "gifa/G02")])]));
    estate.put(
        "b.json",
        &form(&[row(&[
            ("answer", "nicht erfüllt"),
            ("role", "Fachadministration"),
            ("text", "Fehlt."),
        ])]),
    );
    let output = estate.import(&["a.json", "b.json", "--write"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let said = err(&output);
    for part in [
        "b.json, answers[0].answer",
        "a.json, answers[0].answer",
        "„nicht erfüllt“ (Fachadministration",
        "„erfüllt“ (Leitstelle",
        "Fehlt.",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let text = estate.read("inventory/answers/APP-0001.toml");
    assert!(
        text.contains("gifa/G02") && !text.contains("gifa/G01"),
        "{text}"
    );
}

#[test]
fn snippets_of_the_report_can_be_pasted_as_they_are() {
    let estate = Estate::new();
    let report = format!("first/{TODAY}/report.json");
    let page = estate.run(&["render", &report, "--format", "html"], "");
    let page = Html::parse_document(&out(&page));
    let snippets = Selector::parse("details.answer code:last-child").expect("a selector");
    let mut seen = 0;
    for snippet in page.select(&snippets) {
        let text: String = snippet.text().collect();
        let first = text.lines().next().and_then(|line| line.strip_prefix("# "));
        let file =
            first.and_then(|line| line.split_whitespace().find(|word| word.ends_with(".toml")));
        if let Some(file) = file {
            estate.put(&format!("inventory/{file}"), &text);
            seen += 1;
        }
    }
    assert_eq!(seen, 2);
    assert_eq!(estate.answers()["APP-0001"], [AnswerValue::Unknown]);
    let check = estate.run(
        &["inventory", "check", "--today", TODAY, "--report", &report],
        "",
    );
    assert_eq!(check.status.code(), Some(0), "{}", out(&check));
}

#[test]
fn looked_at_without_a_failure_is_told_apart_from_not_looked_at() {
    let estate = Estate::new();
    let report = estate.audit("standing");
    let standings: Vec<Standing> = report
        .applications
        .iter()
        .map(|application| application.standing(&report.rules))
        .collect();
    let expected = [
        Standing::Asking,
        Standing::Asking,
        // Of a desktop application no form was read.
        Standing::Incomplete,
        Standing::Unread,
    ];
    assert_eq!(standings, expected);
    let stored = format!("standing/{TODAY}/report.json");
    for format in ["terminal", "html", "markdown", "csv"] {
        let output = out(&estate.run(&["render", &stored, "--format", format], ""));
        // There may be a thousand of them: the terminal counts those that nobody looked at.
        let unread = match format {
            "terminal" => "von denen nichts gelesen wurde: 1.",
            _ => "keine Unterlagen gelesen; ",
        };
        for sentence in ["maschinell geprüft, soweit lesbar, keine Mängel; ", unread] {
            // On a page they stand for themselves.
            let sentence = match format {
                "html" => sentence.trim_end_matches("; "),
                _ => sentence,
            };
            assert!(output.contains(sentence), "{format}: {sentence}");
        }
    }
}
