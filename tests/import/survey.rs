//! The survey goes out to departments, is filled in, and comes back as answers.

use super::*;
use calamine::{Reader, Xlsx, open_workbook_from_rs};
use fachcheck::questionnaire::survey::{survey_forms, survey_workbook};
use rust_xlsxwriter::Worksheet;
use std::io::Cursor;

/// What a spreadsheet writes after somebody filled in cells of a form: its cells, with these at a row and a heading.
fn filled_in(form: &[u8], answers: &[(usize, &str, &str)]) -> Vec<u8> {
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(form)).expect("a workbook");
    let name = book.sheet_names()[0].clone();
    let range = book.worksheet_range(&name).expect("a sheet");
    let headings: Vec<String> = range
        .rows()
        .nth(3)
        .expect("headings")
        .iter()
        .map(ToString::to_string)
        .collect();
    let mut filled = Workbook::new();
    let sheet: &mut Worksheet = filled.add_worksheet();
    sheet.set_name(name).expect("a name");
    for (row, cells) in (0u32..).zip(range.rows()) {
        for (column, cell) in (0u16..).zip(cells) {
            sheet.write(row, column, cell.to_string()).expect("cell");
        }
    }
    for (row, heading, text) in answers {
        let column = headings.iter().position(|known| known.ends_with(heading));
        let column = column.unwrap_or_else(|| panic!("{heading} in {headings:?}"));
        let (row, column) = (u32::try_from(row + 4), u16::try_from(column));
        let (row, column) = (row.expect("row"), column.expect("column"));
        sheet.write(row, column, *text).expect("cell");
    }
    filled.save_to_buffer().expect("a workbook")
}

#[test]
fn what_a_department_answers_comes_back() {
    let desk = Desk::with_inventory();
    let list = "Kennung;Verfahren;Referat;Status;pbD;Zielgruppe;Art\n\
        U-01;Brunnen;KVR;produktiv;ja;Beschäftigte;Desktop\n\
        U-02;Bäume;KVR;produktiv;ja;Beschäftigte;Desktop\n\
        U-03;Kataster;KVR;produktiv;nein;Beschäftigte;Desktop\n";
    let list = desk.put("liste.csv", list.as_bytes());
    desk.write(&desk.import(&[list]));
    let inventory = desk.inventory();
    let forms = survey_forms(&inventory, &["KVR".to_owned()]);
    let [form] = forms.as_slice() else {
        panic!("one form for one department")
    };
    let asked: Vec<&str> = form
        .applications
        .iter()
        .map(|one| one.id.as_str())
        .collect();
    assert!(
        asked.contains(&"U-01") && asked.contains(&"U-02"),
        "{asked:?}"
    );
    assert!(!asked.contains(&"U-03"), "no data on persons: {asked:?}");
    let bytes = survey_workbook(form, "2026-11-23", Language::De).expect("a workbook");
    let same = survey_workbook(form, "2026-11-23", Language::De).expect("a workbook");
    assert!(bytes == same, "the same inventory gives the same bytes");
    let at = |id: &str| asked.iter().position(|known| *known == id).expect("a row");
    let answers = [
        (
            at("U-01"),
            "Speichert die Anwendung Geschlechtsangaben?",
            "ja",
        ),
        (at("U-01"), "Welche Werte?", "männlich; weiblich"),
        (at("U-01"), "Pflichtfeld", "nein"),
        (
            at("U-02"),
            "Speichert die Anwendung Geschlechtsangaben?",
            "nein",
        ),
    ];
    let file = desk.put("KVR.xlsx", &filled_in(&bytes, &answers));
    let import = desk.import(&[file]);
    let said = desk.said(&import, Language::De);
    desk.write(&import);
    let inventory = desk.inventory();
    let answered = |id: &str| inventory.applications[id].gender.as_ref().expect("answers");
    assert_eq!(
        answered("U-01").values,
        [GenderValue::Male, GenderValue::Female],
        "{said}"
    );
    assert_eq!(answered("U-01").mandatory, Some(false));
    let left = survey_forms(&inventory, &["KVR".to_owned()]);
    let left = left.iter().flat_map(|form| &form.applications);
    assert!(left.clone().all(|one| one.id != "U-01" && one.id != "U-02"));
}

