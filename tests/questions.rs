//! Questions out and back: what a department fills in arrives in the inventory, and the next audit knows it.

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
fn a_form_left_blank_changes_nothing() {
    let estate = Estate::new();
    estate.export();
    let workbook = format!("fragen/{TODAY}/BUE.xlsx");
    let output = estate.import(&[&workbook, "--write"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert!(!estate.path("inventory/answers").exists());
}

#[test]
fn forms_are_the_same_to_the_byte_and_load_nothing() {
    let estate = Estate::new();
    estate.export();
    estate.export();
    for name in ["BUE.xlsx", "BUE.html", "KUL.xlsx", "KUL.html"] {
        let read = |folder: &str| fs::read(estate.path(&format!("fragen/{folder}/{name}")));
        let (first, second) = (read(TODAY), read(&format!("{TODAY}-2")));
        assert_eq!(first.expect("first"), second.expect("second"), "{name}");
    }
    let page = estate.read(&format!("fragen/{TODAY}/KUL.html"));
    for outside in ["http:", "https:", "src=", "@import", "url(", "fetch("] {
        assert!(!page.contains(outside), "{outside}");
    }
    insta::with_settings!({ snapshot_path => "questions", prepend_module_to_snapshot => false, omit_expression => true }, {
        let start = page.find("<main>").expect("main");
        let end = page.find("</fieldset>").expect("a question");
        insta::assert_snapshot!("form", &page[start..end]);
    });
}

/// An import takes no bare yes, so the form does not let one go without a word.
#[test]
fn a_form_asks_for_the_reason_that_an_import_wants() {
    let estate = Estate::new();
    estate.export();
    let page = estate.read(&format!("fragen/{TODAY}/KUL.html"));
    assert!(
        page.contains("data-reason=\"[name]: „Erfüllt“ begründen"),
        "{page}"
    );
    assert!(page.contains("word: \"reason\""), "{page}");
}

#[test]
fn each_role_gets_a_form_of_its_own() {
    let estate = Estate::new();
    let report = format!("first/{TODAY}/report.json");
    let output = estate.run(
        &[
            "questions",
            "export",
            &report,
            "--by",
            "owner",
            "--out",
            "rollen",
        ],
        "",
    );
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let folder = fs::read_dir(estate.path(&format!("rollen/{TODAY}"))).expect("a folder");
    let mut names: Vec<String> = folder
        .map(|entry| {
            entry
                .expect("entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    let expected = [
        "Leitstelle-BUE.html",
        "Leitstelle-BUE.xlsx",
        "Leitstelle-KUL.html",
        "Leitstelle-KUL.xlsx",
    ];
    assert_eq!(names, expected);
    assert_eq!(
        cells(&estate.path(&format!("rollen/{TODAY}/Leitstelle-KUL.xlsx"))).len(),
        5
    );
}

#[test]
fn every_field_of_a_form_has_a_label_of_its_own() {
    let estate = Estate::new();
    estate.export();
    let page = Html::parse_document(&estate.read(&format!("fragen/{TODAY}/KUL.html")));
    let select = |selector: &str| Selector::parse(selector).expect("a selector");
    let mut ids = std::collections::BTreeSet::new();
    for element in page.select(&select("[id]")) {
        assert!(
            ids.insert(element.attr("id")),
            "{:?} twice",
            element.attr("id")
        );
    }
    for field in page.select(&select("input, textarea")) {
        let within = field
            .ancestors()
            .filter_map(scraper::ElementRef::wrap)
            .any(|parent| parent.value().name() == "label");
        let named = field.attr("id").is_some_and(|id| {
            page.select(&select(&format!("label[for={id}]")))
                .next()
                .is_some()
        });
        assert!(within || named, "{}", field.html());
    }
    for fieldset in page.select(&select("fieldset")) {
        assert!(fieldset.select(&select("legend")).next().is_some());
        assert_eq!(fieldset.select(&select("input[type=radio]")).count(), 4);
    }
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

#[test]
fn every_wrong_cell_is_named_with_what_would_be_right() {
    let estate = Estate::new();
    let long = "x".repeat(600);
    estate.put(
        "wrong.json",
        &form(&[
            row(&[("answer", "vielleicht")]),
            row(&[("application", "")]),
            row(&[("id", "")]),
            row(&[("id", "gifa/G1")]),
            row(&[("id", "Zeile 7")]),
            row(&[("date", "31.02.2026")]),
            row(&[("date", "2027-01-01")]),
            row(&[("valid_until", "2026-01-01")]),
            row(&[("role", "")]),
            row(&[("role", "erika.mustermann@stadt.example")]),
            row(&[("text", "Frage an erika.mustermann@stadt.example")]),
            row(&[("evidence", &long)]),
            row(&[("answer", "")]),
            row(&[("application", "APP-0815")]),
            row(&[]),
            row(&[("answer", "nicht erfüllt")]),
            row(&[("id", "gifa/G02")]),
        ]),
    );
    let mut all = String::new();
    for language in ["de", "en"] {
        let output = estate.import(&["wrong.json", "--write", "--lang", language]);
        assert_eq!(output.status.code(), Some(2));
        all += &format!("{}\n{}\n", err(&output), out(&output));
    }
    assert!(!estate.path("inventory/answers").exists());
    insta::with_settings!({ snapshot_path => "questions", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("wrong-cells", all);
    });
    // The rest is not lost over it.
    let output = estate.import(&["wrong.json", "--write", "--skip"]);
    assert_eq!(output.status.code(), Some(3), "{}", err(&output));
    assert_eq!(estate.answers()["APP-0001"], [AnswerValue::Met]);
}

/// What would close a question without a word, or give it to nobody, is said and not taken.
#[test]
fn a_bare_yes_a_placeholder_and_a_person_are_no_answers() {
    let estate = Estate::new();
    let rows = [
        row(&[("text", "")]),
        row(&[("id", "gifa/G02"), ("role", "N.N.")]),
        row(&[("id", "gifa/G03"), ("text", "laut Frau Huber nicht")]),
        row(&[("id", "gifa/G04"), ("text", ""), ("evidence", "AZ 12.3")]),
        row(&[("id", "gifa/G05"), ("text", "Bestätigt von Max Mustermann")]),
        row(&[
            ("id", "gifa/G06"),
            ("text", "Konto DE89 3704 0044 0532 0130 00 liegt bei"),
        ]),
    ];
    estate.put("wort.json", &form(&rows));
    let output = estate.import(&["wort.json", "--write", "--skip"]);
    let (said, sum) = (err(&output), out(&output));
    for expected in [
        "answers[0].text: Warnung ANTWORT: „Erfüllt“ ohne Begründung",
        "answers[1].role: Fehler ANTWORT: „N.N.“ hält nur den Platz frei",
        "answers[2].text: Fehler ANTWORT: Hier steht der Name",
        "answers[4].text: Fehler ANTWORT: Hier steht der Name",
        "answers[5].text: Fehler ANTWORT: Hier steht ein Kennwort oder eine Kontonummer",
    ] {
        assert!(said.contains(expected), "{expected}: {said}");
    }
    assert!(sum.contains("nicht übernommen: 5"), "{sum}");
    assert_eq!(estate.answers()["APP-0001"], [AnswerValue::Met]);
    assert!(
        estate
            .read("inventory/answers/APP-0001.toml")
            .contains("gifa/G04")
    );
}

#[test]
fn an_answer_waits_for_a_row_that_contradicts_it_and_is_wrong() {
    let estate = Estate::new();
    let rows = [
        row(&[]),
        row(&[("answer", "nicht erfüllt"), ("date", "30.02.2026")]),
        row(&[("id", "gifa/G02")]),
        row(&[("id", "gifa/G02"), ("date", "30.02.2026")]),
    ];
    estate.put("hin.json", &form(&rows));
    let output = estate.import(&["hin.json", "--write", "--skip"]);
    assert_eq!(output.status.code(), Some(3), "{}", err(&output));
    assert!(
        err(&output).contains("answers[1].answer anders beantwortet"),
        "{}",
        err(&output)
    );
    // The other question is answered twice in the same way.
    assert_eq!(estate.answers()["APP-0001"], [AnswerValue::Met]);
}

/// As `inventory import` takes them: with a year of two digits, and as the number of a spreadsheet.
#[test]
fn days_are_taken_as_lists_write_them() {
    let estate = Estate::new();
    let rows = [
        row(&[("date", "22.11.26")]),
        row(&[("id", "gifa/G02"), ("date", "46346")]),
    ];
    estate.put("tage.json", &form(&rows));
    let output = estate.import(&["tage.json", "--write"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let text = estate.read("inventory/answers/APP-0001.toml");
    for day in ["date = 2026-11-22", "date = 2026-11-20"] {
        assert!(text.contains(day), "{day}: {text}");
    }
}

#[test]
fn yes_and_no_are_explained() {
    let estate = Estate::new();
    estate.put("ja.json", &form(&[row(&[("answer", "Ja")])]));
    let output = estate.import(&["ja.json"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        err(&output).contains("kann je nach Frage das eine oder das andere heißen"),
        "{}",
        err(&output)
    );
}

#[test]
fn files_that_are_no_forms_are_refused_by_name() {
    let estate = Estate::new();
    estate.put("text.json", "Hallo");
    estate.put("other.json", r#"{"schema": "fachcheck-report/1"}"#);
    let mut book = Workbook::new();
    book.add_worksheet()
        .write_string(0, 0, "Antwort")
        .expect("a cell");
    book.save(estate.path("foreign.xlsx")).expect("a file");
    fs::write(estate.path("broken.xlsx"), b"PK\x03\x04 xl/workbook.xml").expect("a file");
    let output = estate.import(&[
        "text.json",
        "other.json",
        "foreign.xlsx",
        "broken.xlsx",
        "missing.xlsx",
        "--write",
    ]);
    assert_eq!(output.status.code(), Some(2));
    insta::with_settings!({ snapshot_path => "questions", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("no-forms", err(&output));
    });
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

/// A workbook saved as CSV comes back like the workbook, whatever separates its cells and however it is encoded.
#[test]
fn a_sheet_saved_as_csv_is_taken_back() {
    let quoted = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
    for (separator, latin) in [(";", true), (",", false), ("\t", false)] {
        let estate = Estate::new();
        estate.export();
        let mut text = String::new();
        for (number, mut row) in cells(&estate.path(&format!("fragen/{TODAY}/BUE.xlsx")))
            .into_iter()
            .enumerate()
        {
            if number > 3 {
                row[5] = "erfüllt".to_owned();
                row[6] = "Ja; geprüft, \"alles\"\nauf Seite 3".to_owned();
            }
            let row: Vec<String> = row.iter().map(|cell| quoted(cell)).collect();
            text += &format!("{}\r\n", row.join(separator));
        }
        let bytes = match latin {
            true => text
                .chars()
                .map(|ch| u8::try_from(u32::from(ch)).unwrap_or(b'-'))
                .collect(),
            false => text.into_bytes(),
        };
        fs::create_dir(estate.path("zurueck")).expect("a folder");
        fs::write(estate.path("zurueck/BUE.csv"), bytes).expect("a file");
        let output = estate.import(&["zurueck", "--write"]);
        assert_eq!(
            output.status.code(),
            Some(0),
            "{separator}: {}",
            err(&output)
        );
        let answers = estate.answers();
        assert!(answers["APP-0001"].len() > 1, "{separator}");
        assert!(
            answers["APP-0001"]
                .iter()
                .all(|answer| *answer == AnswerValue::Met)
        );
    }
}

#[test]
fn a_csv_whose_cells_nobody_can_tell_apart_is_refused_with_its_line() {
    let estate = Estate::new();
    let text = "Anwendung;Antwort;Begründung;Rolle;Kennung der Frage\nAPP-0001;erfüllt;\"offen;Leitstelle;gifa/G01\nAPP-0001;erfüllt;b;Leitstelle;gifa/G02\n";
    estate.put("a.csv", text);
    let output = estate.import(&["a.csv", "--write"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        err(&output).contains("In Zeile 2 beginnt ein Anführungszeichen"),
        "{}",
        err(&output)
    );
    assert!(!estate.path("inventory/answers").exists());
}

#[test]
fn nothing_in_a_folder_vanishes_without_a_word() {
    let estate = Estate::new();
    for name in [
        "brief.docx",
        "KUL.html",
        "~$BUE.xlsx",
        "Thumbs.db",
        "alt/BUE.xlsx",
        "notiz.txt",
    ] {
        estate.put(&format!("zurueck/{name}"), "x");
    }
    estate.put("zurueck/kaputt.json", "{");
    estate.put("zurueck/gut.json", &form(&[row(&[])]));
    let refused = estate.import(&["zurueck", "--write"]);
    assert_eq!(refused.status.code(), Some(2));
    for name in [
        "brief.docx",
        "KUL.html",
        "~$BUE.xlsx",
        "Thumbs.db",
        "alt",
        "notiz.txt",
        "kaputt.json",
    ] {
        assert!(err(&refused).contains(name), "{name}: {}", err(&refused));
    }
    assert!(
        out(&refused).contains("Dateien, die nicht gelesen wurden: 7"),
        "{}",
        out(&refused)
    );
    // One bad file does not keep the others out.
    let taken = estate.import(&["zurueck", "--write", "--skip"]);
    assert_eq!(taken.status.code(), Some(3), "{}", err(&taken));
    assert_eq!(estate.answers()["APP-0001"], [AnswerValue::Met]);
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

/// What a group was answered reaches each of its applications in an audit, once.
#[test]
fn an_answer_for_a_group_settles_the_question_of_each() {
    let estate = Estate::new();
    estate.put(
        "inventory/answers/alle.toml",
        "[[answer]]\nrule = \"gender/four-entries-storable\"\nfield = \"Person.geschlecht\"\napplications = [\"APP-0001\", \"APP-0002\"]\nanswer = \"met\"\ntext = \"Geprüft.\"\nrole = \"Leitstelle\"\ndate = 2026-11-01\n\n[[answer]]\nrule = \"accessibility/page-language\"\ndepartment = \"KUL\"\nanswer = \"met\"\ntext = \"Geprüft.\"\nrole = \"Leitstelle\"\ndate = 2026-11-01\n",
    );
    let report = estate.audit("grouped");
    let open: Vec<u64> = report
        .applications
        .iter()
        .map(fachcheck::record::ApplicationReport::doubts)
        .collect();
    let stale: Vec<&str> = report
        .notices
        .iter()
        .map(|notice| notice.code.as_str())
        .collect();
    assert_eq!((open, stale), (vec![0, 0, 0, 0], vec!["ANSWER-UNUSED"]));
}

/// A class whose field says nothing about its values.
fn class(name: &str) -> String {
    format!(
        "package x;\npublic class {name} {{ private String name; private String geschlecht; }}\n"
    )
}

#[test]
fn a_question_about_several_fields_names_each_and_is_asked_anew_with_another() {
    let estate = Estate::new();
    let inventory = estate.read("inventory/inventory.toml");
    let inventory = inventory.replacen("artefacts/offen.json", "artefacts/java", 1);
    estate.put("inventory/inventory.toml", &inventory);
    let put = |name: &str| {
        estate.put(
            &format!("inventory/artefacts/java/{name}.java"),
            &class(name),
        )
    };
    let asked = |folder: &str| {
        let report = estate.audit(folder);
        let mut all = report.applications.iter();
        let one = all.find(|one| one.id == "APP-0001");
        let findings = one.expect("the application").findings();
        let ids = findings.map(|finding| finding.fingerprint.to_string());
        ids.collect::<Vec<String>>()
    };
    put("Halter");
    let alone = asked("one");
    for name in ["Kunde", "Vormund"] {
        put(name);
    }
    let three = asked("three");
    assert_eq!((alone.len(), three.len()), (1, 1));
    assert_ne!(alone, three);
    let report = format!("three/{TODAY}/report.json");
    let exported = estate.run(&["questions", "export", &report, "--out", "fragen"], "");
    assert_eq!(exported.status.code(), Some(0), "{}", err(&exported));
    let page = estate.read(&format!("fragen/{TODAY}/BUE.html"));
    for name in ["Halter", "Kunde", "Vormund"] {
        assert!(
            page.contains(&format!("{name}.java, Zeile 2")),
            "{name}: {page}"
        );
    }
    estate.put(
        "inventory/answers/APP-0001.toml",
        &format!(
            "[[answer]]\nfinding = \"{}\"\nanswer = \"met\"\ntext = \"Alle vier im Handbuch.\"\nrole = \"Leitstelle\"\ndate = 2026-11-20\n",
            three[0]
        ),
    );
    assert!(asked("answered").is_empty());
    put("Neu");
    assert_eq!(asked("anew").len(), 1);
    // An answer about one of the fields settles nothing about the others; one about each does.
    let about = |name: &str| {
        format!(
            "[[answer]]\nrule = \"gender/four-entries-storable\"\nfield = \"{name}.geschlecht\"\nanswer = \"met\"\ntext = \"Alle vier im Handbuch.\"\nrole = \"Leitstelle\"\ndate = 2026-11-20\n\n"
        )
    };
    let answers = "inventory/answers/APP-0001.toml";
    estate.put(answers, &about("Halter"));
    assert_eq!(asked("half").len(), 1);
    let all = ["Halter", "Kunde", "Vormund", "Neu"].map(about).concat();
    estate.put(answers, &all);
    assert_eq!(asked("all").len(), 0);
    estate.put(
        answers,
        &about("x").replace("field = \"x.geschlecht\"\n", "field = \"geschlecht\"\n"),
    );
    assert_eq!(asked("name").len(), 0);
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
