//! Cells that are wrong, and files that are no forms.

use super::*;

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
    insta::with_settings!({ snapshot_path => ".", prepend_module_to_snapshot => false, omit_expression => true }, {
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
        "answers[0].text (APP-0001, gifa/G01): Warnung ANTWORT: „Erfüllt“ ohne Begründung",
        "answers[1].role (APP-0001, gifa/G02): Fehler ANTWORT: „N.N.“ hält nur den Platz frei",
        "answers[2].text (APP-0001, gifa/G03): Fehler ANTWORT: Hier steht der Name",
        "(und 1 weitere: wort.json, answers[4].text (APP-0001, gifa/G05))",
        "answers[5].text (APP-0001, gifa/G06): Fehler ANTWORT: Hier steht ein Kennwort oder eine Kontonummer",
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
        err(&output).contains("answers[1].answer (APP-0001, gifa/G01) anders beantwortet"),
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
    insta::with_settings!({ snapshot_path => ".", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!("no-forms", err(&output));
    });
}