#[test]
fn rows_that_come_back_as_they_were_sent_answer_nothing() {
    let desk = Desk::with_inventory();
    let list = "Kennung;Verfahren;Referat;Status;pbD;Zielgruppe;Art;Speichert die Anwendung Geschlechtsangaben?\n\
        U-01;Brunnen;KVR;produktiv;ja;Beschäftigte;Desktop;ja\n\
        U-02;Bäume;KVR;produktiv;ja;Beschäftigte;Desktop;ja\n\
        U-03;Wege;KVR;produktiv;ja;Beschäftigte;Desktop;ja\n";
    let list = desk.put("liste.csv", list.as_bytes());
    desk.write(&desk.import(&[list]));
    let inventory = desk.inventory();
    let forms = survey_forms(&inventory, &["KVR".to_owned()]);
    let form = forms.first().expect("a form");
    let bytes = survey_workbook(form, "2026-11-23", Language::De).expect("a workbook");
    let at = |id: &str| {
        let mut all = form.applications.iter();
        all.position(|one| one.id == id).expect("a row")
    };
    let answers = [
        (at("U-02"), "Welche Werte?", "männlich; weiblich"),
        (
            at("U-03"),
            "Speichert die Anwendung Geschlechtsangaben?",
            "nein",
        ),
        (at("U-03"), "Welche Werte?", "männlich; weiblich"),
    ];
    let file = desk.put("KVR.xlsx", &filled_in(&bytes, &answers));
    let import = desk.import(&[file]);
    let said = desk.said(&import, Language::De);
    desk.write(&import);
    let inventory = desk.inventory();
    let state = |id: &str| {
        let gender = inventory.applications[id].gender.as_ref();
        gender.and_then(|gender| gender.answer_state)
    };
    assert_eq!(state("U-01"), None, "{said}");
    assert_eq!(state("U-02"), Some(AnswerState::Survey), "{said}");
    assert_eq!(state("U-03"), None, "{said}");
    assert!(said.contains("nennt Werte und sagt zugleich"), "{said}");
}

#[test]
fn whoever_said_yes_is_asked_which_values_and_sees_the_answer() {
    let desk = Desk::with_inventory();
    let list = "Kennung;Verfahren;Referat;Status;pbD;Zielgruppe;Art;Speichert die Anwendung Geschlechtsangaben?;gender.salutation\n\
        U-01;Brunnen;KVR;produktiv;ja;Beschäftigte;Desktop;ja;\n\
        U-02;Bäume;KVR;produktiv;ja;Beschäftigte;Desktop;ja;Herr/Frau\n\
        U-03;Parks;KVR;produktiv;ja;Beschäftigte;Desktop;nein;\n";
    desk.write(&desk.import(&[desk.put("liste.csv", list.as_bytes())]));
    let inventory = desk.inventory();
    let forms = survey_forms(&inventory, &["KVR".to_owned()]);
    let form = forms.first().expect("a form");
    let asked: Vec<&str> = form.applications.iter().map(|it| it.id.as_str()).collect();
    assert!(asked.contains(&"U-01"), "{asked:?}");
    assert!(
        !asked.contains(&"U-02") && !asked.contains(&"U-03"),
        "{asked:?}"
    );
    let bytes = survey_workbook(form, "2026-11-23", Language::De).expect("a workbook");
    let at = asked.iter().position(|id| *id == "U-01").expect("a row");
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(&bytes)).expect("a workbook");
    let name = book.sheet_names()[0].clone();
    let range = book.worksheet_range(&name).expect("a sheet");
    let row: Vec<String> = range
        .rows()
        .nth(at + 4)
        .expect("its row")
        .iter()
        .map(ToString::to_string)
        .collect();
    assert!(
        row.iter().any(|cell| cell == "ja"),
        "the answer stands there: {row:?}"
    );
    let answers = [(at, "Welche Werte?", "männlich; weiblich")];
    let back = desk.import(&[desk.put("KVR.xlsx", &filled_in(&bytes, &answers))]);
    desk.write(&back);
    let inventory = desk.inventory();
    let answers = inventory.applications["U-01"]
        .gender
        .as_ref()
        .expect("answers");
    assert!(
        answers.is_answered()
            && answers
                .values
                .iter()
                .map(|one| one.name())
                .eq(["male", "female"]),
        "{answers:?}"
    );
}

#[test]
fn who_stores_nothing_plans_no_change_of_it() {
    for (heading, word) in [
        ("Von wem?", "Bürger"),
        ("Geschlechtsangaben: Pflichtfeld", "ja"),
        ("Geschlechtsangaben: Anpassung geplant bis", "31.12.2027"),
        ("Geschlechtsangaben: Anrede", "frei"),
    ] {
        let desk = Desk::with_inventory();
        let list = format!(
            "Kennung;Name;Speichert die Anwendung Geschlechtsangaben?;{heading}\nKVR-ANTRAG;Wohnsitz online;nein;{word}\n"
        );
        let import = desk.import(&[desk.put("antwort.csv", list.as_bytes())]);
        let said = desk.said(&import, Language::De);
        assert!(
            said.contains("zugleich, dass keine gespeichert werden"),
            "{heading}: {said}"
        );
    }
    let desk = Desk::with_inventory();
    let list = "Kennung;Name;Speichert die Anwendung Geschlechtsangaben?;Geschlechtsangaben: Pflichtfeld;Geschlechtsangaben: Anrede\nKVR-ANTRAG;Wohnsitz online;nein;nein;keine\n";
    let import = desk.import(&[desk.put("antwort.csv", list.as_bytes())]);
    let said = desk.said(&import, Language::De);
    assert!(!said.contains("zugleich"), "{said}");
}

/// Every word that a drop-down offers, in both languages, is an answer that an import takes: a spreadsheet parts the
/// list of its choices at commas.
#[test]
fn every_choice_of_a_survey_comes_back() {
    for language in [Language::De, Language::En] {
        for column in fachcheck::import::survey_columns() {
            for word in column.words(language) {
                let heading = column.heading(language);
                assert!(!word.contains(','), "{heading}: {word}");
                if !column.is_asked {
                    continue;
                }
                let desk = Desk::with_inventory();
                let list = format!("Kennung;Name;{heading}\nKVR-ANTRAG;Wohnsitz online;{word}\n");
                let import = desk.import(&[desk.put("antwort.csv", list.as_bytes())]);
                let said = desk.said(&import, Language::De);
                assert!(!said.contains("ist unbekannt"), "{heading}: {word}\n{said}");
                assert!(!said.contains("weder ja"), "{heading}: {word}\n{said}");
            }
        }
    }
}

#[test]
fn answers_that_earlier_surveys_offered_are_still_taken() {
    for (word, needed) in [
        ("ja, gesetzlich", "gesetzlich erforderlich"),
        ("gesetzlich", "gesetzlich erforderlich"),
        ("für die Aufgabe", "für die Aufgabe erforderlich"),
    ] {
        let desk = Desk::with_inventory();
        let list = format!(
            "Kennung;Name;Geschlechtsangaben: Erforderlich\nKVR-ANTRAG;Wohnsitz online;{word}\n"
        );
        let import = desk.import(&[desk.put("antwort.csv", list.as_bytes())]);
        let said = desk.said(&import, Language::De);
        assert!(said.contains(&format!("→ {needed}")), "{word}: {said}");
    }
}
